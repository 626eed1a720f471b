package assets

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"boussole/generator/internal/source"
)

// elements are those of SVG 2 that draw and do nothing else. The list is of what may stand, because what may not
// grows with every browser.
var elements = setOf(`svg g defs symbol use title desc style path rect circle ellipse line polyline polygon text tspan
	textPath image marker mask clipPath pattern linearGradient radialGradient stop filter feBlend feColorMatrix
	feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow
	feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology feOffset fePointLight
	feSpecularLighting feSpotLight feTile feTurbulence`)

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}

const (
	svgSpace   = "http://www.w3.org/2000/svg"
	plainSVG   = "save the drawing as plain SVG"
	inItself   = "a drawing refers only to its own parts, as in href=\"#name\" and url(#name), or holds the picture as data:image/png"
	notAtRest  = "a drawing does nothing: delete it"
	noDeclared = "delete it; a drawing needs no such line"
)

// checkSVG reports what is not at rest in a drawing, or leads out of it.
func checkSVG(f *source.File) source.Diagnostics {
	s := &drawing{file: f, dec: xml.NewDecoder(bytes.NewReader(f.Text))}
	s.dec.CharsetReader = func(charset string, _ io.Reader) (io.Reader, error) {
		return nil, fmt.Errorf("the encoding %q is declared, expected UTF-8", charset)
	}
	for {
		s.at = int(s.dec.InputOffset())
		token, err := s.dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			s.add(int(s.dec.InputOffset()), fmt.Sprintf("this is not XML that can be read: %v", strip(err)), "")
			return s.ds
		}
		s.token(token)
	}
	if !s.root {
		s.add(0, "the file holds no <svg>", "")
	}
	return s.ds
}

// strip takes the line number out of an XML error: the diagnostic has it.
func strip(err error) error {
	var se *xml.SyntaxError
	if errors.As(err, &se) {
		return errors.New(se.Msg)
	}
	return err
}

// drawing is an SVG file while it is read.
type drawing struct {
	file *source.File
	dec  *xml.Decoder
	at   int // where the token begins
	open []string
	root bool // the outermost element was seen
	// style is the text of the style element that is open, which begins at styleAt. Browsers join its parts, so a
	// comment in the middle of a word hides nothing.
	style   strings.Builder
	styleAt int
	ds      source.Diagnostics
}

func (s *drawing) add(offset int, message, hint string) {
	s.ds.Add(source.Diagnostic{Pos: s.file.At(offset), Message: message, Hint: hint})
}

func (s *drawing) token(token xml.Token) {
	switch t := token.(type) {
	case xml.StartElement:
		s.element(t)
	case xml.EndElement:
		s.open = s.open[:len(s.open)-1]
		if t.Name.Local == "style" {
			s.styleText(s.style.String(), s.styleAt)
		}
	case xml.CharData:
		if len(s.open) > 0 && s.open[len(s.open)-1] == "style" {
			s.style.Write(t)
		} else if len(s.open) == 0 && len(bytes.TrimSpace(t)) > 0 {
			s.add(s.at, "text stands outside <svg>", "")
		}
	case xml.Directive:
		s.add(s.at, "found a declaration <!…>", noDeclared)
	case xml.ProcInst:
		if t.Target != "xml" {
			s.add(s.at, fmt.Sprintf("found an instruction <?%s …?>", t.Target), noDeclared)
		}
	}
}

func (s *drawing) element(t xml.StartElement) {
	name := t.Name.Local
	switch {
	case len(s.open) == 0 && (s.root || name != "svg"):
		s.add(s.at, fmt.Sprintf("found <%s> outside <svg>", name), "")
	case t.Name.Space != svgSpace && len(s.open) == 0:
		s.add(s.at, fmt.Sprintf("<svg> lacks xmlns=%q", svgSpace), "")
	case strings.EqualFold(name, "script") || strings.EqualFold(name, "foreignObject"):
		s.add(s.at, fmt.Sprintf("found <%s>, which is active content", name), notAtRest)
	case t.Name.Space != svgSpace:
		s.add(s.at, fmt.Sprintf("found <%s>, which is not of SVG but of %q", name, t.Name.Space), plainSVG)
	case !elements[name]:
		s.add(s.at, fmt.Sprintf("found <%s>, which does not draw", name), notAtRest)
	}
	if name == "style" {
		s.style.Reset()
		s.styleAt = s.at
	}
	s.root = true
	s.open = append(s.open, name)
	for _, a := range t.Attr {
		s.attribute(a)
	}
}

func (s *drawing) attribute(a xml.Attr) {
	name, value := strings.ToLower(a.Name.Local), a.Value
	if a.Name.Space == "xmlns" || a.Name.Space == "" && name == "xmlns" {
		return
	}
	at := s.attributeAt(a)
	switch {
	case strings.HasPrefix(name, "on"):
		s.add(at, fmt.Sprintf("found %s, which runs a script", a.Name.Local), notAtRest)
	case name == "href" || name == "src":
		if !strings.HasPrefix(value, "#") && !embedded.MatchString(value) {
			s.add(at, fmt.Sprintf("found %s=%q, which leads out of the drawing", a.Name.Local, short(value)), inItself)
		}
	case a.Name.Space == "http://www.w3.org/XML/1998/namespace" && name == "base" || a.Name.Space == "xml" && name == "base":
		s.add(at, "found xml:base, which leads out of the drawing", inItself)
	case active.MatchString(squeeze(value)):
		s.add(at, fmt.Sprintf("found %s=%q, which is active content", a.Name.Local, short(value)), notAtRest)
	case strings.HasPrefix(name, "aria-"): // words for people
	default:
		s.styleText(value, at) // fill, mask and many more are read as styles are
	}
}

var (
	embedded = regexp.MustCompile(`^data:image/(png|jpeg|webp);base64,[A-Za-z0-9+/=\s]*$`)
	active   = regexp.MustCompile(`(?i)^(javascript|vbscript|data):`)
	url      = regexp.MustCompile(`(?i)url\(\s*["']?\s*`)
	// outward is what leads out of a style sheet, or hides that something does.
	outward = regexp.MustCompile(`(?i)\\|@import|@namespace|@font-face|javascript:|https?:|//|image-set\(|image\(|cross-fade\(|src\(|element\(|expression\(|-moz-binding|behavior\s*:`)
)

// styleText looks at a style sheet, or an attribute that is read as one, that stands at offset at.
func (s *drawing) styleText(css string, at int) {
	for _, m := range url.FindAllStringIndex(css, -1) {
		if !strings.HasPrefix(css[m[1]:], "#") {
			s.add(at, fmt.Sprintf("found %q, which leads out of the drawing", short(css[m[0]:])), inItself)
			return
		}
	}
	if found := outward.FindString(css); found != "" {
		s.add(at, fmt.Sprintf("found %q in a style, which may lead out of the drawing", found), inItself)
	}
}

// squeeze drops what browsers drop from an address before they look at its scheme.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if r <= ' ' {
			return -1
		}
		return r
	}, s)
}

// attributeAt finds an attribute in its element, which ends where the decoder stands.
func (s *drawing) attributeAt(a xml.Attr) int {
	tag := s.file.Text[s.at:min(int(s.dec.InputOffset()), len(s.file.Text))]
	place := regexp.MustCompile(`[\s:]` + regexp.QuoteMeta(a.Name.Local) + `\s*=`).FindIndex(tag)
	if place == nil {
		return s.at
	}
	return s.at + place[0] + 1
}

// short cuts a value for a message.
func short(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}
