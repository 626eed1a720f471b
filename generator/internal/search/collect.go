package search

import (
	"cmp"
	"slices"
	"strings"

	"boussole/generator/internal/source"
)

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
