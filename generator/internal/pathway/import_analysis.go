package pathway

import (
	"fmt"
	"slices"

	"boussole/generator/internal/source"
)

// analysis compares the rows of tables exactly, as diagrams over the questions that the inputs become.
type analysis struct {
	f *foreign
	// d holds the questions, when they are asked, and the store; it has no routes.
	d  *Diagram
	sp *space
	// rows holds, per table and row, where the row matches; wins, where it counts as well.
	rows, wins [][]ref
}

// analyse makes the diagrams. It panics with tooManySteps where they would grow too large.
func (f *foreign) analyse() *analysis {
	rs := &Ruleset{Name: "import", File: f.file}
	for _, in := range f.inputs {
		q := &Question{ID: in.id, Index: in.index, Pos: in.pos}
		for _, o := range in.options {
			q.Options = append(q.Options, source.Text{Value: o, Pos: in.pos})
		}
		rs.Questions = append(rs.Questions, q)
	}
	a := &analysis{f: f, sp: newSpace(rs.optionCounts())}
	a.sp.limit = DefaultLimit
	a.d = &Diagram{Rules: rs, space: a.sp}
	for _, in := range f.inputs {
		in.asked = a.simplify(in.asked)
		asked := terminal(1)
		if len(in.asked) > 0 {
			asked = a.union(in.asked)
		}
		if asked == terminal(1) {
			in.asked = nil
		}
		a.d.askIf = append(a.d.askIf, asked)
	}
	for _, t := range f.tables {
		rows, wins := a.table(t)
		a.rows, a.wins = append(a.rows, rows), append(a.wins, wins)
	}
	return a
}

// table returns where each row of a table matches, and where it counts.
func (a *analysis) table(t *foreignTable) (rows, wins []ref) {
	matched := terminal(0)
	rows = make([]ref, len(t.rows))
	for i, row := range t.rows {
		if !row.rest {
			rows[i] = a.ref(row.cells)
			matched = a.sp.combine(opOr, matched, rows[i])
		}
	}
	for i, row := range t.rows {
		if row.rest {
			rows[i] = a.not(matched)
		}
	}
	before := terminal(0)
	for i := range t.rows {
		win := rows[i]
		switch t.policy {
		case policyFirst:
			win = a.without(win, before)
			before = a.sp.combine(opOr, before, rows[i])
		case policyPriority:
			for j := range t.rows {
				if t.higher(j, i) {
					win = a.without(win, rows[j])
				}
			}
		}
		wins = append(wins, win)
	}
	return rows, wins
}

// higher reports whether row i has a higher priority than row j.
func (t *foreignTable) higher(i, j int) bool {
	a, b := slices.Index(t.order, t.rows[i].output), slices.Index(t.order, t.rows[j].output)
	return t.policy == policyPriority && a >= 0 && a < b
}

// ref is where all cells match.
func (a *analysis) ref(c cells) ref {
	r := terminal(1)
	for i, values := range c {
		if values != nil {
			r = a.sp.combine(opAnd, r, Is{Question: a.d.Rules.Questions[i], Options: values}.build(a.sp))
		}
	}
	return a.sp.settle(r, a.d.askIf)
}

// union is where one of the products matches.
func (a *analysis) union(products []cells) ref {
	r := terminal(0)
	for _, p := range products {
		r = a.sp.combine(opOr, r, a.ref(p))
	}
	return r
}

func (a *analysis) not(r ref) ref        { return a.sp.ite(r, terminal(0), terminal(1)) }
func (a *analysis) without(r, s ref) ref { return a.sp.ite(s, terminal(0), r) }
func (a *analysis) both(r, s ref) ref    { return a.sp.combine(opAnd, r, s) }

// say tells the smallest situation that shows a fault.
func (a *analysis) say(r ref) string { return a.d.Rules.Describe(a.d.witness(r)) }

// maxOverlaps bounds the pairs of rows that are reported of one table.
const maxOverlaps = 50

// findings reports what is wrong with the tables themselves: overlaps that the hit policy does not allow (warnings),
// or settles in a way that is easily misread (notes), rows that are never used, and gaps.
func (a *analysis) findings() source.Diagnostics {
	var ds source.Diagnostics
	for n, t := range a.f.tables {
		ds = append(ds, a.overlaps(n, t)...)
		ds = append(ds, a.unused(n, t)...)
		ds = append(ds, a.gaps(n, t)...)
	}
	return ds
}

func (a *analysis) overlaps(n int, t *foreignTable) source.Diagnostics {
	var ds source.Diagnostics
	if t.policy == policyFirst || t.policy == policyCollect {
		return nil
	}
	for j := range t.rows {
		for i := range j {
			if t.policy != policyUnique && t.rows[i].output == t.rows[j].output || t.rows[i].cells.apart(t.rows[j].cells) {
				continue
			}
			both := a.both(a.rows[n][i], a.rows[n][j])
			if both == terminal(0) {
				continue
			}
			if len(ds) == maxOverlaps {
				ds.Add(source.Diagnostic{Pos: t.pos, Severity: source.Warning, Message: fmt.Sprintf("more than %d pairs of %ss overlap; the others are not listed", maxOverlaps, t.noun)})
				return ds
			}
			ds.Add(a.overlap(n, t, i, j, both))
		}
	}
	return ds
}

func (a *analysis) overlap(n int, t *foreignTable, i, j int, both ref) source.Diagnostic {
	d := source.Diagnostic{
		Pos: t.rows[j].pos, Severity: source.Warning,
		Message: fmt.Sprintf("%ss %d and %d both match %s", t.noun, i+1, j+1, a.say(both)),
		Related: []source.Related{{Pos: t.rows[i].pos, Message: fmt.Sprintf("%s %d", t.noun, i+1)}},
	}
	switch t.policy {
	case policyUnique:
		d.Message += "; only one may"
	case policyAny:
		d.Message += ", with different outputs"
	case policyPriority:
		// Allowed; but a reader expects the row that says more to count.
		d.Severity = source.Note
		winner, loser := i, j
		if t.higher(j, i) {
			winner, loser = j, i
		}
		d.Message += fmt.Sprintf("; %s %d counts", t.noun, winner+1)
		for k, in := range a.f.inputs {
			if a.wins[n][loser] != terminal(0) && t.rows[winner].cells.at(k) == nil && t.rows[loser].cells.at(k) != nil {
				d.Hint = fmt.Sprintf("this may mislead: %s %d leaves %s open and yet counts before %s %d, which names it", t.noun, winner+1, in.id, t.noun, loser+1)
				break
			}
		}
	}
	return d
}

// unused reports rows that never match, and rows that never count because others do wherever they match.
func (a *analysis) unused(n int, t *foreignTable) source.Diagnostics {
	var ds source.Diagnostics
	for i, row := range t.rows {
		if a.wins[n][i] != terminal(0) {
			continue
		}
		d := source.Diagnostic{Pos: row.pos, Severity: source.Warning}
		switch {
		case row.rest:
			d.Severity = source.Note
			d.Message = fmt.Sprintf("the default output is never used: every situation matches a %s", t.noun)
		case a.rows[n][i] == terminal(0):
			d.Message = fmt.Sprintf("%s %d never matches", t.noun, i+1)
		default:
			d.Message = fmt.Sprintf("%s %d is never used: wherever it matches, another one counts", t.noun, i+1)
			for j, other := range t.rows {
				if (t.policy == policyFirst && j < i || t.higher(j, i)) && a.without(a.rows[n][i], a.rows[n][j]) == terminal(0) {
					d.Related = append(d.Related, source.Related{Pos: other.pos, Message: fmt.Sprintf("%s %d matches wherever it does", t.noun, j+1)})
				}
			}
		}
		ds.Add(d)
	}
	return ds
}

// maxGaps is how many cases of a gap are told.
const maxGaps = 3

func (a *analysis) gaps(n int, t *foreignTable) source.Diagnostics {
	left := terminal(1)
	for _, r := range a.rows[n] {
		left = a.without(left, r)
	}
	if left == terminal(0) {
		return nil
	}
	cases := a.d.largestCases(left, maxGaps+1)
	text := ""
	for i, c := range cases[:min(len(cases), maxGaps)] {
		if i > 0 {
			text += "; "
		}
		text += a.d.Rules.Describe(c.Situation)
	}
	if len(cases) > maxGaps {
		text += "; and others"
	}
	return source.Diagnostics{{Pos: t.pos, Severity: source.Warning, Message: fmt.Sprintf("no %s matches %s", t.noun, text)}}
}
