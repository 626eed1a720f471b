package pathway

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"boussole/generator/internal/source"
)

// mutant is a set of rules with one thing changed.
type mutant struct {
	name string // what was changed, such as "criteria.cannot-wait.when: urgency without life"
	kind string // the sort of change
	text string
}

// mutator makes every single change to a set of rules: it changes its tree, writes it, and changes it back.
type mutator struct {
	root *source.Node
	out  []mutant
}

// mutants are all single changes to the rules: an option of a condition dropped or added, a line or a branch of a
// condition dropped, a need, an unless, a gate, an at-most, an ask-if, an if-asked, a maybe, an impossible situation
// or one of its lines dropped, an exclusive group or one of its routes dropped, an option of a question dropped or
// added, "I do not know" newly offered, the fallback no longer declared.
func mutants(t testing.TB, text string) []mutant {
	t.Helper()
	m := &mutator{root: ruleTree(t, text)}
	for _, q := range m.root.Get("questions").Pairs {
		m.question(q)
	}
	for _, c := range m.root.Get("criteria").Pairs {
		at := "criteria." + c.Key.Text
		m.condition(at+".when", c.Value.Get("when"))
		m.condition(at+".maybe", c.Value.Get("maybe"))
		m.dropKeys(at, c.Value, "maybe", "if-asked")
	}
	for _, r := range m.root.Get("routes").Pairs {
		at := "routes." + r.Key.Text
		m.condition(at+".gate", r.Value.Get("gate"))
		m.dropKeys(at, r.Value, "gate", "at-most", "fallback")
		for _, key := range []string{"needs", "unless"} {
			if list := r.Value.Get(key); list != nil {
				m.dropItems(key+" dropped", at+"."+key, list)
			}
		}
	}
	if groups := m.root.Get("exclusive"); groups != nil {
		m.dropItems("exclusive dropped", "exclusive", groups)
		for i, g := range groups.Items {
			if len(g.Items) > 2 {
				m.dropItems("exclusive route dropped", fmt.Sprintf("exclusive.%d", i), g)
			}
		}
	}
	if list := m.root.Get("impossible"); list != nil {
		m.dropItems("impossible dropped", "impossible", list)
		for i, im := range list.Items {
			m.condition(fmt.Sprintf("impossible.%d.when", i), im.Get("when"))
		}
	}
	m.dropKeys("rules", m.root, "otherwise")
	return m.out
}

func ruleTree(t testing.TB, text string) *source.Node {
	t.Helper()
	f, ds := source.New("rules.yaml", []byte(text))
	root, more := source.ParseYAML(f)
	if ds = append(ds, more...); ds.HasErrors() {
		t.Fatal(ds)
	}
	return root
}

func (m *mutator) question(q source.Pair) {
	at := "questions." + q.Key.Text
	m.condition(at+".ask-if", q.Value.Get("ask-if"))
	m.dropKeys(at, q.Value, "ask-if", "unknown")
	options := q.Value.Get("options")
	m.dropItems("question's option dropped", at+".options", options)
	m.with("question's option added", at+".options with one more", options, source.Node{
		Kind: source.List, Items: append(slices.Clone(options.Items), &source.Node{Text: "one-more"}),
	})
}

// with writes the rules with the node replaced for a moment.
func (m *mutator) with(kind, name string, n *source.Node, as source.Node) {
	was := *n
	*n = as
	m.out = append(m.out, mutant{name: name, kind: kind, text: ruleText(m.root)})
	*n = was
}

// dropKeys drops each of the keys that the mapping has.
func (m *mutator) dropKeys(at string, n *source.Node, keys ...string) {
	for i, p := range n.Pairs {
		if slices.Contains(keys, p.Key.Text) {
			m.dropPair(p.Key.Text+" dropped", at+" without "+p.Key.Text, n, i)
		}
	}
}

func (m *mutator) dropPair(kind, name string, n *source.Node, i int) {
	as := *n
	as.Pairs = slices.Delete(slices.Clone(n.Pairs), i, i+1)
	m.with(kind, name, n, as)
}

func (m *mutator) dropItems(kind, at string, n *source.Node) {
	for i, item := range n.Items {
		name := item.Text
		if item.Kind != source.Scalar {
			name = fmt.Sprintf("entry %d", i)
		}
		as := *n
		as.Items = slices.Delete(slices.Clone(n.Items), i, i+1)
		m.with(kind, at+" without "+name, n, as)
	}
}

// condition makes every single change within a condition.
func (m *mutator) condition(at string, n *source.Node) {
	if n == nil {
		return
	}
	for i, line := range n.Pairs {
		key := line.Key.Text
		if len(n.Pairs) > 1 {
			m.dropPair("line dropped", at+" without "+key, n, i)
		}
		switch key {
		case "any", "all":
			if len(line.Value.Items) > 1 {
				m.dropItems("branch dropped", at+"."+key, line.Value)
			}
			for k, c := range line.Value.Items {
				m.condition(fmt.Sprintf("%s.%s.%d", at, key, k), c)
			}
		case "not":
			m.condition(at+".not", line.Value)
		case "asked":
		default:
			m.options(at+": "+key, key, line.Value)
		}
	}
}

// options drops each option that a line names and adds each other one that its question has.
func (m *mutator) options(at, question string, n *source.Node) {
	named := n.Items
	if n.Kind == source.Scalar {
		one := *n
		named = []*source.Node{&one}
	}
	if len(named) > 1 {
		m.dropItems("option dropped", at, n)
	}
	for _, o := range m.root.Get("questions").Get(question).Get("options").Items {
		if !slices.ContainsFunc(named, func(n *source.Node) bool { return n.Text == o.Text }) {
			m.with("option added", at+" with "+o.Text, n, source.Node{Kind: source.List, Items: append(slices.Clone(named), o)})
		}
	}
}

// ruleText writes a tree of rules: an entry of a section on each line.
func ruleText(root *source.Node) string {
	var b strings.Builder
	for _, section := range root.Pairs {
		b.WriteString(section.Key.Text + ":")
		switch v := section.Value; {
		case v.Kind == source.Map:
			for _, p := range v.Pairs {
				b.WriteString("\n  " + p.Key.Text + ": ")
				flow(&b, p.Value)
			}
		case v.Kind == source.List && len(v.Items) > 0:
			for _, item := range v.Items {
				b.WriteString("\n  - ")
				flow(&b, item)
			}
		default:
			b.WriteString(" ")
			flow(&b, v)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func flow(b *strings.Builder, n *source.Node) {
	switch n.Kind {
	case source.Scalar:
		b.WriteString(n.Text)
	case source.List:
		b.WriteString("[")
		for i, item := range n.Items {
			if i > 0 {
				b.WriteString(", ")
			}
			flow(b, item)
		}
		b.WriteString("]")
	case source.Map:
		b.WriteString("{")
		for i, p := range n.Pairs {
			if i > 0 {
				b.WriteString(", ")
			}
			b.WriteString(p.Key.Text + ": ")
			flow(b, p.Value)
		}
		b.WriteString("}")
	}
}
