package catalog

import (
	"fmt"
	"slices"
	"strings"
)

// locale is what the site knows of a language. A new language is one more entry in locales.
type locale struct {
	name string // in English
	// territory is the country whose usage the site follows.
	territory string
	// forms are the plural forms for whole numbers, in CLDR's order. go-i18n must choose among the same ones.
	forms []string
	// millions are those of them that only numbers from a million on take.
	millions []string
	// group stands between three digits, decimal before the decimals.
	group, decimal string
	// percent stands after a number of per cent.
	percent string
	// months begin with January.
	months [12]string
	// first is the name of the first day of a month, when it is not its number.
	first string
	// dateSpace stands between the parts of a date.
	dateSpace string
}

const (
	noBreak     = "\u00A0"
	thinNoBreak = "\u202F"
)

// locales follow CLDR 48, but for French "1er", which CLDR lacks and French usage wants.
var locales = map[string]locale{
	"en": {
		name: "English", territory: "GB",
		forms: []string{"one", "other"},
		group: ",", decimal: ".", percent: "%",
		months:    [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
		dateSpace: " ",
	},
	"fr": {
		name: "French", territory: "FR",
		forms: []string{"one", "many", "other"}, millions: []string{"many"},
		group: thinNoBreak, decimal: ",", percent: noBreak + "%",
		months:    [12]string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"},
		first:     "1er",
		dateSpace: noBreak,
	},
}

func localeOf(lang string) (locale, error) {
	l, ok := locales[lang]
	if !ok {
		known := make([]string, 0, len(locales))
		for k := range locales {
			known = append(known, k)
		}
		slices.Sort(known)
		return locale{}, fmt.Errorf("language %q is not known here, expected one of %s", lang, strings.Join(known, ", "))
	}
	return l, nil
}

// Territory returns the language with the country whose usage the site follows, such as fr_FR: the form that Open
// Graph asks for.
func Territory(lang string) (string, error) {
	l, err := localeOf(lang)
	return lang + "_" + l.territory, err
}
