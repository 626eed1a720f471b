package layout

import (
	"html/template"

	"boussole/generator/internal/chart"
)

// Drawing is a picture with its words. Anchor begins the ids of its parts; Title names it and Text describes it to
// those who do not see it.
type Drawing struct {
	Picture     *chart.Picture
	Anchor      string
	Title, Text string
}

// Timeline is the course of a procedure, drawn and in words. OrderOnly reports that no length is known: the picture is
// not to scale.
type Timeline struct {
	Drawing
	OrderOnly bool
	Steps     []TimelineStep
}

// TimelineStep is a step in words: its kind, how long it takes ("" for a moment), what happens.
type TimelineStep struct {
	ID, Length string
	What       template.HTML
}

// Figure is figures drawn as bars, with the same in a table.
type Figure struct {
	Drawing
	Rows    []FigureRow
	Sources []FigureSource
	Note    template.HTML
}

// FigureSource is who gives a figure and when, and the sign that cites it.
type FigureSource struct {
	Text string
	Cite template.HTML
}

// FigureRow is a figure in words.
type FigureRow struct{ Label, Value string }

// ActorMap is who does what, drawn and as a list.
type ActorMap struct {
	Drawing
	Groups []ActorGroup
	Ties   []ActorTie
}

// ActorGroup is a group of actors.
type ActorGroup struct {
	Name   string
	Actors []Actor
}

// Actor is an actor and what it does; URL leads to the page about it, "" where there is none.
type Actor struct {
	Name, URL string
	Does      []ActorTask
}

// ActorTask is something that an actor does; Verb is an id.
type ActorTask struct {
	Verb string
	What template.HTML
}

// ActorTie is what passes from one actor to another.
type ActorTie struct {
	Number   int
	From, To string
	What     template.HTML
}
