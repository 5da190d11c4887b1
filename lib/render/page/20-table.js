// SPDX-License-Identifier: GPL-3.0-or-later
// Tables: sorted by their headings, downloaded as CSV.

// The plain value of a cell, as the file has it; '' where there is none.
function plain(cell) {
  if (cell.dataset.v !== undefined) return cell.dataset.v;
  return cell.classList.contains('n') ? '' : cell.textContent;
}

const collator = new Intl.Collator('sv', { numeric: true, sensitivity: 'base' });

// A range ('<5', '10–14') stands in place of a small number: sorted by its lower end.
const size = (text) => parseFloat(text) || 0;

// Missing values stay last, whichever way the rest is turned.
function comparer(at, isNumber, descending) {
  const turn = descending ? -1 : 1;
  return (a, b) => {
    const x = plain(a.cells[at]), y = plain(b.cells[at]);
    if (x === '' || y === '') return (x === '') - (y === '');
    return turn * (isNumber ? size(x) - size(y) : collator.compare(x, y));
  };
}

function sortBy(table, heading) {
  const isNumber = heading.dataset.u !== 'text';
  const before = heading.getAttribute('aria-sort');
  const descending = before === 'none' ? isNumber : before === 'ascending';
  for (const other of table.tHead.rows[0].cells) other.setAttribute('aria-sort', 'none');
  heading.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
  const rows = [...table.tBodies[0].rows];
  rows.sort(comparer(heading.cellIndex, isNumber, descending));
  table.tBodies[0].append(...rows);
}

// A spreadsheet must not run a cell as a formula: text that could be one gets an apostrophe.
function guarded(text, isNumber) {
  const risky = /^[=+\-@\t\r]/.test(text) && !(isNumber || /^[+-]?\d+([.,]\d+)?$/.test(text));
  return risky ? `'${text}` : text;
}

function toCsv(table) {
  const swedish = language() === 'sv', separator = swedish ? ';' : ',';
  const field = (text, isNumber) => {
    const value = isNumber && swedish ? text.replace('.', ',') : guarded(text, isNumber);
    return /[";,\n\r]/.test(value) && !(isNumber && swedish)
      ? `"${value.replace(/"/g, '""')}"` : value;
  };
  const head = [...table.tHead.rows[0].cells];
  const lines = [head.map((cell) => field(cell.dataset.name, false)).join(separator)];
  for (const row of table.tBodies[0].rows)
    lines.push([...row.cells]
      .map((cell, i) => field(plain(cell), head[i].dataset.u !== 'text')).join(separator));
  return `${lines.join('\r\n')}\r\n`;
}

function saveFile(parts, type, name) {
  const link = make('a');
  const url = URL.createObjectURL(new Blob(parts, { type }));
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

// With a byte order mark, or Excel takes å for Ã¥.
function download(table, name) {
  saveFile(['\ufeff', toCsv(table)], 'text/csv', name);
}

function explainHeadings(table) {
  const terms = new Map();
  const card = table.closest('article');
  for (const term of card ? card.querySelectorAll('.terms > div') : [])
    terms.set(term.querySelector('code').textContent, term.querySelector('dd'));
  for (const heading of table.tHead.rows[0].cells) {
    const term = terms.get(heading.dataset.name);
    const text = term ? (term.querySelector(`[lang=${language()}]`) || term).textContent : '';
    heading.firstElementChild.title = text || heading.dataset.name;
  }
}

let captions = 0;
for (const region of document.querySelectorAll('.scroll')) {
  const table = region.querySelector('table');
  table.caption.id = `caption-${++captions}`;
  region.setAttribute('aria-labelledby', table.caption.id);
  table.tHead.addEventListener('click', (event) => {
    const heading = event.target.closest('th');
    if (heading && event.target.closest('button')) sortBy(table, heading);
  });
  explainHeadings(table);
  onLanguage.push(() => explainHeadings(table));
}

for (const button of document.querySelectorAll('.download'))
  button.addEventListener('click', () =>
    download(button.closest('article').querySelector('.scroll table'), button.dataset.file));
