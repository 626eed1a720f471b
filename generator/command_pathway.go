package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"boussole/generator/internal/build"
	"boussole/generator/internal/output"
	"boussole/generator/internal/pathway"
	"boussole/generator/internal/source"
)

// openPathway reads and compiles one pathway of the project, without the rest of its site.
func openPathway(dir, name string, s *streams) (*build.Pathway, error) {
	if err := checkProject(dir); err != nil {
		return nil, err
	}
	fsys, ds := output.ReadProject(dir)
	if !ds.HasErrors() {
		if names := build.PathwayNames(fsys); !slices.Contains(names, name) {
			return nil, usageError{fmt.Errorf("there is no pathway %q%s", name, aside(source.DidYouMean(name, names)))}
		}
		var p *build.Pathway
		p, more := build.OpenPathway(fsys, name)
		ds = append(ds, more...)
		if p != nil {
			tell(s, ds, source.Error)
			return p, nil
		}
	}
	tell(s, ds, source.Error)
	return nil, errContent
}

type scenariosCmd struct {
	Pathway string   `arg:"" help:"The pathway's name, such as access."`
	Files   []string `arg:"" name:"file" help:"Scenario files." placeholder:"FILE"`
}

// Run prints a line for each scenario that fails and then how many passed and failed.
func (c *scenariosCmd) Run(all *commands, s *streams) error {
	p, err := openPathway(all.Dir, c.Pathway, s)
	if err != nil {
		return err
	}
	passed, failed, broken := 0, 0, false
	for _, name := range c.Files {
		data, err := os.ReadFile(name)
		if err != nil {
			return usageError{fmt.Errorf("the scenario file cannot be read: %w", err)}
		}
		f, ds := source.New(filepath.ToSlash(name), data)
		scenarios, more := []*pathway.Scenario(nil), source.Diagnostics(nil)
		if !ds.HasErrors() {
			scenarios, more = pathway.ParseScenarios(f)
		}
		ds = append(ds, more...)
		broken = broken || !tell(s, ds, source.Warning)
		for _, sc := range scenarios {
			if failure := p.Diagram.Run(sc); failure != "" {
				failed++
				fmt.Fprintf(s.out, "%s: %s: %s\n", sc.ID.Pos, sc.ID.Value, failure)
				continue
			}
			passed++
		}
	}
	fmt.Fprintf(s.out, "%d passed, %d failed\n", passed, failed)
	if failed > 0 || broken {
		return errContent
	}
	return nil
}

type explainCmd struct {
	Pathway string `arg:"" help:"The pathway's name, such as access."`
	Answers string `help:"Answers as question=option, joined by commas; \"unknown\" is \"I do not know\"." placeholder:"Q=O,…"`
	Order   bool   `help:"Say what the order of the questions costs, and the best order that keeps topics together."`
	Lang    string `help:"The language of the words: fr or en." enum:"fr,en" default:"en"`
	Route   string `help:"The route that is drawn, with --format svg." placeholder:"ROUTE"`
	Format  string `help:"How to print: text or json; a pathway without answers also as csv, mermaid, dot or dmn; one of its routes as svg." enum:"text,json,csv,mermaid,dot,dmn,svg" default:"text"`
}

// Run explains a situation, or, without answers, the pathway.
func (c *explainCmd) Run(all *commands, s *streams) error {
	p, err := openPathway(all.Dir, c.Pathway, s)
	if err != nil {
		return err
	}
	if c.Route != "" || c.Format == "svg" {
		return c.draw(p, s)
	}
	if c.Order {
		return c.order(p, s)
	}
	if c.Answers == "" {
		ds := append(p.Diagram.Prove(p.Words[c.Lang]), p.Diagram.Check(p.Scenarios)...)
		fine := tell(s, ds, source.Note)
		if c.Format != "text" {
			if err := export(s.out, s, p, c.Format, c.Lang); err != nil {
				return err
			}
		} else {
			report(s.out, p, c.Lang)
		}
		if !fine {
			return errContent
		}
		return nil
	}
	if c.Format != "text" && c.Format != "json" {
		return usageError{fmt.Errorf("--format %s prints the whole pathway; it goes without --answers", c.Format)}
	}
	answers := map[string]string{}
	for _, a := range strings.Split(c.Answers, ",") {
		q, o, ok := strings.Cut(strings.TrimSpace(a), "=")
		if !ok {
			return usageError{fmt.Errorf("--answers holds %q, expected question=option", a)}
		}
		q, o = strings.TrimSpace(q), strings.TrimSpace(o)
		if _, twice := answers[q]; twice {
			return usageError{fmt.Errorf("--answers answers %q twice", q)}
		}
		if known := p.Rules.Question(q); known != nil && o == pathway.UnknownID && !known.Unknown && known.Option(o) < 0 {
			return usageError{fmt.Errorf("the question %q does not offer \"I do not know\"", q)}
		}
		answers[q] = o
	}
	situation, err := p.Rules.Situation(answers)
	if err != nil {
		return usageError{err}
	}
	if p.Words[c.Lang] == nil {
		return usageError{fmt.Errorf("the pathway %q has no words in %q", c.Pathway, c.Lang)}
	}
	e := explain(p, situation, c.Lang)
	if c.Format == "json" {
		return writeJSON(s.out, e)
	}
	e.print(s.out)
	return nil
}

func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// explanation is what explain prints of a situation.
type explanation struct {
	Routes        []routeExplanation `json:"routes"`
	Next          *string            `json:"next"`
	Contradiction string             `json:"contradiction,omitempty"`
}

type routeExplanation struct {
	ID     string   `json:"id"`
	Status string   `json:"status"`
	Why    []reason `json:"why"`
	WhyNot []reason `json:"whyNot"`
	Open   []reason `json:"open"`
	// Sufficient are the fewest of the answers that make the status certain; Changes are the fewest that would
	// have to differ for the route to apply; DecidedBy are the questions that would settle it.
	Sufficient []string `json:"sufficient,omitempty"`
	Changes    []string `json:"changes,omitempty"`
	DecidedBy  []string `json:"decidedBy,omitempty"`
	// HandsOver are the answers that the route gives to another pathway, where it applies or is possible.
	HandsOver *handedOver `json:"handsOver,omitempty"`
}

type handedOver struct {
	To      string   `json:"to"`
	Answers []string `json:"answers"`
}

// reason is a criterion, or a route that another one yields to, in words.
type reason struct {
	Criterion string `json:"criterion,omitempty"`
	Route     string `json:"route,omitempty"`
	Text      string `json:"text"`
	Source    string `json:"source,omitempty"`
}

func explain(p *build.Pathway, s pathway.Situation, lang string) explanation {
	w, res := p.Words[lang], p.Diagram.Evaluate(s)
	is := func(c *pathway.Criterion) reason {
		return reason{Criterion: c.ID, Text: w.Text("criterion." + c.ID + ".is"), Source: c.Source.Value}
	}
	out := explanation{Routes: []routeExplanation{}}
	for _, e := range p.Diagram.Explain(res) {
		r := routeExplanation{ID: e.Route.ID, Status: e.Status.String(), Why: []reason{}, WhyNot: []reason{}, Open: []reason{}}
		for _, c := range e.Why {
			r.Why = append(r.Why, is(c))
		}
		for _, c := range e.WhyNot {
			r.WhyNot = append(r.WhyNot, reason{Criterion: c.ID, Text: w.WhyNot(c, s), Source: c.Source.Value})
		}
		for _, u := range e.YieldsTo {
			r.WhyNot = append(r.WhyNot, reason{Route: u.ID, Text: w.Text("route." + u.ID + ".name")})
		}
		for _, c := range e.Open {
			r.Open = append(r.Open, is(c))
		}
		r.reasons(p, e.Route, s)
		if e.Status >= pathway.Possible {
			r.HandsOver = handOver(p, e.Route, s)
		}
		out.Routes = append(out.Routes, r)
	}
	if o := p.Rules.Otherwise; o != nil {
		status := pathway.Hidden
		if res.Fallback {
			status = pathway.Applies
		}
		r := routeExplanation{ID: o.ID, Status: status.String(), Why: []reason{}, WhyNot: []reason{}, Open: []reason{}}
		if res.Fallback {
			r.HandsOver = handOver(p, o, s)
		}
		out.Routes = append(out.Routes, r)
	}
	if res.Next != nil {
		out.Next = &res.Next.ID
	}
	if res.Contradiction >= 0 {
		out.Contradiction = w.Text("impossible." + p.Rules.Impossible[res.Contradiction].Reason.Value)
	}
	return out
}

// handOver is what a route gives to another pathway; nil where it never does.
func handOver(p *build.Pathway, r *pathway.Route, s pathway.Situation) *handedOver {
	if r.HandsOver == nil {
		return nil
	}
	out := &handedOver{To: r.HandsOver.To.Value, Answers: []string{}}
	for _, h := range p.Diagram.HandOver(r, s) {
		out.Answers = append(out.Answers, h.String())
	}
	return out
}

// reasons fills what the diagram, beyond the criteria, says of the route.
func (r *routeExplanation) reasons(p *build.Pathway, route *pathway.Route, s pathway.Situation) {
	if enough := p.Diagram.Sufficient(route, s); enough != nil {
		for i, q := range p.Rules.Questions {
			if enough[i] >= 0 {
				r.Sufficient = append(r.Sufficient, q.ID+"="+q.Options[enough[i]].Value)
			}
		}
	}
	if r.Status == pathway.Excluded.String() {
		for _, c := range p.Diagram.Changes(route, s) {
			r.Changes = append(r.Changes, c.String())
		}
	}
	if r.Status == pathway.Possible.String() {
		for _, q := range p.Diagram.Deciding(route, s) {
			r.DecidedBy = append(r.DecidedBy, q.ID)
		}
	}
}

func (e explanation) print(w io.Writer) {
	if e.Contradiction != "" {
		fmt.Fprintf(w, "these answers cannot go together: %s\n", e.Contradiction)
	}
	for _, r := range e.Routes {
		fmt.Fprintf(w, "%-9s %s\n", r.Status, r.ID)
		for _, list := range []struct {
			mark    string
			reasons []reason
		}{{"+", r.Why}, {"-", r.WhyNot}, {"?", r.Open}} {
			for _, x := range list.reasons {
				fmt.Fprintf(w, "          %s %s\n", list.mark, x.Text)
			}
		}
		for _, list := range []struct {
			what  string
			items []string
		}{{"enough for this", r.Sufficient}, {"would have to differ", r.Changes}, {"would settle it", r.DecidedBy}} {
			if len(list.items) > 0 {
				fmt.Fprintf(w, "          %s: %s\n", list.what, strings.Join(list.items, ", "))
			}
		}
		if h := r.HandsOver; h != nil && len(h.Answers) > 0 {
			fmt.Fprintf(w, "          handed over to %s: %s\n", h.To, strings.Join(h.Answers, ", "))
		}
	}
	if e.Next != nil {
		fmt.Fprintf(w, "next question: %s\n", *e.Next)
	} else {
		fmt.Fprintln(w, "no further question changes the result")
	}
}
