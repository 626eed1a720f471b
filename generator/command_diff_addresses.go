package main

import (
	"fmt"
	"io/fs"
	"strings"

	"boussole/generator/internal/site"
)

// addresses prints the addresses that pages had in the older version and that nothing of the newer one answers, with
// the line that keeps each, and reports whether there are any. What is wrong with the pages of either version is not
// told here: check does that, and older versions may have been right by older rules.
func (c *diffCmd) addresses(older, newer fs.FS, s *streams) bool {
	a, _ := site.Load(older)
	b, _ := site.Load(newer)
	if a == nil || b == nil || len(a.Pages) == 0 || len(b.Pages) == 0 {
		c.notCompared(s)
		return false
	}
	vanished, ok := b.VanishedSince(a)
	if !ok {
		c.notCompared(s)
		return false
	}
	if len(vanished) == 0 {
		return false
	}
	p := c.printer(s)
	p.title("", "addresses")
	p.line("links and bookmarks that lead here break:")
	for _, v := range vanished {
		gone := strings.Join(v.Addresses, ", ")
		if v.Now == nil {
			p.item("%s of %s, which is gone: add it to the aliases of the page that says its facts now", gone, v.Before.File.Name)
			continue
		}
		p.item("%s of %s: write aliases: [%s]", gone, v.Now.File.Name, strings.Join(v.Aliases(), ", "))
	}
	if p.markdown {
		fmt.Fprintln(p.w)
	}
	return true
}

// notCompared says that the addresses are not known.
func (c *diffCmd) notCompared(s *streams) {
	p := c.printer(s)
	p.title("", "addresses")
	p.line("not compared: one of the versions has pages that cannot be read")
}
