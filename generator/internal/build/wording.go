package build

import (
	"fmt"
	"slices"
	"strings"

	"boussole/generator/internal/pathway"
	"boussole/generator/internal/source"
)

// Messages checker.X are what the questionnaire says of routes. A pathway whose rules say wording: W says, in their place,
// those messages wording.W.X that there are.
const (
	checkerMessages = "checker."
	wordingMessages = "wording."
)

// useWordings notes the messages of all wordings: a site may have none of the pathways that choose one.
func (b *builder) useWordings() {
	if b.catalog == nil {
		return
	}
	if err := b.catalog.Use(b.catalog.IDs(wordingMessages)...); err != nil {
		panic("build: " + err.Error()) // the ids are the catalog's own
	}
}

// checkWording reports a wording that has no message, and its messages that stand in for none.
func (b *builder) checkWording(rules *pathway.Ruleset) {
	w := rules.Wording
	if w.Value == "" || b.catalog == nil { // the messages have errors of their own, which are told
		return
	}
	var known []string
	for _, id := range b.catalog.IDs(wordingMessages) {
		name, _, _ := strings.Cut(strings.TrimPrefix(id, wordingMessages), ".")
		known = append(known, name)
	}
	if !slices.Contains(known, w.Value) {
		b.ds.Add(source.Diagnostic{Pos: w.Pos, Message: fmt.Sprintf("there is no wording %q: no message of the interface begins with %s%s.", w.Value, wordingMessages, w.Value), Hint: source.DidYouMean(w.Value, slices.Compact(known))})
	}
	said := b.catalog.IDs(checkerMessages)
	for _, id := range b.catalog.IDs(wordingMessages + w.Value + ".") {
		if own := checkerMessages + strings.TrimPrefix(id, wordingMessages+w.Value+"."); !slices.Contains(said, own) {
			b.ds.Add(source.Diagnostic{Pos: w.Pos, Message: fmt.Sprintf("the message %q stands in for %q, which there is not", id, own), Hint: source.DidYouMean(own, said)})
		}
	}
}

// checkerWords are what the questionnaire says, by the ids checker.X.
func (b *builder) checkerWords(lang string, rules *pathway.Ruleset) map[string]any {
	out := b.scriptMessages(lang, b.catalog.IDs(checkerMessages)...)
	if rules.Wording.Value == "" {
		return out
	}
	own := wordingMessages + rules.Wording.Value + "."
	for id, text := range b.scriptMessages(lang, b.catalog.IDs(own)...) {
		out[checkerMessages+strings.TrimPrefix(id, own)] = text
	}
	return out
}
