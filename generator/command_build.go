package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"boussole/generator/internal/build"
	"boussole/generator/internal/output"
	"boussole/generator/internal/site"
	"boussole/generator/internal/source"
)

type buildCmd struct {
	Out     string `help:"The folder to publish into." default:"public" placeholder:"FOLDER"`
	BaseURL string `name:"base-url" help:"Where the site will be published, instead of what site.yaml says." placeholder:"URL"`
}

// Run publishes the site, or leaves what is published as it is and tells what is wrong.
func (c *buildCmd) Run(all *commands, s *streams) error {
	result, err := makeSite(all.Dir, build.Options{BaseURL: c.BaseURL})
	if err != nil {
		return err
	}
	if !tell(s, result.Diagnostics, source.Warning) {
		fmt.Fprintf(s.err, "%s; nothing was published\n", summary(result.Diagnostics))
		return errContent
	}
	out := c.Out
	if !filepath.IsAbs(out) {
		out = filepath.Join(all.Dir, out)
	}
	if err := publish(result.Tree, all.Dir, out, s); err != nil {
		return err
	}
	// As it is from the folder where the command was given.
	fmt.Fprintf(s.out, "%d files in %s\nopen %s\n", len(result.Tree.Files()), out, filepath.Join(out, "index.html"))
	return nil
}

// buildSite is build.Build; a test puts a generator that fails in its place.
var buildSite = build.Build

// makeSite reads the project and makes its site in memory.
func makeSite(dir string, opts build.Options) (*build.Result, error) {
	if baseURL := opts.BaseURL; baseURL != "" {
		if fault := site.AddressFault(baseURL); fault != "" {
			return nil, usageError{errors.New("--base-url " + fault)}
		}
		if !strings.HasSuffix(baseURL, "/") {
			opts.BaseURL += "/"
		}
	}
	if err := checkProject(dir); err != nil {
		return nil, err
	}
	fsys, ds := output.ReadProject(dir)
	if opts.Unread = unread(ds); opts.Unread == nil && ds.HasErrors() {
		return &build.Result{Diagnostics: ds, Tree: new(output.Tree)}, nil
	}
	result := buildSite(fsys, opts)
	result.Diagnostics = append(ds, result.Diagnostics...)
	return result, nil
}

// unread are the files and folders in content that could not be read, nil when there is none or when something else,
// such as a layout, could not be read either: then all the rest would seem wrong.
func unread(ds source.Diagnostics) []string {
	var names []string
	for _, d := range ds {
		if d.Severity != source.Error {
			continue
		}
		if !strings.HasPrefix(d.Pos.Name(), site.Folder+"/") {
			return nil
		}
		names = append(names, d.Pos.Name())
	}
	return names
}

// tell prints the diagnostics down to a severity, and reports whether none is an error.
func tell(s *streams, ds source.Diagnostics, least source.Severity) bool {
	var shown source.Diagnostics
	for _, d := range ds {
		if d.Severity <= least {
			shown = append(shown, d)
		}
	}
	shown.Print(s.err)
	s.told = s.told || ds.HasErrors()
	return !ds.HasErrors()
}

// summary counts errors and warnings.
func summary(ds source.Diagnostics) string {
	ds = ds.Sorted()
	return fmt.Sprintf("%s, %s", plural(ds.Count(source.Error), "error"), plural(ds.Count(source.Warning), "warning"))
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

type checkCmd struct {
	Format string `help:"How to print: text or json." enum:"text,json" default:"text"`
	Date   string `help:"A day, YYYY-MM-DD: tell also what is overdue on it." placeholder:"DAY"`
	Lang   string `help:"The language in which situations are told in words." default:"en" placeholder:"LANG"`
}

// Run tells everything that is wrong, and on a good site how the pathways stand and what may be looked at. Where there
// are errors it tells no more than these and the warnings: they would be hard to find among the rest.
func (c *checkCmd) Run(all *commands, s *streams) error {
	var day source.Date
	if c.Date != "" {
		var err error
		if day, err = source.ParseDate(c.Date); err != nil {
			return usageError{fmt.Errorf("--date: %w", err)}
		}
	}
	result, err := makeSite(all.Dir, build.Options{Lang: c.Lang})
	if err != nil {
		return err
	}
	if c.Format == "text" || c.Date != "" { // programs are told what is wrong, and no more unless they ask
		result.Diagnostics = append(result.Diagnostics, result.Advice(day)...).Sorted()
	}
	if c.Format == "json" {
		if err := result.Diagnostics.WriteJSON(s.out); err != nil {
			return err
		}
		if result.Diagnostics.HasErrors() {
			return errContent
		}
		return nil
	}
	if result.Diagnostics.HasErrors() {
		tell(s, result.Diagnostics, source.Warning)
		fmt.Fprintln(s.out, summary(result.Diagnostics))
		fmt.Fprintln(s.out, "notes, and how the pathways stand, are told once there is no error")
		return errContent
	}
	tell(s, result.Diagnostics, source.Note)
	for _, p := range result.Pathways {
		report(s.out, p, c.Lang)
	}
	fmt.Fprintln(s.out, summary(result.Diagnostics))
	return nil
}
