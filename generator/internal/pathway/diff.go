package pathway

import (
	"math/big"
	"slices"
)

// Difference is what changes for readers between two versions of a rule set.
//
// Situations are compared where both versions know every answer: over the questions of both, with the options that
// both have. What one version lacks altogether is listed apart.
type Difference struct {
	Old, New *Diagram
	// AddedQuestions and RemovedQuestions are ids; AddedOptions and RemovedOptions are question=option.
	AddedQuestions, RemovedQuestions, AddedOptions, RemovedOptions []string
	// AddedRoutes and RemovedRoutes are ids; routes that both have are in Routes when they changed.
	AddedRoutes, RemovedRoutes []string
	// Unknown are questions for which "I do not know" is no longer offered, or newly is.
	Unknown []string
	// Asked are questions that choose wording and are now asked in other situations. What else is asked follows from
	// the results.
	Asked  []string
	Routes []RouteChange
	// Fallback holds where the fallback route is shown in one version only; nil when that did not change.
	Fallback []Transition
	// HandOvers are the routes that both have and that hand over other answers to another pathway.
	HandOvers []HandOverChange
	// Shown are the routes that both have and that a result presents otherwise.
	Shown []ShownChange
	space *merged
}

// RouteChange is a route whose status changes somewhere.
type RouteChange struct {
	ID          string
	Transitions []Transition // from the largest share to the smallest
}

// ShownChange is a route that a result presents otherwise, though no status changed.
type ShownChange struct {
	Route    string
	What     string // "page" or "role"
	From, To string
}

// Transition is all situations in which a route goes from one status to another.
type Transition struct {
	From, To Status // for the fallback Applies is shown and Hidden is not
	// FromNowhere and ToNowhere say that such situations were declared impossible before, or are now.
	FromNowhere, ToNowhere bool
	// Share is the exact share of equally likely answers.
	Share *big.Rat
	// Cases are a few large cases that cover the situations, at most maxShown; Rest is the share of what they leave.
	Cases []WideCase
	Rest  *big.Rat
}

// WideCase is a set of situations: per question id the options that it allows; a question that is absent may be
// answered in any way.
type WideCase struct {
	Answers []WideAnswer
	Share   *big.Rat
}

// WideAnswer is a question with the options that a case allows.
type WideAnswer struct {
	Question string
	Options  []string
}

// maxShown is how many cases of a transition are told.
const maxShown = 5

// Same reports whether both versions mean the same: every answer leads to the same results, the same questions can be
// answered in the same ways, and the same answers are handed over, and
// results present the routes alike.
func (x *Difference) Same() bool {
	return len(x.AddedQuestions)+len(x.RemovedQuestions)+len(x.AddedOptions)+len(x.RemovedOptions)+
		len(x.AddedRoutes)+len(x.RemovedRoutes)+len(x.Unknown)+len(x.Asked)+len(x.Routes)+len(x.Fallback)+len(x.HandOvers)+len(x.Shown) == 0
}

// Diff compares two versions. The second result is false when that would take too many steps.
func Diff(old, new *Diagram) (x *Difference, ok bool) {
	defer func() {
		if r := recover(); r != nil {
			if _, large := r.(tooManySteps); !large {
				panic(r)
			}
			x, ok = nil, false
		}
	}()
	m := newMerged(old.Rules, new.Rules)
	x = &Difference{Old: old, New: new, space: m}
	x.names()
	x.asked()
	none := [2]ref{terminal(1), terminal(1)}
	for _, id := range m.routes {
		a, b := m.route(old, id), m.route(new, id)
		for side, r := range []ref{a, b} {
			quiet := m.sp.combine(opOr, m.sp.is(r, int(Hidden)), m.sp.is(r, int(Excluded)))
			none[side] = m.sp.combine(opAnd, none[side], quiet)
		}
		if ts := x.transitions(a, b); len(ts) > 0 {
			x.Routes = append(x.Routes, RouteChange{id, ts})
		}
	}
	status := func(r ref) ref { return m.sp.ite(r, terminal(int(Applies)), terminal(int(Hidden))) }
	if old.Rules.Otherwise != nil || new.Rules.Otherwise != nil {
		x.Fallback = x.transitions(status(none[0]), status(none[1]))
	}
	x.handOvers(none)
	x.shown()
	return x, true
}

// shown fills what a result says of a route besides its status.
func (x *Difference) shown() {
	for _, id := range sortedKeys(x.New.Rules.route) {
		old, new := x.Old.Rules.route[id], x.New.Rules.route[id]
		if old == nil {
			continue
		}
		if old.Page.Value != new.Page.Value {
			x.Shown = append(x.Shown, ShownChange{id, "page", old.Page.Value, new.Page.Value})
		}
		if old.Role != new.Role {
			x.Shown = append(x.Shown, ShownChange{id, "role", old.Role, new.Role})
		}
	}
}

// names fills what one version has and the other lacks.
func (x *Difference) names() {
	for _, q := range x.New.Rules.Questions {
		old := x.Old.Rules.Question(q.ID)
		if old == nil {
			x.AddedQuestions = append(x.AddedQuestions, q.ID)
			continue
		}
		for _, o := range q.Options {
			if old.Option(o.Value) < 0 {
				x.AddedOptions = append(x.AddedOptions, q.ID+"="+o.Value)
			}
		}
		for _, o := range old.Options {
			if q.Option(o.Value) < 0 {
				x.RemovedOptions = append(x.RemovedOptions, q.ID+"="+o.Value)
			}
		}
		if old.Unknown != q.Unknown {
			x.Unknown = append(x.Unknown, q.ID)
		}
	}
	for _, q := range x.Old.Rules.Questions {
		if x.New.Rules.Question(q.ID) == nil {
			x.RemovedQuestions = append(x.RemovedQuestions, q.ID)
		}
	}
	for id := range x.New.Rules.route {
		if x.Old.Rules.route[id] == nil {
			x.AddedRoutes = append(x.AddedRoutes, id)
		}
	}
	for id := range x.Old.Rules.route {
		if x.New.Rules.route[id] == nil {
			x.RemovedRoutes = append(x.RemovedRoutes, id)
		}
	}
	slices.Sort(x.AddedRoutes)
	slices.Sort(x.RemovedRoutes)
}

// asked fills which questions that choose wording are asked elsewhere.
func (x *Difference) asked() {
	m := x.space
	for _, q := range x.New.Rules.Questions {
		old := x.Old.Rules.Question(q.ID)
		if old == nil || !old.WordsOnly && !q.WordsOnly {
			continue
		}
		a, b := m.bring(x.Old, x.Old.AskIf[old.Index], map[Ref]ref{}), m.bring(x.New, x.New.AskIf[q.Index], map[Ref]ref{})
		differs := m.sp.combine(opOr, m.sp.ite(a, m.sp.is(b, 0), terminal(0)), m.sp.ite(b, m.sp.is(a, 0), terminal(0)))
		if old.WordsOnly != q.WordsOnly || m.sp.combine(opAnd, m.common, differs) != terminal(0) {
			x.Asked = append(x.Asked, q.ID)
		}
	}
}

// transitions are the situations in which a status differs.
func (x *Difference) transitions(a, b ref) []Transition {
	var out []Transition
	m := x.space
	// A status that no situation has, and impossible situations as one.
	for from := range voidBase + 1 {
		for to := range voidBase + 1 {
			if from == to {
				continue
			}
			where := m.sp.combine(opAnd, m.common, m.sp.combine(opAnd, m.sp.is(a, from), m.sp.is(b, to)))
			if where == terminal(0) {
				continue
			}
			t := Transition{Share: m.share(where)}
			if t.FromNowhere = from == voidBase; !t.FromNowhere {
				t.From = Status(from)
			}
			if t.ToNowhere = to == voidBase; !t.ToNowhere {
				t.To = Status(to)
			}
			t.Cases, t.Rest = m.cases(where)
			out = append(out, t)
		}
	}
	slices.SortStableFunc(out, func(p, q Transition) int { return q.Share.Cmp(p.Share) })
	return out
}

// Touched returns the ids of the scenarios whose result is not the same in both versions.
func (x *Difference) Touched(scenarios []*Scenario) []string {
	var out []string
	for _, s := range scenarios {
		a, errA := s.Situation(x.Old.Rules)
		b, errB := s.Situation(x.New.Rules)
		if errA != nil || errB != nil {
			if (errA == nil) != (errB == nil) {
				out = append(out, s.ID.Value)
			}
			continue
		}
		old, new := x.Old.Evaluate(a), x.New.Evaluate(b)
		same := old.Fallback == new.Fallback && (old.Contradiction < 0) == (new.Contradiction < 0)
		for _, st := range []Status{Applies, Possible} {
			same = same && sameSet(x.Old.RoutesWith(old, st), x.New.RoutesWith(new, st))
		}
		if !same {
			out = append(out, s.ID.Value)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
