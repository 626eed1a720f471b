package main

import (
	"archive/tar"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/big"
	"os"
	"os/exec"
	"slices"
	"strings"

	"boussole/generator/internal/build"
	"boussole/generator/internal/output"
	"boussole/generator/internal/pathway"
	"boussole/generator/internal/site"
	"boussole/generator/internal/source"
)

type diffCmd struct {
	Old     string `arg:"" help:"The old version: a project's folder, or a git revision of --dir."`
	New     string `arg:"" help:"The new version, likewise."`
	Pathway string `help:"One pathway only." placeholder:"NAME"`
	Lang    string `help:"The language of the words." default:"en" placeholder:"LANG"`
	Format  string `help:"How to print: text or markdown (for a change note)." enum:"text,markdown" default:"text"`
}

// Run tells what changes for readers between two versions: of the rules, and of the addresses of the pages where no
// pathway is named. It is an error, with exit code 1, when the meaning changed or an address vanishes; a change of words
// alone is none.
func (c *diffCmd) Run(all *commands, s *streams) error {
	older, err := openVersion(all.Dir, c.Old, s)
	if err != nil {
		return err
	}
	newer, err := openVersion(all.Dir, c.New, s)
	if err != nil {
		return err
	}
	names := slices.Compact(slices.Sorted(slices.Values(append(build.PathwayNames(older), build.PathwayNames(newer)...))))
	if c.Pathway != "" {
		if !slices.Contains(names, c.Pathway) {
			return usageError{fmt.Errorf("neither version has a pathway %q%s", c.Pathway, aside(source.DidYouMean(c.Pathway, names)))}
		}
		names = []string{c.Pathway}
	}
	changed := c.Pathway == "" && c.addresses(older, newer, s)
	for _, name := range names {
		meant, err := c.pathway(older, newer, name, s)
		if err != nil {
			return err
		}
		changed = changed || meant
	}
	if changed {
		return errContent
	}
	return nil
}

// pathway prints the difference of one pathway and reports whether its meaning changed.
func (c *diffCmd) pathway(older, newer fs.FS, name string, s *streams) (bool, error) {
	p := c.printer(s)
	a, errA := openIn(older, name, s)
	b, errB := openIn(newer, name, s)
	switch {
	case errors.Is(errA, fs.ErrNotExist) && b != nil:
		p.title("pathway", name)
		p.line("the pathway is new")
		return true, nil
	case errors.Is(errB, fs.ErrNotExist) && a != nil:
		p.title("pathway", name)
		p.line("the pathway is gone")
		return true, nil
	case a == nil || b == nil:
		return false, errContent
	}
	x, ok := pathway.Diff(a.Diagram, b.Diagram)
	if !ok {
		return false, fmt.Errorf("the two versions of %q are too entangled to be compared", name)
	}
	p.words, p.rules = b.Words[c.Lang], b.Rules
	p.oldWords, p.oldRules = a.Words[c.Lang], a.Rules
	p.title("pathway", name)
	if x.Same() {
		p.line("%s", sameMeaning(a, b))
		return false, nil
	}
	p.difference(x)
	p.list("scenarios whose result changes", x.Touched(append(slices.Clone(b.Scenarios), a.Scenarios...)))
	return true, nil
}

// sameMeaning says what else may have changed where the diagrams are equal.
func sameMeaning(a, b *build.Pathway) string {
	for lang, w := range b.Words {
		if old := a.Words[lang]; old == nil || !sameWords(old.All(), w.All()) {
			return "wording only: every answer leads to the same results"
		}
	}
	if !bytes.Equal(a.Rules.File.Text, b.Rules.File.Text) {
		return "no change of meaning: every answer leads to the same results"
	}
	return "no change"
}

func sameWords(a, b map[string]string) bool {
	if len(a) != len(b) {
		return false
	}
	for id, text := range a {
		if b[id] != text {
			return false
		}
	}
	return true
}

// openVersion opens a version of the project: a folder if there is one of that name, else a git revision.
func openVersion(dir, version string, s *streams) (fs.FS, error) {
	if info, err := os.Stat(version); err == nil && info.IsDir() {
		fsys, ds := output.ReadProject(version)
		if !tell(s, ds, source.Error) {
			return nil, errContent
		}
		return fsys, nil
	}
	if strings.HasPrefix(version, "-") {
		return nil, usageError{fmt.Errorf("%q is neither a folder nor a git revision", version)}
	}
	var out, stderr bytes.Buffer
	cmd := exec.Command("git", "-C", dir, "archive", "--format=tar", version, "--", site.Folder)
	cmd.Stdout, cmd.Stderr = &out, &stderr
	if err := cmd.Run(); err != nil {
		return nil, usageError{fmt.Errorf("%q is neither a folder nor a git revision of %s: %s", version, dir, strings.TrimSpace(stderr.String()))}
	}
	return readTar(&out)
}

// readTar reads the files of a tar archive into memory.
func readTar(r io.Reader) (fs.FS, error) {
	out := new(output.Tree)
	for t := tar.NewReader(r); ; {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("git's archive cannot be read: %w", err)
		}
		if h.Typeflag != tar.TypeReg || output.CheckName(h.Name) != nil || h.Size > source.MaxFile {
			continue
		}
		data, err := io.ReadAll(t)
		if err != nil {
			return nil, fmt.Errorf("git's archive cannot be read: %w", err)
		}
		if err := out.Add(h.Name, data); err != nil {
			return nil, fmt.Errorf("git's archive cannot be read: %w", err)
		}
	}
}

// openIn opens a pathway of a version; the error is fs.ErrNotExist when the version has none of that name.
func openIn(fsys fs.FS, name string, s *streams) (*build.Pathway, error) {
	if !slices.Contains(build.PathwayNames(fsys), name) {
		return nil, fs.ErrNotExist
	}
	p, ds := build.OpenPathway(fsys, name)
	tell(s, ds, source.Error)
	if p == nil {
		return nil, errContent
	}
	return p, nil
}

// printer prints a difference as text or as Markdown.
type printer struct {
	w               io.Writer
	markdown        bool
	words, oldWords *pathway.Words
	rules, oldRules *pathway.Ruleset
}

// title begins what there is to say of something; kind says what it is where it is not a heading.
func (p *printer) title(kind, name string) {
	if p.markdown {
		fmt.Fprintf(p.w, "## %s\n\n", name)
		return
	}
	fmt.Fprintln(p.w, strings.TrimSpace(kind+" "+name))
}

func (c *diffCmd) printer(s *streams) *printer {
	return &printer{w: s.out, markdown: c.Format == "markdown"}
}

func (p *printer) line(format string, args ...any) {
	if p.markdown {
		fmt.Fprintf(p.w, format+"\n\n", args...)
		return
	}
	fmt.Fprintf(p.w, "  "+format+"\n", args...)
}

func (p *printer) item(format string, args ...any) {
	mark := "    "
	if p.markdown {
		mark = "- "
	}
	fmt.Fprintf(p.w, mark+format+"\n", args...)
}

func (p *printer) list(what string, items []string) {
	if len(items) == 0 {
		return
	}
	p.line("%s: %s", what, strings.Join(items, ", "))
}

func (p *printer) difference(x *pathway.Difference) {
	p.list("questions added", x.AddedQuestions)
	p.list("questions removed", x.RemovedQuestions)
	p.list("options added", x.AddedOptions)
	p.list("options removed", x.RemovedOptions)
	p.list(`"I do not know" newly offered or no longer offered`, x.Unknown)
	p.list("questions that choose wording, asked in other situations", x.Asked)
	p.list("routes added", x.AddedRoutes)
	p.list("routes removed", x.RemovedRoutes)
	if gone := append(slices.Clone(x.RemovedQuestions), x.RemovedOptions...); len(gone) > 0 {
		p.line("saved links that hold one of these answers lose it: %s", strings.Join(gone, ", "))
	}
	for _, r := range x.Routes {
		p.line("route %s", p.routeName(r.ID))
		p.transitions(r.Transitions)
	}
	if len(x.Fallback) > 0 {
		p.line("the fallback, shown where nothing applies and nothing is possible")
		p.transitions(x.Fallback)
	}
	for _, c := range x.HandOvers {
		p.handOver(c)
	}
	for _, c := range x.Shown {
		p.line("route %s: its %s is now %s, was %s", p.routeName(c.Route), c.What, c.To, c.From)
	}
}

// handOver tells which answers a route newly hands over to another pathway, and which no longer.
func (p *printer) handOver(c pathway.HandOverChange) {
	switch {
	case c.From == "":
		p.line("route %s now hands over to %s", p.routeName(c.Route), c.To)
	case c.To == "":
		p.line("route %s no longer hands over to %s", p.routeName(c.Route), c.From)
	case c.From != c.To:
		p.line("route %s hands over to %s, no longer to %s", p.routeName(c.Route), c.To, c.From)
	default:
		p.line("route %s hands over to %s otherwise", p.routeName(c.Route), c.To)
	}
	for _, a := range c.Answers {
		for _, t := range a.Transitions {
			what := "newly handed over"
			if t.To == pathway.Hidden {
				what = "no longer handed over"
			}
			p.item("%s is %s in %s of equally likely answers", a.Answer, what, percent(t.Share))
			for _, c := range t.Cases {
				p.item("  %s: %s", percent(c.Share), p.situation(c))
			}
			if t.Rest.Sign() > 0 {
				p.item("  and %s in smaller cases", percent(t.Rest))
			}
		}
		if len(a.Transitions) > 0 {
			continue
		}
		switch {
		case a.Removed:
			p.item("%s is no longer handed over", a.Answer)
		case a.Added:
			p.item("%s is newly handed over", a.Answer)
		default:
			p.item("%s is handed over otherwise where answers are missing", a.Answer)
		}
	}
	if p.markdown {
		fmt.Fprintln(p.w)
	}
}

func (p *printer) routeName(id string) string {
	for _, w := range []*pathway.Words{p.words, p.oldWords} {
		if w != nil && w.Text("route."+id+".name") != "" {
			return fmt.Sprintf("%s (%s)", id, w.Text("route."+id+".name"))
		}
	}
	return id
}

func (p *printer) transitions(ts []pathway.Transition) {
	name := func(s pathway.Status, nowhere bool) string {
		if nowhere {
			return "impossible situation"
		}
		return s.String()
	}
	for _, t := range ts {
		p.item("%s → %s in %s of equally likely answers", name(t.From, t.FromNowhere), name(t.To, t.ToNowhere), percent(t.Share))
		for _, c := range t.Cases {
			p.item("  %s: %s", percent(c.Share), p.situation(c))
			p.item("    a saved link that now answers differently: #%s", fragment(c))
		}
		if t.Rest.Sign() > 0 {
			p.item("  and %s in smaller cases", percent(t.Rest))
		}
	}
	if p.markdown {
		fmt.Fprintln(p.w)
	}
}

// situation tells a case in words.
func (p *printer) situation(c pathway.WideCase) string {
	if len(c.Answers) == 0 {
		return "whatever the answers"
	}
	var parts []string
	for _, a := range c.Answers {
		words := p.words
		if p.rules.Question(a.Question) == nil {
			words = p.oldWords
		}
		question, options := a.Question, slices.Clone(a.Options)
		if words != nil {
			question = words.Text("question." + a.Question + ".ask")
			for i, o := range options {
				options[i] = words.Text("question." + a.Question + ".option." + o)
			}
		}
		parts = append(parts, question+" "+strings.Join(options, " / "))
	}
	return strings.Join(parts, "; ")
}

func fragment(c pathway.WideCase) string {
	var parts []string
	for _, a := range c.Answers {
		parts = append(parts, a.Question+"="+a.Options[0])
	}
	return strings.Join(parts, "&")
}

// percent writes an exact share: with one decimal, and as a fraction where that would say nothing.
func percent(r *big.Rat) string {
	f, _ := r.Float64()
	if f > 0 && f < 0.001 {
		return "1 in " + new(big.Rat).Inv(r).FloatString(0)
	}
	return fmt.Sprintf("%.1f %%", 100*f)
}
