// The search engine: finds the pages that answer a query in an index that the generator made. It does what
// generator/internal/search does (tokens in analysis.go, the rest in query.go), and its tests hold the two together: the
// same query finds the same pages in the same order. It imports nothing and touches no document.
//
// The index is written as encode.go says. All arithmetic is on whole numbers, divisions rounded down.

const EXACT = 100, BEGUN = 80, NEAR = 70, FAR = 50, MEANT = 75, LED = 75, WITHIN = 40, SINGLE = 140; // what a way to find a word counts
const LEAST = 20, MAX_RESULTS = 30, MAX_JOINED = 20, RARER = 10, EXPLAINED = 2, HEADING = 6;
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

const letters = {};
'œoe,Œoe,æae,Æae,ßss,øo,Øo,łl,Łl,đd,Đd,ðd,þth,ıi,’\',ʼ\',‘\',`\',´\',′\',＇\',\u2010-,\u2011-,_-,\u00AD'.split(',')
  .forEach(pair => { letters[pair[0]] = pair.slice(1); });

// fold returns a text without accents and ligatures, in lower case, and for each letter of it its place in the text.
function fold(text) {
  let folded = '', i = 0;
  const at = [];
  for (const c of text) {
    let f = c in letters ? letters[c] : c.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase();
    if (/[^\x00-\x7f]/.test(f)) f = ' '; // a letter of another script parts words
    for (let k = 0; k < f.length; k++) at.push(i);
    folded += f;
    i += c.length;
  }
  at.push(i);
  return { folded, at };
}

// numbers reads what writeNumber of encode.go wrote.
function numbers(text) {
  const out = [];
  let n = 0;
  for (const c of text) {
    const digit = DIGITS.indexOf(c);
    if (digit < 48) {
      out.push(n * 48 + digit);
      n = 0;
    } else n = n * 16 + digit - 48;
  }
  return out;
}

// create makes an engine of an index.
export function create(index) {
  const stop = new Set(index.stop.split(' '));
  const forms = decodeForms(index.forms), terms = decodeTerms(index.terms);
  const place = new Map(forms.map((form, i) => [form, i]));
  const { units, first } = decodeUnits(index.parts);
  const postings = decodePostings(index);

  // tokens are the words of a text: form, start and end in the text, capitals, extra.
  function tokens(text) {
    const { folded, at } = fold(text), out = [], chunks = /[a-z](?:\.[a-z])+\b|[a-z0-9]+(?:['-][a-z0-9]+)*/g;
    const add = (form, i, j, extra) => {
      if (form.length < 2 && !extra) return;
      const word = text.slice(at[i], at[j]);
      out.push({ form, extra, start: at[i], end: at[j], capitals: form.length > 1 && word.toUpperCase() === word && word.toLowerCase() !== word });
    };
    for (let m; (m = chunks.exec(folded));) split(m[0], m.index, add);
    return out;
  }

  // split adds the tokens of a chunk that begins at the place start.
  function split(chunk, start, add) {
    const end = start + chunk.length, article = /^[a-z]?([0-9]+(?:-[0-9]+)+)$/.exec(chunk);
    if (chunk.includes('.')) add(chunk.replace(/\./g, ''), start, end, false);
    else if (article) {
      add(article[1], start, end, false);
      article[1].split('-').forEach(part => part.length >= 4 && add(part, start, end, true));
    } else if (/^[a-z][0-9]{3,}$/.test(chunk)) add(chunk.slice(1), start, end, false);
    else {
      let joined = '', i = start;
      chunk.split('-').forEach(part => {
        const word = elide(part);
        joined += word.form;
        add(word.form, i + word.from, i + part.length, false);
        i += part.length + 1;
      });
      if (chunk.includes('-') && joined.length <= MAX_JOINED) add(joined, start, end, true);
    }
  }

  // elide takes apart what apostrophes join: l'accès is accès, patient's is patient, aujourd'hui one word.
  function elide(text) {
    let from = 0;
    while (!index.whole.includes(text)) {
      const i = text.indexOf("'");
      if (i < 0 || !index.before.includes(text.slice(0, i))) break;
      text = text.slice(i + 1);
      from += i + 1;
    }
    const last = text.lastIndexOf("'");
    if (last >= 0 && !index.whole.includes(text) && index.after.includes(text.slice(last + 1))) text = text.slice(0, last);
    return { form: text.replace(/'/g, ''), from };
  }

  const stops = t => !t.capitals && stop.has(t.form) || t.form.length < 2;

  function asked(query) {
    const words = tokens(query).filter(t => !t.extra);
    return words.filter(t => !stops(t) || place.has(t.form) && words.length <= 2);
  }

  // ways are the terms that a word may be found by, as pairs of a term and what it counts.
  function ways(form) {
    const known = place.get(form), plain = form.length >= 4 && !/[0-9]/.test(form);
    if (known !== undefined) {
      const out = [[terms[known], EXACT]], often = Math.max(RARER, RARER * postings[terms[known]].length);
      // A rare word may be a common one with a letter wrong.
      return form.length < 5 || !plain ? out : out.concat(formsThat(FAR, (f, term) => term !== terms[known] && postings[term].length >= often && f[0] === form[0] && near(f, form, 1)));
    }
    let found = form.length > 2 ? formsThat(BEGUN, f => f.startsWith(form)) : [];
    for (let d = 1; plain && !found.length && d <= 1 + Math.floor(form.length / 8); d++) {
      found = formsThat(NEAR - 20 * (d - 1), f => f[0] === form[0] && near(f, form, d));
    }
    return found.length || !plain ? found : formsThat(FAR, f => sameBeginning(f, form));
  }

  function formsThat(factor, fits) {
    const seen = new Set(), out = [];
    forms.forEach((form, i) => {
      if (seen.has(terms[i]) || !fits(form, terms[i])) return;
      seen.add(terms[i]);
      out.push([terms[i], factor]);
    });
    return out;
  }

  // asks are the words of a query, and the concepts that it names; the longest phrase counts at each place.
  function asks(found) {
    const out = [];
    out.named = -1;
    for (let i = 0; i < found.length;) {
      let best = null;
      index.phrases.forEach(p => {
        if ((!best || p.length > best.length) && p.slice(1).every((term, k) => i + k < found.length && found[i + k].some(w => w[0] === term && w[1] !== BEGUN))) best = p;
      });
      if (!best) {
        if (found[i].length) out.push({ ways: found[i], weight: 100, word: true });
        i++;
        continue;
      }
      if (best.length - 1 === found.length) out.named = best[0];
      const led = index.leads.filter(l => l[0] === best[0]).map(l => [l[1], LED]);
      const words = weight => out.push({ ways: found[i++].concat([[best[0], MEANT]], led), weight, word: true });
      if (best.length === 2) words(SINGLE);
      else {
        out.push({ ways: [[best[0], EXACT]].concat(led), weight: 100, word: false });
        for (let k = 1; k < best.length; k++) words(WITHIN);
      }
    }
    return out;
  }

  // score is what an ask counts on each page and in each unit, and what it is worth: how rare it is.
  function score(ask) {
    const pages = index.pages.map(() => 0), parts = units.map(() => 0);
    let value = 0;
    ask.ways.forEach(([key, factor]) => {
      const mentions = index.pages.map(() => 0);
      let df = 0;
      postings[key].forEach(([unit, weight]) => {
        const p = units[unit];
        if (!mentions[p]) df++;
        mentions[p] = index.pages[p].e ? Math.max(mentions[p], weight) : mentions[p] + weight;
      });
      const worth = Math.floor(factor * index.idf[df] / 100);
      value = Math.max(value, worth);
      mentions.forEach((m, p) => {
        pages[p] = Math.max(pages[p], Math.floor(worth * Math.floor(1000 * m / (m + index.pages[p].n)) / 10));
      });
      postings[key].forEach(([unit, weight]) => {
        parts[unit] = Math.max(parts[unit], Math.floor(worth * Math.floor(1000 * weight / (weight + 2)) / 10));
      });
    });
    return { pages, parts, value };
  }

  function rank(list, known) {
    const total = index.pages.map(() => 0), rare = total.slice(), whole = total.map(() => known), parts = units.map(() => 0);
    let all = 0;
    list.forEach(ask => {
      const s = score(ask);
      all += s.value;
      total.forEach((_, p) => {
        total[p] += Math.floor(s.pages[p] * ask.weight / 100);
        if (s.pages[p] > 0) rare[p] += s.value;
        else if (ask.word) whole[p] = false;
      });
      parts.forEach((_, u) => { parts[u] += Math.floor(s.parts[u] * ask.weight / 100); });
    });
    const out = [];
    total.forEach((t, page) => {
      if (t > 0) out.push({ page, part: bestPart(page, parts), score: t * (25 + Math.floor(100 * rare[page] / all)), whole: whole[page] });
    });
    out.sort((a, b) => b.score - a.score || a.page - b.page);
    const end = out.findIndex((r, i) => i === MAX_RESULTS || r.score < Math.floor(out[0].score * LEAST / 100));
    return end < 0 ? out : out.slice(0, end);
  }

  // explainFirst brings a page of entries among the first three where one of them is all that is asked for.
  function explainFirst(results, concept) {
    for (let i = EXPLAINED + 1; i < results.length && concept >= 0; i++) {
      const page = results[i].page;
      if (index.pages[page].e && postings[concept].some(p => units[p[0]] === page && p[1] >= HEADING)) results.splice(EXPLAINED, 0, results.splice(i, 1)[0]);
    }
    return results;
  }

  // bestPart is the part of a page that answers best, or -1.
  function bestPart(page, scores) {
    let best = 0, part = -1;
    index.parts[page].forEach((_, i) => {
      const s = scores[first[page] + 1 + i];
      if (s > best) {
        best = s;
        part = i;
      }
    });
    return part;
  }

  // search finds the pages that answer a query, and the words that stand on none.
  function search(query) {
    const words = asked(query), found = words.map(t => ways(t.form));
    const missing = words.filter((_, i) => !found[i].length).map(t => query.slice(t.start, t.end));
    const list = asks(found);
    return { results: explainFirst(rank(list, missing.length === 0), list.named), missing, keys: new Set([].concat(...list.map(a => a.ways.map(w => w[0])))) };
  }

  // marks are the places in a text where a term or a phrase of the keys stands, as pairs of start and end.
  function marks(text, keys) {
    const words = tokens(text).filter(t => !t.extra && !stops(t)), seq = words.map(t => terms[place.get(t.form)]);
    const out = [];
    for (let i = 0; i < words.length;) {
      let n = keys.has(seq[i]) ? 1 : 0;
      index.phrases.forEach(p => {
        if (keys.has(p[0]) && p.length - 1 > n && p.slice(1).every((term, k) => seq[i + k] === term)) n = p.length - 1;
      });
      if (n) out.push([words[i].start, words[i + n - 1].end]);
      i += n || 1;
    }
    return out;
  }

  // anchor is where a part stands on its page: "=" is short for its title's words.
  const anchor = part => part[0] === '=' ? slug(part[1]) : part[0];

  return { tokens, search, marks, anchor };
}

// slug is a text as an address shows it: its letters and digits, the rest one hyphen.
function slug(text) {
  return fold(text).folded.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
}

// sameBeginning: five letters or more are the same, and three at most are left of each.
function sameBeginning(a, b) {
  let n = 0;
  while (n < a.length && n < b.length && a[n] === b[n]) n++;
  return n >= 5 && a.length - n <= 3 && b.length - n <= 3;
}

// near: at most so many letters must be added, left out, changed or swapped with their neighbour.
function near(a, b, most) {
  if (Math.abs(a.length - b.length) > most) return false;
  let before = [], last = Array.from({ length: b.length + 1 }, (_, j) => j), next;
  for (let i = 1; i <= a.length; i++) {
    next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(last[j] + 1, next[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    before = last;
    last = next;
  }
  return last[b.length] <= most;
}

// decodeForms reads each form as how many letters it shares with the one before it, and the rest.
function decodeForms(text) {
  const out = [];
  let before = '';
  (text.match(/[A-Z][a-z0-9-]*/g) || []).forEach(entry => {
    before = before.slice(0, DIGITS.indexOf(entry[0])) + entry.slice(1);
    out.push(before);
  });
  return out;
}

function decodeTerms(text) {
  let known = 0;
  return numbers(text).map(n => n ? known - n : known++);
}

// decodeUnits gives each unit its page, and each page its first unit.
function decodeUnits(parts) {
  const units = [], first = [];
  parts.forEach((list, page) => {
    first.push(units.length);
    for (let i = 0; i <= list.length; i++) units.push(page);
  });
  return { units, first };
}

function decodePostings(index) {
  const units = numbers(index.units), weights = numbers(index.weights);
  let at = 0;
  return numbers(index.counts).map(n => {
    const out = [];
    for (let unit = -1, i = 0; i < n; i++, at++) {
      unit += units[at] + 1;
      out.push([unit, weights[at]]);
    }
    return out;
  });
}
