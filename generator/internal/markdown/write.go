package markdown

import "strings"

// writeSpans writes pieces of text in the page's language.
func (c *converter) writeSpans(spans []*span) { c.writeSpansIn(spans, c.page.opts.Lang) }

func (c *converter) writeSpansIn(spans []*span, lang string) {
	for i, s := range spans {
		// Two raised signs of which one names a source and one a note would read as one word.
		raised := i > 0 && (spans[i-1].kind == citation || spans[i-1].kind == noteMark)
		switch s.kind {
		case words:
			c.write(htmlWords(lang, s.text))
		case group:
			c.writeSpansIn(s.children, lang)
		case emphasis:
			c.wrapIn("em", s.children, lang)
		case strong:
			c.wrapIn("strong", s.children, lang)
		case codeWords:
			c.write(`<code translate="no">` + esc(s.text) + "</code>")
		case link, autoLink:
			c.writeLink(s, lang)
		case image:
			c.writeImage(s)
		case citation:
			c.writeCitation(s, raised)
		case noteMark:
			c.writeNoteMark(s, raised)
		case otherLang:
			c.write(element("span", "lang", s.lang))
			c.writeSpansIn(s.children, s.lang)
			c.write("</span>")
		case hardBreak:
			c.write("<br>\n")
		case explanation:
			c.writeTerm(s, lang)
		}
	}
}

func (c *converter) wrapIn(tag string, spans []*span, lang string) {
	c.write("<" + tag + ">")
	c.writeSpansIn(spans, lang)
	c.write("</" + tag + ">")
}

// htmlWords escapes plain words; the ending of a French ordinal is raised.
func htmlWords(lang, text string) string {
	if lang != "fr" {
		return esc(text)
	}
	var b strings.Builder
	at := 0
	for _, o := range ordinals(text) {
		b.WriteString(esc(text[at:o[0]]))
		b.WriteString("<sup>" + text[o[0]:o[1]] + "</sup>")
		at = o[1]
	}
	b.WriteString(esc(text[at:]))
	return b.String()
}
