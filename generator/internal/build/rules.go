package build

import (
	"fmt"
	"slices"
	"strings"

	"boussole/generator/internal/layout"
	"boussole/generator/internal/markdown"
	"boussole/generator/internal/pathway"
	"boussole/generator/internal/site"
	"boussole/generator/internal/source"
)

// The rules of a pathway, drawn: each route's diagram as a picture and as numbered steps, with the criteria that it
// needs and their sources. A pathway whose drawings would make a heavy page has several, the same in every language.

// rulesPartCost is what a page of rules may hold: about 17 kB compressed, in the units of ruleCost.
const rulesPartCost = 600

// ruleCost is how heavy a route's section is, whatever the language: its steps stand in the picture and in words, its
// answers are lines, labels and links.
func ruleCost(o *pathway.Outline) int {
	cost := 8 + 2*len(o.Route.Needs)
	for _, s := range o.Steps {
		cost += 2 + 2*len(s.Answers)
	}
	return cost
}

// rulesParts shares the routes among pages, in file order, evenly.
func (b *builder) rulesParts(pw *Pathway) [][]*pathway.Outline {
	if parts, done := b.parts[pw]; done {
		return parts
	}
	var all []*pathway.Outline
	total := 0
	for _, r := range pw.allRoutes() {
		o := &pathway.Outline{Route: r} // the fallback is shown where nothing else is: one sentence says it
		if !r.Fallback {
			if drawn, ok := pw.Diagram.Outline(r); ok {
				o = drawn
			} else {
				b.ds.Add(source.Diagnostic{Pos: r.Pos, Message: fmt.Sprintf("the rules of the route %q are too large to be drawn", r.ID), Hint: "let it depend on fewer questions"})
			}
		}
		all = append(all, o)
		total += ruleCost(o)
	}
	count := (total + rulesPartCost - 1) / rulesPartCost
	parts := make([][]*pathway.Outline, 1, count)
	done, last := 0, 0
	for _, o := range all {
		// A route goes to the part in which its middle falls.
		if part := min((done+ruleCost(o)/2)*count/total, count-1); part > last && len(parts[len(parts)-1]) > 0 {
			parts, last = append(parts, nil), part
		}
		parts[len(parts)-1] = append(parts[len(parts)-1], o)
		done += ruleCost(o)
	}
	if b.parts == nil {
		b.parts = map[*Pathway][][]*pathway.Outline{}
	}
	b.parts[pw] = parts
	return parts
}

// rulesPath is the address of a part of the rules of a page asking a pathway, counted from 0.
func (b *builder) rulesPath(p *site.Page, part int) string {
	name := strings.TrimSuffix(p.Path, ".html") + "-" + b.message(p.Lang, "rules.slug")
	if part > 0 {
		name += fmt.Sprintf("-%d", part+1)
	}
	return name + ".html"
}

func (b *builder) rulesLink(own string, p *site.Page) layout.Link {
	to := b.rulesPath(p, 0)
	return layout.Link{
		Title:   markdown.Typeset(p.Lang, b.message(p.Lang, "rules.title", "Title", p.Title.Value)),
		URL:     site.Relative(own, to),
		Current: own == to,
	}
}

// rulesJobs are the pages that show the rules of a pathway.
func (b *builder) rulesJobs(p *site.Page, pw *Pathway) []job {
	parts := b.rulesParts(pw)
	at := map[string]int{}
	for i, part := range parts {
		for _, o := range part {
			at[o.Route.ID] = i
		}
	}
	handOvers := b.handOvers(p, pw)
	var jobs []job
	for i := range parts {
		own := b.rulesPath(p, i)
		v := b.view(p)
		v.Kind, v.Key, v.Alternates, v.Nav, v.Trail, v.Footer = "rules", p.Key+"/rules", nil, nil, nil, nil
		one := b.rulesLink(own, p).Title
		several := markdown.Typeset(p.Lang, b.message(p.Lang, "rules.title-part", "Title", p.Title.Value, "Number", i+1, "Count", len(parts)))
		if v.Title = one; len(parts) > 1 {
			v.Key = fmt.Sprintf("%s/rules-%d", p.Key, i+1)
			v.Title = several
		}
		v.Summary = markdown.Typeset(p.Lang, b.message(p.Lang, "rules.summary"))
		v.Description = markdown.Typeset(p.Lang, b.message(p.Lang, "rules.description", "Title", v.Title))
		b.frame(v, p, own, func(lang string) string {
			if twin := p.In(lang); twin != nil {
				return b.rulesPath(twin, i)
			}
			return ""
		})
		v.Trail = append(v.Trail, b.linkTo(own, p))
		w := &ruleWriter{b: b, p: p, pw: pw, own: own, at: at, handOvers: handOvers, numbers: map[string]int{}}
		v.Rules = w.rules(parts, i)
		v.Notes = w.notes
		jobs = append(jobs, job{v, own, p.File.Name})
	}
	return jobs
}

// ruleWriter puts one page of rules into words.
type ruleWriter struct {
	b   *builder
	p   *site.Page
	pw  *Pathway
	own string
	at  map[string]int // the part in which a route stands

	handOvers map[string]handOver // by route

	notes   []layout.Note
	numbers map[string]int // of the sources on this page
	leaves  map[string]string
	ends    map[string]string
	others  string
}

// kinds are the ends in the order in which they are explained.
var kinds = []string{"applies", "possible", "excluded", "hidden", "impossible"}

func (w *ruleWriter) text(id string) string {
	return markdown.Typeset(w.p.Lang, w.pw.Words[w.p.Lang].Text(id))
}

func (w *ruleWriter) message(id string) string {
	return markdown.Typeset(w.p.Lang, w.b.message(w.p.Lang, id))
}

func (w *ruleWriter) rules(parts [][]*pathway.Outline, own int) *layout.Rules {
	out := &layout.Rules{Checker: w.b.linkTo(w.own, w.p)}
	if len(w.pw.Trees) > 0 {
		out.Tree = w.b.treeLink(w.own, w.p).URL
	}
	w.leaves, w.ends = map[string]string{}, map[string]string{}
	for _, kind := range kinds {
		w.leaves[kind], w.ends[kind] = w.message("rules.leaf."+kind), w.message("rules.end."+kind)
	}
	w.others = w.message("rules.others")
	for i, part := range parts {
		l := layout.Link{Title: markdown.Typeset(w.p.Lang, w.b.message(w.p.Lang, "rules.part", "Number", i+1)), URL: site.Relative(w.own, w.b.rulesPath(w.p, i)), Current: i == own}
		for _, o := range part {
			l.Children = append(l.Children, w.link(o.Route))
		}
		out.Parts = append(out.Parts, l)
	}
	for i, o := range parts[own] {
		out.Rules = append(out.Rules, w.rule(o, fmt.Sprintf("d%d", i+1)))
	}
	for _, kind := range kinds {
		if slices.ContainsFunc(out.Rules, func(r layout.Rule) bool { return r.Shows(kind) }) {
			out.Leaves = append(out.Leaves, layout.Leaf{Kind: kind, Text: w.leaves[kind]})
		}
	}
	return out
}

// link leads to a route's place among the rules.
func (w *ruleWriter) link(r *pathway.Route) layout.Link {
	to := w.b.rulesPath(w.p, w.at[r.ID])
	url := "#route-" + r.ID
	if to != w.own {
		url = site.Relative(w.own, to) + url
	}
	return layout.Link{Title: w.text("route." + r.ID + ".name"), URL: url}
}

// rule is one route; anchor begins the ids of its parts.
func (w *ruleWriter) rule(o *pathway.Outline, anchor string) layout.Rule {
	r := o.Route
	out := layout.Rule{Route: w.b.route(w.p, w.pw, r), Anchor: anchor, AtMost: r.AtMost, Fallback: r.Fallback, HandsOver: w.handsOver(r)}
	if r.Fallback {
		return out
	}
	if len(o.Steps) == 0 {
		out.Always = w.end(o.End)
	}
	if len(o.Steps) > 1 {
		out.Picture = o.Picture(w.say())
	}
	for i, s := range o.Steps {
		out.Steps = append(out.Steps, w.step(anchor, i+1, s))
	}
	for _, n := range r.Needs {
		need := layout.Need{Text: w.text("criterion." + n.ID + ".is"), Open: n.Maybe != nil}
		if s := w.b.site.Source(n.Source.Value); s != nil {
			need.Source, need.Number = s.ID, w.number(s)
		}
		out.Needs = append(out.Needs, need)
	}
	for _, u := range r.Unless {
		out.Unless = append(out.Unless, w.link(u.Route))
	}
	return out
}

// number cites a source.
func (w *ruleWriter) number(s *site.Source) int {
	if n := w.numbers[s.ID]; n > 0 {
		return n
	}
	note := w.b.note(w.p.Lang, s)
	note.Number = len(w.notes) + 1
	w.notes = append(w.notes, note)
	w.numbers[s.ID] = note.Number
	return note.Number
}

func (w *ruleWriter) step(anchor string, number int, s pathway.OutlineStep) layout.RuleStep {
	id := func(number int) string { return fmt.Sprintf("%s-%d", anchor, number) }
	out := layout.RuleStep{ID: id(number), Question: w.text("question." + s.Question.ID + ".ask")}
	for _, a := range s.Answers {
		answer := layout.RuleAnswer{Step: a.Step}
		for _, option := range a.Options {
			answer.Options = append(answer.Options, w.quoted(s.Question, option))
		}
		if a.Step > 0 {
			answer.URL = "#" + id(a.Step)
		} else {
			answer.Kind, answer.End = a.End.Kind(), w.end(a.End)
		}
		out.Answers = append(out.Answers, answer)
	}
	return out
}

func (w *ruleWriter) option(q *pathway.Question, option int) string {
	return w.text("question." + q.ID + ".option." + q.Options[option].Value)
}

// quoted is an answer as it stands in a sentence.
func (w *ruleWriter) quoted(q *pathway.Question, option int) string {
	return markdown.Typeset(w.p.Lang, w.b.message(w.p.Lang, "rules.answer", "Text", w.option(q, option)))
}

// end is what a way comes to, in full.
func (w *ruleWriter) end(e pathway.End) string {
	if e.Impossible >= 0 {
		return w.ends[e.Kind()] + " " + w.text("impossible."+w.pw.Rules.Impossible[e.Impossible].Reason.Value)
	}
	return w.ends[e.Kind()]
}

// say gives pictures their words: ends are short there, the steps beside them say the rest.
func (w *ruleWriter) say() pathway.Say {
	return pathway.Say{
		Question: func(q *pathway.Question) string { return w.text("question." + q.ID + ".ask") },
		Option:   w.option,
		End:      func(e pathway.End) string { return w.leaves[e.Kind()] },
		Others:   w.others,
	}
}
