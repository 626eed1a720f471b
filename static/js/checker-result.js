// The result page of the checker: what applies, what is possible and what would settle it, what was set aside and
// why, the answers, and ways to keep it. It shows what decide.js says and decides nothing.

import { element } from './checker-words.js';

const FEW = 3; // up to so many possible routes, what would settle them is unfolded

// resultView returns what fills the page (see fill). c: {data, say, decide, reasons, result, heading, ask, answer,
// link, list, write, address, restart} from pathway.js.
export function resultView(c) {
  const ui = c.say.ui, result = c.result;
  if (result.contradiction !== null) {
    return [
      element('div', { class: 'outcome contradiction', 'data-outcome': result.contradiction, 'data-status': 'contradiction' },
        c.heading(ui('checker.result.contradiction')),
        element('p', null, c.say.word('impossible.' + result.contradiction)),
        element('p', null, ui('checker.result.contradiction-help'))),
      answersSection(c), restartLink(c),
    ];
  }
  const explained = c.decide.explain(result);
  const pick = (status, ...roles) => explained.filter(e => e.status === status && roles.includes(e.role));
  const stop = pick('applies', 'stop'), applies = pick('applies', 'main'), also = pick('applies', 'also');
  const possible = pick('possible', 'main', 'stop'), alsoPossible = pick('possible', 'also');
  const info = pick('applies', 'info').concat(pick('possible', 'info')), excluded = pick('excluded', 'main', 'also', 'stop', 'info');
  const certain = applies.length + also.length, open = possible.length + alsoPossible.length;
  const cards = list => list.map(e => card(c, e, open > FEW));
  const group = (title, list) => list.length > 0 && [title && groupHeading(title), cards(list)];

  return [
    c.heading(certain ? ui('checker.result.applies', { Count: certain })
      : open ? ui('checker.result.possible', { Count: open })
        : ui('checker.result.none')),
    certain > 0 && open > 0 && element('p', { class: 'checker-lead' }, ui('checker.result.also-possible', { Count: open })),
    cards(stop),
    cards(applies),
    group(certain && ui('checker.group.possible'), possible),
    group(applies.length + possible.length && ui('checker.group.also'), also.concat(alsoPossible)),
    group(ui('checker.group.info'), info),
    result.fallback && c.data.pathway.fallback && card(c, { route: c.data.pathway.fallback, role: 'fallback', status: 'applies', why: [], open: [] }),
    excluded.length > 0 && [
      groupHeading(ui('checker.group.excluded', { Count: excluded.length })),
      element('details', { class: 'excluded' }, element('summary', null, ui('checker.excluded.show')), excluded.map(e => excludedCard(c, e))),
    ],
    answersSection(c), keepSection(c),
  ];
}

const groupHeading = text => element('h2', { class: 'checker-group' }, text);

// card presents a route that applies or is possible; the fallback route too.
function card(c, e, many) {
  const ui = c.say.ui, word = c.say.word, id = 'route.' + e.route;
  const tag = e.role === 'fallback' ? '' : ui('checker.status.' + (e.role === 'stop' && e.status === 'applies' ? 'stop' : e.status));
  const reasons = e.why.length > 0 && element('ul', { class: 'outcome-why' }, e.why.map(criterion => reason(c, criterion, word('criterion.' + criterion + '.is'))));
  return element('article', { class: 'outcome outcome-' + e.status + ' outcome-' + e.role, 'data-outcome': e.route, 'data-status': e.status },
    element('h3', null, word(id + '.name')),
    tag && element('p', { class: 'tag' }, tag),
    element('p', { class: 'outcome-summary' }, word(id + '.summary')),
    element('h4', null, ui('checker.next')),
    element('p', { class: 'outcome-next' }, word(c.decide.nextStep(e.route, c.result, c.say.has))),
    e.status === 'possible' && settling(c, e, many),
    reasons && (e.status === 'applies'
      ? [element('h4', null, ui('checker.why')), reasons, enough(c, e)]
      : element('details', { class: 'outcome-met' }, element('summary', null, ui('checker.why-met', { Count: e.why.length })), reasons)),
    handOver(c, e.route) || pageLink(c, e.route), dossierLink(c, e.route));
}

// enough names the fewest answers that make the route certain, where the others were not needed for it.
function enough(c, e) {
  const pairs = c.reasons.sufficient(e.route, e.status, c.result.relevant);
  return pairs && pairs.length > 0 && pairs.length < c.result.relevant.length &&
    element('p', { class: 'outcome-enough' }, c.say.ui('checker.enough', { Answers: pairs.map(pair => c.answer(pair[0], pair[1])).join(' · ') }));
}

// differing names the fewest answers that would have to differ for a route that was set aside to apply.
function differing(c, e) {
  const pairs = c.reasons.changes(e.route, c.result.relevant);
  return pairs && pairs.length > 0 && [
    element('p', null, c.say.ui('checker.changes', { Count: pairs.length })),
    element('ul', { class: 'outcome-changes' }, pairs.map(pair =>
      element('li', null, element('a', { href: c.link(pair[0]) }, c.ask(pair[0])), ' ', c.answer(pair[0], pair[1])))),
  ];
}

// settling says what a possible route depends on: the criteria that are not settled, each with the questions that
// could settle it, then the questions that decide it in another way. It is folded where many routes are possible.
function settling(c, e, many) {
  const ui = c.say.ui, ids = c.decide.settling(e.route, c.result), named = new Set();
  const links = list => element('ul', { class: 'settles' }, list.map(q =>
    element('li', null, element('a', { class: 'settle', href: c.link(q) }, ui('checker.settle', { Question: c.ask(q) })))));
  const criteria = e.open.map(criterion => {
    const mine = c.decide.questionsOf(criterion).filter(q => ids.includes(q)), truths = c.result.criteria[criterion];
    mine.forEach(q => named.add(q));
    return element('li', null, c.say.word('criterion.' + criterion + '.is'),
      truths.length === 1 && truths[0] === 'open' && [' ', element('em', null, ui('checker.open.judged'))],
      mine.length > 0 && links(mine));
  });
  const others = ids.filter(q => !named.has(q));
  return [
    (criteria.length > 0 || others.length > 0) && element('details', { class: 'outcome-open', open: !many },
      element('summary', null, ui('checker.open')),
      criteria.length > 0 && [element('p', null, ui('checker.open.if')), element('ul', { class: 'outcome-conditions' }, criteria)],
      others.length > 0 && [element('p', null, ui('checker.settle.other')), links(others)]),
    !ids.length && element('p', null, ui('checker.settle.nothing')),
  ];
}

function excludedCard(c, e) {
  const ui = c.say.ui, lines = new Map(); // a sentence said once, though several criteria say it
  e.whyNot.forEach(criterion => lines.set(c.say.word(c.decide.whyNot(criterion, c.result, c.say.has)), criterion));
  return element('article', { class: 'outcome-excluded', 'data-outcome': e.route, 'data-status': 'excluded' },
    element('h3', null, c.say.word('route.' + e.route + '.name')),
    element('ul', { class: 'outcome-why-not' },
      [...lines].map(line => reason(c, line[1], line[0])),
      e.yieldsTo.map(id => element('li', null, ui('checker.yields', { Route: c.say.word('route.' + id + '.name') }))),
      !lines.size && !e.yieldsTo.length && element('li', null, ui('checker.excluded.other'))),
    differing(c, e),
    pageLink(c, e.route));
}

// reason is a sentence about a criterion with the source that it comes from.
function reason(c, criterion, text) {
  const cited = c.data.pathway.criteria.find(x => x.id === criterion).source, s = cited && c.data.sources[cited];
  return element('li', null, text, s && [' ', element('a', { class: 'source', href: s.url, rel: 'external', hreflang: s.lang },
    s.issuer + ', ' + s.title, s.dated && ' (' + s.dated + ')')]);
}

function pageLink(c, route) {
  const page = c.data.pages[route];
  return page && element('p', { class: 'outcome-page' }, element('a', { href: page.url }, c.say.ui('checker.read', { Title: page.title })));
}

// handOver leads to the questionnaire of another pathway, which begins with the answers that it knows too.
function handOver(c, route) {
  const page = c.data.pages[route], handed = page && c.decide.handOver(route, c.result);
  return handed && element('p', { class: 'outcome-page' },
    element('a', { href: page.url + (handed.length ? '#' + c.write(handed) : '') }, c.say.ui('checker.go-on', { Title: page.title })),
    handed.length > 0 && ' ' + c.say.ui('checker.handed', { Count: handed.length }));
}

// dossierLink leads to where a request is prepared, with the answers: they go where a link goes, and no further.
function dossierLink(c, route) {
  const page = c.data.pages[route];
  return page && page.dossier && element('p', { class: 'outcome-page' }, element('a', { href: page.dossier + '&' + c.write(c.result.relevant) }, c.say.ui('checker.dossier')));
}

const answersSection = c => element('section', { class: 'checker-answers' }, groupHeading(c.say.ui('checker.answers')), c.list());

const restartLink = c => element('a', { class: 'restart', href: '#', click: c.restart }, c.say.ui('checker.restart'));

// keepSection offers to copy the address, which holds the answers, to print, and to begin again.
function keepSection(c) {
  const ui = c.say.ui;
  const said = element('p', { class: 'copy-status', role: 'status' });
  const field = element('input', { type: 'text', id: 'checker-address', readonly: true, value: c.address });
  const byHand = element('p', { class: 'copy-address', hidden: true }, element('label', { for: 'checker-address' }, ui('checker.address')), ' ', field);
  const select = () => {
    byHand.hidden = false;
    field.focus();
    field.select();
    said.textContent = ui('checker.copy-by-hand');
  };
  // Without leave to copy, or from a folder in some browsers, the address is there to be copied by hand.
  const copy = () => navigator.clipboard
    ? navigator.clipboard.writeText(c.address).then(() => { said.textContent = ui('checker.copied'); }, select)
    : select();
  return element('section', { class: 'checker-keep' },
    groupHeading(ui('checker.keep')),
    element('div', { class: 'checker-actions' },
      element('button', { type: 'button', class: 'button', click: copy }, ui('checker.copy')),
      element('button', { type: 'button', class: 'button', click: () => print() }, ui('checker.print')),
      restartLink(c)),
    said, byHand,
    element('p', { class: 'checker-private' }, ui('checker.private')),
    element('p', { class: 'checker-reviewed' }, ui('checker.reviewed', { Date: c.data.reviewed })));
}
