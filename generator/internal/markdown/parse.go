package markdown

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// dialect is the parser of every page; it keeps no state between pages. Only the parsing is goldmark's: the HTML
// is written here, from its tree, because numbers, typography and terms run through the text in reading order.
var dialect = parser.NewParser(
	parser.WithBlockParsers(
		util.Prioritized(embedParser{}, 50), // before definition lists, which begin with one colon
		util.Prioritized(pinParser{parser.NewSetextHeadingParser()}, 100),
		util.Prioritized(extension.NewDefinitionListParser(), 101),
		util.Prioritized(extension.NewDefinitionDescriptionParser(), 102),
		util.Prioritized(parser.NewThematicBreakParser(), 200),
		util.Prioritized(parser.NewListParser(), 300),
		util.Prioritized(parser.NewListItemParser(), 400),
		util.Prioritized(parser.NewCodeBlockParser(), 500),
		util.Prioritized(pinParser{parser.NewATXHeadingParser()}, 600),
		util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
		util.Prioritized(parser.NewBlockquoteParser(), 800),
		util.Prioritized(parser.NewHTMLBlockParser(), 900), // read so that it can be refused with its place
		util.Prioritized(noteParser{}, 999),
		util.Prioritized(parser.NewParagraphParser(), 1000),
	),
	parser.WithInlineParsers(
		util.Prioritized(parser.NewCodeSpanParser(), 100),
		util.Prioritized(citationParser{}, 150), // before links, which begin with [ too
		util.Prioritized(noteMarkParser{}, 151),
		util.Prioritized(parser.NewLinkParser(), 200),
		util.Prioritized(parser.NewAutoLinkParser(), 300),
		util.Prioritized(parser.NewRawHTMLParser(), 400),
		util.Prioritized(parser.NewEmphasisParser(), 500),
	),
	parser.WithParagraphTransformers(
		util.Prioritized(calloutTransformer{}, 90), // before [!note]: could be the label of a link
		util.Prioritized(parser.LinkReferenceParagraphTransformer, 100),
		util.Prioritized(extension.NewTableParagraphTransformer(), 200),
		util.Prioritized(captionTransformer{}, 300),
	),
	parser.WithASTTransformers(
		util.Prioritized(extension.NewTableASTTransformer(), 0),
	),
)

// parse returns the tree of the text, nil with a fault when the parser gave up.
func (c *converter) parse() (root ast.Node) {
	defer func() {
		// A parser that panics on some text of an editor must not take the whole build down.
		if r := recover(); r != nil {
			c.faultf(0, "look for unusual nesting of lists, quotes and notes", "%s (%v)", parserGaveUp, r)
			root = nil
		}
	}()
	return dialect.Parse(text.NewReader(c.src))
}

const parserGaveUp = "this text cannot be read as Markdown"

// isPunct reports whether a backslash before b makes it an ordinary sign.
func isPunct(b byte) bool { return util.IsPunct(b) }
