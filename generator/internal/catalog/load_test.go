package catalog

import (
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"
)

func TestFaults(t *testing.T) {
	plural := "n:\n  one: a\n  other: b\n"
	pluralFr := "n:\n  one: a\n  many: b\n  other: c\n"
	for name, tt := range map[string]struct {
		fr, en string
		want   []string // in the order reported
	}{
		"missing in one":        {"a: x\nb: y", "a: x", []string{`i18n/fr.yaml:2:1: message "b" is missing in i18n/en.yaml`}},
		"missing in the other":  {"a: x", "a: x\nb: y", []string{`i18n/en.yaml:2:1: message "b" is missing in i18n/fr.yaml`}},
		"empty":                 {"a: \"\"", "a: x", []string{`i18n/fr.yaml:1:4: the text of "a" is empty`}},
		"nothing":               {"a:", "a: x", []string{`i18n/fr.yaml:1:3: the text of "a" is empty`}},
		"a no-break space":      {"a: \"\u00A0\"", "a: x", []string{`i18n/fr.yaml:1:4: the text of "a" is empty`}},
		"a list":                {"a: [x]", "a: x", []string{`i18n/fr.yaml:1:4: message "a" is a list`}},
		"a nested id":           {"a:\n  home: x\n", "a: x", []string{`i18n/fr.yaml:2:3: message "a" has the form "home", expected one, many, other`}},
		"not closed":            {"a: \"x {{.Name\"", "a: x", []string{`i18n/fr.yaml:1:7: found {{ that is never closed`}},
		"second placeholder":    {"a: \"é {{.A}} {{if .B}}\"", "a: \"{{.A}}\"", []string{`i18n/fr.yaml:1:14: found {{if .B}}, expected a placeholder`, `i18n/en.yaml`}},
		"lower-case name":       {"a: \"{{.name}}\"", "a: x", []string{`i18n/fr.yaml:1:5: found {{.name}}`}},
		"closed only":           {"a: \"x }} y\"", "a: x", []string{`i18n/fr.yaml:1:7: found }} without {{`}},
		"in a block":            {"a: |\n  one\n  two {{.x\n", "a: x", []string{`i18n/fr.yaml:3:7: found {{ that is never closed`}},
		"lost in translation":   {"a: \"{{.N}} {{.M}}\"", "a: \"{{.N}}\"", []string{`i18n/en.yaml:1:4: message "a" has {{.N}} in en and {{.M}}, {{.N}} in fr`}},
		"lost in a form":        {"n:\n  one: \"{{.W}}\"\n  many: \"{{.W}}\"\n  other: x", "n:\n  one: \"{{.W}}\"\n  other: \"{{.W}}\"", []string{`i18n/fr.yaml:4:10: message "n": the form "other" lacks the placeholder {{.W}}`}},
		"count may be lost":     {"n:\n  one: aucun\n  many: \"{{.Count}}\"\n  other: \"{{.Count}}\"", plural, nil},
		"no many in French":     {plural, plural, []string{`i18n/fr.yaml:1:1: message "n" lacks the plural form "many"`}},
		"many in English":       {pluralFr, pluralFr, []string{`i18n/en.yaml:3:3: message "n" has the form "many", which English does not have`}},
		"few in French":         {pluralFr + "  few: d", plural, []string{`i18n/fr.yaml:5:3: message "n" has the form "few", which French does not have`}},
		"a slip in a form":      {"n:\n  one: a\n  many: b\n  othr: c\n", plural, []string{`lacks the plural form "other"`, `i18n/fr.yaml:4:3: message "n" has the form "othr"`}},
		"plural in one":         {pluralFr, "n: x", []string{`i18n/en.yaml:1:1: message "n" has plural forms in one language and not in the other`}},
		"reserved":              {"Other: x", "Other: x", []string{`i18n/en.yaml:1:1: the id "Other" is a reserved word`, `i18n/fr.yaml:1:1: the id "Other"`}},
		"reserved at the end":   {"role.other: x", "role.other: x", nil},
		"a bad id":              {"nav.Home: x", "nav.home: x", []string{`i18n/en.yaml:1:1: message "nav.home" is missing`, `i18n/fr.yaml:1:1: found the id "nav.Home"`}},
		"an empty word":         {"nav..home: x\na: x", "a: x", []string{`i18n/fr.yaml:1:1: found the id "nav..home"`}},
		"an empty file":         {"# nothing\n", "a: x", []string{`i18n/fr.yaml:1:1: the file holds no message`}},
		"a list of messages":    {"- a\n", "a: x", []string{`i18n/fr.yaml:1:1: found a list`}},
		"a broken file":         {"a: [x\n", "a: x", []string{`i18n/fr.yaml:1:4: this is not YAML`}},
		"not UTF-8":             {"a: \xff\n", "a: x", []string{`byte 0xFF is not UTF-8`}},
		"twice":                 {"a: x\na: y", "a: x", []string{`i18n/fr.yaml:2:1: the key "a" stands twice`}},
		"a description's shape": {pluralFr + "  description: [x]", plural, []string{`i18n/fr.yaml:5:16: the description of "n" is a list`}},
	} {
		t.Run(name, func(t *testing.T) {
			c, ds := Load(site(tt.fr, tt.en), "i18n", []string{"fr", "en"})
			if (c == nil) != ds.HasErrors() {
				t.Errorf("catalogue %v with\n%s", c, text1(ds))
			}
			got := text1(ds)
			for _, w := range tt.want {
				if !strings.Contains(got, w) {
					t.Errorf("want %q", w)
				}
			}
			if len(ds) != len(tt.want) || t.Failed() {
				t.Errorf("got %d, want %d:\n%s", len(ds), len(tt.want), got)
			}
		})
	}
}

func TestFiles(t *testing.T) {
	fsys := site("a: x", "a: x")
	fsys["i18n/de.yaml"] = &fstest.MapFile{Data: []byte("a: x")}
	fsys["i18n/.hidden"] = &fstest.MapFile{}
	_, ds := Load(fsys, "i18n", []string{"fr", "en"})
	if got := text1(ds); got != "i18n/de.yaml:1:1: this is not the messages of a language of the site\n" {
		t.Errorf("got %s", got)
	}
	_, ds = Load(fstest.MapFS{}, "i18n", []string{"fr", "en"})
	if got := text1(ds); got != "i18n/en.yaml:1:1: the file is missing\ni18n/fr.yaml:1:1: the file is missing\n" {
		t.Errorf("got %s", got)
	}
	_, ds = Load(site("a: x", "a: x"), "i18n", []string{"fr", "en", "tlh"})
	if got := text1(ds); !strings.HasPrefix(got, `i18n/tlh.yaml:1:1: language "tlh" is not known here, expected one of en, fr`) {
		t.Errorf("got %s", got)
	}
}

// Whatever a file holds, Load comes back, and its places are in the file.
func FuzzLoad(f *testing.F) {
	f.Add(frGood, enGood)
	f.Add("a: \"{{{{.A}}}}\"", "a: }}{{")
	f.Add("\n\xff", "\xff")
	f.Add("a: |\n  {{.A}}\n  {{", "a:\n  one: {{.A}}")
	f.Fuzz(func(t *testing.T, fr, en string) {
		c, ds := Load(site(fr, en), "i18n", []string{"fr", "en"})
		for _, d := range ds {
			if !d.Pos.IsValid() || d.Message == "" || !utf8.ValidString(d.Message) {
				t.Errorf("bad diagnostic %q at %s", d.Message, d.Pos)
			}
		}
		if c == nil {
			return
		}
		for _, id := range c.ids() {
			for _, lang := range c.langs {
				data := map[string]any{}
				for _, p := range c.messages[id].texts[lang].placeholders() {
					data[p] = "x"
				}
				var err error
				if c.messages[id].texts[lang].plural {
					_, err = c.N(lang, id, 7, data)
				} else {
					_, err = c.T(lang, id, data)
				}
				if err != nil {
					t.Errorf("a message that loads cannot be used: %v", err)
				}
			}
		}
	})
}
