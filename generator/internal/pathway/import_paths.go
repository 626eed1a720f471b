package pathway

import (
	"fmt"
	"slices"

	"boussole/generator/internal/source"
)

// ImportPaths turns answer paths with their outcomes into the rules of a pathway, as the text of its YAML file. The
// file is JSON (or YAML):
//
//	{"root": "region?",
//	 "questions": [{"id": "region?", "options": ["scotland", "elsewhere"]}, …],
//	 "paths": [{"answers": [["region?", "scotland"], ["partner?", "no"]], "outcome": "outcome_2"}, …]}
//
// A path is what one visitor answers, in the order asked, and where that leads. root, which is optional, is the
// question that every path begins with; other keys are not read.
//
// A question is asked where some path asks it. Questions keep the file's order where that is an order of asking;
// else they are put into one. Where paths ask two questions now in one order, now in the other, the file's order
// stays, the later question alone depends on the earlier, and a note says so: more may be asked than on the path, but
// what a path answers leads to its outcome all the same. Each outcome becomes a route; routes are declared exclusive.
//
// The warnings say where the paths contradict each other and which answers no path covers. The text is empty when
// there is an error.
func ImportPaths(f *source.File) (string, source.Diagnostics) {
	root, ds := source.ParseYAML(f)
	if root == nil {
		if !ds.HasErrors() {
			ds.Errorf(f.At(0), "the file is empty, expected questions and paths")
		}
		return "", ds
	}
	r := &pathReader{foreign: &foreign{file: f, notice: "answer paths with their outcomes"}, index: map[string]int{}, ds: ds}
	r.read(root)
	if r.ds.HasErrors() {
		return "", r.ds
	}
	r.order()
	r.fill()
	text, more := r.foreign.rules()
	return text, append(r.ds, more...)
}

type pathReader struct {
	*foreign
	index map[string]int // of a question in foreign.inputs
	paths []answerPath
	ds    source.Diagnostics
}

// answerPath is what one visitor answers, in the order asked.
type answerPath struct {
	number  int // from 1
	answers []pathAnswer
	outcome string
	pos     source.Pos
}

// pathAnswer is the value that a question, an index in foreign.inputs, has been given.
type pathAnswer struct{ question, value int }

func (r *pathReader) read(root *source.Node) {
	if root.Kind != source.Map {
		r.ds.Errorf(root.Pos, "the file is %s, expected questions and paths", root.Kind)
		return
	}
	for _, q := range r.list(root, "questions") {
		r.question(q)
	}
	if r.ds.HasErrors() {
		return
	}
	for i, p := range r.list(root, "paths") {
		r.path(i+1, p)
	}
	if first := root.Get("root"); first != nil && first.Kind == source.Scalar {
		for _, p := range r.paths {
			if len(p.answers) > 0 && r.inputs[p.answers[0].question].name != first.Text {
				r.ds.Errorf(p.pos, "path %d begins with %s, but the root is %s", p.number, quoted(r.inputs[p.answers[0].question].name), quoted(first.Text))
			}
		}
	}
}

// list returns the items of a list that is required.
func (r *pathReader) list(root *source.Node, key string) []*source.Node {
	n := root.Get(key)
	switch {
	case n == nil:
		r.ds.Errorf(root.Pos, "the key %q is missing", key)
	case n.Kind != source.List || len(n.Items) == 0:
		r.ds.Errorf(n.Pos, "%s are %s, expected a list", key, n.Kind)
	default:
		return n.Items
	}
	return nil
}

// word returns the text of a scalar under a key.
func (r *pathReader) word(n *source.Node, key string) (string, bool) {
	v := n.Get(key)
	if v == nil || v.Kind != source.Scalar || v.Text == "" {
		r.ds.Errorf(n.Pos, "the key %q is missing or no text", key)
		return "", false
	}
	return v.Text, true
}

func (r *pathReader) question(n *source.Node) {
	id, ok := r.word(n, "id")
	if !ok {
		return
	}
	if _, twice := r.index[id]; twice {
		r.ds.Errorf(n.Pos, "the question %s stands twice", quoted(id))
		return
	}
	in := &foreignInput{name: id, pos: n.Pos}
	for _, o := range r.list(n, "options") {
		switch {
		case o.Kind != source.Scalar:
			r.ds.Errorf(o.Pos, "an option is %s, expected a text", o.Kind)
		case slices.Contains(in.values, o.Text):
			r.ds.Errorf(o.Pos, "the option %s stands twice", quoted(o.Text))
		default:
			in.values = append(in.values, o.Text)
		}
	}
	if len(in.values) == 1 {
		in.anyMore = true
		in.values = append(in.values, anyOther)
	}
	r.index[id] = len(r.inputs)
	r.inputs = append(r.inputs, in)
}

func (r *pathReader) path(number int, n *source.Node) {
	p := answerPath{number: number, pos: n.Pos}
	var ok bool
	if p.outcome, ok = r.word(n, "outcome"); !ok {
		return
	}
	seen := map[int]bool{}
	for _, pair := range r.list(n, "answers") {
		if pair.Kind != source.List || len(pair.Items) != 2 || pair.Items[0].Kind != source.Scalar || pair.Items[1].Kind != source.Scalar {
			r.ds.Errorf(pair.Pos, "an answer is %s, expected a question and an option", pair.Kind)
			continue
		}
		question, option := pair.Items[0], pair.Items[1]
		q, known := r.index[question.Text]
		switch {
		case !known:
			r.ds.Add(source.Diagnostic{Pos: question.Pos, Message: fmt.Sprintf("path %d answers %s, which is no question", number, quoted(question.Text)), Hint: source.DidYouMean(question.Text, keys(r.index))})
		case seen[q]:
			r.ds.Errorf(question.Pos, "path %d answers %s twice", number, quoted(question.Text))
		default:
			seen[q] = true
			v := slices.Index(r.inputs[q].values, option.Text)
			if v < 0 {
				r.ds.Add(source.Diagnostic{Pos: option.Pos, Message: fmt.Sprintf("the question %s has no option %s", quoted(question.Text), quoted(option.Text)), Hint: source.DidYouMean(option.Text, r.inputs[q].values)})
			}
			p.answers = append(p.answers, pathAnswer{q, v})
		}
	}
	r.paths = append(r.paths, p)
}

// order puts the questions into an order of asking: always the first in the file that no path asks after one which is
// not placed yet, or, where there is none, the first in the file.
func (r *pathReader) order() {
	n := len(r.inputs)
	before := make([][]bool, n) // before[q][p]: some path asks p before q
	for i := range before {
		before[i] = make([]bool, n)
	}
	for _, p := range r.paths {
		for i, a := range p.answers {
			for _, earlier := range p.answers[:i] {
				before[a.question][earlier.question] = true
			}
		}
	}
	placed, place := make([]bool, n), make([]int, n)
	left := n
	for q, in := range r.inputs {
		if !slices.ContainsFunc(r.paths, func(p answerPath) bool {
			return slices.ContainsFunc(p.answers, func(a pathAnswer) bool { return a.question == q })
		}) {
			r.ds.Add(source.Diagnostic{Pos: in.pos, Severity: source.Note, Message: fmt.Sprintf("no path asks %s; it becomes no question", quoted(in.name))})
			placed[q] = true
			left--
		}
	}
	var inputs []*foreignInput
	for len(inputs) < left {
		next, free := -1, false
		for q := range n {
			if placed[q] {
				continue
			}
			ready := true
			for p := range n {
				ready = ready && (placed[p] || !before[q][p] || p == q)
			}
			if next < 0 || ready && !free {
				next, free = q, ready
			}
		}
		if !free {
			for p := range n {
				if !placed[p] && before[next][p] {
					r.ds.Add(source.Diagnostic{Pos: r.inputs[next].pos, Severity: source.Note, Message: fmt.Sprintf("the question %s is placed before %s, although some path asks it after that", quoted(r.inputs[next].name), quoted(r.inputs[p].name))})
				}
			}
		}
		placed[next] = true
		place[next] = len(inputs)
		inputs = append(inputs, r.inputs[next])
	}
	r.inputs = inputs
	for _, p := range r.paths {
		for i := range p.answers {
			p.answers[i].question = place[p.answers[i].question]
		}
	}
}

// fill makes the table, and says when each question is asked: after the answers of a path that stand before it, as
// far as their questions are placed before it.
func (r *pathReader) fill() {
	t := &foreignTable{name: "paths", noun: "path", policy: policyUnique, pos: r.paths[0].pos}
	for _, p := range r.paths {
		row := foreignRow{output: p.outcome, pos: p.pos}
		for i, a := range p.answers {
			var asked cells
			for _, earlier := range p.answers[:i] {
				if earlier.question < a.question {
					asked = asked.with(earlier.question, []int{earlier.value})
				}
			}
			in := r.inputs[a.question]
			in.asked = append(in.asked, asked)
			row.cells = row.cells.with(a.question, []int{a.value})
		}
		t.rows = append(t.rows, row)
	}
	r.tables = append(r.tables, t)
}
