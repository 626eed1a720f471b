package pathway

import (
	"fmt"

	"boussole/generator/internal/source"
)

// Prove returns what the rules get wrong, each with a situation that shows it and the places concerned:
//
//  1. no situation is left without an applying or possible route, unless otherwise is declared;
//  2. no two routes of an exclusive group apply together;
//  3. every route applies or is possible somewhere; every unless, gate, ask-if, maybe and impossible has an effect;
//  4. every criterion of a route changes something, else it is redundant (a warning);
//  5. every question that does not only choose wording changes some result (a warning); options that nothing tells
//     apart are pointed out (a note);
//
// What is proved of what routes hand over to other pathways stands in handover_prove.go.
//
// Situations are told by ids and, when words are given, in words. A situation that shows a fault fixes the fewest
// answers that do: whatever the others are, the fault is there.
//
// That every scenario holds is [Diagram.Check]; that every page, source and word exists is for those who know them.
func (d *Diagram) Prove(w *Words) (ds source.Diagnostics) {
	sp := d.space
	limit := sp.limit
	sp.limit = sp.steps + DefaultLimit
	defer func() {
		sp.limit = limit
		if r := recover(); r != nil {
			t, large := r.(tooManySteps)
			if !large {
				panic(r)
			}
			ds = append(ds, tooLarge(d.Rules, t.sp))
		}
	}()
	p := &prover{d: d, sp: sp, words: w}
	p.complete()
	p.exclusive()
	p.reachable()
	p.effects()
	p.redundant()
	p.questions()
	p.handOvers()
	return p.ds
}

type prover struct {
	d     *Diagram
	sp    *space
	words *Words
	ds    source.Diagnostics
}

// say tells a situation by ids, and in words when there are some.
func (p *prover) say(s Situation) string {
	text := p.d.Rules.Describe(s)
	if p.words == nil {
		return text
	}
	if words := p.words.Describe(p.d.Rules, s); words != "" {
		text += " (" + words + ")"
	}
	return text
}

func (p *prover) complete() {
	none := p.d.nothing()
	if none == terminal(0) {
		if o := p.d.Rules.Otherwise; o != nil {
			p.ds.Add(source.Diagnostic{Pos: o.Pos, Severity: source.Warning, Message: fmt.Sprintf("the fallback route %q is never shown: every situation has a route", o.ID)})
		}
		return
	}
	if p.d.Rules.Otherwise != nil {
		return
	}
	s := p.d.witness(none)
	pos := p.d.Rules.Routes[0].Pos
	for i, a := range s {
		if a >= 0 {
			pos = p.d.Rules.Questions[i].Options[a].Pos
		}
	}
	p.ds.Add(source.Diagnostic{
		Pos:     pos,
		Message: "these answers lead to no route: " + p.say(s),
		Hint:    "add a route for them, or declare a fallback route with otherwise",
	})
}

func (p *prover) exclusive() {
	for _, g := range p.d.Rules.Exclusive {
		for i, a := range g.Routes {
			for _, b := range g.Routes[i+1:] {
				both := p.sp.combine(opAnd, p.applies(a), p.applies(b))
				if both == terminal(0) {
					continue
				}
				p.ds.Add(source.Diagnostic{
					Pos:     g.Pos,
					Message: fmt.Sprintf("routes %q and %q are declared exclusive but both apply with %s", a.ID, b.ID, p.say(p.d.witness(both))),
					Hint:    "let one of them need what the other lacks, or yield to the other with unless",
					Related: []source.Related{{Pos: a.Pos, Message: "route " + a.ID}, {Pos: b.Pos, Message: "route " + b.ID}},
				})
			}
		}
	}
}

// exists is r where the situation can exist, and 0 elsewhere.
func (p *prover) exists(r ref) ref { return p.sp.combine(opAnd, r, p.sp.is(p.d.void, 0)) }

func (p *prover) applies(r *Route) ref {
	return p.exists(p.sp.is(p.d.routes[r.Index], int(Applies)))
}

func (p *prover) reachable() {
	for _, r := range p.d.Rules.Routes {
		possible := p.exists(p.sp.is(p.d.routes[r.Index], int(Possible)))
		if p.applies(r) == terminal(0) && possible == terminal(0) {
			p.ds.Add(source.Diagnostic{Pos: r.Pos, Message: fmt.Sprintf("route %q never applies and is never possible", r.ID), Hint: p.whyNever(r)})
		}
	}
}

// whyNever names the first condition after which nothing is left of the route.
func (p *prover) whyNever(r *Route) string {
	left := p.sp.is(p.d.void, 0)
	if r.Gate != nil {
		left = p.sp.combine(opAnd, left, p.sp.settle(r.Gate.build(p.sp), p.d.askIf))
		if left == terminal(0) {
			return "its gate is never true"
		}
	}
	for _, n := range r.Needs {
		left = p.sp.combine(opAnd, left, p.sp.ite(p.sp.is(p.d.criteria[n.Index], int(Fails)), terminal(0), terminal(1)))
		if left == terminal(0) {
			return fmt.Sprintf("criterion %q cannot hold together with what the route needs before it", n.ID)
		}
	}
	for _, u := range r.Unless {
		left = p.sp.combine(opAnd, left, p.sp.ite(p.applies(u.Route), terminal(0), terminal(1)))
		if left == terminal(0) {
			return fmt.Sprintf("it yields to %q wherever it could apply", u.ID)
		}
	}
	return ""
}

func (p *prover) effects() {
	rs := p.d.Rules
	for i, q := range rs.Questions {
		if q.AskIf == nil {
			continue
		}
		switch p.exists(p.d.askIf[i]) {
		case terminal(0):
			p.ds.Errorf(q.Pos, "question %q is never asked: its ask-if is never true", q.ID)
		case p.sp.is(p.d.void, 0):
			p.ds.Add(source.Diagnostic{Pos: q.Pos, Message: fmt.Sprintf("the ask-if of question %q has no effect: it is always true", q.ID), Hint: "leave it out"})
		}
	}
	for _, r := range rs.Routes {
		if r.Gate != nil && p.exists(p.sp.settle(r.Gate.build(p.sp), p.d.askIf)) == p.sp.is(p.d.void, 0) {
			p.ds.Add(source.Diagnostic{Pos: r.Pos, Message: fmt.Sprintf("the gate of route %q has no effect: it is always true", r.ID), Hint: "leave it out"})
		}
		p.unless(r)
	}
	p.maybe()
	void := terminal(0)
	for i, im := range rs.Impossible {
		here := p.sp.settle(im.When.build(p.sp), p.d.askIf)
		if p.sp.ite(void, terminal(0), here) == terminal(0) {
			p.ds.Errorf(im.Pos, "this impossible situation has no effect: no answers lead to it that entry %d does not already exclude", i)
		}
		void = p.sp.combine(opOr, void, here)
	}
	if void == terminal(1) && len(rs.Impossible) > 0 {
		p.ds.Errorf(rs.Impossible[0].Pos, "every situation is declared impossible")
	}
}

// same reports whether two settled diagrams agree wherever a situation can exist.
func (p *prover) same(a, b ref) bool { return p.d.withVoid(a) == p.d.withVoid(b) }

func (p *prover) unless(r *Route) {
	if len(r.Unless) == 0 {
		return
	}
	raw := p.rawCriteria(nil)
	for i := range r.Unless {
		u := &r.Unless[i]
		without := p.sp.settle(p.d.routeDiagram(r, raw, u), p.d.askIf)
		if p.same(without, p.d.routes[r.Index]) {
			p.ds.Add(source.Diagnostic{Pos: u.Pos, Message: fmt.Sprintf("unless %q has no effect: route %q never meets it", u.ID, r.ID), Hint: "leave it out"})
		}
	}
}

// rawCriteria are the criteria's diagrams before they are settled, one of them without its maybe.
func (p *prover) rawCriteria(without *Criterion) []ref {
	raw := make([]ref, len(p.d.Rules.Criteria))
	for i, c := range p.d.Rules.Criteria {
		if c == without {
			plain := *c
			plain.Maybe = nil
			c = &plain
		}
		raw[i] = compileCriterion(p.sp, c)
	}
	return raw
}

func (p *prover) maybe() {
	for _, c := range p.d.Rules.Criteria {
		if c.Maybe == nil {
			continue
		}
		raw, changed, used := p.rawCriteria(c), false, false
		for _, r := range p.d.Rules.Routes {
			for _, n := range r.Needs {
				if n.Criterion == c {
					used = true
					changed = changed || !p.same(p.sp.settle(p.d.routeDiagram(r, raw, nil), p.d.askIf), p.d.routes[r.Index])
				}
			}
		}
		if used && !changed {
			p.ds.Add(source.Diagnostic{Pos: c.Pos, Message: fmt.Sprintf("the maybe of criterion %q has no effect on any route", c.ID), Hint: "leave it out"})
		}
	}
}

// redundant reports criteria without which a route is the same everywhere.
func (p *prover) redundant() {
	raw := p.rawCriteria(nil)
	for _, r := range p.d.Rules.Routes {
		for i, n := range r.Needs {
			without := *r
			without.Needs = append(append([]Need(nil), r.Needs[:i]...), r.Needs[i+1:]...)
			if p.same(p.sp.settle(p.d.routeDiagram(&without, raw, nil), p.d.askIf), p.d.routes[r.Index]) {
				p.ds.Add(source.Diagnostic{
					Pos: n.Pos, Severity: source.Warning,
					Message: fmt.Sprintf("the criterion %q changes nothing for route %q: what the route needs besides already implies it", n.ID, r.ID),
					Hint:    "leave it out, or keep it for its words",
					Related: []source.Related{{Pos: n.Criterion.Pos, Message: "criterion " + n.ID}},
				})
			}
		}
	}
}

// questions reports questions that change no result, and options that nothing tells apart.
func (p *prover) questions() {
	used := make([]bool, len(p.d.Rules.Questions))
	apart := make([]map[[2]int]bool, len(p.d.Rules.Questions)) // pairs of options that some node tells apart
	for i := range apart {
		apart[i] = map[[2]int]bool{}
	}
	seen := make([]bool, len(p.d.Nodes))
	var visit func(r Ref)
	visit = func(r Ref) {
		if r.IsTerminal() || seen[r] {
			return
		}
		seen[r] = true
		n := p.d.Nodes[r]
		used[n.Question] = true
		for a := range n.Branches {
			visit(n.Branches[a])
			for b := range a {
				if n.Branches[a] != n.Branches[b] {
					apart[n.Question][[2]int{b, a}] = true
				}
			}
		}
	}
	for _, r := range p.d.Routes {
		visit(r)
	}
	for i, q := range p.d.Rules.Questions {
		switch {
		case q.WordsOnly:
		case !used[i]:
			p.ds.Add(source.Diagnostic{Pos: q.Pos, Severity: source.Warning, Message: fmt.Sprintf("no result depends on the question %q", q.ID), Hint: "leave it out, or write words-only: true if it chooses wording"})
		default:
			p.indistinct(q, apart[i])
		}
	}
}

// indistinct points out options of a question that lead to the same everywhere, each once.
func (p *prover) indistinct(q *Question, apart map[[2]int]bool) {
	for b := 1; b < len(q.Options); b++ {
		for a := range b {
			if !apart[[2]int{a, b}] {
				p.ds.Add(source.Diagnostic{Pos: q.Options[b].Pos, Severity: source.Note, Message: fmt.Sprintf("the option %q of %q leads to the same as %q everywhere", q.Options[b].Value, q.ID, q.Options[a].Value)})
				break
			}
		}
	}
}
