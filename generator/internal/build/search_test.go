package build

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"boussole/generator/internal/output"
	"boussole/generator/internal/search"

	"github.com/dop251/goja"
)

var madeOnce = sync.OnceValue(func() *builder {
	fsys, ds := output.ReadProject("../../..")
	b := &builder{fsys: fsys, ds: ds}
	b.result.Tree = new(output.Tree)
	b.run()
	return b
})

// realBuilder is the project's own site, built once for all tests.
func realBuilder(t testing.TB) *builder {
	t.Helper()
	b := madeOnce()
	if b.ds.HasErrors() {
		t.Fatal(b.ds)
	}
	return b
}

// wanted is a query and the keys of the pages that answer it; none for a query that nothing answers.
type wanted struct {
	query string
	keys  []string
	// second reports whether it is of the second set, which nothing was tuned for.
	second bool
}

func relevance(t testing.TB, lang string) []wanted {
	t.Helper()
	data, err := os.ReadFile("../../testdata/relevance/" + lang + ".txt")
	if err != nil {
		t.Fatal(err)
	}
	var out []wanted
	second := false
	for _, line := range strings.Split(string(data), "\n") {
		query, keys, ok := strings.Cut(line, " | ")
		if !ok || strings.HasPrefix(line, "#") {
			second = second || strings.HasPrefix(line, "# Second set")
			continue
		}
		w := wanted{query: query, second: second}
		if keys != "-" {
			w.keys = strings.Split(keys, ", ")
		}
		out = append(out, w)
	}
	return out
}

// keys are the keys of the pages of an index.
func (b *builder) keys(lang string) []string {
	var out []string
	for _, page := range b.searchable(lang) {
		for _, p := range b.pages {
			if p.Path == page.Path {
				out = append(out, p.Key)
			}
		}
	}
	return out
}

// What readers type finds what they should find among the first three results: at least 95 of 100 times.
func TestRelevance(t *testing.T) {
	b := realBuilder(t)
	for _, lang := range b.site.Langs {
		list, keys := relevance(t, lang), b.keys(lang)
		if len(list) < 60 {
			t.Errorf("%s: %d queries, want 60 or more", lang, len(list))
		}
		for _, w := range list {
			for _, k := range w.keys {
				if b.site.Page(k, lang) == nil {
					t.Errorf("%s: %q wants %s, which is no page", lang, w.query, k)
				}
			}
		}
		for _, set := range []struct {
			name string
			has  func(wanted) bool
		}{
			{"first set", func(w wanted) bool { return !w.second }},
			{"second set", func(w wanted) bool { return w.second }},
		} {
			n, hits, reciprocal := 0, 0, 0.0
			for _, w := range list {
				if !set.has(w) {
					continue
				}
				n++
				var got []string
				for _, r := range b.indexes[lang].Search(w.query).Results {
					got = append(got, keys[r.Page])
				}
				rank := slices.IndexFunc(got, func(k string) bool { return slices.Contains(w.keys, k) }) + 1
				if len(w.keys) == 0 && len(got) == 0 {
					rank = 1
				}
				if rank > 0 {
					reciprocal += 1 / float64(rank)
				}
				if rank > 0 && rank <= 3 {
					hits++
				} else {
					t.Logf("%s: %q finds %v, want %v", lang, w.query, got[:min(3, len(got))], w.keys)
				}
			}
			recall := float64(hits) / float64(n)
			t.Logf("%s, %s: %d queries, recall at 3 %.3f, mean reciprocal rank %.3f", lang, set.name, n, recall, reciprocal/float64(n))
			if recall < 0.95 {
				t.Errorf("%s, %s: recall at 3 is %.3f, want 0.95", lang, set.name, recall)
			}
		}
	}
}

// An index is light enough to be fetched on a poor connection before the first result.
func TestSearchIsLight(t *testing.T) {
	b := realBuilder(t)
	for lang, file := range b.indexFiles {
		var z bytes.Buffer
		w, _ := gzip.NewWriterLevel(&z, gzip.BestCompression)
		_, _ = w.Write(file.Data)
		_ = w.Close()
		t.Logf("%s: %d bytes, %d compressed", lang, len(file.Data), z.Len())
		if z.Len() > search.Budget || search.Budget > 59_000 {
			t.Errorf("%s: %d bytes compressed, want at most %d", lang, z.Len(), search.Budget)
		}
	}
}

// The script finds on the real site what Go finds: the queries of the relevance set, and beginnings of them as they
// stand while one types.
func TestScriptAgreesOnTheRealSite(t *testing.T) {
	b := realBuilder(t)
	code, err := os.ReadFile("../../../static/js/search-engine.js")
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range b.site.Langs {
		vm := goja.New()
		_, err := vm.RunString("var self = {};" + string(b.indexFiles[lang].Data) + strings.ReplaceAll(string(code), "\nexport ", "\n") +
			fmt.Sprintf(`; const engine = create(self.boussoleIndex[%q]);`, lang))
		if err != nil {
			t.Fatal(err)
		}
		f, err := vm.RunString(`q => JSON.stringify(engine.search(q).results.map(r => [r.page, r.part, r.score, r.whole ? 1 : 0]))`)
		if err != nil {
			t.Fatal(err)
		}
		find, _ := goja.AssertFunction(f)
		for i, w := range relevance(t, lang) {
			letters := []rune(w.query)
			queries := []string{w.query}
			if i%8 == 0 {
				queries = append(queries, string(letters[:1+i%len(letters)]), strings.ToUpper(w.query))
			}
			for _, query := range queries {
				want := [][4]int{}
				for _, r := range b.indexes[lang].Search(query).Results {
					whole := 0
					if r.Whole {
						whole = 1
					}
					want = append(want, [4]int{r.Page, r.Part, r.Score, whole})
				}
				text, _ := json.Marshal(want)
				got, err := find(goja.Undefined(), vm.ToValue(query))
				if err != nil {
					t.Fatal(err)
				}
				if got.String() != string(text) {
					t.Errorf("%s: %q finds\n%s in the script and\n%s in Go", lang, query, got, text)
				}
			}
		}
	}
}

func BenchmarkSearchTheSite(b *testing.B) {
	made := realBuilder(b)
	b.ResetTimer()
	for range b.N {
		made.indexes["fr"].Search("différence entre accès précoce et accès compassionel")
	}
}
