// Package search makes what the site is searched with: the analysis of texts and the index. It is the door to the
// stemmers.
//
// All linguistics happens here, while the site is built. The browser gets a table from each word of the pages, without
// accents, to its term, and needs no stemmer. It still takes a query apart, compares words and ranks pages; that is
// static/js/search-engine.js, which does what this package does and is held to it by tests.
//
// # Analysis
//
// A text is folded letter by letter: in lower case, without accents, ligatures apart (œ is oe); apostrophes of all kinds
// are one, hyphens too, soft hyphens none. What is no letter from a to z, digit, apostrophe or hyphen parts words. Then:
//
//   - letters with full stops between them are an acronym: A.M.M. is amm;
//   - what an elision joins is taken apart (l'accès, jusqu'au), but for the words that hold an apostrophe (aujourd'hui);
//     in English the ending 's goes;
//   - words joined by hyphens are found one by one and as one: start, up, startup;
//   - numbers joined by hyphens are one word, without the letter before them: L. 5121-12-1 is 5121-12-1; parts of four
//     digits and more are found too;
//   - single letters and the words that stand everywhere (language.go) are left out. Words in capitals never are: "CE" is a
//     mark, "ce" is not.
//
// The word as it is written, with its accents, is stemmed, since the stemmers need them; the stem is folded. All forms
// that share a stem, or that fold to the same letters, are one term. Acronyms and words with digits have no stem.
//
// A concept is a group of words and phrases that mean the same. It comes from the glossary (a term, what it stands for,
// its other forms) and from content/search.LANG.yaml ([Synonyms]); groups that share a phrase are one. The index notes
// where any phrase of it stands, so that "AAC" finds what says "accès compassionnel" and two words that only happen to
// stand on one page do not.
//
// # Index
//
// A page is a unit, and so is each of its parts, which is what stands under a heading. For each term and concept the index
// holds the units where it stands, and a weight: 24 in a page's title, 6 in its summary and in a heading, 4 in its
// description, 1 to 3 in text, by how often it stands there.
//
// # Search
//
// A word is found as it is, else as the beginning of words, else with one letter wrong (two in a word of eight letters and
// more), else by what begins alike; each of these counts less than the one before. A word that is rare is also looked for
// as a common one that differs in a letter. The longest phrase of a concept counts as a whole, its words for less.
//
// A page's score for a term is its idf times m/(m+k), where m is the sum of the weights on the page and k grows with the
// page's length: BM25 with fields. The score of a query is the sum over what it asks, times how much of it, by rarity, the
// page has. So pages that have all words come before those that have some, unless these are much better. The part of the
// page that scores best is shown with it. A page of entries (a glossary) counts its best entry only; where an entry is all
// that is asked for, the page is at least third.
//
// All arithmetic is on whole numbers, so that Go and the browser agree to the last digit.
//
// # What is shipped
//
// One script per language, self.boussoleIndex[LANG] = {…}: a script, because a page that is opened from a folder may load
// nothing else. Numbers are written in 64 signs ([digits]); forms are sorted and written without what they share with the
// one before, units as distances. The fields are those of the type shipped, in encode.go. Teasers are the beginnings of
// parts, as long as the script's weight allows ([Budget]).
package search
