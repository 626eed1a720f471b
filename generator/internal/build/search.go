package build

import (
	"io/fs"
	"strings"

	"boussole/generator/internal/assets"
	"boussole/generator/internal/layout"
	"boussole/generator/internal/markdown"
	"boussole/generator/internal/search"
	"boussole/generator/internal/site"
	"boussole/generator/internal/source"
)

// indexPages makes the search index of each language that has a page to search on.
func (b *builder) indexPages() {
	b.indexes = map[string]*search.Index{}
	b.indexFiles = map[string]assets.Asset{}
	// A site may do without a search; the script's words then wait for it.
	if err := b.catalog.Use(b.catalog.IDs("search.")...); err != nil {
		panic("build: " + err.Error()) // the ids are the catalog's own
	}
	pages := make([][]search.Page, len(b.site.Langs))
	for i, lang := range b.site.Langs {
		pages[i] = b.searchable(lang)
	}
	made := make([]*search.Index, len(b.site.Langs))
	scripts := make([][]byte, len(b.site.Langs))
	doing := func(i int) string { return "indexing the pages in " + b.site.Langs[i] }
	b.add(parallel(len(made), doing, func(i int) (ds source.Diagnostics) {
		lang := b.site.Langs[i]
		if b.searchPage(lang) != nil {
			made[i], ds = search.New(lang, pages[i], b.synonyms[lang], b.acronyms(lang))
			scripts[i] = made[i].Script()
		}
		return ds
	}))
	for i, lang := range b.site.Langs {
		if made[i] == nil {
			continue
		}
		b.indexes[lang] = made[i]
		file := assets.Named("search-"+lang+".js", scripts[i])
		b.indexFiles[lang] = file
		b.publish(file.Path, file.Data, b.searchPage(lang).File.Name)
	}
}

// searchAnchor is the place of the form: who comes to it finds the cursor in the field.
const searchAnchor = "#search"

// searchData is what static/js/search.js reads in the page.
type searchData struct {
	Lang   string         `json:"lang"`
	Root   string         `json:"root"` // leads to the site's root
	Others []string       `json:"others"`
	UI     map[string]any `json:"ui"`
}

// search fills the page on which the site is searched.
func (b *builder) search(v *layout.View, p *site.Page) {
	ids := b.catalog.IDs("search.")
	data := searchData{Lang: p.Lang, Root: v.Root, Others: []string{}}
	add := func(lang string) {
		if file, ok := b.indexFiles[lang]; ok {
			v.Search.Indexes = append(v.Search.Indexes, layout.Alternate{Lang: lang, URL: site.Relative(p.Path, file.Path)})
		}
	}
	v.Search = &layout.Search{}
	add(p.Lang)
	for _, lang := range b.site.Langs {
		if lang != p.Lang && b.indexes[lang] != nil {
			add(lang)
			data.Others = append(data.Others, lang)
			ids = append(ids, "language."+lang)
		}
	}
	data.UI = b.scriptMessages(p.Lang, ids...)
	v.Search.Data = data
	for _, name := range []string{"sitemap", "glossary"} {
		for _, q := range b.site.Pages {
			if q.Lang == p.Lang && q.LayoutName() == name {
				v.Search.Instead = append(v.Search.Instead, b.linkTo(p.Path, q))
			}
		}
	}
	v.Scripts = append(v.Scripts, site.Relative(p.Path, b.assets["search.js"].Path))
}

// searchPage is the page of a language on which the site is searched, or nil.
func (b *builder) searchPage(lang string) *site.Page {
	for _, p := range b.site.Pages {
		if p.Lang == lang && p.LayoutName() == "search" {
			return p
		}
	}
	return nil
}

// loadSynonyms reads content/search.LANG.yaml of each language, which a site may do without.
func (b *builder) loadSynonyms() {
	b.synonyms = map[string]*search.Synonyms{}
	for _, lang := range b.site.Langs {
		b.synonyms[lang] = &search.Synonyms{}
		name := site.Folder + "/search." + lang + ".yaml"
		data, err := fs.ReadFile(b.fsys, name)
		if err != nil {
			continue
		}
		f, ds := source.New(name, data)
		b.add(ds)
		if !ds.HasErrors() {
			b.synonyms[lang], ds = search.ParseSynonyms(f)
			b.add(ds)
		}
	}
}

// acronyms are the forms of each term of the glossary: they mean the same.
func (b *builder) acronyms(lang string) [][]string {
	var out [][]string
	for _, t := range b.site.Glossary[lang] {
		out = append(out, t.Forms())
	}
	return out
}

// searchable are the pages of a language as they are looked for, in the order of the site.
func (b *builder) searchable(lang string) []search.Page {
	var out []search.Page
	for _, p := range b.pages {
		if p.Lang != lang || p.LayoutName() == "search" {
			continue
		}
		set := func(t source.Text) string { return markdown.Typeset(lang, t.Value) }
		page := search.Page{Path: p.Path, Title: markdown.Typeset(lang, b.title(p.Page)), Summary: set(p.Summary), Description: set(p.Description) + " " + b.audience(p)}
		if trail := p.Trail(); len(trail) > 1 {
			page.Section = set(trail[1].Title)
		}
		if p.Facts != nil {
			page.Parts = append(page.Parts, search.Part{Anchor: "facts", Title: b.message(lang, "facts.title"), Text: b.factsText(p)})
		}
		for _, s := range p.doc.Sections {
			page.Parts = append(page.Parts, search.Part{Anchor: s.ID, Title: s.Title, Text: s.Text})
		}
		page.Parts = append(page.Parts, p.parts...)
		if p.LayoutName() == "glossary" {
			page.Entries = true
			for _, t := range b.site.Glossary[lang] {
				title := set(t.Term)
				if t.Long.Value != "" {
					title += " — " + set(t.Long)
				}
				page.Parts = append(page.Parts, search.Part{Anchor: t.ID, Title: title, Text: set(t.Definition)})
			}
		}
		out = append(out, page)
	}
	return out
}

// audience is whom a page is for, in words.
func (b *builder) audience(p *page) string {
	var out []string
	for _, a := range p.Audience {
		out = append(out, b.message(p.Lang, "audience."+a.Value))
	}
	return strings.Join(out, ", ")
}

// factsText is the facts of a page in plain words, without citations.
func (b *builder) factsText(p *page) string {
	var out []string
	for _, f := range p.Facts.List() {
		out = append(out, b.message(p.Lang, "facts."+f.Key)+" : "+b.factText(p, f))
	}
	return strings.Join(out, " ")
}
