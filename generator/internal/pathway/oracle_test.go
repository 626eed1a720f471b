package pathway

import (
	"fmt"
	"math/big"
	"os"
	"slices"
	"strings"
	"testing"

	"boussole/generator/internal/source"

	"pgregory.net/rapid"
)

// parseText parses rules that are expected to be right.
func parseText(t interface {
	Helper()
	Fatal(...any)
}, text string,
) *Ruleset {
	t.Helper()
	f, ds := source.New("rules.yaml", []byte(text))
	rs, more := Parse("rules", f)
	if ds = append(ds, more...); ds.HasErrors() {
		ds.Print(os.Stderr)
		t.Fatal("the rules do not parse:\n" + text)
	}
	return rs
}

func compileText(t interface {
	Helper()
	Fatal(...any)
}, text string,
) *Diagram {
	t.Helper()
	d, ds := Compile(parseText(t, text), 0)
	if ds.HasErrors() {
		ds.Print(os.Stderr)
		t.Fatal("the rules do not compile:\n" + text)
	}
	return d
}

// drawRules draws a small rule set that uses every part of the language.
func drawRules(t *rapid.T) string {
	var b strings.Builder
	n := rapid.IntRange(1, 5).Draw(t, "questions")
	options := make([]int, n)
	var condition func(below, depth int) string
	condition = func(below, depth int) string {
		kind := 0
		if depth < 2 {
			kind = rapid.IntRange(0, 7).Draw(t, "kind")
		}
		switch kind {
		case 4:
			return fmt.Sprintf("{any: [%s, %s]}", condition(below, depth+1), condition(below, depth+1))
		case 5:
			return fmt.Sprintf("{all: [%s, %s]}", condition(below, depth+1), condition(below, depth+1))
		case 6:
			return fmt.Sprintf("{not: %s}", condition(below, depth+1))
		case 7:
			return fmt.Sprintf("{asked: q%d}", rapid.IntRange(0, below-1).Draw(t, "q"))
		}
		q := rapid.IntRange(0, below-1).Draw(t, "q")
		var list []string
		for o := range options[q] {
			if rapid.Bool().Draw(t, "in") {
				list = append(list, fmt.Sprintf("o%d", o))
			}
		}
		if len(list) == 0 {
			list = []string{"o0"}
		}
		return fmt.Sprintf("{q%d: [%s]}", q, strings.Join(list, ", "))
	}
	b.WriteString("otherwise: none\nquestions:\n")
	for i := range n {
		options[i] = rapid.IntRange(2, 3).Draw(t, "options")
		list := []string{"o0", "o1", "o2"}[:options[i]]
		fmt.Fprintf(&b, "  q%d: {options: [%s]", i, strings.Join(list, ", "))
		if i > 0 && rapid.Bool().Draw(t, "asked if") {
			fmt.Fprintf(&b, ", ask-if: %s", condition(i, 1))
		}
		b.WriteString("}\n")
	}
	criteria := rapid.IntRange(1, 4).Draw(t, "criteria")
	b.WriteString("criteria:\n")
	for i := range criteria {
		fmt.Fprintf(&b, "  c%d: {when: %s", i, condition(n, 0))
		if rapid.Bool().Draw(t, "maybe") {
			fmt.Fprintf(&b, ", maybe: %s", condition(n, 0))
		}
		if rapid.IntRange(0, 3).Draw(t, "if-asked") == 0 {
			b.WriteString(", if-asked: true")
		}
		b.WriteString("}\n")
	}
	b.WriteString("routes:\n")
	for i := range rapid.IntRange(1, 4).Draw(t, "routes") {
		fmt.Fprintf(&b, "  r%d: {page: p", i)
		if rapid.Bool().Draw(t, "gated") {
			fmt.Fprintf(&b, ", gate: %s", condition(n, 0))
		}
		needs := []string{}
		for c := range criteria {
			if rapid.Bool().Draw(t, "needed") {
				needs = append(needs, fmt.Sprintf("c%d", c))
			}
		}
		fmt.Fprintf(&b, ", needs: [%s]", strings.Join(needs, ", "))
		if i > 0 && rapid.IntRange(0, 2).Draw(t, "unless") == 0 {
			fmt.Fprintf(&b, ", unless: [r%d]", rapid.IntRange(0, i-1).Draw(t, "other"))
		}
		if rapid.IntRange(0, 4).Draw(t, "at most") == 0 {
			b.WriteString(", at-most: possible")
		}
		b.WriteString("}\n")
	}
	b.WriteString("  none: {page: p, fallback: true}\n")
	if rapid.IntRange(0, 2).Draw(t, "impossible") == 0 {
		b.WriteString("impossible:\n")
		for i := range rapid.IntRange(1, 2).Draw(t, "reasons") {
			fmt.Fprintf(&b, "  - {when: %s, because: reason%d}\n", condition(n, 0), i)
		}
	}
	return b.String()
}

// complete calls f with every complete situation that agrees with s, without diagrams: the naive reading.
func (rs *Ruleset) complete(s Situation, f func(Situation)) {
	at := make(Situation, len(s))
	var fill func(i int)
	fill = func(i int) {
		if i == len(s) {
			for _, im := range rs.Impossible {
				if im.When.eval(at) {
					return
				}
			}
			f(slices.Clone(at))
			return
		}
		q := rs.Questions[i]
		at[i] = Unanswered
		if q.AskIf != nil && !q.AskIf.eval(at) {
			fill(i + 1)
			return
		}
		for o := range q.Options {
			if s[i] < 0 || s[i] == o {
				at[i] = o
				fill(i + 1)
			}
		}
		at[i] = Unanswered
	}
	fill(0)
}

// naive is the status of every route in a partial situation, by looking at all its completions.
func (rs *Ruleset) naive(s Situation) (status []Status, exists bool) {
	seen := make([]map[Status]bool, len(rs.Routes))
	for i := range seen {
		seen[i] = map[Status]bool{}
	}
	rs.complete(s, func(c Situation) {
		exists = true
		for i, r := range rs.Routes {
			seen[i][r.eval(c)] = true
		}
	})
	for _, set := range seen {
		switch {
		case len(set) == 1 && set[Applies]:
			status = append(status, Applies)
		case len(set) == 1 && set[Hidden]:
			status = append(status, Hidden)
		case !set[Applies] && !set[Possible]:
			status = append(status, Excluded)
		default:
			status = append(status, Possible)
		}
	}
	return status, exists
}

func drawSituation(t *rapid.T, rs *Ruleset) Situation {
	s := rs.NewSituation()
	for i, q := range rs.Questions {
		s[i] = rapid.IntRange(Unknown, len(q.Options)-1).Draw(t, q.ID)
	}
	return s
}

func TestEvaluateAgreesWithNaiveReading(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := drawRules(t)
		d := compileText(t, text)
		rs := d.Rules
		s := drawSituation(t, rs)
		got := d.Evaluate(s)
		// Answers to questions that are certainly not asked do not count.
		s = d.relevant(s)
		want, exists := rs.naive(s)
		if !exists {
			if got.Contradiction < 0 {
				t.Fatalf("%s: no such situation, but no contradiction reported\n%s", rs.Describe(s), text)
			}
			return
		}
		if got.Contradiction >= 0 {
			t.Fatalf("%s: contradiction reported for a situation that exists\n%s", rs.Describe(s), text)
		}
		if !slices.Equal(got.Status, want) {
			t.Fatalf("%s: got %v, want %v\n%s", rs.Describe(s), got.Status, want, text)
		}
		none := !slices.Contains(want, Applies) && !slices.Contains(want, Possible)
		if got.Fallback != none {
			t.Fatalf("%s: fallback %v, want %v\n%s", rs.Describe(s), got.Fallback, none, text)
		}
		checkCriteria(t, d, s, got)
	})
}

func checkCriteria(t *rapid.T, d *Diagram, s Situation, got Result) {
	want := make([]Truths, len(d.Rules.Criteria))
	d.Rules.complete(s, func(c Situation) {
		for i, cr := range d.Rules.Criteria {
			want[i] |= 1 << cr.eval(c)
		}
	})
	if !slices.Equal(got.Criteria, want) {
		t.Fatalf("%s: criteria %v, want %v", d.Rules.Describe(s), got.Criteria, want)
	}
}

// A visit asks only what can matter, stays within the bounds it announced, and ends when nothing can change.
func TestVisitKeepsItsPromises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := compileText(t, drawRules(t))
		s := d.Rules.NewSituation()
		res := d.Evaluate(s)
		least, asked := res.AtLeast, 0
		for res.Next != nil {
			q := res.Next
			if s[q.Index] != Unanswered {
				t.Fatalf("%s is asked again", q.ID)
			}
			s[q.Index] = rapid.IntRange(Unknown, len(q.Options)-1).Filter(func(i int) bool { return i != Unanswered }).Draw(t, "answer")
			asked++
			next := d.Evaluate(s)
			if next.AtMost >= res.AtMost {
				t.Fatalf("%d questions left at most, then %d", res.AtMost, next.AtMost)
			}
			if next.AtLeast > next.AtMost {
				t.Fatalf("between %d and %d questions left", next.AtLeast, next.AtMost)
			}
			res = next
		}
		if res.Contradiction >= 0 {
			return
		}
		if asked < least {
			t.Fatalf("%d questions asked, at least %d announced", asked, least)
		}
		// Whatever the other answers are, the result stays.
		for i, q := range d.Rules.Questions {
			if s[i] != Unanswered {
				continue
			}
			for o := range q.Options {
				more := slices.Clone(s)
				more[i] = o
				if after := d.Evaluate(more); after.Contradiction < 0 && !slices.Equal(after.Status, res.Status) {
					t.Fatalf("nothing more is asked after %s, but %s=%s changes %v to %v", d.Rules.Describe(s), q.ID, q.Options[o].Value, res.Status, after.Status)
				}
			}
		}
	})
}

func TestJointAgreesWithEvaluate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := compileText(t, drawRules(t))
		j, ok := d.Joint()
		if !ok {
			t.Fatal("the joint diagram of a small rule set is too large")
		}
		d.Rules.complete(d.Rules.NewSituation(), func(s Situation) {
			r := j.Root
			for !r.IsTerminal() {
				n := j.Nodes[r]
				r = n.Branches[s[n.Question]]
			}
			res, row := d.Evaluate(s), j.Rows[r.Value()]
			if !slices.Equal(res.Status, row.Status) || res.Fallback != row.Fallback || row.Contradiction != -1 {
				t.Fatalf("%s: the tree says %v, the diagram %v", d.Rules.Describe(s), row, res)
			}
		})
	})
}

// The tree asks what a visit without "I do not know" asks.
func TestJointAsksWhatAVisitAsks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := compileText(t, drawRules(t))
		if len(d.Rules.Impossible) > 0 {
			return // a visit stops early where only one answer is left that can exist
		}
		j, _ := d.Joint()
		s := d.Rules.NewSituation()
		for r := j.Root; !r.IsTerminal(); {
			n := j.Nodes[r]
			next := d.Evaluate(s).Next
			if next == nil || next.Index != n.Question {
				t.Fatalf("after %s the tree asks %s, the visit %v", d.Rules.Describe(s), d.Rules.Questions[n.Question].ID, next)
			}
			o := rapid.IntRange(0, len(n.Branches)-1).Draw(t, "answer")
			s[n.Question] = o
			r = n.Branches[o]
		}
		if next := d.Evaluate(s).Next; next != nil {
			t.Fatalf("the tree ends after %s, the visit asks %s", d.Rules.Describe(s), next.ID)
		}
	})
}

func TestSharesAreExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := compileText(t, drawRules(t))
		got, ok := d.Shares()
		if !ok {
			t.Fatal("a small rule set cannot be counted")
		}
		all, none := int64(0), int64(0)
		counts := make([][4]int64, len(d.Rules.Routes))
		d.Rules.complete(d.Rules.NewSituation(), func(s Situation) {
			all++
			empty := true
			for i, r := range d.Rules.Routes {
				st := r.eval(s)
				counts[i][st]++
				empty = empty && st < Possible
			}
			if empty {
				none++
			}
		})
		if got.Situations.Cmp(big.NewInt(all)) != 0 || got.Fallback.Cmp(big.NewInt(none)) != 0 {
			t.Fatalf("%v situations, %v without a route; want %d, %d", got.Situations, got.Fallback, all, none)
		}
		for i := range counts {
			for st, want := range counts[i] {
				if got.Routes[i][st].Cmp(big.NewInt(want)) != 0 {
					t.Fatalf("route %d is %v in %v situations, want %d", i, Status(st), got.Routes[i][st], want)
				}
			}
		}
	})
}

// The order in which routes and criteria are written changes no status.
func TestOrderOfRoutesChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := drawRules(t)
		d := compileText(t, text)
		lines := strings.Split(text, "\n")
		first := slices.Index(lines, "routes:") + 1
		last := first
		for last < len(lines) && strings.HasPrefix(lines[last], "  ") {
			last++
		}
		slices.Reverse(lines[first:last])
		e := compileText(t, strings.Join(lines, "\n"))
		s := drawSituation(t, d.Rules)
		a, b := d.Evaluate(s), e.Evaluate(s)
		for i, r := range d.Rules.Routes {
			if got := b.Status[e.Rules.Route(r.ID).Index]; got != a.Status[i] {
				t.Fatalf("%s: %s is %v, and %v when the routes are reversed", d.Rules.Describe(s), r.ID, a.Status[i], got)
			}
		}
	})
}

// Each proof finds a fault exactly where looking at every situation finds one, and its witness is one.
func TestProofsAgreeWithBruteForce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := drawRules(t)
		text += "exclusive: [[r0, r1]]\n"
		if !strings.Contains(text, "  r1:") {
			return
		}
		rs := parseText(t, text)
		rs.Otherwise = nil // so that completeness is proved too
		d, _ := Compile(rs, 0)
		both, none := false, false
		reached := make([]bool, len(rs.Routes))
		rs.complete(rs.NewSituation(), func(s Situation) {
			empty := true
			for i, r := range rs.Routes {
				if r.eval(s) >= Possible {
					reached[i], empty = true, false
				}
			}
			none = none || empty
			both = both || rs.Routes[0].eval(s) == Applies && rs.Routes[1].eval(s) == Applies
		})
		said := map[string]string{}
		limit := rapid.SampledFrom([]int{unionLimit, 0}).Draw(t, "steps of a conjunction")
		for _, m := range d.prove(nil, limit) {
			for _, key := range []string{"lead to no route", "declared exclusive", "never applies"} {
				if strings.Contains(m.Message, key) {
					said[key] += m.Message + "\n"
				}
			}
		}
		if (said["lead to no route"] != "") != none || (said["declared exclusive"] != "") != both {
			t.Fatalf("none %v, both %v, but said %v\n%s", none, both, said, text)
		}
		for i, r := range rs.Routes {
			if strings.Contains(said["never applies"], fmt.Sprintf("%q", r.ID)) == reached[i] {
				t.Fatalf("route %s reached %v, but said %q\n%s", r.ID, reached[i], said["never applies"], text)
			}
		}
		if none {
			checkWitness(t, d, d.nothing(), func(s Situation) bool {
				return !slices.ContainsFunc(rs.Routes, func(r *Route) bool { return r.eval(s) >= Possible })
			})
		}
	})
}

// checkWitness replays a witness: every completion shows the fault, and there is one.
func checkWitness(t *rapid.T, d *Diagram, r ref, fault func(Situation) bool) {
	w := d.witness(r)
	found := false
	d.Rules.complete(w, func(s Situation) {
		found = true
		if !fault(s) {
			t.Fatalf("the witness %s does not show the fault in %s", d.Rules.Describe(w), d.Rules.Describe(s))
		}
	})
	if !found {
		t.Fatalf("the witness %s is no situation", d.Rules.Describe(w))
	}
	if got, want := answered(w), d.fewest(fault); got != want {
		t.Fatalf("the witness %s fixes %d answers, %d are enough", d.Rules.Describe(w), got, want)
	}
}

func answered(s Situation) int {
	n := 0
	for _, a := range s {
		if a >= 0 {
			n++
		}
	}
	return n
}

// fewest is the least number of fixed answers that show a fault whatever the others are, by trying all.
func (d *Diagram) fewest(fault func(Situation) bool) int {
	best := len(d.Rules.Questions) + 1
	s := d.Rules.NewSituation()
	var try func(i int)
	try = func(i int) {
		if answered(s) >= best {
			return
		}
		if i == len(s) {
			some, all := false, true
			for _, a := range allAnswers(d.Rules, s) {
				// Questions that are not asked have no answer that counts.
				c := d.Rules.asked(a)
				if !d.Rules.possible(c) {
					all = false
					continue
				}
				some = true
				all = all && fault(c)
			}
			if some && all {
				best = answered(s)
			}
			return
		}
		s[i] = Unanswered
		try(i + 1)
		for o := range d.Rules.Questions[i].Options {
			s[i] = o
			try(i + 1)
		}
		s[i] = Unanswered
	}
	try(0)
	return best
}

// allAnswers are all ways to answer every question, asked or not, that agree with s.
func allAnswers(rs *Ruleset, s Situation) []Situation {
	out := []Situation{slices.Clone(s)}
	for i, q := range rs.Questions {
		if s[i] >= 0 {
			continue
		}
		var next []Situation
		for _, a := range out {
			for o := range q.Options {
				b := slices.Clone(a)
				b[i] = o
				next = append(next, b)
			}
		}
		out = next
	}
	return out
}

// asked is s without the answers to questions that are not asked.
func (rs *Ruleset) asked(s Situation) Situation {
	out := slices.Clone(s)
	for i, q := range rs.Questions {
		if q.AskIf != nil && !q.AskIf.eval(append(slices.Clone(out[:i]), rs.NewSituation()[i:]...)) {
			out[i] = Unanswered
		}
	}
	return out
}

func (rs *Ruleset) possible(s Situation) bool {
	for _, im := range rs.Impossible {
		if im.When.eval(s) {
			return false
		}
	}
	return true
}
