package pathway

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"boussole/generator/internal/source"

	"pgregory.net/rapid"
)

// drawnTable is a table of a random file, as data.
type drawnTable struct {
	policy  policy
	inputs  [][]string // declared values
	entries [][]string // per row and input
	outputs []string   // per row
	order   []string
	rest    string // the default output, or ""
}

func drawTable(t *rapid.T) *drawnTable {
	d := &drawnTable{policy: rapid.SampledFrom([]policy{policyUnique, policyAny, policyFirst, policyPriority, policyCollect}).Draw(t, "policy")}
	for range rapid.IntRange(1, 3).Draw(t, "inputs") {
		d.inputs = append(d.inputs, []string{"A a", "B<", "ç"}[:rapid.IntRange(2, 3).Draw(t, "values")])
	}
	d.order = rapid.Permutation([]string{"X", "Y", "z z"}).Draw(t, "order")
	for range rapid.IntRange(1, 5).Draw(t, "rows") {
		var entries []string
		for _, values := range d.inputs {
			entry := "-"
			if picked := rapid.SliceOfDistinct(rapid.SampledFrom(values), rapid.ID[string]).Draw(t, "entry"); len(picked) > 0 {
				entry = `"` + strings.Join(picked, `", "`) + `"`
				if rapid.IntRange(0, 3).Draw(t, "not") == 0 {
					entry = "not(" + entry + ")"
				}
			}
			entries = append(entries, entry)
		}
		d.entries = append(d.entries, entries)
		d.outputs = append(d.outputs, rapid.SampledFrom(d.order).Draw(t, "output"))
	}
	if rapid.IntRange(0, 3).Draw(t, "default") == 0 {
		d.rest = rapid.SampledFrom(d.order).Draw(t, "rest")
	}
	return d
}

// dmn writes the table in DMN 1.1, with a prefix for the names of its elements.
func (d *drawnTable) dmn() string {
	var b strings.Builder
	fmt.Fprintf(&b, "<d:definitions xmlns:d=\"http://www.omg.org/spec/DMN/20151101/dmn.xsd\" name=\"n\" namespace=\"x\"><d:decision id=\"only\"><d:decisionTable hitPolicy=%q>", d.policy)
	for i, values := range d.inputs {
		fmt.Fprintf(&b, "<d:input><d:inputExpression typeRef=\"feel:string\"><d:text>in_%d</d:text></d:inputExpression><d:inputValues><d:text>%s</d:text></d:inputValues></d:input>", i, xmlText(feelTexts(values)))
	}
	fmt.Fprintf(&b, "<d:output><d:outputValues><d:text>%s</d:text></d:outputValues>", feelTexts(d.order))
	if d.rest != "" {
		fmt.Fprintf(&b, "<d:defaultOutputEntry><d:text>%q</d:text></d:defaultOutputEntry>", d.rest)
	}
	b.WriteString("</d:output>")
	for i, entries := range d.entries {
		b.WriteString("<d:rule>")
		for _, e := range entries {
			fmt.Fprintf(&b, "<d:inputEntry><d:text><![CDATA[%s]]></d:text></d:inputEntry>", e)
		}
		fmt.Fprintf(&b, "<d:outputEntry><d:text>%q</d:text></d:outputEntry></d:rule>", d.outputs[i])
	}
	b.WriteString("</d:decisionTable></d:decision></d:definitions>")
	return b.String()
}

// matching are the rows that match, from 0, read off the texts of their entries.
func (d *drawnTable) matching(values []string) []int {
	var out []int
	for i, entries := range d.entries {
		all := true
		for k, e := range entries {
			named := strings.Contains(e, `"`+values[k]+`"`)
			all = all && (e == "-" || named != strings.HasPrefix(e, "not("))
		}
		if all {
			out = append(out, i)
		}
	}
	return out
}

// count are the outputs that count.
func (d *drawnTable) count(values []string) []string {
	var out []string
	rows := d.matching(values)
	if d.policy == policyFirst && len(rows) > 0 {
		rows = rows[:1]
	}
	for _, o := range d.order {
		if slices.ContainsFunc(rows, func(i int) bool { return d.outputs[i] == o }) || len(rows) == 0 && o == d.rest {
			if out = append(out, o); d.policy == policyPriority {
				break
			}
		}
	}
	return out
}

// The imported rules lead to the outputs that the table has, and the findings are those of looking at every
// situation.
func TestImportAgreesWithNaiveReading(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := drawTable(t)
		f, _ := source.New("t.dmn", []byte(table.dmn()))
		rules, found := ImportDMN(f)
		if rules == "" {
			// The only reason: no row ever matches.
			if !strings.Contains(found[0].Message, "no row ever matches") {
				t.Fatalf("%v\n%s", found, table.dmn())
			}
			return
		}
		d := compileText(t, rules)
		ids := map[string]string{"X": "x", "Y": "y", "z z": "z-z"}
		gap, reached := false, make([]bool, len(table.entries))
		overlap := map[string]bool{}
		d.Rules.complete(d.Rules.NewSituation(), func(s Situation) {
			var values, want, got []string
			for i := range table.inputs {
				values = append(values, table.inputs[i][s[i]])
			}
			for _, o := range table.count(values) {
				want = append(want, ids[o])
			}
			for i, st := range d.Evaluate(s).Status {
				if st == Applies {
					got = append(got, d.Rules.Routes[i].ID)
				}
			}
			slices.Sort(want)
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Fatalf("%s: %v apply, the table says %v\n%s\n%s", d.Rules.Describe(s), got, want, table.dmn(), rules)
			}
			gap = gap || len(want) == 0
			table.look(values, reached, overlap)
		})
		table.compare(t, found, gap, reached, overlap)
		for _, m := range d.Prove(nil) {
			if m.Severity == source.Error && !strings.Contains(m.Message, "no route") && !strings.Contains(m.Message, "exclusive") && !strings.Contains(m.Message, "never applies") {
				t.Fatalf("%s\n%s", m.Message, rules)
			}
		}
	})
}

// look notes what one situation shows: rows that count, and pairs of rows that may not both match.
func (d *drawnTable) look(values []string, reached []bool, overlap map[string]bool) {
	rows := d.matching(values)
	for k, i := range rows {
		first := slices.IndexFunc(d.order, func(o string) bool {
			return slices.ContainsFunc(rows, func(r int) bool { return d.outputs[r] == o })
		})
		if (d.policy != policyFirst || k == 0) && (d.policy != policyPriority || d.outputs[i] == d.order[first]) {
			reached[i] = true
		}
		for _, j := range rows[k+1:] {
			if d.policy == policyUnique || (d.policy == policyAny || d.policy == policyPriority) && d.outputs[i] != d.outputs[j] {
				overlap[fmt.Sprintf("rows %d and %d both match", i+1, j+1)] = true
			}
		}
	}
}

func (d *drawnTable) compare(t *rapid.T, found source.Diagnostics, gap bool, reached []bool, overlap map[string]bool) {
	want := map[string]bool{}
	for o := range overlap {
		want[o] = true
	}
	if gap {
		want["no row matches"] = true
	}
	for i, r := range reached {
		if !r {
			want[fmt.Sprintf("row %d never matches or is never used", i+1)] = true
		}
	}
	got := map[string]bool{}
	for _, m := range found {
		switch p := overlapPattern.FindStringSubmatch(m.Message); {
		case p != nil:
			got[fmt.Sprintf("rows %s and %s both match", p[1], p[2])] = true
		case strings.HasPrefix(m.Message, "no row matches"):
			got["no row matches"] = true
		case rowPattern.MatchString(m.Message):
			got[fmt.Sprintf("row %s never matches or is never used", rowPattern.FindStringSubmatch(m.Message)[1])] = true
		}
	}
	if fmt.Sprint(sortedKeys(got)) != fmt.Sprint(sortedKeys(want)) {
		t.Fatalf("found %v, want %v\n%s", sortedKeys(got), sortedKeys(want), d.dmn())
	}
}

// What is exported and imported again has the same statuses: of each route's table, the output that is its status
// applies, and no other.
func TestDMNRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := drawRules(t)
		d := compileText(t, text)
		model, ds := d.DMN(nil)
		if ds.HasErrors() {
			t.Fatal(ds)
		}
		f, _ := source.New("rules.dmn", []byte(model))
		rules, ds := ImportDMN(f)
		if rules == "" {
			if !strings.Contains(ds[len(ds)-1].Message, "nothing to ask") && !strings.Contains(ds[0].Message, "has no row") {
				t.Fatalf("%v\n%s", ds, model)
			}
			return // every route is the same in all situations, or none can exist
		}
		e := compileText(t, rules)
		d.Rules.complete(d.Rules.NewSituation(), func(s Situation) {
			again := e.Rules.NewSituation()
			for i, q := range e.Rules.Questions {
				again[i] = s[d.Rules.Question(q.ID).Index]
			}
			res := e.Evaluate(again)
			applies := 0
			for i, st := range res.Status {
				if st == Applies {
					applies++
				} else if st != Excluded {
					t.Fatalf("%s: %s is %v\n%s", e.Rules.Describe(again), e.Rules.Routes[i].ID, st, rules)
				}
			}
			all := d.Rules.routesAndFallback()
			for _, r := range all {
				id := slug(r.ID + " status " + statusOf(d.Rules, r, s).String())
				if len(all) == 1 {
					id = statusOf(d.Rules, r, s).String()
				}
				if route := e.Rules.Route(id); route == nil || res.Status[route.Index] != Applies {
					t.Fatalf("%s: %s does not apply\n%s\n%s", d.Rules.Describe(s), id, text, rules)
				}
			}
			if applies != len(all) {
				t.Fatalf("%s: %d routes apply, want one for each of %d", d.Rules.Describe(s), applies, len(all))
			}
		})
	})
}

// The real pathways survive it too.
func TestDMNRoundTripOfRealPathways(t *testing.T) {
	for _, name := range []string{"access", "support"} {
		data, err := os.ReadFile("../../../content/pathways/" + name + ".yaml")
		if err != nil {
			t.Fatal(err)
		}
		d := compileText(t, string(data))
		model, _ := d.DMN(nil)
		rules, ds := importText(t, model, ImportDMN)
		for _, m := range ds {
			t.Errorf("not expected: %s", m.Message)
		}
		e := compileText(t, rules)
		for _, s := range d.someSituations(100) {
			again := e.Rules.NewSituation()
			for i, q := range e.Rules.Questions {
				again[i] = s[d.Rules.Question(q.ID).Index]
			}
			res := e.Evaluate(again)
			for _, r := range d.Rules.routesAndFallback() {
				id := slug(r.ID + " status " + statusOf(d.Rules, r, s).String())
				if res.Status[e.Rules.Route(id).Index] != Applies {
					t.Fatalf("%s: %s does not apply", d.Rules.Describe(s), id)
				}
			}
		}
	}
}

// Random answer paths: a tree that asks its questions in any order. Each path leads to its outcome, each situation to
// exactly one.
func TestImportPathsOfRandomTrees(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		questions := []string{"q one?", "Q_two", "q3", "q4", "q5"}
		var paths []string
		var answers []string
		var walk func(left []string)
		walk = func(left []string) {
			if len(left) == 0 || len(answers) > 0 && rapid.IntRange(0, 2).Draw(t, "end") == 0 {
				paths = append(paths, fmt.Sprintf(`{"answers": [%s], "outcome": "o_%d"}`, strings.Join(answers, ", "), rapid.IntRange(0, 3).Draw(t, "outcome")))
				return
			}
			i := rapid.IntRange(0, len(left)-1).Draw(t, "next")
			if len(answers) == 0 {
				i = 0
			}
			rest := slices.Delete(slices.Clone(left), i, i+1)
			for _, o := range []string{"yes", "no"} {
				answers = append(answers, fmt.Sprintf("[%q, %q]", left[i], o))
				walk(rest)
				answers = answers[:len(answers)-1]
			}
		}
		walk(questions)
		var list []string
		for _, q := range rapid.Permutation(questions).Draw(t, "order") {
			list = append(list, fmt.Sprintf(`{"id": %q, "options": ["yes", "no"]}`, q))
		}
		text := fmt.Sprintf(`{"root": "q one?", "questions": [%s], "paths": [%s]}`, strings.Join(list, ", "), strings.Join(paths, ",\n"))
		rules, ds := importText(t, text, ImportPaths)
		for _, m := range ds {
			if m.Severity != source.Note {
				t.Fatalf("%s\n%s", m.Message, text)
			}
		}
		d := compileText(t, rules)
		for _, m := range d.Prove(nil) {
			if m.Severity == source.Error {
				t.Fatalf("%s\n%s\n%s", m.Message, text, rules)
			}
		}
		checkRandomPaths(t, d, paths, text+"\n"+rules)
	})
}

func checkRandomPaths(t *rapid.T, d *Diagram, paths []string, text string) {
	for _, p := range paths {
		s := d.Rules.NewSituation()
		words := strings.Split(p, `"`)
		for i := 3; words[i] != "outcome"; i += 4 {
			if q := d.Rules.Question(slug(words[i])); q != nil {
				s[q.Index] = q.Option(words[i+2])
			}
		}
		if got, want := onlyRoute(d, s), slug(words[len(words)-2]); got != want {
			t.Fatalf("%s leads to %q\n%s", p, got, text)
		}
	}
	d.Rules.complete(d.Rules.NewSituation(), func(s Situation) {
		if onlyRoute(d, s) == "" {
			t.Fatalf("%s: not exactly one outcome\n%s", d.Rules.Describe(s), text)
		}
	})
}

// FuzzImport asks that no file makes an import panic, and that what is imported parses.
func FuzzImport(f *testing.F) {
	for _, name := range []string{"testdata/public-rules/towing-rules.json", "testdata/import-refused.xml"} {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(data))
	}
	f.Add((&drawnTable{policyFirst, [][]string{{"a", "b"}}, [][]string{{`not("a")`}, {"-"}}, []string{"X", "Y"}, []string{"X", "Y"}, "X"}).dmn())
	f.Fuzz(func(t *testing.T, text string) {
		file, ds := source.New("f", []byte(text))
		if ds.HasErrors() {
			return
		}
		for _, read := range []func(*source.File) (string, source.Diagnostics){ImportDMN, ImportPaths} {
			rules, ds := read(file)
			if (rules == "") != ds.HasErrors() {
				t.Fatalf("%d bytes of rules with %v", len(rules), ds)
			}
			if rules != "" {
				parseText(t, rules)
			}
		}
	})
}
