// Package prose tells an editor where a text is hard to read or breaks the habits of its language. It never changes
// a text, and what it tells are warnings: a machine counts words, an editor weighs them.
//
// The rules, each of plain-language guides in use (Information for all, Inclusion Europe; "Rédiger clair", the
// European Commission; WCAG 2.4.4, 3.1.4; Lexique des règles typographiques en usage à l'Imprimerie nationale):
//
//   - a sentence has at most [MaxWords] words. A sentence ends at . ! ? or … before a space and a capital, a quotation
//     mark or the end, not after an abbreviation such as "art." or "Dr"; an item of a list, a cell and a heading end
//     theirs. Words are what stands between spaces and has a letter or a digit, so "l'accès" is one.
//   - an acronym, which is two to six capitals, is in the glossary, is known to every reader (site.yaml says which),
//     or is explained on the page: "Autorité (HAS)" or "HAS (Autorité)". Its first use is told, once a page. Roman
//     numbers are no acronyms.
//   - no link and no sentence says "click here"; a link's words say where it leads without those around it.
//   - no space is typed that the program sets itself: no-break spaces come from the typography.
//   - numbers are written as the language writes them: 12,5 and 10 000 in French, 12.5 and 10,000 in English.
//   - « » stand in French texts only.
package prose

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"boussole/generator/internal/source"
)

// MaxWords is how many words a sentence has at most.
const MaxWords = 25

// Text is a paragraph, an item of a list, a cell or a heading, as it is read and before it is typeset.
type Text struct {
	Words string
	// Links are the words of its links.
	Links []string
	// At is the place of a byte of Words.
	At func(offset int) source.Pos
}

// Reader holds what does not change from page to page.
type Reader struct {
	lang  string
	known map[string]bool
}

// NewReader returns a reader of texts in a language, "fr" or "en"; of another it checks the length of sentences and the
// acronyms. Known are terms that need no explanation.
func NewReader(lang string, known []string) *Reader {
	r := &Reader{lang: lang, known: map[string]bool{}}
	for _, term := range known {
		for _, m := range acronym.FindAllString(term, -1) {
			r.known[m] = true
		}
	}
	return r
}

// Page returns what to tell about the texts of one page, in their order.
func (r *Reader) Page(texts []Text) source.Diagnostics {
	var ds source.Diagnostics
	explained := r.explained(texts)
	for _, t := range texts {
		r.sentences(t, &ds)
		r.acronyms(t, explained, &ds)
		r.links(t, &ds)
		r.habits(t, &ds)
	}
	return ds
}

func warn(ds *source.Diagnostics, pos source.Pos, hint, format string, args ...any) {
	ds.Add(source.Diagnostic{Pos: pos, Severity: source.Warning, Message: fmt.Sprintf(format, args...), Hint: hint})
}

func (r *Reader) sentences(t Text, ds *source.Diagnostics) {
	for _, s := range split(t.Words) {
		if n := countWords(t.Words[s.from:s.to]); n > MaxWords {
			warn(ds, t.At(s.from), "make two sentences of it, or a list", "this sentence has %d words, more than %d", n, MaxWords)
		}
	}
}

// countWords counts what has a letter or a digit between spaces.
func countWords(s string) int {
	n := 0
	for _, w := range strings.Fields(s) {
		if strings.ContainsFunc(w, isWord) {
			n++
		}
	}
	return n
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

var (
	acronym = regexp.MustCompile(`\p{Lu}{2,6}`)
	address = regexp.MustCompile(`^\.[\p{L}\d]`) // what goes on as an address does
	roman   = regexp.MustCompile(`^(X{0,3})(IX|IV|V?I{0,3})$`)
)

// acronymsOf returns where acronyms stand: capitals that touch no other letter and no digit.
func acronymsOf(words string) [][]int {
	var out [][]int
	for _, m := range acronym.FindAllStringIndex(words, -1) {
		before, after := lastRune(words[:m[0]]), firstRune(words[m[1]:])
		if !isWord(before) && !isWord(after) && !strings.ContainsRune(".-_@", before) && !strings.ContainsRune("-_@", after) && !address.MatchString(words[m[1]:]) && !roman.MatchString(words[m[0]:m[1]]) {
			out = append(out, m)
		}
	}
	return out
}

func firstRune(s string) rune {
	for _, r := range s {
		return r
	}
	return 0
}

func lastRune(s string) rune {
	var last rune
	for _, r := range s {
		last = r
	}
	return last
}

// explained returns the acronyms that the page explains somewhere: in brackets after words, or before brackets.
func (r *Reader) explained(texts []Text) map[string]bool {
	out := map[string]bool{}
	for _, t := range texts {
		for _, m := range acronymsOf(t.Words) {
			before, after := t.Words[:m[0]], t.Words[m[1]:]
			if strings.HasSuffix(before, "(") && strings.TrimSpace(before) != "(" || strings.HasPrefix(after, " (") || strings.HasPrefix(after, " : ") || strings.HasPrefix(after, ", ") && strings.Contains(before, "(") {
				out[t.Words[m[0]:m[1]]] = true
			}
		}
	}
	return out
}

func (r *Reader) acronyms(t Text, explained map[string]bool, ds *source.Diagnostics) {
	for _, m := range acronymsOf(t.Words) {
		word := t.Words[m[0]:m[1]]
		if r.known[word] || explained[word] || allCapitals(t.Words) {
			continue
		}
		explained[word] = true // told once
		warn(ds, t.At(m[0]), fmt.Sprintf("write it out once, as in: its full name (%s), or give it an entry in the glossary", word), "the acronym %s is not explained", word)
	}
}

// allCapitals reports whether a text has no small letter: its words are not acronyms for being in capitals.
func allCapitals(s string) bool {
	return !strings.ContainsFunc(s, unicode.IsLower) && strings.Contains(strings.TrimSpace(s), " ")
}

// emptyLinks are words that say nothing of where a link leads (WCAG 2.4.4).
var emptyLinks = map[string][]string{
	"fr": {"ici", "là", "lien", "ce lien", "cliquez ici", "cliquer ici", "en savoir plus", "lire la suite", "plus", "suite", "cette page"},
	"en": {"here", "there", "link", "this link", "click here", "learn more", "read more", "more", "this page"},
}

var clickHere = map[string]*regexp.Regexp{
	"fr": regexp.MustCompile(`(?i)\bcliqu(ez|er|e) (ici|sur ce lien)\b`),
	"en": regexp.MustCompile(`(?i)\bclick (here|on this link)\b`),
}

func (r *Reader) links(t Text, ds *source.Diagnostics) {
	for _, l := range t.Links {
		if slices.Contains(emptyLinks[r.lang], strings.ToLower(strings.Trim(l, " .…"))) {
			warn(ds, t.At(max(strings.Index(t.Words, l), 0)), "let the link's own words say where it leads", "the link %q says nothing of where it leads", l)
			return
		}
	}
	if re := clickHere[r.lang]; re != nil {
		if m := re.FindStringIndex(t.Words); m != nil {
			warn(ds, t.At(m[0]), "say what is there, and make these words the link", "%q says nothing to who does not see or does not click", t.Words[m[0]:m[1]])
		}
	}
}
