package markdown

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"
)

// In the tables ~ stands for a no-break space and ^ for a narrow one.
var shown = strings.NewReplacer("~", "\u00A0", "^", "\u202F")

func TestTypesetFrench(t *testing.T) {
	for in, want := range map[string]string{
		"":                                 "",
		"L'accès d'aujourd'hui":            "L’accès d’aujourd’hui",
		`"mot"`:                            "«~mot~»",
		`" mot "`:                          "«~mot~»",
		`dit "oui", puis "non".`:           "dit «~oui~», puis «~non~».",
		`« il dit "oui" »`:                 "«~il dit “oui”~»",
		`un " seul`:                        `un " seul`,
		"«mot»":                            "«~mot~»",
		"« mot » !":                        "«~mot~»^!",
		"«\u202Fmot\u202F»":                "«^mot^»",
		"Quoi ? Oui ! Non ; peut-être :":   "Quoi^? Oui^! Non^; peut-être~:",
		"Quoi? Oui! Non; si: la":           "Quoi^? Oui^! Non^; si~: la",
		"Quoi ?! Oui !!":                   "Quoi^?! Oui^!!",
		"à 12:30, ratio 1:2":               "à 12:30, ratio 1:2",
		"std::vector et a::b ::":           "std::vector et a::b ::",
		"https://a.fr/x?y=1;z: ok":         "https://a.fr/x?y=1;z~: ok",
		"voir www.ansm.sante.fr/l'x !":     "voir www.ansm.sante.fr/l'x^!",
		"a.b@ansm.sante.fr ; suite":        "a.b@ansm.sante.fr^; suite",
		"(quoi ?)":                         "(quoi^?)",
		"attendez... là":                   "attendez… là",
		"un.. deux.... trois":              "un.. deux.... trois",
		"60 jours, 12,5 % et 3 €":          "60~jours, 12,5~% et 3~€",
		"12,5% et 100€ !":                  "12,5~% et 100~€^!",
		"10 mg, 5 l'eau, 3 mois":           "10~mg, 5 l’eau, 3~mois",
		"25 000 personnes":                 "25^000 personnes",
		"1 234 567,89 euros":               "1^234^567,89~euros",
		"en 2021 300 personnes":            "en 2021 300 personnes",
		"5121-12 300":                      "5121-12 300",
		"le 12 345e":                       "le 12 345e",
		"n° 5, n°6, N° 7, nº 8":            "n°~5, n°~6, N°~7, nº~8",
		"25 °C, 3 ° ":                      "25~°C, 3~° ",
		"art. L. 5121-12":                  "art.~L.~5121-12",
		"l'article L. 5121-12, R. 5121-74": "l’article L.~5121-12, R.~5121-74",
		"articles 5 et 6":                  "articles~5 et 6",
		"p. 3, pp. 4-5, § 2":               "p.~3, pp.~4-5, §~2",
		"20 février 2021":                  "20~février 2021",
		"le 1er janvier":                   "le 1er~janvier",
		"120 mars":                         "120~mars",
		"M. Dupont et Mme Martin":          "M.~Dupont et Mme~Martin",
		"Il dit – ou presque – que":        "Il dit –~ou presque~– que",
		"Un mot – seul. Deux – a – b":      "Un mot~– seul. Deux –~a~– b",
		"– Bonjour":                        "–~Bonjour",
		"2023–2025":                        "2023–2025",
		"deux\nlignes :\nfin":              "deux\nlignes~:\nfin",
		" : x":                             " : x",
		"x :":                              "x~:",
	} {
		if got := Typeset("fr", in); got != shown.Replace(want) {
			t.Errorf("%q\n gives %q\nwanted %q", in, got, shown.Replace(want))
		}
	}
}

func TestTypesetEnglish(t *testing.T) {
	for in, want := range map[string]string{
		`"word" and "two"`:         "“word” and “two”",
		`“he said "yes"”`:          "“he said ‘yes’”",
		"It's the patients' right": "It’s the patients’ right",
		"'quoted' word":            "‘quoted’ word",
		"('it's so', he said)":     "(‘it’s so’, he said)",
		"the '90s":                 "the ’90s",
		"wait... what":             "wait… what",
		"French habits : here ! why ? ok ; so , yes .": "French habits: here! why? ok; so, yes.",
		"at 12:30 :: a":                "at 12:30 :: a",
		"p. 3, No. 5, article L. 5121": "p.~3, No.~5, article L.~5121",
		"10 mg on 1 July 2021":         "10~mg on 1~July 2021",
		"25,000 and 12.5%":             "25,000 and 12.5%",
		"see https://a.fr/it's?x=1 .":  "see https://a.fr/it's?x=1.",
		"Dr Martin":                    "Dr~Martin",
	} {
		if got := Typeset("en", in); got != shown.Replace(want) {
			t.Errorf("%q\n gives %q\nwanted %q", in, got, shown.Replace(want))
		}
	}
	if got := Typeset("la", `"a" : b'c`); got != `"a" : b'c` {
		t.Errorf("another language is changed: %q", got)
	}
}

// FuzzTypeset: typography may be set twice, and changes no letter and no digit.
func FuzzTypeset(f *testing.F) {
	for _, s := range []string{
		`"L'un" : "l'autre" ? 25 000 € – oui – n°5...`, "«»!?", `'a' b' 'c`, "1...300 000", "a@b.fr; https://x.y/'z'. www.a.b",
		`“a "b" 'c'” – "`, "x  \u00A0: y", "5% %5 5 %", "a . .. ... .... b", "0 .\nh", "a\"” –\"", "\"– a\" – b", "p . 3", "Dr . X", "art . L . 5", "« ! » «! »!",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, lang := range []string{"fr", "en", "de"} {
			once := Typeset(lang, s)
			if twice := Typeset(lang, once); twice != once {
				t.Fatalf("%s: not the same twice\n text %q\n once %q\ntwice %q", lang, s, once, twice)
			}
			if !strings.Contains(s, "\uFFFD") && letters(s) != letters(once) {
				t.Fatalf("%s: letters changed: %q gives %q", lang, s, once)
			}
		}
	})
}

func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

// TestTypesetTwice tries many short texts of signs that matter: chance finds few of them by bytes.
func TestTypesetTwice(t *testing.T) {
	tokens := strings.Split(`"|'|«|»|“|”|‘|’|.|..|...|…|,|;|:|!|?|-|–|—|(|)|[|]| | | |  |~|^|/|1|12|123|000|1er|%|€|°|n|n°|L.|art.|p.|M.|A|a|mai|mg|@|www.|http://|`+"\n|\u2028|\uFFFC|\uFFF9", "|")
	random := rand.New(rand.NewPCG(1, 2))
	n := 50_000
	if testing.Short() {
		n = 5_000
	}
	for range n {
		var b strings.Builder
		for range 1 + random.IntN(9) {
			b.WriteString(shown.Replace(tokens[random.IntN(len(tokens))]))
		}
		for _, lang := range []string{"fr", "en"} {
			once := Typeset(lang, b.String())
			if twice := Typeset(lang, once); twice != once {
				t.Fatalf("%s: not the same twice\n text %q\n once %q\ntwice %q", lang, b.String(), once, twice)
			}
			if letters(b.String()) != letters(once) {
				t.Fatalf("%s: letters changed: %q gives %q", lang, b.String(), once)
			}
		}
	}
}
