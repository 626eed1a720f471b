package pathway

import "slices"

// The naive reading of rules, by looking at every complete situation: what the diagrams are held against.

// complete calls f with every complete situation that agrees with s, without diagrams: the naive reading.
func (rs *Ruleset) complete(s Situation, f func(Situation)) {
	at := make(Situation, len(s))
	var fill func(i int)
	fill = func(i int) {
		if i == len(s) {
			for _, im := range rs.Impossible {
				if im.When.eval(at) {
					return
				}
			}
			f(slices.Clone(at))
			return
		}
		q := rs.Questions[i]
		at[i] = Unanswered
		if q.AskIf != nil && !q.AskIf.eval(at) {
			fill(i + 1)
			return
		}
		for o := range q.Options {
			if s[i] < 0 || s[i] == o {
				at[i] = o
				fill(i + 1)
			}
		}
		at[i] = Unanswered
	}
	fill(0)
}

// naive is the status of every route in a partial situation, by looking at all its completions.
func (rs *Ruleset) naive(s Situation) (status []Status, exists bool) {
	seen := make([]map[Status]bool, len(rs.Routes))
	for i := range seen {
		seen[i] = map[Status]bool{}
	}
	rs.complete(s, func(c Situation) {
		exists = true
		for i, r := range rs.Routes {
			seen[i][r.eval(c)] = true
		}
	})
	for _, set := range seen {
		switch {
		case len(set) == 1 && set[Applies]:
			status = append(status, Applies)
		case len(set) == 1 && set[Hidden]:
			status = append(status, Hidden)
		case !set[Applies] && !set[Possible]:
			status = append(status, Excluded)
		default:
			status = append(status, Possible)
		}
	}
	return status, exists
}

// allAnswers are all ways to answer every question, asked or not, that agree with s.
func allAnswers(rs *Ruleset, s Situation) []Situation {
	out := []Situation{slices.Clone(s)}
	for i, q := range rs.Questions {
		if s[i] >= 0 {
			continue
		}
		var next []Situation
		for _, a := range out {
			for o := range q.Options {
				b := slices.Clone(a)
				b[i] = o
				next = append(next, b)
			}
		}
		out = next
	}
	return out
}

// asked is s without the answers to questions that are not asked.
func (rs *Ruleset) asked(s Situation) Situation {
	out := slices.Clone(s)
	for i, q := range rs.Questions {
		if q.AskIf != nil && !q.AskIf.eval(append(slices.Clone(out[:i]), rs.NewSituation()[i:]...)) {
			out[i] = Unanswered
		}
	}
	return out
}

func (rs *Ruleset) possible(s Situation) bool {
	for _, im := range rs.Impossible {
		if im.When.eval(s) {
			return false
		}
	}
	return true
}
