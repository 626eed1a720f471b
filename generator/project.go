package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"boussole/generator/internal/source"
)

// projectFolders are what a project is known by.
var projectFolders = []string{"content", "layouts", "static"}

// checkProject says why the folder given with --dir holds no project: it is not there, or has none of a project's
// folders. Where only some are missing, reading them says so.
func checkProject(dir string) error {
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		above := filepath.Dir(dir)
		return usageError{fmt.Errorf("the folder --dir %q does not exist%s", dir, aside(source.DidYouMean(filepath.Base(dir), foldersIn(above))))}
	case err == nil && !info.IsDir():
		return usageError{fmt.Errorf("--dir is %q, which is a file; expected the project's folder", dir)}
	case err != nil:
		return nil // reading it says why
	}
	for _, name := range projectFolders {
		if _, err := os.Lstat(filepath.Join(dir, name)); err == nil {
			return nil
		}
	}
	holds, found := "no folder", foldersIn(dir)
	if len(found) > manyFolders {
		found = append(found[:manyFolders], "…")
	}
	if len(found) > 0 {
		holds = strings.Join(found, ", ")
	}
	return usageError{fmt.Errorf("--dir is %q, which is no project: expected the folders %s, found %s", dir, strings.Join(projectFolders, ", "), holds)}
}

// manyFolders is how many folders of a place that is no project are named.
const manyFolders = 12

// foldersIn are the folders that stand in a folder, are not hidden and have a name that a terminal can show, by name.
func foldersIn(dir string) []string {
	entries, _ := os.ReadDir(dir)
	var names []string
	for _, e := range entries {
		if name := e.Name(); e.IsDir() && !strings.HasPrefix(name, ".") && strconv.Quote(name) == `"`+name+`"` {
			names = append(names, name)
		}
	}
	return names
}
