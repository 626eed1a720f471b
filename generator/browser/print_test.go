package browser

import (
	"bytes"
	"fmt"
	"regexp"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
)

var pdfPage = regexp.MustCompile(`/Type\s*/Page\b`)

// digital are answers that lead to three desks, and to one that is possible: a result as long as they get.
var digital = []answer{
	{"who", "sme"},
	{"product", "digital"},
	{"need", "pay"},
	{"ce", "yes"},
	{"alt", "yes"},
	{"novel", "yes"},
	{"aim", "treat"},
	{"channel", "individual"},
	{"evidence", "promising"},
	{"severe", "no"},
	{"covered", "never"},
	{"conform", "yes"},
	{"study-plan", "yes"},
	{"commit", "yes"},
}

// sheets are how many pages of A4 the page fills on which the tab stands.
func (b *tab) sheets() int {
	b.t.Helper()
	yes := true
	pdf := call(b, page.PrintToPDF, page.PrintToPDFParams{PreferCSSPageSize: &yes}).Data
	if !bytes.HasPrefix(pdf, []byte("%PDF-")) {
		b.t.Fatalf("what is printed of %s is no PDF", b.address())
	}
	return len(pdfPage.FindAll(pdf, -1))
}

// tooSmall are the texts that stand on paper at less than 9.5 points, but for raised signs; as the page lies, unfolded.
const tooSmall = `[...document.querySelectorAll('body *')].filter(e => e.checkVisibility() && !e.closest('sup, script, svg') &&
	[...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) && parseFloat(getComputedStyle(e).fontSize) < 9.49 * 96 / 72).map(e => e.className + ' ' + e.textContent.slice(0, 40))`

// TestPrint prints pages to PDF. A result is kept on two sheets at most, and a dossier on three; both can be read.
func TestPrint(t *testing.T) {
	t.Parallel()
	at := folder(t)
	for i, c := range checkers(t) {
		t.Run(c.lang, func(t *testing.T) {
			t.Parallel()
			b := newTab(t, at.base)
			procedure, desk := built(t).Site.Page("procedures/compassionate-access", c.lang), built(t).Site.Page("support/gio", c.lang)
			if procedure == nil || desk == nil {
				t.Fatal("no page about compassionate access, or none about the innovation desk")
			}
			const any = 99
			for _, want := range []struct {
				address     string
				least, most int
				form        bool // to keep or to fill in
			}{
				{procedure.Path, 2, any, false},
				{c.tree + "#q1", 2 /* all that the page holds */, any, false},
				{c.path + "#" + fragment(compassionate), 1, 2, true},
				{checkersOf(t, "support")[i].path + "#" + fragment(digital), 1, 2, true},
				{dossierPath(t, procedure), 1, 3, true},
				{dossierPath(t, procedure) + "#_from=access&" + fragment(compassionate) + "&_ready=", 1, 3, true},
				{dossierPath(t, desk), 1, 3, true},
			} {
				b.open(at.base + want.address)
				n := b.sheets()
				if t.Logf("%s: %d pages", want.address, n); n < want.least || n > want.most {
					t.Errorf("%s is printed on %d pages, want %d to %d", want.address, n, want.least, want.most)
				}
				if !want.form {
					continue
				}
				call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
				if small := eval[[]string](b, tooSmall); len(small) > 0 {
					t.Errorf("%s: too small on paper: %q", want.address, small)
				}
				// What is only followed or pressed is left out, and a source is named once, at the end.
				if seen := eval[string](b, `document.body.checkVisibility() ? [...document.querySelectorAll('.outcome .source, .sheet-keep, .checker-keep, .trail, button')].filter(e => e.checkVisibility()).map(e => e.className).join() : 'nothing'`); seen != "" {
					t.Errorf("%s: on paper stands %s", want.address, seen)
				}
				call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{})
			}
		})
	}
}

// TestPrintNumbersSources compares, on paper, the numbers that the sentences of a result name with the list at its end.
func TestPrintNumbersSources(t *testing.T) {
	t.Parallel()
	at := folder(t)
	c := checkersOf(t, "support")[0]
	b := newTab(t, at.base)
	b.open(at.base + c.path + "#" + fragment(digital))
	if got := eval[string](b, fmt.Sprintf(`(list => [...document.querySelectorAll('.outcome .sourced li')].filter(li => {
		const from = li.parentElement.nextElementSibling, own = from && from.matches('.sourced-from') ? from.querySelector('a').href : '';
		const n = Number(li.getAttribute('data-cited'));
		return own !== (n ? list[n - 1].href : '');
	}).map(li => li.textContent).join() || String(list.length > 2 && new Set(list.map(a => a.textContent)).size === list.length))([...document.querySelectorAll(%q)])`, ".checker-sources li a")); got != "true" {
		t.Errorf("these sentences name another source than the list, or the list is short or says one twice: %s", got)
	}
}
