package markdown

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// embedNode is a line that begins with two colons.
type embedNode struct {
	ast.BaseBlock
	line string
}

var kindEmbed = ast.NewNodeKind("Embed")

func (*embedNode) Kind() ast.NodeKind           { return kindEmbed }
func (*embedNode) IsRaw() bool                  { return true }
func (n *embedNode) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

type embedParser struct{}

func (embedParser) Trigger() []byte             { return []byte{':'} }
func (embedParser) CanInterruptParagraph() bool { return true }
func (embedParser) CanAcceptIndentedLine() bool { return false }

func (embedParser) Open(_ ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, _ := reader.PeekLine()
	at := pc.BlockOffset()
	if at < 0 || at+1 >= len(line) || line[at] != ':' || line[at+1] != ':' {
		return nil, parser.NoChildren
	}
	n := &embedNode{line: string(line[at:])}
	reader.AdvanceToEOL()
	return n, parser.NoChildren
}

func (embedParser) Continue(ast.Node, text.Reader, parser.Context) parser.State { return parser.Close }
func (embedParser) Close(ast.Node, text.Reader, parser.Context)                 {}

var (
	embedLine     = regexp.MustCompile(`^::([a-z][a-z0-9-]*)(?:\{([^{}]*)\})?\s*$`)
	embedArgument = regexp.MustCompile(`^\s*([a-z][a-z0-9-]*)=(?:"([^"]*)"|([^\s"=]+))(?:\s|$)`)
)

const embedHint = `write ::name{key=value}, with more keys after a space and "straight quotes" around a value with spaces`

// embed asks the caller what stands at an embed.
func (c *converter) embed(n *embedNode) {
	offset := c.blockOffset(n)
	m := embedLine.FindStringSubmatch(n.line)
	if m == nil {
		c.fault(offset, "a line that begins with :: is an embed, and this is not one", embedHint)
		return
	}
	if n.Parent().Kind() != ast.KindDocument {
		c.faultf(offset, "put it at the start of a line, between empty lines", "the embed %q stands in a list or a quote", m[1])
		return
	}
	args, ok := c.embedArguments(m[2], offset)
	if !ok {
		return
	}
	if c.page.opts.Embed == nil {
		c.faultf(offset, "", "there is no embed %q here", m[1])
		return
	}
	html, fault := c.page.opts.Embed(m[1], args)
	if fault != nil {
		c.fault(offset, fault.Message, fault.Hint)
		return
	}
	c.write(string(html) + "\n")
}

func (c *converter) embedArguments(s string, offset int) (map[string]string, bool) {
	args := map[string]string{}
	for strings.TrimSpace(s) != "" {
		m := embedArgument.FindStringSubmatch(s)
		if m == nil {
			c.faultf(offset, embedHint, "%q is not a key with a value", strings.TrimSpace(s))
			return nil, false
		}
		if _, twice := args[m[1]]; twice {
			c.fault(offset, fmt.Sprintf("the key %q stands twice", m[1]), "keep one of them")
			return nil, false
		}
		args[m[1]] = m[2] + m[3]
		s = s[len(m[0]):]
	}
	return args, true
}
