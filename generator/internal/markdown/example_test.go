package markdown_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"boussole/generator/internal/markdown"
	"boussole/generator/internal/source"
)

func ExampleTypeset() {
	text := markdown.Typeset("fr", `L'accord vaut 12 mois : "un an" !`)
	fmt.Println(strings.NewReplacer("\u00A0", "~", "\u202F", "^").Replace(text))
	fmt.Println(markdown.Typeset("en", `It's "one year" !`))
	// Output:
	// L’accord vaut 12~mois~: «~un an~»^!
	// It’s “one year”!
}

func ExamplePage_Body() {
	f, _ := source.New("content/a.en.md", []byte("## Who decides\n\nThe agency. [@ansm]\n"))
	page := markdown.NewPage(markdown.Options{Lang: "en", Labels: markdown.Labels{Source: "Source %d"}})
	doc, _ := page.Body(f, f.Text)
	fmt.Print(doc.HTML)
	fmt.Println(doc.Headings[0].ID, page.Citations()[0].ID)
	// Output:
	// <h2 id="who-decides">Who decides</h2>
	// <p>The agency.<sup class="cite"><a href="#source-ansm" id="ref-ansm-1" aria-label="Source 1">1</a></sup></p>
	// who-decides ansm
}

func ExamplePage_Body_wrong() {
	f, _ := source.New("content/a.en.md", []byte("## Who decides\n\nSee [the desk](gio.en.md \"Desk\").\n"))
	_, ds := markdown.NewPage(markdown.Options{Lang: "en"}).Body(f, f.Text)
	ds.Print(os.Stdout)
	// Output:
	// content/a.en.md:3:5: error: a title stands after this address
	//     See [the desk](gio.en.md "Desk").
	//         ^
	//     hint: say it in the text: titles cannot be read by touch or keyboard
}

func BenchmarkBody(b *testing.B) {
	text, err := os.ReadFile("testdata/pages/everything.fr.md")
	if err != nil {
		b.Fatal(err)
	}
	f, _ := source.New("everything.fr.md", text)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		markdown.NewPage(markdown.Options{Lang: "fr"}).Body(f, f.Text)
	}
}
