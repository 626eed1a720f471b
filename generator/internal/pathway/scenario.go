package pathway

import (
	"fmt"
	"slices"
	"strings"

	"boussole/generator/internal/source"
)

// Scenario is an example situation with the result that is expected of it. What a key means is its tag doc, which
// editors show.
//
// A scenario file is a list of them:
//
//   - id: m01
//     fr: …
//     en: …
//     answers: {product: medicine, serious: unknown}
//     applies: []
//     possible: [route]
//     possible-includes: []
//     never-applies: [route]
//     source: an address or a source id
//
// The fallback route may be named under applies: it is then expected to be shown.
type Scenario struct {
	ID               source.Text   `yaml:"id,required" doc:"A short name for the scenario; no two have the same."`
	FR               source.Text   `yaml:"fr" doc:"The situation in words, in French."`
	EN               source.Text   `yaml:"en" doc:"The situation in words, in English."`
	Answers          *source.Node  `yaml:"answers,required" doc:"Questions with an option, or unknown for “I do not know”. A question that is left out has no answer yet."`
	Applies          []source.Text `yaml:"applies,required" doc:"Exactly the routes that apply. The fallback route may be among them."`
	Possible         exactList     `yaml:"possible" doc:"Exactly the routes that are possible. Left out, any may be."`
	PossibleIncludes []source.Text `yaml:"possible-includes" doc:"At least these routes are possible."`
	Excluded         exactList     `yaml:"excluded" doc:"Exactly the routes that are mentioned but fall. Left out, any may be. The routes in no list are not mentioned at all."`
	NeverApplies     []source.Text `yaml:"never-applies" doc:"None of these routes applies."`
	Source           source.Text   `yaml:"source" doc:"Where the case comes from: an address or the id of a source."`
	Basis            source.Text   `yaml:"basis" doc:"What the case rests on: a real case, a public question, a rule."`
	Origin           source.Text   `yaml:"origin" doc:"Where the case comes from, in more detail."`
	AsOf             source.Text   `yaml:"as-of" doc:"The day at which the case is judged."`

	answers map[string]source.Text
}

// Shape implements [source.Shaped].
func (Scenario) Shape() map[string]source.Form {
	ids := &source.Form{ID: true}
	return map[string]source.Form{
		"answers":           {Like: map[string]source.Text{}, Items: ids},
		"applies":           {Items: ids},
		"possible":          {Like: []source.Text{}, List: true, Items: ids},
		"possible-includes": {Items: ids},
		"excluded":          {Like: []source.Text{}, List: true, Items: ids},
		"never-applies":     {Items: ids},
	}
}

// exactList tells an empty list, which expects nothing, from no list, which expects anything.
type exactList struct {
	given bool
	ids   []source.Text
}

// UnmarshalNode implements [source.Unmarshaler].
func (l *exactList) UnmarshalNode(n *source.Node, ds *source.Diagnostics) {
	if n.Kind != source.List {
		ds.Errorf(n.Pos, "found %s, expected a list of routes", n.Kind)
		return
	}
	l.given = true
	for _, item := range n.Items {
		if item.Kind != source.Scalar {
			ds.Errorf(item.Pos, "found %s, expected the id of a route", item.Kind)
			continue
		}
		l.ids = append(l.ids, source.Text{Value: item.Text, Pos: item.Pos})
	}
}

// ParseScenarios reads a scenario file.
func ParseScenarios(f *source.File) ([]*Scenario, source.Diagnostics) {
	root, ds := source.ParseYAML(f)
	if root == nil {
		return nil, ds
	}
	if root.Kind != source.List {
		ds.Errorf(root.Pos, "a scenario file is %s, expected a list of scenarios", root.Kind)
		return nil, ds
	}
	var out []*Scenario
	seen := map[string]source.Pos{}
	for _, item := range root.Items {
		s := &Scenario{answers: map[string]source.Text{}}
		own := source.Decode(item, s)
		ds = append(ds, own...)
		if own.HasErrors() {
			continue
		}
		if first, twice := seen[s.ID.Value]; twice {
			ds.Add(source.Diagnostic{Pos: s.ID.Pos, Message: fmt.Sprintf("the scenario %q stands twice", s.ID.Value), Related: []source.Related{{Pos: first, Message: "the first one"}}})
			continue
		}
		seen[s.ID.Value] = s.ID.Pos
		if s.Answers.Kind != source.Map && s.Answers.Kind != source.Null {
			ds.Errorf(s.Answers.Pos, "answers are %s, expected questions with options", s.Answers.Kind)
			continue
		}
		for _, p := range s.Answers.Pairs {
			if p.Value.Kind != source.Scalar {
				ds.Errorf(p.Value.Pos, "the answer to %q is %s, expected an option", p.Key.Text, p.Value.Kind)
				continue
			}
			s.answers[p.Key.Text] = source.Text{Value: p.Value.Text, Pos: p.Value.Pos}
		}
		out = append(out, s)
	}
	return out, ds
}

// Situation returns the scenario's answers as a situation.
func (s *Scenario) Situation(rs *Ruleset) (Situation, error) {
	named := map[string]string{}
	for q, o := range s.answers {
		named[q] = o.Value
	}
	return rs.Situation(named)
}

// Failure says what a scenario expected and what it got; it is empty when the scenario holds.
type Failure string

// Run evaluates the scenario and compares.
func (d *Diagram) Run(s *Scenario) Failure {
	situation, err := s.Situation(d.Rules)
	if err != nil {
		return Failure(err.Error())
	}
	for _, list := range [][]source.Text{s.Applies, s.Possible.ids, s.PossibleIncludes, s.Excluded.ids, s.NeverApplies} {
		for _, id := range list {
			if d.Rules.route[id.Value] == nil {
				return Failure(fmt.Sprintf("unknown route %q%s", id.Value, hintText(id.Value, keys(d.Rules.route))))
			}
		}
	}
	res := d.Evaluate(situation)
	if res.Contradiction >= 0 {
		return Failure("the answers describe a situation that is declared impossible: " + d.Rules.Impossible[res.Contradiction].Reason.Value)
	}
	return d.compare(s, res)
}

func (d *Diagram) compare(s *Scenario, res Result) Failure {
	applies, possible := d.RoutesWith(res, Applies), d.RoutesWith(res, Possible)
	if o := d.Rules.Otherwise; o != nil && res.Fallback && slices.ContainsFunc(s.Applies, func(t source.Text) bool { return t.Value == o.ID }) {
		applies = append(applies, o.ID)
	}
	var wrong []string
	if want := texts(s.Applies); !sameSet(want, applies) {
		wrong = append(wrong, fmt.Sprintf("applies: expected %s, got %s", list(want), list(applies)))
	}
	if want := texts(s.Possible.ids); s.Possible.given && !sameSet(want, possible) {
		wrong = append(wrong, fmt.Sprintf("possible: expected %s, got %s", list(want), list(possible)))
	}
	for _, id := range texts(s.PossibleIncludes) {
		if !slices.Contains(possible, id) {
			wrong = append(wrong, fmt.Sprintf("possible: expected %s among %s", id, list(possible)))
		}
	}
	if want, excluded := texts(s.Excluded.ids), d.RoutesWith(res, Excluded); s.Excluded.given && !sameSet(want, excluded) {
		wrong = append(wrong, fmt.Sprintf("excluded: expected %s, got %s", list(want), list(excluded)))
	}
	for _, id := range texts(s.NeverApplies) {
		if slices.Contains(applies, id) {
			wrong = append(wrong, fmt.Sprintf("%s applies, expected not", id))
		}
	}
	return Failure(strings.Join(wrong, "; "))
}

// RoutesWith returns the ids of the routes that have the status, in file order.
func (d *Diagram) RoutesWith(res Result, status Status) []string {
	var ids []string
	for i, s := range res.Status {
		if s == status {
			ids = append(ids, d.Rules.Routes[i].ID)
		}
	}
	return ids
}

func texts(ts []source.Text) []string {
	var out []string
	for _, t := range ts {
		out = append(out, t.Value)
	}
	return out
}

func sameSet(a, b []string) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(slices.Compact(a), slices.Compact(b))
}

func list(ids []string) string { return "[" + strings.Join(ids, ", ") + "]" }

// Check runs the scenarios that live with the rules and reports each that fails (proof 6), and, as one note each,
// routes that no scenario expects to apply or to be possible, and options and criteria that none touches.
func (d *Diagram) Check(scenarios []*Scenario) source.Diagnostics {
	var ds source.Diagnostics
	c := newCoverage(d)
	for _, s := range scenarios {
		if f := d.Run(s); f != "" {
			ds.Errorf(s.ID.Pos, "scenario %q fails: %s", s.ID.Value, f)
			continue
		}
		c.add(s)
	}
	if len(scenarios) > 0 {
		ds = append(ds, c.missing()...)
	}
	return ds
}

// Coverage counts what scenarios touch, as [Diagram.Check] notes it: routes that one leads to, criteria that hold in
// one, options that one answers. Scenarios that fail do not count.
type Coverage struct {
	Routes, AllRoutes     int
	Criteria, AllCriteria int
	Options, AllOptions   int
}

// Coverage runs the scenarios and counts what they touch.
func (d *Diagram) Coverage(scenarios []*Scenario) Coverage {
	c := newCoverage(d)
	for _, s := range scenarios {
		if d.Run(s) == "" {
			c.add(s)
		}
	}
	out := Coverage{AllRoutes: len(d.Rules.Routes), AllCriteria: len(d.Rules.Criteria)}
	for _, r := range d.Rules.Routes {
		if c.routes[r.ID] {
			out.Routes++
		}
	}
	for _, ts := range c.criteria {
		if ts.Has(Holds) {
			out.Criteria++
		}
	}
	for i, q := range d.Rules.Questions {
		out.AllOptions += len(q.Options)
		for o := range q.Options {
			if c.options[[2]int{i, o}] {
				out.Options++
			}
		}
	}
	return out
}

// coverage is what scenarios touch.
type coverage struct {
	d        *Diagram
	routes   map[string]bool
	options  map[[2]int]bool
	criteria []Truths
}

func newCoverage(d *Diagram) *coverage {
	return &coverage{d: d, routes: map[string]bool{}, options: map[[2]int]bool{}, criteria: make([]Truths, len(d.Rules.Criteria))}
}

func (c *coverage) add(s *Scenario) {
	situation, err := s.Situation(c.d.Rules)
	if err != nil {
		return
	}
	res := c.d.Evaluate(situation)
	for _, st := range []Status{Applies, Possible} {
		for _, id := range c.d.RoutesWith(res, st) {
			c.routes[id] = true
		}
	}
	for q, o := range situation {
		c.options[[2]int{q, o}] = true
	}
	for i, ts := range res.Criteria {
		if ts.Only(Holds) || ts.Only(Fails) || ts.Only(Open) {
			c.criteria[i] |= ts
		}
	}
}

func (c *coverage) missing() source.Diagnostics {
	var ds source.Diagnostics
	note := func(pos source.Pos, format string, args ...any) {
		ds.Add(source.Diagnostic{Pos: pos, Severity: source.Note, Message: fmt.Sprintf(format, args...)})
	}
	for _, r := range c.d.Rules.Routes {
		if !c.routes[r.ID] {
			note(r.Pos, "no scenario leads to the route %q", r.ID)
		}
	}
	for i, cr := range c.d.Rules.Criteria {
		if !c.criteria[i].Has(Holds) {
			note(cr.Pos, "the criterion %q holds in no scenario", cr.ID)
		}
	}
	for i, q := range c.d.Rules.Questions {
		for o, t := range q.Options {
			if !c.options[[2]int{i, o}] {
				note(t.Pos, "no scenario answers %q with %q", q.ID, t.Value)
			}
		}
	}
	return ds
}
