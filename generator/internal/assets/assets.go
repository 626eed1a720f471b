// Package assets bundles and minifies scripts and styles, names them by their content, and looks at the other
// files that a site ships as they are. It is the door to esbuild.
//
// # Scripts and styles
//
// [Bundle] makes one file of each entry and everything it imports. Files come from an [fs.FS], never from the disk
// or the network; an import that leads nowhere in it is an error at its place.
//
// A script is an ES module, which other scripts and tests may import. Browsers refuse modules in a page that is
// opened from a folder, so what ships is one classic script: a function that calls itself, in ES2017. A module may
// import relative paths ("./decide.js") and nothing else; it cannot load more later (import(), require).
//
// A style may @import relative paths, with layers. Images that it shows with url() become data: addresses, so that
// the style is whole in itself; an address of another site is an error. Layers stay as they are written; what
// browsers that know layers do not all know, such as nesting, is written so that they do.
//
// The result's path holds the first eight hexadecimal digits of the SHA-256 of its content, so that a browser may
// keep it for ever: assets/site.4f2a9c1b.css. Equal input gives equal bytes, whatever the machine.
//
// # Other files
//
// [Static] takes everything under static but css and js: pictures, icons, plain text. An SVG picture must be at
// rest: a page that opens it directly runs what it holds, so scripts, event handlers, animation, foreign content
// and references outside the file are errors at their place.
//
// [Draw] draws the site's icon, a simple SVG, as PNG for machines that show no SVG.
package assets

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"strings"

	"boussole/generator/internal/source"
)

// Entry is a script or style to bundle.
type Entry struct {
	// Name is what templates call it: an id with .css or .js, such as "site.css".
	Name string
	// Path is where it begins in the file system, such as "static/css/site.css".
	Path string
}

// Asset is a file to ship.
type Asset struct {
	// Name is the entry's name, or the path of a file that ships as it is.
	Name string
	// Path is where it stands in the site.
	Path string
	Data []byte
}

// folder is where bundles stand in the site.
const folder = "assets"

// hashDigits is how many hexadecimal digits of the content's hash a path holds: with the name, enough to tell the
// few versions apart that a browser ever keeps.
const hashDigits = 8

// Named is a file that is made elsewhere, named by its content as bundles are.
func Named(name string, data []byte) Asset { return named(name, data) }

func named(name string, data []byte) Asset {
	ext := path.Ext(name)
	sum := sha256.Sum256(data)
	hash := hex.EncodeToString(sum[:])[:hashDigits]
	return Asset{Name: name, Path: path.Join(folder, strings.TrimSuffix(name, ext)+"."+hash+ext), Data: data}
}

// check says what is wrong with an entry's name, or "".
func (e Entry) check() string {
	ext := path.Ext(e.Name)
	if ext != ".css" && ext != ".js" || !source.IsID(strings.TrimSuffix(e.Name, ext)) {
		return fmt.Sprintf("the bundle's name is %q, expected lower-case words with .css or .js", e.Name)
	}
	if path.Ext(e.Path) != ext {
		return fmt.Sprintf("the bundle %q is made from a file that does not end with %s", e.Name, ext)
	}
	return ""
}

// start is the beginning of a file, for faults that stand nowhere in it.
func start(name string) source.Pos {
	f, _ := source.New(name, nil)
	return f.At(0)
}
