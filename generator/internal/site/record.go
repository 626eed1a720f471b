package site

import (
	"fmt"
	"regexp"
	"sort"
	"strings"

	"boussole/generator/internal/source"
)

// Source is where facts come from: a record of content/sources.yaml, which is a mapping from ids. What a key means is
// its tag doc, which editors show.
type Source struct {
	ID        string                 `yaml:"-"`
	Issuer    map[string]source.Text `yaml:"issuer,required" doc:"Who issued it, per language."`
	Kind      source.Text            `yaml:"kind,required" doc:"law: a law, decree, court decision or text of parliament; public-body: an agency or ministry; other: lawyers, press, associations, companies."`
	Title     map[string]source.Text `yaml:"title,required" doc:"Its title, per language."`
	Reference source.Text            `yaml:"reference" doc:"An article, or the number of a decision."`
	Address   map[string]source.Text `yaml:"address" doc:"Its address on the web, per language. Leave out what is not known; never invent one."`
	Dated     source.Text            `yaml:"dated,required" doc:"The date shown on it: YYYY, YYYY-MM, YYYY-MM-DD, or undated."`
	Consulted source.Date            `yaml:"consulted,required" doc:"The day on which our text was last compared with it."`
	Pos       source.Pos             `yaml:"-"`
}

// Shape implements [source.Shaped].
func (Source) Shape() map[string]source.Form {
	return map[string]source.Form{
		"issuer":  {Key: &language},
		"kind":    {OneOf: SourceKinds},
		"title":   {Key: &language},
		"address": {Key: &language, Items: &source.Form{Pattern: `^https?://[^ "<>]*$`, Hint: "an address on the web, without spaces"}},
		"dated":   {Pattern: `^([0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?|undated)$`, Hint: "YYYY, YYYY-MM, YYYY-MM-DD or undated"},
	}
}

// SourceKinds are the kinds of source, those that bind first.
var SourceKinds = []string{"law", "public-body", "other"}

// In returns the address of the source for readers of a language, and the language of what stands there: the
// page in their language if there is one, else any. Both are empty when no address is known.
func (s *Source) In(lang string) (address, of string) {
	if a, ok := s.Address[lang]; ok {
		return a.Value, lang
	}
	langs := make([]string, 0, len(s.Address))
	for l := range s.Address {
		langs = append(langs, l)
	}
	sort.Strings(langs)
	for _, l := range langs {
		return s.Address[l].Value, l
	}
	return "", ""
}

// Term is a term of the glossary: an entry of content/glossary.LANG.yaml, which is a mapping from ids. What a key means
// is its tag doc, which editors show.
type Term struct {
	ID         string        `yaml:"-"`
	Term       source.Text   `yaml:"term,required" doc:"The form that is looked for in texts."`
	Long       source.Text   `yaml:"long" doc:"What an acronym stands for."`
	Also       []source.Text `yaml:"also" doc:"Other forms that are looked for."`
	Definition source.Text   `yaml:"definition,required" doc:"What it means, in one sentence."`
	Pos        source.Pos    `yaml:"-"`
}

// Forms are all forms that are looked for in texts.
func (t *Term) Forms() []string {
	forms := []string{t.Term.Value}
	if t.Long.Value != "" {
		forms = append(forms, t.Long.Value)
	}
	for _, a := range t.Also {
		forms = append(forms, a.Value)
	}
	return forms
}

var datedPattern = regexp.MustCompile(`^\d{4}(-(0[1-9]|1[0-2]))?$`)

func (l *loader) sources() {
	records, ok := l.records(Folder + "/sources.yaml")
	l.site.openSources = !ok
	for _, pair := range records {
		s := &Source{}
		own := source.Decode(pair.Value, s)
		l.ds = append(l.ds, own...)
		s.ID, s.Pos = pair.Key.Text, pair.Key.Pos
		l.site.Sources = append(l.site.Sources, s)
		l.site.sources[s.ID] = s
		if own.HasErrors() {
			continue
		}
		l.oneOf(s.Kind, "kind", SourceKinds)
		l.perLanguage(s.Issuer, "issuer", s.Pos)
		l.perLanguage(s.Title, "title", s.Pos)
		if d := s.Dated.Value; d != "undated" && !datedPattern.MatchString(d) {
			if _, err := source.ParseDate(d); err != nil {
				l.ds.Errorf(s.Dated.Pos, "dated is %q, expected YYYY, YYYY-MM, YYYY-MM-DD or undated", d)
			}
		}
		for lang, a := range s.Address {
			if !l.isLang(lang) {
				l.ds.Errorf(a.Pos, "address is in %q, which is no language of the site", lang)
			}
			if !strings.HasPrefix(a.Value, "https://") && !strings.HasPrefix(a.Value, "http://") || strings.ContainsAny(a.Value, " \"<>") {
				l.ds.Errorf(a.Pos, "%q is no address on the web", a.Value)
			}
		}
	}
	sort.Slice(l.site.Sources, func(i, j int) bool { return l.site.Sources[i].ID < l.site.Sources[j].ID })
}

// records reads a file that is a mapping from ids to mappings. The second result is false when the file cannot be
// read, so that it is not known which ids it has.
func (l *loader) records(name string) ([]source.Pair, bool) {
	f := l.read(name, true)
	if f == nil {
		return nil, false
	}
	root, ds := source.ParseYAML(f)
	l.ds = append(l.ds, ds...)
	if root == nil {
		return nil, !ds.HasErrors()
	}
	if root.Kind != source.Map {
		l.ds.Errorf(root.Pos, "the file is %s, expected a mapping of ids", root.Kind)
		return nil, false
	}
	var out []source.Pair
	for _, p := range root.Pairs {
		if !source.IsID(p.Key.Text) {
			l.ds.Add(source.Diagnostic{Pos: p.Key.Pos, Message: fmt.Sprintf("%q is not an id", p.Key.Text), Hint: "use lower-case letters and digits, words joined by hyphens"})
			continue
		}
		out = append(out, p)
	}
	return out, true
}

func (l *loader) glossary() {
	defined := map[string]map[string]*Term{} // id → lang
	var langs []string                       // whose terms are known
	for _, lang := range l.site.Langs {
		forms := map[string]source.Pos{}
		records, ok := l.records(Folder + "/glossary." + lang + ".yaml")
		if ok {
			langs = append(langs, lang)
		}
		for _, pair := range records {
			t := &Term{}
			own := source.Decode(pair.Value, t)
			l.ds = append(l.ds, own...)
			t.ID, t.Pos = pair.Key.Text, pair.Key.Pos
			if defined[t.ID] == nil {
				defined[t.ID] = map[string]*Term{}
			}
			defined[t.ID][lang] = t
			if own.HasErrors() {
				continue
			}
			for _, form := range t.Forms() {
				if first, twice := forms[form]; twice {
					l.ds.Add(source.Diagnostic{Pos: t.Pos, Message: fmt.Sprintf("%q is a form of two terms", form), Related: []source.Related{{Pos: first, Message: "the first one"}}})
				}
				forms[form] = t.Pos
			}
			l.site.Glossary[lang] = append(l.site.Glossary[lang], t)
		}
		terms := l.site.Glossary[lang]
		sort.Slice(terms, func(i, j int) bool { return terms[i].ID < terms[j].ID })
	}
	for id, in := range defined {
		for _, lang := range langs {
			if in[lang] == nil {
				for _, t := range in {
					l.ds.Errorf(t.Pos, "the term %q is not explained in %s/glossary.%s.yaml", id, Folder, lang)
				}
			}
		}
	}
}
