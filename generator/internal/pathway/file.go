package pathway

import (
	"strings"

	"boussole/generator/internal/source"
)

// The types of this file are what the rules look like as they are written: the parser decodes into them, and their
// tags doc are what editors show.

type rulesFile struct {
	Reviewed   source.Date  `yaml:"reviewed" doc:"The day on which the rules were last checked against their sources."`
	ReviewBy   source.Date  `yaml:"review-by" doc:"The day by which the rules are checked again."`
	Otherwise  source.Text  `yaml:"otherwise" doc:"The fallback route: shown where no route applies and none is possible. That route has fallback: true."`
	Wording    source.Text  `yaml:"wording" doc:"What results call the routes: the messages wording.ID.… of the interface stand in for its messages checker.…. Left out: routes."`
	Questions  *source.Node `yaml:"questions,required" doc:"The questions by their ids, in the order in which they are asked."`
	Topics     *source.Node `yaml:"topics" doc:"The topics by their ids, each with its questions, which are asked one after the other. They bound the orders that explain --order looks at."`
	Criteria   *source.Node `yaml:"criteria" doc:"The criteria by their ids: named conditions that routes need."`
	Routes     *source.Node `yaml:"routes,required" doc:"The routes by their ids: what the answers may lead to."`
	Exclusive  *source.Node `yaml:"exclusive" doc:"Lists of routes that never apply together. This is proved."`
	Impossible *source.Node `yaml:"impossible" doc:"Situations that cannot exist, each with a reason."`
}

func (rulesFile) Shape() map[string]source.Form {
	return map[string]source.Form{
		"otherwise":  {ID: true},
		"wording":    {ID: true},
		"questions":  {Like: map[string]questionYAML{}, Least: 1, Most: maxQuestions, Key: &source.Form{ID: true, Not: reserved}},
		"topics":     {Like: map[string][]source.Text{}, Items: &source.Form{List: true, Least: 1, Items: &source.Form{ID: true}}},
		"criteria":   {Like: map[string]criterionYAML{}},
		"routes":     {Like: map[string]routeYAML{}, Least: 1, Most: maxRoutes},
		"exclusive":  {Like: [][]source.Text{}, List: true, Items: &source.Form{List: true, Least: 2, Items: &source.Form{ID: true}}},
		"impossible": {Like: []impossibleYAML{}, List: true},
	}
}

type questionYAML struct {
	AskIf     *source.Node  `yaml:"ask-if" doc:"The question is asked only if this holds. It names questions above this one."`
	Options   []source.Text `yaml:"options,required" doc:"The answers, by their ids: at least two."`
	Unknown   source.Text   `yaml:"unknown" doc:"Whether “I do not know” is offered: allowed, unless this says refused."`
	WordsOnly bool          `yaml:"words-only" doc:"true: the answer chooses words, never a result."`
	Weights   *source.Node  `yaml:"weights" doc:"How often people choose each option, next to the others: a whole number for every option. It counts in the expected number of questions, never in a result."`
}

func (questionYAML) Shape() map[string]source.Form {
	return map[string]source.Form{
		"ask-if":  {Like: conditionYAML{}},
		"options": {List: true, Least: 2, Most: maxOptions, Items: &source.Form{ID: true}},
		"unknown": {OneOf: []string{"allowed", "refused"}},
		"weights": {Like: map[string]int{}, Least: 2, Most: maxOptions, Items: &source.Form{Least: 1, Most: maxWeight}},
	}
}

type criterionYAML struct {
	When    *source.Node `yaml:"when,required" doc:"The criterion holds if this does."`
	Maybe   *source.Node `yaml:"maybe" doc:"The criterion is open if this holds and when does not."`
	IfAsked bool         `yaml:"if-asked" doc:"true: the criterion also holds where none of its questions is asked."`
	Source  source.Text  `yaml:"source" doc:"The id of the source that says so."`
}

func (criterionYAML) Shape() map[string]source.Form {
	return map[string]source.Form{"when": {Like: conditionYAML{}}, "maybe": {Like: conditionYAML{}}, "source": {ID: true}}
}

type routeYAML struct {
	Page      source.Text   `yaml:"page" doc:"The page that explains the route: SECTION/NAME, or SECTION/NAME#ANCHOR."`
	Gate      *source.Node  `yaml:"gate" doc:"The route is not mentioned unless this holds."`
	Needs     []source.Text `yaml:"needs" doc:"The criteria that must all hold."`
	Unless    []source.Text `yaml:"unless" doc:"The routes that this one gives way to, where they apply."`
	AtMost    source.Text   `yaml:"at-most" doc:"possible: the route is never announced as certain."`
	Fallback  bool          `yaml:"fallback" doc:"true: the route that is shown where nothing else is. It has no conditions, and otherwise names it."`
	HandsOver *source.Node  `yaml:"hands-over" doc:"The answers that the route's page, which asks another pathway, begins with."`
	Role      source.Text   `yaml:"role" doc:"How a result presents the route: main, unless this says otherwise."`
}

// roles are what a route may be in a result; the first is what it is where nothing is said.
var roles = []string{"main", "also", "stop", "info"}

func (routeYAML) Shape() map[string]source.Form {
	return map[string]source.Form{
		"page":       {Pattern: `^[a-z0-9]+([-/][a-z0-9]+)*(#.*)?$`, Hint: "SECTION/NAME, or SECTION/NAME#ANCHOR"},
		"gate":       {Like: conditionYAML{}},
		"needs":      {Items: &source.Form{ID: true}},
		"unless":     {Items: &source.Form{ID: true}},
		"at-most":    {OneOf: []string{"possible"}},
		"role":       {OneOf: roles},
		"hands-over": {Like: handOverYAML{}},
	}
}

type impossibleYAML struct {
	When    *source.Node `yaml:"when,required" doc:"What cannot be."`
	Because source.Text  `yaml:"because,required" doc:"An id for the reason; its words are impossible.ID."`
}

func (impossibleYAML) Shape() map[string]source.Form {
	return map[string]source.Form{"when": {Like: conditionYAML{}}, "because": {ID: true}}
}

// conditionYAML is how a condition is written. It is never decoded, because the parser must know the questions; it is
// for who describes the files.
type conditionYAML struct {
	Any   *source.Node `yaml:"any" doc:"At least one of these conditions holds."`
	All   *source.Node `yaml:"all" doc:"All of these conditions hold."`
	Not   *source.Node `yaml:"not" doc:"This condition does not hold."`
	Asked source.Text  `yaml:"asked" doc:"This question is asked."`
	Is    *source.Node `yaml:"*" doc:"A question with one of its options, or a list of them."`
}

func (conditionYAML) Shape() map[string]source.Form {
	return map[string]source.Form{
		"":      {Doc: "A condition: lines that must all hold. A line is a question with one option or a list of options, or any, all, not or asked.", Least: 1},
		"any":   {Like: []conditionYAML{}, List: true, Least: 1},
		"all":   {Like: []conditionYAML{}, List: true, Least: 1},
		"not":   {Like: conditionYAML{}},
		"asked": {ID: true},
		"*":     {Like: []source.Text{}, Least: 1, Items: &source.Form{ID: true}},
	}
}

// wordForms are the forms of the ids of words, in which a capital stands for an id. [Ruleset.wordIDs] says which of
// them a pathway has.
var wordForms = map[string]string{
	"question.Q.ask":          "The question.",
	"question.Q.help":         "Why it is asked, or what is meant.",
	"question.Q.option.O":     "An answer.",
	"question.Q.unknown":      "“I do not know”, in its own words.",
	"criterion.C.is":          "What holds when the criterion does.",
	"criterion.C.why-not":     "Why a route falls when the criterion fails.",
	"criterion.C.why-not.Q.O": "The same, for one answer.",
	"route.R.name":            "The route's name.",
	"route.R.summary":         "What the route is.",
	"route.R.next":            "What to do now.",
	"route.R.next.Q.O":        "The same, for who gives this answer to a words-only question.",
	"impossible.R":            "Why such answers cannot go together.",
}

// Files returns the form of each kind of file that a pathway has, by a name for the kind.
func Files() map[string]source.Form {
	id := strings.Trim(source.IDPattern, "^$")
	words := map[string]source.Form{}
	for form, doc := range wordForms {
		parts := strings.Split(form, ".")
		for i, part := range parts {
			if part == strings.ToUpper(part) {
				parts[i] = id
			}
		}
		words["^"+strings.Join(parts, `\.`)+"$"] = source.Form{Doc: doc}
	}
	return map[string]source.Form{
		"pathway":   {Doc: "A pathway's rules: questions, criteria and routes, by ids. The words stand in the files beside it.", Like: rulesFile{}},
		"words":     {Doc: "A pathway's words in one language: ids, which are not translated, with their texts.", Like: map[string]source.Text{}, Entries: words},
		"scenarios": {Doc: "Example situations, each with the result that is expected.", Like: []Scenario{}, List: true},
	}
}
