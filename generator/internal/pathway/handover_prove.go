package pathway

import (
	"fmt"
	"slices"

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

// shown demands that the route is shown.
func (p *prover) shown(r *Route) []demand {
	if r.Fallback {
		return p.nothing()
	}
	return []demand{p.exists(), p.is(r, available)}
}

// handOvers reports answers that are never handed over, and options of one question that are handed over together.
func (p *prover) handOvers() {
	for _, r := range p.d.Rules.handing() {
		shown := p.shown(r)
		if !p.met(shown...) {
			continue // the route has been told of
		}
		for i, h := range r.HandsOver.Answers {
			here := append(slices.Clip(shown), demand{p.d.handed[r][i], yes})
			if !p.met(here...) {
				p.ds.Add(source.Diagnostic{Pos: h.Option.Pos, Message: fmt.Sprintf("route %q never hands over %s: its condition is not true anywhere the route is shown", r.ID, h), Hint: "leave it out"})
			}
			for j, other := range r.HandsOver.Answers[:i] {
				if other.Question.Value != h.Question.Value {
					continue
				}
				if s, ok := p.find(append(slices.Clip(here), demand{p.d.handed[r][j], yes})...); ok {
					p.ds.Add(source.Diagnostic{
						Pos:     h.Option.Pos,
						Message: fmt.Sprintf("route %q hands over both %s and %s with %s", r.ID, other, h, p.say(s)),
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
	c := &receiver{prover: prover{d: d, sp: d.space, words: w, union: unionLimit}, r: r, to: to, by: make([][]int, len(to.Rules.Questions)), told: map[string]bool{}}
	for i, h := range r.HandsOver.Answers {
		c.name(i, h)
	}
	if !c.ds.HasErrors() {
		c.proof("that "+to.Rules.Name+" can take what it is given", func() { c.ways(c.shown(r), 0, to.Rules.NewSituation()) })
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
// the situations that meet the demands, after the answers in s.
func (c *receiver) ways(where []demand, i int, s Situation) {
	if c.count > maxHandOverWays || !c.met(where...) {
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
	rest := slices.Clip(where)
	for _, a := range c.by[i] {
		given := c.d.handed[c.r][a]
		s[i] = q.Option(c.r.HandsOver.Answers[a].Option.Value)
		c.ways(append(slices.Clip(where), demand{given, yes}), i+1, s)
		rest = append(rest, demand{given, no})
	}
	s[i] = Unanswered
	c.ways(rest, i+1, s)
}

// take reports what is wrong with the answers in s, which are handed over in the situations that meet the demands.
func (c *receiver) take(where []demand, s Situation) {
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
			Message: fmt.Sprintf("route %q hands over an answer to %q, which the pathway %q does not ask then: %s is handed over with %s", c.r.ID, q.ID, rules.Name, rules.Fragment(s), c.sayWhere(where)),
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
			Message: fmt.Sprintf("route %q hands over answers that the pathway %q holds for impossible together: %s, with %s", c.r.ID, rules.Name, rules.Fragment(s), c.sayWhere(where)),
			Hint:    "hand over fewer of them, or correct what is declared impossible",
			Related: []source.Related{{Pos: im.Pos, Message: "declared impossible because " + im.Reason.Value}},
		})
	}
}

// sayWhere tells a situation that meets the demands, which some do.
func (c *receiver) sayWhere(where []demand) string {
	s, _ := c.find(where...)
	return c.say(s)
}

// tell adds a diagnostic once per subject.
func (c *receiver) tell(subject string, d source.Diagnostic) {
	if !c.told[subject] {
		c.told[subject] = true
		c.ds.Add(d)
	}
}
