package output

import (
	"bytes"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// memory is files and the folders they stand in: a file system without rules for names beyond fs.ValidPath. The
// zero value is empty. Once filled it may be read from many goroutines.
type memory struct {
	// entries has one entry per file and per folder, by path; the top folder is ".".
	entries map[string]*entry
}

// entry is a file or a folder. It is its own fs.FileInfo and fs.DirEntry.
type entry struct {
	name     string // the last part of the path
	data     []byte
	dir      bool
	children []string // of a folder: the names in it, sorted
}

func (e *entry) Name() string               { return e.name }
func (e *entry) Size() int64                { return int64(len(e.data)) }
func (e *entry) ModTime() time.Time         { return time.Time{} }
func (e *entry) IsDir() bool                { return e.dir }
func (e *entry) Sys() any                   { return nil }
func (e *entry) Type() fs.FileMode          { return e.Mode().Type() }
func (e *entry) Info() (fs.FileInfo, error) { return e, nil }
func (e *entry) String() string             { return fs.FormatDirEntry(e) }

func (e *entry) Mode() fs.FileMode {
	if e.dir {
		return fs.ModeDir | 0o755
	}
	return 0o644
}

// put adds a file and its folders. The caller has seen to it that no file stands where a folder is needed.
func (m *memory) put(name string, data []byte) {
	if m.entries == nil {
		m.entries = map[string]*entry{".": {name: ".", dir: true}}
	}
	m.entries[name] = &entry{name: path.Base(name), data: data}
	m.link(name)
}

// putDir adds a folder that may be empty.
func (m *memory) putDir(name string) {
	if m.entries[name] != nil {
		return
	}
	if m.entries == nil {
		m.entries = map[string]*entry{".": {name: ".", dir: true}}
	}
	m.entries[name] = &entry{name: path.Base(name), dir: true}
	m.link(name)
}

// link enters a path into its folder, and that one into its own, as far as they are new.
func (m *memory) link(name string) {
	for name != "." {
		parent := path.Dir(name)
		dir, known := m.entries[parent]
		if !known {
			dir = &entry{name: path.Base(parent), dir: true}
			m.entries[parent] = dir
		}
		if i, found := slices.BinarySearch(dir.children, path.Base(name)); !found {
			dir.children = slices.Insert(dir.children, i, path.Base(name))
		}
		if known {
			return
		}
		name = parent
	}
}

// files are the paths of all files, sorted.
func (m *memory) files() []string {
	var names []string
	for name, e := range m.entries {
		if !e.dir {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

func (m *memory) lookup(op, name string) (*entry, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	e := m.entries[name]
	if e == nil && name == "." {
		return &entry{name: ".", dir: true}, nil
	}
	if e == nil {
		return nil, &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist}
	}
	return e, nil
}

// Open implements [fs.FS].
func (m *memory) Open(name string) (fs.File, error) {
	e, err := m.lookup("open", name)
	if err != nil {
		return nil, err
	}
	if e.dir {
		return &openDir{entry: e, path: name, list: m.list(name, e)}, nil
	}
	return &openFile{Reader: bytes.NewReader(e.data), entry: e}, nil
}

// Stat implements [fs.StatFS].
func (m *memory) Stat(name string) (fs.FileInfo, error) {
	e, err := m.lookup("stat", name)
	if err != nil {
		return nil, err
	}
	return e, nil
}

// ReadFile implements [fs.ReadFileFS]. The bytes are the caller's.
func (m *memory) ReadFile(name string) ([]byte, error) {
	e, err := m.lookup("read", name)
	if err != nil {
		return nil, err
	}
	if e.dir {
		return nil, &fs.PathError{Op: "read", Path: name, Err: errIsFolder}
	}
	return slices.Clone(e.data), nil
}

// ReadDir implements [fs.ReadDirFS].
func (m *memory) ReadDir(name string) ([]fs.DirEntry, error) {
	e, err := m.lookup("readdir", name)
	if err != nil {
		return nil, err
	}
	if !e.dir {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: errIsFile}
	}
	return m.list(name, e), nil
}

func (m *memory) list(name string, dir *entry) []fs.DirEntry {
	list := make([]fs.DirEntry, len(dir.children))
	for i, child := range dir.children {
		list[i] = m.entries[path.Join(name, child)]
	}
	return list
}

type openFile struct {
	*bytes.Reader
	entry *entry
}

func (f *openFile) Stat() (fs.FileInfo, error) { return f.entry, nil }
func (f *openFile) Close() error               { return nil }

type openDir struct {
	entry *entry
	path  string
	list  []fs.DirEntry // what is not yet read
}

func (d *openDir) Stat() (fs.FileInfo, error) { return d.entry, nil }
func (d *openDir) Close() error               { return nil }

func (d *openDir) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: d.path, Err: errIsFolder}
}

func (d *openDir) ReadDir(n int) ([]fs.DirEntry, error) {
	if n > 0 && len(d.list) == 0 {
		return nil, io.EOF
	}
	if n <= 0 || n > len(d.list) {
		n = len(d.list)
	}
	list := d.list[:n:n]
	d.list = d.list[n:]
	return list, nil
}

// parents are the folders a path stands in, from the outermost; "a/b/c" has "a" and "a/b".
func parents(name string) []string {
	var out []string
	for i := range len(name) {
		if name[i] == '/' {
			out = append(out, name[:i])
		}
	}
	return out
}

// depth is how many folders a path stands in.
func depth(name string) int { return strings.Count(name, "/") }
