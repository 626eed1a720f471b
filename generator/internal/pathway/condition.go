package pathway

// Condition is a condition over the answers: one of [Is], [Asked], [Not], [All] and [Any].
type Condition interface {
	// eval is the condition's value in a complete situation: s[i] is an option, or Unanswered when question i is
	// not asked.
	eval(s Situation) bool
	// build is the condition as a diagram whose terminals are 0 and 1.
	build(sp *space) ref
	// visit calls f for each question the condition names.
	visit(f func(*Question))
}

// Is is true when the question is asked and its answer is one of the options.
type Is struct {
	Question *Question
	Options  []int // sorted, each once
}

// Asked is true when the question is asked.
type Asked struct{ Question *Question }

// Not is the contrary of a condition.
type Not struct{ Condition Condition }

// All is true when every condition is.
type All []Condition

// Any is true when one of the conditions is.
type Any []Condition

func (c Is) eval(s Situation) bool {
	for _, o := range c.Options {
		if s[c.Question.Index] == o {
			return true
		}
	}
	return false
}
func (c Asked) eval(s Situation) bool { return s[c.Question.Index] >= 0 }
func (c Not) eval(s Situation) bool   { return !c.Condition.eval(s) }
func (c All) eval(s Situation) bool {
	for _, d := range c {
		if !d.eval(s) {
			return false
		}
	}
	return true
}

func (c Any) eval(s Situation) bool {
	for _, d := range c {
		if d.eval(s) {
			return true
		}
	}
	return false
}

func (c Is) build(sp *space) ref {
	kids := make([]ref, len(c.Question.Options)+1)
	for i := range kids {
		kids[i] = terminal(0)
	}
	for _, o := range c.Options {
		kids[o] = terminal(1)
	}
	return sp.node(c.Question.Index, kids)
}

func (c Asked) build(sp *space) ref {
	kids := make([]ref, len(c.Question.Options)+1)
	for i := range kids {
		kids[i] = terminal(1)
	}
	kids[len(kids)-1] = terminal(0)
	return sp.node(c.Question.Index, kids)
}

func (c Not) build(sp *space) ref { return sp.ite(c.Condition.build(sp), terminal(0), terminal(1)) }

func (c All) build(sp *space) ref {
	r := terminal(1)
	for _, d := range c {
		r = sp.combine(opAnd, r, d.build(sp))
	}
	return r
}

func (c Any) build(sp *space) ref {
	r := terminal(0)
	for _, d := range c {
		r = sp.combine(opOr, r, d.build(sp))
	}
	return r
}

func (c Is) visit(f func(*Question))    { f(c.Question) }
func (c Asked) visit(f func(*Question)) { f(c.Question) }
func (c Not) visit(f func(*Question))   { c.Condition.visit(f) }
func (c All) visit(f func(*Question)) {
	for _, d := range c {
		d.visit(f)
	}
}

func (c Any) visit(f func(*Question)) {
	for _, d := range c {
		d.visit(f)
	}
}

// Truth is what a complete situation makes of a criterion.
type Truth int8

// The truths, from the least to the most.
const (
	Fails Truth = iota
	Open
	Holds
)

func (t Truth) String() string { return [...]string{"fails", "open", "holds"}[t] }

// eval is the criterion's truth in a complete situation.
func (c *Criterion) eval(s Situation) Truth {
	if c.IfAsked && !c.anyAsked(s) || c.When.eval(s) {
		return Holds
	}
	if c.Maybe != nil && c.Maybe.eval(s) {
		return Open
	}
	return Fails
}

func (c *Criterion) visit(f func(*Question)) {
	c.When.visit(f)
	if c.Maybe != nil {
		c.Maybe.visit(f)
	}
}

func (c *Criterion) anyAsked(s Situation) bool {
	asked := false
	c.visit(func(q *Question) { asked = asked || s[q.Index] >= 0 })
	return asked
}

// eval is the route's status in a complete situation, read off the rules: the plain meaning that the diagrams
// must agree with.
func (r *Route) eval(s Situation) Status {
	if r.Gate != nil && !r.Gate.eval(s) {
		return Hidden
	}
	status := Applies
	if r.AtMost {
		status = Possible
	}
	for _, n := range r.Needs {
		switch n.eval(s) {
		case Fails:
			return Excluded
		case Open:
			status = Possible
		}
	}
	for _, u := range r.Unless {
		if u.Route.eval(s) == Applies {
			return Excluded
		}
	}
	return status
}
