package output

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// grow makes a tree of name, content, name, content …
func grow(t testing.TB, pairs ...string) *Tree {
	t.Helper()
	tree := &Tree{}
	for i := 0; i < len(pairs); i += 2 {
		if err := tree.Add(pairs[i], []byte(pairs[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	return tree
}

func TestTreeIsAFileSystem(t *testing.T) {
	tree := grow(t, "index.html", "<p>", "fr/a/b.html", "b", "fr/a/c.html", "", "en/index.html", "x", ".well-known/security.txt", "y", "fr/été.html", "z")
	if err := fstest.TestFS(tree, "index.html", "fr/a/b.html", "fr/a/c.html", "en/index.html", ".well-known/security.txt", "fr/été.html"); err != nil {
		t.Error(err)
	}
	want := []string{".well-known/security.txt", "en/index.html", "fr/a/b.html", "fr/a/c.html", "fr/été.html", "index.html"}
	if got := tree.Files(); !slices.Equal(got, want) {
		t.Errorf("files %q", got)
	}
	info, err := fs.Stat(tree, "fr")
	if err != nil || !info.ModTime().IsZero() || !info.IsDir() {
		t.Errorf("fr: %v, %v", info, err)
	}
	if err := fstest.TestFS(&Tree{}); err != nil {
		t.Errorf("the empty tree: %v", err)
	}
}

func TestAddRefuses(t *testing.T) {
	for _, tt := range []struct{ name, want string }{
		{"", "is not a path"},
		{".", "is not a path"},
		{"/etc/evil", "is not a path"},
		{"../up", "is not a path"},
		{"a/../b", "is not a path"},
		{"a//b", "is not a path"},
		{"a/", "is not a path"},
		{"a\xff", "is not a path"},
		{"fr/index.html", "stands in the site already"},
		{"fr", "is a folder already"},
		{"index.html/x", "is a file already"},
		{"FR/x.html", `"FR" and "fr" differ only by case`},
		{"fr/INDEX.html", "differ only by case"},
		{"fr/e\u0301te\u0301.html", "differ only by case or by Unicode form"},
		{"fr/ÉTÉ.html", "differ only by case"},
		{"\u212Aelvin", "differ only by case"}, // the Kelvin sign
		{"con", "device"},
		{"a/AUX.html", "device"},
		{"nul.tar.gz", "device"},
		{"com1", "device"},
		{"LPT9.txt", "device"},
		{"com¹.txt", "device"},
		{"prn .txt", "device"},
		{"a./b", "no name ends with a dot or a space"},
		{"a /b", "no name ends with a dot or a space"},
		{"a:b", `a name on Windows cannot hold ":"`},
		{`a\b`, `a name on Windows cannot hold`},
		{"a<b", "Windows"},
		{"a>b", "Windows"},
		{`a"b`, "Windows"},
		{"a|b", "Windows"},
		{"a?b", "Windows"},
		{"a*b", "Windows"},
		{"a\nb", "U+000A"},
		{"a\u202Eb", "U+202E"},
		{"a\u200Bb", "U+200B"},
		{manifestName, "the generator's own list"},
		{strings.Repeat("x/", 120) + "y", "has 241 bytes"},
	} {
		tree := grow(t, "index.html", "", "fr/index.html", "", "fr/été.html", "", "kelvin", "")
		before := tree.Digest()
		err := tree.Add(tt.name, nil)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%q: got %v, want %q", tt.name, err, tt.want)
		}
		if tree.Digest() != before {
			t.Errorf("%q: refused, and yet in the tree", tt.name)
		}
	}
}

func TestAddTakes(t *testing.T) {
	tree := &Tree{}
	for _, name := range []string{"console.html", "common/auxiliary.html", "nullable", "com10.html", ".nojekyll", "_headers", "a b.html", "a#%&.html", "日本.html", strings.Repeat("x", 240)} {
		if err := tree.Add(name, nil); err != nil {
			t.Error(err)
		}
	}
}

func TestDigest(t *testing.T) {
	a := grow(t, "a", "1", "b", "2")
	for name, other := range map[string]*Tree{
		"a content":   grow(t, "a", "1", "b", "3"),
		"a name":      grow(t, "a", "1", "c", "2"),
		"one less":    grow(t, "a", "1"),
		"the borders": grow(t, "a", "1b", "2", ""),
		"empty":       {},
	} {
		if a.Digest() == other.Digest() {
			t.Errorf("%s makes no difference", name)
		}
	}
	if a.Digest() != grow(t, "b", "2", "a", "1").Digest() {
		t.Error("the order of adding makes a difference")
	}
}

func TestManifest(t *testing.T) {
	m := manifestOf(grow(t, "fr/a/b", "x", "index", "y", "fr/c", "z"))
	got, err := parseManifest(m.encode())
	if err != nil || len(got.Files) != 3 || got.Files[0].Path != "fr/a/b" {
		t.Errorf("got %v, %v", got, err)
	}
	if f := m.folders(); !slices.Equal(f, []string{"fr/a", "fr"}) {
		t.Errorf("folders %q", f)
	}
	for _, bad := range []string{
		"", "[]", "{}", `{"note":"x"}`, `{"note":"x","files":null}`, `{"note":"x","files":[],"more":1}`,
		`{"note":"x","files":[{"path":"../../etc/passwd","sha256":""}]}`,
		`{"note":"x","files":[{"path":"/etc/passwd","sha256":""}]}`,
		`{"note":"x","files":[{"path":".","sha256":""}]}`,
		`{"note":"x","files":[{"path":"` + manifestName + `","sha256":""}]}`,
		`{"note":"x","files":[{"path":"b","sha256":""},{"path":"a","sha256":""}]}`,
		`{"note":"x","files":[{"path":"a","sha256":""},{"path":"a","sha256":""}]}`,
	} {
		if _, err := parseManifest([]byte(bad)); err == nil {
			t.Errorf("%s passes", bad)
		}
	}
}
