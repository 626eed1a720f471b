// What keeps people from using a page, as far as the page itself tells: rules of our own, for machines on which no other
// tool can be had, and a second opinion where one can. An expression that gives [{Rule, Says, At, Times}], each rule once
// with the first element that breaks it. Only what is shown counts. Numbers are WCAG 2.2 criteria.
//
// The ground of a text is made of the colours of the elements around it; one that lies over a picture, or has been moved
// over something else, is not judged.
(() => {
  const found = new Map();
  const report = (Rule, e, Says) => {
    if (found.has(Rule)) found.get(Rule).Times++;
    else found.set(Rule, { Rule, Says, At: e.cloneNode().outerHTML.slice(0, 160), Times: 1 });
  };
  const all = selector => [...document.querySelectorAll(selector)];
  const shown = e => e.checkVisibility({ visibilityProperty: true });
  const heard = e => shown(e) && !e.closest('[aria-hidden=true]');
  const trimmed = text => (text || '').trim();

  // Names: 4.1.2, 2.4.4, 1.1.1.
  const words = e => trimmed([...e.childNodes].map(n => {
    if (n.nodeType === Node.TEXT_NODE) return n.data;
    if (n.nodeType !== Node.ELEMENT_NODE || n.getAttribute('aria-hidden') === 'true' || !shown(n)) return '';
    return n.getAttribute('aria-label') || n.getAttribute('alt') || words(n);
  }).join(' '));
  const named = (e, attribute) => trimmed(e.getAttribute(attribute)).split(/\s+/).filter(id => id).map(id => document.getElementById(id));
  const name = e => named(e, 'aria-labelledby').filter(o => o).map(o => o.textContent.trim()).join(' ') || trimmed(e.getAttribute('aria-label'))
    || [...e.labels || []].map(words).join(' ') || (e.matches('input, select, textarea') ? '' : words(e))
    || (e.matches('[type=submit], [type=button], [type=reset]') ? e.value : '') || trimmed(e.title);
  const controls = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=radiogroup], fieldset, [tabindex="0"]';
  for (const e of all(controls).filter(heard)) {
    const own = e.matches('fieldset') && e.querySelector(':scope > legend');
    if (!(own && words(own)) && !name(e)) report('name', e, 'a control without a name');
  }
  for (const e of all('[tabindex]')) if (e.tabIndex > 0) report('tabindex', e, 'an order of its own for the keyboard (2.4.3)');
  for (const e of all('img').filter(heard)) if (!e.hasAttribute('alt')) report('image', e, 'an image without alt (1.1.1)');
  for (const e of all('svg').filter(e => heard(e) && !e.closest('[role=img]'))) report('image', e, 'a drawing that is neither named nor hidden (1.1.1)');
  for (const e of all('[role=img]').filter(heard)) if (!name(e)) report('image', e, 'a drawing without a name (1.1.1)');

  // Headings: 1.3.1, 2.4.6.
  const headings = all('h1, h2, h3, h4, h5, h6').filter(heard), level = h => +h.localName[1];
  if (headings.filter(h => level(h) === 1).length !== 1) report('h1', document.body, 'not one h1');
  headings.forEach((h, i) => {
    if (!words(h)) report('heading', h, 'an empty heading');
    if (i && level(h) > level(headings[i - 1]) + 1) report('heading', h, 'a level of headings is left out');
  });

  // Ids, and what refers to them: 1.3.1.
  const ids = new Set();
  for (const e of all('[id]')) {
    if (ids.has(e.id)) report('id', e, 'an id that another element has');
    ids.add(e.id);
  }
  for (const attribute of ['for', 'aria-labelledby', 'aria-describedby', 'aria-controls', 'aria-details', 'popovertarget']) {
    for (const e of all('[' + attribute + ']')) if (named(e, attribute).includes(null)) report('reference', e, attribute + ' names what is not there');
  }

  // Language: 3.1.1, 3.1.2. A document of several languages (mul) says of every text which one it is; see below.
  for (const e of [document.documentElement, ...all('body :is([lang], [hreflang])')]) {
    for (const code of [e.lang, e.getAttribute('hreflang')].filter(code => code !== null && (code || e === document.documentElement))) {
      try {
        if (code !== 'mul' && !Intl.DisplayNames.supportedLocalesOf(code).length) report('language', e, 'a language that nobody knows');
      } catch {
        report('language', e, 'no language');
      }
    }
  }

  // Landmarks: 1.3.1, 2.4.1. A header or footer is one where it belongs to the page.
  const whole = e => !e.parentElement.closest('main, article, section, aside, nav');
  const main = all('main, [role=main]').filter(shown);
  if (main.length !== 1) report('landmark', document.body, main.length + ' main');
  for (const kind of ['header', 'footer']) {
    if (all(kind).filter(e => shown(e) && whole(e)).length > 1) report('landmark', document.body, 'more than one ' + kind);
  }
  const ways = all('nav').filter(heard);
  if (new Set(ways.map(name => name.getAttribute('aria-label') || named(name, 'aria-labelledby').map(words).join())).size < ways.length) {
    report('landmark', ways.at(-1), 'menus that cannot be told apart');
  }

  // Tables: 1.3.1.
  for (const table of all('table').filter(heard)) {
    if (!table.caption || !words(table.caption)) report('table', table, 'a table without a caption');
    const heads = [...table.querySelectorAll('th')];
    if (!heads.length) report('table', table, 'a table without headings');
    for (const th of heads) if (!['col', 'row', 'colgroup', 'rowgroup'].includes(th.getAttribute('scope'))) report('table', th, 'a heading without scope');
  }

  // Contrast: 1.4.3. Colours are [red, green, blue, alpha], the first three of 255.
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true }), mixed = new Map();
  const color = css => {
    if (!mixed.has(css)) {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = css;
      canvas.fillRect(0, 0, 1, 1);
      const c = [...canvas.getImageData(0, 0, 1, 1).data];
      mixed.set(css, [c[0], c[1], c[2], c[3] / 255]);
    }
    return mixed.get(css);
  };
  const over = (top, below) => [0, 1, 2].map(i => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
  const light = c => [0.2126, 0.7152, 0.0722].reduce((sum, part, i) => {
    const v = c[i] / 255;
    return sum + part * (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  }, 0);
  const lit = new Map(); // by element: what a text in it lies on
  const ground = e => {
    if (!e) return { color: [255, 255, 255, 1], opacity: 1, judged: true, clipped: false };
    if (!lit.has(e)) {
      const s = getComputedStyle(e), below = ground(e.parentElement), c = color(s.backgroundColor), r = e.getBoundingClientRect();
      const plain = s.backgroundImage === 'none' || e.matches('.table-scroll'); // there, a shadow at the very edge
      lit.set(e, {
        color: over(c, below.color), opacity: below.opacity * s.opacity,
        judged: plain && (c[3] === 1 || below.judged),
        clipped: below.clipped || s.overflow === 'hidden' && r.width <= 1 && r.height <= 1,
      });
    }
    return lit.get(e);
  };
  const judge = (e, text) => {
    const g = ground(e);
    if (!text.trim() || g.clipped || !g.judged || !shown(e) || e.matches(':disabled, option, script, style, noscript')) return;
    const s = getComputedStyle(e), c = color(s.color), size = parseFloat(s.fontSize);
    const pair = [light(over([c[0], c[1], c[2], c[3] * g.opacity], g.color)), light(g.color)].sort((a, b) => b - a);
    const ratio = (pair[0] + 0.05) / (pair[1] + 0.05), least = size >= 24 || size >= 18.66 && s.fontWeight >= 700 ? 3 : 4.5;
    if (ratio < least) report('contrast', e, s.color + ' stands out ' + ratio.toFixed(2) + ' times, want ' + least + ': ' + text.trim().slice(0, 40));
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const skip = document.querySelector('a[href^="#"]'), within = 'main, header, footer, nav, aside, dialog, [role=main], [role=region], script, style, noscript';
  while (texts.nextNode()) {
    const n = texts.currentNode, e = n.parentElement;
    judge(e, n.data);
    if (/\p{L}/u.test(n.data) && shown(e) && e.closest('[lang]')?.lang === 'mul' && !e.closest('h1')) report('language', e, 'text in no language'); // h1: the name of the site
    if (n.data.trim() && heard(e) && !skip?.contains(e) && !e.closest(within)) report('region', e, 'text outside of every landmark');
  }
  for (const e of all('input:not([type=checkbox], [type=radio]), textarea, select')) judge(e, e.value || e.placeholder || '');
  return [...found.values()];
})()
