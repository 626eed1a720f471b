package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/rogpeppe/go-internal/txtar"

	"boussole/generator/internal/build"
)

// The tests of the whole command are the scripts testdata/*.txtar, each a topic. The language is that of
// https://pkg.go.dev/github.com/rogpeppe/go-internal/testscript; these commands are ours:
//
//	project DIR [real]        makes a project: our layouts and static, the content of pool.txtar or our own
//	write FILE TEXT…          writes the texts, one after the other
//	page FILE TEXT…           writes a page that is right, with the texts as its body, in one language only
//	replace FILE OLD NEW      replaces a text that stands once in the file
//	exits CODE COMMAND ARG…   runs a command that ends with that exit code and whose messages are well formed
//	builds ARG…               runs generator build, which succeeds; nothing in its pages is active, every link leads
//	                          somewhere
//	refused PLACE MESSAGE     runs generator build, which fails with an error at file:line:col whose message matches;
//	                          what was published, and all else in the folder, stays as it was
//	refuses MESSAGE ARG…      the same for an error that stands in no file: its message matches
//	sametree A B              asks two folders for the same names, bytes and modes
//	serves                    starts generator serve, reads its pages, and interrupts it
//
// A FILE and a TEXT know the escapes of Go (\n, \x00, \u202e); a TEXT that begins with 500* is repeated 500 times.
// The condition [root] holds for who may read and write everything.

var update = flag.Bool("update", false, "rewrite what the scripts expect of the command's output")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"generator": func() {
			spendMemory()
			// No input keeps the command busy for long. The bound is wide, for machines that do other things too.
			time.AfterFunc(time.Minute, func() {
				fmt.Fprintln(os.Stderr, "generator: still running after a minute")
				os.Exit(3)
			})
			os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
		},
		"broken-generator": func() {
			buildSite = func(fsys fs.FS, opts build.Options) *build.Result { return build.Build(breaking{fsys}, opts) }
			os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
		},
	})
}

// breaking is a project in which the file that BREAK names makes the generator fail.
type breaking struct{ fs.FS }

func (b breaking) Open(name string) (fs.File, error) {
	if name == os.Getenv("BREAK") {
		panic("broken on purpose\nin two lines")
	}
	return b.FS.Open(name)
}

func TestCommand(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		ContinueOnError:     true,
		Condition: func(name string) (bool, error) {
			if name == "root" {
				return os.Geteuid() == 0, nil
			}
			return false, fmt.Errorf("unknown condition %q", name)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"project":  scripted(script.project, 1, 2),
			"write":    scripted(script.write, 2, -1),
			"page":     scripted(script.page, 1, -1),
			"replace":  scripted(script.replace, 3, 3),
			"exits":    scripted(script.exits, 2, -1),
			"builds":   scripted(script.builds, 0, -1),
			"refused":  scripted(script.refused, 2, 2),
			"refuses":  scripted(script.refuses, 1, -1),
			"sametree": scripted(script.sameTree, 2, 2),
			"serves":   scripted(script.serves, 0, 0),
		},
	})
}

// script is a script that runs; our commands are its methods.
type script struct{ *testscript.TestScript }

// scripted checks how one of our commands is written: none can be negated.
func scripted(f func(s script, args []string), least, most int) func(*testscript.TestScript, bool, []string) {
	return func(ts *testscript.TestScript, neg bool, args []string) {
		if neg || len(args) < least || most >= 0 && len(args) > most {
			ts.Fatalf("wrong use: see the list in command_test.go")
		}
		f(script{ts}, args)
	}
}

// pool is the script that holds the content of a small site.
const pool = "testdata/pool.txtar"

func (s script) project(args []string) {
	dir := s.MkAbs(args[0])
	folders := []string{"layouts", "static"}
	if len(args) == 2 {
		folders = append(folders, "content")
	}
	for _, folder := range folders {
		// Not os.CopyFS: it keeps modes, and an editor's mode may keep the script from changing a file.
		s.Check(fs.WalkDir(os.DirFS(".."), folder, func(name string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			data, err := os.ReadFile(filepath.Join("..", name))
			s.Check(err)
			s.put(filepath.Join(dir, name), data)
			return nil
		}))
	}
	if len(args) == 2 {
		return
	}
	archive, err := txtar.ParseFile(pool)
	s.Check(err)
	for _, f := range archive.Files {
		s.put(filepath.Join(dir, f.Name), f.Data)
	}
}

func (s script) put(name string, data []byte) {
	s.Check(os.MkdirAll(filepath.Dir(name), 0o777))
	s.Check(os.WriteFile(name, data, 0o666))
}

func (s script) write(args []string) {
	s.put(s.MkAbs(s.plain(args[0])), s.texts(args[1:]))
}

func (s script) page(args []string) {
	name := s.plain(args[0])
	slug, _, _ := strings.Cut(path.Base(name), ".")
	var b bytes.Buffer
	fmt.Fprintf(&b, "---\ntitle: %q\nslug: %s\n", "Page "+slug, slug)
	fmt.Fprintf(&b, "description: %q\n", "A page that a script has written: its description is long enough.")
	fmt.Fprintf(&b, "reviewed: 2026-11-22\nreview-by: 2027-05-22\nonly: \"one language is enough for a test\"\n---\n\n")
	b.Write(s.texts(args[1:]))
	s.put(s.MkAbs(name), b.Bytes())
}

var times = regexp.MustCompile(`^(\d+)\*`)

func (s script) texts(args []string) []byte {
	var b bytes.Buffer
	for _, arg := range args {
		n := 1
		if m := times.FindStringSubmatch(arg); m != nil {
			n, _ = strconv.Atoi(m[1])
			arg = arg[len(m[0]):]
		}
		b.WriteString(strings.Repeat(s.plain(arg), n))
	}
	return b.Bytes()
}

// plain reads the escapes of a text.
func (s script) plain(text string) string {
	read, err := strconv.Unquote(`"` + strings.ReplaceAll(text, `"`, `\"`) + `"`)
	if err != nil {
		s.Fatalf("%q: %v", text, err)
	}
	return read
}

func (s script) replace(args []string) {
	name, old := s.MkAbs(args[0]), s.plain(args[1])
	data, err := os.ReadFile(name)
	s.Check(err)
	if n := bytes.Count(data, []byte(old)); n != 1 {
		s.Fatalf("%q stands %d times in %s, expected once", old, n, args[0])
	}
	s.Check(os.WriteFile(name, bytes.Replace(data, []byte(old), []byte(s.plain(args[2])), 1), 0o666))
}

func (s script) exits(args []string) {
	want, err := strconv.Atoi(args[0])
	s.Check(err)
	s.ends(want, args[1], args[2:]...)
}

// ends runs a command and checks its exit code and the form of what it says.
func (s script) ends(want int, name string, args ...string) {
	got, err := 0, s.Exec(name, args...)
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		s.Check(err)
	}
	said := s.ReadFile("stderr")
	if m := crash.FindString(said + s.ReadFile("stdout")); m != "" {
		s.Fatalf("the command crashed: %q", m)
	}
	if got != want {
		s.Fatalf("the exit code is %d, expected %d", got, want)
	}
	for line := range strings.SplitSeq(strings.TrimSuffix(said, "\n"), "\n") {
		if unseen.MatchString(line) {
			s.Fatalf("a message holds characters that command a terminal: %q", line)
		}
		if line != "" && !messageForm.MatchString(line) {
			s.Fatalf("this is no message as the README describes them: %q", line)
		}
		if len(line) > longestLine {
			s.Fatalf("a message has %d bytes: %.200s…", len(line), line)
		}
	}
	if want == exitWrong && strings.TrimSpace(said) == "" && name == "generator" && args[0] == "build" {
		s.Fatalf("the command failed and did not say why")
	}
}

var (
	crash  = regexp.MustCompile(`panic|goroutine|runtime error|\.go:\d`)
	unseen = regexp.MustCompile(`[\x00-\x1f\x7f-\x9f\x{202a}-\x{202e}\x{2066}-\x{2069}]`)
	// messageForm: a diagnostic, what belongs to it, a summary, or a word of the command itself.
	messageForm = regexp.MustCompile(`^(.+:[1-9]\d*:[1-9]\d*: (error|warning|note): .|    |\d+ errors?, \d+ warnings?; nothing |generator: .|hint: .|another build |.* is up to date; nothing was written$)`)
)

// longestLine is how many bytes a line of a message may have: it is read by people.
const longestLine = 2000

func (s script) builds(args []string) {
	s.ends(exitFine, "generator", append([]string{"build"}, args...)...)
	out := "public"
	if i := slices.Index(args, "--out"); i >= 0 {
		out = args[i+1]
	}
	s.checkPages(os.DirFS(s.MkAbs(out)))
}

func (s script) refused(args []string) {
	s.unchanged(func() { s.ends(exitWrong, "generator", "build") })
	want := `(?m)^` + regexp.QuoteMeta(s.plain(args[0])) + `(:\d+)*: error: .*(` + args[1] + `)`
	if !s.match(want, s.ReadFile("stderr")) {
		s.Fatalf("no error matches %s", want)
	}
}

func (s script) refuses(args []string) {
	s.unchanged(func() { s.ends(exitWrong, "generator", append([]string{"build"}, args[1:]...)...) })
	if want := `(?m)^generator: .*(` + args[0] + `)`; !s.match(want, s.ReadFile("stderr")) {
		s.Fatalf("no error matches %s", want)
	}
}

func (s script) match(pattern, text string) bool {
	re, err := regexp.Compile(pattern)
	s.Check(err)
	return re.MatchString(text)
}

func (s script) serves(_ []string) {
	// The command's folder is found through PATH, as exec finds it.
	cmd := exec.Command("generator", "serve", "--addr", "127.0.0.1:0")
	cmd.Dir = s.MkAbs(".")
	cmd.Stderr = s.Stderr()
	out, err := cmd.StdoutPipe()
	s.Check(err)
	s.Check(cmd.Start())
	defer cmd.Process.Kill()
	line := make([]byte, 100)
	n, err := out.Read(line)
	s.Check(err)
	address := strings.TrimSpace(string(line[:n]))
	get := func(name string) string {
		resp, err := http.Get(address + name)
		s.Check(err)
		defer resp.Body.Close()
		data, err := io.ReadAll(resp.Body)
		s.Check(err)
		return resp.Status + "\n" + string(data)
	}
	for name, want := range map[string]string{"": `hreflang="fr"`, "fr/index.html": `<html lang="fr">`, "content/site.yaml": "404"} {
		if got := get(name); !strings.Contains(got, want) {
			s.Fatalf("%s%s answers without %q:\n%s", address, name, want, got)
		}
	}
	s.Check(cmd.Process.Signal(os.Interrupt))
	s.Check(cmd.Wait())
}
