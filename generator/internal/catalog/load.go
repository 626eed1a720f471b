package catalog

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"boussole/generator/internal/source"
)

// Load reads dir/LANG.yaml for each language. The catalogue is nil when the diagnostics hold an error.
func Load(fsys fs.FS, dir string, langs []string) (*Catalog, source.Diagnostics) {
	l := &loader{fsys: fsys, dir: dir, langs: langs, messages: map[string]*message{}, complete: map[string]bool{}}
	for _, lang := range langs {
		l.language(lang)
	}
	l.strangers()
	l.compare()
	if l.ds.HasErrors() {
		return nil, l.ds.Sorted()
	}
	c := &Catalog{langs: slices.Clone(langs), messages: l.messages, localizers: map[string]*i18n.Localizer{}}
	for _, lang := range langs {
		localizer, err := newLocalizer(lang, l.messages)
		if err != nil {
			l.ds.Errorf(l.place(lang), "go-i18n cannot take these messages: %v", err)
			return nil, l.ds.Sorted()
		}
		c.localizers[lang] = localizer
	}
	return c, l.ds.Sorted()
}

type loader struct {
	fsys     fs.FS
	dir      string
	langs    []string
	messages map[string]*message
	// complete holds the languages whose file could be read: only of these can a message be missing.
	complete map[string]bool
	ds       source.Diagnostics
}

func (l *loader) file(lang string) string { return path.Join(l.dir, lang+".yaml") }

// place is the beginning of a language's file, for faults that stand nowhere in it.
func (l *loader) place(lang string) source.Pos {
	f, _ := source.New(l.file(lang), nil)
	return f.At(0)
}

func (l *loader) language(lang string) {
	loc, err := localeOf(lang)
	if err != nil {
		l.ds.Errorf(l.place(lang), "%v", err)
		return
	}
	data, err := fs.ReadFile(l.fsys, l.file(lang))
	if errors.Is(err, fs.ErrNotExist) {
		l.ds.Add(source.Diagnostic{Pos: l.place(lang), Message: "the file is missing", Hint: "the site has the language " + lang + ": copy the file of another language and translate its texts"})
		return
	}
	if err != nil {
		l.ds.Errorf(l.place(lang), "the file cannot be read: %v", err)
		return
	}
	f, ds := source.New(l.file(lang), data)
	l.ds = append(l.ds, ds...)
	if ds.HasErrors() {
		return
	}
	root, ds := source.ParseYAML(f)
	l.ds = append(l.ds, ds...)
	switch {
	case ds.HasErrors():
	case root == nil:
		l.ds.Errorf(f.At(0), "the file holds no message")
	case root.Kind != source.Map:
		l.ds.Errorf(root.Pos, "found %s, expected ids with texts", root.Kind)
	default:
		l.complete[lang] = true
		for _, p := range root.Pairs {
			l.pair(lang, loc, p)
		}
	}
}

// reserved are the words that go-i18n takes for parts of a message when they stand where an id stands.
var reserved = []string{"id", "description", "hash", "leftdelim", "rightdelim", "zero", "one", "two", "few", "many", "other", "translation"}

func (l *loader) pair(lang string, loc locale, p source.Pair) {
	id := p.Key.Text
	if slices.Contains(reserved, strings.ToLower(id)) {
		l.ds.Add(source.Diagnostic{Pos: p.Key.Pos, Message: fmt.Sprintf("the id %q is a reserved word", id), Hint: fmt.Sprintf("put a word before it, such as nav.%s", strings.ToLower(id))})
		return
	}
	for word := range strings.SplitSeq(id, ".") {
		if !source.IsID(word) {
			l.ds.Add(source.Diagnostic{Pos: p.Key.Pos, Message: fmt.Sprintf("found the id %q, expected lower-case words joined by dots", id), Hint: "an id looks like nav.home or question.role.help-text"})
			return
		}
	}
	m := l.messages[id]
	if m == nil {
		m = &message{id: id, texts: map[string]*text{}}
		l.messages[id] = m
	}
	m.texts[lang] = l.text(loc, p)
}

func (l *loader) text(loc locale, p source.Pair) *text {
	t := &text{key: p.Key.Pos}
	switch n := p.Value; n.Kind {
	case source.Map:
		t.plural = true
		l.forms(t, loc, p)
	case source.List:
		l.ds.Errorf(n.Pos, "message %q is a list, expected a text or plural forms", p.Key.Text)
	default:
		l.form(t, "other", p.Key.Text, n)
	}
	return t
}

// form adds one wording to t.
func (l *loader) form(t *text, name, what string, n *source.Node) {
	if n.Kind != source.Scalar && n.Kind != source.Null {
		l.ds.Errorf(n.Pos, "%q is %s, expected a text", what, n.Kind)
		return
	}
	// A block ends with a line end that nobody means.
	s := strings.TrimRight(n.Text, "\n")
	if n.Kind == source.Null || strings.TrimSpace(s) == "" {
		l.ds.Errorf(n.Pos, "the text of %q is empty", what)
		return
	}
	t.forms = append(t.forms, form{name: name, text: s, pos: n.Pos, placeholders: placeholders(s, n.Pos, &l.ds)})
}

func (l *loader) forms(t *text, loc locale, p source.Pair) {
	id, present, unknown := p.Key.Text, map[string]bool{}, 0
	for _, q := range p.Value.Pairs {
		name := q.Key.Text
		switch {
		case name == "description":
			if q.Value.Kind != source.Scalar {
				l.ds.Errorf(q.Value.Pos, "the description of %q is %s, expected a text", id, q.Value.Kind)
			}
		case slices.Contains(loc.forms, name):
			present[name] = true
			l.form(t, name, id+": "+name, q.Value)
		case slices.Contains(reserved, name):
			l.ds.Add(source.Diagnostic{Pos: q.Key.Pos, Message: fmt.Sprintf("message %q has the form %q, which %s does not have", id, name, loc.name), Hint: fmt.Sprintf("%s has the forms %s", loc.name, strings.Join(loc.forms, ", "))})
		default:
			unknown++
			hint := source.DidYouMean(name, append([]string{"description"}, loc.forms...))
			if q.Value.Kind == source.Map || !strings.HasPrefix(hint, "did") {
				hint = fmt.Sprintf("if it is a message, write its id on one line: %s.%s", id, name)
			}
			l.ds.Add(source.Diagnostic{Pos: q.Key.Pos, Message: fmt.Sprintf("message %q has the form %q, expected %s", id, name, strings.Join(loc.forms, ", ")), Hint: hint})
		}
	}
	if len(present) == 0 && unknown > 0 {
		return // ids in ids, not a message that lacks its forms
	}
	for _, name := range loc.forms {
		if !present[name] {
			l.ds.Add(source.Diagnostic{Pos: p.Key.Pos, Message: fmt.Sprintf("message %q lacks the plural form %q", id, name), Hint: formHints[name]})
		}
	}
}

// formHints say when a form is used, to who has to write it.
var formHints = map[string]string{
	"one":   "it is used for 1, and in French for 0 too",
	"many":  "it is used for whole millions: 1 000 000 de résultats",
	"other": "it is used for every number that no other form takes",
}

// strangers reports what stands in the folder beside the languages' files: it would be translated for nothing.
func (l *loader) strangers() {
	entries, err := fs.ReadDir(l.fsys, l.dir)
	if err != nil {
		return // each language's file is reported missing
	}
	for _, e := range entries {
		lang, isYAML := strings.CutSuffix(e.Name(), ".yaml")
		if strings.HasPrefix(e.Name(), ".") || isYAML && slices.Contains(l.langs, lang) {
			continue
		}
		f, _ := source.New(path.Join(l.dir, e.Name()), nil)
		l.ds.Add(source.Diagnostic{Pos: f.At(0), Message: "this is not the messages of a language of the site", Hint: "the languages are " + strings.Join(l.langs, ", ")})
	}
}

// newLocalizer makes the go-i18n side of one language: a bundle of its own.
func newLocalizer(lang string, messages map[string]*message) (*i18n.Localizer, error) {
	tag, err := language.Parse(lang)
	if err != nil {
		return nil, err
	}
	bundle := i18n.NewBundle(tag)
	for id, m := range messages {
		out := &i18n.Message{ID: id}
		for _, f := range m.texts[lang].forms {
			switch f.name {
			case "one":
				out.One = f.text
			case "many":
				out.Many = f.text
			default:
				out.Other = f.text
			}
		}
		if err := bundle.AddMessages(tag, out); err != nil {
			return nil, err
		}
	}
	return i18n.NewLocalizer(bundle, lang), nil
}
