package site

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"boussole/generator/internal/source"
)

// Folders of data that pages draw: content/figures/NAME.yaml and content/actors/NAME.yaml.
const (
	FiguresFolder = Folder + "/figures"
	ActorsFolder  = Folder + "/actors"
)

// Figure is a set of figures that a page draws as bars: content/figures/NAME.yaml.
type Figure struct {
	Name   string                 `yaml:"-"`
	Title  map[string]source.Text `yaml:"title,required" doc:"What the figures are, with their period, per language."`
	Unit   source.Text            `yaml:"unit,required" doc:"What is counted: count for numbers of things, percent for shares of a whole."`
	Rows   []FigureRow            `yaml:"rows,required" doc:"The figures, in the order in which they are drawn."`
	Source []source.Text          `yaml:"source,required" doc:"The ids of the sources that give the figures."`
	Note   map[string]source.Text `yaml:"note" doc:"What must be known to read them, a line of Markdown per language."`
	File   *source.File           `yaml:"-"`
}

// FigureRow is one figure.
type FigureRow struct {
	Label map[string]source.Text `yaml:"label,required" doc:"What is counted, per language."`
	Value int                    `yaml:"value,required" doc:"The figure: a whole number. Shares are of a hundred."`
	More  bool                   `yaml:"more" doc:"Whether the source says more than this figure."`
}

// Bounds on figures.
const (
	maxRows  = 20
	maxValue = 1_000_000_000
)

// Units are what figures may count.
var Units = []string{"count", "percent"}

// Shape implements [source.Shaped].
func (Figure) Shape() map[string]source.Form {
	return map[string]source.Form{
		"title":  {Key: &language},
		"note":   {Key: &language},
		"unit":   {OneOf: Units},
		"rows":   {Least: 2, Most: maxRows},
		"source": {Items: &source.Form{ID: true}},
	}
}

// Shape implements [source.Shaped].
func (FigureRow) Shape() map[string]source.Form {
	return map[string]source.Form{"label": {Key: &language}, "value": {Most: maxValue}}
}

// ActorMap says who does what: content/actors/NAME.yaml.
type ActorMap struct {
	Name   string                 `yaml:"-"`
	Title  map[string]source.Text `yaml:"title,required" doc:"What the map shows, per language."`
	Groups []ActorGroup           `yaml:"groups,required" doc:"Actors that stand together, from top to bottom."`
	Ties   []ActorTie             `yaml:"ties" doc:"What passes from one actor to another."`
	File   *source.File           `yaml:"-"`
}

// ActorGroup is a set of actors.
type ActorGroup struct {
	Name   map[string]source.Text `yaml:"name,required" doc:"What they have in common, per language."`
	Actors []Actor                `yaml:"actors,required" doc:"The actors of the group."`
}

// Actor is somebody who decides or advises.
type Actor struct {
	ID   source.Text            `yaml:"id,required" doc:"The actor's id, which ties name."`
	Name map[string]source.Text `yaml:"name,required" doc:"Its name, per language, short: it stands in a box."`
	Page source.Text            `yaml:"page" doc:"The key of a page that says more."`
	Does []ActorTask            `yaml:"does,required" doc:"What it does."`
}

// ActorTask is something that an actor does.
type ActorTask struct {
	Verb source.Text            `yaml:"verb,required" doc:"How binding it is."`
	What map[string]source.Text `yaml:"what,required" doc:"What it is about: a line of Markdown per language, with its source."`
}

// ActorTie is something that passes from one actor to another.
type ActorTie struct {
	From source.Text            `yaml:"from,required" doc:"The id of the actor that gives it."`
	To   source.Text            `yaml:"to,required" doc:"The id of the actor that receives it."`
	What map[string]source.Text `yaml:"what,required" doc:"What it is: a line of Markdown per language, with its source."`
}

// ActorVerbs are what an actor may do.
var ActorVerbs = []string{"decides", "advises", "supports", "pays"}

// Bounds on maps: more is no picture that people read.
const (
	maxActors = 20
	maxTies   = 12
)

// Shape implements [source.Shaped].
func (ActorMap) Shape() map[string]source.Form {
	return map[string]source.Form{
		"title":  {Key: &language},
		"groups": {Least: 1, Most: maxActors},
		"ties":   {Most: maxTies},
	}
}

// Shape implements [source.Shaped].
func (ActorGroup) Shape() map[string]source.Form {
	return map[string]source.Form{"name": {Key: &language}, "actors": {Least: 1, Most: maxActors}}
}

// Shape implements [source.Shaped].
func (Actor) Shape() map[string]source.Form {
	return map[string]source.Form{"id": {ID: true}, "name": {Key: &language}, "does": {Least: 1}}
}

// Shape implements [source.Shaped].
func (ActorTask) Shape() map[string]source.Form {
	return map[string]source.Form{"verb": {OneOf: ActorVerbs}, "what": {Key: &language}}
}

// Shape implements [source.Shaped].
func (ActorTie) Shape() map[string]source.Form {
	return map[string]source.Form{"from": {ID: true}, "to": {ID: true}, "what": {Key: &language}}
}

// dataFiles calls read for every file of a folder, with its name without ending and what it holds.
func (l *loader) dataFiles(folder string, read func(name string, f *source.File, root *source.Node)) {
	entries, err := fs.ReadDir(l.fsys, folder)
	if err != nil {
		return // there is no such folder
	}
	for _, e := range entries {
		file := path.Join(folder, e.Name())
		name, ok := strings.CutSuffix(e.Name(), ".yaml")
		if strings.HasPrefix(e.Name(), ".") || strings.HasSuffix(e.Name(), "~") {
			continue
		}
		if !ok || !source.IsID(name) || e.IsDir() {
			l.ds.Add(source.Diagnostic{Pos: nowhere(file), Message: fmt.Sprintf("this file has no place in %s", folder), Hint: "its files are NAME.yaml; a name is lower-case words joined by hyphens"})
			continue
		}
		f := l.read(file, true)
		if f == nil {
			continue
		}
		root, ds := source.ParseYAML(f)
		if l.ds = append(l.ds, ds...); root != nil {
			read(name, f, root)
		}
	}
}

func (l *loader) figures() {
	l.dataFiles(FiguresFolder, func(name string, f *source.File, root *source.Node) {
		g := &Figure{Name: name, File: f}
		ds := source.Decode(root, g)
		if l.ds = append(l.ds, ds...); ds.HasErrors() {
			return
		}
		l.site.Figures[name] = g
		l.perLanguage(g.Title, "title", root.Pos)
		l.oneOf(g.Unit, "unit", Units)
		if g.Note != nil {
			l.perLanguage(g.Note, "note", root.Pos)
		}
		for _, s := range g.Source {
			l.knownSource(s)
		}
		if len(g.Rows) < 2 || len(g.Rows) > maxRows {
			l.ds.Errorf(root.Pos, "rows has %d figures, expected 2 to %d", len(g.Rows), maxRows)
		}
		most := maxValue
		if g.Unit.Value == "percent" {
			most = 100
		}
		for _, r := range g.Rows {
			l.perLanguage(r.Label, "label", root.Pos)
			if r.Value < 0 || r.Value > most {
				pos := root.Pos
				if t, ok := r.Label[l.site.Langs[0]]; ok {
					pos = t.Pos
				}
				l.ds.Errorf(pos, "the value is %d, expected 0 to %d", r.Value, most)
			}
		}
	})
}

func (l *loader) actors() {
	l.dataFiles(ActorsFolder, func(name string, f *source.File, root *source.Node) {
		m := &ActorMap{Name: name, File: f}
		ds := source.Decode(root, m)
		if l.ds = append(l.ds, ds...); ds.HasErrors() {
			return
		}
		l.site.Actors[name] = m
		l.perLanguage(m.Title, "title", root.Pos)
		l.some(len(m.Groups), "groups", root.Pos)
		var ids []string
		for _, g := range m.Groups {
			l.perLanguage(g.Name, "name", root.Pos)
			l.some(len(g.Actors), "actors", root.Pos)
			for _, a := range g.Actors {
				if slices.Contains(ids, a.ID.Value) {
					l.ds.Errorf(a.ID.Pos, "the actor %q stands twice", a.ID.Value)
				}
				ids = append(ids, a.ID.Value)
				l.actor(a)
			}
		}
		if len(ids) > maxActors || len(m.Ties) > maxTies {
			l.ds.Errorf(root.Pos, "the map has %d actors and %d ties, expected at most %d and %d", len(ids), len(m.Ties), maxActors, maxTies)
		}
		for _, t := range m.Ties {
			l.tie(t, ids)
		}
	})
}

func (l *loader) some(n int, what string, pos source.Pos) {
	if n == 0 {
		l.ds.Errorf(pos, "%s is empty, expected one at least", what)
	}
}

func (l *loader) actor(a Actor) {
	if !source.IsID(a.ID.Value) {
		l.ds.Errorf(a.ID.Pos, "%q is not an id", a.ID.Value)
	}
	l.perLanguage(a.Name, "name", a.ID.Pos)
	l.some(len(a.Does), "does", a.ID.Pos)
	for _, t := range a.Does {
		l.oneOf(t.Verb, "verb", ActorVerbs)
		l.sourced(t.What, t.Verb.Pos)
	}
}

// tie checks what passes between two of the actors that have these ids.
func (l *loader) tie(t ActorTie, ids []string) {
	for _, end := range []source.Text{t.From, t.To} {
		if !slices.Contains(ids, end.Value) {
			l.ds.Add(source.Diagnostic{Pos: end.Pos, Message: fmt.Sprintf("%q is no actor of the map", end.Value), Hint: source.DidYouMean(end.Value, ids)})
		}
	}
	if t.From.Value == t.To.Value {
		l.ds.Errorf(t.To.Pos, "the tie leads from %q to itself", t.To.Value)
	}
	l.sourced(t.What, t.From.Pos)
}

// sourced asks a statement for its text, and each text for a source that exists.
func (l *loader) sourced(what map[string]source.Text, pos source.Pos) {
	l.perLanguage(what, "what", pos)
	for _, lang := range l.site.Langs {
		t := what[lang]
		if t.Value != "" && len(Cites(t.Value)) == 0 {
			l.ds.Add(source.Diagnostic{Pos: t.Pos, Message: "the statement cites no source", Hint: "end it with [@source-id]"})
		}
		for _, id := range Cites(t.Value) {
			l.knownSource(source.Text{Value: id, Pos: t.Pos})
		}
	}
}

// checkActorPages reports pages that maps name and that do not exist. It is called when all pages are read.
func (l *loader) checkActorPages() {
	for _, name := range slices.Sorted(maps.Keys(l.site.Actors)) {
		for _, g := range l.site.Actors[name].Groups {
			for _, a := range g.Actors {
				if a.Page.Value != "" && !l.site.HasKey(a.Page.Value) {
					l.ds.Add(source.Diagnostic{Pos: a.Page.Pos, Message: fmt.Sprintf("page %q does not exist", a.Page.Value), Hint: source.DidYouMean(a.Page.Value, l.site.Keys())})
				}
			}
		}
	}
}
