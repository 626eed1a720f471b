package search

import (
	"math"

	"boussole/generator/internal/source"
)

// Page is a page as it is indexed. Its texts are plain, with ordinary spaces or others.
type Page struct {
	// Path is its address from the site's root.
	Path string
	// Title is its heading; Section names the part of the site where it stands, "" for none.
	Title, Section string
	// Summary is shown; Description is indexed only.
	Summary, Description string
	// Parts are what stands under each heading, in order.
	Parts []Part
	// Entries reports whether each part stands for itself, as a glossary's do: many of them make no better page.
	Entries bool
}

// Part is a part of a page. Anchor and Title are empty for what stands before the first heading.
type Part struct{ Anchor, Title, Text string }

// Index is what one language's pages are searched with.
type Index struct {
	lang  string
	own   language
	pages []indexed
	units []unit
	forms []string // sorted; the words of the pages and of the synonyms
	terms []int    // the term of each form
	// postings are the units where a term stands. Terms come first, then concepts, which are groups of synonyms.
	postings [][]posting
	nTerms   int
	idf      []int // by the number of pages; 0 for none
	phrases  []phrase
	leads    [][2]int  // concept to concept
	read     [][]field // by unit, while the index is made
}

// indexed is a page: its first unit is the page itself, the others are its parts.
type indexed struct {
	Page
	first int // in units
	norm  int // how much text halves what one mention counts
}

type unit struct {
	page          int
	anchor, title string
}

type posting struct{ unit, weight int }

// phrase is a way to say a concept: terms that follow each other, stop words left out.
type phrase struct {
	terms   []int
	concept int
}

// What a word counts where it stands. A word of the text counts one to three, by how often it stands there.
const (
	titleWeight       = 24
	headingWeight     = 6
	summaryWeight     = 6
	descriptionWeight = 4
	maxMentions       = 3
)

// New makes the index of one language's pages. groups are words that mean the same and are known from elsewhere: the
// glossary's acronyms. What it reports is about synonyms.
func New(lang string, pages []Page, synonyms *Synonyms, groups [][]string) (*Index, source.Diagnostics) {
	ix := &Index{lang: lang, own: languages[lang]}
	for i, p := range pages {
		ix.pages = append(ix.pages, indexed{Page: p, first: len(ix.units)})
		ix.units = append(ix.units, unit{page: i})
		for _, part := range p.Parts {
			ix.units = append(ix.units, unit{page: i, anchor: part.Anchor, title: part.Title})
		}
	}
	var ds source.Diagnostics
	c := newCollector(ix)
	c.words(synonyms, groups)
	c.number()
	c.concepts(synonyms, groups)
	c.count()
	ds = c.leads(synonyms)
	ix.rate()
	ix.read = nil
	return ix, ds
}

// field is a text of a unit and what a word counts in it; 0 stands for the text itself.
type field struct {
	text   string
	weight int
	tokens []token
}

// fields are the texts of a unit.
func (ix *Index) fields(u int) []field {
	if ix.read == nil {
		for u := range ix.units {
			fields := ix.texts(u)
			for i := range fields {
				fields[i].tokens = ix.own.tokens(fields[i].text)
			}
			ix.read = append(ix.read, fields)
		}
	}
	return ix.read[u]
}

func (ix *Index) texts(u int) []field {
	p := ix.pages[ix.units[u].page]
	if u == p.first {
		return []field{{text: p.Title, weight: titleWeight}, {text: p.Summary, weight: summaryWeight}, {text: p.Description, weight: descriptionWeight}}
	}
	part := p.Parts[u-p.first-1]
	return []field{{text: part.Title, weight: headingWeight}, {text: part.Text}}
}

// rate works out how rare each number of pages makes a term, and how long each page is.
func (ix *Index) rate() {
	n := len(ix.pages)
	ix.idf = make([]int, n+1)
	for df := 1; df <= n; df++ {
		ix.idf[df] = int(math.Round(100 * math.Log2(1+float64(n)/(float64(df)+0.5))))
	}
	lengths, total := make([]int, n), 0
	for u, unit := range ix.units {
		for _, f := range ix.fields(u) {
			lengths[unit.page] += len(f.tokens)
		}
	}
	for _, l := range lengths {
		total += l
	}
	for i := range ix.pages {
		ix.pages[i].norm = 6 + 5*lengths[i]*n/max(total, 1)
		if ix.pages[i].Entries {
			ix.pages[i].norm = 15
		}
	}
}
