package pathway

// Data is a compiled pathway for the browser: what static/js/decide.js reads. It holds ids and no words.
//
// A reference is the index of a node, or, when negative, the terminal -1-v: for routes v is a status (0 hidden,
// 1 excluded, 2 possible, 3 applies), for criteria a truth (0 fails, 1 open, 2 holds), for ask-ifs 0 or 1; 4+i says
// that such a situation cannot exist, for the i-th reason.
type Data struct {
	Questions []QuestionData `json:"questions"`
	// Nodes holds, per node, the index of its question and one reference per option. Here a reference to a node says how
	// many places before this one it stands, at least 1: nodes that are alike are then written alike, and a page with
	// hundreds of them is smaller by a third of their weight.
	Nodes    [][]int         `json:"nodes"`
	Criteria []CriterionData `json:"criteria"`
	Routes   []RouteData     `json:"routes"`
	// Fallback is the id of the route that is shown where nothing applies and nothing is possible, or "".
	Fallback string `json:"fallback"`
	// HandsOver holds what routes, the fallback too, give to another pathway.
	HandsOver []HandOverData `json:"handsOver,omitempty"`
	// Reasons holds the ids of why situations cannot exist.
	Reasons []string `json:"reasons,omitempty"`
}

// QuestionData is a question in [Data].
type QuestionData struct {
	ID      string   `json:"id"`
	Options []string `json:"options"`
	Unknown bool     `json:"unknown,omitempty"`
	Words   bool     `json:"words,omitempty"` // chooses wording only
	AskIf   int      `json:"askIf"`
}

// CriterionData is a criterion in [Data]: its diagram and the indexes of the questions it names.
type CriterionData struct {
	ID        string `json:"id"`
	Root      int    `json:"root"`
	Questions []int  `json:"questions"`
	Source    string `json:"source,omitempty"`
}

// RouteData is a route in [Data]: its diagram, the indexes of its criteria and of the routes it yields to.
type RouteData struct {
	ID     string `json:"id"`
	Root   int    `json:"root"`
	Needs  []int  `json:"needs,omitempty"`
	Unless []int  `json:"unless,omitempty"`
	Role   string `json:"role,omitempty"` // absent for main
}

// HandOverData is what a route gives to another pathway, in [Data].
type HandOverData struct {
	Route   string       `json:"route"`
	To      string       `json:"to"`
	Answers []HandedData `json:"answers"`
}

// HandedData is an answer in the ids of the other pathway, and the diagram of where it is given: 1, else 0.
type HandedData struct {
	Question string `json:"question"`
	Option   string `json:"option"`
	Root     int    `json:"root"`
}

// Data returns the diagram for the browser.
func (d *Diagram) Data() Data {
	out := Data{}
	for i, q := range d.Rules.Questions {
		out.Questions = append(out.Questions, QuestionData{ID: q.ID, Options: q.OptionIDs(), Unknown: q.Unknown, Words: q.WordsOnly, AskIf: int(d.AskIf[i])})
	}
	for i, n := range d.Nodes {
		row := []int{n.Question}
		for _, b := range n.Branches {
			if !b.IsTerminal() {
				b = Ref(i) - b
			}
			row = append(row, int(b))
		}
		out.Nodes = append(out.Nodes, row)
	}
	for i, c := range d.Rules.Criteria {
		data := CriterionData{ID: c.ID, Root: int(d.Criteria[i]), Source: c.Source.Value}
		seen := map[int]bool{}
		c.visit(func(q *Question) {
			if !seen[q.Index] {
				seen[q.Index] = true
				data.Questions = append(data.Questions, q.Index)
			}
		})
		out.Criteria = append(out.Criteria, data)
	}
	for i, r := range d.Rules.Routes {
		data := RouteData{ID: r.ID, Root: int(d.Routes[i])}
		if r.Role != "main" {
			data.Role = r.Role
		}
		for _, n := range r.Needs {
			data.Needs = append(data.Needs, n.Index)
		}
		for _, u := range r.Unless {
			data.Unless = append(data.Unless, u.Index)
		}
		out.Routes = append(out.Routes, data)
	}
	if d.Rules.Otherwise != nil {
		out.Fallback = d.Rules.Otherwise.ID
	}
	for _, r := range d.Rules.handing() {
		data := HandOverData{Route: r.ID, To: r.HandsOver.To.Value}
		for i, h := range r.HandsOver.Answers {
			data.Answers = append(data.Answers, HandedData{h.Question.Value, h.Option.Value, int(d.Handed[r][i])})
		}
		out.HandsOver = append(out.HandsOver, data)
	}
	for _, i := range d.Rules.Impossible {
		out.Reasons = append(out.Reasons, i.Reason.Value)
	}
	return out
}
