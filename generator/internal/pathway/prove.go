package pathway

import (
	"fmt"
	"slices"

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
// answers that do: whatever the others are, the fault is there. Where it was searched for (see [prover.find]) it is
// one from which no answer can be left out; another one may be shorter.
//
// A proof that takes too many steps is an error that names it and the questions responsible; the others go on.
//
// That every scenario holds is [Diagram.Check]; that every page, source and word exists is for those who know them.
func (d *Diagram) Prove(w *Words) source.Diagnostics { return d.prove(w, unionLimit) }

// unionLimit is how many steps the conjunction of several diagrams may take before a situation is searched for
// without it.
const unionLimit = DefaultLimit / 8

func (d *Diagram) prove(w *Words, unionLimit int) source.Diagnostics {
	p := &prover{d: d, sp: d.space, words: w, union: unionLimit}
	p.proof("that every situation has a route", p.complete)
	p.proof("that exclusive routes never apply together", p.exclusive)
	p.proof("that every route applies or is possible somewhere", p.reachable)
	p.proof("that every ask-if, gate, unless, maybe and impossible has an effect", p.effects)
	p.proof("that every criterion changes something", p.redundant)
	p.questions()
	p.proof("that every hand-over has an effect", p.handOvers)
	return p.ds
}

type prover struct {
	d     *Diagram
	sp    *space
	words *Words
	ds    source.Diagnostics
	// union is how many steps a conjunction may take; where one takes more, the next may take half as many.
	union int
	// search is the one under way or the last one, nil when the present proof has needed none.
	search *searcher
}

// proof carries out a proof within a limit of steps of its own.
func (p *prover) proof(what string, prove func()) {
	p.search = nil
	nodes := len(p.sp.level)
	if p.sp.within(DefaultLimit, prove) {
		return
	}
	count, unit, how := nodesPerLevel(p.sp, nodes), "nodes", "the diagram grows at"
	if p.search != nil {
		count, unit, how = p.search.turns, "times", "the search turns most at"
	}
	first, names := mostly(p.d.Rules, count, unit)
	p.ds.Add(source.Diagnostic{
		Pos:     first.Pos,
		Message: fmt.Sprintf("the rules are too entangled to prove %s within %d steps; %s %s", what, DefaultLimit, how, names),
		Hint:    untangle,
	})
}

// find returns a situation that meets all demands whatever the answers are that it leaves open, and whether there is
// one. It is read off the conjunction of the diagrams where that can be built within p.union steps, and is then a
// shortest one. Elsewhere it is searched for and answers are left out, first to last, as long as it stays one.
// Either way the second result is exact.
func (p *prover) find(demands ...demand) (Situation, bool) {
	if both, ok := p.conjunction(demands); ok {
		if both == terminal(0) {
			return nil, false
		}
		return p.d.witness(both), true
	}
	return p.searchFor(demands)
}

// somewhere reports whether a situation that can exist meets the demands: find without the situation.
func (p *prover) somewhere(demands ...demand) bool { return p.met(append(demands, p.exists())...) }

// met reports whether an answer to every question meets the demands.
func (p *prover) met(demands ...demand) bool {
	both, ok := p.conjunction(demands)
	if !ok {
		_, found := p.searchFor(demands)
		return found
	}
	return both != terminal(0)
}

// conjunction is 1 where all demands are met; false when it would take too many steps.
func (p *prover) conjunction(demands []demand) (both ref, ok bool) {
	ok = p.sp.within(p.union, func() {
		both = terminal(1)
		for _, w := range demands {
			both = p.sp.combine(opAnd, both, p.sp.in(w.ref, w.want))
		}
	})
	if !ok {
		p.union /= 2
	}
	return both, ok
}

func (p *prover) searchFor(demands []demand) (Situation, bool) {
	if p.search == nil {
		p.search = newSearcher(p.sp)
	}
	found, ok := p.search.solve(demands)
	if !ok {
		return nil, false
	}
	s := p.d.Rules.NewSituation()
	for _, a := range found {
		s[a.level] = a.option
	}
	p.d.shorten(s, demands)
	return s, true
}

// unavailable is what a route is that neither applies nor is possible; available is the contrary.
const (
	unavailable mask = 1<<Hidden | 1<<Excluded
	available   mask = 1<<Possible | 1<<Applies
	no, yes     mask = 1 << 0, 1 << 1 // the terminals of conditions
)

// exists demands a situation that can exist.
func (p *prover) exists() demand { return demand{p.d.void, 1 << 0} }

func (p *prover) is(r *Route, want mask) demand { return demand{p.d.routes[r.Index], want} }

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
	s, ok := p.find(p.nothing()...)
	if o := p.d.Rules.Otherwise; o != nil {
		if !ok {
			p.ds.Add(source.Diagnostic{Pos: o.Pos, Severity: source.Warning, Message: fmt.Sprintf("the fallback route %q is never shown: every situation has a route", o.ID)})
		}
		return
	}
	if !ok {
		return
	}
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
				s, ok := p.find(p.exists(), p.is(a, 1<<Applies), p.is(b, 1<<Applies))
				if !ok {
					continue
				}
				p.ds.Add(source.Diagnostic{
					Pos:     g.Pos,
					Message: fmt.Sprintf("routes %q and %q are declared exclusive but both apply with %s", a.ID, b.ID, p.say(s)),
					Hint:    "let one of them need what the other lacks, or yield to the other with unless",
					Related: []source.Related{{Pos: a.Pos, Message: "route " + a.ID}, {Pos: b.Pos, Message: "route " + b.ID}},
				})
			}
		}
	}
}

// nothing demands that no route applies and none is possible.
func (p *prover) nothing() []demand {
	demands := []demand{p.exists()}
	for _, r := range p.d.Rules.Routes {
		demands = append(demands, p.is(r, unavailable))
	}
	return demands
}

func (p *prover) reachable() {
	for _, r := range p.d.Rules.Routes {
		if !p.somewhere(p.is(r, available)) {
			p.ds.Add(source.Diagnostic{Pos: r.Pos, Message: fmt.Sprintf("route %q never applies and is never possible", r.ID), Hint: p.whyNever(r)})
		}
	}
}

// settled is a condition of the rules as a settled diagram.
func (p *prover) settled(c Condition) ref { return p.sp.settle(c.build(p.sp), p.d.askIf) }

// whyNever names the first condition after which nothing is left of the route.
func (p *prover) whyNever(r *Route) string {
	var demands []demand
	left := func(w demand) bool {
		demands = append(demands, w)
		return p.somewhere(demands...)
	}
	if r.Gate != nil && !left(demand{p.settled(r.Gate), yes}) {
		return "its gate is never true"
	}
	for _, n := range r.Needs {
		if !left(demand{p.d.criteria[n.Index], 1<<Open | 1<<Holds}) {
			return fmt.Sprintf("criterion %q cannot hold together with what the route needs before it", n.ID)
		}
	}
	for _, u := range r.Unless {
		if !left(p.is(u.Route, unavailable|1<<Possible)) {
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
		asked := p.d.askIf[i]
		switch {
		case !p.somewhere(demand{asked, yes}):
			p.ds.Errorf(q.Pos, "question %q is never asked: its ask-if is never true", q.ID)
		case !p.somewhere(demand{asked, no}):
			p.ds.Add(source.Diagnostic{Pos: q.Pos, Message: fmt.Sprintf("the ask-if of question %q has no effect: it is always true", q.ID), Hint: "leave it out"})
		}
	}
	for _, r := range rs.Routes {
		if r.Gate != nil && !p.somewhere(demand{p.settled(r.Gate), no}) {
			p.ds.Add(source.Diagnostic{Pos: r.Pos, Message: fmt.Sprintf("the gate of route %q has no effect: it is always true", r.ID), Hint: "leave it out"})
		}
		p.unless(r)
	}
	p.maybe()
	p.impossible()
}

// impossible reports entries that exclude nothing that those before them do not.
func (p *prover) impossible() {
	var before []demand
	for i, im := range p.d.Rules.Impossible {
		here := p.d.impossible[i]
		if !p.met(append(before, demand{here, yes})...) {
			already := ""
			if i > 0 {
				already = " that those above do not exclude"
			}
			p.ds.Errorf(im.Pos, "this impossible situation has no effect: no answers lead to it%s", already)
		}
		before = append(before, demand{here, no})
	}
	if len(before) > 0 && p.d.void != terminal(0) && !p.somewhere() {
		p.ds.Errorf(p.d.Rules.Impossible[0].Pos, "every situation is declared impossible")
	}
}

// same reports whether two settled diagrams agree wherever a situation can exist.
func (p *prover) same(a, b ref) bool {
	return a == b || !p.somewhere(demand{p.sp.combine(opDiffer, a, b), yes})
}

func (p *prover) unless(r *Route) {
	for i := range r.Unless {
		u := &r.Unless[i]
		without := p.sp.settle(p.d.routeDiagram(r, p.d.rawCriteria, u), p.d.askIf)
		if p.same(without, p.d.routes[r.Index]) {
			p.ds.Add(source.Diagnostic{Pos: u.Pos, Message: fmt.Sprintf("unless %q has no effect: route %q never meets it", u.ID, r.ID), Hint: "leave it out"})
		}
	}
}

func (p *prover) maybe() {
	for _, c := range p.d.Rules.Criteria {
		if c.Maybe == nil {
			continue
		}
		plain := *c
		plain.Maybe = nil
		raw, changed, used := slices.Clone(p.d.rawCriteria), false, false
		raw[c.Index] = compileCriterion(p.sp, &plain)
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
	for _, r := range p.d.Rules.Routes {
		for i, n := range r.Needs {
			without := *r
			without.Needs = append(append([]Need(nil), r.Needs[:i]...), r.Needs[i+1:]...)
			if p.same(p.sp.settle(p.d.routeDiagram(&without, p.d.rawCriteria, nil), p.d.askIf), p.d.routes[r.Index]) {
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
