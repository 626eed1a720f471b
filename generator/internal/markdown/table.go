package markdown

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// maxColumns is how many columns a table may have; nobody reads more on a telephone.
const maxColumns = 20

// captionTransformer takes "Table: " from the start of a paragraph and marks it as a caption. French editors may
// put their space before the colon.
type captionTransformer struct{}

var captionStart = regexp.MustCompile(`^Table[ \x{A0}\x{202F}]?:(?:\s+|$)`)

func (captionTransformer) Transform(n *ast.Paragraph, reader text.Reader, _ parser.Context) {
	if n.Lines().Len() == 0 {
		return
	}
	first := n.Lines().At(0)
	first = first.TrimLeftSpace(reader.Source())
	m := captionStart.FindIndex(first.Value(reader.Source()))
	if m == nil {
		return
	}
	n.SetAttributeString("caption", true)
	first.Start += m[1]
	switch rest := first.TrimRightSpace(reader.Source()); {
	case rest.Start < rest.Stop:
		n.Lines().Set(0, first)
	case n.Lines().Len() > 1:
		n.Lines().SetSliced(1, n.Lines().Len()) // the parser takes no empty line
	default:
		n.SetAttributeString("wordless", true)
	}
}

func isCaption(n ast.Node) bool {
	_, ok := n.AttributeString("caption")
	return ok && n.Kind() == ast.KindParagraph
}

// table writes a table that scrolls by itself where it is wider than the screen, by keyboard too.
func (c *converter) table(n *extast.Table) {
	offset := c.blockOffset(n.FirstChild())
	if len(n.Alignments) > maxColumns {
		c.faultf(offset, "make several tables of it, or a list", "this table has %d columns; at most %d are read", len(n.Alignments), maxColumns)
		return
	}
	caption := n.PreviousSibling()
	if caption == nil || !isCaption(caption) {
		c.fault(offset, "this table has no caption", "put a paragraph that begins with Table: directly above it")
		caption = nil
	}
	if caption == nil {
		c.write(element("div", "class", "table-scroll", "tabindex", "0", "role", "group") + "\n<table>\n")
	} else {
		c.page.tables++
		id := c.page.freeID(fmt.Sprintf("tbl-%d", c.page.tables), c.at(offset))
		c.doc.Anchors[id] = true
		c.write(element("div", "class", "table-scroll", "tabindex", "0", "role", "group", "aria-labelledby", id) + "\n<table>\n")
		c.write(element("caption", "id", id))
		spans := c.phrase(caption, named)
		if _, wordless := caption.AttributeString("wordless"); wordless {
			c.fault(c.blockOffset(caption), "this caption has no words", "write after Table: what the table shows")
		}
		c.say(plain(spans))
		c.writeSpans(spans)
		c.write("</caption>\n")
	}
	c.rows(n)
	c.write("</table>\n</div>\n")
}

func (c *converter) rows(n *extast.Table) {
	c.write("<thead>\n")
	c.row(n.FirstChild(), n.Alignments, true)
	c.write("</thead>\n")
	if first := n.FirstChild().NextSibling(); first != nil {
		c.write("<tbody>\n")
		for row := first; row != nil; row = row.NextSibling() {
			c.row(row, n.Alignments, false)
		}
		c.write("</tbody>\n")
	} else {
		c.fault(c.blockOffset(n.FirstChild()), "this table has no rows below its headings", "write them, or delete the table")
	}
}

func (c *converter) row(row ast.Node, alignments []extast.Alignment, head bool) {
	// The parser fills up short rows and cuts long ones; both would lose what the editor meant.
	if cells := c.countCells(row.Pos()); cells != len(alignments) {
		c.faultf(row.Pos(), `each row has as many cells as the headings; a | in a cell is written \|`, "this row has %d cells, expected %d", cells, len(alignments))
	}
	c.write("<tr>")
	column := 0
	for cell := row.FirstChild(); cell != nil && column < len(alignments); cell = cell.NextSibling() {
		c.cell(cell, column, alignments[column], len(alignments), head)
		column++
	}
	c.write("</tr>\n")
}

func (c *converter) cell(cell ast.Node, column int, alignment extast.Alignment, columns int, head bool) {
	where := running
	if head || column == 0 && columns > 1 {
		where = named
	}
	spans := c.phrase(cell, where)
	said := plain(spans)
	tag, attributes := "td", []string(nil)
	switch empty := strings.TrimSpace(said) == "" && len(spans) == 0; {
	case empty && head && (column > 0 || columns == 1):
		c.fault(c.blockOffset(cell), "a column has no heading", "write above the column what it holds")
	case empty:
		// An empty heading is announced and says nothing; the corner above the headings of the rows may be empty.
	case head:
		tag, attributes = "th", []string{"scope", "col"}
	case column == 0 && columns > 1:
		tag, attributes = "th", []string{"scope", "row"}
	}
	if alignment != extast.AlignNone {
		attributes = append(attributes, "class", "align-"+alignment.String())
	}
	c.say(said)
	c.write(element(tag, attributes...))
	c.writeSpans(spans)
	c.write("</" + tag + ">")
}

// countCells counts the cells of the row that begins at offset as it was typed.
func (c *converter) countCells(offset int) int {
	line := c.src[offset:]
	if end := bytes.IndexByte(line, '\n'); end >= 0 {
		line = line[:end]
	}
	line = bytes.TrimSpace(line)
	n := 1
	for i, b := range line {
		if b == '|' && i > 0 && i < len(line)-1 && line[i-1] != '\\' {
			n++
		}
	}
	return n
}

var delimiterRow = regexp.MustCompile(`^[ \t]*\|?[ \t]*:?-+:?[ \t]*(\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$`)

// brokenTable reports a paragraph that an editor meant as a table: its second line is one of hyphens and signs |.
func (c *converter) brokenTable(n ast.Node) {
	for i := 1; i < n.Lines().Len(); i++ {
		line := n.Lines().At(i)
		text := bytes.TrimSpace(line.Value(c.src))
		if bytes.ContainsRune(text, '|') && delimiterRow.Match(text) {
			above := n.Lines().At(i - 1)
			c.fault(line.Start, "this would be a table, but the lines of headings and of hyphens have not as many cells",
				fmt.Sprintf("write one group of hyphens for each heading; the line above has %d", c.countCells(above.Start)))
			return
		}
	}
}
