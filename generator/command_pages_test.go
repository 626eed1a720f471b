package main

import (
	"bytes"
	"io/fs"
	"net/url"
	"path"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// checkPages asks for pages in which nothing is active but the site's own scripts, and whose links all lead
// somewhere.
func (s script) checkPages(site fs.FS) {
	ids, links := map[string]map[string]bool{}, map[string][]string{}
	s.Check(fs.WalkDir(site, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || path.Ext(name) != ".html" || name == "404.html" { // which links from the root of the server
			return err
		}
		data, err := fs.ReadFile(site, name)
		ids[name] = map[string]bool{}
		z := html.NewTokenizer(bytes.NewReader(data))
		for z.Next() != html.ErrorToken {
			tag := z.Token()
			if why := active(tag); why != "" {
				s.Fatalf("%s: %s is active: %s", name, why, tag)
			}
			for _, a := range tag.Attr {
				switch a.Key {
				case "id":
					if a.Val == "" || ids[name][a.Val] {
						s.Fatalf("%s: the id %q is empty or stands twice", name, a.Val)
					}
					ids[name][a.Val] = true
				case "href", "src":
					links[name] = append(links[name], a.Val)
				}
			}
		}
		return err
	}))
	for name, list := range links {
		for _, link := range list {
			u, err := url.Parse(link)
			s.Check(err)
			to := path.Join(path.Dir(name), u.Path)
			if u.Path == "" {
				to = name
			}
			if u.Scheme != "" {
				continue
			}
			// What holds "=" is a state of a questionnaire.
			place := ids[to][u.Fragment] || strings.Contains(u.Fragment, "=") && ids[to]["checker"]
			if _, err := fs.Stat(site, to); err != nil || link == "" || u.Fragment != "" && !place {
				s.Fatalf("%s: the link %q leads nowhere", name, link)
			}
		}
	}
}

// active says what in a tag may run, load or send something that the site did not write; "" for nothing.
func active(tag html.Token) string {
	if tag.Type == html.CommentToken {
		return "a comment"
	}
	attr := map[string]string{}
	for _, a := range tag.Attr {
		attr[a.Key] = a.Val
		switch {
		case strings.HasPrefix(a.Key, "on"), slices.Contains([]string{"style", "srcdoc", "action", "formaction", "ping", "background", "xlink:href", "srcset"}, a.Key):
			return "the attribute " + a.Key
		case a.Key == "href" || a.Key == "src":
			u, err := url.Parse(a.Val)
			if err != nil || !slices.Contains([]string{"", "https", "http", "mailto", "tel"}, u.Scheme) || u.Scheme == "" && (u.Host != "" || path.IsAbs(u.Path)) {
				return "the address " + a.Val
			}
		}
	}
	switch tag.Data {
	case "iframe", "object", "embed", "applet", "frame", "form", "base", "style", "template", "math", "foreignobject", "use":
		return "<" + tag.Data + ">"
	case "script":
		if tag.Type == html.StartTagToken && attr["src"] == "" && attr["type"] != "application/json" && attr["type"] != "application/ld+json" || strings.Contains(attr["src"], ":") {
			return "a script"
		}
	case "meta":
		if e := attr["http-equiv"]; e != "" && e != "Content-Security-Policy" {
			return "http-equiv"
		}
	}
	return ""
}
