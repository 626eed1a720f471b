package browser

import (
	"fmt"
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
func visit(t *testing.T, at place, paths []string, prepare func(b *tab), f func(b *tab, path string)) {
	const tabs = 3
	t.Run("tabs", func(t *testing.T) {
		for i := range tabs {
			t.Run(fmt.Sprint(i+1), func(t *testing.T) {
				t.Parallel()
				b := newTab(t, at.base)
				if prepare != nil {
					prepare(b)
				}
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

// survey looks at pages and reports what is wrong with them.
func survey(t *testing.T, at place, paths []string) map[string]look {
	var mu sync.Mutex
	looks := map[string]look{}
	visit(t, at, paths, nil, func(b *tab, path string) {
		l := eval[look](b, lookAt)
		for _, fault := range l.faults() {
			b.t.Errorf("%s: %s", path, fault)
		}
		mu.Lock()
		defer mu.Unlock()
		looks[path] = l
	})
	return looks
}

func TestEveryPageOpensFromAFolder(t *testing.T) {
	t.Parallel()
	at, paths := folder(t), pages(t)
	looks := survey(t, at, paths)
	if len(looks) != len(paths) {
		t.Fatalf("%d pages looked at, want %d", len(looks), len(paths))
	}
	for _, path := range paths {
		checkLinks(t, at, path, looks)
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

// sample is some of the pages: all first pages, all that ask a pathway, and every fifth of the others.
func sample(t *testing.T) []string {
	t.Helper()
	var asking []string
	for _, c := range checkers(t) {
		asking = append(asking, c.path, c.tree)
	}
	var out []string
	for i, path := range pages(t) {
		if i%5 == 0 || strings.HasSuffix(path, "index.html") || slices.Contains(asking, path) {
			out = append(out, path)
		}
	}
	return out
}

func TestPagesOverHTTP(t *testing.T) {
	t.Parallel()
	for name, under := range map[string]string{"at the root": "/", "under a path": "/guide/démo 1/"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			at := server(t, under)
			targets := map[string]bool{}
			for path, l := range survey(t, at, sample(t)) {
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

// narrow makes a tab as narrow as pages must bear.
var narrow = chromedp.EmulateViewport(320, 640)

// wide is an expression: what sticks out of a narrow window, or nothing.
const wide = `(() => {
	const root = document.scrollingElement, width = document.documentElement.clientWidth;
	if (root.scrollWidth <= 320) return [];
	const held = e => { for (let p = e.parentElement; p && p !== root; p = p.parentElement) if (getComputedStyle(p).overflowX !== 'visible') return true; };
	return ['the page is ' + root.scrollWidth + ' px wide'].concat([...document.body.querySelectorAll('*')]
		.filter(e => e.getBoundingClientRect().right > width + 0.5 && e.checkVisibility() && !held(e))
		.slice(0, 4).map(e => e.cloneNode().outerHTML.slice(0, 160)));
})()`

func TestNoPageScrollsSideways(t *testing.T) {
	t.Parallel()
	paths := pages(t)
	for _, c := range checkers(t) {
		// The checker and the tree in what they show later on.
		paths = append(paths, c.path+"#product-type=medicine", c.path+"#"+fragment(compassionate), c.path+"#"+fragment(allUnknown(c.pw.Rules)),
			c.tree+"#q1", c.tree+"#r1", c.tree+"#route-aac")
	}
	visit(t, folder(t), paths, func(b *tab) { b.do(narrow) }, func(b *tab, path string) {
		for _, fault := range eval[[]string](b, wide) {
			b.t.Errorf("%s at 320 px: %s", path, fault)
		}
	})
}
