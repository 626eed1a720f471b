package pathway

import (
	"math/big"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestEvaluateAgreesWithNaiveReading(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := drawRules(t)
		d := compileText(t, text)
		rs := d.Rules
		s := drawSituation(t, rs)
		got := d.Evaluate(s)
		// Answers to questions that are certainly not asked do not count.
		s = d.relevant(s)
		want, exists := rs.naive(s)
		if !exists {
			if got.Contradiction < 0 {
				t.Fatalf("%s: no such situation, but no contradiction reported\n%s", rs.Describe(s), text)
			}
			return
		}
		if got.Contradiction >= 0 {
			t.Fatalf("%s: contradiction reported for a situation that exists\n%s", rs.Describe(s), text)
		}
		if !slices.Equal(got.Status, want) {
			t.Fatalf("%s: got %v, want %v\n%s", rs.Describe(s), got.Status, want, text)
		}
		none := !slices.Contains(want, Applies) && !slices.Contains(want, Possible)
		if got.Fallback != none {
			t.Fatalf("%s: fallback %v, want %v\n%s", rs.Describe(s), got.Fallback, none, text)
		}
		checkCriteria(t, d, s, got)
	})
}

func checkCriteria(t *rapid.T, d *Diagram, s Situation, got Result) {
	want := make([]Truths, len(d.Rules.Criteria))
	d.Rules.complete(s, func(c Situation) {
		for i, cr := range d.Rules.Criteria {
			want[i] |= 1 << cr.eval(c)
		}
	})
	if !slices.Equal(got.Criteria, want) {
		t.Fatalf("%s: criteria %v, want %v", d.Rules.Describe(s), got.Criteria, want)
	}
}

// A visit asks only what can matter, stays within the bounds it announced, and ends when nothing can change.
func TestVisitKeepsItsPromises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := compileText(t, drawRules(t))
		s := d.Rules.NewSituation()
		res := d.Evaluate(s)
		least, asked := res.AtLeast, 0
		for res.Next != nil {
			q := res.Next
			if s[q.Index] != Unanswered {
				t.Fatalf("%s is asked again", q.ID)
			}
			s[q.Index] = rapid.IntRange(Unknown, len(q.Options)-1).Filter(func(i int) bool { return i != Unanswered }).Draw(t, "answer")
			asked++
			next := d.Evaluate(s)
			if next.AtMost >= res.AtMost {
				t.Fatalf("%d questions left at most, then %d", res.AtMost, next.AtMost)
			}
			if next.AtLeast > next.AtMost {
				t.Fatalf("between %d and %d questions left", next.AtLeast, next.AtMost)
			}
			res = next
		}
		if res.Contradiction >= 0 {
			return
		}
		if asked < least {
			t.Fatalf("%d questions asked, at least %d announced", asked, least)
		}
		// Whatever the other answers are, the result stays.
		for i, q := range d.Rules.Questions {
			if s[i] != Unanswered {
				continue
			}
			for o := range q.Options {
				more := slices.Clone(s)
				more[i] = o
				if after := d.Evaluate(more); after.Contradiction < 0 && !slices.Equal(after.Status, res.Status) {
					t.Fatalf("nothing more is asked after %s, but %s=%s changes %v to %v", d.Rules.Describe(s), q.ID, q.Options[o].Value, res.Status, after.Status)
				}
			}
		}
	})
}

func TestJointAgreesWithEvaluate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := compileText(t, drawRules(t))
		j, ok := d.Joint()
		if !ok {
			t.Fatal("the joint diagram of a small rule set is too large")
		}
		d.Rules.complete(d.Rules.NewSituation(), func(s Situation) {
			r := j.Root
			for !r.IsTerminal() {
				n := j.Nodes[r]
				r = n.Branches[s[n.Question]]
			}
			res, row := d.Evaluate(s), j.Rows[r.Value()]
			if !slices.Equal(res.Status, row.Status) || res.Fallback != row.Fallback || row.Contradiction != -1 {
				t.Fatalf("%s: the tree says %v, the diagram %v", d.Rules.Describe(s), row, res)
			}
		})
	})
}

// The tree asks what a visit without "I do not know" asks.
func TestJointAsksWhatAVisitAsks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := compileText(t, drawRules(t))
		if len(d.Rules.Impossible) > 0 {
			return // a visit stops early where only one answer is left that can exist
		}
		j, _ := d.Joint()
		s := d.Rules.NewSituation()
		for r := j.Root; !r.IsTerminal(); {
			n := j.Nodes[r]
			next := d.Evaluate(s).Next
			if next == nil || next.Index != n.Question {
				t.Fatalf("after %s the tree asks %s, the visit %v", d.Rules.Describe(s), d.Rules.Questions[n.Question].ID, next)
			}
			o := rapid.IntRange(0, len(n.Branches)-1).Draw(t, "answer")
			s[n.Question] = o
			r = n.Branches[o]
		}
		if next := d.Evaluate(s).Next; next != nil {
			t.Fatalf("the tree ends after %s, the visit asks %s", d.Rules.Describe(s), next.ID)
		}
	})
}

func TestSharesAreExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := compileText(t, drawRules(t))
		got, ok := d.Shares()
		if !ok {
			t.Fatal("a small rule set cannot be counted")
		}
		all, none := int64(0), int64(0)
		counts := make([][4]int64, len(d.Rules.Routes))
		d.Rules.complete(d.Rules.NewSituation(), func(s Situation) {
			all++
			empty := true
			for i, r := range d.Rules.Routes {
				st := r.eval(s)
				counts[i][st]++
				empty = empty && st < Possible
			}
			if empty {
				none++
			}
		})
		if got.Situations.Cmp(big.NewInt(all)) != 0 || got.Fallback.Cmp(big.NewInt(none)) != 0 {
			t.Fatalf("%v situations, %v without a route; want %d, %d", got.Situations, got.Fallback, all, none)
		}
		for i := range counts {
			for st, want := range counts[i] {
				if got.Routes[i][st].Cmp(big.NewInt(want)) != 0 {
					t.Fatalf("route %d is %v in %v situations, want %d", i, Status(st), got.Routes[i][st], want)
				}
			}
		}
	})
}

// The order in which routes and criteria are written changes no status.
func TestOrderOfRoutesChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := drawRules(t)
		d := compileText(t, text)
		lines := strings.Split(text, "\n")
		first := slices.Index(lines, "routes:") + 1
		last := first
		for last < len(lines) && strings.HasPrefix(lines[last], "  ") {
			last++
		}
		slices.Reverse(lines[first:last])
		e := compileText(t, strings.Join(lines, "\n"))
		s := drawSituation(t, d.Rules)
		a, b := d.Evaluate(s), e.Evaluate(s)
		for i, r := range d.Rules.Routes {
			if got := b.Status[e.Rules.Route(r.ID).Index]; got != a.Status[i] {
				t.Fatalf("%s: %s is %v, and %v when the routes are reversed", d.Rules.Describe(s), r.ID, a.Status[i], got)
			}
		}
	})
}
