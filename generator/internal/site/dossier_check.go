package site

import (
	"fmt"
	"regexp"
	"strings"

	"boussole/generator/internal/source"
)

var (
	routeForm   = regexp.MustCompile(routePattern)
	answerForm  = regexp.MustCompile(answerPattern)
	addressForm = regexp.MustCompile(addressPattern)
	idForm      = regexp.MustCompile(source.IDPattern)
)

// line is a part of a dossier that translations share: what it is, where it stands, and what must be equal.
type line struct {
	what   string
	shared []string
	pos    source.Pos
}

// lines are the parts of the dossier in order.
func (d *Dossier) lines() []line {
	var out []line
	add := func(kind string, id source.Text, shared ...string) {
		out = append(out, line{strings.TrimSpace(kind + " " + id.Value), shared, id.Pos})
	}
	place := func(p *Place) string {
		if p == nil {
			return "without a form"
		}
		return "a form with " + sourcesOf(p.Source)
	}
	add("the dossier", source.Text{Pos: d.Intro.Pos}, "routes "+joined(d.Routes), place(d.Platform))
	for _, g := range d.Groups {
		add("the group", g.ID)
		for _, p := range g.Pieces {
			add("the piece", p.ID, "by "+joined(p.By), fmt.Sprintf("only-if %t", p.OnlyIf.Value != ""), fmt.Sprintf("optional %t", p.Optional), place(p.Form), sourcesOf(p.Source))
		}
	}
	for _, q := range d.Questions {
		add("the question", q.ID, "prefill "+q.Prefill.Value, sourcesOf(q.Source))
		for _, c := range q.Choices {
			add("the choice", c.ID, "prefill "+c.Prefill.Value)
		}
	}
	for i, x := range d.Doubts {
		add("the doubt", source.Text{Value: fmt.Sprint(i + 1), Pos: x.Text.Pos}, sourcesOf(x.Source))
	}
	return out
}

func joined(ts []source.Text) string {
	out := make([]string, len(ts))
	for i, t := range ts {
		out[i] = t.Value
	}
	return strings.Join(out, " ")
}

func sourcesOf(ts []source.Text) string {
	if len(ts) == 0 {
		return "no source"
	}
	return "source " + joined(ts)
}

// checkDossier reports ids that stand twice or that are none, and names that nobody knows.
func (l *loader) checkDossier(d *Dossier) {
	seen := map[string]source.Pos{}
	for _, x := range d.lines() {
		kind, id, _ := strings.Cut(strings.TrimPrefix(x.what, "the "), " ")
		if kind == "dossier" || kind == "doubt" || id == "" {
			continue
		}
		if !source.IsID(id) {
			l.ds.Add(source.Diagnostic{Pos: x.pos, Message: fmt.Sprintf("%q is not an id", id), Hint: "use lower-case letters and digits, words joined by hyphens"})
		}
		if first, twice := seen[id]; twice {
			l.ds.Add(source.Diagnostic{Pos: x.pos, Message: fmt.Sprintf("the id %q stands twice in the dossier", id), Related: []source.Related{{Pos: first, Message: "the first one"}}})
			continue
		}
		seen[id] = x.pos
	}
	for _, s := range d.Cited() {
		l.knownSource(s)
	}
	l.checkFilled(d)
	fits := func(t source.Text, pattern *regexp.Regexp, what, hint string) {
		if t.Value != "" && !pattern.MatchString(t.Value) {
			l.ds.Add(source.Diagnostic{Pos: t.Pos, Message: fmt.Sprintf("%s is %q", what, t.Value), Hint: hint})
		}
	}
	for _, r := range d.Routes {
		fits(r, routeForm, "a route", "write PATHWAY/ROUTE, such as access/aac")
	}
	places := []*Place{d.Platform}
	for _, g := range d.Groups {
		for _, p := range g.Pieces {
			places = append(places, p.Form)
			for _, by := range p.By {
				l.oneOf(by, "by", Providers)
			}
		}
	}
	for _, p := range places {
		if p != nil {
			fits(p.Address, addressForm, "address", "write an address that begins with https:// or mailto:")
		}
	}
	for _, q := range d.Questions {
		fits(q.Prefill, idForm, "prefill", "write the id of a question of the pathway")
		for _, c := range q.Choices {
			fits(c.Prefill, answerForm, "prefill", "write QUESTION=OPTION, such as unmet=yes")
		}
	}
}

// checkFilled reports lists that hold nothing.
func (l *loader) checkFilled(d *Dossier) {
	empty := func(pos source.Pos, what, expected string) {
		l.ds.Errorf(pos, "%s, expected %s", what, expected)
	}
	if len(d.Groups) == 0 {
		empty(d.Intro.Pos, "the dossier has no group", "one with its pieces")
	}
	for _, g := range d.Groups {
		if len(g.Pieces) == 0 {
			empty(g.ID.Pos, fmt.Sprintf("the group %q has no piece", g.ID.Value), "one or more")
		}
		for _, p := range g.Pieces {
			if len(p.By) == 0 {
				empty(p.ID.Pos, fmt.Sprintf("nobody provides the piece %q", p.ID.Value), "by: and one or more of "+strings.Join(Providers, ", "))
			}
		}
	}
}

// agreeDossiers reports where a dossier and its translation part, with both places.
func (l *loader) agreeDossiers(p, twin *Page) {
	if p.Dossier == nil || twin.Dossier == nil {
		if p.Dossier != twin.Dossier {
			l.ds.Add(source.Diagnostic{Pos: p.File.At(0), Message: "having a dossier differs from the translation", Related: []source.Related{{Pos: twin.File.At(0), Message: "the translation"}}})
		}
		return
	}
	ours, theirs := p.Dossier.lines(), twin.Dossier.lines()
	for i := range max(len(ours), len(theirs)) {
		switch {
		case i >= len(ours):
			l.differ(p.Dossier.Intro.Pos, theirs[i].what+" is missing, the translation has it", theirs[i].pos)
		case i >= len(theirs):
			l.differ(ours[i].pos, ours[i].what+" is not in the translation", twin.Dossier.Intro.Pos)
		case ours[i].what != theirs[i].what:
			l.differ(ours[i].pos, fmt.Sprintf("%s stands where the translation has %s", ours[i].what, theirs[i].what), theirs[i].pos)
		default:
			for j, shared := range ours[i].shared {
				if there := theirs[i].shared[j]; shared != there {
					l.differ(ours[i].pos, fmt.Sprintf("%s differs from the translation: %s here, %s there", ours[i].what, shared, there), theirs[i].pos)
				}
			}
			continue
		}
		return // what follows would only repeat it
	}
}

func (l *loader) differ(pos source.Pos, what string, there source.Pos) {
	l.ds.Add(source.Diagnostic{Pos: pos, Message: what, Related: []source.Related{{Pos: there, Message: "the translation"}}})
}
