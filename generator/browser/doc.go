// Package browser holds the tests that open the built site in a real browser: from a folder, over HTTP and under a
// sub-path, by keyboard and by mouse, with scripts and without. It is no room of the house and nothing imports it.
//
// The tests build the project that they stand in, start one Chromium and give each test tabs of its own. The program
// is $CHROMIUM, or the first of chromium, chromium-browser and google-chrome; where there is none the tests fail and
// say how to install it. With -short they are skipped.
//
// But for the barriers of axe_test.go, nothing here looks at colours or sizes: elements are found by roles, names, ids
// and data-outcome, which readers' own tools rest on too, and results are compared with what the pathway's diagram says
// in Go. A tab that meets a message in the console, an exception, a refused resource or a request that leaves the site
// fails its test.
//
// What keeps people from using a page is looked for by our own rules (testdata/barriers.js) and by axe-core, which npm
// installs into the user's cache; where there is no npm, our own rules judge alone. Our own rules judge every page and
// every state in four appearances: light and dark, 320 and 1280 px wide. So does axe-core; with the flag -axe.all=false it
// judges every state in two of them, which differ in both, and every page in one, its translation in the one that differs
// in both.
package browser
