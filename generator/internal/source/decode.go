package source

import (
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Text is a string that knows where it was written.
type Text struct {
	Value string
	Pos   Pos
}

func (t Text) String() string { return t.Value }

// Date is a calendar day, written YYYY-MM-DD. The zero Date is no day.
type Date struct {
	Year, Month, Day int
	Pos              Pos
}

// IsZero reports whether d is no day.
func (d Date) IsZero() bool { return d.Year == 0 }

// String is YYYY-MM-DD, or "" for no day.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// Before reports whether d is an earlier day than e.
func (d Date) Before(e Date) bool { return d.String() < e.String() }

// ParseDate reads YYYY-MM-DD; a day that the calendar lacks, such as 2026-02-31, is an error.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse("2006-01-02", s)
	if err != nil {
		return Date{}, fmt.Errorf("%q is not a day of the calendar, expected YYYY-MM-DD", s)
	}
	return Date{Year: t.Year(), Month: int(t.Month()), Day: t.Day()}, nil
}

// Unmarshaler is a type that fills itself from a tree, for shapes that Decode does not know.
type Unmarshaler interface {
	UnmarshalNode(n *Node, ds *Diagnostics)
}

// Decode fills the struct that target points to from a mapping.
//
// A field is named by its tag `yaml:"name"`; ",required" after the name asks for it, and "-" is no name. Types: string,
// [Text], bool (true or false only), int, [Date], *Node (kept as it is), a struct or pointer to one, a slice (a single
// value stands for a list of one), a map with string keys, and any [Unmarshaler]. Every fault is reported, with its
// place; unknown keys name the nearest known one.
func Decode(n *Node, target any) Diagnostics {
	var ds Diagnostics
	decodeStruct(n, reflect.ValueOf(target).Elem(), &ds)
	return ds
}

var (
	textType = reflect.TypeFor[Text]()
	dateType = reflect.TypeFor[Date]()
	nodeType = reflect.TypeFor[*Node]()
)

type field struct {
	index    int
	required bool
}

func fields(t reflect.Type) (map[string]field, []string) {
	known, names := map[string]field{}, []string{}
	for i := range t.NumField() {
		tag, ok := t.Field(i).Tag.Lookup("yaml")
		if !ok || tag == "-" {
			continue
		}
		name, opts, _ := strings.Cut(tag, ",")
		known[name] = field{i, opts == "required"}
		names = append(names, name)
	}
	return known, names
}

func decodeStruct(n *Node, v reflect.Value, ds *Diagnostics) {
	if n.Kind != Map {
		ds.Errorf(n.Pos, "found %s, expected keys with values", describe(n))
		return
	}
	known, names := fields(v.Type())
	present := map[string]bool{}
	for _, p := range n.Pairs {
		f, ok := known[p.Key.Text]
		if !ok {
			ds.Add(Diagnostic{Pos: p.Key.Pos, Message: fmt.Sprintf("unknown key %q", p.Key.Text), Hint: DidYouMean(p.Key.Text, names)})
			continue
		}
		present[p.Key.Text] = true
		decodeValue(p.Key.Text, p.Value, v.Field(f.index), f.required, ds)
	}
	for _, name := range names {
		if known[name].required && !present[name] {
			hint := ""
			for _, p := range n.Pairs {
				if _, ok := known[p.Key.Text]; !ok && Nearest(p.Key.Text, []string{name}) != "" {
					hint = fmt.Sprintf("did you mean it by %q?", p.Key.Text)
				}
			}
			ds.Add(Diagnostic{Pos: n.Pos, Message: fmt.Sprintf("the key %q is missing", name), Hint: hint})
		}
	}
}

func decodeValue(name string, n *Node, v reflect.Value, required bool, ds *Diagnostics) {
	if u, ok := v.Addr().Interface().(Unmarshaler); ok {
		u.UnmarshalNode(n, ds)
		return
	}
	if v.Type() == nodeType {
		v.Set(reflect.ValueOf(n))
		return
	}
	if n.Kind == Null || n.Kind == Scalar && strings.TrimSpace(n.Text) == "" {
		if required {
			ds.Errorf(n.Pos, "%q is empty", name)
		}
		return
	}
	switch v.Type() {
	case textType, dateType:
		decodeScalar(name, n, v, ds)
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		decodeValue(name, n, v.Elem(), required, ds)
	case reflect.Struct:
		decodeStruct(n, v, ds)
	case reflect.Slice:
		decodeSlice(name, n, v, ds)
	case reflect.Map:
		decodeMap(name, n, v, ds)
	default:
		decodeScalar(name, n, v, ds)
	}
}

func decodeSlice(name string, n *Node, v reflect.Value, ds *Diagnostics) {
	items := n.Items
	if n.Kind != List {
		items = []*Node{n}
	}
	out := reflect.MakeSlice(v.Type(), 0, len(items))
	for _, item := range items {
		value, before := reflect.New(v.Type().Elem()).Elem(), len(*ds)
		decodeValue(name, item, value, true, ds)
		// What is wrong is told; it must not go on as an empty item that stands nowhere.
		if len(*ds) == before {
			out = reflect.Append(out, value)
		}
	}
	v.Set(out)
}

func decodeMap(name string, n *Node, v reflect.Value, ds *Diagnostics) {
	if n.Kind != Map {
		ds.Errorf(n.Pos, "%q is %s, expected keys with values", name, describe(n))
		return
	}
	v.Set(reflect.MakeMap(v.Type()))
	for _, p := range n.Pairs {
		value := reflect.New(v.Type().Elem()).Elem()
		decodeValue(p.Key.Text, p.Value, value, true, ds)
		v.SetMapIndex(reflect.ValueOf(p.Key.Text), value)
	}
}

func decodeScalar(name string, n *Node, v reflect.Value, ds *Diagnostics) {
	if n.Kind != Scalar {
		ds.Errorf(n.Pos, "%q is %s, expected a text", name, describe(n))
		return
	}
	switch {
	case v.Type() == textType:
		v.Set(reflect.ValueOf(Text{n.Text, n.Pos}))
	case v.Type() == dateType:
		d, err := ParseDate(n.Text)
		if err != nil {
			ds.Errorf(n.Pos, "%q: %v", name, err)
			return
		}
		d.Pos = n.Pos
		v.Set(reflect.ValueOf(d))
	case v.Kind() == reflect.String:
		v.SetString(n.Text)
	case v.Kind() == reflect.Bool:
		if n.Text != "true" && n.Text != "false" || n.Quoted {
			ds.Errorf(n.Pos, "%q is %q, expected true or false", name, n.Text)
			return
		}
		v.SetBool(n.Text == "true")
	case v.Kind() == reflect.Int:
		i, err := strconv.Atoi(n.Text)
		if err != nil || n.Quoted {
			ds.Errorf(n.Pos, "%q is %q, expected a whole number", name, n.Text)
			return
		}
		v.SetInt(int64(i))
	default:
		panic("source: Decode cannot fill " + v.Type().String())
	}
}

// describe says what a node is, with its text when that is short.
func describe(n *Node) string {
	if n.Kind == Scalar && len(n.Text) <= 40 {
		return fmt.Sprintf("the text %q", n.Text)
	}
	return n.Kind.String()
}

var idPattern = regexp.MustCompile(IDPattern)

// IsID reports whether s is an id: lower-case ASCII words and digits joined by single hyphens.
func IsID(s string) bool { return len(s) <= MaxID && idPattern.MatchString(s) }
