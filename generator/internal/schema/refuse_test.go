package schema

import (
	"strings"
	"testing"
	"testing/fstest"

	"boussole/generator/internal/pathway"
	"boussole/generator/internal/site"
	"boussole/generator/internal/source"
)

// small is a project in which nothing is wrong; a case replaces one of its texts.
var small = map[string]string{
	"content/site.yaml": `title: {en: Pool}
tagline: {en: "The price of a ticket"}
base-url: https://pool.example/
languages: {en: English}
navigation: []
`,
	"content/sources.yaml": `pool-prices:
  issuer: {en: "Town"}
  kind: law
  title: {en: "Prices"}
  address: {en: "https://town.example/prices"}
  dated: 2026-01
  consulted: 2026-11-22
`,
	"content/glossary.en.yaml": `card:
  term: "card"
  also: [cards, "season ticket"]
  definition: "A card."
`,
	"content/index.en.md": `---
title: Pool
description: "Pool says which price to pay at the swimming pool of the town."
order: 10
layout: home
audience: [doctor, patient]
in-brief: [{by: [patient], applies: "Nobody"}]
timeline: [{step: request, what: "Ask"}, {step: decision, length: P3M, at-most: true, what: "Wait [@pool-prices]"}]
sources: pool-prices
reviewed: 2026-11-22
review-by: 2027-05-22
only: "a test"
dossier:
  intro: "What to bring."
  routes: price/reduced
  platform: {name: "Desk", address: "https://town.example/desk"}
  groups:
    - id: papers
      title: "Papers"
      pieces:
        - {id: proof, text: "Proof", by: applicant, optional: true, source: pool-prices}
  questions:
    - id: wish
      label: "Wish"
      prefill: age
      choices: [{id: wanted, text: "A card", prefill: card=no}]
  doubts: [{text: "The price.", source: [pool-prices]}]
---
`,
	"content/figures/visits.yaml": `title: {en: Visits}
unit: count
rows:
  - {label: {en: Summer}, value: 300, more: true}
  - {label: {en: Winter}, value: 12}
source: [pool-prices]
note: {en: "Counted by hand [@pool-prices]."}
`,
	"content/actors/town.yaml": `title: {en: Town}
groups:
  - name: {en: Here}
    actors:
      - {id: town, name: {en: Town}, page: index, does: [{verb: decides, what: {en: "Prices [@pool-prices]."}}]}
      - {id: pool, name: {en: Pool}, does: [{verb: pays, what: {en: "Water [@pool-prices]."}}]}
ties:
  - {from: town, to: pool, what: {en: "Money [@pool-prices]."}}
`,
	"content/accessibility.yaml": `conformity: partial
established: 2026-11-20
updated: 2026-11-22
reference: {name: {en: "rules"}, source: pool-prices, about: {en: "Three articles. [@pool-prices]"}}
goal: {en: "Everybody reads."}
measures: [{en: "be read."}]
duty: {en: "None."}
audit: {date: 2026-11-21, by: {en: "The mayor"}, score: 62, pages: [index]}
checks:
  - {what: {en: "Pages"}, with: checker, version: "1.2", on: all, pages: 12, date: 2026-11-20, faults: 0, result: {en: "In light."}}
not-checked: [{en: "Posters."}]
limits: []
technologies: [HTML]
environments: [{en: "A browser."}]
contact: {address: "mailto:desk@pool.example", tell: [{en: "the page."}]}
remedies: {when: {en: "Then:"}, ways: [{en: "see the mayor."}]}
`,
	"content/statement.en.md": `---
title: Accessibility
slug: accessibility
description: "What the pool says of the accessibility of its site, and why."
layout: accessibility
reviewed: 2026-11-22
review-by: 2027-05-22
only: "a test"
---
`,
	"content/pathways/price.yaml": `reviewed: 2026-11-22
otherwise: closed
questions:
  age: {options: [child, adult], weights: {child: 1, adult: 3}}
  card: {ask-if: {age: adult}, options: [yes, expired, no], unknown: refused}
topics: {person: [age, card]}
criteria:
  in-use: {when: {card: yes}, maybe: {any: [{card: expired}, {not: {asked: card}}]}, if-asked: true, source: pool-prices}
routes:
  reduced: {page: prices/reduced#next, gate: {age: [adult]}, needs: in-use, at-most: possible, role: also}
  full: {page: prices/full, unless: [reduced]}
  closed: {page: index, fallback: true}
exclusive: [[reduced, full]]
impossible: [{when: {age: child, card: yes}, because: no-card}]
`,
	"content/pathways/price.en.yaml": `question.age.ask: "How old?"
question.age.help: "In years."
question.age.option.child: 12
question.age.option.adult: "More"
question.card.ask: "Card?"
question.card.option.yes: "Yes"
question.card.option.expired: "Expired"
question.card.option.no: "No"
criterion.in-use.is: "It is in use."
criterion.in-use.why-not: "It is not."
criterion.in-use.why-not.card.no: "There is none."
route.reduced.name: "Reduced"
route.reduced.summary: "Less."
route.reduced.next: "Pay."
route.full.name: "Full"
route.full.summary: "All."
route.full.next: "Pay."
route.closed.name: "Closed"
route.closed.summary: "None."
route.closed.next: "Wait."
impossible.no-card: "Children have no card."
`,
	"content/pathways/price.scenarios.yaml": `- id: p01
  en: "An adult."
  answers: {age: adult, card: unknown}
  applies: full
  possible: []
  never-applies: [reduced]
  as-of: 2026-11-22
`,
}

// refused reports what the program itself says of a file of the small project.
func refused(name, text string) source.Diagnostics {
	if strings.Contains(name, "/pathways/") {
		return refusedPathway(name, text)
	}
	fsys := fstest.MapFS{}
	for n, t := range small {
		fsys[n] = &fstest.MapFile{Data: []byte(t)}
	}
	fsys[name] = &fstest.MapFile{Data: []byte(text)}
	_, ds := site.Load(fsys)
	return ds
}

func refusedPathway(name, text string) source.Diagnostics {
	read := func(n string) *source.File {
		t := small[n]
		if n == name {
			t = text
		}
		f, _ := source.New(n, []byte(t))
		return f
	}
	rules, ds := pathway.Parse("price", read("content/pathways/price.yaml"))
	if rules == nil {
		return ds
	}
	_, more := pathway.ParseWords(rules, read("content/pathways/price.en.yaml"))
	_, last := pathway.ParseScenarios(read("content/pathways/price.scenarios.yaml"))
	return append(append(ds, more...), last...)
}

// TestRefusesAsTheProgramDoes writes each mistake into the small project: the schema and the program both see it.
func TestRefusesAsTheProgramDoes(t *testing.T) {
	all := schemas(t)
	for name, text := range small {
		fit(t, all, name, []byte(text))
		if ds := refused(name, text); ds.HasErrors() {
			t.Fatalf("%s: %v", name, ds)
		}
	}
	const (
		siteFile, sources, glossary, page = "content/site.yaml", "content/sources.yaml", "content/glossary.en.yaml", "content/index.en.md"
		figure, actors                    = "content/figures/visits.yaml", "content/actors/town.yaml"
		statement                         = "content/accessibility.yaml"
		rules, words, scenarios           = "content/pathways/price.yaml", "content/pathways/price.en.yaml", "content/pathways/price.scenarios.yaml"
	)
	for _, c := range []struct{ what, file, old, text string }{
		{"unknown key", siteFile, "navigation:", "navigatoin: []\nnavigation:"},
		{"missing key", siteFile, "navigation: []\n", ""},
		{"wrong type", siteFile, "title: {en: Pool}", "title: Pool"},
		{"no address", siteFile, "https://pool.example/", "pool.example"},
		{"no language", siteFile, "languages: {en: English}", "languages: []"},
		{"not a folder", siteFile, "navigation: []", "navigation: [/find]"},
		{"unknown kind", page, "by: [patient]", "by: [mayor]"},
		{"missing key", page, "{by: [patient], applies", "{applies"},
		{"unknown step", page, "step: request", "step: wait"},
		{"bad length", page, "length: P3M", "length: three months"},
		{"bad length", page, "length: P3M", "length: P3MT"},
		{"bad word", page, "at-most: true", "at-most: 3"},
		{"unknown unit", figure, "unit: count", "unit: metres"},
		{"no number", figure, "value: 12", "value: twelve"},
		{"a fraction", figure, "value: 12", "value: 1.5"},
		{"one figure", figure, "  - {label: {en: Winter}, value: 12}\n", ""},
		{"missing key", figure, "source: [pool-prices]\n", ""},
		{"unknown verb", actors, "verb: pays", "verb: orders"},
		{"no task", actors, "does: [{verb: pays, what: {en: \"Water [@pool-prices].\"}}]", "does: []"},
		{"bad id", actors, "id: pool", "id: The Pool"},
		{"no group", actors, "groups:\n", "groups: []\nothers:\n"},
		{"unknown key", actors, "ties:", "arrows: []\nties:"},
		{"unknown state", statement, "conformity: partial", "conformity: mostly"},
		{"empty", statement, "duty: {en: \"None.\"}", "duty: {en: \"\"}"},
		{"missing key", statement, "limits: []\n", ""},
		{"no measure", statement, "measures: [{en: \"be read.\"}]", "measures: []"},
		{"no score", statement, "score: 62", "score: good"},
		{"too good", statement, "score: 62", "score: 162"},
		{"no page", statement, "pages: [index]", "pages: []"},
		{"no coverage", statement, "on: all", "on: most"},
		{"no page", statement, "pages: 12", "pages: 0"},
		{"bad day", statement, "date: 2026-11-21", "date: yesterday"},
		{"unknown kind", statement, "limits: []", "limits: [{kind: secret, what: {en: \"x\"}}]"},
		{"no address", statement, "mailto:desk", "desk"},
		{"no way", statement, "ways: [{en: \"see the mayor.\"}]", "ways: []"},
		{"bad id", sources, "pool-prices:", "Pool_Prices:"},
		{"unknown key", sources, "  dated:", "  date: 2026\n  dated:"},
		{"no key", sources, "  dated:", "  \"-\": 2026\n  dated:"},
		{"missing key", sources, "  consulted: 2026-11-22\n", ""},
		{"bad day", sources, "consulted: 2026-11-22", "consulted: 22/11/2026"},
		{"bad month", sources, "dated: 2026-01", "dated: 2026-13"},
		{"bad word", sources, "dated: 2026-01", "dated: never"},
		{"no address", sources, "https://town", "ftp://town"},
		{"unknown kind", sources, "kind: law", "kind: laws"},
		{"missing key", sources, "  kind: law\n", ""},
		{"unknown kind", page, "layout: home", "layout: sources\nkinds: [law, press]"},
		{"a text per language", sources, `issuer: {en: "Town"}`, "issuer: Town"},
		{"bad id", glossary, "card:", "the card:"},
		{"unknown key", glossary, "  also:", "  aslo:"},
		{"wrong type", glossary, `term: "card"`, `term: ["card"]`},
		{"list in a list", glossary, "also: [cards,", "also: [[cards],"},
		{"missing key", page, "title: Pool\n", ""},
		{"unknown key", page, "order:", "ordre: 10\norder:"},
		{"no number", page, "order: 10", "order: first"},
		{"quoted number", page, "order: 10", `order: "10"`},
		{"no layout", page, "layout: home", "layout: homme"},
		{"no audience", page, "[doctor,", "[docteur,"},
		{"no translation", page, "only:", "translation: copied\nonly:"},
		{"bad slug", page, "layout: home", "layout: home\nslug: Piscine_1"},
		{"too short", page, "says which price to pay at the swimming pool of the town", "is short"},
		{"bad day", page, "review-by: 2027-05-22", "review-by: 2027-5-22"},
		{"empty", page, "title: Pool", `title: ""`},
		{"bad id", page, "sources: pool-prices", "sources: Pool"},
		{"missing facts", page, "only:", "facts: {decides: \"The town.\"}\nonly:"},
		{"wrong facts", page, "only:", "facts: none\nonly:"},
		{"unknown key", page, "optional: true", "opt: true"},
		{"no truth", page, "optional: true", "optional: yes"},
		{"no provider", page, "by: applicant", "by: aplicant"},
		{"no provider", page, "by: applicant", "by: []"},
		{"missing key", page, "by: applicant, ", ""},
		{"bad id", page, "id: proof", "id: Proof"},
		{"no piece", page, "- {id: proof, text: \"Proof\", by: applicant, optional: true, source: pool-prices}", "[]"},
		{"no route", page, "price/reduced", "reduced"},
		{"no address", page, "https://town.example/desk", "town.example"},
		{"no answer", page, "card=no", "card"},
		{"bad id", page, "prefill: age", "prefill: Age"},
		{"unknown key", rules, "otherwise:", "else: closed\notherwise:"},
		{"unknown key", rules, "if-asked:", "ifasked:"},
		{"bad id", rules, "  age: {options", "  Age: {options"},
		{"reserved id", rules, "topics: {", "  unknown: {options: [a, b]}\ntopics: {"},
		{"bad id", rules, "exclusive:", "  Not_A_Route: {page: index}\nexclusive:"},
		{"bad option", rules, "[yes, expired, no]", "[yes, expired, no, Not Yet]"},
		{"one option", rules, "options: [child, adult]", "options: [child]"},
		{"one option", rules, "options: [child, adult]", "options: child"},
		{"no option", rules, "options: [child, adult]", "options: []"},
		{"no list", rules, "options: [child, adult]", "options: {child: adult}"},
		{"no weights", rules, "weights: {child: 1, adult: 3}", "weights: [1, 3]"},
		{"empty weights", rules, "weights: {child: 1, adult: 3}", "weights:"},
		{"one weight", rules, "weights: {child: 1, adult: 3}", "weights: {child: 1}"},
		{"weight of nothing", rules, "{child: 1,", "{child: 0,"},
		{"heavy weight", rules, "{child: 1,", "{child: 1001,"},
		{"no whole weight", rules, "{child: 1,", "{child: 1.5,"},
		{"quoted weight", rules, "{child: 1,", `{child: "1",`},
		{"worded weight", rules, "{child: 1,", "{child: often,"},
		{"bad option", rules, "{child: 1,", "{CHILD: 1,"},
		{"no topics", rules, "{person: [age, card]}", "[age, card]"},
		{"bad topic", rules, "{person: [age, card]}", "{Person: [age, card]}"},
		{"empty topic", rules, "{person: [age, card]}", "{person: []}"},
		{"no list", rules, "{person: [age, card]}", "{person: age}"},
		{"no question", rules, "{person: [age, card]}", "{person: [Age, card]}"},
		{"nested topic", rules, "{person: [age, card]}", "{person: [[age, card]]}"},
		{"bad word", rules, "unknown: refused", "unknown: forbidden"},
		{"bad word", rules, "at-most: possible", "at-most: applies"},
		{"bad word", rules, "role: also", "role: minor"},
		{"no truth", rules, "fallback: true", "fallback: yes"},
		{"quoted truth", rules, "fallback: true", `fallback: "true"`},
		{"bad day", rules, "reviewed: 2026-11-22", "reviewed: 2026-11-42"},
		{"no condition", rules, "when: {card: yes}", "when: yes"},
		{"empty condition", rules, "when: {card: yes}", "when: {}"},
		{"any of one", rules, "any: [{card: expired}, {not: {asked: card}}]", "any: {card: expired}"},
		{"any of none", rules, "any: [{card: expired}, {not: {asked: card}}]", "any: []"},
		{"not of a list", rules, "not: {asked: card}", "not: [{asked: card}]"},
		{"asked of a list", rules, "asked: card", "asked: [card]"},
		{"bad question", rules, "gate: {age: [adult]}", "gate: {Age: [adult]}"},
		{"bad option", rules, "gate: {age: [adult]}", "gate: {age: [ADULT]}"},
		{"no option", rules, "gate: {age: [adult]}", "gate: {age: []}"},
		{"nested options", rules, "gate: {age: [adult]}", "gate: {age: [[adult]]}"},
		{"group of one", rules, "[[reduced, full]]", "[[reduced]]"},
		{"no group", rules, "[[reduced, full]]", "[reduced, full]"},
		{"no reason", rules, ", because: no-card", ""},
		{"no list", rules, "impossible: [{when: {age: child, card: yes}, because: no-card}]", "impossible: {when: {age: child}, because: no-card}"},
		{"no questions", rules, small[rules][strings.Index(small[rules], "  age:"):strings.Index(small[rules], "topics:")], "  {}\n"},
		{"missing key", rules, "when: {card: yes}, maybe", "maybe"},
		{"misspelt part", words, "question.age.help", "question.age.hlep"},
		{"no such part", words, "route.full.next:", "route.full.next.soon:"},
		{"bad id", words, "question.age.help", "question.Age.help"},
		{"nested", words, `"Full"`, `{en: "Full"}`},
		{"empty", words, `"Full"`, `""`},
		{"missing key", scenarios, "  applies: full\n", ""},
		{"unknown key", scenarios, "  possible:", "  posible:"},
		{"no list", scenarios, "possible: []", "possible: full"},
		{"no list of texts", scenarios, "possible: []", "possible: [[full]]"},
		{"no answers", scenarios, "{age: adult, card: unknown}", "adult"},
		{"two answers", scenarios, "{age: adult, card: unknown}", "{age: [adult, child]}"},
	} {
		if strings.Count(small[c.file], c.old) != 1 {
			t.Errorf("%s: %q does not stand once", c.file, c.old)
		}
		text := strings.Replace(small[c.file], c.old, c.text, 1)
		if ds := refused(c.file, text); !ds.HasErrors() {
			t.Errorf("%s: %s: the program takes %q", c.file, c.what, c.text)
		}
		if validate(all[kind(c.file)], tree(t, c.file, []byte(text))) == nil {
			t.Errorf("%s: %s: the schema takes %q", c.file, c.what, c.text)
		}
	}
}

// TestTakesAsTheProgramDoes holds what a schema may not refuse.
func TestTakesAsTheProgramDoes(t *testing.T) {
	all := schemas(t)
	for _, c := range []struct{ file, old, text string }{
		{"content/index.en.md", "title: Pool", "title: 2026"},
		{"content/index.en.md", "title: Pool", "title: yes"},
		{"content/index.en.md", "title: Pool", "title: true"},
		{"content/index.en.md", "audience: [doctor, patient]", "audience: doctor"},
		{"content/index.en.md", "sources: pool-prices", "sources: [pool-prices]"},
		{"content/index.en.md", "layout: home", "layout: home\nslug: 404"},
		{"content/sources.yaml", "dated: 2026-01", "dated: 2026"},
		{"content/sources.yaml", "dated: 2026-01", "dated: 2026-01-31"},
		{"content/sources.yaml", "dated: 2026-01", "dated: undated"},
		{"content/sources.yaml", `  address: {en: "https://town.example/prices"}`, "  address: {}"},
		{"content/pathways/price.yaml", "[[reduced, full]]", "[]"},
		{"content/pathways/price.yaml", "needs: in-use", "needs: []"},
		{"content/pathways/price.yaml", "gate: {age: [adult]}", "gate: {age: adult, any: [{card: yes}]}"},
		{"content/pathways/price.scenarios.yaml", "{age: adult, card: unknown}", "{}"},
		{"content/pathways/price.scenarios.yaml", "id: p01", "id: 1"},
	} {
		if strings.Count(small[c.file], c.old) != 1 {
			t.Errorf("%s: %q does not stand once", c.file, c.old)
		}
		text := strings.Replace(small[c.file], c.old, c.text, 1)
		if ds := refused(c.file, text); ds.HasErrors() {
			t.Errorf("the program refuses %q: %s", c.text, ds[0].Message)
		}
		fit(t, all, c.file, []byte(text))
	}
}
