package build

import (
	"fmt"
	"strings"

	"boussole/generator/internal/layout"
	"boussole/generator/internal/markdown"
	"boussole/generator/internal/pathway"
	"boussole/generator/internal/site"
)

// treePath is the address of a page, counted from 0, of the tree that belongs to a page asking a pathway.
func (b *builder) treePath(p *site.Page, page int) string {
	name := strings.TrimSuffix(p.Path, ".html") + "-" + b.message(p.Lang, "tree.slug")
	if page > 0 {
		name += fmt.Sprintf("-%d", page+1)
	}
	return name + ".html"
}

// treeLink leads to the beginning of a tree.
func (b *builder) treeLink(own string, p *site.Page) layout.Link {
	to := b.treePath(p, 0)
	return layout.Link{
		Title:   markdown.Typeset(p.Lang, b.message(p.Lang, "tree.title", "Title", p.Title.Value)),
		URL:     site.Relative(own, to),
		Current: own == to,
	}
}

// treeJobs are the pages on which a pathway is followed by links alone.
func (b *builder) treeJobs(p *site.Page, pw *Pathway) []job {
	plan := b.treePlan(pw)
	routes, handOvers := b.treeRoutes(p, pw)
	var jobs []job
	for i := range plan.pages {
		own := b.treePath(p, i)
		v := b.view(p)
		v.Kind, v.Key, v.Alternates, v.Nav, v.Trail, v.Footer = "tree", p.Key+"/tree", nil, nil, nil, nil
		one := b.treeLink(own, p).Title
		several := markdown.Typeset(p.Lang, b.message(p.Lang, "tree.title-page", "Title", p.Title.Value, "Number", i+1, "Count", len(plan.pages)))
		v.Title, v.Summary = one, markdown.Typeset(p.Lang, b.message(p.Lang, "tree.summary"))
		if i > 0 { // it says what it holds instead
			v.Key = fmt.Sprintf("%s/tree-%d", p.Key, i+1)
			v.Title, v.Summary, v.Audience = several, "", nil
		}
		v.Description = markdown.Typeset(p.Lang, b.message(p.Lang, "tree.description", "Title", v.Title))
		b.frame(v, p, own, func(lang string) string {
			if twin := p.In(lang); twin != nil {
				return b.treePath(twin, i)
			}
			return ""
		})
		v.Trail = append(v.Trail, b.linkTo(own, p))
		if i > 0 {
			v.Trail = append(v.Trail, b.treeLink(own, p))
		}
		w := &treeWriter{b: b, p: p, pw: pw, plan: plan, page: i, own: own, routes: routes, handOvers: handOvers}
		v.Tree = w.tree()
		jobs = append(jobs, job{v, own, p.File.Name})
	}
	return jobs
}

// treeRoutes are the routes of a tree in words, by id, and those that go on in another pathway. The pages of the tree
// stand in the folder of the page that asks it: addresses are the same from all.
func (b *builder) treeRoutes(p *site.Page, pw *Pathway) (map[string]layout.Route, map[string]handOver) {
	routes, handOvers := map[string]layout.Route{}, b.handOvers(p, pw)
	for _, r := range pw.allRoutes() {
		route := b.route(p, pw, r)
		if h, ok := handOvers[r.ID]; ok {
			route.URL = h.questionnaire(p.Path, pw, r)
		}
		routes[r.ID] = route
	}
	return routes, handOvers
}

// treeWriter puts one page of a tree into words.
type treeWriter struct {
	b         *builder
	p         *site.Page
	pw        *Pathway
	plan      *treePlan
	page      int // from 0
	own       string
	routes    map[string]layout.Route
	handOvers map[string]handOver
}

func (w *treeWriter) text(id string) string {
	return markdown.Typeset(w.p.Lang, w.pw.Words[w.p.Lang].Text(id))
}

// to is the address of a place in the tree.
func (w *treeWriter) to(page int, anchor string) string {
	if page == w.page {
		return "#" + anchor
	}
	return site.Relative(w.own, w.b.treePath(w.p, page)) + "#" + anchor
}

// at is the address of a question or a result.
func (w *treeWriter) at(part int, ref pathway.Ref) string {
	place := w.plan.places[part][ref]
	return w.to(place.page, place.anchor)
}

// route is a route as this page names it.
func (w *treeWriter) route(r *pathway.Route) layout.TreeRoute {
	return layout.TreeRoute{Route: w.routes[r.ID], Place: w.to(w.plan.routes[r.ID], "route-"+r.ID)}
}

func (w *treeWriter) tree() *layout.Tree {
	t := &layout.Tree{
		Number: w.page + 1, Name: w.pw.Name, Reviewed: w.pw.Rules.Reviewed,
		Checker: w.b.linkTo(w.own, w.p), Rules: w.b.rulesLink(w.own, w.p),
	}
	if t.Reviewed.IsZero() {
		t.Reviewed = w.p.Reviewed
	}
	if o := w.pw.Rules.Otherwise; o != nil {
		r := w.route(o)
		t.Fallback = &r
	}
	for i, j := range w.pw.Trees {
		t.Parts = append(t.Parts, layout.TreePart{Number: i + 1, Topic: w.topic(j), URL: w.at(i, j.Root)})
	}
	for i := range len(t.Parts) - 1 {
		next := t.Parts[i+1]
		t.Parts[i].Next = &next
	}
	for i, sections := range w.plan.pages {
		t.Pages = append(t.Pages, w.treePage(i, sections))
	}
	for _, s := range w.plan.pages[w.page] {
		switch {
		case s.route != nil:
			t.Routes = append(t.Routes, w.routes[s.route.ID])
		case s.ref.IsTerminal():
			part := &t.Parts[s.part]
			part.Results = append(part.Results, w.outcome(s))
		default:
			part := &t.Parts[s.part]
			part.Steps = append(part.Steps, w.step(s))
		}
	}
	return t
}

// treePage says what stands on a page of the tree.
func (w *treeWriter) treePage(page int, sections []treeSection) layout.TreePage {
	out := layout.TreePage{URL: site.Relative(w.own, w.b.treePath(w.p, page)), Current: page == w.page}
	for _, s := range sections {
		switch {
		case s.route != nil:
			out.Routes = true
		case s.ref.IsTerminal():
			out.Results = out.Results.With(s.number)
		default:
			out.Steps = out.Steps.With(s.number)
		}
	}
	return out
}

// topic is the question with which a part begins, or the name of its first route when it asks none.
func (w *treeWriter) topic(j *pathway.Joint) string {
	if j.Root.IsTerminal() {
		return w.routes[j.Routes[0].ID].Name
	}
	return w.text("question." + w.pw.Rules.Questions[j.Nodes[j.Root].Question].ID + ".ask")
}

func (w *treeWriter) step(s treeSection) layout.Step {
	n := w.pw.Trees[s.part].Nodes[s.ref]
	q := w.pw.Rules.Questions[n.Question]
	out := layout.Step{
		Number: s.number, ID: w.plan.places[s.part][s.ref].anchor,
		Question: w.text("question." + q.ID + ".ask"), Help: w.text("question." + q.ID + ".help"),
	}
	for i, branch := range n.Branches {
		out.Answers = append(out.Answers, layout.Answer{Text: w.text("question." + q.ID + ".option." + q.Options[i].Value), URL: w.at(s.part, branch)})
	}
	return out
}

func (w *treeWriter) outcome(s treeSection) layout.Outcome {
	j, row := w.pw.Trees[s.part], s.ref.Value()
	out := layout.Outcome{Number: s.number, ID: w.plan.places[s.part][s.ref].anchor, Fallback: j.Rows[row].Fallback}
	if c := j.Rows[row].Contradiction; c >= 0 {
		out.Reason = w.text("impossible." + w.pw.Rules.Impossible[c].Reason.Value)
		return out
	}
	shown := w.pw.shownAt(j, row)
	for _, r := range shown.applies {
		out.Applies = append(out.Applies, w.route(r))
	}
	for _, r := range shown.possible {
		out.Possible = append(out.Possible, w.route(r))
	}
	for _, r := range shown.all() {
		if h, ok := w.handOvers[r.ID]; ok {
			if link := w.b.handOverTree(h, w.own, h.rows[s.part][row]); link != nil {
				out.Further = append(out.Further, *link)
			}
		}
	}
	return out
}
