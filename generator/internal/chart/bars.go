package chart

import "fmt"

// Bar is a figure.
type Bar struct {
	Label, Value string // in words
	Amount       int    // 0 or more
	More         bool   // the figure is more than Amount: the bar ends open
}

const (
	barHeight = 18
	barGap    = 12
	barTip    = 9 // how far the end of an open bar stands out
	valueGap  = 14
	labelEdge = 5 // labels keep away from the line at which bars begin
)

// Bars draws figures as bars one below the other, each under its label and with its value written. A bar as long as
// the room stands for full, or for the greatest amount where that is more or full is 0.
func Bars(bars []Bar, full int) *Picture {
	p := &Picture{Width: Width}
	room := Width
	for _, b := range bars {
		full = max(full, b.Amount)
		room = min(room, Width-textWidth(b.Value)-valueGap)
	}
	y := 0
	for _, b := range bars {
		y = p.write("", labelEdge, y, breakLines(b.Label, Width-labelEdge)) + 4
		w := 0
		if full > 0 {
			w = b.Amount * room / full
		}
		if w > 0 {
			p.add(Shape{Class: "bar", X: 0, Y: y, W: w, H: barHeight})
		}
		if b.More {
			p.add(Shape{Class: "more", Path: fmt.Sprintf("M%d %dl%d %d-%d %dz", w, y, barTip, barHeight/2, barTip, barHeight-barHeight/2)})
		}
		p.write("strong", w+valueGap, y, []string{b.Value})
		y += barHeight + barGap
	}
	p.Height = max(y-barGap+2, 1)
	p.add(Shape{Class: "track", Path: fmt.Sprintf("M0 0V%d", p.Height)})
	return p
}
