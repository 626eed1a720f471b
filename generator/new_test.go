package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"boussole/generator/internal/build"
	"boussole/generator/internal/output"
	"boussole/generator/internal/source"
)

// smallProject is a copy of the small site, with our layouts and static.
func smallProject(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, folder := range []string{"layouts", "static"} {
		if err := os.CopyFS(filepath.Join(dir, folder), os.DirFS(filepath.Join("..", folder))); err != nil {
			t.Fatal(err)
		}
	}
	archive, err := txtar.ParseFile(pool)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range archive.Files {
		name := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, f.Data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// generator runs the command on a project.
func generator(t *testing.T, dir string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, err bytes.Buffer
	code = run(append([]string{"--dir", dir}, args...), &out, &err)
	return code, out.String(), err.String()
}

// New files are right as they stand: the site that holds them has no error and no warning.
func TestNewFilesAreRight(t *testing.T) {
	dir := smallProject(t)
	for _, c := range []struct {
		args  []string
		wrote string
	}{
		{[]string{"page", "prices/group"}, "wrote content/prices/group.fr.md\nwrote content/prices/group.en.md\nnext:\n  1. "},
		{[]string{"page", "about/group"}, "wrote content/about/group.fr.md\n"},
		{[]string{"page", "lessons/index"}, "wrote content/lessons/index.fr.md\n"},
		{[]string{"page", "lessons/swimming"}, "wrote content/lessons/swimming.fr.md\n"},
		{[]string{"page", "lessons/diving/index"}, "wrote content/lessons/diving/index.fr.md\n"},
		{[]string{"page", "lessons/diving/" + strings.Repeat("a", maxKey-15)}, "wrote "},
		{[]string{"pathway", "locker"}, "wrote content/pathways/locker.yaml\nwrote content/pathways/locker.fr.yaml\nwrote content/pathways/locker.en.yaml\nwrote content/pathways/locker.scenarios.yaml\nnext:\n"},
	} {
		code, stdout, stderr := generator(t, dir, append(append([]string{"new"}, c.args...), "--date", "2026-11-22")...)
		if code != exitFine || !strings.HasPrefix(stdout, c.wrote) || stderr != "" {
			t.Errorf("%v: code %d, wrote %q, said %q", c.args, code, stdout, stderr)
		}
	}
	fsys, _ := output.ReadProject(dir)
	result := build.Build(fsys, build.Options{})
	for _, d := range result.Diagnostics {
		if d.Severity <= source.Warning {
			t.Errorf("%s: %s: %s", d.Pos, d.Severity, d.Message)
		}
	}
	for _, p := range result.Pathways {
		if p.Name == "locker" && (p.Diagram == nil || len(p.Trees) == 0 || len(p.Scenarios) != 1) {
			t.Errorf("the new pathway: %+v", p)
		}
	}
	data, err := os.ReadFile(filepath.Join(dir, "content/prices/group.en.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"slug: group #", "reviewed: 2026-11-22\nreview-by: 2027-05-22\n", "page prices/group]"} {
		if !strings.Contains(string(data), want) || strings.Contains(string(data), "__") {
			t.Errorf("the page lacks %q: %s", want, data)
		}
	}
}

// What cannot be written is refused, and then nothing is.
func TestNewRefuses(t *testing.T) {
	dir := smallProject(t)
	half := filepath.Join(dir, "content/prices/half.en.md")
	if err := os.WriteFile(half, []byte("mine"), 0o666); err != nil {
		t.Fatal(err)
	}
	before := len(filesIn(t, dir))
	for _, c := range []struct{ args, want string }{
		{"page prices/free", "content/prices/free.fr.md stands already; nothing was written"},
		{"page prices/half", "content/prices/half.en.md stands already; nothing was written"},
		{"page index", "expected SECTION/NAME"},
		{"page prices/" + strings.Repeat("a", maxKey), "80 characters at most"},
		{"page prices/Free", `"Free" cannot stand in the name of a page (use lower-case`},
		{"page prices/acc\u00e8s", "cannot stand"},
		{"page prices/../../x", `".." cannot stand`},
		{"page /prices/x", `"" cannot stand`},
		{"page prices/con", `"con" cannot stand`},
		{"page index/x", `"index" cannot stand`},
		{"page price/new", `there is no section "price" (did you mean "prices"?); generator new page price/index begins it`},
		{"page pathways/new", "generator new pathway NAME"},
		{"page prices/free/index", "prices/free is a page"},
		{"page content/prices/index", "there is no section"},
		{"page prices/x --date 2026-02-31", "expected a day of the calendar"},
		{"page prices/x --date 9999-12-31", "no review could follow"},
		{"page prices/x --date 0000-01-01", "expected a day"},
		{"pathway price", "content/pathways/price.yaml stands already"},
		{"pathway Price", `"Price" cannot be the name of a pathway`},
		{"pathway ../price", "cannot be the name"},
		{"pathway price.fr", "cannot be the name"},
		{"pathway", "<name>"},
		{"section x", "unexpected argument"},
	} {
		code, stdout, stderr := generator(t, dir, append([]string{"new"}, strings.Fields(c.args)...)...)
		if code != exitUsage || stdout != "" || !strings.Contains(stderr, c.want) {
			t.Errorf("%s: code %d, %q, want %q", c.args, code, stderr, c.want)
		}
	}
	if code, _, stderr := generator(t, t.TempDir(), "new", "pathway", "x"); code != exitUsage || !strings.Contains(stderr, "is no project") {
		t.Errorf("outside a project: code %d, %q", code, stderr)
	}
	if data, _ := os.ReadFile(half); string(data) != "mine" {
		t.Errorf("an author's file was changed: %q", data)
	}
	if after := len(filesIn(t, dir)); after != before {
		t.Errorf("%d files, %d before", after, before)
	}
}

func filesIn(t *testing.T, dir string) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(dir, func(name string, _ os.DirEntry, err error) error {
		names = append(names, name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// Without a day, new files bear that of today.
func TestNewBearsToday(t *testing.T) {
	words, err := days("")
	if err != nil || len(words) != 4 {
		t.Fatal(words, err)
	}
	if reviewed, err := source.ParseDate(words[1]); err != nil || reviewed.Year < 2026 {
		t.Errorf("reviewed %q: %v", words[1], err)
	}
}

func TestSchemaCommand(t *testing.T) {
	dir := smallProject(t)
	code, stdout, _ := generator(t, dir, "schema")
	if code != exitFine || !strings.Contains(stdout, "\npathway ") || strings.Count(stdout, "\n") != 11 {
		t.Errorf("code %d, %q", code, stdout)
	}
	code, printed, _ := generator(t, dir, "schema", "pathway")
	if code != exitFine || !strings.HasPrefix(printed, "{\n") {
		t.Errorf("code %d, %.80q", code, printed)
	}
	code, stdout, _ = generator(t, dir, "schema", "--out", "content/.schema")
	written, err := os.ReadFile(filepath.Join(dir, "content/.schema/pathway.json"))
	if code != exitFine || stdout != "11 schemas in "+filepath.Join(dir, "content/.schema")+"\n" || err != nil || string(written) != printed {
		t.Errorf("code %d, %q, %v", code, stdout, err)
	}
	for _, args := range [][]string{{"schema", "pathwy"}, {"schema", "site", "--out", "x"}} {
		if code, stdout, stderr := generator(t, dir, args...); code != exitUsage || stdout != "" || stderr == "" {
			t.Errorf("%v: code %d, %q, %q", args, code, stdout, stderr)
		}
	}
}
