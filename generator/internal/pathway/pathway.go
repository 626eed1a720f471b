// Package pathway turns rules into a proved decision diagram.
//
// # The rules
//
// An editor writes, in NAME.yaml, questions with closed answers, criteria over those answers, and routes that need
// criteria. Nothing else can be written: no number, date, expression or code, so everything can be proved.
//
//	reviewed: 2026-02-20        # the rules were last checked against their sources
//	review-by: 2026-08-20
//	wording: leads              # what results call the routes; it bears on words only
//	otherwise: no-route         # the fallback route: shown when nothing applies and nothing is possible
//	questions:                  # in the order in which they are asked
//	  role: {options: [patient, doctor], unknown: refused, words-only: true}
//	  product: {options: [medicine, device], unknown: refused}
//	  novel: {ask-if: {product: medicine}, options: [yes, debatable, no]}
//	criteria:
//	  innovative: {when: {novel: yes}, maybe: {novel: debatable}, source: some-source-id}
//	routes:
//	  early-access: {page: procedures/early-access, gate: {product: medicine}, needs: [innovative]}
//	  no-route: {page: guide/no-route, fallback: true}
//	topics:                     # questions that are asked together
//	  the-product: [product, novel]
//	exclusive: [[early-access, other-route]]
//	impossible: [{when: {product: device, novel: yes}, because: reason-id}]
//
// Ids are lower-case words joined by hyphens; yes and no are ids like any other. A condition is a mapping whose
// lines must all hold. A line is a question with one option or a list of options, or one of any: [conditions],
// all: [conditions], not: condition, asked: question. A question may carry ask-if (over questions above it),
// unknown: allowed (the default) or refused, words-only: true (it chooses wording, never a result), and weights.
// A criterion may carry maybe and if-asked: true (it holds where none of its questions is asked). A route may carry
// gate, needs, unless, at-most: possible, fallback: true and role: main (the default), also, stop or info, which
// says how a result presents it; its page may name an anchor (procedures/x#part).
//
// A route whose page asks another pathway may hand over the answers that both know, in the other one's ids, each with
// the condition that says the same here:
//
//	hands-over: {to: access, answers: {role: {company: {who: [start-up, industry]}, patient: {who: patient}}}}
//
// The other pathway begins with them and goes on with the first question that is open. The conditions are made of given
// answers: they hold no not and no asked.
//
// # What they mean
//
// A situation is complete when every question that is asked has an option. A question whose ask-if is false is not
// asked, and a line about it is false. In a complete situation a criterion holds when its `when` is true, is open
// when only its `maybe` is, and fails otherwise. A route is [Hidden] when its gate is false, [Excluded] when a
// needed criterion fails or a route under unless applies, [Possible] when a needed criterion is open or the route
// is at-most possible, and [Applies] otherwise.
//
// When answers are missing, or are "I do not know", the result is what is true in every way in which they may turn
// out, situations that are declared impossible left aside: a route applies if it applies in all of them, is
// hidden if it is hidden in all, is excluded if it is excluded or hidden in each, and is possible otherwise. This
// is exact: a route may be certain though each of its causes is only possible.
//
// The fallback route has no status of its own. It is shown exactly where no route applies and none is possible.
//
// A route hands over what is true in every way in which the situation may turn out. It changes no status.
//
// # How it is computed
//
// [Compile] makes, for each route, criterion and ask-if, a reduced ordered decision diagram over the questions in
// file order, all in one store in which equal nodes are one node ([Diagram]). Walking every branch of an
// unanswered question at once gives the exact result above. [Diagram.Joint] joins the routes into one diagram
// whose terminals are vectors of statuses: the tree that is followed without scripts. Where that would be too large,
// [Diagram.Trees] makes one for each group of routes that share no question.
//
// Every step of this work is counted. Rules that take too many end in an error that names the questions at fault,
// never by memory: a step makes a node or an entry of a table, some fifty bytes.
//
// # What the order of the questions costs
//
// A question is asked only where the result still depends on it, so the order of the questions decides how many of
// them a visit asks. [Ruleset.Expected] is the mean; [Diagram.FindOrder] looks for an order with a smaller one.
// Two keys serve this alone. They change no status, no proof, no share of situations and nothing that a reader sees.
//
// weights, at a question, says how often people choose each option, next to the others: a whole number from 1 to
// 1000 for every option, such as weights: {yes: 1, no: 9}. Where it is absent every option is as likely as the
// others. It is for numbers that somebody counted; a guess makes a guess of every cost. A words-only question has
// none, because it is not counted.
//
// topics says which questions belong together: they are asked one after the other, in the file already, and stay
// together in every order that is proposed. Topics may change places, and questions may within their topic, as
// long as a question stands below those its ask-if names. A question is in one topic at most; one in none is a
// topic of its own. A topic has an id and no name, because no page shows it. Topics are listed by themselves, like
// exclusive, and not as a key of each question: the list reads as the table of contents of the questions, a topic is
// seen at one glance, and its id is written once. The order in which they are listed means nothing; questions has it.
//
// # What is proved
//
// [Diagram.Prove] reports each failure with a situation that shows it, in words, and the places in the rules. The
// proofs are exact. What several diagrams say together is read off their conjunction; where that would be too large,
// a situation is searched for over all of them at once, until one is found or none can be.
// [Diagram.CheckHandOver] reports what another pathway cannot take.
package pathway

import (
	"fmt"

	"boussole/generator/internal/source"
)

// Status is what a situation makes of a route.
type Status int8

// The statuses, from the least to the most.
const (
	Hidden   Status = iota // outside the route's gate: not mentioned
	Excluded               // a needed criterion fails, or a route it yields to applies
	Possible               // open, or depends on what is not known
	Applies
)

func (s Status) String() string { return [...]string{"hidden", "excluded", "possible", "applies"}[s] }

// MarshalText writes the word of [Status.String].
func (s Status) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Ruleset is a pathway's rules as they were written, its names resolved. Each part knows its place.
type Ruleset struct {
	Name       string // of the file, without its endings
	File       *source.File
	Reviewed   source.Date
	ReviewBy   source.Date
	Wording    source.Text // what results call the routes; empty where they are called routes
	Otherwise  *Route      // nil when none is declared
	Questions  []*Question
	Topics     []*Topic // in the order of their questions
	Criteria   []*Criterion
	Routes     []*Route // without the fallback
	Exclusive  []Group
	Impossible []*Impossible

	question  map[string]*Question
	criterion map[string]*Criterion
	route     map[string]*Route // with the fallback
}

// Question is one question with its closed answers.
type Question struct {
	ID        string
	Index     int // in Ruleset.Questions
	AskIf     Condition
	Options   []source.Text // at least two
	Unknown   bool          // "I do not know" is offered
	WordsOnly bool
	// Weights says, per option, how often it is chosen next to the others, from 1 to 1000; nil where each is as
	// likely as the others.
	Weights []int
	Topic   *Topic // nil for a question that is a topic of its own
	Pos     source.Pos
}

// Topic is a set of questions that are asked one after the other.
type Topic struct {
	ID        string
	Questions []*Question // in file order, which is without a gap
	Pos       source.Pos
}

// Option returns the index of the option id, or -1.
func (q *Question) Option(id string) int {
	for i, o := range q.Options {
		if o.Value == id {
			return i
		}
	}
	return -1
}

// OptionIDs returns the ids of the options in order.
func (q *Question) OptionIDs() []string {
	ids := make([]string, len(q.Options))
	for i, o := range q.Options {
		ids[i] = o.Value
	}
	return ids
}

// Criterion is a named condition that routes and explanations cite.
type Criterion struct {
	ID          string
	Index       int // in Ruleset.Criteria
	When, Maybe Condition
	IfAsked     bool
	Source      source.Text // a source id; its value may be empty
	Pos         source.Pos
}

// Need is a criterion that a route needs, where the route says so.
type Need struct {
	*Criterion
	Pos source.Pos
}

// Unless is a route that another one yields to, where that one says so.
type Unless struct {
	*Route
	Pos source.Pos
}

// Route is one way that a situation may lead to.
type Route struct {
	ID        string
	Index     int         // in Ruleset.Routes; -1 for the fallback
	Page      source.Text // a page key with an optional anchor
	Gate      Condition   // nil when it is always mentioned
	Needs     []Need
	Unless    []Unless
	AtMost    bool // never announced as certain
	Fallback  bool
	Role      string    // main, also, stop or info
	HandsOver *HandOver // nil for nothing
	Pos       source.Pos
}

// Group is a set of routes that never apply together.
type Group struct {
	Routes []*Route
	Pos    source.Pos
}

// Impossible describes situations that cannot exist.
type Impossible struct {
	When   Condition
	Reason source.Text // an id; its words are impossible.REASON
	Pos    source.Pos
}

// Question returns the question with the id, or nil.
func (rs *Ruleset) Question(id string) *Question { return rs.question[id] }

// Criterion returns the criterion with the id, or nil.
func (rs *Ruleset) Criterion(id string) *Criterion { return rs.criterion[id] }

// Route returns the route with the id, the fallback included, or nil.
func (rs *Ruleset) Route(id string) *Route { return rs.route[id] }

// Unanswered and Unknown stand in a [Situation] for a question that has no answer yet and for "I do not know".
// They mean the same for the result; a question that is unknown is not asked again.
const (
	Unanswered = -1
	Unknown    = -2
)

// UnknownID is how "I do not know" is written where answers are named.
const UnknownID = "unknown"

// Situation holds, for each question in order, the index of an option, [Unanswered] or [Unknown].
type Situation []int

// NewSituation returns the situation in which nothing is answered.
func (rs *Ruleset) NewSituation() Situation {
	s := make(Situation, len(rs.Questions))
	for i := range s {
		s[i] = Unanswered
	}
	return s
}

// Situation returns the situation of named answers. The error names the first question or option, in the order of
// ids, that the rules do not know.
func (rs *Ruleset) Situation(answers map[string]string) (Situation, error) {
	s := rs.NewSituation()
	for _, id := range sortedKeys(answers) {
		q := rs.question[id]
		if q == nil {
			return nil, fmt.Errorf("unknown question %q%s", id, hintText(id, rs.questionIDs()))
		}
		option := answers[id]
		i := q.Option(option)
		if i < 0 && option == UnknownID {
			i = Unknown
		} else if i < 0 {
			return nil, fmt.Errorf("question %q has no option %q%s", id, option, hintText(option, q.OptionIDs()))
		}
		s[q.Index] = i
	}
	return s, nil
}

func hintText(word string, known []string) string {
	if h := source.DidYouMean(word, known); h != "" {
		return " (" + h + ")"
	}
	return ""
}

func (rs *Ruleset) questionIDs() []string {
	ids := make([]string, len(rs.Questions))
	for i, q := range rs.Questions {
		ids[i] = q.ID
	}
	return ids
}

// String lists the answers as question=option, in the order of the questions, without what is unanswered.
func (rs *Ruleset) Describe(s Situation) string {
	text := ""
	for i, q := range rs.Questions {
		answer := ""
		switch {
		case s[i] >= 0:
			answer = q.Options[s[i]].Value
		case s[i] == Unknown:
			answer = UnknownID
		default:
			continue
		}
		if text != "" {
			text += ", "
		}
		text += q.ID + "=" + answer
	}
	if text == "" {
		return "any answers"
	}
	return text
}
