package pathway

import (
	"math/big"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// mutate changes one thing in rules: an option of a condition, a needed criterion, an unless, a gate.
func mutate(t *rapid.T, text string) string {
	lines := strings.Split(text, "\n")
	var at []int
	for i, l := range lines {
		if strings.HasPrefix(l, "  r") || strings.HasPrefix(l, "  c") {
			at = append(at, i)
		}
	}
	i := at[rapid.IntRange(0, len(at)-1).Draw(t, "line")]
	switch l := lines[i]; rapid.IntRange(0, 3).Draw(t, "mutation") {
	case 0:
		lines[i] = strings.Replace(l, "needs: [c0, ", "needs: [", 1)
	case 1:
		if k := strings.Index(l, ", unless: ["); k >= 0 {
			end := strings.Index(l[k+1:], "]") + k + 2
			lines[i] = l[:k] + l[end:]
		}
	case 2:
		lines[i] = strings.Replace(l, "[o0]", "[o1]", 1)
	case 3:
		lines[i] = strings.Replace(l, "[o0, o1]", "[o1]", 1)
	}
	return strings.Join(lines, "\n")
}

// The difference of a version with itself is empty; otherwise it is empty exactly when no situation is judged
// differently; every case it shows is one; its shares are exact; and it mirrors the difference the other way.
func TestDiffIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := drawRules(t)
		a, b := compileText(t, text), compileText(t, mutate(t, text))
		if x, ok := Diff(a, a); !ok || !x.Same() {
			t.Fatalf("a version differs from itself: %+v\n%s", x, text)
		}
		x, ok := Diff(a, b)
		if !ok {
			t.Fatal("too many steps for small rules")
		}
		total, changed := 0, map[string]int{}
		for _, s := range allAnswers(a.Rules, a.Rules.NewSituation()) {
			total++
			for _, r := range a.Rules.Routes {
				if p, q := a.judge(r.ID, s), b.judge(r.ID, s); p != q {
					changed[r.ID+p+q]++
				}
			}
		}
		told := map[string]int{}
		for _, c := range x.Routes {
			for _, tr := range c.Transitions {
				key := c.ID + word(tr.From, tr.FromNowhere) + word(tr.To, tr.ToNowhere)
				told[key] = changed[key]
				if want := big.NewRat(int64(changed[key]), int64(total)); tr.Share.Cmp(want) != 0 {
					t.Fatalf("%s: share %v, want %v\n%s", key, tr.Share, want, text)
				}
				checkCases(t, a, b, c.ID, key, tr)
			}
		}
		for key := range changed {
			if _, ok := told[key]; !ok {
				t.Fatalf("%s is not told\n%s", key, text)
			}
		}
		mirror, _ := Diff(b, a)
		if len(mirror.Routes) != len(x.Routes) || len(mirror.Fallback) != len(x.Fallback) {
			t.Fatalf("the mirror has %d routes, want %d", len(mirror.Routes), len(x.Routes))
		}
		for i, c := range x.Routes {
			for _, tr := range c.Transitions {
				if !slices.ContainsFunc(mirror.Routes[i].Transitions, func(o Transition) bool {
					return o.From == tr.To && o.To == tr.From && o.FromNowhere == tr.ToNowhere && o.ToNowhere == tr.FromNowhere && o.Share.Cmp(tr.Share) == 0
				}) {
					t.Fatalf("%s: %v has no mirror", c.ID, tr)
				}
			}
		}
	})
}

func word(s Status, nowhere bool) string {
	if nowhere {
		return "nowhere"
	}
	return s.String()
}

// judge is what the rules, read plainly, make of answers that may hold some to questions that are not asked.
func (d *Diagram) judge(id string, s Situation) string {
	c := d.Rules.asked(s)
	if !d.Rules.possible(c) {
		return "nowhere"
	}
	return d.Rules.Route(id).eval(c).String()
}

func checkCases(t *rapid.T, a, b *Diagram, id, key string, tr Transition) {
	for _, c := range tr.Cases {
		for _, s := range allAnswers(a.Rules, a.Rules.NewSituation()) {
			inside := true
			for _, w := range c.Answers {
				q := a.Rules.Question(w.Question)
				inside = inside && slices.Contains(w.Options, q.Options[s[q.Index]].Value)
			}
			if inside && id+a.judge(id, s)+b.judge(id, s) != key {
				t.Fatalf("%s: the case %v holds %s, which is no such case", key, c, a.Rules.Describe(s))
			}
		}
	}
}

func TestDiffNamesWhatOneVersionLacks(t *testing.T) {
	old := compileText(t, `otherwise: none
questions:
  a: {options: [x, y, gone]}
  b: {options: [x, y]}
routes:
  r: {page: p, gate: {a: [x, gone]}}
  old: {page: p, gate: {b: x}}
  none: {page: p, fallback: true}
`)
	new := compileText(t, `otherwise: none
questions:
  a: {options: [x, y, come], unknown: refused}
  c: {ask-if: {a: y}, options: [x, y]}
routes:
  r: {page: p, gate: {any: [{a: x}, {c: y}]}}
  new: {page: p, gate: {a: come}}
  none: {page: p, fallback: true}
`)
	x, ok := Diff(old, new)
	if !ok || x.Same() {
		t.Fatalf("got %+v", x)
	}
	for _, c := range []struct{ got, want []string }{
		{x.AddedQuestions, []string{"c"}},
		{x.RemovedQuestions, []string{"b"}},
		{x.AddedOptions, []string{"a=come"}},
		{x.RemovedOptions, []string{"a=gone"}},
		{x.AddedRoutes, []string{"new"}},
		{x.RemovedRoutes, []string{"old"}},
		{x.Unknown, []string{"a"}},
	} {
		if !slices.Equal(c.got, c.want) {
			t.Errorf("got %v, want %v", c.got, c.want)
		}
	}
	// r newly applies where a=y and c=y: half of half of the answers both versions know.
	i := slices.IndexFunc(x.Routes, func(c RouteChange) bool { return c.ID == "r" })
	if i < 0 || len(x.Routes[i].Transitions) != 1 || x.Routes[i].Transitions[0].Share.Cmp(big.NewRat(1, 4)) != 0 {
		t.Errorf("r changes by %+v", x.Routes)
	}
}
