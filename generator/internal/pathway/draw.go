package pathway

import (
	"fmt"
	"strings"
)

// Outline is one route's diagram as numbered steps, in the order in which a reader meets them: numbers grow along
// every way, and each step stands once however many ways lead to it.
type Outline struct {
	Route *Route
	Steps []OutlineStep // the first is where one begins; none where every situation ends alike
	End   End           // where there are no steps
}

// OutlineStep asks a question; the answers of one place together, in the order of their first options.
type OutlineStep struct {
	Question *Question
	Answers  []OutlineAnswer
}

// OutlineAnswer is what some options lead to.
type OutlineAnswer struct {
	Options []int // sorted
	Step    int   // the number of the next step, from 1; 0 for an end
	End     End   // where Step is 0
}

// End is what a way comes to.
type End struct {
	Status Status
	// Impossible is the index in Ruleset.Impossible of why such situations cannot exist, or -1. Where it is not -1
	// the Status means nothing.
	Impossible int
}

// Kind is the word of the status, or "impossible".
func (e End) Kind() string {
	if e.Impossible >= 0 {
		return impossibleWord
	}
	return e.Status.String()
}

// Outline returns the steps of a route. Those of the fallback apply where it is shown; the second result is false
// when they cannot be made within the usual number of steps.
func (d *Diagram) Outline(r *Route) (*Outline, bool) {
	t, ok := d.tree(r)
	if !ok {
		return nil, false
	}
	o := &Outline{Route: r}
	order := t.order(len(d.Rules.Questions))
	number := map[Ref]int{}
	for i, at := range order {
		number[at] = i + 1
	}
	end := func(at Ref) End {
		if v := at.Value(); v >= voidBase {
			return End{Impossible: v - voidBase}
		}
		return End{Status(at.Value()), -1}
	}
	if t.root.IsTerminal() {
		o.End = end(t.root)
	}
	for _, at := range order {
		n := t.nodes[at]
		step := OutlineStep{Question: d.Rules.Questions[n.Question]}
		for _, b := range n.bundles() {
			a := OutlineAnswer{Options: b.options}
			if b.to.IsTerminal() {
				a.End = end(b.to)
			} else {
				a.Step = number[b.to]
			}
			step.Answers = append(step.Answers, a)
		}
		o.Steps = append(o.Steps, step)
	}
	return o, true
}

// order lists the nodes that the root leads to, question by question, each question's in the order they are met.
func (t tree) order(questions int) []Ref {
	byQuestion := make([][]Ref, questions)
	seen := map[Ref]bool{}
	for queue := []Ref{t.root}; len(queue) > 0; queue = queue[1:] {
		at := queue[0]
		if at.IsTerminal() || seen[at] {
			continue
		}
		seen[at] = true
		n := t.nodes[at]
		byQuestion[n.Question] = append(byQuestion[n.Question], at)
		queue = append(queue, n.Branches...)
	}
	var out []Ref
	for _, some := range byQuestion {
		out = append(out, some...)
	}
	return out
}

// Say gives a picture its words. Texts may hold no-break spaces: lines break at plain ones only.
type Say struct {
	Question func(*Question) string
	Option   func(q *Question, option int) string
	End      func(End) string
	// Others stands for the largest set of answers to a question where naming each of them would take much room,
	// such as "Any other answer". Empty, each is always named.
	Others string
}

// SayIn are words of one language, with the marks of [Drawing] at the ends; ids where there are no words.
func (rs *Ruleset) SayIn(w *Words, r *Route) Say {
	l := labels{rs, w}
	return Say{
		Question: l.question,
		Option:   l.option,
		End: func(e End) string {
			value := int(e.Status)
			if e.Impossible >= 0 {
				value = voidBase + e.Impossible
			}
			return strings.Join(l.status(r, value), " ")
		},
	}
}

// Picture is an outline laid out on a plane: boxes for steps and ends, lines for answers, in pixels of a screen that
// does not enlarge. Boxes and labels keep apart from one another, lines run downwards and touch only the boxes that
// they join, and the same outline in the same words gives the same picture on every machine.
type Picture struct {
	Width, Height int
	Boxes         []Box // the steps in order, then the ends
	Lines         []Line
}

// Box is a step or an end. A step's text begins with its number. An end stands once for each step that leads to it:
// one end for all would draw lines across the whole picture.
type Box struct {
	Kind       string // question, or the [End.Kind]
	Number     int    // of the step; 0 for an end
	X, Y, W, H int
	Text       []TextLine
}

// TextLine is a line of text; X is its middle, Y its base line.
type TextLine struct {
	X, Y int
	Text string
}

// Point is a place in a picture.
type Point struct{ X, Y int }

// Line leads from one box to another. It runs from the first through its label's place to the second: Above are its
// points down to the label, Below those after it.
type Line struct {
	From, To     int // indices of boxes
	Above, Below []Point
	// X, Y, W and H are the label's place, Text its lines.
	X, Y, W, H int
	Text       []TextLine
}

// Path is the line for the attribute d of an SVG path, with an arrow's head at its end. Steps straight down are
// straight, others are curves that leave and arrive straight down, so that no corner shows.
func (l Line) Path() string {
	var b strings.Builder
	for _, points := range [][]Point{l.Above, l.Below} {
		for i, p := range points {
			switch {
			case i == 0:
				fmt.Fprintf(&b, "M%d %d", p.X, p.Y)
			case points[i-1].X == p.X:
				fmt.Fprintf(&b, "V%d", p.Y)
			default:
				from := points[i-1]
				middle := (from.Y + p.Y) / 2
				fmt.Fprintf(&b, "C%d %d %d %d %d %d", from.X, middle, p.X, middle, p.X, p.Y)
			}
		}
	}
	b.WriteString("m-4-6l4 6 4-6")
	return b.String()
}

// How text is set, in pixels.
const (
	textSize    = 14
	lineHeight  = 18
	boxMeasure  = 176 // the width after which a box's text goes on below
	labelLength = 160 // the same for a label
	shortLabel  = 40  // characters of answers that are always named
	boxPadX     = 13
	boxPadY     = 9
)

// others reports whether the answers at index i are told by [Say.Others]: at least three, more than any other place
// of the step has, and long.
func (say Say) others(step OutlineStep, i int) bool {
	options := step.Answers[i].Options
	if say.Others == "" || len(options) < 3 {
		return false
	}
	length := 0
	for _, o := range options {
		length += len([]rune(say.Option(step.Question, o)))
	}
	for j, a := range step.Answers {
		if j != i && len(a.Options) >= len(options) {
			return false
		}
	}
	return length > shortLabel
}

// label are the lines of the answers at index i.
func (say Say) label(step OutlineStep, i int) []string {
	if say.others(step, i) {
		return breakLines(say.Others, labelLength)
	}
	var lines []string
	options := step.Answers[i].Options
	for k, o := range options {
		text := say.Option(step.Question, o)
		if k < len(options)-1 {
			text += "\u00A0/"
		}
		lines = append(lines, breakLines(text, labelLength)...)
	}
	return lines
}

// breakLines breaks a text at plain spaces into lines of at most most pixels, longer only where a word is.
func breakLines(text string, most int) []string {
	var lines []string
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '\n' || r == '\t' }) {
		if last := len(lines) - 1; last >= 0 && textWidth(lines[last]+" "+word) <= most {
			lines[last] += " " + word
		} else {
			lines = append(lines, word)
		}
	}
	return lines
}

// textWidth is more than the text takes in any common plain face at [textSize].
func textWidth(text string) int {
	hundredths := 0 // of the size of the letters
	for _, r := range text {
		switch {
		case strings.ContainsRune("ijlItfr.,:;!|'’()[]-·\u00A0\u202F ", r):
			hundredths += 38
		case strings.ContainsRune("mwMW@%—…✓✗∅", r) || r > 0x2E80:
			hundredths += 98
		case 'A' <= r && r <= 'Z' || r >= 0xC0 && r <= 0xDE:
			hundredths += 74
		default:
			hundredths += 62
		}
	}
	return hundredths*textSize/100 + 1
}

func widest(lines []string) int {
	w := 0
	for _, line := range lines {
		w = max(w, textWidth(line))
	}
	return w
}
