package catalog

import (
	"fmt"
	"slices"
	"strings"

	"boussole/generator/internal/source"
)

// compare reports where the languages, or the plural forms of one language, do not say the same.
func (l *loader) compare() {
	for _, m := range l.messages {
		l.missing(m)
		var first *text
		var firstLang string
		for _, lang := range l.langs {
			t := m.texts[lang]
			if t == nil || len(t.forms) == 0 {
				continue
			}
			l.compareForms(m, t)
			if first == nil {
				first, firstLang = t, lang
				continue
			}
			l.compareTexts(m, firstLang, first, lang, t)
		}
	}
}

// missing reports the languages that lack the message, where the first language that has it has it.
func (l *loader) missing(m *message) {
	var pos source.Pos
	for _, lang := range l.langs {
		if t := m.texts[lang]; t != nil {
			pos = t.key
			break
		}
	}
	for _, lang := range l.langs {
		if m.texts[lang] == nil && l.complete[lang] {
			l.ds.Add(source.Diagnostic{Pos: pos, Message: fmt.Sprintf("message %q is missing in %s", m.id, l.file(lang)), Hint: "translate it there"})
		}
	}
}

// compareForms asks each plural form for the placeholders of all of them; Count may be left out.
func (l *loader) compareForms(m *message, t *text) {
	if !t.plural {
		return
	}
	all := t.placeholders()
	for _, f := range t.forms {
		for _, p := range all {
			if !slices.Contains(f.placeholders, p) {
				l.ds.Add(source.Diagnostic{Pos: f.pos, Message: fmt.Sprintf("message %q: the form %q lacks the placeholder {{.%s}}, which another form has", m.id, f.name, p)})
			}
		}
	}
}

func (l *loader) compareTexts(m *message, lang1 string, t1 *text, lang2 string, t2 *text) {
	if t1.plural != t2.plural {
		l.ds.Add(source.Diagnostic{
			Pos:     t2.key,
			Message: fmt.Sprintf("message %q has plural forms in one language and not in the other", m.id),
			Hint:    "write plural forms in both, or in none",
			Related: []source.Related{{Pos: t1.key, Message: "the same message in " + lang1}},
		})
		return
	}
	p1, p2 := t1.placeholders(), t2.placeholders()
	if slices.Equal(p1, p2) {
		return
	}
	l.ds.Add(source.Diagnostic{
		Pos:     t2.forms[0].pos,
		Message: fmt.Sprintf("message %q has %s in %s and %s in %s", m.id, listed(p2), lang2, listed(p1), lang1),
		Hint:    "a placeholder keeps its name in every language: copy it as it is",
		Related: []source.Related{{Pos: t1.forms[0].pos, Message: "the same message in " + lang1}},
	})
}

func listed(names []string) string {
	if len(names) == 0 {
		return "no placeholder"
	}
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = "{{." + n + "}}"
	}
	return strings.Join(out, ", ")
}
