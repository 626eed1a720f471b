package pathway

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Each proof finds a fault exactly where looking at every situation finds one, and its witness is one.
func TestProofsAgreeWithBruteForce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := drawRules(t)
		text += "exclusive: [[r0, r1]]\n"
		if !strings.Contains(text, "  r1:") {
			return
		}
		rs := parseText(t, text)
		rs.Otherwise = nil // so that completeness is proved too
		d, _ := Compile(rs, 0)
		both, none := false, false
		reached := make([]bool, len(rs.Routes))
		rs.complete(rs.NewSituation(), func(s Situation) {
			empty := true
			for i, r := range rs.Routes {
				if r.eval(s) >= Possible {
					reached[i], empty = true, false
				}
			}
			none = none || empty
			both = both || rs.Routes[0].eval(s) == Applies && rs.Routes[1].eval(s) == Applies
		})
		said := map[string]string{}
		limit := rapid.SampledFrom([]int{unionLimit, 0}).Draw(t, "steps of a conjunction")
		for _, m := range d.prove(nil, limit) {
			for _, key := range []string{"lead to no route", "declared exclusive", "never applies"} {
				if strings.Contains(m.Message, key) {
					said[key] += m.Message + "\n"
				}
			}
		}
		if (said["lead to no route"] != "") != none || (said["declared exclusive"] != "") != both {
			t.Fatalf("none %v, both %v, but said %v\n%s", none, both, said, text)
		}
		for i, r := range rs.Routes {
			if strings.Contains(said["never applies"], fmt.Sprintf("%q", r.ID)) == reached[i] {
				t.Fatalf("route %s reached %v, but said %q\n%s", r.ID, reached[i], said["never applies"], text)
			}
		}
		if none {
			checkWitness(t, d, d.nothing(), func(s Situation) bool {
				return !slices.ContainsFunc(rs.Routes, func(r *Route) bool { return r.eval(s) >= Possible })
			})
		}
	})
}

// checkWitness replays a witness: every completion shows the fault, and there is one.
func checkWitness(t *rapid.T, d *Diagram, r ref, fault func(Situation) bool) {
	w := d.witness(r)
	found := false
	d.Rules.complete(w, func(s Situation) {
		found = true
		if !fault(s) {
			t.Fatalf("the witness %s does not show the fault in %s", d.Rules.Describe(w), d.Rules.Describe(s))
		}
	})
	if !found {
		t.Fatalf("the witness %s is no situation", d.Rules.Describe(w))
	}
	if got, want := answered(w), d.fewest(fault); got != want {
		t.Fatalf("the witness %s fixes %d answers, %d are enough", d.Rules.Describe(w), got, want)
	}
}

func answered(s Situation) int {
	n := 0
	for _, a := range s {
		if a >= 0 {
			n++
		}
	}
	return n
}

// fewest is the least number of fixed answers that show a fault whatever the others are, by trying all.
func (d *Diagram) fewest(fault func(Situation) bool) int {
	best := len(d.Rules.Questions) + 1
	s := d.Rules.NewSituation()
	var try func(i int)
	try = func(i int) {
		if answered(s) >= best {
			return
		}
		if i == len(s) {
			some, all := false, true
			for _, a := range allAnswers(d.Rules, s) {
				// Questions that are not asked have no answer that counts.
				c := d.Rules.asked(a)
				if !d.Rules.possible(c) {
					all = false
					continue
				}
				some = true
				all = all && fault(c)
			}
			if some && all {
				best = answered(s)
			}
			return
		}
		s[i] = Unanswered
		try(i + 1)
		for o := range d.Rules.Questions[i].Options {
			s[i] = o
			try(i + 1)
		}
		s[i] = Unanswered
	}
	try(0)
	return best
}
