// Package serve shows a built site on this machine.
//
// It answers from the tree in memory: an address is looked up, never joined to a path, so nothing but what was
// built can be read. It listens on the loopback interface only, answers GET and HEAD only, and refuses requests
// whose Host is not this machine, so that a page elsewhere cannot reach it under a name of its own (DNS rebinding).
// Answers are never to be stored by the browser.
package serve

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"
)

// types are the media types of the files a site is made of; the machine's own tables are not asked, so that every
// machine answers the same.
var types = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp", ".ico": "image/x-icon",
	".json": "application/json", ".xml": "application/xml; charset=utf-8", ".txt": "text/plain; charset=utf-8",
	".webmanifest": "application/manifest+json", ".atom": "application/atom+xml; charset=utf-8",
}

// Handler answers requests with the files of a site.
func Handler(site fs.FS) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		switch {
		case !loopbackHost(r.Host):
			http.Error(w, "this preview answers on this machine only", http.StatusMisdirectedRequest)
		case r.Method != http.MethodGet && r.Method != http.MethodHead:
			h.Set("Allow", "GET, HEAD")
			http.Error(w, "only GET and HEAD are answered", http.StatusMethodNotAllowed)
		default:
			answer(w, r, site)
		}
	})
}

func answer(w http.ResponseWriter, r *http.Request, site fs.FS) {
	name := strings.TrimPrefix(r.URL.Path, "/")
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	if !fs.ValidPath(name) || strings.ContainsAny(name, "\\\x00") {
		notFound(w, r, site)
		return
	}
	data, err := fs.ReadFile(site, name)
	if err != nil {
		// A folder without its slash: lead to its index, so that relative links work. Never to another host: name
		// has no slash before it. A browser keeps the fragment, in which answers stand, by itself.
		if info, err := fs.Stat(site, name+"/index.html"); err == nil && !info.IsDir() {
			to := url.URL{Path: "/" + name + "/", RawQuery: r.URL.RawQuery}
			http.Redirect(w, r, to.String(), http.StatusSeeOther)
			return
		}
		notFound(w, r, site)
		return
	}
	kind := types[path.Ext(name)]
	if kind == "" {
		kind = "application/octet-stream"
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Length", fmt.Sprint(len(data)))
	if r.Method == http.MethodGet {
		_, _ = w.Write(data) // the reader may have gone
	}
}

// notFound answers with the site's own page for addresses where there is none, as its host would.
func notFound(w http.ResponseWriter, r *http.Request, site fs.FS) {
	data, err := fs.ReadFile(site, "404.html")
	if err != nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", types[".html"])
	w.Header().Set("Content-Length", fmt.Sprint(len(data)))
	w.WriteHeader(http.StatusNotFound)
	if r.Method == http.MethodGet {
		_, _ = w.Write(data) // the reader may have gone
	}
}

// loopbackHost reports whether a Host header names this machine.
func loopbackHost(host string) bool {
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	name = strings.ToLower(strings.Trim(name, "[]"))
	if name == "localhost" {
		return true
	}
	ip := net.ParseIP(name)
	return ip != nil && ip.IsLoopback()
}

// Listen opens addr, which must be on the loopback interface.
func Listen(addr string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("%q is no address, expected 127.0.0.1:PORT", addr)
	}
	if !loopbackHost(host) {
		return nil, fmt.Errorf("the preview listens on this machine only: %q is not 127.0.0.1, ::1 or localhost", host)
	}
	return net.Listen("tcp", addr)
}

// Serve answers on the listener until it is closed.
func Serve(l net.Listener, site fs.FS) error {
	server := &http.Server{Handler: Handler(site), ReadHeaderTimeout: 5 * time.Second, IdleTimeout: time.Minute, MaxHeaderBytes: 32 << 10}
	if err := server.Serve(l); !errors.Is(err, net.ErrClosed) && !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
