package pathway

import (
	"fmt"
	"slices"
	"strings"

	"boussole/generator/internal/source"
)

// Trees are joint diagrams that are followed one after the other: that of all routes, or, where it would be too
// large, one per group of routes that share no question, in the order of their first routes.
//
// What the groups say together is exact. No answer to a question of one group changes a status in another, so a
// route's status stands in its group's row alone. No route applies and none is possible exactly where each of the
// rows is a [Row.Fallback]. A situation cannot exist exactly where one of the rows says so; the reason is the first
// in the order of Ruleset.Impossible. Impossible situations over questions on which no route depends are in no group.
type Trees []*Joint

// Longest is the largest number of questions on a way through all the trees.
func (ts Trees) Longest() int {
	n := 0
	for _, j := range ts {
		n += j.Longest()
	}
	return n
}

// Expected is the mean number of questions of all the trees: see [Ruleset.Expected].
func (ts Trees) Expected(rs *Ruleset) float64 {
	n := 0.0
	for _, j := range ts {
		n += rs.Expected(j)
	}
	return n
}

// Size is the number of questions and of results that the trees show.
func (ts Trees) Size() (nodes, rows int) {
	for _, j := range ts {
		nodes, rows = nodes+len(j.Nodes), rows+len(j.Rows)
	}
	return nodes, rows
}

// Trees joins all routes, or the routes of each independent group. Each group that is too large even alone is an
// error that names its routes and questions, and there are no trees.
func (d *Diagram) Trees() (Trees, source.Diagnostics) { return d.trees(jointLimit) }

func (d *Diagram) trees(limit int) (ts Trees, ds source.Diagnostics) {
	if j, ok := d.join(d.whole(), limit); ok {
		return Trees{j}, nil
	}
	for _, c := range d.clusters() {
		j, ok := d.join(c, limit)
		if !ok {
			ds = append(ds, c.tooLarge(d.Rules))
		}
		ts = append(ts, j)
	}
	if len(ds) > 0 {
		return nil, ds
	}
	return ts, nil
}

// cluster is some of the routes, with the impossible situations that concern them, in file order.
type cluster struct {
	routes     []*Route
	impossible []excluded
	levels     []int // the questions on which they depend
}

// excluded is an entry of Ruleset.Impossible and the settled diagram of where it is true.
type excluded struct {
	index int
	here  ref
}

// whole is all routes as one cluster.
func (d *Diagram) whole() cluster {
	c := cluster{routes: d.Rules.Routes}
	for i, here := range d.impossible {
		c.impossible = append(c.impossible, excluded{i, here})
	}
	return c
}

// clusters divides the routes into those that share no question: neither do their diagrams depend on one together, nor
// does an impossible situation or an ask-if join theirs. Routes that depend on no question go with the first cluster.
func (d *Diagram) clusters() []cluster {
	joined, routes, impossible := d.joined()
	out := []cluster{}
	place := map[int]int{} // root of the questions → index in out
	for i, levels := range routes {
		if len(levels) == 0 {
			continue
		}
		root := joined.root(levels[0])
		at, ok := place[root]
		if !ok {
			at = len(out)
			place[root] = at
			out = append(out, cluster{})
		}
		out[at].routes = append(out[at].routes, d.Rules.Routes[i])
		out[at].levels = append(out[at].levels, levels...)
	}
	if len(out) == 0 {
		out = []cluster{{}}
	}
	for i, levels := range routes {
		if len(levels) == 0 {
			out[0].routes = append(out[0].routes, d.Rules.Routes[i])
		}
	}
	for i, levels := range impossible {
		for at := range out {
			c := &out[at]
			if len(levels) == 0 || len(c.levels) > 0 && joined.root(levels[0]) == joined.root(c.levels[0]) {
				c.impossible = append(c.impossible, excluded{i, d.impossible[i]})
				c.levels = append(c.levels, levels...)
			}
		}
	}
	for i := range out {
		slices.SortFunc(out[i].routes, func(a, b *Route) int { return a.Index - b.Index })
		slices.Sort(out[i].levels)
		out[i].levels = slices.Compact(out[i].levels)
	}
	slices.SortFunc(out, func(a, b cluster) int { return a.routes[0].Index - b.routes[0].Index })
	return out
}

// joined is the questions that depend on each other as sets, and the questions of each route and impossible situation.
func (d *Diagram) joined() (questions sets, routes, impossible [][]int) {
	questions = newSets(len(d.Rules.Questions))
	join := func(r ref) []int {
		levels := d.dependsOn(r)
		for _, l := range levels {
			questions.join(levels[0], l)
		}
		return levels
	}
	for _, r := range d.routes {
		routes = append(routes, join(r))
	}
	for _, r := range d.impossible {
		impossible = append(impossible, join(r))
	}
	// A question on which no route depends joins those of its ask-if too: where it is asked there are more complete
	// situations, and those of different clusters are to be counted apart.
	for i, q := range d.Rules.Questions {
		if !q.WordsOnly && !d.askIf[i].isTerminal() {
			questions.join(join(d.askIf[i])[0], i)
		}
	}
	return questions, routes, impossible
}

// dependsOn is the levels that a settled diagram tests and those on which the asking of their questions depends.
func (d *Diagram) dependsOn(r ref) []int {
	in := d.space.support(r)
	var out []int
	// An ask-if names questions above its own only.
	for l := len(in) - 1; l >= 0; l-- {
		if !in[l] {
			continue
		}
		out = append(out, l)
		for above, tested := range d.space.support(d.askIf[l]) {
			in[above] = in[above] || tested
		}
	}
	return out
}

func (c cluster) tooLarge(rs *Ruleset) source.Diagnostic {
	var routes, questions []string
	for _, r := range c.routes {
		routes = append(routes, r.ID)
	}
	for _, l := range c.levels {
		questions = append(questions, rs.Questions[l].ID)
	}
	return source.Diagnostic{
		Pos: c.routes[0].Pos,
		Message: fmt.Sprintf("the tree of %s, over %s, is too large for a page that is read without scripts",
			counted(routes, "route", "routes"), counted(questions, "question", "questions")),
		Hint: "let fewer routes depend on the same questions: routes that share no question have trees of their own",
	}
}

// counted names what there is, at most eight of them, and how many.
func counted(ids []string, one, many string) string {
	if len(ids) == 1 {
		return "the " + one + " " + ids[0]
	}
	text := strings.Join(ids[:min(8, len(ids))], ", ")
	if len(ids) > 8 {
		text += ", …"
	}
	return fmt.Sprintf("%d %s (%s)", len(ids), many, text)
}
