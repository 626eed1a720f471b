package browser

import (
	"io/fs"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"boussole/generator/internal/build"
	"boussole/generator/internal/output"
)

// smallSite is the site of pool.txtar in our layouts, on a web server for the length of a test: it holds one of
// everything that content can hold, so also what the project's own content holds none of at the moment.
func smallSite(t *testing.T) (place, fs.FS) {
	t.Helper()
	if testing.Short() {
		t.Skip("opens a browser")
	}
	archive, err := txtar.ParseFile(filepath.Join(projectDir, "generator/testdata/pool.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{}
	for _, f := range archive.Files {
		files[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	addProject(t, files, "layouts", "static")
	result := build.Build(files, build.Options{})
	if result.Diagnostics.HasErrors() {
		t.Fatal(result.Diagnostics)
	}
	s := serveUnder(result.Tree, "/")
	t.Cleanup(s.Close)
	return place{"http", s.URL + "/"}, result.Tree
}

// addProject adds folders of the project to files that a test may change.
func addProject(t *testing.T, files fstest.MapFS, folders ...string) {
	t.Helper()
	project, ds := output.ReadProject(projectDir)
	if ds.HasErrors() {
		t.Fatal(ds)
	}
	for _, folder := range folders {
		if err := fs.WalkDir(project, folder, func(name string, e fs.DirEntry, err error) error {
			if err == nil && !e.IsDir() {
				var data []byte
				data, err = fs.ReadFile(project, name)
				files[name] = &fstest.MapFile{Data: data}
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
}
