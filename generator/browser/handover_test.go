package browser

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// fromSupport is a company that wants its medicine paid for: the pathway "support" sends it to "access".
var fromSupport = []answer{{"who", "large"}, {"product", "medicine"}, {"need", "pay"}}

// toAccess is what the pathway "access" begins with then.
var toAccess = []answer{{"role", "company"}}

// TestHandOver goes through one questionnaire to the result that sends to the other, follows its link, and finds the
// first question that is still open, the answers that came along in the list, each to be changed; from there on the
// other questionnaire is as always.
func TestHandOver(t *testing.T) {
	t.Parallel()
	at := folder(t)
	for i, support := range checkersOf(t, "support") {
		access := checkers(t)[i]
		visitorAt(t, at, support, func(v *visitor) {
			s := v.walk(fromSupport, (*visitor).byMouse)
			v.leads(s, fromSupport)
			const link = `document.querySelector('[data-outcome=med-access] .outcome-page a')`
			if to := eval[string](v.tab, link+`.href`); to != v.base+access.path+"#"+fragment(toAccess) {
				v.t.Errorf("the link leads to %s, want %s#%s", to, access.path, fragment(toAccess))
			}
			if said := eval[string](v.tab, link+`.closest('p').textContent`); !strings.Contains(said, map[string]string{"en": "One of your answers", "fr": "Une de vos réponses"}[support.lang]) {
				v.t.Errorf("beside the link stands %q", said)
			}
			v.click(link)
			v.arrived(v.base + access.path + "#" + fragment(toAccess))
			v.c = access
			takenAlong(v)
			// Back leads to the result, as it was.
			v.back()
			v.arrived(v.base + support.path + "#" + fragment(fromSupport))
			v.c = support
			v.leads(v.awaits("the result again", func(s shown) bool { return s.Outcomes["med-access"] != "" }), fromSupport)
		})
	}
}

// takenAlong looks at the questionnaire that began with answers.
func takenAlong(v *visitor) {
	v.t.Helper()
	want := evaluate(v.t, v.c.pw, toAccess)
	s := v.asked(want.next)
	if s.Notice || s.Chosen != "" || s.Focus != "checker-heading" {
		v.t.Errorf("the first open question is shown as %+v, want nothing chosen, no notice, its heading in focus", s)
	}
	words := v.c.pw.Words[v.c.lang]
	var listed []string
	for _, a := range toAccess {
		listed = append(listed, words.Text("question."+a.question+".ask"), words.Text("question."+a.question+".option."+a.option))
	}
	// The list is folded; typography puts other spaces and apostrophes in.
	v.click(`document.querySelector('#checker details.checker-answers > summary')`)
	var got []string
	for _, text := range eval[[]string](v.tab, `[...document.querySelectorAll('#checker .answer > :not(.answer-change)')].filter(e => e.checkVisibility()).map(e => e.textContent)`) {
		got = append(got, plain(text))
	}
	for i := range listed {
		listed[i] = plain(listed[i])
	}
	if !slices.Equal(got, listed) {
		v.t.Errorf("the answers so far are %q, want %q", got, listed)
	}
	// An answer that came along is changed like any other.
	first := toAccess[0].question
	v.click(`document.querySelector('#checker .answer-change a')`)
	s = v.asked(first)
	if s.Chosen != toAccess[0].option || s.Hash != fragment(toAccess)+"&q="+first {
		v.t.Errorf("changing %s shows %+v", first, s)
	}
	v.byMouse(s, "doctor")
	s = v.asked(want.next)
	if changed := fmt.Sprintf("%s=doctor", first); s.Hash != changed {
		v.t.Errorf("after the change the address holds %q, want %q", s.Hash, changed)
	}
	v.back()
	v.asked(first)
	v.back()
	v.asked(want.next)
}

// TestHandOverWithoutScripts follows the tree to the same result, and on to the other tree.
func TestHandOverWithoutScripts(t *testing.T) {
	t.Parallel()
	at := folder(t)
	for i, support := range checkersOf(t, "support") {
		access := checkers(t)[i]
		t.Run(support.lang, func(t *testing.T) {
			t.Parallel()
			b := withoutScripts(ownTab(t, at.base))
			b.open(at.base + support.tree + "#q1")
			b.alone("q1")
			ref, place := support.pw.Trees[0].Root, "q1"
			for !ref.IsTerminal() {
				node := support.pw.Trees[0].Nodes[ref]
				q := support.pw.Rules.Questions[node.Question]
				option, _ := find(fromSupport, q.ID)
				n := q.Option(option)
				ref, place = node.Branches[n], b.follow(place, n)
			}
			b.click(b.link("#"+place, access.tree))
			b.arrived(at.base + access.tree)
		})
	}
}
