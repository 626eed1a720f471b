package markdown

import (
	"strings"
	"unicode/utf8"
)

var englishBondList = []bond{
	newBond(number, `January|February|March|April|May|June|July|August|September|October|November|December`),
	newBond(number, units),
	newBond(`[Aa]rt\.|[Aa]rticles?|pp?\.|[Cc]h\.|§|[Vv]ol\.|[Ff]ig\.|No\.`, `[0-9].*`),
	newBond(`[Aa]rt\.|[Aa]rticles?`, code+`.*`),
	newBond(code, `[0-9].*`),
	newBond(`M(?:r|rs|s)\.?|Dr\.?|Prof\.`, `\p{Lu}.*`),
}

func (f *flow) englishBonds() {
	f.bonds(func(before, after string) bool { return held(englishBondList, before, after) })
}

// englishQuotes makes pairs of straight quotes “ ”, or ‘ ’ inside of “ ”, and of ' an apostrophe, or a quote where
// one opens before a word and one closes after a word later on.
func (f *flow) englishQuotes() {
	depth, first := 0, -1
	inside := false
	for i, r := range f.view {
		switch r {
		case '“':
			depth++
		case '”':
			depth = max(0, depth-1)
		case '"':
			if first < 0 {
				first, inside = i, depth > 0
				continue
			}
			if inside {
				f.replace(first, '‘')
				f.replace(i, '’')
			} else {
				f.replace(first, '“')
				f.replace(i, '”')
			}
			first = -1
		}
	}
	closes := false
	for i := len(f.view) - 1; i >= 0; i-- {
		if f.view[i] != '\'' {
			continue
		}
		before, after := f.at(i-1), f.at(i+1)
		opens := before == none || before == brk || isSpace(before) || strings.ContainsRune("([“‘–—", before)
		ends := after == none || after == brk || after == raised || isSpace(after) || after != none && strings.ContainsRune(".,;:!?)]”’…–—", after)
		switch {
		case opens && !ends && closes:
			f.replace(i, '‘')
			closes = false
		default:
			f.replace(i, '’')
			closes = closes || ends && !opens
		}
	}
}

// lowPunctuation drops spaces before , . ; : ! ? after a word, as French editors type them.
func (f *flow) lowPunctuation() {
	for i, r := range f.view {
		if !strings.ContainsRune(",.;:!?", r) || !isSpace(f.at(i-1)) || !endsSentence(f.at(i+1)) {
			continue
		}
		if (r == '.' || r == ':') && f.at(i+1) == r {
			continue
		}
		if from := f.spacesBefore(i); f.followsWord(from) {
			f.dropSpaces(from, i)
		}
	}
}

func precededByWord(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return isWordRune(r)
}

func followedByWord(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return isWordRune(r)
}
