// SPDX-License-Identifier: GPL-3.0-or-later
// Long tables are searched; rows of areas that the grid does not cover wait until they are asked for.

const SEARCHED = 8; // rows of a table that has a box to search it

const folded = (text) => text.toLocaleLowerCase('sv').replace(/[\s\u00a0\u202f]+/g, ' ');

// Rows without people and without ground that is covered, in a table that has these columns.
function rowsOutside(table) {
  const at = ['population', 'covered_share'].map((name) =>
    [...table.tHead.rows[0].cells].findIndex((cell) => cell.dataset.name === name));
  if (at.some((i) => i < 0)) return [];
  return [...table.tBodies[0].rows].filter((row) =>
    plain(row.cells[at[0]]) === '' && !(parseFloat(plain(row.cells[at[1]])) > 0));
}

class TableFilter {
  constructor(region, number) {
    this.table = region.querySelector('table');
    this.rows = [...this.table.tBodies[0].rows];
    const outside = rowsOutside(this.table);
    this.outside = new Set(outside.length < this.rows.length ? outside : []);
    this.bar = make('div', 'table-filter');
    if (this.rows.length >= SEARCHED) this.addSearch(`search-${number}`);
    if (this.outside.size) this.addSwitch();
    if (!this.bar.firstChild) return;
    region.before(this.bar);
    this.speak();
    this.show();
    onLanguage.push(() => this.speak());
  }

  addSearch(id) {
    this.box = make('input');
    this.box.type = 'search';
    this.box.id = id;
    this.label = make('label');
    this.label.htmlFor = id;
    this.found = make('span', 'hint');
    this.found.setAttribute('role', 'status');
    this.box.addEventListener('input', () => this.show());
    this.bar.append(this.label, this.box, this.found);
  }

  addSwitch() {
    this.all = make('input');
    this.all.type = 'checkbox';
    this.switch = make('label');
    this.said = make('span');
    this.switch.append(this.all, ' ', this.said);
    this.all.addEventListener('change', () => this.show());
    this.bar.append(this.switch);
  }

  speak() {
    if (this.box) this.label.textContent = pick(say.search);
    if (this.all) this.said.textContent = `${pick(say.alsoOutside)} (${this.outside.size})`;
    this.texts = null;
  }

  show() {
    const words = this.box ? folded(this.box.value).trim() : '';
    if (words && !this.texts) this.texts = this.rows.map((row) => folded(row.textContent));
    let shown = 0;
    this.rows.forEach((row, i) => {
      row.hidden = (words !== '' && !this.texts[i].includes(words)) ||
        (this.outside.has(row) && !this.all.checked);
      shown += !row.hidden;
    });
    if (this.box) this.found.textContent = words ? `${shown} ${pick(say.of)} ${this.rows.length}` : '';
  }
}

[...document.querySelectorAll('.scroll')].forEach((region, i) => new TableFilter(region, i + 1));
