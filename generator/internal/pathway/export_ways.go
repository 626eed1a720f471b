package pathway

import (
	"encoding/csv"
	"fmt"
	"slices"
	"strings"

	"boussole/generator/internal/source"
)

// Way is one case of a route: a way through its diagram, options that lead to the same place taken together. The
// ways of a route are disjoint and cover every situation.
type Way struct {
	// Options holds, per question in file order, the options that go this way, sorted; nil where the way does not
	// test the question. A way tests a question only where it is asked.
	Options [][]int
	Status  Status
	// Impossible is the index in Ruleset.Impossible of why such situations cannot exist, or -1. Where it is not -1
	// the Status means nothing.
	Impossible int
}

// maxWays bounds how many cases of one route are written: more is no table that people read.
const maxWays = 20_000

// Ways returns the cases of a route in the order of its questions and options. Those of the fallback route apply
// where it is shown and are hidden elsewhere. A route with more than 20,000 cases is an error at its place.
func (d *Diagram) Ways(r *Route) ([]Way, source.Diagnostics) {
	t, ok := d.tree(r)
	if !ok || t.ways() > maxWays {
		return nil, source.Diagnostics{{
			Pos:     r.Pos,
			Message: fmt.Sprintf("route %q has more than %d cases, too many to be listed", r.ID, maxWays),
			Hint:    "let it depend on fewer questions",
		}}
	}
	var out []Way
	options := make([][]int, len(d.Rules.Questions))
	var follow func(at Ref)
	follow = func(at Ref) {
		if at.IsTerminal() {
			w := Way{Options: slices.Clone(options), Impossible: -1}
			if v := at.Value(); v >= voidBase {
				w.Impossible = v - voidBase
			} else {
				w.Status = Status(v)
			}
			out = append(out, w)
			return
		}
		n := t.nodes[at]
		for _, b := range n.bundles() {
			options[n.Question] = b.options
			follow(b.to)
		}
		options[n.Question] = nil
	}
	follow(t.root)
	return out, nil
}

// tree is one diagram by itself: that of a route, or of all of them joined.
type tree struct {
	nodes []Node // branches stand before the nodes that lead to them
	root  Ref
}

// routesAndFallback are all routes in file order, the fallback last.
func (rs *Ruleset) routesAndFallback() []*Route {
	all := slices.Clone(rs.Routes)
	if rs.Otherwise != nil {
		all = append(all, rs.Otherwise)
	}
	return all
}

// tree returns the diagram of a route. For the fallback, which has none of its own, it is made from the others; the
// second result is false when that takes too many steps.
func (d *Diagram) tree(r *Route) (t tree, ok bool) {
	if !r.Fallback {
		return tree{d.Nodes, d.Routes[r.Index]}, true
	}
	sp := d.space
	ok = sp.within(DefaultLimit, func() {
		shown := sp.ite(d.nothing(), terminal(int(Applies)), terminal(int(Hidden)))
		own := &Diagram{Rules: d.Rules, space: sp, void: d.void}
		t.root = own.exportRef(own.withVoid(shown), map[ref]Ref{})
		t.nodes = own.Nodes
	})
	return t, ok
}

// ways is how many ways lead through the tree; beyond maxWays it is only more than maxWays.
func (t tree) ways() int {
	below := make([]int, len(t.nodes))
	at := func(r Ref) int {
		if r.IsTerminal() {
			return 1
		}
		return below[r]
	}
	for i, n := range t.nodes {
		for _, b := range n.bundles() {
			below[i] = min(below[i]+at(b.to), maxWays+1)
		}
	}
	return at(t.root)
}

// bundle is the options of a node that lead to the same place.
type bundle struct {
	options []int // sorted
	to      Ref
}

// bundles are the branches of a node, each place once, in the order of their first options.
func (n Node) bundles() []bundle {
	var out []bundle
	for o, to := range n.Branches {
		i := slices.IndexFunc(out, func(b bundle) bool { return b.to == to })
		if i < 0 {
			i = len(out)
			out = append(out, bundle{to: to})
		}
		out[i].options = append(out[i].options, o)
	}
	return out
}

// impossibleWord stands in the status column of [Diagram.CSV] for situations that cannot exist.
const impossibleWord = "impossible"

// CSV writes the cases of every route, the fallback last, as comma-separated values (RFC 4180, lines end in CRLF).
//
// The first line names the columns: route, each question in file order, status. A line is one case: a question's
// column holds the options of the case joined by |, and is empty where the case does not depend on the question or
// the question is not asked; status is hidden, excluded, possible, applies or, for situations that the rules declare
// impossible, that word.
func (d *Diagram) CSV() (string, source.Diagnostics) {
	var b strings.Builder
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	write := func(fields []string) {
		if err := w.Write(fields); err != nil {
			panic(err) // a strings.Builder takes everything
		}
	}
	write(append(append([]string{"route"}, d.Rules.questionIDs()...), "status"))
	var ds source.Diagnostics
	for _, r := range d.Rules.routesAndFallback() {
		ways, more := d.Ways(r)
		ds = append(ds, more...)
		for _, way := range ways {
			line := []string{r.ID}
			for i, q := range d.Rules.Questions {
				line = append(line, strings.Join(q.ids(way.Options[i]), "|"))
			}
			status := way.Status.String()
			if way.Impossible >= 0 {
				status = impossibleWord
			}
			write(append(line, status))
		}
	}
	w.Flush()
	if ds.HasErrors() {
		return "", ds
	}
	return b.String(), ds
}

// ids are the ids of some options.
func (q *Question) ids(options []int) []string {
	out := make([]string, len(options))
	for i, o := range options {
		out[i] = q.Options[o].Value
	}
	return out
}
