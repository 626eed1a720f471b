package pathway

// Joint is all routes in one reduced diagram: the tree that is followed by links. Each terminal is a row.
type Joint struct {
	// Nodes stand before the nodes that lead to them; the root is last.
	Nodes []Node
	Root  Ref // a terminal ^i leads to Rows[i]
	Rows  []Row
}

// Row is what a complete situation leads to.
type Row struct {
	// Status holds one entry per route, without the fallback; nil for situations that cannot exist.
	Status []Status
	// Fallback reports that no route applies and none is possible.
	Fallback bool
	// Contradiction is the index in Ruleset.Impossible of why such situations cannot exist, or -1.
	Contradiction int
}

// jointLimit is how many further steps the joint diagram may take. Its size is that of a page people may print.
const jointLimit = 400_000

// Joint joins the routes. The second result is false when the joint diagram would be too large to be of use.
func (d *Diagram) Joint() (j *Joint, ok bool) {
	sp := d.space
	limit := sp.limit
	sp.limit = sp.steps + jointLimit
	defer func() {
		sp.limit = limit
		if r := recover(); r != nil {
			if _, large := r.(tooManySteps); !large {
				panic(r)
			}
			j, ok = nil, false
		}
	}()
	// Rows of an earlier call would keep their numbers: the same call gives the same answer.
	sp.vectors = newVectors()
	for k := range sp.memo {
		if k.op == opAppend {
			delete(sp.memo, k)
		}
	}
	root := terminal(0)
	for _, r := range d.routes {
		root = sp.combine(opAppend, root, r)
	}
	for i := range d.Rules.Impossible {
		root = sp.ite(sp.is(d.void, 1+i), terminal(sp.vectors.append(0, voidBase+i)), root)
	}
	j = &Joint{}
	j.Root = j.export(sp, root, map[ref]Ref{}, map[int]Ref{})
	return j, true
}

func (j *Joint) export(sp *space, r ref, index map[ref]Ref, rows map[int]Ref) Ref {
	if r.isTerminal() {
		out, ok := rows[r.value()]
		if !ok {
			out = ^Ref(len(j.Rows))
			j.Rows = append(j.Rows, newRow(sp.vectors.rows[r.value()]))
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
		n.Branches[i] = j.export(sp, sp.kids[r][i], index, rows)
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
