// What a result says, as data: which routes, in which groups, why, why not and what would settle it; and why a question
// is asked. It imports nothing and touches no document: checker-result.js shows it, summary.js writes it down.
//
// c: {data, say, decide, reasons, result} as in pathway.js. A line is {text, source}, source an id of data.sources or ''.

// describe returns {heading, lead, contradiction, groups, excluded}. contradiction: {id, text} or null, and then there is
// nothing else. groups: {title, cards}, the title '' where none is needed. A card: {route, role, status, name, tag,
// summary, next, why, enough, open}; enough: the fewest answers that make it certain, null where all were needed; open:
// see openOf, null where nothing is. excluded: {route, name, why, changes}; changes: the fewest answers that would have to
// differ, pairs of a question and its option, [] where nothing helps.
export function describe(c) {
  const ui = c.say.ui, result = c.result;
  if (result.contradiction !== null) {
    return {
      heading: ui('checker.result.contradiction'), lead: '', groups: [], excluded: [],
      contradiction: { id: result.contradiction, text: c.say.word('impossible.' + result.contradiction) },
    };
  }
  const explained = c.decide.explain(result);
  const pick = (status, ...roles) => explained.filter(e => e.status === status && roles.includes(e.role));
  const applies = pick('applies', 'main'), also = pick('applies', 'also');
  const possible = pick('possible', 'main', 'stop'), alsoPossible = pick('possible', 'also');
  const certain = applies.length + also.length, open = possible.length + alsoPossible.length;
  const fallback = result.fallback && c.data.pathway.fallback;
  const groups = [
    ['', pick('applies', 'stop').concat(applies)],
    [certain ? ui('checker.group.possible') : '', possible],
    [applies.length + possible.length ? ui('checker.group.also') : '', also.concat(alsoPossible)],
    [ui('checker.group.info'), pick('applies', 'info').concat(pick('possible', 'info'))],
    ['', fallback ? [{ route: fallback, role: 'fallback', status: 'applies', why: [], open: [] }] : []],
  ];
  return {
    heading: certain ? ui('checker.result.applies', { Count: certain })
      : open ? ui('checker.result.possible', { Count: open })
        : ui('checker.result.none'),
    lead: certain && open ? ui('checker.result.also-possible', { Count: open }) : '',
    contradiction: null,
    groups: groups.filter(g => g[1].length).map(g => ({ title: g[0], cards: g[1].map(e => card(c, e)) })),
    excluded: explained.filter(e => e.status === 'excluded').map(e => ({
      route: e.route, name: c.say.word('route.' + e.route + '.name'), why: whyNot(c, e),
      changes: c.reasons.changes(e.route, result.relevant) || [],
    })),
  };
}

function card(c, e) {
  const word = c.say.word, id = 'route.' + e.route, all = c.result.relevant;
  const enough = e.status === 'applies' && e.role !== 'fallback' ? c.reasons.sufficient(e.route, e.status, all) : null;
  return {
    route: e.route, role: e.role, status: e.status, name: word(id + '.name'), summary: word(id + '.summary'),
    tag: e.role === 'fallback' ? '' : c.say.ui('checker.status.' + (e.role === 'stop' && e.status === 'applies' ? 'stop' : e.status)),
    next: word(c.decide.nextStep(e.route, c.result, c.say.has)),
    why: e.why.map(criterion => line(c, criterion, word('criterion.' + criterion + '.is'))),
    enough: enough && enough.length > 0 && enough.length < all.length ? enough : null,
    open: e.status === 'possible' ? openOf(c, e) : null,
  };
}

// openOf says what a possible route depends on: conditions {text, source, judged, questions}, those that are not settled
// with the questions that could settle them, judged where those who decide will say; and the other questions.
function openOf(c, e) {
  const ids = c.decide.settling(e.route, c.result), named = new Set();
  const conditions = e.open.map(criterion => {
    const questions = c.decide.questionsOf(criterion).filter(q => ids.includes(q)), truths = c.result.criteria[criterion];
    questions.forEach(q => named.add(q));
    const l = line(c, criterion, c.say.word('criterion.' + criterion + '.is'));
    return { text: l.text, source: l.source, questions, judged: truths.length === 1 && truths[0] === 'open' };
  });
  return { conditions, others: ids.filter(q => !named.has(q)), settles: ids.length > 0 };
}

// whyNot says each sentence once, though several criteria say it.
function whyNot(c, e) {
  const lines = new Map();
  e.whyNot.forEach(criterion => {
    const l = line(c, criterion, c.say.word(c.decide.whyNot(criterion, c.result, c.say.has)));
    if (!lines.has(l.text)) lines.set(l.text, l);
  });
  const yields = e.yieldsTo.map(id => ({ text: c.say.ui('checker.yields', { Route: c.say.word('route.' + id + '.name') }), source: '' }));
  const out = [...lines.values()].concat(yields);
  return out.length ? out : [{ text: c.say.ui('checker.excluded.other'), source: '' }];
}

function line(c, criterion, text) {
  const source = c.data.pathway.criteria.find(x => x.id === criterion).source;
  return { text, source: source && c.data.sources[source] ? source : '' };
}

// bySource puts lines of one source together, in the order in which the sources come: {source, texts}.
export function bySource(lines) {
  const groups = new Map();
  lines.forEach(l => {
    if (!groups.has(l.source)) groups.set(l.source, { source: l.source, texts: [] });
    groups.get(l.source).texts.push(l.text);
  });
  return [...groups.values()];
}

// nameOf is a source in one line.
export const nameOf = s => s.issuer + ', ' + s.title + (s.dated ? ' (' + s.dated + ')' : '');

// whyAsked says what the answer to a question bears on: the conditions that are open and name it, and the names of the
// routes that still depend on it. A question that chooses wording only bears on neither.
export function whyAsked(c, question) {
  const lines = c.data.pathway.criteria
    .filter(x => c.result.criteria[x.id].length > 1 && c.decide.questionsOf(x.id).includes(question))
    .map(x => line(c, x.id, c.say.word('criterion.' + x.id + '.is')));
  const routes = c.data.pathway.routes
    .filter(r => c.result.status[r.id] === 'possible' && c.decide.settling(r.id, c.result).includes(question))
    .map(r => c.say.word('route.' + r.id + '.name'));
  return { lines, routes };
}
