package catalog

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"boussole/generator/internal/source"
)

// countName is the placeholder that a plural message fills with its count.
const countName = "Count"

// placeholder is what may stand between braces. go-i18n notices a template that cannot be read only when the
// message is used, perhaps on one page in one language; so texts are read here, when they are loaded.
var placeholder = regexp.MustCompile(`^\{\{ *\.([A-Z][A-Za-z0-9]*) *\}\}`)

// placeholders returns the names in a text, sorted, each once. A fault is reported at its place in the text that
// begins at pos.
func placeholders(s string, pos source.Pos, ds *source.Diagnostics) []string {
	var names []string
	opened := 0
	for i := 0; i < len(s); {
		at := strings.IndexAny(s[i:], "{}")
		if at < 0 {
			break
		}
		i += at
		if m := placeholder.FindStringSubmatch(s[i:]); m != nil {
			names = append(names, m[1])
			i += len(m[0])
			opened++
			continue
		}
		switch {
		case strings.HasPrefix(s[i:], "{{"):
			reportBraces(s[i:], nth(pos, "{{", opened), ds)
			return nil
		case strings.HasPrefix(s[i:], "}}"):
			ds.Add(source.Diagnostic{Pos: nth(pos, "}}", opened), Message: "found }} without {{ before it", Hint: `write a placeholder as {{.Name}}`})
			return nil
		}
		i++
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func reportBraces(s string, pos source.Pos, ds *source.Diagnostics) {
	hint := "write a placeholder as {{.Name}}: a dot and a word that begins with a capital letter"
	end := strings.Index(s, "}}")
	if end < 0 {
		ds.Add(source.Diagnostic{Pos: pos, Message: "found {{ that is never closed, expected }} after it", Hint: hint})
		return
	}
	ds.Add(source.Diagnostic{Pos: pos, Message: "found " + s[:end+2] + ", expected a placeholder such as {{.Name}}", Hint: hint})
}

// nth is the place of the nth mark (from 0) at or after pos. A text in quotes may be written with escapes and a
// block with indents, so offsets in the text are not offsets in the file; but marks come in the same order.
func nth(pos source.Pos, mark string, n int) source.Pos {
	if !pos.IsValid() {
		return pos
	}
	off := pos.Offset
	for ; ; n-- {
		i := bytes.Index(pos.File.Text[off:], []byte(mark))
		if i < 0 {
			return pos
		}
		if n == 0 {
			return pos.File.At(off + i)
		}
		off += i + len(mark)
	}
}
