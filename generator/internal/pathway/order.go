package pathway

import (
	"fmt"
	"math"
	"slices"
	"sort"
)

// Order is an order in which the questions could be asked, and what it costs.
type Order struct {
	// Questions are the questions that decide, in the order asked.
	Questions []*Question
	// Expected is the mean number of questions of a visit without "I do not know", every option of a question
	// being as likely as the others.
	Expected float64
}

// Orders is the present order and the best one found.
type Orders struct {
	Present, Best Order
	// Proved reports that no order within the constraints costs less than Best.
	Proved bool
}

// A question is asked on a way through the tree exactly where the result still depends on it, given the answers to
// the questions before it. How likely that is depends on which questions are before it, not on their order. So the
// cost of an order is a sum over its questions of a cost that depends on a set, and the best order is a shortest way
// through the sets of questions that may come first, from none to all (Friedman and Supowit's dynamic program for
// decision diagrams, with expected length in place of size).
//
// The constraints: a question stands below those its ask-if names; a condition may only look up.

// orderLimit bounds the sets of the exact search; beyond it the order is improved by moving one question at a time,
// and nothing is claimed.
const orderLimit = 20_000

// FindOrder looks for the order with the fewest expected questions. The second result is false when the joint
// diagram, on which it rests, is too large.
func (d *Diagram) FindOrder() (Orders, bool) {
	j, ok := d.Joint()
	if !ok {
		return Orders{}, false
	}
	o := newOrderer(d, j)
	present := o.present()
	out := Orders{Present: o.order(present)}
	if best, ok := o.exact(orderLimit); ok {
		out.Best, out.Proved = o.order(best), true
		if out.Best.Expected > out.Present.Expected-1e-9 {
			out.Best = out.Present
		}
		return out, true
	}
	out.Best = o.order(o.improve(present))
	return out, true
}

// orderer costs orders of the questions that the joint diagram tests.
type orderer struct {
	d     *Diagram
	store *view // nodes of the joint diagram and its restrictions, equal ones once
	root  Ref
	// items are the questions to be ordered, by index in the rules; above holds, per item, the items that must
	// come before it, as a bit set.
	items []int
	above []uint64
	place map[int]int // question → item

	memo map[[3]int]Ref
	deps map[Ref]uint64
}

// weighted is what is left of the diagram after some answers, and how likely they are.
type weighted struct {
	ref    Ref
	weight float64
}

func newOrderer(d *Diagram, j *Joint) *orderer {
	o := &orderer{d: d, store: d.view(nil), place: map[int]int{}, memo: map[[3]int]Ref{}, deps: map[Ref]uint64{}}
	used := map[int]bool{}
	refs := make([]Ref, len(j.Nodes))
	at := func(r Ref) Ref {
		if r.IsTerminal() {
			return r
		}
		return refs[r]
	}
	for i, n := range j.Nodes {
		used[n.Question] = true
		branches := make([]Ref, len(n.Branches))
		for b, r := range n.Branches {
			branches[b] = at(r)
		}
		refs[i] = o.store.node(n.Question, branches)
	}
	o.root = at(j.Root)
	for i := range d.Rules.Questions {
		if used[i] {
			o.place[i] = len(o.items)
			o.items = append(o.items, i)
		}
	}
	for _, q := range o.items {
		var bits uint64
		if askIf := d.Rules.Questions[q].AskIf; askIf != nil {
			askIf.visit(func(p *Question) {
				if k, ok := o.place[p.Index]; ok {
					bits |= 1 << k
				}
			})
		}
		o.above = append(o.above, bits)
	}
	return o
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
		out.Questions = append(out.Questions, o.d.Rules.Questions[o.items[k]])
	}
	return out
}

// cost is the expected number of questions of an order.
func (o *orderer) cost(items []int) float64 {
	total := 0.0
	state := []weighted{{o.root, 1}}
	for _, k := range items {
		total += o.likely(state, k)
		state = o.answer(state, k)
	}
	return total
}

// likely is how likely it is that the item is asked in a state.
func (o *orderer) likely(state []weighted, item int) float64 {
	p := 0.0
	for _, w := range state {
		if o.tests(w.ref)&(1<<item) != 0 {
			p += w.weight
		}
	}
	return p
}

// tests is the set of items that a diagram depends on.
func (o *orderer) tests(r Ref) uint64 {
	if r.IsTerminal() {
		return 0
	}
	if bits, ok := o.deps[r]; ok {
		return bits
	}
	n := o.store.nodes[r]
	bits := uint64(1) << o.place[n.Question]
	for _, b := range n.Branches {
		bits |= o.tests(b)
	}
	o.deps[r] = bits
	return bits
}

// answer is the state after the item is answered, equal remainders together, in a fixed order.
func (o *orderer) answer(state []weighted, item int) []weighted {
	sum := map[Ref]float64{}
	options := len(o.d.Rules.Questions[o.items[item]].Options)
	for _, w := range state {
		if o.tests(w.ref)&(1<<item) == 0 {
			sum[w.ref] += w.weight
			continue
		}
		for option := range options {
			sum[o.restrict(w.ref, item, option)] += w.weight / float64(options)
		}
	}
	out := make([]weighted, 0, len(sum))
	for r, w := range sum {
		out = append(out, weighted{r, w})
	}
	sort.Slice(out, func(i, j int) bool { return out[i].ref < out[j].ref })
	return out
}

// restrict is a diagram in which an item has its answer.
func (o *orderer) restrict(r Ref, item, option int) Ref {
	if o.tests(r)&(1<<item) == 0 {
		return r
	}
	key := [3]int{int(r), item, option}
	if out, ok := o.memo[key]; ok {
		return out
	}
	n := o.store.nodes[r]
	var out Ref
	if o.place[n.Question] == item {
		out = n.Branches[option]
	} else {
		branches := make([]Ref, len(n.Branches))
		for i, b := range n.Branches {
			branches[i] = o.restrict(b, item, option)
		}
		out = o.store.node(n.Question, branches)
	}
	o.memo[key] = out
	return out
}

// exact finds a cheapest order by going through the sets of items that may come first, smallest first. It gives up
// when there are more of them than limit.
func (o *orderer) exact(limit int) ([]int, bool) {
	n := len(o.items)
	if n > 63 {
		return nil, false
	}
	type entry struct {
		cost  float64
		last  int
		state []weighted
	}
	layer := map[uint64]*entry{0: {state: []weighted{{o.root, 1}}, last: -1}}
	all := map[uint64]*entry{}
	for range n {
		next := map[uint64]*entry{}
		for _, set := range sortedSets(layer) {
			e := layer[set]
			for k := range n {
				if set&(1<<k) != 0 || o.above[k]&^set != 0 {
					continue
				}
				to := set | 1<<k
				cost := e.cost + o.likely(e.state, k)
				old := next[to]
				if old == nil {
					if len(all)+len(next) >= limit {
						return nil, false
					}
					old = &entry{cost: math.Inf(1), state: o.answer(e.state, k)}
					next[to] = old
				}
				if cost < old.cost-1e-12 {
					old.cost, old.last = cost, k
				}
			}
		}
		for set, e := range layer {
			e.state = nil
			all[set] = e
		}
		layer = next
	}
	full := uint64(1)<<n - 1
	for set, e := range layer {
		all[set] = e
	}
	out := make([]int, 0, n)
	for set := full; set != 0; {
		k := all[set].last
		out = append(out, k)
		set &^= 1 << k
	}
	slices.Reverse(out)
	return out, true
}

func sortedSets[V any](m map[uint64]V) []uint64 {
	out := make([]uint64, 0, len(m))
	for s := range m {
		out = append(out, s)
	}
	slices.Sort(out)
	return out
}

// improve moves one question at a time to where it costs least, until no move helps.
func (o *orderer) improve(items []int) []int {
	best, cost := slices.Clone(items), o.cost(items)
	for changed := true; changed; {
		changed = false
		for from := range best {
			for to := range best {
				moved := slices.Insert(slices.Delete(slices.Clone(best), from, from+1), to, best[from])
				if from == to || !o.allowed(moved) {
					continue
				}
				if c := o.cost(moved); c < cost-1e-9 {
					best, cost, changed = moved, c, true
				}
			}
		}
	}
	return best
}

func (o *orderer) allowed(items []int) bool {
	var set uint64
	for _, k := range items {
		if o.above[k]&^set != 0 {
			return false
		}
		set |= 1 << k
	}
	return true
}

// String writes the ids of the questions and the cost.
func (o Order) String() string {
	text := ""
	for i, q := range o.Questions {
		if i > 0 {
			text += ", "
		}
		text += q.ID
	}
	return fmt.Sprintf("%.3f questions expected: %s", o.Expected, text)
}
