package main

import (
	"errors"
	"fmt"
	"os"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"boussole/generator/internal/build"
	"boussole/generator/internal/site"
	"boussole/generator/internal/source"
)

type translationsCmd struct {
	Stamp  stampCmd  `cmd:"" help:"Say that the texts of pages agree in every language, as they stand now."`
	Status statusCmd `cmd:"" help:"Tell which sections are newer in one language, with both texts; the exit code is 1 when there are any."`
}

type stampCmd struct {
	Pages []string `arg:"" optional:"" name:"page" help:"The pages, such as procedures/register; all of them when none is named."`
}

type statusCmd struct {
	Pages []string `arg:"" optional:"" name:"page" help:"The pages, such as procedures/register; all of them when none is named."`
}

// chosen makes the site and reads the names of pages: their keys, or the names of their files.
func chosen(all *commands, s *streams, names []string) (*build.Result, func(*site.Page) bool, error) {
	result, err := makeSite(all.Dir, build.Options{})
	if err != nil {
		return nil, nil, err
	}
	if !tell(s, result.Diagnostics, source.Error) {
		fmt.Fprintf(s.err, "%s; nothing was compared\n", summary(result.Diagnostics))
		return nil, nil, errContent
	}
	var keys []string
	for _, name := range names {
		key := strings.TrimSuffix(strings.TrimPrefix(name, site.Folder+"/"), ".md")
		for _, lang := range result.Site.Langs {
			key = strings.TrimSuffix(key, "."+lang)
		}
		if !result.Site.HasKey(key) {
			return nil, nil, usageError{fmt.Errorf("there is no page %q%s", name, aside(source.DidYouMean(key, result.Site.Keys())))}
		}
		keys = append(keys, key)
	}
	return result, func(p *site.Page) bool { return len(keys) == 0 || slices.Contains(keys, p.Key) }, nil
}

// Run writes into each file the state of its translations.
func (c *stampCmd) Run(all *commands, s *streams) error {
	result, want, err := chosen(all, s, c.Pages)
	if err != nil {
		return err
	}
	root, err := os.OpenRoot(all.Dir)
	if err != nil {
		return usageError{fmt.Errorf("the project's folder cannot be read: %w", err)}
	}
	defer root.Close()
	written := 0
	for _, p := range result.Site.Pages {
		value, ok := result.Stamps[p]
		if !ok || !want(p) {
			continue
		}
		changed, err := stampFile(root, p.File.Name, value)
		if err != nil {
			return fmt.Errorf("%s: %w", p.File.Name, err)
		}
		if changed {
			written++
			fmt.Fprintf(s.out, "stamped %s\n", p.File.Name)
		}
	}
	fmt.Fprintf(s.out, "%s changed\n", plural(written, "file"))
	return nil
}

// stampFile sets the key twin in a file, and reports whether that changed it. The file is whole at every time.
func stampFile(root *os.Root, name, value string) (changed bool, err error) {
	info, err := root.Lstat(name)
	if err != nil {
		return false, err
	}
	if !info.Mode().IsRegular() {
		return false, errors.New("it is not a regular file")
	}
	before, err := root.ReadFile(name)
	if err != nil {
		return false, err
	}
	after, err := source.SetFrontMatter(before, "twin", value)
	if err != nil || string(after) == string(before) {
		return false, err
	}
	// A name that is passed over where pages are looked for.
	temporary := path.Join(path.Dir(name), "."+path.Base(name)+".stamp")
	f, err := root.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, info.Mode().Perm())
	if err != nil {
		return false, err
	}
	_, err = f.Write(after)
	if err = errors.Join(err, f.Close()); err == nil {
		err = root.Rename(temporary, name)
	}
	if err != nil {
		return false, errors.Join(err, root.Remove(temporary))
	}
	return true, nil
}

// Run tells what is newer in one language.
func (c *statusCmd) Run(all *commands, s *streams) error {
	result, want, err := chosen(all, s, c.Pages)
	if err != nil {
		return err
	}
	found := 0
	for _, one := range result.Behind {
		if want(one.Page) {
			found++
			tellBehind(s, one)
		}
	}
	unknown := 0
	for _, p := range result.Unstamped {
		if want(p) {
			unknown++
			fmt.Fprintf(s.out, "%s: never stamped\n", p.File.Name)
		}
	}
	fmt.Fprintf(s.out, "%s to update, %s never stamped\n", plural(found, "section"), plural(unknown, "file"))
	if found > 0 {
		return errContent
	}
	return nil
}

// columnWidth is how many characters of a text stand in a line, beside its translation.
const columnWidth = 56

// tellBehind prints a section in both languages side by side, the newer text on the left.
func tellBehind(s *streams, one build.Behind) {
	fmt.Fprintf(s.out, "%s: the text in %s is newer: %s\n", one.Own.Pos, one.Twin.Lang, one.Newer.Pos)
	left := append([]string{one.Twin.Lang + ", newer: " + one.Newer.Title, ""}, wrap(one.Newer.Text)...)
	right := append([]string{one.Page.Lang + ": " + one.Own.Title, ""}, wrap(one.Own.Text)...)
	for i := range max(len(left), len(right)) {
		l, r := "", ""
		if i < len(left) {
			l = left[i]
		}
		if i < len(right) {
			r = right[i]
		}
		space := strings.Repeat(" ", max(0, columnWidth-utf8.RuneCountInString(l)))
		fmt.Fprintln(s.out, strings.TrimRight("  "+l+space+" | "+r, " "))
	}
	fmt.Fprintln(s.out)
}

// wrap breaks a text into lines that fit a column.
func wrap(text string) []string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		row := ""
		for _, word := range strings.Fields(line) {
			switch {
			case row == "":
				row = word
			case utf8.RuneCountInString(row)+1+utf8.RuneCountInString(word) > columnWidth:
				out, row = append(out, row), word
			default:
				row += " " + word
			}
		}
		out = append(out, row)
	}
	return out
}
