package prose

import (
	"fmt"
	"strings"
	"testing"

	"boussole/generator/internal/source"
)

// told is what the reader tells of texts, each as the byte where it stands and the message.
func told(lang string, known []string, texts ...Text) []string {
	f, _ := source.New("x.md", []byte(strings.Repeat("x", 4000)))
	for i := range texts {
		texts[i].At = func(o int) source.Pos { return f.At(1000*i + o) }
	}
	var out []string
	for _, d := range NewReader(lang, known).Page(texts) {
		out = append(out, fmt.Sprintf("%d %s", d.Pos.Offset, d.Message))
	}
	return out
}

func TestPage(t *testing.T) {
	long := strings.Repeat("mot ", 25)
	for _, c := range []struct {
		name, lang string
		known      []string
		texts      []Text
		want       []string
	}{
		{"25 words", "fr", nil, []Text{{Words: long + "."}}, nil},
		{"26 words", "fr", nil, []Text{{Words: "Court. M" + long[1:] + "fin."}}, []string{"7 this sentence has 26 words, more than 25"}},
		{"two sentences", "fr", nil, []Text{{Words: long + ". " + "Et " + long[4:] + "."}}, nil},
		{"a point that ends nothing", "fr", nil, []Text{{Words: long + "art. Cinq."}}, []string{"0 this sentence has 27 words, more than 25"}},
		{"a question in marks", "fr", nil, []Text{{Words: long + "« Oui ? ». " + "Et " + long}}, []string{"0 this sentence has 26 words, more than 25", "109 this sentence has 26 words, more than 25"}},
		{"a number with a point", "en", nil, []Text{{Words: long + "12.5 words."}}, []string{"0 this sentence has 27 words, more than 25"}},
		{"a line of its own", "en", nil, []Text{{Words: long + "\n" + long}}, nil},
		{"a quotation", "en", nil, []Text{{Words: `He said "` + long + `no." Then he left.`}}, []string{"0 this sentence has 28 words, more than 25"}},
		{"an acronym, once", "fr", nil, []Text{{Words: "La HAS et la HAS"}, {Words: "HAS"}}, []string{"3 the acronym HAS is not explained"}},
		{"an acronym that is known", "fr", []string{"HAS", "avis de la CTI"}, []Text{{Words: "HAS, CTI"}}, nil},
		{"explained later", "fr", nil, []Text{{Words: "La HAS."}, {Words: "La Haute Autorité de santé (HAS)."}}, nil},
		{"explained before brackets", "en", nil, []Text{{Words: "HAS (the health authority) says so."}}, nil},
		{"no acronyms", "en", nil, []Text{{Words: "II, XIV and a@EC.DM-COS.fr, EC.DM-COS@x.fr, R2D2, A, ABCDEFGH"}}, nil},
		{"capitals", "en", nil, []Text{{Words: "STOP HERE"}}, nil},
		{"an empty link", "en", nil, []Text{{Words: "Read it here.", Links: []string{"here"}}}, []string{`8 the link "here" says nothing of where it leads`}},
		{"click", "fr", nil, []Text{{Words: "Cliquez ici pour lire."}}, []string{`0 "Cliquez ici" says nothing to who does not see or does not click`}},
		{"a link that says it", "fr", nil, []Text{{Words: "Voir ici la page", Links: []string{"la page"}}}, nil},
		{"a typed no-break space", "fr", nil, []Text{{Words: "oui\u00A0!"}}, []string{"3 a no-break space was typed"}},
		{"English thousands", "fr", nil, []Text{{Words: "Il y a 10,000 cas."}}, []string{"7 the number 10,000 is written as another language writes it"}},
		{"French decimals", "en", nil, []Text{{Words: "It is 12,5 % more."}}, []string{"6 the number 12,5 % is written as another language writes it"}},
		{"own numbers", "en", nil, []Text{{Words: "10,000 and 12.5% and version 4.1.2 of 2026, 3"}}, nil},
		{"own numbers in French", "fr", nil, []Text{{Words: "10 000 et 12,5 % et la version 4.1 de l'art. L. 5121-12"}}, nil},
		{"French marks", "en", nil, []Text{{Words: "the «word»"}}, []string{"4 these are French quotation marks"}},
		{"another language", "de", nil, []Text{{Words: "«Wort» hier, 10,000", Links: []string{"hier"}}}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := told(c.lang, c.known, c.texts...); strings.Join(got, "\n") != strings.Join(c.want, "\n") {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}

// FuzzSplit: sentences stand in the text in their order, lose no word and never panic.
func FuzzSplit(f *testing.F) {
	f.Add("Une phrase. Une autre, art. 5 ! Et « ceci » ?")
	f.Add("a..b… \" \u00A0.")
	f.Fuzz(func(t *testing.T, text string) {
		at, n := 0, 0
		for _, s := range split(text) {
			if s.from < at || s.to <= s.from {
				t.Fatalf("%q: %v after %d", text, s, at)
			}
			at = s.to
			n += countWords(text[s.from:s.to])
		}
		if all := countWords(text); n < all {
			t.Fatalf("%q: %d of %d words", text, n, all)
		}
	})
}
