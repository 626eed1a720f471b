package browser

import (
	"bytes"
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
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// With -axe.all=false axe-core judges fewer appearances, for who is in a hurry.
var axeAll = flag.Bool("axe.all", true, "judge every page with axe-core in both themes and both widths")

// An appearance is how a page is shown. Neighbours differ in one thing, those that are two apart in both.
type appearance struct {
	theme         string
	width, height int64 // of the window, in CSS pixels
}

var appearances = []appearance{{"light", 320, 640}, {"dark", 320, 640}, {"dark", 1280, 900}, {"light", 1280, 900}}

func (a appearance) String() string { return fmt.Sprintf("%s, %d px", a.theme, a.width) }

// shows shows the page that a tab stands on in another appearance, without loading it again.
func (b *tab) shows(a appearance) {
	b.t.Helper()
	if b.appearance == a {
		return
	}
	b.appearance = a
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

// barriers judges the page as it is shown: by our own rules and, where it is asked for and can be had, by axe-core.
func (b *tab) barriers(axe bool) []barrier {
	b.t.Helper()
	out := eval[[]barrier](b, ownRules)
	if source, why := axeCore(); why == "" && axe {
		if !eval[bool](b, `'axe' in window`) {
			eval[bool](b, source+";true")
		}
		out = append(out, eval[[]barrier](b, axeRun)...)
	}
	return out
}

// brings makes every page that the tab opens bring axe-core along: quicker than to add it to each.
func (b *tab) brings() *tab {
	b.t.Helper()
	if source, why := axeCore(); why == "" {
		call(b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: source})
	}
	return b
}

// judge judges the page that the tab stands on in appearances: all, unless some are given. Our own rules judge each;
// axe-core, which takes ten times as long, every second or fourth, beginning with that whose turn it is, or all unless
// -axe.all=false. The tab is left in the first.
func (b *tab) judge(what string, turn, every int, those ...appearance) {
	b.t.Helper()
	if those == nil {
		those = appearances
	}
	for i, a := range those {
		b.shows(a)
		for _, found := range b.barriers(*axeAll || i%every == turn%every) {
			b.t.Errorf("%s (%s): %s", what, a, found)
		}
	}
	b.shows(those[0])
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

// leadsOn reports whether a page of a site leads on to another at once: nobody looks at it.
func leadsOn(t testing.TB, site fs.FS, path string) bool {
	t.Helper()
	data, err := fs.ReadFile(site, path)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Contains(data, []byte(`<body class="kind-moved"`))
}

// TestBarriers looks at every page of the small site that holds one of everything, and at the page that servers show
// where there is none. [TestEveryPage] looks at all other pages.
func TestBarriers(t *testing.T) {
	t.Parallel()
	t.Run("axe-core", func(t *testing.T) {
		if _, why := axeCore(); why != "" && os.Getenv("CI") != "" {
			t.Errorf("no axe-core: %s", why)
		} else if why != "" {
			t.Skipf("axe-core is left out, our own rules judge alone: %s", why)
		}
	})
	t.Run("missing", func(t *testing.T) {
		t.Parallel()
		b := ownTab(t, server(t).base).brings()
		b.open(b.base + "404.html")
		b.judge("404.html", 0, 2)
	})
	t.Run("small", func(t *testing.T) {
		t.Parallel()
		at, site := smallSite(t)
		paths, err := fs.Glob(site, "*/*.html")
		if err != nil {
			t.Fatal(err)
		}
		deeper, _ := fs.Glob(site, "*/*/*.html")
		paths = slices.DeleteFunc(append(paths, deeper...), func(path string) bool { return leadsOn(t, site, path) })
		if len(paths) < 20 {
			t.Errorf("%d pages", len(paths))
		}
		open := func(t testing.TB, base string) *tab { return narrowTab(t, base).brings() }
		visit(t, at, paths, open, func(b *tab, path string) { b.judge(path, slices.Index(paths, path), 2) })
	})
}

// TestThemesChangeColoursAlone: the theme is asked for in one place, which sets nothing but named colours. So what does
// not look at colours finds in one theme what it finds in the other.
func TestThemesChangeColoursAlone(t *testing.T) {
	asked := regexp.MustCompile(`(?s)@media[^{]*prefers-color-scheme[^{]*\{[^{}]*\{(.*?)\}\s*\}`)
	static := os.DirFS(filepath.Join(projectDir, "static"))
	times, blocks := 0, 0
	if err := fs.WalkDir(static, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(name) != ".css" && filepath.Ext(name) != ".js" {
			return err
		}
		data, err := fs.ReadFile(static, name)
		times += bytes.Count(data, []byte("prefers-color-scheme"))
		for _, block := range asked.FindAllSubmatch(data, -1) {
			blocks++
			for declaration := range strings.SplitSeq(comment.ReplaceAllString(string(block[1]), ""), ";") {
				if d := strings.TrimSpace(declaration); d != "" && !colour.MatchString(d) {
					t.Errorf("%s: a theme changes more than colours: %s", name, d)
				}
			}
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if times != 1 || blocks != 1 {
		t.Errorf("the theme is asked for %d times, %d of them understood; want once", times, blocks)
	}
}

var (
	comment = regexp.MustCompile(`(?s)/\*.*?\*/`)
	colour  = regexp.MustCompile(`^(--[a-z-]+: *(#[0-9a-f]{3,8}|(rgb|hsl|oklch|color-mix)\(.*\))|color-scheme: *dark)$`)
)

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
		for _, found := range b.barriers(true) {
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
