package markdown

import (
	"flag"
	"fmt"
	"html/template"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"boussole/generator/internal/source"
)

var update = flag.Bool("update", false, "write the wanted output of testdata anew")

// sampleOptions are hooks as a site would give them.
func sampleOptions(lang string) Options {
	o := Options{
		Lang: lang,
		Link: func(dest string, image bool) (Target, *Fault) {
			switch {
			case strings.Contains(dest, "nowhere"):
				return Target{}, &Fault{fmt.Sprintf("the link %q leads nowhere", dest), "did you mean \"somewhere.md\"?"}
			case image:
				return Target{URL: "../../img/" + filepath.Base(dest), Width: 640, Height: 480}, nil
			case strings.Contains(dest, ".fr.md") && lang == "en":
				return Target{URL: strings.Replace(dest, ".fr.md", ".html", 1), Lang: "fr"}, nil
			}
			return Target{URL: strings.NewReplacer(".fr.md", ".html", ".en.md", ".html").Replace(dest), External: strings.Contains(dest, ":")}, nil
		},
		Embed: func(name string, args map[string]string) (template.HTML, *Fault) {
			if name != "compare" {
				return "", &Fault{fmt.Sprintf("there is no embed %q", name), source.DidYouMean(name, []string{"compare"})}
			}
			return template.HTML("<p>" + template.HTMLEscapeString(fmt.Sprint(args)) + "</p>"), nil
		},
		Source:     func(id string) bool { return !strings.Contains(id, "unknown") },
		SourceHint: func(string) string { return "sources are listed in content/sources.yaml" },
		Labels: Labels{
			Callouts: map[string]string{"note": "À noter", "warning": "Attention", "caution": "À vérifier", "disputed": "Débattu", "example": "Exemple"},
			Source:   "Source %d", Notes: "Notes", Note: "Note %s", NoteBack: "Retour au texte de la note %s",
			Term: "Définition", TermLink: "Voir le glossaire", Code: "Code", CodeIn: "Code %s",
		},
		Terms: []Term{
			{ID: "aac", Forms: []string{"AAC", "accès compassionnel"}, Title: "AAC : autorisation d'accès compassionnel", Definition: "Accord de l'ANSM pour une personne.", URL: "../glossaire.html#aac"},
			{ID: "ansm", Forms: []string{"ANSM"}, Title: "ANSM", Definition: "L'agence du médicament."},
			{ID: "cpc", Forms: []string{"CPC"}, Title: "CPC", Definition: "Le cadre."},
		},
		Reserved: []string{"main"},
	}
	if lang == "en" {
		o.Labels.Callouts = map[string]string{"note": "Note", "warning": "Warning", "caution": "Please check", "disputed": "Disputed", "example": "Example"}
		o.Terms = []Term{
			{ID: "aap", Forms: []string{"early access"}, Title: "Early access", Definition: "A route.", URL: "../glossary.html#aap"},
			{ID: "put-rd", Forms: []string{"PUT-RD"}, Title: "PUT-RD", Definition: "A protocol."},
			{ID: "put", Forms: []string{"PUT"}, Title: "PUT", Definition: "Another."},
		}
	}
	return o
}

func convert(t testing.TB, lang, text string) (*Page, *Document, source.Diagnostics) {
	t.Helper()
	f, ds := source.New("page."+lang+".md", []byte(text))
	p := NewPage(sampleOptions(lang))
	doc, more := p.Body(f, f.Text)
	return p, doc, append(ds, more...)
}

// TestPages compares whole pages with the HTML wanted: testdata/pages/NAME.LANG.md with NAME.LANG.html.
func TestPages(t *testing.T) {
	files, err := filepath.Glob("testdata/pages/*.md")
	if err != nil || len(files) == 0 {
		t.Fatal("no pages", err)
	}
	for _, name := range files {
		t.Run(filepath.Base(name), func(t *testing.T) {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			lang := strings.Split(filepath.Base(name), ".")[1]
			p, doc, ds := convert(t, lang, string(text))
			if len(ds) > 0 {
				var b strings.Builder
				ds.Print(&b)
				t.Fatal(b.String())
			}
			compare(t, strings.TrimSuffix(name, ".md")+".html", describe(p, doc))
		})
	}
}

// describe is a document as a text file that people can read; no-break spaces are shown by entities.
func describe(p *Page, doc *Document) string {
	var b strings.Builder
	b.WriteString(string(doc.HTML))
	b.WriteString("\n<!-- headings\n")
	for _, h := range doc.Headings {
		fmt.Fprintf(&b, "%s %d #%s %s\n", h.Pos, h.Level, h.ID, h.Text)
	}
	b.WriteString("\nsections\n")
	for _, s := range doc.Sections {
		fmt.Fprintf(&b, "#%s | %s | %s\n", s.ID, s.Title, s.Text)
	}
	b.WriteString("\ncitations\n")
	for _, c := range p.Citations() {
		fmt.Fprintf(&b, "%d %s", c.Number, c.ID)
		for _, r := range c.Refs {
			fmt.Fprintf(&b, " (%s %q %s)", r.ID, r.Locator, r.Pos)
		}
		b.WriteByte('\n')
	}
	b.WriteString("\nlinks\n")
	for _, l := range p.Links() {
		fmt.Fprintf(&b, "%s %s → %s\n", l.Pos, l.Dest, l.URL)
	}
	fmt.Fprintf(&b, "\nterms %v, %d words\n-->\n", p.Terms(), doc.Words)
	return strings.NewReplacer("\u00A0", "&nbsp;", "\u202F", "&#8239;").Replace(b.String())
}

func compare(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) == got {
		return
	}
	w, g := strings.Split(string(want), "\n"), strings.Split(got, "\n")
	for i := 0; i < len(w) || i < len(g); i++ {
		if i >= len(w) || i >= len(g) || w[i] != g[i] {
			t.Fatalf("%s:%d differs (go test -update writes it anew)\n got: %s\nwant: %s", name, i+1, line(g, i), line(w, i))
		}
	}
}

func line(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "(end)"
}
