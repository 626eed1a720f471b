package browser

import (
	"fmt"
	"maps"
	"testing"
)

// switchTo is an expression for the link of the language switch.
func switchTo(lang string) string {
	return fmt.Sprintf(`[...document.querySelectorAll('a[rel~=alternate][hreflang=%s]')].find(a => a.checkVisibility())`, lang)
}

// TestLanguageSwitch follows the switch to the other language and back, in both places, from a few pages; that it is
// right on every page is for [TestEveryPage].
func TestLanguageSwitch(t *testing.T) {
	t.Parallel()
	site := built(t).Site
	for _, at := range places(t) {
		t.Run(at.name, func(t *testing.T) {
			t.Parallel()
			b := newTab(t, at.base)
			for i, p := range site.Pages {
				if i%12 != 0 {
					continue
				}
				for _, lang := range site.Langs {
					twin := p.In(lang)
					if twin == nil || lang == p.Lang {
						continue
					}
					b.open(at.base + p.Path)
					b.click(switchTo(lang))
					b.arrived(at.base + twin.Path)
					if got := eval[string](b, `document.documentElement.lang`); got != lang {
						t.Errorf("%s is in %q, want %q", twin.Path, got, lang)
					}
					b.click(switchTo(p.Lang))
					b.arrived(at.base + p.Path)
				}
			}
		})
	}
}

func TestLanguageSwitchTakesTheAnswersAlong(t *testing.T) {
	t.Parallel()
	crosswise(t, func(v *visitor) {
		var twin checkerPage
		for _, c := range checkers(v.t) {
			if c.lang != v.c.lang {
				twin = c
			}
		}
		for _, n := range []int{0, 5, len(compassionate)} {
			s := v.start(compassionate[:n]...)
			if n == 5 {
				v.byMouse(s, "none") // answered in the page, so that the link has to follow
				s = v.moved(s)
			}
			v.click(switchTo(twin.lang))
			v.arrived(v.base + twin.path)
			other := v.shown()
			if other.Question != s.Question || other.Hash != s.Hash || !maps.Equal(other.Outcomes, s.Outcomes) {
				v.t.Errorf("in %s %+v is shown, want as in %s: %+v", twin.lang, other, v.c.lang, s)
			}
			if other.Heading == s.Heading {
				v.t.Errorf("%q is in one language only", s.Heading)
			}
			v.click(switchTo(v.c.lang))
			v.arrived(v.base + v.c.path)
			if back := v.shown(); back.Question != s.Question || back.Hash != s.Hash || !maps.Equal(back.Outcomes, s.Outcomes) {
				v.t.Errorf("back in %s %+v is shown, want %+v", v.c.lang, back, s)
			}
		}
	})
}
