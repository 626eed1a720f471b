package build

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"boussole/generator/internal/pathway"
	"boussole/generator/internal/site"
	"boussole/generator/internal/source"
)

// PathwayDir is the folder of the pathways.
const PathwayDir = site.Folder + "/pathways"

// Pathway is a pathway with everything that belongs to it.
type Pathway struct {
	Name      string
	Rules     *pathway.Ruleset
	Diagram   *pathway.Diagram
	Trees     pathway.Trees // none when one would be too large
	Words     map[string]*pathway.Words
	Scenarios []*pathway.Scenario

	// tooLarge says why there are no trees.
	tooLarge source.Diagnostics
}

// loadPathways reads and proves every pathway. Files are NAME.yaml, NAME.LANG.yaml and NAME.scenarios.yaml.
func (b *builder) loadPathways() {
	b.pathways = map[string]*Pathway{}
	files, err := fs.ReadDir(b.fsys, PathwayDir)
	if err != nil {
		return // a site may have no pathway
	}
	var names []string
	for _, e := range files {
		stem, ok := strings.CutSuffix(e.Name(), ".yaml")
		name, part, _ := strings.Cut(stem, ".")
		switch {
		case strings.HasPrefix(e.Name(), ".") || strings.HasSuffix(e.Name(), "~"):
		case e.IsDir() || !ok || !source.IsID(name) || part != "" && part != "scenarios" && !slices.Contains(b.site.Langs, part):
			b.ds.Add(source.Diagnostic{Pos: start(PathwayDir + "/" + e.Name()), Message: "this file has no place among the pathways", Hint: "expected NAME.yaml, NAME.LANG.yaml or NAME.scenarios.yaml"})
		case part == "":
			names = append(names, name)
		default:
			if !b.stands(name) {
				b.ds.Add(source.Diagnostic{Pos: start(PathwayDir + "/" + e.Name()), Message: fmt.Sprintf("there is no pathway %q: %s.yaml is missing", name, name)})
			}
		}
	}
	slices.Sort(names)
	for _, name := range names {
		b.doing = "compiling the pathway " + name
		if p := b.loadPathway(name); p != nil {
			b.pathways[name] = p
			b.result.Pathways = append(b.result.Pathways, p)
		}
	}
}

// start is the beginning of a file whose text is not at hand.
func start(name string) source.Pos {
	f, _ := source.New(name, nil)
	return f.At(0)
}

// read returns a file of the project, nil when it is missing or cannot stand; a missing one that is required is
// reported.
func (b *builder) read(name string, required bool) *source.File {
	data, err := fs.ReadFile(b.fsys, name)
	if err != nil {
		if required && !b.unread(name) {
			b.ds.Errorf(start(name), "the file is missing")
		}
		return nil
	}
	f, ds := source.New(name, data)
	b.add(ds)
	if ds.HasErrors() {
		return nil
	}
	return f
}

// loadPathway reads a pathway and reports all that its rules, words and scenarios get wrong.
func (b *builder) loadPathway(name string) *Pathway {
	p := b.readPathway(name, b.site.Langs)
	if p == nil {
		return nil
	}
	b.add(pathway.Parity(p.Words))
	b.checkCited(p.Rules)
	b.checkWording(p.Rules)
	if p.Diagram == nil {
		return nil
	}
	lang := b.opts.Lang
	if p.Words[lang] == nil {
		lang = b.site.Langs[0]
	}
	b.add(p.Diagram.Prove(p.Words[lang]))
	b.add(p.Diagram.Check(p.Scenarios))
	b.add(p.tooLarge)
	return p
}

// readPathway reads and compiles a pathway; it is nil when there are no rules to go on with, and has no diagram
// when they are too entangled.
func (b *builder) readPathway(name string, langs []string) *Pathway {
	file := b.read(path.Join(PathwayDir, name+".yaml"), true)
	if file == nil {
		return nil
	}
	rules, ds := pathway.Parse(name, file)
	b.add(ds)
	if rules == nil {
		return nil
	}
	p := &Pathway{Name: name, Rules: rules, Words: map[string]*pathway.Words{}}
	for _, lang := range langs {
		if f := b.read(path.Join(PathwayDir, name+"."+lang+".yaml"), true); f != nil {
			words, ds := pathway.ParseWords(rules, f)
			b.add(ds)
			if len(words.All()) > 0 || !ds.HasErrors() { // a file that cannot be read lacks nothing more
				p.Words[lang] = words
			}
		}
	}
	if f := b.read(path.Join(PathwayDir, name+".scenarios.yaml"), false); f != nil {
		p.Scenarios, ds = pathway.ParseScenarios(f)
		b.add(ds)
	}
	p.Diagram, ds = pathway.Compile(rules, 0)
	b.add(ds)
	if p.Diagram != nil {
		p.Trees, p.tooLarge = p.Diagram.Trees()
	}
	return p
}

// stands reports whether there is a pathway of that name, be it one that cannot be used, which is told.
func (b *builder) stands(name string) bool {
	file := path.Join(PathwayDir, name+".yaml")
	_, err := fs.Stat(b.fsys, file)
	return source.IsID(name) && (err == nil || b.unread(file))
}

// checkAsked reports pages that ask a pathway which is not there. One that is there but cannot be used has been told
// of where its rules stand.
func (b *builder) checkAsked() {
	for _, p := range b.site.Pages {
		name := p.Pathway.Value
		if name == "" || b.pathways[name] != nil {
			continue
		}
		if b.stands(name) {
			continue
		}
		b.ds.Add(source.Diagnostic{Pos: p.Pathway.Pos, Message: fmt.Sprintf("there is no pathway %q", name), Hint: source.DidYouMean(name, slices.Collect(maps.Keys(b.pathways)))})
	}
}

// checkCited reports pages and sources that the rules name and the site does not have (proof 7).
func (b *builder) checkCited(rules *pathway.Ruleset) {
	routes := slices.Clone(rules.Routes)
	if rules.Otherwise != nil {
		routes = append(routes, rules.Otherwise)
	}
	for _, r := range routes {
		key, _, _ := strings.Cut(r.Page.Value, "#")
		switch {
		case r.Page.Value == "":
			b.ds.Add(source.Diagnostic{Pos: r.Pos, Message: fmt.Sprintf("route %q has no page", r.ID), Hint: "write page: SECTION/NAME"})
		case !b.site.HasKey(key):
			b.ds.Add(source.Diagnostic{Pos: r.Page.Pos, Message: fmt.Sprintf("route %q leads to %q, which is no page", r.ID, key), Hint: source.DidYouMean(key, b.site.Keys())})
		}
	}
	for _, c := range rules.Criteria {
		if id := c.Source.Value; id != "" && !b.site.HasSource(id) {
			b.ds.Add(source.Diagnostic{Pos: c.Source.Pos, Message: fmt.Sprintf("criterion %q cites %q, which is no source", c.ID, id), Hint: source.DidYouMean(id, b.site.SourceIDs())})
		}
	}
}

// PathwayNames are the names of the pathways that have a file, sorted.
func PathwayNames(fsys fs.FS) []string {
	var names []string
	files, _ := fs.Glob(fsys, PathwayDir+"/*.yaml")
	for _, f := range files {
		if name := strings.TrimSuffix(path.Base(f), ".yaml"); source.IsID(name) {
			names = append(names, name)
		}
	}
	return names
}

// OpenPathway reads and compiles one pathway without the rest of the site, with its words in the languages that have
// a file. What is wrong with it alone is reported; proofs are left to the caller. It is nil when it cannot be used.
func OpenPathway(fsys fs.FS, name string) (*Pathway, source.Diagnostics) {
	b := &builder{fsys: fsys}
	defer func() {
		if r := recover(); r != nil {
			panic(bugOf("compiling the pathway "+name, r))
		}
	}()
	var langs []string
	files, _ := fs.Glob(fsys, path.Join(PathwayDir, name+".*.yaml"))
	for _, f := range files {
		if lang := strings.TrimSuffix(strings.TrimPrefix(path.Base(f), name+"."), ".yaml"); lang != "scenarios" {
			langs = append(langs, lang)
		}
	}
	p := b.readPathway(name, langs)
	if p != nil && p.Diagram == nil {
		p = nil
	}
	return p, b.ds
}
