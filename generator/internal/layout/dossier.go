package layout

// Dossier is the page on which a request is prepared. All texts are plain and typeset; ids are the content's own.
type Dossier struct {
	Page      Link // the procedure
	Platform  *Place
	Groups    []PieceGroup
	Questions []AskedField
	Doubts    []Doubt
	Data      any // encoded as JSON by the template, for static/js/dossier.js
}

// Place is a form or a platform.
type Place struct {
	Name, URL string
	Sources   []NoteRef
}

// PieceGroup is a group of pieces.
type PieceGroup struct {
	ID, Title string
	Pieces    []Piece
}

// Piece is one thing to gather; By says who provides it, in words.
type Piece struct {
	ID, Text, Help, By, OnlyIf string
	Optional                   bool
	Form                       *Place
	Sources                    []NoteRef
}

// AskedField is something that the applicant writes.
type AskedField struct {
	ID, Label, Help string
	Choices         []Choice
	Sources         []NoteRef
}

// Doubt is what could not be checked.
type Doubt struct {
	Text    string
	Sources []NoteRef
}

// NoteRef cites a note of the page by its id and its number.
type NoteRef struct {
	ID     string
	Number int
}
