package markdown

import (
	"fmt"
	"sort"
	"strings"

	"boussole/generator/internal/source"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/yuin/goldmark/ast"
)

// languages are what a block of code may be in, by the name that is written and the one that chroma knows. They
// are few so that the stylesheet can be written by hand, for both themes and with measured contrast.
//
// The classes are chroma's short names (https://pygments.org/docs/tokens/). Those that a stylesheet needs:
//
//	all        c c1 cm comments · s s1 s2 sd sa strings · se escapes · k keywords · kc true, false, null
//	           m mi mf numbers · p punctuation · o operators · err what is not of the language
//	yaml       nt keys · l ld plain scalars · m dates · p - : and brackets · cp directives · nv anchors
//	sh         nb commands of the shell · nv variables · si ${…} · sb `…` · cp the line #!
//	html, xml  nt tags · na attributes · s values · cp doctype · ni entities
//	css        nt nc nd selectors · k properties · kc units' words · mh colours
//	js, json   kd kr declarations · nx names · nt keys · sr regular expressions
//	go         kn package, import · kd func, var · kt types · nf functions · nx names · sc characters
//	markdown   gh gu headings · ge em · gs strong · nt links · na addresses · s code
//	diff       gi added · gd removed · gu gh headings
var codeLanguages = map[string]string{
	"css": "CSS", "diff": "Diff", "go": "Go", "html": "HTML", "js": "JavaScript", "json": "JSON", "markdown": "markdown",
	"sh": "Bash", "text": "", "toml": "TOML", "xml": "XML", "yaml": "YAML",
}

// maxCode is how many bytes of code one page may have highlighted; what comes after stays plain. Some of chroma's
// patterns take a time that grows with the square of the text, and give up after a while, which no page must depend on.
const maxCode = 20_000

func codeLanguageNames() []string {
	var names []string
	for name := range codeLanguages {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// otherNames are what people write elsewhere. One language has one name here, as everything has.
var otherNames = map[string]string{
	"bash": "sh", "golang": "go", "javascript": "js", "md": "markdown", "plaintext": "text", "shell": "sh", "svg": "xml", "txt": "text", "yml": "yaml",
}

func codeLanguageHint(name string) string {
	if known := otherNames[strings.ToLower(name)]; known != "" {
		return fmt.Sprintf("write %s", known)
	}
	return source.DidYouMean(name, codeLanguageNames())
}

// fencedCode writes a block of code between two fences.
func (c *converter) fencedCode(n *ast.FencedCodeBlock) {
	name := ""
	if n.Info != nil {
		offset := n.Info.Segment.Start
		name = strings.TrimSpace(string(n.Info.Segment.Value(c.src)))
		if _, known := codeLanguages[name]; !known {
			c.faultf(offset, codeLanguageHint(name), "there is no language %q for code", name)
			name = ""
		}
	}
	c.code(c.codeText(n), name)
}

func (c *converter) codeText(n ast.Node) string {
	var b strings.Builder
	for i := 0; i < n.Lines().Len(); i++ {
		line := n.Lines().At(i)
		b.Write(line.Value(c.src))
	}
	return b.String()
}

// code writes a block of code. It scrolls, so the keyboard must reach it; a group with a name is announced and is
// no landmark.
func (c *converter) code(text, language string) {
	c.doc.Code = true
	labels := c.page.opts.Labels
	label := labels.Code
	class := "code"
	if language != "" && language != "text" {
		label = strings.ReplaceAll(labels.CodeIn, "%s", language)
		class = "code code-" + language
	}
	attributes := []string{"class", class, "translate", "no", "tabindex", "0"}
	if label != "" {
		attributes = append(attributes, "role", "group", "aria-label", label)
	}
	c.write(element("pre", attributes...) + "<code>")
	if text != "" && text[0] == '\n' {
		c.write("\n") // HTML drops the first line end after <pre>
	}
	c.write(c.highlighted(text, codeLanguages[language]))
	c.write("</code></pre>\n")
}

// highlighted is the code with its tokens in spans of chroma's classes, or plain when chroma cannot read it.
func (c *converter) highlighted(code, lexerName string) (html string) {
	if c.highlightedBytes += len(code); lexerName == "" || c.highlightedBytes > maxCode {
		return esc(code)
	}
	defer func() {
		if recover() != nil { // chroma's iterators panic on what their rules cannot read
			html = esc(code)
		}
	}()
	lexer := lexers.Get(lexerName)
	if lexer == nil {
		return esc(code)
	}
	tokens, err := chroma.Coalesce(lexer).Tokenise(nil, code)
	if err != nil {
		return esc(code)
	}
	var b, text strings.Builder
	for token := range tokens.Stdlib() {
		text.WriteString(token.Value)
		if class := chroma.StandardTypes[token.Type]; class != "" && strings.TrimSpace(token.Value) != "" {
			b.WriteString(element("span", "class", class) + esc(token.Value) + "</span>")
			continue
		}
		b.WriteString(esc(token.Value))
	}
	if text.String() != code {
		return esc(code) // nothing of the code may be changed
	}
	return b.String()
}
