package build

import (
	"fmt"
	"strings"

	"boussole/generator/internal/layout"
	"boussole/generator/internal/markdown"
	"boussole/generator/internal/site"
	"boussole/generator/internal/source"
)

// Pages that answer for another one: 404.html where there is none, and one at each address that a page had before.

const (
	missingKind = "missing"
	movedKind   = "moved"
	missingPath = "404.html"
)

// missing is the page that a web server shows where there is none. A server answers with it at any depth, so its
// addresses begin at the root of the server; from a folder nobody sees it.
func (b *builder) missing() job {
	v := b.neutral().view
	v.Kind, v.Canonical, v.Title, v.Root = missingKind, "", "", b.basePath()
	for i, s := range v.Styles {
		v.Styles[i] = v.Root + s
	}
	var titles, texts []string
	for i := range v.Alternates {
		a := &v.Alternates[i]
		a.URL = v.Root + a.URL
		if p := b.site.Page("about/site-map", a.Lang); p != nil {
			a.Links = []layout.Link{{Title: markdown.Typeset(a.Lang, p.Title.Value), URL: v.Root + p.Path}}
		} else {
			a.Links = nil
		}
		titles = append(titles, markdown.Typeset(a.Lang, b.message(a.Lang, "missing.title")))
		texts = append(texts, markdown.Typeset(a.Lang, b.message(a.Lang, "missing.text")))
	}
	v.Title, v.Description = strings.Join(titles, " — "), strings.Join(texts, " — ")
	return job{v, missingPath, siteFile}
}

// moved are the pages at addresses that a page had before. What stands beside a page, its dossier, its tree and its
// rules, moves with it: at the address that it had beside a former one, a page leads on to it too, unless something else
// answers there (jobs are the pages of today). Where a tree was cut otherwise then, its pages lead to those of the same
// number.
func (b *builder) moved(jobs []job) []job {
	taken, titles := map[string]bool{}, map[string]string{}
	for _, j := range jobs {
		taken[j.path], titles[j.path] = true, j.view.Title
	}
	for _, p := range b.site.Pages {
		for _, a := range p.Aliases {
			taken[a.Value] = true
		}
	}
	var out []job
	for _, p := range b.site.Pages {
		for _, a := range p.Aliases {
			out = append(out, b.movedJob(p, a.Value, p.Path, b.linkTo(a.Value, p).Title))
			for _, m := range b.besides(p, a.Value) {
				if !taken[m.former] {
					taken[m.former] = true
					out = append(out, b.movedJob(p, m.former, m.today, titles[m.today]))
				}
			}
		}
	}
	return out
}

// movedJob is the page at a former address, own, that leads on to what stands at another one, to, under a title. p is the
// page that both belong to.
func (b *builder) movedJob(p *site.Page, own, to, title string) job {
	v := b.view(p)
	v.Kind, v.Nav, v.Trail, v.Footer, v.Alternates, v.Due = movedKind, nil, nil, nil, nil, source.Date{}
	b.frame(v, p, own, func(string) string { return "" })
	v.Title, v.Canonical = title, b.base+to
	v.Scripts = []string{site.Relative(own, b.assets["moved.js"].Path)}
	v.Children = []layout.Link{{Title: title, URL: site.Relative(own, to)}}
	return job{v, own, p.File.Name}
}

// checkAliases reports former addresses that something of today has. Those of pages are told by the room site.
func (b *builder) checkAliases(jobs []job) {
	taken := map[string]string{}
	for _, j := range jobs {
		taken[j.path] = j.file
	}
	for _, p := range b.site.Pages {
		for _, a := range p.Aliases {
			if file, ok := taken[a.Value]; ok {
				b.ds.Add(source.Diagnostic{Pos: a.Pos, Message: fmt.Sprintf("the alias %q is the address of a page of %s", a.Value, file), Hint: "an alias is an address that nothing has any more"})
			}
		}
	}
}
