package site

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"boussole/generator/internal/source"
)

// Brief is what a table that compares routes says of a page, or of a place in it, in a few words. What it leaves out
// is taken from the page's facts.
type Brief struct {
	At       source.Text   `yaml:"at" doc:"The place in the page that this is about, such as being-treated. Without it: the page as a whole."`
	Decides  source.Text   `yaml:"decides" doc:"Who decides, in a few words of Markdown with their sources."`
	Applies  source.Text   `yaml:"applies" doc:"Who makes the request or acts first."`
	Duration source.Text   `yaml:"duration" doc:"How long it holds."`
	By       []source.Text `yaml:"by,required" doc:"Who applies or acts first, for the filter. The same in every language."`
}

// Shape implements [source.Shaped].
func (Brief) Shape() map[string]source.Form {
	return map[string]source.Form{
		"at": {ID: true},
		"by": {Items: &source.Form{OneOf: Appliers}},
	}
}

// Appliers are those who may make a request or act first.
var Appliers = []string{"patient", "doctor", "pharmacist", "company", "institution", "association", "authority"}

// BriefAt returns what the page says in brief of a place in it; "" is the page as a whole. What is not said there is
// taken from the page as a whole, then from its facts; By is nil where nothing says it.
func (p *Page) BriefAt(anchor string) Brief {
	var out Brief
	fill := func(from Brief) {
		for _, pair := range [][2]*source.Text{{&out.Decides, &from.Decides}, {&out.Applies, &from.Applies}, {&out.Duration, &from.Duration}} {
			if pair[0].Value == "" {
				*pair[0] = *pair[1]
			}
		}
		if out.By == nil {
			out.By = from.By
		}
	}
	for _, at := range []string{anchor, ""} {
		for _, b := range p.InBrief {
			if b.At.Value == at {
				fill(b)
			}
		}
	}
	if p.Facts != nil {
		fill(Brief{Decides: p.Facts.Decides, Applies: p.Facts.Applies, Duration: p.Facts.Duration})
	}
	return out
}

var (
	citation   = regexp.MustCompile(`\[@([^\]]*)\]`)
	citationID = regexp.MustCompile(`(?:^|;)\s*@?([a-z0-9-]+)`)
)

// Cites are the ids of the sources that a line of Markdown cites, in order.
func Cites(line string) []string {
	var ids []string
	for _, group := range citation.FindAllStringSubmatch(line, -1) {
		for _, one := range citationID.FindAllStringSubmatch(group[1], -1) {
			ids = append(ids, one[1])
		}
	}
	return ids
}

// checkBriefs reports words and sources of in-brief that do not exist, and places that stand twice.
func (l *loader) checkBriefs(p *Page) {
	seen := map[string]bool{}
	for _, b := range p.InBrief {
		if seen[b.At.Value] {
			pos := b.At.Pos
			if len(b.By) > 0 && b.At.Value == "" {
				pos = b.By[0].Pos
			}
			l.ds.Add(source.Diagnostic{Pos: pos, Message: fmt.Sprintf("in-brief speaks twice of %s", placeName(b.At.Value)), Hint: "say everything of one place in one item"})
		}
		seen[b.At.Value] = true
		for _, by := range b.By {
			l.oneOf(by, "by", Appliers)
		}
		for _, t := range []source.Text{b.Decides, b.Applies, b.Duration} {
			for _, id := range Cites(t.Value) {
				l.knownSource(source.Text{Value: id, Pos: t.Pos})
			}
		}
	}
}

func placeName(at string) string {
	if at == "" {
		return "the page as a whole"
	}
	return "the place " + at
}

// oneOf reports a word that is not among the known ones.
func (l *loader) oneOf(t source.Text, what string, known []string) {
	if t.Value != "" && !slices.Contains(known, t.Value) {
		l.ds.Add(source.Diagnostic{Pos: t.Pos, Message: fmt.Sprintf("%s is %q", what, t.Value), Hint: source.DidYouMean(t.Value, known)})
	}
}

// briefKey is what in-brief must share with the translation: places and who applies.
func briefKey(p *Page) string {
	var parts []string
	for _, b := range p.InBrief {
		parts = append(parts, b.At.Value+":"+strings.Join(sorted(b.By), " "))
	}
	return strings.Join(parts, "; ")
}
