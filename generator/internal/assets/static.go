package assets

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"boussole/generator/internal/source"
)

// staticFolder is where the browser's part of a project stands.
const staticFolder = "static"

var (
	pictures = []string{".svg", ".png", ".jpg", ".webp", ".ico"}
	texts    = []string{".txt", ".webmanifest"}
)

// Static returns the files under static that ship as they are, sorted by path: all but those in static/css and
// static/js. A file's path in the site is its path without "static/". Texts, SVG among them, ship in the uniform
// form of package source, so that what ships is what was looked at.
//
// The diagnostics name files of another kind than svg, png, jpg, webp, ico, txt and webmanifest, files that are
// not of the kind their name says, and SVG pictures that are not at rest.
func Static(fsys fs.FS) ([]Asset, source.Diagnostics) {
	var assets []Asset
	var ds source.Diagnostics
	err := fs.WalkDir(fsys, staticFolder, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (name == staticFolder+"/css" || name == staticFolder+"/js"):
			return fs.SkipDir
		case d.IsDir():
			return nil
		}
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		data, found := check(name, data)
		ds = append(ds, found...)
		if !found.HasErrors() {
			assets = append(assets, Asset{Name: name, Path: strings.TrimPrefix(name, staticFolder+"/"), Data: data})
		}
		return nil
	})
	if err != nil {
		ds.Errorf(start(staticFolder), "the folder cannot be read: %v", err)
	}
	slices.SortFunc(assets, func(a, b Asset) int { return strings.Compare(a.Path, b.Path) })
	return assets, ds.Sorted()
}

// signatures are what files of a kind begin with.
var signatures = map[string][]string{
	".png":  {"\x89PNG\r\n\x1a\n"},
	".jpg":  {"\xFF\xD8\xFF"},
	".webp": {"RIFF"},
	".ico":  {"\x00\x00\x01\x00"},
}

// check looks at a file that is to ship as it is and returns what may ship.
func check(name string, data []byte) ([]byte, source.Diagnostics) {
	var ds source.Diagnostics
	ext := path.Ext(name)
	switch {
	case hasExt(name, texts) || ext == ".svg":
		return checkText(name, data)
	case !hasExt(name, pictures):
		known := strings.Join(append(slices.Clone(pictures), texts...), ", ")
		hint := "ships: " + known + "; scripts stand in static/js, styles in static/css"
		if lower := strings.ToLower(ext); lower == ".jpeg" || lower != ext && hasExt(lower, append(slices.Clone(pictures), texts...)) {
			hint = "give its name the ending " + strings.Replace(lower, ".jpeg", ".jpg", 1)
		}
		ds.Add(source.Diagnostic{Pos: start(name), Message: fmt.Sprintf("files ending with %q do not ship", ext), Hint: hint})
		return nil, ds
	}
	for _, signature := range signatures[ext] {
		if bytes.HasPrefix(data, []byte(signature)) && (ext != ".webp" || len(data) > 12 && string(data[8:12]) == "WEBP") {
			return data, nil
		}
	}
	ds.Add(source.Diagnostic{Pos: start(name), Message: fmt.Sprintf("the file is not what its ending %s says", ext), Hint: "save it again in that format, or give it the ending of its own"})
	return nil, ds
}

func checkText(name string, data []byte) ([]byte, source.Diagnostics) {
	f, ds := source.New(name, data)
	if ds.HasErrors() {
		return nil, ds
	}
	switch path.Ext(name) {
	case ".svg":
		ds = append(ds, checkSVG(f)...)
	case ".webmanifest":
		var any json.RawMessage
		if err := json.Unmarshal(f.Text, &any); err != nil {
			at := 0
			if se, ok := err.(*json.SyntaxError); ok {
				at = int(se.Offset) - 1
			}
			ds.Errorf(f.At(at), "this is not JSON: %v", err)
		}
	}
	return f.Text, ds
}
