package pathway

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// literal is a value of an enumeration as FEEL writes it: a text in quotes, or true or false.
type literal struct {
	value string
	truth bool // it is true or false, not a text
}

// unary is a unary test of S-FEEL that asks for values of an enumeration.
type unary struct {
	literals []literal // none: every value passes
	not      bool      // every value but these
}

// parseUnary reads "-", nothing, literals joined by commas, or not(literals). Of anything else the error says what it
// is: a number, a range, an expression.
func parseUnary(text string) (unary, error) {
	text = strings.TrimSpace(text)
	if text == "" || text == "-" {
		return unary{}, nil
	}
	if inner, ok := strings.CutPrefix(text, "not"); ok {
		inner = strings.TrimSpace(inner)
		if strings.HasPrefix(inner, "(") && strings.HasSuffix(inner, ")") {
			list, err := parseLiterals(inner[1 : len(inner)-1])
			return unary{list, true}, err
		}
	}
	list, err := parseLiterals(text)
	return unary{list, false}, err
}

// parseLiterals reads at least one literal, several joined by commas.
func parseLiterals(text string) ([]literal, error) {
	var out []literal
	for rest := text; ; {
		l, after, err := cutLiteral(strings.TrimSpace(rest))
		if err != nil {
			return nil, err
		}
		out = append(out, l)
		after = strings.TrimSpace(after)
		if after == "" {
			return out, nil
		}
		next, ok := strings.CutPrefix(after, ",")
		if !ok {
			return nil, fmt.Errorf("%s is an expression", quoted(text))
		}
		rest = next
	}
}

// cutLiteral cuts the literal at the start of a text.
func cutLiteral(text string) (l literal, after string, err error) {
	if !strings.HasPrefix(text, `"`) {
		word, after, more := strings.Cut(text, ",")
		switch word = strings.TrimSpace(word); word {
		case "true", "false":
			if more {
				after = "," + after
			}
			return literal{word, true}, after, nil
		}
		return literal{}, "", fmt.Errorf("%s is %s", quoted(text), kindOf(word))
	}
	var b strings.Builder
	for i := 1; i < len(text); {
		switch c := text[i]; c {
		case '"':
			return literal{value: b.String()}, text[i+1:], nil
		case '\\':
			r, size := escape(text[i:])
			if size == 0 {
				return literal{}, "", fmt.Errorf("%s holds an escape that is not known", quoted(text))
			}
			b.WriteRune(r)
			i += size
		default:
			b.WriteByte(c)
			i++
		}
	}
	return literal{}, "", fmt.Errorf("%s is a text whose quote is not closed", quoted(text))
}

// escape reads an escape of a FEEL text (DMN 1.3, 10.3.1.2, rule 64); size is 0 when there is none.
func escape(s string) (r rune, size int) {
	if len(s) < 2 {
		return 0, 0
	}
	digits := 0
	switch s[1] {
	case 'n':
		return '\n', 2
	case 't':
		return '\t', 2
	case 'r':
		return '\r', 2
	case '"', '\'', '\\':
		return rune(s[1]), 2
	case 'u':
		digits = 4
	case 'U':
		digits = 6
	}
	if digits == 0 || len(s) < 2+digits {
		return 0, 0
	}
	n, err := strconv.ParseUint(s[2:2+digits], 16, 32)
	if err != nil || !utf8.ValidRune(rune(n)) {
		return 0, 0
	}
	return rune(n), 2 + digits
}

// kindOf says what an entry is that is no literal of an enumeration.
func kindOf(s string) string {
	_, notNumber := strconv.ParseFloat(s, 64)
	switch {
	case s == "":
		return "nothing where a value is expected"
	case notNumber == nil:
		return "a number"
	case s == "null":
		return "null"
	case strings.Contains(s, ".."):
		return "a range"
	case strings.HasPrefix(s, "date") || strings.HasPrefix(s, "time") || strings.HasPrefix(s, "@") || strings.HasPrefix(s, "duration"):
		return "a date or a time"
	case strings.ContainsRune("<>=!", rune(s[0])):
		return "a comparison"
	}
	return "an expression"
}

// quoted quotes what was found for a message, cut to what a line can hold.
func quoted(s string) string {
	if utf8.RuneCountInString(s) > 60 {
		s = string([]rune(s)[:60]) + "…"
	}
	return strconv.Quote(s)
}

// onlyEnumerations is what may stand in a table, for hints.
const onlyEnumerations = `only "-", texts in quotes, true, false, lists of them and not(…) can be imported; a threshold becomes a question with closed classes`
