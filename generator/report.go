package main

import (
	"fmt"
	"io"
	"math/big"
	"strings"
	"unicode/utf8"

	"boussole/generator/internal/build"
	"boussole/generator/internal/pathway"
)

// pathwayReport is how a pathway stands.
type pathwayReport struct {
	Pathway    string          `json:"pathway"`
	Questions  int             `json:"questions"`
	Criteria   int             `json:"criteria"`
	Routes     int             `json:"routes"`
	Nodes      int             `json:"nodes"`
	Trees      int             `json:"trees,omitempty"`
	TreeNodes  int             `json:"treeNodes,omitempty"`
	Results    int             `json:"results,omitempty"`
	Expected   float64         `json:"expectedQuestions,omitempty"`
	Longest    int             `json:"longestQuestions,omitempty"`
	Situations string          `json:"situations,omitempty"`
	Fallback   float64         `json:"fallbackShare,omitempty"`
	Scenarios  int             `json:"scenarios"`
	weighted   bool            // Expected leans on weights
	shares     *pathway.Shares // nil where counting would take too long
}

func reportOf(p *build.Pathway) pathwayReport {
	r := pathwayReport{
		Pathway: p.Name, Questions: len(p.Rules.Questions), Criteria: len(p.Rules.Criteria),
		Routes: len(p.Rules.Routes), Nodes: len(p.Diagram.Nodes), Scenarios: len(p.Scenarios),
	}
	r.Trees = len(p.Trees)
	r.TreeNodes, r.Results = p.Trees.Size()
	r.Expected, r.Longest = p.Trees.Expected(p.Rules), p.Trees.Longest()
	for _, j := range p.Trees {
		r.weighted = r.weighted || len(p.Rules.Weighted(j)) > 0
	}
	if s, ok := p.Diagram.Shares(); ok {
		r.shares, r.Situations = s, s.Situations.String()
		if s.Situations.Sign() > 0 {
			r.Fallback, _ = new(big.Rat).SetFrac(s.Fallback, s.Situations).Float64()
		}
	}
	return r
}

// report prints how a pathway stands: its size, how many questions it asks, what scenarios touch, and how the situations
// that can exist are shared out. Situations are told in the words of the language, or by ids where it has none.
func report(w io.Writer, p *build.Pathway, lang string) {
	r := reportOf(p)
	fmt.Fprintf(w, "pathway %s: %d questions, %d criteria, %d routes, %d scenarios\n", r.Pathway, r.Questions, r.Criteria, r.Routes, r.Scenarios)
	if r.Trees > 0 {
		leaning := ""
		if r.weighted {
			leaning = " by the weights given"
		}
		fmt.Fprintf(w, "  questions asked: %.1f expected%s, %d at most\n", r.Expected, leaning, r.Longest)
	}
	c := p.Diagram.Coverage(p.Scenarios)
	fmt.Fprintf(w, "  scenarios touch: %d of %d routes, %d of %d criteria, %d of %d options\n",
		c.Routes, c.AllRoutes, c.Criteria, c.AllCriteria, c.Options, c.AllOptions)
	fmt.Fprintf(w, "  size: %d nodes", r.Nodes)
	switch {
	case r.Trees == 1:
		fmt.Fprintf(w, "; as a tree, %d steps and %d results", r.TreeNodes, r.Results)
	case r.Trees > 1:
		fmt.Fprintf(w, "; as %d trees of routes that share no question, %d steps and %d results", r.Trees, r.TreeNodes, r.Results)
	}
	fmt.Fprintln(w)
	if r.shares == nil {
		fmt.Fprintln(w, "  situations: too many to be counted")
		return
	}
	fmt.Fprintf(w, "  situations: %s\n", grouped(r.shares.Situations))
	reportFallback(w, p, r.shares, lang)
	reportRoutes(w, p, r.shares)
}

// reportFallback prints how many situations no route answers, and which they mostly are.
func reportFallback(w io.Writer, p *build.Pathway, s *pathway.Shares, lang string) {
	if s.Fallback.Sign() == 0 {
		fmt.Fprintln(w, "  no route: none of them")
		return
	}
	shown := ""
	if o := p.Rules.Otherwise; o != nil {
		shown = fmt.Sprintf("; %s is shown", o.ID)
	}
	fmt.Fprintf(w, "  no route: %s of them (%s)%s", grouped(s.Fallback), share(s.Fallback, s.Situations), shown)
	if len(s.Largest) == 0 {
		fmt.Fprintln(w)
		return
	}
	fmt.Fprintln(w, "; the most likely cases, if every answer were as likely as the others:")
	for _, c := range s.Largest {
		told := p.Rules.Describe(c.Situation)
		if words := p.Words[lang]; words != nil {
			told = words.Describe(p.Rules, c.Situation)
		}
		fmt.Fprintf(w, "    %8s  %s\n", percentage(c.Share), told)
	}
}

// reportRoutes prints, as a table, the share of the situations in which each route has each status.
func reportRoutes(w io.Writer, p *build.Pathway, s *pathway.Shares) {
	statuses := []pathway.Status{pathway.Applies, pathway.Possible, pathway.Excluded, pathway.Hidden}
	rows := [][]string{{"route"}}
	for _, status := range statuses {
		rows[0] = append(rows[0], status.String())
	}
	for i, counts := range s.Routes {
		row := []string{p.Rules.Routes[i].ID}
		for _, status := range statuses {
			row = append(row, share(counts[status], s.Situations))
		}
		rows = append(rows, row)
	}
	first := 0
	for _, row := range rows {
		first = max(first, utf8.RuneCountInString(row[0]))
	}
	for _, row := range rows {
		fmt.Fprintf(w, "  %-*s", first, row[0])
		for _, cell := range row[1:] {
			fmt.Fprintf(w, "  %8s", cell)
		}
		fmt.Fprintln(w)
	}
}

// share writes a part of a whole in per cent, so that only nothing reads as nothing and only the whole as the whole.
func share(part, whole *big.Int) string {
	if whole.Sign() == 0 {
		return "–"
	}
	f, _ := new(big.Rat).SetFrac(part, whole).Float64()
	switch {
	case part.Sign() == 0:
		return "0 %"
	case part.Cmp(whole) == 0:
		return "100 %"
	case f >= 0.9995:
		return "> 99.9 %"
	}
	return percentage(f)
}

// percentage writes a share greater than 0 with one decimal.
func percentage(f float64) string {
	if f < 0.0005 {
		return "< 0.1 %"
	}
	return fmt.Sprintf("%.1f %%", 100*f)
}

// grouped writes a whole number with its digits in groups of three.
func grouped(n *big.Int) string {
	digits := n.String()
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(d)
	}
	return b.String()
}
