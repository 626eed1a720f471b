package output

import (
	"fmt"
	"io/fs"
	"os"
	"strings"
	"unicode/utf8"

	"boussole/generator/internal/source"
)

// projectFolders are what a site is made from; nothing else in the project is read.
var projectFolders = []string{"content", "layouts", "static"}

const (
	// maxFolders is how deep folders may stand in each other.
	maxFolders = 40
	// maxProjectFile is the largest file that is read, in bytes.
	maxProjectFile = 32 << 20
	// maxProject is how many bytes are read in all.
	maxProject = 256 << 20
	// maxProjectFiles is how many files are read.
	maxProjectFiles = 50_000
)

// ReadProject reads the folders content, layouts and static of a project into memory. Every file is read whole, in
// one state: a file that is written meanwhile is read again, and one that vanishes is absent.
//
// Names are put in Unicode normalisation form C, as texts are, so that a link finds its file. Files that editors
// and systems leave about are passed over: names that begin with a dot (but for .well-known), end with ~, or stand
// between two #.
//
// The diagnostics name each symbolic link, each file or folder that cannot be read, that is not a regular file, is
// too large or too deep, or whose name is not UTF-8, holds a control character, or differs from another one only
// by case or Unicode form. With an error among them the file system lacks what they name.
func ReadProject(dir string) (fs.FS, source.Diagnostics) {
	r := &reader{files: map[string]*reading{}, spelled: map[string]string{}}
	root, err := os.OpenRoot(dir)
	if err != nil {
		r.fault(dir, "the project's folder cannot be read: "+reason(err), "")
		return &r.memory, r.ds
	}
	defer root.Close()
	r.root = root
	for _, name := range projectFolders {
		r.top(name)
	}
	r.settle()
	if r.memory.entries["content"] != nil && !r.has("content") && !r.ds.HasErrors() {
		r.fault("content", "the folder holds no file", "a site needs at least content/site.yaml")
	}
	for name, f := range r.files {
		r.memory.put(name, f.data)
	}
	return &r.memory, r.ds.Sorted()
}

// reader is one call of ReadProject.
type reader struct {
	root *os.Root
	// files has one entry per file, by the path it has in the picture.
	files   map[string]*reading
	spelled map[string]string // the spelling of each path, folded
	total   int64             // bytes read
	full    bool              // a bound was reached and reported
	memory  memory
	ds      source.Diagnostics
}

func (r *reader) fault(name, message, hint string) {
	f, _ := source.New(strings.ToValidUTF8(name, "\uFFFD"), nil)
	r.ds.Add(source.Diagnostic{Pos: f.At(0), Message: message, Hint: hint})
}

func (r *reader) has(folder string) bool {
	for name := range r.files {
		if strings.HasPrefix(name, folder+"/") {
			return true
		}
	}
	return false
}

// top reads one of the project's folders.
func (r *reader) top(name string) {
	info, err := r.root.Lstat(name)
	switch {
	case gone(err):
		r.fault(name, "the folder is missing", "is this the project's folder? It holds content, layouts and static")
	case err != nil:
		r.fault(name, "it cannot be read: "+reason(err), "")
	case info.Mode()&fs.ModeSymlink != 0:
		r.link(name)
	case !info.IsDir():
		r.fault(name, "it is a file, expected a folder", "")
	default:
		r.memory.putDir(name)
		r.folder(name, name)
	}
}

func (r *reader) link(name string) {
	r.fault(name, "it is a symbolic link; only what stands in the project itself is published", "put a copy of the file or folder here")
}

// folder reads what is in a folder. It has one path on the disk and one, in normalisation form C, in the picture.
func (r *reader) folder(disk, name string) {
	if depth(name)+1 > maxFolders {
		r.fault(name, fmt.Sprintf("folders stand in each other more than %d deep", maxFolders), "")
		return
	}
	entries, err := fs.ReadDir(r.root.FS(), disk)
	if gone(err) {
		return
	}
	if err != nil {
		r.fault(name, "the folder cannot be read: "+reason(err), "")
		return
	}
	for _, e := range entries {
		if !leftAbout(e.Name()) && !r.full {
			r.entry(e, disk, name)
		}
	}
}

// leftAbout reports whether a name is one that editors and systems give to their own files.
func leftAbout(name string) bool {
	return strings.HasPrefix(name, ".") && name != ".well-known" || strings.HasSuffix(name, "~") || len(name) > 1 && strings.HasPrefix(name, "#") && strings.HasSuffix(name, "#")
}

func (r *reader) entry(e fs.DirEntry, diskFolder, folder string) {
	disk, name := diskFolder+"/"+e.Name(), folder+"/"+e.Name()
	if !utf8.ValidString(e.Name()) {
		r.fault(name, fmt.Sprintf("the name %q is not UTF-8", e.Name()), "give it a new name, best of letters a to z, digits and hyphens")
		return
	}
	if c, ok := hidden(e.Name()); ok {
		r.fault(strings.ReplaceAll(name, string(c), "\uFFFD"), fmt.Sprintf("the name holds the invisible character U+%04X", c), "give it a new name, best of letters a to z, digits and hyphens")
		return
	}
	name = folder + "/" + uniform(e.Name())
	if first, ok := r.spelled[fold(name)]; ok {
		r.fault(name, fmt.Sprintf("its name differs from that of %q only by case or by Unicode form: they are one file on Windows and macOS", first), "rename one of them")
		return
	}
	r.spelled[fold(name)] = name
	switch {
	case e.Type()&fs.ModeSymlink != 0:
		r.link(name)
	case e.IsDir():
		r.memory.putDir(name)
		r.folder(disk, name)
	case !e.Type().IsRegular():
		r.fault(name, "it is not a regular file", "")
	default:
		r.file(disk, name)
	}
}

func (r *reader) file(disk, name string) {
	f := &reading{path: disk}
	if !r.read(f, name) {
		return
	}
	r.files[name] = f
	if len(r.files) > maxProjectFiles || r.total > maxProject {
		folder, _, _ := strings.Cut(name, "/")
		r.fault(folder, fmt.Sprintf("the project is too large from %s on: at most %d files and %d MiB are read", name, maxProjectFiles, maxProject>>20), "large files belong elsewhere; link to them")
		r.full = true
	}
}
