package source

import (
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
	"golang.org/x/text/unicode/norm"
)

// Kind is the shape of a [Node].
type Kind int

const (
	Scalar Kind = iota // one text
	List               // nodes in order
	Map                // keys with nodes, in the order written
	Null               // nothing, or a plain null or ~
)

func (k Kind) String() string { return [...]string{"a text", "a list", "a mapping", "nothing"}[k] }

// Node is one node of a YAML document.
type Node struct {
	Kind Kind
	Pos  Pos
	// Text is a scalar as it was written, without its quotes.
	Text string
	// Quoted reports whether a scalar stood in quotes or in a block.
	Quoted bool
	// Items are a list's nodes.
	Items []*Node
	// Pairs are a mapping's keys and values; no key stands twice.
	Pairs []Pair
}

// Pair is a key of a mapping and its value.
type Pair struct{ Key, Value *Node }

// Get returns the value of a mapping's key, nil when it is absent.
func (n *Node) Get(key string) *Node {
	if n == nil {
		return nil
	}
	for _, p := range n.Pairs {
		if p.Key.Text == key {
			return p.Value
		}
	}
	return nil
}

// MaxDepth is how deep lists and mappings may stand in each other.
const MaxDepth = 40

// MaxYAML is the largest YAML text that is read, in bytes.
const MaxYAML = 2 << 20

// ParseYAML reads the file as one YAML document. The tree is nil when the document is empty or has an error.
func ParseYAML(f *File) (*Node, Diagnostics) { return parseYAML(f, 0, len(f.Text)) }

func parseYAML(f *File, start, end int) (node *Node, ds Diagnostics) {
	text := f.Text[start:end]
	firstLine, _ := f.At(start).LineCol()
	p := &yamlTree{file: f, line: firstLine - 1}
	if len(text) > MaxYAML {
		ds.Errorf(f.At(start), "the YAML text has %d bytes; at most %d are read", len(text), MaxYAML)
		return nil, ds
	}
	if at := tooMany(text); at >= 0 {
		ds.Errorf(f.At(start+at), "the YAML text has more than %d entries", MaxEntries)
		return nil, ds
	}
	if at := tooDeep(text); at >= 0 {
		ds.Errorf(f.At(start+at), "lists and mappings stand in each other more than %d deep", MaxDepth)
		return nil, ds
	}
	defer func() {
		// The parser has panicked on bad input before; for an author it is a syntax error like any other.
		if r := recover(); r != nil {
			node, ds = nil, Diagnostics{{Pos: f.At(start), Message: fmt.Sprintf("this is not YAML that can be read (%v)", r)}}
		}
	}()
	tree, err := parser.ParseBytes(text, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		ds.Add(p.syntaxError(f.At(start), err))
		return nil, ds
	}
	var docs []ast.Node
	for _, d := range tree.Docs {
		if d.Body != nil {
			docs = append(docs, d.Body)
		}
	}
	if len(docs) == 0 {
		return nil, nil
	}
	if len(docs) > 1 {
		ds.Errorf(p.node(docs[1], 0).Pos, "a second YAML document begins here, expected one")
		return nil, ds
	}
	node = p.node(docs[0], 0)
	if p.ds.HasErrors() {
		return nil, p.ds
	}
	if node.Kind == Null {
		return nil, p.ds
	}
	return node, p.ds
}

// MaxEntries is how many lines and commas a YAML text may have: the parser's time grows faster than their number.
const MaxEntries = 20_000

// tooMany returns the offset at which a text has more entries than are read, or -1.
func tooMany(text []byte) int {
	n := 0
	for i, c := range text {
		if c == '\n' || c == ',' {
			if n++; n > MaxEntries {
				return i
			}
		}
	}
	return -1
}

// tooDeep returns the offset at which flow brackets or block list marks first stand deeper than MaxDepth, or -1.
// It runs before the parser, which needs time that grows faster than the depth; it need not understand quotes,
// because no honest document comes near the bound.
func tooDeep(text []byte) int {
	depth, dashes, lineStart := 0, 0, true
	for i, c := range text {
		switch c {
		case '[', '{':
			depth++
		case ']', '}':
			depth = max(0, depth-1)
		case '\n':
			dashes, lineStart = 0, true
			continue
		case '-', '?':
			if lineStart {
				dashes++
			}
		case ' ':
			continue
		default:
			lineStart = false
		}
		if depth > MaxDepth || dashes > MaxDepth {
			return i
		}
	}
	return -1
}

type yamlTree struct {
	file *File
	line int // lines of the file before the text that was parsed
	ds   Diagnostics
}

func (p *yamlTree) pos(t *token.Token) Pos {
	if t == nil || t.Position == nil {
		return p.file.AtLine(p.line+1, 1)
	}
	return p.file.AtLine(p.line+t.Position.Line, t.Position.Column)
}

func (p *yamlTree) syntaxError(start Pos, err error) Diagnostic {
	var ye yaml.Error
	if !errors.As(err, &ye) {
		return Diagnostic{Pos: start, Message: "this is not YAML that can be read: " + firstLine(err.Error())}
	}
	d := Diagnostic{Pos: start, Message: "this is not YAML that can be read: " + ye.GetMessage()}
	if t := ye.GetToken(); t != nil {
		d.Pos = p.pos(t)
	}
	if strings.Contains(d.Message, "could not find") || strings.Contains(d.Message, "unterminated") {
		d.Hint = "close the bracket or the quote that was opened"
	} else {
		d.Hint = `a text that holds ": ", " #" or begins with a sign such as [ { * & ! " stands in quotes`
	}
	return d
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	return s
}

// node turns the library's tree into ours. What the site's files may not hold is reported and left out.
func (p *yamlTree) node(n ast.Node, depth int) *Node {
	if n == nil {
		return &Node{Kind: Null, Pos: p.file.AtLine(p.line+1, 1)}
	}
	pos := p.pos(n.GetToken())
	if depth > MaxDepth {
		p.ds.Errorf(pos, "lists and mappings stand in each other more than %d deep", MaxDepth)
		return &Node{Kind: Null, Pos: pos}
	}
	switch n := n.(type) {
	case *ast.NullNode:
		return &Node{Kind: Null, Pos: pos}
	case *ast.StringNode:
		quoted := n.Token.Type == token.SingleQuoteType || n.Token.Type == token.DoubleQuoteType
		return &Node{Kind: Scalar, Pos: pos, Text: p.unescaped(pos, n.Value), Quoted: quoted}
	case *ast.LiteralNode:
		return &Node{Kind: Scalar, Pos: pos, Text: n.Value.Value, Quoted: true}
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		return &Node{Kind: Scalar, Pos: pos, Text: n.GetToken().Value}
	case *ast.MappingNode:
		return p.mapping(pos, n.Values, depth)
	case *ast.MappingValueNode:
		return p.mapping(pos, []*ast.MappingValueNode{n}, depth)
	case *ast.SequenceNode:
		list := &Node{Kind: List, Pos: pos}
		for _, v := range n.Values {
			list.Items = append(list.Items, p.node(v, depth+1))
		}
		return list
	case *ast.AnchorNode, *ast.AliasNode:
		p.refuse(pos, "anchors (&) and aliases (*) are not read", "write the text again, or put it in quotes if it begins with & or *")
	case *ast.TagNode:
		p.refuse(pos, "tags (!) are not read", "put the text in quotes if it begins with !")
	case *ast.MappingKeyNode:
		p.refuse(pos, "keys that are marked with ? are not read", "")
	case *ast.DirectiveNode:
		p.refuse(pos, "directives (%) are not read", "")
	default:
		p.refuse(pos, fmt.Sprintf("%s is not read here", n.Type()), "")
	}
	return &Node{Kind: Null, Pos: pos}
}

// unescaped returns a text in normalisation form C, and reports characters that an escape such as "\e" or "\u202e"
// has brought in and that may not stand in a file.
func (p *yamlTree) unescaped(pos Pos, text string) string {
	for _, r := range text {
		if what := forbidden(r); what != "" {
			p.refuse(pos, what, "delete the escape")
			return ""
		}
	}
	return norm.NFC.String(text)
}

func (p *yamlTree) refuse(pos Pos, message, hint string) {
	p.ds.Add(Diagnostic{Pos: pos, Message: message, Hint: hint})
}

func (p *yamlTree) mapping(pos Pos, values []*ast.MappingValueNode, depth int) *Node {
	m := &Node{Kind: Map, Pos: pos}
	seen := map[string]*Node{}
	for _, v := range values {
		if _, ok := v.Key.(*ast.MergeKeyNode); ok {
			p.refuse(p.pos(v.Key.GetToken()), "merge keys (<<) are not read", "write the keys again")
			continue
		}
		key := p.node(v.Key, depth+1)
		if key.Kind != Scalar {
			// A plain null is a word like any other where a key stands.
			if t := v.Key.GetToken(); t != nil && t.Type == token.NullType {
				key = &Node{Kind: Scalar, Pos: key.Pos, Text: t.Value}
			} else {
				p.ds.Errorf(key.Pos, "a key is %s, expected a word", key.Kind)
				continue
			}
		}
		if first := seen[key.Text]; first != nil {
			p.ds.Add(Diagnostic{Pos: key.Pos, Message: fmt.Sprintf("the key %q stands twice", key.Text), Hint: "keep one of them", Related: []Related{{first.Pos, "the first one"}}})
			continue
		}
		seen[key.Text] = key
		value := p.node(v.Value, depth+1)
		if value.Kind == Null && value.Pos.Offset < key.Pos.Offset {
			value.Pos = key.Pos
		}
		m.Pairs = append(m.Pairs, Pair{key, value})
	}
	if len(m.Pairs) > 0 {
		m.Pos = m.Pairs[0].Key.Pos
	}
	return m
}
