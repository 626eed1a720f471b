package pathway

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"boussole/generator/internal/source"
)

// Words are a pathway's words in one language: the file NAME.LANG.yaml, a mapping of flat dotted ids to texts.
//
//	question.Q.ask            the question                         required
//	question.Q.help           why it is asked, or what is meant    optional
//	question.Q.option.O       an option                            required
//	question.Q.unknown        "I do not know", in its own words    optional
//	criterion.C.is            what holds when the criterion does   required
//	criterion.C.why-not       why a route falls when it fails      required
//	criterion.C.why-not.Q.O   the same for one option              optional
//	route.R.name              required, as are .summary (what it is) and .next (what to do now)
//	route.R.next.Q.O          .next for who answers O to the words-only question Q    optional
//	impossible.REASON         why such answers cannot go together  required
//
// An optional id that one language has, every language has.
type Words struct {
	File *source.File
	text map[string]source.Text
	// required are the ids that need words: where some are missing, that has been told.
	required map[string]source.Pos
}

// ParseWords reads the words of the rules and reports every id that has no words and all words that have no id.
func ParseWords(rs *Ruleset, f *source.File) (*Words, source.Diagnostics) {
	root, ds := source.ParseYAML(f)
	w := &Words{File: f, text: map[string]source.Text{}}
	if root == nil {
		if !ds.HasErrors() {
			ds.Errorf(f.At(0), "the file is empty, expected words for %d questions and %d routes", len(rs.Questions), len(rs.Routes))
		}
		return w, ds
	}
	if root.Kind != source.Map {
		ds.Errorf(root.Pos, "words are %s, expected a mapping of ids to texts", root.Kind)
		return w, ds
	}
	required, optional := rs.wordIDs()
	w.required = required
	known := append(keys(required), keys(optional)...)
	for _, p := range root.Pairs {
		id := p.Key.Text
		_, needed := required[id]
		switch {
		case !needed && !optional[id]:
			ds.Add(source.Diagnostic{Pos: p.Key.Pos, Message: fmt.Sprintf("words for %q, which the rules do not have", id), Hint: nearestWord(id, known)})
		case p.Value.Kind == source.Null || p.Value.Kind == source.Scalar && strings.TrimSpace(p.Value.Text) == "":
			ds.Errorf(p.Value.Pos, "%q is empty, expected a text", id)
			w.text[id] = source.Text{Pos: p.Value.Pos} // it is there: not to be told again as missing
		case p.Value.Kind != source.Scalar:
			ds.Errorf(p.Value.Pos, "%q is %s, expected a text", id, p.Value.Kind)
			w.text[id] = source.Text{Pos: p.Value.Pos}
		default:
			w.text[id] = source.Text{Value: p.Value.Text, Pos: p.Value.Pos}
		}
	}
	for _, id := range sortedKeys(required) {
		if _, ok := w.text[id]; !ok {
			ds.Add(source.Diagnostic{Pos: f.At(0), Message: fmt.Sprintf("no words for %q", id), Hint: fmt.Sprintf("add a line %s: \"…\"", id), Related: []source.Related{{Pos: required[id], Message: "declared here"}}})
		}
	}
	return w, ds
}

func nearestWord(id string, known []string) string {
	if n := source.Nearest(id, known); n != "" {
		return fmt.Sprintf("did you mean %q?", n)
	}
	return ""
}

// wordIDs returns the ids that need words, with the place that declares each, and those that may have some.
func (rs *Ruleset) wordIDs() (required map[string]source.Pos, optional map[string]bool) {
	required, optional = map[string]source.Pos{}, map[string]bool{}
	for _, q := range rs.Questions {
		id := "question." + q.ID
		required[id+".ask"] = q.Pos
		optional[id+".help"] = true
		if q.Unknown {
			optional[id+".unknown"] = true
		}
		for _, o := range q.Options {
			required[id+".option."+o.Value] = o.Pos
		}
	}
	for _, c := range rs.Criteria {
		id := "criterion." + c.ID
		required[id+".is"], required[id+".why-not"] = c.Pos, c.Pos
		c.visit(func(q *Question) {
			for _, o := range q.Options {
				optional[id+".why-not."+q.ID+"."+o.Value] = true
			}
		})
	}
	for _, r := range rs.route {
		id := "route." + r.ID
		required[id+".name"], required[id+".summary"], required[id+".next"] = r.Pos, r.Pos, r.Pos
		for _, q := range rs.Questions {
			if !q.WordsOnly {
				continue
			}
			for _, o := range q.Options {
				optional[id+".next."+q.ID+"."+o.Value] = true
			}
		}
	}
	for _, i := range rs.Impossible {
		required["impossible."+i.Reason.Value] = i.Reason.Pos
	}
	return required, optional
}

// Parity reports optional words that one of the languages has and another lacks. The keys are languages.
func Parity(words map[string]*Words) source.Diagnostics {
	var ds source.Diagnostics
	for _, lang := range sortedKeys(words) {
		for _, other := range sortedKeys(words) {
			for _, id := range sortedKeys(words[other].text) {
				_, told := words[lang].required[id]
				if _, ok := words[lang].text[id]; !ok && !told {
					ds.Add(source.Diagnostic{Pos: words[other].text[id].Pos, Message: fmt.Sprintf("%q has words here but none in %s", id, words[lang].File.Name)})
				}
			}
		}
	}
	return ds
}

// Text returns the words of an id, "" when it has none.
func (w *Words) Text(id string) string { return w.text[id].Value }

// Texts returns all texts with their places, in the order of the file.
func (w *Words) Texts() []source.Text {
	out := make([]source.Text, 0, len(w.text))
	for _, t := range w.text {
		out = append(out, t)
	}
	slices.SortFunc(out, func(a, b source.Text) int { return cmp.Compare(a.Pos.Offset, b.Pos.Offset) })
	return out
}

// All returns every id with its words.
func (w *Words) All() map[string]string {
	out := make(map[string]string, len(w.text))
	for id, t := range w.text {
		out[id] = t.Value
	}
	return out
}

// Describe tells a situation in words: each question with its answer.
func (w *Words) Describe(rs *Ruleset, s Situation) string {
	var parts []string
	for i, q := range rs.Questions {
		if s[i] >= 0 {
			parts = append(parts, w.Text("question."+q.ID+".ask")+" "+w.Text("question."+q.ID+".option."+q.Options[s[i]].Value))
		}
	}
	return strings.Join(parts, "; ")
}

// WhyNot returns why a criterion fails in the situation: the words for the first of its questions whose answer
// has some of its own, else its general ones.
func (w *Words) WhyNot(c *Criterion, s Situation) string {
	text := ""
	c.visit(func(q *Question) {
		if a := s[q.Index]; text == "" && a >= 0 {
			text = w.Text("criterion." + c.ID + ".why-not." + q.ID + "." + q.Options[a].Value)
		}
	})
	if text != "" {
		return text
	}
	return w.Text("criterion." + c.ID + ".why-not")
}

// Next returns what to do now on a route: the words for the answers to words-only questions, else its general ones.
func (w *Words) Next(rs *Ruleset, r *Route, s Situation) string {
	for _, q := range rs.Questions {
		if a := s[q.Index]; q.WordsOnly && a >= 0 {
			if text := w.Text("route." + r.ID + ".next." + q.ID + "." + q.Options[a].Value); text != "" {
				return text
			}
		}
	}
	return w.Text("route." + r.ID + ".next")
}
