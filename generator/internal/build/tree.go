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

// newTree lays the joint diagrams out.
func newTree(b *builder, p *site.Page, pw *Pathway, own string) *layout.Tree {
	t := &layout.Tree{Name: pw.Name, Checker: b.linkTo(own, p), Rules: b.rulesLink(own, p), Reviewed: pw.Rules.Reviewed}
	if t.Reviewed.IsZero() {
		t.Reviewed = p.Reviewed
	}
	w := treeWriter{pw: pw, text: func(id string) string { return markdown.Typeset(p.Lang, pw.Words[p.Lang].Text(id)) }, routes: map[string]layout.Route{}}
	for _, r := range pw.allRoutes() {
		// The tree stands in the folder of its page: addresses are the same from both.
		route := b.route(p, pw, r)
		w.routes[r.ID] = route
		t.Routes = append(t.Routes, route)
	}
	if o := pw.Rules.Otherwise; o != nil {
		r := w.routes[o.ID]
		t.Fallback = &r
	}
	for i, j := range pw.Trees {
		part := w.part(j)
		part.Number, part.Topic = i+1, w.topic(j)
		t.Parts = append(t.Parts, part)
	}
	for i := range len(t.Parts) - 1 {
		t.Parts[i].Next = &t.Parts[i+1]
	}
	b.continueTree(t, p, pw, own)
	return t
}

// treeWriter writes the parts of a tree, one after the other.
type treeWriter struct {
	pw             *Pathway
	text           func(id string) string
	routes         map[string]layout.Route // by id
	steps, results int                     // how many the parts before have
}

// topic is the question with which a part begins, or the name of its first route when it asks none.
func (w *treeWriter) topic(j *pathway.Joint) string {
	if j.Root.IsTerminal() {
		return w.routes[j.Routes[0].ID].Name
	}
	return w.text("question." + w.pw.Rules.Questions[j.Nodes[j.Root].Question].ID + ".ask")
}

// part lays a joint diagram out: steps are numbered in the order in which a reader meets them, the nearest first, so
// that numbers grow along every way.
func (w *treeWriter) part(j *pathway.Joint) layout.TreePart {
	numbers := stepNumbers(j)
	t := layout.TreePart{Root: w.anchor(numbers, j.Root), Steps: make([]layout.Step, len(numbers))}
	for r, number := range numbers {
		n := j.Nodes[r]
		q := w.pw.Rules.Questions[n.Question]
		s := layout.Step{
			Number: w.steps + number, ID: w.anchor(numbers, r), Unknown: q.Unknown,
			Question: w.text("question." + q.ID + ".ask"), Help: w.text("question." + q.ID + ".help"),
		}
		for i, branch := range n.Branches {
			a := layout.Answer{Text: w.text("question." + q.ID + ".option." + q.Options[i].Value), URL: "#" + w.anchor(numbers, branch)}
			if branch.IsTerminal() {
				a.Result = w.results + branch.Value() + 1
			} else {
				a.Step = w.steps + numbers[branch]
			}
			s.Answers = append(s.Answers, a)
		}
		t.Steps[number-1] = s
	}
	for i, row := range j.Rows {
		t.Results = append(t.Results, w.outcome(j, row, w.results+i+1))
	}
	w.steps, w.results = w.steps+len(t.Steps), w.results+len(t.Results)
	return t
}

// anchor is the place of a question or a result of the part that is being written, its steps numbered so.
func (w *treeWriter) anchor(numbers map[pathway.Ref]int, r pathway.Ref) string {
	if r.IsTerminal() {
		return fmt.Sprintf("r%d", w.results+r.Value()+1)
	}
	return fmt.Sprintf("q%d", w.steps+numbers[r])
}

func (w *treeWriter) outcome(j *pathway.Joint, row pathway.Row, number int) layout.Outcome {
	out := layout.Outcome{Number: number, ID: fmt.Sprintf("r%d", number), Fallback: row.Fallback}
	if row.Contradiction >= 0 {
		out.Reason = w.text("impossible." + w.pw.Rules.Impossible[row.Contradiction].Reason.Value)
		return out
	}
	for i, r := range j.Routes {
		switch row.Status[i] {
		case pathway.Applies:
			out.Applies = append(out.Applies, w.routes[r.ID])
		case pathway.Possible:
			out.Possible = append(out.Possible, w.routes[r.ID])
		}
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
