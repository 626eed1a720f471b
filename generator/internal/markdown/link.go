package markdown

import (
	"fmt"
	"strconv"
	"strings"

	"boussole/generator/internal/source"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// Link is a link or an image as it was written and as it was resolved.
type Link struct {
	Dest  string
	URL   string
	Image bool
	Pos   source.Pos
}

// resolve asks where a destination leads and lets nothing through that a browser might run.
func (c *converter) resolve(dest string, image bool, offset int) (Target, bool) {
	if dest == "" {
		c.fault(offset, "this link has no address", "write it between the parentheses: [text](address)")
		return Target{}, false
	}
	scheme := schemeOf(dest)
	to := Target{URL: dest, External: scheme == "https" || scheme == "http"}
	if hook := c.page.opts.Link; hook != nil {
		var fault *Fault
		if to, fault = hook(dest, image); fault != nil {
			c.fault(offset, fault.Message, fault.Hint)
			return Target{}, false
		}
	}
	if why := refusal(to.URL, image); why != "" {
		c.faultf(offset, "an address is relative, begins with # or with https, http, mailto or tel", "the address %q %s", to.URL, why)
		return Target{}, false
	}
	to.URL = encode(to.URL)
	c.page.links = append(c.page.links, Link{Dest: dest, URL: to.URL, Image: image, Pos: c.at(offset)})
	return to, true
}

// refusal says why an address cannot stand in a page, or "". It judges the address as browsers read it: they drop
// tabs and line ends within, take \ for /, and read //host as another site.
func refusal(url string, image bool) string {
	for _, r := range url {
		if isForbidden(r) || r == '\n' || r == '\t' {
			return "holds a character that cannot be shown"
		}
	}
	if strings.Contains(url, `\`) {
		return `holds a \`
	}
	if url == "" || strings.TrimFunc(url, isSpace) != url {
		return "begins or ends with a space, or is empty"
	}
	if strings.HasPrefix(url, "//") {
		return "begins with // and so leaves the site"
	}
	switch scheme := schemeOf(url); scheme {
	case "":
		return ""
	case "https", "http":
		host, _, _ := strings.Cut(url[len(scheme)+1:], "?")
		if !strings.HasPrefix(host, "//") || len(host) == 2 || host[2] == '/' || host[2] == '#' {
			return "names no site"
		}
		host, _, _ = strings.Cut(host[2:], "/")
		if strings.Contains(host, "@") {
			return "holds a name before @, as those do that deceive"
		}
		return ""
	case "mailto", "tel":
		if image {
			return "is not that of an image"
		}
		return ""
	default:
		return fmt.Sprintf("begins with %q, which is not let through", scheme+":")
	}
}

// schemeOf is what stands before the first colon, in lower case, unless a / ? or # comes first.
func schemeOf(url string) string {
	i := strings.IndexAny(url, ":/?#")
	if i < 0 || url[i] != ':' {
		return ""
	}
	if i == 0 {
		return ":"
	}
	return strings.ToLower(url[:i])
}

// encode writes what may not stand in an address by its bytes: spaces, letters beyond ASCII and a few signs.
func encode(url string) string {
	var b strings.Builder
	for i := 0; i < len(url); i++ {
		switch ch := url[i]; {
		case ch <= ' ' || ch >= 0x7F || strings.IndexByte("\"<>^`{|}", ch) >= 0:
			fmt.Fprintf(&b, "%%%02X", ch)
		default:
			b.WriteByte(ch)
		}
	}
	return b.String()
}

func (c *converter) refuseTitle(title []byte, offset int) {
	if len(title) > 0 {
		c.fault(offset, "a title stands after this address", "say it in the text: titles cannot be read by touch or keyboard")
	}
}

func (c *converter) link(n *ast.Link, where setting) *span {
	offset := c.blockOffset(n)
	c.refuseTitle(n.Title, offset)
	where.inLink, where.terms = true, false
	s := &span{kind: link, offset: offset, children: c.spans(n, where)}
	if strings.TrimSpace(plain(s.children)) == "" {
		c.fault(offset, "this link has no words", "write what it leads to: [text](address)")
	}
	to, ok := c.resolve(c.unescape(string(n.Destination), offset), false, offset)
	if !ok {
		s.kind = group
		return s
	}
	s.to = to
	return s
}

func (c *converter) autoLink(n *ast.AutoLink, where setting) *span {
	offset := c.blockOffset(n)
	address := string(n.URL(c.src))
	s := &span{kind: autoLink, offset: offset, text: address}
	if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(address), "mailto:") {
		address = "mailto:" + address
	}
	if where.inLink {
		c.fault(offset, "an address stands in the text of a link", "write only words between the brackets")
	}
	to, ok := c.resolve(address, false, offset)
	if !ok || where.inLink {
		s.kind = codeWords
		return s
	}
	s.to = to
	return s
}

func (c *converter) image(n *ast.Image, where setting) *span {
	offset := c.blockOffset(n)
	c.refuseTitle(n.Title, offset)
	if where.inHeading {
		c.fault(offset, "an image stands in a heading", "put it below")
		return nil
	}
	where.inLink, where.terms = true, false
	alt := ordinary(plain(c.spans(n, where)))
	if alt == "" {
		c.fault(offset, "this image has no alternative text", "say between the brackets what the image tells: ![text](address)")
	}
	to, ok := c.resolve(c.unescape(string(n.Destination), offset), true, offset)
	if !ok {
		return nil
	}
	return &span{kind: image, offset: offset, text: alt, to: to}
}

// linkLabel refuses a label of links that was defined before: which of the two counts is nothing to guess.
func (c *converter) linkLabel(n *ast.LinkReferenceDefinition) {
	label := util.ToLinkReference(n.Label)
	offset := c.blockOffset(n)
	switch n.Label[0] {
	case '^':
		c.fault(offset, noteInside, noteInsideHint)
		return
	case '@':
		c.fault(offset, "a colon stands after a citation at the start of a line", "put the citation after what it proves")
		return
	}
	if first, known := c.labels[label]; known {
		c.add(source.Diagnostic{Pos: c.at(offset), Message: fmt.Sprintf("the link label %q stands twice", n.Label), Hint: "keep one of them", Related: []source.Related{{Pos: first, Message: "the first one"}}})
		return
	}
	c.labels[label] = c.at(offset)
}

func (c *converter) writeLink(s *span, lang string) {
	attributes := []string{"href", s.to.URL}
	if s.to.External {
		attributes = append(attributes, "rel", "external")
	}
	if s.to.Lang != "" {
		attributes = append(attributes, "hreflang", s.to.Lang)
	}
	c.write(element("a", attributes...))
	if s.kind == autoLink {
		c.write(esc(s.text))
	} else {
		c.writeSpansIn(s.children, lang)
	}
	c.write("</a>")
}

func (c *converter) writeImage(s *span) {
	attributes := []string{"src", s.to.URL, "alt", s.text}
	if s.to.Width > 0 && s.to.Height > 0 {
		attributes = append(attributes, "width", strconv.Itoa(s.to.Width), "height", strconv.Itoa(s.to.Height))
	}
	c.write(element("img", append(attributes, "loading", "lazy", "decoding", "async")...))
}
