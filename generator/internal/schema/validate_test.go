package schema

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"boussole/generator/internal/source"
)

// validator holds values against a schema. It knows the keywords that our schemas use and panics at any other.
type validator struct {
	root map[string]any
	// said is what is wrong, each with its path.
	said []string
}

// validate returns what is wrong with the value, nil when it fits.
func validate(schema map[string]any, value any) []string {
	v := &validator{root: schema}
	v.check(schema, value, "")
	return v.said
}

func (v *validator) fault(path, format string, args ...any) {
	v.said = append(v.said, path+": "+fmt.Sprintf(format, args...))
}

// fits reports whether the value fits a part of the schema, and says nothing.
func (v *validator) fits(schema, value any) bool {
	own := &validator{root: v.root}
	own.check(schema.(map[string]any), value, "")
	return own.said == nil
}

func (v *validator) check(schema map[string]any, value any, path string) {
	for keyword, arg := range schema {
		switch keyword {
		case "$schema", "$defs", "title", "description", "patternErrorMessage":
		case "$ref":
			name, _ := strings.CutPrefix(arg.(string), "#/$defs/")
			v.check(v.root["$defs"].(map[string]any)[name].(map[string]any), value, path)
		case "type":
			v.typ(arg, value, path)
		case "enum":
			if !slices.Contains(arg.([]any), value) {
				v.fault(path, "%v is none of %v", value, arg)
			}
		case "anyOf":
			if !slices.ContainsFunc(arg.([]any), func(s any) bool { return v.fits(s, value) }) {
				v.fault(path, "%v fits no alternative", value)
			}
		case "not":
			if v.fits(arg, value) {
				v.fault(path, "%v fits what it should not", value)
			}
		case "minimum", "maximum":
			if n, ok := value.(float64); ok && (keyword == "minimum" && n < arg.(float64) || keyword == "maximum" && n > arg.(float64)) {
				v.fault(path, "%v: %s %v", n, keyword, arg)
			}
		case "pattern", "minLength", "maxLength":
			if text, ok := value.(string); ok {
				v.text(keyword, arg, text, path)
			}
		case "items", "minItems", "maxItems":
			if list, ok := value.([]any); ok {
				v.list(keyword, arg, list, path)
			}
		case "required", "properties", "patternProperties", "propertyNames", "additionalProperties", "minProperties", "maxProperties":
			if m, ok := value.(map[string]any); ok {
				v.mapping(schema, keyword, arg, m, path)
			}
		default:
			panic("the validator does not know the keyword " + keyword)
		}
	}
}

func (v *validator) typ(arg, value any, path string) {
	is := func(word string) bool {
		switch value := value.(type) {
		case nil:
			return word == "null"
		case string:
			return word == "string"
		case bool:
			return word == "boolean"
		case float64:
			return word == "number" || word == "integer" && value == math.Trunc(value)
		case []any:
			return word == "array"
		case map[string]any:
			return word == "object"
		}
		panic("no value of JSON: " + reflect.TypeOf(value).String())
	}
	words, ok := arg.([]any)
	if !ok {
		words = []any{arg}
	}
	if !slices.ContainsFunc(words, func(w any) bool { return is(w.(string)) }) {
		v.fault(path, "%v is not of the type %v", value, arg)
	}
}

func (v *validator) text(keyword string, arg any, text, path string) {
	n := float64(utf8.RuneCountInString(text))
	switch {
	case keyword == "pattern" && !regexp.MustCompile(arg.(string)).MatchString(text),
		keyword == "minLength" && n < arg.(float64), keyword == "maxLength" && n > arg.(float64):
		v.fault(path, "%q: %s %v", text, keyword, arg)
	}
}

func (v *validator) list(keyword string, arg any, list []any, path string) {
	n := float64(len(list))
	switch {
	case keyword == "items":
		for i, item := range list {
			v.check(arg.(map[string]any), item, fmt.Sprintf("%s/%d", path, i))
		}
	case keyword == "minItems" && n < arg.(float64), keyword == "maxItems" && n > arg.(float64):
		v.fault(path, "%v items: %s %v", n, keyword, arg)
	}
}

func (v *validator) mapping(schema map[string]any, keyword string, arg any, m map[string]any, path string) {
	properties, _ := schema["properties"].(map[string]any)
	patterns, _ := schema["patternProperties"].(map[string]any)
	n := float64(len(m))
	switch keyword {
	case "required":
		for _, key := range arg.([]any) {
			if _, ok := m[key.(string)]; !ok {
				v.fault(path, "%q is missing", key)
			}
		}
	case "minProperties", "maxProperties":
		if keyword == "minProperties" && n < arg.(float64) || keyword == "maxProperties" && n > arg.(float64) {
			v.fault(path, "%v entries: %s %v", n, keyword, arg)
		}
	}
	for key, value := range m {
		at, known := path+"/"+key, properties[key] != nil
		for pattern, s := range patterns {
			if regexp.MustCompile(pattern).MatchString(key) {
				if known = true; keyword == "patternProperties" {
					v.check(s.(map[string]any), value, at)
				}
			}
		}
		switch {
		case keyword == "properties" && properties[key] != nil:
			v.check(properties[key].(map[string]any), value, at)
		case keyword == "propertyNames":
			v.check(arg.(map[string]any), key, at)
		case keyword == "additionalProperties" && !known && arg == false:
			v.fault(at, "the key is unknown")
		case keyword == "additionalProperties" && !known:
			v.check(arg.(map[string]any), value, at)
		}
	}
}

// value is what a text editor takes a node for: YAML 1.2, core schema.
func value(n *source.Node) any {
	switch n.Kind {
	case source.Map:
		m := map[string]any{}
		for _, p := range n.Pairs {
			m[p.Key.Text] = value(p.Value)
		}
		return m
	case source.List:
		list := []any{}
		for _, item := range n.Items {
			list = append(list, value(item))
		}
		return list
	case source.Null:
		return nil
	}
	if n.Quoted {
		return n.Text
	}
	if n.Text == "true" || n.Text == "false" {
		return n.Text == "true"
	}
	if f, err := strconv.ParseFloat(n.Text, 64); err == nil && number.MatchString(n.Text) {
		return f
	}
	return n.Text
}

var number = regexp.MustCompile(`^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$`)

// decoded is a schema as the validator takes it.
func decoded(data []byte) (map[string]any, error) {
	var out map[string]any
	err := json.Unmarshal(data, &out)
	return out, err
}
