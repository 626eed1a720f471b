package pathway

import (
	"os"
	"testing"

	"pgregory.net/rapid"
)

// visit answers question after question and fails where what is told of the questions left is not kept: the most falls
// with every answer, the least is never above it, and at the end both prove true of every step.
func visit(t *rapid.T, d *Diagram) {
	s := d.Rules.NewSituation()
	var told []Result
	for res := d.Evaluate(s); ; res = d.Evaluate(s) {
		if n := len(told); n > 0 && res.AtMost >= told[n-1].AtMost {
			t.Fatalf("%s: %d questions left at most, %d before", d.Rules.Describe(s), res.AtMost, told[n-1].AtMost)
		}
		if res.AtLeast > res.AtMost || res.Next != nil && res.AtLeast < 1 || res.Next == nil && res.AtMost > 0 {
			t.Fatalf("%s: between %d and %d questions left, next %v", d.Rules.Describe(s), res.AtLeast, res.AtMost, res.Next)
		}
		if res.Next == nil {
			ends(t, d, told, res)
			return
		}
		told = append(told, res)
		answer := rapid.IntRange(0, len(res.Next.Options)).Draw(t, res.Next.ID)
		if answer == len(res.Next.Options) {
			answer = Unknown
		}
		s[res.Next.Index] = answer
	}
}

// ends compares what was told along a visit with how long it was. Answers that cannot go together end a visit early.
func ends(t *rapid.T, d *Diagram, told []Result, last Result) {
	for i, res := range told {
		if left := len(told) - i; left > res.AtMost || left < res.AtLeast && last.Contradiction < 0 {
			t.Fatalf("%d questions were left before %s, told were %d to %d", left, res.Next.ID, res.AtLeast, res.AtMost)
		}
	}
}

func TestQuestionsLeftOnRandomRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { visit(t, compileText(t, drawRules(t))) })
}

func TestQuestionsLeftOnRealPathways(t *testing.T) {
	for _, name := range []string{"access", "support"} {
		data, err := os.ReadFile("../../../content/pathways/" + name + ".yaml")
		if err != nil {
			t.Fatal(err)
		}
		d := compileText(t, string(data))
		rapid.Check(t, func(t *rapid.T) { visit(t, d) })
	}
}
