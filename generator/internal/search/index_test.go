package search

import (
	"bytes"
	"strings"
	"testing"

	"boussole/generator/internal/source"

	"pgregory.net/rapid"
)

func texted(words ...string) []source.Text {
	var out []source.Text
	for _, w := range words {
		out = append(out, source.Text{Value: w})
	}
	return out
}

// Whoever looks for a word finds the pages that hold it or a word of the same stem, and no others: compared with a scan
// of all pages, word by word.
func TestEachWordFindsItsPages(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		ix := drawIndex(rt)
		term := map[string]int{}
		for i, form := range ix.forms {
			term[form] = ix.terms[i]
		}
		holds := make([]map[int]bool, len(ix.pages)) // terms by page
		for i, p := range ix.pages {
			holds[i] = map[int]bool{}
			texts := []string{p.Title, p.Summary, p.Description}
			for _, part := range p.Parts {
				texts = append(texts, part.Title, part.Text)
			}
			for _, tok := range ix.own.tokens(strings.Join(texts, " . ")) {
				if !ix.own.stops(tok) {
					holds[i][term[tok.form]] = true
				}
			}
		}
		for form, key := range term {
			ways := ix.ways(token{form: form})
			if len(ways) == 0 || ways[0] != (way{key, exact}) {
				rt.Fatalf("%q is found by %v, want its own term %d", form, ways, key)
			}
			pages, _, _ := ix.score(ask{ways: ways[:1], weight: 100, word: true})
			for i, s := range pages {
				if s > 0 != holds[i][key] {
					rt.Fatalf("%q scores %d on page %d, which holds it: %v", form, s, i, holds[i][key])
				}
			}
		}
	})
}

// A few pages, searched.
func few(t *testing.T) *Index {
	t.Helper()
	pages := []Page{
		{Path: "aac.html", Title: "Accès compassionnel (AAC)", Section: "Procédures", Summary: "L’ANSM décide.", Parts: []Part{{"", "", "Un médicament sans autorisation de mise sur le marché."}, {"demande", "La demande", "Par e-Saturne, selon l’article L. 5121-12-1."}}},
		{Path: "aap.html", Title: "Accès précoce", Section: "Procédures", Summary: "La HAS décide.", Parts: []Part{{"amm", "Avant l’AMM", "Un médicament présumé innovant."}}},
		{Path: "stock.html", Title: "Rupture de stock", Section: "Autres voies", Summary: "Le médicament manque.", Parts: []Part{{"quoi", "Que faire", "La pharmacie cherche une solution de remplacement."}}},
		{Path: "mots.html", Title: "Glossaire", Section: "À propos", Entries: true, Parts: []Part{{"aac", "AAC — autorisation d’accès compassionnel", "Accord de l’ANSM."}, {"ce", "marquage CE", "Signe du fabricant."}}},
	}
	s := &Synonyms{
		Same:  [][]source.Text{texted("pénurie", "rupture de stock")},
		Leads: []Leads{{From: texted("ATU"), To: texted("accès compassionnel")}},
	}
	ix, ds := New("fr", pages, s, [][]string{{"AAC", "accès compassionnel"}, {"AMM", "autorisation de mise sur le marché"}})
	if len(ds) > 0 {
		t.Fatal(ds)
	}
	return ix
}

func TestSearch(t *testing.T) {
	ix := few(t)
	for _, c := range []struct {
		query string
		first string // path and anchor; "" for no result
	}{
		{"aac", "aac.html"},
		{"acces compassionel", "aac.html"},
		{"accès compassionnels", "aac.html"},
		{"l'accès précoce", "aap.html"},
		{"pénurie", "stock.html"},
		{"penuries", "stock.html"},
		{"ATU", "aac.html"}, // leads to another concept
		{"esaturne", "aac.html#demande"},
		{"e-saturne", "aac.html#demande"},
		{"saturn", "aac.html#demande"}, // a word that is being typed
		{"L. 5121-12", "aac.html#demande"},
		{"l5121-12-1", "aac.html#demande"},
		{"autorisation de mise sur le marché", "aap.html"}, // as AMM, in a heading
		{"marquage ce", "mots.html#ce"},
		{"CE", "mots.html#ce"},
		{"pharmacei remplacement", "stock.html#quoi"}, // two letters swapped
		{"zzzqqq", ""},
		{"", ""},
		{"?!…", ""},
	} {
		a, got := ix.Search(c.query), ""
		if len(a.Results) > 0 {
			r := a.Results[0]
			got = ix.pages[r.Page].Path
			if r.Part >= 0 && ix.pages[r.Page].Parts[r.Part].Anchor != "" && strings.Contains(c.first, "#") {
				got += "#" + ix.pages[r.Page].Parts[r.Part].Anchor
			}
		}
		if got != c.first {
			t.Errorf("%q finds %q first, want %q", c.query, got, c.first)
		}
	}
}

func TestAllWordsAreBetterThanSome(t *testing.T) {
	a := few(t).Search("médicament innovant")
	if len(a.Results) < 2 || a.Results[0].Page != 1 || !a.Results[0].Whole || a.Results[1].Whole {
		t.Errorf("%+v", a)
	}
	if a = few(t).Search("médicament xyloglotte"); len(a.Missing) != 1 || a.Missing[0] != "xyloglotte" || len(a.Results) == 0 || a.Results[0].Whole {
		t.Errorf("%+v", a)
	}
}

func TestSynonymsAreChecked(t *testing.T) {
	for text, want := range map[string]string{
		"same:\n  - [rupture, pénurie]\n":        "",
		"same:\n  - [pluie, neige]\n":            "none of these words stands on any page: pluie, neige",
		"same:\n  - [rupture]\n":                 "a group of words has one word",
		"same:\n  - rupture\n":                   "a group of words has one word",
		"leads:\n  - {from: [ATU], to: [vent]}":  "none of these words stands on any page: vent",
		"leads:\n  - {from: [ATU]}":              `the key "to" is missing`,
		"lead:\n  - {from: [ATU], to: [accès]}":  `unknown key "lead"`,
		"leads:\n  - {from: [ATU], to: [accès]}": "",
		"": "",
	} {
		f, _ := source.New("content/search.fr.yaml", []byte(text))
		s, ds := ParseSynonyms(f)
		if !ds.HasErrors() {
			_, more := New("fr", []Page{{Path: "a.html", Title: "Rupture de stock, accès"}}, s, nil)
			ds = append(ds, more...)
		}
		got := ""
		for _, d := range ds {
			got += d.Message
		}
		if want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestTeaser(t *testing.T) {
	for _, c := range []struct {
		text    string
		letters int
		want    string
	}{
		{"Court.", 10, "Court."},
		{"Une phrase assez longue. Une autre.", 28, "Une phrase assez longue."},
		{"Une phrase sans fin qui dure encore", 20, "Une phrase sans fin …"},
		{"Oui. Une phrase sans fin qui dure, encore", 35, "Oui. Une phrase sans fin qui dure …"},
		{"Quelque chose", 0, ""},
	} {
		if got := teaser(c.text, c.letters); got != c.want {
			t.Errorf("%q in %d: %q, want %q", c.text, c.letters, got, c.want)
		}
	}
}

// The same pages make the same bytes, whatever the order in which maps give their keys.
func TestScriptIsTheSameEachTime(t *testing.T) {
	first := few(t).Script()
	for range 5 {
		if !bytes.Equal(first, few(t).Script()) {
			t.Fatal("two scripts differ")
		}
	}
}

func BenchmarkSearch(b *testing.B) {
	var pages []Page
	for i := range 300 {
		text := strings.Repeat(vocabulary[i%len(vocabulary)]+" "+vocabulary[(i*7)%len(vocabulary)]+" ", 40)
		pages = append(pages, Page{Path: "p.html", Title: text[:20], Parts: []Part{{"a", "Titre", text}}})
	}
	ix, _ := New("fr", pages, &Synonyms{}, nil)
	for range b.N {
		ix.Search("accès compasionnel médicament")
	}
}
