package main

import (
	"net/url"
	"path"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"boussole/generator/internal/build"
	"boussole/generator/internal/pathway"
)

// TestStartPoints follows every start point: its answers count, say no more than the page, leave a question, and lead to
// where a route of the page is still mentioned.
func TestStartPoints(t *testing.T) {
	r := realSite(t)
	asking := map[string]*build.Pathway{}
	for _, p := range r.Site.Pages {
		for _, pw := range r.Pathways {
			if p.Pathway.Value == pw.Name {
				asking[p.Path] = pw
			}
		}
	}
	found := map[string]string{}
	for name, d := range documents(t) {
		each(d.root, func(n *html.Node) {
			if !has(n, "class", "start") {
				return
			}
			var links []string
			listed := 0
			each(n, func(x *html.Node) {
				if href, ok := attribute(x, "href"); ok {
					answers, _ := attribute(x, "data-answers") // the script adds them to the address
					links = append(links, href+"#"+answers)
				}
				if x.Data == "li" {
					listed++
				}
			})
			for _, link := range links {
				found[name] += link[strings.Index(link, "#"):]
				listed -= checkStart(t, r, name, link, asking)
			}
			if listed != 0 {
				t.Errorf("%s: %d answers are listed that no link gives, or less", name, listed)
			}
		})
	}
	for name, want := range map[string]string{
		"en/procedures/compassionate-access.html":      "#product-type=medicine",
		"fr/procedures/acces-compassionnel.html":       "#product-type=medicine",
		"en/procedures/device-exemption.html":          "#need=treat&maker=company", // the other questionnaire has nothing left to ask
		"en/other-desks/running-a-clinical-trial.html": "#product=medicine&need=study",
		"en/other-routes/cannabis.html":                "",
		"en/other-desks/patient.html":                  "",
		"en/support/gio.html":                          "",
	} {
		if found[name] != want {
			t.Errorf("%s begins with %q, want %q", name, found[name], want)
		}
	}
	if len(found) < 60 {
		t.Errorf("%d pages have a start point, want at least 60", len(found))
	}
}

// checkStart returns how many answers a link gives.
func checkStart(t *testing.T, r *build.Result, name, link string, asking map[string]*build.Pathway) int {
	t.Helper()
	to, err := url.Parse(link)
	if err != nil {
		t.Fatal(err)
	}
	pw := asking[path.Join(path.Dir(name), to.Path)]
	if pw == nil {
		t.Fatalf("%s: %s leads to no questionnaire", name, link)
	}
	answers := map[string]string{}
	for _, pair := range strings.Split(to.Fragment, "&") {
		q, option, _ := strings.Cut(pair, "=")
		answers[q] = option
	}
	s, err := pw.Rules.Situation(answers)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	result := pw.Diagram.Evaluate(s)
	if result.Next == nil || result.Contradiction >= 0 {
		t.Errorf("%s: %s leaves nothing to ask", name, link)
	}
	mentioned := false
	for i, route := range pw.Rules.Routes {
		key, _, _ := strings.Cut(route.Page.Value, "#")
		for _, lang := range r.Site.Langs {
			if p := r.Site.Page(key, lang); p != nil && p.Path == name {
				mentioned = mentioned || result.Status[i] != pathway.Hidden
			}
		}
	}
	if !mentioned {
		t.Errorf("%s: after %s no route leads back", name, link)
	}
	return len(answers)
}
