package pathway

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"boussole/generator/internal/source"
)

// element is an element of an XML document that knows its place.
type element struct {
	space, name string
	attributes  map[string]string // by local name; those with a prefix are left out
	children    []*element
	text        string // all text directly inside, trimmed
	pos         source.Pos
	textPos     source.Pos // where the text begins, or pos
}

// maxXMLDepth is how deep elements may stand in each other.
const maxXMLDepth = 60

// parseXML reads a document. Document types are refused, so nothing outside the file is read and nothing grows. The
// element is nil when there is an error.
func parseXML(f *source.File) (*element, source.Diagnostics) {
	var ds source.Diagnostics
	dec := xml.NewDecoder(bytes.NewReader(f.Text))
	dec.CharsetReader = func(charset string, r io.Reader) (io.Reader, error) {
		for _, c := range f.Text {
			if c >= 0x80 {
				return nil, fmt.Errorf("the encoding %q is not read, expected UTF-8", charset)
			}
		}
		return r, nil
	}
	var root *element
	var open []*element
	for {
		pos := f.At(int(dec.InputOffset()))
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			ds.Add(notXML(f, dec, err))
			return nil, ds
		}
		switch t := token.(type) {
		case xml.StartElement:
			e := &element{space: t.Name.Space, name: t.Name.Local, attributes: map[string]string{}, pos: pos, textPos: pos}
			for _, a := range t.Attr {
				if a.Name.Space == "" {
					e.attributes[a.Name.Local] = a.Value
				}
			}
			switch {
			case len(open) == maxXMLDepth:
				ds.Errorf(pos, "elements stand in each other more than %d deep", maxXMLDepth)
				return nil, ds
			case len(open) > 0:
				parent := open[len(open)-1]
				parent.children = append(parent.children, e)
			case root == nil:
				root = e
			default:
				ds.Errorf(pos, "a second root element, expected one")
				return nil, ds
			}
			open = append(open, e)
		case xml.EndElement:
			e := open[len(open)-1]
			e.text = strings.TrimSpace(e.text)
			open = open[:len(open)-1]
		case xml.CharData:
			if len(open) > 0 {
				open[len(open)-1].addText(f, pos, string(t))
			}
		case xml.Directive:
			ds.Errorf(pos, "a document type (<!…>) is not read")
			return nil, ds
		}
	}
	if root == nil {
		ds.Errorf(f.At(0), "the file holds no XML element")
	}
	return root, ds
}

func (e *element) addText(f *source.File, pos source.Pos, text string) {
	if trimmed := strings.TrimLeft(text, " \t\n"); trimmed != "" && strings.TrimSpace(e.text) == "" {
		e.textPos = f.At(pos.Offset + len(text) - len(trimmed))
	}
	e.text += text
}

func notXML(f *source.File, dec *xml.Decoder, err error) source.Diagnostic {
	message := err.Error()
	if syntax := (*xml.SyntaxError)(nil); errors.As(err, &syntax) {
		message = syntax.Msg
	}
	line, col := dec.InputPos()
	pos := f.AtLine(line, 1)
	// InputPos counts bytes.
	return source.Diagnostic{Pos: f.At(pos.Offset + col - 1), Message: "this is not XML that can be read: " + message}
}

// child returns the first child of that name in the element's own namespace, or nil.
func (e *element) child(name string) *element {
	if e == nil {
		return nil
	}
	for _, c := range e.children {
		if c.name == name && c.space == e.space {
			return c
		}
	}
	return nil
}

// all returns the children of that name in the element's own namespace.
func (e *element) all(name string) []*element {
	var out []*element
	for _, c := range e.children {
		if c.name == name && c.space == e.space {
			out = append(out, c)
		}
	}
	return out
}

// words is the text of the child called text, with its place; the element's own place when there is none.
func (e *element) words() source.Text {
	if t := e.child("text"); t != nil {
		return source.Text{Value: t.text, Pos: t.textPos}
	}
	if e == nil {
		return source.Text{}
	}
	return source.Text{Pos: e.pos}
}
