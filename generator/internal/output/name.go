package output

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"unicode"

	"boussole/generator/internal/source"
)

var (
	errIsFolder = errors.New("it is a folder")
	errIsFile   = errors.New("it is a file")
)

// maxName is the longest path in a site, in bytes. Windows takes 260 characters with the folder that the offline
// copy is unpacked to; other systems take 255 bytes between two slashes.
const maxName = 240

// notOnWindows are the characters that Windows does not take in a name.
const notOnWindows = `<>:"|?*\`

// devices are the names that Windows keeps for devices, whatever extension follows.
var devices = regexp.MustCompile(`(?i)^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$) *(\.|$)`)

// CheckName says why a site cannot hold a file of that name.
func CheckName(name string) error {
	if name == "." || !fs.ValidPath(name) {
		return fmt.Errorf("%q is not a path: expected names joined by single slashes, without . and .. among them", name)
	}
	if len(name) > maxName {
		return fmt.Errorf("%q has %d bytes; at most %d are taken, so that the site can be unpacked on Windows", name, len(name), maxName)
	}
	if name == manifestName {
		return fmt.Errorf("%q is the generator's own list of the files it wrote", name)
	}
	for part := range strings.SplitSeq(name, "/") {
		if err := checkPart(part); err != nil {
			return fmt.Errorf("%q: %w", name, err)
		}
	}
	return nil
}

// checkPart looks at what stands between two slashes.
func checkPart(part string) error {
	if r, ok := hidden(part); ok {
		return fmt.Errorf("the character U+%04X cannot stand in a name", r)
	}
	if i := strings.IndexAny(part, notOnWindows); i >= 0 {
		return fmt.Errorf("a name on Windows cannot hold %q", part[i:i+1])
	}
	if last := part[len(part)-1]; last == '.' || last == ' ' {
		return fmt.Errorf("on Windows no name ends with a dot or a space, as %q does", part)
	}
	if devices.MatchString(part) {
		return fmt.Errorf("%q is a device on Windows, not a name", part)
	}
	return nil
}

// hidden returns the first character of s that nobody can see in a name.
func hidden(s string) (rune, bool) {
	for _, r := range s {
		if unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) {
			return r, true
		}
	}
	return 0, false
}

// uniform returns a name in Unicode normalisation form C, as package source makes every text. A name with control
// characters has no such form; the result is empty.
func uniform(name string) string {
	f, _ := source.New(name, []byte(name))
	return string(f.Text)
}

// fold returns what a disk that ignores case and Unicode form takes a name for.
func fold(name string) string {
	return strings.Map(func(r rune) rune {
		least := r
		for next := unicode.SimpleFold(r); next != r; next = unicode.SimpleFold(next) {
			least = min(least, next)
		}
		return least
	}, uniform(name))
}
