package site

import (
	"strings"

	"boussole/generator/internal/source"
)

// FrontMatter is what stands before a page's text. What a key means is its tag doc, which editors show.
type FrontMatter struct {
	Title       source.Text    `yaml:"title,required" doc:"The page's heading and its title in lists."`
	Slug        source.Text    `yaml:"slug" doc:"The page's name in its address. Required, but for an index page, where it names the folder."`
	Summary     source.Text    `yaml:"summary" doc:"One or two sentences under the title and on cards; plain text."`
	Description source.Text    `yaml:"description,required" doc:"What search engines show; plain text, 50 to 200 characters."`
	Order       int            `yaml:"order" doc:"The place in the section: lower numbers come first. The same in every language."`
	Layout      source.Text    `yaml:"layout" doc:"How the page is framed: page, unless this says otherwise; section for an index page."`
	Reviewed    source.Date    `yaml:"reviewed,required" doc:"The day on which the facts were last checked."`
	ReviewBy    source.Date    `yaml:"review-by,required" doc:"The day by which the facts are checked again."`
	Audience    []source.Text  `yaml:"audience" doc:"Whom the page is for. The same in every language."`
	Sources     []source.Text  `yaml:"sources" doc:"Ids of sources that the page relies on, besides those it cites."`
	Facts       *Facts         `yaml:"facts" doc:"The fact sheet of a procedure: all nine facts."`
	Kinds       []source.Text  `yaml:"kinds" doc:"The kinds of source that the page lists; all, unless this says otherwise. It goes with layout: sources."`
	Operator    source.Text    `yaml:"operator" doc:"The body that runs the public service the page describes, for machines that read the page. Leave it out where the page describes none."`
	Dossier     *Dossier       `yaml:"dossier" doc:"What a request of this procedure is prepared with; it gets a page of its own."`
	Timeline    []TimelineStep `yaml:"timeline" doc:"The course of a procedure, which is drawn: its steps in order, two or more. Where no length is known, the picture shows the order alone."`
	InBrief     []Brief        `yaml:"in-brief" doc:"What tables that compare routes say of the page and of places in it."`
	Pathway     source.Text    `yaml:"pathway" doc:"The pathway that the page asks. It goes with layout: pathway."`
	Translation source.Text    `yaml:"translation" doc:"How the page relates to its translation: parallel, unless this says otherwise."`
	Only        source.Text    `yaml:"only" doc:"Why the page stands in this language only."`
	Aliases     []source.Text  `yaml:"aliases" doc:"Addresses that the page had before, from the site's root: each leads on to the page."`
	Changes     []Change       `yaml:"changes" doc:"What has changed for readers of the page. The same days in every language."`
	// Twin are, per other language, the states of the sections that this text agrees with: see the room build.
	Twin map[string][]source.Text `yaml:"twin" doc:"What the translation was when this text last agreed with it. Written by generator translations stamp."`
}

// Shape implements [source.Shaped].
func (FrontMatter) Shape() map[string]source.Form {
	return map[string]source.Form{
		"title":       {Least: 1, Most: maxTitle},
		"slug":        {ID: true},
		"summary":     {Least: 1, Most: maxSummary},
		"description": {Least: minDescription, Most: maxDescription},
		"layout":      {OneOf: layouts},
		"audience":    {Items: &source.Form{OneOf: Audiences}},
		"sources":     {Items: &source.Form{ID: true}},
		"kinds":       {Items: &source.Form{OneOf: SourceKinds}},
		"pathway":     {ID: true},
		"translation": {OneOf: translations},
		"aliases":     {Items: &source.Form{Pattern: aliasPattern, Hint: aliasHint}},
		"twin":        {Key: &language, Items: &source.Form{Items: &source.Form{Pattern: hashPattern, Hint: "the state of a section, in 8 hexadecimal digits"}}},
	}
}

// Facts are the facts of a procedure, each a line of Markdown.
type Facts struct {
	Decides    source.Text `yaml:"decides,required" doc:"Who decides. A line of Markdown, as all facts are."`
	Applies    source.Text `yaml:"applies,required" doc:"Who makes the request."`
	ForWhom    source.Text `yaml:"for-whom,required" doc:"For which people or products it is."`
	Duration   source.Text `yaml:"duration,required" doc:"How long the decision holds."`
	Renewal    source.Text `yaml:"renewal,required" doc:"Whether and how it is renewed."`
	TimeLimits source.Text `yaml:"time-limits,required" doc:"How long each step takes or may take."`
	Cost       source.Text `yaml:"cost,required" doc:"What it costs, and who pays."`
	Platform   source.Text `yaml:"platform,required" doc:"Where the request is made."`
	LegalBasis source.Text `yaml:"legal-basis,required" doc:"The law that it rests on."`
}

// Fact is one line of [Facts]: its key in front matter and its Markdown.
type Fact struct {
	Key  string
	Text source.Text
}

// List returns the facts in order.
func (f *Facts) List() []Fact {
	return []Fact{
		{"decides", f.Decides},
		{"applies", f.Applies},
		{"for-whom", f.ForWhom},
		{"duration", f.Duration},
		{"renewal", f.Renewal},
		{"time-limits", f.TimeLimits},
		{"cost", f.Cost},
		{"platform", f.Platform},
		{"legal-basis", f.LegalBasis},
	}
}

// Audiences are the kinds of reader a page may be for.
var Audiences = []string{"patient", "doctor", "pharmacist", "company", "startup", "academic", "association"}

var layouts = []string{"page", "home", "section", "pathway", "sources", "glossary", "sitemap", "changes", "search", "accessibility"}

var translations = []string{"parallel", "original", "translated", "adapted"}

// Page is a page in one language.
type Page struct {
	Key, Lang string
	FrontMatter
	File *source.File
	Body []byte // as long as the file's text, front matter blanked

	// Path is the address from the site's root, such as fr/procedures/acces-precoce.html.
	Path string
	site *Site
	// faulty is set where a key could not be read, which is told.
	faulty bool
}

// Layout is the name of the page's layout.
func (p *Page) LayoutName() string {
	if p.Layout.Value != "" {
		return p.Layout.Value
	}
	if p.IsIndex() {
		return "section"
	}
	return "page"
}

// IsIndex reports whether the page stands for its folder.
func (p *Page) IsIndex() bool { return p.Key == "index" || strings.HasSuffix(p.Key, "/index") }

// Folder is the folder of the page's key, "" at the top.
func (p *Page) Folder() string { return folderOf(p.Key) }

func folderOf(key string) string {
	if i := strings.LastIndexByte(key, '/'); i >= 0 {
		return key[:i]
	}
	return ""
}

// Translation returns the page in another language, or nil.
func (p *Page) In(lang string) *Page { return p.site.Page(p.Key, lang) }

// Parent returns the index page above, or nil for the home page.
func (p *Page) Parent() *Page {
	folder := p.Folder()
	if p.IsIndex() {
		if p.Key == "index" {
			return nil
		}
		folder = folderOf(folder)
	}
	for {
		key := "index"
		if folder != "" {
			key = folder + "/index"
		}
		if parent := p.site.Page(key, p.Lang); parent != nil {
			return parent
		}
		if folder == "" {
			return nil
		}
		folder = folderOf(folder)
	}
}

// Trail returns the index pages from the home page down to the page's parent.
func (p *Page) Trail() []*Page {
	var up []*Page
	for q := p.Parent(); q != nil; q = q.Parent() {
		up = append([]*Page{q}, up...)
	}
	return up
}

// To is the address of another page as seen from this one.
func (p *Page) To(other *Page) string { return Relative(p.Path, other.Path) }
