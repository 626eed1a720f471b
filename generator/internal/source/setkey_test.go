package source

import "testing"

func TestSetFrontMatter(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"new":            {"---\ntitle: A\n---\n\nBody\ntwin: x\n", "---\ntitle: A\ntwin: {v}\n---\n\nBody\ntwin: x\n"},
		"replaced":       {"---\ntwin: {fr: [a]}\ntitle: A\n---\nB", "---\ntwin: {v}\ntitle: A\n---\nB"},
		"block":          {"---\na: 1\ntwin:\n  fr:\n  - a\n  - b\nz: 2\n--- \nB\n", "---\na: 1\ntwin: {v}\nz: 2\n--- \nB\n"},
		"list":           {"---\ntwin:\n- a\n- b\n---\n", "---\ntwin: {v}\n---\n"},
		"last":           {"---\na: 1\ntwin:\n  fr: [a]\n---\nB", "---\na: 1\ntwin: {v}\n---\nB"},
		"only a prefix":  {"---\ntwins: 1\n---\n", "---\ntwins: 1\ntwin: {v}\n---\n"},
		"not at the top": {"---\na:\n  twin: 1\n---\n", "---\na:\n  twin: 1\ntwin: {v}\n---\n"},
		"CRLF and a BOM": {"\xEF\xBB\xBF---\r\ntitle: A\r\ntwin: x\r\nb: é\r\n---\r\nB\r\n", "\xEF\xBB\xBF---\r\ntitle: A\r\ntwin: {v}\r\nb: é\r\n---\r\nB\r\n"},
		"NFD stays":      {"---\ntitle: e\u0301\n---\ne\u0301", "---\ntitle: e\u0301\ntwin: {v}\n---\ne\u0301"},
	} {
		got, err := SetFrontMatter([]byte(c.in), "twin", "{v}")
		if err != nil || string(got) != c.want {
			t.Errorf("%s: %q, %v, want %q", name, got, err, c.want)
		}
		again, err := SetFrontMatter(got, "twin", "{v}")
		if err != nil || string(again) != c.want {
			t.Errorf("%s, again: %q, %v", name, again, err)
		}
	}
	for _, in := range []string{"", "title: A\n", "---\ntitle: A\n", "----\n---\n"} {
		if got, err := SetFrontMatter([]byte(in), "twin", "{v}"); err == nil {
			t.Errorf("%q gives %q, want an error", in, got)
		}
	}
}
