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
	// Largest are the largest cases of those, each a partial situation, with its share of all situations.
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
	sp := d.space
	limit := sp.limit
	sp.limit = sp.steps + DefaultLimit
	defer func() {
		sp.limit = limit
		if r := recover(); r != nil {
			if _, large := r.(tooManySteps); !large {
				panic(r)
			}
			out, ok = nil, false
		}
	}()
	valid := d.valid()
	count := func(r ref) *big.Int { return sp.count(sp.combine(opAnd, valid, r)) }
	out = &Shares{Situations: count(terminal(1))}
	for _, r := range d.raw {
		var row [4]*big.Int
		for s := range row {
			row[s] = count(sp.is(r, s))
		}
		out.Routes = append(out.Routes, row)
	}
	none := d.nothing()
	out.Fallback = count(none)
	out.Largest = d.largestCases(none, 3)
	return out, true
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
func (d *Diagram) nothing() ref {
	sp := d.space
	none := sp.is(d.void, 0)
	for _, r := range d.routes {
		none = sp.combine(opAnd, none, sp.combine(opOr, sp.is(r, int(Hidden)), sp.is(r, int(Excluded))))
	}
	return none
}

// count is the number of ways to the terminal 1, "not asked" counting as a way.
func (sp *space) count(r ref) *big.Int {
	memo := map[ref]*big.Int{}
	var below func(r ref) *big.Int // over the levels from levelOf(r) down
	gap := func(from, to int) *big.Int {
		n := big.NewInt(1)
		for l := from; l < to; l++ {
			n.Mul(n, big.NewInt(int64(sp.options[l]+1)))
		}
		return n
	}
	below = func(r ref) *big.Int {
		if r.isTerminal() {
			return big.NewInt(int64(r.value()))
		}
		if n, ok := memo[r]; ok {
			return n
		}
		level := sp.levelOf(r)
		n := new(big.Int)
		for _, k := range sp.kids[r] {
			n.Add(n, new(big.Int).Mul(below(k), gap(level+1, sp.levelOf(k))))
		}
		memo[r] = n
		return n
	}
	return new(big.Int).Mul(below(r), gap(0, sp.levelOf(r)))
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
			follow(d.space.kids[r][i], share/float64(d.space.options[level]))
		}
		s[level] = Unanswered
	}
	follow(r, 1)
	sort.SliceStable(all, func(i, j int) bool { return all[i].Share > all[j].Share })
	return all[:min(n, len(all))]
}
