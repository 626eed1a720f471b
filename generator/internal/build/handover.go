package build

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"boussole/generator/internal/layout"
	"boussole/generator/internal/markdown"
	"boussole/generator/internal/pathway"
	"boussole/generator/internal/site"
	"boussole/generator/internal/source"
)

// Hand-overs: a route whose page asks another pathway gives it the answers that both know.

// checkHandOvers reports hand-overs to a pathway that is not there, that the route's page does not ask, or that cannot
// take what it is given.
func (b *builder) checkHandOvers() {
	for _, pw := range b.result.Pathways {
		words := pw.Words[b.opts.Lang]
		if words == nil {
			words = pw.Words[b.site.Langs[0]]
		}
		for _, r := range pw.allRoutes() {
			if r.HandsOver == nil {
				continue
			}
			b.checkTarget(r)
			if to := b.pathways[r.HandsOver.To.Value]; to != nil && to.Diagram != nil && pw.Diagram != nil {
				b.add(pw.Diagram.CheckHandOver(r, to.Diagram, words))
			}
		}
	}
}

// checkTarget reports a hand-over to a pathway that is not there, or that the route's page does not ask.
func (b *builder) checkTarget(r *pathway.Route) {
	to := r.HandsOver.To
	if b.pathways[to.Value] == nil {
		// One that is there but cannot be used has been told of where its rules stand.
		if _, err := fs.Stat(b.fsys, path.Join(PathwayDir, to.Value+".yaml")); err != nil || !source.IsID(to.Value) {
			b.ds.Add(source.Diagnostic{Pos: to.Pos, Message: fmt.Sprintf("route %q hands over to %q, which is no pathway", r.ID, to.Value), Hint: source.DidYouMean(to.Value, slices.Collect(maps.Keys(b.pathways)))})
		}
		return
	}
	var asking []string
	for _, p := range b.site.Pages {
		if p.Pathway.Value == to.Value && !slices.Contains(asking, p.Key) {
			asking = append(asking, p.Key)
		}
	}
	for _, lang := range b.site.Langs {
		p := b.site.Page(r.Page.Value, lang)
		if p == nil || p.Pathway.Value == to.Value {
			continue
		}
		d := source.Diagnostic{Pos: r.Page.Pos, Message: fmt.Sprintf("route %q hands over to the pathway %q, but its page %q does not ask it", r.ID, to.Value, r.Page.Value), Related: []source.Related{{Pos: to.Pos, Message: "handed over here"}}}
		if len(asking) > 0 {
			d.Hint = "the page that asks it is " + strings.Join(asking, " or ")
		}
		b.ds.Add(d)
		return
	}
}

// handOver is a pathway that a route gives answers to, as seen from the route's tree.
type handOver struct {
	page *site.Page // asks the pathway
	pw   *Pathway
	rows [][][]pathway.Handed // by part of the tree and result
}

// handOvers are the hand-overs of a pathway by route.
func (b *builder) handOvers(p *site.Page, pw *Pathway) map[string]handOver {
	out := map[string]handOver{}
	for _, r := range pw.allRoutes() {
		if r.HandsOver == nil {
			continue
		}
		to, page := b.pathways[r.HandsOver.To.Value], b.routeTarget(p, r)
		if to != nil && page != nil {
			h := handOver{page: page, pw: to}
			for _, j := range pw.Trees {
				h.rows = append(h.rows, pw.Diagram.HandedAt(j, r))
			}
			out[r.ID] = h
		}
	}
	return out
}

// questionnaire is the address of the questionnaire that begins with what is handed over wherever the tree of a pathway
// shows the route.
func (h handOver) questionnaire(own string, from *Pathway, r *pathway.Route) string {
	var rows [][]pathway.Handed
	for part, j := range from.Trees {
		for row := range j.Rows {
			if slices.Contains(from.shownAt(j, row).all(), r) {
				rows = append(rows, h.rows[part][row])
			}
		}
	}
	url := site.Relative(own, h.page.Path)
	if f := h.pw.Rules.Fragment(h.pw.Rules.Take(pathway.InAll(rows))); f != "" {
		url += "#" + f
	}
	return url
}

// handOverTree is a link from a result that hands something over to the other pathway's tree, at the place where that
// leads, or at its beginning where it has several parts; nil where that one has no tree.
func (b *builder) handOverTree(h handOver, own string, handed []pathway.Handed) *layout.Link {
	if len(h.pw.Trees) == 0 {
		return nil
	}
	link := b.treeLink(own, h.page)
	if len(handed) > 0 && len(h.pw.Trees) == 1 {
		place := b.treePlan(h.pw).places[0][h.pw.Trees[0].At(h.pw.Rules.Take(handed))]
		link.URL = site.Relative(own, b.treePath(h.page, place.page)) + "#" + place.anchor
	}
	link.Title = markdown.Typeset(h.page.Lang, h.page.Title.Value)
	return &link
}
