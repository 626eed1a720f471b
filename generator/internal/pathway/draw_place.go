package pathway

import "sort"

// across gives each cell its x: layers move towards their neighbours, down and up by turns.
func (dr *drawer) across() {
	for _, layer := range dr.layers {
		x := 0
		for i, at := range layer {
			if i > 0 {
				x += dr.distance(layer[i-1], at)
			}
			dr.cells[at].x = x
		}
	}
	for i := range moves {
		for k := range dr.layers {
			if i%2 == 0 {
				dr.settle(dr.layers[k], func(c *cell) [][]link { return [][]link{c.in} })
			} else {
				dr.settle(dr.layers[len(dr.layers)-1-k], func(c *cell) [][]link { return [][]link{c.out} })
			}
		}
	}
	for i := range moves {
		for k := range dr.layers {
			if i%2 == 0 {
				k = len(dr.layers) - 1 - k
			}
			dr.settle(dr.layers[k], func(c *cell) [][]link { return [][]link{c.in, c.out} })
		}
	}
	for range 3 {
		dr.unbend()
	}
}

// distance is how far the middles of two neighbours in a layer are apart at least.
func (dr *drawer) distance(left, right int) int {
	return (dr.cells[left].w+dr.cells[right].w+1)/2*unit + apart*unit
}

// settle moves the cells of a layer as near to the weighted middle of their neighbours as their order and distances
// allow: the least sum of squares, found by pooling those that would violate them.
func (dr *drawer) settle(layer []int, neighbours func(*cell) [][]link) {
	type pool struct{ sum, weight, n int }
	var pools []pool
	offset := 0
	offsets := make([]int, len(layer))
	for i, at := range layer {
		if i > 0 {
			offset += dr.distance(layer[i-1], at)
		}
		offsets[i] = offset
		c := &dr.cells[at]
		p := pool{c.x - offset, 1, 1} // without neighbours: where it is, but lightly
		sum, weight := 0, 0
		for _, links := range neighbours(c) {
			for _, l := range links {
				sum += l.weight * dr.cells[l.to].x
				weight += l.weight
			}
		}
		if weight > 0 {
			p.sum, p.weight = sum-weight*offset, weight
		}
		pools = append(pools, p)
		for k := len(pools) - 1; k > 0; k-- {
			a, b := pools[k-1], pools[k]
			if a.sum*b.weight <= b.sum*a.weight {
				break
			}
			pools[k-1] = pool{a.sum + b.sum, a.weight + b.weight, a.n + b.n}
			pools = pools[:k]
		}
	}
	i := 0
	for _, p := range pools {
		for range p.n {
			dr.cells[layer[i]].x = p.sum/p.weight + offsets[i]
			i++
		}
	}
}

// place turns places into pixels and writes the picture.
func (dr *drawer) place() {
	left, right := 1<<60, -1<<60
	for i := range dr.cells {
		c := &dr.cells[i]
		left = min(left, c.x-(c.w+1)/2*unit)
		right = max(right, c.x+(c.w+1)/2*unit)
	}
	for i := range dr.cells {
		dr.cells[i].x = (dr.cells[i].x-left)/unit + margin
	}
	tops, bottoms := dr.down()
	pic := dr.pic
	pic.Width, pic.Height = (right-left)/unit+2*margin+1, bottoms[len(bottoms)-1]+margin
	for i := range dr.cells {
		c := &dr.cells[i]
		if c.box < 0 {
			continue
		}
		b := &pic.Boxes[c.box]
		b.X, b.Y = c.x-b.W/2, tops[c.layer]
		for k := range b.Text {
			b.Text[k].X, b.Text[k].Y = c.x, b.Y+boxPadY+k*lineHeight+textSize
		}
	}
	ports := dr.ports()
	for i, chain := range dr.chains {
		from, label, to := &dr.cells[chain[0]], &dr.cells[chain[1]], &dr.cells[chain[len(chain)-1]]
		l := Line{From: from.box, To: to.box, X: label.x - label.w/2, Y: tops[label.layer], W: label.w, H: label.h}
		for k, text := range dr.labels[i] {
			l.Text = append(l.Text, TextLine{label.x, l.Y + k*lineHeight + textSize, text})
		}
		l.Above = []Point{{ports[i], tops[from.layer] + from.h}, {ports[i], bottoms[from.layer]}, {label.x, l.Y}}
		l.Below = []Point{{label.x, l.Y + l.H}, {label.x, bottoms[label.layer]}}
		for _, at := range chain[2 : len(chain)-1] {
			c := &dr.cells[at]
			l.Below = append(l.Below, Point{c.x, tops[c.layer]}, Point{c.x, bottoms[c.layer]})
		}
		l.Below = append(l.Below, Point{to.x, tops[to.layer]})
		l.Above, l.Below = straighten(l.Above), straighten(l.Below)
		pic.Lines = append(pic.Lines, l)
	}
}

// down gives each layer its top and bottom. Where lines go far aside, layers stand further apart.
func (dr *drawer) down() (tops, bottoms []int) {
	y := margin
	for _, layer := range dr.layers {
		height, far := 0, 0
		for _, at := range layer {
			c := &dr.cells[at]
			height = max(height, c.h)
			for _, l := range c.out {
				far = max(far, c.x-dr.cells[l.to].x, dr.cells[l.to].x-c.x)
			}
		}
		tops, bottoms = append(tops, y), append(bottoms, y+height)
		y += height + min(max(leastGap, far/6), mostGap)
	}
	return tops, bottoms
}

// ports places the beginnings of a box's lines along its lower edge, in the order of their labels: above the label
// where it lies below the box, so that the line goes straight down, otherwise towards it, and apart from one another.
func (dr *drawer) ports() []int {
	out := make([]int, len(dr.chains))
	byBox := map[int][]int{}
	for i, chain := range dr.chains {
		byBox[chain[0]] = append(byBox[chain[0]], i)
	}
	for from, lines := range byBox {
		label := func(i int) *cell { return &dr.cells[dr.chains[lines[i]][1]] }
		sort.Slice(lines, func(i, j int) bool { return label(i).place < label(j).place })
		c := &dr.cells[from]
		left, right := c.x-c.w/2+boxPadX, c.x+c.w/2-boxPadX
		gap := min(portGap, (right-left)/max(1, len(lines)-1))
		for k, i := range lines {
			out[i] = max(left+k*gap, label(k).x)
			if k > 0 {
				out[i] = max(out[i], out[lines[k-1]]+gap)
			}
		}
		for k := len(lines) - 1; k >= 0; k-- {
			out[lines[k]] = min(out[lines[k]], right-(len(lines)-1-k)*gap)
			if k < len(lines)-1 {
				out[lines[k]] = min(out[lines[k]], out[lines[k+1]]-gap)
			}
		}
	}
	return out
}

// unbend moves the cells in which a line passes, and no other, so that the line goes straight down as far as its
// neighbours let it, then bends once towards where it leads, and so on.
func (dr *drawer) unbend() {
	for _, chain := range dr.chains {
		passing := chain[2 : len(chain)-1]
		want := dr.cells[chain[1]].x
		for first := 0; first < len(passing); {
			least, most := dr.room(passing[first])
			last := first + 1
			for ; last < len(passing); last++ {
				l, m := dr.room(passing[last])
				if max(l, least) > min(m, most) {
					break
				}
				least, most = max(l, least), min(m, most)
			}
			for _, at := range passing[first:last] {
				dr.cells[at].x = min(max(want, least), most)
			}
			first, want = last, dr.cells[chain[len(chain)-1]].x
		}
	}
}

// room is how far a cell may move without touching its neighbours in the layer.
func (dr *drawer) room(at int) (least, most int) {
	c := &dr.cells[at]
	layer := dr.layers[c.layer]
	least, most = -1<<40, 1<<40
	if c.place > 0 {
		left := layer[c.place-1]
		least = dr.cells[left].x + dr.distance(left, at)
	}
	if c.place < len(layer)-1 {
		right := layer[c.place+1]
		most = dr.cells[right].x - dr.distance(at, right)
	}
	return min(least, c.x), max(most, c.x) // rounding leaves it where it is
}

// straighten drops the points in the middle of a straight way down.
func straighten(points []Point) []Point {
	out := points[:1]
	for i := 1; i < len(points); i++ {
		last := len(out) - 1
		switch {
		case points[i] == out[last]:
		case last > 0 && out[last-1].X == out[last].X && out[last].X == points[i].X:
			out[last] = points[i]
		default:
			out = append(out, points[i])
		}
	}
	return out
}
