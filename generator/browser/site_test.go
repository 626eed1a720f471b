package browser

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"

	"boussole/generator/internal/build"
	"boussole/generator/internal/output"
	"boussole/generator/internal/serve"
)

// projectDir is the project, and copyName a folder such as people have: with spaces and an accent.
const (
	projectDir = "../.."
	copyName   = "Copie hors ligne é"
)

// scratch is a folder for the length of the run.
var scratch string

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	var err error
	if scratch, err = os.MkdirTemp("", "boussole-browser-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(scratch)
	defer func() { stopBrowser() }()
	return m.Run()
}

var buildSite = sync.OnceValues(func() (*build.Result, error) {
	fsys, ds := output.ReadProject(projectDir)
	if ds.HasErrors() {
		return nil, fmt.Errorf("the project cannot be read: %v", ds)
	}
	result := build.Build(fsys, build.Options{})
	if result.Diagnostics.HasErrors() {
		var said strings.Builder
		result.Diagnostics.Print(&said)
		return nil, fmt.Errorf("the site cannot be built:\n%s", said.String())
	}
	return result, nil
})

// built is the project's site.
func built(t testing.TB) *build.Result {
	t.Helper()
	if testing.Short() {
		t.Skip("opens a browser")
	}
	result, err := buildSite()
	if err != nil {
		t.Fatal(err)
	}
	return result
}

var publishSite = sync.OnceValues(func() (string, error) {
	result, err := buildSite()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(scratch, copyName)
	return dir, output.Publish(result.Tree, dir, output.Options{Project: projectDir})
})

// fileURL is the address of a folder, ending in a slash.
func fileURL(dir string) string {
	u := url.URL{Scheme: "file", Path: filepath.ToSlash(dir) + "/"}
	return u.String()
}

// A place is where the site stands; base ends in a slash.
type place struct{ name, base string }

// places are a folder and a web server.
func places(t testing.TB) []place {
	t.Helper()
	return []place{folder(t), server(t)}
}

func folder(t testing.TB) place {
	t.Helper()
	built(t)
	dir, err := publishSite()
	if err != nil {
		t.Fatal(err)
	}
	return place{"folder", fileURL(dir)}
}

// serveUnder serves a site under a path that begins and ends in a slash.
func serveUnder(site fs.FS, path string) *httptest.Server {
	return httptest.NewServer(http.StripPrefix(strings.TrimSuffix(path, "/"), serve.Handler(site)))
}

var webServer struct {
	sync.Once
	*httptest.Server
}

// server is a web server that has the site until the run ends.
func server(t testing.TB) place {
	t.Helper()
	site := built(t).Tree
	webServer.Do(func() { webServer.Server = serveUnder(site, "/") })
	return place{"http", webServer.URL + "/"}
}

// serverUnder is a web server that has the site under a path.
func serverUnder(t testing.TB, path string) place {
	t.Helper()
	s := serveUnder(built(t).Tree, path)
	t.Cleanup(s.Close)
	return place{"http", s.URL + (&url.URL{Path: path}).EscapedPath()}
}

// pages are the paths of all pages, sorted, but for the one that servers show where there is none: its addresses begin
// at the server's root.
func pages(t testing.TB) []string {
	t.Helper()
	var out []string
	for _, name := range built(t).Tree.Files() {
		if strings.HasSuffix(name, ".html") && name != "404.html" {
			out = append(out, name)
		}
	}
	if len(out) == 0 {
		t.Fatal("the site has no page")
	}
	return out
}

// programs are the names that the browser may have.
var programs = []string{"chromium", "chromium-browser", "google-chrome"}

func findBrowser() (string, error) {
	if named := os.Getenv("CHROMIUM"); named != "" {
		program, err := exec.LookPath(named)
		if err != nil {
			return "", fmt.Errorf("the variable CHROMIUM names %q, which cannot be run: %w", named, err)
		}
		return program, nil
	}
	for _, name := range programs {
		if program, err := exec.LookPath(name); err == nil {
			return program, nil
		}
	}
	return "", errors.New("no browser: the tests need Chromium; install it (make browser, or apt-get install chromium), " +
		"or name its program in the variable CHROMIUM; go test -short leaves these tests out")
}

// stopBrowser ends the browser, if one was started.
var stopBrowser = func() {}

var startBrowser = sync.OnceValues(func() (context.Context, error) {
	program, err := findBrowser()
	if err != nil {
		return nil, err
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(program),
		chromedp.NoSandbox,
		chromedp.NoFirstRun,
		chromedp.WindowSize(1280, 900),
		chromedp.Flag("disable-component-update", true),
		// No pages kept alive for Back, no process kept ready: with many tabs they only take time.
		chromedp.Flag("disable-features", "Translate,BackForwardCache,SpareRendererForSitePerProcess"),
		chromedp.Flag("force-prefers-reduced-motion", true),
		chromedp.Flag("no-proxy-server", true),
		// Nothing but this machine has an address: what leaves the site fails, and is seen.
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"),
	)
	allocator, stopAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, stop := chromedp.NewContext(allocator)
	stopBrowser = func() {
		stop()
		stopAllocator()
	}
	if err := chromedp.Do(ctx); err != nil {
		return nil, fmt.Errorf("%s does not start: %w", program, err)
	}
	return ctx, nil
})
