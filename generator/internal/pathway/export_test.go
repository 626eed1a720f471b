package pathway

import (
	"encoding/csv"
	"os"
	"slices"
	"strings"
	"testing"

	"boussole/generator/internal/source"

	"pgregory.net/rapid"
)

// statusOf is the status of a route, the fallback included, in a complete situation, read off the rules.
func statusOf(rs *Ruleset, r *Route, s Situation) Status {
	if !r.Fallback {
		return r.eval(s)
	}
	if slices.ContainsFunc(rs.Routes, func(o *Route) bool { return o.eval(s) >= Possible }) {
		return Hidden
	}
	return Applies
}

// Each complete situation is in exactly one case of each route, and that case has its status.
func TestWaysAreDisjointAndComplete(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := drawRules(t)
		d := compileText(t, text)
		for _, r := range d.Rules.routesAndFallback() {
			ways, ds := d.Ways(r)
			if ds.HasErrors() {
				t.Fatal(ds)
			}
			d.Rules.complete(d.Rules.NewSituation(), func(s Situation) {
				var hits []Way
				for _, w := range ways {
					if w.holds(s) {
						hits = append(hits, w)
					}
				}
				if len(hits) != 1 || hits[0].Impossible >= 0 || hits[0].Status != statusOf(d.Rules, r, s) {
					t.Fatalf("%s: route %s is %v, its cases say %v\n%s", d.Rules.Describe(s), r.ID, statusOf(d.Rules, r, s), hits, text)
				}
			})
		}
	})
}

func (w Way) holds(s Situation) bool {
	for i, options := range w.Options {
		if options != nil && !slices.Contains(options, s[i]) {
			return false
		}
	}
	return true
}

const priceRules = `otherwise: closed
questions:
  season: {options: [summer, winter]}
  age: {options: [child, adult, senior]}
  card: {ask-if: {age: [adult, senior]}, options: [valid, expired, none]}
criteria:
  young: {when: {age: child}}
  reduced: {when: {card: valid}, maybe: {card: expired}}
routes:
  free: {page: p, gate: {season: summer}, needs: [young]}
  reduced: {page: p, gate: {season: summer}, needs: [reduced]}
  closed: {page: p, fallback: true}
impossible:
  - {when: {age: senior, card: expired}, because: for-life}
`

// priceWords hold every character that means something to a program that draws.
const priceWords = `question.season.ask: 'When? "Now" & here | there; 1 #2 <b>'
question.season.option.summer: 'Summer \ [June]'
question.season.option.winter: Winter
question.age.ask: "How old\nare you?"
question.age.option.child: Child
question.age.option.adult: Adult
question.age.option.senior: "Senior --> {65+}"
question.card.ask: Your card
question.card.option.valid: valid
question.card.option.expired: expired
question.card.option.none: none
criterion.young.is: x
criterion.young.why-not: x
criterion.reduced.is: x
criterion.reduced.why-not: x
route.free.name: "Free \u0022entry\u0022"
route.free.summary: x
route.free.next: x
route.reduced.name: "` + "`Reduced`" + ` price"
route.reduced.summary: x
route.reduced.next: x
route.closed.name: Come back
route.closed.summary: x
route.closed.next: x
impossible.for-life: Such a card is for life.
`

const priceCSV = `route,season,age,card,status
free,summer,child,,applies
free,summer,adult,,excluded
free,summer,senior,valid|none,excluded
free,summer,senior,expired,impossible
free,winter,child|adult,,hidden
free,winter,senior,valid|none,hidden
free,winter,senior,expired,impossible
reduced,summer,child,,excluded
reduced,summer,adult,valid,applies
reduced,summer,adult,expired,possible
reduced,summer,adult,none,excluded
reduced,summer,senior,valid,applies
reduced,summer,senior,expired,impossible
reduced,summer,senior,none,excluded
reduced,winter,child|adult,,hidden
reduced,winter,senior,valid|none,hidden
reduced,winter,senior,expired,impossible
closed,summer,child,,hidden
closed,summer,adult,valid|expired,hidden
closed,summer,adult,none,applies
closed,summer,senior,valid,hidden
closed,summer,senior,expired,impossible
closed,summer,senior,none,applies
closed,winter,child|adult,,applies
closed,winter,senior,valid|none,applies
closed,winter,senior,expired,impossible
`

func TestCSV(t *testing.T) {
	got, ds := compileText(t, priceRules).CSV()
	if ds.HasErrors() || strings.ReplaceAll(got, "\r\n", "\n") != priceCSV {
		t.Errorf("got\n%s%v", got, ds)
	}
	if strings.Count(got, "\r\n") != strings.Count(got, "\n") {
		t.Error("a line does not end in CRLF")
	}
	records, err := csv.NewReader(strings.NewReader(got)).ReadAll()
	if err != nil || len(records) != strings.Count(priceCSV, "\n") {
		t.Errorf("%d records, %v", len(records), err)
	}
}

const priceMermaid = `flowchart TD
  n0["When? #34;Now#34; #38; here #124; there#59; 1 #35;2 #60;b#62;"]
  n1["How old are you?"]
  n2(["✓ Free #34;entry#34;"])
  n3["Your card"]
  n4(["✓ #96;Reduced#96; price"])
  n5(["? #96;Reduced#96; price"])
  n6(["✓ Come back"])
  n7["Your card"]
  n8(["∅ Such a card is for life."])
  n9["How old are you?"]
  n10["Your card"]
  n0 -->|"Summer #92; #91;June#93;"| n1
  n0 -->|"Winter"| n9
  n1 -->|"Child"| n2
  n1 -->|"Adult"| n3
  n1 -->|"Senior #45;#45;#62; #123;65#43;#125;"| n7
  n3 -->|"valid"| n4
  n3 -->|"expired"| n5
  n3 -->|"none"| n6
  n7 -->|"valid"| n4
  n7 -->|"expired"| n8
  n7 -->|"none"| n6
  n9 -->|"Child / Adult"| n6
  n9 -->|"Senior #45;#45;#62; #123;65#43;#125;"| n10
  n10 -->|"valid / none"| n6
  n10 -->|"expired"| n8
`

const priceDOT = `digraph "rules" {
  graph [rankdir=TB, charset="UTF-8"];
  node [shape=box, style=rounded];
  n0 [label="When? \"Now\" &amp; here | there; 1 #2\n<b>"];
  n1 [label="How old are you?"];
  n2 [label="✓ Free \"entry\"", shape=ellipse, style=solid];
  n3 [label="Your card"];
  n4 [label="✓ ` + "`Reduced`" + ` price", shape=ellipse, style=solid];
  n5 [label="? ` + "`Reduced`" + ` price", shape=ellipse, style=solid];
  n6 [label="✓ Come back", shape=ellipse, style=solid];
  n7 [label="Your card"];
  n8 [label="∅ Such a card is for life.", shape=ellipse, style=solid];
  n9 [label="How old are you?"];
  n10 [label="Your card"];
  n0 -> n1 [label="Summer \\ [June]"];
`

func TestDrawings(t *testing.T) {
	d := compileText(t, priceRules)
	w := wordsText(t, d.Rules, priceWords)
	mermaid, dot := d.Mermaid(w), d.DOT(w)
	if len(mermaid) != 1 || mermaid[0].Title != "rules" || mermaid[0].Text != priceMermaid {
		t.Errorf("got %d drawings\n%s", len(mermaid), mermaid[0].Text)
	}
	if len(dot) != 1 || !strings.HasPrefix(dot[0].Text, priceDOT) || !strings.HasSuffix(dot[0].Text, "];\n}\n") {
		t.Errorf("got %d drawings\n%s", len(dot), dot[0].Text)
	}
	// A drawing that is too large becomes one per route.
	graphs := d.graphs(nil, 3)
	var titles []string
	for _, g := range graphs {
		titles = append(titles, g.title)
	}
	if !slices.Equal(titles, []string{"free", "reduced", "closed"}) {
		t.Errorf("drawings of %v", titles)
	}
}

// Following the arrows of either kind of drawing leads to the result.
func TestGraphsLeadToResults(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := drawRules(t)
		d := compileText(t, text)
		all, single := d.graphs(nil, 1<<30), d.graphs(nil, -1)
		routes := d.Rules.routesAndFallback()
		if len(all) != 1 || len(single) != len(routes) {
			t.Fatalf("%d and %d drawings", len(all), len(single))
		}
		d.Rules.complete(d.Rules.NewSituation(), func(s Situation) {
			var applies, possible []string
			for i, r := range routes {
				marks := map[Status]string{Applies: "✓ " + r.ID, Possible: "? " + r.ID, Excluded: "✗", Hidden: "–"}
				st := statusOf(d.Rules, r, s)
				if got := single[i].follow(t, d.Rules, s); !slices.Equal(got, []string{marks[st]}) {
					t.Fatalf("%s: route %s is %v, its drawing ends at %v\n%s", d.Rules.Describe(s), r.ID, st, got, text)
				}
				switch st {
				case Applies:
					applies = append(applies, marks[st])
				case Possible:
					possible = append(possible, marks[st])
				}
			}
			if got := all[0].follow(t, d.Rules, s); !slices.Equal(got, append(applies, possible...)) {
				t.Fatalf("%s: %v apply, %v are possible, the drawing ends at %v\n%s", d.Rules.Describe(s), applies, possible, got, text)
			}
		})
	})
}

// follow walks a graph that was drawn without words.
func (g graph) follow(t *rapid.T, rs *Ruleset, s Situation) []string {
	at := 0
	for !g.parts[at].end {
		q := rs.Question(g.parts[at].lines[0])
		if s[q.Index] < 0 {
			t.Fatalf("%s: the drawing asks %s", rs.Describe(s), q.ID)
		}
		i := slices.IndexFunc(g.parts[at].arrows, func(a arrow) bool { return slices.Contains(a.labels, q.Options[s[q.Index]].Value) })
		at = g.parts[at].arrows[i].to
	}
	return g.parts[at].lines
}

// The same rules give the same bytes.
func TestExportsAreDeterministic(t *testing.T) {
	data, err := os.ReadFile("../../../content/pathways/access.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var first []string
	for range 3 {
		d := compileText(t, string(data))
		table, _ := d.CSV()
		model, _ := d.DMN(nil)
		all := []string{table, model}
		for _, g := range append(d.Mermaid(nil), d.DOT(nil)...) {
			all = append(all, g.Title, g.Text)
		}
		if first != nil && !slices.Equal(all, first) {
			t.Fatal("the same rules gave other exports")
		}
		first = all
	}
}

func wordsText(t *testing.T, rs *Ruleset, text string) *Words {
	t.Helper()
	f, ds := source.New("rules.en.yaml", []byte(text))
	w, more := ParseWords(rs, f)
	if ds = append(ds, more...); ds.HasErrors() {
		ds.Print(os.Stderr)
		t.Fatal("the words do not parse")
	}
	return w
}

// TestDMNGolden holds the decision tables of a small pathway; they are valid against the schema of DMN 1.3.
func TestDMNGolden(t *testing.T) {
	d := compileText(t, priceRules)
	model, ds := d.DMN(wordsText(t, d.Rules, priceWords))
	if ds.HasErrors() {
		t.Fatal(ds)
	}
	golden(t, "testdata/export/price.dmn", model)
}
