package chart

import "fmt"

// Span is a step of a procedure. Steps follow one another.
type Span struct {
	Name, Length string // in words; Length may be empty
	// Days is how long it takes; 0 for a moment.
	Days int
	// Unknown reports that it takes time, and that nobody has said how much.
	Unknown bool
}

// Mark is a length that may explain the scale of a picture.
type Mark struct {
	Days int
	Text string
}

const (
	spanHeight   = 14
	spanGap      = 16
	unknownWidth = 40
	leastSpan    = 2
	mostMark     = 120 // how long the mark of the scale may be
)

// Timeline draws the steps of a procedure, each below the one before and beginning where that one ends. Known lengths
// are in proportion; an unknown one is a broken box of one width always. Below, the longest of the marks that has room
// tells the scale; marks are sorted, the shortest first. Where no length is known there is no scale: the picture shows
// the order alone, each step in a place of its own and all places alike.
func Timeline(steps []Span, marks []Mark) *Picture {
	p := &Picture{Width: Width}
	days, room := 0, Width
	for _, s := range steps {
		if days += s.Days; s.Unknown {
			room -= unknownWidth
		}
	}
	if days == 0 {
		return order(steps)
	}
	done, passed, y := 0, 0, 0 // days, pixels of unknown steps
	at := func(passed int) int { return passed * room / days }
	for i, s := range steps {
		y = p.head(i, s, y)
		x := at(done) + passed
		switch {
		case s.Unknown:
			p.broken(x, y, unknownWidth)
			passed += unknownWidth
		case s.Days == 0:
			p.moment(x, y)
		default:
			done += s.Days
			p.add(Shape{Class: "bar", X: x, Y: y, W: max(at(done)+passed-x, leastSpan), H: spanHeight})
		}
		y += spanHeight + spanGap
	}
	for i := len(marks) - 1; i >= 0; i-- {
		if w := marks[i].Days * room / days; w <= mostMark && marks[i].Days <= days {
			p.add(Shape{Class: "scale", Path: fmt.Sprintf("M1 %dv8M1 %dh%dm0 -4v8", y, y+4, w)})
			y = p.write("", w+10, y-5, []string{marks[i].Text})
			break
		}
	}
	p.Height = y + 4
	return p
}

// order draws steps of which no length is known, as a stair whose places are equally wide: a moment in the middle of
// its place, a broken box from end to end of it.
func order(steps []Span) *Picture {
	p := &Picture{Width: Width}
	y := 0
	for i, s := range steps {
		y = p.head(i, s, y)
		from, to := i*Width/len(steps), (i+1)*Width/len(steps)
		if s.Unknown {
			p.broken(from, y, to-from)
		} else {
			p.moment((from+to)/2, y)
		}
		y += spanHeight + spanGap
	}
	p.Height = y + 4
	return p
}

// head writes the number, the name and the length of a step below y and lays its track; it returns the top of the
// track's band.
func (p *Picture) head(i int, s Span, y int) int {
	y = p.write("strong", 0, y, breakLines(fmt.Sprintf("%d.\u00A0%s", i+1, s.Name), Width))
	y = p.write("", 0, y, breakLines(s.Length, Width)) + 5
	p.add(Shape{Class: "track", Path: fmt.Sprintf("M0 %dH%d", y+spanHeight/2, Width)})
	return y
}

// broken draws a box whose length nobody has said: its outline has gaps, and two strokes break it in the middle.
func (p *Picture) broken(x, y, w int) {
	p.add(Shape{Class: "unknown", X: x, Y: y, W: w, H: spanHeight})
	x += w/2 - 7
	p.add(Shape{Class: "break", Path: fmt.Sprintf("M%d %dl6 -18M%d %dl6 -18", x, y+spanHeight+2, x+8, y+spanHeight+2)})
}

// moment draws a diamond around x, within the picture.
func (p *Picture) moment(x, y int) {
	x = min(max(x, spanHeight/2), Width-spanHeight/2)
	p.add(Shape{Class: "moment", Path: fmt.Sprintf("M%d %dl7 7-7 7-7-7z", x, y)})
}
