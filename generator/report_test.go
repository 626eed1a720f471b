package main

import (
	"math/big"
	"testing"
)

// Only nothing reads as nothing, and only the whole as the whole.
func TestShare(t *testing.T) {
	for _, c := range []struct {
		part, whole int64
		want        string
	}{
		{0, 3456000, "0 %"},
		{1, 3456000, "< 0.1 %"},
		{1727, 3456000, "< 0.1 %"}, // 0.04997 %
		{1728, 3456000, "0.1 %"},   // 0.05 %
		{3, 8, "37.5 %"},
		{3454271, 3456000, "99.9 %"},   // 99.94997 %
		{3454272, 3456000, "> 99.9 %"}, // 99.95 %
		{3455999, 3456000, "> 99.9 %"},
		{3456000, 3456000, "100 %"},
		{0, 0, "–"},
	} {
		if got := share(big.NewInt(c.part), big.NewInt(c.whole)); got != c.want {
			t.Errorf("share(%d, %d) = %q, want %q", c.part, c.whole, got, c.want)
		}
	}
}

func TestGrouped(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 999: "999", 1000: "1,000", 123456: "123,456", 2488324: "2,488,324"} {
		if got := grouped(big.NewInt(n)); got != want {
			t.Errorf("grouped(%d) = %q, want %q", n, got, want)
		}
	}
}
