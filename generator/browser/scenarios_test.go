package browser

import (
	"fmt"
	"maps"
	"testing"

	"boussole/generator/internal/pathway"
)

// TestScenariosInThePage runs every scenario of the pathway through the page: it answers what the page asks, from the
// scenario or else "I do not know", until there is a result, and compares with what Go says of those answers. Where a
// question refuses "I do not know" and the scenario is silent, an option is taken, another one from scenario to
// scenario.
func TestScenariosInThePage(t *testing.T) {
	t.Parallel()
	at := folder(t)
	for _, c := range checkers(t) {
		t.Run(c.lang, func(t *testing.T) {
			t.Parallel()
			v := &visitor{newTab(t, at.base), c}
			v.start()
			taken := 0
			for i, s := range c.pw.Scenarios {
				given, chosen, err := v.byAddress(s, i)
				if err != nil {
					t.Errorf("%s: %v", s.ID.Value, err)
				}
				if chosen {
					taken++
				}
				if i%15 == 0 { // a few by hand
					v.t.Log("by mouse: ", s.ID.Value)
					v.leads(v.walk(given, (*visitor).byMouse), given)
				}
			}
			t.Logf("%d scenarios, of which %d were completed with options of the test's choice", len(c.pw.Scenarios), taken)
		})
	}
}

// byAddress answers by changing the address, one answer at a time, and checks question and result on the way. It
// returns the answers that were given, and whether some were the test's own.
func (v *visitor) byAddress(scenario *pathway.Scenario, number int) (given []answer, chosen bool, err error) {
	v.t.Helper()
	situation, err := scenario.Situation(v.c.pw.Rules)
	if err != nil {
		return nil, false, err
	}
	for range len(v.c.pw.Rules.Questions) + 1 {
		s := v.goTo(given)
		want := evaluate(v.t, v.c.pw, given)
		if s.Question != want.next {
			return given, chosen, fmt.Errorf("after %s the page asks %q, want %q", fragment(given), s.Question, want.next)
		}
		if s.Question == "" {
			if !maps.Equal(s.Outcomes, want.statuses) {
				err = fmt.Errorf("%s leads to %v, want %v", fragment(given), s.Outcomes, want.statuses)
			} else if s.Answers != fragment(given) {
				err = fmt.Errorf("the address to copy holds %s, want %s", s.Answers, fragment(given))
			}
			return given, chosen, err
		}
		q := v.c.pw.Rules.Question(s.Question)
		option := pathway.UnknownID
		switch at := situation[q.Index]; {
		case at >= 0:
			option = q.Options[at].Value
		case !q.Unknown:
			chosen = true
			option = q.Options[number%len(q.Options)].Value
		}
		given = append(given, answer{q.ID, option})
	}
	return given, chosen, fmt.Errorf("no result after %s", fragment(given))
}

// goTo changes the fragment of the address as a script does, and returns what is then shown.
func (v *visitor) goTo(answers []answer) shown {
	v.t.Helper()
	return eval[shown](v.tab, fmt.Sprintf(`new Promise(done => {
		const to = '#' + %q;
		if (location.hash === to || to === '#' && !location.hash) return done();
		addEventListener('hashchange', done, { once: true });
		location.hash = to;
	}).then(() => %s)`, fragment(answers), show))
}
