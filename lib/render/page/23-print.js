// SPDX-License-Identifier: GPL-3.0-or-later
// Tables on paper, which cannot be scrolled and would lose the last columns: one that is wider than its
// page is printed in smaller letters, and where that is not enough as records, each row a block in
// which every value stands under its heading.

// Millimetres between the margins of the pages in page.css: upright, and of a section with a wide
// table, lying.
const PAPER_MM = { upright: 186, lying: 277 };

// The rules for paper, which hold on the screen while `measure` runs; nothing is painted meanwhile.
function asPrinted(measure) {
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])
    .filter((rule) => rule.media && rule.media.mediaText === 'print');
  for (const rule of rules) rule.media.mediaText = 'all';
  const found = measure();
  for (const rule of rules) rule.media.mediaText = 'print';
  return found;
}

function paperWidth(region) {
  const section = region.closest('section');
  const lying = section && section.id !== 'maps' && section.querySelector('.wide');
  return lying ? PAPER_MM.lying : PAPER_MM.upright;
}

function findTooWide(regions) {
  return asPrinted(() => {
    for (const region of regions) region.style.maxWidth = region.style.width = `${paperWidth(region)}mm`;
    const found = regions.filter((region) =>
      region.querySelector('table').offsetWidth > region.clientWidth + 1);
    for (const region of regions) region.style.maxWidth = region.style.width = '';
    return found;
  });
}

// Each cell is given its heading, in the language of the page, for page.css to show.
function nameCells(table) {
  const headings = [...table.tHead.rows[0].cells].map((heading) =>
    (heading.querySelector(`[lang=${language()}]`) || heading).textContent);
  for (const row of table.tBodies[0].rows)
    for (const cell of row.cells) cell.dataset.heading = headings[cell.cellIndex];
}

let tight = [];
window.addEventListener('beforeprint', () => {
  tight = findTooWide([...document.querySelectorAll('.scroll')]);
  for (const region of tight) region.classList.add('tight');
  for (const region of findTooWide(tight)) {
    nameCells(region.querySelector('table'));
    region.classList.replace('tight', 'records');
  }
});
window.addEventListener('afterprint', () => {
  for (const region of tight) region.classList.remove('tight', 'records');
});
