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
	ok = d.space.within(witnessLimit, func() { s = d.findShortest(r) })
	return s, ok && s != nil
}

func (d *Diagram) findShortest(r ref) Situation {
	sp := d.space
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
			common = sp.combine(opAnd, common, sp.kid(r, level, i))
		}
		b := best{find(common), -1, common}
		for i := range sp.options[level] {
			if n := find(sp.kid(r, level, i)); n >= 0 && (b.length < 0 || n+1 < b.length) {
				b = best{n + 1, i, sp.kid(r, level, i)}
			}
		}
		memo[r] = b
		return b.length
	}
	if find(r) < 0 {
		return nil
	}
	s := d.Rules.NewSituation()
	for !r.isTerminal() {
		b := memo[r]
		if b.branch >= 0 {
			s[sp.levelOf(r)] = b.branch
		}
		r = b.next
	}
	return s
}

// primeImplicant follows a shortest way to the terminal 1 and then drops the answers that turn out not to matter.
func (d *Diagram) primeImplicant(r ref) Situation {
	s := d.Rules.NewSituation()
	memo := map[ref]int{}
	for at := r; !at.isTerminal(); {
		level := d.space.levelOf(at)
		best, length := -1, 0
		for i := range d.space.options[level] {
			if n := d.space.shortest(d.space.kid(at, level, i), memo); n >= 0 && (best < 0 || n < length) {
				best, length = i, n
			}
		}
		s[level] = best
		at = d.space.kid(at, level, best)
	}
	d.shorten(s, []demand{{r, maskOf(1)}})
	return s
}

// shorten leaves out, first to last, each answer without which the demands are still met whatever the others are.
func (d *Diagram) shorten(s Situation, demands []demand) {
	for i, a := range s {
		if a == Unanswered {
			continue
		}
		s[i] = Unanswered
		for _, w := range demands {
			if !d.space.always(w, s) {
				s[i] = a
				break
			}
		}
	}
}

// shortest is the length of the shortest way from r to the terminal 1 over options, or -1.
func (sp *space) shortest(r ref, memo map[ref]int) int {
	if r.isTerminal() {
		return r.value() - 1
	}
	if n, ok := memo[r]; ok {
		return n
	}
	level, best := sp.levelOf(r), -1
	for i := range sp.options[level] {
		if n := sp.shortest(sp.kid(r, level, i), memo); n >= 0 && (best < 0 || n+1 < best) {
			best = n + 1
		}
	}
	memo[r] = best
	return best
}

// always reports whether every completion of s meets the demand.
func (sp *space) always(w demand, s Situation) bool {
	seen := map[ref]bool{}
	var follow func(r ref) bool
	follow = func(r ref) bool {
		if r.isTerminal() {
			return w.want&maskOf(r.value()) != 0
		}
		if seen[r] {
			return true
		}
		seen[r] = true
		level := sp.levelOf(r)
		if a := s[level]; a >= 0 {
			return follow(sp.kid(r, level, a))
		}
		for i := range sp.options[level] {
			if !follow(sp.kid(r, level, i)) {
				return false
			}
		}
		return true
	}
	return follow(w.ref)
}
