package markdown

import (
	"strings"
	"unicode"
)

// flow is a paragraph's text in one line of characters, whatever marks cut it: a quotation mark before an emphasis
// has its partner behind it. What the rules must not touch stands in it as a sign of what it is.
type flow struct {
	// runes is the text, view what the rules see of it: addresses are opaque, signs that were replaced are new.
	runes, view []rune
	// owner is the piece that holds a character, nil for what is not to be touched.
	owner []*span
	// inLink says that a character stands in a link.
	inLink []bool
	// out holds what takes the place of a character.
	out map[int]string
}

const (
	opaque = '\uFFFC' // code, an image, an address, a sign in another language
	raised = '\uFFF9' // the number of a source or a note: the word before it goes on after it
	brk    = '\u2028' // a line end that the author wants
	none   = rune(-1) // before the first and after the last character

	nbsp  = '\u00A0' // no-break space
	nnbsp = '\u202F' // narrow no-break space
)

// collect appends the spans, which are in the language within; those in want keep their owners.
func (f *flow) collect(spans []*span, within, want string) { f.collectIn(spans, within, want, false) }

func (f *flow) collectIn(spans []*span, within, want string, inLink bool) {
	for _, s := range spans {
		switch s.kind {
		case words:
			for _, r := range s.text {
				if within == want {
					f.add(r, s, inLink)
				} else {
					f.add(foreign(r), nil, inLink)
				}
			}
		case codeWords, image, autoLink, explanation:
			f.add(opaque, nil, inLink)
		case citation, noteMark:
			f.add(raised, nil, inLink)
		case hardBreak:
			f.add(brk, nil, inLink)
		case otherLang:
			f.collectIn(s.children, s.lang, want, inLink)
		default:
			f.collectIn(s.children, within, want, inLink || s.kind == link)
		}
	}
}

func (f *flow) add(r rune, owner *span, inLink bool) {
	f.runes = append(f.runes, r)
	f.owner = append(f.owner, owner)
	f.inLink = append(f.inLink, inLink)
}

// foreign is what the rules of one language see of another: its words, not its signs.
func foreign(r rune) rune {
	if isWordRune(r) || isSpace(r) {
		return r
	}
	return opaque
}

// at returns the character the rules see at i.
func (f *flow) at(i int) rune {
	if i < 0 || i >= len(f.runes) {
		return none
	}
	if f.view != nil {
		return f.view[i]
	}
	return f.runes[i]
}

// now is what stands at i so far.
func (f *flow) now(i int) string {
	if s, ok := f.out[i]; ok {
		return s
	}
	return string(f.runes[i])
}

// replace puts r in the place of the character at i, for the later rules too.
func (f *flow) replace(i int, r rune) {
	f.view[i] = r
	f.out[i] = string(r)
}

// insertBefore and insertAfter put a no-break space where none was typed.
func (f *flow) insertBefore(i int, r rune) { f.out[i] = string(r) + f.now(i) }
func (f *flow) insertAfter(i int, r rune)  { f.out[i] = f.now(i) + string(r) }

// spacesBefore returns where the spaces that end before i begin; spacesAfter where those after i end.
func (f *flow) spacesBefore(i int) int {
	for i > 0 && isSpace(f.at(i-1)) {
		i--
	}
	return i
}

func (f *flow) spacesAfter(i int) int {
	for i++; i < len(f.runes) && isSpace(f.at(i)); i++ {
	}
	return i
}

// glue makes the spaces from a to b one space that no line end may replace. It leaves alone spaces at the ends of
// the text, and those that are no-break already, as whoever typed them wanted.
func (f *flow) glue(a, b int, with rune) {
	if a >= b || a == 0 || b >= len(f.runes) || f.at(a-1) == brk || f.at(b) == brk || !f.breakable(a, b) {
		return
	}
	f.dropSpaces(a, b-1)
	f.out[b-1] = string(with)
}

func (f *flow) dropSpaces(a, b int) {
	for i := a; i < b; i++ {
		f.out[i] = ""
	}
}

// breakable reports whether a line could end among the spaces from a to b, and no rule had its say about them.
func (f *flow) breakable(a, b int) bool {
	found := false
	for i := a; i < b; i++ {
		if _, done := f.out[i]; done {
			return false
		}
		found = found || isBreakingSpace(f.at(i))
	}
	return found
}

// apply writes the text back to its pieces.
func (f *flow) apply() {
	var b strings.Builder
	for i := 0; i < len(f.runes); {
		s := f.owner[i]
		if s == nil {
			i++
			continue
		}
		b.Reset()
		for ; i < len(f.runes) && f.owner[i] == s; i++ {
			if out, ok := f.out[i]; ok {
				b.WriteString(out)
			} else {
				b.WriteRune(f.runes[i])
			}
		}
		s.text = b.String()
	}
}

func isBreakingSpace(r rune) bool { return r == ' ' || r == '\n' || r == '\t' }
func isSpace(r rune) bool         { return isBreakingSpace(r) || r == nbsp || r == nnbsp }
func isWordRune(r rune) bool      { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }
