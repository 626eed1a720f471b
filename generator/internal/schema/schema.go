// Package schema describes the files that editors write, as JSON Schema (draft 2020-12), so that their text editor
// completes and explains keys and marks mistakes while they type.
//
// The schemas are generated from the Go types that the files are read into: which keys there are, which are required
// and what they hold comes from the tags and types that [source.Decode] reads, the rest from [source.Shaped]. So a
// schema cannot say other than the program. They stand in the project under [Folder], and the first line of a YAML
// file names its own:
//
//	# yaml-language-server: $schema=.schema/site.json
//
// # What a schema tells
//
// A schema sees one file and no names: that a condition names a question that exists, or a page a source, is told by
// generator check. What a schema refuses, the program refuses too, but for two things. A key that is written has a
// value, where the program passes over an empty one that is not required; and a schema knows no day of the calendar
// beyond 31.
//
// A text may look like a number or a truth (title: 2026, options: [yes, no]): the program reads it as it was
// written, so a schema takes them all.
package schema

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"boussole/generator/internal/pathway"
	"boussole/generator/internal/search"
	"boussole/generator/internal/site"
	"boussole/generator/internal/source"
)

// Folder is where the schemas stand in a project. Its name begins with a dot, so that it is no part of the site.
const Folder = site.Folder + "/.schema"

// File is a schema as it is written.
type File struct {
	// Name is the kind of file that it describes, such as site or pathway; the file is Folder/NAME.json.
	Name string
	// Doc says in a sentence what such files hold.
	Doc string
	// JSON is the text, with a line end.
	JSON []byte
}

// dialect is what every schema says of itself first, and title how its title begins.
const (
	dialect = "https://json-schema.org/draft/2020-12/schema"
	title   = "Boussole: "
)

// Wrote reports whether a file NAME.json is a schema of that name that this program, or an older one, has written.
func Wrote(file string, data []byte) bool {
	var head struct {
		Schema string `json:"$schema"`
		Title  string `json:"title"`
	}
	name, ok := strings.CutSuffix(file, ".json")
	return ok && json.Unmarshal(data, &head) == nil && head.Schema == dialect && head.Title == title+name
}

// Files returns every schema, by name.
func Files() []File {
	forms := pathway.Files()
	maps.Copy(forms, site.Files())
	maps.Copy(forms, search.Files())
	var out []File
	for _, name := range slices.Sorted(maps.Keys(forms)) {
		form := forms[name]
		root := describe(form)
		root.Schema, root.Title = dialect, title+name
		var b bytes.Buffer
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		if err := e.Encode(root); err != nil {
			panic(fmt.Sprintf("schema: %s: %v", name, err))
		}
		out = append(out, File{Name: name, Doc: form.Doc, JSON: b.Bytes()})
	}
	return out
}

// node is a schema or a part of one: the keywords that we use, in the order in which they are written.
type node struct {
	Schema      string   `json:"$schema,omitempty"`
	Title       string   `json:"title,omitempty"`
	Description string   `json:"description,omitempty"`
	Ref         string   `json:"$ref,omitempty"`
	Type        any      `json:"type,omitempty"` // a word or a list of words
	Enum        []string `json:"enum,omitempty"`
	Minimum     int      `json:"minimum,omitempty"` // 0 is no bound
	Maximum     int      `json:"maximum,omitempty"` // 0 is no bound
	Pattern     string   `json:"pattern,omitempty"`
	// PatternErrorMessage is no keyword of the standard; editors show it where the pattern fails.
	PatternErrorMessage  string           `json:"patternErrorMessage,omitempty"`
	MinLength            int              `json:"minLength,omitempty"`
	MaxLength            int              `json:"maxLength,omitempty"`
	Items                *node            `json:"items,omitempty"`
	MinItems             int              `json:"minItems,omitempty"`
	MaxItems             int              `json:"maxItems,omitempty"`
	Required             []string         `json:"required,omitempty"`
	Properties           map[string]*node `json:"properties,omitempty"`
	PatternProperties    map[string]*node `json:"patternProperties,omitempty"`
	PropertyNames        *node            `json:"propertyNames,omitempty"`
	AdditionalProperties any              `json:"additionalProperties,omitempty"` // a *node, or false
	MinProperties        int              `json:"minProperties,omitempty"`
	MaxProperties        int              `json:"maxProperties,omitempty"`
	AnyOf                []*node          `json:"anyOf,omitempty"`
	Not                  *node            `json:"not,omitempty"`
	Defs                 map[string]*node `json:"$defs,omitempty"`
}

// texts are the JSON types that a text may look like.
var texts = []string{"string", "number", "boolean"}

// common are the definitions that any schema may refer to.
func common() map[string]*node {
	return map[string]*node{
		"text": {Type: texts, MinLength: 1},
		"id": {
			Description: "An id: lower-case letters and digits, words joined by hyphens.", Type: texts,
			Pattern: source.IDPattern, PatternErrorMessage: "expected lower-case letters and digits, words joined by hyphens", MaxLength: source.MaxID,
		},
		"date": {
			Description: "A day: YYYY-MM-DD.", Type: "string",
			Pattern: source.DatePattern, PatternErrorMessage: "expected a day, YYYY-MM-DD",
		},
	}
}
