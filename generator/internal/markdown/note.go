package markdown

import (
	"fmt"
	"regexp"
	"strings"

	"boussole/generator/internal/source"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// note is one footnote of a body.
type note struct {
	node    *noteNode
	pos     source.Pos
	number  int // by first mark, from 1; 0 when nothing refers to it
	refs    int
	section int // where its words go: the section of its first mark
}

// letter is the note's sign: a to z, then aa, ab and so on, as <ol type="a"> counts.
func (n *note) letter() string {
	s := ""
	for i := n.number; i > 0; i = (i - 1) / 26 {
		s = string(rune('a'+(i-1)%26)) + s
	}
	return s
}

func (n *note) id() string            { return fmt.Sprintf("fn-%d", n.number) }
func (n *note) refID(ref int) string  { return fmt.Sprintf("fn-%d-ref-%d", n.number, ref) }
func (l Labels) note(n *note) string  { return strings.ReplaceAll(l.Note, "%s", n.letter()) }
func (l Labels) noteB(n *note) string { return strings.ReplaceAll(l.NoteBack, "%s", n.letter()) }

// noteNode is the text of a footnote, "[^name]: text" and what is indented below it. goldmark has footnotes too,
// but drops in silence the ones that nothing refers to, and the second of two with one name.
type noteNode struct {
	ast.BaseBlock
	name string
}

var kindNote = ast.NewNodeKind("Note")

func (*noteNode) Kind() ast.NodeKind           { return kindNote }
func (n *noteNode) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

type noteParser struct{}

var noteStart = regexp.MustCompile(`^\[\^([^\[\]\s]{1,100})\]:`)

func (noteParser) Trigger() []byte             { return []byte{'['} }
func (noteParser) CanInterruptParagraph() bool { return true }
func (noteParser) CanAcceptIndentedLine() bool { return false }

// Open begins a footnote, in the body itself only: one inside another would hide the outer one.
func (noteParser) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, _ := reader.PeekLine()
	at := pc.BlockOffset()
	if parent.Kind() != ast.KindDocument || at < 0 {
		return nil, parser.NoChildren
	}
	m := noteStart.FindSubmatch(line[at:])
	if m == nil {
		return nil, parser.NoChildren
	}
	n := &noteNode{name: string(m[1])}
	if after := at + len(m[0]); !util.IsBlank(line[after:]) {
		reader.Advance(after)
		return n, parser.HasChildren
	}
	reader.AdvanceToEOL()
	return n, parser.NoChildren
}

func (noteParser) Continue(_ ast.Node, reader text.Reader, _ parser.Context) parser.State {
	line, _ := reader.PeekLine()
	if util.IsBlank(line) {
		return parser.Continue | parser.HasChildren
	}
	at, padding := util.IndentPosition(line, reader.LineOffset(), 4)
	if at < 0 {
		return parser.Close
	}
	reader.AdvanceAndSetPadding(at, padding)
	return parser.Continue | parser.HasChildren
}

func (noteParser) Close(ast.Node, text.Reader, parser.Context) {}

// noteMarkNode is a mark [^name] in the text.
type noteMarkNode struct {
	ast.BaseInline
	name  string
	colon bool // a colon follows, as after the name of a note's text
}

var kindNoteMark = ast.NewNodeKind("NoteMark")

func (*noteMarkNode) Kind() ast.NodeKind           { return kindNoteMark }
func (n *noteMarkNode) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

type noteMarkParser struct{}

var noteMarkStart = regexp.MustCompile(`^\[\^([^\[\]\s]{1,100})\]`)

func (noteMarkParser) Trigger() []byte { return []byte{'['} }

func (noteMarkParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, _ := block.PeekLine()
	if len(line) < 2 || line[1] != '^' {
		return nil
	}
	m := noteMarkStart.FindSubmatch(line)
	if m == nil {
		return nil // reported as a leftover
	}
	startsLine := block.PrecendingCharacter() == '\n'
	block.Advance(len(m[0]))
	return &noteMarkNode{name: string(m[1]), colon: startsLine && block.Peek() == ':'}
}

// collectNotes finds the texts of the footnotes.
func (c *converter) collectNotes(root ast.Node) {
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		def, ok := n.(*noteNode)
		if !ok {
			continue
		}
		offset := c.blockOffset(def)
		if first := c.notes[def.name]; first != nil {
			c.add(source.Diagnostic{Pos: c.at(offset), Message: fmt.Sprintf("the footnote %q stands twice", def.name), Hint: "give one of them another name", Related: []source.Related{{Pos: first.pos, Message: "the first one"}}})
			continue
		}
		if !def.HasChildren() {
			c.faultf(offset, "write its text on the same line", "the footnote %q has no text", def.name)
		}
		c.notes[def.name] = &note{node: def, pos: c.at(offset)}
		c.noteNames = append(c.noteNames, def.name)
	}
}

const (
	noteInside     = "the text of a footnote stands in a list, a quote or another footnote"
	noteInsideHint = "put it at the start of a line, after an empty line"
)

func (c *converter) noteMark(n *noteMarkNode, where setting) *span {
	offset := c.blockOffset(n)
	if where.inHeading || where.inLink {
		c.fault(offset, "a footnote mark stands in a heading, a link or an image", "put it in the text after it")
		return nil
	}
	def := c.notes[n.name]
	switch {
	case n.colon:
		c.fault(offset, noteInside, noteInsideHint)
		return nil
	case def == nil:
		c.faultf(offset, source.DidYouMean(n.name, c.noteNames), "there is no footnote %q", n.name)
		return nil
	}
	if def.number == 0 {
		c.noteOrder = append(c.noteOrder, def)
		def.number = len(c.noteOrder)
		def.section = c.section
	}
	def.refs++
	return &span{kind: noteMark, offset: offset, note: def, ref: def.refs}
}

func (c *converter) writeNoteMark(s *span, comma bool) {
	c.write(`<sup class="note-mark">`)
	if comma {
		c.write(", ")
	}
	c.write(element("a", "href", "#"+s.note.id(), "id", s.note.refID(s.ref), "aria-label", c.page.opts.Labels.note(s.note)))
	c.write(s.note.letter() + "</a></sup>")
}

// writeNotes writes the footnotes at the end of the body. A note may refer to another, which then comes last.
func (c *converter) writeNotes() {
	if len(c.noteOrder) > 0 {
		c.write(`<div class="notes">` + "\n")
		if label := c.page.opts.Labels.Notes; label != "" {
			c.write(`<p class="notes-label">` + esc(label) + "</p>\n")
		}
		c.write(`<ol type="a">` + "\n")
		for i := 0; i < len(c.noteOrder); i++ {
			c.writeNote(c.noteOrder[i])
		}
		c.write("</ol>\n</div>\n")
	}
	for _, name := range c.noteNames {
		if n := c.notes[name]; n.number == 0 {
			c.add(source.Diagnostic{Pos: n.pos, Message: fmt.Sprintf("nothing refers to the footnote %q", name), Hint: fmt.Sprintf("write [^%s] where it belongs, or delete it", name)})
		}
	}
}

func (c *converter) writeNote(n *note) {
	c.section = n.section
	c.write(element("li", "id", n.id()) + "\n")
	c.deeper(n.node, func() { c.blocks(n.node) })
	c.write(`<p class="note-back">`)
	for ref := 1; ref <= n.refs; ref++ {
		label := c.page.opts.Labels.noteB(n)
		if ref > 1 {
			c.write(" ")
			label = fmt.Sprintf("%s (%d)", label, ref)
		}
		c.write(element("a", "href", "#"+n.refID(ref), "aria-label", label) + "↩\uFE0E</a>")
	}
	c.write("</p>\n</li>\n")
}
