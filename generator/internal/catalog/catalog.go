// Package catalog holds the site's messages in every language.
//
// # The files
//
// A folder holds one YAML file for each language of the site, LANG.yaml, such as fr.yaml and en.yaml. Each maps
// ids to texts:
//
//	nav.home: "Accueil"
//	search.results:
//	  description: "Stands above the list of results."
//	  one: "{{.Count}} résultat pour « {{.Query}} »"
//	  many: "{{.Count}} de résultats pour « {{.Query}} »"
//	  other: "{{.Count}} résultats pour « {{.Query}} »"
//
// An id is lower-case words joined by dots; the file is flat, so that an id can be searched for as it is written.
// A value is a text, or, where a number decides the wording, a mapping with every plural form of the language
// (French: one, many, other; English: one, other) and perhaps a description for translators.
//
// A text holds placeholders written {{.Name}}, a dot and a word that begins with a capital letter. It is Go's
// template syntax, as go-i18n reads it, without its conditions and loops: a translator can copy a placeholder, and
// a script in the browser can fill one in.
//
// # What is checked
//
// [Load] reports, each at its place: an id that one language lacks, a text that is empty, a placeholder that is
// not closed or not known, placeholders that differ between languages or between plural forms ({{.Count}} may be
// left out, as in "no result"), a plural form the language does not have, an id that go-i18n reserves.
//
// # No fallback
//
// A message that is missing is an error, never the text of another language. go-i18n returns the default
// language's text together with an error; therefore every language has its own bundle here, in which there is
// nothing to fall back to.
//
// # Use
//
// A catalogue does not change once loaded, except that it notes which messages were used. All its methods may be
// called from many goroutines. [Catalog.Unused] reports, after the whole site is built, what no page needed.
package catalog

import (
	"fmt"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/nicksnyder/go-i18n/v2/i18n/template"

	"boussole/generator/internal/source"
)

// Catalog is the messages of every language. [Load] makes one.
type Catalog struct {
	// langs are the languages in the order given to Load.
	langs []string
	// messages has one entry per id.
	messages map[string]*message
	// localizers has one entry per language; each knows its own language only.
	localizers map[string]*i18n.Localizer
}

// message is one id with its text in each language.
type message struct {
	id    string
	texts map[string]*text
	used  atomic.Bool
}

// text is a message in one language.
type text struct {
	key   source.Pos // where the id stands
	forms []form     // in the order of the file; a text without plural has one form, named other
	// plural reports whether a number decides the form.
	plural bool
}

// form is one wording.
type form struct {
	name         string
	text         string
	pos          source.Pos
	placeholders []string // sorted, each once
}

// placeholders are the names that any form needs, sorted; Count is left out of a plural text, which has it anyway.
func (t *text) placeholders() []string {
	var all []string
	for _, f := range t.forms {
		for _, p := range f.placeholders {
			if !t.plural || p != countName {
				all = append(all, p)
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// T returns a message without plural, with the placeholders filled from data.
//
// Values of data are texts ([source.Text] too), whole numbers, written as [FormatInt] writes them, and days
// ([source.Date]), written as [FormatDate] does; give a year as a text. The error names the language, the id or
// the placeholder that is missing.
func (c *Catalog) T(lang, id string, data map[string]any) (string, error) {
	m, t, err := c.find(lang, id)
	if err != nil {
		return "", err
	}
	if t.plural {
		return "", fmt.Errorf("message %q has plural forms: it needs a count", id)
	}
	return c.localize(lang, m, t, &i18n.LocalizeConfig{MessageID: id}, data)
}

// N returns the plural form of a message that suits count. The placeholder Count is count as [FormatInt] writes
// it; the other placeholders are filled from data, as [Catalog.T] does.
func (c *Catalog) N(lang, id string, count int, data map[string]any) (string, error) {
	m, t, err := c.find(lang, id)
	if err != nil {
		return "", err
	}
	if !t.plural {
		return "", fmt.Errorf("message %q has no plural forms: it takes no count", id)
	}
	if _, ok := data[countName]; ok {
		return "", fmt.Errorf("message %q: %s is given twice, as the count and among the data", id, countName)
	}
	withCount := map[string]any{countName: count}
	for k, v := range data {
		withCount[k] = v
	}
	return c.localize(lang, m, t, &i18n.LocalizeConfig{MessageID: id, PluralCount: count}, withCount)
}

// strict makes a placeholder without a value an error; go-i18n would write "<no value>" on the page.
var strict = &template.TextParser{Option: "missingkey=error"}

func (c *Catalog) localize(lang string, m *message, t *text, config *i18n.LocalizeConfig, data map[string]any) (string, error) {
	values := make(map[string]any, len(data))
	for name, v := range data {
		s, err := write(lang, v)
		if err != nil {
			return "", fmt.Errorf("message %q: %s: %w", m.id, name, err)
		}
		values[name] = s
	}
	for _, name := range t.placeholders() {
		if _, ok := values[name]; !ok {
			return "", fmt.Errorf("message %q needs a value for %s", m.id, name)
		}
	}
	config.TemplateData, config.TemplateParser = values, strict
	s, err := c.localizers[lang].Localize(config)
	if err != nil {
		return "", fmt.Errorf("message %q in %s: %w", m.id, lang, err)
	}
	return s, nil
}

// write is a placeholder's value as it stands in the text.
func write(lang string, v any) (string, error) {
	switch v := v.(type) {
	case string:
		return v, nil
	case int:
		return FormatInt(lang, int64(v))
	case int64:
		return FormatInt(lang, v)
	case source.Text:
		return v.Value, nil
	case source.Date:
		return FormatDate(lang, v)
	case fmt.Stringer:
		return v.String(), nil
	}
	return "", fmt.Errorf("found a value of type %T, expected a text, a whole number or a day", v)
}

// find looks a message up and notes that it is used.
func (c *Catalog) find(lang, id string) (*message, *text, error) {
	if !slices.Contains(c.langs, lang) {
		return nil, nil, fmt.Errorf("the site has no language %q", lang)
	}
	m := c.messages[id]
	if m == nil {
		return nil, nil, c.unknown(id)
	}
	m.used.Store(true)
	t := m.texts[lang]
	if t == nil {
		return nil, nil, fmt.Errorf("message %q has no text in %s", id, lang)
	}
	return m, t, nil
}

func (c *Catalog) unknown(id string) error {
	if near := source.Nearest(id, c.ids()); near != "" {
		return fmt.Errorf("no message %q, did you mean %q?", id, near)
	}
	return fmt.Errorf("no message %q", id)
}

// ids are all ids, sorted.
func (c *Catalog) ids() []string {
	ids := make([]string, 0, len(c.messages))
	for id := range c.messages {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// Messages returns messages as they are written, with their placeholders, for scripts in the browser: a text, or a
// map[string]string from plural form to text. Forms that only millions take do not travel, for scripts count what stands
// on a page; other does for them. It notes the messages as used.
func (c *Catalog) Messages(lang string, ids ...string) (map[string]any, error) {
	out := make(map[string]any, len(ids))
	for _, id := range ids {
		_, t, err := c.find(lang, id)
		if err != nil {
			return nil, err
		}
		if !t.plural {
			out[id] = t.forms[0].text
			continue
		}
		forms := make(map[string]string, len(t.forms))
		for _, f := range t.forms {
			if !slices.Contains(locales[lang].millions, f.name) {
				forms[f.name] = f.text
			}
		}
		out[id] = forms
	}
	return out, nil
}

// Use notes that scripts use the messages. The error names the first id that does not exist.
func (c *Catalog) Use(ids ...string) error {
	for _, id := range ids {
		m := c.messages[id]
		if m == nil {
			return c.unknown(id)
		}
		m.used.Store(true)
	}
	return nil
}

// Unused reports each message that nothing has used so far, as an error where its first language has it.
func (c *Catalog) Unused() source.Diagnostics {
	var ds source.Diagnostics
	for _, id := range c.ids() {
		m := c.messages[id]
		if m.used.Load() {
			continue
		}
		d := source.Diagnostic{Message: fmt.Sprintf("no page uses the message %q", id), Hint: "delete it, in every language"}
		for _, lang := range c.langs {
			t := m.texts[lang]
			switch {
			case t == nil:
			case !d.Pos.IsValid():
				d.Pos = t.key
			default:
				d.Related = append(d.Related, source.Related{Pos: t.key, Message: "the same message in " + lang})
			}
		}
		ds.Add(d)
	}
	return ds.Sorted()
}

// IDs returns the ids of all messages that begin with prefix, sorted.
func (c *Catalog) IDs(prefix string) []string {
	var out []string
	for _, id := range c.ids() {
		if strings.HasPrefix(id, prefix) {
			out = append(out, id)
		}
	}
	return out
}
