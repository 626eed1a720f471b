package site

import (
	"slices"
	"strings"
)

// Vanished are the addresses that a page had in an older version of the site, its own and former ones, and that no page
// of the newer version has or had: links and bookmarks that lead there break.
type Vanished struct {
	Before    *Page
	Now       *Page    // the same page, nil when there is none of that name any more
	Addresses []string // in the order in which the page got them
}

// Aliases are what the front matter of the page of today would say: the former addresses that it says, and those that
// it lacks.
func (v Vanished) Aliases() []string {
	var out []string
	if v.Now != nil {
		out = texts(v.Now.Aliases)
	}
	return append(out, v.Addresses...)
}

// VanishedSince compares the addresses of an older version of the site with its own, page by page in the order of the
// older one. What stands beside a page follows its aliases. ok is false where pages of either version cannot be read:
// then their addresses are not known, nor those in a folder whose index page is among them.
func (s *Site) VanishedSince(older *Site) (out []Vanished, ok bool) {
	if s.AnyUnread() || older.AnyUnread() {
		return nil, false
	}
	stands := map[string]bool{}
	for _, p := range s.Pages {
		for _, address := range p.addresses() {
			stands[address] = true
		}
	}
	for _, p := range older.Pages {
		v := Vanished{Before: p, Now: s.Page(p.Key, p.Lang)}
		for _, address := range p.addresses() {
			if !stands[address] {
				v.Addresses = append(v.Addresses, address)
			}
		}
		if v.Addresses != nil {
			out = append(out, v)
		}
	}
	return out, true
}

// addresses are where a page stood and stands, its own address last, without those that no published page can have.
func (p *Page) addresses() []string {
	return slices.DeleteFunc(append(texts(p.Aliases), p.Path), func(address string) bool {
		return !aliasForm.MatchString(strings.TrimPrefix(address, p.Lang+"/"))
	})
}
