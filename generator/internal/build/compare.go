package build

import (
	"fmt"
	"html/template"
	"regexp"
	"slices"
	"strings"

	"boussole/generator/internal/layout"
	"boussole/generator/internal/markdown"
	"boussole/generator/internal/pathway"
	"boussole/generator/internal/site"
	"boussole/generator/internal/source"
)

// The table of a pathway's routes: ::compare{pathway=NAME}. With product=QUESTION it tells for which answers to that
// question each route may come into play, as the rules prove it; who=QUESTION does the same with those who ask, in the
// place of what the routes' pages say of who decides, who applies and for how long.

// comparison makes the table of a pathway's routes.
func (b *builder) comparison(p *page, args map[string]string) (*layout.Compare, *markdown.Fault) {
	pw, fault := b.embeddedPathway(p, "compare", "pathway", args)
	if pw == nil {
		return nil, fault
	}
	who, fault := compareQuestion(pw, args, "who")
	if fault != nil {
		return nil, fault
	}
	product, fault := compareQuestion(pw, args, "product")
	if fault != nil {
		return nil, fault
	}
	for key := range args {
		if !slices.Contains([]string{"pathway", "who", "product"}, key) {
			return nil, &markdown.Fault{Message: fmt.Sprintf("::compare knows no %q", key), Hint: "write ::compare{pathway=NAME who=QUESTION product=QUESTION}; who and product may be left out"}
		}
	}
	if len(p.scripts) > 0 && slices.Contains(p.scripts, "compare.js") {
		return nil, &markdown.Fault{Message: "::compare stands twice in the page", Hint: "keep one of them: the address tells how one table is filtered"}
	}
	p.styles, p.scripts = append(p.styles, "compare.css"), append(p.scripts, "compare.js")
	out := &layout.Compare{Asked: who != nil}
	for _, r := range pw.allRoutes() {
		row := layout.CompareRow{Route: b.route(p.Page, pw, r)}
		if product != nil {
			row.Products, row.ProductIDs = b.admitted(p.Lang, pw, r, product)
		}
		if who != nil {
			row.For, row.WhoIDs = b.admitted(p.Lang, pw, r, who)
		} else {
			if fault := b.brief(p, r, &row); fault != nil {
				return nil, fault
			}
		}
		out.Rows = append(out.Rows, row)
	}
	out.Products = b.choices(p.Lang, pw, product)
	if who != nil {
		out.Who = b.choices(p.Lang, pw, who)
		return out, nil
	}
	for _, id := range site.Appliers {
		if slices.ContainsFunc(out.Rows, func(r layout.CompareRow) bool { return slices.Contains(strings.Fields(r.WhoIDs), id) }) {
			out.Who = append(out.Who, layout.Choice{ID: id})
		}
	}
	return out, nil
}

// compareQuestion is the question that an argument names, or nil where it is left out.
func compareQuestion(pw *Pathway, args map[string]string, key string) (*pathway.Question, *markdown.Fault) {
	id, ok := args[key]
	if !ok {
		return nil, nil
	}
	var known []string
	for _, q := range pw.Rules.Questions {
		if q.WordsOnly {
			continue // the rules do not depend on it
		}
		if known = append(known, q.ID); q.ID == id {
			return q, nil
		}
	}
	return nil, &markdown.Fault{Message: fmt.Sprintf("%s=%s names no question that the rules of %q depend on", key, id, pw.Name), Hint: source.DidYouMean(id, known)}
}

// brief fills a row with what the route's page says of it, whose sources are cited in the page of the table too.
func (b *builder) brief(p *page, r *pathway.Route, row *layout.CompareRow) *markdown.Fault {
	key, anchor, _ := strings.Cut(r.Page.Value, "#")
	target := b.site.Page(key, p.Lang)
	if target == nil {
		return nil
	}
	var ds source.Diagnostics
	brief := target.BriefAt(anchor)
	for _, f := range []struct {
		text source.Text
		to   *template.HTML
	}{{brief.Decides, &row.Decides}, {brief.Applies, &row.Applies}, {brief.Duration, &row.Duration}} {
		if f.text.Value == "" {
			continue
		}
		html, more := p.md.Inline(unlinked(f.text))
		*f.to, ds = html, append(ds, more...)
	}
	var ids []string
	for _, by := range brief.By {
		ids = append(ids, by.Value)
	}
	row.WhoIDs = strings.Join(ids, " ")
	if ids == nil {
		row.WhoIDs = "none"
	}
	return faultOf(ds)
}

var linkedText = regexp.MustCompile(`\[([^\]@][^\]]*)\]\([^)\s]*\)`)

// unlinked is a fact as a table repeats it: with its citations, without the links, which stand on the page itself.
func unlinked(t source.Text) source.Text {
	t.Value = linkedText.ReplaceAllString(t.Value, "$1")
	return t
}

// admitted are the answers to a question with which the route may come into play: in short words, and as ids joined by
// spaces. Where every answer will do both are empty.
func (b *builder) admitted(lang string, pw *Pathway, r *pathway.Route, q *pathway.Question) (texts []string, ids string) {
	if pw.Diagram == nil { // its rules have errors, which are told
		return nil, ""
	}
	b.admitting.Lock() // pages are converted at the same time, and a fallback is worked out in the diagram's store
	admits := pw.Diagram.Admits(r, q)
	b.admitting.Unlock()
	if !slices.Contains(admits, false) {
		return nil, ""
	}
	ids = "none" // no choice has this id
	var others []string
	for i, c := range b.choices(lang, pw, q) {
		if !admits[i] {
			others = append(others, c.Text)
			continue
		}
		texts = append(texts, c.Text)
		ids += " " + c.ID
	}
	if len(others) <= manyButFew && len(texts) > 2*len(others) {
		texts = []string{markdown.Typeset(lang, b.message(lang, "compare.but", "List", strings.Join(others, ", ")))}
	}
	return texts, strings.TrimPrefix(ids, "none ")
}

// manyButFew is how many answers are named as exceptions where the others are many.
const manyButFew = 2

// choices are the answers to a question, without what they say in brackets.
func (b *builder) choices(lang string, pw *Pathway, q *pathway.Question) []layout.Choice {
	if q == nil {
		return nil
	}
	var out []layout.Choice
	for _, o := range q.Options {
		text, _, _ := strings.Cut(pw.Words[lang].Text("question."+q.ID+".option."+o.Value), " (")
		out = append(out, layout.Choice{ID: o.Value, Text: markdown.Typeset(lang, text)})
	}
	return out
}

// checkBriefs reports places of in-brief that the page does not have.
func (b *builder) checkBriefs() {
	for _, p := range b.pages {
		for _, brief := range p.InBrief {
			if at := brief.At; at.Value != "" && !b.hasAnchor(p.Page, at.Value) {
				b.ds.Add(source.Diagnostic{Pos: at.Pos, Message: fmt.Sprintf("the page has no place called %q", at.Value), Hint: source.DidYouMean(at.Value, b.anchors(p.Page))})
			}
		}
	}
}

// assetsOf links the styles and scripts that what is embedded in the page needs.
func (b *builder) assetsOf(v *layout.View, p *page) {
	for _, name := range p.styles {
		v.Styles = append(v.Styles, site.Relative(p.Path, b.assets[name].Path))
	}
	for _, name := range p.scripts {
		v.Scripts = append(v.Scripts, site.Relative(p.Path, b.assets[name].Path))
	}
}
