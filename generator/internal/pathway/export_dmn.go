package pathway

import (
	"encoding/xml"
	"fmt"
	"slices"
	"strings"

	"boussole/generator/internal/source"
)

// dmn13 is the namespace of DMN 1.3, https://www.omg.org/spec/DMN/1.3/.
const dmn13 = "https://www.omg.org/spec/DMN/20191111/MODEL/"

// DMN writes the pathway as decision tables of DMN 1.3, one per route, the fallback last, without a drawing (DMNDI).
//
// An input is a question that the route depends on: a string whose allowed values are the ids of the options. The
// output, named status, is one of hidden, excluded, possible and applies. A rule is a case of [Diagram.Ways]; an
// entry is "-" or a list of texts in quotes, which is S-FEEL. Exactly one rule matches a situation (hit policy
// UNIQUE), none where the rules declare it impossible. A question that is not asked needs no value: where a rule
// tests a question, it is asked.
//
// Names are the ids with _ for the hyphen, so that they are names in FEEL; a decision is called ROUTE_status. Where
// such a name would mean something in FEEL, or begins with a digit, _ stands before it. Labels are words, or ids
// where there are none. The description of a route that hands answers over names the other pathway and these answers, in
// ids: ⇒ access: role=company.
func (d *Diagram) DMN(w *Words) (string, source.Diagnostics) {
	x := &dmnWriter{d: d, labels: labels{d.Rules, w}, names: map[string]bool{}}
	name := feelName(d.Rules.Name)
	x.line(0, `<?xml version="1.0" encoding="UTF-8"?>`)
	x.line(0, `<definitions xmlns="%s" id="pathway_%s" name="%s" namespace="urn:boussole:pathway:%s" exporter="Boussole">`, dmn13, d.Rules.Name, name, d.Rules.Name)
	tables := x.tables()
	for _, q := range d.Rules.Questions {
		if !tables.tested[q.Index] {
			continue
		}
		x.line(1, `<inputData id="question_%s" name="%s" label="%s">`, q.ID, x.question(q), xmlText(x.labels.question(q)))
		x.line(2, `<variable id="variable_%s" name="%s" typeRef="string"/>`, q.ID, x.question(q))
		x.line(1, `</inputData>`)
	}
	for _, t := range tables.all {
		x.decision(t)
	}
	x.line(0, `</definitions>`)
	if tables.ds.HasErrors() {
		return "", tables.ds
	}
	return x.b.String(), tables.ds
}

// dmnWriter writes decision tables.
type dmnWriter struct {
	d      *Diagram
	labels labels
	b      strings.Builder
	names  map[string]bool // of decisions
}

// dmnTable is a route's table before it is written.
type dmnTable struct {
	route *Route
	ways  []Way // those that can exist
	tests []*Question
}

type dmnTables struct {
	all    []dmnTable
	tested []bool // per question, whether some table tests it
	ds     source.Diagnostics
}

func (x *dmnWriter) tables() dmnTables {
	out := dmnTables{tested: make([]bool, len(x.d.Rules.Questions))}
	for _, r := range x.d.Rules.routesAndFallback() {
		ways, ds := x.d.Ways(r)
		out.ds = append(out.ds, ds...)
		t := dmnTable{route: r}
		for _, way := range ways {
			if way.Impossible < 0 {
				t.ways = append(t.ways, way)
			}
		}
		for i, q := range x.d.Rules.Questions {
			if slices.ContainsFunc(t.ways, func(w Way) bool { return w.Options[i] != nil }) {
				t.tests = append(t.tests, q)
				out.tested[i] = true
			}
		}
		out.all = append(out.all, t)
	}
	return out
}

func (x *dmnWriter) decision(t dmnTable) {
	id, name := t.route.ID, x.decisionName(t.route)
	x.line(1, `<decision id="route_%s" name="%s" label="%s">`, id, name, xmlText(x.labels.route(t.route)))
	if h := t.route.HandsOver; h != nil {
		x.line(2, `<description>%s</description>`, xmlText(h.summary()))
	}
	x.line(2, `<variable id="status_%s" name="%s" typeRef="string"/>`, id, name)
	for i, q := range t.tests {
		x.line(2, `<informationRequirement id="requirement_%s_%d">`, id, i+1)
		x.line(3, `<requiredInput href="#question_%s"/>`, q.ID)
		x.line(2, `</informationRequirement>`)
	}
	x.line(2, `<decisionTable id="table_%s" hitPolicy="UNIQUE">`, id)
	for i, q := range t.tests {
		x.line(3, `<input id="input_%s_%d" label="%s">`, id, i+1, xmlText(x.labels.question(q)))
		x.text("inputExpression", ` typeRef="string"`, x.question(q))
		x.text("inputValues", "", feelTexts(q.OptionIDs()))
		x.line(3, `</input>`)
	}
	x.line(3, `<output id="output_%s" name="status" typeRef="string">`, id)
	x.text("outputValues", "", feelTexts([]string{Hidden.String(), Excluded.String(), Possible.String(), Applies.String()}))
	x.line(3, `</output>`)
	for i, way := range t.ways {
		x.line(3, `<rule id="rule_%s_%d">`, id, i+1)
		for _, q := range t.tests {
			entry := "-"
			if options := way.Options[q.Index]; options != nil {
				entry = feelTexts(q.ids(options))
			}
			x.text("inputEntry", "", entry)
		}
		x.text("outputEntry", "", feelTexts([]string{way.Status.String()}))
		x.line(3, `</rule>`)
	}
	x.line(2, `</decisionTable>`)
	x.line(1, `</decision>`)
}

func (x *dmnWriter) line(depth int, format string, args ...any) {
	x.b.WriteString(strings.Repeat("  ", depth))
	fmt.Fprintf(&x.b, format, args...)
	x.b.WriteByte('\n')
}

// text writes an element that holds a text.
func (x *dmnWriter) text(element, attributes, text string) {
	x.line(4, `<%s%s><text>%s</text></%s>`, element, attributes, feelEscaper.Replace(text), element)
}

// feelEscaper escapes a list of ids in quotes for the content of an element, where quotes may stand as they are.
var feelEscaper = strings.NewReplacer(`&`, `&amp;`, `<`, `&lt;`, `>`, `&gt;`)

func (x *dmnWriter) question(q *Question) string { return feelName(q.ID) }

// decisionName is ROUTE_status; where a question is called so, more underscores follow: names in a model are
// distinct.
func (x *dmnWriter) decisionName(r *Route) string {
	name := feelName(r.ID + "-status")
	for x.names[name] || slices.ContainsFunc(x.d.Rules.Questions, func(q *Question) bool { return feelName(q.ID) == name }) {
		name += "_"
	}
	x.names[name] = true
	return name
}

// feelWords are words that a name in FEEL cannot be, and the functions of FEEL that an id could be mistaken for
// (DMN 1.3, 10.3.1.2 and 10.3.4).
var feelWords = []string{
	"and", "between", "else", "every", "external", "false", "for", "function", "if", "in", "instance", "not", "null",
	"of", "or", "return", "satisfies", "some", "then", "true",
	"abs", "after", "all", "any", "append", "before", "ceiling", "coincides", "concatenate", "contains", "context",
	"count", "date", "decimal", "distinct", "duration", "during", "even", "exp", "finishes", "flatten", "floor",
	"includes", "insert", "is", "item", "list", "log", "matches", "max", "mean", "median", "meets", "min", "mode",
	"modulo", "number", "odd", "overlaps", "product", "put", "remove", "replace", "reverse", "sort", "split", "sqrt",
	"starts", "stddev", "string", "sublist", "substring", "sum", "time", "union", "week", "year", "month", "day",
}

// feelName is the name in FEEL for an id. Distinct ids have distinct names, because no id holds _.
func feelName(id string) string {
	if id == "" || id[0] <= '9' || slices.Contains(feelWords, id) {
		id = "_" + id
	}
	return strings.ReplaceAll(id, "-", "_")
}

// feelTexts writes ids as a list of FEEL texts, which is a unary test and, for one, an expression.
func feelTexts(ids []string) string { return `"` + strings.Join(ids, `","`) + `"` }

// xmlText escapes a text for an element or an attribute in double quotes.
func xmlText(s string) string {
	var b strings.Builder
	if err := xml.EscapeText(&b, []byte(s)); err != nil {
		panic(err) // a strings.Builder takes everything
	}
	return b.String()
}
