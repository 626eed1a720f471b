package build

import (
	"fmt"
	"html/template"
	"net/url"
	"path"
	"slices"
	"strings"

	"boussole/generator/internal/layout"
	"boussole/generator/internal/markdown"
	"boussole/generator/internal/search"
	"boussole/generator/internal/site"
	"boussole/generator/internal/source"
)

// page is a page of the site on its way.
type page struct {
	*site.Page
	doc       *markdown.Document
	facts     []layout.Fact
	citations []markdown.Citation
	written   []markdown.Link
	passages  []*markdown.Passage
	links     []anchorLink
	md        *markdown.Page
	timeline  *layout.Timeline
	statement *layout.Statement
	headings  []markdown.Heading // that the layout adds to those of the text
	parts     []search.Part      // the same for the search
	pictures  int                // that were drawn
	styles    []string           // names of styles and scripts that the page needs besides those of its layout
	scripts   []string
}

// anchorLink is a link to a place in a page, to be checked when all pages are converted.
type anchorLink struct {
	target *site.Page
	anchor string
	dest   string
}

// convert makes HTML of every page's Markdown, all pages at once: the site is only read.
func (b *builder) convert() {
	b.pages = make([]*page, len(b.site.Pages))
	b.byPage = map[*site.Page]*page{}
	for i, p := range b.site.Pages {
		b.pages[i] = &page{Page: p}
		b.byPage[p] = b.pages[i]
	}
	labels, terms := map[string]markdown.Labels{}, map[string][]markdown.Term{}
	for _, lang := range b.site.Langs {
		labels[lang] = b.labels(lang)
		terms[lang] = b.terms(lang)
	}
	doing := func(i int) string { return "converting " + b.pages[i].File.Name }
	b.add(parallel(len(b.pages), doing, func(i int) source.Diagnostics {
		return b.convertPage(b.pages[i], labels[b.pages[i].Lang], terms[b.pages[i].Lang])
	}))
	b.citedBy = map[string][]*site.Page{}
	for _, p := range b.pages {
		seen := map[string]bool{}
		cite := func(id string) {
			if !seen[id] {
				seen[id] = true
				b.citedBy[id] = append(b.citedBy[id], p.Page)
			}
		}
		for _, c := range p.citations {
			cite(c.ID)
		}
		for _, s := range p.Sources {
			cite(s.Value)
		}
		if p.Dossier != nil {
			for _, s := range p.Dossier.Cited() {
				cite(s.Value)
			}
		}
	}
}

func (b *builder) convertPage(p *page, labels markdown.Labels, terms []markdown.Term) source.Diagnostics {
	glossary := b.site.Page("about/glossary", p.Lang)
	own := make([]markdown.Term, 0, len(terms))
	if p.LayoutName() != "glossary" {
		for _, t := range terms {
			if glossary != nil {
				t.URL = p.To(glossary) + "#" + t.ID
			}
			own = append(own, t)
		}
	}
	reserved := reservedIDs
	if p.LayoutName() == statementKind {
		reserved = slices.Concat(reservedIDs, statementSections, statementPlaces)
	}
	md := markdown.NewPage(markdown.Options{
		Lang: p.Lang,
		Link: func(dest string, image bool) (markdown.Target, *markdown.Fault) { return b.link(p, dest, image) },
		Embed: func(name string, args map[string]string) (template.HTML, *markdown.Fault) {
			return b.embed(p, name, args)
		},
		Source: b.site.HasSource,
		SourceHint: func(id string) string {
			return source.DidYouMean(id, b.site.SourceIDs())
		},
		Terms:    own,
		Labels:   labels,
		Reserved: reserved,
	})
	p.md = md
	var ds source.Diagnostics
	if p.Facts != nil {
		for _, f := range p.Facts.List() {
			html, more := md.Inline(f.Text)
			ds = append(ds, more...)
			p.facts = append(p.facts, layout.Fact{ID: f.Key, HTML: html})
		}
	}
	line, more := b.timeline(p)
	p.timeline, ds = line, append(ds, more...)
	doc, more := md.Body(p.File, p.Body)
	if doc.Code {
		p.styles = append(p.styles, "code.css")
	}
	p.doc, ds = doc, append(ds, more...)
	ds = append(ds, b.statement(p)...)
	p.citations, p.written, p.passages = md.Citations(), md.Links(), md.Passages()
	return ds
}

// reservedIDs are the ids that the layouts use; a heading cannot take one.
var reservedIDs = []string{
	"main", "contents", "facts", "sources", "sections", "pages", "around", "compare", "routes", "checker", "checker-data",
	"search", "search-data", "start",
}

// link resolves a destination as an editor wrote it: a path to a page's file, an anchor, or an address elsewhere.
func (b *builder) link(p *page, dest string, image bool) (markdown.Target, *markdown.Fault) {
	u, err := url.Parse(dest)
	if err != nil {
		return markdown.Target{}, &markdown.Fault{Message: fmt.Sprintf("%q is no address", dest)}
	}
	if image {
		return b.image(p, dest)
	}
	if u.Scheme != "" || u.Host != "" {
		return markdown.Target{URL: dest, External: true}, nil
	}
	if slices.Contains(dataFiles, dest) {
		return markdown.Target{URL: site.Relative(p.Path, dest)}, nil
	}
	if u.Fragment != "" && !asciiOnly(u.Fragment) {
		// A heading's words, with their accents, lead to the heading as its id does.
		u.Fragment = source.Slug(u.Fragment)
	}
	if u.Path == "" {
		p.links = append(p.links, anchorLink{p.Page, u.Fragment, dest})
		return markdown.Target{URL: "#" + u.Fragment}, nil
	}
	target, fault := b.target(p, u.Path)
	if target == nil {
		return markdown.Target{}, fault
	}
	t := markdown.Target{URL: p.To(target)}
	if target.Lang != p.Lang {
		t.Lang = target.Lang
	}
	if u.Fragment != "" {
		p.links = append(p.links, anchorLink{target, u.Fragment, dest})
		t.URL += "#" + u.Fragment
	}
	return t, nil
}

func asciiOnly(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// target finds the page whose file a link names, in the language of the page that links if it stands in it. Both
// results are nil for a page that cannot be read, which is told.
func (b *builder) target(p *page, file string) (*site.Page, *markdown.Fault) {
	name := path.Join(path.Dir(p.Key), file)
	if strings.HasPrefix(name, "../") || path.IsAbs(file) {
		return nil, &markdown.Fault{Message: fmt.Sprintf("the link to %q leaves the folder content", file), Hint: "write the path from this file to the other one, such as ../support/gio." + p.Lang + ".md"}
	}
	key, ok := strings.CutSuffix(name, ".md")
	for _, lang := range b.site.Langs {
		key = strings.TrimSuffix(key, "."+lang)
	}
	if ok && b.site.HasKey(key) {
		if same := b.site.Page(key, p.Lang); same != nil {
			return same, nil
		}
		for _, lang := range b.site.Langs {
			if other := b.site.Page(key, lang); other != nil {
				return other, nil
			}
		}
		return nil, nil
	}
	hint := "write the path from this file to the other page's file, ending in ." + p.Lang + ".md"
	if n := source.Nearest(key, b.site.Keys()); n != "" {
		hint = fmt.Sprintf("did you mean %s.%s.md?", n, p.Lang)
	}
	return nil, &markdown.Fault{Message: fmt.Sprintf("the link to %q names no page", file), Hint: hint}
}

// image finds a picture under static/, named by its path from there: img/compass.svg.
func (b *builder) image(p *page, dest string) (markdown.Target, *markdown.Fault) {
	name := path.Clean(dest)
	if strings.Contains(dest, "..") || path.IsAbs(dest) || strings.Contains(dest, ":") {
		return markdown.Target{}, &markdown.Fault{Message: fmt.Sprintf("the picture %q leaves the folder static", dest), Hint: "write its path from static, such as img/map.svg"}
	}
	if info, err := b.result.Tree.Stat(name); err != nil || info.IsDir() {
		return markdown.Target{}, &markdown.Fault{Message: fmt.Sprintf("there is no picture static/%s", name)}
	}
	return markdown.Target{URL: site.Relative(p.Path, name)}, nil
}

// checkAnchors reports links to places that the other page does not have.
func (b *builder) checkAnchors() {
	for _, p := range b.pages {
		byDest := map[string]anchorLink{}
		for _, l := range p.links {
			byDest[l.dest] = l
		}
		for _, l := range p.written {
			a, ok := byDest[l.Dest]
			if !ok || b.hasAnchor(a.target, a.anchor) {
				continue
			}
			b.ds.Add(source.Diagnostic{Pos: l.Pos, Message: fmt.Sprintf("the link to %q: %s has no place called %q", l.Dest, a.target.File.Name, a.anchor), Hint: source.DidYouMean(a.anchor, b.anchors(a.target))})
		}
	}
	for _, p := range b.result.Pathways {
		for _, r := range p.Rules.Routes {
			key, anchor, _ := strings.Cut(r.Page.Value, "#")
			for _, lang := range b.site.Langs {
				if target := b.site.Page(key, lang); target != nil && anchor != "" && !b.hasAnchor(target, anchor) {
					b.ds.Add(source.Diagnostic{Pos: r.Page.Pos, Message: fmt.Sprintf("%s has no place called %q", target.File.Name, anchor), Hint: source.DidYouMean(anchor, b.anchors(target))})
				}
			}
		}
	}
}

func (b *builder) hasAnchor(p *site.Page, anchor string) bool {
	doc := b.byPage[p].doc
	return doc == nil || doc.Anchors[anchor] || anchor == "main"
}

func (b *builder) anchors(p *site.Page) []string {
	var out []string
	if doc := b.byPage[p].doc; doc != nil {
		for _, h := range doc.Headings {
			out = append(out, h.ID)
		}
	}
	return out
}

// checkTwins warns where a page and its translation are not built alike: a section was likely added in one only.
func (b *builder) checkTwins() {
	outline := func(p *page) string {
		s := ""
		for _, h := range p.doc.Headings {
			s += fmt.Sprint(h.Level)
		}
		return s
	}
	for _, p := range b.pages {
		for _, lang := range b.site.Langs {
			twin := b.byPage[p.In(lang)]
			if twin == nil || p.Lang <= lang || p.doc == nil || twin.doc == nil || outline(p) == outline(twin) {
				continue
			}
			b.ds.Add(source.Diagnostic{
				Pos: p.File.At(0), Severity: source.Warning,
				Message: fmt.Sprintf("the page has %d headings, its translation %d, or their levels differ", len(p.doc.Headings), len(twin.doc.Headings)),
				Related: []source.Related{{Pos: twin.File.At(0), Message: "the translation"}},
			})
		}
	}
}

// embed answers a line ::name{key=value}. What answers each name returns nothing and no fault where what it names
// stands and cannot be used, which is told there.
func (b *builder) embed(p *page, name string, args map[string]string) (template.HTML, *markdown.Fault) {
	if b.catalog == nil { // no template can be made; why is told
		return "", nil
	}
	v := &layout.View{Lang: p.Lang}
	var fault *markdown.Fault
	partial := name
	switch name {
	case "pathway":
		partial = "door"
		v.Doors, fault = b.embedDoors(p, args)
	case "compare":
		v.Compare, fault = b.comparison(p, args)
	case "chart":
		v.Figure, fault = b.figure(p, args)
	case "actors":
		v.Actors, fault = b.actors(p, args)
	default:
		fault = &markdown.Fault{Message: fmt.Sprintf("nothing is called ::%s", name), Hint: source.DidYouMean(name, embeds)}
	}
	if fault != nil || v.Doors == nil && v.Compare == nil && v.Figure == nil && v.Actors == nil {
		return "", fault
	}
	html, ds := b.layouts.Partial(partial, v, p.File.Name)
	if ds.HasErrors() {
		return "", &markdown.Fault{Message: ds[0].Message, Hint: ds[0].Pos.String()}
	}
	return html, nil
}

// embeds are what may be embedded.
var embeds = []string{"pathway", "compare", "chart", "actors"}

// embedDoors answers ::pathway{id=NAME}.
func (b *builder) embedDoors(p *page, args map[string]string) ([]layout.Link, *markdown.Fault) {
	pw, fault := b.embeddedPathway(p, "pathway", "id", args)
	if pw == nil {
		return nil, fault
	}
	doors := b.doors(p.Page, pw.Name)
	if len(args) != 1 {
		return nil, &markdown.Fault{Message: "::pathway takes an id alone", Hint: "write ::pathway{id=NAME}"}
	}
	if len(doors) == 0 && !b.site.AnyUnread() { // the page that asks it may be among those
		return nil, &markdown.Fault{Message: fmt.Sprintf("no page asks the pathway %q", pw.Name)}
	}
	return doors, nil
}

// embeddedPathway is the pathway that an embed names; nil without a fault where it cannot be used, which is told.
func (b *builder) embeddedPathway(p *page, name, key string, args map[string]string) (*Pathway, *markdown.Fault) {
	pw := b.pathways[args[key]]
	if pw == nil && !b.stands(args[key]) {
		return nil, &markdown.Fault{Message: fmt.Sprintf("::%s names no pathway", name), Hint: fmt.Sprintf("write ::%s{%s=NAME}", name, key)}
	}
	if pw == nil || pw.Words[p.Lang] == nil {
		return nil, nil
	}
	return pw, nil
}

func (b *builder) labels(lang string) markdown.Labels {
	l := markdown.Labels{Callouts: map[string]string{}}
	for _, kind := range []string{"note", "warning", "caution", "disputed", "example"} {
		l.Callouts[kind] = b.message(lang, "markdown.callout."+kind)
	}
	l.Source = b.message(lang, "markdown.source")
	l.Notes = b.message(lang, "markdown.footnotes")
	l.Note = b.message(lang, "markdown.footnote")
	l.NoteBack = b.message(lang, "markdown.footnote-back")
	l.Term = b.message(lang, "markdown.term")
	l.TermLink = b.message(lang, "markdown.term-more")
	l.Code = b.message(lang, "markdown.code")
	l.CodeIn = b.message(lang, "markdown.code-in")
	return l
}

func (b *builder) terms(lang string) []markdown.Term {
	var out []markdown.Term
	for _, t := range b.site.Glossary[lang] {
		title := t.Term.Value
		if t.Long.Value != "" {
			title += " — " + t.Long.Value
		}
		out = append(out, markdown.Term{ID: t.ID, Forms: t.Forms(), Title: markdown.Typeset(lang, title), Definition: markdown.Typeset(lang, t.Definition.Value)})
	}
	return out
}
