package build

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"image/color"
	"net/url"
	"slices"
	"strings"

	"boussole/generator/internal/assets"
	"boussole/generator/internal/site"
)

// What stands beside the pages: files that search engines, feed readers, other machines and web servers look for.
// They hold what the pages hold, so they are made of the same views.

// siteFile is what the files beside the pages are made of, where something is wrong with one.
const siteFile = site.Folder + "/site.yaml"

// furnish publishes the files beside the pages.
func (b *builder) furnish(jobs []job) {
	b.sitemap(jobs)
	b.robots()
	b.manifests()
	b.languageModels()
	b.security()
	b.headers()
	b.data()
	b.feeds()
}

// listed reports whether a page is one that readers look for: not what answers for a missing or a moved one.
func (j job) listed() bool { return j.view.Kind != missingKind && j.view.Kind != movedKind }

// basePath is the path of the site's address, which begins and ends with a slash.
func (b *builder) basePath() string {
	u, err := url.Parse(b.base)
	if err != nil || u.Path == "" {
		return "/"
	}
	return u.EscapedPath()
}

// host is the name of the machine in the site's address.
func (b *builder) host() string {
	u, err := url.Parse(b.base)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

type sitemapURL struct {
	Loc        string        `xml:"loc"`
	LastMod    string        `xml:"lastmod,omitempty"`
	Alternates []sitemapLink `xml:"xhtml:link"`
}

type sitemapLink struct {
	Rel      string `xml:"rel,attr"`
	Hreflang string `xml:"hreflang,attr"`
	Href     string `xml:"href,attr"`
}

// sitemap lists every page with its translations and the day its facts were checked.
func (b *builder) sitemap(jobs []job) {
	var set struct {
		XMLName xml.Name     `xml:"urlset"`
		NS      string       `xml:"xmlns,attr"`
		XHTML   string       `xml:"xmlns:xhtml,attr"`
		URLs    []sitemapURL `xml:"url"`
	}
	set.NS, set.XHTML = "http://www.sitemaps.org/schemas/sitemap/0.9", "http://www.w3.org/1999/xhtml"
	for _, j := range jobs {
		if !j.listed() {
			continue
		}
		u := sitemapURL{Loc: j.view.Canonical, LastMod: j.view.Reviewed.String()}
		for _, a := range j.view.Alternates {
			u.Alternates = append(u.Alternates, sitemapLink{"alternate", a.Lang, a.Absolute})
		}
		u.Alternates = append(u.Alternates, sitemapLink{"alternate", "x-default", j.view.Neutral})
		set.URLs = append(set.URLs, u)
	}
	slices.SortFunc(set.URLs, func(x, y sitemapURL) int { return strings.Compare(x.Loc, y.Loc) })
	b.publish("sitemap.xml", markup(set), siteFile)
}

// markup writes XML.
func markup(v any) []byte {
	out, err := xml.MarshalIndent(v, "", " ")
	if err != nil {
		panic(fmt.Sprintf("build: %T is no XML: %v", v, err))
	}
	return append([]byte(xml.Header), append(out, '\n')...)
}

// record writes JSON for people to read too.
func record(v any) []byte {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		panic(fmt.Sprintf("build: %T is no JSON: %v", v, err))
	}
	return out.Bytes()
}

func (b *builder) robots() {
	b.publish("robots.txt", []byte("User-agent: *\nAllow: /\n\nSitemap: "+b.base+"sitemap.xml\n"), siteFile)
}

const faviconPath = "img/favicon.svg"

// paper is the ground of the site's pages in the light.
var paper = color.NRGBA{0xfb, 0xf8, 0xf1, 0xff}

const paperHex = "#fbf8f1"

// pictures are the icon for machines that show no SVG: on a telephone's first screen, and where a page is shared.
var pictures = []assets.Picture{
	{Path: "img/icon-192.png", Width: 192, Height: 192, Size: 144, Ground: paper},
	{Path: "img/icon-512.png", Width: 512, Height: 512, Size: 384, Ground: paper},
	{Path: "img/share.png", Width: 1200, Height: 630, Size: 420, Ground: paper},
}

// icons draws them.
func (b *builder) icons() {
	drawn, ds := assets.Draw(b.fsys, "static/"+faviconPath, pictures)
	b.add(ds)
	for _, a := range drawn {
		b.publish(a.Path, a.Data, "static/"+faviconPath)
	}
}

type manifest struct {
	Name            string         `json:"name"`
	ShortName       string         `json:"short_name"`
	Description     string         `json:"description"`
	Lang            string         `json:"lang"`
	Dir             string         `json:"dir"`
	StartURL        string         `json:"start_url"`
	Scope           string         `json:"scope"`
	Display         string         `json:"display"`
	BackgroundColor string         `json:"background_color"`
	ThemeColor      string         `json:"theme_color"`
	Icons           []manifestIcon `json:"icons"`
}

type manifestIcon struct {
	Src     string `json:"src"`
	Sizes   string `json:"sizes"`
	Type    string `json:"type"`
	Purpose string `json:"purpose"`
}

// manifestName is the manifest of a language, in the language's folder.
const manifestName = "site.webmanifest"

// manifests are one per language: a manifest has one name, one language and one page to begin with.
func (b *builder) manifests() {
	for _, lang := range b.site.Langs {
		m := manifest{
			Name: b.site.Config.Title[lang].Value, ShortName: b.site.Config.Title[lang].Value, Description: b.site.Config.Tagline[lang].Value,
			Lang: lang, Dir: "ltr", StartURL: "index.html", Scope: "../", Display: "browser", BackgroundColor: paperHex, ThemeColor: paperHex,
			Icons: []manifestIcon{{"../" + faviconPath, "any", "image/svg+xml", "any"}},
		}
		for _, p := range pictures {
			if p.Width == p.Height {
				m.Icons = append(m.Icons, manifestIcon{"../" + p.Path, fmt.Sprintf("%dx%d", p.Width, p.Height), "image/png", "any maskable"})
			}
		}
		b.publish(lang+"/"+manifestName, record(m), siteFile)
	}
}

// languageModels writes llms.txt in the form of llmstxt.org: what the site is, then its pages, section by section, each
// language on its own.
func (b *builder) languageModels() {
	var out strings.Builder
	first := b.site.Langs[0]
	fmt.Fprintf(&out, "# %s\n\n>", b.site.Config.Title[first].Value)
	for _, lang := range b.site.Langs {
		fmt.Fprintf(&out, " %s.", strings.TrimRight(b.site.Config.Tagline[lang].Value, "."))
	}
	out.WriteString("\n\n")
	for _, lang := range b.site.Langs {
		fmt.Fprintf(&out, "- %s: %s\n", b.site.LanguageName(lang), b.message(lang, "site.unofficial", "Site", b.site.Config.Title[lang].Value))
	}
	line := func(title, address, about string) {
		fmt.Fprintf(&out, "- [%s](%s): %s\n", title, b.base+address, about)
	}
	page := func(p *site.Page) { line(b.title(p), p.Path, p.Description.Value) }
	for _, lang := range b.site.Langs {
		for _, folder := range b.site.Config.Navigation {
			index := b.site.Page(folder.Value+"/index", lang)
			if index == nil {
				continue
			}
			fmt.Fprintf(&out, "\n## %s: %s\n\n", b.site.LanguageName(lang), index.Title.Value)
			page(index)
			for _, c := range b.site.Children(folder.Value, lang) {
				page(c)
			}
		}
		fmt.Fprintf(&out, "\n## %s: %s\n\n", b.site.LanguageName(lang), b.message(lang, "data.heading"))
		line(proceduresFile, proceduresFile, b.message(lang, "data.procedures"))
		line(sourcesFile, sourcesFile, b.message(lang, "data.sources"))
	}
	b.publish("llms.txt", []byte(out.String()), siteFile)
}

// security writes .well-known/security.txt (RFC 9116) when site.yaml says whom to write to. Nothing in it is invented.
// There is no clock here: whether it has expired is asked with [Result.Advice].
func (b *builder) security() {
	s := b.site.Config.Security
	if s == nil {
		return
	}
	var out strings.Builder
	for _, c := range s.Contact {
		fmt.Fprintf(&out, "Contact: %s\n", c.Value)
	}
	fmt.Fprintf(&out, "Expires: %sT00:00:00Z\nPreferred-Languages: %s\nCanonical: %s\n", s.Expires, strings.Join(b.site.Langs, ", "), b.base+securityPath)
	b.publish(securityPath, []byte(out.String()), siteFile)
}

const securityPath = ".well-known/security.txt"

// off are the powers of a page that this site renounces.
var off = []string{
	"accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen", "geolocation", "gyroscope", "hid", "idle-detection",
	"magnetometer", "microphone", "midi", "payment", "picture-in-picture", "publickey-credentials-get", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking",
}

// headers writes what a web server sends with the files, in the form that several hosts of static sites read.
func (b *builder) headers() {
	at := b.basePath()
	var out strings.Builder
	fmt.Fprintf(&out, "%s*\n", at)
	fmt.Fprintf(&out, "  Content-Security-Policy: %s; frame-ancestors 'none'\n", Policy)
	out.WriteString("  X-Content-Type-Options: nosniff\n  Referrer-Policy: no-referrer\n  X-Frame-Options: DENY\n")
	out.WriteString("  Cross-Origin-Opener-Policy: same-origin\n  Cross-Origin-Resource-Policy: same-origin\n")
	fmt.Fprintf(&out, "  Permissions-Policy: %s=()\n", strings.Join(off, "=(), "))
	if strings.HasPrefix(b.base, "https:") {
		out.WriteString("  Strict-Transport-Security: max-age=31536000\n")
	}
	// What is named by its content never changes.
	fmt.Fprintf(&out, "%sassets/*\n  Cache-Control: public, max-age=31536000, immutable\n", at)
	for _, lang := range b.site.Langs {
		fmt.Fprintf(&out, "%s%s/%s\n  Content-Type: application/atom+xml; charset=utf-8\n", at, lang, feedName)
		fmt.Fprintf(&out, "%s%s/%s\n  Content-Type: application/manifest+json\n", at, lang, manifestName)
	}
	b.publish("_headers", []byte(out.String()), siteFile)
}
