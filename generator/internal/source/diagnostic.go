package source

import (
	"encoding/json"
	"fmt"
	"io"
	"sort"
	"strings"
	"unicode/utf8"
)

// Severity says how much a diagnostic weighs.
type Severity int

const (
	// Error keeps the site from being published.
	Error Severity = iota
	// Warning should be looked at; the site is published.
	Warning
	// Note is worth knowing.
	Note
)

func (s Severity) String() string { return [...]string{"error", "warning", "note"}[s] }

// MarshalText writes "error", "warning" or "note".
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Diagnostic is one thing to tell the author of a file.
type Diagnostic struct {
	Pos      Pos
	Severity Severity
	// Message says what was found and what was expected: lower case, no full stop.
	Message string
	// Hint says what to do; it may be empty.
	Hint string
	// Related are other places that belong to the matter, such as the first of two equal keys.
	Related []Related
}

// Related is a further place of a diagnostic and what stands there.
type Related struct {
	Pos     Pos
	Message string
}

// Diagnostics is what a stage has to say. The zero value is ready to use.
type Diagnostics []Diagnostic

// Add appends d.
func (ds *Diagnostics) Add(d Diagnostic) { *ds = append(*ds, d) }

// Errorf appends an error without a hint.
func (ds *Diagnostics) Errorf(pos Pos, format string, args ...any) {
	ds.Add(Diagnostic{Pos: pos, Message: fmt.Sprintf(format, args...)})
}

// HasErrors reports whether any diagnostic is an error.
func (ds Diagnostics) HasErrors() bool {
	for _, d := range ds {
		if d.Severity == Error {
			return true
		}
	}
	return false
}

// Count returns how many diagnostics have the severity s.
func (ds Diagnostics) Count(s Severity) int {
	n := 0
	for _, d := range ds {
		if d.Severity == s {
			n++
		}
	}
	return n
}

func (ds Diagnostics) freeze() {
	for i := range ds {
		ds[i].Pos = ds[i].Pos.freeze()
	}
}

// Sorted returns the diagnostics by file, place and message, each once.
func (ds Diagnostics) Sorted() Diagnostics {
	out := append(Diagnostics(nil), ds...)
	sort.SliceStable(out, func(i, j int) bool {
		a, b := out[i], out[j]
		if a.Pos.Name() != b.Pos.Name() {
			return a.Pos.Name() < b.Pos.Name()
		}
		al, ac := a.Pos.LineCol()
		bl, bc := b.Pos.LineCol()
		if al != bl {
			return al < bl
		}
		if ac != bc {
			return ac < bc
		}
		return a.Message < b.Message
	})
	kept := out[:0]
	for i, d := range out {
		if i > 0 && d.Message == out[i-1].Message && d.Pos.String() == out[i-1].Pos.String() {
			continue
		}
		kept = append(kept, d)
	}
	return kept
}

// extractWidth is how many characters of a line an extract shows.
const extractWidth = 100

// Print writes the diagnostics in their text form, sorted.
func (ds Diagnostics) Print(w io.Writer) {
	for _, d := range ds.Sorted() {
		fmt.Fprintf(w, "%s: %s: %s\n", d.Pos, d.Severity, quoteControls(d.Message))
		printExtract(w, d.Pos)
		for _, r := range d.Related {
			fmt.Fprintf(w, "    %s: %s\n", r.Pos, quoteControls(r.Message))
		}
		if d.Hint != "" {
			fmt.Fprintf(w, "    hint: %s\n", quoteControls(d.Hint))
		}
	}
}

func printExtract(w io.Writer, p Pos) {
	line := quoteControls(p.Extract())
	if strings.TrimSpace(line) == "" {
		return
	}
	_, col := p.LineCol()
	runes := []rune(line)
	from := 0
	if col > extractWidth-20 {
		from = min(col-extractWidth/2, len(runes))
	}
	to := min(from+extractWidth, len(runes))
	fmt.Fprintf(w, "    %s\n    %s^\n", string(runes[from:to]), strings.Repeat(" ", max(0, min(col-1-from, to-from))))
}

// WriteJSON writes the diagnostics as a JSON array of objects with file, line, col, severity, message, hint and
// related, sorted.
func (ds Diagnostics) WriteJSON(w io.Writer) error {
	type related struct {
		File    string `json:"file"`
		Line    int    `json:"line"`
		Col     int    `json:"col"`
		Message string `json:"message"`
	}
	type diagnostic struct {
		File     string    `json:"file"`
		Line     int       `json:"line"`
		Col      int       `json:"col"`
		Severity string    `json:"severity"`
		Message  string    `json:"message"`
		Hint     string    `json:"hint,omitempty"`
		Related  []related `json:"related,omitempty"`
	}
	out := []diagnostic{}
	for _, d := range ds.Sorted() {
		line, col := d.Pos.LineCol()
		j := diagnostic{File: d.Pos.Name(), Line: line, Col: col, Severity: d.Severity.String(), Message: d.Message, Hint: d.Hint}
		for _, r := range d.Related {
			l, c := r.Pos.LineCol()
			j.Related = append(j.Related, related{r.Pos.Name(), l, c, r.Message})
		}
		out = append(out, j)
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}

// Nearest returns the candidate that word is most likely a slip of, or "" when none is near: at most two letters
// added, dropped, changed or swapped, and fewer than half of the word.
func Nearest(word string, candidates []string) string {
	best, bestDistance := "", 3
	// In order, so that of two equally near ones it is always the same.
	sorted := append([]string(nil), candidates...)
	sort.Strings(sorted)
	for _, c := range sorted {
		if abs(len(c)-len(word)) > 2 {
			continue
		}
		if d := distance(word, c); d < bestDistance && 2*d <= utf8.RuneCountInString(word) {
			best, bestDistance = c, d
		}
	}
	return best
}

// DidYouMean is a hint that names the nearest candidate, or else lists them when they are few.
func DidYouMean(word string, candidates []string) string {
	if n := Nearest(word, candidates); n != "" {
		return fmt.Sprintf("did you mean %q?", n)
	}
	if len(candidates) == 0 || len(candidates) > 24 {
		return ""
	}
	sorted := append([]string(nil), candidates...)
	sort.Strings(sorted)
	return "known: " + strings.Join(sorted, ", ")
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

// distance is the optimal string alignment distance.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	rows := make([][]int, len(x)+1)
	for i := range rows {
		rows[i] = make([]int, len(y)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(x); i++ {
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(x)][len(y)]
}
