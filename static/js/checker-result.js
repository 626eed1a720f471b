// The result page of the checker: what applies, what is possible and what would settle it, what was set aside and
// why, the answers, and ways to keep it. It shows what result.js says and decides nothing.

import { element } from './checker-words.js';
import { bySource, describe, nameOf } from './result.js';
import { compose, toHTML, toText } from './summary.js';

const FEW = 3; // up to so many possible routes, what would settle them is unfolded

// resultView returns what fills the page (see fill). c: {data, say, decide, reasons, result, heading, ask, answer,
// link, list, write, address, restart} from pathway.js.
export function resultView(c) {
  const ui = c.say.ui, r = describe(c);
  if (r.contradiction) {
    return [
      element('div', { class: 'outcome contradiction', 'data-outcome': r.contradiction.id, 'data-status': 'contradiction' },
        c.heading(r.heading), element('p', null, r.contradiction.text), element('p', null, ui('checker.result.contradiction-help'))),
      answersSection(c), restartLink(c),
    ];
  }
  c.cited = citedBy(r);
  const open = r.groups.reduce((n, g) => n + g.cards.filter(x => x.open).length, 0);
  return [
    c.heading(r.heading),
    r.lead && element('p', { class: 'checker-lead' }, r.lead),
    r.groups.map(g => [g.title && groupHeading(g.title), g.cards.map(x => card(c, x, open > FEW))]),
    r.excluded.length > 0 && [
      groupHeading(ui('checker.group.excluded', { Count: r.excluded.length })),
      element('details', { class: 'excluded' }, element('summary', null, ui('checker.excluded.show')), r.excluded.map(x => excludedCard(c, x))),
    ],
    answersSection(c), keepSection(c), printed(c),
  ];
}

const groupHeading = text => element('h2', { class: 'checker-group' }, text);

// card presents a route that applies or is possible; the fallback route too.
function card(c, x, many) {
  const ui = c.say.ui, why = x.why.length > 0 && sourced(c, x.why);
  return element('article', { class: 'outcome outcome-' + x.status + ' outcome-' + x.role, 'data-outcome': x.route, 'data-status': x.status },
    element('h3', null, x.name),
    x.tag && element('p', { class: 'tag' }, x.tag),
    element('p', { class: 'outcome-summary' }, x.summary),
    element('h4', null, ui('checker.next')),
    element('p', { class: 'outcome-next' }, x.next),
    x.open && settling(c, x.open, many),
    why && (x.status === 'applies'
      ? [element('h4', null, ui('checker.why')), why, enough(c, x.enough)]
      : element('details', { class: 'outcome-met' }, element('summary', null, ui('checker.why-met', { Count: x.why.length })), why)),
    handOver(c, x.route) || pageLinks(c, x.route));
}

// enough names the fewest answers that make the route certain, where the others were not needed for it.
const enough = (c, pairs) => pairs && element('details', { class: 'outcome-enough' },
  element('summary', null, c.say.ui('checker.enough', { Count: pairs.length, All: c.result.relevant.length })),
  element('ul', null, pairs.map(p => element('li', null, c.ask(p[0]), ' ', element('strong', null, c.answer(p[0], p[1]))))));

// settling says what a possible route depends on: the criteria that are not settled, each with the questions that
// could settle it, then the questions that decide it in another way. It is folded where many routes are possible.
function settling(c, o, many) {
  const ui = c.say.ui;
  const links = list => element('ul', { class: 'settles' }, list.map(q =>
    element('li', null, element('a', { class: 'settle', href: c.link(q) }, ui('checker.settle', { Question: c.ask(q) })))));
  return [
    (o.conditions.length > 0 || o.others.length > 0) && element('details', { class: 'outcome-open', open: !many },
      element('summary', null, ui('checker.open')),
      o.conditions.length > 0 && [element('p', null, ui('checker.open.if')), element('ul', { class: 'outcome-conditions' }, o.conditions.map(x =>
        element('li', numbered(c, x.source), x.text, x.judged && [' ', element('em', null, ui('checker.open.judged'))], x.source && [' ', sourceLink(c, x.source)], x.questions.length > 0 && links(x.questions))))],
      o.others.length > 0 && [element('p', null, ui('checker.settle.other')), links(o.others)]),
    !o.settles && element('p', null, ui('checker.settle.nothing')),
  ];
}

// excludedCard says why not, and which fewest answers would have to differ, each one press away.
function excludedCard(c, x) {
  return element('article', { class: 'outcome-excluded', 'data-outcome': x.route, 'data-status': 'excluded' },
    element('h3', null, x.name), sourced(c, x.why),
    x.changes.length > 0 && element('div', { class: 'outcome-changes' },
      element('p', null, c.say.ui('checker.changes', { Count: x.changes.length })),
      element('ul', null, x.changes.map(p => element('li', null, element('a', { href: c.link(p[0]) }, c.ask(p[0])), ' ', c.answer(p[0], p[1]))))),
    pageLinks(c, x.route));
}

// sourced lists sentences, those of one source together with a link to it.
export function sourced(c, lines) {
  return element('div', { class: 'sourced' }, bySource(lines).map(g => [
    element('ul', null, g.texts.map(text => element('li', numbered(c, g.source), text))),
    g.source && element('p', { class: 'sourced-from' }, sourceLink(c, g.source)),
  ]));
}

function sourceLink(c, id) {
  const s = c.data.sources[id];
  return element('a', { class: 'source', href: s.url, rel: s.url && 'external', hreflang: s.lang }, nameOf(s));
}

// citedBy is the sources of what applies or is possible, each once. On paper they stand at the end with their addresses,
// and the sentences say their numbers there.
const citedBy = r => bySource([].concat(...r.groups.map(g => [].concat(...g.cards.map(x => x.why.concat(x.open ? x.open.conditions : []))))))
  .map(g => g.source).filter(Boolean);
const numbered = (c, source) => ({ 'data-cited': c.cited && c.cited.includes(source) && c.cited.indexOf(source) + 1 });

// printed is what only paper shows: those sources, and the address of this result.
function printed(c) {
  return element('section', { class: 'checker-sources print-only' },
    c.cited.length > 0 && [groupHeading(c.say.ui('checker.summary.sources')), element('ol', null, c.cited.map(id => element('li', null, sourceLink(c, id))))],
    element('p', null, element('strong', null, c.say.ui('checker.address')), ' ', published(c)));
}

// pageLinks lead to the route's page, and to what belongs to it: where a request is prepared, with the answers, and where
// the page says what to prepare, for one.
function pageLinks(c, route) {
  const page = c.data.pages[route];
  return page && element('ul', { class: 'outcome-page' },
    element('li', null, element('a', { href: page.url }, c.say.ui('checker.read', { Title: page.title }))),
    page.dossier && element('li', null, element('a', { href: page.dossier + '&' + c.write(c.result.relevant) }, c.say.ui('checker.dossier'))),
    (page.further || []).map(p => element('li', null, element('a', { href: p.url }, p.title))));
}

// handOver leads to the questionnaire of another pathway, which begins with the answers that it knows too.
function handOver(c, route) {
  const page = c.data.pages[route], handed = page && c.decide.handOver(route, c.result);
  return handed && element('p', { class: 'outcome-page' },
    element('a', { href: page.url + (handed.length ? '#' + c.write(handed) : '') }, c.say.ui('checker.go-on', { Title: page.title })),
    handed.length > 0 && ' ' + c.say.ui('checker.handed', { Count: handed.length }));
}

const answersSection = c => element('section', { class: 'checker-answers' }, groupHeading(c.say.ui('checker.answers')), c.list());

const restartLink = c => element('a', { class: 'restart', href: '#', click: c.restart }, c.say.ui('checker.restart'));

// keepSection offers the address, which holds the answers (from a folder, that of the site online), a summary to copy or to save, to print, and to begin again.
function keepSection(c) {
  const ui = c.say.ui, said = element('p', { class: 'copy-status', role: 'status' });
  const byHand = (id, label, field) => {
    const p = element('p', { class: 'copy-by-hand', hidden: true }, element('label', { for: id }, ui(label)), ' ', field);
    return { p, select: () => { p.hidden = false; field.focus(); field.select(); } };
  };
  const link = fromDisk ? published(c) : c.address;
  const address = byHand('checker-address', addressLabel, element('input', { type: 'text', id: 'checker-address', readonly: true, value: link }));
  const text = element('textarea', { id: 'checker-summary', readonly: true, rows: 8 });
  const summary = byHand('checker-summary', 'checker.summary.text', text);
  // Without leave to copy, or from a folder in some browsers, what was to be copied is there to be copied by hand.
  const copy = (what, hand, done) => {
    const select = () => { hand.select(); said.textContent = ui('checker.copy-by-hand'); };
    const copied = () => { said.textContent = ui(done); };
    return navigator.clipboard ? navigator.clipboard.writeText(what).then(copied, select) : select();
  };
  const copyText = () => {
    text.value = toText(summaryOf(c, ''));
    copy(text.value, summary, 'checker.summary.copied');
  };
  const save = () => {
    const name = ui('checker.summary.file') + '.html', made = new Intl.DateTimeFormat(c.data.lang, { dateStyle: 'long' }).format(new Date());
    const url = URL.createObjectURL(new Blob([toHTML(summaryOf(c, made), c.data.lang)], { type: 'text/html' }));
    element('a', { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60000); // some browsers read it only once a place was chosen
    said.textContent = ui('checker.summary.saved', { Name: name });
  };
  const button = (label, click) => element('button', { type: 'button', class: 'button', click }, ui(label));
  return element('section', { class: 'checker-keep' },
    groupHeading(ui('checker.keep')),
    element('div', { class: 'checker-actions' },
      button('checker.copy', () => copy(link, address, fromDisk ? 'checker.copied-online' : 'checker.copied')),
      button('checker.summary.copy', copyText), button('checker.summary.save', save), button('checker.print', () => print()),
      restartLink(c)),
    said, address.p, summary.p,
    element('p', { class: 'checker-private' }, ui('checker.private')),
    element('p', { class: 'checker-reviewed' }, ui('checker.reviewed', { Date: c.data.reviewed })));
}

const fromDisk = location.protocol === 'file:';
const addressLabel = fromDisk ? 'checker.summary.online' : 'checker.address';

// canonical is the page's address as the site is published: a folder's would mean nothing elsewhere, and would tell of the
// reader's machine.
const canonical = () => document.querySelector('link[rel=canonical]').href;
const published = c => canonical() + '#' + c.address.replace(/^[^#]*#/, '');

function summaryOf(c, made) {
  return compose(Object.assign({}, c, {
    made, warnings: [...document.querySelectorAll('.checker-intro .callout-warning')].map(e => [...e.children].map(p => p.textContent)), address: published(c), absolute: url => new URL(url, canonical()).href,
    label: c.say.ui(addressLabel),
  }));
}
