package markdown

import (
	"fmt"
	"regexp"
	"strings"

	"boussole/generator/internal/source"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// Heading is one heading of a body.
type Heading struct {
	// Level is 2 to 6.
	Level int
	// ID is its anchor.
	ID string
	// Text is its plain words with their typography.
	Text string
	Pos  source.Pos
}

// pinParser reads headings as usual and takes the anchor {#id} from their end.
type pinParser struct{ parser.BlockParser }

var pinAtEnd = regexp.MustCompile(`(^|[^\\])\{#([^{}]*)\}[ \t]*$`)

func (p pinParser) Close(n ast.Node, reader text.Reader, pc parser.Context) {
	p.BlockParser.Close(n, reader, pc)
	last := n.Lines().Len() - 1
	if n.Parent() == nil || last < 0 {
		return
	}
	line := n.Lines().At(last)
	m := pinAtEnd.FindSubmatchIndex(line.Value(reader.Source()))
	if m == nil {
		return
	}
	n.SetAttributeString("pin", pin{
		id:     string(line.Value(reader.Source())[m[4]:m[5]]),
		offset: line.Start + m[3] - line.Padding,
	})
	line.Stop = line.Start + m[3] - line.Padding
	n.Lines().Set(last, line.TrimRightSpace(reader.Source()))
}

// pin is an anchor as written, and where.
type pin struct {
	id     string
	offset int
}

func pinOf(n ast.Node) (pin, bool) {
	v, ok := n.AttributeString("pin")
	if !ok {
		return pin{}, false
	}
	return v.(pin), true
}

// reservedPrefixes begin the ids that are made for sources, citations, terms, footnotes and captions.
var reservedPrefixes = []string{"source-", "ref-", "term-", "fn-", "tbl-"}

func isReserved(id string) bool {
	for _, p := range reservedPrefixes {
		if strings.HasPrefix(id, p) {
			return true
		}
	}
	return false
}

// reserveAnchors gives every pinned heading its anchor before any other heading could take it.
func (c *converter) reserveAnchors(root ast.Node) {
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		h, ok := n.(*ast.Heading)
		if !ok {
			continue
		}
		p, ok := pinOf(h)
		if !ok {
			continue
		}
		if c.checkPin(p) {
			c.page.ids[p.id] = c.at(p.offset)
			h.SetAttributeString("id", p.id)
		}
	}
}

var goodID = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

func (c *converter) checkPin(p pin) bool {
	first, taken := c.page.ids[p.id]
	switch {
	case !goodID.MatchString(p.id):
		hint := "lower-case letters without accents, digits and hyphens"
		if s := source.Slug(p.id); s != "" {
			hint = fmt.Sprintf("write {#%s}", s)
		}
		c.faultf(p.offset, hint, "the anchor %q is not one", p.id)
	case isReserved(p.id):
		c.faultf(p.offset, "begin it with another word", "the anchor %q begins with a word that is kept for the program", p.id)
	case taken && !first.IsValid():
		c.faultf(p.offset, "choose another word", "the anchor %q is used by the frame of the page", p.id)
	case taken:
		c.add(source.Diagnostic{Pos: c.at(p.offset), Message: fmt.Sprintf("the anchor %q stands twice", p.id), Hint: "choose another word", Related: []source.Related{{Pos: first, Message: "the first one"}}})
	default:
		return true
	}
	return false
}

func (c *converter) heading(n *ast.Heading) {
	offset := c.blockOffset(n)
	if c.depth > 0 {
		c.fault(offset, "a heading stands in a list or a quote", "put it at the start of the line; in a quote, write **the words** instead")
		return
	}
	c.checkLevel(n.Level, offset)
	spans := c.phrase(n, inHeading)
	words := strings.TrimSpace(plain(spans))
	if words == "" {
		c.fault(offset, "this heading has no words", "write them after the signs #, or delete the line")
		return
	}
	id := c.headingID(n, words, offset)
	level := max(n.Level, 2) // a page that is previewed in spite of its errors has one title still
	c.doc.Headings = append(c.doc.Headings, Heading{Level: level, ID: id, Text: words, Pos: c.at(offset)})
	c.doc.Anchors[id] = true
	c.beginSection(id, words)
	c.write(fmt.Sprintf(`<h%d id="%s">`, level, attr(id)))
	c.writeSpans(spans)
	c.write(fmt.Sprintf("</h%d>\n", level))
}

func (c *converter) checkLevel(level, offset int) {
	switch {
	case level == 1:
		c.fault(offset, "a heading of level 1 stands in the body", "the title of the page is its only one: begin this heading with ##")
	case c.level == 0 && level > 2:
		c.faultf(offset, "begin it with ##", "the first heading has level %d, expected 2", level)
	case c.level > 0 && level > c.level+1:
		c.faultf(offset, fmt.Sprintf("begin it with %s", strings.Repeat("#", c.level+1)), "a heading of level %d follows one of level %d", level, c.level)
	}
	c.level = max(level, 2)
}

// headingID is the pinned anchor, or one made from the words that nothing else on the page has.
func (c *converter) headingID(n *ast.Heading, words string, offset int) string {
	if id, ok := n.AttributeString("id"); ok {
		return id.(string)
	}
	base := source.Slug(words)
	if base == "" {
		base = "section"
	}
	if isReserved(base) {
		base = "h-" + base
	}
	return c.page.freeID(base, c.at(offset))
}

// freeID takes base, or base with the first number from 2 that is free.
func (p *Page) freeID(base string, pos source.Pos) string {
	id := base
	for {
		if _, taken := p.ids[id]; !taken {
			p.ids[id] = pos
			return id
		}
		// The last number is kept: trying all of them again takes long when many headings have the same words.
		p.suffix[base] = max(p.suffix[base], 1) + 1
		id = fmt.Sprintf("%s-%d", base, p.suffix[base])
	}
}
