package build

import (
	"fmt"

	"boussole/generator/internal/source"
)

// Advice is what the makers of the site should know besides what is wrong with it: notes, and, for a day that is given,
// warnings for all that is overdue on it. Building asks no clock; who asks for advice says which day it is, or none.
func (r *Result) Advice(day source.Date) source.Diagnostics {
	var ds source.Diagnostics
	if r.Site == nil {
		return nil
	}
	security := r.Site.Config.Security
	if security == nil {
		ds.Add(source.Diagnostic{
			Pos: r.Site.Config.BaseURL.Pos, Severity: source.Note,
			Message: "no .well-known/security.txt is made, for site.yaml names nobody to tell of a weakness",
			Hint:    "write security: {contact: …, expires: YYYY-MM-DD} when there is somebody",
		})
	}
	for _, one := range r.Behind {
		ds.Add(source.Diagnostic{
			Pos: one.Own.Pos, Severity: source.Note,
			Message: fmt.Sprintf("this text is older than its translation in %q", one.Twin.Lang),
			Hint:    "generator translations status shows both texts; generator translations stamp says that they agree",
			Related: []source.Related{{Pos: one.Newer.Pos, Message: "the newer text"}},
		})
	}
	if day.IsZero() {
		return ds
	}
	overdue := func(d source.Date, format string, args ...any) {
		if !d.IsZero() && d.Before(day) {
			ds.Add(source.Diagnostic{Pos: d.Pos, Severity: source.Warning, Message: fmt.Sprintf(format, args...)})
		}
	}
	for _, p := range r.Site.Pages {
		overdue(p.ReviewBy, "the page was to be checked again by %s", p.ReviewBy)
	}
	for _, pw := range r.Pathways {
		overdue(pw.Rules.ReviewBy, "the rules were to be checked again by %s", pw.Rules.ReviewBy)
	}
	if security != nil && !day.Before(security.Expires) {
		ds.Add(source.Diagnostic{Pos: security.Expires.Pos, Message: fmt.Sprintf("security.txt has expired on %s", security.Expires), Hint: "check that the contact still answers, then set a day less than a year ahead"})
	}
	return ds
}
