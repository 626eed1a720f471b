// A result to take away: its words in order (compose), as plain text and as one HTML file that needs nothing else. It
// touches no document. Texts may be anything: each writer makes them mean themselves and nothing else.
//
// A summary is a list of parts: ['title', text], ['heading', text], ['route', text], ['para', text], ['label', label, text],
// ['list', texts], ['pairs', [[question, answer]]], ['link', label, text, address], ['sources', [{text, url}]].

import { bySource, describe, nameOf } from './result.js';

// compose says what the summary holds. c: as in result.js, with ask and answer, which word a question and an answer;
// absolute, which makes an address whole; warnings, those of the page, each a list of its label and its texts; address, of the result, with its label; made, a date or ''.
export function compose(c) {
  const ui = c.say.ui, r = describe(c), cited = [];
  const number = source => {
    if (!cited.includes(source)) cited.push(source);
    return ' [' + (cited.indexOf(source) + 1) + ']';
  };
  const lines = list => ['list', [].concat(...bySource(list).map(g => g.texts.map(text => text + (g.source && number(g.source)))))];
  const pair = p => c.ask(p[0]) + ' ' + c.answer(p[0], p[1]);
  const parts = [['title', ui('checker.summary.title', { Page: c.data.title })], ['para', c.data.notice]];
  c.warnings.forEach(w => parts.push(['label', w[0], w.slice(1).join(' ')]));
  if (c.made) parts.push(['para', ui('checker.summary.made', { Date: c.made })]);
  parts.push(['heading', r.heading]);
  if (r.contradiction) parts.push(['para', r.contradiction.text]);
  if (r.lead) parts.push(['para', r.lead]);
  r.groups.forEach(g => {
    if (g.title) parts.push(['heading', g.title]);
    g.cards.forEach(x => parts.push(...card(x)));
  });
  if (r.excluded.length) parts.push(['heading', ui('checker.group.excluded', { Count: r.excluded.length })]);
  r.excluded.forEach(x => {
    parts.push(['route', x.name], lines(x.why));
    if (x.changes.length) parts.push(['para', ui('checker.changes', { Count: x.changes.length })], ['list', x.changes.map(pair)]);
  });
  parts.push(['heading', ui('checker.answers')], ['pairs', c.result.relevant.map(p => [c.ask(p[0]), c.answer(p[0], p[1])])]);
  if (cited.length) {
    parts.push(['heading', ui('checker.summary.sources')],
      ['sources', cited.map(id => ({ text: nameOf(c.data.sources[id]), url: c.data.sources[id].url || '' }))]);
  }
  parts.push(['heading', ui('checker.keep')], ['link', c.label, c.address, c.address],
    ['para', ui('checker.private')], ['para', ui('checker.reviewed', { Date: c.data.reviewed })]);
  return parts;

  function card(x) {
    const out = [['route', x.name + (x.tag && ' — ' + x.tag)], ['para', x.summary], ['label', ui('checker.next'), x.next]];
    if (x.why.length) out.push(['label', x.status === 'applies' ? ui('checker.why') : ui('checker.why-met', { Count: x.why.length }), ''], lines(x.why));
    if (x.open) out.push(...open(x.open));
    const page = c.data.pages[x.route];
    if (page) [page].concat(page.further || []).forEach(p => out.push(['link', '', p.title, c.absolute(p.url)]));
    return out;
  }

  function open(o) {
    const out = [];
    if (o.conditions.length) out.push(['label', ui('checker.open.if'), ''], lines(o.conditions));
    const questions = o.others.concat(...o.conditions.map(x => x.questions));
    if (questions.length) out.push(['label', ui('checker.settle.other'), ''], ['list', questions.filter((q, i) => questions.indexOf(q) === i).map(c.ask)]);
    if (!o.settles) out.push(['para', ui('checker.settle.nothing')]);
    return out;
  }
}

// clean is a text on one line, without characters that control.
const clean = text => String(text).replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ');

// toText writes lines for any program.
export function toText(parts) {
  const under = (text, sign) => clean(text) + '\n' + sign.repeat(clean(text).length);
  const list = texts => texts.map(text => '- ' + clean(text)).join('\n');
  const below = (label, text) => [label, text].map(clean).filter(Boolean).join('\n');
  const writers = {
    title: p => under(p[1], '='),
    heading: p => '\n' + under(p[1], '-'),
    route: p => '* ' + clean(p[1]) + ' *',
    para: p => clean(p[1]),
    label: p => below(p[1], p[2]),
    list: p => list(p[1]),
    pairs: p => list(p[1].map(x => x[0] + ' ' + x[1])),
    link: p => below(p[1], p[2] === p[3] ? p[3] : p[2] + ' <' + p[3] + '>'),
    sources: p => p[1].map((s, i) => '[' + (i + 1) + '] ' + clean(s.text) + (s.url && ' <' + clean(s.url) + '>')).join('\n'),
  };
  return parts.map(p => writers[p[0]](p)).join('\n\n').replace(/\n{3,}/g, '\n\n\n') + '\n';
}

const STYLE = ':root{color-scheme:light dark}body{max-width:44rem;margin:2rem auto;padding:0 1rem;font:1rem/1.5 system-ui,sans-serif;overflow-wrap:anywhere}' +
  'h1,h2,h3{line-height:1.2;break-after:avoid}h2{margin-top:2rem;border-top:1px solid;padding-top:.5rem}dd{margin:0 0 .4rem;font-weight:700}@media print{body{margin:0;font-size:10pt}}';

const escapeHTML = text => clean(text).replace(/[&<>"']/g, x => '&#' + x.charCodeAt(0) + ';');

// toHTML writes one file that asks for nothing and runs nothing: its policy allows its own style alone.
export function toHTML(parts, lang) {
  const link = (text, url) => /^https?:\/\//.test(url) ? '<a href="' + escapeHTML(url) + '">' + escapeHTML(text) + '</a>' : escapeHTML(text);
  const list = (tag, items) => '<' + tag + '>\n' + items.map(x => '<li>' + x + '</li>\n').join('') + '</' + tag + '>';
  const named = (label, html) => '<p>' + (label && '<strong>' + escapeHTML(label) + '</strong>') + (label && html && '<br>') + html + '</p>';
  const writers = {
    title: p => '<h1>' + escapeHTML(p[1]) + '</h1>',
    heading: p => '<h2>' + escapeHTML(p[1]) + '</h2>',
    route: p => '<h3>' + escapeHTML(p[1]) + '</h3>',
    para: p => '<p>' + escapeHTML(p[1]) + '</p>',
    label: p => named(p[1], escapeHTML(p[2])),
    list: p => list('ul', p[1].map(escapeHTML)),
    pairs: p => '<dl>\n' + p[1].map(x => '<dt>' + escapeHTML(x[0]) + '</dt>\n<dd>' + escapeHTML(x[1]) + '</dd>\n').join('') + '</dl>',
    link: p => named(p[1], link(p[2], p[3])),
    sources: p => list('ol', p[1].map(s => link(s.text, s.url))),
  };
  return '<!doctype html>\n<html lang="' + escapeHTML(lang) + '">\n<head>\n<meta charset="utf-8">\n' +
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'">\n' +
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>' + escapeHTML(parts[0][1]) + '</title>\n' +
    '<style>' + STYLE + '</style>\n</head>\n<body>\n<main>\n' + parts.map(p => writers[p[0]](p)).join('\n') + '\n</main>\n</body>\n</html>\n';
}
