package source

import (
	"strings"
	"testing"
)

func TestNewRefusesWhatIsNoText(t *testing.T) {
	for _, c := range []struct{ name, data, want string }{
		{"utf-16", "\xFF\xFEa\x00", "UTF-16"},
		{"latin-1", "caf\xE9", "a.md:1:4: error: byte 0xE9 is not UTF-8"},
		{"nul", "a\nb\x00c", "a.md:2:2: error: control character U+0000"},
		{"escape", "a\x1b[31m", "control character U+001B"},
		{"bidi", "a\u202eb", "changes the direction"},
		{"long line", strings.Repeat("a", MaxLine+1), "the line has"},
	} {
		f, ds := New("a.md", []byte(c.data))
		if !ds.HasErrors() || len(f.Text) > 0 {
			t.Errorf("%s: got %d diagnostics and %d bytes, want an error and none", c.name, len(ds), len(f.Text))
		}
		if out := printed(ds); !strings.Contains(out, c.want) {
			t.Errorf("%s: printed %q, want %q in it", c.name, out, c.want)
		} else if strings.ContainsAny(out, "\x00\x1b") {
			t.Errorf("%s: printed %q, which holds a control character", c.name, out)
		}
	}
}

func TestNewMakesTextUniform(t *testing.T) {
	f, ds := New("a.md", []byte("\xEF\xBB\xBFe\u0301te\u0301\r\nsuite\rfin"))
	if len(ds) > 0 || string(f.Text) != "été\nsuite\nfin" {
		t.Errorf("got %q and %v", f.Text, ds)
	}
	if _, ds := New("a.md", []byte("a\u200bb")); ds.HasErrors() || len(ds) != 1 {
		t.Errorf("an invisible character: got %v, want one warning", ds)
	}
}

func TestPos(t *testing.T) {
	f, _ := New("a.md", []byte("éa\n\nb"))
	for _, c := range []struct {
		offset    int
		want, ext string
	}{{0, "a.md:1:1", "éa"}, {2, "a.md:1:2", "éa"}, {3, "a.md:1:3", "éa"}, {4, "a.md:2:1", ""}, {5, "a.md:3:1", "b"}, {99, "a.md:3:2", "b"}} {
		p := f.At(c.offset)
		if p.String() != c.want || p.Extract() != c.ext {
			t.Errorf("At(%d): %s %q, want %s %q", c.offset, p, p.Extract(), c.want, c.ext)
		}
		line, col := p.LineCol()
		if back := f.AtLine(line, col); back.String() != p.String() {
			t.Errorf("AtLine(%d, %d) is %s, want %s", line, col, back, p)
		}
	}
}

func printed(ds Diagnostics) string {
	var b strings.Builder
	ds.Print(&b)
	return b.String()
}

func TestPrint(t *testing.T) {
	f, _ := New("content/a.md", []byte("one\ntitel: x\n"))
	ds := Diagnostics{
		{Pos: f.At(4), Message: `unknown key "titel"`, Hint: `did you mean "title"?`, Related: []Related{{f.At(0), "here"}}},
		{Pos: f.At(0), Severity: Warning, Message: "first"},
		{Pos: f.At(0), Severity: Warning, Message: "first"},
	}
	want := `content/a.md:1:1: warning: first
    one
    ^
content/a.md:2:1: error: unknown key "titel"
    titel: x
    ^
    content/a.md:1:1: here
    hint: did you mean "title"?
`
	if got := printed(ds); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestNearest(t *testing.T) {
	known := []string{"title", "slug", "summary", "review-by"}
	for word, want := range map[string]string{"titel": "title", "titles": "title", "sumary": "summary", "reviewby": "review-by", "x": "", "entirely": ""} {
		if got := Nearest(word, known); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", word, got, want)
		}
	}
}

func TestSlug(t *testing.T) {
	for in, want := range map[string]string{
		"Évaluation": "evaluation", "L'été à Québec": "l-ete-a-quebec", "œuvre": "oeuvre", "a  b--c": "a-b-c",
		"规则": "", "e\u0301": "e", "Straße": "strasse", "  x ": "x",
	} {
		if got := Slug(in); got != want {
			t.Errorf("Slug(%q) = %q, want %q", in, got, want)
		}
	}
}

func parse(t *testing.T, text string) (*Node, Diagnostics) {
	t.Helper()
	f, ds := New("a.yaml", []byte(text))
	if ds.HasErrors() {
		t.Fatalf("New: %v", printed(ds))
	}
	return ParseYAML(f)
}

func TestYAMLKeepsWords(t *testing.T) {
	n, ds := parse(t, "a: yes\nb: 012\nc: 1_000\nd: null\ne: \"no\"\nf: ~\ng: true\nh: 1.0\ni: |\n  two\n  lines\nj: 2026-01-02\n")
	if ds.HasErrors() {
		t.Fatal(printed(ds))
	}
	want := map[string]string{"a": "yes", "b": "012", "c": "1_000", "e": "no", "g": "true", "h": "1.0", "i": "two\nlines\n", "j": "2026-01-02"}
	for key, text := range want {
		if got := n.Get(key); got == nil || got.Kind != Scalar || got.Text != text {
			t.Errorf("%s: got %+v, want %q", key, got, text)
		}
	}
	for _, key := range []string{"d", "f"} {
		if got := n.Get(key); got == nil || got.Kind != Null {
			t.Errorf("%s: got %+v, want nothing", key, got)
		}
	}
}

func TestYAMLErrors(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"bracket", "a: [x, y\nb: 1\n", "a.yaml:"},
		{"twice", "a: 1\nb: 2\na: 3\n", `a.yaml:3:1: error: the key "a" stands twice`},
		{"twice inside", "x:\n  a: 1\n  a: 3\n", `a.yaml:3:3: error: the key "a" stands twice`},
		{"anchor", "a: &x 1\nb: *x\n", "a.yaml:1:4: error: anchors"},
		{"tag", "a: !!python/object x\n", "a.yaml:1:4: error: tags"},
		{"merge", "a: {b: 1}\n<<: {c: 1}\n", "merge keys"},
		{"two documents", "a: 1\n---\nb: 1\n", "a.yaml:3:1: error: a second YAML document"},
		{"deep", strings.Repeat("[", 20000), "more than 40 deep"},
		{"deep list", strings.Repeat("- ", 20000), "more than 40 deep"},
		{"tab", "a:\n\tb: 1\n", "a.yaml:"},
		{"list key", "[a]: 1\n", "a.yaml:1:4: error: this is not YAML"},
	} {
		n, ds := parse(t, c.text)
		if out := printed(ds); n != nil || !strings.Contains(out, c.want) {
			t.Errorf("%s: got %v, %q; want %q", c.name, n, out, c.want)
		}
	}
}

func TestYAMLBombIsRefusedQuickly(t *testing.T) {
	text := "a: &a [x, x]\n"
	for c := 'b'; c < 'j'; c++ {
		text += string(c) + ": &" + string(c) + " [*" + string(c-1) + ", *" + string(c-1) + "]\n"
	}
	if n, ds := parse(t, text); n != nil || !ds.HasErrors() {
		t.Errorf("got %v, %v", n, printed(ds))
	}
}

func TestDecode(t *testing.T) {
	type inner struct {
		On Date `yaml:"on,required"`
	}
	type outer struct {
		Title Text              `yaml:"title,required"`
		Order int               `yaml:"order"`
		Draft bool              `yaml:"draft"`
		Tags  []Text            `yaml:"tags"`
		In    *inner            `yaml:"in"`
		Names map[string]string `yaml:"names"`
	}
	n, _ := parse(t, "title: 012\norder: 3\ndraft: true\ntags: one\nin: {on: 2026-02-28}\nnames: {fr: a, en: b}\n")
	var o outer
	if ds := Decode(n, &o); len(ds) > 0 {
		t.Fatal(printed(ds))
	}
	if o.Title.Value != "012" || o.Order != 3 || !o.Draft || len(o.Tags) != 1 || o.In.On.String() != "2026-02-28" || o.Names["en"] != "b" {
		t.Errorf("got %+v", o)
	}
	n, _ = parse(t, "titel: [a]\norder: 3x\ndraft: yes\ntags: {a: b}\nin: {on: 2026-02-31, at: 1}\nnames: x\n")
	o = outer{}
	out := printed(Decode(n, &o))
	for _, want := range []string{
		`a.yaml:1:1: error: unknown key "titel"`, `did you mean "title"?`, `a.yaml:1:1: error: the key "title" is missing`,
		`"order" is "3x", expected a whole number`, `"draft" is "yes", expected true or false`, `"tags" is a mapping`,
		`"2026-02-31" is not a day of the calendar`, `unknown key "at"`, `"names" is the text "x"`,
	} {
		if !strings.Contains(out, want) {
			t.Errorf("missing %q in\n%s", want, out)
		}
	}
}

func TestSplitFrontMatter(t *testing.T) {
	f, _ := New("a.md", []byte("---\ntitle: é\n---\n\n## B\n"))
	n, body, ds := SplitFrontMatter(f)
	if len(ds) > 0 || n.Get("title").Text != "é" || n.Get("title").Pos.String() != "a.md:2:8" {
		t.Fatalf("got %v, %s", n, printed(ds))
	}
	if len(body) != len(f.Text) || f.At(strings.Index(string(body), "##")).String() != "a.md:5:1" {
		t.Errorf("the body is %q", body)
	}
	for text, want := range map[string]string{
		"# no":                  "no front matter",
		"---\ntitle: x\n":       "never closed",
		"---\n---\ntext":        "the front matter is empty",
		"---\ntitle: [a\n---\n": "a.md:2:",
		"":                      "no front matter",
	} {
		f, _ := New("a.md", []byte(text))
		n, _, ds := SplitFrontMatter(f)
		if n != nil || !strings.Contains(printed(ds), want) {
			t.Errorf("%q: got %v, %q, want %q", text, n, printed(ds), want)
		}
	}
}

func FuzzParseYAML(f *testing.F) {
	for _, s := range []string{"a: 1", "a: [b, {c: d}]", "- a\n- b:\n    c: |\n      x", "a: &x 1\nb: *x", "? a\n: b", "\"a\": 'b'", "a: !!str x", "%YAML 1.2\n---\na: 1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		file, ds := New("f.yaml", []byte(text))
		if ds.HasErrors() {
			return
		}
		n, ds := ParseYAML(file)
		if n == nil && len(ds) == 0 && strings.TrimSpace(text) != "" && !strings.HasPrefix(strings.TrimSpace(text), "#") {
			return // only comments, a null, or directives
		}
		for _, d := range ds {
			if d.Pos.Offset < 0 || d.Pos.Offset > len(file.Text) {
				t.Errorf("%q: place %d outside the file", text, d.Pos.Offset)
			}
		}
		checkPlaces(t, file, n)
	})
}

func checkPlaces(t *testing.T, f *File, n *Node) {
	if n == nil {
		return
	}
	if n.Pos.Offset < 0 || n.Pos.Offset > len(f.Text) {
		t.Errorf("place %d outside the file", n.Pos.Offset)
	}
	seen := map[string]bool{}
	for _, p := range n.Pairs {
		if seen[p.Key.Text] {
			t.Errorf("the key %q stands twice in the tree", p.Key.Text)
		}
		seen[p.Key.Text] = true
		checkPlaces(t, f, p.Value)
	}
	for _, i := range n.Items {
		checkPlaces(t, f, i)
	}
}
