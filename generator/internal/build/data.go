package build

import (
	"html"
	"regexp"
	"slices"
	"strings"

	"boussole/generator/internal/markdown"
	"boussole/generator/internal/site"
	"boussole/generator/internal/source"
)

// The facts and the sources as data, for other programs. What the fields mean is said to readers on the page about/data;
// a field that is added, changed or taken away is said there too.

// Files of data, from the site's root.
const (
	proceduresFile = "data/procedures.json"
	sourcesFile    = "data/sources.json"
)

// dataFiles are what a page may link to besides pages: see [builder.link].
var dataFiles = []string{proceduresFile, sourcesFile}

type proceduresData struct {
	Site       string          `json:"site"`
	Languages  []string        `json:"languages"`
	Reviewed   string          `json:"reviewed"` // the newest day of all
	Procedures []procedureData `json:"procedures"`
	Sources    []sourceRecord  `json:"sources"` // those that the procedures name
}

type procedureData struct {
	ID    string                       `json:"id"`
	Pages map[string]procedurePageData `json:"pages"` // by language
}

type procedurePageData struct {
	URL      string     `json:"url"`
	Title    string     `json:"title"`
	Summary  string     `json:"summary,omitempty"`
	Operator string     `json:"operator,omitempty"`
	Reviewed string     `json:"reviewed"`
	ReviewBy string     `json:"review-by"`
	Facts    []factData `json:"facts"`
	Sources  []string   `json:"sources"` // ids, of the whole page
}

type factData struct {
	ID      string         `json:"id"`
	Label   string         `json:"label"`
	Text    string         `json:"text"`
	Sources []citationData `json:"sources"`
}

type citationData struct {
	ID      string `json:"id"`
	Locator string `json:"locator,omitempty"`
}

type sourcesData struct {
	Site      string         `json:"site"`
	Languages []string       `json:"languages"`
	Sources   []sourceRecord `json:"sources"`
}

type sourceRecord struct {
	ID        string            `json:"id"`
	Kind      string            `json:"kind"`
	Issuer    map[string]string `json:"issuer"`
	Title     map[string]string `json:"title"`
	Reference string            `json:"reference,omitempty"`
	Address   map[string]string `json:"address,omitempty"`
	Dated     string            `json:"dated"`
	Consulted string            `json:"consulted"`
}

// data publishes the files of data.
func (b *builder) data() {
	d := proceduresData{Site: b.base, Languages: b.site.Langs, Reviewed: b.newest.String()}
	named := map[string]bool{}
	for _, key := range b.site.Keys() {
		one := procedureData{ID: key, Pages: map[string]procedurePageData{}}
		for _, lang := range b.site.Langs {
			if p := b.site.Page(key, lang); p != nil && p.Facts != nil {
				one.Pages[lang] = b.procedureData(b.byPage[p], named)
			}
		}
		if len(one.Pages) > 0 {
			d.Procedures = append(d.Procedures, one)
		}
	}
	all := sourcesData{Site: b.base, Languages: b.site.Langs}
	for _, s := range b.site.Sources {
		record := b.sourceRecord(s)
		all.Sources = append(all.Sources, record)
		if named[s.ID] {
			d.Sources = append(d.Sources, record)
		}
	}
	b.publish(proceduresFile, record(d), siteFile)
	b.publish(sourcesFile, record(all), siteFile)
}

// copyDate is the newest day on which anything was checked: the date of the site as a whole, since no clock is asked.
func (b *builder) copyDate() source.Date {
	var newest source.Date
	later := func(d source.Date) {
		if newest.Before(d) {
			newest = d
		}
	}
	for _, p := range b.site.Pages {
		later(p.Reviewed)
	}
	for _, pw := range b.result.Pathways {
		later(pw.Rules.Reviewed)
	}
	return newest
}

func (b *builder) procedureData(p *page, named map[string]bool) procedurePageData {
	out := procedurePageData{
		URL: b.base + p.Path, Title: p.Title.Value, Summary: p.Summary.Value, Operator: p.Operator.Value,
		Reviewed: p.Reviewed.String(), ReviewBy: p.ReviewBy.String(), Sources: []string{},
	}
	for _, f := range p.Page.Facts.List() {
		out.Facts = append(out.Facts, factData{
			ID: f.Key, Label: b.message(p.Lang, "facts."+f.Key), Text: b.factText(p, f), Sources: citationsIn(f.Text.Value),
		})
	}
	cite := func(id string) {
		if !slices.Contains(out.Sources, id) {
			out.Sources, named[id] = append(out.Sources, id), true
		}
	}
	for _, c := range p.citations {
		cite(c.ID)
	}
	for _, s := range p.Page.Sources {
		cite(s.Value)
	}
	return out
}

var (
	tag      = regexp.MustCompile(`<[^>]*>`)
	citation = regexp.MustCompile(`\s*\[@[^\]]*\]`)
)

// factText is a fact in plain words, with the typography of its language and without its citations.
func (b *builder) factText(p *page, f site.Fact) string {
	f.Text.Value = citation.ReplaceAllString(f.Text.Value, "")
	link := func(dest string, _ bool) (markdown.Target, *markdown.Fault) {
		return markdown.Target{URL: dest, External: true}, nil
	}
	words, _ := markdown.NewPage(markdown.Options{Lang: p.Lang, Link: link}).Inline(f.Text)
	// The HTML is our own: in it, < and > stand for nothing but tags.
	return strings.TrimSpace(html.UnescapeString(tag.ReplaceAllString(string(words), "")))
}

// citationsIn are the sources that a line of Markdown cites, in its order: [@id, place; @id].
func citationsIn(text string) []citationData {
	out := []citationData{}
	for _, group := range citation.FindAllString(text, -1) {
		for part := range strings.SplitSeq(strings.Trim(strings.TrimSpace(group), "[]"), ";") {
			id, locator, _ := strings.Cut(strings.TrimSpace(part), ",")
			out = append(out, citationData{strings.TrimPrefix(id, "@"), strings.TrimSpace(locator)})
		}
	}
	return out
}

func (b *builder) sourceRecord(s *site.Source) sourceRecord {
	return sourceRecord{
		ID: s.ID, Kind: s.Kind.Value, Issuer: values(s.Issuer), Title: values(s.Title), Reference: s.Reference.Value, Address: values(s.Address),
		Dated: s.Dated.Value, Consulted: s.Consulted.String(),
	}
}

func values(m map[string]source.Text) map[string]string {
	out := map[string]string{}
	for lang, t := range m {
		out[lang] = t.Value
	}
	return out
}
