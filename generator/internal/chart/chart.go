// Package chart draws facts: how long the steps of a procedure take ([Timeline]), how great figures are ([Bars]), who
// acts and what passes between them ([Actors]).
//
// A picture is made of few shapes with a class each, and says nothing of colours: the page's style does, for light and
// dark screens, forced colours and paper. It stands on a plane [Width] pixels wide, or little more, so that it can be
// read on a narrow screen without moving it. Texts break at plain spaces.
//
// What a picture shows stands in words beside it, which is the caller's part. The drawings keep to three rules:
//
//   - lengths are true: in one picture the same length stands for the same quantity, and begins at nothing; a picture
//     of no known length shows an order alone, and its words have to say so;
//   - what is not known has a look of its own, and no length that could be read off;
//   - the same facts in the same words give the same picture on every machine: places are whole pixels.
package chart

import "strings"

// Width is how wide pictures are, in pixels: the narrowest screen without its margins.
const Width = 288

// Picture is a drawing, in pixels of a screen that does not enlarge.
type Picture struct {
	Width, Height int
	Shapes        []Shape
}

// Shape is a path, a box or a text, drawn in this order.
type Shape struct {
	// Class is the kind of the shape, for the style: bar, more, unknown, moment, track, scale, box, group, tie, badge;
	// strong for a text that stands out; middle for a text that is set around its place.
	Class string
	// Path is what an attribute d holds; it is empty for a box or a text.
	Path string
	// X, Y, W and H are the place of a box; W is 0 where there is none. Round is the radius of its corners.
	X, Y, W, H, Round int
	// Text holds the lines of a text.
	Text []TextLine
}

// TextLine is a line of text; Y is its base line, X where it begins, or its middle in a shape of the class middle.
type TextLine struct {
	X, Y int
	Text string
}

// How text is set, in pixels.
const (
	textSize   = 14
	lineHeight = 18
)

// write adds lines of text at the place whose top is y, and returns the place below them.
func (p *Picture) write(class string, x, y int, lines []string) int {
	s := Shape{Class: class}
	for i, l := range lines {
		s.Text = append(s.Text, TextLine{x, y + i*lineHeight + textSize, l})
	}
	if len(lines) > 0 {
		p.Shapes = append(p.Shapes, s)
	}
	return y + len(lines)*lineHeight
}

// add adds a shape without text.
func (p *Picture) add(s Shape) { p.Shapes = append(p.Shapes, s) }

// breakLines breaks a text at plain spaces into lines of at most most pixels, longer only where a word is.
func breakLines(text string, most int) []string {
	var lines []string
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '\n' || r == '\t' }) {
		if last := len(lines) - 1; last >= 0 && textWidth(lines[last]+" "+word) <= most {
			lines[last] += " " + word
		} else {
			lines = append(lines, word)
		}
	}
	return lines
}

// textWidth is more than the text takes in any common plain face at [textSize], bold included.
func textWidth(text string) int {
	hundredths := 0 // of the size of the letters
	for _, r := range text {
		switch {
		case strings.ContainsRune("ijlItfr.,:;!|'’()[]-·\u00A0\u202F ", r):
			hundredths += 38
		case strings.ContainsRune("mwMW@%—…", r) || r > 0x2E80:
			hundredths += 98
		case 'A' <= r && r <= 'Z' || r >= 0xC0 && r <= 0xDE:
			hundredths += 74
		default:
			hundredths += 62
		}
	}
	return hundredths*textSize/100 + 1
}
