package main

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"time"

	"boussole/generator/internal/build"
	"boussole/generator/internal/site"
	"boussole/generator/internal/source"
)

// The command new writes files that their author then owns: they are right as they stand, say what each part is for,
// and are changed step by step. The texts are those of the folder scaffold, where __NAME__, __KEY__ (the page's key),
// __REVIEWED__ and __REVIEW_BY__ stand for what is filled in. Nothing that exists is touched: either all files of a
// page or pathway are written, or none.
type newCmd struct {
	Page    newPageCmd    `cmd:"" help:"Write a page in French and English, for its author to fill."`
	Pathway newPathwayCmd `cmd:"" help:"Write a small pathway that is proved, with words and a scenario, for its author to change."`
}

//go:embed scaffold
var scaffold embed.FS

// scaffoldLangs are the languages in which new files are written.
var scaffoldLangs = []string{"fr", "en"}

// maxKey is how many characters a new page's key may have: it stands in the title until an author writes one.
const maxKey = 80

type newPageCmd struct {
	Page string `arg:"" name:"section/name" help:"The page, such as procedures/early-access; SECTION/index begins a section."`
	Date string `help:"The day of its review, YYYY-MM-DD, instead of today." placeholder:"DAY"`
}

// Run writes a page in both languages.
func (c *newPageCmd) Run(all *commands, s *streams) error {
	words, err := days(c.Date)
	if err != nil {
		return err
	}
	p, err := openNew(all.Dir)
	if err != nil {
		return err
	}
	defer p.root.Close()
	if err := p.checkPage(c.Page); err != nil {
		return err
	}
	name := path.Base(c.Page)
	if name == "index" {
		name = path.Base(path.Dir(c.Page)) // the slug of an index page names its folder
	}
	words = append(words, "__NAME__", name, "__KEY__", c.Page)
	for _, lang := range scaffoldLangs {
		p.add(pageFile(c.Page, lang), "page."+lang+".md")
	}
	return p.write(words, s,
		"replace the texts in square brackets, in both files, and give the French page a slug in French",
		"run generator check, which tells what is still wrong")
}

type newPathwayCmd struct {
	Name string `arg:"" help:"The pathway's name, such as access."`
	Date string `help:"The day of its review, YYYY-MM-DD, instead of today." placeholder:"DAY"`
}

// Run writes a pathway with its words in both languages and a scenario.
func (c *newPathwayCmd) Run(all *commands, s *streams) error {
	if !site.IsSlug(c.Name) {
		return usageError{fmt.Errorf("%q cannot be the name of a pathway%s", c.Name, aside(idHint))}
	}
	words, err := days(c.Date)
	if err != nil {
		return err
	}
	p, err := openNew(all.Dir)
	if err != nil {
		return err
	}
	defer p.root.Close()
	for _, ending := range []string{".yaml", ".fr.yaml", ".en.yaml", ".scenarios.yaml"} {
		p.add(path.Join(build.PathwayDir, c.Name+ending), "pathway"+ending)
	}
	return p.write(append(words, "__NAME__", c.Name), s,
		"change one question, criterion or route at a time, its words in both languages, and run generator check",
		"give each route the page that explains it, and each criterion its source",
		fmt.Sprintf("let a page ask it: generator new page SECTION/%s, with layout: pathway and pathway: %[1]s in its front matter", c.Name))
}

const idHint = "use lower-case letters a to z and digits, words joined by hyphens"

// days are what stands for the day of the review and, half a year later, that of the next one. This is the one place
// that reads the clock, and only where no day is given: what it writes belongs to an author from then on.
func days(given string) ([]string, error) {
	day := time.Now()
	if given != "" {
		d, err := source.ParseDate(given)
		if err != nil || d.IsZero() {
			return nil, usageError{fmt.Errorf("--date is %q, expected a day of the calendar, YYYY-MM-DD", given)}
		}
		day = time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC)
	}
	next := day.AddDate(0, 6, 0)
	if next.Year() > 9999 {
		return nil, usageError{fmt.Errorf("--date is %q: no review could follow", given)}
	}
	return []string{"__REVIEWED__", day.Format(time.DateOnly), "__REVIEW_BY__", next.Format(time.DateOnly)}, nil
}

// newFiles are files to be written into a project, each made from a text of scaffold.
type newFiles struct {
	root  *os.Root
	files []struct{ name, text string }
}

func openNew(dir string) (*newFiles, error) {
	if err := checkProject(dir); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, usageError{fmt.Errorf("the project's folder cannot be read: %w", err)}
	}
	p := &newFiles{root: root}
	if !p.exists(site.Folder + "/site.yaml") {
		root.Close()
		return nil, usageError{fmt.Errorf("%s is no project: it has no %s/site.yaml", dir, site.Folder)}
	}
	return p, nil
}

func (p *newFiles) add(name, text string) {
	p.files = append(p.files, struct{ name, text string }{name, text})
}

// exists reports whether anything stands there; what cannot be seen is taken to.
func (p *newFiles) exists(name string) bool {
	_, err := p.root.Lstat(name)
	return !errors.Is(err, fs.ErrNotExist)
}

// pageFile is the file of a page in a language.
func pageFile(key, lang string) string { return site.Folder + "/" + key + "." + lang + ".md" }

func (p *newFiles) hasPage(key string) bool {
	return slices.ContainsFunc(scaffoldLangs, func(lang string) bool { return p.exists(pageFile(key, lang)) })
}

// checkPage says why there can be no new page with the key.
func (p *newFiles) checkPage(key string) error {
	parts := strings.Split(key, "/")
	if len(parts) < 2 || len(key) > maxKey {
		return usageError{fmt.Errorf("the page is %q, expected SECTION/NAME, %d characters at most", key, maxKey)}
	}
	for i, part := range parts {
		if !site.IsSlug(part) || part == "index" && i < len(parts)-1 {
			return usageError{fmt.Errorf("%q cannot stand in the name of a page%s", part, aside(idHint))}
		}
	}
	if site.Folder+"/"+parts[0] == build.PathwayDir {
		return usageError{fmt.Errorf("%s holds pathways: generator new pathway NAME writes one", build.PathwayDir)}
	}
	folder, above := path.Dir(key), path.Dir(key)
	if path.Base(key) == "index" {
		above = path.Dir(folder)
		if p.hasPage(folder) {
			return usageError{fmt.Errorf("%s is a page; it cannot be a section too", folder)}
		}
	} else if p.exists(site.Folder + "/" + key) {
		return usageError{fmt.Errorf("%s is a section; it cannot be a page too", key)}
	}
	if above != "." && !p.hasPage(above+"/index") {
		hint := source.DidYouMean(above, p.sections())
		return usageError{fmt.Errorf("there is no section %q%s; generator new page %[1]s/index begins it", above, aside(hint))}
	}
	return nil
}

// sections are the folders at the top that have an index page.
func (p *newFiles) sections() []string {
	var out []string
	entries, _ := fs.ReadDir(p.root.FS(), site.Folder)
	for _, e := range entries {
		if e.IsDir() && p.hasPage(e.Name()+"/index") {
			out = append(out, e.Name())
		}
	}
	return out
}

// write writes all files, or none, and says what was written and what comes next.
func (p *newFiles) write(words []string, s *streams, next ...string) error {
	for _, f := range p.files {
		if p.exists(f.name) {
			return usageError{fmt.Errorf("%s stands already; nothing was written", f.name)}
		}
	}
	fill := strings.NewReplacer(words...)
	for i, f := range p.files {
		text, err := scaffold.ReadFile("scaffold/" + f.text)
		if err == nil {
			err = p.create(f.name, fill.Replace(string(text)))
		}
		if err != nil {
			for _, done := range p.files[:i] {
				_ = p.root.Remove(done.name)
			}
			return fmt.Errorf("nothing was written: %w", err)
		}
	}
	for _, f := range p.files {
		fmt.Fprintf(s.out, "wrote %s\n", f.name)
	}
	fmt.Fprintln(s.out, "next:")
	for i, line := range next {
		fmt.Fprintf(s.out, "  %d. %s\n", i+1, line)
	}
	return nil
}

// create writes a file that does not exist yet.
func (p *newFiles) create(name, text string) error {
	if err := p.root.MkdirAll(path.Dir(name), 0o777); err != nil {
		return err
	}
	f, err := p.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	if err = errors.Join(err, f.Close()); err != nil {
		_ = p.root.Remove(name)
	}
	return err
}
