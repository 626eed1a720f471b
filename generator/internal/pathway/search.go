package pathway

import (
	"cmp"
	"encoding/binary"
	"slices"
)

// A demand asks that a settled diagram ends at a terminal of the set. A situation that meets several demands could
// be read off the conjunction of their diagrams; the search finds one, or that there is none, without building it.
type demand struct {
	ref
	want mask
}

// searcher looks for answers that meet demands, depth first over the product of their diagrams: an answer restricts
// every diagram at once, and what is left of them is the state. It is exact, and quick where the conjunction is
// large but its parts hold few questions in common:
//
//   - a diagram that can only end well is left aside, one that can only end badly ends the branch;
//   - demands that share no question are searched apart, so that their costs add up instead of multiplying;
//   - the next question is one of the narrowest demand, the one that most demands test, so that an answer that is
//     forced is given before any that is free;
//   - states that were met before are not searched again, as long as they fit in searchMemory.
//
// A settled diagram tests a question only where it is asked, so answers to others do not come up.
type searcher struct {
	sp *space
	// ends holds, per node, the terminals below it; 0 where that is not known yet.
	ends []mask
	// tests holds, per node, the levels it depends on, sorted.
	tests map[ref][]int
	known map[string]outcome
	held  int // bytes of the keys in known
	// turns counts, per level, how often the search branched there: what to name when it takes too long.
	turns []int
}

// answer is an option of the question at a level.
type answer struct{ level, option int }

// outcome is what the search of a state came to.
type outcome struct {
	found []answer
	ok    bool
}

// searchMemory is how many bytes of states are remembered at most.
const searchMemory = 32 << 20

func newSearcher(sp *space) *searcher {
	return &searcher{sp: sp, tests: map[ref][]int{}, known: map[string]outcome{}, turns: make([]int, len(sp.options))}
}

// solve returns answers after which every demand is met whatever the others are. Each branch of each demand that it
// looks at is a step of the store.
func (s *searcher) solve(demands []demand) (found []answer, ok bool) {
	open, ok := s.open(demands)
	if !ok {
		return nil, false
	}
	for _, part := range s.parts(open) {
		more, ok := s.part(part)
		if !ok {
			return nil, false
		}
		found = append(found, more...)
	}
	return found, true
}

// open is the demands that are not met yet, sorted, each diagram once; false when one can no longer be met.
func (s *searcher) open(demands []demand) ([]demand, bool) {
	var out []demand
	for _, w := range demands {
		ends := s.endsOf(w.ref)
		if ends&w.want == 0 {
			return nil, false
		}
		if ends&^w.want != 0 {
			out = append(out, w)
		}
	}
	slices.SortFunc(out, func(a, b demand) int { return cmp.Compare(a.ref, b.ref) })
	n := 0
	for _, w := range out {
		switch {
		case n == 0 || out[n-1].ref != w.ref:
			out[n] = w
			n++
		case out[n-1].want&w.want == 0:
			return nil, false
		default:
			out[n-1].want &= w.want
		}
	}
	return out[:n], true
}

// parts divides the demands into those that depend on each other, the smallest part first.
func (s *searcher) parts(demands []demand) [][]demand {
	owner := make([]int, len(s.sp.options)) // per level, 1 + a demand that tests it
	sets := newSets(len(demands))
	for i, w := range demands {
		for _, level := range s.levels(w.ref) {
			if owner[level] == 0 {
				owner[level] = i + 1
			}
			sets.join(i, owner[level]-1)
		}
	}
	var out [][]demand
	for _, members := range sets.all() {
		var part []demand
		for _, i := range members {
			part = append(part, demands[i])
		}
		out = append(out, part)
	}
	slices.SortStableFunc(out, func(a, b []demand) int { return cmp.Compare(len(a), len(b)) })
	return out
}

// part searches demands that depend on each other.
func (s *searcher) part(demands []demand) (found []answer, ok bool) {
	key := make([]byte, 0, 5*len(demands))
	for _, w := range demands {
		key = append(binary.LittleEndian.AppendUint32(key, uint32(w.ref)), byte(w.want))
	}
	if o, ok := s.known[string(key)]; ok {
		return o.found, o.ok
	}
	level := s.choose(demands)
	s.turns[level]++
	next := make([]demand, len(demands))
	for option := range s.sp.options[level] {
		s.sp.spend(len(demands))
		for i, w := range demands {
			next[i] = demand{s.sp.restrict(w.ref, level, option), w.want}
		}
		var more []answer
		if more, ok = s.solve(next); ok {
			found = append([]answer{{level, option}}, more...)
			break
		}
	}
	if s.held += len(key); s.held <= searchMemory {
		s.known[string(key)] = outcome{found, ok}
	}
	return found, ok
}

// choose is the question to answer next: of the demand with the fewest questions the one that most demands test.
func (s *searcher) choose(demands []demand) int {
	often := make([]int, len(s.sp.options))
	var narrowest []int
	for _, w := range demands {
		levels := s.levels(w.ref)
		if narrowest == nil || len(levels) < len(narrowest) {
			narrowest = levels
		}
		for _, level := range levels {
			often[level]++
		}
	}
	return slices.MaxFunc(narrowest, func(a, b int) int {
		return cmp.Or(cmp.Compare(often[a], often[b]), cmp.Compare(b, a))
	})
}

// endsOf is the terminals that r can come to.
func (s *searcher) endsOf(r ref) mask {
	if r.isTerminal() {
		return maskOf(r.value())
	}
	if int(r) >= len(s.ends) {
		s.ends = append(s.ends, make([]mask, len(s.sp.level)-len(s.ends))...)
	}
	if s.ends[r] == 0 {
		below := mask(0)
		for _, k := range s.sp.branches(r) {
			below |= s.endsOf(k)
		}
		s.ends[r] = below
	}
	return s.ends[r]
}

func (s *searcher) levels(r ref) []int {
	if r.isTerminal() {
		return nil
	}
	out, ok := s.tests[r]
	if !ok {
		for level, tested := range s.sp.support(r) {
			if tested {
				out = append(out, level)
			}
		}
		s.tests[r] = out
	}
	return out
}

// sets divides the numbers below n into sets that are joined step by step (union by the smaller root).
type sets []int

func newSets(n int) sets {
	out := make(sets, n)
	for i := range out {
		out[i] = i
	}
	return out
}

func (s sets) root(i int) int {
	for s[i] != i {
		s[i] = s[s[i]]
		i = s[i]
	}
	return i
}

func (s sets) join(i, j int) {
	a, b := s.root(i), s.root(j)
	s[max(a, b)] = min(a, b)
}

// all are the sets, each sorted, in the order of their first members.
func (s sets) all() [][]int {
	place := map[int]int{}
	var out [][]int
	for i := range s {
		r := s.root(i)
		if r == i {
			place[i] = len(out)
			out = append(out, nil)
		}
		out[place[r]] = append(out[place[r]], i)
	}
	return out
}
