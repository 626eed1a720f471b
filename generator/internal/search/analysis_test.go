package search

import (
	"reflect"
	"strings"
	"testing"

	"boussole/generator/internal/source"
)

// read is a text in tokens: what is left out of a search is in brackets, what repeats others has a plus sign.
func read(lang, text string) string {
	var out []string
	l := languages[lang]
	for _, t := range l.tokens(text) {
		switch {
		case t.extra:
			out = append(out, "+"+t.form)
		case l.stops(t):
			out = append(out, "("+t.form+")")
		default:
			out = append(out, t.form)
		}
	}
	return strings.Join(out, " ")
}

func TestTokens(t *testing.T) {
	for _, c := range []struct{ lang, text, want string }{
		{"fr", "L'accès à l’essai", "acces essai"}, // both apostrophes
		{"fr", "lorsqu’il s'agit d'eau", "(il) agit eau"},
		{"fr", "aujourd'hui, aujourd’hui", "aujourdhui aujourdhui"},
		{"fr", "la presqu'île, quelqu’un", "(la) presquile quelquun"},
		{"fr", "qu'on l'a d'abord dit", "(on) abord dit"},
		{"fr", "main-d’œuvre, cœur, ex æquo, OEUVRE", "main oeuvre +mainoeuvre coeur ex aequo oeuvre"},
		{"fr", "ÉTAT Ça Noël où", "etat ca noel (ou)"},
		{"fr", "L. 5121-12-1", "5121-12-1 +5121"},
		{"fr", "article L5121-12-1 du CSP", "article 5121-12-1 +5121 (du) csp"},
		{"fr", "art. R.5121-74", "art 5121-74 +5121"},
		{"fr", "2017/745 en 2026, 2023-2025", "2017 745 (en) 2026 2023-2025 +2023 +2025"},
		{"fr", "une AAC, A.A.C., le CE et ce marquage", "(une) aac aac (le) ce (et) (ce) marquage"},
		{"fr", "e-Saturne, start-up, G_NIUS", "saturne +esaturne start up +startup nius +gnius"},
		{"fr", "hors\u2011AMM post\u00ADAMM", "hors amm +horsamm postamm"},
		{"fr", "60\u00A0jours\u202F; 1er", "60 jours 1er"},
		{"fr", "accès", "acces"}, // letters and accents apart
		{"fr", "", ""},
		{"fr", "... — ! 日本語 α", ""},
		{"en", "the patient's and the patients' rights", "(the) patient (and) (the) patients rights"},
		{"en", "it isn't the HAS, it has", "(it) (isnt) (the) has (it) (has)"},
		{"en", "off-label o'clock", "off label +offlabel oclock"},
		{"en", "L. 5121-12", "5121-12 +5121"},
		{"en", "e.g. this", "eg (this)"},
		{"de", "Größe", "grosse"}, // no language of ours: words are found as they are written
	} {
		if got := read(c.lang, c.text); got != c.want {
			t.Errorf("%s %q: %q, want %q", c.lang, c.text, got, c.want)
		}
	}
}

// What is marked is what was written.
func TestTokensSayWhereTheyStand(t *testing.T) {
	text := "« L’œuvre » d'équipe, é…"
	var got []string
	for _, tok := range languages["fr"].tokens(text) {
		got = append(got, text[tok.start:tok.end])
	}
	if want := []string{"œuvre", "équipe"}; !reflect.DeepEqual(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestStemsMeet(t *testing.T) {
	for lang, groups := range map[string][][]string{
		"fr": {{"autorisée", "autorisées", "autorisation"}, {"médicament", "Médicaments"}, {"déclaration", "déclarations"}, {"clinique", "cliniques"}, {"compassionnel", "compassionnelle", "compassionnels"}},
		"en": {{"trial", "trials"}, {"authorised", "authorise", "authorises"}, {"device", "devices"}},
	} {
		for _, g := range groups {
			ix, _ := New(lang, []Page{{Path: "a.html", Title: strings.Join(g, " ")}}, &Synonyms{}, nil)
			for _, word := range g {
				for _, typed := range []string{word, source.Fold(word), strings.ToUpper(word)} {
					if ways := ix.ways(token{form: source.Fold(typed)}); len(ways) == 0 || ways[0] != (way{ix.terms[0], exact}) {
						t.Errorf("%s: %q does not meet %q", lang, typed, g[0])
					}
				}
			}
		}
	}
}

func FuzzTokens(f *testing.F) {
	for _, text := range []string{"L’accès", "aujourd'hui", "L. 5121-12-1", "e-Saturne", "A.M.M.", "œ\u0301", "'-_.", "d'd'd'd"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, lang := range []string{"fr", "en"} {
			for _, tok := range languages[lang].tokens(text) {
				if tok.form == "" || strings.Trim(tok.form, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
					t.Fatalf("%q: the form %q", text, tok.form)
				}
				if tok.start < 0 || tok.start >= tok.end || tok.end > len(text) {
					t.Fatalf("%q: %q stands at %d to %d", text, tok.form, tok.start, tok.end)
				}
			}
		}
	})
}

func BenchmarkTokens(b *testing.B) {
	text := strings.Repeat("L’autorisation d’accès compassionnel (AAC), art. L. 5121-12-1, est demandée par le médecin. ", 100)
	b.SetBytes(int64(len(text)))
	for range b.N {
		languages["fr"].tokens(text)
	}
}
