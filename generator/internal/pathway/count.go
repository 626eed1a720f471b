package pathway

import (
	"math/big"
	"sort"
)

// Shares says how the complete situations that can exist are divided.
type Shares struct {
	// Situations is how many there are, questions that only choose wording left aside.
	Situations *big.Int
	// Routes holds, per route and [Status], how many of them.
	Routes [][4]*big.Int
	// Fallback is how many leave nothing that applies or is possible.
	Fallback *big.Int
	// Largest are the largest cases of those, each a partial situation, with its share of all situations; nil where
	// the routes together have too large a diagram.
	Largest []Case
}

// Case is a partial situation and the share, between 0 and 1, of all situations that it covers when every option
// is as likely as the others.
type Case struct {
	Situation Situation
	Share     float64
}

// Shares counts exactly. The second result is false when counting would take too many steps.
func (d *Diagram) Shares() (out *Shares, ok bool) {
	ok = d.space.within(DefaultLimit, func() { out = d.shares() })
	return out, ok
}

func (d *Diagram) shares() *Shares {
	c := newCounter(d)
	out := &Shares{Situations: c.situations(terminal(1))[1]}
	for _, r := range d.raw {
		out.Routes = append(out.Routes, *c.situations(r))
	}
	var none ref
	if d.space.within(unionLimit, func() { none = d.nothing() }) {
		out.Fallback = c.situations(none)[1]
		out.Largest = d.largestCases(none, 3)
	} else {
		out.Fallback = d.fallbackByGroups(c, out.Situations).Num()
	}
	return out
}

// fallbackByGroups is the number of situations, of so many, in which no route applies and none is possible. Groups
// that share no question are independent: the shares of situations in which one has nothing multiply.
func (d *Diagram) fallbackByGroups(c *counter, situations *big.Int) *big.Rat {
	out := new(big.Rat).SetInt(situations)
	for _, g := range d.clusters() {
		if out.Sign() > 0 {
			out.Mul(out, new(big.Rat).SetFrac(c.situations(d.nothingAmong(g.routes))[1], situations))
		}
	}
	return out
}

// valid is 1 where exactly the questions that are asked have an option and the situation can exist. A question
// that only chooses wording is left out by keeping it not asked.
func (d *Diagram) valid() ref {
	sp := d.space
	valid := sp.is(d.void, 0)
	for i := len(d.askIf) - 1; i >= 0; i-- {
		q := d.Rules.Questions[i]
		want := d.askIf[i]
		if q.WordsOnly {
			want = terminal(0)
		}
		asked := Asked{q}
		same := sp.ite(want, asked.build(sp), Not{asked}.build(sp))
		valid = sp.combine(opAnd, valid, same)
	}
	return valid
}

// nothing is 1 where no route applies and none is possible, among the situations that can exist.
func (d *Diagram) nothing() ref { return d.nothingAmong(d.Rules.Routes) }

func (d *Diagram) nothingAmong(routes []*Route) ref {
	none := d.space.is(d.void, 0)
	for _, r := range routes {
		none = d.space.combine(opAnd, none, d.space.in(d.routes[r.Index], unavailable))
	}
	return none
}

// counter counts the situations that can exist, as ways through diagrams of one store.
type counter struct {
	sp    *space
	valid ref
	// below holds, per node, the ways to each status over the levels from its own down.
	below map[ref]*[otherValue]*big.Int
	gaps  map[[2]int]*big.Int
}

func newCounter(d *Diagram) *counter {
	return &counter{sp: d.space, valid: d.valid(), below: map[ref]*[otherValue]*big.Int{}, gaps: map[[2]int]*big.Int{}}
}

// situations is how many complete situations r sends to each terminal.
func (c *counter) situations(r ref) *[otherValue]*big.Int {
	var out [otherValue]*big.Int
	r = c.sp.combine(opWhere, c.valid, r)
	for s, n := range c.from(r) {
		out[s] = new(big.Int).Mul(n, c.gap(0, c.sp.levelOf(r)))
	}
	return &out
}

func (c *counter) from(r ref) *[otherValue]*big.Int {
	if n := c.below[r]; n != nil {
		return n
	}
	n := &[otherValue]*big.Int{new(big.Int), new(big.Int), new(big.Int), new(big.Int)}
	c.below[r] = n
	if r.isTerminal() {
		if r.value() < otherValue {
			n[r.value()].SetInt64(1)
		}
		return n
	}
	level := c.sp.levelOf(r)
	var product big.Int
	for _, k := range c.sp.branches(r) {
		if k == terminal(otherValue) {
			continue
		}
		below, to := c.from(k), c.sp.levelOf(k)
		for s := range n {
			switch {
			case below[s].Sign() == 0:
			case to == level+1:
				n[s].Add(n[s], below[s])
			default:
				n[s].Add(n[s], product.Mul(below[s], c.gap(level+1, to)))
			}
		}
	}
	return n
}

// gap is the number of ways over levels that are not tested.
func (c *counter) gap(from, to int) *big.Int {
	n := c.gaps[[2]int{from, to}]
	if n == nil {
		n = big.NewInt(1)
		for l := from; l < to; l++ {
			n.Mul(n, big.NewInt(int64(c.sp.options[l]+1)))
		}
		c.gaps[[2]int{from, to}] = n
	}
	return n
}

// maxCases bounds how many ways of a diagram are looked at to find the largest.
const maxCases = 20_000

// largestCases returns the n ways to the terminal 1 of a settled diagram that cover most.
func (d *Diagram) largestCases(r ref, n int) []Case {
	var all []Case
	s := d.Rules.NewSituation()
	var follow func(r ref, share float64)
	follow = func(r ref, share float64) {
		if r == terminal(0) || len(all) == maxCases {
			return
		}
		if r.isTerminal() {
			all = append(all, Case{append(Situation(nil), s...), share})
			return
		}
		level := d.space.levelOf(r)
		for i := range d.space.options[level] {
			s[level] = i
			follow(d.space.kid(r, level, i), share/float64(d.space.options[level]))
		}
		s[level] = Unanswered
	}
	follow(r, 1)
	sort.SliceStable(all, func(i, j int) bool { return all[i].Share > all[j].Share })
	return all[:min(n, len(all))]
}
