package browser

import (
	"bytes"
	"context"
	"regexp"
	"testing"

	"github.com/chromedp/chromedp"
)

var pdfPage = regexp.MustCompile(`/Type\s*/Page\b`)

// TestPrint prints pages to PDF: a procedure, a page of the tree, and a result of the checker with its answers.
func TestPrint(t *testing.T) {
	t.Parallel()
	at := folder(t)
	for _, c := range checkers(t) {
		t.Run(c.lang, func(t *testing.T) {
			t.Parallel()
			b := newTab(t, at.base)
			procedure := built(t).Site.Page("procedures/compassionate-access", c.lang)
			if procedure == nil {
				t.Fatal("no page about compassionate access")
			}
			const any = 99
			for path, pages := range map[string][2]int{procedure.Path: {2, any}, c.tree + "#q1": {2 /* all that the page holds */, any}, c.path + "#" + fragment(compassionate): {1, 3}} {
				b.open(at.base + path)
				ctx, stop := context.WithTimeout(b.ctx, patience)
				pdf, err := chromedp.Run(ctx, chromedp.PrintToPDF())
				stop()
				if err != nil {
					t.Fatalf("%s: %v", path, err)
				}
				n := len(pdfPage.FindAll(pdf, -1))
				if !bytes.HasPrefix(pdf, []byte("%PDF-")) || n < pages[0] || n > pages[1] {
					t.Errorf("%s is printed on %d pages, want %d to %d", path, n, pages[0], pages[1])
				}
				t.Logf("%s: %d pages", path, n)
			}
		})
	}
}
