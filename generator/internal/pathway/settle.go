package pathway

// restrict is r where the question at the level takes the branch.
func (sp *space) restrict(r ref, level, branch int) ref {
	l := sp.levelOf(r)
	switch {
	case l > level:
		return r
	case l == level:
		return sp.kid(r, level, branch)
	}
	key := memoKey{op: opRestrict + op(branch), a: r, b: ref(level)}
	if out, ok := sp.memo.get(key); ok {
		return out
	}
	sp.step()
	out := sp.each(l, func(i int) ref { return sp.restrict(sp.kid(r, l, i), level, branch) })
	sp.memo.put(key, out)
	return out
}

// dropUnasked is r without the branch "not asked" at the level, or, where level is -1, at each that askIf says to be
// asked always: that branch repeats the first option, so that a node whose options agree is no node.
func (sp *space) dropUnasked(r ref, level int, askIf []ref) ref {
	if r.isTerminal() {
		return r
	}
	key := memoKey{op: opDrop, a: r, b: ref(level)}
	if out, ok := sp.memo.get(key); ok {
		return out
	}
	sp.step()
	l := sp.levelOf(r)
	out := sp.each(l, func(i int) ref {
		if i == sp.options[l] && (l == level || level < 0 && askIf[l] == terminal(1)) {
			i = 0
		}
		return sp.dropUnasked(sp.kid(r, l, i), level, askIf)
	})
	sp.memo.put(key, out)
	return out
}

// visit calls f with each node of r.
func (sp *space) visit(r ref, f func(ref)) {
	sp.mark++
	sp.marks = append(sp.marks, make([]int32, len(sp.level)-len(sp.marks))...)
	var follow func(r ref)
	follow = func(r ref) {
		if r.isTerminal() || sp.marks[r] == sp.mark {
			return
		}
		sp.marks[r] = sp.mark
		f(r)
		for _, k := range sp.branches(r) {
			follow(k)
		}
	}
	follow(r)
}

// support is, per level, whether r tests it.
func (sp *space) support(r ref) []bool {
	in := make([]bool, len(sp.options))
	sp.visit(r, func(n ref) { in[sp.level[n]] = true })
	return in
}

// settle removes every branch "not asked" from r: askIf holds, per level that r tests, the diagram of when the
// question is asked (terminal 1: always), the same in every call. What remains tests a question only where it is
// asked.
//
// From the last question up: where it is asked r is its options' branches, elsewhere its last one. Questions that
// are always asked need no case apart and go all at once.
func (sp *space) settle(r ref, askIf []ref) ref {
	if r.isTerminal() {
		return r
	}
	key := memoKey{op: opSettle, a: r}
	if out, ok := sp.memo.get(key); ok {
		return out
	}
	tested := sp.support(r)
	out := sp.dropUnasked(r, -1, askIf)
	for level := len(askIf) - 1; level >= 0; level-- {
		if tested[level] && askIf[level] != terminal(1) {
			out = sp.ite(askIf[level], sp.dropUnasked(out, level, askIf), sp.restrict(out, level, sp.options[level]))
		}
	}
	sp.memo.put(key, out)
	return out
}
