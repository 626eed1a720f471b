package pathway

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/dop251/goja"
	"pgregory.net/rapid"
)

// drawHandOver lets the first route of a rule set hand answers over, on conditions of every part of the language.
func drawHandOver(t *rapid.T, text string) string {
	rs := parseText(t, text)
	var condition func(depth int) string
	condition = func(depth int) string {
		kind := rapid.IntRange(0, 3).Draw(t, "kind of condition")
		if depth < 2 && kind >= 2 {
			return fmt.Sprintf("{%s: [%s, %s]}", []string{"any", "all"}[kind-2], condition(depth+1), condition(depth+1))
		}
		q := rapid.SampledFrom(rs.Questions).Draw(t, "question")
		options := rapid.SliceOfNDistinct(rapid.SampledFrom(q.OptionIDs()), 1, -1, rapid.ID).Draw(t, "options")
		return fmt.Sprintf("{%s: [%s]}", q.ID, strings.Join(options, ", "))
	}
	answers := fmt.Sprintf("{a: {x: %s, y: %s}, b: {z: %s}}", condition(0), condition(0), condition(0))
	return strings.Replace(text, "  r0: {page: p", "  r0: {page: p, hands-over: {to: other, answers: "+answers+"}", 1)
}

func answersOf(hs []Handed) []string {
	out := []string{}
	for _, h := range hs {
		out = append(out, h.String())
	}
	return out
}

// naiveHandOver are the answers whose conditions hold in every completion.
func (rs *Ruleset) naiveHandOver(r *Route, s Situation) (answers []string, exists bool) {
	answers = answersOf(r.HandsOver.Answers)
	rs.complete(s, func(c Situation) {
		exists = true
		for _, h := range r.HandsOver.Answers {
			if !h.When.eval(c) {
				answers = slices.DeleteFunc(answers, func(a string) bool { return a == h.String() })
			}
		}
	})
	return answers, exists
}

// What is handed over is what every completion hands over: in Go, in the browser and at each result of the tree.
func TestHandOverAgreesWithNaiveReading(t *testing.T) {
	program, err := goja.Compile("decide.js", decideJS(t), true)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(rt *rapid.T) {
		d := compileText(rt, drawHandOver(rt, drawRules(rt)))
		rs := d.Rules
		r0, j := rs.Route("r0"), mustJoint(rt, d)
		inBrowser := handOverJS(t, program, d)
		for range 3 {
			s := d.relevant(drawSituation(rt, rs))
			want, exists := rs.naiveHandOver(r0, s)
			if !exists {
				continue // there is no result, hence no link
			}
			if got := answersOf(d.HandOver(r0, s)); !slices.Equal(got, want) {
				rt.Fatalf("%s hands over %v, want %v", rs.Describe(s), got, want)
			}
			if got := inBrowser(rs.Fragment(s)); !slices.Equal(got, want) {
				rt.Fatalf("%s hands over %v in the browser, want %v", rs.Describe(s), got, want)
			}
		}
		want := make([][]string, len(j.Rows))
		rs.complete(rs.NewSituation(), func(s Situation) {
			row := j.At(s).Value()
			here, _ := rs.naiveHandOver(r0, s)
			if want[row] == nil {
				want[row] = here
			}
			want[row] = slices.DeleteFunc(want[row], func(a string) bool { return !slices.Contains(here, a) })
		})
		for row, got := range d.HandedAt(j, r0) {
			if want[row] != nil && !slices.Equal(answersOf(got), want[row]) {
				rt.Fatalf("result %d hands over %v, want %v", row+1, answersOf(got), want[row])
			}
		}
	})
}

func mustJoint(t interface{ Fatal(...any) }, d *Diagram) *Joint {
	j, ok := d.Joint()
	if !ok {
		t.Fatal("the joint diagram of a small rule set is too large")
	}
	return j
}

// handOverJS is what decide.js hands over on the route r0, after the answers of a fragment.
func handOverJS(t testing.TB, program *goja.Program, d *Diagram) func(fragment string) []string {
	t.Helper()
	vm := newBrowser(t, program, d).vm
	v, err := vm.RunString(`fragment => {
		const answers = Object.fromEntries(fragment.split('&').filter(Boolean).map(p => p.split('=')));
		return JSON.stringify(made.handOver('r0', made.evaluate(answers)).map(p => p.join('=')));
	}`)
	if err != nil {
		t.Fatal(err)
	}
	f, _ := goja.AssertFunction(v)
	return func(fragment string) (out []string) {
		v, err := f(goja.Undefined(), vm.ToValue(fragment))
		if err == nil {
			err = json.Unmarshal([]byte(v.String()), &out)
		}
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
}

// A fragment says the situation, and reads back as the page reads it.
func TestFragment(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rs := parseText(t, drawRules(t))
		s := drawSituation(t, rs)
		values, err := url.ParseQuery(rs.Fragment(s))
		if err != nil {
			t.Fatal(err)
		}
		answers := map[string]string{}
		for id, v := range values {
			if len(v) != 1 {
				t.Fatalf("%s is answered %d times", id, len(v))
			}
			answers[id] = v[0]
		}
		if back, err := rs.Situation(answers); err != nil || !slices.Equal(back, s) {
			t.Fatalf("%v became %v through %q: %v", s, back, rs.Fragment(s), err)
		}
	})
}

func TestInAll(t *testing.T) {
	rs := parseText(t, "questions: {k: {options: [x, y]}}\nroutes: {r: {page: p, hands-over: {to: o, answers: {a: {x: {k: x}, y: {k: y}}, b: {z: {k: [x, y]}}}}}}\n")
	all := rs.Route("r").HandsOver.Answers
	if got := answersOf(InAll([][]Handed{all, all[1:], {all[2], all[1]}})); !slices.Equal(got, []string{"a=y", "b=z"}) {
		t.Errorf("in all are %v", got)
	}
	if got := InAll(nil); got != nil {
		t.Errorf("no list has %v", got)
	}
}

// The pathway that hands over, and the one that takes.
const (
	handingRules = `
questions:
  who: {options: [sme, large, care]}
  kind: {options: [drug, device]}
routes:
  go: {page: p, gate: {kind: drug}, hands-over: {to: other, answers: %s}}
  stay: {page: p, gate: {kind: device}}
`
	takingRules = `
otherwise: none
questions:
  role: {options: [company, doctor], words-only: true}
  type: {options: [drug, device]}
  depth: {ask-if: {type: device}, options: [deep, flat]}
  paper: {options: [yes, no]}
routes:
  a: {page: p, gate: {type: drug, paper: yes}}
  b: {page: p, gate: {depth: deep}}
  none: {page: p, fallback: true}
impossible:
  - {when: {type: drug, paper: no}, because: always-on-paper}
`
)

func TestCheckHandOver(t *testing.T) {
	for _, c := range []struct{ answers, want, hint string }{
		{answers: "{role: {company: {who: [sme, large]}}, type: {drug: {kind: drug}}}"},
		{answers: "{type: {drug: {kind: drug}}, paper: {yes: {who: sme}}}"},
		// Where who is sme, type is device: the question about depth is asked there, and only there.
		{answers: "{type: {device: {who: sme}}, depth: {deep: {who: sme}}}"},
		// Nothing is said about type: the question about depth can still be asked.
		{answers: "{depth: {deep: {who: sme}}}"},
		{answers: "{rule: {company: {who: sme}}}", want: `the pathway "rules" has no question "rule"`, hint: `did you mean "role"?`},
		{answers: "{role: {compny: {who: sme}}}", want: `question "role" of the pathway "rules" has no option "compny"`, hint: `did you mean "company"?`},
		{answers: "{role: {unknown: {who: sme}}}", want: `question "role" of the pathway "rules" has no option "unknown"`},
		{
			answers: "{type: {drug: {kind: drug}}, depth: {deep: {who: [sme, care]}}}",
			want:    `route "go" hands over an answer to "depth", which the pathway "rules" does not ask then: type=drug&depth=deep is handed over with who=sme, kind=drug`,
			hint:    "hand it over only where the question is asked, or hand over the answers that lead to it",
		},
		{
			answers: "{type: {drug: {kind: drug}}, paper: {yes: {who: sme}, no: {who: large}}}",
			want:    `route "go" hands over answers that the pathway "rules" holds for impossible together: type=drug&paper=no, with who=large, kind=drug`,
		},
	} {
		d, to := compileText(t, fmt.Sprintf(handingRules, c.answers)), compileText(t, takingRules)
		ds := d.CheckHandOver(d.Rules.Route("go"), to, nil)
		if c.want == "" {
			if len(ds) > 0 {
				t.Errorf("%s: %s", c.answers, ds[0].Message)
			}
			continue
		}
		if len(ds) != 1 || ds[0].Message != c.want {
			t.Errorf("%s:\n got %v\nwant %s", c.answers, ds, c.want)
			continue
		}
		if c.hint != "" && ds[0].Hint != c.hint {
			t.Errorf("%s: the hint is %q, want %q", c.answers, ds[0].Hint, c.hint)
		}
		if line, col := ds[0].Pos.LineCol(); line != 6 || col < 50 {
			t.Errorf("%s: reported at %d:%d", c.answers, line, col)
		}
	}
}

// More combinations than can be gone through are said to be too many.
func TestCheckHandOverWays(t *testing.T) {
	var own, other, answers strings.Builder
	for i := range 8 {
		fmt.Fprintf(&own, "  q%d: {options: [x, y, z]}\n", i)
		fmt.Fprintf(&other, "  a%d: {options: [x, y]}\n", i)
		fmt.Fprintf(&answers, "a%d: {x: {q%d: x}, y: {q%d: y}}, ", i, i, i)
	}
	d := compileText(t, "questions:\n"+own.String()+"routes:\n  r: {page: p, hands-over: {to: other, answers: {"+answers.String()+"}}}\n")
	to := compileText(t, "questions:\n"+other.String()+"routes:\n  r: {page: p, gate: {a0: x}}\n")
	ds := d.CheckHandOver(d.Rules.Route("r"), to, nil)
	if len(ds) != 1 || !strings.Contains(ds[0].Message, "more than 5000 combinations") {
		t.Errorf("got %v", ds)
	}
}
