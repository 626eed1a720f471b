package pathway

import (
	"encoding/binary"
	"fmt"
)

// ref names a node of a [space], or a terminal: a negative ref is the terminal of value ^ref.
type ref int32

func terminal(value int) ref   { return ref(^value) }
func (r ref) isTerminal() bool { return r < 0 }
func (r ref) value() int       { return int(^r) }
func (r ref) String() string   { return fmt.Sprintf("%d", int32(r)) }

// space is a store of decision nodes in which equal nodes are one node (hash consing) and a node whose branches
// agree does not exist (reduction). Levels are question indexes and grow downwards. A node at a level has one
// branch for each option and a last one for "not asked", until that branch is settled by [space.settle].
type space struct {
	options []int // per level, how many options
	level   []int32
	kids    [][]ref
	unique  map[string]ref
	memo    map[memoKey]ref
	vectors *vectors
	steps   int
	limit   int
}

type memoKey struct {
	op      op
	a, b, c ref
}

// op is an operation on two terminals.
type op int16

const (
	opAnd op = iota
	opOr
	opIte
	// opNeed lowers a status (left) by a criterion's truth (right).
	opNeed
	// opUnless excludes (left) where the status at the right is Applies.
	opUnless

	// opAppend adds a status (right) to a row of statuses (left).
	opAppend
	// opIs+value is 1 where the left terminal has that value.
	opIs
)

// tooManySteps is thrown when a set of rules would grow beyond the limit, and caught at the doors of the package.
type tooManySteps struct{ sp *space }

func newSpace(rs *Ruleset, limit int) *space {
	sp := &space{unique: map[string]ref{}, memo: map[memoKey]ref{}, limit: limit}
	for _, q := range rs.Questions {
		sp.options = append(sp.options, len(q.Options))
	}
	return sp
}

func (sp *space) step() {
	if sp.steps++; sp.steps > sp.limit {
		panic(tooManySteps{sp})
	}
}

func (sp *space) levelOf(r ref) int {
	if r.isTerminal() {
		return len(sp.options)
	}
	return int(sp.level[r])
}

// node returns the node with these branches: one per option and one for "not asked". It keeps the slice.
func (sp *space) node(level int, kids []ref) ref {
	same := true
	for _, k := range kids[1:] {
		if k != kids[0] {
			same = false
			break
		}
	}
	if same {
		return kids[0]
	}
	key := make([]byte, 0, 4*len(kids)+4)
	key = binary.LittleEndian.AppendUint32(key, uint32(level))
	for _, k := range kids {
		key = binary.LittleEndian.AppendUint32(key, uint32(k))
	}
	if r, ok := sp.unique[string(key)]; ok {
		return r
	}
	sp.step()
	r := ref(len(sp.level))
	sp.level = append(sp.level, int32(level))
	sp.kids = append(sp.kids, kids)
	sp.unique[string(key)] = r
	return r
}

// kid is the branch of r at the level; a diagram that does not test the level is its own branch.
func (sp *space) kid(r ref, level, branch int) ref {
	if sp.levelOf(r) != level {
		return r
	}
	return sp.kids[r][branch]
}

func (sp *space) combine(o op, a, b ref) ref {
	if r, ok := shortcut(o, a, b); ok {
		return r
	}
	if a.isTerminal() && b.isTerminal() {
		return terminal(sp.apply(o, a.value(), b.value()))
	}
	key := memoKey{op: o, a: a, b: b}
	if r, ok := sp.memo[key]; ok {
		return r
	}
	sp.step()
	level := min(sp.levelOf(a), sp.levelOf(b))
	kids := make([]ref, sp.options[level]+1)
	for i := range kids {
		kids[i] = sp.combine(o, sp.kid(a, level, i), sp.kid(b, level, i))
	}
	r := sp.node(level, kids)
	sp.memo[key] = r
	return r
}

// shortcut answers an operation that one side already decides.
func shortcut(o op, a, b ref) (ref, bool) {
	zero, one := terminal(0), terminal(1)
	switch o {
	case opAnd:
		switch {
		case a == zero || b == zero:
			return zero, true
		case a == one || a == b:
			return b, true
		case b == one:
			return a, true
		}
	case opOr:
		switch {
		case a == one || b == one:
			return one, true
		case a == zero || a == b:
			return b, true
		case b == zero:
			return a, true
		}
	case opNeed:
		if b == terminal(int(Holds)) {
			return a, true
		}
		if b == terminal(int(Fails)) {
			return terminal(int(Excluded)), true
		}
	}
	return 0, false
}

func (sp *space) apply(o op, a, b int) int {
	switch o {
	case opNeed:
		if Truth(b) == Open {
			return min(a, int(Possible))
		}
		return a
	case opUnless:
		if Status(b) == Applies {
			return int(Excluded)
		}
		return a
	case opAppend:
		return sp.vectors.append(a, b)
	}
	if o >= opIs {
		if a == int(o-opIs) {
			return 1
		}
		return 0
	}
	panic("pathway: operation without terminals")
}

// ite is a where c is 1 and b where c is 0.
func (sp *space) ite(c, a, b ref) ref {
	switch {
	case c == terminal(1) || a == b:
		return a
	case c == terminal(0):
		return b
	}
	key := memoKey{opIte, c, a, b}
	if r, ok := sp.memo[key]; ok {
		return r
	}
	sp.step()
	level := min(sp.levelOf(c), sp.levelOf(a), sp.levelOf(b))
	kids := make([]ref, sp.options[level]+1)
	for i := range kids {
		kids[i] = sp.ite(sp.kid(c, level, i), sp.kid(a, level, i), sp.kid(b, level, i))
	}
	r := sp.node(level, kids)
	sp.memo[key] = r
	return r
}

// is is 1 where r has the terminal value.
func (sp *space) is(r ref, value int) ref { return sp.combine(opIs+op(value), r, terminal(0)) }

// restrict is r where the question at the level takes the branch.
func (sp *space) restrict(r ref, level, branch int, memo map[ref]ref) ref {
	l := sp.levelOf(r)
	switch {
	case l > level:
		return r
	case l == level:
		return sp.kids[r][branch]
	}
	if out, ok := memo[r]; ok {
		return out
	}
	sp.step()
	kids := make([]ref, len(sp.kids[r]))
	for i, k := range sp.kids[r] {
		kids[i] = sp.restrict(k, level, branch, memo)
	}
	out := sp.node(l, kids)
	memo[r] = out
	return out
}

// dropUnasked is r without the branch "not asked" at the levels: that branch repeats the first option, so that a
// node whose options agree is no node.
func (sp *space) dropUnasked(r ref, levels []bool, memo map[ref]ref) ref {
	if r.isTerminal() {
		return r
	}
	if out, ok := memo[r]; ok {
		return out
	}
	sp.step()
	kids := make([]ref, len(sp.kids[r]))
	for i, k := range sp.kids[r] {
		kids[i] = sp.dropUnasked(k, levels, memo)
	}
	level := sp.levelOf(r)
	if levels[level] {
		kids[len(kids)-1] = kids[0]
	}
	out := sp.node(level, kids)
	memo[r] = out
	return out
}

// support adds the levels that r tests to in.
func (sp *space) support(r ref, in []bool, seen map[ref]bool) {
	if r.isTerminal() || seen[r] {
		return
	}
	seen[r] = true
	in[sp.level[r]] = true
	for _, k := range sp.kids[r] {
		sp.support(k, in, seen)
	}
}

// settle removes every branch "not asked" from r: askIf holds, per level, the diagram of when the question is
// asked (terminal 1: always). What remains tests a question only where it is asked.
//
// From the last question up: where it is asked r is its options' branches, elsewhere its last one. Questions that
// are always asked need no case apart and go all at once.
func (sp *space) settle(r ref, askIf []ref) ref {
	tested, always := make([]bool, len(sp.options)), make([]bool, len(sp.options))
	sp.support(r, tested, map[ref]bool{})
	for level, a := range askIf {
		always[level] = a == terminal(1)
	}
	r = sp.dropUnasked(r, always, map[ref]ref{})
	for level := len(askIf) - 1; level >= 0; level-- {
		if always[level] || !tested[level] {
			continue
		}
		only := make([]bool, len(sp.options))
		only[level] = true
		r = sp.ite(askIf[level], sp.dropUnasked(r, only, map[ref]ref{}), sp.restrict(r, level, sp.options[level], map[ref]ref{}))
	}
	return r
}

// vectors interns rows of statuses: the terminals of a joint diagram. Row 0 is empty.
type vectors struct {
	rows  [][]int
	index map[string]int
}

func newVectors() *vectors {
	return &vectors{rows: [][]int{{}}, index: map[string]int{"": 0}}
}

func (v *vectors) append(row, value int) int {
	next := append(append([]int(nil), v.rows[row]...), value)
	key := make([]byte, 0, 2*len(next))
	for _, n := range next {
		key = binary.LittleEndian.AppendUint16(key, uint16(n))
	}
	if i, ok := v.index[string(key)]; ok {
		return i
	}
	v.rows = append(v.rows, next)
	v.index[string(key)] = len(v.rows) - 1
	return len(v.rows) - 1
}
