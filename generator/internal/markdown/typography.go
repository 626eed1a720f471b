package markdown

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// Typeset returns one plain text with its typography, in the language "fr" or "en"; any other leaves it alone. It
// may be used on its own result. No letter or digit changes. In both languages
//
//   - ' is ’ and ... is …
//   - a number and its unit, a day and its month, "p. 3", "art. L. 5121-12", "Dr Martin" hold together
//   - addresses, as https://ansm.sante.fr or contact@ansm.sante.fr, stay as they are
//
// In French (Lexique des règles typographiques en usage à l'Imprimerie nationale)
//
//   - "mot" is « mot », and “mot” between « and »; spaces inside « » are no-break
//   - the space before ; ! and ? is a narrow no-break space, before : a no-break space; where none was typed after
//     a word and before a space, one is added, so not in 12:30 or in ::
//   - thousands are parted by a narrow no-break space, % and € stand after a no-break space, n° too holds its number
//   - a dash – between spaces holds to the words it encloses
//
// In English
//
//   - "word" is “word”, and ‘word’ between “ and ”; 'word' is ‘word’
//   - no space stands before , . ; : ! ?
func Typeset(lang, text string) string {
	s := &span{kind: words, text: text}
	typesetSpans([]*span{s}, lang)
	return s.text
}

// typesetSpans sets the typography of a paragraph; a passage in another language follows the rules of that one.
func typesetSpans(spans []*span, lang string) {
	setPassages(spans, lang)
	rules, known := typography[lang]
	if !known {
		return
	}
	f := &flow{out: map[int]string{}}
	f.collect(spans, lang, lang)
	f.view = append([]rune(nil), f.runes...)
	f.hideAddresses()
	for _, rule := range rules {
		rule(f)
	}
	f.apply()
}

func setPassages(spans []*span, lang string) {
	for _, s := range spans {
		if s.kind == otherLang && s.lang != lang {
			typesetSpans(s.children, s.lang)
		} else {
			setPassages(s.children, lang)
		}
	}
}

var typography = map[string][]func(*flow){
	"fr": {(*flow).ellipses, (*flow).frenchApostrophes, (*flow).frenchQuotes, (*flow).highPunctuation, (*flow).thousands, (*flow).frenchSigns, (*flow).frenchBonds, (*flow).frenchDashes},
	"en": {(*flow).ellipses, (*flow).englishQuotes, (*flow).lowPunctuation, (*flow).englishBonds},
}

// hideAddresses makes addresses that stand in the text opaque.
func (f *flow) hideAddresses() {
	for i := 0; i < len(f.view); i++ {
		from, to := -1, -1
		switch {
		case f.view[i] == ':' && f.at(i+1) == '/' && f.at(i+2) == '/':
			for from = i; from > 0 && isASCIILetter(f.at(from-1)); from-- {
			}
			to = f.addressEnd(i)
		case f.view[i] == 'w' && f.at(i+1) == 'w' && f.at(i+2) == 'w' && f.at(i+3) == '.' && !isWordRune(f.at(i-1)) && isASCIILetter(f.at(i+4)):
			from, to = i, f.addressEnd(i)
		case f.view[i] == '@' && isASCIILetter(f.at(i+1)):
			from, to = f.mailbox(i)
		default:
			continue
		}
		for j := from; j < to; j++ {
			f.view[j] = opaque
		}
		i = max(i, to-1)
	}
}

// addressEnd is where the address around i ends: before a space or a sign that no address holds, without the
// punctuation of the sentence.
func (f *flow) addressEnd(i int) int {
	end := i
	for end < len(f.runes) && inAddress(f.runes[end]) {
		end++
	}
	for end > i && strings.ContainsRune(".,;:!?)]'", f.runes[end-1]) {
		end--
	}
	return end
}

func inAddress(r rune) bool {
	return r > ' ' && r < 0x7F && !strings.ContainsRune(`<>"`, r) || isWordRune(r)
}

func (f *flow) mailbox(at int) (from, to int) {
	in := func(r rune) bool {
		return r < unicode.MaxASCII && (isWordRune(r) || strings.ContainsRune("._+-", r))
	}
	for from = at; from > 0 && in(f.at(from-1)); from-- {
	}
	for to = at + 1; to < len(f.runes) && in(f.at(to)); to++ {
	}
	for to > at && strings.ContainsRune(".-_+", f.at(to-1)) {
		to--
	}
	if from == at {
		return at, at
	}
	return from, to
}

func isASCIILetter(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }

// ellipses makes … of exactly three dots.
func (f *flow) ellipses() {
	for i := 0; i < len(f.view); i++ {
		if f.view[i] != '.' {
			continue
		}
		n := 1
		for f.at(i+n) == '.' {
			n++
		}
		if n == 3 && f.sameOwner(i, i+3) {
			f.out[i], f.out[i+1], f.out[i+2] = "…", "", ""
		}
		i += n - 1
	}
}

// straightQuotes makes pairs of straight quotes outer ones, or inner ones where an outer pair is open. A straight
// quote without a partner stays: nobody can tell on which side it belongs.
func (f *flow) straightQuotes(outer, inner [2]rune) {
	depth, first := 0, -1
	pair := outer
	for i, r := range f.view {
		switch {
		case r == outer[0]:
			depth++
		case r == outer[1]:
			depth = max(0, depth-1)
		case r == '"' && first < 0:
			if first, pair = i, outer; depth > 0 {
				pair = inner
			}
		case r == '"':
			f.replace(first, pair[0])
			f.replace(i, pair[1])
			first = -1
		}
	}
}

func (f *flow) sameOwner(a, b int) bool {
	for i := a; i < b; i++ {
		if f.owner[i] == nil || f.owner[i] != f.owner[a] {
			return false
		}
	}
	return true
}

// wordBefore returns the characters before i up to a space that stays, wordAfter those from i; neither is longer
// than any word of the rules.
func (f *flow) wordBefore(i int) string {
	word := f.word(i-1, -1)
	slices.Reverse(word)
	return string(word)
}

func (f *flow) wordAfter(i int) string { return string(f.word(i, 1)) }

func (f *flow) word(i, step int) []rune {
	var word []rune
	for ; i >= 0 && i < len(f.view) && len(word) < 16; i += step {
		if !isSpace(f.view[i]) {
			word = append(word, f.view[i])
		} else if out, done := f.out[i]; !done || out != "" {
			break // a space that an earlier rule did not drop
		}
	}
	return word
}

// bonds glues the spaces between words that hold together.
func (f *flow) bonds(hold func(before, after string) bool) {
	for i := 1; i < len(f.view); i++ {
		if !isSpace(f.view[i]) {
			continue
		}
		end := f.spacesAfter(i)
		if f.breakable(i, end) && hold(f.wordBefore(i), f.wordAfter(end)) {
			f.glue(i, end, nbsp)
		}
		i = end - 1
	}
}

// bond is a pair of patterns: words that match them hold together.
type bond struct{ before, after *regexp.Regexp }

func newBond(before, after string) bond {
	return bond{regexp.MustCompile(`(?:^|[^\pL\pN])(?:` + before + `)$`), regexp.MustCompile(`^(?:` + after + `)(?:$|[^\pL\pN’])`)}
}

// held reports whether any bond holds before and after; every pattern is near a digit, a dot or a sign, which is
// looked for first because most spaces have none.
func held(bonds []bond, before, after string) bool {
	if !strings.ContainsAny(before, "0123456789.§MDP") && !strings.ContainsAny(after, "0123456789%€") {
		return false
	}
	for _, b := range bonds {
		if b.before.MatchString(before) && b.after.MatchString(after) {
			return true
		}
	}
	return false
}

const (
	number = `[0-9](?:[0-9.,]*[0-9])?`
	units  = `%|‰|€|\$|£|[kM]€|Md€|°C?|mg|g|kg|µg|ml|mL|cl|l|L|mm|cm|m|km|h|min|s`
	code   = `[LRDA]\.` // the parts of French codes: law, decree …
)
