package output

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io/fs"
)

// Tree is a built site in memory: files by path, and the folders that the paths name. It implements [fs.FS],
// [fs.ReadDirFS], [fs.ReadFileFS] and [fs.StatFS]; all times are zero. The zero value is an empty site. One
// goroutine fills it; then any number may read it.
type Tree struct {
	memory
	// spelled is the spelling of each path and its folders, by the form a disk that ignores case takes it for.
	spelled map[string]string
}

var (
	_ fs.ReadDirFS  = (*Tree)(nil)
	_ fs.ReadFileFS = (*Tree)(nil)
	_ fs.StatFS     = (*Tree)(nil)
)

// Add puts a file into the tree, which keeps data: the caller no longer changes it. The error says why a site
// cannot hold the name, or which name it already holds that is the same file, or a file where a folder is needed.
func (t *Tree) Add(name string, data []byte) error {
	if err := CheckName(name); err != nil {
		return err
	}
	if e := t.entries[name]; e != nil && e.dir {
		return fmt.Errorf("%q is a folder already: a file cannot have its name", name)
	} else if e != nil {
		return fmt.Errorf("%q stands in the site already", name)
	}
	for _, dir := range parents(name) {
		if e := t.entries[dir]; e != nil && !e.dir {
			return fmt.Errorf("%q cannot stand in %q, which is a file already", name, dir)
		}
	}
	paths := append(parents(name), name)
	for _, p := range paths {
		if first, ok := t.spelled[fold(p)]; ok && first != p {
			return fmt.Errorf("%q and %q differ only by case or by Unicode form: they are one name on Windows and macOS", p, first)
		}
	}
	if t.spelled == nil {
		t.spelled = map[string]string{}
	}
	for _, p := range paths {
		t.spelled[fold(p)] = p
	}
	t.put(name, data)
	return nil
}

// Files are the paths of all files, sorted by their bytes.
func (t *Tree) Files() []string { return t.files() }

// Digest is the SHA-256, in hexadecimal, of all names and contents: equal sites and no others have equal digests.
func (t *Tree) Digest() string {
	h := sha256.New()
	length := make([]byte, 8)
	write := func(b []byte) {
		binary.BigEndian.PutUint64(length, uint64(len(b)))
		h.Write(length)
		h.Write(b)
	}
	for _, name := range t.files() {
		write([]byte(name))
		write(t.entries[name].data)
	}
	return hex.EncodeToString(h.Sum(nil))
}
