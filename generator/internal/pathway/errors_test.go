package pathway

import (
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"boussole/generator/internal/source"
)

var wantPattern = regexp.MustCompile(`# want ("(?:[^"\\]|\\.)*")`)

// TestErrors holds every chunk of testdata/errors.yaml against what is reported for it.
func TestErrors(t *testing.T) {
	data, err := os.ReadFile("testdata/errors.yaml")
	if err != nil {
		t.Fatal(err)
	}
	line := 0
	for _, chunk := range strings.Split(string(data), "---\n") {
		// The chunk keeps its lines in the file.
		checkChunk(t, strings.Repeat("\n", line)+chunk)
		line += strings.Count(chunk, "\n") + 1
	}
}

func checkChunk(t *testing.T, chunk string) {
	t.Helper()
	wanted := map[int][]*regexp.Regexp{}
	for i, text := range strings.Split(chunk, "\n") {
		for _, m := range wantPattern.FindAllStringSubmatch(text, -1) {
			pattern, err := strconv.Unquote(m[1])
			if err != nil {
				t.Fatalf("errors.yaml:%d: %v", i+1, err)
			}
			wanted[i+1] = append(wanted[i+1], regexp.MustCompile(pattern))
		}
	}
	f, ds := source.New("errors.yaml", []byte(chunk))
	rs, more := Parse("errors", f)
	ds = append(ds, more...)
	if rs != nil {
		d, more := Compile(rs, 0)
		ds = append(ds, more...)
		if d != nil {
			ds = append(ds, d.Prove(nil)...)
		}
	}
	for _, d := range ds {
		line, _ := d.Pos.LineCol()
		found := false
		for i, re := range wanted[line] {
			if re.MatchString(d.Message) {
				wanted[line] = append(wanted[line][:i], wanted[line][i+1:]...)
				found = true
				break
			}
		}
		if !found {
			t.Errorf("%s: not wanted: %s", d.Pos, d.Message)
		}
	}
	for line, res := range wanted {
		for _, re := range res {
			t.Errorf("errors.yaml:%d: nothing reported that matches %q", line, re)
		}
	}
}
