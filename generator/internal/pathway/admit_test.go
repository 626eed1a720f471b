package pathway

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// What a route admits is what its cases say, listed one by one.
func TestAdmitsAgreesWithTheWays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := compileText(t, drawRules(t))
		for _, r := range d.Rules.routesAndFallback() {
			ways, ds := d.Ways(r)
			if ds.HasErrors() {
				continue
			}
			for _, q := range d.Rules.Questions {
				want := make([]bool, len(q.Options))
				for _, w := range ways {
					if w.Impossible >= 0 || w.Status != Applies && w.Status != Possible {
						continue
					}
					for i := range want {
						want[i] = want[i] || w.Options[q.Index] == nil || slices.Contains(w.Options[q.Index], i)
					}
				}
				if got := d.Admits(r, q); !slices.Equal(got, want) {
					t.Errorf("route %s, question %s: admits %v, its cases say %v", r.ID, q.ID, got, want)
				}
			}
		}
	})
}
