// Package source holds a file as its author wrote it, the places in it, and what is wrong there.
//
// # Text
//
// A file that people write (Markdown, YAML, a template) is UTF-8. [New] makes it uniform before anybody reads it:
// a byte order mark at the start is dropped, CRLF and CR line ends become LF, and the text is put in Unicode
// normalisation form C, so that an accent typed on one system equals the same accent typed on another. Text that
// is not UTF-8, control characters and characters that reorder or hide text (bidirectional controls, Trojan
// Source) are errors with their place; other invisible characters are warnings.
//
// # Places
//
// A [Pos] is a file and a byte offset into its uniform text. It prints as file:line:col, both counted from 1;
// columns count characters, as editors show them.
//
// # What is wrong
//
// A [Diagnostic] is written for the editor of the file: what was found, what was expected, a hint. Every stage
// returns all it found ([Diagnostics]), never only the first. Its text form is
//
//	content/index.fr.md:3:1: error: unknown key "titel"
//	    titel: Bienvenue
//	    ^
//	    hint: did you mean "title"?
//
// # YAML
//
// [ParseYAML] reads one YAML 1.2 document into a tree of [Node] that knows its places. Scalars stay the text that
// was written: yes, no, 012 and 1_000 are never booleans or numbers. Anchors, aliases, merge keys and tags are
// refused, so a document cannot grow; so are keys that stand twice. [Decode] fills a Go struct from a tree:
// unknown keys are errors that name the nearest known key.
//
// # Front matter
//
// [SplitFrontMatter] separates the YAML between two lines of three hyphens from the body. The body keeps its
// offsets: the front matter is blanked, not cut, so that every place in the body is a place in the file.
package source

import (
	"bytes"
	"fmt"
	"sort"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// MaxFile is the largest file that is read, in bytes. A text an editor writes is a thousand times smaller.
const MaxFile = 8 << 20

// MaxLine is the longest line that is read, in bytes.
const MaxLine = 1 << 20

// File is one file's uniform text. It does not change once made.
type File struct {
	// Name is the path from the project's folder, with forward slashes.
	Name string
	// Text is the uniform text.
	Text []byte
	// lines holds the offset at which each line starts.
	lines []int
}

// New makes a file of what was read from name. The diagnostics say what in its bytes cannot stand; with an error
// among them the text is empty and must not be used further.
func New(name string, data []byte) (*File, Diagnostics) {
	f := &File{Name: name}
	var ds Diagnostics
	if len(data) > MaxFile {
		f.lines = []int{0}
		ds.Errorf(f.At(0), "the file has %d bytes; at most %d are read", len(data), MaxFile)
		return f, ds
	}
	if bytes.HasPrefix(data, []byte{0xFF, 0xFE}) || bytes.HasPrefix(data, []byte{0xFE, 0xFF}) {
		f.lines = []int{0}
		ds.Add(Diagnostic{Pos: f.At(0), Message: "the text is UTF-16, expected UTF-8", Hint: "save the file again with the encoding UTF-8"})
		return f, ds
	}
	data = bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF"))
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	data = bytes.ReplaceAll(data, []byte("\r"), []byte("\n"))
	f.Text = data
	f.index()
	if i := invalidUTF8(data); i >= 0 {
		ds.Add(Diagnostic{Pos: f.At(i), Message: fmt.Sprintf("byte 0x%02X is not UTF-8", data[i]), Hint: "save the file again with the encoding UTF-8"})
		ds.freeze()
		f.Text = nil
		return f, ds
	}
	f.Text = norm.NFC.Bytes(data)
	f.index()
	ds = append(ds, f.checkCharacters()...)
	if ds.HasErrors() {
		// The places keep their extract; later stages see nothing.
		ds.freeze()
		f.Text = nil
	}
	return f, ds
}

func (f *File) index() {
	f.lines = f.lines[:0]
	f.lines = append(f.lines, 0)
	for i, c := range f.Text {
		if c == '\n' {
			f.lines = append(f.lines, i+1)
		}
	}
}

func invalidUTF8(b []byte) int {
	if utf8.Valid(b) {
		return -1
	}
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

// maxCharacterFaults bounds the faults reported for the characters of one file: a binary file has thousands.
const maxCharacterFaults = 5

func (f *File) checkCharacters() Diagnostics {
	var ds Diagnostics
	for i, r := range string(f.Text) {
		if len(ds) == maxCharacterFaults {
			break
		}
		switch what := forbidden(r); {
		case what != "":
			ds.Add(Diagnostic{Pos: f.At(i), Message: what, Hint: "delete it"})
		case r == 0x200B || r == 0x2060 || r == 0xFEFF || r == 0x00AD:
			ds.Add(Diagnostic{Pos: f.At(i), Severity: Warning, Message: fmt.Sprintf("invisible character U+%04X", r), Hint: "delete it"})
		case r == 0xFFFD:
			ds.Add(Diagnostic{Pos: f.At(i), Severity: Warning, Message: "replacement character U+FFFD: a character was lost when the file was converted"})
		}
	}
	for n := range f.lines {
		if end := f.lineEnd(n); end-f.lines[n] > MaxLine {
			ds.Errorf(f.At(f.lines[n]), "the line has %d bytes; at most %d are read", end-f.lines[n], MaxLine)
		}
	}
	return ds
}

// forbidden says why a character may not stand in a text, or "": control characters command terminals, and those
// that change the direction let readers and editors see different words (Trojan Source).
func forbidden(r rune) string {
	switch {
	case r == '\n' || r == '\t':
	case r < 0x20 || r == 0x7F || r >= 0x80 && r < 0xA0:
		return fmt.Sprintf("control character U+%04X", r)
	case r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069:
		return fmt.Sprintf("character U+%04X changes the direction of the text", r)
	}
	return ""
}

func (f *File) lineEnd(n int) int {
	if n+1 < len(f.lines) {
		return f.lines[n+1] - 1
	}
	return len(f.Text)
}

// At returns the place at a byte offset; an offset outside the text is moved to its nearer end.
func (f *File) At(offset int) Pos {
	return Pos{File: f, Offset: max(0, min(offset, len(f.Text)))}
}

// AtLine returns the place at a line and a column in characters, both counted from 1.
func (f *File) AtLine(line, col int) Pos {
	n := max(0, min(line-1, len(f.lines)-1))
	off, end := f.lines[n], f.lineEnd(n)
	for c := 1; c < col && off < end; c++ {
		_, size := utf8.DecodeRune(f.Text[off:])
		off += size
	}
	return Pos{File: f, Offset: off}
}

// Pos is a place in a file. The zero Pos is nowhere.
type Pos struct {
	File   *File
	Offset int // in bytes of File.Text
	// fixed holds line, column and line text of a place whose file's text was given up.
	fixed *fixedPos
}

type fixedPos struct {
	line, col int
	extract   string
}

// IsValid reports whether p is somewhere.
func (p Pos) IsValid() bool { return p.File != nil }

// Name is the file's name, empty for the zero Pos.
func (p Pos) Name() string {
	if p.File == nil {
		return ""
	}
	return p.File.Name
}

// LineCol returns the line and the column, in characters, both from 1; zeros for the zero Pos.
func (p Pos) LineCol() (line, col int) {
	if p.File == nil {
		return 0, 0
	}
	if p.fixed != nil {
		return p.fixed.line, p.fixed.col
	}
	n := sort.SearchInts(p.File.lines, p.Offset+1) - 1
	start := p.File.lines[n]
	return n + 1, utf8.RuneCount(p.File.Text[start:min(p.Offset, len(p.File.Text))]) + 1
}

// Extract is the text of the line p stands on, without its line end.
func (p Pos) Extract() string {
	if p.File == nil {
		return ""
	}
	if p.fixed != nil {
		return p.fixed.extract
	}
	line, _ := p.LineCol()
	return string(p.File.Text[p.File.lines[line-1]:p.File.lineEnd(line-1)])
}

// String is file:line:col, or "-" for the zero Pos.
func (p Pos) String() string {
	if p.File == nil {
		return "-"
	}
	line, col := p.LineCol()
	return fmt.Sprintf("%s:%d:%d", quoteControls(p.File.Name), line, col)
}

// MarshalText writes the form of [Pos.String], so that places can stand in JSON.
func (p Pos) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

func (p Pos) freeze() Pos {
	line, col := p.LineCol()
	p.fixed = &fixedPos{line, col, strings.ToValidUTF8(p.Extract(), "\uFFFD")}
	return p
}

// quoteControls makes every control character of s visible, so that nothing a file says can command a terminal.
func quoteControls(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return ' '
		case r < 0x20 || r >= 0x7F && r < 0xA0 || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 || r == 0x200B || r == 0xFEFF:
			return '\uFFFD'
		}
		return r
	}, s)
}
