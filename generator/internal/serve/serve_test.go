package serve

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/fstest"
)

func TestHandler(t *testing.T) {
	site := fstest.MapFS{
		"index.html":            {Data: []byte("root")},
		"fr/index.html":         {Data: []byte("accueil")},
		"assets/site.css":       {Data: []byte("a{}")},
		"fr/a/b.html":           {Data: []byte("page")},
		"fr/un mot?/index.html": {Data: []byte("page")},
		"img/favicon.svg":       {Data: []byte("<svg/>")},
		".boussole-manifest":    {Data: []byte("x")},
	}
	for _, c := range []struct {
		method, host, target string
		status               int
		body, kind           string // of a redirection, where it leads to and nothing
	}{
		{"GET", "localhost:1", "/", 200, "root", "text/html; charset=utf-8"},
		{"GET", "127.0.0.1", "/fr/", 200, "accueil", "text/html; charset=utf-8"},
		{"GET", "[::1]:80", "/fr/a/b.html?x=1", 200, "page", "text/html; charset=utf-8"},
		{"HEAD", "localhost", "/fr/a/b.html", 200, "", "text/html; charset=utf-8"},
		{"GET", "localhost", "/assets/site.css", 200, "a{}", "text/css; charset=utf-8"},
		{"GET", "localhost", "/fr", 303, "/fr/", ""},
		{"HEAD", "localhost", "/fr?a=b%20c", 303, "/fr/?a=b%20c", ""},
		{"GET", "localhost", "/fr/un%20mot%3F", 303, "/fr/un%20mot%3F/", ""},
		{"GET", "localhost", "//fr", 404, "", ""},
		{"GET", "localhost", "//evil.example", 404, "", ""},
		{"GET", "localhost", "/assets", 404, "", ""},
		{"GET", "localhost", "/assets/", 404, "", ""},
		{"GET", "localhost", "/fr/index.html/", 404, "", ""},
		{"GET", "localhost", "/fr/.", 404, "", ""},
		{"GET", "localhost", "/nowhere.html", 404, "", ""},
		{"GET", "localhost", "/../index.html", 404, "", ""},
		{"GET", "localhost", "/fr/..%2f..%2findex.html", 404, "", ""},
		{"GET", "localhost", "/fr%5cindex.html", 404, "", ""},
		{"GET", "localhost", "/index.html%00", 404, "", ""},
		{"POST", "localhost", "/", 405, "", ""},
		{"TRACE", "localhost", "/", 405, "", ""},
		{"GET", "evil.example", "/", 421, "", ""},
		{"GET", "127.0.0.1.evil.example", "/", 421, "", ""},
		{"GET", "", "/", 421, "", ""},
	} {
		r := httptest.NewRequest(c.method, c.target, nil)
		r.Host = c.host
		w := httptest.NewRecorder()
		Handler(site).ServeHTTP(w, r)
		res := w.Result()
		body, _ := io.ReadAll(res.Body)
		if res.StatusCode != c.status {
			t.Errorf("%s %s (Host %q): status %d, want %d", c.method, c.target, c.host, res.StatusCode, c.status)
			continue
		}
		if to := res.Header.Get("Location"); c.status == 303 && to != c.body {
			t.Errorf("%s %s: leads to %q, want %q", c.method, c.target, to, c.body)
		}
		if c.status == 200 && (string(body) != c.body || res.Header.Get("Content-Type") != c.kind) {
			t.Errorf("%s %s: got %q as %s, want %q as %s", c.method, c.target, body, res.Header.Get("Content-Type"), c.body, c.kind)
		}
		if res.Header.Get("X-Content-Type-Options") != "nosniff" || res.Header.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s %s: headers %v", c.method, c.target, res.Header)
		}
	}
}

// The site's own page answers where there is none, with the status that says so.
func TestMissingPage(t *testing.T) {
	site := fstest.MapFS{"index.html": {Data: []byte("root")}, "404.html": {Data: []byte("none")}}
	for _, target := range []string{"/nowhere.html", "/a/b/c", "/fr%5cindex.html"} {
		for method, want := range map[string]string{"GET": "none", "HEAD": ""} {
			r := httptest.NewRequest(method, target, nil)
			r.Host = "localhost"
			w := httptest.NewRecorder()
			Handler(site).ServeHTTP(w, r)
			if w.Code != 404 || w.Body.String() != want || w.Header().Get("Content-Type") != "text/html; charset=utf-8" {
				t.Errorf("%s %s: %d %q %v", method, target, w.Code, w.Body, w.Header())
			}
		}
	}
}

func TestListenRefusesOtherInterfaces(t *testing.T) {
	for _, addr := range []string{"0.0.0.0:0", ":0", "example.org:80", "8080"} {
		if l, err := Listen(addr); err == nil {
			l.Close()
			t.Errorf("Listen(%q) opened, want an error", addr)
		}
	}
}

func TestServe(t *testing.T) {
	l, err := Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- Serve(l, fstest.MapFS{"index.html": {Data: []byte("root")}}) }()
	res, err := http.Get("http://" + l.Addr().String() + "/")
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != 200 {
		t.Errorf("status %d", res.StatusCode)
	}
	l.Close()
	if err := <-done; err != nil {
		t.Errorf("Serve: %v", err)
	}
}
