package markdown

import "strings"

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

// englishQuotes makes straight quotes “ ”, or ‘ ’ inside of “ ”, and of ' an apostrophe, or a quote where one
// opens before a word and one closes after a word later on.
func (f *flow) englishQuotes() {
	f.straightQuotes([2]rune{'“', '”'}, [2]rune{'‘', '’'})
	closes := false // a quote that is read further on may close
	for i := len(f.view) - 1; i >= 0; i-- {
		if f.view[i] != '\'' {
			continue
		}
		opens, ends := f.maySingleQuote(i)
		if opens && !ends && closes {
			f.replace(i, '‘')
			closes = false
			continue
		}
		f.replace(i, '’')
		closes = closes || ends && !opens
	}
}

// maySingleQuote reports whether the ' at i stands where a quote opens, and whether it stands where one ends.
func (f *flow) maySingleQuote(i int) (opens, ends bool) {
	before, after := f.at(i-1), f.at(i+1)
	opens = before == none || before == brk || isSpace(before) || strings.ContainsRune("([“‘–—", before)
	ends = after == none || after == brk || after == raised || isSpace(after) || strings.ContainsRune(".,;:!?)]”’…–—", after)
	return opens, ends
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
