package source

import (
	"bytes"
	"errors"
	"strings"
)

// SetFrontMatter returns a file as it stands on the disk with a key of its front matter set to a value, which is YAML
// on one line. A key that stands there is replaced where it stands, with the lines that belong to it; a new one comes
// last. Everything else stays byte for byte, line ends and byte order mark too.
func SetFrontMatter(raw []byte, key, value string) ([]byte, error) {
	start := 0
	if bytes.HasPrefix(raw, []byte("\xEF\xBB\xBF")) {
		start = 3
	}
	first, off := lineAt(raw, start)
	if fence(first) != "---" {
		return nil, errors.New("the file has no front matter")
	}
	eol := "\n"
	if strings.HasSuffix(first, "\r\n") {
		eol = "\r\n"
	}
	from, to := -1, -1 // the lines of the key
	for off < len(raw) {
		line, next := lineAt(raw, off)
		switch {
		case fence(line) == "---":
			if from < 0 {
				from, to = off, off
			}
			if to < 0 {
				to = off
			}
			return bytes.Join([][]byte{raw[:from], []byte(key + ": " + value + eol), raw[to:]}, nil), nil
		case strings.HasPrefix(line, key+":") && from < 0:
			from = off
		case from >= 0 && to < 0 && !continues(line):
			to = off
		}
		off = next
	}
	return nil, errors.New("the front matter is never closed")
}

// lineAt returns the line that begins at an offset, with its end, and where the next one begins.
func lineAt(raw []byte, off int) (line string, next int) {
	if i := bytes.IndexByte(raw[off:], '\n'); i >= 0 {
		return string(raw[off : off+i+1]), off + i + 1
	}
	return string(raw[off:]), len(raw)
}

// fence is a line without what cannot be seen at its end.
func fence(line string) string { return strings.TrimRight(line, " \t\r\n") }

// continues reports whether a line belongs to the key above it: it is indented, or an item of its list.
func continues(line string) bool {
	return line[0] == ' ' || line[0] == '\t' || strings.HasPrefix(line, "- ")
}
