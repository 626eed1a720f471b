package markdown

import (
	"fmt"
	"html"
	"regexp"
	"strings"
	"unicode/utf8"
)

var entity = regexp.MustCompile(`^&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});`)

// unescape resolves backslashes before signs and the character references of HTML (CommonMark 2.4 and 2.5). The
// characters that no file may hold must not come in by their numbers either.
func (c *converter) unescape(raw string, offset int) string {
	if !strings.ContainsAny(raw, `\&`) {
		return raw
	}
	var b strings.Builder
	for i := 0; i < len(raw); i++ {
		switch {
		case raw[i] == '\\' && i+1 < len(raw) && isPunct(raw[i+1]):
			i++
			b.WriteByte(raw[i])
		case raw[i] == '&':
			m := entity.FindString(raw[i:])
			if m == "" {
				b.WriteByte('&')
				break
			}
			text := html.UnescapeString(m)
			for _, r := range text {
				if isForbidden(r) {
					c.faultf(offset+i, "write the character itself, or nothing", "%s stands for a character that cannot be shown", m)
					text = ""
					break
				}
			}
			b.WriteString(text)
			i += len(m) - 1
		default:
			b.WriteByte(raw[i])
		}
	}
	return b.String()
}

func isForbidden(r rune) bool {
	return r < 0x20 && r != '\n' && r != '\t' || r >= 0x7F && r < 0xA0 || r >= 0x202A && r <= 0x202E ||
		r >= 0x2066 && r <= 0x2069 || r == 0x200B || r == 0x2060 || r == 0xFEFF || r == utf8.RuneError
}

// leftovers are signs of the dialect that are left in the text when they are not complete.
var leftovers = []struct{ sign, message, hint string }{
	{"[@", "this citation is not complete", "write [@source-id] or [@source-id, place] on one line"},
	{"[^", "this footnote mark is not complete", "write [^name]"},
	{"](", "this link is not complete", "write [text](address); an address with spaces stands between < and >, a bracket that is meant as a sign is written \\]"},
	{"][", "no address is given for this link", "write [text](address); a bracket that is meant as a sign is written \\]"},
	{"]{", "what stands in { } after these brackets is not a language", "write [words]{lang=en}; a bracket that is meant as a sign is written \\]"},
	{"{#", "an anchor stands outside of a heading, or not at its end", "write ## Words {#anchor}"},
}

var embedInText = regexp.MustCompile(`::[A-Za-z][A-Za-z0-9-]*\{`)

// leftovers reports what looks like a sign of the dialect and was not read as one: an editor who mistypes a
// citation must hear of it, not see it printed.
func (c *converter) leftovers(s *span) {
	if !strings.ContainsAny(s.text, "[]{") {
		return
	}
	for _, l := range leftovers {
		for from := 0; ; {
			at := strings.Index(s.text[from:], l.sign)
			if at < 0 {
				break
			}
			if from += at + 1; !escaped(s.text, from-1) {
				c.fault(s.offset+from-1, l.message, l.hint)
			}
		}
	}
	if strings.Contains(s.text, "::") {
		for _, m := range embedInText.FindAllStringIndex(s.text, maxFaults) {
			c.fault(s.offset+m[0], "this embed does not stand on a line of its own", "put it at the start of a line, alone; as an example it stands in back-ticks")
		}
	}
}

// escaped reports whether an odd number of backslashes stands before s[i].
func escaped(s string, i int) bool {
	n := 0
	for n < i && s[i-1-n] == '\\' {
		n++
	}
	return n%2 == 1
}

// attr escapes s for an attribute in double quotes; esc for text.
func attr(s string) string { return attrEscaper.Replace(s) }
func esc(s string) string  { return textEscaper.Replace(s) }

var (
	attrEscaper = strings.NewReplacer("&", "&amp;", `"`, "&#34;", "<", "&lt;", ">", "&gt;", "\x00", "\uFFFD")
	textEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\x00", "\uFFFD")
)

// element is a start tag with attributes given as name and value in turn.
func element(name string, attributes ...string) string {
	var b strings.Builder
	b.WriteString("<" + name)
	for i := 0; i+1 < len(attributes); i += 2 {
		fmt.Fprintf(&b, ` %s="%s"`, attributes[i], attr(attributes[i+1]))
	}
	b.WriteByte('>')
	return b.String()
}
