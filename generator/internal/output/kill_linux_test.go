package output

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The test binary runs itself as a build that is killed, and on a disk that is full.
func TestMain(m *testing.M) {
	switch os.Getenv("BOUSSOLE_OUTPUT_TEST") {
	case "publish forever":
		publishForever(os.Args[1])
	case "on a full disk":
		onAFullDisk(os.Args[1])
	default:
		os.Exit(m.Run())
	}
}

// large returns a site whose every file says which one it is.
func large(version string) *Tree {
	tree := &Tree{}
	for i := range 60 {
		name := fmt.Sprintf("%s/d%d/page%d.html", []string{"fr", "en", version}[i%3], i%7, i)
		if err := tree.Add(name, []byte(strings.Repeat(version+name, 400))); err != nil {
			panic(err)
		}
	}
	return tree
}

func publishForever(dir string) {
	a, b := large("a"), large("b")
	for {
		for _, tree := range []*Tree{a, b} {
			if err := Publish(tree, dir, Options{}); err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
			fmt.Println("published")
		}
	}
}

// A build killed at any moment leaves the whole old site or the whole new one.
func TestKilled(t *testing.T) {
	above := t.TempDir()
	dir := filepath.Join(above, "out")
	a, b := large("a"), large("b")
	mustPublish(t, a, dir)
	leftovers, seenA, seenB := 0, 0, 0
	for round := range 40 {
		cmd := exec.Command(os.Args[0], dir)
		cmd.Env = append(os.Environ(), "BOUSSOLE_OUTPUT_TEST=publish forever")
		cmd.Stderr = os.Stderr
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		// Killed some time into a publication: the moment is the test's only chance.
		if !bufio.NewScanner(out).Scan() {
			t.Fatal("nothing was published")
		}
		moment := time.Duration(rand.Int64N(int64(40 * time.Millisecond)))
		timer := time.AfterFunc(moment, func() { cmd.Process.Signal(syscall.SIGKILL) })
		_ = cmd.Wait()
		timer.Stop()
		switch {
		case holds(t, dir, a):
			seenA++
		case holds(t, dir, b):
			seenB++
		default:
			t.Fatalf("round %d, killed after %v: the site is neither the old nor the new one: %q", round, moment, names(t, dir))
		}
		if len(names(t, above)) > 1 {
			leftovers++
		}
	}
	t.Logf("old %d times, new %d times, something left beside %d times", seenA, seenB, leftovers)
	if leftovers == 0 {
		t.Error("no kill hit a publication; the test shows nothing")
	}
	mustPublish(t, grow(t, "x", "y"), dir)
	if got := names(t, above); !slices.Equal(got, []string{"out"}) {
		t.Errorf("the next build left %q", got)
	}
}

func TestUmask(t *testing.T) {
	a, _ := two(t)
	for _, mask := range []int{0, 0o022, 0o077, 0o777} {
		dir := filepath.Join(t.TempDir(), "out")
		old := syscall.Umask(mask)
		err := Publish(a, dir, Options{})
		syscall.Umask(old)
		if err != nil {
			t.Fatal(err)
		}
		err = filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
			if err != nil {
				return err
			}
			info, err := d.Info()
			if err != nil {
				return err
			}
			want := os.FileMode(0o644)
			if d.IsDir() {
				want = 0o755
			}
			if info.Mode().Perm() != want {
				t.Errorf("umask %03o: %s has the mode %v", mask, path, info.Mode())
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
