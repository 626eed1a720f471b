package markdown

import (
	"fmt"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// blocks writes the blocks in a container, in order.
func (c *converter) blocks(parent ast.Node) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		c.block(n)
	}
}

func (c *converter) block(n ast.Node) {
	switch n := n.(type) {
	case *ast.Paragraph:
		c.paragraph(n)
	case *ast.TextBlock:
		c.brokenTable(n)
		c.words(n, running)
		if n.NextSibling() != nil {
			c.write("\n")
		}
	case *ast.Heading:
		c.heading(n)
	case *ast.List:
		c.list(n)
	case *ast.Blockquote:
		c.quote(n)
	case *ast.FencedCodeBlock:
		c.fencedCode(n)
	case *ast.CodeBlock:
		c.code(c.codeText(n), "")
	case *ast.ThematicBreak:
		c.write("<hr>\n")
	case *ast.HTMLBlock:
		c.fault(c.blockOffset(n), rawHTML, rawHTMLHint)
	case *ast.LinkReferenceDefinition:
		c.linkLabel(n)
	case *extast.Table:
		c.table(n)
	case *extast.DefinitionList:
		c.definitions(n)
	case *embedNode:
		c.embed(n)
	case *noteNode:
		// Written at the end.
	default:
		c.faultf(c.blockOffset(n), "", "%s is not read here", n.Kind())
	}
}

const (
	rawHTML     = "raw HTML is not read"
	rawHTMLHint = "write it in Markdown; a < that is meant as a sign is written \\<, and HTML that is shown stands in back-ticks"
)

func (c *converter) write(s string) { c.out.WriteString(s) }

// blockOffset is where a block begins; the tree does not know it for all kinds.
func (c *converter) blockOffset(n ast.Node) int {
	for ; n != nil && n.Type() != ast.TypeDocument; n = n.Parent() {
		if n.Pos() >= 0 {
			return n.Pos()
		}
		if n.Type() == ast.TypeBlock && n.Lines().Len() > 0 {
			return n.Lines().At(0).Start
		}
	}
	return 0
}

// deeper runs f inside a container, unless containers stand in each other too deep.
func (c *converter) deeper(n ast.Node, f func()) {
	if c.depth >= maxDepth {
		c.faultf(c.blockOffset(n), "write it with fewer levels", "lists and quotes stand in each other more than %d deep", maxDepth)
		return
	}
	c.depth++
	f()
	c.depth--
}

// words writes the text of a block and adds it to the section.
func (c *converter) words(n ast.Node, where setting) {
	spans := c.phrase(n, where)
	c.say(plain(spans))
	c.writeSpans(spans)
}

func (c *converter) paragraph(n *ast.Paragraph) {
	if isCaption(n) {
		if _, ok := n.NextSibling().(*extast.Table); !ok {
			c.fault(c.blockOffset(n), "this caption has no table below it", "put the table directly below; a paragraph that is none begins with another word")
		}
		return // the table writes it
	}
	c.brokenTable(n)
	c.write("<p>")
	c.words(n, running)
	c.write("</p>\n")
}

func (c *converter) list(n *ast.List) {
	c.deeper(n, func() {
		tag := "ul"
		if n.IsOrdered() {
			tag = "ol"
		}
		c.write("<" + tag)
		if n.IsOrdered() && n.Start != 1 {
			c.write(fmt.Sprintf(` start="%d"`, n.Start))
		}
		c.write(">\n")
		for item := n.FirstChild(); item != nil; item = item.NextSibling() {
			c.write("<li>")
			c.blocks(item)
			c.write("</li>\n")
		}
		c.write("</" + tag + ">\n")
	})
}

func (c *converter) definitions(n *extast.DefinitionList) {
	c.deeper(n, func() {
		c.write("<dl>\n")
		for child := n.FirstChild(); child != nil; child = child.NextSibling() {
			switch child := child.(type) {
			case *extast.DefinitionTerm:
				c.write("<dt>")
				c.words(child, named)
				c.write("</dt>\n")
			default:
				c.write("<dd>")
				c.blocks(child)
				c.write("</dd>\n")
			}
		}
		c.write("</dl>\n")
	})
}
