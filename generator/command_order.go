package main

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"boussole/generator/internal/build"
	"boussole/generator/internal/pathway"
)

// order prints what the present order of the questions costs and the best order found.
func (c *explainCmd) order(p *build.Pathway, s *streams) error {
	if c.Answers != "" {
		return usageError{fmt.Errorf("--order is about all answers; it goes without --answers")}
	}
	if c.Format != "text" && c.Format != "json" {
		return usageError{fmt.Errorf("--order prints text or json, not %s", c.Format)}
	}
	orders, ok := p.Diagram.FindOrder()
	if !ok || len(p.Trees) != 1 {
		return fmt.Errorf("the tree of the pathway %q is too large for its order to be judged", p.Name)
	}
	r := orderReportOf(p, orders)
	if c.Format == "json" {
		return writeJSON(s.out, r)
	}
	r.print(s.out)
	return nil
}

// orderReport is what explain says of the order of the questions.
type orderReport struct {
	Pathway string    `json:"pathway"`
	Present orderCost `json:"present"`
	Best    orderCost `json:"best"`
	// Proved reports that no order that keeps the topics and the conditions costs less than Best.
	Proved bool        `json:"proved"`
	Moves  []orderMove `json:"moves"`
	// Topics are those that are kept together.
	Topics []orderTopic `json:"topics"`
	// Weighted are the questions whose options have weights; the options of all others are equally likely.
	Weighted []string `json:"weighted"`
	// WordsOnly and WithoutEffect are the questions that stand outside: they are not counted, and stay where they are
	// or go with their topic.
	WordsOnly     []string `json:"wordsOnly"`
	WithoutEffect []string `json:"withoutEffect"`
	moves         []string
}

// orderCost is an order with the mean number of questions of a visit, rounded to a millionth.
type orderCost struct {
	Expected  float64  `json:"expectedQuestions"`
	Questions []string `json:"questions"`
}

// orderMove is a topic or a question with another place, and the one that it comes right after: none where it comes
// first, in its topic or of all.
type orderMove struct {
	Topic         string `json:"topic,omitempty"`
	Question      string `json:"question,omitempty"`
	AfterTopic    string `json:"afterTopic,omitempty"`
	AfterQuestion string `json:"afterQuestion,omitempty"`
}

type orderTopic struct {
	ID        string   `json:"id"`
	Questions []string `json:"questions"`
}

func orderReportOf(p *build.Pathway, orders pathway.Orders) orderReport {
	cost := func(o pathway.Order) orderCost {
		return orderCost{math.Round(o.Expected*1e6) / 1e6, questionIDs(o.Questions)}
	}
	r := orderReport{
		Pathway: p.Name, Present: cost(orders.Present), Best: cost(orders.Best), Proved: orders.Proved,
		Moves: []orderMove{}, Topics: []orderTopic{}, Weighted: questionIDs(p.Rules.Weighted(p.Trees[0])),
		WordsOnly: []string{}, WithoutEffect: []string{},
	}
	for _, m := range orders.Moves {
		var out orderMove
		out.Topic, out.Question = blockIDs(&m.What)
		out.AfterTopic, out.AfterQuestion = blockIDs(m.After)
		r.Moves = append(r.Moves, out)
		r.moves = append(r.moves, m.String())
	}
	for _, t := range p.Rules.Topics {
		r.Topics = append(r.Topics, orderTopic{t.ID, questionIDs(t.Questions)})
	}
	for _, q := range p.Rules.Questions {
		switch {
		case slices.Contains(orders.Present.Questions, q):
		case q.WordsOnly:
			r.WordsOnly = append(r.WordsOnly, q.ID)
		default:
			r.WithoutEffect = append(r.WithoutEffect, q.ID)
		}
	}
	return r
}

// blockIDs returns the id of a topic or of a question, and "" for the other.
func blockIDs(b *pathway.Block) (topic, question string) {
	switch {
	case b == nil:
		return "", ""
	case b.Topic != nil:
		return b.Topic.ID, ""
	}
	return "", b.Question.ID
}

func questionIDs(questions []*pathway.Question) []string {
	ids := []string{}
	for _, q := range questions {
		ids = append(ids, q.ID)
	}
	return ids
}

func (r orderReport) print(w io.Writer) {
	line := func(what, format string, args ...any) {
		fmt.Fprintf(w, "  %-9s%s\n", what, fmt.Sprintf(format, args...))
	}
	list := func(ids []string) string { return strings.Join(ids, ", ") }
	fmt.Fprintf(w, "pathway %s: the order of its questions\n", r.Pathway)
	line("now", "%.3f questions expected", r.Present.Expected)
	line("", "%s", list(r.Present.Questions))
	kept := "keeps the conditions"
	if len(r.Topics) > 0 {
		kept = "keeps the topics and the conditions"
	}
	proof := "the best found; a better order that " + kept + " may exist"
	if r.Proved {
		proof = "proved: no order that " + kept + " costs less"
	}
	if len(r.Moves) == 0 {
		line("best", "this order (%s)", proof)
	} else {
		line("best", "%.3f questions expected (%s)", r.Best.Expected, proof)
		line("", "%s", list(r.Best.Questions))
		for i, m := range r.moves {
			line([]string{"moves", ""}[min(i, 1)], "%s", m)
		}
	}
	line("kept", "each question below those that its ask-if names")
	for _, t := range r.Topics {
		line("", "topic %s together: %s", t.ID, list(t.Questions))
	}
	if len(r.Weighted) > 0 {
		line("answers", "as often as the weights say: %s; elsewhere every option equally likely", list(r.Weighted))
	} else {
		line("answers", "every option of a question equally likely: no weights are given")
	}
	line("", "without \"I do not know\"")
	if len(r.WordsOnly) > 0 {
		line("outside", "not counted, because they only choose words: %s", list(r.WordsOnly))
	}
	if len(r.WithoutEffect) > 0 {
		line("outside", "not asked, because no result depends on them: %s", list(r.WithoutEffect))
	}
}
