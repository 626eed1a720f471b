package build

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"boussole/generator/internal/pathway"
	"boussole/generator/internal/site"
	"boussole/generator/internal/source"
)

// Of all ways to cut a few sections, none has fewer pages, and none with as many pages has fewer links that cross.
func TestCutTreeIsTheBest(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		all := make([]treeSection, 1+random.IntN(10))
		for i := range all {
			all[i].elements = 1 + random.IntN(8)
			for range random.IntN(4) {
				if to := i + 1 + random.IntN(6); to < len(all) {
					all[i].links = append(all[i].links, to)
				}
			}
		}
		const most = 10
		got := cutTree(all, most)
		pages, crossing, ok := judge(all, got, most)
		if !ok {
			t.Fatalf("%v is cut into %v", all, got)
		}
		for mask := range 1 << (len(all) - 1) {
			sizes := []int{1}
			for i := range len(all) - 1 {
				if mask>>i&1 == 1 {
					sizes = append(sizes, 0)
				}
				sizes[len(sizes)-1]++
			}
			if p, c, ok := judge(all, sizes, most); ok && (p < pages || p == pages && c < crossing) {
				t.Fatalf("%v is cut into %v: %d pages, %d links cross; better is %v: %d and %d", all, got, pages, crossing, sizes, p, c)
			}
		}
	}
}

// judge counts the pages of a cut and the links that cross it; ok tells whether it is one.
func judge(all []treeSection, sizes []int, most int) (pages, crossing int, ok bool) {
	page := make([]int, 0, len(all))
	for i, n := range sizes {
		elements := 0
		for range n {
			if len(page) == len(all) {
				return 0, 0, false
			}
			elements += all[len(page)].elements
			page = append(page, i)
		}
		if n < 1 || elements > most && n > 1 {
			return 0, 0, false
		}
	}
	if len(page) != len(all) {
		return 0, 0, false
	}
	for i, s := range all {
		for _, to := range s.links {
			if page[i] != page[to] {
				crossing++
			}
		}
	}
	return len(sizes), crossing, true
}

// A section that is too large for any page has one to itself.
func TestCutTreeOfALargeSection(t *testing.T) {
	got := cutTree([]treeSection{{elements: 3}, {elements: 30}, {elements: 3}, {elements: 4}}, 10)
	if fmt.Sprint(got) != "[1 1 2]" {
		t.Errorf("cut into %v", got)
	}
}

// A plan holds everything once, no page is too full, and every way leads forward. What another pathway hands over leads
// to the page on which the question or the result stands.
func TestTreePlan(t *testing.T) {
	pw := manyResults(t)
	b := &builder{}
	plan := b.treePlan(pw)
	if len(plan.pages) < 3 {
		t.Fatalf("%d pages, want several", len(plan.pages))
	}
	j := pw.Trees[0]
	position, on := map[pathway.Ref]int{}, map[string]int{}
	routes, at := 0, 0
	for page, sections := range plan.pages {
		elements := 0
		for _, s := range sections {
			at++
			elements += s.elements
			if s.route != nil {
				routes++
				continue
			}
			place := plan.places[0][s.ref]
			if position[s.ref] > 0 || on[place.anchor] > 0 || place.page != page {
				t.Errorf("%s stands on page %d, its place is %d", place.anchor, page, place.page)
			}
			position[s.ref], on[place.anchor] = at, page+1
		}
		if elements > treePageElements {
			t.Errorf("page %d has %d elements", page, elements)
		}
	}
	if len(position) != len(j.Nodes)+len(j.Rows) || routes != len(pw.Rules.Routes) {
		t.Errorf("%d questions and results and %d routes", len(position), routes)
	}
	for i, n := range j.Nodes {
		for _, to := range n.Branches {
			if position[to] <= position[pathway.Ref(i)] {
				t.Errorf("question %d leads back", i)
			}
		}
	}
	random := rand.New(rand.NewPCG(3, 4))
	h := handOver{page: &site.Page{Path: "en/to.html", Lang: "en"}, pw: pw}
	for range 200 {
		var handed []pathway.Handed
		s := pw.Rules.NewSituation()
		for _, q := range pw.Rules.Questions[:1+random.IntN(len(pw.Rules.Questions))] {
			s[q.Index] = random.IntN(len(q.Options))
			handed = append(handed, pathway.Handed{Question: source.Text{Value: q.ID}, Option: q.Options[s[q.Index]]})
		}
		place := plan.places[0][j.At(s)]
		want := "to-.html#" + place.anchor // the messages would give the name an ending
		if n := on[place.anchor]; n > 1 {
			want = fmt.Sprintf("to--%d.html#%s", n, place.anchor)
		}
		if got := b.handOverTree(h, "en/from.html", handed).URL; got != want {
			t.Fatalf("%v leads to %s, want %s", handed, got, want)
		}
	}
}

// manyResults is a pathway whose routes depend on questions of their own, so that every mix of them is a result.
func manyResults(t *testing.T) *Pathway {
	t.Helper()
	var q, c, r strings.Builder
	for i := range 8 {
		fmt.Fprintf(&q, "  q%d: {options: [a, b]}\n", i)
		fmt.Fprintf(&c, "  c%d: {when: {q%d: [a]}, source: s}\n", i, i)
		fmt.Fprintf(&r, "  r%d: {page: a/b, needs: [c%d]}\n", i, i)
	}
	file, ds := source.New("content/pathways/many.yaml", []byte("reviewed: 2026-11-22\nreview-by: 2027-05-22\nquestions:\n"+q.String()+"criteria:\n"+c.String()+"routes:\n"+r.String()))
	rules, more := pathway.Parse("many", file)
	diagram, last := pathway.Compile(rules, 0)
	for _, d := range append(append(ds, more...), last...) {
		if d.Severity < 2 {
			t.Fatalf("%s: %s", d.Pos, d.Message)
		}
	}
	trees, _ := diagram.Trees()
	if len(trees) != 1 || len(trees[0].Rows) != 256 {
		t.Fatalf("%d trees", len(trees))
	}
	return &Pathway{Name: "many", Rules: rules, Diagram: diagram, Trees: trees}
}
