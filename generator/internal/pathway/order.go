package pathway

import (
	"fmt"
	"slices"
	"strconv"
)

// Order is an order in which the questions could be asked, and what it costs.
type Order struct {
	// Questions are the questions that decide, in the order asked. Those that only choose words, or on which no
	// result depends, are not among them.
	Questions []*Question
	// Expected is the mean number of these questions that a visit without "I do not know" asks: see
	// [Ruleset.Expected].
	Expected float64
}

// Orders is the present order and the best one found.
type Orders struct {
	Present, Best Order
	// Proved reports that no order within the constraints costs less than Best, to the billionth of a question.
	Proved bool
	// Moves lead from the present order to the best one; there is none where the present order is the best found.
	Moves []Move
}

// The constraints: a question stands below those its ask-if names; the questions of a topic stay together. Both are
// kept for all questions of the rules, those that only choose words too, so that an editor can write the order down.
//
// A question is asked on a way through the tree exactly where the result still depends on it, given the answers to
// the questions before it. How likely that is depends on which questions are before it, not on their order. So the
// cost of an order is a sum over its questions of a cost that depends on a set, and the best order is a shortest way
// through the sets of questions that may come first, from none to all (Friedman and Supowit's dynamic program for
// decision diagrams, with expected length in place of size). With topics these are the sets of whole topics, each
// with a part of one more topic: many times fewer than without.

// What the searches may take, in steps: a step is a part of the diagram restricted once, or one remainder of it
// followed once. They take some seconds and some hundred megabytes at most.
const (
	exactLimit   = 6_000_000
	improveLimit = 20_000_000
)

// FindOrder looks for the order with the fewest expected questions. The second result is false when the joint
// diagram, on which it rests, is too large.
func (d *Diagram) FindOrder() (Orders, bool) {
	j, ok := d.Joint()
	if !ok {
		return Orders{}, false
	}
	return newOrderer(d.Rules, j).find(exactLimit, improveLimit), true
}

// find costs the present order and looks for a cheaper one, exactly if that takes no more steps than the first limit.
func (o *orderer) find(exactLimit, improveLimit int) Orders {
	present := o.present()
	out := Orders{Present: o.order(present)}
	best, proved := o.exact(exactLimit)
	if !proved {
		best = o.improve(present, improveLimit)
	}
	out.Best, out.Proved = o.order(best), proved
	if out.Best.Expected > out.Present.Expected-tolerance {
		out.Best = out.Present
	} else {
		out.Moves = changes(out.Present.Questions, out.Best.Questions)
	}
	return out
}

// Expected is the mean number of questions on a way through the tree, from 0 to [Joint.Longest]: each option of a
// question is as likely as its weight says next to the others, and as likely as they are where it has no weights.
func (rs *Ruleset) Expected(j *Joint) float64 {
	mean := make([]float64, len(j.Nodes))
	at := func(r Ref) float64 {
		if r.IsTerminal() {
			return 0
		}
		return mean[r]
	}
	for i, n := range j.Nodes {
		mean[i] = 1
		for option, b := range n.Branches {
			mean[i] += rs.Questions[n.Question].likelihood(option) * at(b)
		}
	}
	return at(j.Root)
}

// likelihood is how likely an option is where the question is asked: from 0 to 1, and 1 over all options.
func (q *Question) likelihood(option int) float64 {
	if q.Weights == nil {
		return 1 / float64(len(q.Options))
	}
	sum := 0
	for _, w := range q.Weights {
		sum += w
	}
	return float64(q.Weights[option]) / float64(sum)
}

// Weighted returns the questions that have weights and that a tree asks: those on which [Ruleset.Expected] leans.
func (rs *Ruleset) Weighted(j *Joint) []*Question {
	var out []*Question
	for i, asked := range rs.askedIn(j) {
		if asked && rs.Questions[i].Weights != nil {
			out = append(out, rs.Questions[i])
		}
	}
	return out
}

// askedIn reports, per question, whether the tree asks it anywhere.
func (rs *Ruleset) askedIn(j *Joint) []bool {
	asked := make([]bool, len(rs.Questions))
	for _, n := range j.Nodes {
		asked[n.Question] = true
	}
	return asked
}

// Move is a place in a new order: what stood elsewhere, and what it comes right after now.
type Move struct {
	What Block
	// After is nil where What comes first: in its topic, for a question that belongs to one, else of all.
	After *Block
}

// Block is a topic, or a question where Topic is nil.
type Block struct {
	Topic    *Topic
	Question *Question
}

// String is topic "ID", or the question's "id".
func (b Block) String() string {
	if b.Topic != nil {
		return fmt.Sprintf("topic %q", b.Topic.ID)
	}
	return strconv.Quote(b.Question.ID)
}

// String says where it stands now.
func (m Move) String() string {
	switch {
	case m.After != nil:
		return m.What.String() + " right after " + m.After.String()
	case m.What.Topic == nil && m.What.Question.Topic != nil:
		return fmt.Sprintf("%v first in topic %q", m.What, m.What.Question.Topic.ID)
	}
	return m.What.String() + " first"
}

// changes says what changes its place between two orders that keep topics together: topics as wholes, then questions
// within their topic, so that as few questions as possible move.
func changes(present, best []*Question) []Move {
	blocks := func(order []*Question) []Block {
		var out []Block
		for i, q := range order {
			switch {
			case q.Topic == nil:
				out = append(out, Block{Question: q})
			case i == 0 || order[i-1].Topic != q.Topic:
				out = append(out, Block{Topic: q.Topic})
			}
		}
		return out
	}
	within := func(order []*Question, t *Topic) []Block {
		var out []Block
		for _, q := range order {
			if q.Topic == t {
				out = append(out, Block{Question: q})
			}
		}
		return out
	}
	out := moved(blocks(present), blocks(best))
	for _, b := range blocks(best) {
		if b.Topic != nil {
			out = append(out, moved(within(present, b.Topic), within(best, b.Topic))...)
		}
	}
	return out
}

// moved compares two orders of the same blocks. What stays is a row of blocks that both have in this order, with as
// many questions as possible.
func moved(old, now []Block) []Move {
	most, before := make([]int, len(now)), make([]int, len(now)) // questions in the best row that ends here
	last := -1
	for i, b := range now {
		before[i] = -1
		for k := range i {
			if slices.Index(old, now[k]) < slices.Index(old, b) && most[k] > most[i] {
				most[i], before[i] = most[k], k
			}
		}
		most[i]++
		if b.Topic != nil {
			most[i] += len(b.Topic.Questions) - 1
		}
		if last < 0 || most[i] > most[last] {
			last = i
		}
	}
	stays := make([]bool, len(now))
	for i := last; i >= 0; i = before[i] {
		stays[i] = true
	}
	var out []Move
	for i, b := range now {
		if stays[i] {
			continue
		}
		m := Move{What: b}
		if i > 0 {
			m.After = &now[i-1]
		}
		out = append(out, m)
	}
	return out
}
