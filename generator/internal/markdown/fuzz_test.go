package markdown

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"boussole/generator/internal/source"

	"golang.org/x/net/html"
)

// FuzzBody: no text makes the conversion panic, gives HTML in which anything is active, a tag that is not closed,
// an id that stands twice or is empty, or a place outside of the file; and the same text gives the same HTML.
func FuzzBody(f *testing.F) {
	pages, _ := filepath.Glob("testdata/pages/*.md")
	for _, name := range pages {
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
		for _, part := range strings.Split(string(text), "\n\n") {
			f.Add(part)
		}
	}
	for _, text := range []string{
		"[a](javascript:alert(1)) [b](JaVaScRiPt&#58;alert(1)) [c](data:text/html,x) [d](//evil) [e](\\\\evil) [f](java\nscript:x)",
		"<javascript:alert(1)> <script>alert(1)</script> ![x](javascript:x) ![\"onerror=\"x](a.png)",
		"## <b> {#\"onclick=x}\n\n```sh\" onclick=\"x\n<script>\n```\n", "[^a]: [^a]: x\n\n[^a]", "> [!note] [!note]\n> [!warning]",
		"[a [b]{lang=en} c]{lang=fr} ]{lang=en}", "Table: x\n---\n\n| a |\n|-|\n| `a\\|b` |", "a\n: b\n: [^c]\n\n[^c]: d", "&#0;&#x202e;\u2028\uFFFC\uFFF9",
		"- [^a]: b\n\n\t\tc\n- ::a{b=c}", "AAC-accès compassionnel [AAC](x) `AAC` *AAC*", "[x]: y\n[x]: z\n[x]",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		file, ds := source.New("f.fr.md", []byte(text))
		if ds.HasErrors() {
			return // never converted
		}
		for _, lang := range []string{"fr", "en"} {
			page := NewPage(sampleOptions(lang))
			doc, ds := page.Body(file, file.Text)
			for _, d := range ds {
				if strings.HasPrefix(d.Message, parserGaveUp) {
					t.Fatalf("%s on %q", d.Message, text)
				}
				if d.Pos.File != file || d.Pos.Offset > len(file.Text) || d.Message == "" {
					t.Fatalf("a diagnostic is nowhere: %v on %q", d, text)
				}
			}
			checkHTML(t, text, string(doc.HTML))
			again, _ := NewPage(sampleOptions(lang)).Body(file, file.Text)
			if again.HTML != doc.HTML {
				t.Fatalf("not the same twice: %q", text)
			}
			inline, _ := page.Inline(source.Text{Value: string(file.Text)})
			checkHTML(t, text, string(doc.HTML)+string(inline))
		}
	})
}

var allowedElements = map[string]bool{}

func init() {
	for _, name := range strings.Fields("p h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote div pre code span strong em a img br hr sup button label table caption thead tbody tr th td") {
		allowedElements[name] = true
	}
}

var allowedAttributes = map[string]bool{
	"id": true, "class": true, "href": true, "src": true, "alt": true, "width": true, "height": true, "loading": true, "decoding": true,
	"rel": true, "hreflang": true, "lang": true, "role": true, "aria-label": true, "aria-labelledby": true, "tabindex": true, "translate": true,
	"scope": true, "start": true, "type": true, "for": true, "popover": true, "popovertarget": true,
}

// checkHTML reads tokens, not a tree: a parser repairs in silence what a page must not hold.
func checkHTML(t *testing.T, text, out string) {
	t.Helper()
	if !utf8.ValidString(out) {
		t.Fatalf("not UTF-8: %q", text)
	}
	var open []string
	ids := map[string]bool{}
	z := html.NewTokenizer(strings.NewReader(out))
	for {
		switch z.Next() {
		case html.ErrorToken:
			if len(open) > 0 {
				t.Fatalf("%v are not closed: %q gives %q", open, text, out)
			}
			return
		case html.CommentToken, html.DoctypeToken:
			t.Fatalf("a comment: %q gives %q", text, out)
		case html.StartTagToken:
			tag := z.Token()
			if tag.Data != "br" && tag.Data != "hr" && tag.Data != "img" {
				open = append(open, tag.Data)
			}
			checkTag(t, text, tag, ids)
		case html.EndTagToken:
			tag := z.Token()
			if len(open) == 0 || open[len(open)-1] != tag.Data {
				t.Fatalf("</%s> closes %v: %q gives %q", tag.Data, open, text, out)
			}
			open = open[:len(open)-1]
		}
	}
}

func checkTag(t *testing.T, text string, tag html.Token, ids map[string]bool) {
	t.Helper()
	if !allowedElements[tag.Data] {
		t.Fatalf("<%s> from %q", tag.Data, text)
	}
	for _, a := range tag.Attr {
		if !allowedAttributes[a.Key] {
			t.Fatalf("attribute %s in <%s> from %q", a.Key, tag.Data, text)
		}
		switch a.Key {
		case "href", "src":
			if why := refusal(a.Val, a.Key == "src"); why != "" {
				t.Fatalf("address %q %s, from %q", a.Val, why, text)
			}
		case "id":
			if a.Val == "" || ids[a.Val] || strings.ContainsFunc(a.Val, func(r rune) bool { return r > '~' || r <= ' ' }) {
				t.Fatalf("id %q from %q", a.Val, text)
			}
			ids[a.Val] = true
		}
	}
}
