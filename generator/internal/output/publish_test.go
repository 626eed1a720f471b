package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// disk returns what stands in a folder of the disk: path to content; a folder's path ends with a slash, a link's
// with @.
func disk(t testing.TB, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || path == dir {
			return err
		}
		name, _ := filepath.Rel(dir, path)
		switch {
		case d.IsDir():
			found[name+"/"] = ""
		case d.Type()&fs.ModeSymlink != 0:
			found[name+"@"] = ""
		default:
			data, err := os.ReadFile(path)
			found[name] = string(data)
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// holds reports whether a folder holds exactly the tree and its manifest.
func holds(t testing.TB, dir string, tree *Tree) bool {
	t.Helper()
	found := disk(t, dir)
	want := map[string]string{manifestName: string(manifestOf(tree).encode())}
	for _, name := range tree.Files() {
		want[name] = string(tree.entries[name].data)
		for _, p := range parents(name) {
			want[p+"/"] = ""
		}
	}
	return fmt.Sprint(found) == fmt.Sprint(want) // maps print sorted
}

// names are what stands beside the site, sorted.
func names(t testing.TB, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}

func write(t testing.TB, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func mustPublish(t testing.TB, tree *Tree, dir string) {
	t.Helper()
	if err := Publish(tree, dir, Options{}); err != nil {
		t.Fatal(err)
	}
	if !holds(t, dir, tree) {
		t.Fatalf("the folder holds %v", disk(t, dir))
	}
}

func two(t testing.TB) (a, b *Tree) {
	return grow(t, "index.html", "A", "fr/a.html", "A", "only/a/x.html", "A"),
		grow(t, "index.html", "B", "fr/a.html", "A", "en/b.html", "B", "empty.txt", "")
}

func TestPublish(t *testing.T) {
	above := t.TempDir()
	dir := filepath.Join(above, "out")
	a, b := two(t)
	mustPublish(t, a, dir)
	mustPublish(t, b, dir)
	mustPublish(t, a, dir)
	if got := names(t, above); !slices.Equal(got, []string{"out"}) {
		t.Errorf("left beside the site: %q", got)
	}
	empty := filepath.Join(above, "empty")
	if err := os.Mkdir(empty, 0o700); err != nil {
		t.Fatal(err)
	}
	mustPublish(t, a, empty)
	if err := Publish(&Tree{}, dir, Options{}); err == nil || !holds(t, dir, a) {
		t.Errorf("an empty site is published: %v", err)
	}
}

func TestUnchanged(t *testing.T) {
	above := t.TempDir()
	dir := filepath.Join(above, "out")
	a, _ := two(t)
	mustPublish(t, a, dir)
	index := filepath.Join(dir, "index.html")
	for _, tt := range []struct {
		name    string
		change  func() error
		written bool
	}{
		{"nothing", func() error { return nil }, false},
		{"a content of equal length", func() error { return os.WriteFile(index, []byte("X"), 0o644) }, true},
		{"a file gone", func() error { return os.Remove(index) }, true},
		{"a mode", func() error { return os.Chmod(index, 0o600) }, true},
		{"a folder's mode", func() error { return os.Chmod(filepath.Join(dir, "fr"), 0o700) }, true},
		{"the site's mode", func() error { return os.Chmod(dir, 0o700) }, true},
	} {
		before, err := os.Stat(dir)
		if err != nil {
			t.Fatal(err)
		}
		if err := tt.change(); err != nil {
			t.Fatal(err)
		}
		said := ""
		if err := Publish(a, dir, Options{Say: func(m string) { said = m }}); err != nil {
			t.Fatal(err)
		}
		after, err := os.Stat(dir)
		if err != nil {
			t.Fatal(err)
		}
		if written := !os.SameFile(before, after); written != tt.written || written == strings.Contains(said, "up to date") {
			t.Errorf("%s: written %v, said %q", tt.name, written, said)
		}
		if !holds(t, dir, a) || after.Mode().Perm() != 0o755 {
			t.Errorf("%s: the site is not whole", tt.name)
		}
	}
}

func TestForeignFiles(t *testing.T) {
	a, b := two(t)
	for name, tt := range map[string]struct {
		foreign, want string
	}{
		"a file":                        {"notes.txt", `"notes.txt"`},
		"a file in a folder of ours":    {"fr/notes.txt", `"fr/notes.txt"`},
		"a folder":                      {".git/HEAD", `".git/"`},
		"a name the new site will have": {"en/b.html", `"en/"`},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "out")
			mustPublish(t, a, dir)
			write(t, filepath.Join(dir, tt.foreign), "mine")
			before := fmt.Sprint(disk(t, filepath.Dir(dir)))
			for _, tree := range []*Tree{a, b} {
				err := Publish(tree, dir, Options{})
				if err == nil || !strings.Contains(err.Error(), tt.want) {
					t.Errorf("got %v, want %s", err, tt.want)
				}
			}
			if after := fmt.Sprint(disk(t, filepath.Dir(dir))); after != before {
				t.Errorf("changed from %s to %s", before, after)
			}
		})
	}
}

func TestFoldersThatAreNotOurs(t *testing.T) {
	a, _ := two(t)
	for name, tt := range map[string]struct {
		make func(dir string) error
		want string
	}{
		"no manifest":         {func(dir string) error { return os.Mkdir(filepath.Join(dir, "photos"), 0o755) }, `(such as "photos")`},
		"a damaged manifest":  {func(dir string) error { return os.WriteFile(filepath.Join(dir, manifestName), []byte("{"), 0o644) }, "damaged"},
		"a manifest's folder": {func(dir string) error { return os.Mkdir(filepath.Join(dir, manifestName), 0o755) }, "not a regular file"},
		"a file":              {func(dir string) error { return errors.Join(os.Remove(dir), os.WriteFile(dir, []byte("x"), 0o644)) }, "is a file"},
		"a link":              {func(dir string) error { return errors.Join(os.Remove(dir), os.Symlink(os.TempDir(), dir)) }, "symbolic link"},
		"a dead link":         {func(dir string) error { return errors.Join(os.Remove(dir), os.Symlink("nowhere", dir)) }, "symbolic link"},
	} {
		t.Run(name, func(t *testing.T) {
			above := t.TempDir()
			dir := filepath.Join(above, "out")
			if err := errors.Join(os.Mkdir(dir, 0o755), tt.make(dir)); err != nil {
				t.Fatal(err)
			}
			before := fmt.Sprint(disk(t, above))
			err := Publish(a, dir+"/", Options{})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %s", err, tt.want)
			}
			if after := fmt.Sprint(disk(t, above)); after != before {
				t.Errorf("changed from %s to %s", before, after)
			}
		})
	}
}

// A link in our folder is never followed, neither for writing nor for deleting.
func TestLinksInTheSite(t *testing.T) {
	a, b := two(t)
	above := t.TempDir()
	dir, outside := filepath.Join(above, "out"), filepath.Join(above, "outside")
	mustPublish(t, a, dir)
	write(t, filepath.Join(outside, "a.html"), "precious")
	if err := errors.Join(os.RemoveAll(filepath.Join(dir, "fr")), os.Symlink(outside, filepath.Join(dir, "fr"))); err != nil {
		t.Fatal(err)
	}
	err := Publish(b, dir, Options{})
	if err == nil || !strings.Contains(err.Error(), `"fr"`) {
		t.Errorf("got %v", err)
	}
	if got := disk(t, outside)["a.html"]; got != "precious" {
		t.Errorf("outside is %q", got)
	}
}

func TestGuard(t *testing.T) {
	a, _ := two(t)
	project := filepath.Join(t.TempDir(), "home", "project")
	for _, name := range []string{"content", "layouts", "static", "generator", "dist"} {
		if err := os.MkdirAll(filepath.Join(project, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(project, link); err != nil {
		t.Fatal(err)
	}
	t.Setenv("HOME", filepath.Dir(project))
	t.Chdir(project)
	for _, tt := range []struct{ dir, want string }{
		{"", "no folder"},
		{"/", "root of the disk"},
		{".", "project's folder"},
		{project, "project's folder"},
		{"..", "your home folder"},
		{"../..", "home folder"},
		{"content", "project's folder content"},
		{"content/out", "project's folder content"},
		{link + "/content/out", "project's folder content"},
		{"layouts/out", "project's folder layouts"},
		{"static", "project's folder static"},
		{"generator/out", "project's folder generator"},
		{".git", "project's folder .git"},
		{"nowhere/out", "does not exist"},
	} {
		before := fmt.Sprint(disk(t, filepath.Dir(project)))
		err := Publish(a, tt.dir, Options{Project: link})
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%q: got %v, want %q", tt.dir, err, tt.want)
		}
		if after := fmt.Sprint(disk(t, filepath.Dir(project))); after != before {
			t.Errorf("%q: changed from %s to %s", tt.dir, before, after)
		}
	}
	for _, dir := range []string{"dist/out", "public", "contents"} {
		if err := Publish(a, dir, Options{Project: "."}); err != nil {
			t.Errorf("%s: %v", dir, err)
		}
	}
}

// Whatever step of a publication the disk refuses, the old site stays and nothing is left beside it.
func TestFullAtEveryStep(t *testing.T) {
	a, b := two(t)
	for _, first := range []bool{true, false} {
		for _, inTwoSteps := range []bool{true, false} {
			seen := map[string]bool{}
			for step := 0; ; step++ {
				above := t.TempDir()
				dir := filepath.Join(above, "out")
				if !first {
					mustPublish(t, a, dir)
				}
				n, failed := 0, ""
				var mu sync.Mutex
				p, err := newPublication(b, dir, Options{})
				if err != nil {
					t.Fatal(err)
				}
				p.before = func(operation, path string) error {
					mu.Lock()
					defer mu.Unlock()
					if n++; n-1 != step {
						return nil
					}
					failed = operation
					return &fs.PathError{Op: operation, Path: path, Err: syscall.ENOSPC}
				}
				if inTwoSteps {
					p.exchange = func(string, string) error { return errNoExchange }
				}
				err = p.run()
				p.parent.Close()
				if failed == "" {
					if err != nil || !holds(t, dir, b) {
						t.Errorf("no fault, and yet %v", err)
					}
					break
				}
				seen[failed] = true
				if err == nil || !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), "no space left") {
					t.Errorf("step %d, %s: got %v", step, failed, err)
				}
				switch {
				case first && len(names(t, above)) > 0:
					t.Errorf("step %d, %s: left %q", step, failed, names(t, above))
				case !first && (!holds(t, dir, a) || len(names(t, above)) != 1):
					t.Errorf("step %d, %s: left %v", step, failed, disk(t, above))
				case !first && !strings.Contains(err.Error(), "as it was before"):
					t.Errorf("step %d, %s: got %v", step, failed, err)
				}
			}
			if len(seen) < 5 {
				t.Errorf("only %v were tried", seen)
			}
		}
	}
}

func TestInTwoSteps(t *testing.T) {
	a, b := two(t)
	above := t.TempDir()
	dir := filepath.Join(above, "out")
	mustPublish(t, a, dir)
	p, err := newPublication(b, dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer p.parent.Close()
	p.exchange = func(string, string) error { return errNoExchange }
	if err := p.run(); err != nil || !holds(t, dir, b) || len(names(t, above)) != 1 {
		t.Fatalf("got %v, %v", err, disk(t, above))
	}
	// Killed between the two steps: no site under its name. The next build puts the old one back before it does
	// anything else, even if it then fails.
	if err := os.Rename(dir, filepath.Join(above, p.beside("old"))); err != nil {
		t.Fatal(err)
	}
	p, err = newPublication(a, dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer p.parent.Close()
	p.before = func(string, string) error { return syscall.ENOSPC }
	if err := p.run(); err == nil || !holds(t, dir, b) || len(names(t, above)) != 1 {
		t.Fatalf("got %v, %v", err, disk(t, above))
	}
}
