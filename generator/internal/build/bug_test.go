package build

import (
	"fmt"
	"strings"
	"testing"

	"boussole/generator/internal/source"
)

// A call that panics takes nothing else with it: all others end, and the first of those that failed is told, with what
// it was at and its own stack.
func TestParallelTellsTheFirstBug(t *testing.T) {
	const n = 100
	done := make([]bool, n)
	defer func() {
		bug, ok := recover().(*Bug)
		if !ok {
			t.Fatalf("parallel did not panic with a bug: %v", bug)
		}
		if bug.Doing != "doing 17" || bug.Value != "broken 17" || !strings.Contains(string(bug.Stack), "breaks") {
			t.Errorf("the bug is %q, %v\n%s", bug.Doing, bug.Value, bug.Stack)
		}
		for i, ended := range done {
			if !ended && i%20 != 17 {
				t.Errorf("call %d was left out", i)
			}
		}
	}()
	parallel(n, func(i int) string { return fmt.Sprintf("doing %d", i) }, func(i int) source.Diagnostics {
		if i%20 == 17 {
			breaks(i)
		}
		done[i] = true
		return nil
	})
	t.Error("parallel ended as if nothing were wrong")
}

//go:noinline
func breaks(i int) { panic(fmt.Sprintf("broken %d", i)) }
