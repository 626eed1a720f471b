package build

import (
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
	Pathway  pathway.Data          `json:"pathway"`
	Words    map[string]string     `json:"words"`
	Pages    map[string]pageData   `json:"pages"`   // by route
	Sources  map[string]sourceData `json:"sources"` // by id
	UI       map[string]any        `json:"ui"`
}

type pageData struct {
	URL     string `json:"url"`
	Title   string `json:"title"`
	Dossier string `json:"dossier,omitempty"` // where a request is prepared; the answers are added
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
		Lang: p.Lang, Title: v.Title, Pathway: pw.Diagram.Data(),
		Words: map[string]string{}, Pages: map[string]pageData{}, Sources: map[string]sourceData{},
	}
	reviewed := p.Reviewed
	if !pw.Rules.Reviewed.IsZero() {
		reviewed = pw.Rules.Reviewed
	}
	data.Reviewed = b.date(p.Lang, reviewed)
	for id, text := range pw.Words[p.Lang].All() {
		data.Words[id] = markdown.Typeset(p.Lang, text)
	}
	for _, r := range pw.allRoutes() {
		url, title := b.routePage(p, r)
		data.Pages[r.ID] = pageData{url, title, b.dossierOf(p, pw, r)}
	}
	for _, c := range pw.Rules.Criteria {
		if s := b.site.Source(c.Source.Value); s != nil {
			n := b.note(p.Lang, s)
			data.Sources[s.ID] = sourceData{n.Issuer, n.Title, n.Dated, n.URL, n.URLLang}
		}
	}
	data.UI = b.scriptMessages(p.Lang, b.catalog.IDs("checker.")...)
	v.Checker = &layout.Checker{Name: pw.Name, Data: data, Reviewed: reviewed}
	if len(pw.Trees) > 0 {
		v.Checker.Tree = b.treeLink(p.Path, p).URL
	}
	v.Checker.Rules = b.rulesLink(p.Path, p).URL
	v.Scripts = append(v.Scripts, site.Relative(p.Path, b.assets["pathway.js"].Path))
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
