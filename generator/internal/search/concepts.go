package search

import (
	"cmp"
	"slices"
	"strings"

	"boussole/generator/internal/source"
)

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
