package pathway

import (
	"encoding/xml"
	"io"
	"os"
	"reflect"
	"strings"
	"testing"

	"boussole/generator/internal/source"

	"pgregory.net/rapid"
)

// rect is a place that something takes in a picture.
type rect struct{ x, y, w, h int }

func (a rect) meets(b rect) bool {
	return a.x < b.x+b.w && b.x < a.x+a.w && a.y < b.y+b.h && b.y < a.y+a.h
}

// checkPicture reports what is wrong with a picture of an outline: boxes and labels are inside it and apart from one
// another, lines run down from box to box and pass through no other, and each answer has a line.
func checkPicture(t interface{ Errorf(string, ...any) }, o *Outline, p *Picture) {
	var places []rect
	for _, b := range p.Boxes {
		places = append(places, rect{b.X, b.Y, b.W, b.H})
		for _, l := range b.Text {
			if w := textWidth(l.Text); l.X-w/2 < b.X || l.X+w/2 > b.X+b.W || l.Y > b.Y+b.H || l.Y < b.Y+textSize {
				t.Errorf("the text %q leaves its box", l.Text)
			}
		}
	}
	answers := 0
	for _, s := range o.Steps {
		answers += len(s.Answers)
	}
	if len(p.Lines) != answers {
		t.Errorf("%d lines for %d answers", len(p.Lines), answers)
	}
	for _, l := range p.Lines {
		places = append(places, rect{l.X, l.Y, l.W, l.H})
	}
	for i, a := range places {
		if a.x < 0 || a.y < 0 || a.x+a.w > p.Width || a.y+a.h > p.Height {
			t.Errorf("%v leaves the picture of %d × %d", a, p.Width, p.Height)
		}
		for _, b := range places[:i] {
			if a.meets(b) {
				t.Errorf("%v lies on %v", a, b)
			}
		}
	}
	for i, l := range p.Lines {
		from, to := p.Boxes[l.From], p.Boxes[l.To]
		all := append(append([]Point(nil), l.Above...), l.Below...)
		first, last := all[0], all[len(all)-1]
		if first.Y != from.Y+from.H || first.X < from.X || first.X > from.X+from.W || last != (Point{to.X + to.W/2, to.Y}) && last != (Point{to.X + to.W/2 + to.W%2, to.Y}) {
			t.Errorf("line %d from %v to %v does not join its boxes: %v", i, from, to, all)
		}
		for k := 1; k < len(all); k++ {
			a, b := all[k-1], all[k]
			if b.Y < a.Y {
				t.Errorf("line %d runs upwards: %v", i, all)
			}
			if k == len(l.Above) {
				continue // its own label
			}
			// A curve stays within the upright rectangle of its ends.
			way := rect{min(a.X, b.X), a.Y, max(a.X, b.X) - min(a.X, b.X), b.Y - a.Y}
			for _, r := range places {
				if a.X != b.X && way.meets(r) || a.X == b.X && a.X > r.x && a.X < r.x+r.w && a.Y < r.y+r.h && b.Y > r.y {
					t.Errorf("line %d runs through %v: %v", i, r, all)
				}
			}
		}
	}
}

func TestPicturesOfAnyRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := compileText(t, drawRules(t))
		for _, r := range d.Rules.routesAndFallback() {
			o, ok := d.Outline(r)
			if !ok {
				t.Fatalf("no outline of %s", r.ID)
			}
			say := d.Rules.SayIn(nil, r)
			p := o.Picture(say)
			checkPicture(t, o, p)
			if !reflect.DeepEqual(p, o.Picture(say)) {
				t.Errorf("two pictures of %s differ", r.ID)
			}
			checkOutline(t, d, r, o)
		}
	})
}

// checkOutline follows each complete situation through the outline: it ends where the diagram does, and numbers grow
// on the way.
func checkOutline(t *rapid.T, d *Diagram, r *Route, o *Outline) {
	if r.Fallback {
		return
	}
	for range 5 {
		s := d.Rules.NewSituation()
		for i, q := range d.Rules.Questions {
			s[i] = rapid.IntRange(0, len(q.Options)-1).Draw(t, "answer")
		}
		at := d.Routes[r.Index]
		for !at.IsTerminal() {
			at = d.Nodes[at].Branches[s[d.Nodes[at].Question]]
		}
		end, step := o.End, 1
		for len(o.Steps) > 0 && step > 0 {
			here := o.Steps[step-1]
			next := -1
			for _, a := range here.Answers {
				for _, option := range a.Options {
					if option == s[here.Question.Index] {
						next, end = a.Step, a.End
					}
				}
			}
			if next < 0 || next > 0 && next <= step {
				t.Fatalf("step %d of %s leads to %d", step, r.ID, next)
			}
			step = next
		}
		want := End{Status(at.Value()), -1}
		if at.Value() >= voidBase {
			want = End{Impossible: at.Value() - voidBase}
		}
		if end != want {
			t.Errorf("%s: the outline ends at %v, the diagram at %v", r.ID, end, want)
		}
	}
}

// The pictures of the project's own pathways, in words: sound, and documents that a reader of XML takes.
func TestPicturesOfThePathways(t *testing.T) {
	for _, name := range []string{"access"} {
		dir := "../../../content/pathways/" + name
		data, err := os.ReadFile(dir + ".yaml")
		if err != nil {
			t.Fatal(err)
		}
		d := compileText(t, string(data))
		for _, lang := range []string{"fr", "en"} {
			data, err := os.ReadFile(dir + "." + lang + ".yaml")
			if err != nil {
				t.Fatal(err)
			}
			f, _ := source.New(name+"."+lang+".yaml", data)
			w, _ := ParseWords(d.Rules, f)
			for _, r := range d.Rules.Routes {
				o, _ := d.Outline(r)
				p := o.Picture(d.Rules.SayIn(w, r))
				checkPicture(t, o, p)
				read := xml.NewDecoder(strings.NewReader(p.SVG(`<"&">`, r.ID)))
				for {
					if _, err := read.Token(); err == io.EOF {
						break
					} else if err != nil {
						t.Fatalf("%s: %v", r.ID, err)
					}
				}
			}
		}
	}
}

// What a route that depends on nothing looks like, and one on a single question.
func TestPicturesOfLittle(t *testing.T) {
	d := compileText(t, `otherwise: none
questions:
  size: {options: [a, b, c, d]}
criteria:
  c: {when: {size: a}}
routes:
  always: {page: p}
  one: {page: p, needs: [c]}
  none: {page: p, fallback: true}
`)
	o, _ := d.Outline(d.Rules.Route("always"))
	if p := o.Picture(d.Rules.SayIn(nil, o.Route)); len(o.Steps) != 0 || o.End.Kind() != "applies" || len(p.Boxes) != 1 || len(p.Lines) != 0 {
		t.Errorf("always: %+v, %+v", o, p)
	}
	o, _ = d.Outline(d.Rules.Route("one"))
	say := d.Rules.SayIn(nil, o.Route)
	say.Option = func(q *Question, i int) string { return "a rather long answer " + q.Options[i].Value }
	say.Others = "any other"
	p := o.Picture(say)
	if len(p.Boxes) != 3 || p.Lines[1].Text[0].Text != "any other" || p.Lines[0].Text[0].Text == "any other" {
		t.Errorf("one: %+v", p)
	}
}
