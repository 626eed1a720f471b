package pathway

import (
	"slices"
	"strings"
)

// maxMerged bounds how many products are compared pair by pair to make them fewer.
const maxMerged = 400

// simplify says the same with fewer and shorter products: those that differ in one question become one, answers that
// follow from the others are left out, and what another product covers goes. It keeps the order.
func (a *analysis) simplify(products []cells) []cells {
	var out []cells
	for _, p := range products {
		if a.ref(p) != terminal(0) && !slices.ContainsFunc(out, p.equal) {
			out = append(out, p)
		}
	}
	for merged := true; merged; {
		merged = false
		for len(out) <= maxMerged && a.mergeTwo(&out) {
			merged = true
		}
		for i := range out {
			out[i] = a.shorten(out[i])
		}
	}
	return a.absorb(out)
}

// mergeTwo joins the first two products that differ in one question only, into the place of the first.
func (a *analysis) mergeTwo(products *[]cells) bool {
	list := *products
	for i, p := range list {
		for j := i + 1; j < len(list); j++ {
			k := p.difference(list[j])
			if k < 0 {
				continue
			}
			values := append(slices.Clone(p.at(k)), list[j].at(k)...)
			slices.Sort(values)
			list[i] = p.with(k, slices.Compact(values))
			*products = slices.Delete(list, j, j+1)
			return true
		}
	}
	return false
}

// difference is the one question in which two products differ, each naming values; -1 when it is not so.
func (c cells) difference(d cells) int {
	found := -1
	for i := range max(len(c), len(d)) {
		x, y := c.at(i), d.at(i)
		if slices.Equal(x, y) && (x == nil) == (y == nil) {
			continue
		}
		if found >= 0 || x == nil || y == nil {
			return -1
		}
		found = i
	}
	return found
}

// shorten leaves out the cells that the others imply, from the first question on: the last ones say most, because
// they are asked only where the first have been answered so.
func (a *analysis) shorten(c cells) cells {
	whole := a.ref(c)
	for i := range c {
		if c[i] == nil {
			continue
		}
		if less := c.with(i, nil); a.ref(less) == whole {
			c = less
		}
	}
	return c
}

// absorb leaves out what another product covers; of two that are the same the first stays.
func (a *analysis) absorb(products []cells) []cells {
	if len(products) > maxMerged {
		return products
	}
	refs := make([]ref, len(products))
	for i, p := range products {
		refs[i] = a.ref(p)
	}
	var out []cells
	for i, p := range products {
		covered := false
		for j := range products {
			if j != i && a.without(refs[i], refs[j]) == terminal(0) && (refs[i] != refs[j] || j < i) {
				covered = true
			}
		}
		if !covered {
			out = append(out, p)
		}
	}
	return out
}

// term is one way for an output to count: a product, and products that must not hold.
type term struct {
	cells cells
	not   []cells
}

// terms are the ways for an output of a table to count; none when it never does. For PRIORITY, what comes before is
// left to unless.
func (a *analysis) terms(n int, t *foreignTable, output string) []term {
	var plain []cells
	var out []term
	for i, row := range t.rows {
		if row.output != output || a.rows[n][i] == terminal(0) || t.policy == policyFirst && a.wins[n][i] == terminal(0) {
			continue
		}
		end := 0
		switch {
		case row.rest:
			end = len(t.rows)
		case t.policy == policyFirst:
			end = i
		}
		if next := a.exclude(row.cells, t.others(output, end)); len(next.not) > 0 {
			out = append(out, next)
		} else {
			plain = append(plain, next.cells)
		}
	}
	var first []term
	for _, p := range a.simplify(plain) {
		first = append(first, term{cells: p})
	}
	return append(first, out...)
}

// others are the rows before end with other outputs.
func (t *foreignTable) others(output string, end int) []cells {
	var out []cells
	for _, row := range t.rows[:end] {
		if !row.rest && row.output != output {
			out = append(out, row.cells)
		}
	}
	return out
}

// exclude is the product without the others: as far as it can, by taking values out of its cells. It is used where
// all questions are always asked.
func (a *analysis) exclude(c cells, others []cells) term {
	for again := true; again; {
		again = false
		var left []cells
		for _, o := range others {
			o = o.beyond(c)
			switch k := o.single(); {
			case o.apart(c):
			case k >= 0:
				c = c.with(k, a.remaining(k, c.at(k), o[k]))
				again = true
			default:
				left = append(left, o)
			}
		}
		others = left
	}
	return term{c, a.simplify(others)}
}

// beyond is c without the cells that d implies.
func (c cells) beyond(d cells) cells {
	for k, values := range c {
		if own := d.at(k); values != nil && own != nil && !slices.ContainsFunc(own, func(v int) bool { return !slices.Contains(values, v) }) {
			c = c.with(k, nil)
		}
	}
	return c
}

// single is the one question that a product names, or -1.
func (c cells) single() int {
	found := -1
	for k, values := range c {
		if values != nil && found >= 0 {
			return -1
		}
		if values != nil {
			found = k
		}
	}
	return found
}

// remaining are the values of a cell without some; a nil cell holds all.
func (a *analysis) remaining(input int, values, without []int) []int {
	out := []int{}
	for v := range a.f.inputs[input].options {
		if (values == nil || slices.Contains(values, v)) && !slices.Contains(without, v) {
			out = append(out, v)
		}
	}
	return out
}

// product writes a product as a condition, without its braces.
func (a *analysis) product(c cells) string {
	var parts []string
	for i, values := range c {
		if values != nil {
			parts = append(parts, yamlID(a.f.inputs[i].id)+": "+yamlIDs(a.d.Rules.Questions[i].ids(values)))
		}
	}
	return strings.Join(parts, ", ")
}

// anyOf writes a condition that holds where one of the products does.
func (a *analysis) anyOf(products []cells) string {
	var parts []string
	for _, p := range products {
		parts = append(parts, "{"+a.product(p)+"}")
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return "{any: [" + strings.Join(parts, ", ") + "]}"
}

// condition writes a term as a condition, without its braces; it is empty where the term always holds.
func (a *analysis) condition(t term) string {
	parts := []string{}
	if text := a.product(t.cells); text != "" {
		parts = append(parts, text)
	}
	if len(t.not) > 0 {
		parts = append(parts, "not: "+a.anyOf(t.not))
	}
	return strings.Join(parts, ", ")
}
