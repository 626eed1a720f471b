package build

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"boussole/generator/internal/chart"
	"boussole/generator/internal/layout"
	"boussole/generator/internal/markdown"
	"boussole/generator/internal/site"
	"boussole/generator/internal/source"
)

// Facts, drawn: the course of a procedure from its front matter, figures for ::chart{figure=NAME}, who does what for
// ::actors{map=NAME}. Each picture stands with the same in words.

// drawn puts a picture on the page, which then needs the style of pictures.
func (p *page) drawn(picture *chart.Picture, title, text string) layout.Drawing {
	if p.pictures++; p.pictures == 1 {
		p.styles = append(p.styles, "chart.css")
	}
	return layout.Drawing{Picture: picture, Anchor: fmt.Sprintf("picture-%d", p.pictures), Title: title, Text: text}
}

// timeline draws the course of a procedure, or returns nil where the page tells none.
func (b *builder) timeline(p *page) (*layout.Timeline, source.Diagnostics) {
	if len(p.Timeline) == 0 || b.catalog == nil {
		return nil, nil
	}
	var ds source.Diagnostics
	var spans []chart.Span
	out := &layout.Timeline{OrderOnly: site.OrderOnly(p.Timeline)}
	say := func(id string, args ...any) string {
		return markdown.Typeset(p.Lang, b.message(p.Lang, id, args...))
	}
	for _, s := range p.Timeline {
		step := layout.TimelineStep{ID: s.Step.Value}
		span := chart.Span{Name: say("timeline.step." + step.ID), Unknown: s.Length.Value == site.UnknownLength}
		if length, ok := site.ParseLength(s.Length.Value); ok {
			span.Days, step.Length = length.Days(), b.length(p.Lang, length)
			if s.AtMost {
				step.Length = say("timeline.at-most", "Length", step.Length)
			}
		} else if span.Unknown {
			step.Length = say("timeline.unknown")
		}
		span.Length = step.Length
		html, more := p.md.Inline(s.What)
		ds, step.What = append(ds, more...), html
		spans, out.Steps = append(spans, span), append(out.Steps, step)
	}
	var marks []chart.Mark
	for _, l := range scaleMarks {
		marks = append(marks, chart.Mark{Days: l.Days(), Text: say("timeline.scale", "Length", b.length(p.Lang, l))})
	}
	var told []string
	for i, s := range spans {
		told = append(told, strings.TrimSuffix(fmt.Sprintf("%d. %s, %s", i+1, s.Name, s.Length), ", "))
	}
	title := say("timeline.picture", "Title", p.Title.Value)
	if out.OrderOnly {
		title = say("timeline.picture-order", "Title", p.Title.Value)
	}
	out.Drawing = p.drawn(chart.Timeline(spans, marks), title, markdown.Typeset(p.Lang, strings.Join(told, "; ")))
	return out, ds
}

// useTimeline notes the messages of courses. Which of them a site needs hangs on the lengths that it tells, and a site
// that tells none is no reason to delete them.
func (b *builder) useTimeline() {
	if b.catalog == nil {
		return
	}
	for _, prefix := range []string{"timeline.picture", "timeline.at-most", "timeline.unknown", "timeline.scale", "length."} {
		if err := b.catalog.Use(b.catalog.IDs(prefix)...); err != nil {
			panic("build: " + err.Error()) // the ids are the catalog's own
		}
	}
}

// scaleMarks are the lengths that may tell the scale of a picture, the shortest first.
var scaleMarks = []site.Length{{Count: 1, Unit: 'W'}, {Count: 1, Unit: 'M'}, {Count: 3, Unit: 'M'}, {Count: 6, Unit: 'M'}, {Count: 1, Unit: 'Y'}, {Count: 5, Unit: 'Y'}}

// length writes a length of time in words.
func (b *builder) length(lang string, l site.Length) string {
	id := map[byte]string{'D': "length.days", 'W': "length.weeks", 'M': "length.months", 'Y': "length.years"}[l.Unit]
	return markdown.Typeset(lang, b.count(lang, id, l.Count))
}

// count is a message of the interface that depends on a count.
func (b *builder) count(lang, id string, n int) string {
	text, err := b.catalog.N(lang, id, n, nil)
	if err != nil {
		f, _ := source.New(layout.Dir+"/i18n/"+lang+".yaml", nil)
		b.ds.Errorf(f.At(0), "%s", strings.TrimPrefix(err.Error(), "catalog: "))
	}
	return text
}

// one is the only argument of an embed, which names a file of a folder; "" without a fault where the file stands and
// cannot be used, which is told.
func (b *builder) one(name, key, folder string, args map[string]string, known []string) (string, *markdown.Fault) {
	value := args[key]
	if len(args) == 1 && slices.Contains(known, value) {
		return value, nil
	}
	file := path.Join(folder, value+".yaml")
	if _, err := fs.Stat(b.fsys, file); source.IsID(value) && (err == nil || b.unread(file)) && len(args) == 1 {
		return "", nil
	}
	hint := fmt.Sprintf("write ::%s{%s=NAME}", name, key)
	if near := source.Nearest(value, known); near != "" && len(args) == 1 {
		hint = fmt.Sprintf("did you mean %q?", near)
	}
	return "", &markdown.Fault{Message: fmt.Sprintf("::%s names nothing that stands in %s", name, folder), Hint: hint}
}

// figure answers ::chart{figure=NAME}.
func (b *builder) figure(p *page, args map[string]string) (*layout.Figure, *markdown.Fault) {
	name, fault := b.one("chart", "figure", site.FiguresFolder, args, slices.Sorted(maps.Keys(b.site.Figures)))
	if name == "" {
		return nil, fault
	}
	g, out := b.site.Figures[name], &layout.Figure{}
	full := 0
	if g.Unit.Value == "percent" {
		full = 100
	}
	var bars []chart.Bar
	var told []string
	for _, r := range g.Rows {
		value := markdown.Typeset(p.Lang, b.count(p.Lang, "figure."+g.Unit.Value, r.Value))
		if r.More {
			value = markdown.Typeset(p.Lang, b.message(p.Lang, "figure.more", "Value", value))
		}
		row := layout.FigureRow{Label: markdown.Typeset(p.Lang, r.Label[p.Lang].Value), Value: value}
		out.Rows = append(out.Rows, row)
		bars = append(bars, chart.Bar{Label: row.Label, Value: value, Amount: r.Value, More: r.More})
		told = append(told, row.Label+": "+value)
	}
	out.Drawing = p.drawn(chart.Bars(bars, full), markdown.Typeset(p.Lang, g.Title[p.Lang].Value), markdown.Typeset(p.Lang, strings.Join(told, "; ")))
	var ds source.Diagnostics
	for _, id := range g.Source {
		if s := b.site.Source(id.Value); s != nil { // the issuer's name is no Markdown
			cite, more := p.md.Inline(source.Text{Value: "[@" + s.ID + "]", Pos: id.Pos})
			ds = append(ds, more...)
			text := s.Issuer[p.Lang].Value + ", " + b.when(p.Lang, s.Dated.Value)
			out.Sources = append(out.Sources, layout.FigureSource{Text: markdown.Typeset(p.Lang, text), Cite: cite})
		}
	}
	if note, ok := g.Note[p.Lang]; ok {
		html, more := p.md.Inline(note)
		ds, out.Note = append(ds, more...), html
	}
	return out, faultOf(ds)
}

// faultOf is the first error among what was found in data that a page embeds.
func faultOf(ds source.Diagnostics) *markdown.Fault {
	for _, d := range ds {
		if d.Severity == source.Error {
			return &markdown.Fault{Message: fmt.Sprintf("%s: %s", d.Pos, d.Message), Hint: d.Hint}
		}
	}
	return nil
}

// actors answers ::actors{map=NAME}.
func (b *builder) actors(p *page, args map[string]string) (*layout.ActorMap, *markdown.Fault) {
	name, fault := b.one("actors", "map", site.ActorsFolder, args, slices.Sorted(maps.Keys(b.site.Actors)))
	if name == "" {
		return nil, fault
	}
	m, out := b.site.Actors[name], &layout.ActorMap{}
	var ds source.Diagnostics
	what := func(texts map[string]source.Text) (html layout.ActorTask) {
		var more source.Diagnostics
		html.What, more = p.md.Inline(texts[p.Lang])
		ds = append(ds, more...)
		return html
	}
	var groups []chart.Group
	place, names := map[string]int{}, map[string]string{}
	for _, g := range m.Groups {
		group := layout.ActorGroup{Name: markdown.Typeset(p.Lang, g.Name[p.Lang].Value)}
		drawn := chart.Group{Name: group.Name}
		for _, a := range g.Actors {
			actor := layout.Actor{Name: markdown.Typeset(p.Lang, a.Name[p.Lang].Value)}
			if target := b.site.Page(a.Page.Value, p.Lang); target != nil {
				actor.URL = p.To(target)
			}
			for _, t := range a.Does {
				task := what(t.What)
				task.Verb = t.Verb.Value
				actor.Does = append(actor.Does, task)
			}
			place[a.ID.Value], names[a.ID.Value] = len(place), actor.Name
			group.Actors, drawn.Actors = append(group.Actors, actor), append(drawn.Actors, actor.Name)
		}
		groups, out.Groups = append(groups, drawn), append(out.Groups, group)
	}
	var ties []chart.Tie
	var told []string
	for i, t := range m.Ties {
		ties = append(ties, chart.Tie{From: place[t.From.Value], To: place[t.To.Value]})
		tie := layout.ActorTie{Number: i + 1, From: names[t.From.Value], To: names[t.To.Value], What: what(t.What).What}
		out.Ties = append(out.Ties, tie)
		told = append(told, fmt.Sprintf("%d: %s → %s", tie.Number, tie.From, tie.To))
	}
	out.Drawing = p.drawn(chart.Actors(groups, ties), markdown.Typeset(p.Lang, m.Title[p.Lang].Value), strings.Join(told, "; "))
	return out, faultOf(ds)
}
