package markdown

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"boussole/generator/internal/source"
)

// hardTexts are built to make a parser slow; each is about as long as a body may be.
func hardTexts() map[string]string {
	rep := func(s string, bytes int) string { return strings.Repeat(s, max(1, bytes/len(s))) }
	const full, half = maxBody - 100, maxBody / 2
	growing := &strings.Builder{}
	for i := 1; growing.Len() < half; i++ {
		growing.WriteString(strings.Repeat("`", i) + "a ")
	}
	deepLists := &strings.Builder{}
	for i := 0; deepLists.Len() < full; i = (i + 1) % 50 {
		deepLists.WriteString(strings.Repeat("  ", i) + "- a\n")
	}
	manyHeadings := "## A\n\n" + rep("## A\n", full)
	pins := &strings.Builder{}
	for i := 0; pins.Len() < half; i++ {
		fmt.Fprintf(pins, "## A {#a%d}\n", i)
	}
	notes := &strings.Builder{}
	for i := 0; notes.Len() < half; i++ {
		fmt.Fprintf(notes, "a[^n%d]\n\n[^n%d]: b\n\n", i, i)
	}
	return map[string]string{
		"quotes":              strings.Repeat(">", 50_000) + " a",
		"quotes by line":      rep("> a\n\n", full),
		"spaced quotes":       rep("> ", full) + "a",
		"sixteen quotes":      rep(strings.Repeat(">", 16)+" a\n", full),
		"emphasis":            rep("*a **b ", 100_000),
		"emphasis of both":    rep("*a_ ", full),
		"emphasis at bound":   rep("*a_ ", 24_000),
		"emphasis in parts":   rep(rep("*a_ ", 4_000)+"\n\n", full),
		"strong":              rep("**a", full),
		"underscores":         rep("_", full),
		"stars":               rep("*", full),
		"back-ticks":          growing.String(),
		"back-ticks, short":   growing.String()[:20_000] + "\n\n" + growing.String()[20_000:60_000],
		"links":               rep("[a](", full),
		"links at bound":      rep("[a](", 20_000),
		"brackets":            rep("[", full),
		"brackets at bound":   rep("[", 11_000) + rep("]", 11_000),
		"images":              rep("![", full),
		"citations":           rep("[@a] ", full),
		"citations in parts":  rep("a [@a; @b, c].\n\n", full),
		"open citations":      rep("a [@a\n\n", full),
		"languages":           rep("[a]{lang=en} ", 40_000),
		"nested languages":    rep("[", 4_000) + "a" + rep("]{lang=en}", 40_000),
		"html":                rep("<a ", full),
		"comments":            rep("<!-- ", full),
		"html blocks":         rep("<div>\n\n", full),
		"entities":            rep("&amp;", full),
		"backslashes":         rep("\\*", full),
		"columns":             "Table: T\n\n|" + rep("a|", 20_000) + "\n|" + rep("-|", 20_000) + "\n",
		"columns, hundred":    "Table: T\n\n|" + rep("a|", 180) + "\n|" + rep("-|", 180) + "\n" + rep("|a|b|c|\n", full),
		"rows":                "Table: T\n\n|a|b|\n|-|-|\n" + rep("|a|b|\n", full),
		"ragged rows":         "Table: T\n\n|a|b|\n|-|-|\n" + rep("|a|\n|a|b|c|\n", full),
		"escaped pipes":       "Table: T\n\n|a|b|\n|-|-|\n" + rep("|`a\\|b`|b|\n", full),
		"escaped, at bound":   "Table: T\n\n|a|b|\n|-|-|\n" + rep("|`a\\|b`|b|\n", 40_000),
		"tables":              rep("Table: T\n\n|a|b|\n|-|-|\n|a|b|\n\n", full),
		"deep lists":          deepLists.String(),
		"very deep lists":     strings.Repeat("- ", 5_000) + "a",
		"list items":          rep("- a\n", full),
		"loose items":         rep("- a\n\n", full),
		"numbered items":      rep("1. a\n", full),
		"definitions":         rep("a\n: b\n\n", full),
		"definition marks":    "a\n" + rep(": ", full),
		"one paragraph":       rep("a\n", full),
		"one line":            rep("mot ", full),
		"lines of colons":     rep("::a\n", full),
		"headings":            manyHeadings,
		"pinned headings":     pins.String(),
		"footnotes":           notes.String(),
		"footnote in one":     rep("[^a]: ", full),
		"footnote marks":      rep("[^a] ", 20_000) + "\n\n[^a]: b\n",
		"definitions of link": rep("[a]: b\n", full),
		"open titles":         rep("[a]: b \"\n", full),
		"title in parts":      rep("[a]: b\n\n", full),
		"empty lines":         rep("\n", full),
		"blank after nested":  strings.Repeat("> ", 16) + "a" + rep("\n", full),
		"setext":              rep("a\n---\n", full),
		"fences":              rep("```yaml\na: b\n```\n", full),
		"one fence":           "```yaml\n" + rep("a: [b, \"c\", {d: e}]\n", full),
		"hard fences":         "```markdown\n" + rep("**a*_`[\n\n", 19_900) + "\n```\n",
		"hard script":         "```js\n" + rep("/a(b*)*[\n\n", 19_900) + "\n```\n",
		"hard html":           "```html\n" + rep("<a b=\"<!--\n\n", 19_900) + "\n```\n",
		"hard yaml":           "```yaml\n" + rep("a: [\"{'&*!|>\n\n", 19_900) + "\n```\n",
		"hard css":            "```css\n" + rep("a{b:url(/*'\n\n", 19_900) + "\n```\n",
		"hard go":             "```go\n" + rep("func `a /* '\n\n", 19_900) + "\n```\n",
		"hard toml":           "```toml\n" + rep("[a.'b\"\"\"\n\n", 19_900) + "\n```\n",
		"long line of code":   "```json\n" + rep("{a:1 ", 19_900) + "\n```\n",
		"long line of shell":  "```sh\n" + rep("a b ", 19_900) + "\n```\n",
		"long line of html":   "```html\n" + rep("a=b ", 19_900) + "\n```\n",
		"hard shell":          "```sh\n" + rep("$(`\"${\n\n", 19_900) + "\n```\n",
		"terms":               rep("AAC ansm accès compassionne ", full),
		"quotes in text":      rep("\"a' ", full),
		"dashes":              rep(" – a", full),
		"dots":                rep("..", full),
		"digits":              rep("123 ", full),
		"addresses":           rep("a@b", full),
		"schemes":             rep("a://", full),
		"spaces":              "a" + rep(" ", full) + "b",
		"too long":            rep("mot\n\n", maxBody+10),
	}
}

// TestHardTexts: each ends soon, with errors or with HTML. The bound is far above what is seen, so that a slow
// machine passes; what grows with the square of its input does not.
func TestHardTexts(t *testing.T) {
	for name, text := range hardTexts() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			start := time.Now()
			f, _ := source.New("f.fr.md", []byte(text))
			doc, ds := NewPage(sampleOptions("fr")).Body(f, f.Text)
			if len(ds) > maxFaults+1 {
				t.Errorf("%d errors", len(ds))
			}
			for _, d := range ds {
				if strings.HasPrefix(d.Message, parserGaveUp) {
					t.Error(d.Message)
				}
			}
			t.Logf("%s: %v, %d bytes, %d errors, %d bytes of HTML", name, time.Since(start).Round(time.Millisecond), len(text), len(ds), len(doc.HTML))
		})
	}
}
