// What every page does. It says when the day has passed by which its facts were to be checked again. Only the reader's
// own clock can tell, and nothing is asked of anybody. In a copy on a disk it also says how old the copy is.

const notice = document.getElementById('overdue'), copy = document.getElementById('overdue-copy');
const fromDisk = location.protocol === 'file:';
if (notice) {
  const now = new Date();
  const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map(n => String(n).padStart(2, '0')).join('-');
  notice.hidden = today <= notice.dataset.due;
  copy.hidden = !fromDisk;
  const online = copy.querySelector('a');
  online.href = online.textContent;
}

// The manifest is named here and not in the page: from a disk, browsers may not load it and say so.
const address = document.body.dataset.manifest;
if (address && !fromDisk) {
  const link = document.createElement('link');
  link.rel = 'manifest';
  link.href = address;
  document.head.append(link);
}

// A way to a questionnaire takes along what the page implies. It is answers and no place in that page, so it stands apart.
document.querySelectorAll('a[data-answers]').forEach(a => { a.hash = a.dataset.answers; });
