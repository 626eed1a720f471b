package main

import (
	"fmt"
	"path/filepath"

	"boussole/generator/internal/output"
	"boussole/generator/internal/schema"
	"boussole/generator/internal/source"
)

type schemaCmd struct {
	Name string `arg:"" optional:"" help:"The kind of file, such as pathway; all kinds are listed where it is left out."`
	Out  string `help:"Write every schema into this folder, such as content/.schema, instead of printing." placeholder:"FOLDER"`
}

// Run prints the JSON Schema of one kind of file, lists the kinds, or writes all schemas into a folder.
func (c *schemaCmd) Run(all *commands, s *streams) error {
	files := schema.Files()
	switch {
	case c.Out != "" && c.Name != "":
		return usageError{fmt.Errorf("--out writes every schema; leave %q out", c.Name)}
	case c.Out != "":
		return writeSchemas(files, all.Dir, c.Out, s)
	case c.Name == "":
		for _, f := range files {
			fmt.Fprintf(s.out, "%-13s %s\n", f.Name, f.Doc)
		}
		return nil
	}
	names := make([]string, len(files))
	for i, f := range files {
		if names[i] = f.Name; f.Name == c.Name {
			_, err := s.out.Write(f.JSON)
			return err
		}
	}
	return usageError{fmt.Errorf("there is no schema %q%s", c.Name, aside(source.DidYouMean(c.Name, names)))}
}

// writeSchemas writes all schemas into the folder out, which is the project's unless it is absolute.
func writeSchemas(files []schema.File, dir, out string, s *streams) error {
	folder := out
	if !filepath.IsAbs(folder) {
		folder = filepath.Join(dir, folder)
	}
	if err := checkProject(dir); err != nil {
		return err
	}
	generated := make([]output.Generated, len(files))
	for i, f := range files {
		generated[i] = output.Generated{Name: f.Name + ".json", Data: f.JSON}
	}
	if err := output.Refresh(dir, folder, generated, schema.Wrote); err != nil {
		return err
	}
	fmt.Fprintf(s.out, "%s in %s\n", plural(len(files), "schema"), folder)
	return nil
}

// aside puts a hint in brackets behind a message, if there is one.
func aside(hint string) string {
	if hint == "" {
		return ""
	}
	return " (" + hint + ")"
}
