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

// whole parses, compiles and proves a rule set.
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
	b.Run("hostile", func(b *testing.B) { whole(b, hostile()) })
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
