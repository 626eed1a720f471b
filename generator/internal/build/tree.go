package build

import (
	"fmt"
	"strings"

	"boussole/generator/internal/layout"
	"boussole/generator/internal/markdown"
	"boussole/generator/internal/pathway"
	"boussole/generator/internal/site"
)

// treePath is the address of the tree that belongs to a page asking a pathway.
func (b *builder) treePath(p *site.Page) string {
	return strings.TrimSuffix(p.Path, ".html") + "-" + b.message(p.Lang, "tree.slug") + ".html"
}

func (b *builder) treeLink(own string, p *site.Page) layout.Link {
	to := b.treePath(p)
	return layout.Link{
		Title:   markdown.Typeset(p.Lang, b.message(p.Lang, "tree.title", "Title", p.Title.Value)),
		URL:     site.Relative(own, to),
		Current: own == to,
	}
}

// treeJob is the page on which a pathway is followed by links alone.
func (b *builder) treeJob(p *site.Page, pw *Pathway) job {
	own := b.treePath(p)
	v := b.view(p)
	v.Kind, v.Key, v.Alternates, v.Nav, v.Trail, v.Footer = "tree", p.Key+"/tree", nil, nil, nil, nil
	v.Title = b.treeLink(own, p).Title
	v.Summary = markdown.Typeset(p.Lang, b.message(p.Lang, "tree.summary"))
	v.Description = markdown.Typeset(p.Lang, b.message(p.Lang, "tree.description", "Title", p.Title.Value))
	b.frame(v, p, own, func(lang string) string {
		if twin := p.In(lang); twin != nil {
			return b.treePath(twin)
		}
		return ""
	})
	v.Trail = append(v.Trail, b.linkTo(own, p))
	v.Tree = newTree(b, p, pw, own)
	return job{v, own, p.File.Name}
}

// newTree lays the joint diagram out: steps are numbered in the order in which a reader meets them, the nearest
// first, so that numbers grow along every way.
func newTree(b *builder, p *site.Page, pw *Pathway, own string) *layout.Tree {
	t := &layout.Tree{Name: pw.Name, Checker: b.linkTo(own, p), Rules: b.rulesLink(own, p), Reviewed: pw.Rules.Reviewed}
	if t.Reviewed.IsZero() {
		t.Reviewed = p.Reviewed
	}
	w := pw.Words[p.Lang]
	text := func(id string) string { return markdown.Typeset(p.Lang, w.Text(id)) }
	numbers := stepNumbers(pw.Joint)
	anchor := func(r pathway.Ref) string { return treeAnchor(numbers, r) }
	t.Root = anchor(pw.Joint.Root)
	t.Steps = make([]layout.Step, len(numbers))
	for r, number := range numbers {
		n := pw.Joint.Nodes[r]
		q := pw.Rules.Questions[n.Question]
		step := layout.Step{
			Number: number, ID: anchor(r), Unknown: q.Unknown,
			Question: text("question." + q.ID + ".ask"), Help: text("question." + q.ID + ".help"),
		}
		for i, branch := range n.Branches {
			a := layout.Answer{Text: text("question." + q.ID + ".option." + q.Options[i].Value), URL: "#" + anchor(branch)}
			if branch.IsTerminal() {
				a.Result = branch.Value() + 1
			} else {
				a.Step = numbers[branch]
			}
			step.Answers = append(step.Answers, a)
		}
		t.Steps[number-1] = step
	}
	routes := map[string]layout.Route{}
	for _, r := range pw.allRoutes() {
		// The tree stands in the folder of its page: addresses are the same from both.
		route := b.route(p, pw, r)
		routes[r.ID] = route
		t.Routes = append(t.Routes, route)
	}
	for i, row := range pw.Joint.Rows {
		t.Results = append(t.Results, outcome(pw, i, row, routes, text))
	}
	b.continueTree(t, p, pw, own)
	return t
}

func outcome(pw *Pathway, i int, row pathway.Row, routes map[string]layout.Route, text func(string) string) layout.Outcome {
	out := layout.Outcome{Number: i + 1, ID: fmt.Sprintf("r%d", i+1)}
	if row.Contradiction >= 0 {
		out.Reason = text("impossible." + pw.Rules.Impossible[row.Contradiction].Reason.Value)
		return out
	}
	for j, r := range pw.Rules.Routes {
		switch row.Status[j] {
		case pathway.Applies:
			out.Applies = append(out.Applies, routes[r.ID])
		case pathway.Possible:
			out.Possible = append(out.Possible, routes[r.ID])
		}
	}
	if row.Fallback && pw.Rules.Otherwise != nil {
		r := routes[pw.Rules.Otherwise.ID]
		out.Fallback = &r
	}
	return out
}

// stepNumbers numbers the nodes from 1, each level of the diagram after the one above it.
func stepNumbers(j *pathway.Joint) map[pathway.Ref]int {
	numbers := map[pathway.Ref]int{}
	queue := []pathway.Ref{j.Root}
	byQuestion := map[int][]pathway.Ref{}
	seen := map[pathway.Ref]bool{}
	last := 0
	for len(queue) > 0 {
		r := queue[0]
		queue = queue[1:]
		if r.IsTerminal() || seen[r] {
			continue
		}
		seen[r] = true
		n := j.Nodes[r]
		byQuestion[n.Question] = append(byQuestion[n.Question], r)
		last = max(last, n.Question)
		queue = append(queue, n.Branches...)
	}
	for q := 0; q <= last; q++ {
		for _, r := range byQuestion[q] {
			numbers[r] = len(numbers) + 1
		}
	}
	return numbers
}
