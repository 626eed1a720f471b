package pathway

import (
	"encoding/xml"
	"fmt"
	"strings"
)

// SVG is the picture as a document by itself: black on white, without scripts, styles or fonts, named and described
// for those who do not see it.
func (p *Picture) SVG(title, desc string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-labelledby="title desc" font-family="sans-serif" font-size="%d" text-anchor="middle">`+"\n",
		p.Width, p.Height, p.Width, p.Height, textSize)
	fmt.Fprintf(&b, "<title id=\"title\">%s</title>\n<desc id=\"desc\">%s</desc>\n", escapeXML(title), escapeXML(desc))
	fmt.Fprintf(&b, "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>\n", p.Width, p.Height)
	for _, l := range p.Lines {
		fmt.Fprintf(&b, `<path d="%s" fill="none" stroke="#555" stroke-width="1.5"/>`+"\n", l.Path())
		writeText(&b, l.Text)
	}
	for _, x := range p.Boxes {
		fmt.Fprintf(&b, `<rect x="%d" y="%d" width="%d" height="%d" rx="%d" fill="#fff" stroke="#000"%s/>`+"\n", x.X, x.Y, x.W, x.H, x.Round(), boxLooks[x.Kind])
		writeText(&b, x.Text)
	}
	b.WriteString("</svg>\n")
	return b.String()
}

// Text tells the outline in one paragraph: each step with its number, its question and where its answers lead.
func (o *Outline) Text(say Say) string {
	if len(o.Steps) == 0 {
		return say.End(o.End)
	}
	var steps []string
	for i, s := range o.Steps {
		text := fmt.Sprintf("%d. %s", i+1, say.Question(s.Question))
		for k, a := range s.Answers {
			var options []string
			for _, option := range a.Options {
				options = append(options, say.Option(s.Question, option))
			}
			to := fmt.Sprint(a.Step)
			if a.Step == 0 {
				to = say.End(a.End)
			}
			if k > 0 {
				text += ";"
			}
			text += " " + strings.Join(options, " / ") + " → " + to
		}
		steps = append(steps, text+".")
	}
	return strings.Join(steps, " ")
}

// boxLooks tells kinds of boxes apart without colour: by their edges, besides their corners and their words.
var boxLooks = map[string]string{
	"question":        ` stroke-width="1.5"`,
	Applies.String():  ` stroke-width="3"`,
	Possible.String(): ` stroke-width="2" stroke-dasharray="7 4"`,
	Excluded.String(): ` stroke-width="1"`,
	Hidden.String():   ` stroke-width="1" stroke-dasharray="2 3"`,
	impossibleWord:    ` stroke-width="1" stroke-dasharray="9 3 2 3"`,
}

// Round is the radius of the box's corners: half round where the route applies or is possible, square where a way
// ends without it, between the two for a question.
func (b Box) Round() int {
	switch b.Kind {
	case "question":
		return 6
	case Applies.String(), Possible.String():
		return min(b.H/2, 20)
	}
	return 0
}

func writeText(b *strings.Builder, lines []TextLine) {
	b.WriteString("<text>")
	for _, l := range lines {
		fmt.Fprintf(b, `<tspan x="%d" y="%d">%s</tspan>`, l.X, l.Y, escapeXML(l.Text))
	}
	b.WriteString("</text>\n")
}

func escapeXML(text string) string {
	var b strings.Builder
	if err := xml.EscapeText(&b, []byte(text)); err != nil {
		panic(err) // a strings.Builder takes everything
	}
	return b.String()
}
