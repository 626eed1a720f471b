package pathway

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"boussole/generator/internal/source"
)

// rule reads a row of a table.
func (r *dmnReader) rule(t *foreignTable, number int, rule *element, inputs []*dmnInput) {
	where := fmt.Sprintf("row %d", number)
	entries, outputs := rule.all("inputEntry"), rule.all("outputEntry")
	if len(entries) != len(inputs) {
		r.ds.Errorf(rule.pos, "%s has %d input entries, expected %d", where, len(entries), len(inputs))
		return
	}
	if len(outputs) != 1 {
		r.ds.Errorf(rule.pos, "%s has %d output entries, expected one", where, len(outputs))
		return
	}
	for i, e := range entries {
		if inputs[i] != nil {
			r.entry(t, where, e, inputs[i])
		}
	}
	if output, ok := r.output(outputs[0], where); ok {
		t.rows = append(t.rows, foreignRow{output: output, pos: rule.pos})
	}
}

func (r *dmnReader) entry(t *foreignTable, where string, e *element, in *dmnInput) {
	r.language(e)
	text := e.words()
	u, err := parseUnary(text.Value)
	if err != nil {
		r.ds.Add(source.Diagnostic{Pos: text.Pos, Message: fmt.Sprintf("%s, input %s: %v", where, quoted(in.name), err), Hint: onlyEnumerations})
		return
	}
	if len(u.literals) == 0 {
		return
	}
	for _, l := range u.literals {
		switch {
		case l.truth:
			in.truth = true
		case in.declared && !slices.Contains(in.values, l.value):
			r.ds.Add(source.Diagnostic{Pos: text.Pos, Message: fmt.Sprintf("%s, input %s: %s is none of the declared values", where, quoted(in.name), quoted(l.value)), Hint: source.DidYouMean(l.value, in.values)})
		default:
			in.add(l.value)
		}
	}
	in.denied = in.denied || u.not
	r.tests = append(r.tests, dmnTest{table: len(r.tables), row: len(t.rows), input: in, unary: u})
}

// output reads an output, which must be one value: a text, a number, true or false.
func (r *dmnReader) output(e *element, where string) (string, bool) {
	r.language(e)
	text := e.words()
	list, err := parseLiterals(text.Value)
	if err != nil {
		if _, notNumber := strconv.ParseFloat(text.Value, 64); notNumber == nil {
			return text.Value, true
		}
	}
	if err == nil && len(list) > 1 {
		err = fmt.Errorf("%s is a list", quoted(text.Value))
	}
	if err != nil {
		r.ds.Errorf(text.Pos, "%s, output: %v, expected one value", where, err)
		return "", false
	}
	return list[0].value, true
}

// isName reports whether an input expression is a name, perhaps of several words or of a part (Applicant.Age).
// Signs and the words of FEEL make it an expression, unless an input of the model has just that name.
func (r *dmnReader) isName(s string) bool {
	if r.data[s] {
		return s != ""
	}
	for _, word := range strings.Fields(s) {
		if slices.Contains([]string{"and", "between", "else", "for", "if", "not", "or", "return", "satisfies", "then", "true", "false", "null"}, word) {
			return false
		}
	}
	for i, r := range s {
		if !unicode.IsLetter(r) && r != '_' && (i == 0 || !unicode.IsDigit(r) && !strings.ContainsRune(" .'?", r)) {
			return false
		}
	}
	return s != ""
}

// resolve fills the inputs, with all their values, and the cells of the rows.
func (r *dmnReader) resolve() {
	index := map[*dmnInput]int{}
	for _, in := range r.order {
		out := &foreignInput{name: in.name, values: in.values, pos: in.pos}
		switch {
		case in.truth && slices.ContainsFunc(in.values, func(v string) bool { return v != "true" && v != "false" }):
			r.ds.Errorf(in.pos, "the input %s has texts and truths as values", quoted(in.name))
		case in.truth:
			in.add("true")
			in.add("false")
			out.values = in.values
		case len(in.values) == 0:
			r.ds.Add(source.Diagnostic{Pos: in.pos, Severity: source.Note, Message: fmt.Sprintf("the input %s tells nothing apart and becomes no question", quoted(in.name))})
			continue
		case !in.declared && in.denied || len(in.values) == 1:
			out.anyMore = true
			out.values = append(slices.Clone(in.values), anyOther)
		case !in.declared:
			r.ds.Add(source.Diagnostic{Pos: in.pos, Severity: source.Note, Message: fmt.Sprintf("the input %s declares no values; its options are those in use", quoted(in.name))})
		}
		index[in] = len(r.foreign.inputs)
		r.foreign.inputs = append(r.foreign.inputs, out)
	}
	for _, test := range r.tests {
		i, ok := index[test.input]
		if !ok {
			continue
		}
		var values []int
		in := r.foreign.inputs[i]
		for v, value := range in.values {
			other := in.anyMore && v == len(in.values)-1
			named := !other && slices.ContainsFunc(test.unary.literals, func(l literal) bool { return l.value == value })
			if named != test.unary.not {
				values = append(values, v)
			}
		}
		row := &r.tables[test.table].rows[test.row]
		// Two columns with the same expression must both match.
		if before := row.cells.at(i); before != nil {
			values = slices.DeleteFunc(values, func(v int) bool { return !slices.Contains(before, v) })
		}
		if values == nil {
			values = []int{}
		}
		if len(values) < len(in.values) {
			row.cells = row.cells.with(i, values)
		}
	}
}
