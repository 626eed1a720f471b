package browser

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"boussole/generator/internal/site"
)

// A state is what a page shows only after somebody did something there, or some day.
type state struct {
	name   string
	path   string // with its fragment
	day    string // of the reader's clock, or ""
	narrow bool   // there on narrow screens only
	reach  func(b *tab)
}

// opens opens everything that is folded in what a selector finds.
func (b *tab) opens(selector string) {
	b.t.Helper()
	if eval[int](b, fmt.Sprintf(`(all => (all.forEach(d => { d.open = true; }), all.length))([...document.querySelectorAll(%q + ' details')])`, selector)) == 0 {
		b.t.Fatalf("nothing is folded in %s (at %s)", selector, b.address())
	}
}

// awaitsSome waits until something that a selector finds is shown.
func (b *tab) awaitsSome(selector string) {
	b.t.Helper()
	b.until(selector+" to be shown", fmt.Sprintf(`[...document.querySelectorAll(%q)].some(e => e.checkVisibility())`, selector))
}

// statesIn are the states of the site in a language.
func statesIn(t *testing.T, lang string) []state {
	t.Helper()
	i := 0
	all := checkers(t)
	for all[i].lang != lang {
		i++
	}
	c, search := all[i], searchPage(t, lang)
	at := func(answers []answer) string { return c.path + "#" + fragment(answers) }
	page := func(key string) *site.Page { return built(t).Site.Page(key, lang) }
	found := map[string]string{"fr": "importer", "en": "import"}[lang]
	return []state{
		{name: "question", path: at(compassionate[:4]), reach: func(b *tab) { b.opens("#checker") }},
		{name: "question, nothing chosen", path: at(compassionate[:3]), reach: func(b *tab) {
			b.click(fmt.Sprintf(`document.querySelector(%q)`, submit))
			b.awaitsSome("#checker [role=alert]")
		}},
		{name: "question, asked again", path: at(append(compassionate[:6:6], answer{"q", "serious"})), reach: func(b *tab) { b.awaitsSome("#checker .unchanged") }},
		{name: "result, a route applies", path: at(compassionate), reach: func(b *tab) {
			b.awaitsSome("#checker [data-status=applies]")
			b.opens("#checker")
		}},
		{name: "result, routes are possible", path: at(allUnknown(c.pw.Rules)), reach: func(b *tab) {
			b.awaitsSome("#checker [data-status=possible]")
			b.opens("#checker")
		}},
		{name: "old link", path: c.path + "#role=patient&product-type=medicine&of-long-ago=yes", reach: func(b *tab) { b.awaitsSome("#checker-notice") }},
		{name: "place in a tree", path: c.inTree(t, "r1"), reach: func(b *tab) { b.awaitsSome("#r1") }},
		{name: "dossier", path: dossiers(t)[lang] + "#_from=access&" + fragment(compassionate), reach: func(b *tab) {
			b.awaitsSome(".answer")
			b.opens("#dossier")
		}},
		{name: "search, found", path: search.Path + "#q=" + found, reach: func(b *tab) { b.awaitsSome("#search-results li") }},
		{name: "search, not found", path: search.Path + "#q=zzzqqq", reach: func(b *tab) {
			b.until("the page to say that nothing is found", `/zzzqqq/.test(document.querySelector('[role=status]').textContent)`)
		}},
		{name: "table, filtered", path: page("procedures/compare").Path + "#product=medicine", reach: func(b *tab) {
			b.until("rows to be hidden", `[...document.querySelectorAll('#compare-table tbody tr')].some(r => !r.checkVisibility())`)
		}},
		{name: "term, explained", path: withTerms(t, lang), reach: func(b *tab) {
			b.click(`document.querySelector('[popovertarget]')`)
			b.awaitsSome(":popover-open")
		}},
		{name: "menu, unfolded", path: lang + "/index.html", narrow: true, reach: func(b *tab) {
			b.click(`document.querySelector('nav.menu summary')`)
			b.awaitsSome("nav.menu details[open] li")
		}},
		{name: "overdue", path: page("procedures/compassionate-access").Path, day: "2039-12-31", reach: func(b *tab) { b.awaitsSome("#overdue-copy") }},
	}
}

// TestBarriersInStates looks at what pages show after something was done, in every appearance; each state in one
// language, and with -axe.all in all.
func TestBarriersInStates(t *testing.T) {
	t.Parallel()
	at := folder(t)
	langs := built(t).Site.Langs
	for l, lang := range langs {
		for i, s := range statesIn(t, lang) {
			if *axeAll || i%len(langs) == l {
				t.Run(s.name+" "+lang, func(t *testing.T) {
					t.Parallel()
					judgeState(t, at, s, i/len(langs))
				})
			}
		}
	}
}

// TestBarriersInContradiction looks at answers that cannot go together: the project's own pathways know none at the
// moment, the small site's does.
func TestBarriersInContradiction(t *testing.T) {
	t.Parallel()
	at, _ := smallSite(t)
	for lang, path := range map[string]string{"fr": "fr/trouver/prix.html", "en": "en/find/price.html"} {
		t.Run(lang, func(t *testing.T) {
			judgeState(t, at, state{
				path:  path + "#role=visitor&season=summer&age=child&resident=yes&card=expired",
				reach: func(b *tab) { b.awaitsSome("#checker [data-status=contradiction]") },
			}, len(lang+path))
		})
	}
}

func judgeState(t *testing.T, at place, s state, turn int) {
	t.Helper()
	b := ownTab(t, at.base).brings()
	if s.day != "" {
		on(b, s.day)
	}
	b.shows(appearances[0]) // a narrow one
	b.open(at.base + s.path)
	s.reach(b)
	those := appearances
	if s.narrow {
		those = slices.DeleteFunc(slices.Clone(those), func(a appearance) bool { return a.width != appearances[0].width })
	}
	b.judge(strings.SplitN(s.path, "#", 2)[0]+", "+s.name, turn, 2, those...)
}
