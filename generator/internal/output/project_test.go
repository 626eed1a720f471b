//go:build unix

package output

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/fstest"
	"time"

	"boussole/generator/internal/source"
)

// old makes everything in a folder look settled, so that a test need not wait.
func old(t testing.TB, dir string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.Type()&fs.ModeSymlink != 0 {
			return err
		}
		return os.Chtimes(path, time.Unix(1e9, 0), time.Unix(1e9, 0))
	})
	if err != nil {
		t.Fatal(err)
	}
}

func project(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "content/site.yaml"), "title: x")
	write(t, filepath.Join(dir, "content/a/b.fr.md"), "texte")
	write(t, filepath.Join(dir, "layouts/base.html"), "<html>")
	write(t, filepath.Join(dir, "static/css/site.css"), "p{}")
	write(t, filepath.Join(dir, "README.md"), "not read")
	old(t, dir)
	return dir
}

func lines(ds source.Diagnostics) string {
	var b strings.Builder
	for _, d := range ds {
		fmt.Fprintf(&b, "%s: %s\n", d.Pos, d.Message)
	}
	return b.String()
}

func TestReadProject(t *testing.T) {
	dir := project(t)
	for _, name := range []string{"content/.index.fr.md.swp", "content/index.fr.md~", "content/#index.fr.md#", ".git/HEAD", "static/.DS_Store"} {
		write(t, filepath.Join(dir, name), "left about")
	}
	if err := os.Symlink("user@host.1:2", filepath.Join(dir, "content/.#index.fr.md")); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "static/.well-known/security.txt"), "Contact: x")
	write(t, filepath.Join(dir, "content/e\u0301te\u0301.fr.md"), "été")
	if err := os.Mkdir(filepath.Join(dir, "static/img"), 0o755); err != nil {
		t.Fatal(err)
	}
	fsys, ds := ReadProject(dir)
	if len(ds) > 0 {
		t.Fatal(lines(ds))
	}
	want := []string{"content/a/b.fr.md", "content/site.yaml", "content/été.fr.md", "layouts/base.html", "static/.well-known/security.txt", "static/css/site.css"}
	if err := fstest.TestFS(fsys, append(want, "static/img")...); err != nil {
		t.Error(err)
	}
	var got []string
	err := fs.WalkDir(fsys, ".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			got = append(got, path)
		}
		return err
	})
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("got %q, %v", got, err)
	}
	if data, err := fs.ReadFile(fsys, "content/été.fr.md"); err != nil || string(data) != "été" {
		t.Errorf("got %q, %v", data, err)
	}
}

func TestReadProjectRefuses(t *testing.T) {
	link := func(target, name string) func(dir string) error {
		return func(dir string) error { return os.Symlink(target, filepath.Join(dir, name)) }
	}
	file := func(names ...string) func(dir string) error {
		return func(dir string) error {
			for _, name := range names {
				write(t, filepath.Join(dir, name), "x")
			}
			return nil
		}
	}
	deep := "content" + strings.Repeat("/d", 200) + "/page.md"
	for name, tt := range map[string]struct {
		make func(dir string) error
		want []string
	}{
		"a dead link":         {link("nowhere", "content/mort.fr.md"), []string{"content/mort.fr.md:1:1: it is a symbolic link"}},
		"a link outside":      {link("/etc/passwd", "content/dehors.fr.md"), []string{"content/dehors.fr.md:1:1: it is a symbolic link"}},
		"a link to the top":   {link("..", "content/loop"), []string{"content/loop:1:1: it is a symbolic link"}},
		"a link in a link":    {func(dir string) error { return os.Symlink("a", filepath.Join(dir, "content/z")) }, []string{"content/z:1:1: it is a symbolic link"}},
		"a top folder linked": {func(dir string) error { return moveAndLink(dir, "static") }, []string{"static:1:1: it is a symbolic link"}},
		"no folder":           {func(dir string) error { return os.RemoveAll(filepath.Join(dir, "layouts")) }, []string{"layouts:1:1: the folder is missing"}},
		"an empty content":    {func(dir string) error { return remake(dir, "content") }, []string{"content:1:1: the folder holds no file"}},
		"content is a file": {func(dir string) error {
			return errorsOf(os.RemoveAll(filepath.Join(dir, "content")), os.WriteFile(filepath.Join(dir, "content"), nil, 0o644))
		}, []string{"content:1:1: it is a file, expected a folder"}},
		"a pipe":          {func(dir string) error { return syscall.Mkfifo(filepath.Join(dir, "content/pipe.md"), 0o644) }, []string{"content/pipe.md:1:1: it is not a regular file"}},
		"not UTF-8":       {file("content/caf\xe9.md"), []string{"content/caf\uFFFD.md:1:1: the name \"caf\\xe9.md\" is not UTF-8"}},
		"a line end":      {file("content/a\nb.md"), []string{"content/a\uFFFDb.md:1:1: the name holds the invisible character U+000A"}},
		"deep":            {file(deep), []string{"/d:1:1: folders stand in each other more than 40 deep"}},
		"only by case":    {file("content/A/c.fr.md"), []string{`content/a:1:1: its name differs from that of "content/A" only by case`}},
		"only by form":    {file("content/pr\u00e9.md", "content/pre\u0301.md"), []string{`content/pré.md:1:1: its name differs from that of "content/pré.md" only by case or by Unicode form`}},
		"a very large":    {func(dir string) error { return os.Truncate(filepath.Join(dir, "content/a/b.fr.md"), maxProjectFile+1) }, []string{"content/a/b.fr.md:1:1: the file has 33554433 bytes; at most 33554432 are read"}},
		"several at once": {func(dir string) error { return errorsOf(link("x", "content/1")(dir), link("y", "static/2")(dir)) }, []string{"content/1:1:1: it is a symbolic link", "static/2:1:1: it is a symbolic link"}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := project(t)
			if err := tt.make(dir); err != nil {
				t.Fatal(err)
			}
			old(t, dir)
			fsys, ds := ReadProject(dir)
			got := lines(ds)
			for _, want := range tt.want {
				if !strings.Contains(got, want) {
					t.Errorf("want %q", want)
				}
			}
			if len(ds) != len(tt.want) || !ds.HasErrors() || t.Failed() {
				t.Errorf("got %q", got)
			}
			if fsys == nil {
				t.Error("no file system")
			}
		})
	}
	_, ds := ReadProject(filepath.Join(t.TempDir(), "nowhere"))
	if len(ds) != 1 || !strings.Contains(ds[0].Message, "does not exist") {
		t.Errorf("got %s", lines(ds))
	}
}

func errorsOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func moveAndLink(dir, name string) error {
	return errorsOf(os.Rename(filepath.Join(dir, name), filepath.Join(dir, "elsewhere")), os.Symlink("elsewhere", filepath.Join(dir, name)))
}

func remake(dir, name string) error {
	return errorsOf(os.RemoveAll(filepath.Join(dir, name)), os.Mkdir(filepath.Join(dir, name), 0o755))
}

// A page that is rewritten in place, cut to nothing and written in two halves, is never seen in between.
func TestChangedWhileRead(t *testing.T) {
	dir := project(t)
	page := filepath.Join(dir, "content/page.fr.md")
	versions := []string{strings.Repeat("a", 200_000), strings.Repeat("b", 150_000)}
	write(t, page, versions[0])
	done := make(chan error)
	var slow atomic.Bool
	go func() {
		for i := 1; i <= 60; i++ {
			start := time.Now()
			if err := inHalves(page, versions[i%2]); err != nil {
				done <- err
				return
			}
			// A writer that the system holds up for long between its two halves cannot be told from one that has
			// ended.
			if time.Since(start) > settling/2 {
				slow.Store(true)
			}
			if i%3 == 0 { // now and then an author rests
				<-time.After(2 * settling)
			}
		}
		done <- nil
	}()
	var torn []int
	for writing := true; writing; {
		select {
		case err := <-done:
			if err != nil {
				t.Fatal(err)
			}
			writing = false
		default:
		}
		fsys, ds := ReadProject(dir)
		if ds.HasErrors() {
			continue // it says that the file kept changing
		}
		data, err := fs.ReadFile(fsys, "content/page.fr.md")
		if err != nil || string(data) != versions[0] && string(data) != versions[1] {
			torn = append(torn, len(data))
		}
	}
	if len(torn) > 0 && !slow.Load() {
		t.Errorf("pages of %d bytes were seen", torn)
	}
}

func inHalves(page, text string) error {
	f, err := os.Create(page)
	if err != nil {
		return err
	}
	_, err1 := f.WriteString(text[:len(text)/2])
	_, err2 := f.WriteString(text[len(text)/2:])
	return errorsOf(err1, err2, f.Close())
}

// A page that comes and goes is there whole or not at all.
func TestVanishing(t *testing.T) {
	dir := project(t)
	for i := range 50 {
		write(t, filepath.Join(dir, fmt.Sprintf("content/p%d.md", i)), "page")
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		fresh := filepath.Join(dir, "content/.new") // passed over, as an editor's own files are
		for i := range 2000 {
			name := filepath.Join(dir, fmt.Sprintf("content/p%d.md", i%50))
			os.Remove(name)
			os.WriteFile(fresh, []byte("page"), 0o644)
			os.Rename(fresh, name)
		}
	}()
	for writing := true; writing; {
		select {
		case <-done:
			writing = false
		default:
		}
		fsys, ds := ReadProject(dir)
		for _, d := range ds {
			if !strings.Contains(d.Message, "kept changing") {
				t.Errorf("%s", d.Message)
			}
		}
		err := fs.WalkDir(fsys, "content", func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasPrefix(d.Name(), "p") || ds.HasErrors() {
				return err
			}
			if data, err := fs.ReadFile(fsys, path); err != nil || string(data) != "page" {
				t.Errorf("%s: %q, %v", path, data, err)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
}
