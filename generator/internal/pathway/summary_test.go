package pathway

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/dop251/goja"
	"pgregory.net/rapid"
)

// nasty is what nobody should write into a pathway's words: each word is this and its id.
const nasty = `</p><img src=x onerror=alert(1)>&amp;"'` + "\u2028\x00\n[99999] "

// summaryJS makes a summary of answers: its parts, as text and as HTML. Every word is hostile and names its id.
const summaryJS = `
	const data = {
		title: HOSTILE + 'title', notice: HOSTILE + 'notice', reviewed: 'REVIEWED', lang: '"><b>', pathway: JSON.parse(DATA), sources: {},
		pages: {},
	};
	data.pathway.criteria.forEach(c => { if (c.source) data.sources[c.source] = { issuer: HOSTILE, title: 'source:' + c.source, dated: '', url: 'https://example.org/"><script>/' + c.source }; });
	data.pathway.routes.concat([{ id: data.pathway.fallback }]).forEach(r => { data.pages[r.id] = { url: r.id + '.html', title: 'page:' + r.id, further: [{ url: 'javascript:alert(1)', title: 'further:' + r.id }] }; });
	const decide = create(data.pathway), reasons = reasonsOf(data.pathway);
	const say = { has: id => true, word: id => HOSTILE + id, ui: (id, values) => id + JSON.stringify(values || {}) };
	answers => {
		const c = {
			data, say, decide, reasons, result: decide.evaluate(JSON.parse(answers)), made: '1 May', warnings: [[HOSTILE + 'warned', HOSTILE + 'of']], label: 'ADDRESS', address: 'https://example.org/x#' + HOSTILE,
			ask: id => HOSTILE + 'ask:' + id, answer: (id, option) => 'answer:' + id + ':' + option,
			absolute: url => /^[a-z]+:/.test(url) ? url : 'https://example.org/' + url,
		};
		const parts = compose(c);
		return JSON.stringify({ html: toHTML(parts, data.lang), text: toText(parts), relevant: c.result.relevant.map(p => 'answer:' + p.join(':')), status: c.result.status, fallback: c.result.fallback, contradiction: c.result.contradiction });
	}`

var importLine = regexp.MustCompile(`(?m)^import .*$`)

// moduleJS is a script of the site that imports only what stands before it, as a plain script.
func moduleJS(t testing.TB, name string, imports ...string) string {
	t.Helper()
	data, err := os.ReadFile("../../../static/js/" + name)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range importLine.FindAllString(string(data), -1) {
		if !slices.ContainsFunc(imports, func(i string) bool { return strings.HasSuffix(line, "'./"+i+"';") }) {
			t.Fatalf("%s has %s", name, line)
		}
	}
	text := importLine.ReplaceAllString(string(data), "")
	if regexp.MustCompile(`\b(document|window|location|navigator)\.\w|new Date|Date\.now`).MatchString(text) {
		t.Fatal(name + " touches the document or reads the clock")
	}
	return strings.ReplaceAll(text, "\nexport ", "\n")
}

type summary struct {
	HTML, Text    string
	Relevant      []string
	Status        map[string]string
	Fallback      bool
	Contradiction *string
}

func newSummaries(t testing.TB, name string) (*Diagram, func(s Situation) summary) {
	t.Helper()
	data, err := os.ReadFile("../../../content/pathways/" + name + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	d := compileText(t, string(data))
	encoded, err := json.Marshal(d.Data())
	if err != nil {
		t.Fatal(err)
	}
	vm := goja.New()
	for k, v := range map[string]string{"DATA": string(encoded), "HOSTILE": nasty} {
		if err := vm.Set(k, v); err != nil {
			t.Fatal(err)
		}
	}
	made, err := vm.RunString(decideJS(t) + "\n" + "const { compose, toHTML, toText } = (() => {" + moduleJS(t, "result.js") + moduleJS(t, "summary.js", "result.js") + "\nreturn { compose, toHTML, toText };})();" + summaryJS)
	if err != nil {
		t.Fatal(err)
	}
	f, _ := goja.AssertFunction(made)
	return d, func(s Situation) summary {
		encoded, _ := json.Marshal(d.Rules.answersJS(s))
		v, err := f(goja.Undefined(), vm.ToValue(string(encoded)))
		if err != nil {
			t.Fatal(err)
		}
		var out summary
		if err := json.Unmarshal([]byte(v.String()), &out); err != nil {
			t.Fatal(err)
		}
		return out
	}
}

var (
	mark    = regexp.MustCompile(`<[^>]*>`)
	allowed = regexp.MustCompile(`^(<!doctype html>|</?(html|head|title|style|body|main|h[123]|p|ul|ol|li|dl|dt|dd|strong|a|br)>|<html lang="[^"<>]*">|<meta [^<>]*>|<a href="https://example\.org/[^"<>]*">)$`)
	cited   = regexp.MustCompile(`\[(\d+)\]`)
)

// A summary says every answer that counts and every route that is mentioned, with sources, whatever the words are: none
// of them becomes markup, another line or an address that is no address.
func TestSummary(t *testing.T) {
	for _, name := range []string{"access", "support"} {
		d, summarize := newSummaries(t, name)
		for seed := range 30 {
			s := rapid.Custom(func(rt *rapid.T) Situation { return drawSituation(rt, d.Rules) }).Example(seed)
			got := summarize(s)
			for _, m := range mark.FindAllString(got.HTML, -1) {
				if !allowed.MatchString(m) {
					t.Fatalf("the HTML holds %s", m)
				}
			}
			if strings.ContainsAny(got.Text, "\u2028\x00\r") || strings.Contains(got.Text, "\n[99999]") {
				t.Fatalf("a word breaks its line:\n%s", got.Text)
			}
			want := slices.Clone(got.Relevant)
			if got.Contradiction == nil {
				for id, status := range got.Status {
					if (status == "hidden") == strings.Contains(got.Text, "route."+id+".name") {
						t.Fatalf("the route %s is %s:\n%s", id, status, got.Text)
					}
					if status == "applies" || status == "possible" {
						want = append(want, "route."+id+".summary", "route."+id+".next", "page:"+id+" <https://example.org/"+id+".html>")
					}
				}
				if got.Fallback {
					want = append(want, "route."+d.Rules.Otherwise.ID+".summary")
				}
			} else {
				want = append(want, "impossible."+*got.Contradiction)
			}
			for _, w := range append(want, "notice", "REVIEWED", "1 May", "ADDRESS") {
				if !strings.Contains(got.Text, w) {
					t.Fatalf("the text lacks %q:\n%s", w, got.Text)
				}
			}
		}
	}
}

// Each source stands once, at its number, and every criterion that is cited has one.
func TestSummaryCitesEachSourceOnce(t *testing.T) {
	d, summarize := newSummaries(t, "access")
	s, err := d.Rules.Situation(map[string]string{"role": "patient", "product-type": "medicine", "ma-status": "no-ma", "listed": "none", "serious": "yes", "alternative": "none", "urgency": "life", "trial": "none", "lab-plan": "no-plan", "evidence": "some"})
	if err != nil {
		t.Fatal(err)
	}
	got := summarize(s)
	body, list, ok := strings.Cut(got.Text, "checker.summary.sources")
	if !ok {
		t.Fatalf("no sources:\n%s", got.Text)
	}
	for _, c := range d.Rules.Criteria {
		if n := strings.Count(list, "source:"+c.Source.Value+" <"); n > 1 {
			t.Errorf("%s is listed %d times", c.Source.Value, n)
		}
		for _, line := range strings.Split(body, "\n") {
			if !strings.HasPrefix(line, "- ") || !strings.Contains(line, "criterion."+c.ID+".") {
				continue
			}
			n := cited.FindStringSubmatch(line[strings.LastIndex(line, " ["):])
			if n == nil || !regexp.MustCompile(`(?m)^\[`+n[1]+`\] .*source:`+regexp.QuoteMeta(c.Source.Value)+` <`).MatchString(list) {
				t.Errorf("%q does not lead to %s in\n%s", line, c.Source.Value, list)
			}
		}
	}
}
