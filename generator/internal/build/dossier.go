package build

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"boussole/generator/internal/layout"
	"boussole/generator/internal/markdown"
	"boussole/generator/internal/pathway"
	"boussole/generator/internal/site"
	"boussole/generator/internal/source"
)

// The page on which a request is prepared stands beside the page of its procedure. The result of a pathway leads to
// it with the answers in the fragment: #_from=PATHWAY and what the checker's own address holds. No id has an
// underscore, so no question can be mistaken for it.

// dossierPath is the address of the dossier that belongs to a page.
func (b *builder) dossierPath(p *site.Page) string {
	return strings.TrimSuffix(p.Path, ".html") + "-" + b.message(p.Lang, "dossier.slug") + ".html"
}

func (b *builder) dossierLink(own string, p *site.Page) layout.Link {
	to := b.dossierPath(p)
	return layout.Link{
		Title:   markdown.Typeset(p.Lang, b.message(p.Lang, "dossier.title", "Title", p.Title.Value)),
		URL:     site.Relative(own, to),
		Current: own == to,
	}
}

// dossierOf is where the result of a route leads to, as seen from the page that asks; "" where there is nothing to
// prepare.
func (b *builder) dossierOf(from *site.Page, pw *Pathway, r *pathway.Route) string {
	key, _, _ := strings.Cut(r.Page.Value, "#")
	p := b.site.Page(key, from.Lang)
	if p == nil || p.Dossier == nil || !slices.ContainsFunc(p.Dossier.Routes, func(t source.Text) bool { return t.Value == pw.Name+"/"+r.ID }) {
		return ""
	}
	return site.Relative(from.Path, b.dossierPath(p)) + "#_from=" + pw.Name
}

// checkDossiers reports dossiers that name routes, questions or answers which are not there.
func (b *builder) checkDossiers() {
	for _, p := range b.site.Pages {
		if p.Dossier == nil {
			continue
		}
		var asked []*pathway.Question
		known := true
		for _, t := range p.Dossier.Routes {
			if pw := b.dossierRoute(p, t); pw != nil {
				asked = append(asked, pw.Rules.Questions...)
			} else {
				known = false // why is told; what it asks cannot be
			}
		}
		if !known {
			continue
		}
		for _, q := range p.Dossier.Questions {
			b.checkPrefill(asked, q.Prefill, q.Prefill.Value, "")
			for _, c := range q.Choices {
				question, option, _ := strings.Cut(c.Prefill.Value, "=")
				b.checkPrefill(asked, c.Prefill, question, option)
			}
		}
	}
}

// dossierRoute is the pathway of a route that leads to the page's dossier, nil when there is no such route.
func (b *builder) dossierRoute(p *site.Page, t source.Text) *Pathway {
	name, id, _ := strings.Cut(t.Value, "/")
	pw := b.pathways[name]
	if id == "" {
		return nil // no name of a route, which has been told
	}
	if pw == nil {
		if b.stands(name) {
			return nil // it cannot be used, which has been told of where its rules stand
		}
		b.ds.Add(source.Diagnostic{Pos: t.Pos, Message: fmt.Sprintf("there is no pathway %q", name), Hint: source.DidYouMean(name, slices.Sorted(maps.Keys(b.pathways)))})
		return nil
	}
	var ids []string
	for _, r := range pw.allRoutes() {
		if ids = append(ids, r.ID); r.ID != id {
			continue
		}
		if key, _, _ := strings.Cut(r.Page.Value, "#"); key != p.Key {
			b.ds.Add(source.Diagnostic{Pos: t.Pos, Message: fmt.Sprintf("the route %q leads to another page", t.Value), Related: []source.Related{{Pos: r.Page.Pos, Message: "its page"}}})
			return nil
		}
		return pw
	}
	b.ds.Add(source.Diagnostic{Pos: t.Pos, Message: fmt.Sprintf("the pathway %q has no route %q", name, id), Hint: source.DidYouMean(id, ids)})
	return nil
}

func (b *builder) checkPrefill(asked []*pathway.Question, t source.Text, question, option string) {
	if t.Value == "" {
		return
	}
	var ids, options []string
	for _, q := range asked {
		if ids = append(ids, q.ID); q.ID != question {
			continue
		}
		for _, o := range q.Options {
			if options = append(options, o.Value); o.Value == option {
				return
			}
		}
		if option == "" {
			return
		}
	}
	if options != nil {
		b.ds.Add(source.Diagnostic{Pos: t.Pos, Message: fmt.Sprintf("the question %q has no answer %q", question, option), Hint: source.DidYouMean(option, options)})
		return
	}
	b.ds.Add(source.Diagnostic{Pos: t.Pos, Message: fmt.Sprintf("no pathway that leads to the dossier asks %q", question), Hint: source.DidYouMean(question, ids)})
}

// dossierJob is the page on which a request is prepared.
func (b *builder) dossierJob(p *site.Page) job {
	own := b.dossierPath(p)
	v := b.view(p)
	v.Kind, v.Key, v.Alternates, v.Nav, v.Trail, v.Footer, v.Audience = "dossier", p.Key+"/dossier", nil, nil, nil, nil, nil
	v.Title = b.dossierLink(own, p).Title
	v.Summary = markdown.Typeset(p.Lang, p.Dossier.Intro.Value)
	v.Description = markdown.Typeset(p.Lang, b.message(p.Lang, "dossier.description", "Title", p.Title.Value))
	b.frame(v, p, own, func(lang string) string {
		if twin := p.In(lang); twin != nil {
			return b.dossierPath(twin)
		}
		return ""
	})
	v.Trail = append(v.Trail, b.linkTo(own, p))
	w := &dossierWriter{b: b, p: p, own: own, numbers: map[string]int{}}
	v.Dossier = w.dossier()
	v.Notes = w.notes
	w.data.Address, w.data.Name = v.Canonical, strings.TrimSuffix(own[strings.LastIndexByte(own, '/')+1:], ".html")
	v.Dossier.Data = &w.data
	v.Scripts = append(v.Scripts, site.Relative(own, b.assets["dossier.js"].Path))
	return job{v, own, p.File.Name}
}

// dossierData is what static/js/dossier.js reads in the page: the dossier's texts, for the documents that it makes,
// and the words of the pathways that lead to it. Texts are typeset; Address is that of the published page.
type dossierData struct {
	Lang      string                `json:"lang"`
	Name      string                `json:"name"` // of the files
	Title     string                `json:"title"`
	Intro     string                `json:"intro"`
	Address   string                `json:"address"`
	Page      pageData              `json:"page"`
	Reviewed  string                `json:"reviewed"`
	Platform  *placeData            `json:"platform,omitempty"`
	Groups    []groupData           `json:"groups"`
	Questions []fieldData           `json:"questions,omitempty"`
	Doubts    []doubtData           `json:"doubts,omitempty"`
	Sources   []placeData           `json:"sources"` // by number, from 1
	Pathways  map[string]*askedData `json:"pathways,omitempty"`
	Words     map[string]string     `json:"words"` // of the pathways: ids as PATHWAY.question.…
	UI        map[string]any        `json:"ui"`
}

type placeData struct {
	Name string `json:"name"`
	URL  string `json:"url,omitempty"`
}

type groupData struct {
	Title  string      `json:"title"`
	Pieces []pieceData `json:"pieces"`
}

type pieceData struct {
	ID       string     `json:"id"`
	Text     string     `json:"text"`
	Help     string     `json:"help,omitempty"`
	By       string     `json:"by"`
	OnlyIf   string     `json:"onlyIf,omitempty"`
	Optional string     `json:"optional,omitempty"` // that it is, in words
	Needed   bool       `json:"needed,omitempty"`
	Form     *placeData `json:"form,omitempty"`
	Sources  []int      `json:"sources,omitempty"`
}

type fieldData struct {
	ID      string       `json:"id"`
	Label   string       `json:"label"`
	Prefill string       `json:"prefill,omitempty"`
	Choices []choiceData `json:"choices,omitempty"`
}

type choiceData struct {
	ID      string `json:"id"`
	Text    string `json:"text"`
	Prefill string `json:"prefill,omitempty"` // QUESTION=OPTION
}

type doubtData struct {
	Text    string `json:"text"`
	Sources []int  `json:"sources,omitempty"`
}

// askedData is a pathway: the page that asks it, and its questions with their options, by id.
type askedData struct {
	URL       string              `json:"url"`
	Questions map[string][]string `json:"questions"`
}

// dossierWriter puts a dossier into words, once for the template and once for the script.
type dossierWriter struct {
	b       *builder
	p       *site.Page
	own     string
	notes   []layout.Note
	numbers map[string]int
	data    dossierData
}

func (w *dossierWriter) set(t source.Text) string { return markdown.Typeset(w.p.Lang, t.Value) }

// cite numbers sources in the order in which the page names them.
func (w *dossierWriter) cite(ids []source.Text) (refs []layout.NoteRef, numbers []int) {
	for _, t := range ids {
		if w.numbers[t.Value] == 0 {
			n := w.b.note(w.p.Lang, w.b.site.Source(t.Value))
			n.Number = len(w.notes) + 1
			w.notes = append(w.notes, n)
			w.numbers[t.Value] = n.Number
			w.data.Sources = append(w.data.Sources, placeData{n.Issuer + ", " + n.Title, n.URL})
		}
		refs = append(refs, layout.NoteRef{ID: t.Value, Number: w.numbers[t.Value]})
		numbers = append(numbers, w.numbers[t.Value])
	}
	return refs, numbers
}

func (w *dossierWriter) place(s *site.Place) (*layout.Place, *placeData) {
	if s == nil {
		return nil, nil
	}
	refs, _ := w.cite(s.Source)
	name := w.set(s.Name)
	return &layout.Place{Name: name, URL: s.Address.Value, Sources: refs}, &placeData{name, s.Address.Value}
}

func (w *dossierWriter) dossier() *layout.Dossier {
	d := w.p.Dossier
	out := &layout.Dossier{Page: w.b.linkTo(w.own, w.p)}
	w.data.Lang, w.data.Title, w.data.Intro = w.p.Lang, w.b.dossierLink(w.own, w.p).Title, w.set(d.Intro)
	w.data.Page = pageData{URL: w.b.base + w.p.Path, Title: out.Page.Title}
	w.data.Reviewed = w.b.date(w.p.Lang, w.p.Reviewed)
	out.Platform, w.data.Platform = w.place(d.Platform)
	for _, g := range d.Groups {
		group, data := layout.PieceGroup{ID: g.ID.Value, Title: w.set(g.Title)}, groupData{Title: w.set(g.Title)}
		for i := range g.Pieces {
			piece, pieceData := w.piece(&g.Pieces[i])
			group.Pieces, data.Pieces = append(group.Pieces, piece), append(data.Pieces, pieceData)
		}
		out.Groups, w.data.Groups = append(out.Groups, group), append(w.data.Groups, data)
	}
	for _, q := range d.Questions {
		field, data := layout.AskedField{ID: q.ID.Value, Label: w.set(q.Label), Help: w.set(q.Help)}, fieldData{ID: q.ID.Value, Label: w.set(q.Label), Prefill: q.Prefill.Value}
		field.Sources, _ = w.cite(q.Source)
		for _, c := range q.Choices {
			field.Choices = append(field.Choices, layout.Choice{ID: c.ID.Value, Text: w.set(c.Text)})
			data.Choices = append(data.Choices, choiceData{c.ID.Value, w.set(c.Text), c.Prefill.Value})
		}
		out.Questions, w.data.Questions = append(out.Questions, field), append(w.data.Questions, data)
	}
	for _, x := range d.Doubts {
		refs, numbers := w.cite(x.Source)
		out.Doubts = append(out.Doubts, layout.Doubt{Text: w.set(x.Text), Sources: refs})
		w.data.Doubts = append(w.data.Doubts, doubtData{w.set(x.Text), numbers})
	}
	w.pathways()
	w.data.UI = w.b.scriptMessages(w.p.Lang, w.b.catalog.IDs("dossier.script.")...)
	return out
}

func (w *dossierWriter) piece(p *site.Piece) (layout.Piece, pieceData) {
	var by []string
	for _, t := range p.By {
		by = append(by, markdown.Typeset(w.p.Lang, w.b.message(w.p.Lang, "dossier.by."+t.Value)))
	}
	out := layout.Piece{
		ID: p.ID.Value, Text: w.set(p.Text), Help: w.set(p.Help), By: strings.Join(by, ", "),
		OnlyIf: w.set(p.OnlyIf), Optional: p.Optional,
	}
	data := pieceData{ID: out.ID, Text: out.Text, Help: out.Help, By: out.By, OnlyIf: out.OnlyIf, Needed: p.Needed()}
	if p.Optional {
		data.Optional = markdown.Typeset(w.p.Lang, w.b.message(w.p.Lang, "dossier.optional"))
	}
	out.Sources, data.Sources = w.cite(p.Source)
	out.Form, data.Form = w.place(p.Form)
	return out, data
}

// pathways gives the script the words of the questions whose answers a link may carry.
func (w *dossierWriter) pathways() {
	w.data.Words = map[string]string{}
	for _, t := range w.p.Dossier.Routes {
		name, _, _ := strings.Cut(t.Value, "/")
		pw := w.b.pathways[name]
		doors := w.b.doors(w.p, name)
		if len(doors) == 0 || w.data.Pathways[name] != nil {
			continue
		}
		asked := &askedData{URL: doors[0].URL, Questions: map[string][]string{}}
		word := func(id string) {
			if text := pw.Words[w.p.Lang].Text(id); text != "" {
				w.data.Words[name+"."+id] = markdown.Typeset(w.p.Lang, text)
			}
		}
		for _, q := range pw.Rules.Questions {
			asked.Questions[q.ID] = []string{}
			word("question." + q.ID + ".ask")
			for _, o := range q.Options {
				asked.Questions[q.ID] = append(asked.Questions[q.ID], o.Value)
				word("question." + q.ID + ".option." + o.Value)
			}
			if q.Unknown {
				asked.Questions[q.ID] = append(asked.Questions[q.ID], pathway.UnknownID)
				word("question." + q.ID + ".unknown")
			}
		}
		if w.data.Pathways == nil {
			w.data.Pathways = map[string]*askedData{}
		}
		w.data.Pathways[name] = asked
	}
}
