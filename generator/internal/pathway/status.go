package pathway

import "encoding/binary"

// This file is the walk over a diagram that static/js/decide.js does too, on the same data. What is changed here
// is changed there; the vectors of the tests hold the two together.

// Result is what a situation, complete or not, leads to.
type Result struct {
	// Status holds one entry per route, in file order, without the fallback.
	Status []Status
	// Criteria holds one set per criterion: which truths it can still take.
	Criteria []Truths
	// Fallback reports that no route applies and none is possible.
	Fallback bool
	// Contradiction is the index in Ruleset.Impossible of why the answers cannot go together, or -1.
	Contradiction int
	// Next is the question to ask next, nil when no answer would change the result.
	Next *Question
	// AtLeast and AtMost bound the number of questions left, Next included. AtMost never grows along a visit.
	AtLeast, AtMost int
}

// Truths is a set of truths: bit t for truth t.
type Truths uint8

// Only reports whether t is the only truth left.
func (ts Truths) Only(t Truth) bool { return ts == 1<<t }

// Has reports whether t is among them.
func (ts Truths) Has(t Truth) bool { return ts&(1<<t) != 0 }

// Evaluate returns what the situation leads to. It is exact: see the package comment.
func (d *Diagram) Evaluate(s Situation) Result {
	s = d.relevant(s)
	v := d.view(s)
	res := Result{Contradiction: -1, Fallback: true}
	open := map[int]bool{}
	for _, root := range d.Routes {
		w := v.walk(root)
		st := w.all.status()
		res.Status = append(res.Status, st)
		if st >= Possible {
			res.Fallback = false
		}
		if w.all&^voidMask == 0 {
			res.Contradiction = v.reason(root)
		}
		if w.settled() {
			continue
		}
		fewest := -1
		for _, r := range w.open {
			v.questions(r, open)
			if n := v.depth(r); fewest < 0 || n < fewest {
				fewest = n
			}
		}
		res.AtLeast = max(res.AtLeast, fewest)
	}
	for _, root := range d.Criteria {
		res.Criteria = append(res.Criteria, Truths(v.walk(root).all&^voidMask))
	}
	if res.Contradiction >= 0 {
		res.AtLeast, res.Fallback = 0, false
		return res
	}
	d.next(s, open, &res)
	return res
}

// next chooses the question to ask among the open ones, and counts them. A question that only chooses wording is
// asked in its place as long as an open question comes after it: a visit begins with it or never meets it.
func (d *Diagram) next(s Situation, open map[int]bool, res *Result) {
	if len(open) == 0 {
		return
	}
	first, last := len(d.Rules.Questions), -1
	for i := range open {
		first, last = min(first, i), max(last, i)
	}
	res.AtLeast, res.AtMost = max(res.AtLeast, 1), len(open)
	res.Next = d.Rules.Questions[first]
	for _, q := range d.Rules.Questions[:last] {
		if !q.WordsOnly || s[q.Index] != Unanswered || !d.Asks(q, s) {
			continue
		}
		res.AtMost++
		if q.Index < first {
			res.AtLeast++
			if q.Index < res.Next.Index {
				res.Next = q
			}
		}
	}
}

// status is the status that is true in every way a set of statuses may turn out.
func (m mask) status() Status {
	switch m &^= voidMask; {
	case m == maskOf(int(Applies)):
		return Applies
	case m == maskOf(int(Hidden)):
		return Hidden
	case m&^(maskOf(int(Hidden))|maskOf(int(Excluded))) == 0:
		return Excluded
	}
	return Possible
}

// relevant is the situation without the answers to questions that are certainly not asked: an answer that was
// given before an earlier one was changed no longer counts.
func (d *Diagram) relevant(s Situation) Situation {
	out := append(Situation(nil), s...)
	for i := range out {
		if out[i] != Unanswered && !d.AskIf[i].IsTerminal() && d.view(out).walk(d.AskIf[i]).all == maskOf(0) {
			out[i] = Unanswered
		}
	}
	return out
}

// Asks reports whether the question can be asked in the situation.
func (d *Diagram) Asks(q *Question, s Situation) bool {
	return d.view(s).walk(d.AskIf[q.Index]).all&maskOf(1) != 0
}

// view is a diagram as one situation leaves it: the branches that the answers do not take are gone, and equal nodes
// are one node again, so that a node stands only where its question still matters.
type view struct {
	d     *Diagram
	s     Situation
	nodes []Node
	masks []mask
	memo  map[Ref]Ref
	index map[string]Ref
	least map[Ref]int
}

func (d *Diagram) view(s Situation) *view {
	return &view{d: d, s: s, memo: map[Ref]Ref{}, index: map[string]Ref{}, least: map[Ref]int{}}
}

// restrict returns the node of the view for a node of the diagram.
func (v *view) restrict(r Ref) Ref {
	if r.IsTerminal() {
		return r
	}
	if out, ok := v.memo[r]; ok {
		return out
	}
	n := v.d.Nodes[r]
	var out Ref
	if a := v.s[n.Question]; a >= 0 {
		out = v.restrict(n.Branches[a])
	} else {
		branches := make([]Ref, len(n.Branches))
		for i, b := range n.Branches {
			branches[i] = v.restrict(b)
		}
		out = v.node(n.Question, branches)
	}
	v.memo[r] = out
	return out
}

func (v *view) node(question int, branches []Ref) Ref {
	same := true
	var below mask
	key := make([]byte, 0, 4*len(branches)+4)
	key = binary.LittleEndian.AppendUint32(key, uint32(question))
	for _, b := range branches {
		same = same && b == branches[0]
		below |= v.maskAt(b)
		key = binary.LittleEndian.AppendUint32(key, uint32(b))
	}
	if same {
		return branches[0]
	}
	if out, ok := v.index[string(key)]; ok {
		return out
	}
	out := Ref(len(v.nodes))
	v.nodes = append(v.nodes, Node{question, branches})
	v.masks = append(v.masks, below)
	v.index[string(key)] = out
	return out
}

func (v *view) maskAt(r Ref) mask {
	if r.IsTerminal() {
		return maskOf(r.Value())
	}
	return v.masks[r]
}

// walked is what following a situation's answers through one diagram meets.
type walked struct {
	all    mask  // every terminal that can still be reached
	closed mask  // the terminals reached whatever is answered next
	open   []Ref // the first unanswered nodes, in the view
}

// reason is one of the reasons why the view's situation cannot exist, where every terminal that is left says so.
func (v *view) reason(root Ref) int {
	r := v.restrict(root)
	for !r.IsTerminal() {
		r = v.nodes[r].Branches[0]
	}
	return r.Value() - voidBase
}

func (v *view) walk(root Ref) walked {
	var w walked
	seen := map[Ref]bool{}
	var follow func(r Ref)
	follow = func(r Ref) {
		if seen[r] {
			return
		}
		seen[r] = true
		w.all |= v.maskAt(r)
		if r.IsTerminal() {
			w.closed |= maskOf(r.Value())
			return
		}
		n := v.nodes[r]
		if v.s[n.Question] == Unanswered {
			w.open = append(w.open, r)
			return
		}
		for _, b := range n.Branches {
			follow(b)
		}
	}
	follow(v.restrict(root))
	return w
}

// settled reports that no further answer can change the route's status: what was reached through "I do not know"
// already holds both sides, or all that can be reached says the same.
func (w *walked) settled() bool {
	all, closed := w.all&^voidMask, w.closed&^voidMask
	if len(w.open) == 0 || all&(all-1) == 0 {
		return true
	}
	applies, possible, excluded := maskOf(int(Applies)), maskOf(int(Possible)), maskOf(int(Excluded))
	return closed&possible != 0 ||
		closed&applies != 0 && closed&^applies != 0 ||
		closed&excluded != 0 && all.status() == Excluded
}

// questions adds the unanswered questions at and below r.
func (v *view) questions(r Ref, open map[int]bool) {
	seen := map[Ref]bool{}
	var follow func(r Ref)
	follow = func(r Ref) {
		if r.IsTerminal() || seen[r] {
			return
		}
		seen[r] = true
		n := v.nodes[r]
		if v.s[n.Question] == Unanswered {
			open[n.Question] = true
		}
		for _, b := range n.Branches {
			follow(b)
		}
	}
	follow(r)
}

// depth is the least number of unanswered questions from r to where only one terminal can be reached, situations
// that cannot exist left aside.
func (v *view) depth(r Ref) int {
	if m := v.maskAt(r) &^ voidMask; m&(m-1) == 0 {
		return 0
	}
	if n, ok := v.least[r]; ok {
		return n
	}
	best := -1
	for _, b := range v.nodes[r].Branches {
		if n := v.depth(b); best < 0 || n < best {
			best = n
		}
	}
	if v.s[v.nodes[r].Question] == Unanswered {
		best++
	}
	v.least[r] = best
	return best
}
