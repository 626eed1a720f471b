package search

import (
	"fmt"
	"strings"

	"boussole/generator/internal/source"
)

// Synonyms is content/search.LANG.yaml: words that readers use for what the site says otherwise. Only the words of
// one language stand in it. What a key means is its tag doc, which editors show.
type Synonyms struct {
	Same  [][]source.Text `yaml:"same" doc:"Groups of words or phrases that mean the same: each finds all."`
	Leads []Leads         `yaml:"leads" doc:"Words that lead to others, but not back: an old name to the new ones."`
}

// Leads are words that find others too.
type Leads struct {
	From []source.Text `yaml:"from,required" doc:"What readers type."`
	To   []source.Text `yaml:"to,required" doc:"What they then find too."`
}

// Shape implements [source.Shaped].
func (Synonyms) Shape() map[string]source.Form {
	return map[string]source.Form{
		"same": {List: true, Items: &source.Form{List: true, Least: 2}},
	}
}

// Files returns the form of the file that the room reads, by a name for its kind.
func Files() map[string]source.Form {
	return map[string]source.Form{
		"search": {Doc: "What readers call what the site says otherwise, in one language.", Like: Synonyms{}},
	}
}

// ParseSynonyms reads a file of synonyms; an empty one has none.
func ParseSynonyms(f *source.File) (*Synonyms, source.Diagnostics) {
	s := &Synonyms{}
	root, ds := source.ParseYAML(f)
	if root == nil || ds.HasErrors() {
		return s, ds
	}
	ds = append(ds, source.Decode(root, s)...)
	for _, group := range s.Same {
		if len(group) == 1 {
			ds.Errorf(group[0].Pos, "a group of words has one word, expected two or more")
		}
	}
	return s, ds
}

// unused is what is said of words of which nothing stands on any page.
func unused(words []source.Text) source.Diagnostic {
	texts := make([]string, len(words))
	for i, w := range words {
		texts[i] = w.Value
	}
	return source.Diagnostic{
		Pos: words[0].Pos, Severity: source.Warning,
		Message: fmt.Sprintf("none of these words stands on any page: %s", strings.Join(texts, ", ")),
		Hint:    "write one of them as the pages do, or delete the entry",
	}
}
