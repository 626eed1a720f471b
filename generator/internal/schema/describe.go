package schema

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"boussole/generator/internal/source"
)

// describe returns the schema of a file, with the definitions that it refers to.
func describe(form source.Form) *node {
	d := &describer{defs: map[string]*node{}, common: common()}
	var root *node
	if t := reflect.TypeOf(form.Like); t.Kind() == reflect.Struct {
		root = d.fields(t)
	} else {
		root = d.value(t, form)
	}
	root.Description = form.Doc
	root.Defs = d.defs
	return root
}

type describer struct {
	defs, common map[string]*node
}

var (
	textType   = reflect.TypeFor[source.Text]()
	dateType   = reflect.TypeFor[source.Date]()
	shapedType = reflect.TypeFor[source.Shaped]()
)

// value describes what is read as the type t and has the form f. What it does not know is a fault of the program.
func (d *describer) value(t reflect.Type, f source.Form) *node {
	if f.Like != nil {
		t = reflect.TypeOf(f.Like)
	}
	switch {
	case t == textType || t.Kind() == reflect.String:
		return d.text(f)
	case t == dateType:
		return d.ref("date")
	case t.Kind() == reflect.Bool:
		return &node{Type: "boolean"}
	case t.Kind() == reflect.Int:
		return &node{Type: "integer", Minimum: f.Least, Maximum: f.Most}
	case t.Kind() == reflect.Pointer:
		return d.value(t.Elem(), f)
	case t.Kind() == reflect.Slice:
		return d.list(t, f)
	case t.Kind() == reflect.Map:
		return d.mapping(t, f)
	case t.Kind() == reflect.Struct && t.NumField() > 0 && tagged(t):
		return d.structRef(t)
	}
	panic(fmt.Sprintf("schema: nothing says how %s is written: give its key a Like in Shape", t))
}

// tagged reports whether Decode fills the struct by its keys.
func tagged(t reflect.Type) bool {
	_, ok := t.Field(0).Tag.Lookup("yaml")
	return ok
}

func (d *describer) text(f source.Form) *node {
	switch {
	case len(f.OneOf) > 0:
		return &node{Enum: f.OneOf}
	case f.ID && len(f.Not) > 0:
		return &node{Ref: d.ref("id").Ref, Not: &node{Enum: f.Not}}
	case f.ID:
		return d.ref("id")
	case f.Pattern == "" && f.Least <= 1 && f.Most == 0:
		return d.ref("text")
	}
	return &node{Type: texts, Pattern: f.Pattern, PatternErrorMessage: expected(f.Hint), MinLength: f.Least, MaxLength: f.Most}
}

func expected(hint string) string {
	if hint == "" {
		return ""
	}
	return "expected: " + hint
}

// list describes a list; a single value stands for a list of one where that is allowed.
func (d *describer) list(t reflect.Type, f source.Form) *node {
	item := source.Form{}
	if f.Items != nil {
		item = *f.Items
	}
	list := &node{Type: "array", Items: d.value(t.Elem(), item), MinItems: f.Least, MaxItems: f.Most}
	if f.List {
		return list
	}
	return &node{AnyOf: []*node{list, list.Items}}
}

func (d *describer) mapping(t reflect.Type, f source.Form) *node {
	n := &node{Type: "object", MinProperties: f.Least, MaxProperties: f.Most}
	if len(f.Entries) > 0 {
		n.PatternProperties, n.AdditionalProperties = map[string]*node{}, false
		for pattern, form := range f.Entries {
			n.PatternProperties[pattern] = described(d.value(t.Elem(), form), form.Doc)
		}
		return n
	}
	key, item := source.Form{ID: true}, source.Form{}
	if f.Key != nil {
		key = *f.Key
		key.Not = append(slices.Clone(key.Not), f.Not...)
	}
	if f.Items != nil {
		item = *f.Items
	}
	n.PropertyNames, n.AdditionalProperties = d.text(key), d.value(t.Elem(), item)
	return n
}

// structRef refers to the definition of a struct, and makes it at the first time: a struct may hold itself.
func (d *describer) structRef(t reflect.Type) *node {
	name := strings.ToLower(strings.TrimSuffix(t.Name(), "YAML"))
	if d.defs[name] == nil {
		d.defs[name] = &node{}
		*d.defs[name] = *d.fields(t)
	}
	return &node{Ref: "#/$defs/" + name}
}

// fields describes a struct by its tags.
func (d *describer) fields(t reflect.Type) *node {
	forms := map[string]source.Form{}
	if t.Implements(shapedType) {
		forms = maps.Clone(reflect.Zero(t).Interface().(source.Shaped).Shape())
	}
	own := forms[""]
	delete(forms, "")
	n := &node{Description: own.Doc, Type: "object", Properties: map[string]*node{}, AdditionalProperties: false, MinProperties: own.Least}
	for i := range t.NumField() {
		f := t.Field(i)
		name, opts, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		if name == "" || name == "-" {
			continue
		}
		value := described(d.value(f.Type, forms[name]), f.Tag.Get("doc"))
		delete(forms, name)
		if name == "*" {
			n.AdditionalProperties, n.PropertyNames = value, d.ref("id")
			continue
		}
		n.Properties[name] = value
		if opts == "required" {
			n.Required = append(n.Required, name)
		}
	}
	for name := range forms {
		panic(fmt.Sprintf("schema: %s gives the key %q a form, but has no such key", t, name))
	}
	return n
}

// described gives a description to a node, which refers to it or is its own.
func described(n *node, doc string) *node {
	if doc != "" {
		n.Description = doc
	}
	return n
}

// ref refers to a common definition, which the schema then holds.
func (d *describer) ref(name string) *node {
	if d.defs[name] == nil {
		d.defs[name] = d.common[name]
	}
	return &node{Ref: "#/$defs/" + name}
}
