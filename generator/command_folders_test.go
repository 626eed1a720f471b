package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// unchanged calls f and asks the folder for the same files after it, the published site among them.
func (s script) unchanged(f func()) {
	before := s.treeOf(".")
	if before["public/index.html"] == "" {
		s.Fatalf("nothing is published that could be harmed: build first")
	}
	f()
	s.Check(differ(before, s.treeOf(".")))
}

func (s script) sameTree(args []string) {
	s.Check(differ(s.treeOf(args[0]), s.treeOf(args[1])))
}

// treeOf describes every file and folder in a folder, by its path: mode, and bytes or target.
func (s script) treeOf(dir string) map[string]string {
	tree, root := map[string]string{}, s.MkAbs(dir)
	s.Check(filepath.WalkDir(root, func(name string, e fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrPermission) {
			return nil // a script has taken the right to read the folder away
		}
		if err != nil {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(root, name)
		what := info.Mode().String()
		switch {
		case info.Mode().IsRegular():
			data, err := os.ReadFile(name)
			if err != nil && !errors.Is(err, fs.ErrPermission) {
				return err
			}
			what += fmt.Sprintf(" %x", sha256.Sum256(data))
		case info.Mode()&fs.ModeSymlink != 0:
			target, _ := os.Readlink(name)
			what += " " + target
		}
		tree[filepath.ToSlash(rel)] = what
		return nil
	}))
	return tree
}

// differ names what is not the same in two folders.
func differ(a, b map[string]string) error {
	var names []string
	for name := range a {
		if a[name] != b[name] {
			names = append(names, name)
		}
	}
	for name := range b {
		if a[name] == "" {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return nil
	}
	slices.Sort(names)
	return fmt.Errorf("not the same: %q", names)
}
