package pathway

import (
	"fmt"
	"strings"
	"testing"
)

// A hand-over that changed is a change of meaning, wherever both versions show the route.
func TestDiffHandOver(t *testing.T) {
	const first = "{role: {company: {who: [sme, large]}}}"
	for _, c := range []struct{ old, new, want string }{
		{first, first, ""},
		{first, "{role: {company: {who: [large, sme]}}}", ""},
		{first, "{role: {company: {any: [{who: sme}, {who: large}]}}}", ""},
		{first, "{role: {company: {who: sme}}}", "other→other role=company 1→0 1/6"},
		{first, "{role: {company: {who: [sme, large]}, doctor: {who: care}}}", "other→other +role=doctor 0→1 1/6"},
		{first, "{role: {firm: {who: [sme, large]}}}", "other→other -role=company 1→0 1/3, +role=firm 0→1 1/3"},
		{first, "{role: {company: {who: [sme, large], kind: drug}}}", "other→other role=company open"},
	} {
		old := compileText(t, fmt.Sprintf(handingRules, c.old))
		x, ok := Diff(old, compileText(t, fmt.Sprintf(handingRules, c.new)))
		if got := describeHandOvers(x); !ok || got != c.want || x.Same() != (c.want == "") {
			t.Errorf("%s → %s: got %q, want %q", c.old, c.new, got, c.want)
		}
	}
	// The share is of all answers: the route is shown to half of them.
	without := compileText(t, strings.Replace(handingRules, ", hands-over: {to: other, answers: %s}", "", 1))
	with := compileText(t, fmt.Sprintf(handingRules, first))
	x, _ := Diff(without, with)
	y, _ := Diff(with, without)
	if got := describeHandOvers(x) + " / " + describeHandOvers(y); got != "→other +role=company 0→1 1/3 / other→ -role=company 1→0 1/3" {
		t.Errorf("got %q", got)
	}
}

func describeHandOvers(x *Difference) string {
	var out []string
	for _, c := range x.HandOvers {
		text := c.From + "→" + c.To
		for i, a := range c.Answers {
			if i > 0 {
				text += ","
			}
			text += " "
			if a.Added {
				text += "+"
			}
			if a.Removed {
				text += "-"
			}
			text += a.Answer
			for _, tr := range a.Transitions {
				text += fmt.Sprintf(" %d→%d %s", tr.From, tr.To, tr.Share.RatString())
			}
			if a.Open {
				text += " open"
			}
		}
		out = append(out, text)
	}
	return strings.Join(out, "; ")
}
