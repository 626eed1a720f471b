package pathway

import (
	"fmt"
	"sort"
)

// The layout is that of layered drawings (Sugiyama, Tagawa and Toda, 1981), with fixed numbers of rounds and whole
// numbers only, so that every machine draws alike:
//
//   - the questions that a route depends on have a layer each, in their order; an end stands in the layer below the
//     step that leads to it; between two such layers lies one for the labels of the lines that begin above it;
//   - a line passes each layer between its step and where it leads in a cell of its own, so that it has room there;
//   - cells are put in the order of the middle of their neighbours, layer by layer, down and up, then exchanged
//     where that saves crossings; the best order met is kept;
//   - places across follow: each layer moves as near to its neighbours as its order and its widths allow, and lines
//     that pass are straightened where there is room.

// cell is what takes room in a layer.
type cell struct {
	layer, w, h int
	out, in     []link
	// x is the middle, in sixteenths of a pixel; place is the index in its layer.
	x, place int
	box      int // index of the box, or -1
}

// link leads to a neighbour; the heavier it is, the straighter it runs.
type link struct{ to, weight int }

// The parts of the layout that can be seen, in pixels.
const (
	unit     = 16 // parts of a pixel in which places are computed
	margin   = 10
	apart    = 18 // between cells of a layer
	passing  = 6  // the width of a line that passes
	portGap  = 16 // between the beginnings of lines
	leastGap = 20 // between layers
	mostGap  = 56
	sweeps   = 8
	moves    = 24
)

type drawer struct {
	cells  []cell
	layers [][]int
	chains [][]int // per line, the cells it runs through: step, label, …, step or end
	pic    *Picture
	labels [][]string
}

// Picture lays the outline out.
func (o *Outline) Picture(say Say) *Picture {
	dr := &drawer{pic: &Picture{}}
	ranks := map[int]int{} // of the questions that are asked
	for _, s := range o.Steps {
		if _, ok := ranks[s.Question.Index]; !ok {
			ranks[s.Question.Index] = len(ranks)
		}
	}
	rank := func(s OutlineStep) int { return ranks[s.Question.Index] }
	for i, s := range o.Steps {
		dr.box("question", i+1, 2*rank(s), fmt.Sprintf("%d.\u00A0%s", i+1, say.Question(s.Question)))
	}
	if len(o.Steps) == 0 {
		dr.box(o.End.Kind(), 0, 0, say.End(o.End))
	}
	for i, s := range o.Steps {
		for k, a := range s.Answers {
			to := a.Step - 1
			if a.Step == 0 {
				to = dr.box(a.End.Kind(), 0, 2*rank(s)+2, say.End(a.End))
			}
			dr.line(i, to, say.label(s, k))
		}
	}
	dr.order()
	dr.across()
	dr.place()
	return dr.pic
}

func (dr *drawer) cell(c cell) int {
	dr.cells = append(dr.cells, c)
	return len(dr.cells) - 1
}

// box adds a box and returns its cell. Steps come first: their cells have the same index as they.
func (dr *drawer) box(kind string, number, layer int, text string) int {
	lines := breakLines(text, boxMeasure)
	b := Box{Kind: kind, Number: number, W: widest(lines) + 2*boxPadX, H: len(lines)*lineHeight + 2*boxPadY}
	for _, l := range lines {
		b.Text = append(b.Text, TextLine{Text: l})
	}
	dr.pic.Boxes = append(dr.pic.Boxes, b)
	return dr.cell(cell{layer: layer, w: b.W, h: b.H, box: len(dr.pic.Boxes) - 1})
}

// line adds the cells between two boxes' cells.
func (dr *drawer) line(from, to int, label []string) {
	chain := []int{from}
	for layer := dr.cells[from].layer + 1; layer < dr.cells[to].layer; layer++ {
		c := cell{layer: layer, w: passing, box: -1}
		if len(chain) == 1 {
			c.w, c.h = widest(label)+2, len(label)*lineHeight+4
		}
		chain = append(chain, dr.cell(c))
	}
	chain = append(chain, to)
	for i := 1; i < len(chain); i++ {
		a, b := chain[i-1], chain[i]
		weight := 1
		switch {
		case i > 1 && i < len(chain)-1:
			weight = 200 // where a line only passes, it hardly bends
		case dr.pic.Boxes[dr.cells[to].box].Number > 0:
			weight = 24 // from step to step straight down, ends aside
		}
		dr.cells[a].out = append(dr.cells[a].out, link{b, weight})
		dr.cells[b].in = append(dr.cells[b].in, link{a, weight})
	}
	dr.chains = append(dr.chains, chain)
	dr.labels = append(dr.labels, label)
}

// order puts the cells of each layer in an order with few crossings.
func (dr *drawer) order() {
	seen := make([]bool, len(dr.cells))
	var visit func(at int)
	visit = func(at int) {
		if seen[at] {
			return
		}
		seen[at] = true
		c := &dr.cells[at]
		for len(dr.layers) <= c.layer {
			dr.layers = append(dr.layers, nil)
		}
		c.place = len(dr.layers[c.layer])
		dr.layers[c.layer] = append(dr.layers[c.layer], at)
		for _, l := range c.out {
			visit(l.to)
		}
	}
	visit(0)
	best, fewest := dr.copyLayers(), dr.crossings()
	for i := 0; i < sweeps && fewest > 0; i++ {
		for k := range dr.layers {
			if i%2 == 0 {
				dr.sortLayer(dr.layers[k], func(c *cell) []link { return c.in })
			} else {
				dr.sortLayer(dr.layers[len(dr.layers)-1-k], func(c *cell) []link { return c.out })
			}
		}
		dr.exchange()
		if n := dr.crossings(); n < fewest {
			best, fewest = dr.copyLayers(), n
		}
	}
	dr.layers = best
	dr.number()
}

func (dr *drawer) copyLayers() [][]int {
	out := make([][]int, len(dr.layers))
	for i, l := range dr.layers {
		out[i] = append([]int(nil), l...)
	}
	return out
}

// number tells the cells their places.
func (dr *drawer) number() {
	for _, layer := range dr.layers {
		for i, at := range layer {
			dr.cells[at].place = i
		}
	}
}

// sortLayer orders a layer by the middle of each cell's neighbours; a cell without any stays where it is.
func (dr *drawer) sortLayer(layer []int, neighbours func(*cell) []link) {
	middle := func(at int) (sum, n int) {
		links := neighbours(&dr.cells[at])
		if len(links) == 0 {
			return dr.cells[at].place, 1
		}
		for _, l := range links {
			sum += dr.cells[l.to].place
		}
		return sum, len(links)
	}
	sort.SliceStable(layer, func(i, j int) bool {
		a, m := middle(layer[i])
		b, n := middle(layer[j])
		return a*n < b*m
	})
	for i, at := range layer {
		dr.cells[at].place = i
	}
}

// exchange swaps neighbours in a layer as long as that saves crossings, in at most four rounds.
func (dr *drawer) exchange() {
	for range 4 {
		better := false
		for _, layer := range dr.layers {
			for i := 1; i < len(layer); i++ {
				a, b := &dr.cells[layer[i-1]], &dr.cells[layer[i]]
				if dr.cross(a.in, b.in)+dr.cross(a.out, b.out) > dr.cross(b.in, a.in)+dr.cross(b.out, a.out) {
					layer[i-1], layer[i] = layer[i], layer[i-1]
					a.place, b.place = b.place, a.place
					better = true
				}
			}
		}
		if !better {
			return
		}
	}
}

// cross is how often the links of a cell cross those of a cell right of it.
func (dr *drawer) cross(left, right []link) int {
	n := 0
	for _, l := range left {
		for _, r := range right {
			if dr.cells[l.to].place > dr.cells[r.to].place {
				n++
			}
		}
	}
	return n
}

func (dr *drawer) crossings() int {
	n := 0
	for _, layer := range dr.layers {
		for i, a := range layer {
			for _, b := range layer[i+1:] {
				n += dr.cross(dr.cells[a].out, dr.cells[b].out)
			}
		}
	}
	return n
}
