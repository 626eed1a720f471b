package site

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"boussole/generator/internal/source"
)

// walk reads every page, and reports files that have no business in the content folder.
func (l *loader) walk() {
	err := fs.WalkDir(l.fsys, Folder, func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() {
			if name == Folder+"/pathways" || name == FiguresFolder || name == ActorsFolder || strings.HasPrefix(e.Name(), ".") {
				return fs.SkipDir
			}
			return nil
		}
		l.file(name)
		return nil
	})
	if err != nil {
		l.ds.Errorf(nowhere(Folder), "the folder cannot be read: %v", err)
	}
	if len(l.site.pages) == 0 && !l.ds.HasErrors() {
		l.ds.Add(source.Diagnostic{Pos: nowhere(Folder), Message: "no page in the folder content", Hint: "write content/index.fr.md"})
	}
}

func (l *loader) file(name string) {
	rel := strings.TrimPrefix(name, Folder+"/")
	base, dir := path.Base(rel), path.Dir(rel)
	if strings.HasPrefix(base, ".") || strings.HasSuffix(base, "~") {
		return
	}
	if dir == "." && (base == "site.yaml" || base == "sources.yaml" || base == path.Base(StatementFile) || (strings.HasPrefix(base, "glossary.") || strings.HasPrefix(base, "search.")) && strings.HasSuffix(base, ".yaml")) {
		return
	}
	stem, ok := strings.CutSuffix(base, ".md")
	if !ok {
		l.ds.Add(source.Diagnostic{Pos: nowhere(name), Message: "this file has no place in content", Hint: "pages end in .LANG.md; pictures, scripts and styles stand in static"})
		return
	}
	word, lang, _ := strings.Cut(stem, ".")
	if !l.isLang(lang) {
		l.ds.Add(source.Diagnostic{Pos: nowhere(name), Message: fmt.Sprintf("the name of a page ends in its language, found %q", lang), Hint: "expected " + word + "." + strings.Join(l.site.Langs, ".md or "+word+".") + ".md"})
		return
	}
	key := path.Join(dir, word)
	for _, part := range strings.Split(key, "/") {
		if !source.IsID(part) {
			l.ds.Add(source.Diagnostic{Pos: nowhere(name), Message: fmt.Sprintf("%q cannot stand in the name of a page", part), Hint: "use lower-case letters a to z and digits, words joined by hyphens"})
			return
		}
	}
	l.page(name, key, lang)
}

func (l *loader) page(name, key, lang string) {
	var node *source.Node
	var body []byte
	f := l.read(name, true)
	if f != nil {
		var ds source.Diagnostics
		node, body, ds = source.SplitFrontMatter(f)
		l.ds = append(l.ds, ds...)
	}
	if node == nil {
		if l.site.unreadPages[key] == nil {
			l.site.unreadPages[key] = map[string]bool{}
		}
		l.site.unreadPages[key][lang] = true
		return
	}
	p := &Page{Key: key, Lang: lang, File: f, Body: body, site: l.site}
	own := source.Decode(node, &p.FrontMatter)
	l.ds = append(l.ds, own...)
	p.faulty = own.HasErrors()
	l.checkFrontMatter(p, node)
	l.checkLife(p)
	if p.Dossier != nil && !p.faulty { // what was left out of it would be told again in other words
		l.checkDossier(p.Dossier)
	}
	if l.site.pages[key] == nil {
		l.site.pages[key] = map[string]*Page{}
	}
	l.site.pages[key][lang] = p
}

// Bounds on texts of front matter, in characters.
const (
	maxTitle       = 150
	maxSummary     = 320
	minDescription = 50
	maxDescription = 200
)

// windowsNames cannot name a file on Windows, where an offline copy is unpacked too.
var windowsNames = []string{"con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9"}

// IsSlug reports whether s may stand in an address: an id that can name a file on every system.
func IsSlug(s string) bool { return source.IsID(s) && !slices.Contains(windowsNames, s) }

func (l *loader) checkFrontMatter(p *Page, node *source.Node) {
	length := func(t source.Text, what string, least, most int) {
		if n := utf8.RuneCountInString(t.Value); t.Value != "" && (n < least || n > most) {
			l.ds.Errorf(t.Pos, "%s has %d characters, expected %d to %d", what, n, least, most)
		}
	}
	length(p.Title, "title", 1, maxTitle)
	length(p.Summary, "summary", 1, maxSummary)
	length(p.Description, "description", minDescription, maxDescription)
	l.oneOf(p.Layout, "layout", layouts)
	l.oneOf(p.Translation, "translation", translations)
	for _, a := range p.Audience {
		l.oneOf(a, "audience", Audiences)
	}
	for _, k := range p.Kinds {
		l.oneOf(k, "kind", SourceKinds)
	}
	if len(p.Kinds) > 0 && p.Layout.Value != "sources" {
		l.ds.Add(source.Diagnostic{Pos: p.Kinds[0].Pos, Message: "kinds stands on a page that lists no sources", Hint: "it goes with layout: sources"})
	}
	for _, s := range p.Sources {
		l.knownSource(s)
	}
	l.checkBriefs(p)
	l.checkTimeline(p)
	switch slug := p.Slug; {
	case slug.Value == "":
		if given := node.Get("slug"); !p.IsIndex() && (given == nil || given.Kind == source.Null || given.Kind == source.Scalar) {
			l.ds.Add(source.Diagnostic{Pos: node.Pos, Message: `the key "slug" is missing`, Hint: "for example slug: " + source.Slug(p.Title.Value)})
		}
	case !IsSlug(slug.Value) || slug.Value == "index" && !p.IsIndex():
		l.ds.Add(source.Diagnostic{Pos: slug.Pos, Message: fmt.Sprintf("%q cannot be a slug", slug.Value), Hint: "use lower-case letters a to z and digits, words joined by hyphens; some names are reserved on Windows"})
	}
	if !p.Reviewed.IsZero() && !p.ReviewBy.IsZero() && p.ReviewBy.Before(p.Reviewed) {
		l.ds.Errorf(p.ReviewBy.Pos, "review-by %s is before reviewed %s", p.ReviewBy, p.Reviewed)
	}
	if !p.faulty && (p.LayoutName() == "pathway") != (p.Pathway.Value != "") {
		l.ds.Add(source.Diagnostic{Pos: node.Pos, Message: "layout: pathway and pathway: NAME go together, found one of them"})
	}
}

// knownSource reports the id of a source that there is not.
func (l *loader) knownSource(s source.Text) {
	if !l.site.HasSource(s.Value) {
		l.ds.Add(source.Diagnostic{Pos: s.Pos, Message: fmt.Sprintf("%q is no source", s.Value), Hint: source.DidYouMean(s.Value, l.site.SourceIDs())})
	}
}

// relate gives pages their addresses and checks them against each other.
func (l *loader) relate() {
	s := l.site
	for _, key := range s.Keys() {
		for _, lang := range s.Langs {
			if p := s.pages[key][lang]; p != nil {
				s.Pages = append(s.Pages, p)
				if p.IsIndex() && p.Key != "index" {
					if s.dirSlug[p.Folder()] == nil {
						s.dirSlug[p.Folder()] = map[string]string{}
					}
					s.dirSlug[p.Folder()][lang] = p.Slug.Value
				}
			}
		}
	}
	byPath, byTitle := map[string]*Page{}, map[string]*Page{}
	for _, p := range s.Pages {
		p.Path = s.address(p)
		l.pair(p)
		if p.IsIndex() || p.Slug.Value != "" { // a slug that is missing is told
			l.unique(byPath, p.Path, p, p.Slug.Pos, "address "+p.Path)
		}
		if p.Title.Value != "" && p.Key != "index" {
			l.unique(byTitle, p.Lang+" "+p.Title.Value, p, p.Title.Pos, fmt.Sprintf("title %q", p.Title.Value))
		}
		if s.HasKey(p.Key + "/index") {
			l.ds.Errorf(p.File.At(0), "%s.%s.md and the folder %s stand side by side; a page is one or the other", p.Key, p.Lang, p.Key)
		}
	}
	l.checkAliases()
	inMenu := map[string]bool{}
	for _, t := range s.Config.Navigation {
		if t.Value == "" {
			continue // an empty item, which is told
		}
		if inMenu[t.Value] {
			l.ds.Errorf(t.Pos, "navigation names %q twice", t.Value)
		}
		inMenu[t.Value] = true
		if !s.HasKey(t.Value + "/index") {
			l.ds.Add(source.Diagnostic{Pos: t.Pos, Message: fmt.Sprintf("navigation names %q, which has no index page", t.Value), Hint: source.DidYouMean(t.Value, s.folders())})
		}
	}
	for _, lang := range s.Langs {
		if s.Page("index", lang) == nil && !s.Unread("index", lang) && len(s.Pages) > 0 {
			l.ds.Add(source.Diagnostic{Pos: nowhere(Folder + "/index." + lang + ".md"), Message: "the home page is missing", Hint: "every language has one: other pages lead to it"})
		}
	}
}

func (l *loader) unique(seen map[string]*Page, key string, p *Page, pos source.Pos, what string) {
	if first := seen[key]; first != nil {
		if !pos.IsValid() {
			pos = p.File.At(0)
		}
		l.ds.Add(source.Diagnostic{Pos: pos, Message: "another page has the " + what, Related: []source.Related{{Pos: first.File.At(0), Message: "that page"}}})
		return
	}
	seen[key] = p
}

// pair reports what a page and its translations do not share.
func (l *loader) pair(p *Page) {
	for _, lang := range l.site.Langs {
		if lang == p.Lang {
			continue
		}
		twin := p.In(lang)
		switch {
		case twin == nil && l.site.Unread(p.Key, lang):
		case twin == nil && p.Only.Value == "":
			l.ds.Add(source.Diagnostic{Pos: p.File.At(0), Message: fmt.Sprintf("the page has no translation: %s/%s.%s.md is missing", Folder, p.Key, lang), Hint: "write it, or say in the front matter why there is none (only: …)"})
		case twin != nil && p.Only.Value != "":
			l.ds.Errorf(p.Only.Pos, "the page says that it stands in this language only, but it has a translation")
		case twin != nil && !p.faulty && !twin.faulty: // a key that is not read has no value to compare
			l.agree(p, twin)
		}
	}
}

// agree reports what must be equal in both languages; the later file is the one that is named.
func (l *loader) agree(p, twin *Page) {
	if p.Lang < twin.Lang {
		return
	}
	differ := func(same bool, what string) {
		if !same {
			l.ds.Add(source.Diagnostic{Pos: p.File.At(0), Message: fmt.Sprintf("%s differs from the translation", what), Related: []source.Related{{Pos: twin.File.At(0), Message: "the translation"}}})
		}
	}
	differ(p.Order == twin.Order, "order")
	differ(p.LayoutName() == twin.LayoutName(), "layout")
	differ((p.Facts == nil) == (twin.Facts == nil), "having facts")
	differ((p.Operator.Value == "") == (twin.Operator.Value == ""), "having an operator")
	differ(changeDays(p) == changeDays(twin), "the list of days of changes")
	differ(briefKey(p) == briefKey(twin), "in-brief (its places, or who applies)")
	differ(timelineKey(p) == timelineKey(twin), "timeline (its steps and their lengths)")
	differ(p.Pathway.Value == twin.Pathway.Value, "pathway")
	l.agreeDossiers(p, twin)
	differ(strings.Join(sorted(p.Audience), " ") == strings.Join(sorted(twin.Audience), " "), "audience")
}

func sorted(ts []source.Text) []string {
	out := texts(ts)
	sort.Strings(out)
	return out
}

func texts(ts []source.Text) []string {
	out := make([]string, len(ts))
	for i, t := range ts {
		out[i] = t.Value
	}
	return out
}

// address is the page's path from the site's root.
func (s *Site) address(p *Page) string {
	parts := []string{p.Lang}
	folder := ""
	for _, name := range strings.Split(p.Folder(), "/") {
		if name == "" {
			continue
		}
		folder = strings.TrimPrefix(folder+"/"+name, "/")
		if slug := s.dirSlug[folder][p.Lang]; slug != "" {
			name = slug
		}
		parts = append(parts, name)
	}
	file := "index.html"
	if !p.IsIndex() {
		file = p.Slug.Value + ".html"
	}
	return strings.Join(append(parts, file), "/")
}

func (s *Site) folders() []string {
	var out []string
	for _, k := range s.Keys() {
		if f, ok := strings.CutSuffix(k, "/index"); ok {
			out = append(out, f)
		}
	}
	return out
}

// Children returns the pages of a folder in a language, by order and key: its own pages and the index pages of the
// folders in it, without its own index page.
func (s *Site) Children(folder, lang string) []*Page {
	var out []*Page
	for _, p := range s.Pages {
		if p.Lang != lang || p.Key == "index" {
			continue
		}
		at := p.Folder()
		if p.IsIndex() {
			at = folderOf(p.Folder())
			if p.Folder() == folder {
				continue
			}
		}
		if at == folder {
			out = append(out, p)
		}
	}
	sort.SliceStable(out, func(i, j int) bool {
		if out[i].Order != out[j].Order {
			return out[i].Order < out[j].Order
		}
		return out[i].Key < out[j].Key
	})
	return out
}
