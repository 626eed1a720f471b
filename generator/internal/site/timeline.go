package site

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"boussole/generator/internal/source"
)

// TimelineStep is a step of a procedure, for the picture of its course. Steps follow one another: there are two or more,
// and at least one takes time, known or not.
type TimelineStep struct {
	Step   source.Text `yaml:"step,required" doc:"What kind of step it is. The same in every language."`
	Length source.Text `yaml:"length" doc:"How long it takes: P20D, P6W, P3M or P1Y; unknown where no source says it; nothing for a moment. The same in every language."`
	AtMost bool        `yaml:"at-most" doc:"Whether the length is the most that it may take. The same in every language."`
	What   source.Text `yaml:"what,required" doc:"What happens, in a line of Markdown. Where the length is known, it cites the source of it."`
}

// Shape implements [source.Shaped].
func (TimelineStep) Shape() map[string]source.Form {
	return map[string]source.Form{
		"step":   {OneOf: TimelineSteps},
		"length": {Pattern: lengthPattern, Hint: "P20D, P6W, P3M, P1Y (days, weeks, months, years) or unknown"},
	}
}

// TimelineSteps are the kinds of steps.
var TimelineSteps = []string{"request", "validation", "priority", "exchange", "answer", "opinion", "decision", "duration", "support", "change", "renewal", "end"}

// UnknownLength is the length of a step that takes a time nobody has said.
const UnknownLength = "unknown"

const lengthPattern = `^(P[1-9][0-9]{0,3}[DWMY]|unknown)$`

var lengthForm = regexp.MustCompile(lengthPattern)

// maxLength is the longest length of a step, in days: a century.
const maxLength = 36500

// A Length is a time with one unit: D, W, M or Y, as ISO 8601 writes them after P. The zero Length is none.
type Length struct {
	Count int
	Unit  byte
}

// ParseLength reads a length; the second result is false for what is none, "unknown" included.
func ParseLength(s string) (Length, bool) {
	if !lengthForm.MatchString(s) || s == UnknownLength {
		return Length{}, false
	}
	n, err := strconv.Atoi(s[1 : len(s)-1])
	return Length{n, s[len(s)-1]}, err == nil
}

// Days is how many days the length has, with months and years of a common length: whole days, rounded down.
func (l Length) Days() int {
	switch l.Unit {
	case 'W':
		return l.Count * 7
	case 'M':
		return l.Count * 365 / 12
	case 'Y':
		return l.Count * 365
	}
	return l.Count
}

// checkTimeline reports steps that cannot be drawn, or whose length nothing vouches for.
func (l *loader) checkTimeline(p *Page) {
	takes, wrong := false, len(l.ds) // time
	for _, s := range p.Timeline {
		l.oneOf(s.Step, "step", TimelineSteps)
		length, ok := ParseLength(s.Length.Value)
		takes = takes || s.Length.Value != ""
		switch {
		case ok && length.Days() > maxLength:
			l.ds.Errorf(s.Length.Pos, "length is %q, expected a century at most", s.Length.Value)
		case ok:
			if len(Cites(s.What.Value)) == 0 {
				l.ds.Add(source.Diagnostic{Pos: s.What.Pos, Message: "the step has a length, but what cites no source for it", Hint: "end it with [@source-id], or write length: unknown"})
			}
		case s.Length.Value != "" && s.Length.Value != UnknownLength:
			l.ds.Add(source.Diagnostic{Pos: s.Length.Pos, Message: fmt.Sprintf("length is %q, expected a length of time", s.Length.Value), Hint: "write P20D, P6W, P3M or P1Y, or unknown"})
		case s.AtMost:
			l.ds.Errorf(s.What.Pos, "at-most goes with a length that is known")
		}
	}
	if len(p.Timeline) > 0 && len(l.ds) == wrong {
		l.checkCourse(p.Timeline, takes)
	}
}

// checkCourse reports steps that make no course: one step follows nothing, and moments alone would leave out the time
// between them, as if there were none.
func (l *loader) checkCourse(steps []TimelineStep, takesTime bool) {
	switch pos := steps[0].Step.Pos; {
	case len(steps) == 1:
		l.ds.Add(source.Diagnostic{Pos: pos, Message: "the timeline has one step, expected two or more", Hint: "a course is steps in order: tell what comes before or after, or leave the timeline out"})
	case !takesTime:
		l.ds.Add(source.Diagnostic{Pos: pos, Message: "no step of the timeline takes time", Hint: "write length: unknown for a step that takes a time that no source says"})
	}
}

// OrderOnly reports that no length of the course is known, so that a picture of it can show the order of the steps and
// nothing of their time.
func OrderOnly(steps []TimelineStep) bool {
	for _, s := range steps {
		if _, known := ParseLength(s.Length.Value); known {
			return false
		}
	}
	return true
}

// timelineKey is what a timeline must share with the translation.
func timelineKey(p *Page) string {
	var parts []string
	for _, s := range p.Timeline {
		parts = append(parts, fmt.Sprint(s.Step.Value, s.Length.Value, s.AtMost))
	}
	return strings.Join(parts, " ")
}
