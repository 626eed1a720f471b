package pathway

import (
	"fmt"
	"math"
	"slices"
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
	first   []int32 // per node, where its branches begin in kids
	kids    []ref
	unique  unique
	memo    memo
	vectors *vectors
	// stack holds the branches of the nodes that are being made.
	stack []ref
	// marks[r] is mark where a walk has met r.
	marks []int32
	mark  int32
	steps int
	limit int
}

// op is an operation on two terminals.
type op int32

const (
	opNone op = iota
	opAnd
	opOr
	opIte
	// opNeed lowers a status (left) by a criterion's truth (right).
	opNeed
	// opUnless excludes (left) where the status at the right is Applies.
	opUnless

	// opAppend adds a status (right) to a row of statuses (left).
	opAppend
	// opDiffer is 1 where the two terminals differ.
	opDiffer
	// opWhere is the right terminal where the left is 1, and elsewhere otherValue.
	opWhere

	// The operations from here to opIn have one diagram (left) and say of levels (right) what becomes of them.

	// opSettle is space.settle; it has no level.
	opSettle
	// opDrop is space.dropUnasked at one level, or, without one, at all that are always asked.
	opDrop
	// opRestrict+branch is space.restrict. A question has fewer than opMany options.
	opRestrict
	// opIn+mask is 1 where the left terminal is in the set.
	opIn = opRestrict + opMany
	// opIs+value is 1 where the left terminal has that value.
	opIs   = opIn + opMany
	opMany = 1 << 16
)

// otherValue is no status: what opWhere leaves out.
const otherValue = 4

// tooManySteps is thrown when a set of rules would grow beyond the limit, and caught by [space.within].
type tooManySteps struct{ sp *space }

// newSpace is an empty store over questions with so many options.
func newSpace(options []int) *space {
	return &space{options: options, limit: math.MaxInt}
}

func (rs *Ruleset) optionCounts() []int {
	out := make([]int, len(rs.Questions))
	for i, q := range rs.Questions {
		out[i] = len(q.Options)
	}
	return out
}

// within runs f and reports whether it took at most so many steps, each the making of a node or of the result of an
// operation on two nodes. What f calls within itself has no more steps than f has left.
func (sp *space) within(steps int, f func()) (ok bool) {
	limit, stack := sp.limit, len(sp.stack)
	sp.limit = min(limit, sp.steps+steps)
	defer func() {
		sp.limit, sp.stack = limit, sp.stack[:stack]
		if r := recover(); r != nil {
			if t, large := r.(tooManySteps); !large || t.sp != sp {
				panic(r)
			}
			ok = false
		}
	}()
	f()
	return true
}

func (sp *space) step() { sp.spend(1) }

func (sp *space) spend(steps int) {
	if sp.steps += steps; sp.steps > sp.limit {
		panic(tooManySteps{sp})
	}
}

func (sp *space) levelOf(r ref) int {
	if r.isTerminal() {
		return len(sp.options)
	}
	return int(sp.level[r])
}

// branches are the branches of a node: one per option and one for "not asked".
func (sp *space) branches(r ref) []ref {
	from := int(sp.first[r])
	return sp.kids[from : from+sp.options[sp.level[r]]+1]
}

// node returns the node with these branches: one per option and one for "not asked". It copies them.
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
	if len(sp.unique.entries) > 0 {
		if e := *sp.unique.at(sp, level, kids); e != 0 {
			return e - 1
		}
	}
	sp.step()
	sp.unique.grow(sp)
	e := sp.unique.at(sp, level, kids)
	r := ref(len(sp.level))
	sp.level = append(sp.level, int32(level))
	sp.first = append(sp.first, int32(len(sp.kids)))
	sp.kids = append(sp.kids, kids...)
	*e = r + 1
	return r
}

// each returns the node at the level whose branches f makes.
func (sp *space) each(level int, f func(branch int) ref) ref {
	from := len(sp.stack)
	for i := range sp.options[level] + 1 {
		k := f(i)
		sp.stack = append(sp.stack, k)
	}
	r := sp.node(level, sp.stack[from:])
	sp.stack = sp.stack[:from]
	return r
}

// kid is the branch of r at the level; a diagram that does not test the level is its own branch.
func (sp *space) kid(r ref, level, branch int) ref {
	if sp.levelOf(r) != level {
		return r
	}
	return sp.kids[int(sp.first[r])+branch]
}

func (sp *space) combine(o op, a, b ref) ref {
	if r, ok := shortcut(o, a, b); ok {
		return r
	}
	if a.isTerminal() && b.isTerminal() {
		return terminal(sp.apply(o, a.value(), b.value()))
	}
	if a > b && (o == opAnd || o == opOr || o == opDiffer) {
		a, b = b, a
	}
	key := memoKey{op: o, a: a, b: b}
	if r, ok := sp.memo.get(key); ok {
		return r
	}
	sp.step()
	level := min(sp.levelOf(a), sp.levelOf(b))
	r := sp.each(level, func(i int) ref { return sp.combine(o, sp.kid(a, level, i), sp.kid(b, level, i)) })
	sp.memo.put(key, r)
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
	case opDiffer:
		if a == b {
			return zero, true
		}
	case opWhere:
		switch a {
		case zero:
			return terminal(otherValue), true
		case one:
			return b, true
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
	case opDiffer:
		return 1 // equal ones are a shortcut
	}
	switch {
	case o >= opIs:
		return truth(a == int(o-opIs))
	case o >= opIn:
		return truth(mask(o-opIn)&maskOf(a) != 0)
	}
	panic("pathway: operation without terminals")
}

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
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
	if r, ok := sp.memo.get(key); ok {
		return r
	}
	sp.step()
	level := min(sp.levelOf(c), sp.levelOf(a), sp.levelOf(b))
	r := sp.each(level, func(i int) ref { return sp.ite(sp.kid(c, level, i), sp.kid(a, level, i), sp.kid(b, level, i)) })
	sp.memo.put(key, r)
	return r
}

// is is 1 where r has the terminal value.
func (sp *space) is(r ref, value int) ref { return sp.combine(opIs+op(value), r, terminal(0)) }

// in is 1 where r has a terminal of the set.
func (sp *space) in(r ref, set mask) ref { return sp.combine(opIn+op(set), r, terminal(0)) }

// vectors interns rows of statuses: the terminals of a joint diagram. Each is a shorter row and a status; row 0 is
// empty.
type vectors struct {
	rows  [][2]int32
	index map[[2]int32]int
}

func newVectors() *vectors {
	return &vectors{rows: [][2]int32{{}}, index: map[[2]int32]int{}}
}

func (v *vectors) append(row, value int) int {
	next := [2]int32{int32(row), int32(value)}
	if i, ok := v.index[next]; ok {
		return i
	}
	v.rows = append(v.rows, next)
	v.index[next] = len(v.rows) - 1
	return len(v.rows) - 1
}

// values are the statuses of a row, in the order in which they were appended.
func (v *vectors) values(row int) []int {
	var out []int
	for row != 0 {
		out = append(out, int(v.rows[row][1]))
		row = int(v.rows[row][0])
	}
	slices.Reverse(out)
	return out
}
