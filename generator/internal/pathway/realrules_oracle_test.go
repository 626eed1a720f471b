package pathway

import (
	"encoding/json"
	"math/big"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"boussole/generator/internal/source"

	"github.com/dop251/goja"
)

// The tests of this file hold the two pathways of the site, not drawn ones, against a naive reading of their rules:
// every complete situation, for the diagrams, the tree and the decision tables; a part of them, chosen so that every
// route has each status it can have, for what walks slower. Nothing here is drawn anew at each run.

// realPathways are the pathways of the site.
var realPathways = []string{"access", "support"}

// realText is a file of a pathway of the site, such as access.yaml.
func realText(t testing.TB, name string) string {
	t.Helper()
	data, err := os.ReadFile("../../../content/pathways/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// realScenarios are the scenarios that stand beside the rules of the pathway.
func realScenarios(t testing.TB, name string) []*Scenario {
	t.Helper()
	f, ds := source.New(name+".scenarios.yaml", []byte(realText(t, name+".scenarios.yaml")))
	out, more := ParseScenarios(f)
	if ds = append(ds, more...); ds.HasErrors() {
		t.Fatal(ds)
	}
	return out
}

// mostSituations is how many complete situations are all looked at; of a pathway with more, every n-th is, so that
// they are about so many.
func mostSituations() int {
	if testing.Short() {
		return 20_000
	}
	return 3_000_000
}

// eachSituation calls f with every complete situation that can exist, questions that only choose wording left
// unanswered, in an order that never changes. It reads the rules and no diagram. f must not keep s; it says whether
// to go on.
func (rs *Ruleset) eachSituation(f func(s Situation) bool) {
	s := rs.NewSituation()
	var fill func(i int) bool
	fill = func(i int) bool {
		for i < len(s) && (rs.Questions[i].WordsOnly || rs.Questions[i].AskIf != nil && !rs.Questions[i].AskIf.eval(s)) {
			i++
		}
		if i == len(s) {
			return !rs.possible(s) || f(s)
		}
		for o := range rs.Questions[i].Options {
			s[i] = o
			if !fill(i + 1) {
				return false
			}
		}
		s[i] = Unanswered
		return true
	}
	fill(0)
}

// follow is the value at the end of a complete situation's way through exported nodes.
func follow(nodes []Node, r Ref, s Situation) int {
	for !r.IsTerminal() {
		r = nodes[r].Branches[s[nodes[r].Question]]
	}
	return r.Value()
}

// readings are the statuses of all routes as the rules, read naively, have them.
func (rs *Ruleset) readings(s Situation, into []Status) []Status {
	into = into[:0]
	for _, r := range rs.Routes {
		into = append(into, r.eval(s))
	}
	return into
}

// Every complete situation: naive reading, diagrams, tree and the tables of the DMN export say the same, and the
// counts are exact. What is kept on the way is then put to the walk of a visit and to the browser's script.
func TestRealRulesOnEverySituation(t *testing.T) {
	for _, name := range realPathways {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := compileText(t, realText(t, name+".yaml"))
			shares, ok := d.Shares()
			if !ok || !shares.Situations.IsInt64() {
				t.Fatal("the situations are not counted")
			}
			c := newComparison(t, d)
			every := 1 + (int(shares.Situations.Int64())-1)/mostSituations()
			all := 0
			d.Rules.eachSituation(func(s Situation) bool {
				if all++; (all-1)%every == 0 {
					c.situation(s)
				}
				return true
			})
			if int64(all) != shares.Situations.Int64() {
				t.Errorf("%d situations are met, %v are counted", all, shares.Situations)
			}
			if every == 1 {
				c.counts(shares)
			}
			t.Logf("%d of %d situations compared, %d of them in the tables of the DMN export", c.compared, all, c.inTables)
			c.walks()
		})
	}
}

// tableSituations is about how many situations go through the decision tables, which are read row by row.
const tableSituations = 160_000

// kept is how many situations of each route and status are kept for what walks slower.
const kept = 5

// comparison holds what is compared in every situation, and what it adds up to.
type comparison struct {
	t        *testing.T
	d        *Diagram
	joint    *Joint
	tables   []exportedTable
	want     []Status // reused
	compared int
	inTables int
	stride   int
	status   [][4]int64
	fallback int64
	samples  map[[2]int][]Situation
	draw     *rand.Rand
}

func newComparison(t *testing.T, d *Diagram) *comparison {
	joint, ok := d.Joint()
	if !ok {
		t.Fatal("there is no tree")
	}
	shares, _ := d.Shares()
	return &comparison{
		t: t, d: d, joint: joint, tables: exportedTables(t, d),
		stride: 1 + int(shares.Situations.Int64())/tableSituations,
		status: make([][4]int64, len(d.Rules.Routes)), samples: map[[2]int][]Situation{}, draw: rand.New(rand.NewPCG(1, 2)),
	}
}

func (c *comparison) situation(s Situation) {
	rs, d := c.d.Rules, c.d
	c.want = rs.readings(s, c.want)
	none := true
	row := c.joint.Rows[follow(c.joint.Nodes, c.joint.Root, s)]
	for i, want := range c.want {
		if got := Status(follow(d.Nodes, d.Routes[i], s)); got != want {
			c.t.Fatalf("%s: the diagram has %s %v, read naively it is %v", rs.Describe(s), rs.Routes[i].ID, got, want)
		}
		if row.Status[i] != want {
			c.t.Fatalf("%s: the tree has %s %v, read naively it is %v", rs.Describe(s), rs.Routes[i].ID, row.Status[i], want)
		}
		none = none && want < Possible
		c.status[i][want]++
		c.keep([2]int{i, int(want)}, c.status[i][want], s)
	}
	if none {
		c.fallback++
		c.keep([2]int{-1, 0}, c.fallback, s)
	}
	if row.Fallback != none {
		c.t.Fatalf("%s: the tree shows the fallback: %v, read naively: %v", rs.Describe(s), row.Fallback, none)
	}
	for i, cr := range rs.Criteria {
		if got, want := Truth(follow(d.Nodes, d.Criteria[i], s)), cr.eval(s); got != want {
			c.t.Fatalf("%s: the diagram says %s %v, read naively it %v", rs.Describe(s), cr.ID, got, want)
		}
	}
	for i, q := range rs.Questions {
		if got := follow(d.Nodes, d.AskIf[i], s) == 1; got != (q.AskIf == nil || q.AskIf.eval(s)) {
			c.t.Fatalf("%s: the diagram says that %s is asked: %v", rs.Describe(s), q.ID, got)
		}
	}
	if c.compared++; c.compared%c.stride == 0 {
		c.inTables++
		for i, table := range c.tables {
			want := Hidden
			if i < len(c.want) {
				want = c.want[i]
			} else if none {
				want = Applies
			}
			if got, hits := table.decide(s); hits != 1 || got != want {
				c.t.Fatalf("%s: %d rules of %s match and say %v, read naively it is %v", rs.Describe(s), hits, table.name, got, want)
			}
		}
	}
}

// keep keeps a few situations of each sort, each as likely as another: the n-th takes a place with chance kept/n.
func (c *comparison) keep(sort [2]int, n int64, s Situation) {
	if n <= kept {
		c.samples[sort] = append(c.samples[sort], slices.Clone(s))
	} else if i := c.draw.Int64N(n); i < kept {
		c.samples[sort][i] = slices.Clone(s)
	}
}

// counts holds the exact counts against what was counted by hand.
func (c *comparison) counts(shares *Shares) {
	for i, r := range c.d.Rules.Routes {
		for st, n := range c.status[i] {
			if shares.Routes[i][st].Cmp(big.NewInt(n)) != 0 {
				c.t.Errorf("route %s is %v in %d situations, %v are counted", r.ID, Status(st), n, shares.Routes[i][st])
			}
		}
	}
	if shares.Fallback.Cmp(big.NewInt(c.fallback)) != 0 {
		c.t.Errorf("the fallback is shown in %d situations, %v are counted", c.fallback, shares.Fallback)
	}
}

// sampled returns the situations kept, each once, in an order that never changes.
func (c *comparison) sampled() []Situation {
	var out []Situation
	seen := map[string]bool{}
	for route := -1; route < len(c.d.Rules.Routes); route++ {
		for st := range 4 {
			for _, s := range c.samples[[2]int{route, st}] {
				if key := c.d.Rules.Describe(s); !seen[key] {
					seen[key] = true
					out = append(out, s)
				}
			}
		}
	}
	return out
}

// walks puts the situations kept, whole and with answers missing, to the walk of a visit and to the browser's script.
func (c *comparison) walks() {
	program, err := goja.Compile("decide.js", decideJS(c.t), true)
	if err != nil {
		c.t.Fatal(err)
	}
	script := statusScript(c.t, program, c.d)
	complete, partial := 0, 0
	for _, s := range c.sampled() {
		c.visit(script, s, c.d.Rules.readings(s, nil))
		complete++
		if p, completions := c.d.Rules.forget(c.draw, s); completions > 0 {
			want, _ := c.d.Rules.naive(p)
			c.visit(script, p, want)
			partial++
		}
	}
	c.t.Logf("%d complete and %d partial situations in the walk of a visit and in decide.js", complete, partial)
}

func (c *comparison) visit(script func(Situation) (map[string]string, bool), s Situation, want []Status) {
	rs := c.d.Rules
	res := c.d.Evaluate(s)
	none := !slices.Contains(want, Applies) && !slices.Contains(want, Possible)
	if !slices.Equal(res.Status, want) || res.Fallback != none || res.Contradiction >= 0 {
		c.t.Fatalf("%s: Evaluate says %v, fallback %v; read naively %v", rs.Describe(s), res.Status, res.Fallback, want)
	}
	got, fallback := script(s)
	for i, r := range rs.Routes {
		if got[r.ID] != want[i].String() {
			c.t.Fatalf("%s: decide.js has %s %s, read naively it is %v", rs.Describe(s), r.ID, got[r.ID], want[i])
		}
	}
	if fallback != none {
		c.t.Fatalf("%s: decide.js shows the fallback: %v, read naively: %v", rs.Describe(s), fallback, none)
	}
}

// mostCompletions is how many completions a partial situation may have to be judged by looking at all of them.
const mostCompletions = 1_000

// forget takes answers away from a situation, some for "I do not know", as many as leave at most mostCompletions
// completions; it returns how many there are, 0 when nothing could be forgotten.
func (rs *Ruleset) forget(draw *rand.Rand, s Situation) (Situation, int) {
	s = slices.Clone(s)
	completions := 0
	for _, i := range draw.Perm(len(s)) {
		if s[i] < 0 {
			continue
		}
		answer := s[i]
		s[i] = Unanswered
		if rs.Questions[i].Unknown && draw.IntN(2) == 0 {
			s[i] = Unknown
		}
		n := 0
		rs.completions(s, func(Situation) bool { n++; return n <= mostCompletions })
		if n > mostCompletions {
			s[i] = answer
			if draw.IntN(3) == 0 {
				break
			}
			continue
		}
		completions = n
	}
	return s, completions
}

// completions calls f with every completion of s that can exist until f says to stop. f must not keep it.
func (rs *Ruleset) completions(s Situation, f func(Situation) bool) {
	at := rs.NewSituation()
	var fill func(i int) bool
	fill = func(i int) bool {
		if i == len(s) {
			return !rs.possible(at) || f(at)
		}
		q := rs.Questions[i]
		at[i] = Unanswered
		if q.AskIf != nil && !q.AskIf.eval(at) {
			return fill(i + 1)
		}
		for o := range q.Options {
			if s[i] < 0 || s[i] == o {
				at[i] = o
				if !fill(i + 1) {
					return false
				}
			}
		}
		at[i] = Unanswered
		return true
	}
	fill(0)
}

// statusScript is decide.js on the diagram's data: the statuses by the ids of the routes, and the fallback.
func statusScript(t *testing.T, program *goja.Program, d *Diagram) func(Situation) (map[string]string, bool) {
	t.Helper()
	vm := newBrowser(t, program, d).vm
	v, err := vm.RunString(`answers => { const r = made.evaluate(answers); return JSON.stringify([r.status, r.fallback]); }`)
	if err != nil {
		t.Fatal(err)
	}
	call, _ := goja.AssertFunction(v)
	return func(s Situation) (map[string]string, bool) {
		v, err := call(goja.Undefined(), vm.ToValue(d.Rules.answersJS(s)))
		if err != nil {
			t.Fatal(err)
		}
		status, fallback := map[string]string{}, false
		if err := json.Unmarshal([]byte(v.String()), &[]any{&status, &fallback}); err != nil {
			t.Fatal(err)
		}
		return status, fallback
	}
}
