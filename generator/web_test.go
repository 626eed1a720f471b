package main

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"image/png"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// onSite returns the file of the site that an absolute address leads to, "" for an address elsewhere.
func onSite(base, address string) string {
	to, ok := strings.CutPrefix(address, base)
	if !ok {
		return ""
	}
	to, _, _ = strings.Cut(to, "#")
	if to == "" || strings.HasSuffix(to, "/") {
		to += "index.html"
	}
	return to
}

func baseOf(t *testing.T) string { return realSite(t).Site.Config.BaseURL.Value }

func siteFile(t *testing.T, name string) []byte {
	t.Helper()
	data, err := fs.ReadFile(realSite(t).Tree, name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// pageLinks are the addresses of a page's <link> elements with a rel, by hreflang or else by type.
func pageLinks(d *document, rel string) map[string]string {
	out := map[string]string{}
	each(d.root, func(n *html.Node) {
		if n.Data == "link" && has(n, "rel", rel) {
			href, _ := attribute(n, "href")
			key, ok := attribute(n, "hreflang")
			if !ok {
				key, _ = attribute(n, "type")
			}
			out[key] = href
		}
	})
	return out
}

// Every page has its own address, its translations lead back, and the sitemap says the same as the pages.
func TestSitemapAndAlternates(t *testing.T) {
	docs, base := documents(t), baseOf(t)
	var set struct {
		URLs []struct {
			Loc     string `xml:"loc"`
			LastMod string `xml:"lastmod"`
			Links   []struct {
				Hreflang string `xml:"hreflang,attr"`
				Href     string `xml:"href,attr"`
			} `xml:"http://www.w3.org/1999/xhtml link"`
		} `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 url"`
	}
	if err := xml.Unmarshal(siteFile(t, "sitemap.xml"), &set); err != nil {
		t.Fatal(err)
	}
	mapped := map[string]map[string]string{}
	for _, u := range set.URLs {
		name := onSite(base, u.Loc)
		if docs[name] == nil || mapped[name] != nil {
			t.Errorf("the sitemap has %s, which is no page or stands there twice", u.Loc)
			continue
		}
		mapped[name] = map[string]string{}
		for _, l := range u.Links {
			mapped[name][l.Hreflang] = l.Href
		}
		if !regexp.MustCompile(`^\d{4}-\d\d-\d\d$`).MatchString(u.LastMod) && name != "index.html" {
			t.Errorf("%s: lastmod is %q", u.Loc, u.LastMod)
		}
	}
	for name, d := range docs {
		if name == "404.html" {
			if mapped[name] != nil {
				t.Error("the sitemap has 404.html")
			}
			continue
		}
		if own := onSite(base, pageLinks(d, "canonical")[""]); own != name {
			t.Errorf("%s: its canonical address leads to %q", name, own)
		}
		alternates := pageLinks(d, "alternate")
		delete(alternates, "application/atom+xml")
		if mapped[name] == nil || fmt.Sprint(mapped[name]) != fmt.Sprint(alternates) {
			t.Errorf("%s: the sitemap says %v, the page %v", name, mapped[name], alternates)
		}
		lang, _, inLanguage := strings.Cut(name, "/")
		for other, address := range alternates {
			twin := docs[onSite(base, address)]
			if twin == nil {
				t.Errorf("%s: its alternate %s leads nowhere", name, address)
			} else if inLanguage && other != "x-default" && onSite(base, pageLinks(twin, "alternate")[lang]) != name {
				t.Errorf("%s: its alternate in %s does not lead back", name, other)
			}
		}
		if alternates["x-default"] == "" || len(alternates) < 3 {
			t.Errorf("%s: its alternates are %v", name, alternates)
		}
	}
	if want := "Sitemap: " + base + "sitemap.xml\n"; !bytes.Contains(siteFile(t, "robots.txt"), []byte(want)) {
		t.Errorf("robots.txt lacks %q", want)
	}
}

// Linked data is JSON whose addresses on the site lead to pages and places of it, and which nobody else publishes.
func TestLinkedData(t *testing.T) {
	docs, base := documents(t), baseOf(t)
	kinds := map[string]int{}
	for name, d := range docs {
		texts, properties := []string{}, map[string]string{}
		each(d.root, func(n *html.Node) {
			if has(n, "type", "application/ld+json") {
				texts = append(texts, textOf(n))
			}
			if p, ok := attribute(n, "property"); ok {
				properties[p], _ = attribute(n, "content")
			}
		})
		if name == "404.html" {
			if len(texts)+len(properties) > 0 {
				t.Error("404.html says what it is")
			}
			continue
		}
		if len(texts) != 1 {
			t.Errorf("%s: %d pieces of linked data", name, len(texts))
			continue
		}
		var data struct {
			Graph []map[string]any `json:"@graph"`
		}
		if err := json.Unmarshal([]byte(texts[0]), &data); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		ids := map[string]bool{}
		var refs []string
		var walk func(v any)
		walk = func(v any) {
			switch v := v.(type) {
			case []any:
				for _, x := range v {
					walk(x)
				}
			case map[string]any:
				for key, x := range v {
					if s, ok := x.(string); ok && (key == "@id" || key == "url" || key == "item") {
						refs = append(refs, s)
					}
					walk(x)
				}
			}
		}
		for _, node := range data.Graph {
			kind := node["@type"].(string)
			kinds[kind]++
			id, _ := node["@id"].(string)
			if ids[id] {
				t.Errorf("%s: %s stands twice", name, id)
			}
			ids[id] = true
			if kind == "WebPage" && (onSite(base, id) != name || node["lastReviewed"] == "" || node["publisher"].(map[string]any)["name"] != "Boussole") {
				t.Errorf("%s: the page says it is %v", name, node)
			}
			walk(node)
		}
		for _, r := range refs {
			to := docs[onSite(base, r)]
			_, anchor, _ := strings.Cut(r, "#")
			if to == nil || anchor != "" && !ids[r] && !to.ids[anchor] {
				t.Errorf("%s: linked data leads to %s, which is not there", name, r)
			}
		}
		if onSite(base, properties["og:url"]) != name || properties["og:title"] == "" || properties["og:description"] == "" || properties["og:locale"] == "" || properties["og:locale:alternate"] == properties["og:locale"] {
			t.Errorf("%s: shared as %v", name, properties)
		}
		if _, err := fs.Stat(realSite(t).Tree, onSite(base, properties["og:image"])); err != nil {
			t.Errorf("%s: shared with the picture %q", name, properties["og:image"])
		}
	}
	for _, kind := range []string{"WebPage", "WebSite", "BreadcrumbList", "GovernmentService", "DefinedTermSet"} {
		if kinds[kind] < 2 {
			t.Errorf("%d pages are a %s", kinds[kind], kind)
		}
	}
}

// Each language has a feed, which its pages name and whose entries lead to its pages.
func TestFeeds(t *testing.T) {
	docs, base := documents(t), baseOf(t)
	for _, lang := range realSite(t).Site.Langs {
		var feed struct {
			XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
			ID      string   `xml:"id"`
			Updated string   `xml:"updated"`
			Title   string   `xml:"title"`
			Entries []struct {
				ID      string `xml:"id"`
				Updated string `xml:"updated"`
				Summary string `xml:"summary"`
				Link    struct {
					Href string `xml:"href,attr"`
				} `xml:"link"`
			} `xml:"entry"`
		}
		if err := xml.Unmarshal(siteFile(t, lang+"/changes.atom"), &feed); err != nil {
			t.Fatal(err)
		}
		if len(feed.Entries) == 0 || feed.Title == "" || feed.Updated != feed.Entries[0].Updated {
			t.Errorf("%s: %+v", lang, feed)
		}
		ids := map[string]bool{feed.ID: true}
		for _, e := range feed.Entries {
			if ids[e.ID] || !strings.HasPrefix(e.ID, "tag:boussole.example,2026-") || e.Summary == "" {
				t.Errorf("%s: the entry %+v", lang, e)
			}
			ids[e.ID] = true
			if name := onSite(base, e.Link.Href); docs[name] == nil || !strings.HasPrefix(name, lang+"/") {
				t.Errorf("%s: an entry leads to %s", lang, e.Link.Href)
			}
		}
	}
	for name, d := range docs {
		lang, _, ok := strings.Cut(name, "/")
		feed := pageLinks(d, "alternate")["application/atom+xml"]
		if ok && path.Join(path.Dir(name), feed) != lang+"/changes.atom" {
			t.Errorf("%s names the feed %q", name, feed)
		}
	}
}

// The page for missing pages is not to be indexed, works at any depth, and speaks every language.
func TestMissingPage(t *testing.T) {
	docs := documents(t)
	d := docs["404.html"]
	langs, noindex := map[string]bool{}, false
	each(d.root, func(n *html.Node) {
		if n.Data == "section" {
			lang, _ := attribute(n, "lang")
			langs[lang] = true
		}
		noindex = noindex || has(n, "name", "robots") && has(n, "content", "noindex")
	})
	if !langs["fr"] || !langs["en"] || !noindex {
		t.Errorf("languages %v, noindex %v", langs, noindex)
	}
	for _, link := range d.links {
		if strings.HasPrefix(link, "#") {
			continue
		}
		if _, err := fs.Stat(realSite(t).Tree, strings.TrimPrefix(link, "/")); err != nil || !strings.HasPrefix(link, "/") {
			t.Errorf("the link %q does not work at any depth", link)
		}
	}
}

// The data files say what the pages say.
func TestData(t *testing.T) {
	base := baseOf(t)
	var data struct {
		Reviewed   string
		Procedures []struct {
			ID    string
			Pages map[string]struct {
				URL      string
				Operator string
				Facts    []struct {
					ID, Label, Text string
					Sources         []struct{ ID, Locator string }
				}
				Sources []string
			}
		}
		Sources []struct{ ID string }
	}
	if err := json.Unmarshal(siteFile(t, "data/procedures.json"), &data); err != nil {
		t.Fatal(err)
	}
	known, docs := map[string]bool{}, documents(t)
	for _, s := range data.Sources {
		known[s.ID] = true
	}
	with := 0
	for _, p := range realSite(t).Site.Pages {
		if p.Facts != nil {
			with++
		}
	}
	for _, p := range data.Procedures {
		for lang, pg := range p.Pages {
			with--
			d := docs[onSite(base, pg.URL)]
			if d == nil || len(pg.Facts) != 9 {
				t.Errorf("%s in %s: %d facts, at %s", p.ID, lang, len(pg.Facts), pg.URL)
				continue
			}
			words := strings.Join(strings.Fields(textOf(d.root)), " ")
			for _, f := range pg.Facts {
				if f.Text == "" || f.Label == "" || strings.ContainsAny(f.Text, "[]<>") {
					t.Errorf("%s in %s: the fact %s is %q", p.ID, lang, f.ID, f.Text)
				}
				for _, w := range strings.Fields(f.Text) {
					if !strings.Contains(words, strings.Trim(w, ".,;:()")) {
						t.Errorf("%s in %s: the page lacks %q of the fact %s", p.ID, lang, w, f.ID)
					}
				}
				for _, s := range f.Sources {
					if !known[s.ID] || !slices.Contains(pg.Sources, s.ID) {
						t.Errorf("%s in %s: the fact %s cites %q", p.ID, lang, f.ID, s.ID)
					}
				}
			}
		}
	}
	if with != 0 {
		t.Errorf("%d pages with facts are not among the data", with)
	}
	var all struct {
		Sources []struct{ ID, Consulted string }
	}
	if err := json.Unmarshal(siteFile(t, "data/sources.json"), &all); err != nil || len(all.Sources) != len(realSite(t).Site.Sources) {
		t.Errorf("%d sources, %v", len(all.Sources), err)
	}
}

// The other files: every link of llms.txt leads to a page or a file, manifests name pictures of the size they say, the
// headers hold the policy of the pages, and nothing is said of whom to write to as long as nobody is named.
func TestOtherFiles(t *testing.T) {
	tree, base := realSite(t).Tree, baseOf(t)
	links := regexp.MustCompile(`\]\((\S+)\): \S`).FindAllSubmatch(siteFile(t, "llms.txt"), -1)
	for _, m := range links {
		if _, err := fs.Stat(tree, onSite(base, string(m[1]))); err != nil {
			t.Errorf("llms.txt: %v", err)
		}
	}
	if len(links) < 100 {
		t.Errorf("llms.txt has %d links", len(links))
	}
	for _, lang := range []string{"fr", "en"} {
		var m struct {
			Lang     string
			StartURL string `json:"start_url"`
			Icons    []struct{ Src, Sizes, Type string }
		}
		if err := json.Unmarshal(siteFile(t, lang+"/site.webmanifest"), &m); err != nil || m.Lang != lang || len(m.Icons) < 3 {
			t.Errorf("%s: %+v, %v", lang, m, err)
		}
		siteFile(t, path.Join(lang, m.StartURL))
		for _, icon := range m.Icons {
			data := siteFile(t, path.Join(lang, icon.Src))
			if icon.Type != "image/png" {
				continue
			}
			c, err := png.DecodeConfig(bytes.NewReader(data))
			if err != nil || fmt.Sprintf("%dx%d", c.Width, c.Height) != icon.Sizes {
				t.Errorf("%s: %v %v", icon.Src, c, err)
			}
		}
	}
	headers := string(siteFile(t, "_headers"))
	for _, want := range []string{"/*\n", "frame-ancestors 'none'\n", "  X-Content-Type-Options: nosniff\n", "/assets/*\n", "immutable\n"} {
		if !strings.Contains(headers, want) {
			t.Errorf("_headers lacks %q", want)
		}
	}
	if _, err := fs.Stat(tree, ".well-known/security.txt"); err == nil && realSite(t).Site.Config.Security == nil {
		t.Error("security.txt names somebody, site.yaml does not")
	}
}

// The texts of the site agree in every language: what changed in one alone is stamped or translated before it lands.
func TestTranslationsAgree(t *testing.T) {
	r := realSite(t)
	for _, one := range r.Behind {
		t.Errorf("%s: older than %s; see generator translations status", one.Own.Pos, one.Newer.Pos)
	}
	for _, p := range r.Unstamped {
		t.Errorf("%s: never stamped; generator translations stamp does it", p.File.Name)
	}
}
