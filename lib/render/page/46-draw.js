// SPDX-License-Identifier: GPL-3.0-or-later
// An area of the reader's own on the map: drawn corner by corner, pasted, or read from a file.

const JOIN = 14; // pixels from the first corner within which a press closes the area

class Drawing {
  constructor(pageMap) {
    this.pageMap = pageMap;
    this.view = pageMap.view;
    this.corners = [];
    this.active = false;
    this.area = null; // { outline, path, sums }
    if (!pageMap.map.squares) return;
    this.tools = make('div', 'draw-tools');
    this.panel = make('section', 'drawn');
    this.panel.hidden = true;
    pageMap.tools.prepend(this.tools);
    pageMap.card.querySelector('.two').after(this.panel);
    this.view.overlay = () => this.paint();
  }

  speak() {
    if (!this.tools) return;
    this.showTools();
    if (this.area) showDrawn(this);
  }

  start() {
    this.active = true;
    this.corners = [];
    this.pasting = false;
    this.problem = null;
    this.pageMap.letGo();
    this.pageMap.canvas.focus({ preventScroll: true });
    this.showTools();
  }

  cancel() {
    this.active = false;
    this.pasting = false;
    this.problem = null;
    this.corners = [];
    this.showTools();
    this.view.ask();
  }

  add(px, py) {
    const place = this.view.place(px, py), last = this.corners[this.corners.length - 1];
    const gap = (p) => Math.hypot(p[0] - place[0], p[1] - place[1]) * this.view.scale;
    if (this.corners.length > 2 && gap(this.corners[0]) < JOIN) return this.finish();
    if (last && gap(last) < 2) return;
    this.corners.push(place);
    this.problem = null;
    this.showTools();
    this.view.ask();
  }

  hover(px, py) {
    this.pointer = this.view.place(px, py);
    this.view.ask();
  }

  undo() {
    this.corners.pop();
    this.problem = null;
    this.showTools();
    this.view.ask();
  }

  finish() {
    this.attempt(() => makeOutline([{ points: this.corners, sign: 1 }], ''));
  }

  read(text) {
    this.attempt(() => readGeoJson(text, this.pageMap.map));
    if (this.area && !this.problem) this.show();
  }

  // What is wrong is said; what was there before stays.
  attempt(build) {
    try {
      this.take(build());
    } catch (error) {
      if (!error.said) throw error;
      this.problem = error.said;
      this.showTools();
    }
  }

  take(outline) {
    const path = new Path2D();
    for (const { points } of outline.rings) {
      points.forEach(([x, y], i) => (i ? path.lineTo(x, y) : path.moveTo(x, y)));
      path.closePath();
    }
    const map = this.pageMap.map;
    this.area = { outline, path, name: outline.name, sums: sumInside(outline, map.squares),
      hotspots: sumHotspots(outline, map), date: new Date() };
    this.cancel();
    showDrawn(this);
  }

  // In the middle of the map.
  show() {
    const [x0, y0, x1, y1] = this.area.outline.box, pad = 0.3 * Math.max(x1 - x0, y1 - y0);
    this.view.fit([x0 - pad, y0 - pad, x1 + pad, y1 + pad]);
  }

  remove() {
    this.area = null;
    this.panel.hidden = true;
    this.showTools();
    this.view.ask();
  }

  button(label, act, off) {
    const button = make('button', '', pick(label));
    button.type = 'button';
    button.disabled = Boolean(off);
    button.addEventListener('click', act);
    return button;
  }

  showTools() {
    const parts = [], n = this.corners.length;
    if (this.active)
      parts.push(make('p', 'hint', n ? `${n} ${pick(n === 1 ? say.oneCorner : say.severalCorners)}`
        : pick(say.corners)),
        this.button(say.finish, () => this.finish(), n < 3),
        this.button(say.undo, () => this.undo(), n < 1),
        this.button(say.cancel, () => this.cancel()));
    else
      parts.push(this.button(say.draw, () => this.start()),
        this.button(say.paste, () => {
          this.pasting = !this.pasting;
          this.problem = null;
          this.showTools();
          if (this.pasting) this.tools.querySelector('textarea').focus();
        }));
    if (this.pasting) parts.push(this.pasteBox());
    if (this.problem) {
      parts.push(make('p', 'draw-problem', pick(this.problem)));
      parts[parts.length - 1].setAttribute('role', 'alert');
    }
    this.tools.replaceChildren(...parts);
  }

  pasteBox() {
    const box = make('div', 'draw-paste'), text = make('textarea'), file = make('input');
    const own = this.pageMap.map.crs === SWEREF_99_TM ? say.pasteHere : say.pasteHereOwn;
    const label = make('label', '', `${pick(own)} (${this.pageMap.map.crs})`), or = make('label', '', ` ${pick(say.choose)} `);
    text.value = this.pasted || '';
    text.spellcheck = false;
    text.addEventListener('input', () => {
      this.pasted = text.value;
    });
    file.type = 'file';
    file.accept = '.geojson,.json';
    file.addEventListener('change', () => file.files[0].text().then((content) => this.read(content)));
    label.append(text);
    or.append(file);
    box.append(label, this.button(say.read, () => this.read(text.value)), or);
    return box;
  }

  // Over the map: the area, and the one that is being drawn.
  paint() {
    const { view } = this, { pen } = view;
    view.toMetres(pen, view.canvas.width, view.canvas.height);
    const stroke = (path) => {
      for (const [width, colour, dash] of [[6, view.colours.halo, []], [3, view.colours.mark, [8, 5]]]) {
        pen.lineWidth = width / view.scale;
        pen.strokeStyle = colour;
        pen.setLineDash(dash.map((d) => d / view.scale));
        pen.stroke(path);
      }
      pen.setLineDash([]);
    };
    if (this.area && !this.active) stroke(this.area.path);
    if (this.active) {
      const path = new Path2D(), points = this.pointer ? [...this.corners, this.pointer] : this.corners;
      points.forEach(([x, y], i) => (i ? path.lineTo(x, y) : path.moveTo(x, y)));
      if (this.corners.length > 1) path.closePath();
      stroke(path);
      pen.fillStyle = view.colours.mark;
      const side = 8 / view.scale;
      for (const [x, y] of this.corners) pen.fillRect(x - side / 2, y - side / 2, side, side);
    }
    pen.setTransform(1, 0, 0, 1, 0, 0);
  }
}
