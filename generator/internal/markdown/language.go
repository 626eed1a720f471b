package markdown

import (
	"regexp"
	"strings"
)

var languageAttribute = regexp.MustCompile(`^\{lang=([a-z]{2,3}(-[A-Za-z0-9]{2,8})*)\}`)

// languages finds [words]{lang=en} among the pieces: the parser leaves brackets that begin no link as text.
func (c *converter) languages(spans []*span) []*span {
	for i := 0; i < len(spans); i++ {
		s := spans[i]
		if s.kind != words {
			continue
		}
		for from := 0; ; {
			at := strings.Index(s.text[from:], "]{")
			if at < 0 {
				break
			}
			at += from
			from = at + 1
			m := languageAttribute.FindStringSubmatch(s.text[at+1:])
			if m == nil || escaped(s.text, at) {
				continue
			}
			first, pos := opening(spans, i, at)
			if first < 0 {
				continue
			}
			spans = c.wrap(spans, first, pos, i, at, m)
			i = first // the wrapped span; what follows it comes next
			if pos > 0 {
				i++
			}
			break
		}
	}
	return spans
}

// opening finds the [ that the ] at spans[i].text[at] closes: the span and the place in its text, or -1.
func opening(spans []*span, i, at int) (index, pos int) {
	depth := 0
	for ; i >= 0; i-- {
		s := spans[i]
		if s.kind != words || s.readable {
			at = -1
		} else if at < 0 {
			at = len(s.text)
		}
		for p := at - 1; p >= 0; p-- {
			if s.text[p] != '[' && s.text[p] != ']' || escaped(s.text, p) {
				continue
			}
			if s.text[p] == ']' {
				depth++
			} else if depth--; depth < 0 {
				return i, p
			}
		}
		at = -1
	}
	return -1, -1
}

// wrap makes one span of what stands between the bracket at spans[first].text[pos] and the one at
// spans[last].text[at]; m is the attribute that follows.
func (c *converter) wrap(spans []*span, first, pos, last, at int, m []string) []*span {
	out := append([]*span(nil), spans[:first]...)
	open, shut := *spans[first], *spans[last]
	if pos > 0 {
		before := open
		before.text, before.lineEnd, before.end = open.text[:pos], false, open.offset+pos
		out = append(out, &before)
	}
	var inner []*span
	if first == last {
		one := open
		one.text, one.lineEnd = open.text[pos+1:at], false
		one.offset, one.end = open.offset+pos+1, open.offset+at
		inner = []*span{&one}
	} else {
		head := open
		head.text, head.offset = open.text[pos+1:], open.offset+pos+1
		tail := shut
		tail.text, tail.lineEnd, tail.end = shut.text[:at], false, shut.offset+at
		inner = append([]*span{&head}, spans[first+1:last]...)
		inner = append(inner, &tail)
	}
	passage := &span{kind: otherLang, lang: m[1], offset: open.offset + pos, children: inner, nest: 1}
	for _, s := range inner {
		passage.nest = max(passage.nest, s.nest+1)
	}
	if passage.nest > maxDepth {
		c.faultf(passage.offset, "write it with fewer brackets", "passages in another language stand in each other more than %d deep", maxDepth)
		passage.children, passage.nest = nil, 0
	}
	out = append(out, passage)
	rest := shut
	skip := at + 1 + len(m[0])
	rest.text, rest.offset = shut.text[skip:], shut.offset+skip
	if rest.text != "" || rest.lineEnd {
		out = append(out, &rest)
	}
	return append(out, spans[last+1:]...)
}
