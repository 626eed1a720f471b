package browser

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"testing"

	"boussole/generator/internal/pathway"
)

// TestScenariosInThePage runs every scenario of the pathway through the page, one in one language, the next in the
// other: it answers what the page asks, from the scenario or else "I do not know", until there is a result, and
// compares each step with what Go says of the same answers. Where a question refuses "I do not know" and the scenario
// is silent, an option is taken, another one from scenario to scenario.
func TestScenariosInThePage(t *testing.T) {
	t.Parallel()
	at := folder(t)
	languages := checkers(t)
	for first, c := range languages {
		t.Run(c.lang, func(t *testing.T) {
			t.Parallel()
			v := &visitor{newTab(t, at.base), c}
			v.start()
			count, taken := 0, 0
			for i := first; i < len(c.pw.Scenarios); i += len(languages) {
				s := c.pw.Scenarios[i]
				chosen, own, err := v.chosen(s, i)
				if err != nil {
					t.Fatal(err)
				}
				given, err := v.byAddress(chosen)
				if err != nil {
					t.Errorf("%s: %v", s.ID.Value, err)
					continue
				}
				count++
				if slices.ContainsFunc(given, func(a answer) bool { return own[a.question] }) {
					taken++
				}
				if count == 1 { // one by hand too
					v.leads(v.walk(given, (*visitor).byMouse), given)
				}
			}
			if count == 0 {
				t.Error("no scenario was run")
			}
			t.Logf("%d scenarios, of which %d were completed with options of the test's choice", count, taken)
		})
	}
}

// chosen is an answer to every question, from a scenario where it has one. Questions whose answer is the test's own,
// because "I do not know" is refused, are in own.
func (v *visitor) chosen(scenario *pathway.Scenario, number int) (answers []answer, own map[string]bool, err error) {
	rules := v.c.pw.Rules
	situation, err := scenario.Situation(rules)
	own = map[string]bool{}
	for i, q := range rules.Questions {
		option := pathway.UnknownID
		switch {
		case err == nil && situation[i] >= 0:
			option = q.Options[situation[i]].Value
		case !q.Unknown:
			own[q.ID] = true
			option = q.Options[number%len(q.Options)].Value
		}
		answers = append(answers, answer{q.ID, option})
	}
	return answers, own, err
}

// byAddress answers by changing the address, one answer more at a time, and checks question and result on the way. It
// returns the answers that were asked for.
func (v *visitor) byAddress(answers []answer) (given []answer, err error) {
	v.t.Helper()
	chosen := map[string]string{}
	for _, a := range answers {
		chosen[a.question] = a.option
	}
	words, err := json.Marshal(chosen)
	if err != nil {
		return nil, err
	}
	// The whole way at once: the steps that were shown.
	steps := eval[[]shown](v.tab, fmt.Sprintf(`(async chosen => {
		const steps = [], given = [], show = () => %s;
		do {
			const to = given.join('&');
			if (location.hash.slice(1) !== to) {
				const changed = new Promise(done => addEventListener('hashchange', done, { once: true }));
				location.hash = to;
				await changed;
			}
			steps.push(show());
			given.push(steps.at(-1).Question + '=' + chosen[steps.at(-1).Question]);
		} while (steps.at(-1).Question && steps.length <= %d);
		return steps;
	})(%s)`, show, len(answers), words))
	for _, s := range steps {
		want := evaluate(v.t, v.c.pw, given)
		switch {
		case s.Question != want.next:
			return given, fmt.Errorf("after %s the page asks %q, want %q", fragment(given), s.Question, want.next)
		case s.Question != "":
			given = append(given, answer{s.Question, chosen[s.Question]})
		case !maps.Equal(s.Outcomes, want.statuses):
			return given, fmt.Errorf("%s leads to %v, want %v", fragment(given), s.Outcomes, want.statuses)
		case s.Answers != fragment(given):
			return given, fmt.Errorf("the address to copy holds %s, want %s", s.Answers, fragment(given))
		default:
			return given, nil
		}
	}
	return given, fmt.Errorf("no result after %s", fragment(given))
}
