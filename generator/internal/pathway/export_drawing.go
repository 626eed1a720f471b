package pathway

import (
	"fmt"
	"slices"
	"strings"
)

// Drawing is a diagram in a language that draws, such as Mermaid.
type Drawing struct {
	// Title says what is drawn: the pathway's name, or a route's in words. It is plain text.
	Title string
	Text  string
}

// A drawing shows questions as steps, options as arrows, several options that lead to the same place on one arrow,
// and results as ends. Marks that need no language say what an end is:
//
//	✓ Name    the route applies
//	? Name    it is possible
//	✗         the drawing's one route is excluded
//	–         it is not mentioned
//	∅ Words   such a situation cannot exist, and why
//	⇒ other   below a route: its page asks the pathway other, and gives it answers
//
// The drawing of all routes at once lists at each end those that apply and those that are possible, or the fallback.
// Steps that would only tell an excluded route from one that is not mentioned are left out of it. Words are those
// of one language; without any, ids stand in their place.
const (
	markApplies    = "✓"
	markPossible   = "?"
	markExcluded   = "✗"
	markHidden     = "–"
	markImpossible = "∅"
	markHandsOver  = "⇒"
)

// graph is a drawing before it is written: its steps and ends in the order in which they are met from the top, each
// once.
type graph struct {
	title string
	parts []part
	edges int
}

// part is a step or an end of a graph; its index is its name.
type part struct {
	lines  []string // the label, never empty
	end    bool
	arrows []arrow
}

type arrow struct {
	labels []string // one per option, never empty
	to     int
}

// labels names things in words, or by ids where there are none.
type labels struct {
	rs *Ruleset
	w  *Words
}

func (l labels) text(id, without string) string {
	if l.w != nil {
		if t := strings.Join(strings.Fields(l.w.Text(id)), " "); t != "" {
			return t
		}
	}
	return without
}

func (l labels) question(q *Question) string { return l.text("question."+q.ID+".ask", q.ID) }
func (l labels) route(r *Route) string       { return l.text("route."+r.ID+".name", r.ID) }

func (l labels) option(q *Question, o int) string {
	id := q.Options[o].Value
	return l.text("question."+q.ID+".option."+id, id)
}

func (l labels) impossible(i int) string {
	reason := l.rs.Impossible[i].Reason.Value
	return markImpossible + " " + l.text("impossible."+reason, reason)
}

// status is what stands at an end of the drawing of one route.
func (l labels) status(r *Route, value int) []string {
	if value >= voidBase {
		return []string{l.impossible(value - voidBase)}
	}
	switch Status(value) {
	case Applies:
		return l.shown(markApplies, r)
	case Possible:
		return l.shown(markPossible, r)
	case Excluded:
		return []string{markExcluded}
	}
	return []string{markHidden}
}

// shown is a route that applies or is possible, and where it goes on.
func (l labels) shown(mark string, r *Route) []string {
	lines := []string{mark + " " + l.route(r)}
	if r.HandsOver != nil {
		lines = append(lines, markHandsOver+" "+r.HandsOver.To.Value)
	}
	return lines
}

// row is what stands at an end of the drawing of all routes.
func (l labels) row(row Row) []string {
	if row.Contradiction >= 0 {
		return []string{l.impossible(row.Contradiction)}
	}
	var lines []string
	for _, want := range []Status{Applies, Possible} {
		for i, s := range row.Status {
			if s == want {
				lines = append(lines, l.status(l.rs.Routes[i], int(s))...)
			}
		}
	}
	switch o := l.rs.Otherwise; {
	case len(lines) > 0:
	case o != nil:
		lines = l.shown(markApplies, o)
	default:
		lines = []string{markHidden}
	}
	return lines
}

// graphs returns one graph of all routes when it has at most most edges, else one per route, in file order.
func (d *Diagram) graphs(w *Words, most int) []graph {
	l := labels{d.Rules, w}
	if j, ok := d.Joint(); ok {
		g := l.graph(d.Rules.Name, tree{j.Nodes, j.Root}, func(value int) []string { return l.row(j.Rows[value]) })
		if g.edges <= most {
			return []graph{g}
		}
	}
	var out []graph
	for _, r := range d.Rules.routesAndFallback() {
		if t, ok := d.tree(r); ok {
			out = append(out, l.graph(l.route(r), t, func(value int) []string { return l.status(r, value) }))
		}
	}
	return out
}

// graph draws a tree whose terminals have the labels that end gives them; terminals with equal labels are one end,
// and a step whose arrows all lead to one place is none.
func (l labels) graph(title string, t tree, end func(value int) []string) graph {
	g := graph{title: title}
	small, ends := t.merge(end)
	index := map[Ref]int{}
	var visit func(r Ref) int
	visit = func(r Ref) int {
		if i, ok := index[r]; ok {
			return i
		}
		i := len(g.parts)
		index[r] = i
		if r.IsTerminal() {
			g.parts = append(g.parts, part{lines: ends[r.Value()], end: true})
			return i
		}
		n := small.nodes[r]
		q := l.rs.Questions[n.Question]
		g.parts = append(g.parts, part{lines: []string{l.question(q)}})
		for _, b := range n.bundles() {
			a := arrow{to: visit(b.to)}
			for _, o := range b.options {
				a.labels = append(a.labels, l.option(q, o))
			}
			g.parts[i].arrows = append(g.parts[i].arrows, a)
			g.edges++
		}
		return i
	}
	visit(small.root)
	return g
}

// merge is the tree whose terminals are numbered by their labels, reduced again, and those labels.
func (t tree) merge(end func(value int) []string) (tree, [][]string) {
	var out tree
	var ends [][]string
	byLabel, byNode := map[string]Ref{}, map[string]Ref{}
	made := make([]Ref, len(t.nodes))
	at := func(r Ref) Ref {
		if !r.IsTerminal() {
			return made[r]
		}
		lines := end(r.Value())
		key := strings.Join(lines, "\n")
		to, ok := byLabel[key]
		if !ok {
			to = ^Ref(len(ends))
			byLabel[key] = to
			ends = append(ends, lines)
		}
		return to
	}
	for i, n := range t.nodes {
		branches := make([]Ref, len(n.Branches))
		for o, b := range n.Branches {
			branches[o] = at(b)
		}
		if len(slices.Compact(slices.Clone(branches))) == 1 {
			made[i] = branches[0]
			continue
		}
		key := fmt.Sprint(n.Question, branches)
		to, ok := byNode[key]
		if !ok {
			to = Ref(len(out.nodes))
			byNode[key] = to
			out.nodes = append(out.nodes, Node{n.Question, branches})
		}
		made[i] = to
	}
	out.root = at(t.root)
	return out, ends
}
