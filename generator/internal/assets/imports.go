package assets

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"boussole/generator/internal/source"
)

// namespace marks the paths that this package resolved, so that esbuild never takes them for files on the disk.
const namespace = "boussole-fs"

// setup makes esbuild ask this package, and nobody else, for each file. It asks from goroutines of its own: what
// panics there waits for [bundler.bundle].
func (b *bundler) setup(build api.PluginBuild) {
	build.OnResolve(api.OnResolveOptions{Filter: ".*"}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
		defer b.keepPanic()
		result, err := b.resolve(args)
		if err != nil {
			return api.OnResolveResult{Errors: []api.Message{{Text: err.Error()}}}, nil
		}
		return result, nil
	})
	build.OnLoad(api.OnLoadOptions{Filter: ".*"}, func(args api.OnLoadArgs) (api.OnLoadResult, error) {
		defer b.keepPanic()
		result, err := b.load(args.Path)
		if err != nil {
			return api.OnLoadResult{Errors: []api.Message{{Text: err.Error(), Detail: err}}}, nil
		}
		return result, nil
	})
}

func (b *bundler) keepPanic() {
	if r := recover(); r != nil {
		b.panicked.Store(&r)
	}
}

// resolve finds the file that an import means, or says why there is none.
func (b *bundler) resolve(args api.OnResolveArgs) (api.OnResolveResult, error) {
	none := api.OnResolveResult{}
	asWritten := api.OnResolveResult{Path: args.Path, External: true}
	name := args.Path
	var wanted []string
	switch args.Kind {
	case api.ResolveEntryPoint:
		return b.found(name)
	case api.ResolveJSImportStatement:
		if !strings.HasPrefix(name, "./") && !strings.HasPrefix(name, "../") {
			return none, fmt.Errorf("import of %q: expected a relative path such as ./decide.js", name)
		}
		wanted = []string{".js"}
	case api.ResolveJSDynamicImport:
		return none, errors.New("import() loads a file later, which browsers refuse in a page opened from a folder; use import at the top of the file")
	case api.ResolveCSSImportRule:
		wanted = []string{".css"}
	case api.ResolveCSSURLToken:
		if strings.HasPrefix(name, "#") || strings.HasPrefix(name, "data:image/") {
			return asWritten, nil
		}
		wanted = pictures
	default:
		return none, fmt.Errorf("%q is loaded in a way that works only in Node; use import at the top of the file", name)
	}
	if len(args.With) > 0 {
		return none, fmt.Errorf("import of %q: import attributes are not read here", name)
	}
	if strings.Contains(name, ":") || strings.HasPrefix(name, "/") {
		return none, fmt.Errorf("%q lies outside the site: the pages must work without a network, from any folder; expected a relative path", name)
	}
	if !hasExt(name, wanted) {
		return none, fmt.Errorf("%q cannot be used here, expected a file ending with %s", name, strings.Join(wanted, ", "))
	}
	return b.found(path.Join(path.Dir(args.Importer), name))
}

func (b *bundler) found(name string) (api.OnResolveResult, error) {
	if !fs.ValidPath(name) {
		return api.OnResolveResult{}, fmt.Errorf("%q lies outside the project", name)
	}
	info, err := fs.Stat(b.fsys, name)
	if err == nil && info.IsDir() {
		return api.OnResolveResult{}, fmt.Errorf("%s is a folder, expected a file", name)
	}
	if err == nil {
		return api.OnResolveResult{Path: name, Namespace: namespace}, nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return api.OnResolveResult{}, err
	}
	var names []string
	entries, _ := fs.ReadDir(b.fsys, path.Dir(name)) // without them there is no hint
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if near := source.Nearest(path.Base(name), names); near != "" {
		return api.OnResolveResult{}, fmt.Errorf("there is no file %s, did you mean %q?", name, near)
	}
	return api.OnResolveResult{}, fmt.Errorf("there is no file %s", name)
}

// load reads a file that resolve has found.
func (b *bundler) load(name string) (api.OnLoadResult, error) {
	ext := path.Ext(name)
	if ext == ".js" || ext == ".css" {
		text, err := b.text(name)
		loader := api.LoaderJS
		if ext == ".css" {
			loader = api.LoaderCSS
		}
		return api.OnLoadResult{Contents: &text, Loader: loader}, err
	}
	data, err := fs.ReadFile(b.fsys, name)
	if err != nil {
		return api.OnLoadResult{}, err
	}
	data, ds := check(name, data)
	if ds.HasErrors() {
		b.mu.Lock()
		b.ds = append(b.ds, ds...)
		b.mu.Unlock()
		return api.OnLoadResult{}, faulty(name)
	}
	text := string(data)
	return api.OnLoadResult{Contents: &text, Loader: api.LoaderDataURL}, nil
}

// faulty is the name of a file whose faults are reported where they stand.
type faulty string

func (f faulty) Error() string { return string(f) + " has an error" }

func hasExt(name string, exts []string) bool {
	for _, ext := range exts {
		if path.Ext(name) == ext {
			return true
		}
	}
	return false
}
