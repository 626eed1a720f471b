package pathway

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"boussole/generator/internal/source"
)

// Each failure of a proof, tried on a broken copy of the real rules, is told at the right place, with the right
// further places, and with a witness that shows it.
func TestBrokenCopiesOfRealRules(t *testing.T) {
	for _, c := range brokenCopies {
		t.Run(c.name, func(t *testing.T) {
			texts := c.texts(t)
			rs, ds := everything(c.pathway, texts)
			var found *source.Diagnostic
			for i, d := range ds {
				if found == nil && strings.Contains(d.Message, c.message) && d.Pos.Name() == c.placeFile() {
					found = &ds[i]
				} else if d.Pos.Name() == c.pathway+".yaml" && d.Severity < source.Note && !strings.Contains(d.Message, c.message) && !slices.ContainsFunc(c.besides, func(m string) bool { return strings.Contains(d.Message, m) }) {
					t.Errorf("not wanted: %s: %s: %s", d.Pos, d.Severity, d.Message)
				}
			}
			if found == nil {
				t.Fatalf("nothing says %q in %s", c.message, c.placeFile())
			}
			if found.Severity != c.level {
				t.Errorf("it is told as %s, want %s", found.Severity, c.level)
			}
			if want := place(t, c.placeFile(), texts[c.placeFile()], c.at); found.Pos.String() != want {
				t.Errorf("it is told at %s, want %s: %s", found.Pos, want, found.Message)
			}
			if !strings.Contains(found.Hint, c.hint) {
				t.Errorf("the hint is %q, want %q", found.Hint, c.hint)
			}
			rules := c.pathway + ".yaml"
			for i, at := range c.related {
				if want := place(t, rules, texts[rules], at); i >= len(found.Related) || found.Related[i].Pos.String() != want {
					t.Errorf("further places %v, want %s as number %d", found.Related, want, i+1)
				}
			}
			if c.fault != nil {
				replayWitness(t, rs, found.Message, c.fault)
			}
		})
	}
}

func (c brokenCopy) placeFile() string {
	switch {
	case c.inFile != "":
		return c.inFile
	case c.file != "":
		return c.file
	}
	return c.pathway + ".yaml"
}

// texts are the pathway's files by their names, one of them edited.
func (c brokenCopy) texts(t *testing.T) map[string]string {
	t.Helper()
	texts := map[string]string{}
	for _, part := range []string{".yaml", ".fr.yaml", ".en.yaml", ".scenarios.yaml"} {
		texts[c.pathway+part] = realText(t, c.pathway+part)
	}
	name := c.pathway + ".yaml"
	if c.file != "" {
		name = c.file
	}
	for i := 0; i < len(c.edits); i += 2 {
		if n := strings.Count(texts[name], c.edits[i]); n != 1 {
			t.Fatalf("%q stands %d times in %s, want once", c.edits[i], n, name)
		}
		texts[name] = strings.Replace(texts[name], c.edits[i], c.edits[i+1], 1)
	}
	return texts
}

// place is file:line:col of the character behind ▸.
func place(t *testing.T, name, text, at string) string {
	t.Helper()
	before, after, _ := strings.Cut(at, "▸")
	context := before + after
	if context != "" && strings.Count(text, context) != 1 {
		t.Fatalf("%q stands %d times in %s, want once", context, strings.Count(text, context), name)
	}
	head := text[:strings.Index(text, context)+len(before)]
	line := strings.LastIndexByte(head, '\n') + 1
	return fmt.Sprintf("%s:%d:%d", name, 1+strings.Count(head, "\n"), 1+utf8.RuneCountInString(head[line:]))
}

// everything reads and proves a pathway as a build does, and returns all that is said.
func everything(name string, texts map[string]string) (*Ruleset, source.Diagnostics) {
	file := func(part string) *source.File {
		f, _ := source.New(name+part, []byte(texts[name+part]))
		return f
	}
	rs, ds := Parse(name, file(".yaml"))
	if rs == nil {
		return nil, ds
	}
	words := map[string]*Words{}
	for _, lang := range []string{"fr", "en"} {
		w, more := ParseWords(rs, file("."+lang+".yaml"))
		words[lang], ds = w, append(ds, more...)
	}
	scenarios, more := ParseScenarios(file(".scenarios.yaml"))
	ds = append(append(ds, more...), Parity(words)...)
	d, more := Compile(rs, 0)
	if ds = append(ds, more...); d != nil {
		ds = append(ds, d.Prove(words["en"])...)
		ds = append(ds, d.Check(scenarios)...)
	}
	return rs, ds
}

var witnessPattern = regexp.MustCompile(`[a-z0-9-]+=[a-z0-9-]+(?:, [a-z0-9-]+=[a-z0-9-]+)*`)

// mostReplayed is how many completions of a witness are looked at.
const mostReplayed = 300_000

// replayWitness reads the situation out of the message: each of its completions shows the fault, read naively, and
// when any one of its answers is left open, some completion does not.
func replayWitness(t *testing.T, rs *Ruleset, message string, fault func(*Ruleset, Situation) bool) {
	t.Helper()
	text := witnessPattern.FindString(message)
	answers := map[string]string{}
	for _, pair := range strings.Split(text, ", ") {
		q, o, _ := strings.Cut(pair, "=")
		answers[q] = o
	}
	s, err := rs.Situation(answers)
	if err != nil {
		t.Fatalf("the witness of %q: %v", message, err)
	}
	// A question that only chooses words need not be answered in every way.
	for i, q := range rs.Questions {
		if q.WordsOnly && s[i] < 0 {
			s[i] = 0
		}
	}
	n := 0
	rs.completions(s, func(c Situation) bool {
		if n++; !fault(rs, c) {
			t.Errorf("the witness %s does not show the fault in %s", text, rs.Describe(c))
			return false
		}
		return n < mostReplayed
	})
	if n == 0 {
		t.Errorf("the witness %s is no situation", text)
	}
	for q := range answers {
		less := slices.Clone(s)
		less[rs.Question(q).Index] = Unanswered
		always := true
		rs.completions(less, func(c Situation) bool {
			always = fault(rs, c)
			return always
		})
		if always {
			t.Errorf("the witness %s shows the fault without %s too", text, q)
		}
	}
	t.Logf("%s: %d completions", text, n)
}

// Rules that are too entangled are told at the question where the diagram grows.
func TestTooLittleRoomForRealRules(t *testing.T) {
	text := realText(t, "support.yaml")
	_, ds := Compile(parseText(t, text), 500)
	if len(ds) != 1 || !strings.Contains(ds[0].Message, "too entangled to be proved within 500 steps; the diagram grows at ") {
		t.Fatalf("got %v", ds)
	}
	named := regexp.MustCompile(`grows at ([a-z-]+) \(`).FindStringSubmatch(ds[0].Message)[1]
	if want := place(t, "rules.yaml", text, "\n  ▸"+named+":\n    "); ds[0].Pos.String() != want {
		t.Errorf("told at %s, want %s, where %s stands", ds[0].Pos, want, named)
	}
}
