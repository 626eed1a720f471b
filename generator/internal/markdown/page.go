package markdown

import (
	"bytes"
	"fmt"
	"html/template"
	"strings"

	"boussole/generator/internal/source"

	"github.com/yuin/goldmark/ast"
)

// Options is what a page's words depend on. Any hook may be nil: links then stay as written, every source exists,
// and no embed does.
type Options struct {
	// Lang is the page's language, "fr" or "en".
	Lang string
	// Link resolves the destination of a link or an image, as written but for its escapes. Destinations that are
	// only an anchor ("#x") are passed too. What it answers is checked once more: see [Target].
	Link func(dest string, image bool) (Target, *Fault)
	// Embed answers a line ::name{key=value …} with HTML that the caller made from its own templates.
	Embed func(name string, args map[string]string) (template.HTML, *Fault)
	// Source says whether a source exists, SourceHint what to tell who cites one that does not.
	Source     func(id string) bool
	SourceHint func(id string) string
	// Terms is the glossary of the page's language.
	Terms []Term
	// Labels are the words of the interface in the page's language.
	Labels Labels
	// Reserved are the ids that the frame of the page uses; no heading gets one of them.
	Reserved []string
}

// Target is where a link leads or an image lies.
type Target struct {
	// URL is relative, or begins with # or https, http, mailto or tel; any other is an error.
	URL string
	// External says that it leaves the site.
	External bool
	// Lang is the language of what a link leads to, when it is not the page's.
	Lang string
	// Width and Height are an image's size in pixels, zero when unknown.
	Width, Height int
}

// Fault is what is wrong with something a hook was asked about.
type Fault struct{ Message, Hint string }

// Term is one entry of the glossary.
type Term struct {
	// ID is lower-case letters, digits and hyphens.
	ID string
	// Forms are the words that are looked for in the text.
	Forms []string
	// Title is the term and what it stands for, Definition one sentence, both plain text.
	Title, Definition string
	// URL leads to more about it; it may be empty.
	URL string
}

// Labels are words of the interface, in the page's language.
type Labels struct {
	// Callouts are the labels of blocks by kind: note, warning, caution, disputed, example.
	Callouts map[string]string
	// Source names a citation for those who do not see it; %d is the source's number.
	Source string
	// Notes names the list of footnotes; Note one of them, %s being its letter; NoteBack the link from a
	// footnote back to the text, %s being its letter.
	Notes, Note, NoteBack string
	// Term names the explanation of a term; TermLink is the text of the link in it.
	Term, TermLink string
	// Code names a block of code, CodeIn one whose language %s is known.
	Code, CodeIn string
}

// Page converts everything that stands on one page: numbers of citations, ids and explained terms run through all
// of it, in the order of the calls. A Page is not safe for concurrent use; different pages are.
type Page struct {
	opts      Options
	ids       map[string]source.Pos // where each id was given; nowhere for those of the frame
	suffix    map[string]int        // the last number given to an id that was taken
	citations []Citation
	citedAt   map[string]int // index in citations by source id
	glossary  glossary
	explained map[string]bool
	terms     []string
	links     []Link
	passages  []*Passage
	tables    int
}

// NewPage returns a page on which nothing stands yet.
func NewPage(opts Options) *Page {
	p := &Page{
		opts:      opts,
		ids:       map[string]source.Pos{},
		suffix:    map[string]int{},
		citedAt:   map[string]int{},
		glossary:  newGlossary(opts.Terms),
		explained: map[string]bool{},
	}
	for _, id := range opts.Reserved {
		p.ids[id] = source.Pos{}
	}
	return p
}

// Citations returns the sources cited so far, in the order of their numbers.
func (p *Page) Citations() []Citation { return p.citations }

// Terms returns the ids of the terms explained so far, in the order of the text.
func (p *Page) Terms() []string { return p.terms }

// Links returns the links and images so far, in the order of the text, for whoever checks anchors afterwards.
func (p *Page) Links() []Link { return p.links }

// Document is a body that was converted.
type Document struct {
	HTML template.HTML
	// Headings are in the order of the text.
	Headings []Heading
	// Sections are the plain words by heading, in the order of the text; what stands before the first heading is
	// a section without ID and Title. Code blocks and embeds have no words.
	Sections []Section
	// Anchors are the ids a link may lead to: those of headings and of tables' captions.
	Anchors map[string]bool
	// Words counts the words of all sections and their titles.
	Words int
	// Code reports whether there is a block of code, so that the page needs the style of code.
	Code bool
}

// Section is the words under one heading, with ordinary spaces only: what a search index takes.
type Section struct{ ID, Title, Text string }

// Body converts the body of a page. Its offsets are those of the file f: front matter is blanked, not cut. With an
// error among the diagnostics the document is not fit to be published.
func (p *Page) Body(f *source.File, body []byte) (*Document, source.Diagnostics) {
	c := newConverter(p, body, f.At)
	if c.withinLimits() {
		if root := c.parse(); root != nil {
			c.reserveAnchors(root)
			c.collectNotes(root)
			c.blocks(root)
			c.writeNotes()
		}
	}
	c.finishSections()
	c.doc.HTML = template.HTML(c.out.String())
	return c.doc, c.diagnostics()
}

// Inline converts one paragraph that stands in front matter. Places are exact when the value is written on one
// line without escapes; else every fault is placed at the start of the value.
func (p *Page) Inline(t source.Text) (template.HTML, source.Diagnostics) {
	c := newConverter(p, []byte(t.Value), placesIn(t))
	if strings.TrimSpace(t.Value) == "" || !c.withinLimits() {
		return "", c.diagnostics()
	}
	// Spaces before the text would make it a block of code.
	lead := len(t.Value) - len(strings.TrimLeft(t.Value, " \t\n"))
	inner := c.at
	c.src, c.at = c.src[lead:], func(i int) source.Pos { return inner(i + lead) }
	if root := c.parse(); root != nil {
		first := root.FirstChild()
		if para, ok := first.(*ast.Paragraph); ok && para.NextSibling() == nil && !isCaption(para) {
			c.writeSpans(c.phrase(para, running))
		} else {
			c.fault(0, "this is not one paragraph of text", "headings, lists, quotes and tables stand in the body of a page")
		}
	}
	return template.HTML(c.out.String()), c.diagnostics()
}

// placesIn returns the place of a byte of a front-matter value.
func placesIn(t source.Text) func(int) source.Pos {
	start := t.Pos
	if start.File == nil || start.Offset > len(start.File.Text) {
		return func(int) source.Pos { return start }
	}
	rest := start.File.Text[start.Offset:]
	if bytes.HasPrefix(rest, []byte(t.Value)) {
		return func(i int) source.Pos { return start.File.At(start.Offset + i) }
	}
	if len(rest) > 0 && (rest[0] == '"' || rest[0] == '\'') && bytes.HasPrefix(rest[1:], []byte(t.Value)) {
		return func(i int) source.Pos { return start.File.At(start.Offset + 1 + i) }
	}
	return func(int) source.Pos { return start }
}

// converter is the state of one call of [Page.Body] or [Page.Inline].
type converter struct {
	page    *Page
	src     []byte
	at      func(offset int) source.Pos
	ds      source.Diagnostics
	dropped int
	out     strings.Builder
	doc     *Document
	texts   []*strings.Builder // the words of doc.Sections
	section int                // index in both of where words go
	level   int                // of the last heading; 0 before the first
	depth   int                // of lists, quotes and the like around the current block

	highlightedBytes int

	labels    map[string]source.Pos // of links, by label
	notes     map[string]*note
	noteNames []string // in the order of their texts
	noteOrder []*note  // in the order of their first marks
}

func newConverter(p *Page, src []byte, at func(int) source.Pos) *converter {
	c := &converter{
		page: p, src: src, at: at,
		doc:    &Document{Anchors: map[string]bool{}},
		labels: map[string]source.Pos{},
		notes:  map[string]*note{},
	}
	c.beginSection("", "")
	return c
}

// maxFaults bounds the errors reported for one text: a text built to be wrong has a hundred thousand.
const maxFaults = 200

func (c *converter) fault(offset int, message, hint string) {
	c.add(source.Diagnostic{Pos: c.at(offset), Message: message, Hint: hint})
}

func (c *converter) faultf(offset int, hint, format string, args ...any) {
	c.fault(offset, fmt.Sprintf(format, args...), hint)
}

func (c *converter) add(d source.Diagnostic) {
	if len(c.ds) >= maxFaults {
		c.dropped++
		return
	}
	c.ds.Add(d)
}

func (c *converter) diagnostics() source.Diagnostics {
	if c.dropped > 0 {
		c.ds.Errorf(c.ds[len(c.ds)-1].Pos, "there are %d more errors after this one", c.dropped)
		c.dropped = 0
	}
	return c.ds
}
