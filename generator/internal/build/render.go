package build

import (
	"fmt"
	"slices"
	"strings"

	"boussole/generator/internal/catalog"
	"boussole/generator/internal/layout"
	"boussole/generator/internal/markdown"
	"boussole/generator/internal/site"
	"boussole/generator/internal/source"
)

// Policy is the content security policy of every page, in a meta element so that it holds from a folder too.
// Scripts and styles come from the site alone, nothing is inline, and no script may write HTML from text.
const Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; manifest-src 'self'; " +
	"base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

// neutralPath is the page that offers every language.
const neutralPath = "index.html"

// job is a page to be rendered.
type job struct {
	view *layout.View
	path string
	file string // the content file it is made of, for messages
}

// render frames every page in its layout.
func (b *builder) render() {
	var jobs []job
	b.newest = b.copyDate()
	b.changed()
	for _, p := range b.pages {
		b.doing = "framing " + p.File.Name
		v := b.view(p.Page)
		b.fill(v, p)
		jobs = append(jobs, job{v, p.Path, p.File.Name})
		if p.Dossier != nil {
			jobs = append(jobs, b.dossierJob(p.Page))
		}
		if p.LayoutName() == "pathway" {
			if pw := b.pathways[p.Pathway.Value]; len(pw.Trees) > 0 {
				jobs = append(jobs, b.treeJobs(p.Page, pw)...)
			}
			jobs = append(jobs, b.rulesJobs(p.Page, b.pathways[p.Pathway.Value])...)
		}
	}
	b.checkAliases(jobs)
	jobs = append(append(jobs, b.neutral(), b.missing()), b.moved(jobs)...)
	for _, j := range jobs {
		j.view.Structured = b.structured(j)
	}
	out := make([][]byte, len(jobs))
	doing := func(i int) string { return fmt.Sprintf("making the page %s of %s", jobs[i].path, jobs[i].file) }
	b.add(parallel(len(jobs), doing, func(i int) source.Diagnostics {
		var ds source.Diagnostics
		out[i], ds = b.layouts.Execute(jobs[i].view, jobs[i].file)
		return ds
	}))
	if b.ds.HasErrors() {
		return
	}
	for i, j := range jobs {
		b.publish(j.path, out[i], j.file)
	}
	b.furnish(jobs)
}

// view is what every page has.
func (b *builder) view(p *site.Page) *layout.View {
	set := func(t source.Text) string { return markdown.Typeset(p.Lang, t.Value) }
	v := &layout.View{
		Lang: p.Lang, Kind: p.LayoutName(), Key: p.Key,
		Site: set(b.site.Config.Title[p.Lang]), Tagline: set(b.site.Config.Tagline[p.Lang]),
		Title: markdown.Typeset(p.Lang, b.title(p)), Summary: set(p.Summary), Description: set(p.Description),
		Reviewed: p.Reviewed, ReviewBy: p.ReviewBy, Translation: p.Translation.Value,
	}
	if v.Translation == "" {
		v.Translation = "parallel"
	}
	v.Operator, v.Due, v.Copied = set(p.Operator), p.ReviewBy, b.newest
	if pw := b.pathways[p.Pathway.Value]; pw != nil && !pw.Rules.ReviewBy.IsZero() && pw.Rules.ReviewBy.Before(v.Due) {
		v.Due = pw.Rules.ReviewBy
	}
	for _, a := range p.Audience {
		v.Audience = append(v.Audience, a.Value)
	}
	b.frame(v, p, p.Path, func(lang string) string {
		if twin := p.In(lang); twin != nil {
			return twin.Path
		}
		return ""
	})
	return v
}

// frame fills what depends on where the page stands. at says where it stands in each language, "" for nowhere.
func (b *builder) frame(v *layout.View, p *site.Page, own string, at func(lang string) string) {
	v.Root = strings.Repeat("../", strings.Count(own, "/"))
	v.Policy = Policy
	v.Canonical, v.Neutral = b.base+own, b.base
	v.Styles = []string{site.Relative(own, b.assets["site.css"].Path)}
	if a, ok := b.assets[v.Kind+".css"]; ok { // a style for the layout of that name
		v.Styles = append(v.Styles, site.Relative(own, a.Path))
	}
	v.Scripts = []string{site.Relative(own, b.assets["page.js"].Path)}
	for _, lang := range b.site.Langs {
		if to := at(lang); to != "" {
			v.Alternates = append(v.Alternates, layout.Alternate{
				Lang: lang, Name: b.site.LanguageName(lang), URL: site.Relative(own, to), Absolute: b.base + to, Current: lang == v.Lang,
			})
		}
	}
	if home := b.site.Page("index", v.Lang); home != nil {
		v.Home = b.linkTo(own, home)
		v.Home.Current = home == p && own == p.Path
	}
	if s := b.searchPage(v.Lang); s != nil {
		l := b.linkTo(own, s)
		l.URL += searchAnchor
		v.Seek = &l
	}
	for _, folder := range b.site.Config.Navigation {
		if index := b.site.Page(folder.Value+"/index", v.Lang); index != nil {
			l := b.linkTo(own, index)
			l.Current = index.Path == own
			l.Open = p.Folder() == folder.Value || strings.HasPrefix(p.Folder(), folder.Value+"/")
			v.Nav = append(v.Nav, l)
		}
	}
	if b.hasFeed[v.Lang] {
		v.Feed = site.Relative(own, v.Lang+"/"+feedName)
	}
	v.Manifest = site.Relative(own, v.Lang+"/"+manifestName)
	for _, up := range p.Trail() {
		v.Trail = append(v.Trail, b.linkTo(own, up))
	}
	for _, key := range footerKeys {
		if f := b.site.Page(key, v.Lang); f != nil {
			l := b.linkTo(own, f)
			l.Current = f.Path == own
			v.Footer = append(v.Footer, l)
		}
	}
}

// footerKeys are the pages every page leads to.
var footerKeys = []string{"about/index", "about/changes", "about/sources", "about/glossary", "about/accessibility", "about/site-map"}

// linkTo leads to a page from the address own.
func (b *builder) linkTo(own string, p *site.Page) layout.Link {
	return layout.Link{
		Title:   markdown.Typeset(p.Lang, b.title(p)),
		Summary: markdown.Typeset(p.Lang, p.Summary.Value),
		URL:     site.Relative(own, p.Path),
		Current: p.Path == own,
	}
}

// fill adds what the page's own layout shows.
func (b *builder) fill(v *layout.View, p *page) {
	v.Body, v.Facts, v.Timeline = p.doc.HTML, p.facts, p.timeline
	b.tellBehind(v, p)
	b.assetsOf(v, p)
	v.Contents = contents(slices.Concat(p.doc.Headings, p.headings))
	v.Notes = b.notes(p)
	v.Changes = b.pageChanges(p.Path, p.Page)
	b.neighbours(v, p.Page)
	if p.Dossier != nil {
		l := b.dossierLink(p.Path, p.Page)
		v.Prepare = &l
	}
	v.Starts = b.starts(p.Page)
	switch p.LayoutName() {
	case "home":
		for _, folder := range b.site.Config.Navigation {
			if index := b.site.Page(folder.Value+"/index", p.Lang); index != nil {
				l := b.linkTo(p.Path, index)
				for _, c := range b.site.Children(folder.Value, p.Lang) {
					l.Children = append(l.Children, b.linkTo(p.Path, c))
				}
				v.Children = append(v.Children, l)
			}
		}
		v.Doors = b.doors(p.Page, "")
	case "section":
		for _, c := range b.site.Children(p.Folder(), p.Lang) {
			v.Children = append(v.Children, b.linkTo(p.Path, c))
		}
	case "pathway":
		b.checker(v, p.Page, b.pathways[p.Pathway.Value])
	case "sources":
		v.Bibliography = b.bibliography(p.Page)
	case "glossary":
		b.glossary(v, p.Page)
	case "changes":
		v.Changes = b.allChanges(p.Path, p.Lang)
	case "search":
		b.search(v, p.Page)
	case statementKind:
		v.Statement = p.statement
	case "sitemap":
		v.Map = b.siteMap(p.Page)
	}
}

// contents are the headings of a table of contents: the second level, when there are enough of them to lose one's
// way.
func contents(all []markdown.Heading) []markdown.Heading {
	var out []markdown.Heading
	for _, h := range all {
		if h.Level == 2 {
			out = append(out, h)
		}
	}
	if len(out) < 3 {
		return nil
	}
	return out
}

// neighbours are the pages of the section, and those before and after in reading order.
func (b *builder) neighbours(v *layout.View, p *site.Page) {
	if p.Key == "index" {
		return
	}
	var order []*site.Page
	if index := b.site.Page(p.Folder()+"/index", p.Lang); index != nil {
		order = append(order, index)
	}
	order = append(order, b.site.Children(p.Folder(), p.Lang)...)
	here := slices.Index(order, p)
	for i, q := range order {
		if !q.IsIndex() && (len(order) <= manyPages || i >= here-manyPages/2 && i <= here+manyPages/2) {
			v.Siblings = append(v.Siblings, b.linkTo(p.Path, q))
		}
		if q != p {
			continue
		}
		if i > 0 {
			l := b.linkTo(p.Path, order[i-1])
			v.Prev = &l
		}
		if i+1 < len(order) {
			l := b.linkTo(p.Path, order[i+1])
			v.Next = &l
		}
	}
}

// manyPages is how many pages of a section a page lists; of a longer one it lists those around it.
const manyPages = 60

// doors are the pages that ask a pathway, as seen from a page; name "" stands for all.
func (b *builder) doors(from *site.Page, name string) []layout.Link {
	var out []layout.Link
	for _, p := range b.site.Pages {
		if p.Lang == from.Lang && p.LayoutName() == "pathway" && (name == "" || p.Pathway.Value == name) {
			out = append(out, b.linkTo(from.Path, p))
		}
	}
	return out
}

// siteMap is every page of the language, section by section.
func (b *builder) siteMap(from *site.Page) []layout.Link {
	var out []layout.Link
	for _, c := range b.site.Children("", from.Lang) {
		l := b.linkTo(from.Path, c)
		if c.IsIndex() {
			for _, d := range b.site.Children(c.Folder(), from.Lang) {
				m := b.linkTo(from.Path, d)
				if d.Dossier != nil {
					m.Children = append(m.Children, b.dossierLink(from.Path, d))
				}
				if d.LayoutName() == "pathway" {
					if len(b.pathways[d.Pathway.Value].Trees) > 0 {
						m.Children = append(m.Children, b.treeLink(from.Path, d))
					}
					m.Children = append(m.Children, b.rulesLink(from.Path, d))
				}
				l.Children = append(l.Children, m)
			}
		}
		out = append(out, l)
	}
	return out
}

// neutral is the page at the site's root: each language, equal, with its own words.
func (b *builder) neutral() job {
	lang := b.site.Langs[0]
	v := &layout.View{
		Lang: lang, Kind: "root", Key: "", Site: b.site.Config.Title[lang].Value, Policy: Policy,
		Canonical: b.base, Neutral: b.base, Styles: []string{b.assets["site.css"].Path},
	}
	var taglines []string
	for _, l := range b.site.Langs {
		home := b.site.Page("index", l)
		if home == nil {
			continue
		}
		a := layout.Alternate{
			Lang: l, Name: b.site.LanguageName(l), URL: home.Path, Absolute: b.base + home.Path,
			Title: markdown.Typeset(l, b.site.Config.Title[l].Value), Tagline: markdown.Typeset(l, b.site.Config.Tagline[l].Value),
		}
		for _, folder := range b.site.Config.Navigation {
			if index := b.site.Page(folder.Value+"/index", l); index != nil {
				a.Links = append(a.Links, b.linkTo(neutralPath, index))
			}
		}
		v.Alternates = append(v.Alternates, a)
		taglines = append(taglines, a.Tagline)
	}
	v.Description = strings.Join(taglines, " · ")
	v.Title = v.Site
	return job{v, neutralPath, siteFile}
}

// when writes a date as a source shows it: a year, a month, a day, or that there is none.
func (b *builder) when(lang, dated string) string {
	switch len(dated) {
	case len("2026-01-02"):
		if d, err := source.ParseDate(dated); err == nil {
			return b.date(lang, d)
		}
	case len("2026-01"):
		if d, err := source.ParseDate(dated + "-15"); err == nil {
			// The day is what stands before the first space, which breaks in one language and not in the other.
			text := b.date(lang, d)
			_, month, _ := strings.Cut(strings.ReplaceAll(text, "\u00A0", " "), " ")
			return strings.ReplaceAll(month, " ", "\u00A0")
		}
	case len("2026"):
		return dated
	}
	return b.message(lang, "source.undated")
}

func (b *builder) date(lang string, d source.Date) string {
	text, err := catalog.FormatDate(lang, d)
	if err != nil {
		panic(fmt.Sprintf("build: a checked date cannot be written: %v", err))
	}
	return text
}
