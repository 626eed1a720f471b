package build

import (
	"boussole/generator/internal/layout"
	"boussole/generator/internal/markdown"
	"boussole/generator/internal/pathway"
	"boussole/generator/internal/site"
)

// Start points: a page that routes lead to sends its readers to the questionnaire with what the page itself implies
// already answered. Only gates are carried along (Diagram.Implied): who reads about compassionate access asks about a
// medicine, but whether the disease is serious is for the reader to say.

// starts are the questionnaires whose routes lead to a page, each with at least one answer that the page implies, and at
// least one question that is left then. A page of warnings and remarks alone is none that anybody hopes for.
func (b *builder) starts(p *site.Page) []layout.Start {
	var out []layout.Start
	if p.LayoutName() != "page" {
		return nil
	}
	for _, asking := range b.site.Pages {
		pw := b.pathways[asking.Pathway.Value]
		if asking.Lang != p.Lang || pw == nil {
			continue
		}
		var routes []*pathway.Route
		hoped := false
		for _, r := range pw.Rules.Routes {
			if b.routeTarget(p, r) == p {
				routes = append(routes, r)
				hoped = hoped || r.Role == "main" || r.Role == "also"
			}
		}
		implied := pw.Diagram.Implied(routes...)
		fragment := pw.Rules.Fragment(implied)
		if !hoped || fragment == "" || pw.Diagram.Evaluate(implied).Next == nil {
			continue
		}
		start := layout.Start{Link: b.linkTo(p.Path, asking), Fragment: fragment}
		for i, q := range pw.Rules.Questions {
			if implied[i] >= 0 {
				word := func(id string) string { return markdown.Typeset(p.Lang, pw.Words[p.Lang].Text(id)) }
				start.Answers = append(start.Answers, layout.Given{
					Question: word("question." + q.ID + ".ask"),
					Answer:   word("question." + q.ID + ".option." + q.Options[implied[i]].Value),
				})
			}
		}
		out = append(out, start)
	}
	return out
}
