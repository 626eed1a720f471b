package browser

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"boussole/generator/internal/pathway"
)

// asksAgain is an expression for the link that leads from a page of the checker to a question again.
func asksAgain(question string) string {
	return fmt.Sprintf(`[...document.querySelectorAll('#checker dl a')].find(a => a.hash.endsWith('q=%s'))`, question)
}

func TestBackReturnsToTheQuestion(t *testing.T) {
	t.Parallel()
	crosswise(t, func(v *visitor) {
		before := v.start(compassionate[:4]...)
		v.byMouse(before, "yes")
		after := v.moved(before)
		v.back() // the browser's own
		s := v.asked(before.Question)
		if s.Chosen != "yes" {
			v.t.Errorf("the browser's Back shows %q chosen at %s, want yes", s.Chosen, s.Question)
		}
		v.byMouse(s, "yes")
		v.asked(after.Question)
		v.click(`document.querySelector('#checker a[href$="q=` + before.Question + `"]')`) // the page's own
		s = v.moved(after)
		if s.Question != before.Question || s.Chosen != "yes" {
			v.t.Errorf("the link back shows %q chosen at %q, want yes at %q", s.Chosen, s.Question, before.Question)
		}
	})
}

func TestReloadAndNewTabShowTheSame(t *testing.T) {
	t.Parallel()
	crosswise(t, func(v *visitor) {
		check := func(first shown) {
			v.t.Helper()
			same := func(s shown, where string) {
				v.t.Helper()
				if s.Question != first.Question || s.Heading != first.Heading || s.Chosen != first.Chosen || s.Title != first.Title || !maps.Equal(s.Outcomes, first.Outcomes) {
					v.t.Errorf("%s shows %+v, want %+v", where, s, first)
				}
			}
			v.do(chromedp.Reload())
			same(v.shown(), "the page loaded again")
			other := &visitor{newTab(v.t, v.base), v.c}
			other.open(v.address())
			same(other.shown(), "a new tab")
		}
		check(v.start(compassionate[:6]...))
		v.start(compassionate...)
		check(v.awaits("the result", func(s shown) bool { return s.Question == "" }))
		again := append(slices.Clone(compassionate), answer{"q", "serious"})
		s := v.start(again...)
		if s.Question != "serious" || s.Chosen != "yes" {
			v.t.Errorf("q=serious shows %q chosen at %q, want yes at serious", s.Chosen, s.Question)
		}
		check(s)
	})
}

func TestChangingAnAnswerKeepsTheOthers(t *testing.T) {
	t.Parallel()
	crosswise(t, func(v *visitor) {
		s := v.start(compassionate...)
		given := slices.Clone(compassionate)
		change := func(question, option string) {
			v.t.Helper()
			v.click(asksAgain(question))
			at := v.moved(s)
			old, _ := find(given, question)
			if at.Question != question || at.Chosen != old {
				v.t.Fatalf("the link shows %q chosen at %q, want %q at %q", at.Chosen, at.Question, old, question)
			}
			v.byMouse(at, option)
			s = v.moved(at)
			given[slices.Index(given, answer{question, old})].option = option
			if want := evaluate(v.t, v.c.pw, given).next; s.Question != want {
				v.t.Fatalf("after the change of %s the page asks %q, want %q", question, s.Question, want)
			}
			if !strings.Contains("&"+s.Hash+"&", "&"+question+"="+option+"&") {
				v.t.Errorf("after the change the address says %s", s.Hash)
			}
		}
		change("serious", "no")
		for _, a := range given {
			if !strings.Contains("&"+s.Hash+"&", "&"+fragment([]answer{a})+"&") {
				v.t.Errorf("the change of serious lost %s=%s: %s", a.question, a.option, s.Hash)
			}
		}
		change("serious", "yes")
		v.leads(s, compassionate)
		// What is asked of medicines only no longer counts for a device, and comes back with the medicine.
		change("product-type", "device")
		v.leads(s, given)
		if strings.Contains(s.Hash, "serious") {
			v.t.Errorf("an answer that no longer counts is still in the address: %s", s.Hash)
		}
	})
}

func TestNothingChosen(t *testing.T) {
	t.Parallel()
	crosswise(t, func(v *visitor) {
		before := v.start(compassionate[:3]...)
		v.tabTo(submit)
		v.press(kb.Enter)
		v.until("the summary of errors to have the focus", `document.activeElement.matches('#checker [role=alert]')`)
		s := v.shown()
		if s.Question != before.Question || s.Hash != before.Hash || s.Title == before.Title || !strings.HasSuffix(s.Title, before.Title) {
			v.t.Errorf("with nothing chosen %q at %q is titled %q, want a word before %q", s.Question, s.Hash, s.Title, before.Title)
		}
		tied := eval[bool](v.tab, `(() => {
			const group = document.querySelector('#checker [role=radiogroup]'), alert = document.querySelector('#checker [role=alert]');
			return group.getAttribute('aria-invalid') === 'true' && Boolean(alert.textContent.trim())
				&& group.getAttribute('aria-describedby').split(' ').every(id => document.getElementById(id));
		})()`)
		if !tied {
			v.t.Error("the group is not marked as invalid, or its description is missing")
		}
		v.press(kb.Tab)
		if !eval[bool](v.tab, `document.activeElement.matches('#checker [role=alert] a')`) {
			v.t.Error("Tab does not go from the summary to its link")
		}
		v.press(kb.Enter)
		first := fmt.Sprintf(`document.activeElement === document.querySelector(%q)`, radios)
		v.until("the link of the summary to lead to the first option", first)
		v.click(fmt.Sprintf(`document.querySelector(%q)`, submit))
		v.until("a single summary", `document.querySelectorAll('#checker [role=alert]').length === 1 && document.activeElement.matches('#checker [role=alert]')`)
		v.byMouse(s, s.Options[0])
		after := v.moved(s)
		if strings.HasSuffix(after.Title, before.Title) || eval[bool](v.tab, `Boolean(document.querySelector('#checker [role=alert]'))`) {
			v.t.Errorf("the error stays after an answer: %q", after.Title)
		}
	})
}

func TestOldLinks(t *testing.T) {
	t.Parallel()
	crosswise(t, func(v *visitor) {
		for _, c := range []struct{ hash, question, chosen string }{
			{"role=patient&product-type=medicine&ma-status=an-option-of-long-ago", "ma-status", ""},
			{"role=patient&product-type=medicine&a-question-of-long-ago=yes", "ma-status", ""},
			{"role=patient&product-type=unknown", "product-type", ""}, // refused there
			{"role=patient&product-type=%F0%9F%90%88%3Cimg%20src=x%3E", "product-type", ""},
		} {
			v.open(v.base + v.c.path + "#" + c.hash)
			if s := v.shown(); !s.Notice || s.Question != c.question || s.Chosen != c.chosen {
				v.t.Errorf("#%s: notice %v, %q chosen at %q; want a notice at %q", c.hash, s.Notice, s.Chosen, s.Question, c.question)
			}
		}
		if s := v.start(compassionate[:3]...); s.Notice {
			v.t.Error("a notice where every answer counts")
		}
	})
}

// TestWarningAtTheResult opens a link to a result: in windows of every size the page's warning stands in sight, and it is
// read with the heading, which has the focus. Who answers on the way has met it.
func TestWarningAtTheResult(t *testing.T) {
	t.Parallel()
	for _, c := range checkers(t) {
		visitorAt(t, folder(t), c, func(v *visitor) {
			v.tab = ownTab(v.t, v.base)
			described := `(document.getElementById('checker-heading').getAttribute('aria-describedby') || '').includes('checker-warning')`
			for _, size := range [][2]int64{{1280, 700}, {360, 640}, {320, 256}} {
				v.do(chromedp.EmulateViewport(size[0], size[1]))
				v.do(chromedp.Navigate("about:blank")) // a page that is loaded again keeps its place
				v.start(compassionate...)
				if !eval[bool](v.tab, `(r => r.top >= 0 && r.bottom <= innerHeight)(document.getElementById('checker-warning').getBoundingClientRect()) && `+described) {
					v.t.Errorf("%v: the warning is out of sight, or not read", size)
				}
			}
			result := v.shown()
			v.click(asksAgain("supply"))
			v.moved(result)
			v.byMouse(v.shown(), "hospital")
			v.until("the result again", `!location.hash.includes('q=')`)
			if eval[bool](v.tab, described) {
				v.t.Error("on the way the warning is read again")
			}
		})
	}
}

func TestNotKnowingLeavesRoutesPossible(t *testing.T) {
	t.Parallel()
	crosswise(t, func(v *visitor) {
		answers := allUnknown(v.c.pw.Rules)
		s := v.walk(answers, (*visitor).byMouse)
		v.leads(s, answers)
		possible := 0
		for _, status := range s.Outcomes {
			if status == "possible" {
				possible++
			}
		}
		if possible == 0 {
			v.t.Fatal("no route is possible although nothing is known")
		}
		if _, asked := find(answers, "serious"); asked && !strings.Contains(s.Answers, "serious="+pathway.UnknownID) {
			v.t.Errorf("the address to copy lacks what is not known: %s", s.Answers)
		}
		// A possible route names a question that would settle it, and leads there.
		const settles = `[...document.querySelectorAll('#checker [data-status=possible] a[href*="q="]')][0]`
		eval[bool](v.tab, `(document.querySelectorAll('#checker details').forEach(d => { d.open = true; }), true)`)
		question := eval[string](v.tab, `new URLSearchParams(`+settles+`.hash.slice(1)).get('q')`)
		v.click(settles)
		if at := v.moved(s); at.Question != question || at.Chosen != pathway.UnknownID {
			v.t.Errorf("the link shows %q chosen at %q, want %q at %q", at.Chosen, at.Question, pathway.UnknownID, question)
		}
	})
}
