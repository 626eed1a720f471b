// Package site says what the site consists of and how its parts relate.
//
// # Files
//
// Everything is under content/, named NAME.LANG.EXT. A page is NAME.LANG.md; its key is its path under content/
// without language and extension, and its translations share the key. Words of a path are ids: lower-case ASCII
// words joined by hyphens. content/site.yaml, content/sources.yaml and content/glossary.LANG.yaml are described at
// [Config], [Source] and [Term], what pages draw in content/figures/NAME.yaml and content/actors/NAME.yaml at [Figure]
// and [ActorMap], the accessibility statement in content/accessibility.yaml at [Statement]; content/pathways/ belongs to
// the room pathway and is not read here.
//
// # Pages
//
// A page begins with front matter, in YAML between two lines of three hyphens ([FrontMatter]); every key it knows is
// listed there, any other is an error. Neither language is the default. A page that stands in one language only is
// an error, unless its front matter says why (only: …).
//
// # Addresses
//
// The page procedures/early-access.fr.md with the slug acces-precoce has the address
// fr/procedures/acces-precoce.html, where "procedures" is the slug of procedures/index.fr.md. An index page is its
// folder's index.html. Links are relative and end in a file name, so that a folder serves as well as a server.
package site

import (
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"slices"
	"sort"
	"strings"

	"boussole/generator/internal/source"
)

// Site is everything that was loaded. It does not change once loaded.
type Site struct {
	Config   Config
	Langs    []string // in the order of site.yaml
	Pages    []*Page  // by key, then in the order of Langs
	Sources  []*Source
	Glossary map[string][]*Term // per language, by id
	Figures  map[string]*Figure // by name
	Actors   map[string]*ActorMap
	// Statement is what the site says of its accessibility, nil where it says nothing.
	Statement *Statement

	pages   map[string]map[string]*Page // key → lang → page
	sources map[string]*Source
	dirSlug map[string]map[string]string // folder → lang → slug

	unread      func(name string) bool     // of files that cannot be read, which is told
	unreadPages map[string]map[string]bool // key → lang, of pages that stand and cannot be read
	openSources bool                       // sources.yaml cannot be read: any id may stand in it
}

// Config is content/site.yaml. What a key means is its tag doc, which editors show.
type Config struct {
	Title      map[string]source.Text `yaml:"title,required" doc:"The site's name, per language."`
	Tagline    map[string]source.Text `yaml:"tagline,required" doc:"What the site is for, in one line, per language."`
	BaseURL    source.Text            `yaml:"base-url,required" doc:"Where the site is published: https://…/, with a slash at its end. build --base-url overrides it."`
	Languages  *source.Node           `yaml:"languages,required" doc:"Each language, named in itself: {fr: Français, en: English}. The order is kept."`
	Navigation []source.Text          `yaml:"navigation,required" doc:"The folders that stand in the menu, in order. Each has an index page."`
	Security   *Security              `yaml:"security" doc:"Whom to tell of a weakness in the site. Without it no security.txt is made."`

	Acronyms []source.Text `yaml:"acronyms" doc:"Acronyms that every reader knows. Any other is explained on its page or in the glossary."`

	names map[string]string
}

// language is the form of the name of a language, such as fr or pt-BR.
var language = source.Form{Pattern: `^[a-z]{2,3}(-[A-Za-z0-9]+)*$`, Hint: "the code of a language, such as fr"}

// Shape implements [source.Shaped].
func (Config) Shape() map[string]source.Form {
	return map[string]source.Form{
		"title":      {Key: &language},
		"tagline":    {Key: &language},
		"base-url":   {Pattern: `^https://.*/$`, Hint: "begins with https:// and ends with /"},
		"languages":  {Like: map[string]source.Text{}, Key: &language, Least: 1},
		"navigation": {Items: &source.Form{Pattern: `^[a-z0-9]+([-/][a-z0-9]+)*$`, Hint: "the name of a folder of content"}},
	}
}

// Files returns the form of each kind of file that the room reads, by a name for the kind.
func Files() map[string]source.Form {
	return map[string]source.Form{
		"site":          {Doc: "The site as a whole: its title, its languages, its menu.", Like: Config{}},
		"sources":       {Doc: "Every source that the site cites, once, by its id.", Like: map[string]Source{}},
		"glossary":      {Doc: "The terms that the site explains in one language, by their ids.", Like: map[string]Term{}},
		"figure":        {Doc: "Figures that a page draws as bars.", Like: Figure{}},
		"actors":        {Doc: "Who decides, who advises, and what passes between them.", Like: ActorMap{}},
		"accessibility": {Doc: "What the site says of its accessibility, and what it rests on.", Like: Statement{}},
		"front-matter":  {Doc: "What stands before a page's text, between two lines of three hyphens.", Like: FrontMatter{}},
	}
}

// LanguageName is how the language calls itself.
func (s *Site) LanguageName(lang string) string { return s.Config.names[lang] }

// Page returns the page with the key in the language, or nil.
func (s *Site) Page(key, lang string) *Page { return s.pages[key][lang] }

// HasKey reports whether a page with the key stands in any language, be it one that cannot be read.
func (s *Site) HasKey(key string) bool {
	return len(s.pages[key]) > 0 || slices.ContainsFunc(s.Langs, func(lang string) bool { return s.Unread(key, lang) })
}

// Unread reports whether a page stands in the language and cannot be read, which is told: what the site lacks for want
// of it is not told again.
func (s *Site) Unread(key, lang string) bool {
	return s.unreadPages[key][lang] || s.unread(pageFile(key, lang))
}

// AnyUnread reports whether any page cannot be read.
func (s *Site) AnyUnread() bool { return len(s.unreadPages) > 0 || s.unread(Folder) }

func pageFile(key, lang string) string { return Folder + "/" + key + "." + lang + ".md" }

// Keys returns the keys of all pages, sorted.
func (s *Site) Keys() []string {
	keys := make([]string, 0, len(s.pages))
	for k := range s.pages {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// Source returns the source with the id, or nil.
func (s *Site) Source(id string) *Source { return s.sources[id] }

// HasSource reports whether there is a source with the id. Where the sources cannot be read, which is told, any may be.
func (s *Site) HasSource(id string) bool { return s.openSources || s.sources[id] != nil }

// SourceIDs returns the ids of all sources.
func (s *Site) SourceIDs() []string {
	ids := make([]string, len(s.Sources))
	for i, src := range s.Sources {
		ids[i] = src.ID
	}
	return ids
}

// Folder is the content folder.
const Folder = "content"

// Load reads the site from the project's files. unread are files and folders that stand in the project but could not
// be read, which the caller tells; what follows from that is not told.
func Load(fsys fs.FS, unread ...string) (*Site, source.Diagnostics) {
	l := &loader{fsys: fsys, site: &Site{
		Glossary:    map[string][]*Term{},
		Figures:     map[string]*Figure{},
		Actors:      map[string]*ActorMap{},
		pages:       map[string]map[string]*Page{},
		sources:     map[string]*Source{},
		dirSlug:     map[string]map[string]string{},
		unread:      func(file string) bool { return Among(unread, file) },
		unreadPages: map[string]map[string]bool{},
	}}
	l.config()
	if l.site.Langs == nil {
		return nil, l.ds
	}
	l.sources()
	l.glossary()
	l.figures()
	l.actors()
	l.statement()
	l.walk()
	l.checkActorPages()
	l.checkStatementPages()
	l.relate()
	return l.site, l.ds
}

// Among reports whether a file is one of the names, stands in a folder that is, or is a folder that holds one.
func Among(names []string, file string) bool {
	return slices.ContainsFunc(names, func(name string) bool {
		return file == name || strings.HasPrefix(file, name+"/") || strings.HasPrefix(name, file+"/")
	})
}

type loader struct {
	fsys fs.FS
	site *Site
	ds   source.Diagnostics
}

// read returns a file of the content folder, or nil when it cannot be read; required files are reported.
func (l *loader) read(name string, required bool) *source.File {
	data, err := fs.ReadFile(l.fsys, name)
	if err != nil {
		if required && !l.site.unread(name) {
			l.ds.Add(source.Diagnostic{Pos: nowhere(name), Message: "the file is missing", Hint: "every site has " + name})
		}
		return nil
	}
	f, ds := source.New(name, data)
	l.ds = append(l.ds, ds...)
	if ds.HasErrors() {
		return nil
	}
	return f
}

// nowhere is the start of a file that has no text.
func nowhere(name string) source.Pos {
	f, _ := source.New(name, nil)
	return f.At(0)
}

func (l *loader) config() {
	name := Folder + "/site.yaml"
	f := l.read(name, true)
	if f == nil {
		return
	}
	root, ds := source.ParseYAML(f)
	l.ds = append(l.ds, ds...)
	if root == nil {
		if !ds.HasErrors() {
			l.ds.Errorf(f.At(0), "the file is empty, expected title, tagline, base-url, languages and navigation")
		}
		return
	}
	c := &l.site.Config
	own := source.Decode(root, c)
	l.ds = append(l.ds, own...)
	if c.Languages == nil || c.Languages.Kind != source.Map {
		if c.Languages != nil {
			l.ds.Errorf(c.Languages.Pos, "languages are %s, expected {fr: Français, en: English}", c.Languages.Kind)
		}
		return
	}
	c.names = map[string]string{}
	for _, p := range c.Languages.Pairs {
		if p.Value.Kind != source.Scalar || p.Value.Text == "" {
			l.ds.Errorf(p.Value.Pos, "the language %q has no name: found %s, expected what it calls itself", p.Key.Text, p.Value.Kind)
		}
		l.site.Langs = append(l.site.Langs, p.Key.Text)
		c.names[p.Key.Text] = p.Value.Text
	}
	l.perLanguage(c.Title, "title", root.Pos)
	l.perLanguage(c.Tagline, "tagline", root.Pos)
	l.checkSecurity(c.Security)
	switch u, fault := c.BaseURL.Value, AddressFault(c.BaseURL.Value); {
	case u == "":
	case !strings.HasPrefix(u, "https://") || !strings.HasSuffix(u, "/"):
		l.ds.Errorf(c.BaseURL.Pos, "base-url is %q, expected an address that begins with https:// and ends with /", u)
	case fault != "":
		l.ds.Errorf(c.BaseURL.Pos, "base-url %s", fault)
	}
}

// AddressFault says why a site cannot be published at an address, in words that go on after its name; it is empty for
// an address that can be: http or https, a host, and no user, query or fragment, because pages' own names follow it.
func AddressFault(address string) string {
	switch u, err := url.Parse(address); {
	case err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "":
		return fmt.Sprintf("is %q, expected an address such as https://example.org/guide/", address)
	case u.User != nil: // not repeated: a password is to be seen nowhere
		return "holds a user or a password, which every page would show; expected an address such as https://example.org/guide/"
	case strings.ContainsAny(address, "?#"):
		return fmt.Sprintf("is %q, with a query or a fragment; expected an address such as https://example.org/guide/", address)
	}
	return ""
}

// perLanguage reports languages that a text lacks and languages that the site does not have.
func (l *loader) perLanguage(m map[string]source.Text, what string, start source.Pos) {
	// The first of the texts, wherever maps begin.
	pos, found := start, false
	for _, t := range m {
		if !found || t.Pos.Offset < pos.Offset {
			pos, found = t.Pos, true
		}
	}
	for _, lang := range l.site.Langs {
		if m[lang].Value == "" {
			l.ds.Errorf(pos, "%s has no text in %q", what, lang)
		}
	}
	for lang, t := range m {
		if !l.isLang(lang) {
			l.ds.Add(source.Diagnostic{Pos: t.Pos, Message: what + " has a text in " + lang + ", which is no language of the site", Hint: source.DidYouMean(lang, l.site.Langs)})
		}
	}
}

func (l *loader) isLang(lang string) bool {
	for _, x := range l.site.Langs {
		if x == lang {
			return true
		}
	}
	return false
}

// Relative returns the address of a file as seen from another one, both from the site's root.
func Relative(from, to string) string {
	a, b := strings.Split(path.Dir(from), "/"), strings.Split(path.Dir(to), "/")
	if path.Dir(from) == "." {
		a = nil
	}
	if path.Dir(to) == "." {
		b = nil
	}
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	return strings.Repeat("../", len(a)) + strings.Join(append(b, path.Base(to)), "/")
}
