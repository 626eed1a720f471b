// Command generator makes the site of Boussole from the folders content, layouts and static.
//
//	generator build      --out public [--base-url URL]
//	generator check      [--format text|json] [--date YYYY-MM-DD]
//	generator serve      [--addr 127.0.0.1:8080]
//	generator scenarios  PATHWAY FILE…
//	generator import     FILE [--format dmn|paths]
//	generator diff       OLD NEW [--pathway NAME] [--format text|markdown]
//	generator explain    PATHWAY [--answers question=option,…] [--lang fr|en] [--format text|json]
//	generator new        page SECTION/NAME | pathway NAME, [--date YYYY-MM-DD]
//	generator translations stamp | status, [PAGE…]
//	generator schema     [NAME | --out DIR]
//
// All take --dir, the project's folder (default "."). Results go to standard output; what is wrong goes to standard
// error as file:line:col: severity: message, with the line and a hint, sorted, all of it. The exit code is 0 when
// all is well, 1 when the content has errors or a scenario fails, 2 when the command was used wrongly, 3 when the
// generator itself fails: it says what it was doing, with --debug or BOUSSOLE_DEBUG=1 also where in its code.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strconv"
	"strings"

	"github.com/alecthomas/kong"

	"boussole/generator/internal/build"
)

func main() {
	spendMemory()
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// spendMemory spares time: a site takes some tens of megabytes, so that collecting them often gains nothing. The
// variable GOGC says otherwise.
func spendMemory() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
}

// Exit codes.
const (
	exitFine  = 0
	exitWrong = 1
	exitUsage = 2
	exitBug   = 3
)

// errContent says that what is wrong has been told: only the exit code is left to set.
var errContent = errors.New("the content has errors")

// usageError is a wrong use of the command that the command-line library cannot see.
type usageError struct{ error }

type commands struct {
	Dir       string       `help:"The project's folder." default:"." placeholder:"FOLDER"`
	Debug     bool         `help:"Where the generator itself fails, print where in its code, as with BOUSSOLE_DEBUG=1."`
	Build     buildCmd     `cmd:"" help:"Make the site and publish it into a folder."`
	Check     checkCmd     `cmd:"" help:"Make the site in memory and tell everything that is wrong."`
	Serve     serveCmd     `cmd:"" help:"Make the site and show it on this machine."`
	Scenarios scenariosCmd `cmd:"" help:"Run scenario files against a pathway."`
	Explain   explainCmd   `cmd:"" help:"Say what answers lead to and why, or how large a pathway is."`
	Diff      diffCmd      `cmd:"" help:"Say what changes for readers between two versions: rules, addresses."`
	Import    importCmd    `cmd:"" help:"Turn decision tables or answer paths into the pathway language."`
	New       newCmd       `cmd:"" help:"Write the first files of a page or a pathway."`
	Schema    schemaCmd    `cmd:"" help:"Print what text editors need to know of a kind of file, as JSON Schema."`

	Translations translationsCmd `cmd:"" help:"Tell which texts are newer in one language, or that they agree."`
}

// streams are where a command writes. told is set when an error was told there: the command may go on, but does not
// end with 0.
type streams struct {
	out, err io.Writer
	told     bool
}

func run(args []string, stdout, stderr io.Writer) (code int) {
	var c commands
	doing := "reading the command line"
	defer func() {
		if r := recover(); r != nil {
			tellBug(stderr, doing, r, c.Debug || os.Getenv("BOUSSOLE_DEBUG") != "")
			code = exitBug
		}
	}()
	exit := -1
	parser := kong.Must(&c,
		kong.Name("generator"),
		kong.Description("Makes the site of Boussole from the folders content, layouts and static."),
		kong.Writers(stdout, stderr),
		kong.Exit(func(code int) { exit = code }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
	)
	ctx, err := parser.Parse(args)
	if exit >= 0 { // --help
		return exit
	}
	if err != nil {
		fmt.Fprintf(stderr, "generator: %v\nhint: generator --help lists the commands\n", err)
		return exitUsage
	}
	doing = "running the command " + ctx.Command()
	s := &streams{out: stdout, err: stderr}
	err = ctx.Run(&c, s)
	var usage usageError
	switch {
	case err == nil && s.told:
		return exitWrong
	case err == nil:
		return exitFine
	case errors.Is(err, errContent):
		return exitWrong
	case errors.As(err, &usage):
		fmt.Fprintf(stderr, "generator: %v\n", err)
		return exitUsage
	}
	fmt.Fprintf(stderr, "generator: %v\n", err)
	return exitWrong
}

// tellBug tells a failure of the generator itself, in one line; the stack follows where it is asked for.
func tellBug(w io.Writer, doing string, recovered any, debugging bool) {
	bug, ok := recovered.(*build.Bug)
	if !ok {
		bug = &build.Bug{Doing: doing, Value: recovered, Stack: debug.Stack()}
	}
	what, _, _ := strings.Cut(fmt.Sprint(bug.Value), "\n")
	if strconv.Quote(what) != `"`+what+`"` {
		what = strconv.Quote(what)
	}
	fmt.Fprintf(w, "generator: this is a bug in the generator, not in your content; it failed while %s: %.300s\n", bug.Doing, what)
	if !debugging {
		fmt.Fprintln(w, "hint: what is published stays as it was; --debug prints what those who mend the generator need")
		return
	}
	fmt.Fprintf(w, "%s", bug.Stack)
}
