package build

import (
	"fmt"
	"io/fs"
	"path"
	"strings"

	"boussole/generator/internal/output"
	"boussole/generator/internal/site"
	"boussole/generator/internal/source"
)

// checkAddresses reports pages that cannot be published where they would stand, because no file can have that name or
// because a page that is made from the rules stands there, and files that a layout names and the site does not have.
func (b *builder) checkAddresses() {
	written := map[string]*site.Page{}
	for _, p := range b.site.Pages {
		written[p.Path] = p
		if err := output.CheckName(p.Path); err != nil {
			b.ds.Add(source.Diagnostic{Pos: addressPos(p), Message: fmt.Sprintf("the page cannot be published: %v", err), Hint: "give it or a folder above it a shorter slug, or another one"})
		}
	}
	if b.catalog == nil || b.layouts == nil { // the words that addresses end in are not known; why is told
		return
	}
	for _, p := range b.site.Pages {
		for _, m := range b.madeOf(p) {
			if own := written[m.path]; own != nil {
				b.ds.Add(source.Diagnostic{
					Pos: addressPos(own), Message: fmt.Sprintf("the address %s is that of %s", m.path, m.what), Hint: "give the page another slug",
					Related: []source.Related{{Pos: p.File.At(0), Message: "the page that it belongs to"}},
				})
			} else if err := output.CheckName(m.path); err != nil && output.CheckName(p.Path) == nil {
				b.ds.Errorf(addressPos(p), "%s cannot be published: %v", m.what, err)
			}
		}
	}
	for _, t := range b.layouts.Named() {
		_, made := b.result.Tree.Stat(t.Value)
		_, stands := fs.Stat(b.fsys, path.Join("static", t.Value)) // what is wrong with it is told
		if made != nil && stands != nil && written[t.Value] == nil && t.Value != neutralPath {
			b.ds.Errorf(t.Pos, "the layout names %q, but there is no file static/%[1]s", t.Value)
		}
	}
}

// addressPos is where a page says its address.
func addressPos(p *site.Page) source.Pos {
	if p.Slug.Pos.IsValid() {
		return p.Slug.Pos
	}
	return p.File.At(0)
}

// made is a page that the generator makes by itself.
type made struct{ path, what string }

// madeOf are the pages that stand beside a page, made from its dossier or from the rules that it asks: their addresses
// begin as its own does.
func (b *builder) madeOf(p *site.Page) []made {
	var out []made
	if p.Dossier != nil {
		out = append(out, made{b.dossierPath(p), "the dossier of a page"})
	}
	pw := b.pathways[p.Pathway.Value]
	if p.LayoutName() != "pathway" || pw == nil {
		return out
	}
	if len(pw.Trees) > 0 {
		for i := range b.treePlan(pw).pages {
			out = append(out, made{b.treePath(p, i), fmt.Sprintf("the tree of the pathway %q", pw.Name)})
		}
	}
	for i := range b.rulesParts(pw) {
		out = append(out, made{b.rulesPath(p, i), fmt.Sprintf("the rules of the pathway %q", pw.Name)})
	}
	return out
}

// besides are the addresses of the pages that stand beside a page, from its own and from another one that it had: each
// is called there what it is called today.
func (b *builder) besides(p *site.Page, former string) []beside {
	own, old := strings.TrimSuffix(p.Path, ".html"), strings.TrimSuffix(former, ".html")
	var out []beside
	for _, m := range b.madeOf(p) {
		out = append(out, beside{old + strings.TrimPrefix(m.path, own), m.path})
	}
	return out
}

// beside is a page that stands beside another one: where it would stand if that one had a former address, and where it
// stands.
type beside struct{ former, today string }
