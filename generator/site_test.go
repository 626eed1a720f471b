package main

import (
	"bytes"
	"compress/gzip"
	"io/fs"
	"path"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"boussole/generator/internal/build"
	"boussole/generator/internal/output"

	"golang.org/x/net/html"
)

// built is the project's own site, made once for all tests.
var built = sync.OnceValue(func() *build.Result {
	fsys, ds := output.ReadProject("..")
	if ds.HasErrors() {
		return &build.Result{Diagnostics: ds, Tree: new(output.Tree)}
	}
	return build.Build(fsys, build.Options{})
})

func realSite(t *testing.T) *build.Result {
	t.Helper()
	r := built()
	for _, d := range r.Diagnostics {
		if d.Severity < 2 {
			t.Errorf("%s: %s: %s", d.Pos, d.Severity, d.Message)
		}
	}
	if r.Diagnostics.HasErrors() {
		t.FailNow()
	}
	return r
}

// document is a page of the built site.
type document struct {
	name  string
	root  *html.Node
	ids   map[string]bool
	links []string // href and src
	later []string // those of them that stand in a template: scripts that are loaded at their first use
}

func documents(t *testing.T) map[string]*document {
	t.Helper()
	tree, out := realSite(t).Tree, map[string]*document{}
	for _, name := range tree.Files() {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		data, err := fs.ReadFile(tree, name)
		if err != nil {
			t.Fatal(err)
		}
		root, err := html.Parse(bytes.NewReader(data))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		d := &document{name: name, root: root, ids: map[string]bool{}}
		each(root, func(n *html.Node) {
			if id, ok := attribute(n, "id"); ok {
				if d.ids[id] {
					t.Errorf("%s: the id %q stands twice", name, id)
				}
				d.ids[id] = true
			}
			for _, key := range []string{"href", "src"} {
				if v, ok := attribute(n, key); ok && !(n.Data == "link" && has(n, "rel", "canonical", "alternate")) {
					d.links = append(d.links, v)
					if n.Parent.Data == "template" {
						d.later = append(d.later, v)
					}
				}
			}
		})
		out[name] = d
	}
	return out
}

func each(n *html.Node, f func(*html.Node)) {
	if n.Type == html.ElementNode {
		f(n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		each(c, f)
	}
}

func attribute(n *html.Node, key string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val, true
		}
	}
	return "", false
}

func has(n *html.Node, key string, values ...string) bool {
	v, _ := attribute(n, key)
	for _, w := range values {
		if v == w {
			return true
		}
	}
	return false
}

func textOf(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		b.WriteString(textOf(c))
	}
	return b.String()
}

func TestEveryLinkLeadsSomewhere(t *testing.T) {
	docs, tree := documents(t), realSite(t).Tree
	for name, d := range docs {
		if name == "404.html" {
			continue // its links begin at the root of the server: see TestMissingPage
		}
		for _, link := range d.links {
			if regexp.MustCompile(`^(https?|mailto|tel|data):`).MatchString(link) {
				continue
			}
			file, anchor, _ := strings.Cut(link, "#")
			target := name
			if file != "" {
				target = path.Join(path.Dir(name), file)
			}
			if strings.HasPrefix(file, "/") || strings.HasSuffix(file, "/") {
				t.Errorf("%s: the link %q would not work from a folder", name, link)
			}
			if _, err := fs.Stat(tree, target); err != nil {
				t.Errorf("%s: the link %q leads nowhere", name, link)
				continue
			}
			// What holds "=" is a state of a questionnaire.
			if other := docs[target]; anchor != "" && other != nil && !other.ids[anchor] && !(strings.Contains(anchor, "=") && other.ids["checker"]) {
				t.Errorf("%s: the link %q leads to no place", name, link)
			}
		}
	}
}

var asciiID = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]*$`)

// Every page: one h1, no level skipped, its language, a description, the content policy first, nothing inline.
func TestEveryPageIsWellMade(t *testing.T) {
	titles := map[string]string{}
	for name, d := range documents(t) {
		level, h1 := 0, 0
		policy, title := false, ""
		each(d.root, func(n *html.Node) {
			switch n.Data {
			case "h1", "h2", "h3", "h4", "h5", "h6":
				l := int(n.Data[1] - '0')
				if l > level+1 {
					t.Errorf("%s: h%d after h%d", name, l, level)
				}
				if level = l; l == 1 {
					h1++
				}
			case "html":
				lang, _ := attribute(n, "lang")
				if want, _, _ := strings.Cut(name, "/"); strings.Contains(name, "/") && lang != want {
					t.Errorf("%s: the page says it is in %q", name, lang)
				}
			case "meta":
				if v, _ := attribute(n, "http-equiv"); v == "Content-Security-Policy" {
					content, _ := attribute(n, "content")
					policy = content == build.Policy
				}
			case "title":
				if n.Parent.Data == "head" {
					title = textOf(n)
				}
			case "script":
				if _, ok := attribute(n, "src"); !ok && !has(n, "type", "application/json", "application/ld+json") {
					t.Errorf("%s: a script stands in the page", name)
				}
				if has(n, "type", "module") {
					t.Errorf("%s: a module would not run from a folder", name)
				}
			case "style", "iframe", "object", "embed", "base", "form":
				t.Errorf("%s: <%s> stands in the page", name, n.Data)
			}
			for _, a := range n.Attr {
				if strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key == "integrity" || a.Key == "crossorigin" || a.Key == "title" && n.Data != "link" {
					t.Errorf("%s: <%s %s> stands in the page", name, n.Data, a.Key)
				}
			}
		})
		if h1 != 1 || !policy || title == "" {
			t.Errorf("%s: %d h1, policy %v, title %q", name, h1, policy, title)
		}
		lang, _, _ := strings.Cut(name, "/")
		if first := titles[lang+title]; first != "" {
			t.Errorf("%s: the title %q is that of %s too", name, title, first)
		}
		titles[lang+title] = name
		for id := range d.ids {
			if !asciiID.MatchString(id) {
				t.Errorf("%s: the id %q", name, id)
			}
		}
	}
}

// Every page in a language leads to its twin, and the twin back; the neutral page leads to every language.
func TestLanguagesMeet(t *testing.T) {
	docs := documents(t)
	twins := map[string]map[string]string{}
	for name, d := range docs {
		twins[name] = map[string]string{}
		each(d.root, func(n *html.Node) {
			if n.Data == "a" {
				if lang, ok := attribute(n, "hreflang"); ok && !strings.Contains(lang, "-") {
					href, _ := attribute(n, "href")
					if !strings.Contains(href, ":") && twins[name][lang] == "" {
						twins[name][lang] = path.Join(path.Dir(name), href)
					}
				}
			}
		})
	}
	for name := range docs {
		lang, _, _ := strings.Cut(name, "/")
		other := map[string]string{"fr": "en", "en": "fr"}[lang]
		if other == "" {
			continue
		}
		twin := twins[name][other]
		if !strings.HasPrefix(twin, other+"/") || twins[twin][lang] != name {
			t.Errorf("%s: its twin is %q, whose twin is %q", name, twin, twins[twin][lang])
		}
	}
	for _, lang := range []string{"fr", "en"} {
		if docs["index.html"] == nil || twins["index.html"][lang] != lang+"/index.html" {
			t.Errorf("index.html leads to %q in %s", twins["index.html"][lang], lang)
		}
	}
}

// The first visit's weight, compressed, stays within what a poor connection carries.
func TestWeights(t *testing.T) {
	tree := realSite(t).Tree
	size := func(name string) int {
		data, err := fs.ReadFile(tree, name)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
		_, _ = w.Write(data)
		_ = w.Close()
		return b.Len()
	}
	for name, d := range documents(t) {
		total, css, js, requests := size(name), 0, 0, 1
		for _, link := range d.links {
			if slices.Contains(d.later, link) {
				continue
			}
			switch file := path.Join(path.Dir(name), link); path.Ext(file) {
			case ".css":
				css += size(file)
				requests++
			case ".js":
				js += size(file)
				requests++
			case ".svg", ".png", ".ico":
				total += size(file)
				requests++
			}
		}
		limit := 30_000
		switch {
		case d.ids["checker"]:
			limit = 45_000
		case strings.Contains(name, "-tree") || strings.Contains(name, "-arbre"):
			limit = 21_000 // one question after the other, from page to page
		}
		if total += css + js; total > limit || css > 8_000 || js > 12_000 || requests > 8 {
			t.Errorf("%s: %d bytes in all, %d of style, %d of script, %d requests", name, total, css, js, requests)
		}
	}
	for _, name := range tree.Files() {
		if ext := path.Ext(name); ext == ".woff" || ext == ".woff2" || ext == ".ttf" {
			t.Errorf("%s: a font is shipped", name)
		}
	}
}

// A page has so few elements that a slow phone shows it at once, the pages named here apart.
func TestPagesAreSmall(t *testing.T) {
	for name, d := range documents(t) {
		elements := 0
		each(d.root, func(*html.Node) { elements++ })
		limit := 1_400
		switch {
		case strings.HasSuffix(name, "/sources.html"):
			limit = 2_600 // all sources on one page
		case strings.Contains(name, "-rules") || strings.Contains(name, "-regles"):
			limit = 2_400 // drawings, and the same in words
		}
		if elements > limit {
			t.Errorf("%s: %d elements, want at most %d", name, elements, limit)
		}
	}
}

// The same input gives the same bytes on one core and on many.
func TestTwoBuildsAreTheSame(t *testing.T) {
	first := realSite(t).Tree.Digest()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	fsys, _ := output.ReadProject("..")
	if second := build.Build(fsys, build.Options{}).Tree.Digest(); first != second {
		t.Errorf("digests %s and %s", first, second)
	}
}

// No path of this machine and nothing of its clock stands in the site.
func TestNothingOfThisMachine(t *testing.T) {
	tree := realSite(t).Tree
	for _, name := range tree.Files() {
		data, _ := fs.ReadFile(tree, name)
		for _, word := range []string{"file://", "/home/", "/tmp/", "/root/", "localhost", "127.0.0.1:"} {
			if bytes.Contains(data, []byte(word)) && !strings.Contains(name, "editors-guide") && !strings.Contains(name, "guide-des-redacteurs") {
				t.Errorf("%s holds %q", name, word)
			}
		}
	}
}
