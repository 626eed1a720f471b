package catalog

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"boussole/generator/internal/source"
)

// minus is the sign of negative numbers: a screen reader says it, a hyphen it may pass over.
const minus = "\u2212"

// FormatInt writes a whole number: fr 1 234 567 with U+202F between the groups, en 1,234,567.
func FormatInt(lang string, n int64) (string, error) {
	l, err := localeOf(lang)
	if err != nil {
		return "", err
	}
	return l.whole(strconv.FormatInt(n, 10)), nil
}

// whole groups the digits of a decimal number that may have a sign.
func (l locale) whole(digits string) string {
	sign := ""
	if d, ok := strings.CutPrefix(digits, "-"); ok {
		sign, digits = minus, d
	}
	var b strings.Builder
	b.WriteString(sign)
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString(l.group)
		}
		b.WriteRune(d)
	}
	return b.String()
}

// FormatDate writes a day: fr 1er janvier 2026 and 20 février 2026 with no-break spaces, en 1 January 2026. A day
// that the calendar lacks, such as the zero Date, is an error.
func FormatDate(lang string, d source.Date) (string, error) {
	l, err := localeOf(lang)
	if err != nil {
		return "", err
	}
	if _, err := source.ParseDate(d.String()); err != nil {
		return "", fmt.Errorf("no day to write: %w", err)
	}
	day := strconv.Itoa(d.Day)
	if d.Day == 1 && l.first != "" {
		day = l.first
	}
	return strings.Join([]string{day, l.months[d.Month-1], strconv.Itoa(d.Year)}, l.dateSpace), nil
}

// FormatPercent writes num of den as per cent, with one decimal where there is one: fr 12,5 %, en 12.5%. Halves
// are rounded away from nought, but 0 and 100 per cent are said only of none and of all: 9,999 of 10,000 is 99.9%.
// It is an error when den is not positive or num is negative.
func FormatPercent(lang string, num, den int64) (string, error) {
	l, err := localeOf(lang)
	if err != nil {
		return "", err
	}
	if den <= 0 || num < 0 {
		return "", fmt.Errorf("%d of %d is no share", num, den)
	}
	// Tenths of a per cent: (2000·num + den) / (2·den), exact for any int64.
	tenths := new(big.Int).Mul(big.NewInt(num), big.NewInt(2000))
	tenths.Add(tenths, big.NewInt(den))
	tenths.Quo(tenths, new(big.Int).Mul(big.NewInt(den), big.NewInt(2)))
	none, all := big.NewInt(0), big.NewInt(1000)
	switch {
	case num > 0 && tenths.Cmp(none) == 0:
		tenths.SetInt64(1)
	case num < den && tenths.Cmp(all) == 0:
		tenths.SetInt64(999)
	case num > den && tenths.Cmp(all) == 0:
		tenths.SetInt64(1001)
	}
	whole, tenth := new(big.Int).QuoRem(tenths, big.NewInt(10), new(big.Int))
	s := l.whole(whole.String())
	if tenth.Sign() != 0 {
		s += l.decimal + tenth.String()
	}
	return s + l.percent, nil
}
