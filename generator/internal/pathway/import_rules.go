package pathway

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"boussole/generator/internal/source"
)

// rules writes the rules of a pathway that say the same, and reports what is wrong with the tables. The text parses:
// all that could keep it from doing so is an error at its place in the file that was read.
func (f *foreign) rules() (text string, ds source.Diagnostics) {
	if ds = f.identify(); ds.HasErrors() {
		return "", ds
	}
	defer func() {
		if r := recover(); r != nil {
			if _, large := r.(tooManySteps); !large {
				panic(r)
			}
			text = ""
			ds.Errorf(f.file.At(0), "the tables are too entangled to be compared within %d steps", DefaultLimit)
		}
	}()
	a := f.analyse()
	w := &rulesWriter{a: a, routes: newNamer(), criteria: newNamer(), answers: map[string]string{}}
	for n, t := range f.tables {
		w.table(n, t)
	}
	if w.routeText.Len() == 0 {
		ds.Errorf(f.tables[0].pos, "no %s ever matches, so there is no route", f.tables[0].noun)
		return "", ds
	}
	return w.text(), append(ds, a.findings()...)
}

// rulesWriter writes the parts of a rules file.
type rulesWriter struct {
	a                *analysis
	routes, criteria *namer
	// answers holds the id of the criterion for each answer that has one.
	answers                  map[string]string
	criterionText, routeText strings.Builder
	exclusive                []string
}

// foreignRoute is a route before it is written.
type foreignRoute struct {
	id, output string
	needs      []string
	where      ref // where it matches
	applies    ref // where it counts
}

func (w *rulesWriter) table(n int, t *foreignTable) {
	var routes []*foreignRoute
	for i, output := range t.outputs() {
		terms := w.a.terms(n, t, output)
		if len(terms) == 0 {
			continue // reported: no row of it ever counts
		}
		name := output
		if len(w.a.f.tables) > 1 {
			name = t.name + " " + output
		}
		r := &foreignRoute{id: w.routes.id(name, fmt.Sprintf("route-%d", i+1)), output: output, where: terminal(0), applies: terminal(0)}
		for j, row := range t.rows {
			if row.output == output {
				r.where = w.a.sp.combine(opOr, r.where, w.a.rows[n][j])
				r.applies = w.a.sp.combine(opOr, r.applies, w.a.wins[n][j])
			}
		}
		counts := r.where
		if t.policy == policyFirst {
			counts = r.applies
		}
		r.needs = w.needs(r.id, terms, counts)
		routes = append(routes, r)
	}
	if len(routes) == 0 {
		return
	}
	fmt.Fprintf(&w.routeText, "  # %s\n", t.title())
	var ids []string
	for _, r := range routes {
		ids = append(ids, r.id)
		fmt.Fprintf(&w.routeText, "  %s: {needs: %s", yamlID(r.id), yamlList(r.needs))
		if unless := w.unless(t, r, routes); len(unless) > 0 {
			fmt.Fprintf(&w.routeText, ", unless: %s", yamlList(unless))
		}
		w.routeText.WriteString("}")
		if !obvious(r.output, r.id) && !obvious(t.name+" "+r.output, r.id) {
			fmt.Fprintf(&w.routeText, " # %s", comment(r.output))
		}
		w.routeText.WriteString("\n")
	}
	if t.policy != policyCollect && len(ids) > 1 {
		w.exclusive = append(w.exclusive, breakList(yamlList(ids)))
	}
}

// breakList breaks a long list of ids into lines.
func breakList(list string) string {
	var b strings.Builder
	col := 0
	for i, id := range strings.SplitAfter(list, ", ") {
		if i > 0 && col+len(id) > 110 {
			b.WriteString("\n     ")
			col = 0
		}
		b.WriteString(id)
		col += len(id)
	}
	return strings.ReplaceAll(b.String(), ", \n", ",\n")
}

// unless are the routes of higher priority that take something from the route.
func (w *rulesWriter) unless(t *foreignTable, r *foreignRoute, routes []*foreignRoute) []string {
	var out []string
	if t.policy != policyPriority {
		return nil
	}
	own := slices.Index(t.order, r.output)
	for _, o := range routes {
		if rank := slices.Index(t.order, o.output); rank >= 0 && rank < own && w.a.both(r.where, o.applies) != terminal(0) {
			out = append(out, o.id)
		}
	}
	return out
}

// needs writes the criteria of a route: one for each answer that all its terms share, and one for the rest, when the
// terms differ and those answers alone are not where the route matches.
func (w *rulesWriter) needs(route string, terms []term, where ref) []string {
	var out []string
	var all cells
	for i := range w.a.f.inputs {
		values := terms[0].cells.at(i)
		shared := values != nil
		for _, t := range terms {
			shared = shared && slices.Equal(t.cells.at(i), values)
		}
		if !shared {
			continue
		}
		out = append(out, w.answer(i, values))
		all = all.with(i, values)
		for k := range terms {
			terms[k].cells = terms[k].cells.with(i, nil)
		}
	}
	if w.a.ref(all) == where {
		return out
	}
	var rest []string
	for _, t := range terms {
		rest = append(rest, w.a.condition(t))
	}
	return append(out, w.cases(route, rest))
}

// answerName names the criterion that an answer is one of some options, or, where that is shorter, none of others.
func (w *rulesWriter) answerName(input int, values []int) string {
	in := w.a.f.inputs[input]
	var names, others []string
	for v, o := range in.options {
		if slices.Contains(values, v) {
			names = append(names, o)
		} else {
			others = append(others, o)
		}
	}
	if len(others) < len(names) {
		return in.id + " not " + strings.Join(others, " or ")
	}
	return in.id + " " + strings.Join(names, " or ")
}

// answer writes the criterion that an answer is one of some options, once, and returns its id.
func (w *rulesWriter) answer(input int, values []int) string {
	condition := w.a.product(cells(nil).with(input, values))
	if id, ok := w.answers[condition]; ok {
		return id
	}
	id := w.criteria.id(w.answerName(input, values), "criterion")
	w.answers[condition] = id
	fmt.Fprintf(&w.criterionText, "  %s: {when: {%s}}\n", yamlID(id), condition)
	return id
}

// cases writes the criterion of a route that one of its conditions holds, and returns its id.
func (w *rulesWriter) cases(route string, conditions []string) string {
	id := w.criteria.id("case of "+route, "criterion")
	if len(conditions) == 1 {
		fmt.Fprintf(&w.criterionText, "  %s: {when: {%s}}\n", yamlID(id), conditions[0])
		return id
	}
	fmt.Fprintf(&w.criterionText, "  %s:\n    when:\n      any:\n", yamlID(id))
	for _, c := range conditions {
		fmt.Fprintf(&w.criterionText, "        - {%s}\n", c)
	}
	return id
}

// text puts the file together.
func (w *rulesWriter) text() string {
	var b strings.Builder
	f := w.a.f
	fmt.Fprintf(&b, "# Imported from %s: %s.\n", comment(path.Base(f.file.Name)), f.notice)
	b.WriteString("# Still to be written: the pages of the routes, the sources of the criteria, and the words.\n\nquestions:\n")
	for _, in := range f.inputs {
		w.question(&b, in)
	}
	if w.criterionText.Len() > 0 {
		b.WriteString("\ncriteria:\n" + w.criterionText.String())
	}
	b.WriteString("\nroutes:\n" + w.routeText.String())
	if len(w.exclusive) > 0 {
		b.WriteString("\nexclusive:\n")
		for _, ids := range w.exclusive {
			b.WriteString("  - " + ids + "\n")
		}
	}
	return b.String()
}

// question writes a question, after a comment with the foreign words that its ids do not show.
func (w *rulesWriter) question(b *strings.Builder, in *foreignInput) {
	var notes []string
	if !obvious(in.name, in.id) {
		notes = append(notes, comment(in.name))
	}
	for v, value := range in.values {
		switch {
		case in.anyMore && v == len(in.values)-1:
			notes = append(notes, in.options[v]+" is any value besides")
		case !obvious(value, in.options[v]):
			notes = append(notes, in.options[v]+" is "+comment(value))
		}
	}
	if len(notes) > 0 {
		fmt.Fprintf(b, "  # %s\n", strings.Join(notes, "; "))
	}
	fmt.Fprintf(b, "  %s:\n", yamlID(in.id))
	if len(in.asked) > 0 {
		fmt.Fprintf(b, "    ask-if: %s\n", w.a.anyOf(in.asked))
	}
	fmt.Fprintf(b, "    options: %s\n", yamlList(in.options))
	if slices.Contains(in.options, UnknownID) {
		b.WriteString("    unknown: refused\n")
	}
}
