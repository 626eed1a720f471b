// The filters of a table of routes. Their state is the fragment of the address, such as #who=doctor&product=device,
// which is never sent anywhere: a filtered table can be shared, and Back and reload keep it. The controls are
// hidden in the page, so that a reader without scripts meets none that does nothing.

const bar = document.getElementById('compare-filter'), table = document.getElementById('compare-table');
if (table) keep();
if (bar && table) start();

// keep gives the parts of the table their roles by name: where the style makes cards of the rows, some browsers take
// them for a table no more.
function keep() {
  const roles = { table: 'table', 'thead, tbody': 'rowgroup', tr: 'row', 'thead th': 'columnheader', 'tbody th': 'rowheader', td: 'cell' };
  Object.keys(roles).forEach(part => table.querySelectorAll(part).forEach(e => e.setAttribute('role', roles[part])));
}

function start() {
  const status = bar.querySelector('[role=status]');
  const selects = Array.from(bar.querySelectorAll('select')), rows = Array.from(table.querySelectorAll('tbody tr'));
  const reset = bar.querySelector('button');

  // A row that names no choice stands for all of them.
  const meets = (row, select) => {
    const ids = row.getAttribute('data-' + select.name);
    return !select.value || !ids || ids.split(' ').includes(select.value);
  };

  function show() {
    let shown = 0;
    rows.forEach(row => {
      row.hidden = !selects.every(select => meets(row, select));
      if (!row.hidden) shown++;
    });
    status.textContent = status.getAttribute('data-text').replace('{shown}', shown);
    // The same page in the other language takes the filters along.
    const hash = selects.filter(s => s.value).map(s => s.name + '=' + s.value).join('&');
    document.querySelectorAll('a[rel~=alternate]').forEach(a => { a.hash = hash; });
    return hash;
  }

  // read takes the filters from the address. Words that no choice has are passed over; an anchor is no state.
  function read() {
    if (!/^(#?$|.*=)/.test(location.hash)) return;
    const state = new URLSearchParams(location.hash.slice(1));
    selects.forEach(select => {
      const value = state.get(select.name) || '';
      select.value = Array.from(select.options).some(o => o.value === value) ? value : '';
    });
    show();
  }

  const write = () => { history.replaceState(null, '', '#' + show()); };
  selects.forEach(select => select.addEventListener('change', write));
  reset.addEventListener('click', () => {
    selects.forEach(select => { select.value = ''; });
    write();
  });
  addEventListener('hashchange', read);
  bar.hidden = false;
  show();
  read();
}
