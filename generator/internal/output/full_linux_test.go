package output

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// A real full disk: 256 KiB of memory, mounted where only the child process sees it.
func TestFullDisk(t *testing.T) {
	cmd := exec.Command(os.Args[0], t.TempDir())
	cmd.Env = append(os.Environ(), "BOUSSOLE_OUTPUT_TEST=on a full disk")
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	}
	out, err := cmd.CombinedOutput()
	if errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.ENOSPC) || strings.HasPrefix(string(out), "cannot mount") {
		t.Skipf("this system lets nobody mount a disk for a test (%v %s); TestFullAtEveryStep stands in", err, out)
	}
	if err != nil || len(out) > 0 {
		t.Errorf("%v\n%s", err, out)
	}
}

func onAFullDisk(mount string) {
	if err := syscall.Mount("tmpfs", mount, "tmpfs", 0, "size=256k"); err != nil {
		fmt.Println("cannot mount", err)
		os.Exit(1)
	}
	dir := filepath.Join(mount, "out")
	small, large := sized(100), sized(40_000)
	if err := Publish(small, dir, Options{}); err != nil {
		fmt.Println("the small site:", err)
	}
	before, _ := os.ReadDir(mount)
	err := Publish(large, dir, Options{})
	if err == nil || !strings.Contains(err.Error(), "no space left on the disk") || !strings.Contains(err.Error(), "as it was before") {
		fmt.Println("the large site:", err)
	}
	if after, _ := os.ReadDir(mount); len(after) != 1 || len(before) != 1 {
		fmt.Println("left on the disk:", after)
	}
	for _, name := range small.Files() {
		if data, err := os.ReadFile(filepath.Join(dir, name)); err != nil || len(data) != 100 {
			fmt.Println("the old site is not whole:", name, err)
		}
	}
	// The mount itself cannot be swapped: what is beside it is another disk.
	err = Publish(small, mount, Options{})
	if err == nil || !strings.Contains(err.Error(), "did not write") {
		fmt.Println("the mount with a folder in it:", err)
	}
	os.RemoveAll(dir)
	err = Publish(small, mount, Options{})
	if err == nil || !strings.Contains(err.Error(), "mount point") {
		fmt.Println("the empty mount:", err)
	}
}

func sized(bytes int) *Tree {
	tree := &Tree{}
	for i := range 10 {
		if err := tree.Add(fmt.Sprintf("page%d.html", i), make([]byte, bytes)); err != nil {
			panic(err)
		}
	}
	return tree
}
