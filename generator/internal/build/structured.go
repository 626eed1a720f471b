package build

import (
	"path"

	"boussole/generator/internal/layout"
)

// Linked data: what a page is, in the words of schema.org, for search engines and other machines. Only what the page
// says stands there. The site publishes the page; a public service that the page describes has an operator of its own,
// and a page never claims to be that operator's.

type linkedData struct {
	Context string `json:"@context"`
	Graph   []any  `json:"@graph"`
}

type linkedRef struct {
	Type string `json:"@type,omitempty"`
	ID   string `json:"@id,omitempty"`
	Name string `json:"name,omitempty"`
}

type linkedSite struct {
	Type       string    `json:"@type"`
	ID         string    `json:"@id"`
	URL        string    `json:"url"`
	Name       string    `json:"name"`
	InLanguage []string  `json:"inLanguage"`
	Publisher  linkedRef `json:"publisher"`
}

type linkedPage struct {
	Type         string      `json:"@type"`
	ID           string      `json:"@id"`
	URL          string      `json:"url"`
	Name         string      `json:"name"`
	Description  string      `json:"description"`
	InLanguage   string      `json:"inLanguage"`
	DateModified string      `json:"dateModified"` // the day on which the facts were checked, as LastReviewed
	LastReviewed string      `json:"lastReviewed"`
	IsPartOf     linkedRef   `json:"isPartOf"`
	Breadcrumb   *linkedRef  `json:"breadcrumb,omitempty"`
	MainEntity   *linkedRef  `json:"mainEntity,omitempty"`
	Translations []linkedRef `json:"workTranslation,omitempty"`
	Publisher    linkedRef   `json:"publisher"`
}

type linkedTrail struct {
	Type  string        `json:"@type"`
	ID    string        `json:"@id"`
	Items []linkedCrumb `json:"itemListElement"`
}

type linkedCrumb struct {
	Type     string `json:"@type"`
	Position int    `json:"position"`
	Name     string `json:"name"`
	Item     string `json:"item"`
}

type linkedService struct {
	Type     string    `json:"@type"`
	ID       string    `json:"@id"`
	Name     string    `json:"name"`
	Operator linkedRef `json:"serviceOperator"`
	Page     linkedRef `json:"mainEntityOfPage"`
}

type linkedTerms struct {
	Type       string       `json:"@type"`
	ID         string       `json:"@id"`
	Name       string       `json:"name"`
	InLanguage string       `json:"inLanguage"`
	Terms      []linkedTerm `json:"hasDefinedTerm"`
}

type linkedTerm struct {
	Type string `json:"@type"`
	ID   string `json:"@id"`
	Name string `json:"name"`
	Long string `json:"alternateName,omitempty"`
	// What the term means is not said again: the page says it, at the address that ID is.
}

// structured is what a page is.
func (b *builder) structured(j job) any {
	v := j.view
	of := linkedSite{Type: "WebSite", ID: b.base + "#site", URL: b.base, Name: v.Site, InLanguage: b.site.Langs, Publisher: linkedRef{Type: "Organization", Name: v.Site}}
	if v.Kind == "root" {
		return linkedData{"https://schema.org", []any{of}}
	}
	page := linkedPage{
		Type: "WebPage", ID: v.Canonical, URL: v.Canonical, Name: v.Title, Description: v.Description, InLanguage: v.Lang,
		DateModified: v.Reviewed.String(), LastReviewed: v.Reviewed.String(), IsPartOf: linkedRef{ID: of.ID}, Publisher: of.Publisher,
	}
	for _, a := range v.Alternates {
		if !a.Current {
			page.Translations = append(page.Translations, linkedRef{Type: "WebPage", ID: a.Absolute})
		}
	}
	var more []any
	if len(v.Trail) > 0 {
		t := b.linkedTrail(j)
		page.Breadcrumb = &linkedRef{ID: t.ID}
		more = append(more, t)
	}
	switch {
	case v.Operator != "" && v.Kind == "page":
		page.MainEntity = &linkedRef{ID: v.Canonical + "#service"}
		more = append(more, linkedService{Type: "GovernmentService", ID: page.MainEntity.ID, Name: v.Title, Operator: linkedRef{Type: "Organization", Name: v.Operator}, Page: linkedRef{ID: v.Canonical}})
	case v.Kind == "glossary":
		page.MainEntity = &linkedRef{ID: v.Canonical + "#terms"}
		more = append(more, linkedGlossary(v))
	}
	return linkedData{"https://schema.org", append([]any{page, of}, more...)}
}

// linkedTrail is the way from the home page to the page.
func (b *builder) linkedTrail(j job) linkedTrail {
	t := linkedTrail{Type: "BreadcrumbList", ID: j.view.Canonical + "#trail"}
	for i, l := range j.view.Trail {
		t.Items = append(t.Items, linkedCrumb{"ListItem", i + 1, l.Title, b.base + path.Join(path.Dir(j.path), l.URL)})
	}
	t.Items = append(t.Items, linkedCrumb{"ListItem", len(t.Items) + 1, j.view.Title, j.view.Canonical})
	return t
}

func linkedGlossary(v *layout.View) linkedTerms {
	out := linkedTerms{Type: "DefinedTermSet", ID: v.Canonical + "#terms", Name: v.Title, InLanguage: v.Lang}
	for _, t := range v.Terms {
		out.Terms = append(out.Terms, linkedTerm{"DefinedTerm", v.Canonical + "#" + t.ID, t.Term, t.Long})
	}
	return out
}
