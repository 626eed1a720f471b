package browser

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/browser"
)

// pressButton clicks the button of the result page that has these words in the visitor's language.
func (v *visitor) pressButton(en, fr string) {
	v.t.Helper()
	words := map[string]string{"en": en, "fr": fr}[v.c.lang]
	v.click(`[...document.querySelectorAll('#checker button')].find(b => b.textContent === '` + words + `')`)
}

// plain is text as an editor types it.
func plain(s string) string {
	return strings.NewReplacer("\u00a0", " ", "\u202f", " ", "’", "'").Replace(s)
}

// tells checks that a summary says the routes of a result, the answers and what is always said.
func (v *visitor) tells(summary string, s shown) {
	v.t.Helper()
	words, said := v.c.pw.Words[v.c.lang], plain(summary)
	var want []string
	for route, status := range s.Outcomes {
		want = append(want, words.Text("route."+route+".name"))
		if status != "excluded" {
			want = append(want, words.Text("route."+route+".summary"), words.Text("route."+route+".next.role.patient"))
		}
	}
	for _, a := range compassionate {
		want = append(want, words.Text("question."+a.question+".ask"), words.Text("question."+a.question+".option."+a.option))
	}
	for _, w := range append(want, fragment(compassionate), "boussole.example/"+v.c.path+"#", "L. 5121-12-1", "https://boussole.example/"+v.c.lang+"/procedures/",
		map[string]string{"en": "Do not wait for a result here.", "fr": "N'attendez pas un résultat ici."}[v.c.lang],
		map[string]string{"en": "It is not an official site", "fr": "Ce n'est pas un site officiel"}[v.c.lang]) {
		if !strings.Contains(said, plain(w)) {
			v.t.Errorf("the summary lacks %q", w)
		}
	}
	for _, w := range []string{"file:", scratch, "127.0.0.1", "undefined", "[object", "{{"} {
		if strings.Contains(summary, w) {
			v.t.Errorf("the summary holds %q", w)
		}
	}
}

// TestSummaryIsCopied copies the summary as plain text; where the browser refuses, it is there to be copied by hand.
func TestSummaryIsCopied(t *testing.T) {
	t.Parallel()
	crosswise(t, func(v *visitor) {
		s := v.start(compassionate...)
		v.pressButton("Copy a summary", "Copier un résumé")
		v.until("something to be said of it", `document.querySelector('#checker .copy-status').textContent !== ''`)
		v.tells(eval[string](v.tab, `document.getElementById('checker-summary').value`), s)
		eval[bool](v.tab, `(Object.defineProperty(navigator, 'clipboard', { value: { writeText: () => Promise.reject() } }), true)`)
		v.pressButton("Copy a summary", "Copier un résumé")
		v.until("the text to be selected", `(e => e.checkVisibility() && document.activeElement === e && e.selectionEnd === e.value.length)(document.getElementById('checker-summary'))`)
	})
}

// TestSummaryIsSaved saves the result as a document and opens it: it needs nothing else, and runs nothing.
func TestSummaryIsSaved(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(scratch, "downloads")
	crosswise(t, func(v *visitor) {
		call(v.tab, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{Behavior: browser.SetDownloadBehaviorBehaviorAllow, DownloadPath: dir})
		s := v.start(compassionate...)
		v.pressButton("Save as a document", "Enregistrer un document")
		name := filepath.Join(dir, map[string]string{"en": "boussole-result.html", "fr": "boussole-resultat.html"}[v.c.lang])
		var data []byte
		if err := within(v.ctx, func() (bool, error) {
			var err error
			data, err = os.ReadFile(name)
			return strings.HasSuffix(string(data), "</html>\n"), err
		}); err != nil {
			v.t.Fatal(err)
		}
		if status := eval[string](v.tab, `document.querySelector('#checker .copy-status').textContent`); !strings.Contains(status, filepath.Base(name)) {
			v.t.Errorf("of the saved file is said %q", status)
		}
		if strings.Contains(string(data), "<script") {
			v.t.Error("the document holds a script")
		}
		b := ownTab(v.t, fileURL(dir))
		b.open(fileURL(dir) + filepath.Base(name))
		v.tells(eval[string](b, `document.title + document.body.innerText + [...document.links].map(a => a.href).join(' ')`), s)
		type made struct{ Lang, Title, Heading string }
		if got := eval[made](b, `({ Lang: document.documentElement.lang, Title: document.title, Heading: document.querySelector('h1').textContent })`); got.Lang != v.c.lang || got.Title == "" || got.Heading != got.Title {
			v.t.Errorf("the document is %+v", got)
		}
	})
}

// TestLinkIsCopied copies the address of the result. From a folder that is the address of the site online: the folder's
// would lead nowhere on another machine, and would tell of this one.
func TestLinkIsCopied(t *testing.T) {
	t.Parallel()
	crosswise(t, func(v *visitor) {
		v.start(compassionate...)
		eval[bool](v.tab, `(Object.defineProperty(navigator, 'clipboard', { value: { writeText: text => { window.kept = text; return Promise.resolve(); } } }), true)`)
		v.pressButton("Copy the link", "Copier le lien")
		v.until("something to be said of it", `document.querySelector('#checker .copy-status').textContent !== ''`)
		type kept struct {
			Text, Field, Own, Said string
			Disk                   bool
		}
		k := eval[kept](v.tab, `({ Text: window.kept, Field: document.getElementById('checker-address').value, Own: location.href,
			Said: document.querySelector('#checker .copy-status').textContent, Disk: location.protocol === 'file:' })`)
		want, online := k.Own, map[string]string{"en": "online", "fr": "en ligne"}[v.c.lang]
		if k.Disk {
			want = "https://boussole.example/" + v.c.path + "#" + fragment(compassionate)
		}
		if k.Text != want || k.Field != want || strings.Contains(k.Said, online) != k.Disk {
			v.t.Errorf("copied %q, the field holds %q, said %q; want %q", k.Text, k.Field, k.Said, want)
		}
	})
}
