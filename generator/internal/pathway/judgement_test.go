package pathway

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// This file judges, without diagrams, whether two versions of rules mean the same.

// changedRoutes are the ids of the routes whose status is not the same in some situation of answers that both
// versions know, sorted. It looks at all of them, over the questions that the route reads in either version; a route
// that is written the same in both is not looked at.
func changedRoutes(a, b *Ruleset) []string {
	var out []string
	for _, r := range a.Routes {
		s := b.Route(r.ID)
		if a.spell(r) == b.spell(s) {
			continue
		}
		reads := map[string]bool{}
		a.reads(r, reads)
		b.reads(s, reads)
		changed := false
		eachPair(a, b, reads, func(p, q Situation) bool {
			changed = judged(a, r, p) != judged(b, s, q)
			return !changed
		})
		if changed {
			out = append(out, r.ID)
		}
	}
	slices.Sort(out)
	return out
}

// judged is the route's status, or -1 where the situation is declared impossible.
func judged(rs *Ruleset, r *Route, s Situation) Status {
	if !rs.possible(s) {
		return -1
	}
	return r.eval(s)
}

// asksWordsOtherwise reports whether a question that only chooses words is asked in other situations.
func asksWordsOtherwise(a, b *Ruleset) bool {
	for _, q := range a.Questions {
		p := b.Question(q.ID)
		if p == nil || !q.WordsOnly || !p.WordsOnly {
			continue
		}
		reads, other := map[string]bool{}, false
		a.readsCondition(q.AskIf, reads)
		b.readsCondition(p.AskIf, reads)
		eachPair(a, b, reads, func(s, t Situation) bool {
			other = (q.AskIf == nil || q.AskIf.eval(s)) != (p.AskIf == nil || p.AskIf.eval(t))
			return !other
		})
		if other {
			return true
		}
	}
	return false
}

// eachPair calls f with every way to answer the questions, as each version sees it: without the answers to what it
// does not ask. Only options that both know are chosen. f says whether to go on and must not keep the situations.
func eachPair(a, b *Ruleset, questions map[string]bool, f func(p, q Situation) bool) {
	p, q := a.NewSituation(), b.NewSituation()
	asked := func(rs *Ruleset, question *Question, s Situation) bool {
		return question != nil && (question.AskIf == nil || question.AskIf.eval(s))
	}
	var fill func(i int) bool
	fill = func(i int) bool {
		if i == len(a.Questions) {
			return f(p, q)
		}
		x, y := a.Questions[i], b.Question(a.Questions[i].ID)
		if !questions[x.ID] || !asked(a, x, p) && !asked(b, y, q) {
			return fill(i + 1)
		}
		inA, inB := asked(a, x, p), asked(b, y, q)
		goOn := true
		for o, option := range x.OptionIDs() {
			other := o
			if y != nil {
				if other = y.Option(option); other < 0 {
					continue
				}
			}
			if inA {
				p[x.Index] = o
			}
			if inB {
				q[y.Index] = other
			}
			if goOn = fill(i + 1); !goOn {
				break
			}
		}
		p[x.Index] = Unanswered
		if y != nil {
			q[y.Index] = Unanswered
		}
		return goOn
	}
	fill(0)
}

// reads adds the questions on which a route's status can depend.
func (rs *Ruleset) reads(r *Route, into map[string]bool) {
	rs.readsCondition(r.Gate, into)
	for _, n := range r.Needs {
		rs.readsCondition(n.When, into)
		rs.readsCondition(n.Maybe, into)
	}
	for _, u := range r.Unless {
		rs.reads(u.Route, into)
	}
	for _, im := range rs.Impossible {
		rs.readsCondition(im.When, into)
	}
}

func (rs *Ruleset) readsCondition(c Condition, into map[string]bool) {
	if c == nil {
		return
	}
	c.visit(func(q *Question) {
		if !into[q.ID] {
			into[q.ID] = true
			rs.readsCondition(q.AskIf, into)
		}
	})
}

// spell writes all that a route's status depends on, so that two spellings are equal only where it is the same.
func (rs *Ruleset) spell(r *Route) string {
	text := spellCondition(r.Gate) + fmt.Sprint(r.AtMost)
	for _, n := range r.Needs {
		text += ";" + spellCondition(n.When) + "|" + spellCondition(n.Maybe) + fmt.Sprint(n.IfAsked)
	}
	for _, u := range r.Unless {
		text += "; unless " + rs.spell(u.Route)
	}
	for _, im := range rs.Impossible {
		text += "; impossible " + spellCondition(im.When)
	}
	reads := map[string]bool{}
	rs.reads(r, reads)
	for _, id := range slices.Sorted(maps.Keys(reads)) {
		text += "; " + id + fmt.Sprint(rs.Question(id).OptionIDs()) + spellCondition(rs.Question(id).AskIf)
	}
	return text
}

func spellCondition(c Condition) string {
	list := func(name string, cs []Condition) string {
		var parts []string
		for _, d := range cs {
			parts = append(parts, spellCondition(d))
		}
		return name + "(" + strings.Join(parts, ", ") + ")"
	}
	switch c := c.(type) {
	case Is:
		return c.Question.ID + fmt.Sprint(c.Options)
	case Asked:
		return "asked(" + c.Question.ID + ")"
	case Not:
		return "not(" + spellCondition(c.Condition) + ")"
	case All:
		return list("all", c)
	case Any:
		return list("any", c)
	}
	return ""
}
