package site

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"boussole/generator/internal/source"
)

// What front matter says of a page's life: where it stood before, what changed in it, and which state of its
// translation it agrees with.

// Change is something that readers of a page should know has changed.
type Change struct {
	Date source.Date `yaml:"date,required" doc:"The day of the change."`
	Text source.Text `yaml:"text,required" doc:"What changed for readers, in a sentence; plain text."`
}

// Shape implements [source.Shaped].
func (Change) Shape() map[string]source.Form {
	return map[string]source.Form{"text": {Least: 1, Most: maxSummary}}
}

const (
	aliasPattern = `^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)*\.html$`
	aliasHint    = "an address from the site's root, such as fr/procedures/old-name.html"
	hashPattern  = `^[0-9a-f]{8}$`
)

var aliasForm, hashForm = regexp.MustCompile(aliasPattern), regexp.MustCompile(hashPattern)

// checkLife reports what is wrong with a page's changes and with the state of its translation.
func (l *loader) checkLife(p *Page) {
	seen := map[string]source.Pos{}
	for _, c := range p.Changes {
		if n := len([]rune(c.Text.Value)); n > maxSummary {
			l.ds.Errorf(c.Text.Pos, "the text of a change has %d characters, expected at most %d", n, maxSummary)
		}
		key := c.Date.String() + " " + c.Text.Value
		if first, twice := seen[key]; twice {
			l.ds.Add(source.Diagnostic{Pos: c.Text.Pos, Message: "this change is told twice", Related: []source.Related{{Pos: first, Message: "the first time"}}})
		}
		seen[key] = c.Text.Pos
	}
	for lang, hashes := range p.Twin {
		var pos source.Pos
		for _, h := range hashes {
			pos = h.Pos
			if !hashForm.MatchString(h.Value) {
				l.ds.Add(source.Diagnostic{Pos: h.Pos, Message: fmt.Sprintf("%q is no state of a section", h.Value), Hint: "generator translations stamp writes this key"})
			}
		}
		if !l.isLang(lang) || lang == p.Lang {
			if !pos.IsValid() {
				pos = p.File.At(0)
			}
			l.ds.Errorf(pos, "twin has the language %q, expected another language of the site than the page's own", lang)
		}
	}
}

// checkAliases reports former addresses that cannot be one, and those that two pages have.
func (l *loader) checkAliases() {
	now, before := map[string]*Page{}, map[string]source.Pos{}
	for _, p := range l.site.Pages {
		now[p.Path] = p
	}
	for _, p := range l.site.Pages {
		for _, a := range p.Aliases {
			parts := strings.Split(strings.TrimSuffix(a.Value, ".html"), "/")
			bad := slices.ContainsFunc(parts, func(s string) bool { return !IsSlug(s) })
			switch first, twice := before[a.Value]; {
			case !aliasForm.MatchString(a.Value) || bad:
				l.ds.Add(source.Diagnostic{Pos: a.Pos, Message: fmt.Sprintf("%q cannot be an alias", a.Value), Hint: aliasHint})
			case twice:
				l.ds.Add(source.Diagnostic{Pos: a.Pos, Message: fmt.Sprintf("the alias %q stands twice", a.Value), Related: []source.Related{{Pos: first, Message: "the first one"}}})
			case now[a.Value] != nil:
				l.ds.Add(source.Diagnostic{
					Pos: a.Pos, Message: fmt.Sprintf("the alias %q is the address of a page", a.Value), Hint: "an alias is an address that no page has any more",
					Related: []source.Related{{Pos: now[a.Value].File.At(0), Message: "that page"}},
				})
			default:
				before[a.Value] = a.Pos
			}
		}
	}
}

// changeDays are the days of a page's changes, in the order written.
func changeDays(p *Page) string {
	var days []string
	for _, c := range p.Changes {
		days = append(days, c.Date.String())
	}
	return strings.Join(days, " ")
}

// Security is whom to tell of a weakness in the site, as RFC 9116 has it.
type Security struct {
	Contact []source.Text `yaml:"contact,required" doc:"Where to write: mailto:…, https://… or tel:…; one or several. Never invent one."`
	Expires source.Date   `yaml:"expires,required" doc:"The day from which this is no longer to be trusted: less than a year ahead. generator check --date tells when it is past."`
}

// contact is the form of an address in security.txt.
var contact = source.Form{Pattern: `^(mailto:|https://|tel:)[^ ]+$`, Hint: "mailto:…, https://… or tel:…"}

var contactForm = regexp.MustCompile(contact.Pattern)

// Shape implements [source.Shaped].
func (Security) Shape() map[string]source.Form {
	return map[string]source.Form{"contact": {Least: 1, Items: &contact}}
}

func (l *loader) checkSecurity(s *Security) {
	if s == nil {
		return
	}
	for _, c := range s.Contact {
		if !contactForm.MatchString(c.Value) {
			l.ds.Add(source.Diagnostic{Pos: c.Pos, Message: fmt.Sprintf("%q is no contact", c.Value), Hint: "expected " + contact.Hint})
		}
	}
}
