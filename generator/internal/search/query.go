package search

import (
	"cmp"
	"slices"
	"strings"
)

// Result is a page that was found.
type Result struct {
	// Page is its place among the pages the index was made of; Part the place of its best part, -1 for the page itself.
	Page, Part int
	// Score is how well it answers: the first result's is the greatest.
	Score int
	// Whole reports whether every word was found there.
	Whole bool
}

// Answer is what a query finds.
type Answer struct {
	Results []Result
	// Missing are the words that stand on no page, and that nothing near them does.
	Missing []string
}

// What a way to find a word counts, in hundredths.
const (
	exact  = 100
	begun  = 80  // the word begins so
	near   = 70  // one letter differs
	far    = 50  // two do, or the ending
	meant  = 75  // a word or phrase of the same meaning
	led    = 75  // another concept that the query's leads to
	within = 40  // a word of a phrase that counts as a whole
	single = 140 // a word that is such a phrase by itself
)

// rarer is how many times as common another word is that a word may be by error.
const rarer = 10

// least is the part of the first result's score, in hundredths, below which a page is no result.
const least = 20

// MaxResults is how many pages a query finds at most.
const MaxResults = 30

// way is a term or concept that a word of the query may be found by.
type way struct{ key, factor int }

// ask is a word or a phrase that is looked for.
type ask struct {
	ways   []way
	weight int  // in hundredths
	word   bool // a word, which a page may lack
}

// Search finds the pages that answer a query. static/js/search-engine.js does the same; the tests hold them together.
func (ix *Index) Search(query string) Answer {
	toks := ix.asked(query)
	var answer Answer
	ways := make([][]way, len(toks))
	for i, t := range toks {
		ways[i] = ix.ways(t)
		if len(ways[i]) == 0 {
			answer.Missing = append(answer.Missing, query[t.start:t.end])
		}
	}
	asks, named := ix.asks(ways)
	answer.Results = ix.explainFirst(ix.rank(asks, len(answer.Missing) == 0), named)
	return answer
}

// asked are the words that are looked for: stop words are left out, unless nothing else is asked. One that is an
// acronym too ("CE", "HAS") stays in a query of one or two words.
func (ix *Index) asked(query string) []token {
	var words, out []token
	for _, t := range ix.own.tokens(query) {
		if !t.extra {
			words = append(words, t)
		}
	}
	for _, t := range words {
		_, known := slices.BinarySearch(ix.forms, t.form)
		if !ix.own.stops(t) || known && len(words) <= 2 {
			out = append(out, t)
		}
	}
	return out
}

// ways are the terms that a word may be found by, each once.
func (ix *Index) ways(t token) []way {
	plain := len(t.form) >= 4 && !strings.ContainsAny(t.form, "0123456789")
	if i, ok := slices.BinarySearch(ix.forms, t.form); ok {
		out := []way{{ix.terms[i], exact}}
		if len(t.form) < 5 || !plain {
			return out
		}
		// A rare word may be a common one with a letter wrong.
		own, often := ix.terms[i], max(rarer, rarer*len(ix.postings[ix.terms[i]]))
		return append(out, ix.formsThat(far, func(form string, term int) bool {
			return term != own && len(ix.postings[term]) >= often && form[0] == t.form[0] && nearby(form, t.form, 1)
		})...)
	}
	if found := ix.formsThat(begun, func(form string, _ int) bool { return len(t.form) > 2 && strings.HasPrefix(form, t.form) }); found != nil {
		return found
	}
	if !plain {
		return nil
	}
	for d := 1; d <= 1+len(t.form)/8; d++ {
		if found := ix.formsThat(near-20*(d-1), func(form string, _ int) bool { return form[0] == t.form[0] && nearby(form, t.form, d) }); found != nil {
			return found
		}
	}
	return ix.formsThat(far, func(form string, _ int) bool { return sameBeginning(form, t.form) })
}

func (ix *Index) formsThat(factor int, fits func(form string, term int) bool) []way {
	var out []way
	seen := map[int]bool{}
	for i, form := range ix.forms {
		if !seen[ix.terms[i]] && fits(form, ix.terms[i]) {
			seen[ix.terms[i]] = true
			out = append(out, way{ix.terms[i], factor})
		}
	}
	return out
}

// sameBeginning reports whether two words differ in their endings only: five letters or more are the same, and three
// at most are left of each.
func sameBeginning(a, b string) bool {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n >= 5 && len(a)-n <= 3 && len(b)-n <= 3
}

// nearby reports whether at most most letters must be added, left out, changed or swapped with their neighbour to
// make b of a.
func nearby(a, b string, most int) bool {
	if len(a)-len(b) > most || len(b)-len(a) > most {
		return false
	}
	before, last, next := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		next[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			next[j] = min(last[j]+1, next[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				next[j] = min(next[j], before[j-2]+1)
			}
		}
		before, last, next = last, next, before
	}
	return last[len(b)] <= most
}

// asks are the words of a query, and the concepts that it names; the longest phrase counts at each place. named is the
// concept that is all of the query, or -1.
func (ix *Index) asks(ways [][]way) (out []ask, named int) {
	named = -1
	for i := 0; i < len(ways); {
		best := -1
		for k, p := range ix.phrases {
			if says(ways[i:], p.terms) && (best < 0 || len(p.terms) > len(ix.phrases[best].terms)) {
				best = k
			}
		}
		if best < 0 {
			if len(ways[i]) > 0 {
				out = append(out, ask{ways[i], 100, true})
			}
			i++
			continue
		}
		p := ix.phrases[best]
		if len(p.terms) == len(ways) {
			named = p.concept
		}
		concept := []way{{p.concept, exact}}
		others := []way{{p.concept, meant}}
		for _, l := range ix.leads {
			if l[0] == p.concept {
				concept = append(concept, way{l[1], led})
				others = append(others, way{l[1], led})
			}
		}
		if len(p.terms) == 1 {
			out = append(out, ask{append(slices.Clone(ways[i]), others...), single, true})
			i++
			continue
		}
		out = append(out, ask{concept, 100, false})
		for range p.terms {
			out = append(out, ask{append(slices.Clone(ways[i]), others...), within, true})
			i++
		}
	}
	return out, named
}

// explained is the place among the results that a page of entries gets at least where one of them is asked for and
// nothing else: who types an acronym may want to know what it means.
const explained = 2

func (ix *Index) explainFirst(results []Result, concept int) []Result {
	for i := explained + 1; i < len(results) && concept >= 0; i++ {
		p := ix.pages[results[i].Page]
		if !p.Entries || !slices.ContainsFunc(ix.postings[concept], func(ps posting) bool {
			return ix.units[ps.unit].page == results[i].Page && ps.weight >= headingWeight
		}) {
			continue
		}
		r := results[i]
		copy(results[explained+1:], results[explained:i])
		results[explained] = r
	}
	return results
}

// says reports whether words begin with a phrase, typing errors allowed for, beginnings of words not.
func says(words [][]way, terms []int) bool {
	if len(words) < len(terms) {
		return false
	}
	for i, t := range terms {
		if !slices.ContainsFunc(words[i], func(w way) bool { return w.key == t && w.factor != begun }) {
			return false
		}
	}
	return true
}

// rank scores the pages. known reports whether every word of the query stands somewhere.
func (ix *Index) rank(asks []ask, known bool) []Result {
	n := len(ix.pages)
	total, rare, all := make([]int, n), make([]int, n), 0
	whole := make([]bool, n)
	parts := make([]int, len(ix.units))
	for i := range whole {
		whole[i] = known
	}
	for _, a := range asks {
		score, part, value := ix.score(a)
		all += value
		for p := range n {
			total[p] += score[p] * a.weight / 100
			switch {
			case score[p] > 0:
				rare[p] += value
			case a.word:
				whole[p] = false
			}
		}
		for u := range parts {
			parts[u] += part[u] * a.weight / 100
		}
	}
	var out []Result
	for p := range n {
		if total[p] > 0 {
			// The more of what is asked, by how rare it is, the better.
			out = append(out, Result{p, ix.bestPart(p, parts), total[p] * (25 + 100*rare[p]/all), whole[p]})
		}
	}
	slices.SortStableFunc(out, func(a, b Result) int { return cmp.Compare(b.Score, a.Score) })
	for i := range out {
		if i == MaxResults || out[i].Score < out[0].Score*least/100 {
			return out[:i]
		}
	}
	return out
}

// score is what an ask counts on each page and in each unit, and what it is worth: how rare it is.
func (ix *Index) score(a ask) (pages, units []int, value int) {
	pages, units = make([]int, len(ix.pages)), make([]int, len(ix.units))
	for _, w := range a.ways {
		mentions := make([]int, len(ix.pages))
		df := 0
		for _, p := range ix.postings[w.key] {
			page := ix.units[p.unit].page
			if mentions[page] == 0 {
				df++
			}
			if ix.pages[page].Entries {
				mentions[page] = max(mentions[page], p.weight)
			} else {
				mentions[page] += p.weight
			}
		}
		worth := w.factor * ix.idf[df] / 100
		value = max(value, worth)
		for p, m := range mentions {
			pages[p] = max(pages[p], worth*(1000*m/(m+ix.pages[p].norm))/10)
		}
		for _, p := range ix.postings[w.key] {
			units[p.unit] = max(units[p.unit], worth*(1000*p.weight/(p.weight+2))/10)
		}
	}
	return pages, units, value
}

// bestPart is the part of a page that answers best, or -1 where no part answers.
func (ix *Index) bestPart(page int, score []int) int {
	best, part := 0, -1
	first := ix.pages[page].first
	for i := range ix.pages[page].Parts {
		if s := score[first+1+i]; s > best {
			best, part = s, i
		}
	}
	return part
}
