package output

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
)

// Tests often run as root, who may read everything; one thread of root may give that up.
func TestUnreadable(t *testing.T) {
	dir := project(t)
	write(t, filepath.Join(dir, "content/ferme.fr.md"), "x")
	write(t, filepath.Join(dir, "content/clos/page.fr.md"), "x")
	if err := errorsOf(os.Chmod(filepath.Join(dir, "content/ferme.fr.md"), 0), os.Chmod(filepath.Join(dir, "content/clos"), 0)); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(filepath.Join(dir, "content/clos"), 0o755)
	for path := dir; path != os.TempDir() && path != "/"; path = filepath.Dir(path) {
		if err := os.Chmod(path, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	got := make(chan string)
	go func() {
		// The thread is not given back: it ends with the goroutine.
		runtime.LockOSThread()
		if os.Getuid() == 0 {
			if err := syscall.Setfsuid(65534); err != nil {
				t.Error(err)
			}
		}
		_, ds := ReadProject(dir)
		got <- lines(ds)
	}()
	want := "content/clos:1:1: the folder cannot be read: you are not allowed to\n" +
		"content/ferme.fr.md:1:1: it cannot be read: you are not allowed to\n"
	if g := <-got; g != want || strings.Count(g, "\n") != 2 {
		t.Errorf("got %s", g)
	}
}
