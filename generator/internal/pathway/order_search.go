package pathway

import (
	"iter"
	"slices"
)

// allowed reports whether the item may come next after a set of items, the last of which is last, or -1: those it
// stands below are there, and the topic of the last one is not left in the middle.
func (o *orderer) allowed(set itemSet, last, item int) bool {
	if set.has(item) || !o.above[item].within(set) {
		return false
	}
	return last < 0 || o.block[last] == o.block[item] || o.blocks[o.block[last]].within(set)
}

// way is the cheapest way found to a set of items.
type way struct {
	cost float64
	// crossings counts the pairs of items that the way turns round: of two ways that cost the same, the one that
	// changes less is taken.
	crossings int
	// last is the item that came last. Where the set holds a topic in part, every way to it ends in that topic.
	last  int
	state []remainder
}

// exact finds a cheapest order by going through the sets of items that may come first, smallest first. It gives up
// when that takes more steps than limit.
func (o *orderer) exact(limit int) ([]int, bool) {
	limit += o.steps
	layer := map[itemSet]*way{{}: {last: -1, state: o.start()}}
	last := map[itemSet]int{}
	for range o.items {
		next := map[itemSet]*way{}
		for _, set := range sortedSets(layer) {
			w := layer[set]
			for k := range o.items {
				if o.steps > limit {
					return nil, false
				}
				if !o.allowed(set, w.last, k) {
					continue
				}
				o.steps++
				to, cost, crossings := set.with(k), w.cost+o.likely(w.state, k), w.crossings+o.crossed(set, k)
				old := next[to]
				switch {
				case old == nil:
					next[to] = &way{cost, crossings, k, o.answer(w.state, k)}
				case cost < old.cost-tolerance/1000, cost < old.cost+tolerance/1000 && crossings < old.crossings:
					old.cost, old.crossings, old.last = cost, crossings, k
				}
			}
		}
		for set, w := range next {
			last[set] = w.last
		}
		layer = next
	}
	return o.trace(last), true
}

// crossed counts the items that stand above the item in the file and are not in the set.
func (o *orderer) crossed(set itemSet, item int) int {
	n := item
	for k := range item {
		if set.has(k) {
			n--
		}
	}
	return n
}

// trace is the order that leads to all items, given what came last in each set.
func (o *orderer) trace(last map[itemSet]int) []int {
	var set itemSet
	for k := range o.items {
		set = set.with(k)
	}
	out := make([]int, len(o.items))
	for i := len(out) - 1; i >= 0; i-- {
		k := last[set]
		out[i] = k
		set[k/64] &^= 1 << (k % 64)
	}
	return out
}

func sortedSets[V any](m map[itemSet]V) []itemSet {
	out := make([]itemSet, 0, len(m))
	for s := range m {
		out = append(out, s)
	}
	slices.SortFunc(out, itemSet.compare)
	return out
}

// improve moves one topic, or one question within its topic, to where it costs less, until no such move helps or
// limit steps are taken. The result never costs more than the order it is given.
func (o *orderer) improve(items []int, limit int) []int {
	limit += o.steps
	rows, cost := o.rows(items), o.cost(items)
	changed := true
	try := func(moved [][]int) {
		order := slices.Concat(moved...)
		if o.steps > limit || !o.permitted(order) {
			return
		}
		if c := o.cost(order); c < cost-tolerance {
			rows, cost, changed = moved, c, true
		}
	}
	for changed && o.steps <= limit {
		changed = false
		for from, to := range pairs(len(rows)) {
			try(shifted(rows, from, to))
		}
		for r := range rows {
			for from, to := range pairs(len(rows[r])) {
				other := slices.Clone(rows)
				other[r] = shifted(rows[r], from, to)
				try(other)
			}
		}
	}
	return slices.Concat(rows...)
}

// rows are the items of an order by topic.
func (o *orderer) rows(items []int) [][]int {
	var rows [][]int
	for i, k := range items {
		if i == 0 || o.block[items[i-1]] != o.block[k] {
			rows = append(rows, nil)
		}
		rows[len(rows)-1] = append(rows[len(rows)-1], k)
	}
	return rows
}

// pairs goes through the pairs of different numbers from 0 to n-1.
func pairs(n int) iter.Seq2[int, int] {
	return func(yield func(int, int) bool) {
		for i := range n {
			for k := range n {
				if i != k && !yield(i, k) {
					return
				}
			}
		}
	}
}

// shifted is a copy of the list in which one element has another place.
func shifted[E any](list []E, from, to int) []E {
	return slices.Insert(slices.Delete(slices.Clone(list), from, from+1), to, list[from])
}

// permitted reports whether an order keeps the constraints.
func (o *orderer) permitted(items []int) bool {
	var set itemSet
	last := -1
	for _, k := range items {
		o.steps++
		if !o.allowed(set, last, k) {
			return false
		}
		set, last = set.with(k), k
	}
	return true
}
