package pathway

import (
	"cmp"
	"fmt"
	"math"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"boussole/generator/internal/source"
	"pgregory.net/rapid"
)

// drawCosts adds weights and topics to drawn rules.
func drawCosts(t *rapid.T, text string) string {
	lines := strings.Split(text, "\n")
	questions := questionLines(lines)
	for _, i := range questions {
		if rapid.Bool().Draw(t, "weighted") {
			n := strings.Count(lines[i][:strings.Index(lines[i], "]")], ",") + 1
			var list []string
			for o := range n {
				list = append(list, fmt.Sprintf("o%d: %d", o, rapid.SampledFrom([]int{1, 2, 5, maxWeight}).Draw(t, "weight")))
			}
			lines[i] = strings.TrimSuffix(lines[i], "}") + ", weights: {" + strings.Join(list, ", ") + "}}"
		}
	}
	topics, at := "", 0
	for at < len(questions) {
		n := rapid.IntRange(1, len(questions)-at).Draw(t, "together")
		if rapid.Bool().Draw(t, "topic") {
			var list []string
			for k := range n {
				list = append(list, fmt.Sprintf("q%d", at+k))
			}
			topics += fmt.Sprintf("  t%d: [%s]\n", at, strings.Join(list, ", "))
		}
		at += n
	}
	if topics != "" {
		topics = "topics:\n" + topics
	}
	return topics + strings.Join(lines, "\n")
}

func questionLines(lines []string) []int {
	var out []int
	for i, l := range lines {
		if strings.HasPrefix(l, "  q") {
			out = append(out, i)
		}
	}
	return out
}

// The order search is held against every order that the parser takes, written down, compiled and measured anew: it
// permits the same orders, the exact search finds the least cost, and moving things never does better than that and
// never worse than the present order.
func TestOrderSolversAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := drawCosts(t, drawRules(t))
		d := compileText(t, text)
		j, _ := d.Joint()
		o := newOrderer(d.Rules, j)
		present := o.present()
		if got, want := o.cost(present), d.Rules.Expected(j); math.Abs(got-want) > tolerance {
			t.Fatalf("the present order costs %v, the tree's mean is %v\n%s", got, want, text)
		}
		least, taken := math.Inf(1), map[string]bool{}
		eachOrder(t, text, func(rs *Ruleset) {
			other, ds := Compile(rs, 0)
			if ds.HasErrors() {
				t.Fatal(ds[0].Message)
			}
			oj, _ := other.Joint()
			cost := rs.Expected(oj)
			least = min(least, cost)
			var items []int
			for _, q := range rs.Questions {
				if k, ok := o.place[d.Rules.Question(q.ID).Index]; ok {
					items = append(items, k)
				}
			}
			taken[fmt.Sprint(items)] = true
			if got := o.cost(items); math.Abs(got-cost) > tolerance {
				t.Fatalf("the order %v costs %v, its own tree %v\n%s", items, got, cost, text)
			}
		})
		permutations(present, func(items []int) {
			if got, want := o.permitted(items), taken[fmt.Sprint(items)]; got != want {
				t.Fatalf("the order %v: permitted %v, taken by the parser %v\n%s", items, got, want, text)
			}
		})
		exact, ok := o.exact(exactLimit)
		if !ok || !o.permitted(exact) || math.Abs(o.cost(exact)-least) > tolerance {
			t.Fatalf("the exact search finds %v at %v, trying all finds %v\n%s", exact, o.cost(exact), least, text)
		}
		improved := o.improve(present, improveLimit)
		if c := o.cost(improved); !o.permitted(improved) || c < least-tolerance || c > o.cost(present)+tolerance {
			t.Fatalf("moving finds %v at %v; the least is %v, the present order costs %v\n%s", improved, c, least, o.cost(present), text)
		}
		// What is announced: a proof only from the exact search, and no cost that is not there.
		if found := o.find(exactLimit, improveLimit); !found.Proved || math.Abs(found.Best.Expected-least) > tolerance {
			t.Fatalf("found %v, proved %v, the least is %v\n%s", found.Best, found.Proved, least, text)
		}
		if len(present) > 0 {
			if found := o.find(-1, improveLimit); found.Proved || math.Abs(found.Best.Expected-o.cost(improved)) > tolerance {
				t.Fatalf("found %v, proved %v, moving finds %v\n%s", found.Best, found.Proved, o.cost(improved), text)
			}
		}
	})
}

// eachOrder calls f with the rules in every order of their questions that the parser takes.
func eachOrder(t *rapid.T, text string, f func(*Ruleset)) {
	lines := strings.Split(text, "\n")
	at := questionLines(lines)
	permutations(at, func(p []int) {
		other := slices.Clone(lines)
		for i, from := range p {
			other[at[i]] = lines[from]
		}
		file, _ := source.New("rules.yaml", []byte(strings.Join(other, "\n")))
		rs, ds := Parse("rules", file)
		for _, d := range ds {
			if !strings.Contains(d.Message, "is no question that stands above") && !strings.Contains(d.Message, "is torn apart") {
				t.Fatalf("another order of the questions is refused: %s\n%s", d.Message, text)
			}
		}
		if rs != nil {
			f(rs)
		}
	})
}

func permutations(items []int, f func([]int)) {
	var rec func(k int)
	p := slices.Clone(items)
	rec = func(k int) {
		if k == len(p) {
			f(p)
			return
		}
		for i := k; i < len(p); i++ {
			p[k], p[i] = p[i], p[k]
			rec(k + 1)
			p[k], p[i] = p[i], p[k]
		}
	}
	rec(0)
}

// Weights and topics bear on costs alone.
func TestWeightsAndTopicsChangeNoResult(t *testing.T) {
	messages := func(ds source.Diagnostics) []string {
		var out []string
		for _, d := range ds {
			out = append(out, d.Message)
		}
		return out
	}
	rapid.Check(t, func(t *rapid.T) {
		text := drawRules(t)
		costs := drawCosts(t, text)
		a, b := compileText(t, text), compileText(t, costs)
		if !reflect.DeepEqual(a.Data(), b.Data()) {
			t.Fatalf("what the browser gets differs\n%s", costs)
		}
		s := drawSituation(t, a.Rules)
		ra, rb := a.Evaluate(s), b.Evaluate(s)
		if (ra.Next == nil) != (rb.Next == nil) || ra.Next != nil && ra.Next.ID != rb.Next.ID {
			t.Fatalf("%s: next %v or %v\n%s", a.Rules.Describe(s), ra.Next, rb.Next, costs)
		}
		ra.Next, rb.Next = nil, nil
		if !reflect.DeepEqual(ra, rb) {
			t.Fatalf("%s: %v or %v\n%s", a.Rules.Describe(s), ra, rb, costs)
		}
		if pa, pb := messages(a.Prove(nil)), messages(b.Prove(nil)); !slices.Equal(pa, pb) {
			t.Fatalf("proved %v or %v\n%s", pa, pb, costs)
		}
		sa, _ := a.Shares()
		if sb, ok := b.Shares(); !ok || !reflect.DeepEqual(sa, sb) {
			t.Fatalf("shares %v or %v\n%s", sa, sb, costs)
		}
		if x, ok := Diff(a, b); !ok || !x.Same() {
			t.Fatalf("they differ: %+v\n%s", x, costs)
		}
	})
}

// The expected number of questions is the sum, over all answers, of how likely they are times what is asked.
func TestExpectedIsTheMeanOverAllAnswers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := compileText(t, drawCosts(t, drawRules(t)))
		j, _ := d.Joint()
		mean, sum := 0.0, 0.0
		for _, s := range allAnswers(d.Rules, d.Rules.NewSituation()) {
			weight, asked := 1.0, 0.0
			for i, q := range d.Rules.Questions {
				of := []int{1, 1, 1}[:len(q.Options)]
				if q.Weights != nil {
					of = q.Weights
				}
				all := 0
				for _, w := range of {
					all += w
				}
				weight *= float64(of[s[i]]) / float64(all)
			}
			for r := j.Root; !r.IsTerminal(); r = j.Nodes[r].Branches[s[j.Nodes[r].Question]] {
				asked++
			}
			mean += weight * asked
			sum += weight
		}
		if got := d.Rules.Expected(j); math.Abs(got-mean) > tolerance || math.Abs(sum-1) > tolerance {
			t.Fatalf("expected %v, the mean is %v over answers of weight %v", got, mean, sum)
		}
	})
}

// Without weights every option is as likely as the others.
func TestExpectedOfUniformAnswers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := compileText(t, drawRules(t))
		j, _ := d.Joint()
		if got, want := d.Rules.Expected(j), j.Expected(); math.Abs(got-want) > tolerance {
			t.Fatalf("%v with weights that are not there, %v without", got, want)
		}
		if w := d.Rules.Weighted(j); w != nil {
			t.Fatalf("%v has weights", w)
		}
	})
}

// Costs that can be worked out by hand.
func TestOrderByHand(t *testing.T) {
	const routes = `
routes:
  r: {page: p, gate: {a: x, b: x, c: x}}
`
	for _, c := range []struct {
		what, text    string
		present, best float64
		moves         []string
	}{
		{
			"uniform answers leave nothing to gain", "questions:\n  a: {options: [x, y]}\n  b: {options: [x, y]}\n  c: {options: [x, y]}", 1.75, 1.75, nil,
		},
		{
			"what is rare is asked first", "questions:\n  a: {options: [x, y], weights: {x: 9, y: 1}}\n  b: {options: [x, y]}\n  c: {options: [x, y], weights: {x: 1, y: 9}}",
			1 + .9 + .45, 1 + .1 + .05,
			[]string{`"b" right after "c"`, `"a" right after "b"`},
		},
		{
			"a topic moves as a whole", "topics: {t: [b, c]}\nquestions:\n  a: {options: [x, y], weights: {x: 9, y: 1}}\n  b: {options: [x, y]}\n  c: {options: [x, y], weights: {x: 1, y: 9}}",
			1 + .9 + .45, 1 + .1 + .05,
			[]string{`"a" right after topic "t"`, `"b" right after "c"`},
		},
		{
			"a topic is not torn apart", "topics: {t: [a, b]}\nquestions:\n  a: {options: [x, y], weights: {x: 9, y: 1}}\n  b: {options: [x, y], weights: {x: 1, y: 9}}\n  c: {options: [x, y], weights: {x: 1, y: 1}}",
			1 + .9 + .09, 1 + .1 + .09,
			[]string{`"a" right after "b"`},
		},
		{
			"a question stays below those its ask-if names", "questions:\n  a: {options: [x, y], weights: {x: 9, y: 1}}\n  b: {options: [x, y]}\n  c: {options: [x, y], ask-if: {a: x}, weights: {x: 1, y: 9}}",
			1 + .9 + .45, 1 + .5 + .45,
			[]string{`"a" right after "b"`},
		},
	} {
		d := compileText(t, c.text+routes)
		orders, ok := d.FindOrder()
		var got []string
		for _, m := range orders.Moves {
			got = append(got, m.String())
		}
		if !ok || !orders.Proved || math.Abs(orders.Present.Expected-c.present) > tolerance || math.Abs(orders.Best.Expected-c.best) > tolerance {
			t.Errorf("%s: got %v, best %v, proved %v", c.what, orders.Present.Expected, orders.Best.Expected, orders.Proved)
		}
		if fmt.Sprint(got) != fmt.Sprint(c.moves) {
			t.Errorf("%s: the moves %q, expected %q", c.what, got, c.moves)
		}
	}
}

// More questions than a word has bits: the topics are still kept, and what is not proved is not claimed.
func TestOrderOfManyQuestions(t *testing.T) {
	const n = 70
	questions, gate := "", []string{}
	for i := range n {
		questions += fmt.Sprintf("  q%d: {options: [x, y], weights: {x: %d, y: %d}}\n", i, n-i, i+1)
		gate = append(gate, fmt.Sprintf("q%d: x", i))
	}
	d := compileText(t, "topics: {t: [q0, q1], u: [q2, q3, q4]}\nquestions:\n"+questions+"routes:\n  r: {page: p, gate: {"+strings.Join(gate, ", ")+"}}\n")
	j, _ := d.Joint()
	o := newOrderer(d.Rules, j)
	if got, want := o.cost(o.present()), d.Rules.Expected(j); math.Abs(got-want) > tolerance {
		t.Fatalf("the present order costs %v, the tree's mean is %v", got, want)
	}
	if _, ok := o.exact(10_000); ok {
		t.Fatal("70 questions in any order are gone through in 10000 steps")
	}
	best := o.improve(o.present(), 2_000_000)
	if c := o.cost(best); !o.permitted(best) || c >= o.cost(o.present()) {
		t.Fatalf("moving finds %v at %v", best, c)
	}
	torn := slices.Insert(slices.Delete(o.present(), 1, 2), n-1, 1)
	if o.permitted(torn) || !o.permitted(shifted(o.present(), n-1, 2)) {
		t.Fatal("topics are torn apart, or may not change places")
	}
}

// Questions that are not counted bind those that are: what a question of a topic is asked after, its topic is asked
// after, and what an ask-if names through another question stands above too.
func TestOrderKeepsWhatIsNotCounted(t *testing.T) {
	const through = `questions:
  a: {options: [x, y], weights: {x: 9, y: 1}}
  b: {options: [x, y], ask-if: {a: x}}
  c: {options: [x, y], ask-if: {asked: b}, weights: {x: 1, y: 9}}
routes:
  r: {page: p, gate: {a: x, c: x}}
`
	for _, text := range []string{through, "topics: {t: [a, b, c]}\n" + through, `
topics: {t: [b, w]}
questions:
  a: {options: [x, y], weights: {x: 9, y: 1}}
  b: {options: [x, y], weights: {x: 1, y: 9}}
  w: {options: [x, y], ask-if: {a: x}, words-only: true}
routes:
  r: {page: p, gate: {a: x, b: x}}
`} {
		orders, _ := compileText(t, text).FindOrder()
		if len(orders.Present.Questions) != 2 || orders.Moves != nil || !orders.Proved {
			t.Errorf("of %v: the moves %v\n%s", orders.Present.Questions, orders.Moves, text)
		}
	}
}

func TestMoves(t *testing.T) {
	topic := &Topic{ID: "t"}
	all := map[rune]*Question{}
	for _, c := range "abcdefgh" {
		all[c] = &Question{ID: string(c)}
	}
	for _, c := range "bcd" {
		all[c].Topic, topic.Questions = topic, append(topic.Questions, all[c])
	}
	order := func(s string) []*Question {
		var out []*Question
		for _, c := range s {
			out = append(out, all[c])
		}
		return out
	}
	for _, c := range []struct{ old, now, want string }{
		{"abcdef", "abcdef", "[]"},
		{"abcdef", "fabcde", `["f" first]`},
		{"abcdef", "aefbcd", `["e" right after "a" "f" right after "e"]`},
		{"abcdefgh", "aefghbcd", `[topic "t" right after "h"]`},
		{"abcdef", "acdbef", `["b" right after "d"]`},
		{"abcdef", "adbcef", `["d" first in topic "t"]`},
		{"abcdef", "afdbce", `["f" right after "a" "d" first in topic "t"]`},
		{"abcdef", "bcdaef", `["a" right after topic "t"]`},
		{"", "", "[]"},
	} {
		if got := fmt.Sprint(changes(order(c.old), order(c.now))); got != c.want {
			t.Errorf("from %s to %s: %s, expected %s", c.old, c.now, got, c.want)
		}
	}
}

// The best orders of the site's own pathways are proved, and keep what belongs together.
func TestOrderOfTheSite(t *testing.T) {
	for _, name := range []string{"access", "support"} {
		data, err := os.ReadFile("../../../content/pathways/" + name + ".yaml")
		if err != nil {
			t.Fatal(err)
		}
		d := compileText(t, string(data))
		orders, ok := d.FindOrder()
		if !ok || !orders.Proved || orders.Best.Expected > orders.Present.Expected {
			t.Fatalf("%s: got %+v", name, orders)
		}
		same := slices.SortedFunc(slices.Values(orders.Best.Questions), func(a, b *Question) int { return cmp.Compare(a.Index, b.Index) })
		if !slices.Equal(same, orders.Present.Questions) {
			t.Errorf("%s: other questions are asked: %v", name, orders.Best.Questions)
		}
		t.Logf("%s: %.3f questions expected, %.3f at best: %v", name, orders.Present.Expected, orders.Best.Expected, orders.Moves)
	}
}
