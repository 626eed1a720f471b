package pathway

import "slices"

// HandOverChange is a route that hands over other answers than before: its link says something else, though no status
// changed.
type HandOverChange struct {
	Route    string
	From, To string // the names of the other pathways; "" where nothing was or is handed over
	Answers  []HandedChange
}

// HandedChange is an answer that is handed over elsewhere than before.
type HandedChange struct {
	Answer string // question=option, in the other pathway
	// Added and Removed say that one version names the answer and the other does not.
	Added, Removed bool
	// Transitions are over the situations in which both versions show the route. They go from Hidden, where the answer
	// was not handed over, to Excluded, where it is, or back: the terminals 0 and 1.
	Transitions []Transition
	// Open says that it is handed over otherwise where answers are missing.
	Open bool
}

// handOvers compares what the routes of the two versions hand over; none is where each version shows its fallback.
func (x *Difference) handOvers(none [2]ref) {
	var ids []string
	for _, d := range []*Diagram{x.New, x.Old} {
		for _, r := range d.Rules.handing() {
			if !slices.Contains(ids, r.ID) {
				ids = append(ids, r.ID)
			}
		}
	}
	for _, id := range ids {
		old, new := x.Old.Rules.route[id], x.New.Rules.route[id]
		if old == nil || new == nil {
			continue // the route is told to be new or gone
		}
		change := HandOverChange{Route: id, From: old.handsOverTo(), To: new.handsOverTo(), Answers: x.handed(old, new, x.bothShow(old, new, none))}
		if change.From != change.To || len(change.Answers) > 0 {
			x.HandOvers = append(x.HandOvers, change)
		}
	}
}

func (r *Route) handsOverTo() string {
	if r.HandsOver == nil {
		return ""
	}
	return r.HandsOver.To.Value
}

// bothShow is 1 where both versions show the route.
func (x *Difference) bothShow(old, new *Route, none [2]ref) ref {
	sp, both := x.space.sp, terminal(1)
	for i, r := range []*Route{old, new} {
		shown := none[i]
		if !r.Fallback {
			status := x.space.route([]*Diagram{x.Old, x.New}[i], r.ID)
			shown = sp.combine(opOr, sp.is(status, int(Possible)), sp.is(status, int(Applies)))
		}
		both = sp.combine(opAnd, both, shown)
	}
	return both
}

// handed are the answers that the two versions of a route hand over in different situations; shown is where both show
// the route.
func (x *Difference) handed(old, new *Route, shown ref) []HandedChange {
	var out []HandedChange
	var answers []string
	a, b := x.handedBy(x.Old, old, &answers), x.handedBy(x.New, new, &answers)
	for _, answer := range answers {
		before, was := a[answer]
		after, is := b[answer]
		if !was {
			before = terminal(0)
		}
		if !is {
			after = terminal(0)
		}
		c := HandedChange{Answer: answer, Added: !was, Removed: !is}
		sp := x.space.sp
		c.Transitions = x.transitions(sp.combine(opAnd, shown, sp.is(before, 1)), sp.combine(opAnd, shown, sp.is(after, 1)))
		// What is newly impossible, or no longer is, is told of the routes.
		exists := sp.combine(opAnd, x.space.common, sp.ite(sp.is(before, voidBase), terminal(0), sp.ite(sp.is(after, voidBase), terminal(0), terminal(1))))
		c.Open = len(c.Transitions) == 0 && sp.ite(exists, before, terminal(0)) != sp.ite(exists, after, terminal(0))
		if c.Added || c.Removed || c.Open || len(c.Transitions) > 0 {
			out = append(out, c)
		}
	}
	return out
}

// handedBy are the diagrams, in the store of both versions, of what a route hands over. It adds the answers to a list.
func (x *Difference) handedBy(d *Diagram, r *Route, answers *[]string) map[string]ref {
	out := map[string]ref{}
	for i, root := range d.Handed[r] {
		answer := r.HandsOver.Answers[i].String()
		out[answer] = x.space.bring(d, root, map[Ref]ref{})
		if !slices.Contains(*answers, answer) {
			*answers = append(*answers, answer)
		}
	}
	return out
}
