package pathway

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"boussole/generator/internal/source"
)

// The order in which routes, criteria and exclusive groups are written changes no diagram and no scenario.
func TestOrderOfRealRulesChangesNothing(t *testing.T) {
	for _, name := range realPathways {
		text := realText(t, name+".yaml")
		d := compileText(t, text)
		draw := rand.New(rand.NewPCG(3, 4))
		for range 3 {
			shuffled := shuffleEntries(t, text, draw, "criteria", "routes", "exclusive")
			if shuffled == text {
				t.Fatal("nothing was shuffled")
			}
			e := compileText(t, shuffled)
			for _, r := range d.Rules.Routes {
				if !sameDiagram(d, e, d.Routes[r.Index], e.Routes[e.Rules.Route(r.ID).Index]) {
					t.Errorf("%s: the diagram of route %s depends on the order", name, r.ID)
				}
			}
			for _, c := range d.Rules.Criteria {
				if !sameDiagram(d, e, d.Criteria[c.Index], e.Criteria[e.Rules.Criterion(c.ID).Index]) {
					t.Errorf("%s: the diagram of criterion %s depends on the order", name, c.ID)
				}
			}
			if x, ok := Diff(d, e); !ok || !x.Same() {
				t.Errorf("%s: the difference with a shuffled copy is %+v", name, x)
			}
			if a, b := messages(d.Prove(nil)), messages(e.Prove(nil)); !slices.Equal(a, b) {
				t.Errorf("%s: the proofs say %q, and shuffled %q", name, a, b)
			}
			for _, s := range realScenarios(t, name) {
				if f := e.Run(s); f != "" {
					t.Errorf("%s: scenario %s fails when the rules are shuffled: %s", name, s.ID.Value, f)
				}
			}
		}
	}
}

// messages are the texts of what was found, sorted.
func messages(ds source.Diagnostics) []string {
	var out []string
	for _, d := range ds {
		out = append(out, d.Message)
	}
	slices.Sort(out)
	return out
}

// shuffleEntries shuffles the entries of sections of rules. Comments that stand between entries are left out.
func shuffleEntries(t *testing.T, text string, draw *rand.Rand, sections ...string) string {
	t.Helper()
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	var out []string
	for i := 0; i < len(lines); {
		out = append(out, lines[i])
		section, isSection := strings.CutSuffix(lines[i], ":")
		i++
		if !isSection || !slices.Contains(sections, section) {
			continue
		}
		var entries [][]string
		for ; i < len(lines) && (strings.HasPrefix(lines[i], "  ") || lines[i] == ""); i++ {
			switch {
			case strings.HasPrefix(strings.TrimSpace(lines[i]), "#") || lines[i] == "":
			case !strings.HasPrefix(lines[i], "   "):
				entries = append(entries, []string{lines[i]})
			default:
				entries[len(entries)-1] = append(entries[len(entries)-1], lines[i])
			}
		}
		draw.Shuffle(len(entries), func(a, b int) { entries[a], entries[b] = entries[b], entries[a] })
		for _, e := range entries {
			out = append(out, e...)
		}
	}
	return strings.Join(out, "\n") + "\n"
}

// sameDiagram reports whether two diagrams over the same questions are equal node for node.
func sameDiagram(d, e *Diagram, a, b Ref) bool {
	paired := map[Ref]Ref{}
	var same func(a, b Ref) bool
	same = func(a, b Ref) bool {
		if a.IsTerminal() || b.IsTerminal() {
			return a == b
		}
		if known, ok := paired[a]; ok {
			return known == b
		}
		paired[a] = b
		m, n := d.Nodes[a], e.Nodes[b]
		return d.Rules.Questions[m.Question].ID == e.Rules.Questions[n.Question].ID && slices.EqualFunc(m.Branches, n.Branches, same)
	}
	return same(a, b)
}
