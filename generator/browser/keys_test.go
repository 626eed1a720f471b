package browser

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// TestEscape leaves a question that is looked at again, where one came from, and closes what is unfolded; anywhere else
// it does nothing.
func TestEscape(t *testing.T) {
	t.Parallel()
	crosswise(t, func(v *visitor) {
		result := v.start(compassionate...)
		v.click(asksAgain("serious"))
		s := v.moved(result)
		v.press(kb.Tab, kb.ArrowDown, kb.Escape) // another option was pointed at, not given
		v.until("the result again, at the link that led away", `!location.hash.includes('q=') && document.activeElement === `+asksAgain("serious"))
		v.leads(v.shown(), compassionate)
		v.press(kb.Enter)
		v.moved(result)
		v.click(`document.querySelector('#checker .unchanged')`) // what Escape does, to be seen
		v.until("the result again", `!location.hash.includes('q=') && document.activeElement === `+asksAgain("serious"))
		v.back()
		v.asked("serious")

		before := v.start(compassionate[:4]...)
		v.press(kb.Escape)
		if s = v.shown(); s.Hash != before.Hash || s.Question != before.Question {
			v.t.Errorf("Escape at %s leads to %+v", before.Question, s)
		}
		const answers = `document.querySelector('#checker details.checker-answers')`
		v.click(answers + `.querySelector('summary')`)
		v.until("the answers to unfold", answers+`.open`)
		v.press(kb.Tab, kb.Escape)
		v.until("the answers to be folded, the focus on their title", `!`+answers+`.open && document.activeElement === `+answers+`.querySelector('summary')`)
	})
}

// TestEnter sends the answer from the option itself.
func TestEnter(t *testing.T) {
	t.Parallel()
	crosswise(t, func(v *visitor) {
		s := v.start(compassionate[:2]...)
		v.tabTo(radios)
		v.press(kb.ArrowDown, kb.ArrowDown, kb.ArrowUp, kb.Enter)
		after := v.moved(s)
		if want := fragment(append(compassionate[:2:2], answer{s.Question, s.Options[1]})); after.Hash != want {
			v.t.Errorf("Enter leads to %s, want %s", after.Hash, want)
		}
	})
}

// TestRestart begins again, with the focus on the first question and nothing chosen.
func TestRestart(t *testing.T) {
	t.Parallel()
	crosswise(t, func(v *visitor) {
		before := v.start(compassionate...)
		v.click(`document.querySelector('#checker .restart')`)
		if s := v.moved(before); s.Question != v.c.pw.Rules.Questions[0].ID || s.Chosen != "" || s.Hash != "" {
			v.t.Errorf("Start again shows %+v", s)
		}
	})
}

// TestEachStepSpeaksOnce: the status says something else at each step, and the heading, which has the focus, is not in
// a group that would be read with it.
func TestEachStepSpeaksOnce(t *testing.T) {
	t.Parallel()
	crosswise(t, func(v *visitor) {
		said := map[string]int{}
		for n := 1; n <= len(compassionate); n += 3 {
			v.start(compassionate[:n]...)
			text := eval[string](v.tab, `document.querySelector('#checker [role=status]').textContent`)
			if m, twice := said[text]; twice || text == "" {
				v.t.Errorf("after %d and %d answers the status is %q", m, n, text)
			}
			said[text] = n
			if !eval[bool](v.tab, `(h => h === document.activeElement && !h.closest('fieldset, [role=radiogroup], [role=status]'))(document.getElementById('checker-heading'))`) {
				v.t.Errorf("after %d answers the heading has no focus, or stands in a group", n)
			}
		}
	})
}

// TestWhyAsked unfolds why a question is asked: conditions with their sources, and routes. Only wording hangs on the
// first one.
func TestWhyAsked(t *testing.T) {
	t.Parallel()
	crosswise(t, func(v *visitor) {
		for n, want := range map[int]struct{ sources, names bool }{0: {}, 4: {true, true}} {
			v.start(compassionate[:n]...)
			v.click(`document.querySelector('#checker .checker-why summary')`)
			v.until("the reasons to unfold", `document.querySelector('#checker .checker-why').children.length > 1`)
			sources := eval[int](v.tab, `document.querySelectorAll('#checker .checker-why a.source[href^=https]').length`)
			names := eval[int](v.tab, `document.querySelectorAll('#checker .checker-why > ul li').length`)
			if (sources > 0) != want.sources || (names > 0) != want.names {
				v.t.Errorf("after %d answers: %d sources and %d routes", n, sources, names)
			}
		}
	})
}

// TestTargets: what is pressed is 44 pixels high at least; links to sources, which stand in text, 24 (WCAG 2.5.8).
func TestTargets(t *testing.T) {
	t.Parallel()
	crosswise(t, func(v *visitor) {
		for _, answers := range [][]answer{compassionate[:4], append(compassionate[:6:6], answer{"q", "serious"}), compassionate, allUnknown(v.c.pw.Rules)} {
			v.start(answers...)
			eval[bool](v.tab, `(document.querySelectorAll('#checker details').forEach(d => { d.open = true; }), true)`)
			for _, small := range eval[[]string](v.tab, `[...document.querySelectorAll('#checker :is(a, button, summary, .radio label)')]
				.filter(e => e.checkVisibility() && e.getBoundingClientRect().height < (e.matches('.source') ? 24 : 43.9))
				.map(e => e.getBoundingClientRect().height + ' ' + e.outerHTML.slice(0, 120))`) {
				v.t.Errorf("%s: too small: %s", fragment(answers), small)
			}
		}
	})
}

// TestStartPoint begins the questionnaire from a page, with what the page implies.
func TestStartPoint(t *testing.T) {
	t.Parallel()
	crosswise(t, func(v *visitor) {
		page := built(t).Site.Page("procedures/compassionate-access", v.c.lang)
		v.open(v.base + page.Path)
		v.click(`document.querySelector('.start a')`)
		implied := []answer{{"product-type", "medicine"}}
		v.arrived(v.base + v.c.path + "#" + fragment(implied))
		if s := v.asked(evaluate(v.t, v.c.pw, implied).next); s.Notice || s.Focus != "checker-heading" {
			v.t.Errorf("the questionnaire begins with %+v", s)
		}
	})
}

// TestSupportFromAFolder answers the other questionnaire in each language, by mouse and by keyboard.
func TestSupportFromAFolder(t *testing.T) {
	t.Parallel()
	answers := []answer{{"who", "sme"}, {"product", "digital"}, {"need", "support"}, {"blocker", "money"}}
	for _, c := range checkersOf(t, "support") {
		for name, choose := range map[string]func(v *visitor, s shown, option string){"keys": (*visitor).byKeys, "mouse": (*visitor).byMouse} {
			t.Run(name, func(t *testing.T) {
				visitorAt(t, folder(t), c, func(v *visitor) { v.leads(v.walk(answers, choose), answers) })
			})
		}
	}
}

// TestChangeThatAsksMore: where a change makes more questions necessary than were left, the page says that it does, until
// the next answer.
func TestChangeThatAsksMore(t *testing.T) {
	t.Parallel()
	crosswise(t, func(v *visitor) {
		says := map[string]string{"en": "Your change makes other questions necessary.", "fr": "Votre modification rend d’autres questions nécessaires."}[v.c.lang]
		status := func() string {
			return eval[string](v.tab, `document.querySelector('#checker [role=status]').textContent`)
		}
		s := v.start(compassionate...)
		v.click(asksAgain("listed"))
		s = v.moved(s)
		v.byMouse(s, "aap")
		s = v.asked("fits")
		if said := status(); !strings.HasPrefix(said, says) {
			v.t.Errorf("after the change the status is %q", said)
		}
		v.byMouse(s, "no")
		v.moved(s)
		if said := status(); strings.Contains(said, says) {
			v.t.Errorf("after the next answer the status is %q", said)
		}
	})
}

var number = regexp.MustCompile(`\d+`)

// TestQuestionsLeft reads, along a visit, the least and the most of the questions that are left: both are told while they
// differ, and the most never rises.
func TestQuestionsLeft(t *testing.T) {
	t.Parallel()
	crosswise(t, func(v *visitor) {
		before := 99
		for n := range compassionate {
			v.start(compassionate[:n]...)
			said := eval[string](v.tab, `document.querySelector('#checker [role=status]').textContent`)
			left, _, _ := strings.Cut(said, ".") // then follows how many answers were given
			state := evaluate(v.t, v.c.pw, compassionate[:n])
			want := []string{fmt.Sprint(state.least), fmt.Sprint(state.most)}
			if state.least == 1 { // in letters
				want = want[1:]
			}
			if got := number.FindAllString(left, -1); state.least < state.most && !slices.Equal(got, want) {
				v.t.Errorf("after %d answers the status is %q, want %v in it", n, said, want)
			}
			if state.most > before {
				v.t.Errorf("after %d answers at most %d questions are left, %d before", n, state.most, before)
			}
			before = state.most
		}
	})
}
