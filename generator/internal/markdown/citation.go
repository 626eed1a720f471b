package markdown

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"boussole/generator/internal/source"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// Citation is one source of a page.
type Citation struct {
	// Number counts from 1 in the order of first citation.
	Number int
	// ID is the source's; its entry in the page's list has the id "source-" and this.
	ID string
	// Refs are the places that cite it, in order.
	Refs []Ref
}

// Ref is a place that cites a source.
type Ref struct {
	// ID is the anchor of the place.
	ID string
	// Locator is the place in the source, "" when none is given.
	Locator string
	Pos     source.Pos
}

// citationNode is a group of citations [@a; @b, II] as it was typed.
type citationNode struct {
	ast.BaseInline
	inside string
}

var kindCitation = ast.NewNodeKind("Citation")

func (*citationNode) Kind() ast.NodeKind           { return kindCitation }
func (n *citationNode) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

type citationParser struct{}

func (citationParser) Trigger() []byte { return []byte{'['} }

func (citationParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, _ := block.PeekLine()
	if len(line) < 2 || line[1] != '@' {
		return nil
	}
	end := bytes.IndexByte(line, ']')
	if end < 0 {
		return nil // reported as a leftover
	}
	block.Advance(end + 1)
	return &citationNode{inside: string(line[1:end])}
}

// cited is one source of a group.
type cited struct {
	number      int
	id, locator string
	ref         string
}

var oneCitation = regexp.MustCompile(`^@([a-z0-9]+(?:-[a-z0-9]+)*)(?:\s*,\s*(\S.*))?$`)

// citation numbers the sources of a group.
func (c *converter) citation(n *citationNode, where setting) *span {
	offset := c.blockOffset(n)
	if where.inHeading || where.inLink {
		c.fault(offset, "a citation stands in a heading, a link or an image", "put it in the text after it")
		return nil
	}
	s := &span{kind: citation, offset: offset}
	for _, part := range strings.Split(n.inside, ";") {
		m := oneCitation.FindStringSubmatch(strings.TrimSpace(part))
		if m == nil {
			c.faultf(offset, "write [@source-id], [@source-id, place] or [@one-source; @another]; an id is lower-case letters, digits and hyphens", "%q is not a citation", strings.TrimSpace(part))
			continue
		}
		if exists := c.page.opts.Source; exists != nil && !exists(m[1]) {
			hint := ""
			if c.page.opts.SourceHint != nil {
				hint = c.page.opts.SourceHint(m[1])
			}
			c.faultf(offset, hint, "there is no source %q", m[1])
			continue
		}
		s.cites = append(s.cites, c.page.cite(m[1], strings.TrimSpace(c.unescape(m[2], offset)), c.at(offset)))
	}
	if len(s.cites) == 0 {
		return nil
	}
	return s
}

func (p *Page) cite(id, locator string, pos source.Pos) cited {
	i, known := p.citedAt[id]
	if !known {
		i = len(p.citations)
		p.citedAt[id] = i
		p.citations = append(p.citations, Citation{Number: i + 1, ID: id})
	}
	at := &p.citations[i]
	ref := Ref{ID: fmt.Sprintf("ref-%s-%d", id, len(at.Refs)+1), Locator: locator, Pos: pos}
	at.Refs = append(at.Refs, ref)
	return cited{number: at.Number, id: id, locator: locator, ref: ref.ID}
}

// joinCitations drops the spaces before a citation or a footnote mark, which no line end may part from the word
// before it, and makes one group of citations that follow each other.
func joinCitations(in []*span) []*span {
	var out []*span
	for _, s := range in {
		if s.kind == citation || s.kind == noteMark {
			for last := len(out) - 1; last >= 0 && out[last].kind == words; last-- {
				if out[last].text = strings.TrimRightFunc(out[last].text, isSpace); out[last].text != "" {
					break
				}
				out = out[:last]
			}
			if last := len(out) - 1; last >= 0 && s.kind == citation && out[last].kind == citation {
				out[last].cites = append(out[last].cites, s.cites...)
				continue
			}
		}
		out = append(out, s)
	}
	return out
}

// writeCitation writes the numbers of a group. The place in the source is said to those who listen, and stands in
// the page's list of sources for those who look.
func (c *converter) writeCitation(s *span, comma bool) {
	c.write(`<sup class="cite">`)
	for i, one := range s.cites {
		if i > 0 || comma {
			c.write(", ")
		}
		attributes := []string{"href", "#source-" + one.id, "id", one.ref}
		if label := c.page.opts.Labels.Source; label != "" {
			label = strings.ReplaceAll(label, "%d", strconv.Itoa(one.number))
			if one.locator != "" {
				label += ", " + one.locator
			}
			attributes = append(attributes, "aria-label", label)
		}
		c.write(element("a", attributes...))
		c.write(strconv.Itoa(one.number) + "</a>")
	}
	c.write("</sup>")
}
