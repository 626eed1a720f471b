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

// calloutKinds are the kinds of labelled blocks: a remark, a real risk, something uncertain or possibly out of
// date, sources that disagree, a real case.
var calloutKinds = []string{"note", "warning", "caution", "disputed", "example"}

// calloutNode is the first line of a labelled block; its text is the block's own label.
type calloutNode struct {
	ast.BaseBlock
	kind string
}

var kindCallout = ast.NewNodeKind("Callout")

func (*calloutNode) Kind() ast.NodeKind           { return kindCallout }
func (n *calloutNode) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

// calloutTransformer parts the first line of a quote from its text when it begins with [!kind].
type calloutTransformer struct{}

var calloutStart = regexp.MustCompile(`^\[!([^\]\n]*)(\]?)[ \t]*`)

func (calloutTransformer) Transform(n *ast.Paragraph, reader text.Reader, _ parser.Context) {
	quote, ok := n.Parent().(*ast.Blockquote)
	if !ok || n.PreviousSibling() != nil || n.Lines().Len() == 0 {
		return
	}
	first := n.Lines().At(0)
	first = first.TrimLeftSpace(reader.Source())
	m := calloutStart.FindSubmatchIndex(first.Value(reader.Source()))
	if m == nil {
		return
	}
	line := first.Value(reader.Source())
	label := &calloutNode{kind: strings.TrimSpace(string(line[m[2]:m[3]]))}
	if m[4] == m[5] {
		label.kind = "" // never closed
	}
	label.SetPos(first.Start)
	first.Start += m[1]
	if first = first.TrimRightSpace(reader.Source()); first.Start < first.Stop {
		label.Lines().Append(first)
	}
	quote.InsertBefore(quote, n, label)
	n.Lines().SetSliced(1, n.Lines().Len())
	if n.Lines().Len() == 0 {
		quote.RemoveChild(quote, n)
	}
}

// quote writes a quote, or a labelled block.
func (c *converter) quote(n *ast.Blockquote) {
	label, ok := n.FirstChild().(*calloutNode)
	if !ok {
		c.deeper(n, func() {
			c.write("<blockquote>\n")
			c.blocks(n)
			c.write("</blockquote>\n")
		})
		return
	}
	if !c.checkCallout(label) {
		label.kind = calloutKinds[0]
	}
	c.deeper(n, func() {
		c.write(element("div", "class", "callout callout-"+label.kind) + "\n")
		c.calloutLabel(label)
		for child := label.NextSibling(); child != nil; child = child.NextSibling() {
			c.block(child)
		}
		c.write("</div>\n")
	})
}

func (c *converter) checkCallout(n *calloutNode) bool {
	if n.NextSibling() == nil {
		c.fault(n.Pos(), "this block has a label and no text", "write the text on the next lines, each beginning with >")
	}
	for _, kind := range calloutKinds {
		if n.kind == kind {
			return true
		}
	}
	message := fmt.Sprintf("there is no kind of block %q", n.kind)
	if n.kind == "" {
		message = "this block does not name its kind"
	}
	c.fault(n.Pos(), message, source.DidYouMean(n.kind, calloutKinds))
	return false
}

// calloutLabel writes the label of the kind and, after a colon, the block's own: the kind is never told by colour
// alone.
func (c *converter) calloutLabel(n *calloutNode) {
	kind := c.page.opts.Labels.Callouts[n.kind]
	spans := c.phrase(n, named)
	own := plain(spans)
	if kind == "" && own == "" {
		return
	}
	between := ": "
	if c.page.opts.Lang == "fr" {
		between = "\u00A0: "
	}
	c.write(`<p class="callout-label">`)
	switch {
	case kind != "" && own != "":
		c.write(`<span class="callout-kind">` + esc(kind+between) + "</span>")
		c.say(kind + between + own)
	case kind != "":
		c.write(esc(kind))
		c.say(kind)
	default:
		c.say(own)
	}
	c.writeSpans(spans)
	c.write("</p>\n")
}
