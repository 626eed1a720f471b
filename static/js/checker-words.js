// The words of the checker page, and the elements they stand in. Texts reach the page as text only: nothing here
// reads markup, so no answer and no address can bring any in.

// element makes an element. A function among the properties listens to the event of that name; true stands for an
// empty attribute; a property or a child that is false, null or undefined is left out. Children may be in arrays.
export function element(tag, properties, ...children) {
  const e = document.createElement(tag);
  Object.keys(properties || {}).forEach(name => {
    const value = properties[name];
    if (typeof value === 'function') e.addEventListener(name, value);
    else if (value || value === 0) e.setAttribute(name, value === true ? '' : value);
  });
  return fill(e, children);
}

// fill appends children to an element.
export function fill(e, children) {
  children.forEach(c => Array.isArray(c) ? fill(e, c) : c && e.append(c));
  return e;
}

// speak returns the texts of the data in the page: the pathway's words and the interface's messages.
export function speak(data) {
  const plural = new Intl.PluralRules(data.lang);
  const words = new Map(); // by id; the data has them by the parts of their ids
  (function spread(id, below) {
    if (typeof below === 'string') words.set(id, below);
    else Object.keys(below).forEach(part => spread(id && part ? id + '.' + part : id + part, below[part]));
  })('', data.words || {});
  const has = id => words.has(id);
  return {
    has,
    word: id => words.get(id) || '',
    // ui is a message with its placeholders filled; one with plural forms chooses by the value Count.
    ui(id, values) {
      let text = data.ui[id] || id;
      if (typeof text === 'object') text = text[plural.select(values.Count)] || text.other;
      return text.replace(/\{\{ *\.(\w+) *\}\}/g, (all, name) => values[name]);
    },
  };
}
