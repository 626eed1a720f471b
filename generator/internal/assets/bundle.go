package assets

import (
	"io/fs"
	"path"
	"strings"
	"sync"
	"sync/atomic"
	"unicode"
	"unicode/utf8"

	"github.com/evanw/esbuild/pkg/api"

	"boussole/generator/internal/source"
)

// Bundle makes one asset of each entry, by the entry's name. An entry with an error has no asset.
func Bundle(fsys fs.FS, entries []Entry) (map[string]Asset, source.Diagnostics) {
	assets := map[string]Asset{}
	var ds source.Diagnostics
	seen := map[string]bool{}
	for _, e := range entries {
		if wrong := e.check(); wrong != "" {
			ds.Errorf(start(e.Path), "%s", wrong)
			continue
		}
		if seen[e.Name] {
			ds.Errorf(start(e.Path), "the bundle %q is made twice", e.Name)
			continue
		}
		seen[e.Name] = true
		b := &bundler{fsys: fsys, files: map[string]*source.File{}}
		data, ok := b.bundle(e)
		ds = append(ds, b.ds...)
		if ok {
			assets[e.Name] = named(e.Name, data)
		}
	}
	return assets, ds.Sorted()
}

// bundler bundles one entry.
type bundler struct {
	fsys fs.FS
	// mu guards what follows: esbuild loads files at the same time.
	mu    sync.Mutex
	files map[string]*source.File // texts that were loaded
	ds    source.Diagnostics
	// panicked is what a call from esbuild panicked with.
	panicked atomic.Pointer[any]
}

// layersKnown are the first browsers that know cascade layers, which the site's style is built on. What is newer
// is lowered for them.
var layersKnown = []api.Engine{
	{Name: api.EngineChrome, Version: "99"},
	{Name: api.EngineEdge, Version: "99"},
	{Name: api.EngineFirefox, Version: "97"},
	{Name: api.EngineSafari, Version: "15.4"},
}

// bundle reports false when there is an error.
func (b *bundler) bundle(e Entry) ([]byte, bool) {
	options := api.BuildOptions{
		EntryPoints:       []string{e.Path},
		Bundle:            true,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		MinifySyntax:      true,
		Charset:           api.CharsetUTF8,
		LegalComments:     api.LegalCommentsNone,
		Platform:          api.PlatformBrowser,
		LogLevel:          api.LogLevelSilent,
		LogOverride:       strictly,
		// Nothing is read from the disk or written to it; these keep esbuild from asking where it is.
		AbsWorkingDir: "/",
		Outdir:        "/",
		TsconfigRaw:   "{}",
		Plugins:       []api.Plugin{{Name: "boussole", Setup: b.setup}},
	}
	if path.Ext(e.Path) == ".css" {
		options.Engines = layersKnown
	} else {
		options.Format, options.Target = api.FormatIIFE, api.ES2017
		// A module is strict; the classic script it becomes must be told.
		options.Banner = map[string]string{"js": `"use strict";`}
	}
	result := api.Build(options)
	if r := b.panicked.Load(); r != nil {
		panic(*r)
	}
	b.report(e, source.Error, result.Errors)
	b.report(e, source.Warning, result.Warnings)
	if b.ds.HasErrors() {
		return nil, false
	}
	if len(result.OutputFiles) != 1 {
		b.ds.Errorf(start(e.Path), "esbuild made %d files of %s, expected one", len(result.OutputFiles), e.Path)
		return nil, false
	}
	return result.OutputFiles[0].Contents, true
}

// strictly makes errors of what esbuild only warns of, or passes over, where the result would not work in a page.
var strictly = map[string]api.LogLevel{
	"bigint":                     api.LogLevelError,
	"unsupported-regexp":         api.LogLevelError,
	"direct-eval":                api.LogLevelError,
	"indirect-require":           api.LogLevelError,
	"unsupported-require-call":   api.LogLevelError,
	"unsupported-dynamic-import": api.LogLevelError,
	"empty-import-meta":          api.LogLevelError,
	"commonjs-variable-in-esm":   api.LogLevelError,
	"import-is-undefined":        api.LogLevelError,
	"call-import-namespace":      api.LogLevelError,
	"assign-to-import":           api.LogLevelError,
	"css-syntax-error":           api.LogLevelError,
	"invalid-@import":            api.LogLevelError,
	"invalid-@layer":             api.LogLevelError,
	"unsupported-css-nesting":    api.LogLevelError,
}

// report turns esbuild's messages into diagnostics.
func (b *bundler) report(e Entry, severity source.Severity, messages []api.Message) {
	for _, m := range messages {
		if _, reported := m.Detail.(faulty); reported && m.Location == nil {
			continue
		}
		d := source.Diagnostic{Severity: severity, Message: plain(m.Text), Pos: start(e.Path)}
		if m.Location != nil {
			d.Pos = b.pos(m.Location)
		}
		for _, n := range m.Notes {
			if n.Location != nil {
				d.Related = append(d.Related, source.Related{Pos: b.pos(n.Location), Message: plain(n.Text)})
			} else if d.Hint == "" {
				d.Hint = plain(n.Text)
			}
		}
		b.ds.Add(d)
	}
}

// plain writes a message as the site's own are: a lower-case beginning, no full stop, our paths.
func plain(text string) string {
	text = strings.TrimSuffix(strings.ReplaceAll(text, namespace+":", ""), ".")
	first, size := utf8.DecodeRuneInString(text)
	second, _ := utf8.DecodeRuneInString(text[size:])
	if unicode.IsUpper(first) && !unicode.IsUpper(second) {
		text = string(unicode.ToLower(first)) + text[size:]
	}
	return text
}

// pos finds a place that esbuild gives as a line from 1 and a column in bytes from 0.
func (b *bundler) pos(l *api.Location) source.Pos {
	name := strings.TrimPrefix(l.File, namespace+":")
	f := b.files[name]
	if f == nil {
		return start(name)
	}
	return f.At(f.AtLine(l.Line, 1).Offset + l.Column)
}

// text loads a script or style.
func (b *bundler) text(name string) (string, error) {
	data, err := fs.ReadFile(b.fsys, name)
	if err != nil {
		return "", err
	}
	f, ds := source.New(name, data)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.files[name] = f
	b.ds = append(b.ds, ds...)
	if ds.HasErrors() {
		return "", faulty(name)
	}
	return string(f.Text), nil
}
