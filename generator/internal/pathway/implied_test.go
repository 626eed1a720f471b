package pathway

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// naiveImplied looks at every complete situation that mentions one of the routes.
func (rs *Ruleset) naiveImplied(routes []*Route) Situation {
	implied, first := rs.NewSituation(), true
	rs.complete(rs.NewSituation(), func(c Situation) {
		statuses, _ := rs.naive(c)
		if !slices.ContainsFunc(routes, func(r *Route) bool { return statuses[r.Index] != Hidden }) {
			return
		}
		for i := range implied {
			switch {
			case first && !rs.Questions[i].WordsOnly:
				implied[i] = c[i]
			case implied[i] != c[i]:
				implied[i] = Unanswered
			}
		}
		first = false
	})
	return implied
}

func TestImpliedAgreesWithNaiveReading(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := drawRules(t)
		d := compileText(t, text)
		var routes []*Route
		for _, r := range d.Rules.Routes {
			if len(routes) == 0 || rapid.Bool().Draw(t, "this route too") {
				routes = append(routes, r)
			}
		}
		if got, want := d.Implied(routes...), d.Rules.naiveImplied(routes); !slices.Equal(got, want) {
			t.Fatalf("%s is implied, want %s\n%s", d.Rules.Describe(got), d.Rules.Describe(want), text)
		}
	})
}
