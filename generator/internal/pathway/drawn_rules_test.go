package pathway

import (
	"fmt"
	"os"
	"strings"

	"pgregory.net/rapid"

	"boussole/generator/internal/source"
)

// parseText parses rules that are expected to be right.
func parseText(t interface {
	Helper()
	Fatal(...any)
}, text string,
) *Ruleset {
	t.Helper()
	f, ds := source.New("rules.yaml", []byte(text))
	rs, more := Parse("rules", f)
	if ds = append(ds, more...); ds.HasErrors() {
		ds.Print(os.Stderr)
		t.Fatal("the rules do not parse:\n" + text)
	}
	return rs
}

func compileText(t interface {
	Helper()
	Fatal(...any)
}, text string,
) *Diagram {
	t.Helper()
	d, ds := Compile(parseText(t, text), 0)
	if ds.HasErrors() {
		ds.Print(os.Stderr)
		t.Fatal("the rules do not compile:\n" + text)
	}
	return d
}

// drawRules draws a small rule set that uses every part of the language.
func drawRules(t *rapid.T) string {
	var b strings.Builder
	n := rapid.IntRange(1, 5).Draw(t, "questions")
	options := make([]int, n)
	var condition func(below, depth int) string
	condition = func(below, depth int) string {
		kind := 0
		if depth < 2 {
			kind = rapid.IntRange(0, 7).Draw(t, "kind")
		}
		switch kind {
		case 4:
			return fmt.Sprintf("{any: [%s, %s]}", condition(below, depth+1), condition(below, depth+1))
		case 5:
			return fmt.Sprintf("{all: [%s, %s]}", condition(below, depth+1), condition(below, depth+1))
		case 6:
			return fmt.Sprintf("{not: %s}", condition(below, depth+1))
		case 7:
			return fmt.Sprintf("{asked: q%d}", rapid.IntRange(0, below-1).Draw(t, "q"))
		}
		q := rapid.IntRange(0, below-1).Draw(t, "q")
		var list []string
		for o := range options[q] {
			if rapid.Bool().Draw(t, "in") {
				list = append(list, fmt.Sprintf("o%d", o))
			}
		}
		if len(list) == 0 {
			list = []string{"o0"}
		}
		return fmt.Sprintf("{q%d: [%s]}", q, strings.Join(list, ", "))
	}
	b.WriteString("otherwise: none\nquestions:\n")
	for i := range n {
		options[i] = rapid.IntRange(2, 3).Draw(t, "options")
		list := []string{"o0", "o1", "o2"}[:options[i]]
		fmt.Fprintf(&b, "  q%d: {options: [%s]", i, strings.Join(list, ", "))
		if i > 0 && rapid.Bool().Draw(t, "asked if") {
			fmt.Fprintf(&b, ", ask-if: %s", condition(i, 1))
		}
		b.WriteString("}\n")
	}
	criteria := rapid.IntRange(1, 4).Draw(t, "criteria")
	b.WriteString("criteria:\n")
	for i := range criteria {
		fmt.Fprintf(&b, "  c%d: {when: %s", i, condition(n, 0))
		if rapid.Bool().Draw(t, "maybe") {
			fmt.Fprintf(&b, ", maybe: %s", condition(n, 0))
		}
		if rapid.IntRange(0, 3).Draw(t, "if-asked") == 0 {
			b.WriteString(", if-asked: true")
		}
		b.WriteString("}\n")
	}
	b.WriteString("routes:\n")
	for i := range rapid.IntRange(1, 4).Draw(t, "routes") {
		fmt.Fprintf(&b, "  r%d: {page: p", i)
		if rapid.Bool().Draw(t, "gated") {
			fmt.Fprintf(&b, ", gate: %s", condition(n, 0))
		}
		needs := []string{}
		for c := range criteria {
			if rapid.Bool().Draw(t, "needed") {
				needs = append(needs, fmt.Sprintf("c%d", c))
			}
		}
		fmt.Fprintf(&b, ", needs: [%s]", strings.Join(needs, ", "))
		if i > 0 && rapid.IntRange(0, 2).Draw(t, "unless") == 0 {
			fmt.Fprintf(&b, ", unless: [r%d]", rapid.IntRange(0, i-1).Draw(t, "other"))
		}
		if rapid.IntRange(0, 4).Draw(t, "at most") == 0 {
			b.WriteString(", at-most: possible")
		}
		b.WriteString("}\n")
	}
	b.WriteString("  none: {page: p, fallback: true}\n")
	if rapid.IntRange(0, 2).Draw(t, "impossible") == 0 {
		b.WriteString("impossible:\n")
		for i := range rapid.IntRange(1, 2).Draw(t, "reasons") {
			fmt.Fprintf(&b, "  - {when: %s, because: reason%d}\n", condition(n, 0), i)
		}
	}
	return b.String()
}

func drawSituation(t *rapid.T, rs *Ruleset) Situation {
	s := rs.NewSituation()
	for i, q := range rs.Questions {
		s[i] = rapid.IntRange(Unknown, len(q.Options)-1).Draw(t, q.ID)
	}
	return s
}
