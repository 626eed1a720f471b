package pathway

// Implied returns the answers that a reader gives by asking about these routes at all: those that are the same in every
// situation that can exist in which one of them is mentioned. That is what their gates say, and what has to be answered
// for the gates to be asked about; what the routes need beyond is left to be asked, because it is what the reader wants
// to know. Where no situation mentions any of them, and for the fallback, nothing is implied.
func (d *Diagram) Implied(routes ...*Route) Situation {
	s := d.Rules.NewSituation()
	var roots []Ref
	for _, r := range routes {
		if r.Index < 0 {
			return s
		}
		roots = append(roots, d.Routes[r.Index])
	}
	if !d.mentioned(roots, -1, 0) {
		return s
	}
	for i, q := range d.Rules.Questions {
		for o := range q.Options {
			if !d.mentioned(roots, i, o) {
				s[i] = o
			}
		}
	}
	return s
}

// mentioned reports whether a status above [Hidden] is reached from one of the roots without giving the option as the
// answer to the question; with question -1, by any answers.
func (d *Diagram) mentioned(roots []Ref, question, option int) bool {
	seen := map[Ref]bool{}
	var follow func(r Ref) bool
	follow = func(r Ref) bool {
		if d.maskAt(r)&^(voidMask|maskOf(int(Hidden))) == 0 || seen[r] {
			return false
		}
		if r.IsTerminal() {
			return true
		}
		seen[r] = true
		for o, b := range d.Nodes[r].Branches {
			if (d.Nodes[r].Question != question || o != option) && follow(b) {
				return true
			}
		}
		return false
	}
	for _, r := range roots {
		if follow(r) {
			return true
		}
	}
	return false
}
