package pathway

import (
	"math/big"
	"slices"
)

// merged is a store over the questions of two rule sets.
type merged struct {
	sp        *space
	questions []string
	options   [][]string
	level     map[string]int
	routes    []string // ids of either side, without fallbacks
	common    ref      // 1 where every answer is one that both sides know
}

func newMerged(old, new *Ruleset) *merged {
	m := &merged{level: map[string]int{}}
	for _, rs := range []*Ruleset{new, old} {
		for _, q := range rs.Questions {
			l, ok := m.level[q.ID]
			if !ok {
				l = len(m.questions)
				m.level[q.ID] = l
				m.questions = append(m.questions, q.ID)
				m.options = append(m.options, nil)
			}
			for _, o := range q.Options {
				if !slices.Contains(m.options[l], o.Value) {
					m.options[l] = append(m.options[l], o.Value)
				}
			}
		}
		for _, r := range rs.Routes {
			if !slices.Contains(m.routes, r.ID) {
				m.routes = append(m.routes, r.ID)
			}
		}
	}
	m.sp = newSpace(nil)
	m.sp.limit = 2 * DefaultLimit
	for _, o := range m.options {
		m.sp.options = append(m.sp.options, len(o))
	}
	m.common = terminal(1)
	for l, id := range m.questions {
		a, b := old.Question(id), new.Question(id)
		if a == nil || b == nil {
			continue
		}
		known := terminal(0)
		for i, o := range m.options[l] {
			if a.Option(o) >= 0 && b.Option(o) >= 0 {
				known = m.sp.combine(opOr, known, m.is(l, i))
			}
		}
		m.common = m.sp.combine(opAnd, m.common, known)
	}
	return m
}

// is is 1 where the question at the level has the option. The branch "not asked" repeats the first option: no
// diagram of this store has one of its own.
func (m *merged) is(level, option int) ref {
	kids := make([]ref, m.sp.options[level]+1)
	for i := range kids {
		kids[i] = terminal(0)
	}
	kids[option] = terminal(1)
	kids[len(kids)-1] = kids[0]
	return m.sp.node(level, kids)
}

// route is a route's diagram in this store; a route that the side lacks is hidden everywhere. All impossible
// situations are one terminal.
func (m *merged) route(d *Diagram, id string) ref {
	r := d.Rules.route[id]
	if r == nil || r.Fallback {
		return terminal(int(Hidden))
	}
	return m.bring(d, d.Routes[r.Index], map[Ref]ref{})
}

// bring rebuilds a diagram over this store's questions, whose order may be another.
func (m *merged) bring(d *Diagram, r Ref, memo map[Ref]ref) ref {
	if r.IsTerminal() {
		return terminal(min(r.Value(), voidBase))
	}
	if out, ok := memo[r]; ok {
		return out
	}
	n := d.Nodes[r]
	q := d.Rules.Questions[n.Question]
	level := m.level[q.ID]
	out := m.bring(d, n.Branches[len(n.Branches)-1], memo)
	for i := len(n.Branches) - 2; i >= 0; i-- {
		option := slices.Index(m.options[level], q.Options[i].Value)
		out = m.sp.ite(m.is(level, option), m.bring(d, n.Branches[i], memo), out)
	}
	memo[r] = out
	return out
}

// share is the exact share of equally likely answers, among those that both sides know, at the terminal 1.
func (m *merged) share(r ref) *big.Rat {
	all := m.measure(m.common)
	if all.Sign() == 0 {
		return all
	}
	return new(big.Rat).Quo(m.measure(r), all)
}

func (m *merged) measure(r ref) *big.Rat {
	memo := map[ref]*big.Rat{}
	var below func(r ref) *big.Rat
	below = func(r ref) *big.Rat {
		if r.isTerminal() {
			return new(big.Rat).SetInt64(int64(r.value()))
		}
		if out, ok := memo[r]; ok {
			return out
		}
		n := m.sp.options[m.sp.levelOf(r)]
		sum := new(big.Rat)
		for i := range n {
			sum.Add(sum, below(m.sp.branches(r)[i]))
		}
		sum.Mul(sum, big.NewRat(1, int64(n)))
		memo[r] = sum
		return sum
	}
	return below(r)
}

// cases covers the situations at the terminal 1 by a few large cases, largest first, and says what they leave.
// A case may reach beyond where (into answers that one side does not know), never into situations of both sides
// that are not at 1.
func (m *merged) cases(where ref) ([]WideCase, *big.Rat) {
	// Answers that one side does not know may be anything.
	free := m.sp.ite(m.common, where, terminal(1))
	d := &Diagram{Rules: m.rules(), space: m.sp}
	rest := where
	var out []WideCase
	for rest != terminal(0) && len(out) < maxShown {
		s := d.witness(rest)
		allowed := m.widen(s, free)
		cube := terminal(1)
		c := WideCase{}
		for l, options := range allowed {
			if options == nil {
				continue
			}
			any := terminal(0)
			answer := WideAnswer{Question: m.questions[l]}
			for _, o := range options {
				any = m.sp.combine(opOr, any, m.is(l, o))
				answer.Options = append(answer.Options, m.options[l][o])
			}
			cube = m.sp.combine(opAnd, cube, any)
			c.Answers = append(c.Answers, answer)
		}
		c.Share = m.share(m.sp.combine(opAnd, where, cube))
		out = append(out, c)
		rest = m.sp.ite(cube, terminal(0), rest)
	}
	slices.SortStableFunc(out, func(a, b WideCase) int { return b.Share.Cmp(a.Share) })
	return out, m.share(rest)
}

// rules is a rule set that has this store's questions only.
func (m *merged) rules() *Ruleset {
	rs := &Ruleset{}
	for i, id := range m.questions {
		rs.Questions = append(rs.Questions, &Question{ID: id, Index: i})
	}
	return rs
}

// widen lets a case allow more options, as long as all it covers stays at 1: per level the options, nil for any.
func (m *merged) widen(s Situation, r ref) [][]int {
	out := make([][]int, len(s))
	for l, o := range s {
		if o >= 0 {
			out[l] = []int{o}
		}
	}
	// First answers are given up altogether, then options are added.
	for l := range out {
		if out[l] != nil {
			kept := out[l]
			if out[l] = nil; !m.always(r, out) {
				out[l] = kept
			}
		}
	}
	for l := range out {
		for o := range m.options[l] {
			if out[l] == nil || slices.Contains(out[l], o) || m.sp.combine(opAnd, m.common, m.is(l, o)) == terminal(0) {
				continue
			}
			kept := out[l]
			out[l] = append(slices.Clone(kept), o)
			slices.Sort(out[l])
			if !m.always(r, out) {
				out[l] = kept
			}
		}
	}
	return out
}

// always reports whether all that the options allow is at the terminal 1.
func (m *merged) always(r ref, allowed [][]int) bool {
	seen := map[ref]bool{}
	var follow func(r ref) bool
	follow = func(r ref) bool {
		if r.isTerminal() || seen[r] {
			return r != terminal(0)
		}
		seen[r] = true
		level := m.sp.levelOf(r)
		for o := range m.sp.options[level] {
			if (allowed[level] == nil || slices.Contains(allowed[level], o)) && !follow(m.sp.branches(r)[o]) {
				return false
			}
		}
		return true
	}
	return follow(r)
}
