package assets

import (
	"bytes"
	"fmt"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"

	"boussole/generator/internal/source"
)

// files makes a file system of path, content, path, content …
func files(pairs ...string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for i := 0; i < len(pairs); i += 2 {
		fsys[pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return fsys
}

func lines(ds source.Diagnostics) string {
	var b strings.Builder
	for _, d := range ds {
		fmt.Fprintf(&b, "%s: %s: %s\n", d.Pos, d.Severity, d.Message)
	}
	return b.String()
}

const (
	jsPath  = "static/js/site.js"
	cssPath = "static/css/site.css"
	drawn   = `<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>`
)

var entries = map[string]Entry{jsPath: {"site.js", jsPath}, cssPath: {"site.css", cssPath}}

func TestBundle(t *testing.T) {
	for name, tt := range map[string]struct {
		entry string
		fsys  fstest.MapFS
		want  string
	}{
		"modules": {
			jsPath, files(jsPath, "import { decide } from './decide.js';\nconsole.log(decide('é'));",
				"static/js/decide.js", "/*! legal */ export function decide(answer) { return answer; }\nexport const other = 1;"),
			"\"use strict\";\n(()=>{console.log(\"é\");})();\n",
		},
		"a module alone":       {jsPath, files(jsPath, "export const x = 1; console.log(x);"), "\"use strict\";\n(()=>{var o=1;console.log(1);})();\n"},
		"new syntax":           {jsPath, files(jsPath, "f(a?.b ?? 2)"), "\"use strict\";\n(()=>{var b;f((b=a==null?void 0:a.b)!=null?b:2);})();\n"},
		"a text ends a script": {jsPath, files(jsPath, "console.log('</script>')"), "\"use strict\";\n(()=>{console.log(\"<\\/script>\");})();\n"},
		"layers": {
			cssPath, files(cssPath, "@layer reset, base;\n@import './a.css' layer(base);\n@import \"parts/b.css\";",
				"static/css/a.css", "p { margin: 0 }", "static/css/parts/b.css", "@import '../c.css'; q { margin: 0 }", "static/css/c.css", ".é { margin: 0 }"),
			"@layer reset,base;@layer base{p{margin:0}}.é{margin:0}q{margin:0}\n",
		},
		"nesting is lowered": {cssPath, files(cssPath, "a { &:hover { margin: 0 } }"), "a:hover{margin:0}\n"},
		"pictures": {
			cssPath, files(cssPath, "a { background: url(../img/x.svg) }\nb { background: url('#part') }\ni { background: url(data:image/png;base64,AAAA) }", "static/img/x.svg", drawn),
			"a{background:url('data:image/svg+xml," + drawn + "')}b{background:url(#part)}i{background:url(data:image/png;base64,AAAA)}\n",
		},
		"a byte order mark": {cssPath, files(cssPath, "\uFEFFa{margin:0}\r\n"), "a{margin:0}\n"},
	} {
		t.Run(name, func(t *testing.T) {
			e := entries[tt.entry]
			got, ds := Bundle(tt.fsys, []Entry{e})
			if len(ds) > 0 {
				t.Fatal(lines(ds))
			}
			a := got[e.Name]
			if string(a.Data) != tt.want {
				t.Errorf("got  %s\nwant %s", a.Data, tt.want)
			}
			if a.Name != e.Name || !regexp.MustCompile(`^assets/site\.[0-9a-f]{8}\.(js|css)$`).MatchString(a.Path) {
				t.Errorf("name %q, path %q", a.Name, a.Path)
			}
		})
	}
}

func TestBundleFaults(t *testing.T) {
	for name, tt := range map[string]struct {
		entry string
		fsys  fstest.MapFS
		want  []string
	}{
		"no file":          {jsPath, files("static/js/sites.js", ""), []string{`static/js/site.js:1:1: error: there is no file static/js/site.js, did you mean "sites.js"?`}},
		"syntax":           {jsPath, files(jsPath, "let a;\n/* é */ let b = ;"), []string{`static/js/site.js:2:17: error: unexpected ";"`}},
		"in an import":     {jsPath, files(jsPath, "import './b.js'", "static/js/b.js", "\n  )"), []string{`static/js/b.js:2:3: error: unexpected ")"`}},
		"no export":        {jsPath, files(jsPath, "import { nope } from './b.js'; nope()", "static/js/b.js", "export const x = 1"), []string{`static/js/site.js:1:10: error: no matching export in "static/js/b.js" for import "nope"`}},
		"a slip":           {jsPath, files(jsPath, "import './decid.js'", "static/js/decide.js", ""), []string{`static/js/site.js:1:8: error: there is no file static/js/decid.js, did you mean "decide.js"?`}},
		"a package":        {jsPath, files(jsPath, "import 'react'"), []string{`static/js/site.js:1:8: error: import of "react": expected a relative path`}},
		"a Node module":    {jsPath, files(jsPath, "import 'node:fs'"), []string{`static/js/site.js:1:8: error: import of "node:fs": expected a relative path`}},
		"the network":      {jsPath, files(jsPath, "import 'https://a.example/b.js'"), []string{`static/js/site.js:1:8: error: import of "https://a.example/b.js": expected a relative path`}},
		"the disk":         {jsPath, files(jsPath, "import '/etc/passwd.js'"), []string{`static/js/site.js:1:8: error: import of "/etc/passwd.js": expected a relative path`}},
		"above":            {jsPath, files(jsPath, "import '../../../x.js'"), []string{`static/js/site.js:1:8: error: "../x.js" lies outside the project`}},
		"JSON":             {jsPath, files(jsPath, "import x from './x.json'; x()", "static/js/x.json", "{}"), []string{`static/js/site.js:1:15: error: "./x.json" cannot be used here, expected a file ending with .js`}},
		"an attribute":     {jsPath, files(jsPath, "import x from './x.js' with { type: 'json' }; x()", "static/js/x.js", ""), []string{`static/js/site.js:1:15: error: import of "./x.js": import attributes`}},
		"a folder":         {jsPath, files(jsPath, "import './x.js'", "static/js/x.js/y", ""), []string{`static/js/site.js:1:8: error: static/js/x.js is a folder`}},
		"later":            {jsPath, files(jsPath, "import('./b.js')", "static/js/b.js", ""), []string{`static/js/site.js:1:8: error: import() loads a file later`}},
		"later, computed":  {jsPath, files(jsPath, "import(x)"), []string{`static/js/site.js:1:1: error: this "import" expression will not be bundled`}},
		"require":          {jsPath, files(jsPath, "require('./b.js')", "static/js/b.js", ""), []string{`static/js/site.js:1:9: error: "./b.js" is loaded in a way that works only in Node`}},
		"require computed": {jsPath, files(jsPath, "require(x)"), []string{`static/js/site.js:1:1: error: this call to "require" will not be bundled`}},
		"eval":             {jsPath, files(jsPath, "eval('1')"), []string{`static/js/site.js:1:1: error: using direct eval`}},
		"await":            {jsPath, files(jsPath, "await f()"), []string{`static/js/site.js:1:1: error: top-level await is not available`}},
		"bigint":           {jsPath, files(jsPath, "f(1n)"), []string{`static/js/site.js:1:3: error: big integer literals`}},
		"not UTF-8":        {jsPath, files(jsPath, "a\xff"), []string{`byte 0xFF is not UTF-8`}},
		"bidi":             {jsPath, files(jsPath, "a('\u202E')"), []string{`static/js/site.js:1:4: error: character U+202E`}},
		"a twin key":       {jsPath, files(jsPath, "f({ a: 1, a: 2 })"), []string{`static/js/site.js:1:11: warning: duplicate key "a" in object literal`}},
		"css syntax":       {cssPath, files(cssPath, "p { é: 1; color red }"), []string{`static/css/site.css:1:16: error: expected ":"`}},
		"css unclosed":     {cssPath, files(cssPath, "p {"), []string{`static/css/site.css:1:4: error: expected "}"`}},
		"css property":     {cssPath, files(cssPath, "p { colr: red }"), []string{`static/css/site.css:1:5: warning: "colr" is not a known CSS property`}},
		"css network":      {cssPath, files(cssPath, "@import 'https://a.example/b.css';"), []string{`static/css/site.css:1:9: error: "https://a.example/b.css" lies outside the site`}},
		"a font":           {cssPath, files(cssPath, "p { src: url(a.woff2) }", "static/css/a.woff2", ""), []string{`static/css/site.css:1:10: error: "a.woff2" cannot be used here`}},
		"a far picture":    {cssPath, files(cssPath, "p { background: url(//a.example/b.png) }"), []string{`static/css/site.css:1:17: error: "//a.example/b.png" lies outside the site`}},
		"no picture":       {cssPath, files(cssPath, "p { background: url(../img/b.png) }"), []string{`static/css/site.css:1:17: error: there is no file static/img/b.png`}},
		"a false picture":  {cssPath, files(cssPath, "p { background: url(b.png) }", "static/css/b.png", "<script>"), []string{`static/css/b.png:1:1: error: the file is not what its ending .png says`, `static/css/site.css:1:17: error: static/css/b.png has an error`}},
		"a css as script":  {jsPath, files(jsPath, "import './x.css'", "static/js/x.css", ""), []string{`static/js/site.js:1:8: error: "./x.css" cannot be used here`}},
	} {
		t.Run(name, func(t *testing.T) {
			got, ds := Bundle(tt.fsys, []Entry{entries[tt.entry]})
			all := lines(ds)
			for _, want := range tt.want {
				if !strings.Contains(all, want) {
					t.Errorf("want %q", want)
				}
			}
			if len(ds) != len(tt.want) || t.Failed() {
				t.Errorf("got %s", all)
			}
			if (len(got) == 0) != ds.HasErrors() {
				t.Errorf("%d assets", len(got))
			}
			for _, d := range ds {
				if strings.Contains(d.Message+d.Hint, namespace) {
					t.Errorf("our own word in %q", d.Message)
				}
			}
		})
	}
}

func TestEntries(t *testing.T) {
	fsys := files(jsPath, "f()", cssPath, "a{margin:0}", "static/js/other.js", "g()")
	got, ds := Bundle(fsys, []Entry{{"site.js", jsPath}, {"site.css", cssPath}, {"other.js", "static/js/other.js"}})
	if len(ds) > 0 || len(got) != 3 || got["other.js"].Name != "other.js" {
		t.Errorf("got %v, %s", got, lines(ds))
	}
	for _, bad := range [][]Entry{{{"Site.js", jsPath}}, {{"site", jsPath}}, {{"../site.js", jsPath}}, {{"site.css", jsPath}}, {{"site.js", jsPath}, {"site.js", jsPath}}} {
		if _, ds := Bundle(fsys, bad); len(ds) != 1 {
			t.Errorf("%v: got %s", bad, lines(ds))
		}
	}
}

// Equal files give equal bytes, however many processors work on them.
func TestDeterministic(t *testing.T) {
	fsys := fstest.MapFS{}
	var js, css strings.Builder
	for i := range 60 {
		fmt.Fprintf(&js, "import { f as f%d } from './m%d.js';\n", i, i)
		fmt.Fprintf(&css, "@import './m%d.css' layer(l%d);\n", i, i%5)
		fsys[fmt.Sprintf("static/js/m%d.js", i)] = &fstest.MapFile{Data: fmt.Appendf(nil, "import { g } from './shared.js'; export const f = () => g(%d) ?? a?.b;", i)}
		fsys[fmt.Sprintf("static/css/m%d.css", i)] = &fstest.MapFile{Data: fmt.Appendf(nil, ".c%d { background: url(../img/x.svg); & p { margin: %dpx } }", i, i)}
	}
	js.WriteString("console.log(")
	for i := range 60 {
		fmt.Fprintf(&js, "f%d(),", i)
	}
	js.WriteString("0);")
	fsys["static/js/shared.js"] = &fstest.MapFile{Data: []byte("export function g(x) { return { ...x } }")}
	fsys["static/img/x.svg"] = &fstest.MapFile{Data: []byte(drawn)}
	fsys[jsPath] = &fstest.MapFile{Data: []byte(js.String())}
	fsys[cssPath] = &fstest.MapFile{Data: []byte(css.String())}
	both := []Entry{entries[jsPath], entries[cssPath]}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	var first map[string]Asset
	for _, processors := range []int{1, 2, 8, 1, 8} {
		runtime.GOMAXPROCS(processors)
		got, ds := Bundle(fsys, both)
		if len(ds) > 0 {
			t.Fatal(lines(ds))
		}
		if first == nil {
			first = got
		}
		for name, a := range got {
			if a.Path != first[name].Path || !bytes.Equal(a.Data, first[name].Data) {
				t.Errorf("%s differs on %d processors", name, processors)
			}
		}
	}
}
