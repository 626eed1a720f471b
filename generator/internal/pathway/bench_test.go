package pathway

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"boussole/generator/internal/source"
)

// regulatory is a rule set such as an agency has: routes routes over 32 questions with 4 options each, every route
// over at most 8 questions of one topic.
func regulatory(routes int) string {
	r := rand.New(rand.NewPCG(1, 2))
	var b strings.Builder
	b.WriteString("otherwise: none\nquestions:\n")
	const topics, perTopic, options = 4, 8, 4
	for q := range topics * perTopic {
		fmt.Fprintf(&b, "  q%d: {options: [a, b, c, d]}\n", q)
	}
	var criteria, list strings.Builder
	n := 0
	for i := range routes {
		topic := r.IntN(topics)
		fmt.Fprintf(&list, "  r%d: {page: p, needs: [", i)
		for k, q := range r.Perm(perTopic)[:3+r.IntN(6)] {
			some := []string{"a", "b", "c", "d"}[:1+r.IntN(options-1)]
			fmt.Fprintf(&criteria, "  c%d: {when: {q%d: [%s]}}\n", n, topic*perTopic+q, strings.Join(some, ", "))
			if k > 0 {
				list.WriteString(", ")
			}
			fmt.Fprintf(&list, "c%d", n)
			n++
		}
		list.WriteString("]}\n")
	}
	b.WriteString("criteria:\n" + criteria.String() + "routes:\n" + list.String() + "  none: {page: p, fallback: true}\n")
	return b.String()
}

// hostile is a rule set without order: every route over questions from everywhere, deep conditions.
func hostile() string {
	r := rand.New(rand.NewPCG(3, 4))
	var b strings.Builder
	b.WriteString("otherwise: none\nquestions:\n")
	const questions, routes = 40, 60
	for q := range questions {
		fmt.Fprintf(&b, "  q%d: {options: [a, b, c, d, e, f, g, h]}\n", q)
	}
	var line func(depth int) string
	line = func(depth int) string {
		if depth > 0 {
			return fmt.Sprintf("{any: [{all: [%s, %s]}, {not: %s}]}", line(depth-1), line(depth-1), line(depth-1))
		}
		return fmt.Sprintf("{q%d: [a, %c, %c]}", r.IntN(questions), 'b'+rune(r.IntN(3)), 'e'+rune(r.IntN(3)))
	}
	b.WriteString("criteria:\n")
	for i := range routes * 3 {
		fmt.Fprintf(&b, "  c%d: {when: %s}\n", i, line(2))
	}
	b.WriteString("routes:\n")
	for i := range routes {
		fmt.Fprintf(&b, "  r%d: {page: p, needs: [c%d, c%d, c%d]}\n", i, 3*i, 3*i+1, 3*i+2)
	}
	return b.String() + "  none: {page: p, fallback: true}\n"
}

// independent is eight topics of twelve routes, the questions of the topics by turns: no file order keeps the joint
// diagram or the union small, and the topics share nothing.
func independent() string {
	r := rand.New(rand.NewPCG(5, 6))
	const topics, perTopic, routes = 8, 6, 12
	var b, criteria, list strings.Builder
	b.WriteString("otherwise: none\nquestions:\n")
	for q := range topics * perTopic {
		fmt.Fprintf(&b, "  t%d-q%d: {options: [a, b, c, d]}\n", q%topics, q/topics)
	}
	for i := range topics * routes {
		topic := i % topics
		fmt.Fprintf(&list, "  t%d-r%d: {page: p, needs: [", topic, i/topics)
		for k, q := range r.Perm(perTopic)[:3+r.IntN(2)] {
			id := fmt.Sprintf("t%d-c%d-%d", topic, i/topics, k)
			fmt.Fprintf(&criteria, "  %s: {when: {t%d-q%d: [%s]}}\n", id, topic, q, []string{"a, b", "b, c", "a, d", "c, d"}[r.IntN(4)])
			list.WriteString([]string{"", ", "}[min(k, 1)] + id)
		}
		list.WriteString("]}\n")
	}
	return b.String() + "criteria:\n" + criteria.String() + "routes:\n" + list.String() + "  none: {page: p, fallback: true}\n"
}

// entangled is a route for each of many pairs of questions that stand far apart: every diagram is tiny, their union
// is not. When whole is set the last two routes cover all situations; else there is a gap, to be reported.
func entangled(whole bool) string {
	r := rand.New(rand.NewPCG(7, 8))
	const questions, routes = 40, 90
	var b, list strings.Builder
	b.WriteString("questions:\n")
	for q := range questions {
		fmt.Fprintf(&b, "  q%d: {options: [a, b, c, d]}\n", q)
	}
	b.WriteString("criteria:\n")
	for i := range routes {
		x, y := i%(questions/2), questions/2+r.IntN(questions/2)
		fmt.Fprintf(&b, "  c%d: {when: {q%d: [%c, d], q%d: [%c, d]}}\n", i, x, 'a'+rune(r.IntN(3)), y, 'a'+rune(r.IntN(3)))
		fmt.Fprintf(&list, "  r%d: {page: p, needs: [c%d]}\n", i, i)
	}
	if whole {
		b.WriteString("  first: {when: {q11: [a, b]}}\n  last: {when: {q11: [c, d]}}\n")
		list.WriteString("  rx: {page: p, needs: [first]}\n  ry: {page: p, needs: [last]}\n")
	}
	return b.String() + "routes:\n" + list.String()
}

// whole parses, compiles, proves, counts and joins a rule set.
func whole(b *testing.B, text string) {
	b.Helper()
	b.ReportAllocs()
	nodes, diagnostics := 0, 0
	for b.Loop() {
		f, ds := source.New("rules.yaml", []byte(text))
		rs, more := Parse("rules", f)
		if ds = append(ds, more...); ds.HasErrors() {
			b.Fatal(ds[0].Message)
		}
		d, more := Compile(rs, 0)
		ds = append(ds, more...)
		if d != nil {
			nodes = len(d.Nodes)
			ds = append(ds, d.Prove(nil)...)
			d.Shares()
			d.Trees()
		}
		diagnostics = len(ds)
	}
	b.ReportMetric(float64(nodes), "nodes")
	b.ReportMetric(float64(diagnostics), "diagnostics")
}

func BenchmarkWhole(b *testing.B) {
	for _, name := range []string{"access", "support"} {
		data, err := os.ReadFile("../../../content/pathways/" + name + ".yaml")
		if err != nil {
			b.Fatal(err)
		}
		b.Run("pathway="+name, func(b *testing.B) { whole(b, string(data)) })
	}
	b.Run("regulatory/routes=100", func(b *testing.B) { whole(b, regulatory(100)) })
	b.Run("independent", func(b *testing.B) { whole(b, independent()) })
	b.Run("entangled/gap", func(b *testing.B) { whole(b, entangled(false)) })
	b.Run("entangled/none", func(b *testing.B) { whole(b, entangled(true)) })
	b.Run("hostile", func(b *testing.B) { whole(b, hostile()) })
	b.Run("pigeons", func(b *testing.B) { whole(b, pigeons(16)) })
}

func BenchmarkEvaluate(b *testing.B) {
	data, err := os.ReadFile("../../../content/pathways/access.yaml")
	if err != nil {
		b.Fatal(err)
	}
	d := compileText(b, string(data))
	s := d.Rules.NewSituation()
	b.ReportAllocs()
	for b.Loop() {
		d.Evaluate(s)
	}
}
