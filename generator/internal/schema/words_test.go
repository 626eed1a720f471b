package schema

import (
	"maps"
	"path"
	"slices"
	"strings"
	"testing"

	"boussole/generator/internal/source"
)

// TestRefusesEveryUnknownWord writes an unknown word wherever the small project has one of a closed list: the program
// refuses it there and says which words it knows. Each list that a schema holds stands in the project.
func TestRefusesEveryUnknownWord(t *testing.T) {
	const page, statement, bibliography = "content/index.en.md", "content/accessibility.yaml", "content/sources.en.md"
	whole := maps.Clone(small)
	whole[page] = strings.Replace(whole[page], "only:", "translation: parallel\nonly:", 1)
	whole[statement] = strings.Replace(whole[statement], "limits: []", `limits: [{kind: doubt, what: {en: "Maps."}}]`, 1)
	whole[bibliography] = `---
title: Sources
slug: sources
description: "The papers of the town that the pool cites on its pages."
layout: sources
kinds: [law]
reviewed: 2026-11-22
review-by: 2027-05-22
only: "a test"
---
`

	met := map[string]bool{}
	all := schemas(t)
	for _, name := range slices.Sorted(maps.Keys(whole)) {
		if ds := refused(name, whole[name]); ds.HasErrors() {
			t.Fatalf("%s: %v", name, ds)
		}
		w := words{schema: all[kind(name)], kind: kind(name), found: func(list string, known []any, n *source.Node) {
			met[list] = true
			at := n.Pos.Offset
			text := whole[name][:at] + "zebra" + whole[name][at+len(n.Text):]
			for _, d := range refused(name, text) {
				if d.Severity == source.Error && d.Pos.Name() == name && d.Pos.Offset == at && strings.Contains(d.Message, `"zebra"`) && told(d, known) {
					return
				}
			}
			t.Errorf("%s: no error with the known words at the unknown word of %s: %v", name, list, refused(name, text))
		}}
		w.walk(w.schema, root(t, name, []byte(whole[name])), w.kind)
	}
	for kind, s := range all {
		for _, list := range (words{schema: s, kind: kind}).lists() {
			if !met[list] {
				t.Errorf("the small project has no word of the list %s", list)
			}
		}
	}
}

// told reports whether an error says every known word.
func told(d source.Diagnostic, known []any) bool {
	return !slices.ContainsFunc(known, func(word any) bool { return !strings.Contains(d.Message+d.Hint, word.(string)) })
}

// root is what a file holds, with the places.
func root(t *testing.T, name string, data []byte) *source.Node {
	t.Helper()
	f, _ := source.New(name, data)
	var n *source.Node
	if path.Ext(name) == ".md" {
		n, _, _ = source.SplitFrontMatter(f)
	} else {
		n, _ = source.ParseYAML(f)
	}
	if n == nil {
		t.Fatalf("%s cannot be read", name)
	}
	return n
}

// words finds the words of closed lists. A list is named by the kind of file, the definition and the keys that lead to it.
type words struct {
	schema map[string]any
	kind   string
	found  func(list string, known []any, n *source.Node)
}

// walk follows a schema and what it describes, both at once. Without a node it follows the schema alone, but for the
// definitions that it refers to.
func (w words) walk(s map[string]any, n *source.Node, list string) {
	if ref, ok := s["$ref"].(string); ok && n != nil {
		name := path.Base(ref)
		w.walk(w.schema["$defs"].(map[string]any)[name].(map[string]any), n, w.kind+" "+name)
	}
	if known, ok := s["enum"].([]any); ok && (n == nil || n.Kind == source.Scalar) {
		w.found(list, known, n)
	}
	if alternatives, ok := s["anyOf"].([]any); ok {
		for _, a := range alternatives {
			if m := a.(map[string]any); n == nil || m["type"] != "array" || n.Kind == source.List {
				w.walk(m, n, list)
			}
		}
	}
	if items, ok := s["items"].(map[string]any); ok {
		for _, item := range nodes(n, func(n *source.Node) []*source.Node { return n.Items }) {
			w.walk(items, item, list)
		}
	}
	properties, _ := s["properties"].(map[string]any)
	for key, p := range properties {
		for _, value := range nodes(n, func(n *source.Node) []*source.Node { return []*source.Node{n.Get(key)} }) {
			if n == nil || value != nil {
				w.walk(p.(map[string]any), value, list+" "+key)
			}
		}
	}
	if others, ok := s["additionalProperties"].(map[string]any); ok {
		for _, value := range nodes(n, func(n *source.Node) (out []*source.Node) {
			for _, p := range n.Pairs {
				if properties[p.Key.Text] == nil {
					out = append(out, p.Value)
				}
			}
			return out
		}) {
			w.walk(others, value, list)
		}
	}
}

// nodes are the nodes below a node, or one that is none below none.
func nodes(n *source.Node, below func(n *source.Node) []*source.Node) []*source.Node {
	if n == nil {
		return []*source.Node{nil}
	}
	return below(n)
}

// lists are the names of all closed lists of a schema.
func (w words) lists() []string {
	var out []string
	w.found = func(list string, _ []any, _ *source.Node) { out = append(out, list) }
	w.walk(w.schema, nil, w.kind)
	for name, def := range w.schema["$defs"].(map[string]any) {
		w.walk(def.(map[string]any), nil, w.kind+" "+name)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
