package build

import (
	"maps"
	"slices"
	"strings"

	"boussole/generator/internal/layout"
	"boussole/generator/internal/markdown"
	"boussole/generator/internal/pathway"
	"boussole/generator/internal/site"
)

// checkerData is what static/js/pathway.js reads in the page: the compiled pathway and its words.
type checkerData struct {
	Lang     string                `json:"lang"`
	Title    string                `json:"title"`
	Reviewed string                `json:"reviewed"`
	Notice   string                `json:"notice"` // that the site is no official one
	Pathway  pathway.Data          `json:"pathway"`
	Words    map[string]any        `json:"words"`   // by the parts of their ids: see nest
	Pages    map[string]pageData   `json:"pages"`   // by route
	Sources  map[string]sourceData `json:"sources"` // by id
	UI       map[string]any        `json:"ui"`
}

// pageData is a route's page. Further are the places that belong to it, each a link of its own on the result: where it
// says what to prepare is one.
type pageData struct {
	URL     string     `json:"url"`
	Title   string     `json:"title"`
	Dossier string     `json:"dossier,omitempty"` // where a request is prepared; the answers are added
	Further []pageData `json:"further,omitempty"`
}

type sourceData struct {
	Issuer string `json:"issuer"`
	Title  string `json:"title"`
	Dated  string `json:"dated"`
	URL    string `json:"url,omitempty"`
	Lang   string `json:"lang,omitempty"`
}

// checker fills the page that asks a pathway.
func (b *builder) checker(v *layout.View, p *site.Page, pw *Pathway) {
	data := checkerData{
		Lang: p.Lang, Title: v.Title, Notice: markdown.Typeset(p.Lang, b.message(p.Lang, "site.unofficial", "Site", v.Site)), Pathway: pw.Diagram.Data(),
		Pages: map[string]pageData{}, Sources: map[string]sourceData{},
	}
	reviewed := p.Reviewed
	if !pw.Rules.Reviewed.IsZero() {
		reviewed = pw.Rules.Reviewed
	}
	data.Reviewed = b.date(p.Lang, reviewed)
	data.UI = b.checkerWords(p.Lang, pw.Rules)
	words := map[string]string{}
	for id, text := range pw.Words[p.Lang].All() {
		text = markdown.Typeset(p.Lang, text)
		if !strings.HasSuffix(id, ".unknown") || text != data.UI["checker.unknown"] { // said unless a question says otherwise
			words[id] = text
		}
	}
	data.Words = nest(words)
	for _, r := range pw.allRoutes() {
		url, title := b.routePage(p, r)
		page := pageData{URL: url, Title: title, Dossier: b.dossierOf(p, pw, r)}
		if page.Dossier == "" { // a checklist says what to prepare, with the answers
			page.Further = b.further(p, r)
		}
		data.Pages[r.ID] = page
	}
	for _, c := range pw.Rules.Criteria {
		if s := b.site.Source(c.Source.Value); s != nil {
			n := b.note(p.Lang, s)
			data.Sources[s.ID] = sourceData{n.Issuer, n.Title, n.Dated, n.URL, n.URLLang}
		}
	}
	v.Checker = &layout.Checker{Name: pw.Name, Data: data, Reviewed: reviewed}
	if len(pw.Trees) > 0 {
		v.Checker.Tree = b.treeLink(p.Path, p).URL
	}
	v.Checker.Rules = b.rulesLink(p.Path, p).URL
	v.Scripts = append(v.Scripts, site.Relative(p.Path, b.assets["pathway.js"].Path))
}

// nest writes words whose ids begin alike below what they share, so that each part of an id stands once: ids are a fifth
// of what a page loads. A word whose id begins others stands there under "".
func nest(words map[string]string) map[string]any {
	out := map[string]any{}
	for _, id := range slices.Sorted(maps.Keys(words)) { // a word before those that its id begins
		at, parts := out, strings.Split(id, ".")
		for _, part := range parts[:len(parts)-1] {
			below, ok := at[part].(map[string]any)
			if !ok {
				below = map[string]any{}
				if own, said := at[part]; said {
					below[""] = own
				}
				at[part] = below
			}
			at = below
		}
		at[parts[len(parts)-1]] = words[id]
	}
	return out
}

// scriptMessages are words of the interface for a script.
func (b *builder) scriptMessages(lang string, ids ...string) map[string]any {
	messages, err := b.catalog.Messages(lang, ids...)
	if err != nil {
		b.ds.Errorf(start(layout.Dir+"/i18n/"+lang+".yaml"), "%v", err)
		return nil
	}
	for id, m := range messages {
		switch m := m.(type) {
		case string:
			messages[id] = markdown.Typeset(lang, m)
		case map[string]string:
			set := map[string]string{}
			for form, text := range m {
				set[form] = markdown.Typeset(lang, text)
			}
			messages[id] = set
		}
	}
	return messages
}

// allRoutes are the routes and the fallback.
func (pw *Pathway) allRoutes() []*pathway.Route {
	routes := append([]*pathway.Route(nil), pw.Rules.Routes...)
	if pw.Rules.Otherwise != nil {
		routes = append(routes, pw.Rules.Otherwise)
	}
	return routes
}

// routePage is the address and the title of a route's page, as seen from another page.
func (b *builder) routePage(from *site.Page, r *pathway.Route) (url, title string) {
	target := b.routeTarget(from, r)
	if target == nil {
		return "", ""
	}
	_, anchor, _ := strings.Cut(r.Page.Value, "#")
	url = from.To(target)
	if anchor != "" {
		url += "#" + anchor
	}
	return url, markdown.Typeset(target.Lang, target.Title.Value)
}

// routeTarget is a route's page, in the language of another one if it can be.
func (b *builder) routeTarget(from *site.Page, r *pathway.Route) *site.Page {
	key, _, _ := strings.Cut(r.Page.Value, "#")
	target := b.site.Page(key, from.Lang)
	for _, lang := range b.site.Langs {
		if target == nil { // it stands in another language only
			target = b.site.Page(key, lang)
		}
	}
	return target
}

// prepareAnchor is the place of a page that says what to prepare.
const prepareAnchor = "prepare"

// further are the places that belong to a route's page.
func (b *builder) further(from *site.Page, r *pathway.Route) []pageData {
	var out []pageData
	if target := b.routeTarget(from, r); target != nil && b.byPage[target].doc != nil {
		for _, h := range b.byPage[target].doc.Headings {
			if h.ID == prepareAnchor {
				out = append(out, pageData{URL: from.To(target) + "#" + prepareAnchor, Title: h.Text})
			}
		}
	}
	return out
}

// route is a route in words, as seen from a page.
func (b *builder) route(from *site.Page, pw *Pathway, r *pathway.Route) layout.Route {
	w := pw.Words[from.Lang]
	text := func(id string) string { return markdown.Typeset(from.Lang, w.Text(id)) }
	out := layout.Route{
		ID: r.ID, Role: r.Role,
		Name: text("route." + r.ID + ".name"), Summary: text("route." + r.ID + ".summary"), Next: text("route." + r.ID + ".next"),
	}
	out.URL, out.Page = b.routePage(from, r)
	for _, q := range pw.Rules.Questions {
		if !q.WordsOnly {
			continue
		}
		for _, o := range q.Options {
			if next := text("route." + r.ID + ".next." + q.ID + "." + o.Value); next != "" {
				out.By = append(out.By, layout.ByRole{Who: text("question." + q.ID + ".option." + o.Value), Next: next})
			}
		}
	}
	return out
}
