package main

import (
	"encoding/json"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"boussole/generator/internal/build"
	"boussole/generator/internal/pathway"

	"github.com/dop251/goja"
	"golang.org/x/net/html"
)

// The tree that is followed by links, the browser's script and Go give the same result: every path of a tree is
// followed, the script on one path in forty and on the first to each result. The trees of a pathway in two languages
// lead the same way.
func TestTreeScriptAndGoAgree(t *testing.T) {
	t.Parallel()
	docs := documents(t)
	for _, p := range realSite(t).Pathways {
		var first map[string]*section
		found := 0
		for _, name := range slices.Sorted(maps.Keys(docs)) {
			trunk := sections(docs[name])
			if trunk["q1"] == nil || !docs[name].ids["route-"+p.Rules.Routes[0].ID] {
				continue
			}
			if found++; found > 1 {
				if !reflect.DeepEqual(trunk, first) {
					t.Errorf("%s does not lead as the other tree does", name)
				}
				continue
			}
			first = trunk
			c := &crawler{t: t, p: p, name: name, sections: trunk, decide: decider(t, p), seen: map[string]bool{}}
			c.follow("q1", p.Rules.NewSituation())
			if len(c.seen) != len(p.Trees[0].Rows) {
				t.Errorf("%s: %d results are reached, the diagram has %d", name, len(c.seen), len(p.Trees[0].Rows))
			}
			t.Logf("%s: %d paths to %d results", name, c.paths, len(c.seen))
		}
		if found != 2 {
			t.Errorf("pathway %s: %d trees, want one per language", p.Name, found)
		}
	}
}

// section is a step or a result of a tree as its page shows it.
type section struct {
	answers []string // the sections its answers lead to, in order; nil for a result
	routes  []string // sorted
}

func sections(d *document) map[string]*section {
	out := map[string]*section{}
	each(d.root, func(n *html.Node) {
		id, _ := attribute(n, "id")
		if n.Data != "section" || id == "" || strings.HasPrefix(id, "route-") {
			return
		}
		s := &section{}
		each(n, func(a *html.Node) {
			href, ok := attribute(a, "href")
			if a.Data != "a" || !ok {
				return
			}
			if route, isRoute := strings.CutPrefix(href, "#route-"); isRoute {
				s.routes = append(s.routes, route)
			} else if strings.HasPrefix(href, "#") { // not to the tree of another pathway
				s.answers = append(s.answers, strings.TrimPrefix(href, "#"))
			}
		})
		slices.Sort(s.routes)
		out[id] = s
	})
	return out
}

// decider returns decide.js as a function from answers to the routes it shows, sorted, and the next question.
func decider(t *testing.T, p *build.Pathway) func(pathway.Situation) (routes []string, next string) {
	t.Helper()
	script, err := os.ReadFile("../static/js/decide.js")
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(p.Diagram.Data())
	if err != nil {
		t.Fatal(err)
	}
	vm := goja.New()
	if _, err := vm.RunString(strings.ReplaceAll(string(script), "\nexport ", "\n")); err != nil {
		t.Fatal(err)
	}
	v, err := vm.RunString("const made = create(" + string(data) + `); answers => {
		const r = made.evaluate(answers);
		const shown = Object.keys(r.status).filter(id => r.status[id] === 'applies' || r.status[id] === 'possible');
		return JSON.stringify({ routes: r.fallback ? [FALLBACK] : shown.sort(), next: r.next });
	}`)
	if err != nil {
		t.Fatal(err)
	}
	fallback := ""
	if p.Rules.Otherwise != nil {
		fallback = p.Rules.Otherwise.ID
	}
	if err := vm.Set("FALLBACK", fallback); err != nil {
		t.Fatal(err)
	}
	f, _ := goja.AssertFunction(v)
	return func(s pathway.Situation) ([]string, string) {
		answers := map[string]string{}
		for i, q := range p.Rules.Questions {
			if s[i] >= 0 {
				answers[q.ID] = q.Options[s[i]].Value
			}
		}
		v, err := f(goja.Undefined(), vm.ToValue(answers))
		if err != nil {
			t.Fatal(err)
		}
		var out struct {
			Routes []string `json:"routes"`
			Next   string   `json:"next"`
		}
		if err := json.Unmarshal([]byte(v.String()), &out); err != nil {
			t.Fatal(err)
		}
		return out.Routes, out.Next
	}
}

// crawler follows every link of a tree.
type crawler struct {
	t        *testing.T
	p        *build.Pathway
	name     string
	sections map[string]*section
	decide   func(pathway.Situation) ([]string, string)
	seen     map[string]bool // results
	paths    int
}

func (c *crawler) follow(id string, s pathway.Situation) {
	sec := c.sections[id]
	if sec == nil {
		c.t.Fatalf("%s: there is no section %q", c.name, id)
	}
	res := c.p.Diagram.Evaluate(s)
	if sec.answers == nil {
		c.result(id, sec, s, res)
		return
	}
	// A visit begins with questions that only choose wording, which the tree leaves out.
	q := res.Next
	for q != nil && q.WordsOnly {
		s[q.Index] = 0
		q = c.p.Diagram.Evaluate(s).Next
	}
	if q == nil || len(q.Options) != len(sec.answers) {
		c.t.Fatalf("%s: %s has %d answers after %s, the visit asks %v", c.name, id, len(sec.answers), c.p.Rules.Describe(s), q)
	}
	for o, next := range sec.answers {
		s[q.Index] = o
		c.follow(next, s)
	}
	s[q.Index] = pathway.Unanswered
}

func (c *crawler) result(id string, sec *section, s pathway.Situation, res pathway.Result) {
	c.paths++
	want := append(c.p.Diagram.RoutesWith(res, pathway.Applies), c.p.Diagram.RoutesWith(res, pathway.Possible)...)
	if res.Fallback {
		want = append(want, c.p.Rules.Otherwise.ID)
	}
	slices.Sort(want)
	if res.Next != nil || !slices.Equal(want, sec.routes) {
		c.t.Fatalf("%s: %s shows %v after %s; Go says %v and asks %v", c.name, id, sec.routes, c.p.Rules.Describe(s), want, res.Next)
	}
	if !c.seen[id] || c.paths%40 == 0 {
		if routes, next := c.decide(s); next != "" || !slices.Equal(routes, want) {
			c.t.Fatalf("%s: after %s decide.js says %v and asks %q; Go says %v", c.name, c.p.Rules.Describe(s), routes, next, want)
		}
	}
	c.seen[id] = true
}
