package search

import (
	"cmp"
	"math"
	"slices"
	"strings"

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

// collector gathers what stands where.
type collector struct {
	ix    *Index
	sets  map[string]string // of a form or a stem: another of the same term
	term  map[string]int    // by form
	byKey map[string]int    // concept by the terms of one of its phrases
}

func newCollector(ix *Index) *collector {
	return &collector{ix: ix, sets: map[string]string{}, term: map[string]int{}, byKey: map[string]int{}}
}

// root is the form or stem that stands for all that are one term with it.
func (c *collector) root(key string) string {
	for c.sets[key] != key {
		key = c.sets[key]
	}
	return key
}

// words notes every form, and that it is one term with its stem: with "autorisées" stands what stems as it does, and
// what folds to the same letters.
func (c *collector) words(synonyms *Synonyms, groups [][]string) {
	for u := range c.ix.units {
		for _, f := range c.ix.fields(u) {
			c.note(f)
		}
	}
	for _, text := range texts(synonyms, groups) {
		c.note(field{text: text, tokens: c.ix.own.tokens(text)})
	}
}

// texts are all words and phrases of synonyms.
func texts(s *Synonyms, groups [][]string) []string {
	var out []string
	add := func(list []source.Text) {
		for _, t := range list {
			out = append(out, t.Value)
		}
	}
	for _, g := range s.Same {
		add(g)
	}
	for _, l := range s.Leads {
		add(l.From)
		add(l.To)
	}
	for _, g := range groups {
		out = append(out, g...)
	}
	return out
}

func (c *collector) note(f field) {
	for _, t := range f.tokens {
		if c.ix.own.stops(t) {
			continue
		}
		form := " " + t.form // a form is no stem
		stem := t.form
		if !t.capitals && !t.extra {
			lower := strings.ToLower(plainSigns.Replace(f.text[t.start:t.end]))
			stem = source.Fold(c.ix.own.stemOf(lower, t.form))
		}
		for _, key := range []string{form, stem} {
			if c.sets[key] == "" {
				c.sets[key] = key
			}
		}
		// The lesser stands for both: the result does not depend on the order of pages.
		a, b := c.root(form), c.root(stem)
		c.sets[max(a, b)] = min(a, b)
	}
}

// plainSigns are what a stemmer knows for what typography writes.
var plainSigns = strings.NewReplacer("’", "'", "\u00AD", "")

// stops reports whether a word is passed over: "ce" is, "CE" is not.
func (l language) stops(t token) bool {
	return !t.capitals && l.isStop[t.form] || len(t.form) < 2
}

// number gives each form its place and each term its number, in the order of the forms.
func (c *collector) number() {
	ix := c.ix
	for key := range c.sets {
		if form, ok := strings.CutPrefix(key, " "); ok {
			ix.forms = append(ix.forms, form)
		}
	}
	slices.Sort(ix.forms)
	numbers := map[string]int{}
	for _, form := range ix.forms {
		root := c.root(" " + form)
		if _, ok := numbers[root]; !ok {
			numbers[root] = len(numbers)
		}
		c.term[form] = numbers[root]
		ix.terms = append(ix.terms, numbers[root])
	}
	ix.nTerms = len(numbers)
	ix.postings = make([][]posting, ix.nTerms)
}

// sequence is the terms of a text, stop words left out.
func (c *collector) sequence(tokens []token) []int {
	var out []int
	for _, t := range tokens {
		if !t.extra && !c.ix.own.stops(t) {
			out = append(out, c.term[t.form])
		}
	}
	return out
}

// concepts makes one concept of each group, and one of groups that share a phrase.
func (c *collector) concepts(s *Synonyms, groups [][]string) {
	all := slices.Clone(groups)
	for _, g := range s.Same {
		list := make([]string, len(g))
		for i, t := range g {
			list[i] = t.Value
		}
		all = append(all, list)
	}
	for _, l := range s.Leads {
		for _, t := range append(slices.Clone(l.From), l.To...) {
			all = append(all, []string{t.Value})
		}
	}
	var phrases [][]int // of all groups
	parent := []int{}   // of each phrase: another phrase of its concept
	find := func(i int) int {
		for parent[i] != i {
			i = parent[i]
		}
		return i
	}
	at := map[string]int{}
	for _, group := range all {
		first := -1
		for _, text := range group {
			terms := c.sequence(c.ix.own.tokens(text))
			if len(terms) == 0 {
				continue
			}
			i, ok := at[key(terms)]
			if !ok {
				i = len(phrases)
				at[key(terms)] = i
				phrases, parent = append(phrases, terms), append(parent, i)
			}
			if first < 0 {
				first = i
			}
			a, b := find(first), find(i)
			parent[max(a, b)] = min(a, b)
		}
	}
	numbers := map[int]int{}
	for i, terms := range phrases {
		root := find(i)
		if _, ok := numbers[root]; !ok {
			numbers[root] = c.ix.nTerms + len(numbers)
			c.ix.postings = append(c.ix.postings, nil)
		}
		c.ix.phrases = append(c.ix.phrases, phrase{terms, numbers[root]})
		c.byKey[key(terms)] = numbers[root]
	}
}

// key makes terms comparable.
func key(terms []int) string {
	var b strings.Builder
	for _, t := range terms {
		b.WriteString(string(rune(t + 1)))
	}
	return b.String()
}

// count fills the postings.
func (c *collector) count() {
	longest := 0
	for _, p := range c.ix.phrases {
		longest = max(longest, len(p.terms))
	}
	for u := range c.ix.units {
		weights := map[int]int{}
		for _, f := range c.ix.fields(u) {
			mentions := map[int]int{}
			for _, t := range f.tokens {
				if t.extra && !c.ix.own.stops(t) {
					mentions[c.term[t.form]]++
				}
			}
			seq := c.sequence(f.tokens)
			for i := range seq {
				mentions[seq[i]]++
				for j := i + 1; j <= min(len(seq), i+longest); j++ {
					if concept, ok := c.byKey[key(seq[i:j])]; ok {
						mentions[concept]++
					}
				}
			}
			for k, n := range mentions {
				if f.weight > 0 {
					weights[k] += f.weight
				} else {
					weights[k] += min(n, maxMentions)
				}
			}
		}
		for k, w := range weights {
			c.ix.postings[k] = append(c.ix.postings[k], posting{u, w})
		}
	}
	for _, ps := range c.ix.postings {
		slices.SortFunc(ps, func(a, b posting) int { return cmp.Compare(a.unit, b.unit) })
	}
}

// leads joins concepts, and reports entries that lead to nothing.
func (c *collector) leads(s *Synonyms) source.Diagnostics {
	var ds source.Diagnostics
	concept := func(t source.Text) (int, bool) {
		k, ok := c.byKey[key(c.sequence(c.ix.own.tokens(t.Value)))]
		return k, ok
	}
	known := func(list []source.Text) bool {
		for _, t := range list {
			if k, ok := concept(t); ok && len(c.ix.postings[k]) > 0 {
				return true
			}
		}
		return len(list) == 0
	}
	for _, g := range s.Same {
		if !known(g) {
			ds.Add(unused(g))
		}
	}
	for _, l := range s.Leads {
		if !known(l.To) {
			ds.Add(unused(l.To))
		}
		for _, from := range l.From {
			for _, to := range l.To {
				a, ok := concept(from)
				b, too := concept(to)
				if ok && too && a != b {
					c.ix.leads = append(c.ix.leads, [2]int{a, b})
				}
			}
		}
	}
	slices.SortFunc(c.ix.leads, func(a, b [2]int) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	c.ix.leads = slices.Compact(c.ix.leads)
	return ds
}
