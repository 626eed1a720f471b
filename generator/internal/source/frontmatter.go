package source

import "bytes"

// MaxFrontMatter is the largest front matter that is read, in bytes.
const MaxFrontMatter = 128 << 10

// SplitFrontMatter separates the front matter of a Markdown file from its body.
//
// The front matter is what stands between a first line "---" and the next line "---". The first result is its
// tree, nil when the diagnostics hold an error. The second is the body: as long as the file's text, with
// everything before it replaced by line ends and spaces, so that offsets and lines are those of the file.
func SplitFrontMatter(f *File) (*Node, []byte, Diagnostics) {
	var ds Diagnostics
	text := f.Text
	if !bytes.HasPrefix(text, []byte("---\n")) {
		ds.Add(Diagnostic{Pos: f.At(0), Message: "no front matter, expected a first line ---", Hint: "start the file with ---, title: …, and another ---"})
		return nil, text, ds
	}
	start, end, after := 4, -1, 0
	for off := start; off < len(text); {
		eol := bytes.IndexByte(text[off:], '\n')
		next := len(text)
		line := text[off:]
		if eol >= 0 {
			line, next = text[off:off+eol], off+eol+1
		}
		if string(bytes.TrimRight(line, " \t")) == "---" {
			end, after = off, next
			break
		}
		off = next
	}
	if end < 0 {
		ds.Add(Diagnostic{Pos: f.At(0), Message: "the front matter is never closed", Hint: "put a line --- after its last key"})
		return nil, nil, ds
	}
	body := make([]byte, len(text))
	copy(body[after:], text[after:])
	for i := range after {
		if body[i] = ' '; text[i] == '\n' {
			body[i] = '\n'
		}
	}
	if end-start > MaxFrontMatter {
		ds.Errorf(f.At(start), "the front matter has %d bytes; at most %d are read", end-start, MaxFrontMatter)
		return nil, body, ds
	}
	node, ds := parseYAML(f, start, end)
	if node == nil && !ds.HasErrors() {
		ds.Add(Diagnostic{Pos: f.At(0), Message: "the front matter is empty", Hint: "a page needs at least title, description and reviewed"})
	}
	return node, body, ds
}
