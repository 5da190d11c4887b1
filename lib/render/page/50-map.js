// SPDX-License-Identifier: GPL-3.0-or-later
// The map with its switches, its pointer and its figures.

// Areas of the grid: those with people or ground on it, where the set says.
function coverTest(set) {
  const at = ['population', 'covered_share'].map((name) =>
    set.columns.findIndex((column) => column.name === name));
  return ({ figures }) => at.some((i) => i < 0) || figures[at[0]] !== null || figures[at[1]] > 0;
}

class PageMap {
  constructor(card) {
    this.card = card;
    this.map = readMap(JSON.parse(card.querySelector('script').textContent));
    this.canvas = card.querySelector('canvas');
    this.panel = card.querySelector('.figures');
    this.tip = make('div', 'tip');
    this.tip.hidden = true;
    this.tip.setAttribute('aria-hidden', 'true'); // the panel tells the same, and more
    this.gesture = make('p', 'gesture');
    this.gesture.hidden = true;
    this.gesture.setAttribute('aria-hidden', 'true'); // the help under the map says so too
    card.querySelector('.stage').append(this.tip, this.gesture);
    this.view = new View(this.canvas, this.map);
    this.kept = false;
    this.tools = make('div', 'map-tools');
    this.picture = make('button');
    this.picture.type = 'button';
    this.tools.append(this.picture);
    card.querySelector('.stage').after(this.tools);
    this.beside = new Beside(this);
    this.drawing = new Drawing(this);
    this.fillChoices();
    this.listen();
    this.view.onDraw = () => this.showScaled();
    this.speak();
    onLanguage.push(() => this.speak());
    this.picture.addEventListener('click', () => savePicture(this));
  }

  speak() {
    for (const button of this.card.querySelectorAll('.zoom button')) {
      button.title = pick(say[button.dataset.do]);
      button.setAttribute('aria-label', button.title);
    }
    this.fillChoices();
    this.addKeys();
    this.showRamp();
    this.keyed = null;
    this.drawing.speak();
    this.beside.speak();
    this.picture.textContent = pick(say.picture);
    this.showScaled();
    this.showFigures();
    this.view.ask();
  }

  // What the keys say follows the scale that the map was last drawn at.
  showScaled() {
    const note = this.card.querySelector('.merged'), { blocks } = this.view;
    const said = blocks && `${pick(say.merged)} ${sideText(blocks.side)}: ${pick(say.meanOf)}`;
    if (note) note.textContent = said || '';
    this.showRingKey();
  }

  showRingKey() {
    const key = this.card.querySelector('.ring-key'), { scale, hidden } = this.view;
    if (!key) return;
    key.hidden = hidden.has('rings0');
    if (key.hidden || scale === this.keyed) return;
    this.keyed = scale;
    key.replaceChildren(...ringKey(this.map.rings, scale));
  }

  // Choices keep their place when the language changes.
  fillChoices() {
    const colour = this.card.querySelector('.colour'), go = this.card.querySelector('.go');
    if (colour && this.map.squares) {
      const chosen = colour.value;
      const options = [new Option(pick(say.classes), '')];
      this.map.squares.columns.forEach((column, i) =>
        column.limits && options.push(new Option(pick(column.label), String(i))));
      colour.replaceChildren(...options);
      colour.value = chosen;
    }
    if (!go) return;
    const chosen = go.value;
    go.replaceChildren(new Option(pick(say.all), ''));
    // Areas first; of context only what has figures or names, not one numbered by its place.
    const listed = this.map.sets.map((set, s) => ({ set, s }))
      .filter(({ set }) => !set.shaded && (!set.context || set.named || set.columns.length > 0))
      .sort((a, b) => a.set.context - b.set.context);
    go.closest('p').hidden = listed.length === 0;
    for (const { set, s } of listed) {
      const group = document.createElement('optgroup');
      group.label = pick(set.title);
      const outside = document.createElement('optgroup'), known = coverTest(set);
      outside.label = `${group.label}, ${pick(say.outside)}`;
      set.areas.map((area, i) => [area.name, `${s}.${i}`, known(area)])
        .sort((a, b) => collator.compare(a[0], b[0]))
        .forEach(([name, value, inside]) =>
          (inside ? group : outside).append(new Option(name, value)));
      go.append(group);
      if (outside.children.length) go.append(outside);
    }
    go.value = chosen;
  }

  // Which line is which category, and which colour which hot spot: of the sets that are shown, under
  // the last of them.
  addKeys() {
    const layers = this.card.querySelector('.layers');
    if (!layers) return;
    for (const list of layers.querySelectorAll('.area-keys')) list.remove();
    for (const shaded of [false, true]) {
      const sets = this.map.sets.filter((set) => !set.context && Boolean(set.shaded) === shaded &&
        !this.view.hidden.has(set.id));
      const areas = sets.flatMap((set) => set.areas).filter((area) => area.category)
        .sort((a, b) => a.rank - b.rank || collator.compare(pick(a.category), pick(b.category)));
      const kinds = new Map(areas.map((area) => [pick(area.category), area]));
      if (!kinds.size) continue;
      const list = make('ul', 'keys area-keys');
      list.append(...[...kinds].map(([category, { rank, colour }]) =>
        (!shaded ? this.lineKey(rank, category) : colour ? this.key(colour, category)
          : this.ringKey(category))));
      layers.querySelector(`[data-layer=${sets[sets.length - 1].id}]`).closest('label').after(list);
    }
  }

  lineKey(rank, text) {
    const item = make('li');
    item.append(makeSvg('svg', { width: 28, height: 14, 'aria-hidden': 'true' },
      makeSvg('line', { x1: 1, x2: 27, y1: 7, y2: 7, class: `area-${rank}`,
        'stroke-width': widths[rank], 'stroke-dasharray': dashes[rank].join(' ') })), ` ${text}`);
    return item;
  }

  listen() {
    const view = this.view;
    new ResizeObserver(() => {
      if (!view.printing) view.resize();
    }).observe(this.canvas);
    dark.addEventListener('change', () => view.redraw());
    for (const box of this.card.querySelectorAll('[data-layer]'))
      box.addEventListener('change', () => {
        view.hidden[box.checked ? 'delete' : 'add'](box.dataset.layer);
        this.addKeys();
        view.redraw();
      });
    for (const button of this.card.querySelectorAll('.zoom button'))
      button.addEventListener('click', () => this.step(button.dataset.do));
    const colour = this.card.querySelector('.colour'), go = this.card.querySelector('.go');
    if (colour) colour.addEventListener('change', () => this.setColour(colour.value));
    if (go) go.addEventListener('change', () => this.goTo(go.value));
    listenToPointer(this);
    this.canvas.addEventListener('keydown', (event) => this.onKey(event));
    this.canvas.addEventListener('blur', () => {
      view.crossed = false;
      view.ask();
    });
    window.addEventListener('beforeprint', () => this.setPrinting(true));
    window.addEventListener('afterprint', () => this.setPrinting(false));
  }

  // The paper's map shows what the screen's did, whatever its size.
  setPrinting(on) {
    const view = this.view, { width, height } = view;
    view.printing = on;
    view.ink = on ? inks.light : null;
    view.resize();
    view.scale *= Math.min(view.width / width, view.height / height);
    view.frame();
    if (on) { // as plain pixels: Chromium replays a canvas' strokes on paper at another scale
      const { width: w, height: h } = this.canvas;
      view.pen.putImageData(view.pen.getImageData(0, 0, w, h), 0, 0);
    }
  }

  step(what) {
    if (what === 'home') this.view.fit(this.map.home);
    else this.view.zoom(what === 'in' ? 1.5 : 1 / 1.5);
  }

  // A click, a tap: a corner of what is drawn, else figures to keep.
  press(px, py) {
    if (this.drawing.active) this.drawing.add(px, py);
    else this.keep(px, py);
  }

  onKey(event) {
    const view = this.view, far = event.shiftKey ? 200 : 60;
    const moves = { ArrowLeft: [far, 0], ArrowRight: [-far, 0], ArrowUp: [0, far],
      ArrowDown: [0, -far] };
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const crossed = view.crossed;
    view.crossed = event.key !== 'Escape';
    if (moves[event.key]) view.move(...moves[event.key]);
    else if (event.key === '+' || event.key === '=') this.step('in');
    else if (event.key === '-') this.step('out');
    else if (event.key === '0' || event.key === 'Home') this.step('home');
    else if (event.key === 'Enter' || event.key === ' ')
      this.press(view.width / 2, view.height / 2);
    else if (this.drawing.active && event.key === 'Backspace') this.drawing.undo();
    else if (this.drawing.active && event.key === 'Escape') this.drawing.cancel();
    else if (event.key === 'Escape') this.letGo();
    else {
      view.crossed = crossed;
      return;
    }
    event.preventDefault();
    if (view.crossed) this.point(view.width / 2, view.height / 2);
  }

  // What lies under a point: the topmost area that is shown, and the square.
  find(px, py) {
    const [x, y] = this.view.place(px, py), hidden = this.view.hidden, found = { square: -1 };
    if (px < 0) return found;
    const squares = this.map.squares;
    if (squares && !hidden.has('squares0')) found.square = squares.at(x, y);
    if (this.map.rings && !hidden.has('rings0')) found.ring = findRing(this.view, px, py);
    this.view.pen.setTransform(1, 0, 0, 1, 0, 0);
    this.map.sets.forEach((set, s) => {
      for (const area of hidden.has(`set${s}`) || set.context ? [] : set.areas) {
        const [x0, y0, x1, y1] = area.box;
        const near = x >= x0 && x <= x1 && y >= y0 && y <= y1;
        const below = set.shaded && found.area;
        if (near && !below && this.view.pen.isPointInPath(area.path, x, y, 'evenodd'))
          Object.assign(found, { area, set });
      }
    });
    return found;
  }

  show(found) {
    const before = this.view.mark || { square: -1 };
    const ringOf = (f) => (f.ring ? f.ring.ring : null);
    if (found.square === before.square && found.area === before.area &&
      ringOf(found) === ringOf(before)) return;
    this.view.mark = found;
    this.showFigures();
    this.view.ask();
  }

  point(px, py) {
    if (!this.kept) this.show(this.find(px, py));
  }

  // In short, beside the pointer: the panel may be out of sight.
  showTip(px, py) {
    if (this.drawing.active) return this.drawing.hover(px, py);
    const found = this.find(px, py), lines = [];
    if (found.area) lines.push(make('strong', '', found.area.name));
    if (found.ring)
      lines.push(make('span', '', `${pick(this.map.rings.title)}: ${
        format(found.ring.ring.of, 'count')}`));
    if (found.square >= 0) lines.push(make('span', '', this.squareInShort(found.square)));
    this.tip.hidden = lines.length === 0;
    this.tip.replaceChildren(...lines);
    const right = px > this.view.width - 230, low = py > this.view.height - 90;
    const { width, height } = this.view;
    this.tip.style.left = right ? '' : `${px + 14}px`;
    this.tip.style.right = right ? `${Math.min(width - px + 14, width - 230)}px` : '';
    this.tip.style.top = low ? '' : `${py + 14}px`;
    this.tip.style.bottom = low ? `${height - py + 14}px` : '';
  }

  squareInShort(i) {
    const s = this.map.squares, of = s.classOf[i], parts = [];
    parts.push(of ? `${pick(say.classOf)} ${of}` : pick(say.noClass));
    const shown = new Set([s.columns.find((column) => column.name === 'population'), this.column]);
    for (const column of shown)
      if (column) parts.push(`${pick(column.label)} ${format(column.shown(i), column.unit)}`);
    return parts.join(' · ');
  }

  keep(px, py) {
    const found = this.find(px, py);
    this.kept = found.square >= 0 || Boolean(found.area || found.ring);
    this.show(found);
    this.showFigures();
  }

  letGo() {
    this.kept = false;
    this.tip.hidden = true;
    this.show({ square: -1 });
    this.showFigures();
  }

  goTo(value) {
    if (value === '') {
      this.letGo();
      return this.step('home');
    }
    const [s, i] = value.split('.').map(Number);
    const set = this.map.sets[s], area = set.areas[i], [x0, y0, x1, y1] = area.box;
    const pad = 0.4 * Math.max(x1 - x0, y1 - y0);
    this.kept = true;
    this.view.fit([x0 - pad, y0 - pad, x1 + pad, y1 + pad]);
    this.show({ area, set, square: -1 });
    this.showFigures();
  }

  setColour(value) {
    const squares = this.map.squares;
    this.column = value === '' ? null : squares.columns[Number(value)];
    this.view.shade = shadeOf(squares, this.column);
    this.showRamp();
    this.beside.show();
    this.view.redraw();
  }

  showRamp() {
    const ramp = this.card.querySelector('.ramp'), legend = this.card.querySelector('.legend');
    if (!ramp) return;
    ramp.hidden = !this.column;
    legend.hidden = Boolean(this.column);
    this.showHatching();
    if (!this.column) return;
    ramp.replaceChildren(...this.rampOf(this.column, this.view.shade));
  }

  // The switch of lines over squares, where what is shown has some.
  showHatching() {
    const box = this.card.querySelector('[data-layer=firm0]'), { shade, other } = this.view;
    if (box) box.closest('label').hidden = ![shade, other].some((of) => of && hatchTest(this.map.squares, of));
  }

  // Heading and key of the classes of a column, the last first.
  rampOf({ label, unit }, { limits, colours, ranked, names }) {
    const list = make('ul', 'keys');
    for (let k = limits.length - 1; k >= 0; k--) {
      const [low, high] = limits[k], [from, to] = [format(low, unit), format(high, unit)];
      const word = !ranked ? '' : k === 0 ? pick(say.best) : k < limits.length - 1 ? ''
        : pick(say.worst);
      if (names) list.append(this.key(colours[k], pick(names[k])));
      else if (low !== null)
        list.append(this.key(colours[k],
          `${k + 1}${word} (${from === to ? from : `${from} – ${to}`})`));
    }
    const missing = this.key(this.view.colours.none, pick(say.missing));
    missing.querySelector('svg').append(makeSvg('path', { class: 'gap',
      d: 'M0 0L16 16M-8 0L8 16M8 0L24 16M16 0L0 16M8 0L-8 16M24 0L8 16' }));
    const empty = this.key(this.view.colours.paper, pick(say.noSquare));
    empty.className = 'no-square';
    list.append(missing, empty);
    return [make('p', 'legend-title', pick(label)), list];
  }

  ringKey(text) {
    const item = make('li');
    item.append(makeSvg('svg', { width: 16, height: 16, 'aria-hidden': 'true' },
      makeSvg('circle', { cx: 8, cy: 8, r: 7, fill: 'none', stroke: this.view.colours.shade,
        'stroke-width': 2, 'stroke-dasharray': '4 2.5' })), ` ${text}`);
    return item;
  }

  key(colour, text) {
    const item = make('li');
    item.append(makeSvg('svg', { width: 16, height: 16, class: 'swatch', 'aria-hidden': 'true' },
      makeSvg('rect', { width: 16, height: 16, fill: colour })), ` ${text}`);
    return item;
  }

  showFigures() {
    const { area, set, square, ring } = this.view.mark || { square: -1 };
    const parts = [];
    if (area) parts.push(...this.areaFigures(area, set));
    if (ring) parts.push(...this.ringFigures(ring));
    if (square >= 0) parts.push(...this.squareFigures(square));
    if (parts.length === 0)
      parts.push(make('p', 'hint', pick(this.view.crossed ? say.nothing : say.none)));
    if (this.kept) parts.push(make('p', 'hint', pick(say.kept)));
    this.panel.replaceChildren(...parts);
  }

  areaFigures(area, set) {
    const list = make('dl'), at = (name) => {
      const i = set.columns.findIndex((column) => column.name === name);
      return i < 0 ? null : area.figures[i];
    };
    const known = set.columns.filter((c) => c.unit !== 'text' && c.label.sv !== c.name);
    const isDetail = (c) => /^class_\d+$|_(low|high|planar)$|^cells$/.test(c.name);
    for (const column of (known.length ? known : set.columns).filter((c) => !isDetail(c))) {
      let text = column.unit === 'text' ? at(column.name) : format(at(column.name), column.unit);
      const low = at(`${column.name}_low`), high = at(`${column.name}_high`);
      if (low !== null && high !== null)
        text += ` (${format(low, column.unit)}–${format(high, column.unit)})`;
      if (text !== null) this.put(list, pick(column.label), text);
    }
    const parts = [make('h4', '', area.name)];
    if (area.category) parts.push(make('p', 'category', pick(area.category)));
    const outside = 1 - at('covered_share');
    if (at('covered_share') !== null && outside >= 0.0005)
      parts.push(make('p', 'category', `${format(outside, 'share')} ${pick(say.outsideGrid)}`));
    return [...parts, list, ...this.mix(at)];
  }

  // People by class of their square, as one bar, over that of the whole map.
  mix(at) {
    const squares = this.map.squares, colours = squares ? squares.colours : [];
    const shares = colours.map((_, k) => at(`class_${k + 1}`));
    if (!shares.some((share) => share > 0)) return [];
    return [make('p', 'mix-title', pick(say.mix)), this.mixBar(shares),
      make('p', 'mix-title', `${pick(say.mixAll)} ${pick(say.wholeMap)}`),
      this.mixBar(sumAll(squares).classes.map(({ share }) => share[0]))];
  }

  mixBar(shares) {
    const { colours } = this.map.squares;
    const bar = makeSvg('svg', { class: 'mix', height: 16, role: 'img', 'aria-label':
      shares.map((s, k) => `${pick(say.classOf)} ${k + 1}: ${format(s, 'share')}`).join(', ') });
    let x = 0;
    shares.forEach((share, k) => {
      bar.append(makeSvg('rect', { x: `${100 * x}%`, width: `${100 * (share || 0)}%`, height: 16,
        fill: colours[k] }));
      x += share || 0;
    });
    return bar;
  }

  ringFigures({ ring, level }) {
    const { title, side } = this.map.rings, list = make('dl');
    this.put(list, pick(say.ringed), format(ring.of, 'count'));
    if (level.side !== side) {
      this.put(list, pick(say.squares), format(ring.squares, 'count'));
    }
    return [make('h4', '', pick(title)), list];
  }

  squareFigures(i) {
    const s = this.map.squares, list = make('dl'), [e, n] = this.map.origin;
    const id = String(s.x[i] + e).padStart(6, '0') + String(s.y[i] + n).padStart(7, '0');
    const title = make('h4', '', `${pick(say.square)} ${s.size[i]} m `);
    title.append(make('small', '', id));
    this.put(list, pick(say.classOf), s.classOf[i] ? String(s.classOf[i]) : '–');
    for (const column of s.columns)
      this.put(list, pick(column.label), format(column.shown(i), column.unit));
    return [title, list];
  }

  put(list, label, text) {
    const row = make('div');
    row.append(make('dt', '', label), make('dd', '', text));
    list.append(row);
  }
}

const maps = [...document.querySelectorAll('article.map')].map((card) => new PageMap(card));
setLanguage(language());
if (maps.length) {
  openAddress(maps[0]);
  keepAddress(maps[0]);
}
