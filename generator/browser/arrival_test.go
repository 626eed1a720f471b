package browser

import (
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"boussole/generator/internal/serve"
)

// shifts notes what moves on the page without anybody's doing (https://wicg.github.io/layout-instability/), and tells the
// server once something is seen.
const shifts = `window.shifts = [];
new PerformanceObserver(list => list.getEntries().forEach(e => e.hadRecentInput || shifts.push(
	e.value.toFixed(3) + ' ' + e.sources.map(s => s.node && (s.node.outerHTML || s.node.data || '').slice(0, 80)).join(' ')
))).observe({ type: 'layout-shift', buffered: true });
new PerformanceObserver(() => { new Image().src = '/seen'; }).observe({ type: 'paint', buffered: true });`

// lateScripts serves a site whose scripts come once the page has been seen without them.
func lateScripts(t *testing.T, site fs.FS) (base string, late func() bool) {
	seen, files := make(chan bool), serve.Handler(site)
	tell := sync.OnceFunc(func() { close(seen) })
	var waited atomic.Bool
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/seen":
			tell()
			w.WriteHeader(http.StatusNoContent)
			return
		case strings.HasSuffix(r.URL.Path, ".js"):
			select {
			case <-seen:
				waited.Store(true)
			case <-time.After(patience / 3):
			}
		}
		files.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	return s.URL + "/", waited.Load
}

// TestNothingMovesOnArrival opens the questionnaire and a result while the scripts are late, so that the page is seen
// without them first: what is seen then stays where it is.
func TestNothingMovesOnArrival(t *testing.T) {
	t.Parallel()
	site, c := built(t).Tree, checkers(t)[0]
	for _, size := range [][2]int64{{412, 823}, {1350, 940}} {
		for name, fragment := range map[string]string{"start": "", "result": "#" + fragment(compassionate)} {
			t.Run(fmt.Sprintf("%s %d", name, size[0]), func(t *testing.T) {
				base, late := lateScripts(t, site)
				b := ownTab(t, base)
				b.do(chromedp.EmulateViewport(size[0], size[1]))
				call(b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: shifts})
				b.open(base + c.path + fragment)
				b.awaitsSome("#checker-heading")
				eval[bool](b, `new Promise(done => setTimeout(() => done(true), 200))`) // the observer is told after a frame
				if !late() {
					t.Fatal("nothing was seen before the scripts came")
				}
				for _, shift := range eval[[]string](b, `shifts`) {
					t.Errorf("something moves: %s", shift)
				}
			})
		}
	}
}
