package markdown

import (
	"strings"
	"unicode/utf8"
)

var frenchBondList = []bond{
	newBond(number+`|1er`, `janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre`),
	newBond(number, units+`|jours?|semaines?|mois|ans?|années?|heures?|minutes?|euros?|millions?|milliards?`),
	newBond(`[Aa]rt\.|[Aa]rticles?|pp?\.|[Cc]hap\.|[Aa]l\.|§|[Vv]ol\.|[Ff]ig\.|[Nn]o`, `[0-9].*`),
	newBond(`[Aa]rt\.|[Aa]rticles?`, code+`.*`),
	newBond(code, `[0-9].*`),
	newBond(`MM?\.|M(?:mes?|lles?|e)|Drs?|Pr`, `\p{Lu}.*`),
}

func (f *flow) frenchBonds() {
	f.bonds(func(before, after string) bool { return held(frenchBondList, before, after) })
}

func (f *flow) frenchApostrophes() {
	for i, r := range f.view {
		if r == '\'' {
			f.replace(i, '’')
		}
	}
}

// frenchQuotes makes straight quotes « », or “ ” inside of « », and holds « » to what they enclose.
func (f *flow) frenchQuotes() {
	f.straightQuotes([2]rune{'«', '»'}, [2]rune{'“', '”'})
	for i, r := range f.view {
		switch {
		case r == '«' && f.at(i+1) != none && f.at(i+1) != brk:
			if end := f.spacesAfter(i); end > i+1 {
				f.glue(i+1, end, nbsp)
			} else {
				f.insertAfter(i, nbsp)
			}
		case r == '»' && f.at(i-1) != none && f.at(i-1) != brk:
			if from := f.spacesBefore(i); from < i {
				f.glue(from, i, nbsp)
			} else {
				f.insertBefore(i, nbsp)
			}
		}
	}
}

// highPunctuation sets the space before ; ! ? and :.
func (f *flow) highPunctuation() {
	for i, r := range f.view {
		space := nnbsp
		switch r {
		case ':':
			if space = nbsp; f.at(i-1) == ':' || f.at(i+1) == ':' {
				continue
			}
		case ';', '!', '?':
		default:
			continue
		}
		if !endsSentence(f.at(i + 1)) {
			continue // 12:30, a:b, ?x=1
		}
		if from := f.spacesBefore(i); from < i {
			f.glue(from, i, space)
		} else if f.followsWord(i) {
			f.insertBefore(i, space)
		}
	}
}

// endsSentence reports whether r may follow punctuation that stands between or after words.
func endsSentence(r rune) bool {
	return r == none || r == brk || r == raised || isSpace(r) || strings.ContainsRune(`;:!?.,…)]»”’'"–—`, r)
}

// followsWord reports whether a word, a number or what closes one stands directly before i.
func (f *flow) followsWord(i int) bool {
	for i--; f.at(i) == raised; i-- {
	}
	r := f.at(i)
	return isWordRune(r) || r != none && strings.ContainsRune(`»”)]’%€°`+string(opaque), r)
}

// thousands sets the space between groups of three digits. A number that is part of something longer, such as a
// reference 5121-12 or a version 1.300, is left alone.
func (f *flow) thousands() {
	for i := 0; i < len(f.view); i++ {
		if !isDigit(f.view[i]) {
			continue
		}
		end := i
		for isDigit(f.at(end)) {
			end++
		}
		alone := !isWordRune(f.at(i-1)) && !(f.at(i-1) != none && strings.ContainsRune(`.,-–/:`, f.at(i-1)) && isWordRune(f.at(i-2)))
		if end-i <= 3 && alone {
			end = f.groups(end)
		}
		i = end
	}
}

// groups sets the spaces before groups of three digits from at on, and returns where the number ends.
func (f *flow) groups(at int) int {
	for isSpace(f.at(at)) && isDigit(f.at(at+1)) && isDigit(f.at(at+2)) && isDigit(f.at(at+3)) && !isWordRune(f.at(at+4)) {
		if f.breakable(at, at+1) {
			f.out[at] = string(nnbsp)
		}
		at += 4
	}
	return at
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// frenchSigns parts % and € from their number, and holds a number to its n°.
func (f *flow) frenchSigns() {
	for i, r := range f.view {
		switch r {
		case '%', '‰', '€':
			if isDigit(f.at(i-1)) && !isWordRune(f.at(i+1)) {
				f.insertBefore(i, nbsp)
			}
		case '°', 'º':
			if n := f.at(i - 1); n != 'n' && n != 'N' || isWordRune(f.at(i-2)) {
				continue
			}
			if isDigit(f.at(i + 1)) {
				f.insertAfter(i, nbsp)
			} else if end := f.spacesAfter(i); isWordRune(f.at(end)) {
				f.glue(i+1, end, nbsp)
			}
		}
	}
}

// frenchDashes holds dashes between spaces to the words they enclose: the first of a pair to the word after it, the
// second, or one that is alone, to the word before it. Inside « and » a space stands, typed or not.
func (f *flow) frenchDashes() {
	open := -1
	for i, r := range f.view {
		switch {
		case (r == '.' || r == '!' || r == '?' || r == '…') && isSpace(f.at(i+1)):
			f.lonelyDash(open)
			open = -1
		case r != '–' && r != '—' || !isSpace(f.at(i+1)) && f.at(i+1) != none && f.at(i+1) != '»':
		case f.spacesBefore(i) == 0:
			f.glue(i+1, f.spacesAfter(i), nbsp) // a dialogue
		case !isSpace(f.at(i-1)) && f.at(i-1) != '«':
		case open < 0:
			open = i
		default:
			f.glue(open+1, f.spacesAfter(open), nbsp)
			f.glue(f.spacesBefore(i), i, nbsp)
			open = -1
		}
	}
	f.lonelyDash(open)
}

func (f *flow) lonelyDash(i int) {
	if i >= 0 {
		f.glue(f.spacesBefore(i), i, nbsp)
	}
}

// ordinals returns where the endings stand that are raised: er and re after 1, e after other numbers.
func ordinals(text string) [][2]int {
	var out [][2]int
	for i := 0; i < len(text); i++ {
		if !isDigit(rune(text[i])) {
			continue
		}
		start := i
		for i < len(text) && isDigit(rune(text[i])) {
			i++
		}
		if start > 0 && strings.IndexByte(".,-/", text[start-1]) >= 0 || precededByWord(text[:start]) {
			continue
		}
		endings := []string{"e"}
		if text[start:i] == "1" {
			endings = []string{"ers", "er", "res", "re"}
		}
		for _, e := range endings {
			if strings.HasPrefix(text[i:], e) && !followedByWord(text[i+len(e):]) {
				out = append(out, [2]int{i, i + len(e)})
				break
			}
		}
	}
	return out
}

func precededByWord(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return isWordRune(r)
}

func followedByWord(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return isWordRune(r)
}
