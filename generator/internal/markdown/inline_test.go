package markdown

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"boussole/generator/internal/source"
)

// valueAt is a front-matter value as the YAML reader gives it: text says how it is written, value what it means.
func valueAt(t *testing.T, text, value string) source.Text {
	t.Helper()
	f, ds := source.New("f.fr.md", []byte("---\nfact: "+text+"\n---\n"))
	if len(ds) > 0 {
		t.Fatal(ds)
	}
	return source.Text{Value: value, Pos: f.At(len("---\nfact: "))}
}

func TestInline(t *testing.T) {
	page := NewPage(sampleOptions("fr"))
	out, ds := page.Inline(valueAt(t, `"L'*ANSM* : oui. [@a, II]"`, "L'*ANSM* : oui. [@a, II]"))
	if len(ds) > 0 {
		t.Fatal(ds)
	}
	want := "L’<em><button type=\"button\" class=\"term\" popovertarget=\"term-ansm\">ANSM</button>" +
		"<span id=\"term-ansm\" class=\"term-card\" role=\"note\" aria-label=\"Définition\" popover><strong>ANSM</strong> L’agence du médicament.</span></em>\u00a0: oui." +
		"<sup class=\"cite\"><a href=\"#source-a\" id=\"ref-a-1\" aria-label=\"Source 1, II\">1</a></sup>"
	if string(out) != want {
		t.Errorf("got  %s\nwant %s", out, want)
	}
	// Numbers, ids and terms go on in what comes after.
	f, _ := source.New("f.fr.md", []byte("L'ANSM. [@b; @a]"))
	doc, ds := page.Body(f, f.Text)
	if len(ds) > 0 {
		t.Fatal(ds)
	}
	want = "<p>L’ANSM.<sup class=\"cite\"><a href=\"#source-b\" id=\"ref-b-1\" aria-label=\"Source 2\">2</a>, <a href=\"#source-a\" id=\"ref-a-2\" aria-label=\"Source 1\">1</a></sup></p>\n"
	if string(doc.HTML) != want {
		t.Errorf("got  %s\nwant %s", doc.HTML, want)
	}
	if got := fmt.Sprint(page.Terms()); got != "[ansm]" {
		t.Error(got)
	}
}

func TestInlinePlaces(t *testing.T) {
	for _, tt := range []struct{ text, value, want string }{
		{`Oui [@unknown-a]`, `Oui [@unknown-a]`, "f.fr.md:2:11"},
		{`"Oui [@unknown-a]"`, `Oui [@unknown-a]`, "f.fr.md:2:12"},
		{`'Oui [@unknown-a]'`, `Oui [@unknown-a]`, "f.fr.md:2:12"},
		{`"Dit \"oui\" [@unknown-a]"`, `Dit "oui" [@unknown-a]`, "f.fr.md:2:7"}, // with escapes: where it begins
		{">-\n  Oui\n  [@unknown-a]", `Oui [@unknown-a]`, "f.fr.md:2:7"},
		{`"  [@unknown-a]"`, `  [@unknown-a]`, "f.fr.md:2:10"},
		{`"- a"`, "- a", "f.fr.md:2:8"},
		{`"## a"`, "## a", "f.fr.md:2:8"},
		{`a`, "a\n\nb", "f.fr.md:2:7"},
		{`"Table: a"`, "Table: a", "f.fr.md:2:8"},
		{`"<b>"`, "<b>", "f.fr.md:2:8"},
		{`"a[^b]"`, "a[^b]", "f.fr.md:2:9"},
	} {
		_, ds := NewPage(sampleOptions("fr")).Inline(valueAt(t, tt.text, tt.value))
		if len(ds) != 1 || ds[0].Pos.String() != tt.want {
			t.Errorf("%s: %v, want one error at %s", tt.text, ds, tt.want)
		}
	}
	if out, ds := NewPage(Options{Lang: "fr"}).Inline(source.Text{}); out != "" || len(ds) > 0 {
		t.Errorf("nothing gives %q, %v", out, ds)
	}
}

// TestNoHooks: an outline can be made without anything of the site.
func TestNoHooks(t *testing.T) {
	f, _ := source.New("f.en.md", []byte("## A [b](c.md)\n\n[d](https://e.example) [@f] ![g](h.png)\n"))
	doc, ds := NewPage(Options{Lang: "en"}).Body(f, f.Text)
	want := `<h2 id="a-b">A <a href="c.md">b</a></h2>
<p><a href="https://e.example" rel="external">d</a><sup class="cite"><a href="#source-f" id="ref-f-1">1</a></sup> <img src="h.png" alt="g" loading="lazy" decoding="async"></p>
`
	if string(doc.HTML) != want || len(ds) > 0 || !doc.Anchors["a-b"] {
		t.Errorf("%s\n%v", doc.HTML, ds)
	}
}

// TestBodyPlaces: the front matter is blanked, and places are those of the file.
func TestBodyPlaces(t *testing.T) {
	f, _ := source.New("f.fr.md", []byte("---\ntitle: "+strings.Repeat("long ", 40)+"\n---\n\nÉté <b>\n"))
	_, body, _ := source.SplitFrontMatter(f)
	_, ds := NewPage(sampleOptions("fr")).Body(f, body)
	if len(ds) != 1 || ds[0].Pos.String() != "f.fr.md:5:5" {
		t.Error(ds)
	}
}

func TestRefusal(t *testing.T) {
	for url, ok := range map[string]bool{
		"a.html": true, "../a/b.html#c": true, "#c": true, "?a": true, "a.html?b:c": true, "./a:b": true, "/a": true,
		"https://a.example/b": true, "HTTP://a.example": true, "mailto:a@b.example": true, "tel:+33140000000": true,
		"https://a.example/@b": true, "https://a.example?b@c": true,
		"": false, " a": false, "//a.example": false, "/\\a.example": false, "\\\\a": false, "https:": false, "https:a": false, "https://": false, "https:///a": false,
		"https://a@b.example": false, "javascript:alert(1)": false, "JAVASCRIPT:x": false, "java\nscript:x": false, "\x01javascript:x": false, "data:text/html,x": false,
		"blob:x": false, "view-source:x": false, "ms-settings:x": false, "vbscript:x": false, "file:///etc/passwd": false, "ftp://a": false, ":x": false, "a:b": false, "é:b": false,
	} {
		if why := refusal(url, false); (why == "") != ok {
			t.Errorf("%q: %q", url, why)
		}
	}
	if refusal("mailto:a@b.example", true) == "" {
		t.Error("an image may be a mailbox")
	}
}

func TestEncode(t *testing.T) {
	if got := encode(`a b/é?x="<>&y=%20#z`); got != `a%20b/%C3%A9?x=%22%3C%3E&y=%20#z` {
		t.Error(got)
	}
}

// TestManyAtOnce: pages are converted on all cores; run with -race.
func TestManyAtOnce(t *testing.T) {
	text := "## A\n\nL'AAC : [@a]. `x`\n\n```yaml\na: 1\n```\n\nx[^n]\n\n[^n]: y\n"
	_, want, _ := convert(t, "fr", text)
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			if _, doc, _ := convert(t, "fr", text); doc.HTML != want.HTML {
				t.Error("another result")
			}
		})
	}
	wg.Wait()
}

func TestOrdinals(t *testing.T) {
	for in, want := range map[string]string{
		"le 1er, la 1re, les 1ers": "le 1<sup>er</sup>, la 1<sup>re</sup>, les 1<sup>ers</sup>",
		"2e, 21e, 2er, 1e":         "2<sup>e</sup>, 21<sup>e</sup>, 2er, 1e",
		"L1er 5121-2e 1,1er 1erb":  "L1er 5121-2e 1,1er 1erb",
		"1ère & <":                 "1ère &amp; &lt;",
	} {
		if got := htmlWords("fr", in); got != want {
			t.Errorf("%q gives %q, want %q", in, got, want)
		}
	}
}

func TestNoteLetters(t *testing.T) {
	for number, want := range map[int]string{1: "a", 26: "z", 27: "aa", 52: "az", 53: "ba", 703: "aaa"} {
		if got := (&note{number: number}).letter(); got != want {
			t.Errorf("%d is %q, want %q", number, got, want)
		}
	}
}
