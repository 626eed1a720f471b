package layout

import (
	"slices"

	"boussole/generator/internal/pathway"
)

// Rules are the rules of a pathway, or a part of them.
type Rules struct {
	Checker Link
	Tree    string // "" when there is none
	// Parts are the pages of the rules, each with its routes; there may be one alone.
	Parts []Link
	Rules []Rule
	// Leaves are the ends that the pictures show.
	Leaves []Leaf
}

// Leaf is a kind of end, as it is written in pictures.
type Leaf struct{ Kind, Text string }

// Rule is what leads to a route.
type Rule struct {
	Route
	// Anchor begins the ids of the rule's parts.
	Anchor string
	// Picture is nil where it would say nothing that the steps do not say as shortly.
	Picture *pathway.Picture
	Steps   []RuleStep
	// Always says what every situation comes to, where nothing decides.
	Always   string
	Needs    []Need
	Unless   []Link
	AtMost   bool // never announced as certain
	Fallback bool
	// HandsOver is nil where the route's page asks no other pathway, or is given no answers.
	HandsOver *HandedOver
}

// HandedOver is what another questionnaire begins with, and the link that begins it.
type HandedOver struct {
	To      Link
	Answers []HandedAnswer
}

// HandedAnswer is an answer to the other questionnaire, and the answers here that say the same, in words.
type HandedAnswer struct{ There, Here string }

// Long reports that the steps are many enough to be folded beside their picture.
func (r Rule) Long() bool { return r.Picture != nil && len(r.Steps) > 4 }

// Shows reports whether the picture has a box of that kind.
func (r Rule) Shows(kind string) bool {
	return r.Picture != nil && slices.ContainsFunc(r.Picture.Boxes, func(b pathway.Box) bool { return b.Kind == kind })
}

// Ends is how many ends the picture shows.
func (r Rule) Ends() int { return len(r.Picture.Boxes) - len(r.Steps) }

// Need is a criterion that a route needs, and its source.
type Need struct {
	Text   string
	Open   bool   // some answers leave it open
	Source string // an id, or ""
	Number int    // of the source on the page
}

// RuleStep is a question on the way to a route.
type RuleStep struct {
	ID, Question string
	Answers      []RuleAnswer
}

// RuleAnswer is what some answers lead to: a step, or an end.
type RuleAnswer struct {
	Options []string
	Step    int // 0 for an end
	URL     string
	Kind    string // of the end
	End     string
}
