package pathway

import (
	"encoding/binary"
	"slices"
)

// tolerance is the difference between two costs that is taken for none: they are sums of at most some thousand
// floating-point numbers from 0 to 1.
const tolerance = 1e-9

// itemWords is how many words an itemSet needs for the most questions that rules may have.
const itemWords = (maxQuestions + 63) / 64

// itemSet is a set of questions, by their item numbers.
type itemSet [itemWords]uint64

func (s itemSet) has(item int) bool { return s[item/64]&(1<<(item%64)) != 0 }

func (s itemSet) with(item int) itemSet {
	s[item/64] |= 1 << (item % 64)
	return s
}

func (s itemSet) union(t itemSet) itemSet {
	for i := range s {
		s[i] |= t[i]
	}
	return s
}

// within reports whether t has all that s has.
func (s itemSet) within(t itemSet) bool {
	for i := range s {
		if s[i]&^t[i] != 0 {
			return false
		}
	}
	return true
}

// compare orders sets, so that they can be gone through in a fixed order.
func (s itemSet) compare(t itemSet) int { return slices.Compare(s[:], t[:]) }

// orderer costs orders of the questions that the joint diagram tests.
type orderer struct {
	rs *Ruleset
	// items are the questions to be ordered, by index in the rules, in file order.
	items []int
	place map[int]int // question → item
	// blocks are the topics, as sets of items, in file order; block is, per item, the one it belongs to; above
	// holds, per item, the items that must come before it.
	blocks []itemSet
	block  []int
	above  []itemSet

	// nodes are those of the joint diagram and of its restrictions, equal ones once; deps holds, per node, the items
	// it depends on.
	nodes []Node
	deps  []itemSet
	index map[string]Ref
	memo  map[restriction]Ref
	root  Ref
	// steps counts what has been done, for the limits.
	steps int
}

type restriction struct {
	ref          Ref
	item, option int32
}

// remainder is what is left of the diagram after some answers, and how likely they are.
type remainder struct {
	ref    Ref
	weight float64
}

func newOrderer(rs *Ruleset, j *Joint) *orderer {
	o := &orderer{rs: rs, place: map[int]int{}, index: map[string]Ref{}, memo: map[restriction]Ref{}}
	for i, asked := range rs.askedIn(j) {
		if asked {
			o.place[i] = len(o.items)
			o.items = append(o.items, i)
		}
	}
	refs := make([]Ref, len(j.Nodes))
	at := func(r Ref) Ref {
		if r.IsTerminal() {
			return r
		}
		return refs[r]
	}
	for i, n := range j.Nodes {
		branches := make([]Ref, len(n.Branches))
		for b, r := range n.Branches {
			branches[b] = at(r)
		}
		refs[i] = o.node(n.Question, branches)
	}
	o.root = at(j.Root)
	o.constrain()
	return o
}

// constrain fills blocks and above. Questions that are not ordered count where they stand between others: what an
// ask-if names through them, and the topics that they belong to.
func (o *orderer) constrain() {
	var (
		blockOf    = make([]int, len(o.rs.Questions))     // question → block
		blocks     []itemSet                              // items, per block
		blockAbove []itemSet                              // items of the blocks above, per block
		inAbove    = make([]itemSet, len(o.rs.Questions)) // items above within the block, per question
	)
	for i, q := range o.rs.Questions {
		if i == 0 || q.Topic == nil || q.Topic != o.rs.Questions[i-1].Topic {
			blocks, blockAbove = append(blocks, itemSet{}), append(blockAbove, itemSet{})
		}
		b := len(blocks) - 1
		blockOf[i] = b
		if k, ok := o.place[i]; ok {
			blocks[b] = blocks[b].with(k)
		}
		if q.AskIf == nil {
			continue
		}
		q.AskIf.visit(func(p *Question) {
			if other := blockOf[p.Index]; other != b {
				blockAbove[b] = blockAbove[b].union(blockAbove[other]).union(blocks[other])
				return
			}
			inAbove[i] = inAbove[i].union(inAbove[p.Index])
			if k, ok := o.place[p.Index]; ok {
				inAbove[i] = inAbove[i].with(k)
			}
		})
	}
	o.blocks = blocks
	for _, i := range o.items {
		o.block = append(o.block, blockOf[i])
		o.above = append(o.above, blockAbove[blockOf[i]].union(inAbove[i]))
	}
}

// node returns the node with these branches, or the branch where all are one.
func (o *orderer) node(question int, branches []Ref) Ref {
	if !slices.ContainsFunc(branches, func(b Ref) bool { return b != branches[0] }) {
		return branches[0]
	}
	key := binary.AppendVarint(nil, int64(question))
	deps := itemSet{}.with(o.place[question])
	for _, b := range branches {
		key = binary.AppendVarint(key, int64(b))
		deps = deps.union(o.tests(b))
	}
	if out, ok := o.index[string(key)]; ok {
		return out
	}
	out := Ref(len(o.nodes))
	o.nodes = append(o.nodes, Node{Question: question, Branches: branches})
	o.deps = append(o.deps, deps)
	o.index[string(key)] = out
	return out
}

// tests is the set of items that a diagram depends on.
func (o *orderer) tests(r Ref) itemSet {
	if r.IsTerminal() {
		return itemSet{}
	}
	return o.deps[r]
}

// restrict is a diagram in which an item has its answer.
func (o *orderer) restrict(r Ref, item, option int) Ref {
	if r.IsTerminal() || !o.deps[r].has(item) {
		return r
	}
	key := restriction{r, int32(item), int32(option)}
	if out, ok := o.memo[key]; ok {
		return out
	}
	o.steps++
	n := o.nodes[r]
	var out Ref
	if o.place[n.Question] == item {
		out = n.Branches[option]
	} else {
		branches := make([]Ref, len(n.Branches))
		for i, b := range n.Branches {
			branches[i] = o.restrict(b, item, option)
		}
		out = o.node(n.Question, branches)
	}
	o.memo[key] = out
	return out
}

// present is the order of the file, as items.
func (o *orderer) present() []int {
	out := make([]int, len(o.items))
	for i := range out {
		out[i] = i
	}
	return out
}

func (o *orderer) order(items []int) Order {
	out := Order{Expected: o.cost(items)}
	for _, k := range items {
		out.Questions = append(out.Questions, o.rs.Questions[o.items[k]])
	}
	return out
}

// start is the state in which nothing is answered.
func (o *orderer) start() []remainder { return []remainder{{o.root, 1}} }

// cost is the expected number of questions of an order.
func (o *orderer) cost(items []int) float64 {
	total, state := 0.0, o.start()
	for _, k := range items {
		total += o.likely(state, k)
		state = o.answer(state, k)
	}
	return total
}

// likely is how likely it is that the item is asked in a state.
func (o *orderer) likely(state []remainder, item int) float64 {
	p := 0.0
	for _, r := range state {
		if o.tests(r.ref).has(item) {
			p += r.weight
		}
	}
	return p
}

// answer is the state after the item is answered: equal remainders together, in a fixed order, without what is
// decided.
func (o *orderer) answer(state []remainder, item int) []remainder {
	sum := make(map[Ref]float64, len(state))
	q := o.rs.Questions[o.items[item]]
	o.steps += len(state)
	for _, r := range state {
		if !o.tests(r.ref).has(item) {
			sum[r.ref] += r.weight
			continue
		}
		for option := range q.Options {
			if after := o.restrict(r.ref, item, option); !after.IsTerminal() {
				sum[after] += r.weight * q.likelihood(option)
			}
		}
	}
	out := make([]remainder, 0, len(sum))
	for r, w := range sum {
		out = append(out, remainder{r, w})
	}
	slices.SortFunc(out, func(a, b remainder) int { return int(a.ref) - int(b.ref) })
	return out
}
