package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"boussole/generator/internal/pathway"
)

const entryTable = `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="entry" namespace="urn:test">
<decision name="Entry"><decisionTable>
<input><inputExpression typeRef="boolean"><text>is Resident</text></inputExpression></input>
<output/>
<rule><inputEntry><text>true</text></inputEntry><outputEntry><text>"Free"</text></outputEntry></rule>
</decisionTable></decision></definitions>
`

const entryRules = `# Imported from entry.dmn: decision tables of DMN 1.3.
# Still to be written: the pages of the routes, the sources of the criteria, and the words.

questions:
  is-resident:
    options: ["true", "false"]

criteria:
  is-resident-true: {when: {is-resident: "true"}}

routes:
  # Entry, hit policy UNIQUE
  free: {needs: [is-resident-true]}
`

func TestImportCommand(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "entry.dmn")
	if err := os.WriteFile(file, []byte(entryTable), 0o644); err != nil {
		t.Fatal(err)
	}
	run := func(format string) (string, string, error) {
		var out, errs bytes.Buffer
		err := (&importCmd{File: file, Format: format}).Run(nil, &streams{out: &out, err: &errs})
		return out.String(), errs.String(), err
	}
	out, errs, err := run("dmn")
	if err != nil || out != entryRules {
		t.Errorf("%v\n%s", err, out)
	}
	if want := ":2:24: warning: no row matches is-resident=false\n"; !strings.Contains(errs, want) {
		t.Errorf("got %q, want %q", errs, want)
	}
	if out, _, err := run("paths"); err == nil || out != "" {
		t.Errorf("a DMN file was imported as paths: %s", out)
	}
	file = filepath.Join(dir, "none.dmn")
	if _, _, err := run("dmn"); err == nil || !strings.Contains(err.Error(), "cannot be read") {
		t.Errorf("%v", err)
	}
}

func TestMermaidOfSeveralDrawings(t *testing.T) {
	one, two := pathway.Drawing{Title: "A", Text: "a\n"}, pathway.Drawing{Title: "B", Text: "b\n"}
	if got := mermaid([]pathway.Drawing{one}); got != "a\n" {
		t.Errorf("%q", got)
	}
	if got, want := mermaid([]pathway.Drawing{one, two}), "## A\n\n```mermaid\na\n```\n\n## B\n\n```mermaid\nb\n```\n"; got != want {
		t.Errorf("%q", got)
	}
}
