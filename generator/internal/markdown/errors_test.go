package markdown

import (
	"strings"
	"testing"

	"boussole/generator/internal/source"
)

// TestErrors: each ¦ in the text is dropped and marks a place where an error is wanted, in order; wants are parts
// of the messages, with part of the hint after " | ".
func TestErrors(t *testing.T) {
	tests := []struct {
		name, text string
		wants      []string
	}{
		{
			"html block", "## A\n\n¦<script>\nalert(1)\n</script>\n\n¦<!-- x -->\n\n¦<?php x ?>\n\n¦<![CDATA[x]]>\n\n¦<!DOCTYPE html>\n",
			[]string{"raw HTML is not read | Markdown", "raw HTML", "raw HTML", "raw HTML", "raw HTML"},
		},
		{
			"html inline", "Un ¦<b onclick=x>mot¦</b>, ¦<!-- caché --> et ¦<br/>, ¦<![CDATA[x]]>, ¦<?x?>, 3 < 4.",
			[]string{"raw HTML", "raw HTML", "raw HTML", "raw HTML", "raw HTML", "raw HTML"},
		},
		{"html in a cell", "Table: T\n\n| A | B |\n| - | - |\n| a | ¦<b>x |\n", []string{"raw HTML"}},
		{"html in a list", "- a\n\n  - ¦<i>x\n", []string{"raw HTML"}},

		{
			"levels", "¦# Un\n\n## Deux\n\n¦#### Quatre\n\n## Deux\n\n¦# Un\n",
			[]string{"level 1 stands in the body | ##", "level 4 follows one of level 2 | ###", "level 1"},
		},
		{"first level", "¦### Trois\n", []string{"first heading has level 3"}},
		{"underlined", "¦Un\n===\n", []string{"level 1"}},
		{"empty headings", "¦##\n\n¦## {#x}\n\n¦## ## \n", []string{"no words", "no words", "no words"}},
		{"heading in a list", "- ¦## A\n", []string{"in a list or a quote"}},
		{"heading in a quote", "> ¦## A\n", []string{"in a list or a quote"}},
		{
			"bad anchors", "## A ¦{#Être prêt}\n\n## B ¦{#source-x}\n\n## C ¦{#main}\n\n## D {#d}\n\n## E ¦{#d}\n\n## F ¦{#x} suite\n\nG ¦{#g}\n\n## H ¦{#}\n",
			[]string{"\"Être prêt\" is not one | {#etre-pret}", "kept for the program", "frame of the page", "stands twice", "not at its end", "outside of a heading", "is not one | lower-case"},
		},
		{"citation and image in a heading", "## A ¦[@a]\n\n## B ¦![x](y.png)\n\n## C¦[^c]\n\n¦[^c]: x\n", []string{"a citation stands in a heading", "an image stands in a heading", "a footnote mark", "nothing refers"}},

		{"unknown source", "Oui. ¦¦[@unknown-a; @b; @unknown-c]\n", []string{"no source \"unknown-a\" | sources.yaml", "no source \"unknown-c\""}},
		{
			"bad citations", "A ¦[@a b]. B ¦[@]. C ¦[@Ab]. D ¦[@a; b]. E ¦[@a,]. F ¦[@a,\nx]. G !¦[@a].",
			[]string{"\"@a b\" is not a citation", "\"@\" is not", "\"@Ab\" is not", "\"b\" is not", "\"@a,\" is not", "not complete", "not complete"},
		},
		{"citation in a link", "[voir ¦[@a]](x.md)", []string{"a heading, a link"}},

		{"unknown kind", "> ¦[!warnin] Titre\n> texte\n", []string{"no kind of block \"warnin\" | warning"}},
		{"kind without end", "> ¦[!note\n> texte\n", []string{"does not name its kind"}},
		{"label alone", "> ¦[!note] Titre\n", []string{"no text"}},
		{"label then quote", "- > ¦[!nte]\n  > x\n", []string{"\"nte\" | note"}},

		{
			"embeds", "¦::compare{pathway=access\n\n¦::nope{a=b}\n\n¦::compare {a=b}\n\n¦::compare{a}\n\n¦::compare{a=1 a=2}\n\n¦::\n\nVoir ¦::compare{a=b} ici.\n",
			[]string{"this is not one | ::name", "no embed \"nope\"", "this is not one", "\"a\" is not a key", "\"a\" stands twice", "this is not one", "line of its own"},
		},
		{"embeds inside", "- ¦::compare{a=b}\n\n> ¦::compare{a=b}\n\n[^a]: ¦::compare{a=b}\n\nx[^a]\n", []string{"list or a quote", "list or a quote", "list or a quote"}},

		{"no caption", "Du texte.\n\n¦| A | B |\n| - | - |\n| a | b |\n", []string{"no caption | Table:"}},
		{"caption alone", "Table: ¦Délais\n\nDu texte.\n", []string{"no table below"}},
		{"caption without words", "¦Table:\n\n| A | B |\n| - | - |\n| a | b |\n\n¦Table: \n\nTable:\n¦Délais\n", []string{"no words", "no table below", "no table below"}},
		{"ragged", "Table: T\n\n| A | B |\n| - | - |\n¦| a |\n¦| a | b | c |\n| a | b |\n", []string{"1 cells, expected 2", "3 cells, expected 2"}},
		{"not a table", "| A | B | C |\n¦| - | - |\n| a | b | c |\n", []string{"not as many cells | 3"}},
		{"empty heading of a column", "Table: T\n\n| |¦ | C |\n| - | - | - |\n| a | b | c |\n", []string{"no heading"}},
		{"no rows", "Table: T\n\n¦| A | B |\n| - | - |\n", []string{"no rows"}},
		{"wide", "Table: T\n\n¦|" + strings.Repeat("a|", 21) + "\n|" + strings.Repeat("-|", 21) + "\n|" + strings.Repeat("a|", 21) + "\n", []string{"21 columns"}},

		{"code language", "``` ¦yml\na: b\n```\n\n~~~ ¦sh\" onclick=\"x\nls\n~~~\n", []string{"no language \"yml\" | yaml", "no language"}},

		{"links", "¦[a](nowhere.md) ¦![b](nowhere.png) ¦[c](javascript:alert) ¦[d]() ¦[e](//evil.example/x)", nil},
		{"titles", "¦[a](b.md \"titre\") ¦![c](d.png 'titre')", []string{"a title stands", "a title stands"}},
		{"images", "¦![](a.png) ¦![ ](b.png)", []string{"no alternative text", "no alternative text"}},
		{"incomplete links", "[a¦](b c.md) et [a¦][b] et [a¦]{b} et [a¦]{lang=} et ¦[^a", nil},
		{"no words", "¦[](a.md)", []string{"no words"}},
		{"autolink in a link", "[voir ¦<https://a.example>](b.md)", nil},
		{"labels twice", "[a]: b.md\n¦[A]: c.md\n\n[a]\n", []string{"label \"A\" stands twice"}},

		{"footnotes", "A¦[^nope]. B[^b]. C¦[^ouvert\n\n[^b]: oui\n\n¦[^b]: encore\n\n¦[^c]: sans renvoi\n\n¦¦[^d]:\n\n- ¦[^e]: dedans\n- ¦[^f]: dedans aussi\n", nil},

		{"forbidden references", "A ¦&#x202E;B ¦&#27;C ¦&#0;D &nbsp;E &amp;F &inconnu; ¦&#x200B;.", nil},
		{"deep lists", strings.Repeat("> ", maxDepth) + "¦> trop\n", []string{"more than 8 deep"}},
		{"deep marks", "*a **b *c **d *e **f *g **h ¦*i **j** i* h** g* f** e* d** c* b** a*", []string{"more than 8 deep"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { wantErrors(t, "fr", tt.text, tt.wants) })
	}
}

func wantErrors(t *testing.T, lang, marked string, wants []string) {
	t.Helper()
	parts := strings.Split(marked, "¦")
	text := strings.Join(parts, "")
	f, _ := source.New("f", []byte(text))
	_, _, ds := convert(t, lang, text)
	ds = ds.Sorted()
	var b strings.Builder
	ds.Print(&b)
	t.Log("\n" + b.String())
	if len(ds) != len(parts)-1 {
		t.Fatalf("%d errors, want %d", len(ds), len(parts)-1)
	}
	at := 0
	for i, d := range ds {
		at += len(parts[i])
		line, col := f.At(at).LineCol()
		if l, c := d.Pos.LineCol(); l != line || c != col {
			t.Errorf("error %d stands at %d:%d, want %d:%d", i+1, l, c, line, col)
		}
		if wants == nil {
			continue
		}
		message, hint, _ := strings.Cut(wants[i], " | ")
		if !strings.Contains(d.Message, message) || !strings.Contains(d.Hint, hint) {
			t.Errorf("error %d is %q | %q, want %q", i+1, d.Message, d.Hint, wants[i])
		}
	}
}
