package pathway

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// dotEdges is how many arrows a drawing of all routes may have to be of use on a sheet.
const dotEdges = 2000

// DOT writes the pathway for Graphviz (https://graphviz.org/doc/info/lang.html), with the marks described at
// [Drawing]'s constants: one graph of all routes, or, when that has more than 2,000 arrows, one graph per route.
// Several graphs may stand one after another in a file. Without words, ids are written.
func (d *Diagram) DOT(w *Words) []Drawing {
	var out []Drawing
	for _, g := range d.graphs(w, dotEdges) {
		out = append(out, Drawing{g.title, g.dot()})
	}
	return out
}

func (g graph) dot() string {
	var b strings.Builder
	fmt.Fprintf(&b, "digraph %s {\n", dotText([]string{g.title}, 0))
	b.WriteString("  graph [rankdir=TB, charset=\"UTF-8\"];\n  node [shape=box, style=rounded];\n")
	for i, p := range g.parts {
		shape := ""
		if p.end {
			shape = ", shape=ellipse, style=solid"
		}
		fmt.Fprintf(&b, "  n%d [label=%s%s];\n", i, dotText(p.lines, 32), shape)
	}
	for i, p := range g.parts {
		for _, a := range p.arrows {
			fmt.Fprintf(&b, "  n%d -> n%d [label=%s];\n", i, a.to, dotText(a.labels, 24))
		}
	}
	b.WriteString("}\n")
	return b.String()
}

// dotText quotes lines, broken between words after width characters (0: never broken).
func dotText(lines []string, width int) string {
	var b strings.Builder
	b.WriteByte('"')
	for i, line := range lines {
		if i > 0 {
			b.WriteString(`\n`)
		}
		col := 0
		for j, word := range strings.Fields(line) {
			n := utf8.RuneCountInString(word)
			switch {
			case j == 0:
			case width > 0 && col+1+n > width:
				b.WriteString(`\n`)
				col = 0
			default:
				b.WriteByte(' ')
				col++
			}
			b.WriteString(strings.NewReplacer(`\`, `\\`, `"`, `\"`, `&`, `&amp;`).Replace(word))
			col += n
		}
	}
	b.WriteByte('"')
	return b.String()
}
