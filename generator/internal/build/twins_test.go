package build

import "testing"

func TestFoldText(t *testing.T) {
	for _, same := range [][]string{
		{"Qui décide ? L'ANSM.", "Qui  décide\u202F? L’ANSM.", "Qui\ndécide\u00A0?\tL'ANSM.\n"},
		{`Il dit "oui" : 5 % de plus...`, "Il dit «\u00A0oui\u00A0»\u00A0: 5\u00A0% de plus…", "Il dit « oui » : 5 % de plus…", "Il dit “oui”: 5% de plus…"},
		{"a - b", "a — b", "a – b"},
	} {
		for _, s := range same[1:] {
			if foldText(s) != foldText(same[0]) {
				t.Errorf("%q and %q differ: %q, %q", s, same[0], foldText(s), foldText(same[0]))
			}
		}
	}
	for _, other := range [][2]string{{"one year", "two years"}, {"[@a]", "[@b]"}, {"Oui", "oui"}, {"10 %", "1 %"}} {
		if foldText(other[0]) == foldText(other[1]) {
			t.Errorf("%q and %q are taken for the same", other[0], other[1])
		}
	}
}
