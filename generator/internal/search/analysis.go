package search

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"boussole/generator/internal/source"
)

// token is a word of a text.
type token struct {
	// form is the word folded: a to z, 0 to 9, and hyphens between numbers.
	form string
	// start and end are where it stands in the text, in bytes.
	start, end int
	// capitals reports whether it is written in capitals, two letters or more.
	capitals bool
	// extra reports whether it repeats what the tokens around it say, in another way.
	extra bool
}

// chunk is what stands between spaces and signs in a folded text: letters with full stops (a.m.m), or words joined
// by apostrophes and hyphens.
var (
	chunk  = regexp.MustCompile(`[a-z](?:\.[a-z])+\b|[a-z0-9]+(?:['-][a-z0-9]+)*`)
	number = regexp.MustCompile(`^[a-z]?([0-9]+(?:-[0-9]+)+)$`)
	letter = regexp.MustCompile(`^[a-z][0-9]{3,}$`)
)

// signs are written alike in a folded text. Soft hyphens are no signs at all.
var signs = map[rune]string{
	'’': "'", 'ʼ': "'", '‘': "'", '`': "'", '´': "'", '′': "'", '＇': "'",
	'\u2010': "-", '\u2011': "-", '_': "-", '\u00AD': "",
}

// foldText folds a text and says for each byte of it where the letter stood: at holds one place more than there are
// bytes, the end.
func foldText(text string) (folded string, at []int) {
	var b strings.Builder
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		var f string
		if r < rune(len(latin)) {
			f = latin[r]
		} else {
			f = foldLetter(r)
		}
		for range len(f) {
			at = append(at, i)
		}
		b.WriteString(f)
		i += size
	}
	return b.String(), append(at, len(text))
}

// latin are the folded letters of the blocks in which French and English are written: they make up nearly every text.
var latin = func() (out [0x250]string) {
	for r := range out {
		out[r] = foldLetter(rune(r))
	}
	return out
}()

// foldLetter folds a letter; one of another script parts words.
func foldLetter(r rune) string {
	f, ok := signs[r]
	if !ok {
		f = source.Fold(string(r))
		if f == "" && (r < '\u0300' || r > '\u036F') {
			return " " // a mark of another script
		}
	}
	for k := range len(f) {
		if f[k] >= utf8.RuneSelf {
			return " "
		}
	}
	return f
}

// tokens are the words of a text, in order. static/js/search-engine.js does the same; the tests hold them together.
func (l language) tokens(text string) []token {
	folded, at := foldText(text)
	var out []token
	for _, span := range chunk.FindAllStringIndex(folded, -1) {
		out = l.split(out, folded, at, span[0], span[1])
	}
	for i := range out {
		word := text[out[i].start:out[i].end]
		out[i].capitals = len(out[i].form) > 1 && strings.ToUpper(word) == word && strings.ToLower(word) != word
	}
	return out
}

// split adds the tokens of folded[start:end], which is one chunk.
func (l language) split(out []token, folded string, at []int, start, end int) []token {
	text := folded[start:end]
	add := func(form string, i, j int, extra bool) {
		if len(form) > 1 || extra {
			out = append(out, token{form: form, start: at[i], end: at[j], extra: extra})
		}
	}
	if strings.Contains(text, ".") {
		add(strings.ReplaceAll(text, ".", ""), start, end, false)
		return out
	}
	if m := number.FindStringSubmatch(text); m != nil {
		// An article: L. 5121-12-1. Years, as in 2023-2025, are found one by one too.
		add(m[1], start, end, false)
		for _, part := range strings.Split(m[1], "-") {
			if len(part) >= 4 {
				add(part, start, end, true)
			}
		}
		return out
	}
	if letter.MatchString(text) {
		add(text[1:], start, end, false)
		return out
	}
	joined := ""
	for i := start; i < end; {
		j := end
		if k := strings.IndexByte(folded[i:end], '-'); k >= 0 {
			j = i + k
		}
		form, from := l.elide(folded[i:j])
		joined += form
		add(form, i+from, j, false)
		i = j + 1
	}
	if strings.Contains(text, "-") && len(joined) <= maxJoined {
		add(joined, start, end, true)
	}
	return out
}

// maxJoined is the longest word that hyphens are left out of: start-up is found as startup.
const maxJoined = 20

// elide takes apart what apostrophes join: l'accès is accès, patient's is patient, aujourd'hui one word. from is
// where the word begins.
func (l language) elide(text string) (form string, from int) {
	for !slices.Contains(l.whole, text) {
		head, rest, ok := strings.Cut(text, "'")
		if !ok || !slices.Contains(l.before, head) {
			break
		}
		text = rest
		from += len(head) + 1
	}
	if !slices.Contains(l.whole, text) {
		if i := strings.LastIndexByte(text, '\''); i >= 0 && slices.Contains(l.after, text[i+1:]) {
			text = text[:i]
		}
	}
	return strings.ReplaceAll(text, "'", ""), from
}
