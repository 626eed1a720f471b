package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"boussole/generator/internal/build"
	"boussole/generator/internal/pathway"
	"boussole/generator/internal/source"
)

// export writes a whole pathway in another form: json, csv, mermaid, dot or dmn, in the words of a language where the
// form has words.
func export(w io.Writer, s *streams, p *build.Pathway, format, lang string) error {
	words := p.Words[lang]
	if words == nil && format != "csv" {
		return usageError{fmt.Errorf("the pathway %q has no words in %q", p.Name, lang)}
	}
	text, ds := "", source.Diagnostics(nil)
	switch format {
	case "json":
		return writeJSON(w, compiled{reportOf(p), p.Diagram.Data(), words.All()})
	case "csv":
		text, ds = p.Diagram.CSV()
	case "dmn":
		text, ds = p.Diagram.DMN(words)
	case "dot":
		for _, g := range p.Diagram.DOT(words) {
			text += g.Text
		}
	case "mermaid":
		text = mermaid(p.Diagram.Mermaid(words))
	}
	if !tell(s, ds, source.Note) {
		return errContent
	}
	_, err := io.WriteString(w, text)
	return err
}

// compiled is a pathway as explain prints it for programs: how it stands, the diagram that the browser gets, and its
// words by id.
type compiled struct {
	pathwayReport
	Diagram pathway.Data      `json:"diagram"`
	Words   map[string]string `json:"words"`
}

// mermaid is a flowchart, or, when there are several, a page of Markdown with each of them in a block.
func mermaid(drawings []pathway.Drawing) string {
	if len(drawings) == 1 {
		return drawings[0].Text
	}
	text := ""
	for i, g := range drawings {
		if i > 0 {
			text += "\n"
		}
		text += "## " + g.Title + "\n\n```mermaid\n" + g.Text + "```\n"
	}
	return text
}

type importCmd struct {
	File   string `arg:"" help:"The file to read." placeholder:"FILE"`
	Format string `help:"What it holds: dmn (decision tables of DMN 1.1 to 1.3) or paths (answer paths with their outcomes, as JSON)." enum:"dmn,paths" default:"dmn"`
}

// Run prints the rules of a pathway that say the same as the file, and tells what is wrong in it.
func (c *importCmd) Run(_ *commands, s *streams) error {
	data, err := os.ReadFile(c.File)
	if err != nil {
		return usageError{fmt.Errorf("the file cannot be read: %w", err)}
	}
	f, ds := source.New(filepath.ToSlash(c.File), data)
	rules := ""
	if !ds.HasErrors() {
		read := pathway.ImportDMN
		if c.Format == "paths" {
			read = pathway.ImportPaths
		}
		var more source.Diagnostics
		rules, more = read(f)
		ds = append(ds, more...)
	}
	if !tell(s, ds, source.Note) {
		return errContent
	}
	_, err = io.WriteString(s.out, rules)
	return err
}
