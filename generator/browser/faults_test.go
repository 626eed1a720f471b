package browser

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestFaultsAreSeen opens a page that does everything wrong: the other tests can only be trusted where it is noticed.
func TestFaultsAreSeen(t *testing.T) {
	if testing.Short() {
		t.Skip("opens a browser")
	}
	t.Parallel()
	dir := filepath.Join(t.TempDir(), copyName)
	for name, text := range map[string]string{
		"bad.html": `<!doctype html><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; img-src http://127.0.0.1:9 file:; style-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'">
<title>x</title><link rel="stylesheet" href="missing.css"><script>alert(1)</script><script src="bad.js"></script>
<h1 hidden>x</h1><img src="http://127.0.0.1:9/x.png"><img src="../outside.png"><p style="color:red"><span style="display:block;width:400px">x</span>`,
		"bad.js": `console.error('said'); console.warn('warned');
try { document.head.innerHTML = '<b>x</b>'; } catch {}
Promise.reject(new Error('rejected')); undefinedFunction();`,
		"wide.html": `<!doctype html><meta name="viewport" content="width=device-width"><title>x</title><pre>` + strings.Repeat("x", 400),
	} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	b := ownTab(t, fileURL(dir))
	b.open(b.base + "bad.html")
	got := append(eval[look](b, lookAt).faults(), b.take()...)
	for _, want := range []string{
		"0 visible h1", "style sheet is not applied", "image not shown", "no language",
		"said", "warned", "rejected", "undefinedFunction is not defined",
		"missing.css", "leaves the site: http://127.0.0.1:9/x.png", "leaves the site: file:", "outside.png",
		"inline script", "inline style", "TrustedHTML",
	} {
		if !slices.ContainsFunc(got, func(fault string) bool { return strings.Contains(fault, want) }) {
			t.Errorf("nothing was said of %q; noted:\n%s", want, strings.Join(got, "\n"))
		}
	}
	b = narrowTab(t, fileURL(dir))
	b.open(b.base + "wide.html")
	if len(eval[[]string](b, wide)) < 2 {
		t.Error("a page that is too wide is not noticed")
	}
}
