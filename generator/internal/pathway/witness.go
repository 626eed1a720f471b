package pathway

// An implicant of a diagram with the terminals 0 and 1 is a partial situation every completion of which is at 1.
// The witnesses of the proofs are shortest implicants: the fewest fixed answers that show a fault.

// witness returns a shortest implicant of a settled diagram that is not 0. Where finding the shortest would take
// too many steps it returns one from which no answer can be left out.
func (d *Diagram) witness(r ref) Situation {
	s, ok := d.shortestImplicant(r)
	if !ok {
		s = d.primeImplicant(r)
	}
	return s
}

// witnessLimit is how many steps the search for a shortest implicant may take.
const witnessLimit = 300_000

// shortestImplicant finds a shortest implicant: it either leaves the top question open, and is then one of what all
// its branches have in common, or fixes an option, and is then one of that branch.
func (d *Diagram) shortestImplicant(r ref) (s Situation, ok bool) {
	sp := d.space
	limit := sp.limit
	sp.limit = min(limit, sp.steps+witnessLimit)
	defer func() {
		sp.limit = limit
		if e := recover(); e != nil {
			if _, large := e.(tooManySteps); !large {
				panic(e)
			}
			s, ok = nil, false
		}
	}()
	type best struct {
		length int // -1: there is none
		branch int // -1: the top question is left open
		next   ref
	}
	memo := map[ref]best{}
	var find func(r ref) int
	find = func(r ref) int {
		if r.isTerminal() {
			return r.value() - 1
		}
		if b, done := memo[r]; done {
			return b.length
		}
		level := sp.levelOf(r)
		common := terminal(1)
		for i := range sp.options[level] {
			common = sp.combine(opAnd, common, sp.kids[r][i])
		}
		b := best{find(common), -1, common}
		for i := range sp.options[level] {
			if n := find(sp.kids[r][i]); n >= 0 && (b.length < 0 || n+1 < b.length) {
				b = best{n + 1, i, sp.kids[r][i]}
			}
		}
		memo[r] = b
		return b.length
	}
	if find(r) < 0 {
		return nil, false
	}
	s = d.Rules.NewSituation()
	for !r.isTerminal() {
		b := memo[r]
		if b.branch >= 0 {
			s[sp.levelOf(r)] = b.branch
		}
		r = b.next
	}
	return s, true
}

// primeImplicant follows a shortest way to the terminal 1 and then drops the answers that turn out not to matter.
func (d *Diagram) primeImplicant(r ref) Situation {
	s := d.Rules.NewSituation()
	memo := map[ref]int{}
	for at := r; !at.isTerminal(); {
		level := d.space.levelOf(at)
		best, length := -1, 0
		for i := range d.space.options[level] {
			if n := d.space.shortest(d.space.kids[at][i], memo); n >= 0 && (best < 0 || n < length) {
				best, length = i, n
			}
		}
		s[level] = best
		at = d.space.kids[at][best]
	}
	for i := range s {
		if a := s[i]; a != Unanswered {
			s[i] = Unanswered
			if !d.space.always(r, s) {
				s[i] = a
			}
		}
	}
	return s
}

// shortest is the length of the shortest way from r to the terminal 1 over options, or -1.
func (sp *space) shortest(r ref, memo map[ref]int) int {
	if r.isTerminal() {
		return r.value() - 1
	}
	if n, ok := memo[r]; ok {
		return n
	}
	best := -1
	for i := range sp.options[sp.levelOf(r)] {
		if n := sp.shortest(sp.kids[r][i], memo); n >= 0 && (best < 0 || n+1 < best) {
			best = n + 1
		}
	}
	memo[r] = best
	return best
}

// always reports whether every completion of s is at the terminal 1.
func (sp *space) always(r ref, s Situation) bool {
	seen := map[ref]bool{}
	var follow func(r ref) bool
	follow = func(r ref) bool {
		if r.isTerminal() {
			return r == terminal(1)
		}
		if seen[r] {
			return true
		}
		seen[r] = true
		level := sp.levelOf(r)
		if a := s[level]; a >= 0 {
			return follow(sp.kids[r][a])
		}
		for i := range sp.options[level] {
			if !follow(sp.kids[r][i]) {
				return false
			}
		}
		return true
	}
	return follow(r)
}
