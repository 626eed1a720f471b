package build

import (
	"strings"

	"boussole/generator/internal/layout"
	"boussole/generator/internal/markdown"
	"boussole/generator/internal/pathway"
)

// handsOver says which answers a route gives to the pathway that its page asks, and what here says the same; nil where
// it gives none.
func (w *ruleWriter) handsOver(r *pathway.Route) *layout.HandedOver {
	h, ok := w.handOvers[r.ID]
	if !ok {
		return nil
	}
	// The pages of the rules stand in the folder of the page that asks: addresses are the same from all.
	out := &layout.HandedOver{To: layout.Link{
		Title: markdown.Typeset(h.page.Lang, h.page.Title.Value),
		URL:   h.questionnaire(w.p.Path, w.pw, r),
	}}
	there := &ruleWriter{b: w.b, p: w.p, pw: h.pw}
	for _, handed := range r.HandsOver.Answers {
		q := h.pw.Rules.Question(handed.Question.Value)
		out.Answers = append(out.Answers, layout.HandedAnswer{
			There: there.said(pathway.Is{Question: q, Options: []int{q.Option(handed.Option.Value)}}),
			Here:  w.said(handed.When),
		})
	}
	return out
}

// said puts a condition made of given answers into words; one that stands in another one is in brackets.
func (w *ruleWriter) said(c pathway.Condition) string {
	inner := func(conditions []pathway.Condition, between string) string {
		var parts []string
		for _, c := range conditions {
			part := w.said(c)
			if _, plain := c.(pathway.Is); !plain && len(conditions) > 1 {
				part = "(" + part + ")"
			}
			parts = append(parts, part)
		}
		return strings.Join(parts, between)
	}
	switch c := c.(type) {
	case pathway.All:
		return inner(c, w.b.message(w.p.Lang, "rules.and"))
	case pathway.Any:
		return inner(c, w.b.message(w.p.Lang, "rules.or"))
	case pathway.Is:
		var options []string
		for _, option := range c.Options {
			options = append(options, w.quoted(c.Question, option))
		}
		return w.text("question."+c.Question.ID+".ask") + " " + strings.Join(options, w.b.message(w.p.Lang, "rules.or"))
	}
	return "" // nothing else is handed over
}
