package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"boussole/generator/internal/build"
	"boussole/generator/internal/pathway"

	"github.com/dop251/goja"
	"golang.org/x/net/html"
)

// The tree that is followed by links, the browser's script and Go give the same result: every path of a tree is
// followed, from page to page, the script on one path in forty and on the first to each result. The trees of a pathway
// in two languages are cut into the same pages and lead the same way.
func TestTreeScriptAndGoAgree(t *testing.T) {
	t.Parallel()
	docs := documents(t)
	for _, p := range realSite(t).Pathways {
		var first *trunk
		for _, name := range firstTreePages(t, p) {
			tree := readTrunk(name, func(page string) *html.Node {
				if d := docs[page]; d != nil {
					return d.root
				}
				return nil
			})
			if first != nil {
				if !reflect.DeepEqual(tree.sections, first.sections) || tree.pages != first.pages {
					t.Errorf("%s does not lead as the other tree does", name)
				}
				continue
			}
			first = tree
			c := &crawler{t: t, p: p, name: name, sections: tree.sections, decide: decider(t, p), seen: map[string]bool{}}
			c.follow("#q1", p.Rules.NewSituation())
			if len(c.seen) != len(p.Trees[0].Rows) {
				t.Errorf("%s: %d results are reached, the diagram has %d", name, len(c.seen), len(p.Trees[0].Rows))
			}
			if shown := len(p.Trees[0].Rows) + len(p.Trees[0].Nodes); shown != len(tree.sections) {
				t.Errorf("%s: %d questions and results are shown, the diagram has %d", name, len(tree.sections), shown)
			}
			t.Logf("%s: %d pages, %d paths to %d results", name, tree.pages, c.paths, len(c.seen))
		}
	}
}

// firstTreePages are the pages on which the trees of a pathway begin, one per language.
func firstTreePages(t *testing.T, p *build.Pathway) []string {
	t.Helper()
	var out []string
	for _, asking := range realSite(t).Site.Pages {
		if asking.Pathway.Value == p.Name {
			out = append(out, strings.TrimSuffix(asking.Path, ".html")+map[string]string{"fr": "-arbre.html", "en": "-tree.html"}[asking.Lang])
		}
	}
	if len(out) != 2 {
		t.Fatalf("pathway %s is asked by %d pages, want one per language", p.Name, len(out))
	}
	return out
}

// trunk is the questions and results of a tree on all its pages, by place: "#q1" on the first page, "-2#q80" on the
// second, whatever the language.
type trunk struct {
	sections map[string]*section
	pages    int
}

// section is a step or a result of a tree as its page shows it.
type section struct {
	answers []string // the places its answers lead to, in order; nil for a result
	routes  []string // sorted
}

// readTrunk reads the pages of a tree from the first on; page gives them, nil for none.
func readTrunk(first string, page func(name string) *html.Node) *trunk {
	out := &trunk{sections: map[string]*section{}}
	stem := strings.TrimSuffix(first, ".html")
	for suffix := ""; ; suffix = fmt.Sprintf("-%d", out.pages+1) {
		root := page(stem + suffix + ".html")
		if root == nil {
			return out
		}
		out.pages++
		out.read(root, path.Base(stem), suffix)
	}
}

// read reads the page whose address is the stem and the suffix.
func (tr *trunk) read(root *html.Node, stem, suffix string) {
	each(root, func(n *html.Node) {
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
			file, anchor, _ := strings.Cut(href, "#")
			to := suffix
			if file != "" {
				var own bool
				if to, own = strings.CutPrefix(strings.TrimSuffix(file, ".html"), stem); !own {
					return // to the tree of another pathway
				}
			}
			if route, isRoute := strings.CutPrefix(anchor, "route-"); isRoute {
				s.routes = append(s.routes, route)
			} else {
				s.answers = append(s.answers, to+"#"+anchor)
			}
		})
		slices.Sort(s.routes)
		tr.sections[suffix+"#"+id] = s
	})
}

// Every page of a tree leads to its first question and to all its pages.
func TestPagesOfTreesMeet(t *testing.T) {
	t.Parallel()
	docs := documents(t)
	for _, p := range realSite(t).Pathways {
		for _, first := range firstTreePages(t, p) {
			page := regexp.MustCompile("^" + regexp.QuoteMeta(strings.TrimSuffix(first, ".html")) + `(-\d+)?\.html$`)
			var all []string
			for name := range docs {
				if page.MatchString(name) {
					all = append(all, name)
				}
			}
			if len(all) < 2 {
				t.Errorf("%s: the tree stands on %d pages", first, len(all))
			}
			for _, name := range all {
				links := docs[name].links
				for _, to := range all {
					if !slices.Contains(links, path.Base(to)) {
						t.Errorf("%s does not lead to %s", name, to)
					}
				}
				begin := path.Base(first) + "#q1"
				if name == first {
					begin = "#q1"
				}
				if !slices.Contains(links, begin) {
					t.Errorf("%s does not lead to the first question", name)
				}
			}
		}
	}
}

// decideJS runs decide.js; there, made is the pathway.
func decideJS(t *testing.T, p *build.Pathway) *goja.Runtime {
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
	if _, err := vm.RunString(strings.ReplaceAll(string(script), "\nexport ", "\n") + "\nconst made = create(" + string(data) + ");"); err != nil {
		t.Fatal(err)
	}
	return vm
}

// answersJS is a situation as decide.js takes it.
func answersJS(rs *pathway.Ruleset, s pathway.Situation) map[string]string {
	answers := map[string]string{}
	for i, q := range rs.Questions {
		switch {
		case s[i] >= 0:
			answers[q.ID] = q.Options[s[i]].Value
		case s[i] == pathway.Unknown:
			answers[q.ID] = pathway.UnknownID
		}
	}
	return answers
}

// decider returns decide.js as a function from answers to the routes it shows, sorted, and the next question.
func decider(t *testing.T, p *build.Pathway) func(pathway.Situation) (routes []string, next string) {
	t.Helper()
	vm := decideJS(t, p)
	v, err := vm.RunString(`answers => {
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
		v, err := f(goja.Undefined(), vm.ToValue(answersJS(p.Rules, s)))
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
