package pathway

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// engine returns a folder that holds testdata/dmn-engine with its packages installed. It lies in the user's cache,
// outside the repository, and is made once per version of that folder.
func engine(t *testing.T) string {
	t.Helper()
	for _, tool := range []string{"node", "npm"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is not installed: the exported tables are not run in an independent engine", tool)
		}
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = os.TempDir()
	}
	files := map[string][]byte{}
	sum := sha256.New()
	for _, name := range []string{"evaluate.mjs", "package.json", "package-lock.json"} {
		if files[name], err = os.ReadFile(filepath.Join("testdata/dmn-engine", name)); err != nil {
			t.Fatal(err)
		}
		sum.Write(files[name])
	}
	parent := filepath.Join(cache, "boussole")
	dir := filepath.Join(parent, fmt.Sprintf("dmn-engine-%x", sum.Sum(nil)[:8]))
	if _, err := os.Stat(dir); err == nil {
		return dir
	}
	// Installed aside and then renamed: what has the name is complete, whoever else installs at the same time.
	if err := os.MkdirAll(parent, 0o755); err != nil {
		t.Fatal(err)
	}
	aside, err := os.MkdirTemp(parent, "installing-")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(aside)
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(aside, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	install := exec.Command("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")
	install.Dir = aside
	if out, err := install.CombinedOutput(); err != nil {
		t.Skipf("npm cannot install the independent engine (%v): the exported tables are not run in it\n%s", err, out)
	}
	if err := os.Rename(aside, dir); err != nil && !errors.Is(err, os.ErrExist) {
		if _, there := os.Stat(dir); there != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// engineSituations is how many situations the engine decides; a pathway with more is sampled.
const engineSituations = 50_000

// The exported tables of the real pathways say the same in an engine that nobody here wrote.
func TestDMNInIndependentEngine(t *testing.T) {
	if testing.Short() {
		t.Skip("the independent engine takes a minute")
	}
	names, err := filepath.Glob("../../../content/pathways/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		stem := strings.TrimSuffix(filepath.Base(name), ".yaml")
		if strings.Contains(stem, ".") {
			continue
		}
		t.Run(stem, func(t *testing.T) {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			runInEngine(t, engine(t), compileText(t, string(data)))
		})
	}
	t.Run("impossible", func(t *testing.T) { runInEngine(t, engine(t), compileText(t, priceRules)) })
}

func runInEngine(t *testing.T, dir string, d *Diagram) {
	model, ds := d.DMN(nil)
	if ds.HasErrors() {
		t.Fatal(ds)
	}
	type input struct {
		Variables  []string    `json:"variables"`
		Values     [][]string  `json:"values"`
		Situations []Situation `json:"situations"`
	}
	in := input{Situations: d.someSituations(engineSituations)}
	for _, q := range d.Rules.Questions {
		in.Variables = append(in.Variables, feelName(q.ID))
		in.Values = append(in.Values, q.OptionIDs())
	}
	situations, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	tmp := t.TempDir()
	for name, data := range map[string][]byte{"model.dmn": []byte(model), "situations.json": situations} {
		if err := os.WriteFile(filepath.Join(tmp, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("node", "evaluate.mjs", filepath.Join(tmp, "model.dmn"), filepath.Join(tmp, "situations.json"))
	cmd.Dir = dir
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	var want []string
	for _, r := range d.Rules.routesAndFallback() {
		want = append(want, feelName(r.ID+"-status"))
	}
	if lines[0] != strings.Join(want, " ") {
		t.Fatalf("decisions %s", lines[0])
	}
	for i, s := range in.Situations {
		res := d.Evaluate(s)
		want = want[:0]
		for _, st := range res.Status {
			want = append(want, st.String())
		}
		if d.Rules.Otherwise != nil {
			want = append(want, map[bool]string{true: "applies", false: "hidden"}[res.Fallback])
		}
		if lines[i+1] != strings.Join(want, " ") {
			t.Fatalf("%s:\nthe engine says %s\nwe say          %s", d.Rules.Describe(s), lines[i+1], strings.Join(want, " "))
		}
	}
	t.Logf("%d situations of %d routes agree", len(in.Situations), len(want))
}

// someSituations returns the complete situations that can exist, questions that no table tests left unanswered, or,
// when there are more than n, n that are drawn at random, always the same.
func (d *Diagram) someSituations(n int) []Situation {
	if shares, ok := d.Shares(); ok && shares.Situations.IsInt64() && shares.Situations.Int64() <= int64(n) {
		var out []Situation
		d.Rules.complete(d.Rules.NewSituation(), func(s Situation) {
			if !d.Rules.wordsAnswered(s) {
				out = append(out, s)
			}
		})
		return out
	}
	draw := rand.New(rand.NewSource(1))
	var out []Situation
	for len(out) < n {
		s := d.Rules.NewSituation()
		for i, q := range d.Rules.Questions {
			if !q.WordsOnly && (q.AskIf == nil || q.AskIf.eval(s)) {
				s[i] = draw.Intn(len(q.Options))
				// Often the first option, so that chains of questions are reached to their end.
				if draw.Intn(3) == 0 {
					s[i] = 0
				}
			}
		}
		if d.Rules.possible(s) {
			out = append(out, s)
		}
	}
	return out
}

// wordsAnswered reports whether a question that only chooses words has another answer than its first.
func (rs *Ruleset) wordsAnswered(s Situation) bool {
	for i, q := range rs.Questions {
		if q.WordsOnly && s[i] > 0 {
			return true
		}
	}
	return false
}
