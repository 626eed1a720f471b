package catalog

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"boussole/generator/internal/source"
)

const frGood = `nav.home: "Accueil"
hello: Bonjour {{.Name}}
results:
  description: above the list
  one: "{{.Count}} résultat"
  many: "{{.Count}} de résultats"
  other: "{{.Count}} résultats"
`

const enGood = `nav.home: Home
hello: "Hello {{ .Name }}"
results:
  one: One result
  other: "{{.Count}} results"
`

func site(fr, en string) fstest.MapFS {
	return fstest.MapFS{"i18n/fr.yaml": {Data: []byte(fr)}, "i18n/en.yaml": {Data: []byte(en)}}
}

func load(t *testing.T) *Catalog {
	t.Helper()
	c, ds := Load(site(frGood, enGood), "i18n", []string{"fr", "en"})
	if len(ds) > 0 {
		t.Fatalf("unexpected: %v", text1(ds))
	}
	return c
}

// text1 is one line per diagnostic.
func text1(ds source.Diagnostics) string {
	var b strings.Builder
	for _, d := range ds {
		fmt.Fprintf(&b, "%s: %s\n", d.Pos, d.Message)
	}
	return b.String()
}

func TestMessages(t *testing.T) {
	c := load(t)
	name := map[string]any{"Name": "Ada"}
	for _, tt := range []struct {
		lang, id string
		count    int // below -1: T
		data     map[string]any
		want     string
	}{
		{"fr", "nav.home", -9, nil, "Accueil"},
		{"en", "nav.home", -9, nil, "Home"},
		{"fr", "hello", -9, name, "Bonjour Ada"},
		{"en", "hello", -9, map[string]any{"Name": source.Text{Value: "<Ada>"}}, "Hello <Ada>"},
		{"en", "hello", -9, map[string]any{"Name": 1234}, "Hello 1,234"},
		{"fr", "hello", -9, map[string]any{"Name": source.Date{Year: 2026, Month: 1, Day: 1}}, "Bonjour 1er\u00A0janvier\u00A02026"},
		{"fr", "results", 0, nil, "0 résultat"},
		{"fr", "results", 1, nil, "1 résultat"},
		{"fr", "results", 2, nil, "2 résultats"},
		{"fr", "results", 1000000, nil, "1\u202F000\u202F000 de résultats"},
		{"en", "results", 0, nil, "0 results"},
		{"en", "results", 1, nil, "One result"},
		{"en", "results", 12345, nil, "12,345 results"},
	} {
		var got string
		var err error
		if tt.count < -1 {
			got, err = c.T(tt.lang, tt.id, tt.data)
		} else {
			got, err = c.N(tt.lang, tt.id, tt.count, tt.data)
		}
		if err != nil || got != tt.want {
			t.Errorf("%s %s %d: got %q, %v; want %q", tt.lang, tt.id, tt.count, got, err, tt.want)
		}
	}
}

// go-i18n must find a form for every number, or the table of forms in locale.go is wrong.
func TestEveryNumberHasAForm(t *testing.T) {
	c := load(t)
	for _, lang := range []string{"fr", "en"} {
		for _, n := range []int{0, 1, 2, 3, 10, 11, 20, 21, 99, 100, 101, 999_999, 1_000_000, 1_000_001, 2_000_000, 1_000_000_000} {
			if _, err := c.N(lang, "results", n, nil); err != nil {
				t.Errorf("%s %d: %v", lang, n, err)
			}
		}
	}
}

func TestMistakesOfCallers(t *testing.T) {
	c := load(t)
	var none source.Date
	for name, tt := range map[string]struct {
		call func() (string, error)
		want string
	}{
		"unknown id":       {func() (string, error) { return c.T("fr", "nav.hone", nil) }, `did you mean "nav.home"?`},
		"unknown language": {func() (string, error) { return c.T("de", "nav.home", nil) }, `no language "de"`},
		"no value":         {func() (string, error) { return c.T("fr", "hello", nil) }, "needs a value for Name"},
		"a nil value":      {func() (string, error) { return c.T("fr", "hello", map[string]any{"Name": nil}) }, "found a value of type <nil>"},
		"a float":          {func() (string, error) { return c.T("fr", "hello", map[string]any{"Name": 1.5}) }, "float64"},
		"no day":           {func() (string, error) { return c.T("fr", "hello", map[string]any{"Name": none}) }, "no day"},
		"plural by T":      {func() (string, error) { return c.T("fr", "results", nil) }, "needs a count"},
		"plain by N":       {func() (string, error) { return c.N("fr", "nav.home", 1, nil) }, "takes no count"},
		"count twice":      {func() (string, error) { return c.N("fr", "results", 1, map[string]any{"Count": 1}) }, "twice"},
	} {
		got, err := tt.call()
		if err == nil || got != "" || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %q, %v; want an error with %q", name, got, err, tt.want)
		}
	}
}

func TestForScripts(t *testing.T) {
	c := load(t)
	got, err := c.Messages("en", "hello", "results")
	if err != nil {
		t.Fatal(err)
	}
	want := `map[hello:Hello {{ .Name }} results:map[one:One result other:{{.Count}} results]]`
	if fmt.Sprint(got) != want {
		t.Errorf("got %v", got)
	}
	if got, err := c.Messages("fr", "results"); err != nil || !strings.Contains(fmt.Sprint(got), "other:") || strings.Contains(fmt.Sprint(got), "many:") {
		t.Errorf("got %v, %v", got, err)
	}
	if ids := c.IDs("nav."); len(ids) != 1 || ids[0] != "nav.home" {
		t.Errorf("ids %q", ids)
	}
	if _, err := c.Messages("en", "nope"); err == nil {
		t.Error("an unknown id passes")
	}
	if err := c.Use("nope"); err == nil {
		t.Error("an unknown id can be used")
	}
}

func TestUnused(t *testing.T) {
	c := load(t)
	want := "i18n/fr.yaml:1:1: no page uses the message \"nav.home\"\n" +
		"i18n/fr.yaml:2:1: no page uses the message \"hello\"\n" +
		"i18n/fr.yaml:3:1: no page uses the message \"results\"\n"
	if got := text1(c.Unused()); got != want {
		t.Errorf("got\n%s", got)
	}
	if r := c.Unused()[0].Related; len(r) != 1 || r[0].Pos.String() != "i18n/en.yaml:1:1" {
		t.Errorf("related: %v", r)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 100 {
				c.N("fr", "results", 3, nil)
				c.T("en", "hello", map[string]any{"Name": "x"})
			}
		})
	}
	wg.Wait()
	if err := c.Use("nav.home"); err != nil {
		t.Error(err)
	}
	if ds := c.Unused(); len(ds) > 0 {
		t.Errorf("all are used, got\n%s", text1(ds))
	}
}
