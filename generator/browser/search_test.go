package browser

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"boussole/generator/internal/site"
)

// searchPage is the page of a language on which the site is searched.
func searchPage(t testing.TB, lang string) *site.Page {
	t.Helper()
	for _, p := range built(t).Site.Pages {
		if p.Lang == lang && p.LayoutName() == "search" {
			return p
		}
	}
	t.Fatalf("no page to search on in %s", lang)
	return nil
}

// first is an expression: the address of the first result, or "".
const first = `(document.querySelector('#search-results :is(h2, h3) a') || { href: '' }).href`

// write types a text, key by key.
func (b *tab) write(text string) {
	b.t.Helper()
	for _, r := range text {
		b.press(string(r))
	}
}

// TestSearchByKeyboard searches from the home page to a found page without a mouse, and back.
func TestSearchByKeyboard(t *testing.T) {
	t.Parallel()
	queries := map[string]string{"fr": "acces compasionnel", "en": "compasionate access"}
	for _, at := range places(t) {
		for _, lang := range built(t).Site.Langs {
			t.Run(at.name+" "+lang, func(t *testing.T) {
				t.Parallel()
				b := newTab(t, at.base)
				page, want := at.base+searchPage(t, lang).Path, at.base+built(t).Site.Page("procedures/compassionate-access", lang).Path
				b.open(at.base + lang + "/index.html")
				b.tabTo(".seek")
				b.press(kb.Enter)
				b.arrived(page)
				b.until("the cursor to stand in the field", `document.activeElement.id === 'search-field'`)
				b.write(queries[lang])
				b.until("the page to be found", fmt.Sprintf("%s === %q", first, want))
				if said := eval[string](b, `document.querySelector('[role=status]').textContent`); !strings.ContainsAny(said, "123456789") {
					t.Errorf("the status says %q, want how many pages were found", said)
				}
				if n := eval[int](b, `document.querySelectorAll('#search-results mark').length`); n == 0 {
					t.Error("no word is marked")
				}
				if hash := eval[string](b, `decodeURIComponent(location.hash)`); hash != "#q="+queries[lang] {
					t.Errorf("the address holds %q", hash)
				}
				b.press(kb.ArrowDown)
				b.until("the first result to have the focus", fmt.Sprintf(`document.activeElement.href === %q`, want))
				b.press(kb.ArrowDown, kb.ArrowUp, kb.Enter)
				b.arrived(want)
				b.back()
				b.until("the results to stand as before", fmt.Sprintf(`document.readyState === 'complete' && %s === %q`, first, want))
				b.tabTo("#search-field")
				b.press(kb.Escape)
				b.until("nothing to be shown", `!document.getElementById('search-field').value && !document.querySelector('#search-results li') && !location.hash`)
			})
		}
	}
}

// The index is loaded when it is needed and not before; the other language's only where this one's does not help.
func TestSearchLoadsWhatItNeeds(t *testing.T) {
	t.Parallel()
	at := folder(t)
	b := newTab(t, at.base)
	indexes := `[...document.scripts].map(s => /search-(\w\w)\.\w+\.js$/.exec(s.src)).filter(m => m).map(m => m[1]).join(' ')`
	b.open(at.base + searchPage(t, "fr").Path)
	if got := eval[string](b, indexes); got != "" {
		t.Errorf("the indexes %q are loaded before the first use", got)
	}
	b.tabTo("#search-field")
	b.until("the index to be loaded", indexes+` === 'fr'`)
	b.write("rupture de stock")
	b.until("a page to be found", fmt.Sprintf("%s.endsWith(%q)", first, built(t).Site.Page("other-routes/shortage", "fr").Path))
	if got := eval[string](b, indexes); got != "fr" {
		t.Errorf("the indexes %q are loaded, want the page's own", got)
	}
	b.open(at.base + searchPage(t, "fr").Path + "#q=shortage")
	b.until("the English page to be offered", fmt.Sprintf(`[...document.querySelectorAll('.search-results[lang=en] a')].some(a => a.href === %q && a.hreflang === 'en')`,
		at.base+built(t).Site.Page("other-routes/shortage", "en").Path))
	b.click(`document.querySelector('a[rel~=alternate][lang=en]')`)
	b.arrived(at.base + searchPage(t, "en").Path + "#q=shortage")
	b.until("the English search to answer", fmt.Sprintf("%s.endsWith(%q)", first, built(t).Site.Page("other-routes/shortage", "en").Path))
	b.open(at.base + searchPage(t, "fr").Path + "#q=zzzqqq")
	b.until("the page to say that nothing is found", `/zzzqqq/.test(document.querySelector('[role=status]').textContent)`)
	if n := eval[int](b, `document.querySelectorAll('#search a').length`); n != 0 {
		t.Errorf("%d results for a word that is none", n)
	}
}

// A query that holds markup is text.
func TestSearchTakesMarkupAsText(t *testing.T) {
	t.Parallel()
	b := newTab(t, folder(t).base)
	b.open(folder(t).base + searchPage(t, "en").Path + "#q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E%20access")
	b.until("the page to answer", `document.querySelector('[role=status]').textContent.length > 0 && `+first+` !== ''`)
	if n := eval[int](b, `document.querySelectorAll('main img').length`); n != 0 {
		t.Error("the query became an element")
	}
}

func TestSearchPageWithoutScripts(t *testing.T) {
	t.Parallel()
	at := folder(t)
	for _, lang := range built(t).Site.Langs {
		b := withoutScripts(ownTab(t, at.base))
		b.open(at.base + lang + "/index.html")
		b.click(`document.querySelector('.seek')`)
		b.arrived(at.base + searchPage(t, lang).Path + "#search")
		if n := eval[int](b, `document.querySelectorAll('main :is(input, button, form)').length`); n != 0 {
			t.Errorf("%s: %d controls that do nothing", lang, n)
		}
		b.click(b.link("main", built(t).Site.Page("about/site-map", lang).Path))
		b.arrived(at.base + built(t).Site.Page("about/site-map", lang).Path)
	}
}
