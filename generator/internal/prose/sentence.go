package prose

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"boussole/generator/internal/source"
)

// stretch is a sentence's place in a text, without the spaces around it.
type stretch struct{ from, to int }

// abbreviations end in a point that ends no sentence.
var abbreviations = map[string]bool{
	"art": true, "al": true, "cf": true, "dr": true, "env": true, "etc": true, "ex": true, "fig": true, "m": true, "mme": true,
	"mm": true, "mr": true, "mrs": true, "ms": true, "p": true, "pp": true, "pr": true, "prof": true, "réf": true,
	"st": true, "vs": true, "e.g": true, "i.e": true, "approx": true, "inc": true, "ltd": true, "vol": true,
}

// split returns the sentences of a text.
func split(text string) []stretch {
	var out []stretch
	from := 0
	for i, r := range text {
		end := i + utf8.RuneLen(r)
		if r == '\n' || strings.ContainsRune(".!?…", r) && ends(text, i, end) {
			out = appendStretch(out, text, from, end)
			from = end
		}
	}
	return appendStretch(out, text, from, len(text))
}

func appendStretch(out []stretch, text string, from, to int) []stretch {
	trimmed := strings.TrimLeftFunc(text[from:to], unicode.IsSpace)
	from = to - len(trimmed)
	if trimmed = strings.TrimRightFunc(trimmed, unicode.IsSpace); trimmed == "" {
		return out
	}
	return append(out, stretch{from, from + len(trimmed)})
}

// ends reports whether the sign at i, which ends at end, ends a sentence: a space follows, or a closing mark and a space,
// then a capital, a digit, an opening mark or the end.
func ends(text string, i, end int) bool {
	if text[i] == '.' {
		start := strings.LastIndexFunc(text[:i], func(r rune) bool { return !unicode.IsLetter(r) && r != '.' }) + 1
		word := strings.ToLower(strings.TrimLeft(text[start:i], "."))
		if start < i && (abbreviations[word] || utf8.RuneCountInString(word) == 1 || word == "no" && unicode.IsDigit(firstRune(strings.TrimLeft(text[end:], " ")))) {
			return false
		}
	}
	rest := strings.TrimLeft(text[end:], "\u00A0\u202F »”’\").")
	if rest == text[end:] && rest != "" {
		return false // 12.5, ansm.fr
	}
	next := firstRune(rest)
	return rest == "" || unicode.IsUpper(next) || unicode.IsDigit(next) || strings.ContainsRune("«“\"'‘(\uFFFC", next)
}

// numbers are ways to write a number that belong to the other language.
var numbers = map[string]struct {
	wrong *regexp.Regexp
	hint  string
}{
	"fr": {regexp.MustCompile(`(?:^|[\s(])(\d{1,3}(?:,\d{3})+|\d+\.\d+ ?[%€])(?:[\s).,;]|$)`), "French writes 12,5 and 10 000"},
	"en": {regexp.MustCompile(`(?:^|[\s(€$£])(\d{1,3}(?: \d{3})+|\d+,\d{1,2} ?%)(?:[\s).,;]|$)`), "English writes 12.5 and 10,000"},
}

func (r *Reader) habits(t Text, ds *source.Diagnostics) {
	if i := strings.IndexAny(t.Words, "\u00A0\u202F"); i >= 0 {
		warn(ds, t.At(i), "type an ordinary space: the program makes it no-break where the language wants it", "a no-break space was typed")
	}
	if rule, ok := numbers[r.lang]; ok {
		if m := rule.wrong.FindStringSubmatchIndex(t.Words); m != nil {
			warn(ds, t.At(m[2]), rule.hint, "the number %s is written as another language writes it", t.Words[m[2]:m[3]])
		}
	}
	if r.lang == "en" {
		if i := strings.IndexAny(t.Words, "«»"); i >= 0 {
			warn(ds, t.At(i), `write straight quotes: "word" becomes “word”`, "these are French quotation marks")
		}
	}
}
