package pathway

import (
	"fmt"
	"slices"

	"boussole/generator/internal/source"
)

// foreign is a set of rules that was read from another notation, before it becomes a pathway: tables of rows over
// inputs with closed values. Places are places in the file that was read.
type foreign struct {
	file   *source.File
	notice string // what the file is, for the first line of the rules
	inputs []*foreignInput
	tables []*foreignTable
}

// foreignInput becomes a question.
type foreignInput struct {
	name    string   // as it was written
	values  []string // as they were written, in order
	anyMore bool     // the last value stands for all that are not written
	asked   []cells  // asked where one of these holds; empty: always
	pos     source.Pos

	// Filled by identify.
	index   int
	id      string
	options []string
}

// anyOther is the value that stands for every value which the file does not write.
const anyOther = "other"

// policy says which of the rows that match a situation count.
type policy string

// The hit policies of DMN that can be imported (DMN 1.3, 8.2.8).
const (
	policyUnique   policy = "UNIQUE"   // at most one row matches
	policyAny      policy = "ANY"      // rows that match together have the same output
	policyFirst    policy = "FIRST"    // the first that matches counts
	policyPriority policy = "PRIORITY" // the one counts whose output is first among the declared outputs
	policyCollect  policy = "COLLECT"  // all count
)

// foreignTable becomes a route for each distinct output.
type foreignTable struct {
	name   string
	noun   string // what a row is called: row or path
	policy policy
	rows   []foreignRow
	order  []string // for PRIORITY, the outputs from the highest priority down
	pos    source.Pos
}

// foreignRow is a row of a table.
type foreignRow struct {
	cells  cells
	output string
	// rest marks the output that a table has where no row matches.
	rest bool
	pos  source.Pos
}

// cells holds, per input, the sorted indexes of the values that match; nil where every value does, even when the
// question is not asked. It may be shorter than the inputs are many: what is missing is nil.
type cells [][]int

func (c cells) at(i int) []int {
	if i < len(c) {
		return c[i]
	}
	return nil
}

// with returns a copy in which the input has these values.
func (c cells) with(i int, values []int) cells {
	out := make(cells, max(len(c), i+1))
	copy(out, c)
	out[i] = values
	return out
}

// apart reports whether no situation matches both, judged cell by cell.
func (c cells) apart(d cells) bool {
	for i := range min(len(c), len(d)) {
		if c[i] != nil && d[i] != nil && !slices.ContainsFunc(c[i], func(v int) bool { return slices.Contains(d[i], v) }) {
			return true
		}
	}
	return false
}

func (c cells) equal(d cells) bool {
	for i := range max(len(c), len(d)) {
		if !slices.Equal(c.at(i), d.at(i)) || (c.at(i) == nil) != (d.at(i) == nil) {
			return false
		}
	}
	return true
}

// outputs are the distinct outputs in the order of the rows.
func (t *foreignTable) outputs() []string {
	var out []string
	for _, r := range t.rows {
		if !slices.Contains(out, r.output) {
			out = append(out, r.output)
		}
	}
	return out
}

// identify gives the inputs and their values ids, and reports what has no place in the language.
func (f *foreign) identify() source.Diagnostics {
	var ds source.Diagnostics
	n := newNamer(reserved...)
	for i, in := range f.inputs {
		in.index = i
		in.id = n.id(in.name, fmt.Sprintf("question-%d", i+1))
		options := newNamer()
		for v, value := range in.values {
			in.options = append(in.options, options.id(value, fmt.Sprintf("value-%d", v+1)))
		}
		if len(in.values) > maxOptions {
			ds.Errorf(in.pos, "%q has %d values; a question has at most %d options", in.name, len(in.values), maxOptions)
		}
	}
	switch {
	case len(f.inputs) == 0:
		ds.Errorf(f.tables[0].pos, "no input that tells two values apart, so there is nothing to ask")
	case len(f.inputs) > maxQuestions:
		ds.Errorf(f.inputs[maxQuestions].pos, "more than %d inputs", maxQuestions)
	}
	outputs := 0
	for _, t := range f.tables {
		outputs += len(t.outputs())
		if len(t.rows) > maxRows {
			ds.Errorf(t.rows[maxRows].pos, "more than %d %ss", maxRows, t.noun)
		}
	}
	if outputs > maxRoutes {
		ds.Errorf(f.tables[0].pos, "%d outputs; a pathway has at most %d routes", outputs, maxRoutes)
	}
	return ds
}

// title says what the routes of a table come from.
func (t *foreignTable) title() string {
	if t.noun == "path" {
		return "one for each outcome"
	}
	return fmt.Sprintf("%s, hit policy %s", comment(t.name), t.policy)
}

// maxRows bounds the rows of a table: every pair of them is compared.
const maxRows = 2000
