package pathway

import (
	"fmt"
	"strings"
	"unicode"
)

// maxName is how long an id made from a foreign name may be, before a number makes it distinct.
const maxName = 60

// namer makes ids from foreign names, each once.
type namer struct{ taken map[string]bool }

func newNamer(taken ...string) *namer {
	n := &namer{map[string]bool{}}
	for _, t := range taken {
		n.taken[t] = true
	}
	return n
}

// id returns the id for a name: its slug, or without when nothing is left of it; the second of that id is id-2.
func (n *namer) id(name, without string) string {
	id := slug(name)
	if id == "" {
		id = without
	}
	made := id
	for i := 2; n.taken[made]; i++ {
		made = fmt.Sprintf("%s-%d", id, i)
	}
	n.taken[made] = true
	return made
}

// spelledOut are signs that matter in names of classes, in words, and letters that have a plain one.
var spelledOut = strings.NewReplacer(
	"<=", " at most ", ">=", " at least ", "≤", " at most ", "≥", " at least ", "<", " below ", ">", " above ", "+", " plus ", "%", " percent ", "&", " and ",
	"à", "a", "â", "a", "ä", "a", "á", "a", "ã", "a", "å", "a", "ç", "c", "é", "e", "è", "e", "ê", "e", "ë", "e", "í", "i", "î", "i", "ï", "i",
	"ñ", "n", "ó", "o", "ô", "o", "ö", "o", "õ", "o", "ø", "o", "ú", "u", "ù", "u", "û", "u", "ü", "u", "ÿ", "y", "œ", "oe", "æ", "ae", "ß", "ss",
)

// slug makes an id of a name: lower-case words and digits joined by hyphens, creditScore and Credit_score alike. It
// is empty when the name holds no letter or digit it can use.
func slug(name string) string {
	var split strings.Builder
	before := ' '
	for _, r := range name {
		if unicode.IsUpper(r) && (unicode.IsLower(before) || unicode.IsDigit(before)) {
			split.WriteByte(' ')
		}
		split.WriteRune(unicode.ToLower(r))
		before = r
	}
	words := strings.FieldsFunc(spelledOut.Replace(split.String()), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
	id := strings.Join(words, "-")
	if len(id) > maxName {
		id = strings.TrimRight(id[:maxName], "-")
	}
	return id
}

// yamlID writes an id so that YAML reads the text that was written.
func yamlID(id string) string {
	if id == "null" || id == "true" || id == "false" || id[0] <= '9' {
		return `"` + id + `"`
	}
	return id
}

// yamlIDs writes one id, or several as a list.
func yamlIDs(ids []string) string {
	if len(ids) == 1 {
		return yamlID(ids[0])
	}
	return yamlList(ids)
}

func yamlList(ids []string) string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = yamlID(id)
	}
	return "[" + strings.Join(out, ", ") + "]"
}

// comment makes one line of foreign words for a comment in YAML.
func comment(s string) string {
	q := quoted(s)
	if plain := q[1 : len(q)-1]; !strings.Contains(plain, `\`) {
		return plain
	}
	return q
}

// obvious reports whether a foreign name is clear from its id: it differs in capitals, and in _ or a space for the
// hyphen, and perhaps ends with a question mark.
func obvious(name, id string) bool {
	plain := strings.NewReplacer("_", "-", " ", "-").Replace(strings.ToLower(strings.TrimSuffix(name, "?")))
	return plain == id
}
