package pathway

import (
	"encoding/xml"
	"slices"
	"strings"
	"testing"
)

// exportedTable is a decision table read back from the text of the DMN export, by nothing that wrote it.
type exportedTable struct {
	name   string
	inputs []int // indexes of questions
	rows   []exportedRow
}

type exportedRow struct {
	entries []uint64 // per input the options that match, bit by bit; 0 for "-"
	status  Status
}

// decide returns the status that the last matching rule gives, and how many match.
func (e exportedTable) decide(s Situation) (status Status, hits int) {
rows:
	for _, row := range e.rows {
		for i, entry := range row.entries {
			if entry != 0 && (s[e.inputs[i]] < 0 || entry&(1<<s[e.inputs[i]]) == 0) {
				continue rows
			}
		}
		hits++
		status = row.status
	}
	return status, hits
}

func exportedTables(t *testing.T, d *Diagram) []exportedTable {
	t.Helper()
	text, ds := d.DMN(nil)
	if ds.HasErrors() {
		t.Fatal(ds)
	}
	var model struct {
		Decisions []struct {
			ID     string   `xml:"id,attr"`
			Inputs []string `xml:"decisionTable>input>inputExpression>text"`
			Rules  []struct {
				Entries []string `xml:"inputEntry>text"`
				Output  string   `xml:"outputEntry>text"`
			} `xml:"decisionTable>rule"`
		} `xml:"decision"`
	}
	if err := xml.Unmarshal([]byte(text), &model); err != nil {
		t.Fatal(err)
	}
	var out []exportedTable
	for i, r := range d.Rules.routesAndFallback() {
		from := model.Decisions[i]
		if from.ID != "route_"+r.ID {
			t.Fatalf("the table of %s is called %s", r.ID, from.ID)
		}
		e := exportedTable{name: r.ID}
		for _, input := range from.Inputs {
			e.inputs = append(e.inputs, slices.IndexFunc(d.Rules.Questions, func(q *Question) bool { return feelName(q.ID) == input }))
		}
		for _, rule := range from.Rules {
			row := exportedRow{status: statusNamed(t, strings.Trim(rule.Output, `"`))}
			for k, entry := range rule.Entries {
				row.entries = append(row.entries, optionBits(t, d.Rules.Questions[e.inputs[k]], entry))
			}
			e.rows = append(e.rows, row)
		}
		out = append(out, e)
	}
	return out
}

func statusNamed(t *testing.T, name string) Status {
	t.Helper()
	for _, s := range []Status{Hidden, Excluded, Possible, Applies} {
		if s.String() == name {
			return s
		}
	}
	t.Fatalf("%q is no status", name)
	return 0
}

func optionBits(t *testing.T, q *Question, entry string) uint64 {
	t.Helper()
	if entry == "-" {
		return 0
	}
	var bits uint64
	for _, option := range strings.Split(entry, ",") {
		i := q.Option(strings.Trim(option, `"`))
		if i < 0 {
			t.Fatalf("%s has no option %s", q.ID, option)
		}
		bits |= 1 << i
	}
	return bits
}
