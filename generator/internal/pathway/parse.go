package pathway

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"boussole/generator/internal/source"
)

// Bounds on what is read. They are far above any pathway a reader could walk.
const (
	maxQuestions = 400
	maxOptions   = 64
	maxRoutes    = 1000
	maxNesting   = 20
	maxWeight    = 1000
)

// reserved are the words that a question cannot be called, because they mean something in a condition or in an
// address.
var reserved = []string{"any", "all", "not", "asked", "unknown", "q"}

type parser struct {
	rs *Ruleset
	ds source.Diagnostics
}

// Parse reads the rules of the pathway called name. The rule set is nil when an error is among the diagnostics.
func Parse(name string, f *source.File) (*Ruleset, source.Diagnostics) {
	root, ds := source.ParseYAML(f)
	p := &parser{ds: ds, rs: &Ruleset{
		Name: name, File: f,
		question: map[string]*Question{}, criterion: map[string]*Criterion{}, route: map[string]*Route{},
	}}
	if root == nil {
		if !p.ds.HasErrors() {
			p.ds.Errorf(f.At(0), "the file is empty, expected questions and routes")
		}
		return nil, p.ds
	}
	var file rulesFile
	p.ds = append(p.ds, source.Decode(root, &file)...)
	p.rs.Reviewed, p.rs.ReviewBy = file.Reviewed, file.ReviewBy
	if !file.Reviewed.IsZero() && !file.ReviewBy.IsZero() && file.ReviewBy.Before(file.Reviewed) {
		p.ds.Errorf(file.ReviewBy.Pos, "review-by %s is before reviewed %s", file.ReviewBy, file.Reviewed)
	}
	p.rs.Wording = file.Wording
	p.questions(file.Questions)
	p.topics(file.Topics)
	p.criteria(file.Criteria)
	p.routes(file.Routes)
	p.exclusive(file.Exclusive)
	p.impossible(file.Impossible)
	p.otherwise(file.Otherwise)
	p.words()
	if p.ds.HasErrors() {
		return nil, p.ds
	}
	return p.rs, p.ds
}

// entries returns the pairs of a mapping of ids and reports what is not one.
func (p *parser) entries(n *source.Node, what string) []source.Pair {
	if n == nil || n.Kind == source.Null {
		return nil
	}
	if n.Kind != source.Map {
		p.ds.Errorf(n.Pos, "%ss are %s, expected a mapping of ids", what, n.Kind)
		return nil
	}
	var out []source.Pair
	for _, pair := range n.Pairs {
		if !source.IsID(pair.Key.Text) {
			p.ds.Add(source.Diagnostic{Pos: pair.Key.Pos, Message: fmt.Sprintf("%q is not an id for a %s", pair.Key.Text, what), Hint: "use lower-case letters and digits, words joined by hyphens"})
			continue
		}
		out = append(out, pair)
	}
	return out
}

func (p *parser) questions(n *source.Node) {
	pairs := p.entries(n, "question")
	if n != nil && len(pairs) == 0 {
		p.ds.Errorf(n.Pos, "no question, expected at least one")
	}
	if len(pairs) > maxQuestions {
		p.ds.Errorf(pairs[maxQuestions].Key.Pos, "more than %d questions", maxQuestions)
		return
	}
	for _, pair := range pairs {
		id := pair.Key.Text
		q := &Question{ID: id, Index: len(p.rs.Questions), Unknown: true, Pos: pair.Key.Pos}
		for _, w := range reserved {
			if id == w {
				p.ds.Errorf(pair.Key.Pos, "a question cannot be called %q: the word has a meaning in conditions or addresses", id)
			}
		}
		var y questionYAML
		p.ds = append(p.ds, source.Decode(pair.Value, &y)...)
		switch y.Unknown.Value {
		case "", "allowed":
		case "refused":
			q.Unknown = false
		default:
			p.ds.Errorf(y.Unknown.Pos, "unknown is %q, expected allowed or refused", y.Unknown.Value)
		}
		before := len(p.ds)
		p.options(q, y.Options)
		q.WordsOnly = y.WordsOnly
		if y.Weights != nil && len(p.ds) == before {
			p.weights(q, y.Weights)
		}
		if y.AskIf != nil {
			// The question itself is not known yet, so a condition can only name questions above it.
			q.AskIf = p.condition(y.AskIf, 0)
		}
		p.rs.Questions = append(p.rs.Questions, q)
		p.rs.question[id] = q
	}
}

func (p *parser) options(q *Question, options []source.Text) {
	seen := map[string]source.Text{}
	for _, o := range options {
		switch first, twice := seen[o.Value]; {
		case !source.IsID(o.Value):
			p.ds.Errorf(o.Pos, "%q is not an id for an option", o.Value)
		case o.Value == UnknownID && q.Unknown:
			p.ds.Add(source.Diagnostic{Pos: o.Pos, Message: fmt.Sprintf("question %q has an option called unknown", q.ID), Hint: `"I do not know" is offered by itself; write unknown: refused to make it an option of your own`})
		case twice:
			p.ds.Add(source.Diagnostic{Pos: o.Pos, Message: fmt.Sprintf("the option %q stands twice", o.Value), Related: []source.Related{{Pos: first.Pos, Message: "the first one"}}})
		default:
			seen[o.Value] = o
			q.Options = append(q.Options, o)
		}
	}
	if len(options) == 1 {
		p.ds.Add(source.Diagnostic{Pos: options[0].Pos, Message: fmt.Sprintf("question %q has one option, expected at least two", q.ID), Hint: "a question with one answer asks nothing"})
	}
	if options != nil && len(options) == 0 { // it is nil where the key is missing, which has been said
		p.ds.Errorf(q.Pos, "question %q has no option, expected at least two", q.ID)
	}
	if len(options) > maxOptions {
		p.ds.Errorf(options[maxOptions].Pos, "more than %d options", maxOptions)
	}
}

func (p *parser) criteria(n *source.Node) {
	for _, pair := range p.entries(n, "criterion") {
		var y criterionYAML
		p.ds = append(p.ds, source.Decode(pair.Value, &y)...)
		c := &Criterion{ID: pair.Key.Text, Index: len(p.rs.Criteria), IfAsked: y.IfAsked, Source: y.Source, Pos: pair.Key.Pos, When: All{}}
		if y.When != nil {
			c.When = p.condition(y.When, 0)
		}
		if y.Maybe != nil {
			c.Maybe = p.condition(y.Maybe, 0)
		}
		p.rs.Criteria = append(p.rs.Criteria, c)
		p.rs.criterion[c.ID] = c
	}
}

func (p *parser) routes(n *source.Node) {
	pairs := p.entries(n, "route")
	if n != nil && len(pairs) == 0 {
		p.ds.Errorf(n.Pos, "no route, expected at least one")
	}
	if len(pairs) > maxRoutes {
		p.ds.Errorf(pairs[maxRoutes].Key.Pos, "more than %d routes", maxRoutes)
		return
	}
	unless := map[*Route][]source.Text{}
	for _, pair := range pairs {
		var y routeYAML
		p.ds = append(p.ds, source.Decode(pair.Value, &y)...)
		r := &Route{ID: pair.Key.Text, Index: -1, Page: y.Page, Fallback: y.Fallback, Role: roles[0], Pos: pair.Key.Pos}
		if y.Gate != nil {
			r.Gate = p.condition(y.Gate, 0)
		}
		p.needs(r, y.Needs)
		p.routeWords(r, y)
		r.HandsOver = p.handsOver(r, y.HandsOver)
		p.rs.route[r.ID] = r
		if r.Fallback {
			if r.Gate != nil || len(y.Needs)+len(y.Unless) > 0 || r.AtMost {
				p.ds.Errorf(r.Pos, "the fallback route %q has conditions; it is shown exactly where nothing else is", r.ID)
			}
			continue
		}
		r.Index = len(p.rs.Routes)
		p.rs.Routes = append(p.rs.Routes, r)
		unless[r] = y.Unless
	}
	for _, r := range p.rs.Routes {
		r.Unless = p.routeList(unless[r])
	}
	p.cycles()
}

func (p *parser) needs(r *Route, ids []source.Text) {
	seen := map[string]bool{}
	for _, id := range ids {
		c := p.rs.criterion[id.Value]
		switch {
		case c == nil:
			p.ds.Add(source.Diagnostic{Pos: id.Pos, Message: fmt.Sprintf("route %q needs %q, which is no criterion", r.ID, id.Value), Hint: source.DidYouMean(id.Value, keys(p.rs.criterion))})
		case seen[id.Value]:
			p.ds.Errorf(id.Pos, "route %q needs %q twice", r.ID, id.Value)
		default:
			seen[id.Value] = true
			r.Needs = append(r.Needs, Need{c, id.Pos})
		}
	}
}

func (p *parser) routeWords(r *Route, y routeYAML) {
	switch y.AtMost.Value {
	case "":
	case "possible":
		r.AtMost = true
	default:
		p.ds.Errorf(y.AtMost.Pos, "at-most is %q, expected possible", y.AtMost.Value)
	}
	switch role := y.Role.Value; {
	case role == "":
	case slices.Contains(roles, role):
		r.Role = role
	default:
		p.ds.Errorf(y.Role.Pos, "role is %q, expected main, also, stop or info", role)
	}
}

// routeList resolves ids of routes; the fallback is not one of them.
func (p *parser) routeList(ids []source.Text) []Unless {
	var out []Unless
	for _, id := range ids {
		r := p.rs.route[id.Value]
		switch {
		case r == nil:
			p.ds.Add(source.Diagnostic{Pos: id.Pos, Message: fmt.Sprintf("%q is no route", id.Value), Hint: source.DidYouMean(id.Value, keys(p.rs.route))})
		case r.Fallback:
			p.ds.Errorf(id.Pos, "%q is the fallback route, which cannot stand here", id.Value)
		default:
			out = append(out, Unless{r, id.Pos})
		}
	}
	return out
}

// cycles reports a route that yields to itself, directly or through others.
func (p *parser) cycles() {
	state := map[*Route]int{} // 1 on the way, 2 done
	var walk func(r *Route, trail []string)
	walk = func(r *Route, trail []string) {
		state[r] = 1
		trail = append(trail, r.ID)
		for _, u := range r.Unless {
			switch state[u.Route] {
			case 0:
				walk(u.Route, trail)
			case 1:
				p.ds.Errorf(u.Pos, "routes yield to each other in a circle through unless: %s", strings.Join(append(trail, u.ID), " → "))
			}
		}
		state[r] = 2
	}
	for _, r := range p.rs.Routes {
		if state[r] == 0 {
			walk(r, nil)
		}
	}
}

func (p *parser) exclusive(n *source.Node) {
	if n == nil || n.Kind == source.Null {
		return
	}
	if n.Kind != source.List {
		p.ds.Errorf(n.Pos, "exclusive is %s, expected a list of lists of routes", n.Kind)
		return
	}
	for _, item := range n.Items {
		g := Group{Pos: item.Pos}
		if item.Kind != source.List || len(item.Items) < 2 {
			p.ds.Errorf(item.Pos, "an exclusive group is %s, expected a list of at least two routes", item.Kind)
			continue
		}
		for _, m := range item.Items {
			if m.Kind != source.Scalar {
				p.ds.Errorf(m.Pos, "found %s, expected the id of a route", m.Kind)
				continue
			}
			for _, r := range p.routeList([]source.Text{{Value: m.Text, Pos: m.Pos}}) {
				g.Routes = append(g.Routes, r.Route)
			}
		}
		p.rs.Exclusive = append(p.rs.Exclusive, g)
	}
}

func (p *parser) impossible(n *source.Node) {
	if n == nil || n.Kind == source.Null {
		return
	}
	if n.Kind != source.List {
		p.ds.Errorf(n.Pos, "impossible is %s, expected a list", n.Kind)
		return
	}
	for _, item := range n.Items {
		var y impossibleYAML
		p.ds = append(p.ds, source.Decode(item, &y)...)
		if y.When == nil {
			continue
		}
		if y.Because.Value != "" && !source.IsID(y.Because.Value) {
			p.ds.Errorf(y.Because.Pos, "%q is not an id for a reason", y.Because.Value)
		}
		p.rs.Impossible = append(p.rs.Impossible, &Impossible{When: p.condition(y.When, 0), Reason: y.Because, Pos: item.Pos})
	}
}

func (p *parser) otherwise(t source.Text) {
	var fallback []*Route
	for _, r := range p.rs.route {
		if r.Fallback {
			fallback = append(fallback, r)
		}
	}
	sort.Slice(fallback, func(i, j int) bool { return fallback[i].Pos.Offset < fallback[j].Pos.Offset })
	for _, r := range fallback {
		if r.ID != t.Value {
			p.ds.Add(source.Diagnostic{Pos: r.Pos, Message: fmt.Sprintf("route %q is marked fallback, but otherwise does not name it", r.ID), Hint: "write otherwise: " + r.ID})
		}
	}
	if t.Value == "" {
		return
	}
	switch r := p.rs.route[t.Value]; {
	case r == nil:
		p.ds.Add(source.Diagnostic{Pos: t.Pos, Message: fmt.Sprintf("otherwise names %q, which is no route", t.Value), Hint: source.DidYouMean(t.Value, keys(p.rs.route))})
	case !r.Fallback:
		p.ds.Add(source.Diagnostic{Pos: t.Pos, Message: fmt.Sprintf("otherwise names the route %q, which is not marked fallback", t.Value), Hint: "write fallback: true at the route"})
	default:
		p.rs.Otherwise = r
	}
}

// words reports conditions that use a question which only chooses words.
func (p *parser) words() {
	check := func(c Condition, pos source.Pos, where string) {
		if c == nil {
			return
		}
		c.visit(func(q *Question) {
			if q.WordsOnly {
				p.ds.Add(source.Diagnostic{Pos: pos, Message: fmt.Sprintf("%s depends on the question %q, which is words-only", where, q.ID), Related: []source.Related{{Pos: q.Pos, Message: "declared here"}}})
			}
		})
	}
	for _, q := range p.rs.Questions {
		if !q.WordsOnly {
			check(q.AskIf, q.Pos, fmt.Sprintf("question %q", q.ID))
		}
	}
	for _, c := range p.rs.Criteria {
		check(c.When, c.Pos, fmt.Sprintf("criterion %q", c.ID))
		check(c.Maybe, c.Pos, fmt.Sprintf("criterion %q", c.ID))
	}
	for _, r := range p.rs.Routes {
		check(r.Gate, r.Pos, fmt.Sprintf("route %q", r.ID))
	}
	for _, i := range p.rs.Impossible {
		check(i.When, i.Pos, "an impossible situation")
	}
}
