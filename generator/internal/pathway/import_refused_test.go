package pathway

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"boussole/generator/internal/source"
)

// TestImportRefuses holds every chunk of testdata/import-refused.xml against what is reported for it.
func TestImportRefuses(t *testing.T) {
	data, err := os.ReadFile("testdata/import-refused.xml")
	if err != nil {
		t.Fatal(err)
	}
	line := 0
	for _, chunk := range strings.Split(string(data), "---\n") {
		if line > 0 {
			// The chunk keeps its lines in the file; what stands around it stands on its first and last line.
			text := strings.Repeat("\n", line) + fmt.Sprintf(`<definitions xmlns=%q name="n" namespace="x"><decision name="d">`, dmn13) + chunk + "</decision></definitions>"
			f, _ := source.New("import-refused.xml", []byte(text))
			rules, ds := ImportDMN(f)
			if rules != "" {
				t.Errorf("import-refused.xml:%d: imported", line+1)
			}
			checkWanted(t, "import-refused.xml", text, wantInXML, ds)
		}
		line += strings.Count(chunk, "\n") + 1
	}
}

// TestImportPathsRefuses does the same for testdata/import-refused-paths.yaml.
func TestImportPathsRefuses(t *testing.T) {
	data, err := os.ReadFile("testdata/import-refused-paths.yaml")
	if err != nil {
		t.Fatal(err)
	}
	line := 0
	for _, chunk := range strings.Split(string(data), "---\n") {
		text := strings.Repeat("\n", line) + chunk
		f, _ := source.New("import-refused-paths.yaml", []byte(text))
		_, ds := ImportPaths(f)
		checkWanted(t, "import-refused-paths.yaml", text, wantInYAML, ds)
		line += strings.Count(chunk, "\n") + 1
	}
}

var wantInYAML = regexp.MustCompile(`# want "((?:[^"\\]|\\.)*)"`)

var wantInXML = regexp.MustCompile(`<!-- want "((?:[^"\\]|\\.)*)" -->`)

// checkWanted asks that what is reported on each line is what the line wants.
func checkWanted(t *testing.T, name, text string, want *regexp.Regexp, ds source.Diagnostics) {
	t.Helper()
	wanted := map[int][]string{}
	for i, line := range strings.Split(text, "\n") {
		for _, m := range want.FindAllStringSubmatch(line, -1) {
			pattern := strings.ReplaceAll(m[1], `\"`, `"`)
			wanted[i+1] = append(wanted[i+1], pattern)
		}
	}
	for _, d := range ds {
		line, _ := d.Pos.LineCol()
		i := slices.IndexFunc(wanted[line], func(p string) bool { return regexp.MustCompile(p).MatchString(d.Message) })
		if i < 0 {
			t.Errorf("%s: not wanted: %s", d.Pos, d.Message)
			continue
		}
		wanted[line] = slices.Delete(wanted[line], i, i+1)
	}
	for line, patterns := range wanted {
		for _, p := range patterns {
			t.Errorf("%s:%d: nothing reported that matches %q", name, line, p)
		}
	}
}

var update = flag.Bool("update", false, "rewrite testdata/import/*.yaml and testdata/export/*")

// TestImportGolden holds what is made of testdata/import/entry.dmn, and what is said of it.
func TestImportGolden(t *testing.T) {
	data, err := os.ReadFile("testdata/import/entry.dmn")
	if err != nil {
		t.Fatal(err)
	}
	rules, ds := importText(t, string(data), ImportDMN)
	compileText(t, rules)
	golden(t, "testdata/import/entry.yaml", rules)
	var said []string
	for _, m := range ds.Sorted() {
		said = append(said, fmt.Sprintf("%s: %s", m.Severity, m.Message))
	}
	if want := []string{"warning: row 5 is never used: wherever it matches, another one counts"}; !slices.Equal(said, want) {
		t.Errorf("said %q", said)
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s is not what is written now; see with -update and a diff", name)
	}
}
