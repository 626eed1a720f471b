package pathway

import (
	"fmt"
	"slices"
)

// This file says why, why not and what decides, from the diagrams alone. static/js/reasons.js does the same on the
// same data; what is changed here is changed there.

// Sufficient returns a smallest set of the situation's answers that is enough for the route's status: whatever the
// other answers are, a route that applies goes on to apply, and one that is excluded or hidden goes on to be either.
// For a route that is possible it is nil: no set of answers settles it.
func (d *Diagram) Sufficient(r *Route, s Situation) Situation {
	s = d.relevant(s)
	var allowed mask
	switch d.view(s).walk(d.Routes[r.Index]).all.status() {
	case Applies:
		allowed = maskOf(int(Applies))
	case Excluded, Hidden:
		allowed = maskOf(int(Excluded)) | maskOf(int(Hidden))
	default:
		return nil
	}
	f := &sufficient{d: d, s: s, allowed: allowed | voidMask, memo: map[string]choice{}}
	out := d.Rules.NewSituation()
	for state := f.reduce([]Ref{d.Routes[r.Index]}); len(state) > 0; {
		c := f.best(state)
		q := f.question(state)
		if c.keep {
			out[q] = s[q]
		}
		state = f.after(state, q, c.keep)
	}
	return out
}

// sufficient searches for a smallest set of answers: a state is the set of nodes that must all lead to allowed
// terminals; at the first question among them an answer is kept, which costs one, or dropped, and then every branch
// must do.
type sufficient struct {
	d       *Diagram
	s       Situation
	allowed mask
	memo    map[string]choice
}

type choice struct {
	cost int // never: impossible
	keep bool
}

const never = 1 << 30

// reduce drops what is settled from a state and sorts it; nil in it means that the state has failed.
func (f *sufficient) reduce(state []Ref) []Ref {
	out := make([]Ref, 0, len(state))
	for _, r := range state {
		m := f.d.maskAt(r)
		switch {
		case m&^f.allowed == 0:
		case r.IsTerminal() || m&f.allowed == 0:
			return []Ref{^Ref(0), ^Ref(0)} // no answer helps
		default:
			out = append(out, r)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (f *sufficient) failed(state []Ref) bool { return len(state) > 0 && state[0].IsTerminal() }

// question is the first question of a state.
func (f *sufficient) question(state []Ref) int {
	first := len(f.s)
	for _, r := range state {
		first = min(first, f.d.Nodes[r].Question)
	}
	return first
}

// after is the state when the answer to q is kept, or dropped.
func (f *sufficient) after(state []Ref, q int, keep bool) []Ref {
	var out []Ref
	for _, r := range state {
		n := f.d.Nodes[r]
		switch {
		case n.Question != q:
			out = append(out, r)
		case keep:
			out = append(out, n.Branches[f.s[q]])
		default:
			out = append(out, n.Branches...)
		}
	}
	return f.reduce(out)
}

func (f *sufficient) best(state []Ref) choice {
	if len(state) == 0 {
		return choice{}
	}
	if f.failed(state) {
		return choice{cost: never}
	}
	key := fmt.Sprint(state)
	if c, ok := f.memo[key]; ok {
		return c
	}
	q := f.question(state)
	c := choice{cost: f.best(f.after(state, q, false)).cost}
	if f.s[q] >= 0 {
		if kept := f.best(f.after(state, q, true)).cost + 1; kept < c.cost {
			c = choice{kept, true}
		}
	}
	f.memo[key] = c
	return c
}

// Change is an answer that would have to be another one.
type Change struct {
	Question *Question
	Option   int // what it would have to be
}

// Changes returns the fewest answers of the situation that would have to differ for the route to apply, or, where
// it never applies, to be possible; answers that are missing or unknown may turn out as they like. It is empty when
// none has to differ, and nil when nothing helps.
func (d *Diagram) Changes(r *Route, s Situation) []Change {
	s = d.relevant(s)
	goal := Applies
	if d.maskAt(d.Routes[r.Index])&maskOf(int(Applies)) == 0 {
		goal = Possible
	}
	cost := map[Ref]int{}
	var least func(r Ref) int
	least = func(r Ref) int {
		if r.IsTerminal() {
			if r.Value() == int(goal) {
				return 0
			}
			return never
		}
		if c, ok := cost[r]; ok {
			return c
		}
		best := never
		for o, b := range d.Nodes[r].Branches {
			best = min(best, least(b)+d.step(r, o, s))
		}
		cost[r] = best
		return best
	}
	at := d.Routes[r.Index]
	if least(at) >= never {
		return nil
	}
	out := []Change{}
	for !at.IsTerminal() {
		n := d.Nodes[at]
		for _, o := range d.preferred(n, s) {
			if least(n.Branches[o])+d.step(at, o, s) == least(at) {
				if d.step(at, o, s) == 1 {
					out = append(out, Change{d.Rules.Questions[n.Question], o})
				}
				at = n.Branches[o]
				break
			}
		}
	}
	return out
}

// step is what taking an option costs: one where it differs from the answer that was given.
func (d *Diagram) step(r Ref, option int, s Situation) int {
	if a := s[d.Nodes[r].Question]; a >= 0 && a != option {
		return 1
	}
	return 0
}

// preferred are the options of a node, the one that was given first.
func (d *Diagram) preferred(n Node, s Situation) []int {
	var out []int
	if a := s[n.Question]; a >= 0 {
		out = append(out, a)
	}
	for o := range n.Branches {
		if o != s[n.Question] {
			out = append(out, o)
		}
	}
	return out
}

// Deciding returns the questions, missing or unknown, on which the route's status still depends, in file order.
func (d *Diagram) Deciding(r *Route, s Situation) []*Question {
	s = d.relevant(s)
	v := d.view(s)
	open := make([]bool, len(s))
	seen := map[Ref]bool{}
	var follow func(r Ref)
	follow = func(r Ref) {
		if m := v.maskAt(r) &^ voidMask; r.IsTerminal() || seen[r] || m&(m-1) == 0 {
			return
		}
		seen[r] = true
		n := v.nodes[r]
		open[n.Question] = true
		for _, b := range n.Branches {
			follow(b)
		}
	}
	follow(v.restrict(d.Routes[r.Index]))
	var out []*Question
	for i, q := range d.Rules.Questions {
		if open[i] {
			out = append(out, q)
		}
	}
	return out
}

// String writes the change as question=option.
func (c Change) String() string {
	return c.Question.ID + "=" + c.Question.Options[c.Option].Value
}
