// The page on which a request is prepared. It is whole without this script, which adds notes, progress, the answers of
// the questionnaire and the documents. What can be ticked and the answers live in the fragment of the address:
// #_from=access&role=patient&…&_ready=dose.product holds the pathway, its answers as the checker writes them, and the
// boxes that are ticked. What is written stays in the page: it is in no address, stored nowhere and sent nowhere.

import { element, fill, speak } from './checker-words.js';
import { compose, toHTML, toMarkdown, toText } from './dossier-text.js';

const root = document.getElementById('dossier'), embedded = document.getElementById('dossier-data');
if (root && embedded) start(JSON.parse(embedded.textContent));

function start(data) {
  const say = speak(data), ui = say.ui;
  const pieces = [].concat(...data.groups.map(g => g.pieces)), fields = data.questions || [];
  const choices = [].concat(...fields.map(f => f.choices || []));
  const box = id => document.getElementById('tick-' + id), area = id => document.getElementById('write-' + id), note = id => document.getElementById('note-' + id);
  const known = pieces.concat(choices).map(x => x.id);
  let link = { from: '', answers: [], dropped: 0 }; // what the address says besides the boxes
  let unsaved = false; // something was written since the last document

  // These stay in the document: a live region is heard only where it was there before its text.
  const answers = element('section', { class: 'sheet-group', 'aria-labelledby': 'dossier-answers', hidden: true });
  const progress = element('p', { class: 'sheet-progress', role: 'status' });
  const said = element('p', { class: 'copy-status', role: 'status' });

  // read takes the state out of the address. An anchor of the page is no state.
  const isState = () => /=/.test(location.hash);
  function read() {
    const pairs = new URLSearchParams(isState() ? location.hash.slice(1) : ''), from = pairs.get('_from'), asked = data.pathways && Object.prototype.hasOwnProperty.call(data.pathways, from) && data.pathways[from];
    link = { from: asked ? from : '', answers: [], dropped: 0 };
    pairs.forEach((option, id) => {
      if (id[0] === '_') return;
      const options = asked && Object.prototype.hasOwnProperty.call(asked.questions, id) && asked.questions[id];
      if (options && options.includes(option)) link.answers.push([id, option]);
      else link.dropped++;
    });
    return { ready: pairs.has('_ready') ? pairs.get('_ready').split('.') : null };
  }

  const write = () => {
    const ready = known.filter(id => box(id).checked);
    const parts = (link.from ? ['_from=' + link.from] : []).concat(link.answers.map(pair => pair.join('=')), ready.length || link.from ? '_ready=' + ready.join('.') : []);
    return parts.join('&');
  };

  const ask = pair => say.word(link.from + '.question.' + pair[0] + '.ask');
  const answer = pair => say.word(link.from + '.question.' + pair[0] + '.option.' + pair[1]) || say.word(link.from + '.question.' + pair[0] + '.unknown') || ui('dossier.script.unknown');

  // keep puts the boxes into the address, and takes it along to the other language.
  function keep() {
    history.replaceState(null, '', '#' + write());
    carry();
  }
  const carry = () => document.querySelectorAll('a[rel~=alternate]').forEach(a => { a.hash = write(); });

  function count() {
    const ready = pieces.filter(p => box(p.id).checked), needed = ready.filter(p => p.needed).length, more = ready.length - needed;
    progress.textContent = ui('dossier.script.progress', { Count: needed, Total: pieces.filter(p => p.needed).length }) +
      (more ? ' ' + ui('dossier.script.more', { Count: more }) : '');
  }

  // show makes the page what the address says. What is written already stays.
  function show() {
    const ready = read().ready;
    known.forEach(id => { box(id).checked = ready ? ready.includes(id) : choices.some(c => c.id === id && c.prefill && link.answers.some(pair => pair.join('=') === c.prefill)); });
    fields.forEach(f => {
      const pair = link.answers.find(x => x[0] === f.prefill && x[1] !== 'unknown'), e = area(f.id);
      if (!pair || e.value && !e.hasAttribute('data-prefilled')) return;
      e.value = answer(pair);
      e.setAttribute('data-prefilled', '');
      if (!document.getElementById('from-' + f.id)) e.after(element('p', { class: 'hint', id: 'from-' + f.id }, ui('dossier.script.prefilled')));
      mirror(e);
    });
    answers.hidden = !link.answers.length && !link.dropped;
    answers.replaceChildren();
    fill(answers, [
      element('h2', { id: 'dossier-answers' }, ui('dossier.script.answers')),
      link.dropped > 0 && element('p', { class: 'checker-notice' }, ui('dossier.script.dropped', { Count: link.dropped })),
      link.answers.length > 0 && element('dl', { class: 'answers' }, link.answers.map(pair => element('div', { class: 'answer' }, element('dt', null, ask(pair)), element('dd', null, answer(pair))))),
      link.from && element('p', { class: 'answer-change' }, element('a', { href: data.pathways[link.from].url + '#' + link.answers.map(pair => pair.join('=')).join('&') }, ui('dossier.script.change'))),
    ]);
    carry();
    count();
  }

  // mirror gives print what an area holds: paper shows all of it, however long.
  function mirror(e) {
    const id = e.id + '-paper', paper = document.getElementById(id) || element('div', { class: 'paper', id });
    paper.textContent = e.value;
    if (!paper.parentNode) e.after(paper);
    e.classList.toggle('filled', e.value !== '');
  }

  function notes() {
    pieces.forEach(p => {
      const id = 'note-' + p.id;
      document.getElementById('about-' + p.id).after(element('details', { class: 'piece-note' },
        element('summary', null, ui('dossier.script.note'), element('span', { class: 'visually-hidden' }, ' ' + p.text)),
        element('label', { for: id, class: 'visually-hidden' }, ui('dossier.script.note-on', { Piece: p.text })),
        element('textarea', { id, rows: 2, autocomplete: 'off' })));
    });
  }

  const state = () => {
    const s = { answers: link.answers.map(pair => [ask(pair), answer(pair)]), ticked: {}, notes: {}, texts: {} };
    known.forEach(id => { s.ticked[id] = box(id).checked; });
    pieces.forEach(p => { s.notes[p.id] = note(p.id).value; });
    fields.forEach(f => { s.texts[f.id] = area(f.id).value; });
    return s;
  };
  const parts = () => compose(data, state(), ui);

  // download hands a file over: it is made here, and the browser saves it where it saves files.
  function download(ending, type, text) {
    const name = data.name + '.' + ending, address = URL.createObjectURL(new Blob([text], { type: type + ';charset=utf-8' }));
    const a = element('a', { href: address, download: name, hidden: true });
    root.append(a);
    a.click();
    a.remove();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
    unsaved = false;
    said.textContent = ui('dossier.script.made', { Name: name });
  }

  function exports() {
    const all = element('textarea', { id: 'dossier-all', rows: 8, readonly: true });
    const byHand = element('div', { class: 'asked', hidden: true }, element('label', { for: 'dossier-all' }, ui('dossier.script.all')), all);
    const select = text => {
      byHand.hidden = false;
      all.value = text;
      all.focus();
      all.select();
      said.textContent = ui('dossier.script.copy-by-hand');
    };
    const copy = () => {
      const text = toText(parts(), ui);
      if (!navigator.clipboard) return select(text);
      navigator.clipboard.writeText(text).then(() => { unsaved = false; said.textContent = ui('dossier.script.copied'); }, () => select(text));
    };
    const button = (label, click) => element('button', { type: 'button', class: 'button', click }, ui(label));
    return element('section', { class: 'sheet-keep', 'aria-labelledby': 'dossier-keep' },
      element('h2', { id: 'dossier-keep' }, ui('dossier.script.keep')),
      element('p', null, ui('dossier.script.kept')),
      element('div', { class: 'checker-actions' },
        button('dossier.script.html', () => download('html', 'text/html', toHTML(parts(), data.lang, ui))),
        button('dossier.script.markdown', () => download('md', 'text/markdown', toMarkdown(parts(), ui))),
        button('dossier.script.text', () => download('txt', 'text/plain', toText(parts(), ui))),
        button('dossier.script.print', () => print()), button('dossier.script.copy', copy)),
      said, byHand);
  }

  notes();
  root.prepend(answers);
  root.append(progress);
  root.after(exports());
  root.addEventListener('change', event => {
    if (event.target.type !== 'checkbox') return;
    keep();
    count();
  });
  root.addEventListener('input', event => {
    if (event.target.tagName !== 'TEXTAREA') return;
    unsaved = true;
    event.target.removeAttribute('data-prefilled');
    mirror(event.target);
  });
  // Only where something would be lost; what the browser then says is its own.
  addEventListener('beforeunload', event => { if (unsaved) { event.preventDefault(); event.returnValue = ''; } });
  addEventListener('hashchange', () => {
    if (isState()) show();
    else if (write()) history.replaceState(null, '', '#' + write()); // an anchor was followed: the address holds the state still
  });
  show();
  document.querySelectorAll('.dossier-noscript').forEach(e => { e.hidden = true; });
}
