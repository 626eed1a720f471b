// The page on which the site is searched. What is looked for stands in the fragment of the address (#q=…), which no
// browser sends: a query string (?q=…) would end in the log of the server. So the page can be reloaded, kept and
// shared, from a server and from a folder, and nothing is stored. That takes a script, and so does searching: the form is
// made here, and readers without scripts are shown other ways.
//
// The index is a script that is loaded at the first use: when the field gets the focus, or when the address asks for
// something. Its element stands in a template of the page. The content policy lets no script write the address of
// another one; a copy of what the page's author wrote is all that can be added.

import { create } from './search-engine.js';
import { element, fill, speak } from './checker-words.js';

const PAUSE = 200; // milliseconds without a key before results are shown

const root = document.getElementById('search'), embedded = document.getElementById('search-data');
if (root && embedded) start(JSON.parse(embedded.textContent));

function start(data) {
  const say = speak(data), plainTitle = document.title, engines = {};
  let shown = null, timer = 0;

  const field = element('input', { type: 'search', id: 'search-field', class: 'search-field', autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false', enterkeyhint: 'search', 'aria-describedby': 'search-hint', focus: () => engine(data.lang), input: typed, keydown: keyInField });
  const status = element('p', { class: 'search-status', role: 'status' });
  const results = element('ol', { class: 'search-results', id: 'search-results', keydown: keyInResults });
  const others = element('div');

  // engine is a promise of the engine of a language.
  function engine(lang) {
    if (!engines[lang]) {
      engines[lang] = new Promise((resolve, reject) => {
        const copy = document.importNode(document.getElementById('search-index-' + lang).content, true);
        const script = copy.querySelector('script');
        script.addEventListener('load', () => resolve(create(self.boussoleIndex[lang])));
        script.addEventListener('error', reject);
        document.head.append(script);
      });
      engines[lang].catch(() => { delete engines[lang]; });
    }
    return engines[lang];
  }

  const asked = () => {
    const m = /^#q=(.*)$/.exec(location.hash);
    if (!m) return '';
    try {
      return decodeURIComponent(m[1].replace(/\+/g, ' '));
    } catch (e) {
      return ''; // somebody changed the address by hand
    }
  };
  const address = query => query ? '#q=' + encodeURIComponent(query) : location.pathname.replace(/.*\//, '');

  function typed() {
    clearTimeout(timer);
    timer = setTimeout(() => go(field.value.trim(), true), PAUSE);
  }

  // go looks for something. While one types the address is changed in place; a query that is sent is a step in history.
  function go(query, typing) {
    clearTimeout(timer);
    if (query !== asked()) {
      if (typing) history.replaceState(null, '', address(query));
      else history.pushState(null, '', address(query));
    }
    show(query);
  }

  function show(query) {
    if (query === shown) return;
    shown = query;
    document.title = query ? say.ui('search.title', { Query: query, Page: plainTitle }) : plainTitle;
    document.querySelectorAll('a[rel~=alternate]').forEach(a => { a.hash = query ? 'q=' + encodeURIComponent(query) : ''; });
    if (!query) return clear('');
    if (!engines[data.lang]) status.textContent = say.ui('search.loading');
    engine(data.lang).then(e => query === shown && answer(e, query), () => query === shown && clear(say.ui('search.failed')));
  }

  function clear(text) {
    results.replaceChildren();
    others.replaceChildren();
    status.textContent = text;
  }

  function answer(engine, query) {
    const found = engine.search(query), whole = found.results.some(r => r.whole);
    const notes = [found.results.length ? say.ui('search.count', { Count: found.results.length }) : say.ui('search.none', { Query: query })];
    if (found.missing.length && found.results.length) notes.push(say.ui('search.missing', { Words: found.missing.join(', ') }));
    else if (found.results.length && !whole) notes.push(say.ui('search.partial'));
    clear(notes.join(' '));
    fill(results, [found.results.map(r => item(data.lang, engine, found.keys, r))]);
    if (!whole) data.others.forEach(lang => elsewhere(lang, query));
  }

  // elsewhere points to the pages in another language where every word of the query stands.
  function elsewhere(lang, query) {
    engine(lang).then(e => {
      const found = e.search(query), best = found.results.filter(r => r.whole).slice(0, 3);
      if (query !== shown || !best.length) return;
      others.append(
        element('h2', null, say.ui('search.other', { Language: say.ui('language.' + lang) })),
        element('ol', { class: 'search-results', lang, keydown: keyInResults }, best.map(r => item(lang, e, found.keys, r))));
    }, () => {}); // that language is not there: there is nothing to point to
  }

  function item(lang, engine, keys, result) {
    const index = self.boussoleIndex[lang], page = index.pages[result.page], part = (index.parts[result.page] || [])[result.part];
    const link = (anchor, text) => element('a', { href: data.root + page.u + anchor, hreflang: lang !== data.lang && lang }, marked(engine, keys, text));
    const anchor = part && engine.anchor(part);
    return element('li', null,
      page.s >= 0 && element('p', { class: 'search-section' }, index.sections[page.s]),
      element(lang === data.lang ? 'h2' : 'h3', null, link('', page.t)),
      element('p', null, marked(engine, keys, part && part[2] || page.d)),
      anchor && element('p', null, element('span', { lang: data.lang }, say.ui('search.part')), ' ', link('#' + anchor, part[1])));
  }

  // marked is a text in which what was looked for is marked.
  function marked(engine, keys, text) {
    const out = [];
    let at = 0;
    engine.marks(text, keys).forEach(([start, end]) => {
      out.push(text.slice(at, start), element('mark', null, text.slice(start, end)));
      at = end;
    });
    return out.concat(text.slice(at));
  }

  const titles = () => Array.from(root.querySelectorAll('.search-results :is(h2, h3) a'));

  function keyInField(event) {
    if (event.key === 'Escape' && field.value) {
      event.preventDefault();
      field.value = '';
      go('', true);
    } else if (event.key === 'ArrowDown' && titles().length) {
      event.preventDefault();
      titles()[0].focus();
    }
  }

  // keyInResults goes from one result to the next, and from the first back to the field; Tab reaches every link.
  function keyInResults(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const all = titles(), here = event.target.closest('li'), i = all.findIndex(a => here.contains(a));
    event.preventDefault();
    (all[i + step] || (step < 0 ? field : all[i])).focus();
  }

  // enter puts the cursor into the field. A browser that goes to the place #search takes the focus away once more: the
  // place takes none, so this waits until it is there.
  function enter() {
    if (document.readyState === 'complete') setTimeout(() => field.focus());
    else addEventListener('load', () => setTimeout(() => field.focus()));
  }

  function read() {
    clearTimeout(timer);
    if (location.hash === '#search') enter();
    else if (/^(#q=.*)?$/.test(location.hash)) {
      field.value = asked();
      show(asked());
    }
  }

  fill(root, [
    element('form', { class: 'search-form', role: 'search', submit: event => {
      event.preventDefault();
      go(field.value.trim(), false);
    } },
    element('label', { for: 'search-field' }, say.ui('search.label')),
    field,
    element('button', { type: 'submit', class: 'button' }, say.ui('search.submit')),
    element('p', { id: 'search-hint', class: 'quiet' }, say.ui('search.hint'))),
    status, results, others]);
  addEventListener('hashchange', read);
  addEventListener('popstate', read);
  document.querySelectorAll('.checker-noscript').forEach(e => { e.hidden = true; });
  read();
}
