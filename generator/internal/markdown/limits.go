package markdown

import (
	"bytes"
	"fmt"
)

const (
	// maxBody is the longest body, in bytes: some 150 printed pages.
	maxBody = 512 << 10
	// maxMarkers is how many signs of quotes and lists may begin one line.
	maxMarkers = 16
	// maxIndent is how far a line may be indented, in columns; nested lists are made by indenting.
	maxIndent = 100
	// maxPipes is how many | may stand on one line.
	maxPipes = 100
	// maxDepth is how deep lists, quotes and the like may stand in each other, and marks such as * in each other.
	maxDepth = 8
	// maxWork bounds the steps that the signs of a text may cost the parser, about half a second's worth. Within
	// one paragraph a bracket, a back-tick or a < may be looked for to the end of the paragraph, and every * and
	// _ be compared with every other.
	maxWork = 500_000_000
)

// withinLimits reports whether the text can be parsed in a time that an editor would wait for; if not, where and
// why is a fault. It knows nothing of Markdown but signs and lines, so no text can mislead it.
func (c *converter) withinLimits() bool {
	if len(c.src) > maxBody {
		c.faultf(0, "make several pages of it", "the text has %d bytes; at most %d are read", len(c.src), maxBody)
		return false
	}
	var work paragraphWork
	total := 0
	for at := 0; at < len(c.src); {
		end := bytes.IndexByte(c.src[at:], '\n')
		if end < 0 {
			end = len(c.src) - at
		}
		line := c.src[at : at+end]
		if len(bytes.TrimSpace(line)) == 0 {
			total += work.steps()
			at += end + 1
			work = paragraphWork{start: at}
			continue
		}
		if message := lineTooHard(line); message != "" {
			c.fault(at, message, "write it more simply, or in several parts")
			return false
		}
		if work.add(line); total+work.steps() > maxWork {
			c.fault(work.start, "this paragraph has too many signs such as [ * _ ` < to be read", "write it more simply, or in several paragraphs")
			return false
		}
		at += end + 1
	}
	return true
}

// paragraphWork counts what makes a run of lines without a blank one slow to parse.
type paragraphWork struct{ start, length, scans, emphases int }

func (w *paragraphWork) add(line []byte) {
	w.length += len(line) + 1
	for _, b := range line {
		switch b {
		case '[', ']', '(', '`', '<', '!', '\\':
			w.scans++
		case '*', '_':
			w.emphases++
		}
	}
}

func (w *paragraphWork) steps() int { return w.scans*w.length + 3*w.emphases*w.emphases }

// lineTooHard says what is too much on one line, or "".
func lineTooHard(line []byte) string {
	if bytes.Count(line, []byte("|")) > maxPipes {
		return fmt.Sprintf("this line has more than %d signs |", maxPipes)
	}
	markers, indent := 0, 0
	for i := 0; i < len(line); {
		switch b := line[i]; {
		case b == ' ':
			indent++
			i++
		case b == '\t':
			indent += 4
			i++
		default:
			n := marker(line[i:])
			if n == 0 {
				i = len(line)
				break
			}
			markers++
			i += n
		}
		if markers > maxMarkers {
			return fmt.Sprintf("more than %d signs of quotes and lists begin this line", maxMarkers)
		}
		if indent > maxIndent {
			return fmt.Sprintf("this line is indented by more than %d columns", maxIndent)
		}
	}
	return ""
}

// marker returns the length of the sign of a quote or a list at the start of s, or 0.
func marker(s []byte) int {
	digits := 0
	for digits < len(s) && digits < 10 && s[digits] >= '0' && s[digits] <= '9' {
		digits++
	}
	switch {
	case s[0] == '>':
		return 1
	case digits > 0 && digits < len(s) && (s[digits] == '.' || s[digits] == ')'):
		digits++
	case s[0] == '-' || s[0] == '+' || s[0] == '*' || s[0] == ':':
		digits = 1
	default:
		return 0
	}
	if digits == len(s) || s[digits] == ' ' || s[digits] == '\t' {
		return digits
	}
	return 0
}
