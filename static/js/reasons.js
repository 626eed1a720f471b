// Why a route has its status, and what would have to differ, in the browser. This file and
// generator/internal/pathway/reasons.go (Sufficient, Changes) say the same twice, on the same data: what is changed
// here is changed there, and the tests hold the two together. It imports nothing and touches no document.
//
// Answers are pairs [question id, option id or "unknown"], as decide.js returns them in `relevant`.

const NEVER = 1 << 30;
const VOID = 4;
const bit = value => 1 << Math.min(value, VOID);

// create returns the functions that give reasons by the data of one pathway.
export function create(data) {
  const questions = data.questions;
  // A branch says how far before its node another one stands, or is a terminal.
  const nodes = (data.nodes || []).map((n, i) => n.map((r, at) => at && r > 0 ? i - r : r));
  const masks = [];
  const maskAt = r => r < 0 ? bit(~r) : masks[r];
  nodes.forEach(n => masks.push(n.slice(1).reduce((m, b) => m | maskAt(b), 0)));
  const rootOf = id => data.routes.find(r => r.id === id).root;

  // given holds, per question, the index of the option that was chosen, or -1.
  const given = pairs => {
    const chosen = new Map(pairs);
    return questions.map(q => q.options.indexOf(chosen.get(q.id)));
  };

  // sufficient returns a smallest set of the answers that is enough for the status: "applies", or else excluded and
  // hidden taken together. A state is the set of nodes that must all lead to allowed terminals; at the first question
  // among them an answer is kept, which costs one, or dropped, and then every branch must do.
  function sufficient(id, status, pairs) {
    if (status === 'possible') return null;
    const s = given(pairs), memo = new Map();
    const allowed = bit(VOID) | (status === 'applies' ? bit(3) : bit(0) | bit(1));

    // reduce drops what is settled; null: no answer helps any more.
    function reduce(state) {
      const out = new Set();
      for (const r of state) {
        const m = maskAt(r);
        if (!(m & ~allowed)) continue;
        if (r < 0 || !(m & allowed)) return null;
        out.add(r);
      }
      return [...out].sort((a, b) => a - b);
    }

    const first = state => Math.min.apply(null, state.map(r => nodes[r][0]));

    const after = (state, q, keep) => reduce([].concat(...state.map(r =>
      nodes[r][0] !== q ? [r] : keep ? [nodes[r][s[q] + 1]] : nodes[r].slice(1))));

    // best is the cheapest way on from a state: [cost, whether the answer to its first question is kept].
    function best(state) {
      if (!state) return [NEVER, false];
      if (!state.length) return [0, false];
      const key = state.join();
      let found = memo.get(key);
      if (!found) {
        const q = first(state);
        found = [best(after(state, q, false))[0], false];
        if (s[q] >= 0) {
          const kept = best(after(state, q, true))[0] + 1;
          if (kept < found[0]) found = [kept, true];
        }
        memo.set(key, found);
      }
      return found;
    }

    const out = [];
    for (let state = reduce([rootOf(id)]); state && state.length;) {
      const q = first(state), keep = best(state)[1];
      if (keep) out.push([questions[q].id, questions[q].options[s[q]]]);
      state = after(state, q, keep);
    }
    return out;
  }

  // changes returns the fewest answers that would have to differ for the route to apply, or, where it never does, to
  // be possible: pairs of a question and the option it would have to be. Null: nothing helps.
  function changes(id, pairs) {
    const s = given(pairs), cost = new Map(), root = rootOf(id);
    const goal = maskAt(root) & bit(3) ? 3 : 2;
    const step = (r, o) => s[nodes[r][0]] >= 0 && s[nodes[r][0]] !== o ? 1 : 0;

    function least(r) {
      if (r < 0) return ~r === goal ? 0 : NEVER;
      let n = cost.get(r);
      if (n === undefined) {
        n = Math.min.apply(null, nodes[r].slice(1).map((b, o) => least(b) + step(r, o)));
        n = Math.min(n, NEVER);
        cost.set(r, n);
      }
      return n;
    }

    if (least(root) >= NEVER) return null;
    const out = [];
    for (let r = root; r >= 0;) {
      const question = nodes[r][0], options = questions[question].options.map((_, o) => o);
      const preferred = s[question] >= 0 ? [s[question]].concat(options.filter(o => o !== s[question])) : options;
      const at = r, o = preferred.find(p => least(nodes[at][p + 1]) + step(at, p) === least(at));
      if (step(r, o)) out.push([questions[question].id, questions[question].options[o]]);
      r = nodes[r][o + 1];
    }
    return out;
  }

  return { sufficient, changes };
}
