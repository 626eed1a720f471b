// The dossier as a document: what it says (compose), and how it is written as HTML, Markdown and plain text. Nothing
// here touches the page. Texts may be anything: each writer makes them mean themselves and nothing else.
//
// A document is a list of parts: ['title', text], ['heading', text], ['para', text], ['link', label, text, address],
// ['pair', term, text], ['box', done, text, lines, note] with lines as links, ['field', label, text, choices, empty] with
// choices as [done, text], and empty said where there is no text. A label, an address or a text may be ''.

// compose says what a document holds. data: what the program wrote into the page. state: {answers: [[ask, answer]],
// ticked: {id: true}, notes: {id: text}, texts: {id: text}}. ui: the interface's words.
export function compose(data, state, ui) {
  const source = n => ['link', ui('dossier.script.source'), data.sources[n - 1].name, data.sources[n - 1].url || ''];
  const place = (label, p) => p ? [['link', ui(label), p.name, p.url]] : [];
  const sources = x => (x.sources || []).map(source);
  const parts = [['title', data.title], ['para', data.intro],
    ...place('dossier.script.platform', data.platform),
    ['link', ui('dossier.script.page'), data.page.title, data.page.url],
    ['link', ui('dossier.script.list'), data.title, data.address],
    ['para', ui('dossier.script.reviewed', { Date: data.reviewed })]];
  if (state.answers.length) parts.push(['heading', ui('dossier.script.answers')], ...state.answers.map(a => ['pair', clean(a[0]), clean(a[1])]));
  data.groups.forEach(group => {
    parts.push(['heading', group.title], ...group.pieces.map(p => ['box', Boolean(state.ticked[p.id]), p.text, [
      ...(p.onlyIf ? [['link', ui('dossier.script.only-if'), p.onlyIf, '']] : []),
      ...[p.optional, p.help].filter(Boolean).map(text => ['link', '', text, '']),
      ['link', ui('dossier.script.by'), p.by, ''],
      ...place('dossier.script.form', p.form), ...sources(p),
    ], clean(state.notes[p.id])]));
  });
  const questions = data.questions || [], doubts = data.doubts || [];
  if (questions.length) parts.push(['heading', ui('dossier.script.questions')]);
  questions.forEach(q => {
    const choices = (q.choices || []).map(c => [Boolean(state.ticked[c.id]), c.text]);
    const open = ui('dossier.script.empty'); // said where nothing was answered
    parts.push(['field', q.label, clean(state.texts[q.id]), choices, choices.some(c => c[0]) ? '' : open]);
  });
  if (doubts.length) parts.push(['heading', ui('dossier.script.doubts')]);
  doubts.forEach(d => parts.push(['para', d.text], ...sources(d)));
  return parts;
}

// clean is a text as it was meant: line ends are one character, characters that control are gone, and so is the space
// around it.
export function clean(text) {
  return String(text || '').replace(/\r\n?|[\u2028\u2029\v\f]/g, '\n').replace(/[\u0000-\u0008\u000e-\u001f\u007f-\u009f\ufeff]/g, '')
    .split('\n').map(line => line.replace(/\s+$/, '')).join('\n').replace(/^\n+|\n+$/g, '');
}

const CSS = 'body{max-width:44rem;margin:2rem auto;padding:0 1rem;font:1rem/1.5 system-ui,sans-serif;color:#222;background:#fff}' +
  'h1,h2{line-height:1.2}ul{padding:0;list-style:none}li{margin:.8rem 0;padding-left:2rem;break-inside:avoid}' +
  'li>label input{margin-left:-2rem;width:1.25rem;height:1.25rem;margin-right:.75rem;vertical-align:-.2rem}' +
  'li p,dd{margin:.1rem 0 .5rem}small{display:block;color:#444}dt{font-weight:700}dd{padding:0}' +
  'blockquote{margin:.4rem 0;padding:.3rem .8rem;border-left:.25rem solid #777;overflow-wrap:anywhere}' +
  '.todo{min-height:4rem;border:1px solid #777;color:#555}h2{break-after:avoid}';

const escapeHTML = text => text.replace(/[&<>"']/g, c => '&#' + c.charCodeAt(0) + ';');
const linesHTML = text => escapeHTML(text).replace(/\n/g, '<br>\n');

// toHTML is one file that needs nothing else and runs nothing: its policy allows its own style alone.
export function toHTML(parts, lang, ui) {
  const label = text => text && '<b>' + escapeHTML(text) + '</b>' + escapeHTML(ui('dossier.script.colon'));
  const link = p => label(p[1]) + (/^(https?|mailto):/.test(p[3]) ? '<a href="' + escapeHTML(p[3]) + '">' + escapeHTML(p[2]) + '</a>' : escapeHTML(p[2]));
  const box = (done, text) => '<label><input type="checkbox"' + (done ? ' checked' : '') + '> ' + escapeHTML(text) + '</label>';
  const written = (text, empty) => text ? '<blockquote>' + linesHTML(text) + '</blockquote>' : empty && '<blockquote class="todo">' + escapeHTML(empty) + '</blockquote>';
  const writers = {
    title: p => '<h1>' + escapeHTML(p[1]) + '</h1>',
    heading: p => '<h2>' + escapeHTML(p[1]) + '</h2>',
    para: p => '<p>' + linesHTML(p[1]) + '</p>',
    link: p => '<p>' + link(p) + '</p>',
    pair: p => '<dt>' + escapeHTML(p[1]) + '</dt><dd>' + escapeHTML(p[2]) + '</dd>',
    box: p => '<li>' + box(p[1], p[2]) + p[3].map(x => '<small>' + link(x) + '</small>').join('') + (p[4] ? '<blockquote>' + linesHTML(p[4]) + '</blockquote>' : '') + '</li>',
    field: p => '<h3>' + escapeHTML(p[1]) + '</h3>' + (p[3].length ? '<ul>' + p[3].map(c => '<li>' + box(c[0], c[1]) + '</li>').join('') + '</ul>' : '') + written(p[2], p[4]),
  };
  const around = { box: 'ul', pair: 'dl' };
  const body = parts.map((p, i) => {
    const tag = around[p[0]], first = tag && (!i || parts[i - 1][0] !== p[0]), last = tag && (i + 1 === parts.length || parts[i + 1][0] !== p[0]);
    return (first ? '<' + tag + '>\n' : '') + writers[p[0]](p) + (last ? '\n</' + tag + '>' : '');
  });
  return '<!doctype html>\n<html lang="' + escapeHTML(lang) + '">\n<head>\n<meta charset="utf-8">\n' +
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'">\n' +
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>' + escapeHTML(parts[0][1]) + '</title>\n<style>' + CSS +
    '</style>\n</head>\n<body>\n<main>\n' + body.join('\n') + '\n</main>\n</body>\n</html>\n';
}

// escapeMarkdown keeps a line from meaning anything: signs that could begin something are escaped, wherever they
// stand, and those that do so at the beginning of a line only, there. Space at the beginning is kept as no-break space.
function escapeMarkdown(line) {
  return line.replace(/[\\`*_{}[\]<>#|~&$^!]/g, '\\$&').replace(/^\s+/, space => '\u00a0'.repeat(space.replace(/\t/g, '    ').length))
    .replace(/^(\u00a0*)([-+=:])/, '$1\\$2').replace(/^(\u00a0*\d+)([.)])/, '$1\\$2');
}

// toMarkdown writes CommonMark with the boxes of task lists. What was written freely stands in quotations.
export function toMarkdown(parts, ui) {
  const one = text => escapeMarkdown(text.replace(/\s*\n\s*/g, ' ').trim());
  const link = p => (p[1] && one(p[1]) + ui('dossier.script.colon')) + (p[3] ? '[' + one(p[2]) + '](<' + p[3].replace(/[<>\\\s]/g, encodeURIComponent) + '>)' : one(p[2]));
  const quote = (text, indent) => text.split('\n').map((line, i, all) =>
    (indent + '> ' + escapeMarkdown(line) + (line && all[i + 1] ? '\\' : '')).replace(/ $/, '')).join('\n');
  const box = (done, text) => '- [' + (done ? 'x' : ' ') + '] ' + one(text);
  const writers = {
    title: p => '# ' + one(p[1]),
    heading: p => '## ' + one(p[1]),
    para: p => p[1].split('\n').map(escapeMarkdown).join('\n'),
    link: p => link(p),
    pair: p => '- ' + one(p[1]) + '\\\n  **' + one(p[2]) + '**',
    box: p => [box(p[1], p[2])].concat(p[3].map(x => '  - ' + link(x)), p[4] ? ['', quote(p[4], '  ')] : []).join('\n'),
    field: p => '### ' + one(p[1]) + '\n\n' + [p[3].map(c => box(c[0], c[1])).join('\n'), (p[2] || p[4]) && quote(p[2] || p[4], '')].filter(Boolean).join('\n\n'),
  };
  return parts.map(p => writers[p[0]](p)).join('\n\n') + '\n';
}

// toText writes lines for any editor: they end as Windows expects, which others understand too.
export function toText(parts, ui) {
  const indented = (text, by) => text.split('\n').map(line => line && by + line).join('\n');
  const colon = ui('dossier.script.colon');
  const link = p => (p[1] && p[1] + colon) + p[2] + (p[3] ? ' <' + p[3] + '>' : '');
  const under = (text, sign) => text + '\n' + sign.repeat(text.length);
  const box = (done, text) => '[' + (done ? 'x' : ' ') + '] ' + text;
  const writers = {
    title: p => under(p[1], '='),
    heading: p => '\n' + under(p[1], '-'),
    para: p => p[1],
    link: p => link(p),
    pair: p => p[1] + '\n    ' + p[2],
    box: p => box(p[1], p[2]) + '\n' + p[3].map(x => '    ' + link(x)).join('\n') + (p[4] ? '\n    ' + ui('dossier.script.noted') + colon.replace(/\s+$/, '') + '\n' + indented(p[4], '    | ') : ''),
    field: p => [p[1]].concat(p[3].map(c => '    ' + box(c[0], c[1])), p[2] || p[4] ? indented(p[2] || '[' + p[4] + ']', '    | ') : []).join('\n'),
  };
  return (parts.map(p => writers[p[0]](p)).join('\n\n') + '\n').replace(/\n/g, '\r\n');
}
