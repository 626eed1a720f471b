package pathway

import (
	"slices"
	"strings"

	"boussole/generator/internal/source"
)

// HandOver is what a route gives to the pathway that its page asks: the answers that the reader has given here, in the
// other one's ids, so that they are not asked again.
type HandOver struct {
	To source.Text // the name of the other pathway
	// Answers holds every option of the other pathway that may be handed over, as written.
	Answers []Handed
	Pos     source.Pos
}

// summary names the other pathway and the answers that it may be given, in ids.
func (h *HandOver) summary() string {
	var answers []string
	for _, a := range h.Answers {
		answers = append(answers, a.String())
	}
	return markHandsOver + " " + h.To.Value + ": " + strings.Join(answers, ", ")
}

// Handed is an answer to a question of another pathway, and what here says the same. The condition is made of answers
// that are given: it holds no not and no asked.
type Handed struct {
	Question, Option source.Text // of the other pathway
	When             Condition   // over the own questions
}

// String is the answer as question=option.
func (h Handed) String() string { return h.Question.Value + "=" + h.Option.Value }

// handOverYAML is how a hand-over is written.
type handOverYAML struct {
	To      source.Text  `yaml:"to,required" doc:"The pathway that the route's page asks."`
	Answers *source.Node `yaml:"answers,required" doc:"Questions of that pathway, each with its options, each with the condition over the questions of this pathway that says the same."`
}

func (handOverYAML) Shape() map[string]source.Form {
	return map[string]source.Form{
		"to":      {ID: true},
		"answers": {Like: map[string]map[string]conditionYAML{}, Least: 1, Items: &source.Form{Least: 1}},
	}
}

// handsOver reads what a route hands over. Whether the other pathway has these questions is [Diagram.CheckHandOver].
func (p *parser) handsOver(r *Route, n *source.Node) *HandOver {
	if n == nil {
		return nil
	}
	var y handOverYAML
	p.ds = append(p.ds, source.Decode(n, &y)...)
	h := &HandOver{To: y.To, Pos: n.Pos}
	if y.To.Value == p.rs.Name && p.rs.Name != "" {
		p.ds.Errorf(y.To.Pos, "route %q hands over to its own pathway", r.ID)
	}
	if strings.Contains(r.Page.Value, "#") {
		p.ds.Add(source.Diagnostic{Pos: r.Page.Pos, Message: "the page of route \"" + r.ID + "\" has an anchor, where the answers that it hands over would stand", Hint: "leave the anchor out"})
	}
	if y.Answers != nil && (y.Answers.Kind != source.Map || len(y.Answers.Pairs) == 0) {
		p.ds.Add(source.Diagnostic{Pos: y.Answers.Pos, Message: "answers are " + y.Answers.Kind.String() + ", expected questions of the other pathway", Hint: handOverHint})
		return h
	}
	for _, question := range p.entries(y.Answers, "question") {
		if question.Value.Kind != source.Map || len(question.Value.Pairs) == 0 {
			p.ds.Add(source.Diagnostic{Pos: question.Value.Pos, Message: "\"" + question.Key.Text + "\" is " + question.Value.Kind.String() + ", expected its options with a condition each", Hint: handOverHint})
			continue
		}
		for _, option := range p.entries(question.Value, "possible answer") {
			h.Answers = append(h.Answers, Handed{
				Question: source.Text{Value: question.Key.Text, Pos: question.Key.Pos},
				Option:   source.Text{Value: option.Key.Text, Pos: option.Key.Pos},
				When:     p.said(option.Value),
			})
		}
	}
	return h
}

const handOverHint = "for example answers: {role: {company: {who: [start-up, industry]}}}: role is company there where who is one of these here"

// said reads a condition that is made of answers which are given.
func (p *parser) said(n *source.Node) Condition {
	var visit func(n *source.Node)
	visit = func(n *source.Node) {
		for _, item := range n.Items {
			visit(item)
		}
		for _, pair := range n.Pairs {
			switch pair.Key.Text {
			case "not", "asked":
				p.ds.Add(source.Diagnostic{Pos: pair.Key.Pos, Message: pair.Key.Text + " says what was not answered; only given answers are handed over", Hint: "name the options that say the same"})
			case "any", "all":
				visit(pair.Value)
			}
		}
	}
	visit(n)
	return p.condition(n, 0)
}

// handing are the routes that hand something over, in file order, the fallback last.
func (rs *Ruleset) handing() []*Route {
	var out []*Route
	for _, r := range rs.Routes {
		if r.HandsOver != nil {
			out = append(out, r)
		}
	}
	if o := rs.Otherwise; o != nil && o.HandsOver != nil {
		out = append(out, o)
	}
	return out
}

// compileHandOvers makes a diagram of each answer that may be handed over.
func (d *Diagram) compileHandOvers() {
	d.Handed, d.handed = map[*Route][]Ref{}, map[*Route][]ref{}
	for _, r := range d.Rules.handing() {
		for _, h := range r.HandsOver.Answers {
			d.handed[r] = append(d.handed[r], d.space.settle(h.When.build(d.space), d.askIf))
		}
	}
}

// HandOver returns what the route hands over in the situation, complete or not: what is true in every way in which it
// may turn out.
func (d *Diagram) HandOver(r *Route, s Situation) []Handed {
	v := d.view(d.relevant(s))
	var out []Handed
	for i, root := range d.Handed[r] {
		if v.walk(root).all&^voidMask == maskOf(1) {
			out = append(out, r.HandsOver.Answers[i])
		}
	}
	return out
}

// HandedAt returns, per row of the joint diagram, what the route hands over whichever way through the tree led there.
func (d *Diagram) HandedAt(j *Joint, r *Route) [][]Handed {
	out := make([][]Handed, len(j.Rows))
	for i, root := range d.Handed[r] {
		for row, found := range d.meet(j, root) {
			if found&^voidMask == maskOf(1) {
				out[row] = append(out[row], r.HandsOver.Answers[i])
			}
		}
	}
	return out
}

// meet returns, per row of the joint diagram, the terminals that another diagram has in the situations of that row. It
// follows both at once, the question that comes first in either.
func (d *Diagram) meet(j *Joint, root Ref) []mask {
	out := make([]mask, len(j.Rows))
	seen := map[[2]Ref]bool{}
	question := func(nodes []Node, r Ref) int {
		if r.IsTerminal() {
			return len(d.Rules.Questions)
		}
		return nodes[r].Question
	}
	var follow func(at, r Ref)
	follow = func(at, r Ref) {
		if at.IsTerminal() && r.IsTerminal() {
			out[at.Value()] |= maskOf(r.Value())
			return
		}
		if seen[[2]Ref{at, r}] {
			return
		}
		seen[[2]Ref{at, r}] = true
		a, b := question(j.Nodes, at), question(d.Nodes, r)
		for i := range d.Rules.Questions[min(a, b)].Options {
			nextAt, next := at, r
			if a <= b {
				nextAt = j.Nodes[at].Branches[i]
			}
			if b <= a {
				next = d.Nodes[r].Branches[i]
			}
			follow(nextAt, next)
		}
	}
	follow(j.Root, root)
	return out
}

// At follows answers through the tree and returns where the first question stands that has none, or the result.
func (j *Joint) At(s Situation) Ref {
	r := j.Root
	for !r.IsTerminal() && s[j.Nodes[r].Question] >= 0 {
		r = j.Nodes[r].Branches[s[j.Nodes[r].Question]]
	}
	return r
}

// Take returns the situation with which the pathway begins when these answers are handed to it. Answers that it does
// not know are left out.
func (rs *Ruleset) Take(handed []Handed) Situation {
	s := rs.NewSituation()
	for _, h := range handed {
		if q := rs.question[h.Question.Value]; q != nil && q.Option(h.Option.Value) >= 0 {
			s[q.Index] = q.Option(h.Option.Value)
		}
	}
	return s
}

// Fragment is the situation as the page that asks the pathway keeps it in its address: role=patient&serious=unknown,
// in the order of the questions, "" where nothing is answered. A link to that page, # and the fragment opens it with
// these answers given; static/js/pathway.js reads and writes the same.
func (rs *Ruleset) Fragment(s Situation) string {
	var parts []string
	for i, q := range rs.Questions {
		switch {
		case s[i] >= 0:
			parts = append(parts, q.ID+"="+q.Options[s[i]].Value)
		case s[i] == Unknown:
			parts = append(parts, q.ID+"="+UnknownID)
		}
	}
	return strings.Join(parts, "&")
}

// InAll are the answers that each of the lists has, in the order of the first.
func InAll(lists [][]Handed) []Handed {
	var out []Handed
	if len(lists) == 0 {
		return nil
	}
	for _, h := range lists[0] {
		if !slices.ContainsFunc(lists, func(l []Handed) bool {
			return !slices.ContainsFunc(l, func(x Handed) bool { return x.String() == h.String() })
		}) {
			out = append(out, h)
		}
	}
	return out
}
