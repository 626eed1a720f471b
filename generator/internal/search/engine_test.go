package search

import (
	"encoding/json"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/dop251/goja"
	"pgregory.net/rapid"
)

// engine is static/js/search-engine.js, which runs here without a browser.
type engine struct {
	vm           *goja.Runtime
	search, toks goja.Callable
}

// newEngine gives the script an index, as a page would.
func newEngine(t testing.TB, ix *Index) *engine {
	t.Helper()
	data, err := os.ReadFile("../../../static/js/search-engine.js")
	if err != nil {
		t.Fatal(err)
	}
	if regexp.MustCompile(`(?m)^\s*import\b|\b(document|window|location)\.\w`).Match(data) {
		t.Fatal("search-engine.js imports something or touches the document")
	}
	vm := goja.New()
	if _, err := vm.RunString("var self = {};" + string(ix.Script())); err != nil {
		t.Fatal(err)
	}
	_, err = vm.RunString(strings.ReplaceAll(string(data), "\nexport ", "\n") + `
		const engine = create(self.boussoleIndex[Object.keys(self.boussoleIndex)[0]]);
		const search = q => JSON.stringify((r => [r.results.map(x => [x.page, x.part, x.score, x.whole ? 1 : 0]), r.missing])(engine.search(q)));
		const tokens = t => JSON.stringify(engine.tokens(t).map(x => [x.form, t.slice(x.start, x.end), x.capitals, x.extra]));`)
	if err != nil {
		t.Fatal(err)
	}
	function := func(name string) goja.Callable {
		v, err := vm.RunString(name)
		if err != nil {
			t.Fatal(err)
		}
		f, ok := goja.AssertFunction(v)
		if !ok {
			t.Fatal(name + " is no function")
		}
		return f
	}
	return &engine{vm, function("search"), function("tokens")}
}

func (e *engine) call(t interface{ Fatal(...any) }, f goja.Callable, text string) string {
	v, err := f(goja.Undefined(), e.vm.ToValue(text))
	if err != nil {
		t.Fatal(err)
	}
	return v.String()
}

// compare searches in Go and in the script, and fails where they differ.
func (e *engine) compare(t interface {
	Fatal(...any)
	Fatalf(string, ...any)
}, ix *Index, query string,
) {
	a := ix.Search(query)
	results, missing := [][4]int{}, append([]string{}, a.Missing...)
	for _, r := range a.Results {
		whole := 0
		if r.Whole {
			whole = 1
		}
		results = append(results, [4]int{r.Page, r.Part, r.Score, whole})
	}
	want, _ := json.Marshal([]any{results, missing})
	got := e.call(t, e.search, query)
	var x, y any
	_, _ = json.Unmarshal(want, &x), json.Unmarshal([]byte(got), &y)
	if !reflect.DeepEqual(x, y) {
		t.Fatalf("%q:\nGo     %s\nscript %s", query, want, got)
	}
}

// vocabulary is what random pages and queries are made of.
var vocabulary = []string{
	"accès", "acces", "compassionnel", "compassionnelle", "précoce", "AAC", "A.A.C.", "AMM", "l’essai", "l'essai", "essais", "clinique",
	"œuvre", "oeuvre", "e-Saturne", "esaturne", "start-up", "L. 5121-12-1", "5121-12", "2026", "2023-2025", "aujourd’hui", "le", "la", "CE", "ce",
	"médicament", "medicamnt", "dérogation", "accessibilité", "autorisation", "autorisées", "mise", "sur", "marché", "inconnu", "日本", "é́", "’", "-",
}

func drawText(t *rapid.T, label string, most int) string {
	return strings.Join(rapid.SliceOfN(rapid.OneOf(rapid.SampledFrom(vocabulary), rapid.StringN(0, 6, -1)), 0, most).Draw(t, label), " ")
}

func drawIndex(t *rapid.T) *Index {
	var pages []Page
	for range rapid.IntRange(1, 6).Draw(t, "pages") {
		p := Page{
			Path: "p.html", Title: drawText(t, "title", 4), Section: rapid.SampledFrom([]string{"", "Une", "Deux"}).Draw(t, "section"),
			Summary: drawText(t, "summary", 6), Description: drawText(t, "description", 6), Entries: rapid.Bool().Draw(t, "entries"),
		}
		for range rapid.IntRange(0, 3).Draw(t, "parts") {
			p.Parts = append(p.Parts, Part{Anchor: "a", Title: drawText(t, "heading", 3), Text: drawText(t, "text", 30)})
		}
		pages = append(pages, p)
	}
	s := &Synonyms{Leads: []Leads{{From: texted("compassionnel"), To: texted("précoce", "AMM")}}}
	groups := [][]string{{"AMM", "autorisation de mise sur le marché"}, {"AAC", "accès compassionnel"}}
	ix, _ := New("fr", pages, s, groups)
	return ix
}

// The script and Go find the same, in the same order, with the same words.
func TestScriptAgreesOnRandomPages(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		ix := drawIndex(rt)
		e := newEngine(t, ix)
		for range 6 {
			e.compare(rt, ix, drawText(rt, "query", 5))
		}
	})
}

// The script and Go take texts apart alike, whatever stands in them: each letter of the Latin blocks and of
// punctuation, and random ones.
func TestScriptReadsTextsAlike(t *testing.T) {
	ix, _ := New("fr", []Page{{Path: "a.html", Title: "Un"}}, &Synonyms{}, nil)
	e := newEngine(t, ix)
	same := func(t interface {
		Fatal(...any)
		Fatalf(string, ...any)
	}, text string,
	) {
		want := [][]any{}
		for _, tok := range languages["fr"].tokens(text) {
			want = append(want, []any{tok.form, text[tok.start:tok.end], tok.capitals, tok.extra})
		}
		data, _ := json.Marshal(want)
		got := e.call(t, e.toks, text)
		var x, y any
		_, _ = json.Unmarshal(data, &x), json.Unmarshal([]byte(got), &y)
		if !reflect.DeepEqual(x, y) {
			t.Fatalf("%q:\nGo     %s\nscript %s", text, data, got)
		}
	}
	for r := rune(0x20); r < 0x2200; r++ {
		if r < 0x250 || r >= 0x300 && r < 0x380 || r >= 0x1E00 {
			same(t, "xa"+string(r)+"bx "+string(r)+"mot"+string(r))
		}
	}
	rapid.Check(t, func(rt *rapid.T) {
		same(rt, drawText(rt, "text", 8))
	})
}
