// Package build makes a site; it is the only place where the order of stages is written.
//
//	load      content, messages, layouts, scripts and styles are read and checked by their rooms
//	compile   each pathway's rules become a diagram and are proved; its scenarios are run
//	convert   each page's Markdown becomes HTML, all pages at once
//	render    each page is framed in its layout, all pages at once
//	collect   the files go into one tree
//
// A stage goes on where it can, so that one run tells everything that is wrong; the tree is complete only when no
// diagnostic is an error. Nothing here reads a clock, a network or the order in which work is done: the same input
// gives the same bytes.
package build

import (
	"fmt"
	"io/fs"
	"strings"
	"sync"

	"boussole/generator/internal/assets"
	"boussole/generator/internal/catalog"
	"boussole/generator/internal/layout"
	"boussole/generator/internal/output"
	"boussole/generator/internal/pathway"
	"boussole/generator/internal/search"
	"boussole/generator/internal/site"
	"boussole/generator/internal/source"
)

// Options is what is not in the project's files.
type Options struct {
	// BaseURL is where the site will be published, ending in a slash; empty for what site.yaml says.
	BaseURL string
	// Lang is the language in which messages tell situations in words; empty for the first of site.yaml.
	Lang string
	// Unread are files and folders in content that stand in the project and could not be read, which the caller
	// tells: what follows from that is not told.
	Unread []string
}

// Result is a site that was made, or as much of it as could be.
type Result struct {
	// Tree holds the published files; it must not be published when Diagnostics holds an error.
	Tree        *output.Tree
	Diagnostics source.Diagnostics
	Site        *site.Site
	Pathways    []*Pathway
	// Behind are the sections that are newer in another language; Unstamped are the pages that do not know which state of
	// their translation they agree with. Stamps are what each page's key twin would say if its texts agreed now.
	Behind    []Behind
	Unstamped []*site.Page
	Stamps    map[*site.Page]string
}

// Build makes the site of the project's files. Where the generator itself fails, it panics with a [*Bug].
func Build(fsys fs.FS, opts Options) *Result {
	b := &builder{fsys: fsys, opts: opts}
	defer func() {
		if r := recover(); r != nil {
			panic(bugOf(b.doing, r))
		}
	}()
	b.result.Tree = new(output.Tree)
	b.run()
	b.result.Diagnostics = b.ds.Sorted()
	return &b.result
}

type builder struct {
	fsys    fs.FS
	opts    Options
	doing   string // for [Bug]
	result  Result
	ds      source.Diagnostics
	site    *site.Site
	catalog *catalog.Catalog
	layouts *layout.Layouts
	assets  map[string]assets.Asset
	base    string // absolute address of the site, ending in a slash

	pathways map[string]*Pathway
	pages    []*page // converted, in the order of site.Pages
	byPage   map[*site.Page]*page
	citedBy  map[string][]*site.Page
	parts    map[*Pathway][][]*pathway.Outline // what each page of its rules shows
	newest   source.Date                       // see copyDate
	hasFeed  map[string]bool                   // by language, see changed

	synonyms   map[string]*search.Synonyms // by language
	indexes    map[string]*search.Index    // by language
	indexFiles map[string]assets.Asset
	plans      map[*Pathway]*treePlan

	admitting sync.Mutex // held while a store of a diagram is worked in
}

// unread reports whether a file could not be read, which is told.
func (b *builder) unread(file string) bool { return site.Among(b.opts.Unread, file) }

func (b *builder) add(ds source.Diagnostics) { b.ds = append(b.ds, ds...) }

func (b *builder) run() {
	b.doing = "reading the content"
	s, ds := site.Load(b.fsys, b.opts.Unread...)
	b.add(ds)
	if s == nil {
		return
	}
	b.site, b.result.Site = s, s
	b.base = b.opts.BaseURL
	if b.base == "" {
		b.base = s.Config.BaseURL.Value
	}
	b.doing = "reading the messages"
	b.catalog, ds = catalog.Load(b.fsys, layout.Dir+"/i18n", s.Langs)
	b.add(ds)
	b.doing = "reading the layouts"
	b.layouts, ds = layout.Load(b.fsys, b.catalog)
	b.add(ds)
	b.doing = "bundling scripts and styles"
	b.bundle()
	b.doing = "reading the pathways"
	b.loadPathways()
	b.checkAsked()
	b.checkHandOvers()
	b.checkDossiers()
	framed := !b.ds.HasErrors() // what frames the pages stands
	b.useStatement()
	b.useTimeline()
	b.useWordings()
	b.doing = "reading what readers look for"
	b.loadSynonyms()
	b.doing = "converting the pages"
	b.convert()
	b.doing = "checking the pages against each other"
	b.checkAnchors()
	b.checkBriefs()
	b.checkTwins()
	b.checkAddresses()
	b.checkProse()
	if !framed || b.ds.HasErrors() {
		return
	}
	b.doing = "comparing the translations"
	b.twins()
	b.doing = "indexing the pages"
	b.indexPages()
	b.doing = "framing the pages"
	b.render()
	if !b.ds.HasErrors() {
		b.add(b.catalog.Unused())
	}
}

// entries are the scripts and styles that pages name.
var entries = []assets.Entry{
	{Name: "site.css", Path: "static/css/site.css"}, // of every page; the others are for the pages that need them
	{Name: "glossary.css", Path: "static/css/for/glossary.css"},
	{Name: "sitemap.css", Path: "static/css/for/sitemap.css"},
	{Name: "home.css", Path: "static/css/for/home.css"},
	{Name: "pathway.css", Path: "static/css/for/pathway.css"},
	{Name: "tree.css", Path: "static/css/for/tree.css"},
	{Name: "rules.css", Path: "static/css/for/rules.css"},
	{Name: "compare.css", Path: "static/css/for/compare.css"},
	{Name: "search.css", Path: "static/css/for/search.css"},
	{Name: "chart.css", Path: "static/css/for/chart.css"},
	{Name: "code.css", Path: "static/css/for/code.css"},
	{Name: "pathway.js", Path: "static/js/pathway.js"},
	{Name: "page.js", Path: "static/js/page.js"},
	{Name: "moved.js", Path: "static/js/moved.js"},
	{Name: "dossier.css", Path: "static/css/dossier.css"},
	{Name: "dossier.js", Path: "static/js/dossier.js"},
	{Name: "search.js", Path: "static/js/search.js"},
	{Name: "compare.js", Path: "static/js/compare.js"},
}

func (b *builder) bundle() {
	var ds source.Diagnostics
	b.assets, ds = assets.Bundle(b.fsys, entries)
	b.add(ds)
	static, ds := assets.Static(b.fsys)
	b.add(ds)
	for _, f := range static {
		b.publish(f.Path, f.Data, f.Name)
	}
	b.icons()
	for _, e := range entries {
		if a, ok := b.assets[e.Name]; ok {
			b.publish(a.Path, a.Data, e.Path)
		}
	}
}

// publish puts a file into the tree; from is the project's file that it is made of.
func (b *builder) publish(name string, data []byte, from string) {
	if err := b.result.Tree.Add(name, data); err != nil {
		b.ds.Errorf(start(from), "the file cannot be published: %v", err)
	}
}

// message is a message of the interface that a stage needs; one that is missing is reported once, where it belongs.
func (b *builder) message(lang, id string, args ...any) string {
	if b.catalog == nil { // the messages have errors of their own, which are told
		return ""
	}
	data := map[string]any{}
	for i := 0; i+1 < len(args); i += 2 {
		data[fmt.Sprint(args[i])] = args[i+1]
	}
	text, err := b.catalog.T(lang, id, data)
	if err != nil {
		f, _ := source.New(layout.Dir+"/i18n/"+lang+".yaml", nil)
		b.ds.Errorf(f.At(0), "%s", strings.TrimPrefix(err.Error(), "catalog: "))
	}
	return text
}
