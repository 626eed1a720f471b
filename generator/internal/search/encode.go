package search

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"regexp"
	"slices"
	"sort"
	"strings"
)

// shipped is the index as the browser gets it; package search says how it is written.
type shipped struct {
	Lang    string   `json:"lang"`
	Before  []string `json:"before"`
	After   []string `json:"after"`
	Whole   []string `json:"whole"`
	Stop    string   `json:"stop"`
	Forms   string   `json:"forms"`
	Terms   string   `json:"terms"`
	Counts  string   `json:"counts"`
	Units   string   `json:"units"`
	Weights string   `json:"weights"`
	IDF     []int    `json:"idf"`
	// Phrases are a concept and its terms, by turns of their number.
	Phrases  [][]int       `json:"phrases"`
	Leads    [][2]int      `json:"leads"`
	Sections []string      `json:"sections"`
	Pages    []shippedPage `json:"pages"`
	Parts    [][][]string  `json:"parts"` // by page: anchor, title, teaser
}

type shippedPage struct {
	Path    string `json:"u"`
	Title   string `json:"t"`
	Summary string `json:"d"`
	Section int    `json:"s"` // in sections, -1 for none
	Norm    int    `json:"n"`
	Entries int    `json:"e,omitempty"`
}

// digits write numbers: the first 48 end one, the others carry four bits more.
const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

// writeNumber writes a number of 0 or more.
func writeNumber(b *strings.Builder, n int) {
	last := n % 48
	var more []byte
	for n /= 48; n > 0; n /= 16 {
		more = append(more, digits[48+n%16])
	}
	for i := len(more) - 1; i >= 0; i-- {
		b.WriteByte(more[i])
	}
	b.WriteByte(digits[last])
}

// Budget is how many bytes an index may have as it travels, compressed by gzip, for as long as shorter teasers help.
const Budget = 58_000

// teaserLengths are how many letters of each part's text the index may hold. Whole texts would weigh more than all the
// rest (63 kB for 33 000 French words), so readers see how a part begins.
var teaserLengths = []int{200, 180, 160, 150, 140, 130, 120, 110, 100, 90, 80, 70, 60, 0}

// Script is the index as a script that a page can load from a folder: it puts it into self.boussoleIndex by language.
// Its teasers are as long as [Budget] lets them be.
func (ix *Index) Script() []byte {
	s := ix.ship()
	with := func(letters int) []byte {
		for i, p := range ix.pages {
			for k, part := range p.Parts {
				s.Parts[i][k][2] = teaser(part.Text, letters)
			}
		}
		return s.script()
	}
	// The longest that fits; none is the last resort.
	i := sort.Search(len(teaserLengths)-1, func(i int) bool { return compressed(with(teaserLengths[i])) <= Budget })
	return with(teaserLengths[i])
}

// ship is the index as the browser gets it, without teasers.
func (ix *Index) ship() *shipped {
	s := &shipped{
		Lang: ix.lang, Before: list(ix.own.before), After: list(ix.own.after), Whole: list(ix.own.whole),
		Stop: strings.Join(ix.own.stop, " "), IDF: ix.idf, Leads: ix.leads, Phrases: [][]int{}, Sections: []string{},
	}
	s.Forms, s.Terms = ix.encodeForms()
	s.Counts, s.Units, s.Weights = ix.encodePostings()
	for _, p := range ix.phrases {
		s.Phrases = append(s.Phrases, append([]int{p.concept}, p.terms...))
	}
	if s.Leads == nil {
		s.Leads = [][2]int{}
	}
	for _, p := range ix.pages {
		entry := shippedPage{Path: p.Path, Title: p.Title, Summary: p.Summary, Section: -1, Norm: p.norm}
		if p.Section != "" {
			if entry.Section = slices.Index(s.Sections, p.Section); entry.Section < 0 {
				entry.Section = len(s.Sections)
				s.Sections = append(s.Sections, p.Section)
			}
		}
		if p.Entries {
			entry.Entries = 1
		}
		s.Pages = append(s.Pages, entry)
		parts := [][]string{}
		for _, part := range p.Parts {
			anchor := part.Anchor
			if anchor != "" && anchor == slug(part.Title) {
				anchor = "="
			}
			parts = append(parts, []string{anchor, part.Title, ""})
		}
		s.Parts = append(s.Parts, parts)
	}
	return s
}

func (s *shipped) script() []byte {
	var b bytes.Buffer
	b.WriteString("(self.boussoleIndex=self.boussoleIndex||{})[" + quoted(s.Lang) + "]=")
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		panic("search: " + err.Error())
	}
	b.Truncate(b.Len() - 1)
	b.WriteString(";\n")
	return b.Bytes()
}

var others = regexp.MustCompile(`[^a-z0-9]+`)

// slug is a text as an address shows it: its letters and digits, the rest one hyphen.
func slug(text string) string {
	folded, _ := foldText(text)
	return strings.Trim(others.ReplaceAllString(folded, "-"), "-")
}

// compressed is how many bytes are left of some by gzip.
func compressed(data []byte) int {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		panic("search: " + err.Error())
	}
	_, _ = w.Write(data) // a buffer takes everything
	_ = w.Close()
	return b.Len()
}

// teaser is the beginning of a text: whole sentences where they fill half of the letters, else whole words.
func teaser(text string, letters int) string {
	all := []rune(strings.Join(strings.Fields(text), " "))
	if len(all) <= letters {
		return string(all)
	}
	if letters == 0 {
		return ""
	}
	cut := all[:letters]
	for i := letters - 2; i >= letters/2; i-- {
		if strings.ContainsRune(".?!", cut[i]) && cut[i+1] == ' ' {
			return string(cut[:i+1])
		}
	}
	end := letters - 1
	for end > 0 && cut[end] != ' ' {
		end--
	}
	return strings.TrimRight(string(cut[:end]), " ,;:.—–(«\u00A0") + " …"
}

func quoted(s string) string {
	text, _ := json.Marshal(s)
	return string(text)
}

func list(s []string) []string { return append([]string{}, s...) }

// encodeForms writes each form as what it shares with the one before it, and its term as how many new terms ago it
// was new.
func (ix *Index) encodeForms() (forms, terms string) {
	var f, t strings.Builder
	before, known := "", 0
	for i, form := range ix.forms {
		n := 0
		for n < len(before) && n < len(form) && before[n] == form[n] && n < 25 {
			n++
		}
		f.WriteByte(digits[n])
		f.WriteString(form[n:])
		if ix.terms[i] == known {
			known++
			writeNumber(&t, 0)
		} else {
			writeNumber(&t, known-ix.terms[i])
		}
		before = form
	}
	return f.String(), t.String()
}

func (ix *Index) encodePostings() (counts, units, weights string) {
	var c, u, w strings.Builder
	for _, ps := range ix.postings {
		writeNumber(&c, len(ps))
		last := -1
		for _, p := range ps {
			writeNumber(&u, p.unit-last-1)
			writeNumber(&w, p.weight)
			last = p.unit
		}
	}
	return c.String(), u.String(), w.String()
}
