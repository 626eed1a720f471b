package pathway

import (
	"fmt"
	"sort"
	"strings"

	"boussole/generator/internal/source"
)

// DefaultLimit is how many steps a compilation may take, and its proofs after it. Rules that people can read need a
// hundredth of it.
const DefaultLimit = 1_000_000

// Diagram is a compiled rule set: for each route, criterion and ask-if a reduced ordered decision diagram, all in
// one store of nodes.
type Diagram struct {
	Rules *Ruleset
	// Nodes in an order in which branches come before the nodes that lead to them.
	Nodes []Node
	// Routes holds a diagram per route; its terminals are statuses, or void.
	Routes []Ref
	// Criteria holds a diagram per criterion; its terminals are truths, or void.
	Criteria []Ref
	// AskIf holds a diagram per question; its terminals are 0 and 1.
	AskIf []Ref
	// Handed holds, per route that hands answers over, a diagram per answer; its terminals are 0 and 1, or void.
	Handed map[*Route][]Ref

	// What the proofs go on working with: the store, and each diagram in it.
	space    *space
	askIf    []ref // settled, without void
	routes   []ref // settled, without void
	criteria []ref // settled, without void
	// Routes and criteria before they were settled: with the branch "not asked".
	raw, rawCriteria []ref

	handed     map[*Route][]ref // settled, without void
	impossible []ref            // settled, 1 where the entry is true
	void       ref              // settled, 0 where a situation can exist, else 1 + the index of the reason

	// masks holds, per node, the set of terminals below it.
	masks []mask
}

// Node tests a question; Branches holds one Ref per option.
type Node struct {
	Question int
	Branches []Ref
}

// Ref is a node's index in [Diagram.Nodes], or, when negative, the terminal ^Ref.
type Ref int

// IsTerminal reports whether r is a terminal.
func (r Ref) IsTerminal() bool { return r < 0 }

// Value is the terminal's value: a status, a truth, 0 or 1, or voidBase and more.
func (r Ref) Value() int { return int(^r) }

// voidBase is the first terminal value of a situation that cannot exist; voidBase+i is because of Impossible[i].
const voidBase = 4

// mask is a set of terminals: bit v for value v; every void is bit voidBase.
type mask uint8

const voidMask mask = 1 << voidBase

func maskOf(value int) mask { return 1 << min(value, voidBase) }

// Compile makes the diagram of the rules. Rules that would need more than limit steps are an error that names the
// questions which make the diagram grow; limit 0 is [DefaultLimit].
func Compile(rs *Ruleset, limit int) (*Diagram, source.Diagnostics) {
	if limit <= 0 {
		limit = DefaultLimit
	}
	d := &Diagram{Rules: rs, space: newSpace(rs.optionCounts())}
	if !d.space.within(limit, d.compile) {
		return nil, source.Diagnostics{tooLarge(rs, d.space, limit)}
	}
	return d, nil
}

func (d *Diagram) compile() {
	rs, sp := d.Rules, d.space
	d.askIf = compileAskIf(rs, sp)
	d.rawCriteria = make([]ref, len(rs.Criteria))
	for i, c := range rs.Criteria {
		d.rawCriteria[i] = compileCriterion(sp, c)
	}
	d.raw = make([]ref, len(rs.Routes))
	done := make([]bool, len(rs.Routes))
	for _, r := range rs.Routes {
		d.compileRoute(r, done)
	}
	d.compileVoid()
	for _, r := range d.raw {
		d.routes = append(d.routes, sp.settle(r, d.askIf))
	}
	for _, c := range d.rawCriteria {
		d.criteria = append(d.criteria, sp.settle(c, d.askIf))
	}
	d.compileHandOvers()
	d.export()
}

// compileAskIf returns, per question, when it is asked, already settled: a question is asked only where those it
// depends on are.
func compileAskIf(rs *Ruleset, sp *space) []ref {
	out := make([]ref, len(rs.Questions))
	for i, q := range rs.Questions {
		out[i] = terminal(1)
		if q.AskIf != nil {
			out[i] = sp.settle(q.AskIf.build(sp), out[:i])
		}
	}
	return out
}

func compileCriterion(sp *space, c *Criterion) ref {
	r := terminal(int(Fails))
	if c.Maybe != nil {
		r = sp.ite(c.Maybe.build(sp), terminal(int(Open)), r)
	}
	holds := c.When.build(sp)
	if c.IfAsked {
		none := terminal(1)
		c.visit(func(q *Question) { none = sp.combine(opAnd, none, Not{Asked{q}}.build(sp)) })
		holds = sp.combine(opOr, holds, none)
	}
	return sp.ite(holds, terminal(int(Holds)), r)
}

// compileRoute makes the route's diagram after those it yields to; unless has no cycle (Parse refuses it).
func (d *Diagram) compileRoute(r *Route, done []bool) {
	if done[r.Index] {
		return
	}
	for _, u := range r.Unless {
		d.compileRoute(u.Route, done)
	}
	d.raw[r.Index] = d.routeDiagram(r, d.rawCriteria, nil)
	done[r.Index] = true
}

// routeDiagram is the route's diagram without the unless that is skipped.
func (d *Diagram) routeDiagram(r *Route, criteria []ref, skip *Unless) ref {
	sp := d.space
	status := terminal(int(Applies))
	if r.AtMost {
		status = terminal(int(Possible))
	}
	for _, n := range r.Needs {
		status = sp.combine(opNeed, status, criteria[n.Index])
	}
	for i := range r.Unless {
		if u := &r.Unless[i]; u != skip {
			status = sp.combine(opUnless, status, d.raw[u.Index])
		}
	}
	if r.Gate != nil {
		status = sp.ite(r.Gate.build(sp), status, terminal(int(Hidden)))
	}
	return status
}

// compileVoid makes the diagrams of the impossible situations, and of the first of them to be true.
func (d *Diagram) compileVoid() {
	for _, im := range d.Rules.Impossible {
		d.impossible = append(d.impossible, d.space.settle(im.When.build(d.space), d.askIf))
	}
	d.void = terminal(0)
	for i := len(d.impossible) - 1; i >= 0; i-- {
		d.void = d.space.ite(d.impossible[i], terminal(1+i), d.void)
	}
}

// withVoid is r with the situations that cannot exist as terminals of their own.
func (d *Diagram) withVoid(r ref) ref {
	for i := range d.Rules.Impossible {
		r = d.space.ite(d.space.is(d.void, 1+i), terminal(voidBase+i), r)
	}
	return r
}

// export copies what can be reached into Nodes, branches first.
func (d *Diagram) export() {
	index := map[ref]Ref{}
	for _, r := range d.routes {
		d.Routes = append(d.Routes, d.exportRef(d.withVoid(r), index))
	}
	for _, r := range d.criteria {
		d.Criteria = append(d.Criteria, d.exportRef(d.withVoid(r), index))
	}
	for _, r := range d.askIf {
		d.AskIf = append(d.AskIf, d.exportRef(r, index))
	}
	for _, r := range d.Rules.handing() {
		for _, h := range d.handed[r] {
			d.Handed[r] = append(d.Handed[r], d.exportRef(d.withVoid(h), index))
		}
	}
}

func (d *Diagram) exportRef(r ref, index map[ref]Ref) Ref {
	if r.isTerminal() {
		return Ref(r)
	}
	if out, ok := index[r]; ok {
		return out
	}
	level := d.space.levelOf(r)
	n := Node{Question: level, Branches: make([]Ref, d.space.options[level])}
	below := mask(0)
	for i := range n.Branches {
		n.Branches[i] = d.exportRef(d.space.kid(r, level, i), index)
		below |= d.maskAt(n.Branches[i])
	}
	out := Ref(len(d.Nodes))
	d.Nodes = append(d.Nodes, n)
	d.masks = append(d.masks, below)
	index[r] = out
	return out
}

func (d *Diagram) maskAt(r Ref) mask {
	if r.IsTerminal() {
		return maskOf(r.Value())
	}
	return d.masks[r]
}

// tooLarge names the questions at which most nodes stand.
func tooLarge(rs *Ruleset, sp *space, limit int) source.Diagnostic {
	first, names := mostly(rs, nodesPerLevel(sp, 0), "nodes")
	return source.Diagnostic{
		Pos:     first.Pos,
		Message: fmt.Sprintf("the rules are too entangled to be proved within %d steps; the diagram grows at %s", limit, names),
		Hint:    untangle,
	}
}

const untangle = "put questions that are used together next to each other, or let fewer routes depend on the same questions"

// nodesPerLevel counts the nodes made since there were so many.
func nodesPerLevel(sp *space, since int) []int {
	count := make([]int, len(sp.options))
	for _, l := range sp.level[since:] {
		count[l]++
	}
	return count
}

// mostly names the questions, at most five, that count most, and returns the first of them.
func mostly(rs *Ruleset, count []int, what string) (first *Question, names string) {
	order := make([]int, len(count))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(i, j int) bool { return count[order[i]] > count[order[j]] })
	var list []string
	for _, i := range order[:min(5, len(order))] {
		if count[i] > 0 || len(list) == 0 {
			list = append(list, fmt.Sprintf("%s (%d %s)", rs.Questions[i].ID, count[i], what))
		}
	}
	return rs.Questions[order[0]], strings.Join(list, ", ")
}
