package build

import (
	"boussole/generator/internal/prose"
	"boussole/generator/internal/source"
)

// checkProse warns where a text is hard to read: pages with what their front matter shows, the glossary, and the words
// of pathways.
func (b *builder) checkProse() {
	readers := map[string]*prose.Reader{}
	for _, lang := range b.site.Langs {
		var known []string
		for _, t := range b.site.Config.Acronyms {
			known = append(known, t.Value)
		}
		for _, t := range b.site.Glossary[lang] {
			known = append(known, t.Forms()...)
		}
		readers[lang] = prose.NewReader(lang, known)
	}
	for _, p := range b.pages {
		texts := proseOf(p.Title, p.Summary)
		for _, t := range p.passages {
			texts = append(texts, prose.Text{Words: t.Text, Links: t.Links, At: t.At})
		}
		b.add(readers[p.Lang].Page(texts))
	}
	for _, lang := range b.site.Langs {
		for _, t := range b.site.Glossary[lang] {
			b.add(readers[lang].Page(proseOf(t.Definition)))
		}
		for _, pw := range b.result.Pathways {
			if w := pw.Words[lang]; w != nil {
				b.add(readers[lang].Page(proseOf(w.Texts()...)))
			}
		}
	}
}

// proseOf are texts that stand in YAML: all of one has the place where it begins.
func proseOf(texts ...source.Text) []prose.Text {
	var out []prose.Text
	for _, t := range texts {
		out = append(out, prose.Text{Words: t.Value, At: func(int) source.Pos { return t.Pos }})
	}
	return out
}
