package chart

import (
	"flag"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// document writes a picture as an SVG document, as a page does, to be looked at.
func document(p *Picture) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" font-family="sans-serif" font-size="14">`+"\n", p.Width, p.Height, p.Width, p.Height)
	b.WriteString("<style>path{fill:none;stroke:#000}rect{fill:#fff;stroke:#000}.bar,.moment,.more{fill:#7a9}.unknown{stroke-dasharray:4 3}.middle{text-anchor:middle}</style>\n")
	for _, s := range p.Shapes {
		switch {
		case s.Path != "":
			fmt.Fprintf(&b, `<path class="%s" d="%s"/>`+"\n", s.Class, s.Path)
		case s.W > 0:
			fmt.Fprintf(&b, `<rect class="%s" x="%d" y="%d" width="%d" height="%d" rx="%d"/>`+"\n", s.Class, s.X, s.Y, s.W, s.H, s.Round)
		}
		for _, l := range s.Text {
			fmt.Fprintf(&b, `<text class="%s" x="%d" y="%d">%s</text>`+"\n", s.Class, l.X, l.Y, l.Text)
		}
	}
	return b.String() + "</svg>\n"
}

func golden(t *testing.T, name string, p *Picture) {
	t.Helper()
	file := "testdata/" + name + ".svg"
	got := document(p)
	if *update {
		if err := os.MkdirAll("testdata", 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s is not what it was; look at it after go test -update", file)
	}
}

func TestGolden(t *testing.T) {
	golden(t, "bars", Bars([]Bar{
		{Label: "Expected", Value: "200", Amount: 200},
		{Label: "A label that is so long that it has to go on below", Value: "more than 400", Amount: 400, More: true},
		{Label: "Nothing", Value: "0"},
	}, 0))
	golden(t, "shares", Bars([]Bar{{Label: "One", Value: "45 %", Amount: 45}, {Label: "Other", Value: "20 %", Amount: 20}}, 100))
	golden(t, "timeline", Timeline([]Span{
		{Name: "Request"},
		{Name: "Decision", Length: "length not known", Unknown: true},
		{Name: "Length", Length: "1 year at most", Days: 365},
		{Name: "Renewal", Length: "3 months", Days: 91},
		{Name: "End"},
	}, []Mark{{30, "scale: 1 month"}, {182, "scale: 6 months"}, {365, "scale: 1 year"}}))
	golden(t, "order", Timeline([]Span{
		{Name: "Request"},
		{Name: "Decision", Length: "length not known", Unknown: true},
		{Name: "Length", Length: "length not known", Unknown: true},
		{Name: "Renewal"},
	}, []Mark{{30, "scale: 1 month"}}))
	golden(t, "actors", Actors(
		[]Group{{"Here", []string{"One", "Another whose name is long enough to take two lines", "A third"}}, {"There", []string{"Far", "Alone"}}},
		[]Tie{{0, 1}, {1, 0}, {2, 0}, {1, 3}, {3, 2}}))
}

// contained reports shapes that leave their picture: boxes, badges, and texts where they are known to end.
func contained(t *rapid.T, p *Picture) {
	for _, s := range p.Shapes {
		if s.W > 0 && (s.X < 0 || s.Y < 0 || s.X+s.W > p.Width || s.Y+s.H > p.Height) {
			t.Errorf("%s at %d,%d of %d × %d leaves the picture of %d × %d", s.Class, s.X, s.Y, s.W, s.H, p.Width, p.Height)
		}
		for _, l := range s.Text {
			if s.Class != "middle" && (l.X < 0 || l.X+textWidth(l.Text) > p.Width || l.Y > p.Height) {
				t.Errorf("the text %q leaves the picture", l.Text)
			}
		}
	}
}

var someWords = rapid.StringMatching(`[a-zà-ü]{1,12}( [a-z]{1,12}){0,8}`)

// Lengths are true: a bar is as long as its amount says, to a pixel, and no bar is longer than a greater one.
func TestBarsAreInProportion(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bars := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Bar {
			n := rapid.IntRange(0, 1_000_000_000).Draw(t, "amount")
			return Bar{Label: someWords.Draw(t, "label"), Value: fmt.Sprint(n), Amount: n, More: rapid.Bool().Draw(t, "more")}
		}), 1, 20).Draw(t, "bars")
		p := Bars(bars, 0)
		contained(t, p)
		most, room := 0, Width
		for _, b := range bars {
			most, room = max(most, b.Amount), min(room, Width-textWidth(b.Value)-valueGap)
		}
		drawn := 0
		for _, s := range p.Shapes {
			if s.Class == "bar" {
				drawn++
			}
		}
		i := 0
		for _, b := range bars {
			if most == 0 || b.Amount*room/most == 0 {
				continue
			}
			for p.Shapes[i].Class != "bar" {
				i++
			}
			if got := p.Shapes[i].W; got != b.Amount*room/most {
				t.Errorf("%d of %d is drawn %d long, of %d", b.Amount, most, got, room)
			}
			i++
			drawn--
		}
		if drawn != 0 {
			t.Errorf("%d bars stand for nothing", drawn)
		}
		if !reflect.DeepEqual(p, Bars(bars, 0)) {
			t.Error("two pictures of the same figures differ")
		}
	})
}

// Steps follow one another without gap; equal lengths look equal to a pixel or two; what is unknown has one width.
func TestTimelinesAreInProportion(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		steps := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Span {
			s := Span{Name: someWords.Draw(t, "name"), Length: someWords.Draw(t, "length")}
			switch rapid.IntRange(0, 2).Draw(t, "kind") {
			case 0:
				s.Unknown = true
			case 1:
				s.Days = rapid.IntRange(30, 400).Draw(t, "days")
			}
			return s
		}), 0, 4).Draw(t, "steps")
		steps = append(steps, Span{Name: "known", Days: rapid.IntRange(30, 400).Draw(t, "known")})
		p := Timeline(steps, []Mark{{30, "scale"}})
		contained(t, p)
		total, room, end := 0, Width, 0
		for _, s := range steps {
			if total += s.Days; s.Unknown {
				room -= unknownWidth
			}
		}
		var places []Shape
		for _, s := range p.Shapes {
			if s.Class == "bar" || s.Class == "unknown" {
				places = append(places, s)
			}
		}
		for _, s := range steps {
			if s.Days == 0 && !s.Unknown {
				continue
			}
			at := places[0]
			places = places[1:]
			if at.X != end {
				t.Errorf("a step begins at %d, the one before ends at %d", at.X, end)
			}
			end = at.X + at.W
			if want := s.Days * room / total; s.Unknown && at.W != unknownWidth || !s.Unknown && (at.W < want-1 || at.W > want+1) {
				t.Errorf("%+v is drawn %d wide", s, at.W)
			}
		}
		if end != Width {
			t.Errorf("the last step ends at %d of %d", end, Width)
		}
	})
}

// Where no length is known, nothing in the picture could be read as one: no bar, no scale; every step has a place of
// its own, all are equally wide to a pixel, and the last one ends where the picture does.
func TestUnknownTimelinesShowTheOrderAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		steps := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Span {
			return Span{Name: someWords.Draw(t, "name"), Unknown: rapid.Bool().Draw(t, "unknown")}
		}), 1, 12).Draw(t, "steps")
		p := Timeline(steps, []Mark{{1, "scale"}})
		contained(t, p)
		var drawn []Shape
		for _, s := range p.Shapes {
			switch s.Class {
			case "bar", "scale":
				t.Errorf("%+v tells a length that nobody knows", s)
			case "unknown", "moment":
				drawn = append(drawn, s)
			}
		}
		if len(drawn) != len(steps) {
			t.Fatalf("%d of %d steps are drawn", len(drawn), len(steps))
		}
		for i, s := range drawn {
			from, to := i*Width/len(steps), (i+1)*Width/len(steps)
			var x int
			if _, err := fmt.Sscanf(s.Path, "M%d ", &x); steps[i].Unknown && (s.X != from || s.X+s.W != to) || !steps[i].Unknown && (err != nil || x < from || x > to) {
				t.Errorf("step %d stands at %+v, its place is %d to %d", i+1, s, from, to)
			}
		}
	})
}

// Boxes and badges keep apart from one another, and each tie has a path and a badge.
func TestActorsKeepApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		groups := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Group {
			return Group{Name: someWords.Draw(t, "group"), Actors: rapid.SliceOfN(someWords, 1, 5).Draw(t, "actors")}
		}), 1, 3).Draw(t, "groups")
		count := 0
		for _, g := range groups {
			count += len(g.Actors)
		}
		var ties []Tie
		if count > 1 {
			ties = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Tie {
				from := rapid.IntRange(0, count-1).Draw(t, "from")
				return Tie{from, (from + rapid.IntRange(1, count-1).Draw(t, "to")) % count}
			}), 0, 6).Draw(t, "ties")
		}
		p := Actors(groups, ties)
		var boxes []Shape
		paths, badges := 0, 0
		for _, s := range p.Shapes {
			switch s.Class {
			case "box", "badge":
				for _, b := range boxes {
					if s.X < b.X+b.W && b.X < s.X+s.W && s.Y < b.Y+b.H && b.Y < s.Y+s.H {
						t.Errorf("%+v lies on %+v", s, b)
					}
				}
				boxes = append(boxes, s)
				if s.Class == "badge" {
					badges++
				}
				if s.X < 0 || s.Y < 0 || s.X+s.W > p.Width || s.Y+s.H > p.Height {
					t.Errorf("%+v leaves the picture of %d × %d", s, p.Width, p.Height)
				}
			case "tie":
				paths++
			}
		}
		if paths != len(ties) || badges != len(ties) {
			t.Errorf("%d paths and %d badges for %d ties", paths, badges, len(ties))
		}
	})
}
