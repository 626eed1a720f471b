package build

import (
	"html/template"
	"slices"
	"strings"

	"boussole/generator/internal/layout"
	"boussole/generator/internal/markdown"
	"boussole/generator/internal/search"
	"boussole/generator/internal/site"
	"boussole/generator/internal/source"
)

// The accessibility statement: data in content/accessibility.yaml, shown by pages whose layout is "accessibility". The
// state stands in the title of the page too, so that whatever leads there says it.

// statementKind is the layout of pages that show the statement.
const statementKind = "accessibility"

// statementSections are the places of the page, in the order that the French model asks for. Each is the id of a
// heading and, after "accessibility.", of the message that it says.
var statementSections = []string{"commitment", "state", "tests", "limits", "drawn-up", "contact", "remedies"}

// statementPlaces are other places that links may name.
var statementPlaces = []string{"checked", "unchecked"}

// title is the heading of a page as it was written; that of the statement says the state as well.
func (b *builder) title(p *site.Page) string {
	if p.LayoutName() != statementKind || b.site.Statement == nil {
		return p.Title.Value
	}
	return b.message(p.Lang, "accessibility.title."+b.site.Statement.Conformity.Value, "Title", p.Title.Value)
}

// useStatement notes the titles of a statement, of which a site has one or none.
func (b *builder) useStatement() {
	if b.catalog == nil {
		return
	}
	if err := b.catalog.Use(b.catalog.IDs("accessibility.title.")...); err != nil {
		panic("build: " + err.Error()) // the ids are the catalog's own
	}
}

// statementTexts turns the texts of a statement into HTML, and keeps their words for the search.
type statementTexts struct {
	b     *builder
	p     *page
	ds    source.Diagnostics
	words map[string][]string // by section
}

func (t *statementTexts) one(section string, text map[string]source.Text) template.HTML {
	own := text[t.p.Lang]
	html, ds := t.p.md.Inline(own)
	t.ds = append(t.ds, ds...)
	t.words[section] = append(t.words[section], t.b.factText(t.p, site.Fact{Text: own}))
	return html
}

func (t *statementTexts) each(section string, texts []map[string]source.Text) []template.HTML {
	var out []template.HTML
	for _, text := range texts {
		out = append(out, t.one(section, text))
	}
	return out
}

// statement converts the statement for a page, in the order in which it is read, and says where links may lead.
func (b *builder) statement(p *page) source.Diagnostics {
	s := b.site.Statement
	if p.LayoutName() != statementKind || p.doc == nil {
		return nil
	}
	for _, id := range slices.Concat(statementSections, statementPlaces) {
		p.doc.Anchors[id] = true
	}
	if s == nil || b.catalog == nil {
		return nil // which is told
	}
	t := &statementTexts{b: b, p: p, words: map[string][]string{}}
	out := &layout.Statement{Conformity: s.Conformity.Value, Established: s.Established, Updated: s.Updated}
	out.Goal = t.one("commitment", s.Goal)
	out.Measures = t.each("commitment", s.Measures)
	out.Reference = s.Reference.Name[p.Lang].Value
	cite, ds := p.md.Inline(source.Text{Value: "[@" + s.Reference.Source.Value + "]", Pos: s.Reference.Source.Pos})
	t.ds, out.Cite = append(t.ds, ds...), cite
	out.Duty = t.one("state", s.Duty)
	out.Audit = b.audit(p, s)
	out.About = t.one("tests", s.Reference.About)
	b.checked(out, t, s.Checks)
	out.NotChecked = t.each("tests", s.NotChecked)
	for _, kind := range site.LimitKinds {
		group := layout.LimitGroup{Kind: kind}
		for _, x := range s.Limits {
			if x.Kind.Value == kind {
				group.Texts = append(group.Texts, t.one("limits", x.What))
			}
		}
		out.Limits = append(out.Limits, group)
	}
	for _, x := range s.Technologies {
		out.Technologies = append(out.Technologies, markdown.Typeset(p.Lang, x.Value))
	}
	out.Environments = t.each("drawn-up", s.Environments)
	for _, a := range s.Contact.Address {
		_, name, _ := strings.Cut(a.Value, ":")
		out.Addresses = append(out.Addresses, layout.Link{Title: strings.TrimPrefix(name, "//"), URL: a.Value})
	}
	if s.Contact.Unknown != nil {
		out.Unknown = t.one("contact", s.Contact.Unknown)
	}
	out.Tell = t.each("contact", s.Contact.Tell)
	out.When = t.one("remedies", s.Remedies.When)
	out.Ways = t.each("remedies", s.Remedies.Ways)
	p.statement = out
	for _, id := range statementSections {
		title := markdown.Typeset(p.Lang, b.message(p.Lang, "accessibility."+id))
		p.headings = append(p.headings, markdown.Heading{ID: id, Level: 2, Text: title})
		p.parts = append(p.parts, search.Part{Anchor: id, Title: title, Text: strings.Join(t.words[id], " ")})
	}
	return t.ds
}

// audit is what a statement rests on; nil where it rests on none.
func (b *builder) audit(p *page, s *site.Statement) *layout.Audit {
	a := s.Audit
	if a == nil {
		return nil
	}
	out := &layout.Audit{Date: a.Date, By: a.By[p.Lang].Value, Score: a.Score, Expired: s.Expired()}
	for _, key := range a.Pages {
		if target := b.site.Page(key.Value, p.Lang); target != nil {
			out.Pages = append(out.Pages, b.linkTo(p.Path, target))
		}
	}
	return out
}

// checked adds what was checked, and the tools that it was checked with.
func (b *builder) checked(out *layout.Statement, t *statementTexts, checks []site.Check) {
	for _, c := range checks {
		one := layout.Check{What: t.one("tests", c.What), On: c.On.Value, Pages: c.Pages, Faults: c.Faults, Date: c.Date}
		if c.With.Value != site.ByHand {
			one.Tool = markdown.Typeset(t.p.Lang, c.With.Value+" "+c.Version.Value)
			if !slices.Contains(out.Tools, one.Tool) {
				out.Tools = append(out.Tools, one.Tool)
			}
			t.words["tests"] = append(t.words["tests"], one.Tool)
		}
		one.Result = t.one("tests", c.Result)
		out.Checks = append(out.Checks, one)
	}
}
