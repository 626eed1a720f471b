package pathway

import (
	"slices"

	"boussole/generator/internal/source"
)

// brokenCopy is a copy of a pathway of the site with one thing broken, and what must be said of it.
//
// A place is a piece of text that stands once in the broken file, with ▸ before the character that is meant.
type brokenCopy struct {
	name    string
	pathway string
	file    string // the file that is edited, "" for the rules
	edits   []string
	message string // what the message holds
	at      string // its place
	inFile  string // the file of the place where it is another than the one edited
	level   source.Severity
	hint    string
	related []string // places in the rules, in order
	// fault is what the witness in the message must show in each of its completions; nil where there is none.
	fault func(rs *Ruleset, s Situation) bool
	// besides are further errors and warnings that the same edit makes in the rules.
	besides []string
}

// edits are pairs of what stands once in the file and what is put in its place.
func edit(pairs ...string) []string { return pairs }

func noRoute(rs *Ruleset, s Situation) bool {
	return !slices.ContainsFunc(rs.Routes, func(r *Route) bool { return r.eval(s) >= Possible })
}

func bothApply(a, b string) func(*Ruleset, Situation) bool {
	return func(rs *Ruleset, s Situation) bool {
		return rs.Route(a).eval(s) == Applies && rs.Route(b).eval(s) == Applies
	}
}

const (
	// anyProduct is a condition that is always true.
	anyProduct = "{any: [{product-type: medicine}, {not: {product-type: medicine}}]}"
	noFallback = "  no-route:\n    page: other-routes/no-route\n    fallback: true\n"
)

var brokenCopies = []brokenCopy{
	// Proof 1: every situation has a route.
	{
		name: "no fallback, access", pathway: "access",
		edits:   edit("otherwise: no-route\n", "", noFallback, ""),
		message: "these answers lead to no route: product-type=other", at: "options: [medicine, one-off-atmp, cannabis-medicine, device, ▸other]",
		hint: "declare a fallback route with otherwise", fault: noRoute,
	},
	{
		name: "no fallback, support", pathway: "support",
		edits:   edit("otherwise: clarify-first\n", "", "  clarify-first:\n    page: support/gio\n    fallback: true\n", ""),
		message: "these answers lead to no route: ", fault: noRoute,
		at: "options: [idea, preclinical, early, pivotal, ▸filed, marketed]",
	},
	{
		name: "nobody needs the fallback", pathway: "access",
		edits:   edit("  mti-pp:\n", "  everybody:\n    page: other-routes/no-route\n  mti-pp:\n"),
		message: `the fallback route "no-route" is never shown`, at: "\n  ▸no-route:\n", level: source.Warning,
	},
	// Proof 2: exclusive groups.
	{
		name: "a group that is none", pathway: "access",
		edits:   edit("[personal-import, remote-stop]\n", "[personal-import, trial]\n"),
		message: `routes "personal-import" and "trial" are declared exclusive but both apply with `, at: "- ▸[personal-import, trial]",
		related: []string{"\n  ▸personal-import:\n", "\n  ▸trial:\n    page"}, fault: bothApply("personal-import", "trial"),
	},
	{
		name: "a need without which two routes meet", pathway: "access",
		edits:   edit("needs: [authorised-for-another-use, framework-open, meets-published-criteria]", "needs: [authorised-for-another-use, framework-open]"),
		message: `routes "use-cpc" and "offlabel" are declared exclusive but both apply with `, at: "- ▸[use-cpc, offlabel]",
		related: []string{"\n  ▸use-cpc:\n", "\n  ▸offlabel:\n"}, fault: bothApply("use-cpc", "offlabel"),
		besides: []string{`routes "use-cpc" and "cpc-signal" are declared exclusive`, `the criterion "meets-published-criteria"`},
	},
	{
		name: "an unless dropped", pathway: "access",
		edits:   edit("unless: [aap-post, use-aap, continuity, direct]", "unless: [aap-post, use-aap, continuity]", "  - [personal-import, remote-stop]\n", "  - [direct, not-covered]\n"),
		message: `routes "direct" and "not-covered" are declared exclusive but both apply with `, at: "- ▸[direct, not-covered]",
		related: []string{"\n  ▸direct:\n", "\n  ▸not-covered:\n"}, fault: bothApply("direct", "not-covered"),
	},
	{
		name: "two gates that meet", pathway: "support",
		edits:   edit("gate: {scale: named}", "gate: {scale: [named, group]}"),
		message: `routes "derog-ind" and "derog-glob" are declared exclusive but both apply with `, at: "- ▸[derog-ind, derog-glob, inhouse, custom]",
		related: []string{"\n  ▸derog-ind:\n", "\n  ▸derog-glob:\n"}, fault: bothApply("derog-ind", "derog-glob"),
	},
	{
		name: "a gate that reaches too far", pathway: "support",
		edits:   edit("gate: {ce: lapsed}\n    needs: [inside-transitional-rules]", "gate: {ce: [lapsed, no-planned]}"),
		message: `routes "transition" and "ce-normal" are declared exclusive but both apply with `, at: "- ▸[transition, offlabel, ce-normal]",
		related: []string{"\n  ▸transition:\n    page", "\n  ▸ce-normal:\n"}, fault: bothApply("transition", "ce-normal"),
		besides: []string{`routes "transition" and "derog-ind"`, `routes "transition" and "derog-glob"`},
	},
	// Proof 3: everything has an effect.
	{
		name: "needs that exclude each other", pathway: "access",
		edits:   edit("needs: [trial-open-to-person]", "needs: [trial-open-to-person, no-commercial-research]"),
		message: `route "trial" never applies and is never possible`, at: "\n  ▸trial:\n    page",
		hint: `criterion "no-commercial-research" cannot hold together with what the route needs before it`,
	},
	{
		name: "a gate that is never true", pathway: "access",
		edits:   edit("gate: {product-type: device}", "gate: {product-type: device, ma-status: no-ma}"),
		message: `route "device" never applies and is never possible`, at: "\n  ▸device:\n", hint: "its gate is never true",
	},
	{
		name: "a route that always gives way", pathway: "access",
		edits:   edit("gate: {product-type: cannabis-medicine}\n", "gate: {product-type: cannabis-medicine}\n    unless: [pilot]\n  pilot:\n    page: other-routes/cannabis\n    gate: {product-type: [cannabis-medicine, other]}\n"),
		message: `route "cannabis" never applies and is never possible`, at: "\n  ▸cannabis:\n", hint: `it yields to "pilot" wherever it could apply`,
		besides: []string{`the fallback route "no-route" is never shown`},
	},
	{
		name: "a question never asked", pathway: "access",
		edits:   edit("ask-if: {ma-status: ma-indication}", "ask-if: {ma-status: ma-indication, product-type: device}"),
		message: `question "coverage" is never asked`, at: "\n  ▸coverage:\n",
		besides: []string{"are declared exclusive", `unless "aap-post" has no effect`, "changes nothing for route", `no result depends on the question "coverage"`},
	},
	{
		name: "a question always asked", pathway: "access",
		edits:   edit("  ma-status:\n    ask-if: {product-type: medicine}", "  ma-status:\n    ask-if: "+anyProduct),
		message: `the ask-if of question "ma-status" has no effect`, at: "\n  ▸ma-status:\n",
	},
	{
		name: "a gate that is always true", pathway: "access",
		edits:   edit("gate: {product-type: medicine}\n    needs: [carried-in-person]", "gate: "+anyProduct+"\n    needs: [carried-in-person]"),
		message: `the gate of route "personal-import" has no effect`, at: "\n  ▸personal-import:\n",
	},
	{
		name: "an unless that is never met", pathway: "access",
		edits:   edit("needs: [carried-in-person]", "needs: [carried-in-person]\n    unless: [remote-stop]"),
		message: `unless "remote-stop" has no effect: route "personal-import" never meets it`, at: "unless: [▸remote-stop]", hint: "leave it out",
	},
	{
		name: "a maybe without effect", pathway: "access",
		edits:   edit("serious-rare-disabling: {when: {serious: yes}", "serious-rare-disabling: {when: {serious: yes}, maybe: {serious: yes}"),
		message: `the maybe of criterion "serious-rare-disabling" has no effect`, at: "\n  ▸serious-rare-disabling:",
	},
	{
		name: "an impossible situation told twice", pathway: "access",
		edits:   edit("exclusive:\n", "impossible:\n  - {when: {listed: aap, ma-status: ma-lost}, because: once}\n  - {when: {fits: yes, listed: aap, ma-status: ma-lost}, because: again}\n\nexclusive:\n"),
		message: "this impossible situation has no effect: no answers lead to it that those above do not exclude", at: "- {▸when: {fits: yes, listed",
	},
	{
		name: "an impossible situation that no answers lead to", pathway: "access",
		edits:   edit("exclusive:\n", "impossible:\n  - {when: {product-type: device, ma-status: ma-lost}, because: never}\n\nexclusive:\n"),
		message: "this impossible situation has no effect: no answers lead to it", at: "- {▸when: {product-type: device",
	},
	{
		name: "everything impossible", pathway: "access",
		edits:   edit("exclusive:\n", "impossible:\n  - {when: "+anyProduct+", because: all}\n\nexclusive:\n"),
		message: "every situation is declared impossible", at: "- {▸when: {any",
		besides: []string{"never applies", "has no effect", "never shown", "never asked", "changes nothing", "no result depends"},
	},
	// Proof 4: no need is redundant.
	{
		name: "a need that another implies", pathway: "access",
		edits:   edit("      - benefit-presumed\n  trial:", "      - benefit-presumed\n      - authorisation-not-lost\n  trial:"),
		message: `the criterion "authorisation-not-lost" changes nothing for route "offlabel"`, at: "- ▸authorisation-not-lost\n", level: source.Warning,
		related: []string{"\n  ▸authorisation-not-lost: {"},
	},
	// Proof 5: every question matters.
	{
		name: "a question that nothing reads", pathway: "access",
		edits:   edit("  listed:\n", "  colour: {options: [blue, white]}\n  listed:\n"),
		message: `no result depends on the question "colour"`, at: "\n  ▸colour:", level: source.Warning,
	},
	{
		name: "an option that nothing tells apart", pathway: "access",
		edits:   edit("cover-under-way: {when: {coverage: [pending, top-opinion]}", "cover-under-way: {when: {coverage: [pending, top-opinion, other-opinion]}"),
		message: `the option "other-opinion" of "coverage" leads to the same as "pending" everywhere`, at: "top-opinion, ▸other-opinion]\n  listed", level: source.Note,
	},
	// Proof 6: scenarios.
	{
		name: "a need that a scenario misses", pathway: "access",
		edits:   edit("      - widespread-practice\n", ""),
		message: `scenario "m72" fails: applies: expected [offlabel], got [cpc-signal, offlabel]`, at: "- id: ▸m72\n", inFile: "access.scenarios.yaml",
		besides: []string{`no result depends on the question "scale"`},
	},
	{
		name: "a scenario that expects too much", pathway: "access", file: "access.scenarios.yaml",
		edits:   edit("  applies: [cannabis]\n", "  applies: [cannabis, trial]\n"),
		message: `scenario "m57" fails: applies: expected [cannabis, trial], got [cannabis]`, at: "- id: ▸m57\n",
	},
	{
		name: "a scenario with another excluded route", pathway: "support", file: "support.scenarios.yaml",
		edits:   edit("answers: {who: sme, product: unsure, need: status, basis: physical}\n  applies: [gio, qualif]\n  possible: []\n  excluded: [cat]", "answers: {who: sme, product: unsure, need: status, basis: physical}\n  applies: [gio, qualif]\n  possible: []\n  excluded: [cat, gnius]"),
		message: `scenario "i76" fails: excluded: expected [cat, gnius], got [cat]`, at: "- id: ▸i76\n",
	},
	{
		name: "a scenario with an option that is none", pathway: "access", file: "access.scenarios.yaml",
		edits:   edit("product-type: one-off-atmp", "product-type: one-of-atmp"),
		message: `scenario "m58" fails: question "product-type" has no option "one-of-atmp"`, at: "- id: ▸m58\n",
	},
	{
		name: "a scenario that names no route", pathway: "access", file: "access.scenarios.yaml",
		edits:   edit("applies: [mti-pp]", "applies: [mti]"),
		message: `scenario "m58" fails: unknown route "mti"`, at: "- id: ▸m58\n",
	},
	{
		name: "two scenarios of one name", pathway: "access", file: "access.scenarios.yaml",
		edits:   edit("- id: m58\n", "- id: x07\n"),
		message: `the scenario "x07" stands twice`, at: "- id: ▸x07\n  fr: \"Quelqu'un",
	},
	{
		name: "a scenario that cannot exist", pathway: "access",
		edits:   edit("exclusive:\n", "impossible:\n  - {when: {product-type: cannabis-medicine}, because: closed}\n\nexclusive:\n"),
		message: `scenario "m57" fails: the answers describe a situation that is declared impossible: closed`, at: "- id: ▸m57\n", inFile: "access.scenarios.yaml",
		besides: []string{`route "cannabis" never applies`},
	},
	{
		name: "a route that no scenario leads to", pathway: "access", file: "access.scenarios.yaml",
		edits:   edit("answers: {role: doctor, product-type: one-off-atmp}\n  applies: [mti-pp]", "answers: {role: doctor, product-type: device}\n  applies: [device]"),
		message: `no scenario leads to the route "mti-pp"`, at: "\n  ▸mti-pp:\n", inFile: "access.yaml", level: source.Note,
	},
	// Proof 7, the words; pages and sources are looked at where the site is at hand.
	{
		name: "words that are missing", pathway: "access",
		edits:   edit("options: [life, cannot, can-wait]", "options: [life, cannot, can-wait, tomorrow]"),
		message: `no words for "question.urgency.option.tomorrow"`, at: "▸", inFile: "access.fr.yaml",
		related: []string{"can-wait, ▸tomorrow]"},
	},
	{
		name: "words for nothing", pathway: "access",
		edits:   edit("options: [life, cannot, can-wait]", "options: [life, cannot]"),
		message: `words for "question.urgency.option.can-wait", which the rules do not have`, at: "\n▸question.urgency.option.can-wait:", inFile: "access.en.yaml",
		besides: []string{`the criterion "cannot-wait" changes nothing`, `no result depends on the question "urgency"`},
	},
	{
		name: "words that one language lacks", pathway: "support", file: "support.fr.yaml",
		edits:   edit("question.who.help: ", "# "),
		message: `"question.who.help" has words here but none in support.fr.yaml`, at: "question.who.help: ▸", inFile: "support.en.yaml",
	},
	{
		name: "an empty text", pathway: "access", file: "access.en.yaml",
		edits:   edit("question.role.option.patient: ", "question.role.option.patient: \"\" # "),
		message: `"question.role.option.patient" is empty, expected a text`, at: "question.role.option.patient: ▸\"\"",
	},
	// What is read before it is proved.
	{
		name: "a circle through unless", pathway: "access",
		edits:   edit("needs: [authorisation-not-lost, treatment-to-continue]", "needs: [authorisation-not-lost, treatment-to-continue]\n    unless: [not-covered]"),
		message: "routes yield to each other in a circle through unless: continuity → not-covered → continuity", at: "unless: [aap-post, use-aap, ▸continuity, direct]",
	},
	{
		name: "an unless that names no route", pathway: "access",
		edits:   edit("unless: [aap-post,", "unless: [aap-pots,"),
		message: `"aap-pots" is no route`, at: "unless: [▸aap-pots,", hint: `did you mean "aap-post"?`,
	},
	{
		name: "a need that is no criterion", pathway: "support",
		edits:   edit("needs: [study-not-filed]", "needs: [study-not-field]"),
		message: `route "presub" needs "study-not-field", which is no criterion`, at: "needs: [▸study-not-field]", hint: `did you mean "study-not-filed"?`,
	},
	{
		name: "a need told twice", pathway: "support",
		edits:   edit("needs: [study-not-filed]", "needs: [study-not-filed, study-not-filed]"),
		message: `route "presub" needs "study-not-filed" twice`, at: "needs: [study-not-filed, ▸study-not-filed]",
	},
	{
		name: "an option that is none", pathway: "support",
		edits:   edit("when: {premises: own}", "when: {premises: owned}"),
		message: `question "premises" has no option "owned"`, at: "when: {premises: ▸owned}", hint: `did you mean "own"?`,
	},
	{
		name: "a question that stands below", pathway: "support",
		edits:   edit("ask-if: {maker: own-institution}", "ask-if: {ce: yes, maker: own-institution}"),
		message: `"ce" is no question that stands above`, at: "ask-if: {▸ce: yes, maker: own-institution}",
	},
	{
		name: "a question that chooses words", pathway: "support",
		edits:   edit("gate: {need: study, product: ivd}", "gate: {need: study, product: ivd, aim-study: followup}"),
		message: `route "ps" depends on the question "aim-study", which is words-only`, at: "\n  ▸ps:\n",
		related: []string{"\n  ▸aim-study:\n"},
	},
	{
		name: "an exclusive route that is none", pathway: "support",
		edits:   edit("[fi, listing]\n", "[fi, listings]\n"),
		message: `"listings" is no route`, at: "- [fi, ▸listings]", hint: `did you mean "listing"?`,
	},
	{
		name: "a fallback with conditions", pathway: "access",
		edits:   edit("    page: other-routes/no-route\n", "    page: other-routes/no-route\n    gate: {product-type: other}\n"),
		message: `the fallback route "no-route" has conditions`, at: "\n  ▸no-route:\n",
	},
	{
		name: "a role that is none", pathway: "access",
		edits:   edit("role: stop", "role: halt"),
		message: `role is "halt", expected main, also, stop or info`, at: "role: ▸halt",
	},
}
