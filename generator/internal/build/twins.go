package build

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"boussole/generator/internal/layout"
	"boussole/generator/internal/markdown"
	"boussole/generator/internal/site"
	"boussole/generator/internal/source"
)

// A page and its translation are written side by side, and neither is the original. Each file keeps, under the key twin
// of its front matter, what the other one's sections were when the texts last agreed: one state per section. A section
// of the other language whose state is not among them is newer than this text. Both texts may be newer than what the
// other one knows; then both are told.
//
// The first section of a page is what stands before its first heading of level 2: front matter that readers see, facts
// and opening words. A state is the beginning of the SHA-256 of a section's source, in which spaces and typographic
// variants are folded: setting a text does not make it newer.

// stateDigits is how many hexadecimal digits a state has: two of the few sections of a page are not confused.
const stateDigits = 8

// Part is a section of a page.
type Part struct {
	// ID is its anchor, "" for the first one.
	ID    string
	Title string
	Text  string // its source, with its heading
	Pos   source.Pos
}

func (p Part) state() string {
	sum := sha256.Sum256([]byte(foldText(p.Text)))
	return hex.EncodeToString(sum[:])[:stateDigits]
}

// Behind is a section of a page that is older than its translation.
type Behind struct {
	Page, Twin *site.Page
	// Own and Newer are the section in both languages. When a section was added to the other language or taken from it,
	// Own is the first section of the page, for nothing else is its counterpart; when it was taken away, Newer is too.
	Own, Newer Part
}

// variants are signs that differ in typography alone; ordinary are the spaces that do.
var (
	ordinary = strings.NewReplacer("\u00A0", " ", "\u202F", " ", "\u2009", " ")
	variants = strings.NewReplacer(
		"’", "'", "‘", "'", "ʼ", "'", "« ", `"`, " »", `"`, "«", `"`, "»", `"`, "“", `"`, "”", `"`, "„", `"`,
		"–", "-", "—", "-", "‑", "-", "−", "-", "…", "...",
	)
)

// foldText makes texts equal that differ in spaces and typography alone.
func foldText(s string) string {
	s = variants.Replace(strings.Join(strings.Fields(ordinary.Replace(s)), " "))
	for _, sign := range []string{";", ":", "!", "?", "%"} {
		s = strings.ReplaceAll(s, " "+sign, sign)
	}
	return s
}

// parts are the sections of a page.
func parts(p *page) []Part {
	head := Part{Title: p.Title.Value, Pos: p.File.At(0)}
	words := []string{p.Title.Value, p.Summary.Value, p.Description.Value, p.Operator.Value}
	if p.Page.Facts != nil {
		for _, f := range p.Page.Facts.List() {
			words = append(words, f.Text.Value)
		}
	}
	out := []Part{head}
	begin := 0
	section := func(end int) string { return strings.TrimSpace(string(p.Body[begin:end])) }
	for _, h := range p.doc.Headings {
		if h.Level != 2 {
			continue
		}
		line := bytes.LastIndexByte(p.Body[:h.Pos.Offset], '\n') + 1
		out[len(out)-1].Text = section(line)
		begin = line
		out = append(out, Part{ID: h.ID, Title: h.Text, Pos: h.Pos})
	}
	out[len(out)-1].Text = section(len(p.Body))
	out[0].Text = strings.TrimSpace(strings.Join(append(words, out[0].Text), "\n"))
	return out
}

// twins compares every page with what it knows of its translations.
func (b *builder) twins() {
	b.result.Stamps = map[*site.Page]string{}
	for _, p := range b.pages {
		var states []string
		stamped := true
		for _, lang := range b.site.Langs {
			twin := b.byPage[p.In(lang)]
			if lang == p.Lang || twin == nil {
				continue
			}
			theirs := parts(twin)
			list := make([]string, len(theirs))
			for i, t := range theirs {
				list[i] = t.state()
			}
			states = append(states, fmt.Sprintf("%s: [%s]", lang, strings.Join(list, ", ")))
			if known, ok := p.Twin[lang]; ok {
				b.result.Behind = append(b.result.Behind, behind(p, twin, theirs, known)...)
			} else {
				stamped = false
			}
		}
		if len(states) > 0 {
			b.result.Stamps[p.Page] = "{" + strings.Join(states, ", ") + "}"
		}
		if !stamped {
			b.result.Unstamped = append(b.result.Unstamped, p.Page)
		}
	}
}

// behind are the sections of a twin that a page does not know.
func behind(p, twin *page, theirs []Part, known []source.Text) []Behind {
	left := make([]string, len(known))
	for i, k := range known {
		left[i] = k.Value
	}
	own := parts(p)
	var out []Behind
	for i, t := range theirs {
		if at := slices.Index(left, t.state()); at >= 0 {
			left = slices.Delete(left, at, at+1)
			continue
		}
		one := Behind{Page: p.Page, Twin: twin.Page, Own: own[0], Newer: t}
		if len(own) == len(theirs) {
			one.Own = own[i]
		}
		out = append(out, one)
	}
	if len(known) > len(theirs) {
		out = append(out, Behind{Page: p.Page, Twin: twin.Page, Own: own[0], Newer: theirs[0]})
	}
	return out
}

// tellBehind says on a page which of its sections are older than their translations: at the section, or for what has no
// place of its own at the head of the page.
func (b *builder) tellBehind(v *layout.View, p *page) {
	body := string(v.Body)
	for _, one := range b.result.Behind {
		if one.Page != p.Page {
			continue
		}
		l := layout.Behind{Lang: one.Twin.Lang, URL: p.To(one.Twin), Title: markdown.Typeset(one.Twin.Lang, one.Newer.Title), Section: one.Own.ID != ""}
		if one.Newer.ID != "" {
			l.URL += "#" + one.Newer.ID
		}
		if !l.Section {
			if !slices.Contains(v.Behind, l) {
				v.Behind = append(v.Behind, l)
			}
			continue
		}
		notice, ds := b.layouts.Partial("behind", &layout.View{Lang: p.Lang, Behind: []layout.Behind{l}}, p.File.Name)
		b.add(ds)
		// The heading is written by the room markdown, with this id and no other.
		before, rest, found := strings.Cut(body, `<h2 id="`+one.Own.ID+`">`)
		heading, after, closed := strings.Cut(rest, "</h2>\n")
		if !found || !closed {
			panic(fmt.Sprintf("build: %s has no heading %q", p.File.Name, one.Own.ID))
		}
		body = before + `<h2 id="` + one.Own.ID + `">` + heading + "</h2>\n" + string(notice) + after
	}
	v.Body = template.HTML(body)
}
