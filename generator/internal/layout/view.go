package layout

import (
	"fmt"
	"html/template"

	"boussole/generator/internal/catalog"
	"boussole/generator/internal/markdown"
	"boussole/generator/internal/source"
)

// View is all that a template sees of a page. Addresses are relative to the page, unless they are called absolute.
type View struct {
	// Lang is the page's language; Kind is its layout's name; Key is its key.
	Lang, Kind, Key string
	// Site and Tagline name the site in the page's language.
	Site, Tagline string
	// Title is the heading; Summary stands under it; Description is for search engines. All plain, typeset text.
	Title, Summary, Description string
	// Root leads to the site's root: "" or "../" once or more.
	Root string
	// Home is the language's home page.
	Home Link
	// Canonical is the page's absolute address; Neutral is the absolute address of the page that offers every language.
	Canonical, Neutral string
	// Alternates are the page in each language, this one included; a language without the page is absent.
	Alternates []Alternate
	// Nav is the menu; Trail leads from the home page to the page's parent.
	Nav   []Link
	Trail []Link
	// Footer are the pages that every page leads to at its end.
	Footer []Link
	// Siblings are the pages of the page's section; of a long section those around the page.
	Siblings   []Link
	Prev, Next *Link
	// Styles and Scripts are the addresses of the page's files.
	Styles, Scripts []string
	// Policy is the content security policy.
	Policy string
	// Structured is what the page is, as linked data (schema.org); the template encodes it as JSON.
	Structured any
	// Operator is the body that runs the public service the page describes, "" where it describes none.
	Operator string

	// Contents is the table of contents, nil when it is too short to help.
	Contents []markdown.Heading
	Body     template.HTML
	Facts    []Fact
	Timeline *Timeline // nil where the page draws none
	Notes    []Note
	Audience []string // ids
	Reviewed source.Date
	ReviewBy source.Date
	// Feed is the address of the feed of changes, "" when nothing has changed; Manifest is that of the web app
	// manifest.
	Feed, Manifest string
	// Due is the day after which the page tells readers that its facts are to be checked again; Copied is the date of the
	// site as a whole.
	Due, Copied source.Date
	// Changes are those of the page, or on the page of all changes those of every page.
	Changes []Change
	// Behind are the texts of the page as a whole that are newer in another language.
	Behind []Behind
	// Prepare leads to the page on which a request is prepared.
	Prepare *Link
	// Translation is how the page relates to its translation: parallel, original, translated or adapted.
	Translation string

	// Children are the pages of a section page, or the sections of the home page with their pages.
	Children []Link
	// Doors are the pathways that can be asked, for the home page and for ::pathway{}.
	Doors []Link
	// Starts are the questionnaires that lead to the page, to be begun from here.
	Starts []Start
	// Checker, Tree, Rules, Bibliography, Terms, Map and Dossier are filled for the layouts of these names.
	Checker      *Checker
	Tree         *Tree
	Rules        *Rules
	Bibliography []SourceGroup
	Terms        []Term
	Map          []Link
	Dossier      *Dossier
	Compare      *Compare
	Search       *Search
	// Seek leads to the page on which the site is searched, where there is one.
	Seek   *Link
	Figure *Figure
	Actors *ActorMap
	// Statement is filled for the layout accessibility.
	Statement *Statement

	catalog *catalog.Catalog
}

// Link leads to a page.
type Link struct {
	Title, URL, Summary string
	Current             bool // this very page
	Open                bool // the page is in this section
	Children            []Link
}

// Start leads to a questionnaire that begins with the answers that a page implies.
type Start struct {
	Link
	// Fragment holds the answers for the script that asks the others (static/js/page.js adds it to the link): to who runs
	// no scripts it would be a place that the page does not have.
	Fragment string
	Answers  []Given
}

// Given is an answer in words, to a question in words.
type Given struct{ Question, Answer string }

// Alternate is the page in a language. URL is relative, Absolute is not.
type Alternate struct {
	Lang, Name, URL, Absolute string
	Current                   bool
	// Title, Tagline and Links are filled on the neutral page only.
	Title, Tagline string
	Links          []Link
}

// Behind is a text that is newer in another language: a section, or else the page.
type Behind struct {
	Lang, URL, Title string
	Section          bool
}

// Change is what changed for readers of a page, on a day.
type Change struct {
	Date source.Date
	Text string
	Key  string // of the page
	Page Link
}

// Search is the page on which the site is searched.
type Search struct {
	Data any // encoded as JSON by the template
	// Indexes are the scripts that may be loaded, by language, the page's own first.
	Indexes []Alternate
	// Instead are the pages for those who cannot search.
	Instead []Link
}

// Fact is a line of a procedure's facts; ID is its key in front matter.
type Fact struct {
	ID   string
	HTML template.HTML
}

// Note is a source as a page cites it.
type Note struct {
	ID     string
	Kind   string // law, public-body or other
	Number int    // 0 for a source that is not cited at a place
	Issuer, Title, Reference, Dated,
	Consulted string // typeset
	URL, URLLang string
	Refs         []Ref
	Pages        []Link // on the bibliography: who cites it
}

// SourceGroup is all sources of a kind.
type SourceGroup struct {
	Kind  string // law, public-body or other
	Notes []Note
}

// Ref leads back to a place that cites a note.
type Ref struct{ URL, Label, Locator string }

// Term is an entry of the glossary; Others is what the term is called in the other languages.
type Term struct {
	ID, Term, Long, Definition string
	Others                     []TermName
}

// TermName is what a term is called in a language.
type TermName struct{ Lang, Term, Long string }

// Checker is a pathway's page.
type Checker struct {
	Name     string
	Data     any // encoded as JSON by the template
	Tree     string
	Rules    string // where the rules are drawn
	Reviewed source.Date
}

// Tree is a page of a pathway that is followed by links.
type Tree struct {
	Name   string
	Number int        // of the page, from 1
	Pages  []TreePage // all of them; there may be one alone
	// Parts are all the parts, each with what this page shows of it.
	Parts    []TreePart
	Routes   []Route    // that this page describes
	Fallback *TreeRoute // what is shown when no part leads to a route; nil when there is nothing
	Checker  Link
	Rules    Link
	Reviewed source.Date
}

// TreePage says what stands on a page of a tree.
type TreePage struct {
	URL            string
	Current        bool
	Steps, Results Range
	Routes         bool
}

// Range is numbers that follow each other; none where First is 0.
type Range struct{ First, Last int }

// With is the range and the number after it.
func (r Range) With(number int) Range {
	if r.First == 0 {
		r.First = number
	}
	r.Last = number
	return r
}

// TreePart is a tree of routes that share no question with those of the other parts: there are several only where one
// tree of all routes would be too large. Numbers and anchors go on from part to part.
type TreePart struct {
	Number int
	// Topic names the part among several: its first question, or its first route when it asks none.
	Topic string
	// URL leads to where to begin.
	URL     string
	Steps   []Step
	Results []Outcome
	// Next is the part to go on with after a result; nil in the last one.
	Next *TreePart
}

// Step is a question of the tree.
type Step struct {
	Number   int
	ID       string
	Question string
	Help     string
	Answers  []Answer
}

// Answer leads from a step to the next, or to a result.
type Answer struct{ Text, URL string }

// Outcome is a result of the tree.
type Outcome struct {
	Number            int
	ID                string
	Applies, Possible []TreeRoute
	Fallback          bool   // none of its part applies and none is possible
	Further           []Link // to the trees of other pathways, where a route hands answers over
	Reason            string // why such answers cannot go together
}

// TreeRoute is a route as a tree names it; Place leads to where the tree describes it.
type TreeRoute struct {
	Route
	Place string
}

// Route is a route in words.
type Route struct {
	ID, Name, Summary, Role string
	URL, Page               string // the page and its title
	Next                    string
	By                      []ByRole
}

// ByRole says what somebody does now.
type ByRole struct{ Who, Next string }

// T is a message of the interface; args are names and values by turns: {{.T "page.reviewed" "Date" .Reviewed}}.
func (v *View) T(id string, args ...any) (string, error) {
	data, err := pairs(id, args)
	if err != nil {
		return "", err
	}
	return v.set(v.catalog.T(v.Lang, id, data))
}

// N is a message that depends on a count.
func (v *View) N(id string, count int, args ...any) (string, error) {
	data, err := pairs(id, args)
	if err != nil {
		return "", err
	}
	return v.set(v.catalog.N(v.Lang, id, count, data))
}

// set typesets a message as it would be read.
func (v *View) set(text string, err error) (string, error) {
	return markdown.Typeset(v.Lang, text), err
}

// Date writes a day in the page's language.
func (v *View) Date(d source.Date) (string, error) { return catalog.FormatDate(v.Lang, d) }

// Locale is a language with its country: fr_FR.
func (v *View) Locale(lang string) (string, error) { return catalog.Territory(lang) }

// In is the view with another language's messages, for passages of pages that hold both.
func (v *View) In(lang string) *View {
	w := *v
	w.Lang = lang
	return &w
}

func pairs(id string, args []any) (map[string]any, error) {
	if len(args)%2 != 0 {
		return nil, fmt.Errorf("message %q: expected names and values by turns", id)
	}
	data := map[string]any{}
	for i := 0; i < len(args); i += 2 {
		name, ok := args[i].(string)
		if !ok {
			return nil, fmt.Errorf("message %q: %v is no name", id, args[i])
		}
		data[name] = args[i+1]
	}
	return data, nil
}
