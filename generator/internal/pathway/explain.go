package pathway

// Explanation is what can be said of a route in a situation.
type Explanation struct {
	Route  *Route
	Status Status
	// Why are the needed criteria that hold for certain.
	Why []*Criterion
	// WhyNot are the needed criteria that fail for certain; where none does although the route is excluded, those
	// that fail in some way the missing answers may turn out.
	WhyNot []*Criterion
	// Open are the needed criteria that are not settled: open for certain, or dependent on missing answers.
	Open []*Criterion
	// YieldsTo are the routes under unless that apply for certain.
	YieldsTo []*Route
}

// Explain explains every route, in file order.
func (d *Diagram) Explain(res Result) []Explanation {
	out := make([]Explanation, len(d.Rules.Routes))
	for i, r := range d.Rules.Routes {
		out[i] = d.explain(r, res)
	}
	return out
}

func (d *Diagram) explain(r *Route, res Result) Explanation {
	e := Explanation{Route: r, Status: res.Status[r.Index]}
	if e.Status == Hidden {
		return e
	}
	var mayFail []*Criterion
	for _, n := range r.Needs {
		switch ts := res.Criteria[n.Index]; {
		case ts.Only(Holds):
			e.Why = append(e.Why, n.Criterion)
		case ts.Only(Fails):
			e.WhyNot = append(e.WhyNot, n.Criterion)
		default:
			e.Open = append(e.Open, n.Criterion)
			if ts.Has(Fails) {
				mayFail = append(mayFail, n.Criterion)
			}
		}
	}
	for _, u := range r.Unless {
		if res.Status[u.Index] == Applies {
			e.YieldsTo = append(e.YieldsTo, u.Route)
		}
	}
	if e.Status == Excluded && len(e.WhyNot)+len(e.YieldsTo) == 0 {
		e.WhyNot, e.Open = mayFail, nil
	}
	return e
}
