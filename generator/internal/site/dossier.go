package site

import (
	"boussole/generator/internal/source"
)

// Dossier is what a request is prepared with: the pieces to gather and the questions to answer. Its page stands beside
// the procedure's. All texts are plain: they are read on the page, and written into documents of several kinds.
type Dossier struct {
	Intro     source.Text   `yaml:"intro,required" doc:"What is prepared, and who sends it: one to three sentences, plain text as everywhere in a dossier."`
	Routes    []source.Text `yaml:"routes" doc:"The routes whose result leads here, as PATHWAY/ROUTE. The same in every language."`
	Platform  *Place        `yaml:"platform" doc:"Where the request is filed."`
	Groups    []PieceGroup  `yaml:"groups,required" doc:"The pieces, in groups."`
	Questions []AskedField  `yaml:"questions" doc:"What the applicant writes: one free text each."`
	Doubts    []Doubt       `yaml:"doubts" doc:"What could not be checked, or where sources disagree."`
}

// Shape implements [source.Shaped].
func (Dossier) Shape() map[string]source.Form {
	return map[string]source.Form{
		"routes": {Items: &source.Form{Pattern: routePattern, Hint: "PATHWAY/ROUTE, such as access/aac"}},
		"groups": {Least: 1},
	}
}

// Place is a form or a platform, with its address on the web.
type Place struct {
	Name    source.Text   `yaml:"name,required" doc:"What it is called, in the page's language."`
	Address source.Text   `yaml:"address,required" doc:"Its address on the web, or mailto: and an address."`
	Source  []source.Text `yaml:"source" doc:"Ids of sources that name it. The same in every language."`
}

// Shape implements [source.Shaped].
func (Place) Shape() map[string]source.Form {
	return map[string]source.Form{
		"address": {Pattern: addressPattern, Hint: "an address that begins with https:// or mailto:"},
		"source":  {Items: &source.Form{ID: true}},
	}
}

// PieceGroup is a group of pieces.
type PieceGroup struct {
	ID     source.Text `yaml:"id,required" doc:"The same in every language."`
	Title  source.Text `yaml:"title,required" doc:"What these pieces have in common."`
	Pieces []Piece     `yaml:"pieces,required" doc:"The pieces, in the order in which they are gathered."`
}

// Shape implements [source.Shaped].
func (PieceGroup) Shape() map[string]source.Form {
	return map[string]source.Form{"id": {ID: true}, "pieces": {Least: 1}}
}

// Piece is one thing to gather.
type Piece struct {
	ID       source.Text   `yaml:"id,required" doc:"The same in every language; links carry it, so it stays."`
	Text     source.Text   `yaml:"text,required" doc:"What is to be there, in one line."`
	Help     source.Text   `yaml:"help" doc:"A sentence more, where one is needed."`
	By       []source.Text `yaml:"by,required" doc:"Who provides it. The same in every language."`
	OnlyIf   source.Text   `yaml:"only-if" doc:"In which case it is needed, for a piece that is not always: “Only if …”."`
	Optional bool          `yaml:"optional" doc:"true for a piece that helps and that nobody asks for."`
	Source   []source.Text `yaml:"source" doc:"Ids of sources that ask for it. The same in every language."`
	Form     *Place        `yaml:"form" doc:"The form or the service that it goes into, where it has one of its own."`
}

// Shape implements [source.Shaped].
func (Piece) Shape() map[string]source.Form {
	return map[string]source.Form{
		"id":     {ID: true},
		"by":     {Least: 1, Items: &source.Form{OneOf: Providers}},
		"source": {Items: &source.Form{ID: true}},
	}
}

// Needed reports whether the piece is needed in every case.
func (p *Piece) Needed() bool { return !p.Optional && p.OnlyIf.Value == "" }

// AskedField is something that the applicant writes, or ticks where there are choices.
type AskedField struct {
	ID      source.Text   `yaml:"id,required" doc:"The same in every language, and unlike the pieces'."`
	Label   source.Text   `yaml:"label,required" doc:"What is asked."`
	Help    source.Text   `yaml:"help" doc:"How to answer, in a sentence or two."`
	Choices []Choice      `yaml:"choices" doc:"What can be ticked, besides the text that can be written."`
	Prefill source.Text   `yaml:"prefill" doc:"The question of the pathway whose answer stands here first."`
	Source  []source.Text `yaml:"source" doc:"Ids of sources. The same in every language."`
}

// Shape implements [source.Shaped].
func (AskedField) Shape() map[string]source.Form {
	return map[string]source.Form{"id": {ID: true}, "prefill": {ID: true}, "source": {Items: &source.Form{ID: true}}}
}

// Choice is something that can be ticked.
type Choice struct {
	ID      source.Text `yaml:"id,required" doc:"The same in every language, and unlike the pieces'."`
	Text    source.Text `yaml:"text,required" doc:"What is ticked."`
	Prefill source.Text `yaml:"prefill" doc:"The answer of the pathway that ticks it, as QUESTION=OPTION."`
}

// Shape implements [source.Shaped].
func (Choice) Shape() map[string]source.Form {
	return map[string]source.Form{"id": {ID: true}, "prefill": {Pattern: answerPattern, Hint: "QUESTION=OPTION, such as unmet=yes"}}
}

// The forms of names in dossiers.
const (
	routePattern   = `^[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*$`
	answerPattern  = `^[a-z0-9]+(-[a-z0-9]+)*=[a-z0-9]+(-[a-z0-9]+)*$`
	addressPattern = `^(https://[^ "<>]+|mailto:[^ "<>]+@[^ "<>]+)$`
)

// Doubt is what could not be checked.
type Doubt struct {
	Text   source.Text   `yaml:"text,required" doc:"What is uncertain, in a sentence or two."`
	Source []source.Text `yaml:"source" doc:"Ids of sources. The same in every language."`
}

// Shape implements [source.Shaped].
func (Doubt) Shape() map[string]source.Form {
	return map[string]source.Form{"source": {Items: &source.Form{ID: true}}}
}

// Providers are those who provide a piece; each has a message dossier.by.NAME.
var Providers = []string{"prescriber", "pharmacist", "company", "manufacturer", "clinician", "applicant", "sponsor", "organisation", "patient"}

// Cited are the sources that the dossier names, in its order, each as often as it is named.
func (d *Dossier) Cited() []source.Text {
	var out []source.Text
	place := func(p *Place) {
		if p != nil {
			out = append(out, p.Source...)
		}
	}
	place(d.Platform)
	for _, g := range d.Groups {
		for _, p := range g.Pieces {
			out = append(out, p.Source...)
			place(p.Form)
		}
	}
	for _, q := range d.Questions {
		out = append(out, q.Source...)
	}
	for _, x := range d.Doubts {
		out = append(out, x.Source...)
	}
	return out
}
