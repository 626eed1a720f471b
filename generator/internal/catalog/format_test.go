package catalog

import (
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"boussole/generator/internal/source"
)

// plain shows no-break spaces: ~ is U+00A0, _ is U+202F.
var plain = strings.NewReplacer("\u00A0", "~", "\u202F", "_")

func TestFormatInt(t *testing.T) {
	for _, tt := range []struct {
		n      int64
		fr, en string
	}{
		{0, "0", "0"},
		{7, "7", "7"},
		{999, "999", "999"},
		{1000, "1_000", "1,000"},
		{-1234, "−1_234", "−1,234"},
		{123456, "123_456", "123,456"},
		{1234567, "1_234_567", "1,234,567"},
		{math.MinInt64, "−9_223_372_036_854_775_808", "−9,223,372,036,854,775,808"},
	} {
		fr, err1 := FormatInt("fr", tt.n)
		en, err2 := FormatInt("en", tt.n)
		if plain.Replace(fr) != tt.fr || en != tt.en || err1 != nil || err2 != nil {
			t.Errorf("%d: got %q, %q", tt.n, fr, en)
		}
	}
	if _, err := FormatInt("tlh", 1); err == nil {
		t.Error("an unknown language passes")
	}
}

func TestFormatDate(t *testing.T) {
	for _, tt := range []struct{ date, fr, en string }{
		{"2026-01-01", "1er~janvier~2026", "1 January 2026"},
		{"2026-02-20", "20~février~2026", "20 February 2026"},
		{"2026-08-31", "31~août~2026", "31 August 2026"},
		{"2026-12-01", "1er~décembre~2026", "1 December 2026"},
	} {
		d, err := source.ParseDate(tt.date)
		if err != nil {
			t.Fatal(err)
		}
		fr, err1 := FormatDate("fr", d)
		en, err2 := FormatDate("en", d)
		if plain.Replace(fr) != tt.fr || en != tt.en || err1 != nil || err2 != nil {
			t.Errorf("%s: got %q, %q", tt.date, fr, en)
		}
	}
	for _, d := range []source.Date{{}, {Year: 2026, Month: 2, Day: 30}, {Year: 2026, Month: 13, Day: 1}, {Year: 2026, Month: 1}} {
		if s, err := FormatDate("fr", d); err == nil {
			t.Errorf("%v is written %q", d, s)
		}
	}
}

func TestFormatPercent(t *testing.T) {
	for _, tt := range []struct {
		num, den int64
		fr, en   string
	}{
		{0, 9, "0~%", "0%"},
		{1, 8, "12,5~%", "12.5%"},
		{1, 2, "50~%", "50%"},
		{2, 3, "66,7~%", "66.7%"},
		{9999, 10000, "99,9~%", "99.9%"},
		{1, 100000, "0,1~%", "0.1%"},
		{10001, 10000, "100,1~%", "100.1%"},
		{5, 5, "100~%", "100%"},
		{30, 1, "3_000~%", "3,000%"},
		{math.MaxInt64, math.MaxInt64, "100~%", "100%"},
	} {
		fr, err1 := FormatPercent("fr", tt.num, tt.den)
		en, err2 := FormatPercent("en", tt.num, tt.den)
		if plain.Replace(fr) != tt.fr || en != tt.en || err1 != nil || err2 != nil {
			t.Errorf("%d/%d: got %q, %q", tt.num, tt.den, fr, en)
		}
	}
	for _, bad := range [][2]int64{{1, 0}, {1, -1}, {-1, 1}} {
		if s, err := FormatPercent("fr", bad[0], bad[1]); err == nil {
			t.Errorf("%v is written %q", bad, s)
		}
	}
}

func TestCompare(t *testing.T) {
	for lang, want := range map[string][]string{
		"fr": {"Accès 9", "Accès 10", "cote", "coté", "côte", "côté", "École", "eczéma", "œdème", "oeil", "œuf", "zona"},
		"en": {"access", "Access", "L'accès", "l’été", "resume", "résumé", "zone"},
	} {
		compare, err := Compare(lang)
		if err != nil {
			t.Fatal(err)
		}
		got := slices.Clone(want)
		slices.Sort(got)
		slices.SortFunc(got, compare)
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %q", lang, got)
		}
	}
	if _, err := Compare("tlh"); err == nil {
		t.Error("an unknown language passes")
	}
}

// A sort needs an order: one of two texts comes first, and never in a circle.
func TestCompareIsAnOrder(t *testing.T) {
	compare, err := Compare("fr")
	if err != nil {
		t.Fatal(err)
	}
	word := rapid.StringOf(rapid.SampledFrom([]rune("aàbcœoeéEe'’ \u00A0109٣-.")))
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := word.Draw(t, "a"), word.Draw(t, "b"), word.Draw(t, "c")
		if compare(a, b) != -compare(b, a) || (compare(a, b) == 0) != (a == b) {
			t.Fatalf("%q and %q have no order", a, b)
		}
		if compare(a, b) <= 0 && compare(b, c) <= 0 && compare(a, c) > 0 {
			t.Fatalf("%q, %q, %q go in a circle", a, b, c)
		}
	})
}
