package output

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// manifestName is the file that marks a folder as written by the generator.
const manifestName = ".boussole-manifest.json"

// manifest lists what the generator wrote to a folder, itself left out.
type manifest struct {
	Note  string          `json:"note"`
	Files []manifestEntry `json:"files"` // sorted by path
}

type manifestEntry struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256"` // in hexadecimal
}

const manifestNote = "Written by boussole: these files, and no others in this folder, are replaced by the next build."

func manifestOf(t *Tree) manifest {
	m := manifest{Note: manifestNote, Files: []manifestEntry{}}
	for _, name := range t.files() {
		sum := sha256.Sum256(t.entries[name].data)
		m.Files = append(m.Files, manifestEntry{name, hex.EncodeToString(sum[:])})
	}
	return m
}

func (m manifest) encode() []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(m); err != nil {
		panic("output: a list of texts cannot be encoded: " + err.Error())
	}
	return b.Bytes()
}

// parseManifest reads a manifest that may have been damaged or written by somebody else: it names only files
// inside its folder, each once.
func parseManifest(data []byte) (manifest, error) {
	var m manifest
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&m); err != nil {
		return manifest{}, err
	}
	if m.Note == "" || m.Files == nil {
		return manifest{}, errors.New("it is not a list of the files that boussole wrote")
	}
	for i, f := range m.Files {
		if !fs.ValidPath(f.Path) || f.Path == "." || f.Path == manifestName {
			return manifest{}, fmt.Errorf("it lists %q", f.Path)
		}
		if i > 0 && f.Path <= m.Files[i-1].Path {
			return manifest{}, fmt.Errorf("it lists %q out of order", f.Path)
		}
	}
	return m, nil
}

// folders are the folders of the listed files, each once, deepest first.
func (m manifest) folders() []string {
	var dirs []string
	for _, f := range m.Files {
		dirs = append(dirs, parents(f.Path)...)
	}
	slices.SortFunc(dirs, func(a, b string) int {
		if d := depth(b) - depth(a); d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	return slices.Compact(dirs)
}

// owns reports whether the manifest lists a file, or has listed files in a folder.
func (m manifest) owns() (file, folder map[string]bool) {
	file, folder = map[string]bool{manifestName: true}, map[string]bool{}
	for _, f := range m.Files {
		file[f.Path] = true
	}
	for _, d := range m.folders() {
		folder[d] = true
	}
	return file, folder
}
