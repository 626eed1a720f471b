package pathway

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"boussole/generator/internal/source"
)

// The keys of this file bear on what the order of the questions costs, and on nothing else.

// weights reads how often each option of a question is chosen. The question's options are known and right.
func (p *parser) weights(q *Question, n *source.Node) {
	if n.Kind != source.Map {
		p.ds.Add(source.Diagnostic{Pos: n.Pos, Message: fmt.Sprintf("the weights of question %q are %s, expected each option with a number", q.ID, n.Kind), Hint: "such as weights: {yes: 1, no: 9}"})
		return
	}
	if q.WordsOnly {
		p.ds.Add(source.Diagnostic{Pos: n.Pos, Message: fmt.Sprintf("question %q has weights, but is words-only", q.ID), Hint: "it decides no result and is not counted: remove them"})
		return
	}
	weights, named := make([]int, len(q.Options)), make([]bool, len(q.Options))
	for _, pair := range n.Pairs {
		i := q.Option(pair.Key.Text)
		if i < 0 {
			p.ds.Add(source.Diagnostic{Pos: pair.Key.Pos, Message: fmt.Sprintf("question %q has no option %q", q.ID, pair.Key.Text), Hint: source.DidYouMean(pair.Key.Text, q.OptionIDs())})
			continue
		}
		named[i] = true
		w, err := strconv.Atoi(pair.Value.Text)
		if pair.Value.Kind != source.Scalar || pair.Value.Quoted || err != nil || w < 1 || w > maxWeight {
			found := pair.Value.Kind.String()
			if pair.Value.Kind == source.Scalar {
				found = strconv.Quote(pair.Value.Text)
			}
			p.ds.Errorf(pair.Value.Pos, "the weight of %q is %s, expected a whole number from 1 to %d", pair.Key.Text, found, maxWeight)
			continue
		}
		weights[i] = w
	}
	var missing []string
	for i, o := range q.Options {
		if !named[i] {
			missing = append(missing, o.Value)
		}
	}
	if len(missing) > 0 {
		p.ds.Add(source.Diagnostic{Pos: n.Pos, Message: fmt.Sprintf("the weights of question %q leave out %s", q.ID, strings.Join(missing, ", ")), Hint: "give every option a number, or none"})
	}
	q.Weights = weights
}

// topics reads which questions belong together, once all questions are known.
func (p *parser) topics(n *source.Node) {
	place := map[*Question]source.Text{} // where a topic names the question; the value is the topic
	for _, pair := range p.entries(n, "topic") {
		t := &Topic{ID: pair.Key.Text, Pos: pair.Key.Pos}
		switch {
		case pair.Value.Kind != source.List:
			p.ds.Errorf(pair.Value.Pos, "topic %q is %s, expected a list of questions", t.ID, pair.Value.Kind)
		case len(pair.Value.Items) == 0:
			p.ds.Errorf(pair.Value.Pos, "topic %q has no question, expected at least one", t.ID)
		}
		for _, item := range pair.Value.Items {
			if q := p.topicQuestion(t, item, place); q != nil {
				t.Questions, q.Topic = append(t.Questions, q), t
				place[q] = source.Text{Value: t.ID, Pos: item.Pos}
			}
		}
		if len(t.Questions) == 0 {
			continue
		}
		slices.SortFunc(t.Questions, func(a, b *Question) int { return cmp.Compare(a.Index, b.Index) })
		p.rs.Topics = append(p.rs.Topics, t)
	}
	slices.SortStableFunc(p.rs.Topics, func(a, b *Topic) int { return cmp.Compare(a.Questions[0].Index, b.Questions[0].Index) })
	for _, t := range p.rs.Topics {
		p.together(t)
	}
}

// topicQuestion is the question that a topic names, or nil after it reported what is wrong.
func (p *parser) topicQuestion(t *Topic, item *source.Node, place map[*Question]source.Text) *Question {
	if item.Kind != source.Scalar {
		p.ds.Errorf(item.Pos, "found %s, expected the id of a question", item.Kind)
		return nil
	}
	q := p.rs.question[item.Text]
	if q == nil {
		p.ds.Add(source.Diagnostic{Pos: item.Pos, Message: fmt.Sprintf("topic %q holds %q, which is no question", t.ID, item.Text), Hint: source.DidYouMean(item.Text, p.rs.questionIDs())})
		return nil
	}
	first, taken := place[q]
	if !taken {
		return q
	}
	message := fmt.Sprintf("the question %q is in two topics, %q and %q", q.ID, first.Value, t.ID)
	if first.Value == t.ID {
		message = fmt.Sprintf("the question %q stands twice in topic %q", q.ID, t.ID)
	}
	p.ds.Add(source.Diagnostic{Pos: item.Pos, Message: message, Related: []source.Related{{Pos: first.Pos, Message: "the first place"}}})
	return nil
}

// together reports a topic whose questions do not stand one after the other, at the first one that stands apart.
func (p *parser) together(t *Topic) {
	for i, q := range t.Questions[1:] {
		last := t.Questions[i]
		if q.Index == last.Index+1 {
			continue
		}
		between := p.rs.Questions[last.Index+1]
		p.ds.Add(source.Diagnostic{
			Pos:     q.Pos,
			Message: fmt.Sprintf("topic %q is torn apart: %q stands between its questions %q and %q", t.ID, between.ID, last.ID, q.ID),
			Hint:    fmt.Sprintf("move %q to its topic, or put %q into it", q.ID, between.ID),
			Related: []source.Related{{Pos: last.Pos, Message: "the topic's question before it"}, {Pos: between.Pos, Message: "what stands between"}},
		})
		return
	}
}
