package pathway

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"boussole/generator/internal/source"
)

// The files in testdata/public-rules are rule sets that nobody here wrote; README.md there says whose they are.

// publicTable is a decision table of kie-tables.json. A cell is null, where every value matches, or the values that do.
type publicTable struct {
	Name        string
	HitPolicy   string
	OutputOrder []string
	Inputs      []struct {
		ID              string
		Values, Classes []any
	}
	Rules []struct {
		When    [][]any
		WhenNot [][]any `json:"when_not"`
		Then    string
	}
	Expected struct {
		Gaps     [][][]any
		Overlaps []struct {
			Rules []int
			Cell  [][]any
		}
		Masked, Misleading [][]int
	}
}

func (t *publicTable) values(input int) []any {
	return append(slices.Clone(t.Inputs[input].Values), t.Inputs[input].Classes...)
}

// dmn writes the table as an editor of DMN would.
func (t *publicTable) dmn() string {
	var b strings.Builder
	fmt.Fprintf(&b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<definitions xmlns=%q name=\"public\" namespace=\"urn:test\">\n<decision name=%q>\n<decisionTable hitPolicy=%q>\n", dmn13, t.Name, t.HitPolicy)
	feel := func(values []any) string {
		var out []string
		for _, v := range values {
			out = append(out, fmt.Sprintf("%#v", v))
		}
		return xmlText(strings.Join(out, ", "))
	}
	for i, in := range t.Inputs {
		typeRef := "string"
		if _, is := t.values(i)[0].(bool); is {
			typeRef = "boolean"
		}
		fmt.Fprintf(&b, "<input><inputExpression typeRef=%q><text>%s</text></inputExpression><inputValues><text>%s</text></inputValues></input>\n", typeRef, in.ID, feel(t.values(i)))
	}
	var order []any
	for _, o := range t.OutputOrder {
		order = append(order, o)
	}
	fmt.Fprintf(&b, "<output><outputValues><text>%s</text></outputValues></output>\n", feel(order))
	for _, r := range t.Rules {
		b.WriteString("<rule>")
		for i := range t.Inputs {
			entry := "-"
			switch {
			case r.WhenNot != nil && r.WhenNot[i] != nil:
				entry = "not(" + feel(r.WhenNot[i]) + ")"
			case r.WhenNot == nil && r.When[i] != nil:
				entry = feel(r.When[i])
			}
			fmt.Fprintf(&b, "<inputEntry><text>%s</text></inputEntry>", entry)
		}
		fmt.Fprintf(&b, "<outputEntry><text>%s</text></outputEntry></rule>\n", feel([]any{r.Then}))
	}
	b.WriteString("</decisionTable>\n</decision>\n</definitions>\n")
	return b.String()
}

// matches reports whether a rule of the table matches; s holds indexes of values.
func (t *publicTable) matches(rule int, s Situation) bool {
	r := t.Rules[rule]
	for i := range t.Inputs {
		value := t.values(i)[s[i]]
		if r.WhenNot != nil && slices.Contains(r.WhenNot[i], value) || r.WhenNot == nil && r.When[i] != nil && !slices.Contains(r.When[i], value) {
			return false
		}
	}
	return true
}

// outputs are the outputs that count, by the hit policy as it is defined.
func (t *publicTable) outputs(s Situation) []string {
	var out []string
	for i, r := range t.Rules {
		if t.matches(i, s) && !slices.Contains(out, r.Then) {
			out = append(out, r.Then)
		}
	}
	if t.HitPolicy == "PRIORITY" && len(out) > 1 {
		first := slices.MinFunc(out, func(a, b string) int { return slices.Index(t.OutputOrder, a) - slices.Index(t.OutputOrder, b) })
		out = []string{first}
	}
	return out
}

func importText(t interface {
	Helper()
	Fatal(...any)
}, text string, read func(*source.File) (string, source.Diagnostics),
) (string, source.Diagnostics) {
	t.Helper()
	f, ds := source.New("tables.dmn", []byte(text))
	rules, more := read(f)
	if ds = append(ds, more...); ds.HasErrors() || rules == "" {
		ds.Print(os.Stderr)
		t.Fatal("cannot be imported:\n" + text)
	}
	return rules, ds
}

func TestPublicTables(t *testing.T) {
	data, err := os.ReadFile("testdata/public-rules/kie-tables.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Tables []*publicTable }
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Tables) != 7 {
		t.Fatalf("%d tables", len(file.Tables))
	}
	for _, table := range file.Tables {
		t.Run(table.Name, func(t *testing.T) {
			rules, ds := importText(t, table.dmn(), ImportDMN)
			d := compileText(t, rules)
			checkOutcomes(t, table, d)
			table.checkFindings(t, d, ds)
			table.checkProofs(t, d)
			if t.Failed() {
				t.Log(rules)
			}
		})
	}
}

// checkOutcomes asks for the table's outcomes in every situation.
func checkOutcomes(t *testing.T, table *publicTable, d *Diagram) {
	routes := newNamer()
	ids := map[string]string{}
	for _, r := range table.Rules {
		if ids[r.Then] == "" {
			ids[r.Then] = routes.id(r.Then, "")
		}
	}
	d.Rules.complete(d.Rules.NewSituation(), func(s Situation) {
		var want []string
		for _, o := range table.outputs(s) {
			want = append(want, ids[o])
		}
		var got []string
		for i, st := range d.Evaluate(s).Status {
			if st == Applies {
				got = append(got, d.Rules.Routes[i].ID)
			}
		}
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v apply, the table says %v", d.Rules.Describe(s), got, want)
		}
	})
}

var (
	overlapPattern = regexp.MustCompile(`^rows (\d+) and (\d+) both match (.*?)(; |, with|$)`)
	unusedPattern  = regexp.MustCompile(`^row (\d+) is never used`)
	gapPattern     = regexp.MustCompile(`^no row matches (.*)$`)
	misleading     = regexp.MustCompile(`row (\d+) leaves .* counts before row (\d+)`)
	rowPattern     = regexp.MustCompile(`^row (\d+)`)
)

// checkFindings asks for exactly the faults that are known of the table, with situations that show them.
func (t *publicTable) checkFindings(test *testing.T, d *Diagram, ds source.Diagnostics) {
	var want, got []string
	for _, o := range t.Expected.Overlaps {
		want = append(want, fmt.Sprint("overlap ", o.Rules))
	}
	for _, m := range t.Expected.Masked {
		want = append(want, fmt.Sprint("masked ", m))
	}
	for _, m := range t.Expected.Misleading {
		want = append(want, fmt.Sprint("misleading ", m))
	}
	for range t.Expected.Gaps {
		want = append(want, "gap")
	}
	for _, m := range ds {
		if p := overlapPattern.FindStringSubmatch(m.Message); p != nil {
			pair := fmt.Sprintf("[%s %s]", p[1], p[2])
			got = append(got, "overlap "+pair)
			for _, o := range t.Expected.Overlaps {
				if fmt.Sprint(o.Rules) == pair {
					t.checkWitness(test, d, p[3], o.Cell)
				}
			}
		} else if p := unusedPattern.FindStringSubmatch(m.Message); p != nil {
			for _, r := range m.Related {
				got = append(got, fmt.Sprintf("masked [%s %s]", p[1], rowPattern.FindStringSubmatch(r.Message)[1]))
			}
		} else if p := gapPattern.FindStringSubmatch(m.Message); p != nil {
			for i, text := range strings.Split(p[1], "; ") {
				got = append(got, "gap")
				t.checkWitness(test, d, text, t.Expected.Gaps[i])
			}
		} else {
			test.Errorf("not expected: %s", m.Message)
		}
		if p := misleading.FindStringSubmatch(m.Hint); p != nil {
			got = append(got, fmt.Sprintf("misleading [%s %s]", p[1], p[2]))
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		test.Errorf("found %q, known are %q", got, want)
	}
}

// checkWitness asks that a situation that is told by ids lies in a cell of the table.
func (t *publicTable) checkWitness(test *testing.T, d *Diagram, told string, cell [][]any) {
	s := witnessOf(test, d, told)
	for i, in := range t.Inputs {
		if s[i] < 0 && len(cell[i]) < len(t.values(i)) || s[i] >= 0 && !slices.Contains(cell[i], t.values(i)[s[i]]) {
			test.Errorf("%s is not in the cell of %s: %v", told, in.ID, cell[i])
		}
	}
}

// witnessOf reads a situation as it is told: question=option, ….
func witnessOf(t *testing.T, d *Diagram, told string) Situation {
	t.Helper()
	answers := map[string]string{}
	for _, part := range strings.Split(told, ", ") {
		q, o, _ := strings.Cut(part, "=")
		answers[q] = o
	}
	s, err := d.Rules.Situation(answers)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// checkProofs asks that the proofs of the imported rules find the same: the gap, two outcomes at once, the outcome
// that is never reached; and no other error.
func (t *publicTable) checkProofs(test *testing.T, d *Diagram) {
	var want, got []string
	if len(t.Expected.Gaps) > 0 {
		want = append(want, "no route")
	}
	for _, o := range t.Expected.Overlaps {
		if t.HitPolicy != "PRIORITY" && t.Rules[o.Rules[0]-1].Then != t.Rules[o.Rules[1]-1].Then {
			want = append(want, "exclusive")
		}
	}
	for range t.Expected.Masked {
		want = append(want, "never applies")
	}
	for _, m := range d.Prove(nil) {
		told := m.Message[strings.LastIndex(m.Message, ": ")+1:]
		switch {
		case m.Severity != source.Error:
		case strings.HasPrefix(m.Message, "these answers lead to no route"):
			got = append(got, "no route")
			t.checkWitness(test, d, strings.TrimSpace(told), t.Expected.Gaps[0])
		case strings.Contains(m.Message, "declared exclusive"):
			got = append(got, "exclusive")
			t.checkWitness(test, d, m.Message[strings.Index(m.Message, " with ")+6:], t.Expected.Overlaps[0].Cell)
		case strings.Contains(m.Message, "never applies"):
			got = append(got, "never applies")
		default:
			got = append(got, m.Message)
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		test.Errorf("proved %q, want %q", got, want)
	}
}

// Every published path leads to its outcome and to no other; every situation has exactly one.
func TestPublicPaths(t *testing.T) {
	for name, paths := range map[string]int{"towing-rules": 22, "inherits-someone-dies-without-will": 36} {
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile("testdata/public-rules/" + name + ".json")
			if err != nil {
				t.Fatal(err)
			}
			var file struct {
				Paths []struct {
					Answers [][2]string
					Outcome string
				}
			}
			if err := json.Unmarshal(data, &file); err != nil || len(file.Paths) != paths {
				t.Fatalf("%d paths, %v", len(file.Paths), err)
			}
			rules, ds := importText(t, string(data), ImportPaths)
			for _, m := range ds {
				if m.Severity != source.Note {
					t.Errorf("not expected: %s", m.Message)
				}
			}
			d := compileText(t, rules)
			for _, m := range d.Prove(nil) {
				t.Errorf("not expected: %s", m.Message)
			}
			for _, p := range file.Paths {
				answers := map[string]string{}
				for _, a := range p.Answers {
					answers[slug(a[0])] = slug(a[1])
				}
				s, err := d.Rules.Situation(answers)
				if err != nil {
					t.Fatal(err)
				}
				if got := onlyRoute(d, s); got != slug(p.Outcome) {
					t.Errorf("%v: %s, want %s", p.Answers, got, p.Outcome)
				}
			}
			d.Rules.complete(d.Rules.NewSituation(), func(s Situation) {
				if onlyRoute(d, s) == "" {
					t.Errorf("%s: not exactly one outcome", d.Rules.Describe(s))
				}
			})
			if t.Failed() {
				t.Log(rules)
			}
		})
	}
}

// onlyRoute is the route that applies, "" when it is not one or another one is possible.
func onlyRoute(d *Diagram, s Situation) string {
	id := ""
	for i, st := range d.Evaluate(s).Status {
		switch {
		case st == Possible || st == Applies && id != "":
			return ""
		case st == Applies:
			id = d.Rules.Routes[i].ID
		}
	}
	return id
}
