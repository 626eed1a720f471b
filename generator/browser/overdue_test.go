package browser

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/chromedp/cdproto/page"

	"boussole/generator/internal/build"
	"boussole/generator/internal/output"
)

// on gives a tab a clock that stands still at noon of a day, for the pages that it opens from then on. What it is given
// later goes before what it was given first.
func on(b *tab, day string) {
	b.t.Helper()
	call(b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{
		Source: fmt.Sprintf(`{ const Real = Date; Date = class extends Real { constructor(...a) { a.length ? super(...a) : super(%q); } }; }`, day+"T12:00:00"),
	})
}

// The notice stands there once the day of the next review has passed, not before; from a folder it says how old the
// copy is and where to look.
func TestOverdueNotice(t *testing.T) {
	t.Parallel()
	paths := []string{"fr/procedures/acces-compassionnel.html", "en/find/medicine.html", "fr/trouver/medicament-arbre.html", "en/index.html"}
	for _, at := range places(t) {
		for _, path := range paths {
			t.Run(at.name+" "+path, func(t *testing.T) {
				t.Parallel()
				due := ""
				b := narrowTab(t, at.base)
				for i := range 3 {
					day := []string{"2026-11-22", due, "2027-12-31"}[i]
					if day == due && due != "" {
						on(b, due) // the day itself is not past
					} else {
						on(b, day)
					}
					b.open(at.base + path)
					due = eval[string](b, `document.getElementById('overdue').dataset.due`)
					late := day > due
					got := eval[struct {
						Shown, Copy bool
						Text, Link  string
						First       bool
					}](b, `(() => {
						const n = document.getElementById('overdue'), c = document.getElementById('overdue-copy');
						return { Shown: n.checkVisibility(), Copy: c.checkVisibility(), Text: n.innerText, Link: c.querySelector('a').href,
							First: document.querySelector('main').firstElementChild === n && n.getAttribute('role') === 'note' };
					})()`)
					if got.Shown != late || got.Copy != (late && at.name == "folder") || !got.First {
						t.Errorf("on %s, due %s: %+v", day, due, got)
					}
					if late && (!strings.Contains(got.Text, due[:4]) || !strings.HasSuffix(got.Link, "/"+path) || !strings.HasPrefix(got.Link, "https://")) {
						t.Errorf("on %s the notice says %+v", day, got)
					}
					for _, fault := range eval[[]string](b, wide) {
						t.Errorf("on %s: %s", day, fault)
					}
				}
			})
		}
	}
}

// A server shows the page for missing pages at any depth, whole and without a fault of its own.
func TestMissingPage(t *testing.T) {
	t.Parallel()
	at := server(t)
	b := ownTab(t, at.base)
	for _, path := range []string{"nowhere.html", "fr/a/b/c/nowhere.html"} {
		b.open(at.base + path)
		if faults := eval[look](b, lookAt).faults(); len(faults) > 0 {
			t.Errorf("%s: %v", path, faults)
		}
		if said := b.take(); slices.ContainsFunc(said, func(s string) bool { return !strings.Contains(s, "404") }) {
			t.Errorf("%s: %v", path, said)
		}
	}
	b.click(`document.querySelector('main a[hreflang=en]')`)
	b.arrived(at.base + "en/index.html")
}

// A former address leads on, with the place in the page that it names where scripts run; Back does not return to it.
func TestFormerAddress(t *testing.T) {
	t.Parallel()
	built(t)
	files := fstest.MapFS{}
	addProject(t, files, ".")
	const file, former = "content/procedures/register.fr.md", "fr/vieux/registre.html"
	files[file].Data = []byte(strings.Replace(string(files[file].Data), "---\n", "---\naliases: ["+former+"]\n", 1))
	result := build.Build(files, build.Options{})
	if result.Diagnostics.HasErrors() {
		t.Fatal(result.Diagnostics)
	}
	dir, err := os.MkdirTemp(scratch, "moved")
	if err != nil {
		t.Fatal(err)
	}
	dir = filepath.Join(dir, copyName)
	if err := output.Publish(result.Tree, dir, output.Options{Project: projectDir}); err != nil {
		t.Fatal(err)
	}
	s := serveUnder(result.Tree, "/sous/")
	defer s.Close()
	to := "fr/procedures/referentiel.html"
	for _, base := range []string{fileURL(dir), s.URL + "/sous/"} {
		b := ownTab(t, base)
		b.open(base + "fr/index.html")
		b.open(base + former + "#sources")
		b.arrived(base + to + "#sources")
		b.back()
		b.arrived(base + "fr/index.html")
		b = withoutScripts(ownTab(t, base))
		b.open(base + former)
		b.until("to be led on", fmt.Sprintf("location.href === %q", base+to))
	}
	if resp, err := http.Get(s.URL + "/sous/" + former); err != nil || resp.StatusCode != 200 {
		t.Errorf("%v %v", resp, err)
	}
}
