// Package layout frames content in the templates.
//
// # Templates
//
// layouts/base.html is the frame of every page; layouts/NAME.html fills its blocks for the pages whose layout is
// NAME; layouts/partials/*.html are templates that all of them may call by their file name without ending. They are
// Go templates (html/template: everything is escaped where it stands), executed with a [View]. A template that
// fails, and a field or a message that does not exist, fails the build with the template's file and line and the
// page that was made.
//
// Layouts hold no sentence: words come from layouts/i18n through {{.T "id"}} and {{.N "id" count}}.
package layout

import (
	"bytes"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"regexp"
	"strconv"
	"strings"

	"boussole/generator/internal/catalog"
	"boussole/generator/internal/source"
)

// Dir is the folder of the templates.
const Dir = "layouts"

// Layouts are the parsed templates. They may be executed by many goroutines at once.
type Layouts struct {
	byName   map[string]*template.Template
	partials *template.Template
	files    map[string]*source.File // by the template's name
	named    []source.Text
	catalog  *catalog.Catalog
}

// Named are the addresses of the site, from its root, that a template names in so many words, each at its place.
func (l *Layouts) Named() []source.Text { return l.named }

// Load parses the templates.
func Load(fsys fs.FS, c *catalog.Catalog) (*Layouts, source.Diagnostics) {
	l := &Layouts{byName: map[string]*template.Template{}, files: map[string]*source.File{}, catalog: c}
	var ds source.Diagnostics
	base := template.New("layouts").Option("missingkey=error").Funcs(template.FuncMap{"dict": dict})
	partials, _ := fs.Glob(fsys, Dir+"/partials/*.html")
	pages, _ := fs.Glob(fsys, Dir+"/*.html")
	for _, name := range partials {
		ds = append(ds, l.parse(fsys, base, name)...)
	}
	l.partials = base
	hasBase := false
	for _, name := range pages {
		if path.Base(name) == "base.html" {
			hasBase = true
			ds = append(ds, l.parse(fsys, base, name)...)
		}
	}
	if !hasBase {
		f, _ := source.New(Dir+"/base.html", nil)
		ds.Add(source.Diagnostic{Pos: f.At(0), Message: "the file is missing", Hint: "it is the frame of every page"})
		return l, ds
	}
	for _, name := range pages {
		if path.Base(name) == "base.html" {
			continue
		}
		t, err := base.Clone()
		if err != nil {
			panic("layout: " + err.Error())
		}
		ds = append(ds, l.parse(fsys, t, name)...)
		l.byName[templateName(name)] = t
	}
	return l, ds
}

var (
	messageID     = regexp.MustCompile(`\.[TN] "([^"]*)"`)
	rootedPath    = regexp.MustCompile(`\{\{-? *\$?\.Root *-?\}\}([^"'{}#?\s]+)`)
	messagePrefix = regexp.MustCompile(`\.[TN] \(printf "([^"%]*)%`)
)

// messages notes the messages that a template names, whether or not a page comes to need them, and reports those
// that do not exist. Of ids that a template puts together it notes all that begin so.
func (l *Layouts) messages(f *source.File) source.Diagnostics {
	var ds source.Diagnostics
	if l.catalog == nil { // it has errors of its own
		return nil
	}
	for _, m := range messageID.FindAllSubmatchIndex(f.Text, -1) {
		if err := l.catalog.Use(string(f.Text[m[2]:m[3]])); err != nil {
			ds.Errorf(f.At(m[2]), "%s", strings.TrimPrefix(err.Error(), "catalog: "))
		}
	}
	for _, m := range messagePrefix.FindAllSubmatch(f.Text, -1) {
		if err := l.catalog.Use(l.catalog.IDs(string(m[1]))...); err != nil {
			panic("layout: " + err.Error()) // the ids are the catalog's own
		}
	}
	return ds
}

func templateName(file string) string { return strings.TrimSuffix(path.Base(file), ".html") }

func (l *Layouts) parse(fsys fs.FS, into *template.Template, name string) source.Diagnostics {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		f, _ := source.New(name, nil)
		return source.Diagnostics{{Pos: f.At(0), Message: "the template cannot be read: " + err.Error()}}
	}
	f, ds := source.New(name, data)
	if ds.HasErrors() {
		return ds
	}
	l.files[templateName(name)] = f
	ds = append(ds, l.messages(f)...)
	for _, m := range rootedPath.FindAllSubmatchIndex(f.Text, -1) {
		l.named = append(l.named, source.Text{Value: string(f.Text[m[2]:m[3]]), Pos: f.At(m[2])})
	}
	if _, err := into.New(templateName(name)).Parse(string(f.Text)); err != nil {
		ds.Add(l.diagnose(err, ""))
	}
	return ds
}

// Execute makes a page. file is the content file it is made of, for messages.
func (l *Layouts) Execute(v *View, file string) ([]byte, source.Diagnostics) {
	t := l.byName[v.Kind]
	if t == nil {
		f, _ := source.New(Dir+"/"+v.Kind+".html", nil)
		return nil, source.Diagnostics{{Pos: f.At(0), Message: fmt.Sprintf("the layout is missing; %s asks for it", file)}}
	}
	return l.run(t, "base", v, file)
}

// Partial makes a part of a page from the partial of that name.
func (l *Layouts) Partial(name string, v *View, file string) (template.HTML, source.Diagnostics) {
	out, ds := l.run(l.partials, name, v, file)
	return template.HTML(out), ds // the template has escaped it
}

func (l *Layouts) run(t *template.Template, name string, v *View, file string) ([]byte, source.Diagnostics) {
	v.catalog = l.catalog
	var out bytes.Buffer
	if err := t.ExecuteTemplate(&out, name, v); err != nil {
		return nil, source.Diagnostics{l.diagnose(err, file)}
	}
	return out.Bytes(), nil
}

var templateError = regexp.MustCompile(`(?s)template: ?([\w-]+):(\d+)(?::(\d+))?: (.*)`)

// diagnose finds the place in a template that the template library names in its message.
func (l *Layouts) diagnose(err error, file string) source.Diagnostic {
	d := source.Diagnostic{Message: err.Error()}
	if m := templateError.FindStringSubmatch(err.Error()); m != nil {
		if f := l.files[m[1]]; f != nil {
			line, _ := strconv.Atoi(m[2])
			col, _ := strconv.Atoi(m[3])
			d.Pos = f.AtLine(line, max(1, col+1))
		}
		d.Message = m[4]
	}
	if file != "" {
		d.Hint = "while the page of " + file + " was made"
	}
	return d
}

// dict lets a template hand several values to a partial: {{template "card" dict "Link" . "Level" 3}}.
func dict(args ...any) (map[string]any, error) { return pairs("dict", args) }
