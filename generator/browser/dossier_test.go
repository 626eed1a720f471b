package browser

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"boussole/generator/internal/site"
)

// written is what a visitor writes: it would do harm where it stood as markup.
const written = `<script>alert(1)</script> a|b # *x* "y"`

// dossiers are the pages of compassionate access, each with the path of its dossier.
func dossiers(t testing.TB) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, p := range built(t).Site.Pages {
		if p.Key == "procedures/compassionate-access" {
			out[p.Lang] = dossierPath(t, p)
		}
	}
	if len(out) != len(built(t).Site.Langs) {
		t.Fatalf("%d dossiers, want one in each of %v", len(out), built(t).Site.Langs)
	}
	return out
}

func dossierPath(t testing.TB, p *site.Page) string {
	t.Helper()
	for _, name := range pages(t) {
		if strings.HasPrefix(name, strings.TrimSuffix(p.Path, ".html")+"-") {
			return name
		}
	}
	t.Fatalf("%s has no dossier", p.Path)
	return ""
}

// TestDossier prepares a request from a folder, by keyboard, from the result of the checker to the documents.
func TestDossier(t *testing.T) {
	t.Parallel()
	at := folder(t)
	paths := dossiers(t)
	for _, c := range checkers(t) {
		t.Run(c.lang, func(t *testing.T) {
			b := ownTab(t, at.base)
			downloads := filepath.Join(scratch, "downloads-"+c.lang)
			call(b, cdpbrowser.SetDownloadBehavior, cdpbrowser.SetDownloadBehaviorParams{Behavior: cdpbrowser.SetDownloadBehaviorBehaviorAllow, DownloadPath: downloads})
			b.open(at.base + c.path + "#" + fragment(compassionate))
			b.click(b.link("main .outcome-applies", paths[c.lang]))
			b.arrived(at.base + paths[c.lang] + "#_from=access&" + fragment(compassionate))
			b.showsAnswers(c)
			b.leaving(true)
			b.prepares()
			b.leaving(false)
			for ending, wants := range map[string][]string{
				"html": {`lang="` + c.lang + `"`, "&#60;script&#62;alert(1)", `<input type="checkbox" checked>`},
				"md":   {`\<script\>alert(1)\</script\> a\|b \# \*x\*`, "- [x] ", "- [ ] "},
				"txt":  {"    | " + written + "\r\n", "[x] ", "[ ] "},
			} {
				text := b.exports(downloads, ending)
				for _, want := range append(wants, c.pw.Words[c.lang].Text("question.supply.option.hospital")) {
					if !strings.Contains(text, want) {
						t.Errorf("the document .%s lacks %q:\n%s", ending, want, text)
					}
				}
			}
			b.leaving(true)
			b.keepsNothing(t, at.base+paths[c.lang])
		})
	}
}

// showsAnswers checks that each answer of the link stands in the page in words. Spaces and apostrophes are as typed.
func (b *tab) showsAnswers(c checkerPage) {
	b.t.Helper()
	got := eval[string](b, `document.querySelector('.answers').textContent.replace(/[\u00a0\u202f\u2019]/g, c => c === '\u2019' ? "'" : ' ')`)
	for _, a := range compassionate {
		ask, option := c.pw.Words[c.lang].Text("question."+a.question+".ask"), c.pw.Words[c.lang].Text("question."+a.question+".option."+a.option)
		for _, want := range []string{ask, option} {
			if !strings.Contains(got, want) {
				b.t.Errorf("the answers lack %q: %s", want, got)
			}
		}
	}
	if n := eval[int](b, `document.querySelectorAll('.answer').length`); n != len(compassionate) {
		b.t.Errorf("%d answers are shown, want %d", n, len(compassionate))
	}
}

// leaving checks whether the page lets its reader go without a question: it asks where something would be lost.
func (b *tab) leaving(freely bool) {
	b.t.Helper()
	if got := eval[bool](b, `dispatchEvent(new Event('beforeunload', { cancelable: true }))`); got != freely {
		b.t.Errorf("the page lets go without a question: %v, want %v", got, freely)
	}
}

// prepares ticks a box, and writes a note and an answer, with keys alone.
func (b *tab) prepares() {
	b.t.Helper()
	before := eval[string](b, `document.querySelector('.sheet-progress').textContent`)
	b.tabTo("#tick-names")
	b.press(" ")
	b.until("the box to be in the address", `/[&]_ready=names$/.test(location.hash)`)
	if after := eval[string](b, `document.querySelector('.sheet-progress[role=status]').textContent`); after == before || !strings.HasPrefix(after, "1") {
		b.t.Errorf("after a tick the progress says %q, before %q", after, before)
	}
	b.tabTo(".piece-note summary")
	b.press(" ")
	b.tabTo("#note-names")
	b.do(chromedp.KeyEvent("Note " + written))
	b.tabTo("#write-why-now")
	b.do(chromedp.KeyEvent(written))
	if got := eval[string](b, `document.getElementById('write-why-now').value`); got != written {
		b.t.Errorf("the text reads %q, want %q", got, written)
	}
	if hidden := eval[[]string](b, `[...document.querySelectorAll('.sheet :is(input, summary, textarea), .sheet-keep button')].filter(e => e.checkVisibility() && Math.min(e.offsetHeight, e.offsetWidth) < 24).map(e => e.outerHTML)`); len(hidden) > 0 {
		b.t.Errorf("smaller than 24 px: %q", hidden)
	}
	prefilled := eval[string](b, `document.getElementById('write-can-wait').value`)
	if prefilled == "" {
		b.t.Error("the answer to the checker does not stand in the field")
	}
}

// exports presses the button of a document and returns the file that the browser saved.
func (b *tab) exports(dir, ending string) string {
	b.t.Helper()
	n := map[string]int{"html": 1, "md": 2, "txt": 3}[ending]
	eval[bool](b, `document.getElementById('write-why-now').focus() || true`)
	b.tabTo(fmt.Sprintf(".sheet-keep button:nth-of-type(%d)", n))
	b.press(kb.Enter)
	var text string
	err := within(b.ctx, func() (bool, error) {
		names, err := filepath.Glob(filepath.Join(dir, "*."+ending))
		if err != nil || len(names) == 0 {
			return false, err
		}
		data, err := os.ReadFile(names[0])
		text = string(data)
		return len(data) > 0, err
	})
	if err != nil {
		b.t.Fatalf("no file .%s was saved: %v", ending, err)
	}
	b.until("the file to be announced", fmt.Sprintf(`document.querySelector('.sheet-keep [role=status]').textContent.includes('.%s')`, ending))
	return text
}

// keepsNothing checks that what was written is in no address and nowhere else, that the sheet is printed with it, and
// that boxes and answers come back with the address, in the other language too.
func (b *tab) keepsNothing(t *testing.T, address string) {
	t.Helper()
	if got := eval[string](b, `decodeURIComponent(location.href) + decodeURIComponent([...document.querySelectorAll('a')].map(a => a.href).join())`); strings.Contains(got, "alert(1)") {
		t.Error("what was written stands in an address")
	}
	if l := eval[look](b, lookAt); l.Stored != 0 {
		t.Error("the page stores something in the browser")
	}
	ctx, stop := context.WithTimeout(b.ctx, patience)
	pdf, err := chromedp.Run(ctx, chromedp.PrintToPDF())
	stop()
	if err != nil || len(pdfPage.FindAll(pdf, -1)) < 2 {
		t.Errorf("the dossier is printed on %d pages: %v", len(pdfPage.FindAll(pdf, -1)), err)
	}
	hash := eval[string](b, `location.hash`)
	b.do(chromedp.Reload())
	b.until("the box to come back without the text", `document.getElementById('tick-names').checked && !document.getElementById('tick-patient').checked && !document.getElementById('write-why-now').value`)
	b.click(`[...document.querySelectorAll('a[rel~=alternate]')].find(a => a.href.split('#')[0] !== location.href.split('#')[0])`)
	b.until("the other language with the same state", fmt.Sprintf(`location.hash === %q && location.href.split('#')[0] !== %q && document.getElementById('tick-names').checked && document.querySelectorAll('.answer').length > 0`, hash, address))
}

// TestDossierRefusesStrangers opens a dossier with a fragment that nobody wrote for it.
func TestDossierRefusesStrangers(t *testing.T) {
	t.Parallel()
	at := folder(t)
	for lang, path := range dossiers(t) {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			b := newTab(t, at.base)
			b.open(at.base + path + "#_from=access&role=<img src=x>&urgency=life&constructor=name&nobody=knows&_ready=names.__proto__.nothing")
			b.until("what is known to be shown", `document.getElementById('tick-names').checked && document.querySelectorAll('.answer').length === 1`)
			if n := eval[int](b, `document.querySelectorAll('.checker-notice').length`); n != 1 {
				t.Errorf("%d notices that answers were left aside, want 1", n)
			}
			b.open(at.base + path + "#_from=__proto__&role=patient")
			if n := eval[int](b, `document.querySelectorAll('.answer').length`); n != 0 {
				t.Errorf("%d answers of a pathway that there is not", n)
			}
		})
	}
}

// TestDossierWithoutScripts reads, ticks and writes where no script runs.
func TestDossierWithoutScripts(t *testing.T) {
	t.Parallel()
	at := folder(t)
	for lang, path := range dossiers(t) {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			b := withoutScripts(ownTab(t, at.base))
			b.open(at.base + path)
			b.tabTo("#tick-names")
			b.press(" ")
			if !eval[bool](b, `document.getElementById('tick-names').checked && document.querySelector('.dossier-noscript').checkVisibility() && !document.querySelector('.sheet-keep')`) {
				t.Error("without scripts the box is not ticked, or the page offers what it cannot do")
			}
		})
	}
}

// TestDossierCounter tabs through a dossier in a small window: the counter, which stays in sight, covers nothing that has
// the focus (WCAG 2.4.11); in a window of little height it stays out of the way.
func TestDossierCounter(t *testing.T) {
	t.Parallel()
	at := folder(t)
	b := ownTab(t, at.base)
	for _, size := range [][2]int64{{360, 640}, {320, 256}} {
		b.do(chromedp.EmulateViewport(size[0], size[1]))
		b.open(at.base + dossiers(t)["fr"] + "#_ready=") // the longest words
		b.until("the counter", `!!document.querySelector('.sheet-progress')`)
		eval[bool](b, `document.querySelector('.sheet input').focus() || true`)
		seen := 0
		for eval[bool](b, `!!document.activeElement.closest('.sheet')`) && seen < 200 {
			seen++
			if covered := eval[string](b, `(e => {
				const r = e.getBoundingClientRect(), c = document.querySelector('.sheet-progress').getBoundingClientRect();
				return r.bottom > c.top + 1 && r.top < c.bottom - 1 || r.bottom > innerHeight + 1 || r.top < -1 ? e.id + ' ' + r.top + ' to ' + r.bottom + ', the counter ' + c.top + ' to ' + c.bottom : '';
			})(document.activeElement)`); covered != "" {
				t.Errorf("%v: covered, or out of sight: %s", size, covered)
			}
			b.press(kb.Tab)
		}
		if seen < 20 || seen == 200 {
			t.Errorf("%v: %d things had the focus", size, seen)
		}
	}
}
