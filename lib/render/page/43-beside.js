// SPDX-License-Identifier: GPL-3.0-or-later
// Two colourings of one map beside each other, as two years: the second to the right of a line that
// a slider moves.

// The second colouring goes to a bitmap of its own, like the first.
View.prototype.paintOther = function paintOther() {
  if (!this.second) this.second = document.createElement('canvas');
  this.second.width = this.bitmap.width;
  this.second.height = this.bitmap.height;
  const { shade, blocks } = this;
  this.shade = this.other;
  this.paint(this.second);
  Object.assign(this, { shade, blocks });
};

// Over the first, to the right of the line; left, top, width, height: where the bitmap goes.
View.prototype.splitFrame = function splitFrame(left, top, width, height) {
  const { pen } = this, at = Math.round(this.canvas.width * this.split), thick = 3 * this.ratio;
  pen.save();
  pen.beginPath();
  pen.rect(at, 0, this.canvas.width - at, this.canvas.height);
  pen.clip();
  pen.drawImage(this.second, left, top, width, height);
  pen.restore();
  pen.fillStyle = this.colours.halo;
  pen.fillRect(at - thick, 0, 2 * thick, this.canvas.height);
  pen.fillStyle = this.colours.mark;
  pen.fillRect(at - thick / 3, 0, 2 * thick / 3, this.canvas.height);
};

class Beside {
  constructor(pageMap) {
    this.pageMap = pageMap;
    this.view = pageMap.view;
    this.view.split = 0.5;
    const choices = pageMap.card.querySelector('.colour');
    if (!choices) return;
    this.choice = make('select', 'beside');
    this.choice.id = `${choices.id}-beside`;
    this.label = make('label');
    this.label.htmlFor = this.choice.id;
    const line = make('p');
    line.append(this.label, ' ', this.choice);
    choices.closest('p').after(line);
    this.slider = make('input', 'split');
    Object.assign(this.slider, { type: 'range', min: 0, max: 100, value: 50 });
    this.sides = make('p', 'split-sides');
    this.box = make('div');
    this.box.append(this.slider, this.sides);
    this.box.hidden = true;
    pageMap.card.querySelector('.stage').after(this.box);
    this.ramp = make('div', 'ramp beside-ramp');
    pageMap.card.querySelector('.ramp').after(this.ramp);
    this.choice.addEventListener('change', () => this.choose());
    this.slider.addEventListener('input', () => {
      this.view.split = this.slider.value / 100;
      this.view.ask();
    });
  }

  speak() {
    if (!this.choice) return;
    const chosen = this.choice.value;
    this.label.textContent = pick(say.beside);
    this.slider.setAttribute('aria-label', pick(say.splitAt));
    this.choice.replaceChildren(new Option(pick(say.nothingBeside), '-'), new Option(pick(say.classes), ''),
      ...this.pageMap.map.squares.columns.map((column, i) => [column, i])
        .filter(([column]) => column.limits).map(([column, i]) => new Option(pick(column.label), String(i))));
    this.choice.value = chosen || '-';
    this.show();
  }

  choose() {
    const { value } = this.choice, { squares } = this.pageMap.map;
    this.column = value === '-' || value === '' ? null : squares.columns[Number(value)];
    this.view.other = value === '-' ? null : shadeOf(squares, this.column);
    this.show();
    this.pageMap.showHatching();
    this.view.redraw();
  }

  // By the name of a column, '' the classes; null, and a name that the map has not: nothing beside it.
  // split: 0 to 1 as text, or null.
  open(name, split) {
    const at = this.pageMap.map.squares.columns.findIndex((column) => column.limits && column.name === name);
    this.choice.value = name === '' ? '' : at < 0 ? '-' : String(at);
    if (split >= 0 && split <= 1 && split !== null) this.view.split = Number(split);
    this.slider.value = 100 * this.view.split;
    this.choose();
  }

  // Which side is what, and the key of the right one.
  show() {
    if (!this.choice) return;
    const { other } = this.view, { pageMap } = this;
    this.box.hidden = !other;
    this.ramp.hidden = !other || !this.column;
    if (!other) return;
    const name = (column) => pick(column ? column.label : say.classes);
    this.sides.replaceChildren(make('span', '', `◀ ${name(pageMap.column)}`),
      make('span', '', `${name(this.column)} ▶`));
    if (this.column) this.ramp.replaceChildren(...pageMap.rampOf(this.column, other));
  }
}
