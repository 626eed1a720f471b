package pathway

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"boussole/generator/internal/source"

	"pgregory.net/rapid"
)

// A search finds a situation exactly where the conjunction of the diagrams has one and where trying every situation
// finds one. What it finds shows the demands whatever the answers are that it leaves open, and needs each of its
// answers for that.
func TestSearchIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := drawRules(t)
		d := compileText(t, text)
		p := &prover{d: d, sp: d.space, union: unionLimit}
		var wanted []mask // per route, the statuses that will do
		demands := []demand{p.exists()}
		for _, r := range d.Rules.Routes {
			want := mask(rapid.IntRange(1, 15).Draw(t, r.ID))
			wanted = append(wanted, want)
			demands = append(demands, p.is(r, want))
		}
		fault := func(s Situation) bool {
			return !slices.ContainsFunc(d.Rules.Routes, func(r *Route) bool { return maskOf(int(r.eval(s)))&wanted[r.Index] == 0 })
		}
		want := false
		d.Rules.complete(d.Rules.NewSituation(), func(s Situation) { want = want || fault(s) })
		both, ok := p.conjunction(demands)
		if !ok || (both != terminal(0)) != want {
			t.Fatalf("the conjunction says %v, want %v\n%s", both != terminal(0), want, text)
		}
		s, found := p.searchFor(demands)
		if found != want {
			t.Fatalf("the search says %v, want %v\n%s", found, want, text)
		}
		if !found {
			return
		}
		if !shows(d, s, fault) {
			t.Fatalf("%s does not meet the demands\n%s", d.Rules.Describe(s), text)
		}
		for i, a := range s {
			if a != Unanswered {
				s[i] = Unanswered
				if shows(d, s, fault) {
					t.Fatalf("%s is enough without %s\n%s", d.Rules.Describe(s), d.Rules.Questions[i].ID, text)
				}
				s[i] = a
			}
		}
	})
}

// shows reports whether every way to answer what s leaves open can exist and has the fault.
func shows(d *Diagram, s Situation, fault func(Situation) bool) bool {
	return !slices.ContainsFunc(allAnswers(d.Rules, s), func(a Situation) bool {
		c := d.Rules.asked(a)
		return !d.Rules.possible(c) || !fault(c)
	})
}

// Searching changes no finding, only which situation shows it.
func TestSearchFindsWhatTheUnionFinds(t *testing.T) {
	findings := func(text string, limit int) []string {
		var out []string
		for _, m := range compileText(t, text).prove(nil, limit) {
			said := m.Message
			for _, cut := range []string{"lead to no route: ", "both apply with "} {
				said, _, _ = strings.Cut(said, cut)
			}
			out = append(out, said+m.Hint)
		}
		return out
	}
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Replace(drawRules(t), "otherwise: none\n", rapid.SampledFrom([]string{"", "otherwise: none\n"}).Draw(t, "otherwise"), 1)
		if !strings.HasPrefix(text, "otherwise") {
			text = strings.Replace(text, "  none: {page: p, fallback: true}\n", "", 1)
		}
		if strings.Contains(text, "  r1:") {
			text += "exclusive: [[r0, r1]]\n"
		}
		if a, b := findings(text, unionLimit), findings(text, 0); !slices.Equal(a, b) {
			t.Fatalf("with conjunctions:\n%s\nwithout:\n%s\n%s", strings.Join(a, "\n"), strings.Join(b, "\n"), text)
		}
	})
}

// Where neither the conjunction nor the search ends within the limit, the error names the proof and the questions,
// and the other proofs are made all the same.
func TestProofThatTakesTooLong(t *testing.T) {
	rs := parseText(t, pigeons(16))
	d, _ := Compile(rs, 0)
	ds := d.Prove(nil)
	if len(ds) != 1 || !ds.HasErrors() {
		t.Fatalf("%d findings, want one", len(ds))
	}
	want := "the rules are too entangled to prove that every situation has a route within 1000000 steps; the search turns most at p"
	if m := ds[0]; !strings.HasPrefix(m.Message, want) || !strings.HasPrefix(m.Pos.String(), "rules.yaml:") || m.Hint == "" {
		t.Errorf("got %s: %s (%s)", m.Pos, m.Message, m.Hint)
	}
}

// Few pigeons in few holes are proved, either way: there is always a hole for two.
func TestSearchFindsThatThereIsNone(t *testing.T) {
	for _, limit := range []int{unionLimit, 0} {
		if ds := compileText(t, pigeons(6)).prove(nil, limit); len(ds) > 0 {
			t.Errorf("%s", ds[0].Message)
		}
	}
}

// A union that grows beyond its steps and a search that ends at once, with and without a gap.
func TestSearchInPlaceOfTheUnion(t *testing.T) {
	for _, whole := range []bool{false, true} {
		d := compileText(t, entangled(whole))
		p := &prover{d: d, sp: d.space, union: unionLimit}
		var demands []demand
		for _, r := range d.Rules.Routes {
			demands = append(demands, p.is(r, unavailable))
		}
		if _, ok := p.conjunction(demands); ok {
			t.Error("the union is small: this shows nothing")
		}
		// Options that nothing tells apart are chance.
		ds := slices.DeleteFunc(d.Prove(nil), func(m source.Diagnostic) bool { return m.Severity == source.Note })
		const gap = "these answers lead to no route: "
		switch {
		case whole && len(ds) > 0:
			t.Errorf("every situation has a route, but %s", ds[0].Message)
		case !whole && (len(ds) != 1 || !strings.HasPrefix(ds[0].Message, gap)):
			t.Errorf("%d findings, want a gap", len(ds))
		case !whole:
			// The situation is one, and an answer fewer would not do.
			s := d.Rules.NewSituation()
			for _, a := range strings.Split(strings.TrimPrefix(ds[0].Message, gap), ", ") {
				id, option, _ := strings.Cut(a, "=")
				q := d.Rules.Question(id)
				s[q.Index] = q.Option(option)
			}
			if res := d.Evaluate(s); !res.Fallback {
				t.Errorf("%s has a route", d.Rules.Describe(s))
			}
			for i, a := range s {
				if a < 0 {
					continue
				}
				s[i] = Unanswered
				if res := d.Evaluate(s); res.Fallback {
					t.Errorf("%s is not needed", d.Rules.Questions[i].ID)
				}
				s[i] = a
			}
		}
	}
}

// pigeons asks each of holes+1 pigeons for its hole; a route for each two applies where they share one. There is
// always one, and no short proof of it by cases.
func pigeons(holes int) string {
	var b, criteria, routes strings.Builder
	b.WriteString("questions:\n")
	var list []string
	for h := range holes {
		list = append(list, fmt.Sprintf("h%d", h))
	}
	for p := range holes + 1 {
		fmt.Fprintf(&b, "  p%d: {options: [%s]}\n", p, strings.Join(list, ", "))
		for o := range p {
			var any []string
			for _, h := range list {
				any = append(any, fmt.Sprintf("{p%d: %s, p%d: %s}", o, h, p, h))
			}
			fmt.Fprintf(&criteria, "  c%d-%d: {when: {any: [%s]}}\n", o, p, strings.Join(any, ", "))
			fmt.Fprintf(&routes, "  r%d-%d: {page: p, needs: [c%d-%d]}\n", o, p, o, p)
		}
	}
	return b.String() + "criteria:\n" + criteria.String() + "routes:\n" + routes.String()
}
