package source

// Form says what a value may be where its Go type says too little: it is for those who describe files, not for
// [Decode], which does not read it. Each Form describes one level; Items describes the level below.
type Form struct {
	// Doc is a short sentence about the value, for a value that is no field: a field has the tag `doc:"…"`.
	Doc string
	// Like is a value of the Go type that a *Node or an [Unmarshaler] is read as. Its contents mean nothing.
	Like any
	// ID reports whether a text is an id, as [IsID] understands it.
	ID bool
	// OneOf are the words that a text may be; empty where it may be any.
	OneOf []string
	// Pattern is a regular expression for a whole text, of the syntax that Go and JavaScript share. Hint says it in
	// words.
	Pattern, Hint string
	// Least and Most bound a number, the characters of a text, the items of a list, the entries of a mapping; 0 is
	// no bound.
	Least, Most int
	// List reports whether a list is asked for even of one: a single value does not stand for it.
	List bool
	// Items is the form of a list's items and of a mapping's values.
	Items *Form
	// Key is the form of a mapping's keys, which are ids where it is nil; Not are words that no key may be.
	Key *Form
	Not []string
	// Entries are the forms of a mapping's values by the pattern of their keys, where not all are of one kind.
	Entries map[string]Form
}

// Shaped is a struct that Decode fills and that knows the forms of its fields, by their keys. A field without one has
// the form of its Go type. Each field has a tag `doc:"…"`, one or two short sentences that an editor may show.
//
// The key "" is the form of the struct itself. A field with the key "*" stands for all keys that the others do not
// name; Decode does not know it.
type Shaped interface{ Shape() map[string]Form }

// Patterns of texts, for [Form]. A day that the calendar lacks fits DatePattern all the same.
const (
	IDPattern   = `^[a-z0-9]+(-[a-z0-9]+)*$`
	DatePattern = `^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$`
)

// MaxID is the most characters that an id has.
const MaxID = 80
