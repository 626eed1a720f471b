package pathway

import (
	"fmt"
	"math"
	"math/big"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

var drawnName = regexp.MustCompile(`\b(q|c|r|reason)(\d)\b`)

// drawTopics draws rule sets and writes them as one: the questions of each are its own, but for an impossible
// situation that may join two. It also returns whether there is one.
func drawTopics(t *rapid.T, n int) (text string, joined bool) {
	parts := map[string]string{}
	for topic := range n {
		section := ""
		for line := range strings.Lines(drawnName.ReplaceAllString(drawRules(t), fmt.Sprintf("t%d-$1$2", topic))) {
			switch {
			case !strings.HasPrefix(line, " "):
				section = line
			case !strings.Contains(line, "none:"):
				parts[section] += line
			}
		}
	}
	if joined = rapid.IntRange(0, 3).Draw(t, "joined") == 0; joined {
		parts["impossible:\n"] += "  - {when: {t0-q0: o0, t1-q0: o1}, because: both}\n"
	}
	for _, section := range []string{"questions:\n", "criteria:\n", "routes:\n", "impossible:\n"} {
		if parts[section] != "" {
			text += section + parts[section]
		}
	}
	return text, joined
}

// drawComplete answers every question that is asked; false when that cannot exist.
func drawComplete(t *rapid.T, rs *Ruleset) (Situation, bool) {
	s := rs.NewSituation()
	for i, q := range rs.Questions {
		s[i] = rapid.IntRange(0, len(q.Options)-1).Draw(t, q.ID)
	}
	s = rs.asked(s)
	return s, rs.possible(s)
}

// follow is the row that a complete situation leads to.
func (j *Joint) follow(s Situation) Row {
	r := j.Root
	for !r.IsTerminal() {
		n := j.Nodes[r]
		r = n.Branches[s[n.Question]]
	}
	return j.Rows[r.Value()]
}

// The trees of groups say together what the rules say: each status, whether there is nothing, and why a situation
// cannot exist. No question is in two groups, and each route is in one.
func TestGroupsAgreeWithTheRules(t *testing.T) {
	several := 0
	rapid.Check(t, func(t *rapid.T) {
		text, joined := drawTopics(t, 2)
		d := compileText(t, text)
		rs := d.Rules
		var ts Trees
		for _, c := range d.clusters() {
			j, ok := d.join(c, jointLimit)
			if !ok {
				t.Fatal("a small tree is too large")
			}
			ts = append(ts, j)
		}
		if len(ts) > 1 {
			several++
		}
		checkApart(t, d, ts, joined)
		for range 20 {
			s, exists := drawComplete(t, rs)
			status, fallback, reason := make([]Status, len(rs.Routes)), true, len(rs.Impossible)
			for _, j := range ts {
				row := j.follow(s)
				if row.Contradiction >= 0 {
					reason = min(reason, row.Contradiction)
					continue
				}
				fallback = fallback && row.Fallback
				for i, r := range j.Routes {
					status[r.Index] = row.Status[i]
				}
			}
			// Reasons over questions that decide nothing are in no tree.
			want := slices.IndexFunc(rs.Impossible, func(im *Impossible) bool { return im.When.eval(s) && inSome(d, im) })
			if want < 0 {
				want = len(rs.Impossible)
			}
			if reason != want {
				t.Fatalf("%s: entry %d is said to exclude it, want %d of %d\n%s", rs.Describe(s), reason, want, len(rs.Impossible), text)
			}
			if !exists {
				continue
			}
			nothing := true
			for i, r := range rs.Routes {
				if want := r.eval(s); status[i] != want {
					t.Fatalf("%s: the tree says that %s %v, want %v\n%s", rs.Describe(s), r.ID, status[i], want, text)
				}
				nothing = nothing && r.eval(s) < Possible
			}
			if fallback != nothing {
				t.Fatalf("%s: fallback %v, want %v\n%s", rs.Describe(s), fallback, nothing, text)
			}
		}
	})
	if several == 0 {
		t.Error("no rule set had two groups: this shows nothing")
	}
}

// inSome reports whether an impossible situation concerns a group.
func inSome(d *Diagram, im *Impossible) bool {
	return slices.ContainsFunc(d.clusters(), func(c cluster) bool {
		return slices.ContainsFunc(c.impossible, func(e excluded) bool { return d.Rules.Impossible[e.index] == im })
	})
}

func checkApart(t *rapid.T, d *Diagram, ts Trees, joined bool) {
	tree, routes := map[int]int{}, map[*Route]bool{}
	for i, j := range ts {
		topics := map[string]bool{}
		for _, n := range j.Nodes {
			if other, ok := tree[n.Question]; ok && other != i {
				t.Fatalf("%s is in two trees", d.Rules.Questions[n.Question].ID)
			}
			tree[n.Question] = i
			topics[d.Rules.Questions[n.Question].ID[:2]] = true
		}
		if len(topics) > 1 && !joined {
			t.Fatalf("a tree is of %d topics", len(topics))
		}
		for _, r := range j.Routes {
			if routes[r] {
				t.Fatalf("%s is in two trees", r.ID)
			}
			routes[r] = true
		}
	}
	if len(routes) != len(d.Rules.Routes) {
		t.Fatalf("%d routes in all trees, want %d", len(routes), len(d.Rules.Routes))
	}
	whole, _ := d.Joint()
	if len(d.Rules.Impossible) > 0 {
		return // what cannot exist ends the whole tree, and only one of several
	}
	if got, want := ts.Expected(d.Rules), d.Rules.Expected(whole); math.Abs(got-want) > 1e-9 {
		t.Fatalf("%v questions expected over all groups, want %v", got, want)
	}
	if got, want := ts.Longest(), whole.Longest(); got != want {
		t.Fatalf("%d questions at most over all groups, want %d", got, want)
	}
}

// The share without a route is the same whether it is counted over the union or group by group.
func TestFallbackIsCountedByGroups(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, _ := drawTopics(t, 2)
		d := compileText(t, text)
		byUnion, _ := d.Shares()
		var byGroups *big.Rat
		d.space.within(DefaultLimit, func() {
			c := newCounter(d)
			byGroups = d.fallbackByGroups(c, byUnion.Situations)
		})
		if !byGroups.IsInt() || byGroups.Num().Cmp(byUnion.Fallback) != 0 {
			t.Fatalf("%v by groups, want %v\n%s", byGroups, byUnion.Fallback, text)
		}
	})
}

// All routes in one tree are too large, each group is small; and a group that is too large alone is named.
func TestTreesOfIndependentRoutes(t *testing.T) {
	d := compileText(t, independent())
	if _, ok := d.Joint(); ok {
		t.Error("the joint diagram is small: this shows nothing")
	}
	ts, ds := d.Trees()
	if len(ds) > 0 || len(ts) != 8 {
		t.Fatalf("%d trees and %d errors, want 8 trees", len(ts), len(ds))
	}
	for i, j := range ts {
		for _, r := range j.Routes {
			if want := fmt.Sprintf("t%d-", i); !strings.HasPrefix(r.ID, want) {
				t.Errorf("tree %d holds %s", i, r.ID)
			}
		}
	}
	if ts, _ := compileText(t, regulatory(100)).Trees(); len(ts) != 4 {
		t.Errorf("%d trees for the routes of an agency, want one per topic", len(ts))
	}
	ts, ds = d.trees(1000)
	if ts != nil || len(ds) == 0 {
		t.Fatalf("%d trees within 1000 steps, want errors", len(ts))
	}
	for _, m := range ds {
		if !regexp.MustCompile(`^the tree of 12 routes \(t(\d)-r0, .*, …\), over 6 questions \(t\d-q0, .*t\d-q5\), is too large for a page that is read without scripts$`).MatchString(m.Message) || !strings.HasPrefix(m.Pos.String(), "rules.yaml:") {
			t.Errorf("%s: %s", m.Pos, m.Message)
		}
	}
}
