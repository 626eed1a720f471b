package schema

import (
	"bytes"
	"flag"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"boussole/generator/internal/source"
)

var update = flag.Bool("update", false, "write the schemas into content/.schema")

// project is the folder of the project.
const project = "../../.."

// schemas are all schemas, by name.
func schemas(t *testing.T) map[string]map[string]any {
	t.Helper()
	out := map[string]map[string]any{}
	for _, f := range Files() {
		s, err := decoded(f.JSON)
		if err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		out[f.Name] = s
	}
	return out
}

// TestFilesStandInTheProject holds the project's files against what the types say now.
func TestFilesStandInTheProject(t *testing.T) {
	dir := filepath.Join(project, filepath.FromSlash(Folder))
	if *update {
		if err := os.MkdirAll(dir, 0o777); err != nil {
			t.Fatal(err)
		}
	}
	known := map[string]bool{}
	for _, f := range Files() {
		name := filepath.Join(dir, f.Name+".json")
		known[f.Name+".json"] = true
		if *update {
			if err := os.WriteFile(name, f.JSON, 0o666); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := os.ReadFile(name); err != nil || !bytes.Equal(got, f.JSON) {
			t.Errorf("%s is not what the types say (%v): go run ./generator schema --out %s", name, err, Folder)
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !known[e.Name()] {
			t.Errorf("%s/%s is no schema", Folder, e.Name())
		}
	}
}

// Every key explains itself, in whole sentences.
func TestEveryKeyIsDescribed(t *testing.T) {
	for name, s := range schemas(t) {
		parts := map[string]any{name: s}
		for def, part := range s["$defs"].(map[string]any) {
			parts[name+" "+def] = part
		}
		for where, part := range parts {
			for _, keyword := range []string{"properties", "patternProperties"} {
				properties, _ := part.(map[string]any)[keyword].(map[string]any)
				for key, p := range properties {
					if doc, _ := p.(map[string]any)["description"].(string); !strings.HasSuffix(doc, ".") || len(doc) > 160 {
						t.Errorf("%s: the key %q has the description %q", where, key, doc)
					}
				}
			}
		}
	}
}

var modeline = regexp.MustCompile(`^# yaml-language-server: \$schema=(\S+)\n`)

// TestContentFits holds the real content against the schemas that its files name, and the pages against theirs.
func TestContentFits(t *testing.T) {
	all, files := schemas(t), 0
	err := fs.WalkDir(os.DirFS(project), "content", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(project, name))
		if err != nil {
			return err
		}
		files++
		switch path.Ext(name) {
		case ".yaml":
			m := modeline.FindSubmatch(data)
			want := Folder + "/" + kind(name) + ".json"
			if m == nil || path.Join(path.Dir(name), string(m[1])) != want {
				t.Errorf("%s: the first line does not name the schema %s", name, want)
			}
			fit(t, all, name, data)
		case ".md":
			fit(t, all, name, data)
		}
		return nil
	})
	if err != nil || files < 50 {
		t.Errorf("%d files, %v", files, err)
	}
}

// The small site of the other tests, which holds one of everything, fits too.
func TestSmallSiteFits(t *testing.T) {
	archive, err := txtar.ParseFile("../../testdata/pool.txtar")
	if err != nil {
		t.Fatal(err)
	}
	all := schemas(t)
	for _, f := range archive.Files {
		fit(t, all, f.Name, f.Data)
	}
}

// The texts that generator new writes fit, and name their schemas.
func TestNewFilesFit(t *testing.T) {
	const dir = "../../scaffold"
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) < 6 {
		t.Fatalf("%d files, %v", len(entries), err)
	}
	all, fill := schemas(t), strings.NewReplacer("__NAME__", "locker", "__KEY__", "prices/locker", "__REVIEWED__", "2026-11-22", "__REVIEW_BY__", "2027-05-22")
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		name := "content/pathways/" + e.Name()
		if m := modeline.FindSubmatch(data); path.Ext(name) == ".yaml" && (m == nil || path.Join(path.Dir(name), string(m[1])) != Folder+"/"+kind(name)+".json") {
			t.Errorf("%s: the first line does not name its schema", name)
		}
		fit(t, all, name, []byte(fill.Replace(string(data))))
	}
}

// kind is the schema of a file of content.
func kind(name string) string {
	dir, base := path.Split(name)
	words := strings.Split(base, ".")
	switch {
	case words[len(words)-1] == "md":
		return "front-matter"
	case dir == "content/figures/":
		return "figure"
	case dir == "content/actors/":
		return "actors"
	case dir != "content/pathways/":
		return words[0]
	case len(words) == 2:
		return "pathway"
	case words[1] == "scenarios":
		return "scenarios"
	}
	return "words"
}

// tree reads a file of content as an editor does.
func tree(t *testing.T, name string, data []byte) any {
	t.Helper()
	f, ds := source.New(name, data)
	var root *source.Node
	if !ds.HasErrors() {
		if path.Ext(name) == ".md" {
			root, _, ds = source.SplitFrontMatter(f)
		} else {
			root, ds = source.ParseYAML(f)
		}
	}
	if root == nil {
		t.Fatalf("%s: %v", name, ds)
	}
	return value(root)
}

func fit(t *testing.T, all map[string]map[string]any, name string, data []byte) {
	t.Helper()
	for _, fault := range validate(all[kind(name)], tree(t, name, data)) {
		t.Errorf("%s%s", name, fault)
	}
}
