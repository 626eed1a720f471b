package pathway

import (
	"fmt"
	"slices"
	"strings"

	"boussole/generator/internal/source"
)

// dmnVersions are the namespaces of the versions of DMN that are read.
var dmnVersions = map[string]string{
	"http://www.omg.org/spec/DMN/20151101/dmn.xsd": "1.1",
	"http://www.omg.org/spec/DMN/20180521/MODEL/":  "1.2",
	dmn13: "1.3",
}

// ImportDMN turns the decision tables of a DMN file (1.1, 1.2 or 1.3) into the rules of a pathway, as the text of
// its YAML file.
//
// An input becomes a question: its options are the values that the table, or the type of the input, declares, else
// those in use; where a value is denied with not(…) and none are declared, or only one is in use, the option other
// stands for the rest. Each distinct output of a table becomes a route, which needs criteria named after what they
// ask. The hit policy keeps its meaning:
//
//	UNIQUE, ANY    the routes are declared exclusive: rows that overlap fail that proof
//	FIRST          a route's criteria exclude the earlier rows of other outputs
//	PRIORITY       a route yields (unless) to those of higher priority
//	COLLECT        several routes may apply; an aggregation is refused
//
// A default output becomes a route that applies where no row matches. Entries are "-", texts in quotes, true and
// false, lists of them, and not(…). Anything else is an error at its place that says what was found: numbers,
// ranges, dates, expressions, several outputs, results of other decisions as inputs, and the hit policies RULE ORDER
// and OUTPUT ORDER, whose order a pathway does not have.
//
// The warnings say what is wrong with the tables themselves, each with a situation: rows that overlap against the
// hit policy, rows that are never used, situations that no row matches. The text is empty when there is an error.
func ImportDMN(f *source.File) (string, source.Diagnostics) {
	root, ds := parseXML(f)
	if root == nil {
		return "", ds
	}
	version, known := dmnVersions[root.space]
	if root.name != "definitions" || !known {
		ds.Add(source.Diagnostic{Pos: root.pos, Message: fmt.Sprintf("the root is %s in %s, expected the definitions of DMN 1.1, 1.2 or 1.3", quoted(root.name), quoted(root.space))})
		return "", ds
	}
	r := &dmnReader{ds: ds, foreign: &foreign{file: f, notice: "decision tables of DMN " + version}, types: map[string]*element{}, data: map[string]bool{}, inputs: map[string]*dmnInput{}}
	for _, t := range root.all("itemDefinition") {
		r.types[t.attributes["name"]] = t
	}
	for _, d := range root.all("inputData") {
		r.data[d.attributes["name"]] = true
	}
	for _, d := range root.all("decision") {
		r.decision(d)
	}
	if len(root.all("decision")) == 0 {
		r.ds.Errorf(root.pos, "the file holds no decision")
	}
	if !r.ds.HasErrors() {
		r.resolve()
	}
	if r.ds.HasErrors() {
		return "", r.ds
	}
	text, more := r.foreign.rules()
	return text, append(r.ds, more...)
}

// dmnReader reads tables: first their entries as they are written, and, when all values are known, their cells.
type dmnReader struct {
	*foreign
	types  map[string]*element // item definitions by name
	data   map[string]bool     // names of input data
	inputs map[string]*dmnInput
	order  []*dmnInput
	tests  []dmnTest
	ds     source.Diagnostics
}

// dmnInput is an input expression, which may stand in several tables.
type dmnInput struct {
	name     string
	values   []string
	declared bool // by every table it stands in
	denied   bool // not(…) stands in some entry
	truth    bool
	pos      source.Pos
}

// dmnTest is an entry whose values are still texts.
type dmnTest struct {
	table, row int
	input      *dmnInput
	unary      unary
}

func (r *dmnReader) decision(d *element) {
	name := d.attributes["name"]
	if name == "" {
		name = d.attributes["id"]
	}
	for _, need := range d.all("informationRequirement") {
		if other := need.child("requiredDecision"); other != nil {
			r.ds.Add(source.Diagnostic{Pos: other.pos, Message: fmt.Sprintf("the decision %s needs the result of another decision", quoted(name)), Hint: "a question asks what a person can answer: join the two tables into one"})
			return
		}
	}
	table := d.child("decisionTable")
	if table == nil {
		found := "nothing"
		for _, c := range d.children {
			if c.space == d.space && (strings.HasSuffix(c.name, "xpression") || slices.Contains([]string{"context", "invocation", "list", "relation", "functionDefinition"}, c.name)) {
				found = c.name
			}
		}
		r.ds.Errorf(d.pos, "the decision %s is made by %s, expected a decision table", quoted(name), found)
		return
	}
	t := &foreignTable{name: name, noun: "row", pos: table.pos}
	if !r.policy(t, table) {
		return
	}
	outputs := table.all("output")
	if len(outputs) != 1 {
		r.ds.Errorf(table.pos, "the table %s has %d outputs, expected one", quoted(name), len(outputs))
		return
	}
	r.outputValues(t, outputs[0])
	inputs := r.tableInputs(table)
	rules := table.all("rule")
	if len(rules) == 0 {
		r.ds.Errorf(table.pos, "the table %s has no row", quoted(name))
	}
	for i, rule := range rules {
		r.rule(t, i+1, rule, inputs)
	}
	if rest := outputs[0].child("defaultOutputEntry"); rest != nil {
		if l, ok := r.output(rest, "the default output"); ok {
			t.rows = append(t.rows, foreignRow{output: l, rest: true, pos: rest.words().Pos})
		}
	}
	if t.policy == policyPriority {
		for _, row := range t.rows {
			if !slices.Contains(t.order, row.output) && !row.rest {
				r.ds.Add(source.Diagnostic{Pos: row.pos, Message: fmt.Sprintf("the output %s has no priority: it is not among the output values", quoted(row.output)), Hint: source.DidYouMean(row.output, t.order)})
			}
		}
	}
	r.tables = append(r.tables, t)
}

func (r *dmnReader) policy(t *foreignTable, table *element) bool {
	t.policy = policy(table.attributes["hitPolicy"])
	switch t.policy {
	case "":
		t.policy = policyUnique
	case policyUnique, policyAny, policyFirst, policyPriority, policyCollect:
	default:
		r.ds.Errorf(table.pos, "the hit policy %s cannot be imported, expected UNIQUE, ANY, FIRST, PRIORITY or COLLECT", quoted(string(t.policy)))
		return false
	}
	if a := table.attributes["aggregation"]; a != "" {
		r.ds.Errorf(table.pos, "the aggregation %s cannot be imported: a pathway does not calculate", quoted(a))
		return false
	}
	return true
}

// outputValues reads the order of the outputs where the hit policy needs it.
func (r *dmnReader) outputValues(t *foreignTable, output *element) {
	if t.policy != policyPriority {
		return
	}
	values := output.child("outputValues")
	if values == nil {
		r.ds.Errorf(output.pos, "the hit policy PRIORITY needs outputValues, which say the priorities")
		return
	}
	for _, l := range r.declared(values, "outputValues") {
		t.order = append(t.order, l.value)
	}
}

// tableInputs reads the inputs of a table; nil stands for one that is wrong.
func (r *dmnReader) tableInputs(table *element) []*dmnInput {
	var out []*dmnInput
	for i, in := range table.all("input") {
		expression := in.child("inputExpression")
		text := expression.words()
		name := strings.Join(strings.Fields(text.Value), " ")
		if !r.isName(name) {
			pos := in.pos
			if expression != nil {
				pos = text.Pos
			}
			r.ds.Add(source.Diagnostic{Pos: pos, Message: fmt.Sprintf("input %d is %s, expected a name", i+1, quoted(name)), Hint: "a question asks for a value as it is; nothing is calculated from it"})
			out = append(out, nil)
			continue
		}
		r.language(expression)
		input := r.inputs[name]
		if input == nil {
			input = &dmnInput{name: name, declared: true, pos: in.pos}
			r.inputs[name] = input
			r.order = append(r.order, input)
		}
		r.inputValues(input, in, expression.attributes["typeRef"])
		out = append(out, input)
	}
	return out
}

// inputValues adds the values that an input, or its type, declares.
func (r *dmnReader) inputValues(input *dmnInput, in *element, typeRef string) {
	typeRef = typeRef[strings.LastIndex(typeRef, ":")+1:]
	declaration, what := in.child("inputValues"), "inputValues"
	if declaration == nil && r.types[typeRef] != nil {
		declaration, what = r.types[typeRef].child("allowedValues"), "allowedValues"
	}
	switch {
	case declaration != nil && declaration.words().Value != "":
		for _, l := range r.declared(declaration, what) {
			input.add(l.value)
			input.truth = input.truth || l.truth
		}
	case typeRef == "boolean":
		input.truth = true
	default:
		input.declared = false
	}
}

func (in *dmnInput) add(value string) {
	if !slices.Contains(in.values, value) {
		in.values = append(in.values, value)
	}
}

// declared reads a declaration of values.
func (r *dmnReader) declared(e *element, what string) []literal {
	r.language(e)
	text := e.words()
	u, err := parseUnary(text.Value)
	if err == nil && u.not {
		err = fmt.Errorf("%s is a negation", quoted(text.Value))
	}
	if err != nil {
		r.ds.Add(source.Diagnostic{Pos: text.Pos, Message: fmt.Sprintf("the %s: %v, expected texts in quotes", what, err), Hint: onlyEnumerations})
		return nil
	}
	return u.literals
}

// language reports an expression in another language than FEEL.
func (r *dmnReader) language(e *element) {
	if l := e.attributes["expressionLanguage"]; l != "" && !strings.Contains(strings.ToLower(l), "feel") {
		r.ds.Errorf(e.pos, "the expression language %s is not read, expected FEEL", quoted(l))
	}
}
