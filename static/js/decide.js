// What a situation leads to, in the browser. This file and generator/internal/pathway/status.go (Evaluate),
// explain.go (Explain), words.go (WhyNot, Next) and handover.go (HandOver) say the same twice, on the same data: what
// is changed here is changed there, and the vectors of the tests hold the two together. It imports nothing and touches
// no document.
//
// The data is pathway.Data (encode.go). A reference is the index of a node or, when negative, the terminal ~ref:
// for routes a status, for criteria a truth, for ask-ifs 0 or 1; from VOID on, "such a situation cannot exist".
// Inside, a situation is an array with, per question, the index of an option, UNANSWERED or UNKNOWN. Unknown and
// unanswered mean the same for the result; only, what is unknown is not asked again.

export const UNKNOWN_ID = 'unknown'; // how "I do not know" is written where answers are named

const UNANSWERED = -1;
const UNKNOWN = -2;
const STATUS = ['hidden', 'excluded', 'possible', 'applies'];
const TRUTH = ['fails', 'open', 'holds'];
const VOID = 4;

// Sets of terminals are masks: bit v for value v; every void is the one bit VOID.
const bit = value => 1 << Math.min(value, VOID);
const HIDDEN = bit(0), EXCLUDED = bit(1), POSSIBLE = bit(2), APPLIES = bit(3);
const exists = mask => mask & ~bit(VOID);

// statusOf is the status that is true in every way a set of statuses may turn out.
function statusOf(mask) {
  const m = exists(mask);
  if (m === APPLIES) return STATUS[3];
  if (m === HIDDEN) return STATUS[0];
  return m & ~(HIDDEN | EXCLUDED) ? STATUS[2] : STATUS[1];
}

// settled reports that no further answer can change the route's status: what was reached through "I do not know"
// already holds both sides, or all that can be reached says the same.
function settled(walked) {
  const all = exists(walked.all), closed = exists(walked.closed);
  if (!walked.open.length || !(all & (all - 1))) return true;
  return (closed & POSSIBLE) !== 0 ||
    (closed & APPLIES) !== 0 && (closed & ~APPLIES) !== 0 ||
    (closed & EXCLUDED) !== 0 && statusOf(all) === STATUS[1];
}

// create returns the functions that decide by the data of one pathway.
export function create(data) {
  const questions = data.questions, criteria = data.criteria || [], routes = data.routes;
  // A branch says how far before its node another one stands, or is a terminal.
  const nodes = (data.nodes || []).map((n, i) => n.map((r, at) => at && r > 0 ? i - r : r));
  const index = new Map(questions.map((q, i) => [q.id, i]));
  const criterion = new Map(criteria.map((c, i) => [c.id, i]));

  // view is the diagram as one situation leaves it: the branches that the answers do not take are gone, and equal
  // nodes are one node again, so that a node stands only where its question still matters.
  function view(s) {
    const made = [], masks = [], memo = new Map(), unique = new Map(), least = new Map();

    const maskAt = r => r < 0 ? bit(~r) : masks[r];

    function node(question, branches) {
      if (branches.every(b => b === branches[0])) return branches[0];
      const key = question + ':' + branches;
      let r = unique.get(key);
      if (r === undefined) {
        r = made.length;
        made.push({ question, branches });
        masks.push(branches.reduce((m, b) => m | maskAt(b), 0));
        unique.set(key, r);
      }
      return r;
    }

    // restrict returns the node of the view for a node of the diagram.
    function restrict(r) {
      if (r < 0) return r;
      let out = memo.get(r);
      if (out === undefined) {
        const question = nodes[r][0], branches = nodes[r].slice(1), answer = s[question];
        out = answer >= 0 ? restrict(branches[answer]) : node(question, branches.map(restrict));
        memo.set(r, out);
      }
      return out;
    }

    // walk follows the answers through one diagram. all: every terminal that can still be reached; closed: those
    // reached whatever is answered next; open: the first unanswered nodes.
    function walk(root) {
      const w = { all: 0, closed: 0, open: [] }, seen = new Set();
      (function follow(r) {
        if (seen.has(r)) return;
        seen.add(r);
        w.all |= maskAt(r);
        if (r < 0) {
          w.closed |= bit(~r);
        } else if (s[made[r].question] === UNANSWERED) {
          w.open.push(r);
        } else {
          made[r].branches.forEach(follow);
        }
      })(restrict(root));
      return w;
    }

    // below adds to found every question at and below the nodes of the view; all that it holds are without an option.
    function below(roots, found) {
      const seen = new Set();
      roots.forEach(function follow(r) {
        if (r < 0 || seen.has(r)) return;
        seen.add(r);
        found.add(made[r].question);
        made[r].branches.forEach(follow);
      });
    }

    // depth is the least number of unanswered questions from r to where only one terminal can be reached, situations
    // that cannot exist left aside.
    function depth(r) {
      const all = exists(maskAt(r));
      if (!(all & (all - 1))) return 0;
      let n = least.get(r);
      if (n === undefined) {
        n = Math.min.apply(null, made[r].branches.map(depth)) + (s[made[r].question] === UNANSWERED ? 1 : 0);
        least.set(r, n);
      }
      return n;
    }

    // reason is one of the reasons why the situation cannot exist, where every terminal that is left says so.
    function reason(root) {
      let r = restrict(root);
      while (r >= 0) r = made[r].branches[0];
      return data.reasons[~r - VOID];
    }

    return { restrict, walk, below, depth, reason };
  }

  // situation turns pairs of ids into a situation. Pairs that the pathway does not know go to dropped.
  function situation(pairs, dropped) {
    const s = questions.map(() => UNANSWERED);
    pairs.forEach(pair => {
      const i = index.get(pair[0]), option = i === undefined ? -1 : questions[i].options.indexOf(pair[1]);
      if (option >= 0) s[i] = option;
      else if (i !== undefined && pair[1] === UNKNOWN_ID) s[i] = UNKNOWN;
      else dropped.push(pair);
    });
    return s;
  }

  // named is a situation as pairs of ids, in the order of the questions.
  function named(s) {
    return questions
      .map((q, i) => [q.id, s[i] === UNKNOWN ? UNKNOWN_ID : q.options[s[i]]])
      .filter(pair => pair[1] !== undefined);
  }

  // relevant is the situation without the answers to questions that are certainly not asked: an answer that was
  // given before an earlier one was changed no longer counts.
  function relevant(given) {
    const s = given.slice();
    s.forEach((answer, i) => {
      const askIf = questions[i].askIf;
      if (answer !== UNANSWERED && askIf >= 0 && view(s).walk(askIf).all === bit(0)) s[i] = UNANSWERED;
    });
    return s;
  }

  // asks reports whether the question can be asked in the situation.
  const asks = (s, i) => (view(s).walk(questions[i].askIf).all & bit(1)) !== 0;

  // evaluate returns what the answers (question id: option id or "unknown") lead to:
  //   status         per route id: hidden, excluded, possible or applies; without the fallback route
  //   criteria       per criterion id: the truths it can still take, of fails, open and holds
  //   fallback       no route applies and none is possible
  //   contradiction  the id of why the answers cannot go together, or null
  //   next           the id of the question to ask, or null when no answer would change the result
  //   atLeast atMost bounds of the number of questions left, next included; atMost never grows along a visit
  //   relevant       the answers that count, in the order of the questions; dropped: those that do not
  function evaluate(answers) {
    const dropped = [];
    const given = situation(Object.keys(answers).map(q => [q, answers[q]]), dropped), s = relevant(given);
    const v = view(s), waiting = new Set();
    const res = {
      status: {}, criteria: {}, fallback: true, contradiction: null, next: null, atLeast: 0, atMost: 0,
      relevant: named(s), dropped: dropped.concat(named(given.map((a, i) => s[i] === a ? UNANSWERED : a))),
    };
    routes.forEach(route => {
      const w = v.walk(route.root), status = statusOf(w.all);
      res.status[route.id] = status;
      if (status === STATUS[2] || status === STATUS[3]) res.fallback = false;
      if (!exists(w.all)) res.contradiction = v.reason(route.root);
      if (settled(w)) return;
      v.below(w.open, waiting);
      res.atLeast = Math.max(res.atLeast, Math.min.apply(null, w.open.map(v.depth)));
    });
    criteria.forEach(c => {
      const truths = exists(v.walk(c.root).all);
      res.criteria[c.id] = TRUTH.filter((t, i) => truths & bit(i));
    });
    if (res.contradiction !== null) {
      res.atLeast = 0;
      res.fallback = false;
    } else {
      choose(s, [...waiting].filter(i => s[i] === UNANSWERED), res);
    }
    return res;
  }

  // choose sets the question to ask among the open ones, and counts them. A question that only chooses wording is
  // asked in its place as long as an open question comes after it: a visit begins with it or never meets it.
  function choose(s, open, res) {
    if (!open.length) return;
    const first = Math.min.apply(null, open), last = Math.max.apply(null, open);
    let next = first;
    res.atLeast = Math.max(res.atLeast, 1);
    res.atMost = open.length;
    for (let i = 0; i < last; i++) {
      if (!questions[i].words || s[i] !== UNANSWERED || !asks(s, i)) continue;
      res.atMost++;
      if (i < first) {
        res.atLeast++;
        next = Math.min(next, i);
      }
    }
    res.next = questions[next].id;
  }

  // explain says of every route, in file order, what can be said in the situation: why (the needed criteria that
  // hold for certain), whyNot (those that fail for certain; where none does although the route is excluded, those
  // that may fail), open (those that are not settled) and yieldsTo (the routes under unless that apply).
  function explain(res) {
    return routes.map(route => {
      const e = { route: route.id, role: route.role || 'main', status: res.status[route.id], why: [], whyNot: [], open: [], yieldsTo: [] };
      if (e.status === STATUS[0]) return e;
      const mayFail = [];
      (route.needs || []).forEach(i => {
        const id = criteria[i].id, truths = res.criteria[id], only = truths.length === 1 && truths[0];
        if (only === TRUTH[2]) e.why.push(id);
        else if (only === TRUTH[0]) e.whyNot.push(id);
        else {
          e.open.push(id);
          if (truths.includes(TRUTH[0])) mayFail.push(id);
        }
      });
      e.yieldsTo = (route.unless || []).map(i => routes[i].id).filter(id => res.status[id] === STATUS[3]);
      if (e.status === STATUS[1] && !e.whyNot.length && !e.yieldsTo.length) {
        e.whyNot = mayFail;
        e.open = [];
      }
      return e;
    });
  }

  // worded is the first of prefix.Q.O, over the answered questions of a list, that has words, else the prefix.
  function worded(prefix, among, res, has) {
    const s = situation(res.relevant, []);
    const ids = among.filter(i => s[i] >= 0).map(i => prefix + '.' + questions[i].id + '.' + questions[i].options[s[i]]);
    return ids.find(has) || prefix;
  }

  return {
    evaluate,
    explain,
    // whyNot is the id of the words that say why a criterion fails; has tells whether an id has words.
    whyNot: (id, res, has) => worded('criterion.' + id + '.why-not', criteria[criterion.get(id)].questions || [], res, has),
    // nextStep is the id of the words that say what to do now on a route, by the questions that choose wording.
    nextStep: (id, res, has) => worded('route.' + id + '.next', [...index.values()].filter(i => questions[i].words), res, has),
    // handOver returns what a route hands over to another pathway, as pairs of that one's ids: what is true in every way
    // in which the situation may turn out. Null: it hands nothing over, whatever the answers.
    handOver(id, res) {
      const h = (data.handsOver || []).find(x => x.route === id), v = view(situation(res.relevant, []));
      return h ? h.answers.filter(a => exists(v.walk(a.root).all) === bit(1)).map(a => [a.question, a.option]) : null;
    },
    // asks reports whether a question can be asked after the answers; false for an id that is no question.
    asks: (id, res) => index.has(id) && asks(situation(res.relevant, []), index.get(id)),
    // settling returns the questions, unknown or unanswered, whose answers the status of a route still depends on.
    settling(id, res) {
      const s = situation(res.relevant, []), v = view(s), found = new Set();
      v.below([v.restrict(routes.find(r => r.id === id).root)], found);
      return questions.map(q => q.id).filter((q, i) => found.has(i) && asks(s, i));
    },
    // questionsOf returns the questions that a criterion names.
    questionsOf: id => (criteria[criterion.get(id)].questions || []).map(i => questions[i].id),
  };
}
