package pathway

import (
	"fmt"
	"sort"

	"boussole/generator/internal/source"
)

// condition reads a condition; what is wrong in it is reported and left out.
func (p *parser) condition(n *source.Node, depth int) Condition {
	if depth > maxNesting {
		p.ds.Errorf(n.Pos, "conditions stand in each other more than %d deep", maxNesting)
		return All{}
	}
	if n.Kind != source.Map || len(n.Pairs) == 0 {
		p.ds.Add(source.Diagnostic{Pos: n.Pos, Message: fmt.Sprintf("a condition is %s, expected questions with their options", n.Kind), Hint: "for example {serious: yes} or {any: [{serious: yes}, {rare: yes}]}"})
		return All{}
	}
	var all All
	for _, pair := range n.Pairs {
		if c := p.line(pair, depth); c != nil {
			all = append(all, c)
		}
	}
	if len(all) == 1 {
		return all[0]
	}
	return all
}

// line reads one line of a condition.
func (p *parser) line(pair source.Pair, depth int) Condition {
	switch pair.Key.Text {
	case "any":
		return Any(p.conditions(pair, depth))
	case "all":
		return All(p.conditions(pair, depth))
	case "not":
		return Not{p.condition(pair.Value, depth+1)}
	case "asked":
		if pair.Value.Kind != source.Scalar {
			p.ds.Errorf(pair.Value.Pos, "asked is %s, expected the id of a question", pair.Value.Kind)
			return nil
		}
		if q := p.questionAt(pair.Value); q != nil {
			return Asked{q}
		}
		return nil
	}
	q := p.questionAt(pair.Key)
	if q == nil {
		return nil
	}
	return p.is(q, pair.Value)
}

func (p *parser) conditions(pair source.Pair, depth int) []Condition {
	if pair.Value.Kind != source.List || len(pair.Value.Items) == 0 {
		p.ds.Errorf(pair.Value.Pos, "%s is %s, expected a list of conditions", pair.Key.Text, pair.Value.Kind)
		return nil
	}
	var out []Condition
	for _, item := range pair.Value.Items {
		out = append(out, p.condition(item, depth+1))
	}
	return out
}

// questionAt resolves the id of a question that must stand above.
func (p *parser) questionAt(n *source.Node) *Question {
	if q := p.rs.question[n.Text]; q != nil {
		return q
	}
	known := append(keys(p.rs.question), "any", "all", "not", "asked")
	p.ds.Add(source.Diagnostic{Pos: n.Pos, Message: fmt.Sprintf("%q is no question that stands above", n.Text), Hint: source.DidYouMean(n.Text, known)})
	return nil
}

func (p *parser) is(q *Question, n *source.Node) Condition {
	items := n.Items
	if n.Kind != source.List {
		items = []*source.Node{n}
	}
	if len(items) == 0 {
		p.ds.Errorf(n.Pos, "no option of %q, expected at least one", q.ID)
		return nil
	}
	c := Is{Question: q}
	seen := map[int]bool{}
	for _, item := range items {
		i := -1
		if item.Kind == source.Scalar {
			i = q.Option(item.Text)
		}
		switch {
		case i < 0 && item.Kind == source.Scalar:
			p.ds.Add(source.Diagnostic{Pos: item.Pos, Message: fmt.Sprintf("question %q has no option %q", q.ID, item.Text), Hint: source.DidYouMean(item.Text, q.OptionIDs())})
		case i < 0:
			p.ds.Errorf(item.Pos, "found %s, expected an option of %q", item.Kind, q.ID)
		case seen[i]:
			p.ds.Errorf(item.Pos, "the option %q stands twice", item.Text)
		default:
			seen[i] = true
			c.Options = append(c.Options, i)
		}
	}
	sort.Ints(c.Options)
	return c
}

func keys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	return out
}

func sortedKeys[V any](m map[string]V) []string {
	out := keys(m)
	sort.Strings(out)
	return out
}
