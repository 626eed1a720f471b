package pathway

import (
	"testing"

	"pgregory.net/rapid"
)

// A smallest sufficient set is sufficient, and no smaller one is; brute force over all subsets of the answers.
func TestSufficientIsSmallest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := compileText(t, drawRules(t))
		s := d.relevant(drawSituation(t, d.Rules))
		res := d.Evaluate(s)
		if res.Contradiction >= 0 {
			return
		}
		for _, r := range d.Rules.Routes {
			got := d.Sufficient(r, s)
			if res.Status[r.Index] == Possible {
				if got != nil {
					t.Fatalf("%s: %s is possible, yet %s is said to be enough", d.Rules.Describe(s), r.ID, d.Rules.Describe(got))
				}
				continue
			}
			if !d.enough(r, got, res.Status[r.Index]) {
				t.Fatalf("%s: %s is not enough for %s to be %v", d.Rules.Describe(s), d.Rules.Describe(got), r.ID, res.Status[r.Index])
			}
			if want := d.fewestEnough(r, s, res.Status[r.Index]); answered(got) != want {
				t.Fatalf("%s: %s says %d answers for %s, %d are enough", d.Rules.Describe(s), d.Rules.Describe(got), answered(got), r.ID, want)
			}
		}
	})
}

// enough reports, without the search under test, whether every way to answer the rest leaves the status.
func (d *Diagram) enough(r *Route, s Situation, want Status) bool {
	for _, a := range allAnswers(d.Rules, s) {
		c := d.Rules.asked(a)
		if !d.Rules.possible(c) {
			continue
		}
		got := r.eval(c)
		if got != want && !(got < Possible && want < Possible) {
			return false
		}
	}
	return true
}

func (d *Diagram) fewestEnough(r *Route, s Situation, want Status) int {
	best := len(s) + 1
	part := d.Rules.NewSituation()
	var try func(i int)
	try = func(i int) {
		if i == len(s) {
			if n := answered(part); n < best && d.enough(r, part, want) {
				best = n
			}
			return
		}
		part[i] = Unanswered
		try(i + 1)
		if s[i] >= 0 {
			part[i] = s[i]
			try(i + 1)
			part[i] = Unanswered
		}
	}
	try(0)
	return best
}

// The fewest changes lead to the route, and no fewer do; brute force over all complete situations.
func TestChangesAreFewest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := compileText(t, drawRules(t))
		s := d.relevant(drawSituation(t, d.Rules))
		if d.Evaluate(s).Contradiction >= 0 {
			return
		}
		for _, r := range d.Rules.Routes {
			goal, want := Possible, never
			d.Rules.complete(d.Rules.NewSituation(), func(c Situation) { goal = max(goal, r.eval(c)) })
			d.Rules.complete(d.Rules.NewSituation(), func(c Situation) {
				if r.eval(c) == goal {
					n := 0
					for i := range c {
						if s[i] >= 0 && c[i] >= 0 && c[i] != s[i] {
							n++
						}
					}
					want = min(want, n)
				}
			})
			got := d.Changes(r, s)
			if (got == nil) != (want == never) || got != nil && len(got) > want {
				t.Fatalf("%s: %s needs %v, %d changes are enough", d.Rules.Describe(s), r.ID, got, want)
			}
			if got == nil {
				continue
			}
			changed := append(Situation(nil), s...)
			for _, c := range got {
				changed[c.Question.Index] = c.Option
			}
			reached := false
			d.Rules.complete(d.Rules.NewSituation(), func(c Situation) {
				ok := r.eval(c) == goal
				for i := range c {
					ok = ok && (changed[i] < 0 || c[i] < 0 || c[i] == changed[i])
				}
				reached = reached || ok
			})
			if !reached {
				t.Fatalf("%s: %s is not reached after %v", d.Rules.Describe(s), r.ID, got)
			}
		}
	})
}

// The questions that decide a route are those an answer to which can change what may still become of it.
func TestDecidingQuestions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := compileText(t, drawRules(t))
		s := d.relevant(drawSituation(t, d.Rules))
		res := d.Evaluate(s)
		if res.Contradiction >= 0 {
			return
		}
		for _, r := range d.Rules.Routes {
			deciding := d.Deciding(r, s)
			if res.Status[r.Index] != Possible {
				continue
			}
			// Knowing the answers to them settles the route.
			settled := append(Situation(nil), s...)
			for _, q := range deciding {
				settled[q.Index] = rapid.IntRange(0, len(q.Options)-1).Draw(t, "answer")
			}
			after := d.Evaluate(settled)
			if after.Contradiction < 0 && after.Status[r.Index] == Possible && r.certain(d, settled) {
				t.Fatalf("%s: %s is still possible after %s", d.Rules.Describe(s), r.ID, d.Rules.Describe(settled))
			}
		}
	})
}

// certain reports whether no completion of s leaves the route possible by its own rules.
func (r *Route) certain(d *Diagram, s Situation) bool {
	ok := true
	d.Rules.complete(s, func(c Situation) { ok = ok && r.eval(c) != Possible })
	return ok
}
