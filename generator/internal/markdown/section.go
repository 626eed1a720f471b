package markdown

import "strings"

// beginSection starts the words under a heading.
func (c *converter) beginSection(id, title string) {
	c.doc.Sections = append(c.doc.Sections, Section{ID: id, Title: ordinary(title)})
	c.texts = append(c.texts, &strings.Builder{})
	c.section = len(c.texts) - 1
}

// say adds plain words to the current section.
func (c *converter) say(words string) {
	words = ordinary(words)
	if words == "" {
		return
	}
	b := c.texts[c.section]
	if b.Len() > 0 {
		b.WriteByte(' ')
	}
	b.WriteString(words)
}

// finishSections puts the words in the document, without an opening section that has none, and counts them.
func (c *converter) finishSections() {
	d := c.doc
	for i := range d.Sections {
		d.Sections[i].Text = c.texts[i].String()
		d.Words += countWords(d.Sections[i].Title) + countWords(d.Sections[i].Text)
	}
	if d.Sections[0].Text == "" {
		d.Sections = d.Sections[1:]
	}
}

// ordinary makes every run of spaces, no-break ones too, one ordinary space.
func ordinary(s string) string { return strings.Join(strings.Fields(s), " ") }

// countWords counts what has a letter or a digit between spaces, as a reader would: "12 %" is one word.
func countWords(s string) int {
	n := 0
	for _, w := range strings.Fields(s) {
		if strings.ContainsFunc(w, isWordRune) {
			n++
		}
	}
	return n
}
