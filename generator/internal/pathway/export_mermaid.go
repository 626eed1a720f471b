package pathway

import (
	"fmt"
	"strings"
	"unicode"
)

// mermaidEdges is how many arrows Mermaid draws unless it is told otherwise (its setting maxEdges).
const mermaidEdges = 500

// Mermaid writes the pathway as a flowchart of Mermaid (https://mermaid.js.org/syntax/flowchart.html), with the
// marks described at [Drawing]'s constants: one drawing of all routes, or, when that has more than 500 arrows, which
// Mermaid does not draw by itself, one drawing per route. Without words, ids are written.
func (d *Diagram) Mermaid(w *Words) []Drawing {
	var out []Drawing
	for _, g := range d.graphs(w, mermaidEdges) {
		out = append(out, Drawing{g.title, g.mermaid()})
	}
	return out
}

func (g graph) mermaid() string {
	var b strings.Builder
	b.WriteString("flowchart TD\n")
	for i, p := range g.parts {
		open, shut := `["`, `"]`
		if p.end {
			open, shut = `(["`, `"])`
		}
		fmt.Fprintf(&b, "  n%d%s%s%s\n", i, open, mermaidText(p.lines, "<br>"), shut)
	}
	for i, p := range g.parts {
		for _, a := range p.arrows {
			fmt.Fprintf(&b, "  n%d -->|\"%s\"| n%d\n", i, mermaidText(a.labels, " / "), a.to)
		}
	}
	return b.String()
}

// mermaidText escapes lines for a text in quotes. All but letters, digits, spaces and a few harmless signs become
// character codes such as #34;, so that nothing in words can end the text or be read as syntax, HTML or Markdown.
func mermaidText(lines []string, between string) string {
	var b strings.Builder
	for i, line := range lines {
		if i > 0 {
			b.WriteString(between)
		}
		before := ' '
		for _, r := range line {
			letter := unicode.IsLetter(r) || unicode.IsMark(r)
			// A full stop or a hyphen after anything but a letter could begin a list of Markdown.
			if letter || r == ' ' || unicode.IsDigit(r) || strings.ContainsRune(",?!'’()/–—…«»€✓✗∅⇒", r) || (r == '.' || r == '-') && unicode.IsLetter(before) {
				b.WriteRune(r)
			} else {
				fmt.Fprintf(&b, "#%d;", r)
			}
			before = r
		}
	}
	return b.String()
}
