package chart

import (
	"fmt"
	"sort"
)

// Group is a set of actors that stand together.
type Group struct {
	Name   string
	Actors []string // their names
}

// Tie is what passes from one actor to another, by their places when all groups are counted through from 0. Two ends
// differ.
type Tie struct{ From, To int }

const (
	boxWidth  = 196
	boxPad    = 10
	boxGap    = 12
	portGap   = 18 // between the ends of ties on one box
	laneWidth = 26
	badgeSize = 20
)

type actorBox struct {
	y, h  int
	lines []string
	ports []int // indices of ties, from top to bottom
}

// Actors draws actors below one another, group by group, and the ties between them as arrows beside them. Each arrow
// has the number of its tie, from 1. Arrows that stand at the same height keep to lanes of their own, the shortest
// nearest to the boxes.
func Actors(groups []Group, ties []Tie) *Picture {
	p := &Picture{Width: boxWidth + boxPad}
	boxes := placeActors(p, groups, ties)
	type arrow struct{ number, from, to, lane int }
	arrows := make([]arrow, len(ties))
	for i, t := range ties {
		arrows[i] = arrow{number: i + 1, from: boxes[t.From].port(i), to: boxes[t.To].port(i)}
	}
	sort.SliceStable(arrows, func(i, j int) bool {
		return distance(arrows[i].from, arrows[i].to) < distance(arrows[j].from, arrows[j].to)
	})
	lanes := 0
	for i := range arrows {
		a := &arrows[i]
		free := func(lane int) bool {
			for _, b := range arrows[:i] {
				if b.lane == lane && min(a.from, a.to) <= max(b.from, b.to)+4 && min(b.from, b.to) <= max(a.from, a.to)+4 {
					return false
				}
			}
			return true
		}
		for a.lane = 1; !free(a.lane); a.lane++ {
		}
		lanes = max(lanes, a.lane)
	}
	var badges [][2]int
	for _, a := range arrows {
		x := boxWidth + a.lane*laneWidth
		p.add(Shape{Class: "tie", Path: fmt.Sprintf("M%d %dH%dV%dH%dm7 -4l-7 4 7 4", boxWidth, a.from, x, a.to, boxWidth)})
		badges = append(badges, [2]int{x, a.number})
	}
	for i, a := range arrows {
		// A badge stands where no other arrow begins, ends or has its own.
		middle := (a.from + a.to) / 2
		clear := func(y int) bool {
			for j, b := range arrows {
				if j != i && (distance(b.from, y) < badgeSize/2 || distance(b.to, y) < badgeSize/2) && b.lane >= a.lane {
					return false
				}
			}
			return true
		}
		for d := 0; d <= distance(a.from, a.to)/2; d += 3 {
			if clear(middle + d) {
				middle += d
				break
			}
			if clear(middle - d) {
				middle -= d
				break
			}
		}
		p.add(Shape{Class: "badge", X: badges[i][0] - badgeSize/2, Y: middle - badgeSize/2, W: badgeSize, H: badgeSize, Round: badgeSize / 2})
		p.write("middle", badges[i][0], middle-badgeSize/2+1, []string{fmt.Sprint(a.number)})
	}
	p.Width = max(p.Width, boxWidth+lanes*laneWidth+badgeSize/2+2)
	return p
}

// placeActors draws the boxes and the names of the groups.
func placeActors(p *Picture, groups []Group, ties []Tie) []actorBox {
	var boxes []actorBox
	for _, g := range groups {
		for _, name := range g.Actors {
			boxes = append(boxes, actorBox{lines: breakLines(name, boxWidth-2*boxPad)})
		}
	}
	for i, t := range ties {
		boxes[t.From].ports = append(boxes[t.From].ports, i)
		boxes[t.To].ports = append(boxes[t.To].ports, i)
	}
	at, y := 0, 0
	for _, g := range groups {
		y = p.write("group", 0, y, breakLines(g.Name, boxWidth)) + 6
		for range g.Actors {
			b := &boxes[at]
			b.y, b.h = y, max(len(b.lines)*lineHeight+boxPad, (len(b.ports)+1)*portGap)
			p.add(Shape{Class: "box", X: 1, Y: b.y, W: boxWidth - 1, H: b.h, Round: 6})
			p.write("", boxPad, b.y+(b.h-len(b.lines)*lineHeight)/2, b.lines)
			at, y = at+1, y+b.h+boxGap
		}
		y += boxGap
	}
	p.Height = max(y-2*boxGap+2, 1)
	// Ends of ties stand in the order of where they come from or go to, so that few cross.
	for i := range boxes {
		sort.SliceStable(boxes[i].ports, func(a, b int) bool {
			return other(ties[boxes[i].ports[a]], i) < other(ties[boxes[i].ports[b]], i)
		})
	}
	return boxes
}

func other(t Tie, box int) int {
	if t.From == box {
		return t.To
	}
	return t.From
}

// port is how far down the end of a tie stands.
func (b *actorBox) port(tie int) int {
	for i, t := range b.ports {
		if t == tie {
			return b.y + (i+1)*b.h/(len(b.ports)+1)
		}
	}
	panic("chart: a tie without an end")
}

func distance(a, b int) int { return max(a-b, b-a) }
