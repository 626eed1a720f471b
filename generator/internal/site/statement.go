package site

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"boussole/generator/internal/source"
)

// StatementFile holds the accessibility statement, which pages with layout: accessibility show.
const StatementFile = Folder + "/accessibility.yaml"

// Statement is what the site says of its own accessibility. Its order on the page is that of the French model of a
// statement (RGAA, "obligations": commitment, state of conformance, results of tests, content that is not accessible,
// how it was drawn up, contact, remedies). Nothing in it may be empty.
type Statement struct {
	Conformity   source.Text              `yaml:"conformity,required" doc:"The declared state: full (100% of the criteria), partial (50% at least) or none. Without a valid audit it is none."`
	Established  source.Date              `yaml:"established,required" doc:"The day on which the statement was first drawn up."`
	Updated      source.Date              `yaml:"updated,required" doc:"The day on which it was last brought up to date. Nothing in it is later."`
	Reference    Reference                `yaml:"reference,required" doc:"The rules that the state is measured by."`
	Goal         map[string]source.Text   `yaml:"goal,required" doc:"What is aimed for: a line of Markdown per language, as all texts here are."`
	Measures     []map[string]source.Text `yaml:"measures,required" doc:"What is done to reach it."`
	Duty         map[string]source.Text   `yaml:"duty,required" doc:"Whether law asks this site for a statement, as far as is known. Claim no status that the publisher lacks."`
	Audit        *Audit                   `yaml:"audit" doc:"The audit by a person. Leave the key out where there has been none."`
	Checks       []Check                  `yaml:"checks,required" doc:"What was really checked, on the site as it was on that day."`
	NotChecked   []map[string]source.Text `yaml:"not-checked,required" doc:"What nobody has checked."`
	Limits       []Limit                  `yaml:"limits,required" doc:"What is known not to be accessible; [] where nothing is known."`
	Technologies []source.Text            `yaml:"technologies,required" doc:"The languages that pages are written in, such as HTML."`
	Environments []map[string]source.Text `yaml:"environments,required" doc:"The browsers, with the assistive tools, in which the site was tried."`
	Contact      Contact                  `yaml:"contact,required" doc:"Whom to tell of a difficulty."`
	Remedies     Remedies                 `yaml:"remedies,required" doc:"Where to turn when no answer helps."`
	File         *source.File             `yaml:"-"`
}

// Reference is a set of rules with criteria, such as RGAA 4.1.2.
type Reference struct {
	Name   map[string]source.Text `yaml:"name,required" doc:"Its name with its version, per language, as it stands in a sentence; plain text."`
	Source source.Text            `yaml:"source,required" doc:"The id of the source that gives its text."`
	About  map[string]source.Text `yaml:"about,required" doc:"What it consists of: a line of Markdown per language, with its source."`
}

// Audit is an examination of a sample of pages by a person, criterion by criterion.
type Audit struct {
	Date  source.Date            `yaml:"date,required" doc:"The day on which it ended."`
	By    map[string]source.Text `yaml:"by,required" doc:"Who did it, per language; plain text."`
	Score int                    `yaml:"score,required" doc:"How many of a hundred criteria that apply are met: a whole number, rounded down."`
	Pages []source.Text          `yaml:"pages,required" doc:"The keys of the pages that were examined."`
}

// Check is something that was checked, by a tool or by hand.
type Check struct {
	What    map[string]source.Text `yaml:"what,required" doc:"What was checked, per language."`
	With    source.Text            `yaml:"with,required" doc:"The tool's name, or by-hand."`
	Version source.Text            `yaml:"version" doc:"The tool's version. It goes with a tool."`
	On      source.Text            `yaml:"on,required" doc:"Whether all pages of that day were checked or a sample of them."`
	Pages   int                    `yaml:"pages,required" doc:"How many pages were checked."`
	Date    source.Date            `yaml:"date,required" doc:"The day of the check."`
	Faults  int                    `yaml:"faults,required" doc:"How many faults were found: 0 for none."`
	Result  map[string]source.Text `yaml:"result,required" doc:"What the figure means, and under which conditions it was found, per language."`
}

// Limit is content that is not accessible, or may not be.
type Limit struct {
	Kind source.Text            `yaml:"kind,required" doc:"fault: against a criterion; burden: left out as too much to ask; exempt: not covered by the duty; doubt: not known."`
	What map[string]source.Text `yaml:"what,required" doc:"What it is, per language."`
}

// Contact is whom readers tell of a difficulty: addresses, or what they do for want of one.
type Contact struct {
	Address []source.Text            `yaml:"address" doc:"Where to write: mailto:…, https://… or tel:…; one or several. Never invent one."`
	Unknown map[string]source.Text   `yaml:"unknown" doc:"What readers do where no address is known. It stands instead of an address."`
	Tell    []map[string]source.Text `yaml:"tell,required" doc:"What a reader should tell, point by point."`
}

// Remedies are where readers turn when no answer helps.
type Remedies struct {
	When map[string]source.Text   `yaml:"when,required" doc:"In which case they hold."`
	Ways []map[string]source.Text `yaml:"ways,required" doc:"Where to turn, way by way."`
}

// Words of a statement.
var (
	Conformities = []string{"full", "partial", "none"}
	Coverages    = []string{"all", "sample"}
	LimitKinds   = []string{"fault", "burden", "exempt", "doubt"}
)

// ByHand is what a check is made with that no tool makes.
const ByHand = "by-hand"

// AuditYears is how long an audit holds, in years (RGAA, "obligations": a statement is valid for three years).
const AuditYears = 3

// bounds of conformity, in per cent of the criteria that apply (RGAA, "obligations").
const (
	fullScore    = 100
	partialScore = 50
)

// eachLanguage is the form of a list of texts per language.
var eachLanguage = source.Form{Least: 1, Items: &source.Form{Key: &language}}

// Shape implements [source.Shaped].
func (Statement) Shape() map[string]source.Form {
	return map[string]source.Form{
		"conformity":   {OneOf: Conformities},
		"goal":         {Key: &language},
		"measures":     eachLanguage,
		"duty":         {Key: &language},
		"checks":       {Least: 1},
		"not-checked":  eachLanguage,
		"technologies": {Least: 1},
		"environments": eachLanguage,
	}
}

// Shape implements [source.Shaped].
func (Reference) Shape() map[string]source.Form {
	return map[string]source.Form{"name": {Key: &language}, "source": {ID: true}, "about": {Key: &language}}
}

// Shape implements [source.Shaped].
func (Audit) Shape() map[string]source.Form {
	return map[string]source.Form{"by": {Key: &language}, "score": {Most: fullScore}, "pages": {Least: 1}}
}

// Shape implements [source.Shaped].
func (Check) Shape() map[string]source.Form {
	return map[string]source.Form{
		"what": {Key: &language}, "on": {OneOf: Coverages}, "pages": {Least: 1, Most: maxValue}, "faults": {Most: maxValue}, "result": {Key: &language},
	}
}

// Shape implements [source.Shaped].
func (Limit) Shape() map[string]source.Form {
	return map[string]source.Form{"kind": {OneOf: LimitKinds}, "what": {Key: &language}}
}

// Shape implements [source.Shaped].
func (Contact) Shape() map[string]source.Form {
	return map[string]source.Form{"address": {Least: 1, Items: &contact}, "unknown": {Key: &language}, "tell": eachLanguage}
}

// Shape implements [source.Shaped].
func (Remedies) Shape() map[string]source.Form {
	return map[string]source.Form{"when": {Key: &language}, "ways": eachLanguage}
}

// Expired reports whether the statement's audit no longer holds on the day of the statement.
func (s *Statement) Expired() bool {
	if s.Audit == nil {
		return false
	}
	end := s.Audit.Date
	end.Year += AuditYears
	return end.Before(s.Updated)
}

// earned is the state that the audit allows to declare.
func (s *Statement) earned() string {
	switch {
	case s.Audit == nil || s.Expired() || s.Audit.Score < partialScore:
		return "none"
	case s.Audit.Score < fullScore:
		return "partial"
	}
	return "full"
}

// statement reads the statement, which a site may do without.
func (l *loader) statement() {
	if _, err := fs.Stat(l.fsys, StatementFile); err != nil {
		return // told at the page that shows it
	}
	f := l.read(StatementFile, true)
	if f == nil {
		return
	}
	root, ds := source.ParseYAML(f)
	if l.ds = append(l.ds, ds...); root == nil {
		if !ds.HasErrors() {
			l.ds.Errorf(f.At(0), "the file is empty, expected an accessibility statement")
		}
		return
	}
	s := &Statement{File: f}
	ds = append(source.Decode(root, s), empties(root, "")...)
	if l.ds = append(l.ds, ds...); ds.HasErrors() {
		return
	}
	l.site.Statement = s
	l.oneOf(s.Conformity, "conformity", Conformities)
	l.statementTexts(s, root)
	l.checkConformity(s)
	l.checkChecks(s, root)
	c := s.Contact
	if at := root.Get("contact").Pos; (len(c.Address) > 0) == (c.Unknown != nil) {
		l.ds.Add(source.Diagnostic{Pos: at, Message: "contact has either addresses or what readers do for want of one", Hint: "write address: …, or unknown: {…} where none is known"})
	}
	for _, a := range c.Address {
		if !contactForm.MatchString(a.Value) {
			l.ds.Add(source.Diagnostic{Pos: a.Pos, Message: fmt.Sprintf("%q is no contact", a.Value), Hint: "expected " + contact.Hint})
		}
	}
}

// empties reports keys without a value, those too that may be left out. What is written as {} or [] is not among them.
func empties(n *source.Node, key string) source.Diagnostics {
	var ds source.Diagnostics
	if n.Kind == source.Null || n.Kind == source.Scalar && strings.TrimSpace(n.Text) == "" {
		ds.Errorf(n.Pos, "%q is empty", key) // as Decode says it of required keys
	}
	for _, item := range n.Items {
		ds = append(ds, empties(item, key)...)
	}
	for _, p := range n.Pairs {
		ds = append(ds, empties(p.Value, p.Key.Text)...)
	}
	return ds
}

// statementTexts asks for every text in every language of the site.
func (l *loader) statementTexts(s *Statement, root *source.Node) {
	each := func(texts []map[string]source.Text, what string, pos source.Pos) {
		l.some(len(texts), what, pos)
		for _, t := range texts {
			l.perLanguage(t, what, pos)
		}
	}
	at := func(key string) source.Pos { return root.Get(key).Pos }
	l.perLanguage(s.Reference.Name, "name", at("reference"))
	l.knownSource(s.Reference.Source)
	l.sourced(s.Reference.About, at("reference"))
	l.perLanguage(s.Goal, "goal", at("goal"))
	each(s.Measures, "measures", at("measures"))
	l.perLanguage(s.Duty, "duty", at("duty"))
	each(s.NotChecked, "not-checked", at("not-checked"))
	for _, x := range s.Limits {
		l.oneOf(x.Kind, "kind", LimitKinds)
		l.perLanguage(x.What, "what", x.Kind.Pos)
	}
	l.some(len(s.Technologies), "technologies", at("technologies"))
	each(s.Environments, "environments", at("environments"))
	if s.Contact.Unknown != nil {
		l.perLanguage(s.Contact.Unknown, "unknown", at("contact"))
	}
	each(s.Contact.Tell, "tell", at("contact"))
	l.perLanguage(s.Remedies.When, "when", at("remedies"))
	each(s.Remedies.Ways, "ways", at("remedies"))
}

// checkConformity holds the declared state against the audit.
func (l *loader) checkConformity(s *Statement) {
	if s.Updated.Before(s.Established) {
		l.ds.Errorf(s.Updated.Pos, "updated %s is before established %s", s.Updated, s.Established)
	}
	if a := s.Audit; a != nil {
		l.perLanguage(a.By, "by", a.Date.Pos)
		l.some(len(a.Pages), "pages", a.Date.Pos)
		if a.Score < 0 || a.Score > fullScore {
			l.ds.Errorf(a.Date.Pos, "the score of the audit is %d, expected 0 to %d", a.Score, fullScore)
		}
		if s.Updated.Before(a.Date) {
			l.ds.Errorf(a.Date.Pos, "the audit of %s is later than the statement, updated %s", a.Date, s.Updated)
		}
	}
	declared, earned := s.Conformity.Value, s.earned()
	if !slices.Contains(Conformities, declared) {
		return // which is told
	}
	if declared != earned {
		d := source.Diagnostic{Pos: s.Conformity.Pos, Message: fmt.Sprintf("conformity is %q, but there is no audit", declared), Hint: `without an audit by a person, write "none"`}
		if s.Audit != nil {
			d.Message = fmt.Sprintf("conformity is %q, but the audit of %s with a score of %d allows %q", declared, s.Audit.Date, s.Audit.Score, earned)
			d.Hint = fmt.Sprintf("full needs %d, partial %d at least; an audit holds for %d years", fullScore, partialScore, AuditYears)
		}
		l.ds.Add(d)
	}
	for _, x := range s.Limits {
		if x.Kind.Value == "fault" && declared == "full" {
			l.ds.Errorf(x.Kind.Pos, "conformity is \"full\", but a fault is known")
		}
	}
}

// checkChecks asks each check for what makes it a claim that can be repeated.
func (l *loader) checkChecks(s *Statement, root *source.Node) {
	l.some(len(s.Checks), "checks", root.Get("checks").Pos)
	told := slices.ContainsFunc(s.Limits, func(x Limit) bool { return x.Kind.Value == "fault" || x.Kind.Value == "doubt" })
	for _, c := range s.Checks {
		pos := c.With.Pos
		if c.Faults > 0 && !told {
			l.ds.Add(source.Diagnostic{Pos: pos, Message: fmt.Sprintf("the check found %d faults, but limits tell none", c.Faults), Hint: "add what is not accessible to limits, with kind: fault, or kind: doubt while it is not certain"})
		}
		l.perLanguage(c.What, "what", pos)
		l.perLanguage(c.Result, "result", pos)
		l.oneOf(c.On, "on", Coverages)
		if c.Pages < 1 || c.Pages > maxValue {
			l.ds.Errorf(pos, "the check has %d pages, expected 1 at least", c.Pages)
		}
		if c.Faults < 0 || c.Faults > maxValue {
			l.ds.Errorf(pos, "the check has %d faults, expected 0 at least", c.Faults)
		}
		if s.Updated.Before(c.Date) {
			l.ds.Errorf(c.Date.Pos, "the check of %s is later than the statement, updated %s", c.Date, s.Updated)
		}
		switch hand := c.With.Value == ByHand; {
		case hand && c.Version.Value != "":
			l.ds.Errorf(c.Version.Pos, "a check by hand has no version")
		case !hand && c.Version.Value == "":
			l.ds.Add(source.Diagnostic{Pos: pos, Message: fmt.Sprintf("the check with %q has no version", c.With.Value), Hint: "write version: …, or with: " + ByHand})
		}
	}
}

// checkStatementPages reports a statement that no page shows, pages that show none, and pages of an audit that do not
// exist. It is called when all pages are read.
func (l *loader) checkStatementPages() {
	s, shown := l.site.Statement, false
	_, err := fs.Stat(l.fsys, StatementFile)
	for _, key := range l.site.Keys() {
		for _, lang := range l.site.Langs {
			p := l.site.Page(key, lang)
			if p == nil || p.LayoutName() != "accessibility" {
				continue
			}
			shown = true
			if err != nil && !l.site.unread(StatementFile) {
				l.ds.Add(source.Diagnostic{Pos: p.Layout.Pos, Message: "the layout shows " + StatementFile + ", which is missing"})
			}
		}
	}
	if s == nil {
		return
	}
	if !shown && !l.site.AnyUnread() {
		l.ds.Add(source.Diagnostic{Pos: s.File.At(0), Message: "no page shows the accessibility statement", Hint: "give a page layout: accessibility"})
	}
	if s.Audit == nil {
		return
	}
	for _, p := range s.Audit.Pages {
		if !l.site.HasKey(p.Value) {
			l.ds.Add(source.Diagnostic{Pos: p.Pos, Message: fmt.Sprintf("page %q does not exist", p.Value), Hint: source.DidYouMean(p.Value, l.site.Keys())})
		}
	}
}
