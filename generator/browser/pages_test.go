package browser

import (
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
)

// look is what a page shows, as the browser has it.
type look struct {
	Headings int    // visible h1
	Lang     string // of the document
	Styled   bool
	Images   []string // that are not shown
	IDs      []string
	Links    []string // resolved, each once
	Others   []string // the same page in each language, in the order of the page; the first two when there are more
	Stored   int      // in the browser by the page
}

// lookAt is an expression that gives a look. A page without its style sheet has the browser's own margin and typeface.
const lookAt = `(() => {
	const all = selector => [...document.querySelectorAll(selector)];
	const style = getComputedStyle(document.body), plain = document.createElement('p');
	plain.style.all = 'initial';
	document.body.append(plain);
	const typeface = getComputedStyle(plain).fontFamily;
	plain.remove();
	const stored = () => { try { return localStorage.length + sessionStorage.length + document.cookie.length; } catch { return 0; } };
	return {
		Headings: all('h1').filter(e => e.textContent.trim() && e.getBoundingClientRect().height > 0
			&& e.checkVisibility({ opacityProperty: true, visibilityProperty: true })).length,
		Lang: document.documentElement.lang,
		Styled: style.fontFamily !== typeface && style.marginTop !== '8px',
		Images: all('img').filter(e => !e.complete || !e.naturalWidth).map(e => e.currentSrc),
		IDs: all('[id]').map(e => e.id),
		Links: [...new Set(all('a[href]').map(a => a.href))],
		Others: all('a[rel~=alternate]').map(a => a.href),
		Stored: stored(),
	};
})()`

// faults says what is wrong with a page that was looked at.
func (l look) faults() []string {
	var out []string
	if l.Headings != 1 {
		out = append(out, fmt.Sprintf("%d visible h1, want 1", l.Headings))
	}
	if !l.Styled {
		out = append(out, "the style sheet is not applied")
	}
	for _, src := range l.Images {
		out = append(out, "image not shown: "+src)
	}
	if l.Lang == "" {
		out = append(out, "the document has no language")
	}
	if l.Stored != 0 {
		out = append(out, "the page stores something in the browser")
	}
	return out
}

// visit opens pages in a few tabs side by side, and calls f, one page at a time in each, after it loaded. Each tab is a
// test: what it meets is reported with the page's name.
func visit(t *testing.T, at place, paths []string, open func(t testing.TB, base string) *tab, f func(b *tab, path string)) {
	const tabs = 2
	t.Run("tabs", func(t *testing.T) {
		for i := range tabs {
			t.Run(fmt.Sprint(i+1), func(t *testing.T) {
				t.Parallel()
				b := open(t, at.base)
				for n := i; n < len(paths); n += tabs {
					b.open(at.base + paths[n])
					f(b, paths[n])
					for _, fault := range b.take() {
						t.Errorf("%s: %s", paths[n], fault)
					}
				}
			})
		}
	})
}

// survey looks at pages, reports what is wrong with them, and does with each what else is to be done.
func survey(t *testing.T, at place, paths []string, open func(t testing.TB, base string) *tab, also func(b *tab, path string, l look)) map[string]look {
	var mu sync.Mutex
	looks := map[string]look{}
	visit(t, at, paths, open, func(b *tab, path string) {
		l := eval[look](b, lookAt)
		for _, fault := range append(l.faults(), eval[[]string](b, wide)...) {
			b.t.Errorf("%s: %s", path, fault)
		}
		also(b, path, l)
		mu.Lock()
		defer mu.Unlock()
		looks[path] = l
	})
	return looks
}

// TestEveryPage opens every page from a folder, in a window as narrow as pages must bear, and the checker and the tree
// also in what they show later on. It judges each page in every appearance; with -axe.all=false axe-core looks at one of
// them, and at the translation in that which differs in both theme and width.
func TestEveryPage(t *testing.T) {
	t.Parallel()
	at, paths := folder(t), pages(t)
	more := slices.Clone(paths)
	for _, c := range checkers(t) {
		more = append(more, c.path+"#product-type=medicine", c.path+"#"+fragment(compassionate), c.path+"#"+fragment(allUnknown(c.pw.Rules)),
			c.tree+"#q1", c.inTree(t, "q200"), c.inTree(t, "r1"), c.inTree(t, "route-aac"))
	}
	judged := 0
	var mu sync.Mutex
	open := func(t testing.TB, base string) *tab { return narrowTab(t, base).brings() }
	looks := survey(t, at, more, open, func(b *tab, path string, l look) {
		turn := slices.Index(paths, path)
		if turn < 0 || leadsOn(b.t, built(b.t).Tree, path) { // the states have a test of their own
			return
		}
		if len(l.Others) > 0 { // translations take turns that are two apart
			turn = slices.Index(paths, strings.TrimPrefix(l.Others[0], at.base)) + 2*slices.Index(l.Others, at.base+path)
		}
		b.judge(path, turn, 4)
		mu.Lock()
		defer mu.Unlock()
		judged++
	})
	if t.Logf("%d pages, %d of them judged", len(looks), judged); judged < len(paths)*9/10 {
		t.Errorf("%d of %d pages were judged", judged, len(paths))
	}
	if len(looks) != len(more) {
		t.Fatalf("%d pages looked at, want %d", len(looks), len(more))
	}
	for _, path := range more {
		checkLinks(t, at, path, looks)
	}
	for _, path := range paths {
		checkTwins(t, at, path, looks)
	}
}

// checkLinks reports links that lead to nothing in the folder, as the browser resolves them.
func checkLinks(t *testing.T, at place, path string, looks map[string]look) {
	t.Helper()
	for _, link := range looks[path].Links {
		if !strings.HasPrefix(link, "file:") {
			continue
		}
		page, fragment, _ := strings.Cut(link, "#")
		to, inside := strings.CutPrefix(page, at.base)
		name, err := url.PathUnescape(to)
		target, known := looks[name]
		if _, missing := fs.Stat(built(t).Tree, name); missing == nil && !strings.HasSuffix(name, ".html") {
			continue // a feed or data
		}
		if err != nil || !inside || !known {
			t.Errorf("%s: a link leads nowhere: %s", path, link)
			continue
		}
		// What holds "=" is a state of the checker.
		if anchor, err := url.PathUnescape(fragment); err != nil || anchor != "" && !strings.Contains(anchor, "=") && !slices.Contains(target.IDs, anchor) {
			t.Errorf("%s: a link leads to no place in the page: %s", path, link)
		}
	}
}

// checkTwins reports a language switch that does not lead back.
func checkTwins(t *testing.T, at place, path string, looks map[string]look) {
	t.Helper()
	l := looks[path]
	if len(l.Others) == 0 {
		return // the root, or a page in one language
	}
	if !slices.Contains(l.Others, at.base+path) {
		t.Errorf("%s: the language switch does not name the page itself: %s", path, l.Others)
	}
	for _, other := range l.Others {
		name := strings.TrimPrefix(other, at.base)
		if twin := looks[name]; !slices.Equal(twin.Others, l.Others) {
			t.Errorf("%s: the language switch leads to %s, whose own says %s", path, name, twin.Others)
		}
	}
}

// sample is some of the pages: all first pages, all that ask a pathway, and every ninth of the others.
func sample(t *testing.T) []string {
	t.Helper()
	var asking []string
	for _, c := range checkers(t) {
		asking = append(asking, c.path, c.tree)
	}
	var out []string
	for i, path := range pages(t) {
		if i%9 == 0 || strings.HasSuffix(path, "index.html") || slices.Contains(asking, path) {
			out = append(out, path)
		}
	}
	return out
}

func TestPagesOverHTTP(t *testing.T) {
	t.Parallel()
	for name, at := range map[string]place{"at the root": server(t), "under a path": serverUnder(t, "/guide/démo 1/")} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			targets := map[string]bool{}
			for path, l := range survey(t, at, sample(t), newTab, func(*tab, string, look) {}) {
				for _, link := range l.Links {
					page, _, _ := strings.Cut(link, "#")
					switch {
					case strings.HasPrefix(page, at.base):
						targets[page] = true
					case strings.HasPrefix(page, "http://127.0.0.1"):
						t.Errorf("%s: a link leaves the folder of the site: %s", path, link)
					}
				}
			}
			for page := range targets {
				resp, err := http.Get(page)
				if err != nil {
					t.Fatal(err)
				}
				resp.Body.Close()
				if resp.StatusCode != http.StatusOK {
					t.Errorf("%s: status %s", page, resp.Status)
				}
			}
		})
	}
}

// narrowTab is a tab as narrow as pages must bear.
func narrowTab(t testing.TB, base string) *tab {
	t.Helper()
	b := ownTab(t, base)
	b.do(chromedp.EmulateViewport(320, 640))
	return b
}

// wide is an expression: what sticks out of the window, or nothing.
const wide = `(() => {
	const root = document.scrollingElement, width = document.documentElement.clientWidth;
	if (root.scrollWidth <= Math.max(320, width)) return [];
	const held = e => { for (let p = e.parentElement; p && p !== root; p = p.parentElement) if (getComputedStyle(p).overflowX !== 'visible') return true; };
	return ['the page is ' + root.scrollWidth + ' px wide in a window of ' + width].concat([...document.body.querySelectorAll('*')]
		.filter(e => (e.getBoundingClientRect().right > width + 0.5 || e.clientWidth && e.scrollWidth > e.clientWidth + 1) && e.checkVisibility() && !held(e))
		.slice(-4).map(e => e.cloneNode().outerHTML.slice(0, 160)));
})()`
