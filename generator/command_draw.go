package main

import (
	"errors"
	"fmt"

	"boussole/generator/internal/build"
	"boussole/generator/internal/source"
)

// draw writes one route's rules as an SVG document, in the words of a language where the pathway has them. Its ends
// bear marks that need no language; its description says the steps in full.
func (c *explainCmd) draw(p *build.Pathway, s *streams) error {
	r := p.Rules.Route(c.Route)
	switch {
	case c.Route == "":
		return usageError{errors.New("--format svg draws one route; name it with --route")}
	case c.Format != "svg" || c.Answers != "" || c.Order:
		return usageError{errors.New("--route goes with --format svg, without --answers and --order")}
	case r == nil:
		var ids []string
		for _, known := range p.Rules.Routes {
			ids = append(ids, known.ID)
		}
		hint := source.DidYouMean(c.Route, ids)
		if hint != "" {
			hint = " (" + hint + ")"
		}
		return usageError{fmt.Errorf("the pathway %q has no route %q%s", c.Pathway, c.Route, hint)}
	}
	o, ok := p.Diagram.Outline(r)
	if !ok {
		return fmt.Errorf("the rules of the route %q are too large to be drawn", c.Route)
	}
	words := p.Words[c.Lang]
	title := r.ID
	if words != nil {
		title = words.Text("route." + r.ID + ".name")
	}
	say := p.Rules.SayIn(words, r)
	fmt.Fprint(s.out, o.Picture(say).SVG(title, o.Text(say)))
	return nil
}
