package markdown

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// glossary finds terms in text.
type glossary map[rune][]form // by first letter in lower case; longest first

// form is one way in which a term is written.
type form struct {
	runes   []rune
	acronym bool // matches only as it is written
	term    *Term
}

func newGlossary(terms []Term) glossary {
	g := glossary{}
	for i := range terms {
		for _, f := range terms[i].Forms {
			runes := []rune(strings.TrimSpace(f))
			for j := range runes {
				runes[j] = sameInTerms(runes[j])
			}
			if len(runes) == 0 {
				continue
			}
			first := unicode.ToLower(runes[0])
			g[first] = append(g[first], form{runes, isAcronym(runes), &terms[i]})
		}
	}
	for _, forms := range g {
		sort.SliceStable(forms, func(i, j int) bool { return len(forms[i].runes) > len(forms[j].runes) })
	}
	return g
}

// isAcronym reports whether a form has no small letter.
func isAcronym(form []rune) bool {
	for _, r := range form {
		if unicode.IsLower(r) {
			return false
		}
	}
	return true
}

// sameInTerms makes equal what typography makes different.
func sameInTerms(r rune) rune {
	switch {
	case r == '’':
		return '\''
	case isSpace(r):
		return ' '
	}
	return r
}

// explain finds the first occurrence of each term that the page has not explained yet. A term inside a longer one
// is not looked at, even if the longer one was explained before.
func (p *Page) explain(spans []*span) {
	if len(p.glossary) == 0 {
		return
	}
	var f flow
	f.collect(spans, p.opts.Lang, p.opts.Lang)
	found := map[*span][][2]int{} // places in f by the span that holds them
	terms := map[int]*Term{}      // by where they begin
	for i := 0; i < len(f.runes); i++ {
		m, ok := p.glossary.match(&f, i)
		if !ok {
			continue
		}
		end := i + len(m.runes)
		if !p.explained[m.term.ID] {
			p.explained[m.term.ID] = true
			p.terms = append(p.terms, m.term.ID)
			found[f.owner[i]] = append(found[f.owner[i]], [2]int{i, end})
			terms[i] = m.term
		}
		i = end - 1
	}
	for s, places := range found {
		f.split(s, places, terms)
	}
}

// match finds the longest form that begins at i: whole words, within one piece of running text.
func (g glossary) match(f *flow, i int) (form, bool) {
	s := f.owner[i]
	if s == nil || f.inLink[i] || f.joinsWord(i, -1) {
		return form{}, false
	}
candidates:
	for _, m := range g[unicode.ToLower(sameInTerms(f.runes[i]))] {
		end := i + len(m.runes)
		if end > len(f.runes) || f.owner[end-1] != s || f.joinsWord(end-1, 1) {
			continue
		}
		for j, r := range m.runes {
			have := sameInTerms(f.runes[i+j])
			if j == 0 && !m.acronym {
				have, r = unicode.ToLower(have), unicode.ToLower(r)
			}
			if have != r {
				continue candidates
			}
		}
		return m, true
	}
	return form{}, false
}

// joinsWord reports whether the letter at i goes on in the direction step: into a letter or digit, or into a
// hyphen and one more.
func (f *flow) joinsWord(i, step int) bool {
	next := f.at(i + step)
	if next == '-' || next == '\u2011' {
		next = f.at(i + 2*step)
	}
	return isWordRune(next)
}

// split makes a group of a piece of text whose parts at places are terms.
func (f *flow) split(s *span, places [][2]int, terms map[int]*Term) {
	start := places[0][0]
	for start > 0 && f.owner[start-1] == s {
		start--
	}
	end := start
	for end < len(f.runes) && f.owner[end] == s {
		end++
	}
	var parts []*span
	at := start
	for _, p := range places {
		from := p[0]
		if from > at && strings.ContainsRune("’(", f.runes[from-1]) {
			for from--; from > at && isWordRune(f.runes[from-1]); from-- {
			}
		}
		if from > at {
			parts = append(parts, &span{kind: words, text: string(f.runes[at:from]), readable: true})
		}
		at = p[1]
		for at < end && strings.ContainsRune(".,)", f.runes[at]) {
			at++
		}
		parts = append(parts, &span{
			kind: explanation, term: terms[p[0]], text: string(f.runes[from:at]),
			opening: len(string(f.runes[from:p[0]])), closing: at - p[1],
		})
	}
	if at < end {
		parts = append(parts, &span{kind: words, text: string(f.runes[at:end]), readable: true})
	}
	s.kind, s.text, s.children = group, "", parts
}

// writeTerm writes a button that opens a card: both are made of what may stand in a paragraph, and the browser
// does the rest without a script. A button never breaks across lines, so of several words only the last is in it;
// those before are its label, which opens the card as well. Browsers may break a line on either side of a button, so what
// touches the term (l’, a stop, a comma) is held to it: it would otherwise end or begin a line alone.
func (c *converter) writeTerm(s *span, lang string) {
	t := s.term
	id := "term-" + t.ID
	button := []string{"type", "button", "class", "term", "popovertarget", id}
	before, text, after := s.text[:s.opening], s.text[s.opening:len(s.text)-s.closing], s.text[len(s.text)-s.closing:]
	last := text
	if i := strings.LastIndexAny(text, " \n\u00A0\u202F"); i > 0 {
		_, size := utf8.DecodeRuneInString(text[i:])
		last = text[i+size:]
		button = append(button, "id", id+"-open", "aria-label", text)
		c.write(esc(before) + element("label", "class", "term", "for", id+"-open") + htmlWords(lang, text[:i+size]) + "</label>")
		before = ""
	}
	opener := element("button", button...) + htmlWords(lang, last) + "</button>"
	if before+after != "" {
		opener = element("span", "class", "unbroken") + esc(before) + opener + esc(after) + "</span>"
	}
	c.write(opener)
	attributes := []string{"id", id, "class", "term-card"}
	if label := c.page.opts.Labels.Term; label != "" {
		attributes = append(attributes, "role", "note", "aria-label", label)
	}
	card := element("span", attributes...)
	c.write(strings.TrimSuffix(card, ">") + " popover>")
	c.write("<strong>" + htmlWords(lang, Typeset(lang, t.Title)) + "</strong> " + htmlWords(lang, Typeset(lang, t.Definition)))
	if label := c.page.opts.Labels.TermLink; t.URL != "" && label != "" && refusal(t.URL, false) == "" {
		c.write(" " + element("a", "href", encode(t.URL)) + esc(label) + "</a>")
	}
	c.write("</span>")
}
