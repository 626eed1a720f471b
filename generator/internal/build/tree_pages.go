package build

import (
	"fmt"
	"slices"

	"boussole/generator/internal/pathway"
)

// A tree may hold hundreds of questions and results. It is cut into pages that a small phone shows at once, the same
// in every language: what a page may hold is counted in elements, not in words.

// treePageElements is how many HTML elements the questions, results and routes of one page of a tree may have. With
// the frame that every page has and the list of the tree's pages that is less than 1,400, and 5 to 11 kB compressed.
const treePageElements = 1200

// treePlan says where everything of a pathway's tree stands.
type treePlan struct {
	pages  [][]treeSection
	places []map[pathway.Ref]treePlace // of the questions and results of each part
	routes map[string]int              // the page of each route, by id
}

// treePlace is where a question or a result stands.
type treePlace struct {
	page   int // from 0
	anchor string
}

// treeSection is a question, a result or a route as a section of a page.
type treeSection struct {
	part   int         // of the question or result, from 0
	ref    pathway.Ref // likewise
	number int         // from 1, among the questions or the results of all parts
	route  *pathway.Route

	elements int
	links    []int // positions of the sections that it leads to, all after it
}

// treePlan cuts the tree of a pathway into pages.
func (b *builder) treePlan(pw *Pathway) *treePlan {
	if plan, done := b.plans[pw]; done {
		return plan
	}
	all, places := treeSections(pw)
	plan := &treePlan{places: places, routes: map[string]int{}}
	for page, n := range cutTree(all, treePageElements) {
		plan.pages = append(plan.pages, all[:n])
		for _, s := range all[:n] {
			if s.route != nil {
				plan.routes[s.route.ID] = page
				continue
			}
			at := places[s.part][s.ref]
			at.page = page
			places[s.part][s.ref] = at
		}
		all = all[n:]
	}
	if b.plans == nil {
		b.plans = map[*Pathway]*treePlan{}
	}
	b.plans[pw] = plan
	return plan
}

// treeSections are the sections of a tree, part after part, then the routes. Their places have no page yet.
func treeSections(pw *Pathway) (all []treeSection, places []map[pathway.Ref]treePlace) {
	var starts []int                    // of each part
	var positions []map[pathway.Ref]int // in all, by part
	routes := map[*pathway.Route]int{}  // in all
	questions, results := 0, 0          // how many there are so far
	for part, j := range pw.Trees {
		starts = append(starts, len(all))
		positions, places = append(positions, map[pathway.Ref]int{}), append(places, map[pathway.Ref]treePlace{})
		for _, ref := range treeOrder(j) {
			s := treeSection{part: part, ref: ref}
			if ref.IsTerminal() {
				results++
				s.number, places[part][ref] = results, treePlace{anchor: fmt.Sprintf("r%d", results)}
			} else {
				questions++
				s.number, places[part][ref] = questions, treePlace{anchor: fmt.Sprintf("q%d", questions)}
			}
			positions[part][ref] = len(all)
			all = append(all, s)
		}
	}
	starts = append(starts, len(all))
	for _, r := range pw.allRoutes() {
		routes[r] = len(all)
		all = append(all, treeSection{route: r, elements: pw.routeElements(r)})
	}
	for i := range all[:starts[len(pw.Trees)]] {
		s := &all[i]
		j := pw.Trees[s.part]
		if !s.ref.IsTerminal() {
			s.elements = pw.stepElements(j.Nodes[s.ref])
			for _, to := range j.Nodes[s.ref].Branches {
				s.links = append(s.links, positions[s.part][to])
			}
			continue
		}
		shown := pw.shownAt(j, s.ref.Value())
		s.elements = shown.elements()
		for _, r := range shown.all() {
			s.links = append(s.links, routes[r])
		}
		if s.part+1 < len(pw.Trees) {
			s.elements += 4 // heading, list, item, link
			s.links = append(s.links, starts[s.part+1])
		}
	}
	return all, places
}

// says reports whether a word of the pathway stands in any language.
func (pw *Pathway) says(id string) bool {
	for _, w := range pw.Words {
		if w.Text(id) != "" {
			return true
		}
	}
	return false
}

// stepElements is how many elements a question has: section, heading, help, list; an item and a link per answer.
func (pw *Pathway) stepElements(n pathway.Node) int {
	elements := 3 + 2*len(n.Branches)
	if pw.says("question." + pw.Rules.Questions[n.Question].ID + ".help") {
		elements++
	}
	return elements
}

// routeElements is how many elements a route has: section, two headings, three paragraphs, a link; a list where
// somebody is told something of their own, with three elements for each.
func (pw *Pathway) routeElements(r *pathway.Route) int {
	roles := 0
	for _, q := range pw.Rules.Questions {
		for _, o := range q.Options {
			if q.WordsOnly && pw.says("route."+r.ID+".next."+q.ID+"."+o.Value) {
				roles++
			}
		}
	}
	return 7 + min(roles, 1) + 3*roles
}

// shown is what a result of the tree shows.
type shown struct {
	applies, possible []*pathway.Route
	fallback          *pathway.Route // instead of the others, where there is one
	impossible        bool
}

func (pw *Pathway) shownAt(j *pathway.Joint, row int) shown {
	out := shown{impossible: j.Rows[row].Contradiction >= 0}
	for i, status := range j.Rows[row].Status {
		switch status {
		case pathway.Applies:
			out.applies = append(out.applies, j.Routes[i])
		case pathway.Possible:
			out.possible = append(out.possible, j.Routes[i])
		}
	}
	if j.Rows[row].Fallback {
		out.fallback = pw.Rules.Otherwise
	}
	return out
}

// all are the routes that are shown, in that order.
func (s shown) all() []*pathway.Route {
	out := slices.Concat(s.applies, s.possible)
	if s.fallback != nil {
		out = append(out, s.fallback)
	}
	return out
}

// elements is how many elements a result has: section and heading; per kind of route a heading and a list; per route
// an item and a link, a mark where it warns or informs, and the way to another tree; why it cannot be.
func (s shown) elements() int {
	n := 2
	for _, kind := range [][]*pathway.Route{s.applies, s.possible} {
		n += 2 * min(len(kind), 1)
	}
	for _, r := range s.all() {
		n += 2
		if r.Role == "stop" || r.Role == "info" {
			n++
		}
		if r.HandsOver != nil {
			n += 2
		}
	}
	if s.fallback != nil || s.impossible {
		n += 2
	}
	return n
}

// treeOrder puts the questions and results of a diagram into the order in which they are told: after each question
// what its first answer leads to and nothing else does, then what its second leads to, and so on. Every way goes on
// to what comes later, so that numbers grow along it; what belongs together stands together.
func treeOrder(j *pathway.Joint) []pathway.Ref {
	var order []pathway.Ref
	seen := map[pathway.Ref]bool{}
	var visit func(r pathway.Ref)
	visit = func(r pathway.Ref) {
		if seen[r] {
			return
		}
		seen[r] = true
		if !r.IsTerminal() {
			for _, to := range slices.Backward(j.Nodes[r].Branches) {
				visit(to)
			}
		}
		order = append(order, r)
	}
	visit(j.Root)
	slices.Reverse(order)
	return order
}

// cutTree returns how many of the sections stand on each page: as few pages as can be with at most so many elements on
// each, and among such cuts the one that the fewest links cross. A section that is larger has a page to itself.
func cutTree(all []treeSection, most int) []int {
	type cut struct{ pages, crossing, from int } // from is where the last page begins
	best := make([]cut, len(all)+1)
	for end := 1; end <= len(all); end++ {
		elements, crossing := 0, 0
		for from := end - 1; from >= 0; from-- {
			elements += all[from].elements
			if elements > most && from < end-1 {
				break
			}
			for _, to := range all[from].links {
				if to >= end {
					crossing++
				}
			}
			c := cut{best[from].pages + 1, best[from].crossing + crossing, from}
			if b := best[end]; b.pages == 0 || c.pages < b.pages || c.pages == b.pages && c.crossing < b.crossing {
				best[end] = c
			}
		}
	}
	var sizes []int
	for end := len(all); end > 0; end = best[end].from {
		sizes = append(sizes, end-best[end].from)
	}
	slices.Reverse(sizes)
	return sizes
}
