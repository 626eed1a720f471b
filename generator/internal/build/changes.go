package build

import (
	"encoding/xml"
	"fmt"
	"slices"
	"strings"

	"boussole/generator/internal/layout"
	"boussole/generator/internal/markdown"
	"boussole/generator/internal/site"
)

// Changes are written where they happen, in the front matter of a page, and told in three places: at the end of the
// page, on the page of all changes, and in a feed per language.

// feedName is the feed of a language, in the language's folder.
const feedName = "changes.atom"

// pageChanges are the changes of a page, the newest first, as another address shows them.
func (b *builder) pageChanges(own string, p *site.Page) []layout.Change {
	var out []layout.Change
	for _, c := range p.Changes {
		out = append(out, layout.Change{Date: c.Date, Text: markdown.Typeset(p.Lang, c.Text.Value), Key: p.Key, Page: b.linkTo(own, p)})
	}
	slices.SortStableFunc(out, newerFirst)
	return out
}

func newerFirst(x, y layout.Change) int { return strings.Compare(y.Date.String(), x.Date.String()) }

// allChanges are the changes of every page of a language, the newest first, those of a day in the order of the pages.
func (b *builder) allChanges(own, lang string) []layout.Change {
	var out []layout.Change
	for _, p := range b.site.Pages {
		if p.Lang == lang {
			out = append(out, b.pageChanges(own, p)...)
		}
	}
	slices.SortStableFunc(out, newerFirst)
	return out
}

type atomFeed struct {
	XMLName xml.Name    `xml:"feed"`
	NS      string      `xml:"xmlns,attr"`
	Lang    string      `xml:"xml:lang,attr"`
	Title   string      `xml:"title"`
	ID      string      `xml:"id"`
	Updated string      `xml:"updated"`
	Author  string      `xml:"author>name"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	Title   string   `xml:"title"`
	ID      string   `xml:"id"`
	Updated string   `xml:"updated"`
	Link    atomLink `xml:"link"`
	Summary string   `xml:"summary"`
}

// feeds writes the changes of each language as Atom (RFC 4287). Ids are tag: URIs (RFC 4151) of the site's host and the
// day of the change, with the key of the page: they stay when later changes come and when a page gets another address.
func (b *builder) feeds() {
	for _, lang := range b.site.Langs {
		if !b.hasFeed[lang] {
			continue
		}
		own := lang + "/" + feedName
		f := atomFeed{
			NS: "http://www.w3.org/2005/Atom", Lang: lang, Author: b.site.Config.Title[lang].Value,
			Title: markdown.Typeset(lang, b.message(lang, "changes.feed", "Site", b.site.Config.Title[lang].Value)),
			Links: []atomLink{{"self", "application/atom+xml", b.base + own}, {"alternate", "text/html", b.base + b.changesPage(lang).Path}},
		}
		first := ""
		seen := map[string]int{}
		for _, c := range b.allChanges(own, lang) {
			day := c.Date.String()
			first = day
			if f.Updated == "" {
				f.Updated = day + "T00:00:00Z"
			}
			id := b.tagURI(day, lang+"/"+c.Key)
			if seen[id]++; seen[id] > 1 {
				id += fmt.Sprintf("?%d", seen[id])
			}
			f.Entries = append(f.Entries, atomEntry{
				Title: c.Page.Title, ID: id, Updated: day + "T00:00:00Z",
				Link: atomLink{"alternate", "text/html", b.base + lang + "/" + c.Page.URL}, Summary: c.Text,
			})
		}
		f.ID = b.tagURI(first, own)
		b.publish(own, markup(f), siteFile)
	}
}

func (b *builder) tagURI(day, what string) string {
	return "tag:" + b.host() + "," + day + ":" + strings.TrimPrefix(b.basePath(), "/") + what
}

// changesPage is the page of all changes, or else the home page.
func (b *builder) changesPage(lang string) *site.Page {
	for _, p := range b.site.Pages {
		if p.Lang == lang && p.LayoutName() == "changes" {
			return p
		}
	}
	return b.site.Page("index", lang)
}

// changed notes the languages in which anything has changed: an empty feed helps nobody.
func (b *builder) changed() {
	b.hasFeed = map[string]bool{}
	for _, p := range b.site.Pages {
		b.hasFeed[p.Lang] = b.hasFeed[p.Lang] || len(p.Changes) > 0
	}
}
