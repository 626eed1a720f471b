// The checker: one question at a time, then the result. Its whole state is the fragment of the address, which is
// never sent anywhere: named answers, such as #role=patient&serious=unknown, and, while one of them is looked at
// again, the reserved word q: &q=serious shows that question (so no question may be called q). Everything on the
// page follows from the fragment. Hence Back, reload, bookmarks and shared links work, from a server and from a
// folder, and nothing is stored.

import { create, UNKNOWN_ID } from './decide.js';
import { element, fill, speak } from './checker-words.js';
import { resultView, sourced } from './checker-result.js';
import { create as createReasons } from './reasons.js';
import { whyAsked } from './result.js';

const root = document.getElementById('checker'), embedded = document.getElementById('checker-data');
if (root && embedded) start(JSON.parse(embedded.textContent));

function start(data) {
  const say = speak(data), decide = create(data.pathway), questions = data.pathway.questions;
  const reasons = createReasons(data.pathway);
  const plainTitle = document.title;
  const warning = document.querySelector('.checker-intro .callout-warning');
  if (warning) warning.id = 'checker-warning';
  // What was chosen since the page was opened, in memory only: shown again where one comes back to a question.
  const kept = new Map();
  let fragment = '', shown = null; // the state that is shown, and the address that led to it
  let left = null; // the way to the question that is looked at again: {fragment, link}, the link by its place in the page
  let arrived = false; // something was shown already
  let raised = null; // the state after a change that asks for more than was left

  // These three stay in the document: a live region is heard only where it was there before its text.
  const back = element('p', { class: 'checker-back', hidden: true });
  const progress = element('p', { class: 'checker-progress', role: 'status' });
  const stage = element('div', { class: 'checker-stage' });

  const find = id => questions.find(q => q.id === id);
  const ask = id => say.word('question.' + id + '.ask');
  const answer = (id, option) => option !== UNKNOWN_ID || find(id).options.includes(option)
    ? say.word('question.' + id + '.option.' + option)
    : say.word('question.' + id + '.unknown') || say.ui('checker.unknown');

  // write is the fragment for the answers that count, and read its contrary. An anchor of the page is no state.
  const write = (relevant, id) => relevant.map(pair => pair.join('=')).concat(id ? 'q=' + id : []).join('&');
  const isState = () => /^(#?$|.*=)/.test(location.hash);

  function read() {
    const state = { answers: Object.create(null), ask: null, refused: 0 };
    new URLSearchParams(isState() ? location.hash.slice(1) : '').forEach((option, id) => {
      const q = find(id);
      if (id === 'q') state.ask = option;
      // A link from before "I do not know" was withdrawn from a question.
      else if (q && option === UNKNOWN_ID && !q.unknown && !q.options.includes(option)) state.refused++;
      else state.answers[id] = option;
    });
    return state;
  }

  // go moves to a state, as a step in the history, without waiting for the event that follows.
  function go(to) {
    location.hash = to;
    show(true);
  }

  // show makes the page what the address says. moved: someone is on the way, so the new heading takes the focus. Who
  // arrives by a link sees the page's warning first, and at a result hears it too; who is on the way has met it.
  function show(moved) {
    const state = read(), result = decide.evaluate(state.answers);
    const id = decide.asks(state.ask, result) ? state.ask : result.next;
    const aside = result.dropped.length + state.refused;
    shown = location.hash;
    fragment = write(result.relevant, id === result.next ? null : id);
    result.relevant.forEach(pair => kept.set(pair[0], pair[1]));

    const notice = aside > 0 && element('p', { class: 'checker-notice', id: 'checker-notice' }, say.ui('checker.dropped', { Count: aside }));
    const described = [notice && 'checker-notice', !id && !arrived && warning && warning.id].filter(Boolean).join(' ');
    const heading = text => element('h2', { class: 'checker-heading', id: 'checker-heading', tabindex: -1, 'aria-describedby': described }, text);
    const link = q => '#' + write(result.relevant, q);
    const list = () => answers(result, link);
    const c = { data, say, decide, reasons, result, heading, ask, answer, link, list, write, address: location.href.replace(/#.*/, '') + '#' + fragment, restart: () => kept.clear() };
    const view = id ? questionView(id, c) : resultView(c);

    const before = previous(id, result);
    root.toggleAttribute('data-linked', moved && !arrived);
    back.hidden = !before;
    back.replaceChildren(before ? element('a', { href: link(before) }, say.ui('checker.back')) : '');
    progress.textContent = progressText(id, result);
    stage.replaceChildren();
    fill(stage, [notice, view]);

    const title = document.getElementById('checker-heading');
    document.title = fragment ? say.ui('checker.title', { Step: title.textContent, Page: data.title }) : plainTitle;
    // The same page in the other language takes the answers along.
    document.querySelectorAll('a[rel~=alternate]').forEach(a => { a.hash = fragment; });
    if (!moved) {
      arrived = true;
      return;
    }
    title.focus({ preventScroll: true });
    // Whether this glides is for the style sheet to say (scroll-behavior), which knows about reduced motion.
    if (root.getBoundingClientRect().top < 0 || title.getBoundingClientRect().bottom > innerHeight * 0.7) (!arrived && warning || root).scrollIntoView(arrived ? {} : { behavior: 'instant' });
    arrived = true;
  }

  const within = () => [...stage.querySelectorAll('a[href^="#"]')];

  // unchanged leaves a question that is looked at again as it was, and returns to the link that led to it.
  function unchanged() {
    const from = left, before = write(decide.evaluate(read().answers).relevant);
    go(before);
    const link = from && from.fragment === before && within()[from.link];
    if (!link) return;
    for (let e = link.closest('details'); e; e = e.parentElement.closest('details')) e.open = true;
    link.focus();
  }

  // previous is the answered question before one, in the order of the questions; null asks for the last one.
  function previous(id, result) {
    const place = id ? questions.indexOf(find(id)) : questions.length;
    const before = result.relevant.filter(pair => questions.indexOf(find(pair[0])) < place);
    return before.length ? before[before.length - 1][0] : null;
  }

  // given tells how many answers were given. A step says its own number, so that a reader hears each one.
  const given = result => result.relevant.length ? ' ' + say.ui('checker.progress.given', { Count: result.relevant.length }) : '';

  function progressText(id, result) {
    if (!id) return say.ui('checker.progress.result', { Count: result.relevant.length });
    if (id !== result.next) return say.ui('checker.progress.kept');
    const least = Math.max(result.atLeast, 1); // the one that is shown
    return (raised !== null && raised === fragment ? say.ui('checker.progress.raised') + ' ' : '') + (least === result.atMost
      ? say.ui('checker.progress.exact', { Count: least })
      : say.ui(result.relevant.length ? 'checker.progress.between' : 'checker.progress.first', { Count: least, Most: result.atMost })) + given(result);
  }

  function questionView(id, c) {
    const result = c.result, q = find(id), chosen = kept.get(id), help = say.word('question.' + id + '.help');
    const field = option => 'checker-' + id + '-' + option;
    const radio = option => element('div', { class: option === UNKNOWN_ID ? 'radio radio-unknown' : 'radio' },
      element('input', { type: 'radio', name: id, value: option, id: field(option), checked: option === chosen }),
      element('label', { for: field(option) }, answer(id, option)));
    // The heading stands before the group: as its legend it would be read twice when it takes the focus.
    const group = element('div', { class: 'checker-question', role: 'radiogroup', 'aria-labelledby': 'checker-heading', 'aria-describedby': help && 'checker-hint' },
      q.options.map(radio), q.unknown && radio(UNKNOWN_ID));

    // refuse says that nothing was chosen: above the question, at it, and in the title.
    function refuse() {
      const text = say.ui('checker.error.choose'), old = stage.querySelector('.error-summary');
      if (old) return old.focus();
      const first = group.querySelector('input');
      const summary = element('div', { class: 'error-summary', role: 'alert', tabindex: -1, 'aria-labelledby': 'checker-problem' },
        element('h2', { id: 'checker-problem' }, say.ui('checker.error.heading')),
        element('p', null, element('a', { href: '#' + first.id, click: event => { event.preventDefault(); first.focus(); } }, text)));
      group.classList.add('checker-question-error');
      group.setAttribute('aria-invalid', 'true');
      group.setAttribute('aria-describedby', (help ? 'checker-hint ' : '') + 'checker-error');
      group.prepend(element('p', { class: 'error-message', id: 'checker-error' }, text));
      document.title = say.ui('checker.error.title', { Title: document.title });
      stage.prepend(summary);
      summary.focus();
    }

    function submit(event) {
      event.preventDefault();
      const input = group.querySelector('input:checked');
      if (!input) return refuse();
      const next = Object.create(null);
      result.relevant.concat([[id, input.value]]).forEach(pair => { next[pair[0]] = pair[1]; });
      kept.set(id, input.value);
      const after = decide.evaluate(next);
      raised = id !== result.next && after.atMost > result.atMost ? write(after.relevant) : null;
      go(write(after.relevant));
    }

    const count = result.relevant.length;
    return [
      // autocomplete: no browser is to choose an answer when the page is loaded again.
      element('form', { class: 'checker-form', autocomplete: 'off', submit },
        c.heading(ask(id)), help && element('p', { class: 'hint', id: 'checker-hint' }, help), group,
        element('p', { class: 'checker-actions' },
          element('button', { type: 'submit', class: 'button' }, say.ui('checker.continue')),
          id !== result.next && element('a', { class: 'unchanged', href: '#' + write(result.relevant), click: event => { event.preventDefault(); unchanged(); } }, say.ui('checker.unchanged')))),
      why(id, c),
      count > 0 && element('details', { class: 'checker-answers' },
        element('summary', null, say.ui('checker.answers-so-far', { Count: count })), c.list()),
    ];
  }

  // why says what the answer to a question bears on: it is worked out only for those who ask.
  function why(id, c) {
    function unfold() {
      if (details.children.length > 1) return;
      const w = whyAsked(c, id);
      fill(details, [
        find(id).words && element('p', null, say.ui('checker.why-asked.words')),
        w.lines.length > 0 && [element('p', null, say.ui('checker.why-asked.conditions')), sourced(c, w.lines)],
        w.routes.length > 0 && [element('p', null, say.ui('checker.why-asked.routes', { Count: w.routes.length })), element('ul', null, w.routes.map(name => element('li', null, name)))],
      ]);
    }
    const details = element('details', { class: 'checker-why', toggle: unfold }, element('summary', null, say.ui('checker.why-asked')));
    return details;
  }

  // answers lists what was answered, with a link that leads to each question again.
  function answers(result, link) {
    return element('dl', { class: 'answers' }, result.relevant.map(pair => element('div', { class: 'answer' },
      element('dt', null, ask(pair[0])),
      element('dd', null, answer(pair[0], pair[1])),
      element('dd', { class: 'answer-change' }, element('a', { href: link(pair[0]) }, say.ui('checker.change'),
        element('span', { class: 'visually-hidden' }, ' ' + say.ui('checker.change-what', { Question: ask(pair[0]) })))))));
  }

  addEventListener('hashchange', () => {
    if (isState()) {
      if (location.hash !== shown) show(true);
    // An anchor of the page was followed, such as the link to the content: the address holds the answers still.
    } else if (fragment) history.replaceState(null, '', '#' + fragment);
  });
  // Escape closes what is unfolded where the focus stands, or else leaves a question that is looked at again.
  addEventListener('keydown', event => {
    const at = document.activeElement, inside = root.contains(at);
    if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing || !inside && at !== document.body) return;
    const open = inside && at.closest('details[open]'), again = stage.querySelector('.unchanged');
    if (open) {
      open.open = false;
      open.querySelector('summary').focus();
    } else if (again && !document.querySelector(':popover-open')) unchanged();
  });
  // Where one stood when one went to look at an answer again.
  root.addEventListener('click', event => {
    const link = event.target.closest('a');
    if (link && /(#|&)q=/.test(link.hash)) left = { fragment, link: within().indexOf(link) };
  });
  addEventListener('beforeprint', () => stage.querySelectorAll('details').forEach(d => { d.open = true; }));

  root.append(back, progress, stage);
  const tree = root.getAttribute('data-tree');
  if (tree) root.append(element('p', { class: 'checker-tree' }, element('a', { href: tree }, say.ui('checker.tree'))));
  show(isState() && location.hash.length > 1);
  document.querySelectorAll('.checker-noscript').forEach(e => { e.hidden = true; });
}
