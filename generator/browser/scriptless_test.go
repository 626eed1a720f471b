package browser

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp/kb"

	"boussole/generator/internal/pathway"
)

// withoutScripts keeps a tab from running the scripts of pages.
func withoutScripts(b *tab) *tab {
	b.t.Helper()
	call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	return b
}

// sections is an expression: the ids of the questions, results and routes of the tree that are visible.
const sections = `[...document.querySelectorAll('main section[id]')].filter(e => /^(q\d+|r\d+|route-.*)$/.test(e.id) && e.checkVisibility()).map(e => e.id)`

// alone waits until the tree shows one section and no other.
func (b *tab) alone(id string) {
	b.t.Helper()
	b.until("the tree to show #"+id+" only", fmt.Sprintf(`location.hash === '#%s' && String(%s) === %q`, id, sections, id))
}

// follow clicks the n-th answer of a section of the tree, and returns the id of the section that it leads to, on the
// same page or on another one.
func (b *tab) follow(from string, n int) string {
	b.t.Helper()
	link := fmt.Sprintf(`document.querySelectorAll('#%s li a')[%d]`, from, n)
	to := eval[string](b, link+`.hash.slice(1)`)
	b.click(link)
	b.alone(to)
	return to
}

func TestTreeWithoutScripts(t *testing.T) {
	t.Parallel()
	for _, at := range places(t) {
		for _, c := range checkers(t) {
			t.Run(at.name+" "+c.lang, func(t *testing.T) {
				t.Parallel()
				b := withoutScripts(ownTab(t, at.base))
				// From the home page by links alone.
				b.open(at.base + c.lang + "/index.html")
				b.click(b.link("main", c.path))
				b.arrived(at.base + c.path)
				b.click(b.link("main", c.tree))
				b.arrived(at.base + c.tree)
				allPages(b, c)
				first := eval[string](b, `[...document.querySelectorAll('main a[href^="#q"]')].find(a => a.checkVisibility()).hash.slice(1)`)
				b.click(b.link("main", "#"+first))
				b.alone(first)
				followTree(b, c, first)
			})
		}
	}
}

// allPages opens every page of the tree from the first, and looks whether they show the whole tree.
func allPages(b *tab, c checkerPage) {
	b.t.Helper()
	const listed = `[...document.querySelectorAll('nav.tree-intro a')].map(a => a.href)`
	all := eval[[]string](b, listed)
	if len(all) < 2 || all[0] != b.base+c.tree {
		b.t.Fatalf("%s lists the pages %s", c.tree, all)
	}
	got := 0
	for _, page := range all {
		b.open(page)
		b.arrived(page)
		got += eval[int](b, sections+".length")
		if again := eval[[]string](b, listed); !slices.Equal(again, all) {
			b.t.Errorf("%s lists the pages %s, the first one %s", page, again, all)
		}
	}
	if want := len(c.pw.Trees[0].Rows) + len(c.pw.Trees[0].Nodes) + len(c.pw.Rules.Routes); got < want {
		b.t.Errorf("%s shows %d questions, results and routes, want the whole tree: at least %d", all, got, want)
	}
	b.open(all[0])
	b.arrived(all[0])
}

// followTree answers as for compassionate access and compares each step, and the result, with the joint diagram.
func followTree(b *tab, c checkerPage, at string) {
	b.t.Helper()
	ref := c.pw.Trees[0].Root
	for !ref.IsTerminal() {
		node := c.pw.Trees[0].Nodes[ref]
		q := c.pw.Rules.Questions[node.Question]
		if n := eval[int](b, fmt.Sprintf(`document.querySelectorAll('#%s li a').length`, at)); n != len(q.Options) {
			b.t.Fatalf("#%s has %d answers, want the %d of %s", at, n, len(q.Options), q.ID)
		}
		option, _ := find(compassionate, q.ID)
		n := q.Option(option)
		ref, at = node.Branches[n], b.follow(at, n)
	}
	var want []string
	for i, status := range c.pw.Trees[0].Rows[ref.Value()].Status {
		if status >= pathway.Possible {
			want = append(want, "#route-"+c.pw.Rules.Routes[i].ID)
		}
	}
	slices.Sort(want)
	got := eval[[]string](b, fmt.Sprintf(`[...document.querySelectorAll('#%s a')].map(a => a.hash).sort()`, at))
	if !slices.Equal(got, want) || !slices.Contains(got, "#route-aac") {
		b.t.Errorf("#%s shows the routes %s, want %s", at, got, want)
	}
	b.back()
	b.until("Back to show one question", fmt.Sprintf(`location.hash.startsWith('#q') && %s.length === 1`, sections))
	// From the result to a route, and to its page.
	b.open(b.base + c.inTree(b.t, at))
	b.click(fmt.Sprintf(`[...document.querySelectorAll('#%s a')].find(a => a.hash === '#route-aac')`, at))
	b.alone("route-aac")
	page := eval[string](b, `[...document.querySelectorAll('#route-aac a[href]')].find(a => a.pathname !== location.pathname && a.checkVisibility()).href`)
	b.click(fmt.Sprintf(`[...document.querySelectorAll('#route-aac a[href]')].find(a => a.href === %q)`, page))
	b.arrived(page)
}

func TestTermCardsWithoutScripts(t *testing.T) {
	t.Parallel()
	for _, lang := range built(t).Site.Langs {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			b := withoutScripts(narrowTab(t, folder(t).base))
			b.open(b.base + withTerms(t, lang))
			b.tabTo("[popovertarget]")
			const open = `[...document.querySelectorAll(':popover-open')].filter(e => e.checkVisibility()).map(e => e.id).join()`
			want := eval[string](b, `document.activeElement.getAttribute('popovertarget')`)
			for _, key := range []string{kb.Enter, " "} {
				b.press(key)
				b.until("the card of the term to open", fmt.Sprintf(`%s === %q`, open, want))
				for _, fault := range eval[[]string](b, wide) {
					t.Errorf("with a card open at 320 px: %s", fault)
				}
				if eval[bool](b, fmt.Sprintf(`(r => r.left < 0 || r.right > 320 || r.width < 100)(document.getElementById(%q).getBoundingClientRect())`, want)) {
					t.Errorf("the card #%s stands outside a narrow window", want)
				}
				b.press(kb.Escape)
				b.until("Escape to close it, the focus on the term again",
					fmt.Sprintf(`%s === '' && document.activeElement.getAttribute('popovertarget') === %q`, open, want))
			}
		})
	}
}

// withTerms is the first page of a language that explains a term.
func withTerms(t *testing.T, lang string) string {
	t.Helper()
	for _, path := range pages(t) {
		data, err := built(t).Tree.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(path, lang+"/") && bytes.Contains(data, []byte("popovertarget=")) {
			return path
		}
	}
	t.Fatalf("no page in %s explains a term", lang)
	return ""
}
