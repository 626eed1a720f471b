package browser

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"boussole/generator/internal/build"
	"boussole/generator/internal/pathway"
)

// answer is what is chosen for a question, by ids.
type answer struct{ question, option string }

// compassionate are answers that lead to compassionate access.
var compassionate = []answer{
	{"role", "patient"},
	{"product-type", "medicine"},
	{"ma-status", "no-ma"},
	{"listed", "none"},
	{"serious", "yes"},
	{"alternative", "none"},
	{"urgency", "life"},
	{"trial", "none"},
	{"lab-plan", "no-plan"},
	{"evidence", "some"},
	{"innovative", "yes"},
	{"scale", "one"},
	{"already", "no"},
	{"supply", "hospital"},
}

// fragment writes answers as the address of the checker does.
func fragment(answers []answer) string {
	var pairs []string
	for _, a := range answers {
		pairs = append(pairs, a.question+"="+a.option)
	}
	return strings.Join(pairs, "&")
}

func find(answers []answer, question string) (option string, ok bool) {
	i := slices.IndexFunc(answers, func(a answer) bool { return a.question == question })
	if i < 0 {
		return "", false
	}
	return answers[i].option, true
}

// allUnknown answers "I do not know" wherever that is offered, and otherwise what keeps most routes open.
func allUnknown(rules *pathway.Ruleset) []answer {
	var out []answer
	for _, q := range rules.Questions {
		option := pathway.UnknownID
		if !q.Unknown {
			option, _ = find(compassionate, q.ID)
		}
		out = append(out, answer{q.ID, option})
	}
	return out
}

// checkerPage is a page that asks a pathway, and the first page of its tree.
type checkerPage struct {
	lang, path, tree string
	pw               *build.Pathway
}

// inTree is the address of a place in the tree, on whichever page it stands.
func (c checkerPage) inTree(t testing.TB, id string) string {
	t.Helper()
	for _, path := range pages(t) {
		if !strings.HasPrefix(path, strings.TrimSuffix(c.tree, ".html")) {
			continue
		}
		data, err := fs.ReadFile(built(t).Tree, path)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(data, []byte(`id="`+id+`"`)) {
			return path + "#" + id
		}
	}
	t.Fatalf("no page of the tree %s has the place %q", c.tree, id)
	return ""
}

// checkers are the pages that ask the pathway "access", in each language.
func checkers(t testing.TB) []checkerPage {
	t.Helper()
	return checkersOf(t, "access")
}

// checkersOf are the pages that ask a pathway, in each language.
func checkersOf(t testing.TB, name string) []checkerPage {
	t.Helper()
	result := built(t)
	i := slices.IndexFunc(result.Pathways, func(p *build.Pathway) bool { return p.Name == name })
	if i < 0 {
		t.Fatalf("the site has no pathway called %s", name)
	}
	var out []checkerPage
	for _, p := range result.Site.Pages {
		if p.Pathway.Value != name {
			continue
		}
		c := checkerPage{lang: p.Lang, path: p.Path, pw: result.Pathways[i]}
		for _, path := range pages(t) {
			data, err := fs.ReadFile(result.Tree, path)
			if err != nil {
				t.Fatal(err)
			}
			// Of the pages that belong to a checker, the tree is the one whose questions are places.
			if strings.HasPrefix(path, strings.TrimSuffix(p.Path, ".html")+"-") && bytes.Contains(data, []byte(`id="q1"`)) {
				c.tree = path
			}
		}
		if c.tree == "" {
			t.Fatalf("%s has no tree", c.path)
		}
		out = append(out, c)
	}
	if len(out) != len(result.Site.Langs) {
		t.Fatalf("%d pages ask the pathway, want one in each of %v", len(out), result.Site.Langs)
	}
	return out
}

// everywhere runs a test of the checker in each language, from a folder and over HTTP, each in a tab of its own.
func everywhere(t *testing.T, f func(v *visitor)) {
	t.Helper()
	for _, at := range places(t) {
		for _, c := range checkers(t) {
			visitorAt(t, at, c, f)
		}
	}
}

// crosswise runs a test of the checker in each language and in each place once.
func crosswise(t *testing.T, f func(v *visitor)) {
	t.Helper()
	at := places(t)
	for i, c := range checkers(t) {
		visitorAt(t, at[i%len(at)], c, f)
	}
}

func visitorAt(t *testing.T, at place, c checkerPage, f func(v *visitor)) {
	t.Run(at.name+" "+c.lang, func(t *testing.T) {
		t.Parallel()
		f(&visitor{newTab(t, at.base), c})
	})
}

// visitor is somebody at the checker.
type visitor struct {
	*tab
	c checkerPage
}

// shown is what the checker shows.
type shown struct {
	Question string            // its id; empty on the result page
	Options  []string          // of the question
	Chosen   string            // the option that is chosen, or ""
	Heading  string            // of the step
	Focus    string            // the id of the element that has the focus
	Outcomes map[string]string // status by route, on the result page
	Answers  string            // the fragment of the address that the result page offers to copy
	Hash     string            // the fragment of the address
	Title    string            // of the document
	Notice   bool              // that answers were left aside
}

// show is an expression that gives what is shown. It names nothing, so that it can stand in another.
const show = `(() => {
	const checker = document.getElementById('checker'), radios = [...checker.querySelectorAll('input[type=radio]')];
	const heading = document.getElementById('checker-heading'), address = document.getElementById('checker-address');
	return {
		Question: radios.length ? radios[0].name : '',
		Options: radios.map(r => r.value),
		Chosen: radios.filter(r => r.checked).map(r => r.value).join(),
		Heading: heading ? heading.textContent : '',
		Focus: document.activeElement.id,
		Outcomes: Object.fromEntries([...checker.querySelectorAll('[data-outcome]')].map(e => [e.dataset.outcome, e.dataset.status])),
		Answers: address ? address.value.replace(/^[^#]*#?/, '') : '',
		Hash: location.hash.slice(1),
		Title: document.title,
		Notice: Boolean(document.getElementById('checker-notice')),
	};
})()`

func (v *visitor) shown() shown {
	v.t.Helper()
	return eval[shown](v.tab, show)
}

// awaits waits until the checker shows what a test wants.
func (v *visitor) awaits(what string, wanted func(s shown) bool) shown {
	v.t.Helper()
	var s shown
	err := within(v.ctx, func() (ok bool, err error) {
		s, err = try[shown](v.tab, show)
		return err == nil && wanted(s), err
	})
	if err != nil {
		v.t.Fatalf("wanted %s: %v; shown: %+v", what, err, s)
	}
	return s
}

// asked waits for a question.
func (v *visitor) asked(question string) shown {
	v.t.Helper()
	return v.awaits("the question "+question, func(s shown) bool { return s.Question == question })
}

// moved waits until another step than before is shown, its heading in focus.
func (v *visitor) moved(before shown) shown {
	v.t.Helper()
	return v.awaits("another step, its heading in focus", func(s shown) bool {
		return s.Heading != "" && s.Heading != before.Heading && s.Focus == "checker-heading"
	})
}

// start opens the checker with answers given.
func (v *visitor) start(answers ...answer) shown {
	v.t.Helper()
	address := v.base + v.c.path
	if len(answers) > 0 {
		address += "#" + fragment(answers)
	}
	v.open(address)
	return v.shown()
}

const radios, submit = `#checker input[type=radio]`, `#checker form [type=submit]`

// byMouse clicks an option's label, then the button.
func (v *visitor) byMouse(s shown, option string) {
	v.t.Helper()
	v.click(fmt.Sprintf(`document.querySelector('#checker input[value=%q]').labels[0]`, option))
	v.until("the option "+option+" to be chosen", fmt.Sprintf(`document.querySelector('#checker input[value=%q]').checked`, option))
	v.click(fmt.Sprintf(`document.querySelector(%q)`, submit))
}

// byKeys goes to the options with Tab, to one with the arrows, and on with Tab and Enter, or the space bar.
func (v *visitor) byKeys(s shown, option string) {
	v.t.Helper()
	v.tabTo(radios)
	if n := slices.Index(s.Options, option); n > 0 {
		v.press(slices.Repeat([]string{kb.ArrowDown}, n)...)
	} else {
		v.press(" ")
	}
	if got := v.shown().Chosen; got != option {
		v.t.Fatalf("the keys chose %q, want %q of %q", got, option, s.Options)
	}
	v.tabTo(submit)
	if len(s.Options)%2 == 0 {
		v.press(kb.Enter)
	} else {
		v.press(" ")
	}
}

// tabTo presses Tab until an element that the selector finds has the focus.
func (b *tab) tabTo(selector string) {
	b.t.Helper()
	const most = 80
	for range most {
		b.press(kb.Tab)
		if eval[bool](b, fmt.Sprintf(`document.activeElement.matches(%q)`, selector)) {
			return
		}
	}
	b.t.Fatalf("Tab does not reach %s (at %s)", selector, b.address())
}

// walk answers question after question and returns the result page. The page must ask what Go's Evaluate asks, and
// move the focus to the new heading each time.
func (v *visitor) walk(answers []answer, choose func(v *visitor, s shown, option string)) shown {
	v.t.Helper()
	s, given := v.start(), []answer{}
	for len(given) <= len(v.c.pw.Rules.Questions) {
		want := evaluate(v.t, v.c.pw, given)
		if s.Question != want.next {
			v.t.Fatalf("after %s the page asks %q, want %q", fragment(given), s.Question, want.next)
		}
		if s.Question == "" {
			return s
		}
		option, ok := find(answers, s.Question)
		if !ok {
			v.t.Fatalf("no answer to %q in the test", s.Question)
		}
		choose(v, s, option)
		given = append(given, answer{s.Question, option})
		s = v.moved(s)
	}
	v.t.Fatalf("no result after %s", fragment(given))
	return s
}

// verdict is what answers lead to.
type verdict struct {
	statuses    map[string]string // by route, without those that are not mentioned
	next        string            // the question to ask, or ""
	least, most int               // of the questions that are left, the one that is shown among them
}

// evaluate asks the diagram in Go.
func evaluate(t testing.TB, pw *build.Pathway, answers []answer) verdict {
	t.Helper()
	named := map[string]string{}
	for _, a := range answers {
		named[a.question] = a.option
	}
	situation, err := pw.Rules.Situation(named)
	if err != nil {
		t.Fatal(err)
	}
	result := pw.Diagram.Evaluate(situation)
	v := verdict{statuses: map[string]string{}, least: max(result.AtLeast, 1), most: result.AtMost}
	for i, status := range result.Status {
		if status != pathway.Hidden {
			v.statuses[pw.Rules.Routes[i].ID] = status.String()
		}
	}
	if result.Fallback && pw.Rules.Otherwise != nil {
		v.statuses[pw.Rules.Otherwise.ID] = pathway.Applies.String()
	}
	if result.Contradiction >= 0 {
		v.statuses = map[string]string{pw.Rules.Impossible[result.Contradiction].Reason.Value: "contradiction"}
	}
	if result.Next != nil {
		v.next = result.Next.ID
	}
	return v
}

// leads checks that a result page shows what its answers lead to.
func (v *visitor) leads(s shown, answers []answer) {
	v.t.Helper()
	if want := evaluate(v.t, v.c.pw, answers).statuses; s.Question != "" || !maps.Equal(s.Outcomes, want) {
		v.t.Errorf("%s leads to %v (question %q), want %v", fragment(answers), s.Outcomes, s.Question, want)
	}
}

func TestCheckerByKeyboard(t *testing.T) {
	t.Parallel()
	everywhere(t, func(v *visitor) { compassionateWalk(v, (*visitor).byKeys) })
}

func TestCheckerByMouse(t *testing.T) {
	t.Parallel()
	everywhere(t, func(v *visitor) { compassionateWalk(v, (*visitor).byMouse) })
}

func compassionateWalk(v *visitor, choose func(v *visitor, s shown, option string)) {
	v.t.Helper()
	s := v.walk(compassionate, choose)
	v.leads(s, compassionate)
	if s.Outcomes["aac"] != "applies" {
		v.t.Errorf("compassionate access is %q, want applies", s.Outcomes["aac"])
	}
	if stored := eval[look](v.tab, lookAt).Stored; stored != 0 {
		v.t.Error("the checker stores something in the browser")
	}
}
