package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"boussole/generator/internal/build"
	"boussole/generator/internal/pathway"

	"github.com/rogpeppe/go-internal/txtar"
	"golang.org/x/net/html"
)

// Routes of many topics have one tree per topic where a tree of all would be too large. What the trees of the page
// say together is what the browser's script says, for complete answers drawn at random.
func TestTreePerTopic(t *testing.T) {
	t.Parallel()
	const topics = 8
	r := build.Build(topicSite(t, topics), build.Options{})
	for _, d := range r.Diagnostics {
		if d.Severity < 2 {
			t.Fatalf("%s: %s: %s", d.Pos, d.Severity, d.Message)
		}
	}
	p := r.Pathways[0]
	if _, ok := p.Diagram.Joint(); ok || len(p.Trees) != topics {
		t.Fatalf("%d trees, all routes in one: %v; want %d and no", len(p.Trees), ok, topics)
	}
	for name, want := range map[string][]string{
		"en/find/price-tree.html":    {"Part 3 of 8. Topic 2, question 0?", "If none of the parts leads to a route: Closed", "Go on with the next part"},
		"fr/trouver/prix-arbre.html": {"Partie 3 sur 8. Sujet 2, question 0 ?", "Si aucune des parties ne mène à une voie : Fermé", "Continuer par la partie suivante"},
	} {
		var text strings.Builder
		tree := readTrunk(name, func(name string) *html.Node {
			if _, err := r.Tree.Stat(name); err != nil {
				return nil
			}
			page := treePage(t, r, name)
			text.WriteString(innerText(page))
			return page
		})
		if tree.pages < 2 {
			t.Errorf("%s: the trees stand on one page", name)
		}
		said := strings.Join(strings.Fields(strings.NewReplacer("\u202f", " ", "\u00a0", " ").Replace(text.String())), " ")
		for _, w := range want {
			if !strings.Contains(said, w) {
				t.Errorf("%s does not say %q", name, w)
			}
		}
		followTopics(t, p, name, tree)
	}
}

// followTopics follows the trees of all topics with the same answers.
func followTopics(t *testing.T, p *build.Pathway, name string, tree *trunk) {
	t.Helper()
	decide := decider(t, p)
	roots, first := map[int]string{}, 1 // the place where each part begins
	for i, j := range p.Trees {
		for place := range tree.sections {
			if strings.HasSuffix(place, fmt.Sprintf("#q%d", first)) {
				roots[i] = place
			}
		}
		first += len(j.Nodes)
	}
	random := rand.New(rand.NewPCG(1, 1))
	for range 200 {
		s := p.Rules.NewSituation()
		for i, q := range p.Rules.Questions {
			s[i] = random.IntN(len(q.Options))
		}
		var got []string
		fallbacks := 0
		for i, j := range p.Trees {
			at, ref := roots[i], j.Root
			for !ref.IsTerminal() {
				n := j.Nodes[ref]
				at, ref = tree.sections[at].answers[s[n.Question]], n.Branches[s[n.Question]]
			}
			result := tree.sections[at]
			if next := []string{roots[i+1]}; i < len(p.Trees)-1 && !slices.Equal(result.answers, next) || i == len(p.Trees)-1 && result.answers != nil {
				t.Fatalf("%s: %s leads on to %v, want %v unless it is of the last part", name, at, result.answers, next)
			}
			if slices.Equal(result.routes, []string{"closed"}) {
				fallbacks++
			} else {
				got = append(got, result.routes...)
			}
		}
		if fallbacks == len(p.Trees) {
			got = []string{"closed"}
		}
		slices.Sort(got)
		if want, next := decide(s); next != "" || !slices.Equal(got, want) {
			t.Fatalf("%s: after %s the trees say %v, decide.js says %v and asks %q", name, p.Rules.Describe(s), got, want, next)
		}
		if res := p.Diagram.Evaluate(s); res.Fallback != (fallbacks == len(p.Trees)) || res.Status == nil {
			t.Fatalf("%s: after %s Go says %v", name, p.Rules.Describe(s), pathway.Result(res))
		}
	}
}

func treePage(t *testing.T, r *build.Result, name string) *html.Node {
	t.Helper()
	data, err := fs.ReadFile(r.Tree, name)
	if err != nil {
		t.Fatal(err, r.Tree.Files())
	}
	root, err := html.Parse(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

func innerText(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	text := ""
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		text += innerText(c)
	}
	return text
}

// topicSite is the small site of pool.txtar whose pathway has routes of several topics, their questions by turns.
func topicSite(t *testing.T, topics int) fs.FS {
	t.Helper()
	out := fstest.MapFS{}
	for _, folder := range []string{"layouts", "static"} {
		err := fs.WalkDir(os.DirFS(".."), folder, func(name string, e fs.DirEntry, err error) error {
			if err == nil && !e.IsDir() {
				var data []byte
				data, err = os.ReadFile("../" + name)
				out[name] = &fstest.MapFile{Data: data}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	archive, err := txtar.ParseFile(pool)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range archive.Files {
		out[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	rules, fr, en := topicRules(topics)
	for name, text := range map[string]string{"yaml": rules, "fr.yaml": fr, "en.yaml": en, "scenarios.yaml": "[]\n"} {
		out["content/pathways/price."+name] = &fstest.MapFile{Data: []byte(text)}
	}
	return out
}

func topicRules(topics int) (rules, fr, en string) {
	const perTopic, routes = 3, 3
	var q, c, r, f, e strings.Builder
	for k := range perTopic {
		for i := range topics {
			id := fmt.Sprintf("t%d-q%d", i, k)
			fmt.Fprintf(&q, "  %s: {options: [a, b, c]}\n", id)
			fmt.Fprintf(&f, "question.%s.ask: \"Sujet %d, question %d ?\"\n", id, i, k)
			fmt.Fprintf(&e, "question.%s.ask: \"Topic %d, question %d?\"\n", id, i, k)
			for _, o := range []string{"a", "b", "c"} {
				fmt.Fprintf(&f, "question.%s.option.%s: \"Réponse %s\"\n", id, o, o)
				fmt.Fprintf(&e, "question.%s.option.%s: \"Answer %s\"\n", id, o, o)
			}
		}
	}
	for i := range topics {
		for k := range routes {
			criterion, route := fmt.Sprintf("t%d-c%d", i, k), fmt.Sprintf("t%d-r%d", i, k)
			option := string("abc"[k])
			fmt.Fprintf(&c, "  %s: {when: {t%d-q0: [%s], t%d-q%d: [a, b]}, maybe: {t%d-q%d: c, t%d-q0: a}, source: pool-prices}\n", criterion, i, option, i, 1+k%2, i, 2-k%2, i)
			fmt.Fprintf(&r, "  %s: {page: prices/free, needs: [%s]}\n", route, criterion)
			for _, w := range []struct {
				to         *strings.Builder
				is, not, n string
			}{{&f, "Tout y est.", "Il manque une chose.", "Voie"}, {&e, "All is there.", "One thing is missing.", "Route"}} {
				fmt.Fprintf(w.to, "criterion.%s.is: %q\ncriterion.%s.why-not: %q\n", criterion, w.is, criterion, w.not)
				for _, part := range []string{"name", "summary", "next"} {
					fmt.Fprintf(w.to, "route.%s.%s: \"%s %d %d.\"\n", route, part, w.n, i, k)
				}
			}
		}
	}
	f.WriteString("route.closed.name: \"Fermé\"\nroute.closed.summary: \"C'est fermé.\"\nroute.closed.next: \"Revenez.\"\n")
	e.WriteString("route.closed.name: \"Closed\"\nroute.closed.summary: \"It is closed.\"\nroute.closed.next: \"Come back.\"\n")
	rules = "reviewed: 2026-11-22\nreview-by: 2027-05-22\notherwise: closed\nquestions:\n" + q.String() +
		"criteria:\n" + c.String() + "routes:\n" + r.String() + "  closed: {page: prices/index, fallback: true}\n"
	return rules, f.String(), e.String()
}
