package main

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"boussole/generator/internal/build"
	"boussole/generator/internal/pathway"

	"github.com/dop251/goja"
)

// Every visit of a pathway that ends at a route which hands answers over is followed to its end. What decide.js puts
// into the link is what Go says; read as the other page reads its address, it is answers that the other pathway knows,
// that count there, and that are true: their conditions hold in what the reader answered. That page goes on with a
// question that was not answered.
func TestHandOversOfTheSite(t *testing.T) {
	t.Parallel()
	pathways := map[string]*build.Pathway{}
	for _, p := range realSite(t).Pathways {
		pathways[p.Name] = p
	}
	routes := 0
	for _, p := range realSite(t).Pathways {
		for _, r := range p.Rules.Routes {
			if r.HandsOver == nil {
				continue
			}
			routes++
			h := &handOverVisit{t: t, p: p, r: r, to: pathways[r.HandsOver.To.Value], browser: linkJS(t, p), handed: map[string]int{}}
			h.follow(p.Rules.NewSituation())
			for _, a := range r.HandsOver.Answers {
				if h.handed[a.String()] == 0 {
					t.Errorf("%s: no visit hands over %s", r.ID, a)
				}
			}
			t.Logf("%s, route %s: %d visits, handed over: %v", p.Name, r.ID, h.visits, h.handed)
		}
	}
	if routes == 0 {
		t.Error("no route of the site hands anything over")
	}
}

type handOverVisit struct {
	t       *testing.T
	p, to   *build.Pathway
	r       *pathway.Route
	browser func(route string, s pathway.Situation) string
	visits  int
	handed  map[string]int
}

// follow answers the next question in every way, as long as the route may still be shown.
func (h *handOverVisit) follow(s pathway.Situation) {
	res := h.p.Diagram.Evaluate(s)
	if res.Contradiction >= 0 || res.Status[h.r.Index] < pathway.Possible {
		return
	}
	if res.Next == nil {
		h.visits++
		h.link(s)
		return
	}
	q := res.Next
	for o := range q.Options {
		s[q.Index] = o
		h.follow(s)
	}
	if q.Unknown {
		s[q.Index] = pathway.Unknown
		h.follow(s)
	}
	s[q.Index] = pathway.Unanswered
}

// link checks what the link of a result says.
func (h *handOverVisit) link(s pathway.Situation) {
	told := h.p.Rules.Describe(s)
	fragment := h.browser(h.r.ID, s)
	var want []string
	for _, a := range h.p.Diagram.HandOver(h.r, s) {
		want = append(want, a.String())
		h.handed[a.String()]++
	}
	if fragment != strings.Join(want, "&") {
		h.t.Fatalf("%s: the link says %q, Go says %v", told, fragment, want)
	}
	values, err := url.ParseQuery(fragment)
	if err != nil {
		h.t.Fatal(err)
	}
	answers := map[string]string{}
	for q, v := range values {
		answers[q] = v[0]
	}
	begin, err := h.to.Rules.Situation(answers)
	if err != nil || len(answers) != len(want) {
		h.t.Fatalf("%s: %s does not understand %q: %v", told, h.to.Name, fragment, err)
	}
	res := h.to.Diagram.Evaluate(begin)
	if res.Contradiction >= 0 || res.Next == nil || begin[res.Next.Index] != pathway.Unanswered {
		h.t.Fatalf("%s: %s begins with %q and asks %v, contradiction %d", told, h.to.Name, fragment, res.Next, res.Contradiction)
	}
	for _, q := range h.to.Rules.Questions {
		if begin[q.Index] >= 0 && !h.to.Diagram.Asks(q, begin) {
			h.t.Fatalf("%s: %s would leave the answer to %s aside", told, h.to.Name, q.ID)
		}
	}
}

// What is handed over on the site is what the words say, and no more: see the comments in the rules.
func TestHandedOverFromSupport(t *testing.T) {
	t.Parallel()
	for _, p := range realSite(t).Pathways {
		if p.Name != "support" {
			continue
		}
		link := linkJS(t, p)
		for _, who := range p.Rules.Question("who").OptionIDs() {
			s, err := p.Rules.Situation(map[string]string{"who": who, "product": "medicine", "need": "treat"})
			if err != nil {
				t.Fatal(err)
			}
			want := ""
			if slices.Contains([]string{"sme", "large"}, who) {
				want = "role=company"
			}
			if got := link("med-access", s); got != want {
				t.Errorf("who=%s hands over %q, want %q", who, got, want)
			}
		}
	}
}

// linkJS is the fragment that decide.js and pathway.js put into a route's link, after the answers of a situation.
func linkJS(t *testing.T, p *build.Pathway) func(route string, s pathway.Situation) string {
	t.Helper()
	vm := decideJS(t, p)
	v, err := vm.RunString(`
		(route, answers) => made.handOver(route, made.evaluate(answers)).map(pair => pair.join('=')).join('&')`)
	if err != nil {
		t.Fatal(err)
	}
	f, _ := goja.AssertFunction(v)
	return func(route string, s pathway.Situation) string {
		v, err := f(goja.Undefined(), vm.ToValue(route), vm.ToValue(answersJS(p.Rules, s)))
		if err != nil {
			t.Fatal(err)
		}
		return v.String()
	}
}
