package browser

import (
	"crypto/sha256"
	_ "embed"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// With -axe.all every page is looked at in every appearance; without, each page in one of them, and the first page of
// each kind in all.
var axeAll = flag.Bool("axe.all", false, "look at every page in both themes and both widths")

// An appearance is how a page is shown. Neighbours in the order of the pages are shown in different ones.
type appearance struct {
	theme         string
	width, height int64 // of the window, in CSS pixels
}

var appearances = []appearance{{"light", 320, 640}, {"dark", 1280, 900}, {"dark", 320, 640}, {"light", 1280, 900}}

func (a appearance) String() string { return fmt.Sprintf("%s, %d px", a.theme, a.width) }

// shows shows the page that a tab stands on in another appearance, without loading it again.
func (b *tab) shows(a appearance) {
	b.t.Helper()
	b.do(chromedp.EmulateViewport(a.width, a.height))
	call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: a.theme}, {Name: "prefers-reduced-motion", Value: "reduce"},
	}})
	b.until("the window to be "+a.String(), fmt.Sprintf(`innerWidth === %d && matchMedia('(prefers-color-scheme: %s)').matches`, a.width, a.theme))
}

// A barrier is what keeps people from using a page: a rule, what it says, and the first element that breaks it.
type barrier struct {
	Rule, Says, At string
	Times          int // how many elements break it
}

func (r barrier) String() string {
	return fmt.Sprintf("%s: %s, %d times; first at %s", r.Rule, r.Says, r.Times, r.At)
}

// ownRules are rules that need no other tool; see the file.
//
//go:embed testdata/barriers.js
var ownRules string

// axeRun is an expression that judges the page with axe-core: WCAG 2.0 to 2.2, A and AA, and what axe-core holds for
// good practice.
const axeRun = `axe.run(document, {
	runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'], preload: false,
}).then(r => r.violations.map(v => ({
	Rule: 'axe ' + v.id, Says: v.help + ' ' + v.nodes[0].any.concat(v.nodes[0].all, v.nodes[0].none).map(c => c.message).join(' '),
	At: v.nodes[0].target.join(' ') + ' ' + v.nodes[0].html.slice(0, 160), Times: v.nodes.length,
})))`

// barriers judges the page as it is shown: by our own rules and, where it can be had, by axe-core.
func (b *tab) barriers() []barrier {
	b.t.Helper()
	out := eval[[]barrier](b, ownRules)
	if source, why := axeCore(); why == "" {
		if !eval[bool](b, `'axe' in window`) {
			eval[bool](b, source+";true")
		}
		out = append(out, eval[[]barrier](b, axeRun)...)
	}
	return out
}

// axeCore is the text of axe-core, or why there is none. It is installed once per version of testdata/axe, in the
// user's cache, outside the repository.
var axeCore = sync.OnceValues(func() (source, why string) {
	for _, tool := range []string{"node", "npm"} {
		if _, err := exec.LookPath(tool); err != nil {
			return "", tool + " is not installed"
		}
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = os.TempDir()
	}
	sum, parent := sha256.New(), filepath.Join(cache, "boussole")
	aside := filepath.Join(scratch, "axe")
	if err := os.CopyFS(aside, os.DirFS("testdata/axe")); err != nil {
		return "", err.Error()
	}
	for _, name := range []string{"package.json", "package-lock.json"} {
		data, err := os.ReadFile(filepath.Join(aside, name))
		if err != nil {
			return "", err.Error()
		}
		sum.Write(data)
	}
	dir := filepath.Join(parent, fmt.Sprintf("axe-%x", sum.Sum(nil)[:8]))
	program := filepath.Join("node_modules", "axe-core", "axe.min.js")
	if data, err := os.ReadFile(filepath.Join(dir, program)); err == nil {
		return string(data), ""
	}
	install := exec.Command("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")
	install.Dir = aside
	if out, err := install.CombinedOutput(); err != nil {
		return "", fmt.Sprintf("npm cannot install it (%v)\n%s", err, out)
	}
	data, err := os.ReadFile(filepath.Join(aside, program))
	if err != nil {
		return "", err.Error()
	}
	// Kept for the next run, if that can be: what has the name is complete, whoever else installs at the same time.
	if os.MkdirAll(parent, 0o755) == nil {
		if kept, err := os.MkdirTemp(parent, "installing-"); err == nil {
			defer os.RemoveAll(kept)
			if os.CopyFS(kept, os.DirFS(aside)) == nil {
				_ = os.Rename(kept, dir)
			}
		}
	}
	return string(data), ""
})

var bodyKind = regexp.MustCompile(`<body class="(kind-[a-z]+)"`)

// rounds tells in which appearances each page of a site is looked at.
func rounds(t *testing.T, site fs.FS, paths []string) map[string][]appearance {
	t.Helper()
	out, seen := map[string][]appearance{}, map[string]bool{}
	for i, path := range paths {
		data, err := fs.ReadFile(site, path)
		if err != nil {
			t.Fatal(err)
		}
		kind := bodyKind.FindSubmatch(data)
		switch {
		case kind == nil:
			t.Fatalf("%s: the body has no kind", path)
		case string(kind[1]) == "kind-moved": // leads on at once
		case *axeAll || !seen[string(kind[1])]:
			seen[string(kind[1])] = true
			out[path] = appearances
		default:
			n := i % len(appearances)
			out[path] = appearances[n : n+1]
		}
	}
	return out
}

// TestBarriers looks at every page: of the site, and of the small site that holds one of everything.
func TestBarriers(t *testing.T) {
	t.Parallel()
	t.Run("axe-core", func(t *testing.T) {
		if _, why := axeCore(); why != "" && *axeAll {
			t.Errorf("no axe-core: %s", why)
		} else if why != "" {
			t.Skipf("axe-core is left out, our own rules judge alone: %s", why)
		}
	})
	t.Run("site", func(t *testing.T) {
		t.Parallel()
		judge(t, server(t), built(t).Tree, append(pages(t), "404.html"))
	})
	t.Run("small", func(t *testing.T) {
		t.Parallel()
		at, site := smallSite(t)
		paths, err := fs.Glob(site, "*/*.html")
		if err != nil {
			t.Fatal(err)
		}
		deeper, _ := fs.Glob(site, "*/*/*.html")
		judge(t, at, site, append(paths, deeper...))
	})
}

// judge looks at pages of a site in their appearances.
func judge(t *testing.T, at place, site fs.FS, paths []string) {
	t.Helper()
	ways := rounds(t, site, paths)
	paths = slices.DeleteFunc(paths, func(path string) bool { return ways[path] == nil })
	var mu sync.Mutex
	looks := 0
	visit(t, at, paths, ownTab, func(b *tab, path string) {
		for _, a := range ways[path] {
			b.shows(a)
			for _, found := range b.barriers() {
				b.t.Errorf("%s (%s): %s", path, a, found)
			}
		}
		mu.Lock()
		defer mu.Unlock()
		looks += len(ways[path])
	})
	if t.Logf("%d pages, %d looks", len(paths), looks); looks < len(paths) || len(paths) < 20 {
		t.Errorf("%d pages were looked at %d times", len(paths), looks)
	}
}

// TestBarriersAreSeen opens a page with a fault for each of our rules, and one for some of axe-core's; one that does not
// say the language of its texts; and one without fault.
func TestBarriersAreSeen(t *testing.T) {
	if testing.Short() {
		t.Skip("opens a browser")
	}
	t.Parallel()
	dir := filepath.Join(t.TempDir(), copyName)
	if err := os.CopyFS(dir, os.DirFS("testdata/barriers")); err != nil {
		t.Fatal(err)
	}
	b := ownTab(t, fileURL(dir))
	look := func(file string, a appearance) []string {
		b.open(b.base + file)
		b.shows(a)
		var rules []string
		for _, found := range b.barriers() {
			rules = append(rules, found.Rule)
		}
		slices.Sort(rules)
		return rules
	}
	for _, a := range appearances {
		want := strings.Fields("h1 heading id image landmark language name reference region tabindex table")
		if a.theme == "dark" {
			want = append(want, "contrast") // the page is at fault in one theme only
		}
		if _, why := axeCore(); why == "" {
			want = append(want, "axe button-name", "axe empty-heading", "axe heading-order", "axe html-has-lang", "axe image-alt",
				"axe label", "axe page-has-heading-one", "axe region", "axe tabindex", "axe target-size")
			if a.theme == "dark" {
				want = append(want, "axe color-contrast")
			}
		}
		got := look("bad.html", a)
		for _, rule := range want {
			if !slices.Contains(got, rule) {
				t.Errorf("%s: the fault %q is not seen; seen: %q", a, rule, got)
			}
		}
		if a.theme == "light" && (slices.Contains(got, "contrast") || slices.Contains(got, "axe color-contrast")) {
			t.Errorf("%s: a contrast that is enough is reported: %q", a, got)
		}
		if got := look("several.html", a); !slices.Equal(got, []string{"language"}) {
			t.Errorf("%s: texts without a language, and nothing else, are at fault; seen: %q", a, got)
		}
		if got := look("good.html", a); len(got) > 0 {
			t.Errorf("%s: a page without fault is said to break %q", a, got)
		}
	}
}

// TestAxeIsPinned keeps the lock file as it is checked in: one version, its content named by its sum, no address.
func TestAxeIsPinned(t *testing.T) {
	data, err := os.ReadFile("testdata/axe/package-lock.json")
	if err != nil {
		t.Fatal(err)
	}
	var lock struct {
		Packages map[string]struct{ Version, Integrity, Resolved string }
	}
	if err := json.Unmarshal(data, &lock); err != nil {
		t.Fatal(err)
	}
	for name, p := range lock.Packages {
		if name != "" && (p.Version == "" || p.Integrity == "" || p.Resolved != "") {
			t.Errorf("%s is not pinned as it should be: %+v", name, p)
		}
	}
}
