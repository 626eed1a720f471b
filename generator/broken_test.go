package main

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"boussole/generator/internal/build"
	"boussole/generator/internal/output"
)

// What the rules cite must be there: a broken copy of the real project is told of every page and source that the
// site does not have, at its place, with the nearest that it has.
func TestRulesThatCiteWhatIsMissing(t *testing.T) {
	project, ds := output.ReadProject("..")
	if ds.HasErrors() {
		t.Fatal(ds)
	}
	const name = build.PathwayDir + "/access.yaml"
	data, err := fs.ReadFile(project, name)
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	faults := []struct{ old, new, at, message, hint string }{
		{"page: other-routes/shortage", "page: other-routes/shortages", "page: ▸other-routes/shortages", `route "shortage" leads to "other-routes/shortages", which is no page`, `did you mean "other-routes/shortage"?`},
		{"page: other-routes/cannabis\n    ", "", "\n  ▸cannabis:\n", `route "cannabis" has no page`, "write page: SECTION/NAME"},
		{"page: procedures/prescription-framework#prescribe", "page: procedures/prescription-framwork#prescribe", "page: ▸procedures/prescription-framwork#prescribe", `route "use-cpc" leads to "procedures/prescription-framwork", which is no page`, `did you mean "procedures/prescription-framework"?`},
		{"serious: yes}, source: csp-l5121-12-1}", "serious: yes}, source: csp-l5121-12-9}", "serious: yes}, source: ▸csp-l5121-12-9", `criterion "serious-rare-disabling" cites "csp-l5121-12-9", which is no source`, `did you mean "csp-l5121-12`},
		{"page: other-routes/no-route", "page: other-routes/no-rout", "page: ▸other-routes/no-rout\n", `route "no-route" leads to "other-routes/no-rout", which is no page`, `did you mean "other-routes/no-route"?`},
	}
	for _, f := range faults {
		if strings.Count(text, f.old) != 1 {
			t.Fatalf("%q stands %d times", f.old, strings.Count(text, f.old))
		}
		text = strings.Replace(text, f.old, f.new, 1)
	}
	r := build.Build(replaced{project, fstest.MapFS{name: {Data: []byte(text)}}}, build.Options{})
	told := 0
	for _, d := range r.Diagnostics {
		if d.Pos.Name() != name || d.Severity != 0 {
			continue
		}
		told++
		found := false
		for _, f := range faults {
			if d.Message == f.message {
				found = true
				if want := fmt.Sprintf("%s:%s", name, lineAndColumn(t, text, f.at)); d.Pos.String() != want {
					t.Errorf("%s is told at %s, want %s", d.Message, d.Pos, want)
				}
				if !strings.Contains(d.Hint, f.hint) {
					t.Errorf("%s: the hint is %q, want %q", d.Message, d.Hint, f.hint)
				}
			}
		}
		if !found {
			t.Errorf("not wanted: %s: %s", d.Pos, d.Message)
		}
	}
	if told != len(faults) {
		t.Errorf("%d faults are told, want %d", told, len(faults))
	}
}

// lineAndColumn is line:col of the character behind ▸ in a piece of text that stands once.
func lineAndColumn(t *testing.T, text, at string) string {
	t.Helper()
	before, after, _ := strings.Cut(at, "▸")
	if strings.Count(text, before+after) != 1 {
		t.Fatalf("%q stands %d times", before+after, strings.Count(text, before+after))
	}
	head := text[:strings.Index(text, before+after)+len(before)]
	return fmt.Sprintf("%d:%d", 1+strings.Count(head, "\n"), 1+len([]rune(head[strings.LastIndexByte(head, '\n')+1:])))
}

// replaced is a project with some of its files replaced.
type replaced struct {
	fs.FS
	files fstest.MapFS
}

// Open implements [fs.FS].
func (r replaced) Open(name string) (fs.File, error) {
	if _, ok := r.files[name]; ok {
		return r.files.Open(name)
	}
	return r.FS.Open(name)
}
