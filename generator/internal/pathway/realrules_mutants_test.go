package pathway

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"sort"
	"strings"
	"testing"

	"boussole/generator/internal/source"
)

// noticed says what a mutant is noticed by, the first of these.
type noticed int

const (
	byRefusal    noticed = iota // the rules cannot be read, or words are missing or left over
	byProof                     // a proof, with an error or a warning
	byScenario                  // a scenario that stands beside the rules
	byDifference                // only the difference with the version before
	byNothing                   // all of them, the difference too, say that nothing changed
)

func (n noticed) String() string {
	return [...]string{"refused", "proof", "scenario", "difference", "no change"}[n]
}

// leastScore is the share of the mutants that can be read and change a result which proofs and scenarios notice, in
// percent. What they let pass is told by the difference alone, which an editor sees only when there is a version
// before.
const leastScore = 90

// Every single change to the rules of the site is noticed by what reads them, by a proof, a scenario or the
// difference, or the difference says that there is none; and what the difference says is so: judged by enumerating
// situations, it tells of exactly the routes that change, and shows situations in which they do.
func TestMutantsOfRealRulesAreNoticed(t *testing.T) {
	for _, name := range realPathways {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBreeder(t, name)
			all := mutants(t, b.text)
			every := 1
			if testing.Short() {
				every = 10
			}
			for i := 0; i < len(all); i += every {
				b.mutant(i, all[i])
			}
			b.report()
		})
	}
}

// The mutants of rules that use what the rules of the site do not: impossible situations and nested conditions.
func TestMutantsOfImpossibleSituationsAreNoticed(t *testing.T) {
	text := realText(t, "access.yaml") + `
impossible:
  - {when: {listed: aap, ma-status: ma-lost}, because: lost-and-open}
  - {when: {all: [{already: after-trial}, {trial: [none, academic]}, {not: {any: [{urgency: life}, {asked: fits}]}}]}, because: no-trial-to-follow}
`
	b := newBreeder(t, "access")
	b.text, b.original, b.words = text, compileText(t, text), false
	n := 0
	for i, m := range mutants(t, text) {
		if strings.HasPrefix(m.name, "impossible") {
			b.mutant(i, m)
			n++
		}
	}
	if n < 20 {
		t.Errorf("%d mutants, want all changes to two entries", n)
	}
}

// breeder judges the mutants of one pathway.
type breeder struct {
	t         *testing.T
	name      string
	text      string
	original  *Diagram
	words     bool // hold the words of the pathway against the mutant too
	wordFiles []*source.File
	scenarios []*Scenario
	draw      *rand.Rand
	counts    map[string]map[noticed]int // per kind of change
	unnoticed []string                   // change a result, only the difference tells
	changing  int                        // can be read and change a result
}

func newBreeder(t *testing.T, name string) *breeder {
	b := &breeder{t: t, name: name, text: realText(t, name+".yaml"), words: true, draw: rand.New(rand.NewPCG(5, 6)), counts: map[string]map[noticed]int{}}
	b.original = compileText(t, b.text)
	b.scenarios = realScenarios(t, name)
	for _, lang := range []string{"fr", "en"} {
		f, _ := source.New(name+"."+lang+".yaml", []byte(realText(t, name+"."+lang+".yaml")))
		b.wordFiles = append(b.wordFiles, f)
	}
	// A tree that is written again means what it meant.
	same := compileText(t, ruleText(ruleTree(t, b.text)))
	if x, ok := Diff(b.original, same); !ok || !x.Same() || len(changedRoutes(b.original.Rules, same.Rules)) > 0 {
		t.Fatalf("rules written from their tree differ: %+v", x)
	}
	return b
}

func (b *breeder) mutant(i int, m mutant) {
	d := b.compile(m)
	if d == nil {
		b.count(m, byRefusal)
		return
	}
	routes := changedRoutes(b.original.Rules, d.Rules)
	x, ok := Diff(b.original, d)
	if !ok {
		b.t.Errorf("%s: the difference takes too many steps", m.name)
		return
	}
	b.differenceIsTrue(m, x, routes)
	if i%4 == 0 {
		b.mirrors(m, x, d)
	}
	by := byNothing
	switch {
	case len(routes) > 0 && b.scenarioFails(d): // where no result changes, none can fail
		by = byScenario
	case provesWrong(d):
		by = byProof
	case !x.Same():
		by = byDifference
	}
	b.count(m, by)
	if len(routes) > 0 {
		if b.changing++; by == byDifference {
			b.unnoticed = append(b.unnoticed, m.name+" ("+strings.Join(routes, ", ")+")")
		}
	}
}

// compile returns the mutant's diagram, nil when something is said of it before it is proved. Words are held against
// the changes that can concern them; to read them takes as long as all the rest.
func (b *breeder) compile(m mutant) *Diagram {
	f, ds := source.New("rules.yaml", []byte(m.text))
	rs, more := Parse(b.name, f)
	if ds = append(ds, more...); ds.HasErrors() {
		return nil
	}
	if b.words && (strings.HasPrefix(m.kind, "question's option") || m.kind == "unknown dropped") {
		for _, f := range b.wordFiles {
			if _, ds := ParseWords(rs, f); ds.HasErrors() {
				return nil
			}
		}
	}
	d, ds := Compile(rs, 0)
	if ds.HasErrors() {
		b.t.Fatalf("%s: %v", m.name, ds)
	}
	return d
}

func provesWrong(d *Diagram) bool {
	return slices.ContainsFunc(d.Prove(nil), func(d source.Diagnostic) bool { return d.Severity < source.Note })
}

func (b *breeder) scenarioFails(d *Diagram) bool {
	return slices.ContainsFunc(b.scenarios, func(s *Scenario) bool { return d.Run(s) != "" })
}

func (b *breeder) count(m mutant, by noticed) {
	if b.counts[m.kind] == nil {
		b.counts[m.kind] = map[noticed]int{}
	}
	b.counts[m.kind][by]++
}

func (b *breeder) report() {
	total := map[noticed]int{}
	for _, kind := range slices.Sorted(maps.Keys(b.counts)) {
		line := ""
		for by := byRefusal; by <= byNothing; by++ {
			if n := b.counts[kind][by]; n > 0 {
				line += fmt.Sprintf(", %s %d", by, n)
				total[by] += n
			}
		}
		b.t.Logf("%-26s %s", kind, line[2:])
	}
	score := 100 * float64(b.changing-len(b.unnoticed)) / float64(b.changing)
	b.t.Logf("in all: refused %d, proof %d, scenario %d, difference alone %d, no change %d", total[byRefusal], total[byProof], total[byScenario], total[byDifference], total[byNothing])
	b.t.Logf("%d mutants that can be read change a result; proofs and scenarios notice %.1f %%", b.changing, score)
	sort.Strings(b.unnoticed)
	for _, name := range b.unnoticed {
		b.t.Logf("only the difference notices %s", name)
	}
	if score < leastScore && !testing.Short() {
		b.t.Errorf("proofs and scenarios notice %.1f %% of the changes, want at least %d %%: scenarios are missing for those above", score, leastScore)
	}
}

// differenceIsTrue holds the difference against the naive judgement.
func (b *breeder) differenceIsTrue(m mutant, x *Difference, routes []string) {
	b.t.Helper()
	var told []string
	for _, r := range x.Routes {
		told = append(told, r.ID)
	}
	slices.Sort(told)
	if !slices.Equal(told, routes) {
		b.t.Errorf("%s: the difference tells of %v, read naively %v change", m.name, told, routes)
		return
	}
	old, now := b.original.Rules, x.New.Rules
	other := !slices.EqualFunc(old.Questions, now.Questions, func(p, q *Question) bool {
		return p.ID == q.ID && slices.Equal(p.OptionIDs(), q.OptionIDs()) && p.Unknown == q.Unknown
	}) || asksWordsOtherwise(old, now)
	if x.Same() == (len(routes) > 0 || other) {
		b.t.Errorf("%s: the difference says same: %v, but %d routes change, and questions: %v", m.name, x.Same(), len(routes), other)
	}
	for _, r := range x.Routes {
		for _, tr := range r.Transitions {
			for _, c := range tr.Cases {
				b.replay(m, x, r.ID, tr, c)
			}
		}
	}
}

// replay reads a case that the difference shows in both versions, its open questions answered at random.
func (b *breeder) replay(m mutant, x *Difference, route string, tr Transition, c WideCase) {
	b.t.Helper()
	for range 3 {
		var s [2]Situation
		for side, d := range []*Diagram{x.Old, x.New} {
			s[side] = d.Rules.NewSituation()
		}
		for i, q := range x.New.Rules.Questions {
			options := q.OptionIDs()
			for _, a := range c.Answers {
				if a.Question == q.ID {
					options = a.Options
				}
			}
			o := options[b.draw.IntN(len(options))]
			s[1][i] = q.Option(o)
			if old := x.Old.Rules.Question(q.ID); old != nil {
				if s[0][old.Index] = old.Option(o); s[0][old.Index] < 0 {
					return // an answer that the old version does not know
				}
			}
		}
		if from, to := x.Old.judge(route, s[0]), x.New.judge(route, s[1]); from != word(tr.From, tr.FromNowhere) || to != word(tr.To, tr.ToNowhere) {
			b.t.Errorf("%s: route %s is said to go from %v to %v with %v, but with %s it goes from %s to %s", m.name, route, tr.From, tr.To, c.Answers, x.New.Rules.Describe(s[1]), from, to)
		}
	}
}

// mirrors holds the difference against the one the other way.
func (b *breeder) mirrors(m mutant, x *Difference, d *Diagram) {
	b.t.Helper()
	y, ok := Diff(d, b.original)
	if !ok || y.Same() != x.Same() || len(y.Routes) != len(x.Routes) {
		b.t.Errorf("%s: the difference has no mirror", m.name)
		return
	}
	for _, pair := range [][2][]string{
		{x.AddedQuestions, y.RemovedQuestions},
		{x.RemovedQuestions, y.AddedQuestions},
		{x.AddedOptions, y.RemovedOptions},
		{x.RemovedOptions, y.AddedOptions},
		{x.AddedRoutes, y.RemovedRoutes},
		{x.RemovedRoutes, y.AddedRoutes},
		{x.Unknown, y.Unknown},
		{x.Asked, y.Asked},
	} {
		if !slices.Equal(pair[0], pair[1]) {
			b.t.Errorf("%s: one way %v, the other way %v", m.name, pair[0], pair[1])
		}
	}
	one, other := map[string]bool{}, map[string]bool{}
	for _, r := range append(x.Routes, RouteChange{"fallback", x.Fallback}) {
		for _, tr := range r.Transitions {
			one[r.ID+" "+word(tr.From, tr.FromNowhere)+" "+word(tr.To, tr.ToNowhere)+" "+tr.Share.String()] = true
		}
	}
	for _, r := range append(y.Routes, RouteChange{"fallback", y.Fallback}) {
		for _, tr := range r.Transitions {
			other[r.ID+" "+word(tr.To, tr.ToNowhere)+" "+word(tr.From, tr.FromNowhere)+" "+tr.Share.String()] = true
		}
	}
	if !maps.Equal(one, other) {
		b.t.Errorf("%s: one way %v, the other way %v", m.name, one, other)
	}
}
