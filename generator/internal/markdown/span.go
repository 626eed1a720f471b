package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"
)

// span is a piece of a paragraph. The parser's tree is turned into spans because typography and terms need the
// text as it reads: without escapes, in as few pieces as possible, with a letter on each side of a mark known.
type span struct {
	kind     spanKind
	text     string // of words and codeWords
	offset   int    // in the source, where the piece begins
	children []*span

	lang    string // of otherLang
	nest    int    // how many otherLang stand in this one, itself included
	to      Target // of a link or an image
	cites   []cited
	note    *note
	ref     int // which reference to note this is, from 1
	term    *Term
	opening int // of explanation: bytes of text before the term that touch it, such as l’
	closing int // of explanation: bytes of text after the term that touch it, such as a stop

	// Before the words are complete:
	end      int  // offset in the source after raw words
	padding  int  // spaces before them, of a tab that was cut
	lineEnd  bool // a line of the source ends after them
	readable bool // text holds what is read, no longer what was typed
}

type spanKind int

const (
	words       spanKind = iota
	group                // children only
	emphasis             // em
	strong               // strong
	codeWords            // code in a line
	link                 // children are its text
	autoLink             // text is its address
	image                // text is its alternative
	citation             // cites
	noteMark             // note, ref
	otherLang            // children are in lang
	hardBreak            // br
	explanation          // text explained by term
)

// setting is where a paragraph's text stands, for what depends on it.
type setting struct {
	terms     bool // glossary terms are explained
	inHeading bool
	inLink    bool
	depth     int // of marks in each other
}

var (
	running   = setting{terms: true}
	named     = setting{} // captions, labels, headings of tables, terms that are being defined
	inHeading = setting{inHeading: true}
)

// phrase reads the text of a block: its pieces, with typography, and terms explained.
func (c *converter) phrase(n ast.Node, where setting) []*span {
	spans := c.spans(n, where)
	c.passage(spans)
	typesetSpans(spans, c.page.opts.Lang)
	if where.terms {
		c.page.explain(spans)
	}
	return spans
}

// spans reads the children of an inline container.
func (c *converter) spans(parent ast.Node, where setting) []*span {
	if where.depth > maxDepth {
		c.faultf(c.blockOffset(parent), "write it with fewer marks", "marks such as * and [ stand in each other more than %d deep", maxDepth)
		return nil
	}
	where.depth++
	var out []*span
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		if t, ok := n.(*ast.Text); ok {
			out = c.appendRaw(out, t)
			continue
		}
		if s := c.span(n, where); s != nil {
			out = append(out, s)
		}
	}
	c.fillRaw(out)
	out = c.languages(out)
	out = c.readable(out)
	return joinCitations(out)
}

func (c *converter) span(n ast.Node, where setting) *span {
	offset := c.blockOffset(n)
	switch n := n.(type) {
	case *ast.Emphasis:
		kind := emphasis
		if n.Level == 2 {
			kind = strong
		}
		return &span{kind: kind, offset: offset, children: c.spans(n, where)}
	case *ast.CodeSpan:
		return &span{kind: codeWords, offset: offset, text: c.codeSpanText(n)}
	case *ast.Link:
		return c.link(n, where)
	case *ast.AutoLink:
		return c.autoLink(n, where)
	case *ast.Image:
		return c.image(n, where)
	case *ast.RawHTML:
		c.fault(offset, rawHTML, rawHTMLHint)
		return nil
	case *citationNode:
		return c.citation(n, where)
	case *noteMarkNode:
		return c.noteMark(n, where)
	}
	c.faultf(offset, "", "%s is not read here", n.Kind())
	return nil
}

// appendRaw adds text as it was typed, joined to what it continues: the parser cuts at every sign.
func (c *converter) appendRaw(out []*span, t *ast.Text) []*span {
	seg := t.Segment
	if last := len(out) - 1; last >= 0 && seg.Padding == 0 && out[last].kind == words && !out[last].lineEnd && out[last].end == seg.Start {
		out[last].end, out[last].lineEnd = seg.Stop, t.SoftLineBreak()
	} else {
		out = append(out, &span{offset: seg.Start, end: seg.Stop, padding: seg.Padding, lineEnd: t.SoftLineBreak()})
	}
	if t.HardLineBreak() {
		out = append(out, &span{kind: hardBreak, offset: seg.Stop})
	}
	return out
}

// fillRaw gives the pieces of text their text, now that none grows any more.
func (c *converter) fillRaw(spans []*span) {
	for _, s := range spans {
		if s.kind == words {
			s.text = strings.Repeat(" ", s.padding) + string(c.src[s.offset:s.end])
		}
	}
}

// codeSpanText is the text between back-ticks; line ends are spaces (CommonMark 6.1).
func (c *converter) codeSpanText(n *ast.CodeSpan) string {
	var b strings.Builder
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		if t, ok := child.(*ast.Text); ok {
			b.Write(t.Segment.Value(c.src))
		}
	}
	return strings.ReplaceAll(b.String(), "\n", " ")
}

// readable turns what was typed into what is read, and joins pieces that only the source kept apart.
func (c *converter) readable(in []*span) []*span {
	var out []*span
	for i := 0; i < len(in); i++ {
		s := in[i]
		if s.kind == otherLang {
			s.children = joinCitations(c.readable(s.children))
		}
		if s.kind == words && !s.readable {
			var b strings.Builder
			for ; i < len(in) && in[i].kind == words; i++ {
				c.leftovers(in[i])
				b.WriteString(c.unescape(in[i].text, in[i].offset))
				if in[i].lineEnd {
					b.WriteByte('\n')
				}
			}
			i--
			s.text, s.readable = b.String(), true
		}
		out = append(out, s)
	}
	return out
}

// plain is what the spans say, without the numbers of sources and notes.
func plain(spans []*span) string {
	var b strings.Builder
	plainTo(&b, spans)
	return b.String()
}

func plainTo(b *strings.Builder, spans []*span) {
	for _, s := range spans {
		switch s.kind {
		case words, codeWords, autoLink, image, explanation:
			b.WriteString(s.text)
		case hardBreak:
			b.WriteByte('\n')
		default:
			plainTo(b, s.children)
		}
	}
}
