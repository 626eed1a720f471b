package layout

import "html/template"

// Compare is the table of a pathway's routes, side by side, with what it can be filtered by.
type Compare struct {
	Rows []CompareRow
	// Who and Products are the choices of the filters; none where the table has no such column.
	Who, Products []Choice
	// Asked reports that Who are the answers to a question of the pathway, which each row names in For; otherwise they
	// are those who apply, and the rows tell who decides, who applies and for how long.
	Asked bool
}

// Choice is a value that rows can be filtered by, or something that can be ticked.
type Choice struct{ ID, Text string }

// CompareRow is a route in the table. WhoIDs and ProductIDs are the choices that leave it in sight, joined by spaces.
type CompareRow struct {
	Route
	Decides, Applies, Duration template.HTML // empty where nothing says it
	For, Products              []string      // in words; none stands for all
	WhoIDs, ProductIDs         string
}
