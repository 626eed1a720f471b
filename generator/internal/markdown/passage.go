package markdown

import (
	"bytes"
	"strings"
	"unicode"

	"boussole/generator/internal/source"
)

// Passage is the text of a paragraph, of an item of a list, of a cell or of a heading, as its author typed it but for
// the marks: without typography. What is no text in the page's language (code, an address, an image, a passage in
// another language) stands in it as the sign U+FFFC; numbers of sources and notes have gone.
type Passage struct {
	Text string
	// Links are the words of its links.
	Links []string

	pieces []piece
	src    []byte
	at     func(offset int) source.Pos
}

// piece is where a part of the text begins: in the passage and in the source.
type piece struct{ text, src int }

// At is the place in the file of the word at a byte of Text. Where marks and escapes make the two differ, the word is
// looked for.
func (p *Passage) At(i int) source.Pos {
	last := piece{}
	for _, q := range p.pieces {
		if q.text <= i {
			last = q
		}
	}
	word := p.Text[i:]
	if end := strings.IndexFunc(word, func(r rune) bool { return !isWordRune(r) }); end >= 0 {
		word = word[:end]
	}
	offset := last.src
	if word == "" {
		return p.at(offset)
	}
	for n := strings.Count(p.Text[last.text:i], word); ; n-- {
		next := bytes.Index(p.src[offset:], []byte(word))
		if next < 0 {
			return p.at(last.src)
		}
		offset += next
		if n == 0 {
			return p.at(offset)
		}
		offset += len(word)
	}
}

// Passages returns the texts so far, in the order in which they were read.
func (p *Page) Passages() []*Passage { return p.passages }

// passage keeps the text of a block.
func (c *converter) passage(spans []*span) {
	p := &Passage{src: c.src, at: c.at}
	var b strings.Builder
	p.collect(&b, spans)
	p.Text = b.String()
	if strings.ContainsFunc(p.Text, unicode.IsLetter) {
		c.page.passages = append(c.page.passages, p)
	}
}

func (p *Passage) collect(b *strings.Builder, spans []*span) {
	for _, s := range spans {
		switch s.kind {
		case words:
			p.pieces = append(p.pieces, piece{b.Len(), s.offset})
			b.WriteString(strings.ReplaceAll(s.text, "\n", " "))
		case codeWords, autoLink, image, otherLang:
			p.pieces = append(p.pieces, piece{b.Len(), s.offset})
			b.WriteRune(opaque)
		case hardBreak:
			b.WriteByte('\n')
		case link:
			p.Links = append(p.Links, plain(s.children))
			p.collect(b, s.children)
		default:
			p.collect(b, s.children)
		}
	}
}
