package pathway

import (
	"fmt"

	"boussole/generator/internal/source"
)

// What is proved of a hand-over. A route is shown where it applies or is possible, and the fallback where nothing else
// is. Where it is shown,
//
//   - no two options of one question are handed over together, and every answer is handed over somewhere;
//   - the other pathway has the question and the option, can ask the question when it begins with all that is handed
//     over, and does not hold these answers for impossible together.
//
// Fewer answers leave more open: what is proved where every question here has an option also holds where some have
// none.

// shown is 1 where the route is shown.
func (d *Diagram) shown(r *Route) ref {
	if r.Fallback {
		return d.nothing()
	}
	sp := d.space
	is := func(s Status) ref { return sp.is(d.routes[r.Index], int(s)) }
	return sp.combine(opAnd, sp.is(d.void, 0), sp.combine(opOr, is(Applies), is(Possible)))
}

// handOvers reports answers that are never handed over, and options of one question that are handed over together.
func (p *prover) handOvers() {
	for _, r := range p.d.Rules.handing() {
		shown := p.d.shown(r)
		if shown == terminal(0) {
			continue // the route has been told of
		}
		for i, h := range r.HandsOver.Answers {
			here := p.sp.combine(opAnd, shown, p.d.handed[r][i])
			if here == terminal(0) {
				p.ds.Add(source.Diagnostic{Pos: h.Option.Pos, Message: fmt.Sprintf("route %q never hands over %s: its condition is not true anywhere the route is shown", r.ID, h), Hint: "leave it out"})
			}
			for j, other := range r.HandsOver.Answers[:i] {
				if other.Question.Value != h.Question.Value {
					continue
				}
				if both := p.sp.combine(opAnd, here, p.d.handed[r][j]); both != terminal(0) {
					p.ds.Add(source.Diagnostic{
						Pos:     h.Option.Pos,
						Message: fmt.Sprintf("route %q hands over both %s and %s with %s", r.ID, other, h, p.say(p.d.witness(both))),
						Hint:    "a question has one answer: leave out what does not say exactly the same",
						Related: []source.Related{{Pos: other.Option.Pos, Message: "handed over here"}},
					})
				}
			}
		}
	}
}

// maxHandOverWays is how many combinations of answers a hand-over may make.
const maxHandOverWays = 5000

// CheckHandOver reports what a route hands over that the other pathway cannot take. w may be nil.
func (d *Diagram) CheckHandOver(r *Route, to *Diagram, w *Words) (ds source.Diagnostics) {
	limit := d.space.limit
	d.space.limit = d.space.steps + DefaultLimit
	defer func() {
		d.space.limit = limit
		if e := recover(); e != nil {
			t, large := e.(tooManySteps)
			if !large {
				panic(e)
			}
			ds = append(ds, tooLarge(d.Rules, t.sp))
		}
	}()
	c := &receiver{prover: prover{d: d, sp: d.space, words: w}, r: r, to: to, by: make([][]int, len(to.Rules.Questions)), told: map[string]bool{}}
	for i, h := range r.HandsOver.Answers {
		c.name(i, h)
	}
	if !c.ds.HasErrors() {
		c.ways(d.shown(r), 0, to.Rules.NewSituation())
	}
	return c.ds
}

// receiver is the other pathway, as it takes what a route hands over.
type receiver struct {
	prover
	r     *Route
	to    *Diagram
	by    [][]int // per question of the other pathway, the indexes of the answers that are handed to it
	count int
	told  map[string]bool
}

// name finds an answer in the other pathway.
func (c *receiver) name(i int, h Handed) {
	rules := c.to.Rules
	q := rules.Question(h.Question.Value)
	switch {
	case q == nil:
		c.ds.Add(source.Diagnostic{Pos: h.Question.Pos, Message: fmt.Sprintf("the pathway %q has no question %q", rules.Name, h.Question.Value), Hint: source.DidYouMean(h.Question.Value, rules.questionIDs())})
	case q.Option(h.Option.Value) < 0:
		c.ds.Add(source.Diagnostic{Pos: h.Option.Pos, Message: fmt.Sprintf("question %q of the pathway %q has no option %q", q.ID, rules.Name, h.Option.Value), Hint: source.DidYouMean(h.Option.Value, q.OptionIDs())})
	default:
		c.by[q.Index] = append(c.by[q.Index], i)
	}
}

// ways goes through all combinations of answers that are handed over somewhere: those of the questions from i on, in
// the situations of where, after the answers in s.
func (c *receiver) ways(where ref, i int, s Situation) {
	if where == terminal(0) || c.count > maxHandOverWays {
		return
	}
	for i < len(c.by) && len(c.by[i]) == 0 {
		i++
	}
	if i == len(c.by) {
		c.take(where, s)
		return
	}
	q := c.to.Rules.Questions[i]
	rest := where
	for _, a := range c.by[i] {
		given := c.d.handed[c.r][a]
		s[i] = q.Option(c.r.HandsOver.Answers[a].Option.Value)
		c.ways(c.sp.combine(opAnd, where, given), i+1, s)
		rest = c.sp.ite(given, terminal(0), rest)
	}
	s[i] = Unanswered
	c.ways(rest, i+1, s)
}

// take reports what is wrong with the answers in s, which are handed over in the situations of where.
func (c *receiver) take(where ref, s Situation) {
	if c.count++; c.count > maxHandOverWays {
		c.tell("many", source.Diagnostic{Pos: c.r.HandsOver.Pos, Message: fmt.Sprintf("route %q hands over more than %d combinations of answers", c.r.ID, maxHandOverWays), Hint: "hand over fewer questions"})
		return
	}
	rules := c.to.Rules
	for i, q := range rules.Questions {
		if s[i] < 0 || c.to.Asks(q, s) {
			continue
		}
		answer := c.r.HandsOver.Answers[c.by[i][0]]
		c.tell("question "+q.ID, source.Diagnostic{
			Pos:     answer.Question.Pos,
			Message: fmt.Sprintf("route %q hands over an answer to %q, which the pathway %q does not ask then: %s is handed over with %s", c.r.ID, q.ID, rules.Name, rules.Fragment(s), c.say(c.d.witness(where))),
			Hint:    "hand it over only where the question is asked, or hand over the answers that lead to it",
			Related: []source.Related{{Pos: q.Pos, Message: "question " + q.ID}},
		})
	}
	if len(rules.Impossible) == 0 {
		return
	}
	if reason := c.to.Evaluate(s).Contradiction; reason >= 0 {
		im := rules.Impossible[reason]
		c.tell("impossible "+im.Reason.Value, source.Diagnostic{
			Pos:     c.r.HandsOver.Pos,
			Message: fmt.Sprintf("route %q hands over answers that the pathway %q holds for impossible together: %s, with %s", c.r.ID, rules.Name, rules.Fragment(s), c.say(c.d.witness(where))),
			Hint:    "hand over fewer of them, or correct what is declared impossible",
			Related: []source.Related{{Pos: im.Pos, Message: "declared impossible because " + im.Reason.Value}},
		})
	}
}

// tell adds a diagnostic once per subject.
func (c *receiver) tell(subject string, d source.Diagnostic) {
	if !c.told[subject] {
		c.told[subject] = true
		c.ds.Add(d)
	}
}
