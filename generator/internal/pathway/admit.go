package pathway

// Admits tells, for each option of a question, whether some possible situation with that answer lets the route apply
// or be possible. Where a situation leaves the question unasked, every answer stands for it. Of a fallback that cannot
// be followed within the usual number of steps, every option is said to be admitted.
//
// It works in the diagram's store where the route is the fallback: not from several goroutines at once.
func (d *Diagram) Admits(r *Route, q *Question) []bool {
	out := make([]bool, len(q.Options))
	t, ok := d.tree(r)
	for option := range out {
		out[option] = !ok || t.admits(q.Index, option)
	}
	return out
}

// admits reports whether a way through the tree with this answer ends where the route applies or is possible.
func (t tree) admits(question, option int) bool {
	seen := map[Ref]bool{}
	var follow func(at Ref) bool
	follow = func(at Ref) bool {
		if at.IsTerminal() {
			v := at.Value()
			return v < voidBase && (Status(v) == Applies || Status(v) == Possible)
		}
		if seen[at] {
			return false
		}
		seen[at] = true
		n := t.nodes[at]
		if n.Question == question {
			return follow(n.Branches[option])
		}
		for _, to := range n.Branches {
			if follow(to) {
				return true
			}
		}
		return false
	}
	return follow(t.root)
}
