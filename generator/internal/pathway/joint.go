package pathway

// Joint is routes in one reduced diagram: the tree that is followed by links. Each terminal is a row.
type Joint struct {
	// Routes are all routes without the fallback, or those of a group (see [Diagram.Trees]), in file order.
	Routes []*Route
	// Nodes stand before the nodes that lead to them; the root is last.
	Nodes []Node
	Root  Ref // a terminal ^i leads to Rows[i]
	Rows  []Row
}

// Row is what a complete situation leads to.
type Row struct {
	// Status holds one entry per route of the diagram; nil for situations that cannot exist.
	Status []Status
	// Fallback reports that none of these routes applies and none is possible.
	Fallback bool
	// Contradiction is the index in Ruleset.Impossible of why such situations cannot exist, or -1.
	Contradiction int
}

// jointLimit is how many further steps a joint diagram may take. Its size is that of pages people may print.
const jointLimit = 400_000

// Joint joins all routes. The second result is false when the joint diagram would be too large to be of use.
func (d *Diagram) Joint() (j *Joint, ok bool) { return d.join(d.whole(), jointLimit) }

// join joins the routes of a cluster within so many steps.
func (d *Diagram) join(c cluster, limit int) (j *Joint, ok bool) {
	sp := d.space
	// Each joint diagram has rows of its own: what others made of them is not for it.
	shared := sp.memo
	defer func() { sp.memo = shared }()
	sp.memo, sp.vectors = memo{}, newVectors()
	ok = sp.within(limit, func() {
		root := terminal(0)
		for _, r := range c.routes {
			root = sp.combine(opAppend, root, d.routes[r.Index])
		}
		for i := len(c.impossible) - 1; i >= 0; i-- {
			im := c.impossible[i]
			root = sp.ite(im.here, terminal(sp.vectors.append(0, voidBase+im.index)), root)
		}
		j = &Joint{Routes: c.routes}
		j.Root = j.export(sp, root, map[ref]Ref{}, map[int]Ref{})
	})
	return j, ok
}

func (j *Joint) export(sp *space, r ref, index map[ref]Ref, rows map[int]Ref) Ref {
	if r.isTerminal() {
		out, ok := rows[r.value()]
		if !ok {
			out = ^Ref(len(j.Rows))
			j.Rows = append(j.Rows, newRow(sp.vectors.values(r.value())))
			rows[r.value()] = out
		}
		return out
	}
	if out, ok := index[r]; ok {
		return out
	}
	level := sp.levelOf(r)
	n := Node{Question: level, Branches: make([]Ref, sp.options[level])}
	for i := range n.Branches {
		n.Branches[i] = j.export(sp, sp.kid(r, level, i), index, rows)
	}
	out := Ref(len(j.Nodes))
	j.Nodes = append(j.Nodes, n)
	index[r] = out
	return out
}

func newRow(values []int) Row {
	row := Row{Contradiction: -1, Fallback: true}
	for _, v := range values {
		if v >= voidBase {
			return Row{Contradiction: v - voidBase}
		}
		if Status(v) >= Possible {
			row.Fallback = false
		}
		row.Status = append(row.Status, Status(v))
	}
	return row
}

// Longest is the largest number of questions on a way through the tree.
func (j *Joint) Longest() int {
	most := make([]int, len(j.Nodes))
	at := func(r Ref) int {
		if r.IsTerminal() {
			return 0
		}
		return most[r]
	}
	for i, n := range j.Nodes {
		for _, b := range n.Branches {
			most[i] = max(most[i], at(b)+1)
		}
	}
	return at(j.Root)
}

// Expected is the mean number of questions where every option is as likely as the others.
func (j *Joint) Expected() float64 {
	mean := make([]float64, len(j.Nodes))
	at := func(r Ref) float64 {
		if r.IsTerminal() {
			return 0
		}
		return mean[r]
	}
	for i, n := range j.Nodes {
		for _, b := range n.Branches {
			mean[i] += at(b)
		}
		mean[i] = 1 + mean[i]/float64(len(n.Branches))
	}
	return at(j.Root)
}
