package assets

import (
	"strings"
	"testing"
	"testing/fstest"

	"boussole/generator/internal/source"
)

func TestStatic(t *testing.T) {
	png := "\x89PNG\r\n\x1a\nrest"
	fsys := files(
		"static/img/b.svg", "\uFEFF"+drawn+"\r\n",
		"static/img/a.png", png,
		"static/photo.jpg", "\xff\xd8\xff\xe0rest",
		"static/img/w.webp", "RIFF\x00\x00\x00\x00WEBPVP8 ",
		"static/favicon.ico", "\x00\x00\x01\x00",
		"static/robots.txt", "User-agent: *",
		"static/.well-known/security.txt", "Contact: x",
		"static/site.webmanifest", "{\"name\": \"x\"}",
		"static/css/site.css", "", "static/js/site.js", "", "static/js/notes.md", "",
		"content/x.svg", "not read",
	)
	got, ds := Static(fsys)
	if len(ds) > 0 {
		t.Fatal(lines(ds))
	}
	want := []string{".well-known/security.txt", "favicon.ico", "img/a.png", "img/b.svg", "img/w.webp", "photo.jpg", "robots.txt", "site.webmanifest"}
	var paths []string
	for _, a := range got {
		paths = append(paths, a.Path)
		if a.Name != "static/"+a.Path {
			t.Errorf("%s is named %s", a.Path, a.Name)
		}
	}
	if strings.Join(paths, " ") != strings.Join(want, " ") {
		t.Errorf("got %q", paths)
	}
	if string(got[2].Data) != png || string(got[3].Data) != drawn+"\n" {
		t.Errorf("got %q, %q", got[2].Data, got[3].Data)
	}
}

func TestStaticRefuses(t *testing.T) {
	for name, tt := range map[string]struct {
		path, content, want string
	}{
		"a script":         {"static/evil.js", "", `static/evil.js:1:1: error: files ending with ".js" do not ship`},
		"a page":           {"static/img/page.html", "", `static/img/page.html:1:1: error: files ending with ".html" do not ship`},
		"no ending":        {"static/LICENSE", "", `static/LICENSE:1:1: error: files ending with "" do not ship`},
		"upper case":       {"static/a.PNG", "", `static/a.PNG:1:1: error: files ending with ".PNG" do not ship`},
		"a page as PNG":    {"static/a.png", "<html>", `static/a.png:1:1: error: the file is not what its ending .png says`},
		"a sound as WebP":  {"static/a.webp", "RIFF\x00\x00\x00\x00WAVEfmt ", `is not what its ending .webp says`},
		"an empty picture": {"static/a.jpg", "", `is not what its ending .jpg says`},
		"text in Latin-1":  {"static/a.txt", "caf\xe9", `byte 0xE9 is not UTF-8`},
		"a bad manifest":   {"static/a.webmanifest", "{\n\"a\": }", `static/a.webmanifest:2:6: error: this is not JSON`},
		"a bad drawing":    {"static/a.svg", "<svg>", `static/a.svg:1:1: error: <svg> lacks xmlns`},
	} {
		t.Run(name, func(t *testing.T) {
			got, ds := Static(files(tt.path, tt.content))
			if len(got) > 0 || !ds.HasErrors() || !strings.Contains(lines(ds), tt.want) {
				t.Errorf("got %d files, %s", len(got), lines(ds))
			}
		})
	}
	if _, ds := Static(fstest.MapFS{}); !ds.HasErrors() {
		t.Error("a missing folder passes")
	}
}

// svg puts something into a drawing.
func svg(inner string) string {
	return "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\">\n" + inner + "\n</svg>"
}

func drawingFaults(t testing.TB, text string) source.Diagnostics {
	t.Helper()
	f, ds := source.New("a.svg", []byte(text))
	if ds.HasErrors() {
		return ds
	}
	return checkSVG(f)
}

func TestDrawingsAtRest(t *testing.T) {
	for _, text := range []string{
		drawn,
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- made by hand -->\n" + drawn,
		`<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:g/></s:svg>`,
		svg(`<defs><linearGradient id="a"><stop offset="0"/></linearGradient></defs><rect fill="url(#a)" clip-path="url( '#b' )"/><use href="#a"/><use xlink:href="#a"/>`),
		svg(`<title>Où aller ?</title><desc>http://example.org is only text</desc><text aria-label="see https://example.org">a &lt;script&gt;</text>`),
		svg(`<style>.a { fill: url(#a) } @media (prefers-color-scheme: dark) { .a { fill: red } }</style><path class="a" style="fill: url(#a)"/>`),
		svg(`<image href="data:image/png;base64,AAAA"/>`),
		svg(`<text xml:lang="fr" xml:space="preserve">x</text>`),
	} {
		if ds := drawingFaults(t, text); len(ds) > 0 {
			t.Errorf("%s\n%s", text, lines(ds))
		}
	}
}

func TestDrawingsNotAtRest(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{svg(`  <script>alert(1)</script>`), `a.svg:2:3: error: found <script>, which is active content`},
		{svg(`<SCRIPT/>`), `found <SCRIPT>`},
		{svg(`<h:script xmlns:h="http://www.w3.org/1999/xhtml"/>`), `found <script>, which is active content`},
		{svg(`<iframe xmlns="http://www.w3.org/1999/xhtml" src="x"/>`), `found <iframe>, which is not of SVG`},
		{svg(`<foreignObject/>`), `found <foreignObject>`},
		{svg(`<set attributeName="href" to="javascript:alert(1)"/>`), `found <set>, which does not draw`},
		{svg(`<animate attributeName="href" values="javascript:alert(1)"/>`), `found <animate>`},
		{svg(`<a href="https://example.org"><path/></a>`), `found <a>`},
		{svg(`<handler/>`), `found <handler>`},
		{svg(`<sodipodi:namedview xmlns:sodipodi="http://sodipodi"/>`), `is not of SVG but of "http://sodipodi"`},
		{svg(`<path d="M0 0" onclick="alert(1)"/>`), `a.svg:2:16: error: found onclick, which runs a script`},
		{svg("<path\n ONLOAD='x'/>"), `a.svg:3:2: error: found ONLOAD`},
		{`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`, `a.svg:1:41: error: found onload`},
		{svg(`<use href="https://example.org/x.svg#a"/>`), `a.svg:2:6: error: found href="https://example.org/x.svg#a", which leads out`},
		{svg(`<use xlink:href="other.svg#a"/>`), `a.svg:2:12: error: found href="other.svg#a"`},
		{svg(`<image href="java&#x0A;script:alert(1)"/>`), `which leads out`},
		{svg(`<image href="data:image/svg+xml;base64,AAAA"/>`), `which leads out`},
		{svg(`<image href="data:text/html,x"/>`), `which leads out`},
		{svg(`<path fill="java&#10;script:alert(1)"/>`), `active content`},
		{svg(`<path fill="url(https://example.org/a)"/>`), `found "url(https://example.org/a)", which leads out`},
		{svg(`<path fill="URL( &quot;x.svg#a&quot; )"/>`), `which leads out`},
		{svg(`<path fill="u\72l(x.svg)"/>`), `found "\\" in a style`},
		{svg(`<path mask="image-set('x.png' 1x)"/>`), `found "image-set("`},
		{svg(`<path style="fill: u\rl(x)"/>`), `found "\\" in a style`},
		{svg(`<style>@import "x.css";</style>`), `a.svg:2:1: error: found "@import" in a style`},
		{svg(`<style>@im<!-- -->port "x.css";</style>`), `found "@import" in a style`},
		{svg(`<style><![CDATA[a { background: url(x.png) }]]></style>`), `which leads out`},
		{svg(`<style>a { background: image-set("x.png" 1x) }</style>`), `found "image-set("`},
		{svg(`<g xml:base="https://example.org/"/>`), `found xml:base`},
		{`<!DOCTYPE svg [<!ENTITY a "b">]>` + drawn, `a.svg:1:1: error: found a declaration`},
		{`<?xml-stylesheet href="x.css"?>` + drawn, `found an instruction <?xml-stylesheet`},
		{`<?xml version="1.0" encoding="UTF-7"?>` + drawn, `the encoding "UTF-7" is declared, expected UTF-8`},
		{svg(`&nbsp;`), `this is not XML`},
		{svg(`<g>`), `this is not XML`},
		{drawn + drawn, `found <svg> outside <svg>`},
		{drawn + `<script xmlns="http://www.w3.org/2000/svg"/>`, `found <script> outside <svg>`},
		{drawn + "x", `text stands outside`},
		{`<html/>`, `found <html> outside <svg>`},
		{`<svg/>`, `lacks xmlns`},
		{`<svg xmlns="http://www.w3.org/1999/xhtml"/>`, `lacks xmlns`},
		{``, `holds no <svg>`},
	} {
		ds := drawingFaults(t, tt.text)
		if !ds.HasErrors() || !strings.Contains(lines(ds), tt.want) {
			t.Errorf("%s\ngot  %swant %s", tt.text, lines(ds), tt.want)
		}
	}
}

// Whatever a drawing holds, the check comes back; what passes names nothing that runs.
func FuzzDrawing(f *testing.F) {
	f.Add(drawn)
	f.Add(svg(`<g onclick="x"><use href="#a"/></g>`))
	f.Add(svg(`<style>a{fill:url(#a)}</style>`))
	f.Fuzz(func(t *testing.T, text string) {
		if !drawingFaults(t, strings.ToValidUTF8(text, "?")).HasErrors() && strings.Contains(text, "<script") && !strings.Contains(text, "<!") && !strings.Contains(text, "\"") && !strings.Contains(text, "'") {
			t.Errorf("passes: %q", text)
		}
	})
}
