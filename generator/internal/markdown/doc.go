// Package markdown turns the words of an editor into HTML.
//
// The dialect is CommonMark (https://spec.commonmark.org/0.31.2/) without raw HTML, with tables, footnotes,
// definition lists, and the few signs below. Nothing wrong passes in silence: whatever looks like one of these
// signs and is not one is an error with its line and column, and every error of a page is reported.
//
// # Headings
//
// The title of the page is its only heading of level 1, so the body begins with ##, and no level is skipped:
//
//	## Préparer la demande {#prepare}
//
// The anchor {#prepare} is optional: lower-case letters without accents, digits and hyphens. Without it the anchor
// is made from the words, and numbered (-2, -3 …) when it is taken. Anchors that begin with source-, ref-, term-,
// fn- or tbl- are kept for the program. A heading holds no citation, no footnote mark and no image, is never
// empty, and never stands in a list or a quote.
//
// # Citations
//
//	[@csp-l5121-12]   [@csp-l5121-12, II]   [@ansm-missions; @csp-l5121-12, II]
//
// Each becomes the number of its source, in order of first citation on the page, raised and linked to it. What
// follows the comma is the place in the source. A citation stands on one line, and not in a heading or a link.
//
// # Blocks with a label
//
// A quote whose first line begins with [!note], [!warning], [!caution], [!disputed] or [!example]; what follows
// on that line is a label of its own, the text stands on the next lines:
//
//	> [!warning] Ne pas arrêter seul
//	> Parlez-en d'abord à votre médecin.
//
// # Embeds
//
//	::compare{pathway=access}
//
// A line of its own, outside of lists and quotes. The caller of this package knows the names and what they show.
// A value with spaces stands in straight double quotes.
//
// # Tables
//
// Rows of cells between | signs, with a row of headings and a line of hyphens below it. The paragraph directly
// above begins with "Table: " and is the table's caption, without which the table is an error. Every row has as
// many cells as the headings, at most 20. The first column holds the headings of the rows.
//
// # Code
//
// Between ` signs in a line, or between two lines of ``` of which the first may name the language: css, diff, go,
// html, js, json, markdown, sh, text, toml, xml or yaml.
//
// # Lists of definitions
//
//	Autorisation
//	: Décision de l'Agence.
//
// # Footnotes
//
// A mark [^name] in the text, and once in the body, outside of lists and quotes, the line "[^name]: text". The
// notes stand at the end, lettered a, b, c, since the numbers belong to the sources.
//
// # Passages in another language
//
//	[scientific advice]{lang=en}
//
// # Links and images
//
// [text](address), <https://address>, ![what the image says](address). An address leads into the site, to an
// anchor (#prepare), or out of the site by https, http, mailto or tel; nothing else is let through, whatever the
// caller of this package answers. An image needs its alternative text. Titles in quotes after the address are
// refused: they cannot be read by touch or keyboard. So are labels of links that are defined twice.
//
// # Glossary
//
// The first occurrence of a term in running text becomes a button that opens its explanation, without any script.
// Headings, links, code, headings and captions of tables, labels, terms that are being defined and passages in
// another language are left alone. Acronyms match as they are written, other terms also with a capital.
//
// # Typography
//
// Editors type straight apostrophes, straight quotes and ordinary spaces; [Typeset] says what is made of them.
// Code, addresses and attributes are never touched, and no letter or digit is ever changed.
//
// # Limits
//
// The parser's time grows faster than a text that is built to be hard, so such a text is refused before it is
// parsed: see the constants in limits.go.
package markdown
