package output

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestLeftovers(t *testing.T) {
	a, b := two(t)
	above := t.TempDir()
	dir := filepath.Join(above, "out")
	p, err := newPublication(a, dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer p.parent.Close()
	beside := func(kind string) string { return filepath.Join(above, p.beside(kind)) }
	// Of killed builds: nothing yet, a manifest cut short, a whole manifest with some files, a whole old site.
	if err := os.Mkdir(beside("new"), 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(beside("new"), manifestName), `{"note`)
	partly := beside("new")
	write(t, filepath.Join(partly, manifestName), string(p.list.encode()))
	write(t, filepath.Join(partly, "fr/a.html"), "cut sh")
	mustPublish(t, b, beside("old"))
	// Of somebody else: other names, other kinds of file, and files beside ours.
	others := []string{".out.new-mine/x", ".out.new-0123456789abcdeF/x", ".other.new-0123456789abcdef/x", ".out.new-0123456789abcdef"}
	for _, name := range others {
		write(t, filepath.Join(above, name), "mine")
	}
	mixed := beside("new")
	write(t, filepath.Join(mixed, manifestName), string(p.list.encode()))
	write(t, filepath.Join(mixed, "fr/a.html"), "A")
	write(t, filepath.Join(mixed, "fr/mine.html"), "mine")
	mustPublish(t, a, dir)
	got := names(t, above)
	want := []string{filepath.Base(mixed), ".other.new-0123456789abcdef", ".out.new-0123456789abcdeF", ".out.new-0123456789abcdef", ".out.new-mine", "out"}
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if disk(t, mixed)["fr/mine.html"] != "mine" {
		t.Error("somebody's file is lost")
	}
}

func TestTwoAtOnce(t *testing.T) {
	a, b := two(t)
	above := t.TempDir()
	dir := filepath.Join(above, "out")
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			for range 5 {
				if err := Publish([]*Tree{a, b}[i%2], dir, Options{}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if !holds(t, dir, a) && !holds(t, dir, b) || len(names(t, above)) != 1 {
		t.Errorf("left %v", disk(t, above))
	}
}

func TestLock(t *testing.T) {
	a, _ := two(t)
	above := t.TempDir()
	dir, lock := filepath.Join(above, "out"), filepath.Join(above, ".out.lock")
	unlock, err := tryLock(lock, "process 4711")
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	o := Options{Wait: 2 * pollEvery, Say: func(m string) { said = append(said, m) }}
	err = Publish(a, dir, o)
	if err == nil || !strings.Contains(err.Error(), "process 4711") || !strings.Contains(err.Error(), lock) {
		t.Errorf("got %v", err)
	}
	if len(said) != 1 || !strings.Contains(said[0], "process 4711") {
		t.Errorf("said %q", said)
	}
	o.Wait, o.Say = time.Minute, func(string) { unlock() }
	if err := Publish(a, dir, o); err != nil || !holds(t, dir, a) {
		t.Errorf("got %v", err)
	}
	// What a killed build left holds nobody up, and is gone afterwards.
	write(t, lock, "process 1\n")
	mustPublish(t, a, dir)
	if got := names(t, above); !slices.Equal(got, []string{"out"}) {
		t.Errorf("left %q", got)
	}
}
