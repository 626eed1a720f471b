package layout

import (
	"html/template"

	"boussole/generator/internal/source"
)

// Statement is what the site says of its accessibility. Words of one kind are ids; texts are typeset.
type Statement struct {
	Conformity           string // full, partial or none
	Established, Updated source.Date
	Reference            string        // in a sentence
	Cite                 template.HTML // the sign that cites the reference
	About, Goal, Duty    template.HTML
	Measures, NotChecked []template.HTML
	Audit                *Audit // nil where there has been none
	Checks               []Check
	Limits               []LimitGroup // one per kind, in order; a kind may have none
	Technologies         []string
	Environments         []template.HTML
	Tools                []string // that the checks were made with, each once, with its version
	Addresses            []Link   // to write to; none where no address is known
	Unknown              template.HTML
	Tell                 []template.HTML
	When                 template.HTML
	Ways                 []template.HTML
}

// Audit is the audit that a statement rests on; Score is in per cent.
type Audit struct {
	Date    source.Date
	By      string
	Score   int
	Expired bool
	Pages   []Link
}

// Check is something that was checked; Tool is "" where a person did it by hand.
type Check struct {
	What          template.HTML
	Tool          string
	On            string // all or sample
	Pages, Faults int
	Date          source.Date
	Result        template.HTML
}

// LimitGroup is content of a kind (fault, burden, exempt, doubt) that is not accessible, or may not be.
type LimitGroup struct {
	Kind  string
	Texts []template.HTML
}
