package pathway

import (
	"encoding/json"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/dop251/goja"
	"pgregory.net/rapid"
)

// decideJS is static/js/decide.js and reasons.js as one plain script: they import nothing, so their exports are all
// that must go. What reasons.js exports is called reasonsOf.
func decideJS(t testing.TB) string {
	t.Helper()
	return pureJS(t, "decide.js") + "\nconst reasonsOf = (() => {" + pureJS(t, "reasons.js") + "\nreturn create;})();"
}

func pureJS(t testing.TB, name string) string {
	t.Helper()
	data, err := os.ReadFile("../../../static/js/" + name)
	if err != nil {
		t.Fatal(err)
	}
	if regexp.MustCompile(`(?m)^\s*import\b|\b(document|window|location)\.\w`).Match(data) {
		t.Fatal(name + " imports something or touches the document")
	}
	return strings.ReplaceAll(string(data), "\nexport ", "\n")
}

// browserResult is what decide.js says of a situation.
type browserResult struct {
	Status        map[string]string   `json:"status"`
	Criteria      map[string][]string `json:"criteria"`
	Fallback      bool                `json:"fallback"`
	Contradiction *string             `json:"contradiction"`
	Next          *string             `json:"next"`
	AtLeast       int                 `json:"atLeast"`
	AtMost        int                 `json:"atMost"`
	Explain       []struct {
		Route    string   `json:"route"`
		Why      []string `json:"why"`
		WhyNot   []string `json:"whyNot"`
		Open     []string `json:"open"`
		YieldsTo []string `json:"yieldsTo"`
		// Enough and Changes are what reasons.js says; pairs of question and option.
		Enough  [][2]string `json:"enough"`
		Changes [][2]string `json:"changes"`
	} `json:"explain"`
}

// browser runs decide.js on a diagram's data.
type browser struct {
	vm     *goja.Runtime
	decide goja.Callable
}

func newBrowser(t testing.TB, program *goja.Program, d *Diagram) *browser {
	t.Helper()
	data, err := json.Marshal(d.Data())
	if err != nil {
		t.Fatal(err)
	}
	vm := goja.New()
	if _, err := vm.RunProgram(program); err != nil {
		t.Fatal(err)
	}
	if err := vm.Set("DATA", string(data)); err != nil {
		t.Fatal(err)
	}
	v, err := vm.RunString(`const made = create(JSON.parse(DATA)), reasons = reasonsOf(JSON.parse(DATA));
		answers => {
			const r = made.evaluate(JSON.parse(answers));
			r.explain = made.explain(r);
			if (r.contradiction === null) r.explain.forEach(e => {
				e.enough = reasons.sufficient(e.route, e.status, r.relevant);
				e.changes = reasons.changes(e.route, r.relevant);
			});
			return JSON.stringify(r);
		}`)
	if err != nil {
		t.Fatal(err)
	}
	f, ok := goja.AssertFunction(v)
	if !ok {
		t.Fatal("no function")
	}
	return &browser{vm, f}
}

// answersJS is a situation as decide.js takes it.
func (rs *Ruleset) answersJS(s Situation) map[string]string {
	answers := map[string]string{}
	for i, q := range rs.Questions {
		switch {
		case s[i] >= 0:
			answers[q.ID] = q.Options[s[i]].Value
		case s[i] == Unknown:
			answers[q.ID] = UnknownID
		}
	}
	return answers
}

func (b *browser) evaluate(t interface{ Fatal(...any) }, rs *Ruleset, s Situation) browserResult {
	text, _ := json.Marshal(rs.answersJS(s))
	v, err := b.decide(goja.Undefined(), b.vm.ToValue(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	var r browserResult
	if err := json.Unmarshal([]byte(v.String()), &r); err != nil {
		t.Fatal(err)
	}
	return r
}

// inBrowserForm writes Go's result as decide.js does.
func inBrowserForm(d *Diagram, res Result) browserResult {
	r := browserResult{Status: map[string]string{}, Criteria: map[string][]string{}, Fallback: res.Fallback, AtLeast: res.AtLeast, AtMost: res.AtMost}
	for i, s := range res.Status {
		r.Status[d.Rules.Routes[i].ID] = s.String()
	}
	for i, ts := range res.Criteria {
		list := []string{}
		for _, truth := range []Truth{Fails, Open, Holds} {
			if ts.Has(truth) {
				list = append(list, truth.String())
			}
		}
		r.Criteria[d.Rules.Criteria[i].ID] = list
	}
	if res.Contradiction >= 0 {
		r.Contradiction = &d.Rules.Impossible[res.Contradiction].Reason.Value
	}
	if res.Next != nil {
		r.Next = &res.Next.ID
	}
	return r
}

func compareWithBrowser(t *rapid.T, d *Diagram, b *browser, s Situation) {
	res := d.Evaluate(s)
	want, got := inBrowserForm(d, res), b.evaluate(t, d.Rules, s)
	ids := func(cs []*Criterion) []string {
		out := []string{}
		for _, c := range cs {
			out = append(out, c.ID)
		}
		return out
	}
	for i, e := range d.Explain(res) {
		g := got.Explain[i]
		yields := []string{}
		for _, r := range e.YieldsTo {
			yields = append(yields, r.ID)
		}
		if !reflect.DeepEqual([]any{ids(e.Why), ids(e.WhyNot), ids(e.Open), yields}, []any{g.Why, g.WhyNot, g.Open, g.YieldsTo}) {
			t.Fatalf("%s: route %s: decide.js explains %+v, Go %+v", d.Rules.Describe(s), e.Route.ID, g, e)
		}
		if res.Contradiction < 0 {
			compareReasons(t, d, e.Route, s, g.Enough, g.Changes)
		}
	}
	got.Explain = nil
	if !reflect.DeepEqual(want, got) {
		a, _ := json.Marshal(want)
		b, _ := json.Marshal(got)
		t.Fatalf("%s:\nGo        %s\ndecide.js %s", d.Rules.Describe(s), a, b)
	}
}

func compareReasons(t *rapid.T, d *Diagram, r *Route, s Situation, enough, changes [][2]string) {
	want := map[bool][][2]string{}
	set := d.Sufficient(r, s)
	for i, q := range d.Rules.Questions {
		if set != nil && set[i] >= 0 {
			want[true] = append(want[true], [2]string{q.ID, q.Options[set[i]].Value})
		}
	}
	goes := d.Changes(r, s)
	for _, c := range goes {
		want[false] = append(want[false], [2]string{c.Question.ID, c.Question.Options[c.Option].Value})
	}
	same := func(a, b [][2]string) bool { return len(a) == 0 && len(b) == 0 || reflect.DeepEqual(a, b) }
	if !same(want[true], enough) || (set == nil) != (enough == nil) || !same(want[false], changes) || (goes == nil) != (changes == nil) {
		t.Fatalf("%s: route %s: reasons.js says %v and %v, Go %v and %v", d.Rules.Describe(s), r.ID, enough, changes, want[true], want[false])
	}
}

// The browser's walk and Go's walk agree on random rules and situations.
func TestDecideJSAgreesOnRandomRules(t *testing.T) {
	program, err := goja.Compile("decide.js", decideJS(t), true)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(rt *rapid.T) {
		d := compileText(rt, drawRules(rt))
		b := newBrowser(t, program, d)
		for range 4 {
			compareWithBrowser(rt, d, b, drawSituation(rt, d.Rules))
		}
	})
}

// They agree on the real pathways.
func TestDecideJSAgreesOnRealPathways(t *testing.T) {
	program, err := goja.Compile("decide.js", decideJS(t), true)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"access", "support"} {
		data, err := os.ReadFile("../../../content/pathways/" + name + ".yaml")
		if err != nil {
			t.Fatal(err)
		}
		d := compileText(t, string(data))
		b := newBrowser(t, program, d)
		rapid.Check(t, func(rt *rapid.T) {
			s := drawSituation(rt, d.Rules)
			for i, q := range d.Rules.Questions {
				// Where "I do not know" is refused the page never answers so; there may be an option of that name.
				if rapid.Bool().Draw(rt, "left open") || s[i] == Unknown && !q.Unknown {
					s[i] = Unanswered
				}
			}
			compareWithBrowser(rt, d, b, s)
		})
	}
}
