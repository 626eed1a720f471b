package catalog

import (
	"strings"
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// Compare returns a function that orders titles as a dictionary of the language does: accents and case count only
// between words that are otherwise equal, œ stands as oe, numbers stand by their value, a straight apostrophe
// equals a curved one. Texts that differ at all are never equal, so that a sort has one result. The function may
// be called from many goroutines.
func Compare(lang string) (func(a, b string) int, error) {
	if _, err := localeOf(lang); err != nil {
		return nil, err
	}
	// A collator keeps buffers, so it serves one caller at a time.
	var mu sync.Mutex
	collator := collate.New(language.Make(lang), collate.Numeric)
	return func(a, b string) int {
		mu.Lock()
		defer mu.Unlock()
		if c := collator.CompareString(straight(a), straight(b)); c != 0 {
			return c
		}
		return strings.Compare(a, b)
	}, nil
}

// straight makes apostrophes and no-break spaces plain: the typographer may have been there before.
var straight = strings.NewReplacer("’", "'", noBreak, " ", thinNoBreak, " ").Replace
