package browser

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// visibleRows counts the rows of the table of routes that are in sight.
const visibleRows = `[...document.querySelectorAll('#compare-table tbody tr')].filter(r => r.checkVisibility()).length`

// The table of routes is filtered by keyboard alone, tells how many remain, and its address shares what is shown: with
// the page in the other language too.
func TestCompareByKeyboard(t *testing.T) {
	for _, p := range []struct{ lang, path, other, twin string }{
		{"fr", "fr/procedures/comparer.html", "en", "en/procedures/compare.html"},
		{"en", "en/procedures/compare.html", "fr", "fr/procedures/comparer.html"},
	} {
		t.Run(p.lang, func(t *testing.T) {
			at := folder(t)
			b := newTab(t, at.base)
			b.open(at.base + p.path)
			all := eval[int](b, visibleRows)
			said := func() string {
				return eval[string](b, `document.querySelector('.compare-filter [role=status]').textContent`)
			}
			if all < 15 || !strings.Contains(said(), fmt.Sprint(all)) {
				t.Fatalf("%d routes are shown, the page says %q", all, said())
			}
			b.tabTo("#compare-who")
			b.press(kb.End) // the last of those who apply
			b.until("fewer routes", visibleRows+" < "+fmt.Sprint(all))
			few := eval[int](b, visibleRows)
			if few == 0 || !strings.Contains(said(), fmt.Sprint(few)) {
				t.Errorf("%d routes are left, the page says %q", few, said())
			}
			who := eval[string](b, `document.querySelector('#compare-who').value`)
			if want := "#who=" + who; !strings.HasSuffix(b.address(), want) {
				t.Errorf("the address is %s, expected it to end in %s", b.address(), want)
			}
			shared := strings.TrimPrefix(b.address(), at.base+p.path)
			b.tabTo(".compare-filter button")
			b.press(kb.Enter)
			b.until("all the routes again", visibleRows+" == "+fmt.Sprint(all))

			b.open(at.base + p.twin + shared)
			if got := eval[int](b, visibleRows); got != few {
				t.Errorf("the same address in %s shows %d routes, expected %d", p.other, got, few)
			}
			b.open(at.base + p.path + "#who=nobody&product=medicine")
			if got := eval[string](b, `[...document.querySelectorAll('.compare-filter select')].map(s => s.value).join()`); got != ",medicine" {
				t.Errorf("an address with a word that no choice has sets the filters to %q", got)
			}
		})
	}
}

// Every row that a filter leaves says so itself; no cell of either table is empty.
func TestCompareTellsTheTruth(t *testing.T) {
	at := folder(t)
	b := newTab(t, at.base)
	for _, path := range []string{"fr/procedures/comparer.html", "fr/accompagnement/comparer.html"} {
		b.open(at.base + path)
		if got := eval[int](b, `[...document.querySelectorAll('#compare-table :is(th, td)')].filter(c => !c.textContent.trim()).length`); got != 0 {
			t.Errorf("%s: %d cells are empty", path, got)
		}
		wrong := eval[string](b, `(() => {
			const wrong = [], select = document.querySelector('#compare-product');
			for (const o of select.options) {
				select.value = o.value;
				select.dispatchEvent(new Event('change'));
				for (const row of document.querySelectorAll('#compare-table tbody tr')) {
					const ids = row.dataset.product;
					if (row.checkVisibility() !== (!o.value || !ids || ids.split(' ').includes(o.value))) wrong.push(o.value + ': ' + row.firstElementChild.textContent);
				}
			}
			return wrong.join('; ');
		})()`)
		if wrong != "" {
			t.Errorf("%s: %s", path, wrong)
		}
	}
}

// Without scripts the whole table stands, and no control that does nothing.
func TestCompareWithoutScripts(t *testing.T) {
	at := folder(t)
	b := withoutScripts(ownTab(t, at.base))
	b.open(at.base + "fr/procedures/comparer.html")
	rows, controls := eval[int](b, visibleRows), eval[int](b, `[...document.querySelectorAll('.compare-filter, main select')].filter(e => e.checkVisibility()).length`)
	if rows < 15 || controls != 0 {
		t.Errorf("without scripts %d rows and %d controls are shown", rows, controls)
	}
}

// On a narrow screen rows are cards, and still the rows of a table to those who listen.
func TestCompareOnNarrowScreens(t *testing.T) {
	at := folder(t)
	b := narrowTab(t, at.base)
	b.open(at.base + "en/procedures/compare.html")
	if got := eval[string](b, `getComputedStyle(document.querySelector('#compare-table tbody tr')).display + ' ' + document.documentElement.scrollWidth`); got != "block 320" {
		t.Errorf("on a narrow screen: %s", got)
	}
	if got := eval[string](b, `['table', 'tbody', 'tbody tr', 'thead th', 'tbody th', 'td'].map(e => document.querySelector('#compare-table ' + e).getAttribute('role')).join(' ')`); got != "table rowgroup row columnheader rowheader cell" {
		t.Errorf("the roles of the table are %s", got)
	}
}
