package output

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
)

// state is what the site's folder holds before the build.
type state struct {
	exists, empty bool
	// list is the manifest as it stands there, nil in an empty folder.
	list []byte
}

// inspect looks at the site's folder. The error names what stands there that the generator did not write.
func (p *publication) inspect() (state, error) {
	info, err := p.parent.Lstat(p.base)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return state{}, nil
	case err != nil:
		return state{}, explain("look at", p.dir, err)
	case info.Mode()&fs.ModeSymlink != 0:
		return state{}, fmt.Errorf("%s is a symbolic link; give the folder that it leads to", p.dir)
	case !info.IsDir():
		return state{}, fmt.Errorf("%s is a file, expected a folder or nothing", p.dir)
	}
	root, err := p.parent.OpenRoot(p.base)
	if err != nil {
		return state{}, explain("open", p.dir, err)
	}
	defer root.Close()
	entries, err := readFolder(root, ".")
	if err != nil {
		return state{}, explain("read", p.dir, err)
	}
	if len(entries) == 0 {
		return state{exists: true, empty: true}, nil
	}
	data, err := readRegular(root, manifestName)
	if errors.Is(err, fs.ErrNotExist) {
		return state{}, fmt.Errorf("%s holds files that boussole did not write (such as %q): it has no %s; give an empty folder or a new name, nothing was changed", p.dir, entries[0].Name(), manifestName)
	}
	if err != nil {
		return state{}, explain("read", path.Join(p.dir, manifestName), err)
	}
	m, err := parseManifest(data)
	if err != nil {
		return state{}, fmt.Errorf("%s is damaged (%v), so it is not known which files boussole wrote; delete %s yourself if nothing in it is needed", path.Join(p.dir, manifestName), err, p.dir)
	}
	foreign, err := strangers(root, m)
	if err != nil {
		return state{}, explain("read", p.dir, err)
	}
	if len(foreign) > 0 {
		return state{}, fmt.Errorf("%s holds what boussole did not write: %s; move it elsewhere, nothing was changed", p.dir, listed(foreign))
	}
	return state{exists: true, list: data}, nil
}

// strangers returns what stands in a folder and is not in its manifest, sorted; a folder ends with a slash.
func strangers(root *os.Root, m manifest) ([]string, error) {
	file, folder := m.owns()
	var foreign []string
	var walk func(dir string) error
	walk = func(dir string) error {
		entries, err := readFolder(root, dir)
		if err != nil {
			return err
		}
		for _, e := range entries {
			name := path.Join(dir, e.Name())
			switch {
			case e.Type().IsRegular() && file[name]:
			case e.IsDir() && folder[name]:
				if err := walk(name); err != nil {
					return err
				}
			case e.IsDir():
				foreign = append(foreign, name+"/")
			default:
				foreign = append(foreign, name)
			}
		}
		return nil
	}
	err := walk(".")
	return foreign, err
}

// equal reports whether the folder holds the tree already, with its modes. Anything that cannot be read is not
// equal.
func (p *publication) equal(old state) bool {
	if !bytes.Equal(old.list, p.list.encode()) {
		return false
	}
	root, err := p.parent.OpenRoot(p.base)
	if err != nil {
		return false
	}
	defer root.Close()
	if !hasMode(root, manifestName, 0o644) {
		return false
	}
	for _, dir := range append(p.list.folders(), ".") {
		if !hasMode(root, dir, 0o755) {
			return false
		}
	}
	for _, f := range p.list.Files {
		if !hasMode(root, f.Path, 0o644) {
			return false
		}
		data, err := root.ReadFile(f.Path)
		if err != nil || !bytes.Equal(data, p.tree.entries[f.Path].data) {
			return false
		}
	}
	return true
}

func hasMode(root *os.Root, name string, mode fs.FileMode) bool {
	info, err := root.Lstat(name)
	return err == nil && (runtime.GOOS == "windows" || info.Mode().Perm() == mode)
}

// remove deletes a folder that the generator wrote: the files of its manifest, then the folders that are empty,
// then the manifest. It returns what it kept because it is not listed.
func remove(parent *os.Root, name string) (kept []string, err error) {
	if info, err := parent.Lstat(name); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	} else if err != nil || !info.IsDir() {
		return []string{name}, err
	}
	root, err := parent.OpenRoot(name)
	if err != nil {
		return nil, err
	}
	kept, err = removeListed(root)
	if closed := root.Close(); err == nil {
		err = closed
	}
	if err != nil || len(kept) > 0 {
		return kept, err
	}
	return nil, parent.Remove(name)
}

func removeListed(root *os.Root) (kept []string, err error) {
	// Without a readable manifest nothing is listed: a build killed at its very start leaves no other file.
	var m manifest
	if data, err := readRegular(root, manifestName); err == nil {
		if read, err := parseManifest(data); err == nil {
			m = read
		}
	}
	for _, f := range m.Files {
		if err := root.Remove(f.Path); err != nil && !gone(err) {
			return nil, err
		}
	}
	for _, dir := range m.folders() {
		_ = root.Remove(dir) // it stays if something foreign is in it, which strangers finds
	}
	kept, err = strangers(root, m)
	if err != nil || len(kept) > 0 {
		return kept, err
	}
	if err := root.Remove(manifestName); err != nil && !gone(err) {
		return nil, err
	}
	return nil, nil
}

func gone(err error) bool { return errors.Is(err, fs.ErrNotExist) }

// sweep removes what killed builds left beside the folder. If one was killed between the two steps of a swap, the
// old site gets its name back first.
func (p *publication) sweep() error {
	entries, err := readFolder(p.parent, ".")
	if err != nil {
		return explain("read", filepath.Dir(p.place), err)
	}
	random := regexp.MustCompile(fmt.Sprintf("^[0-9a-f]{%d}$", 2*randomBytes))
	for _, e := range entries {
		suffix, isNew := strings.CutPrefix(e.Name(), p.prefix("new"))
		if !isNew {
			var isOld bool
			if suffix, isOld = strings.CutPrefix(e.Name(), p.prefix("old")); !isOld {
				continue
			}
		}
		if !e.IsDir() || !random.MatchString(suffix) {
			continue
		}
		if _, err := p.parent.Lstat(p.base); !isNew && gone(err) {
			if err := p.parent.Rename(e.Name(), p.base); err != nil {
				return explain("rename", e.Name(), err)
			}
			continue
		}
		if kept, err := remove(p.parent, e.Name()); err != nil || len(kept) > 0 {
			p.say(fmt.Sprintf("%s was left by a build that was stopped; it holds files that boussole did not write and is kept", filepath.Join(filepath.Dir(p.place), e.Name())))
		}
	}
	return nil
}

// readFolder returns the entries of a folder, sorted, and keeps nothing open.
func readFolder(root *os.Root, name string) ([]fs.DirEntry, error) {
	return fs.ReadDir(root.FS(), name)
}

// readRegular reads a file that must not be a link or a pipe.
func readRegular(root *os.Root, name string) ([]byte, error) {
	info, err := root.Lstat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("it is not a regular file")
	}
	return root.ReadFile(name)
}

// maxListed is how many names a message holds.
const maxListed = 5

func listed(names []string) string {
	more := ""
	if len(names) > maxListed {
		more = fmt.Sprintf(" and %d more", len(names)-maxListed)
		names = names[:maxListed]
	}
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = fmt.Sprintf("%q", n)
	}
	return strings.Join(quoted, ", ") + more
}
