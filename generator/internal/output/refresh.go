package output

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Generated is a file that [Refresh] writes, by its name in the folder.
type Generated struct {
	Name string
	Data []byte
}

// Refresh writes generated files into a folder of the project, beside whatever else stands there, and makes the folder
// where it is missing. It writes within the project only, never among people's work: not into the folders that the
// site is made from, but for folders in content whose name begins with a dot, and not into a published site. A file of
// one of the names is replaced only if ours says that it was generated before; with one that was not, nothing is
// written. Each file is replaced in one step.
func Refresh(project, dir string, files []Generated, ours func(name string, data []byte) bool) error {
	place, err := inProject(project, dir)
	if err != nil {
		return err
	}
	root, err := os.OpenRoot(project)
	if err != nil {
		return explain("open", project, err)
	}
	defer root.Close()
	for at := place; at != "."; at = path.Dir(at) {
		if _, err := root.Lstat(path.Join(at, manifestName)); err == nil {
			return fmt.Errorf("%s lies in a published site, which holds nothing else", dir)
		}
	}
	changed, foreign, err := stale(root, place, files, ours)
	if err != nil {
		return err
	}
	if len(foreign) > 0 {
		return fmt.Errorf("%s holds what boussole did not write: %s; move it elsewhere, nothing was changed", dir, listed(foreign))
	}
	if err := root.MkdirAll(place, 0o777); err != nil {
		return explain("make the folder", dir, err)
	}
	for _, f := range changed {
		if err := replaceFile(root, path.Join(place, f.Name), f.Data); err != nil {
			return explain("write", path.Join(dir, f.Name), err)
		}
	}
	return nil
}

// stale returns the files that are missing or differ, and the names under which something stands that is not ours.
func stale(root *os.Root, place string, files []Generated, ours func(string, []byte) bool) (changed []Generated, foreign []string, err error) {
	for _, f := range files {
		name := path.Join(place, f.Name)
		info, err := root.Lstat(name)
		if errors.Is(err, fs.ErrNotExist) {
			changed = append(changed, f)
			continue
		}
		if err == nil && !info.Mode().IsRegular() {
			foreign = append(foreign, f.Name)
			continue
		}
		var data []byte
		if err == nil {
			data, err = root.ReadFile(name)
		}
		switch {
		case err != nil:
			return nil, nil, explain("read", name, err)
		case !ours(f.Name, data):
			foreign = append(foreign, f.Name)
		case !bytes.Equal(data, f.Data):
			changed = append(changed, f)
		}
	}
	return changed, foreign, nil
}

// inProject returns the path from the project's folder to a folder in it where generated files may stand.
func inProject(project, dir string) (string, error) {
	base, err := realPath(project)
	if err != nil {
		return "", explain("find", project, err)
	}
	place, err := realPath(dir)
	if err != nil {
		return "", explain("find", dir, err)
	}
	rel, err := filepath.Rel(base, place)
	if err != nil || !filepath.IsLocal(rel) {
		return "", fmt.Errorf("%s lies outside the project's folder; give a folder in it", dir)
	}
	if rel == "." {
		return "", fmt.Errorf("%s is the project's folder; give a folder in it", dir)
	}
	rel = filepath.ToSlash(rel)
	parts := strings.Split(rel, "/")
	own := parts[0] == "content" && slices.ContainsFunc(parts[1:], func(part string) bool { return strings.HasPrefix(part, ".") })
	if slices.Contains(sources, parts[0]) && !own {
		return "", fmt.Errorf("%s lies in the project's folder %s, which holds people's work; give another folder, such as content/.schema", dir, parts[0])
	}
	return rel, nil
}

// realPath is the absolute path without links of a folder that may not exist yet.
func realPath(dir string) (string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	rest := ""
	for at := abs; ; at = filepath.Dir(at) {
		real, err := filepath.EvalSymlinks(at)
		if err == nil {
			return filepath.Join(real, rest), nil
		}
		if _, lost := os.Lstat(at); lost == nil || !gone(err) || at == filepath.Dir(at) {
			return "", err // a link to nowhere among others
		}
		rest = filepath.Join(filepath.Base(at), rest)
	}
}

// replaceFile puts a file in the place of another in one step.
func replaceFile(root *os.Root, name string, data []byte) error {
	fresh := path.Join(path.Dir(name), "."+path.Base(name)+".new")
	if err := root.Remove(fresh); err != nil && !gone(err) { // from a run that was killed
		return err
	}
	f, err := root.OpenFile(fresh, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Close()); err == nil {
		err = root.Rename(fresh, name)
	}
	if err != nil {
		_ = root.Remove(fresh)
	}
	return err
}
