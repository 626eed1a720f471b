package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// locate returns the real path of the site's folder, whose parent exists. The folder itself may not: it is never a
// link, because the link's target would not be replaced by a swap.
func locate(dir string) (string, error) {
	if dir == "" {
		return "", errors.New("no folder for the site is given")
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", explain("find", dir, err)
	}
	info, err := os.Lstat(abs)
	switch {
	case err == nil && info.Mode()&fs.ModeSymlink != 0:
		return "", fmt.Errorf("%s is a symbolic link; give the folder that it leads to", dir)
	case err == nil && !info.IsDir():
		return "", fmt.Errorf("%s is a file, expected a folder or nothing", dir)
	case err != nil && !gone(err):
		return "", explain("look at", dir, err)
	}
	above, err := filepath.EvalSymlinks(filepath.Dir(abs))
	if gone(err) {
		return "", fmt.Errorf("the folder %s does not exist; make it first, the site is built in it", filepath.Dir(abs))
	}
	if err != nil {
		return "", explain("find", filepath.Dir(abs), err)
	}
	return filepath.Join(above, filepath.Base(abs)), nil
}

// sources are the project's folders that hold people's work, and git's.
var sources = []string{"content", "layouts", "static", "generator", ".git"}

// guard refuses folders that must never be replaced by a site. The manifest would keep the files in them; this
// says why in plain words, before anything is read, and also while such a folder is still empty.
func guard(dir, place, project string) error {
	if filepath.Dir(place) == place {
		return fmt.Errorf("%s is the root of the disk; give a folder of its own to the site", dir)
	}
	if home, err := os.UserHomeDir(); err == nil && within(place, home) {
		return fmt.Errorf("%s is or holds your home folder; give a folder of its own to the site", dir)
	}
	if project == "" {
		return nil
	}
	project, err := filepath.Abs(project)
	if err != nil {
		return explain("find", project, err)
	}
	if real, err := filepath.EvalSymlinks(project); err == nil {
		project = real
	}
	if within(place, project) {
		return fmt.Errorf("%s is or holds the project's folder; give a folder of its own to the site", dir)
	}
	for _, name := range sources {
		if within(filepath.Join(project, name), place) {
			return fmt.Errorf("%s lies in the project's folder %s, which the site is made from; give a folder of its own to the site", dir, name)
		}
	}
	return nil
}

// within reports whether path is folder or lies somewhere in it. It compares what is on the disk too, because two
// spellings may name one folder where case is ignored.
func within(folder, path string) bool {
	info, err := os.Stat(folder)
	for {
		if path == folder {
			return true
		}
		if other, e := os.Stat(path); err == nil && e == nil && os.SameFile(info, other) {
			return true
		}
		if filepath.Dir(path) == path {
			return false
		}
		path = filepath.Dir(path)
	}
}
