package build

import (
	"slices"
	"sort"

	"boussole/generator/internal/catalog"
	"boussole/generator/internal/layout"
	"boussole/generator/internal/markdown"
	"boussole/generator/internal/pathway"
	"boussole/generator/internal/site"
	"boussole/generator/internal/source"
)

// note is a source as a page of the language shows it.
func (b *builder) note(lang string, s *site.Source) layout.Note {
	n := layout.Note{
		ID:        s.ID,
		Kind:      s.Kind.Value,
		Issuer:    markdown.Typeset(lang, s.Issuer[lang].Value),
		Title:     markdown.Typeset(lang, s.Title[lang].Value),
		Reference: markdown.Typeset(lang, s.Reference.Value),
		Dated:     b.when(lang, s.Dated.Value),
		Consulted: b.date(lang, s.Consulted),
	}
	n.URL, n.URLLang = s.In(lang)
	return n
}

// notes are the sources of a page: those it cites, by number, then those it relies on.
func (b *builder) notes(p *page) []layout.Note {
	var out []layout.Note
	cited := map[string]bool{}
	for _, c := range p.citations {
		cited[c.ID] = true
		n := b.note(p.Lang, b.site.Source(c.ID))
		n.Number = c.Number
		for i, r := range c.Refs {
			n.Refs = append(n.Refs, layout.Ref{URL: "#" + r.ID, Label: letter(i), Locator: markdown.Typeset(p.Lang, r.Locator)})
		}
		out = append(out, n)
	}
	for _, t := range p.Sources {
		if !cited[t.Value] {
			cited[t.Value] = true
			out = append(out, b.note(p.Lang, b.site.Source(t.Value)))
		}
	}
	return out
}

// letter counts a, b, … z, aa, ab …
func letter(i int) string {
	if i < 26 {
		return string(rune('a' + i))
	}
	return letter(i/26-1) + string(rune('a'+i%26))
}

// bibliography is every source of the kinds that the page lists, kind by kind.
func (b *builder) bibliography(from *site.Page) []layout.SourceGroup {
	var out []layout.SourceGroup
	for _, kind := range site.SourceKinds {
		listed := func(t source.Text) bool { return t.Value == kind }
		if len(from.Kinds) > 0 && !slices.ContainsFunc(from.Kinds, listed) {
			continue
		}
		if notes := b.ofKind(from, kind); len(notes) > 0 {
			out = append(out, layout.SourceGroup{Kind: kind, Notes: notes})
		}
	}
	return out
}

// ofKind is every source of a kind, by issuer and title, with the pages that cite it, the rules of pathways among them.
func (b *builder) ofKind(from *site.Page, kind string) []layout.Note {
	var out []layout.Note
	for _, s := range b.site.Sources {
		if s.Kind.Value != kind {
			continue
		}
		n := b.note(from.Lang, s)
		for _, p := range b.citedBy[s.ID] {
			if p.Lang == from.Lang {
				n.Pages = append(n.Pages, b.linkTo(from.Path, p))
			}
		}
		for _, p := range b.site.Pages {
			if pw := b.pathways[p.Pathway.Value]; pw != nil && p.Lang == from.Lang && p.LayoutName() == "pathway" {
				if part := b.citingPart(pw, s.ID); part >= 0 {
					l := b.rulesLink(from.Path, p)
					l.URL = site.Relative(from.Path, b.rulesPath(p, part))
					n.Pages = append(n.Pages, l)
				}
			}
		}
		out = append(out, n)
	}
	compare := b.compare(from.Lang)
	sort.SliceStable(out, func(i, j int) bool {
		if c := compare(out[i].Issuer, out[j].Issuer); c != 0 {
			return c < 0
		}
		return compare(out[i].Title, out[j].Title) < 0
	})
	return out
}

// citingPart is the first page of a pathway's rules on which a criterion cites the source, counted from 0; -1 for none.
func (b *builder) citingPart(pw *Pathway, id string) int {
	return slices.IndexFunc(b.rulesParts(pw), func(part []*pathway.Outline) bool {
		return slices.ContainsFunc(part, func(o *pathway.Outline) bool {
			return slices.ContainsFunc(o.Route.Needs, func(n pathway.Need) bool { return n.Source.Value == id })
		})
	})
}

// glossary is every term in the order of the language's alphabet.
func (b *builder) glossary(v *layout.View, p *site.Page) {
	others := map[string][]layout.TermName{}
	for _, lang := range b.site.Langs {
		if lang == p.Lang {
			continue
		}
		for _, t := range b.site.Glossary[lang] {
			others[t.ID] = append(others[t.ID], layout.TermName{Lang: lang, Term: markdown.Typeset(lang, t.Term.Value), Long: markdown.Typeset(lang, t.Long.Value)})
		}
	}
	for _, t := range b.site.Glossary[p.Lang] {
		v.Terms = append(v.Terms, layout.Term{
			ID:         t.ID,
			Term:       markdown.Typeset(p.Lang, t.Term.Value),
			Long:       markdown.Typeset(p.Lang, t.Long.Value),
			Definition: markdown.Typeset(p.Lang, t.Definition.Value),
			Others:     others[t.ID],
		})
	}
	compare := b.compare(p.Lang)
	sort.SliceStable(v.Terms, func(i, j int) bool { return compare(v.Terms[i].Term, v.Terms[j].Term) < 0 })
}

func (b *builder) compare(lang string) func(a, b string) int {
	f, err := catalog.Compare(lang)
	if err != nil {
		panic("build: " + err.Error()) // catalog.Load refuses such a language
	}
	return f
}
