package main

import (
	"bytes"
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/dop251/goja"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"golang.org/x/net/html"
)

// hostile are texts that would mean something else where a writer let them: markup, the beginnings of blocks, tables,
// code, links, controls.
var hostile = []string{
	`<script>alert(1)</script>`,
	`</blockquote><img src=x onerror=alert(1)>`,
	`"><svg/onload=alert(1)> & &amp; &lt; 'quoted'`,
	"# not a heading\n## nor this",
	"- not a list\n+ nor this\n* nor this\n1. nor this\n2) nor this",
	"a | b\n--- | ---\n1 | 2",
	"```\nnot code\n```",
	"~~~ `code` ``more`` ~~struck~~",
	"    not code either\n\ttab",
	"Title?\n===\n---\n***\n___",
	"[link](javascript:alert(1)) ![image](x) <https://example.org> [ref]: x",
	"**bold** _em_ \\ back\\slash at the end\\",
	"> quote\n>> twice\n\nafter a blank line",
	"- [x] not a box\n[ ] nor this",
	"$math$ ^note^ [^1] :emoji: {attr}",
	"1\r\n2\r3\u20284",
	"a\u0000b\u0007c\u001bd",
	"&#60;b&#62; &copy;",
	"é « ’ » – 漢字 🧭 العربية",
	"!",
}

// writers runs static/js/dossier-text.js: compose and the three writers, on texts and state given as JSON.
func writers(t *testing.T) func(state map[string]any) map[string]string {
	t.Helper()
	script, err := os.ReadFile("../static/js/dossier-text.js")
	if err != nil {
		t.Fatal(err)
	}
	if regexp.MustCompile(`(?m)^\s*import\b|\b(document|window|location)\.\w`).Match(script) {
		t.Fatal("dossier-text.js imports something or touches the document")
	}
	vm := goja.New()
	if _, err := vm.RunString(strings.ReplaceAll(string(script), "\nexport ", "\n")); err != nil {
		t.Fatal(err)
	}
	v, err := vm.RunString(`(data, state) => {
		const ui = (id, values) => id === 'dossier.script.colon' ? ': ' : id.replace('dossier.script.', '') + (values ? ' ' + values.Date : '');
		const parts = compose(JSON.parse(data), JSON.parse(state), ui);
		return { html: toHTML(parts, 'en', ui), md: toMarkdown(parts, ui), txt: toText(parts, ui) };
	}`)
	if err != nil {
		t.Fatal(err)
	}
	call, _ := goja.AssertFunction(v)
	return func(state map[string]any) map[string]string {
		t.Helper()
		s, err := json.Marshal(state)
		if err != nil {
			t.Fatal(err)
		}
		out, err := call(goja.Undefined(), vm.ToValue(dossierSample), vm.ToValue(string(s)))
		if err != nil {
			t.Fatal(err)
		}
		made := map[string]string{}
		if err := vm.ExportTo(out, &made); err != nil {
			t.Fatal(err)
		}
		return made
	}
}

const dossierSample = `{
	"lang": "en", "title": "A <dossier> | of *tests*", "intro": "To be prepared.", "address": "https://pool.example/en/a.html", "reviewed": "1 May",
	"page": {"title": "The procedure", "url": "https://pool.example/en/p.html"},
	"platform": {"name": "Desk", "url": "https://town.example/a?b=(c)&d=<e>"},
	"groups": [{"title": "Papers", "pieces": [
		{"id": "proof", "text": "Proof", "by": "applicant", "sources": [1], "needed": true},
		{"id": "photo", "text": "Photo", "by": "body", "onlyIf": "If asked.", "help": "A #1 photo.", "optional": "Optional.", "form": {"name": "Form", "url": "mailto:a@town.example"}}]}],
	"questions": [{"id": "why", "label": "Why?", "choices": [{"id": "yes", "text": "Yes"}, {"id": "no", "text": "No"}]}, {"id": "how", "label": "How?"}],
	"doubts": [{"text": "Not sure.", "sources": [1]}],
	"sources": [{"name": "Town, Prices", "url": "https://town.example/prices"}]
}`

// said is a text as the writers are to keep it.
func said(text string) []string {
	text = regexp.MustCompile(`\r\n?|\x{2028}`).ReplaceAllString(text, "\n")
	text = regexp.MustCompile(`[\x00-\x08\x0e-\x1f]`).ReplaceAllString(text, "")
	return strings.Fields(text)
}

// read is what a reader sees of a quotation in a document.
func quotations(t *testing.T, doc string) (out [][]string, tags map[string]int) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(doc))
	if err != nil {
		t.Fatal(err)
	}
	tags = map[string]int{}
	var inside func(n *html.Node) string
	inside = func(n *html.Node) string {
		switch {
		case n.Type == html.TextNode:
			return n.Data
		case n.Data == "br":
			return "\n"
		case n.Type == html.ElementNode && !slices.Contains([]string{"blockquote", "p"}, n.Data):
			t.Errorf("a written text became <%s>", n.Data)
		}
		var b strings.Builder
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			b.WriteString(inside(c) + " ")
		}
		return strings.ReplaceAll(b.String(), "\u00a0", " ")
	}
	each(root, func(n *html.Node) {
		tags[n.Data]++
		if n.Data == "blockquote" {
			out = append(out, strings.Fields(strings.ReplaceAll(inside(n), "\n", " ")))
		}
	})
	return out, tags
}

// What is written, however hostile, stands in the documents as it was written and means nothing else: read back by a
// parser of HTML and by one of Markdown, the quotations hold its words, and no other element has come up.
func TestDossierTextsMeanThemselves(t *testing.T) {
	write := writers(t)
	markdown := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote))
	plain := write(map[string]any{"answers": [][]string{}, "ticked": map[string]bool{}, "notes": map[string]string{}, "texts": map[string]string{"why": "plain"}})
	_, wantHTML := quotations(t, plain["html"])
	for _, text := range hostile {
		made := write(map[string]any{
			"answers": [][]string{{text, text}}, "ticked": map[string]bool{"proof": true},
			"notes": map[string]string{"photo": text}, "texts": map[string]string{"why": text},
		})
		want := [][]string{said(text), said(text), {"empty"}}
		got, tags := quotations(t, made["html"])
		if !slices.EqualFunc(got, want, slices.Equal[[]string]) {
			t.Errorf("HTML of %q reads %q", text, got)
		}
		for _, tag := range []string{"script", "img", "svg", "a", "h1", "h2", "style", "meta"} {
			if more := map[string]int{"h2": 1}[tag]; tags[tag] != wantHTML[tag]+more {
				t.Errorf("HTML of %q has %d <%s>, want %d", text, tags[tag], tag, wantHTML[tag]+more)
			}
		}
		var b bytes.Buffer
		if err := markdown.Convert([]byte(made["md"]), &b); err != nil {
			t.Fatal(err)
		}
		got, tags = quotations(t, strings.ReplaceAll(b.String(), "<br />", "<br>"))
		if !slices.EqualFunc(got, want, slices.Equal[[]string]) {
			t.Errorf("Markdown of %q reads %q\n%s", text, got, made["md"])
		}
		for tag, n := range map[string]int{"script": 0, "img": 0, "svg": 0, "table": 0, "pre": 0, "code": 0, "h1": 1, "h2": 4, "h3": 2, "hr": 0, "blockquote": 3, "del": 0} {
			if tags[tag] != n {
				t.Errorf("Markdown of %q has %d <%s>, want %d\n%s", text, tags[tag], tag, n, made["md"])
			}
		}
		if strings.Contains(strings.ReplaceAll(made["txt"], "\r\n", ""), "\r") || strings.Contains(strings.ReplaceAll(made["txt"], "\r\n", ""), "\n") || regexp.MustCompile(`[\x00-\x09\x0b\x0c\x0e-\x1f]`).MatchString(strings.ReplaceAll(made["txt"], "\t", "")) {
			t.Errorf("text of %q has other line ends than CRLF, or controls", text)
		}
		for _, word := range said(text) {
			if !strings.Contains(made["txt"], word) {
				t.Errorf("text of %q lacks %q", text, word)
			}
		}
	}
}

// The documents hold all that the page holds: pieces with their boxes, who provides them, forms, sources, doubts.
func TestDossierDocuments(t *testing.T) {
	made := writers(t)(map[string]any{
		"answers": [][]string{{"Who?", "Me"}}, "ticked": map[string]bool{"proof": true, "no": true},
		"notes": map[string]string{"proof": "Found."}, "texts": map[string]string{},
	})
	for kind, wants := range map[string][]string{
		"html": {
			"<!doctype html>\n<html lang=\"en\">", "<title>A &#60;dossier&#62; | of *tests*</title>", `<input type="checkbox" checked> Proof`, `<input type="checkbox"> Photo`,
			`<a href="https://town.example/prices">Town, Prices</a>`, `<a href="mailto:a@town.example">Form</a>`, "<dt>Who?</dt><dd>Me</dd>",
			`<input type="checkbox" checked> No`, "default-src 'none'", "<blockquote>Found.</blockquote>", `<blockquote class="todo">empty</blockquote>`,
		},
		"md": {
			"# A \\<dossier\\> \\| of \\*tests\\*\n", "- [x] Proof\n  - by: applicant\n  - source: [Town, Prices](<https://town.example/prices>)\n\n  > Found.\n",
			"- [ ] Photo\n  - only-if: If asked.\n  - Optional.\n  - A \\#1 photo.\n", "[Desk](<https://town.example/a?b=(c)&d=%3Ce%3E>)", "- Who?\\\n  **Me**", "- [x] No\n\n### How?\n\n> empty\n",
		},
		"txt": {
			"[x] Proof\r\n    by: applicant\r\n    source: Town, Prices <https://town.example/prices>\r\n    noted:\r\n    | Found.\r\n", "[ ] Photo\r\n    only-if: If asked.\r\n    Optional.\r\n    A #1 photo.\r\n", "Who?\r\n    Me\r\n", "    [x] No\r\n\r\nHow?\r\n    | [empty]\r\n",
		},
	} {
		for _, want := range wants {
			if !strings.Contains(made[kind], want) {
				t.Errorf("%s lacks %q:\n%s", kind, want, made[kind])
			}
		}
	}
	if strings.Contains(made["html"], "<script") {
		t.Error("the document holds a script")
	}
}
