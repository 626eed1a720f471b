package site

import (
	"strings"

	"boussole/generator/internal/source"
)

// FrontMatter is what stands before a page's text.
//
//	title:        the heading and the title; required
//	slug:         the page's name in its address: ASCII words and hyphens; required but for index pages, where it
//	              names the folder (the folder's own name when it is left out)
//	summary:      one or two sentences under the title and on cards; plain text
//	description:  for search engines; plain text, 50 to 200 characters; required
//	order:        a whole number: the place in the section
//	layout:       page (the default), home, section, pathway, sources, glossary, sitemap
//	reviewed:     the day the facts were last checked, YYYY-MM-DD; required
//	review-by:    the day by which they are checked again; required
//	audience:     of patient, doctor, pharmacist, company, startup, academic, association
//	sources:      ids of sources the page relies on besides those it cites
//	facts:        for procedures: decides, applies, for-whom, duration, renewal, time-limits, cost, platform,
//	              legal-basis, all of them, each a line of Markdown
//	pathway:      the pathway that a page with the layout pathway asks
//	translation:  parallel (the default: both written together), original, translated or adapted
//	only:         why the page stands in this language only
type FrontMatter struct {
	Title       source.Text   `yaml:"title,required"`
	Slug        source.Text   `yaml:"slug"`
	Summary     source.Text   `yaml:"summary"`
	Description source.Text   `yaml:"description,required"`
	Order       int           `yaml:"order"`
	Layout      source.Text   `yaml:"layout"`
	Reviewed    source.Date   `yaml:"reviewed,required"`
	ReviewBy    source.Date   `yaml:"review-by,required"`
	Audience    []source.Text `yaml:"audience"`
	Sources     []source.Text `yaml:"sources"`
	Facts       *Facts        `yaml:"facts"`
	Pathway     source.Text   `yaml:"pathway"`
	Translation source.Text   `yaml:"translation"`
	Only        source.Text   `yaml:"only"`
}

// Facts are the facts of a procedure, each a line of Markdown.
type Facts struct {
	Decides    source.Text `yaml:"decides,required"`
	Applies    source.Text `yaml:"applies,required"`
	ForWhom    source.Text `yaml:"for-whom,required"`
	Duration   source.Text `yaml:"duration,required"`
	Renewal    source.Text `yaml:"renewal,required"`
	TimeLimits source.Text `yaml:"time-limits,required"`
	Cost       source.Text `yaml:"cost,required"`
	Platform   source.Text `yaml:"platform,required"`
	LegalBasis source.Text `yaml:"legal-basis,required"`
}

// Fact is one line of [Facts]: its key in front matter and its Markdown.
type Fact struct {
	Key  string
	Text source.Text
}

// List returns the facts in order.
func (f *Facts) List() []Fact {
	return []Fact{
		{"decides", f.Decides}, {"applies", f.Applies}, {"for-whom", f.ForWhom}, {"duration", f.Duration},
		{"renewal", f.Renewal}, {"time-limits", f.TimeLimits}, {"cost", f.Cost}, {"platform", f.Platform},
		{"legal-basis", f.LegalBasis},
	}
}

// Audiences are the kinds of reader a page may be for.
var Audiences = []string{"patient", "doctor", "pharmacist", "company", "startup", "academic", "association"}

var layouts = []string{"page", "home", "section", "pathway", "sources", "glossary", "sitemap"}

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
