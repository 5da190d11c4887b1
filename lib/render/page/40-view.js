// SPDX-License-Identifier: GPL-3.0-or-later
// Drawing: all layers go to a bitmap somewhat larger than the view; moving the map only copies it,
// and it is drawn anew when the view leaves it or the scale has settled.

const dark = window.matchMedia('(prefers-color-scheme: dark)');
const inks = {
  light: { paper: '#f4f5f2', none: '#d3d7da', gap: '#7b858c', halo: '#ffffff', context: '#7d8890', text: '#14202b',
    soft: '#4d5b67',
    areas: ['#111111', '#5b1a8b', '#0b3c8c', '#5a4632'], mark: '#000000', shade: '#2d0a57' },
  dark: { paper: '#171d23', none: '#4a535b', gap: '#98a3ab', halo: '#10151a', context: '#7d8993', text: '#e8edf1',
    soft: '#a7b3bd',
    areas: ['#f2f4f6', '#e3b5ff', '#8fc0ff', '#e0c9a8'], mark: '#ffffff', shade: '#d9c8f5' },
};
// As on the printed maps (lb_palette_outline): the worst category solid, the next dashed.
const widths = [3.0, 2.6, 2.4, 2.2];
const dashes = [[], [9, 3], [4, 2.5], [11, 2.5, 2.5, 2.5]];
const MARGIN = 0.3; // of the view, on each side of the bitmap

class View {
  constructor(canvas, map) {
    this.canvas = canvas;
    this.map = map;
    this.pen = canvas.getContext('2d');
    this.bitmap = document.createElement('canvas');
    this.hidden = new Set();
    this.shade = map.squares ? shadeOf(map.squares, null) : null;
    this.ink = null; // forced while printing
    this.printing = false;
    this.pending = false;
    this.resize();
    this.fit(map.home);
  }

  get colours() {
    return this.ink || (dark.matches ? inks.dark : inks.light);
  }

  // How many times the usual size the reader has letters.
  get letters() {
    return this.printing ? 1 : Math.max(1, parseFloat(getComputedStyle(root).fontSize) / 16);
  }

  resize() {
    const [width, height] = this.paper || [this.canvas.clientWidth, this.canvas.clientHeight];
    this.ratio = this.printing ? 3 : Math.min(window.devicePixelRatio || 1, 3);
    this.width = width || 600;
    this.height = height || 400;
    this.canvas.width = Math.round(this.width * this.ratio);
    this.canvas.height = Math.round(this.height * this.ratio);
    this.drawn = null;
    this.ask();
  }

  fit(box) {
    const margin = 1.08;
    this.x = (box[0] + box[2]) / 2;
    this.y = (box[1] + box[3]) / 2;
    this.scale = Math.min(this.width / Math.max(100, (box[2] - box[0]) * margin),
      this.height / Math.max(100, (box[3] - box[1]) * margin));
    this.scale = Math.min(this.scale, 0.5);
    this.ask();
  }

  // The place under a point of the canvas, and back.
  place(px, py) {
    return [this.x + (px - this.width / 2) / this.scale,
      this.y - (py - this.height / 2) / this.scale];
  }

  zoom(factor, px = this.width / 2, py = this.height / 2) {
    const [x, y] = this.place(px, py);
    const least = 0.25 * Math.min(this.width / (this.map.home[2] + 1),
      this.height / (this.map.home[3] + 1));
    this.scale = Math.min(2, Math.max(least, this.scale * factor));
    this.x = x - (px - this.width / 2) / this.scale;
    this.y = y + (py - this.height / 2) / this.scale;
    this.ask();
  }

  move(dx, dy) {
    this.x -= dx / this.scale;
    this.y += dy / this.scale;
    this.ask();
  }

  redraw() {
    this.drawn = null;
    this.ask();
  }

  ask() {
    if (this.pending) return;
    this.pending = true;
    requestAnimationFrame(() => {
      this.pending = false;
      this.frame();
    });
  }

  // Can the bitmap serve the view, if need be stretched for a moment?
  fits() {
    const d = this.drawn;
    if (!d) return false;
    const reach = (1 + 2 * MARGIN) / d.scale, need = 1 / this.scale;
    return Math.abs(this.x - d.x) * 2 <= this.width * (reach - need) &&
      Math.abs(this.y - d.y) * 2 <= this.height * (reach - need);
  }

  frame() {
    const sharp = this.drawn && this.drawn.scale === this.scale;
    if (!this.fits() || (!sharp && this.cost < 14)) this.draw();
    else if (!sharp) {
      clearTimeout(this.settle);
      this.settle = setTimeout(() => this.redraw(), 90);
    }
    const pen = this.pen, d = this.drawn, r = this.ratio, grow = this.scale / d.scale;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.fillStyle = this.colours.paper;
    pen.fillRect(0, 0, this.canvas.width, this.canvas.height);
    const width = this.bitmap.width * grow, height = this.bitmap.height * grow;
    const whole = grow === 1 ? Math.round : (v) => v;
    const left = whole(this.canvas.width / 2 - width / 2 + (d.x - this.x) * this.scale * r);
    const top = whole(this.canvas.height / 2 - height / 2 - (d.y - this.y) * this.scale * r);
    pen.imageSmoothingEnabled = grow !== 1;
    pen.drawImage(this.bitmap, left, top, width, height);
    if (this.other) this.splitFrame(left, top, width, height);
    if (this.overlay) this.overlay();
    this.drawMark();
    this.drawScale();
    if (this.onFrame) this.onFrame();
    if (!this.framed) performance.mark('map'); // when the map is first there
    this.framed = true;
  }

  draw() {
    const start = performance.now(), r = this.ratio;
    this.bitmap.width = Math.round(this.width * (1 + 2 * MARGIN) * r);
    this.bitmap.height = Math.round(this.height * (1 + 2 * MARGIN) * r);
    this.drawn = { x: this.x, y: this.y, scale: this.scale };
    this.paint(this.bitmap);
    if (this.other) this.paintOther();
    this.cost = performance.now() - start;
    if (this.onDraw) this.onDraw();
  }

  // All layers, back to front.
  paint(bitmap) {
    const pen = bitmap.getContext('2d');
    pen.fillStyle = this.colours.paper;
    pen.fillRect(0, 0, this.bitmap.width, this.bitmap.height);
    const shown = this.map.drawn.filter((set) => !this.hidden.has(set.id));
    for (const set of shown) if (set.fill) this.fillSet(pen, set);
    if (this.map.squares && !this.hidden.has('squares0')) this.drawSquares(pen);
    for (const set of shown) if (set.shaded) this.drawShades(pen, set);
    if (this.map.rings && !this.hidden.has('rings0')) drawRings(this, pen);
    for (const set of shown) if (!set.shaded) this.drawSet(pen, set);
    if (!this.hidden.has('names0')) drawNames(this, pen);
  }

  // Large squares first, small ones over them; then by colour, so that the pen changes seldom.
  order() {
    if (this.shade.sorted) return this.shade.sorted;
    const s = this.map.squares, of = this.shade.of;
    this.shade.sorted = Int32Array.from({ length: s.count }, (_, i) => i)
      .sort((a, b) => s.size[b] - s.size[a] || of[a] - of[b]);
    return this.shade.sorted;
  }

  drawSquares(pen) {
    const s = this.map.squares, of = this.shade.of;
    this.blocks = blocksOf(this.map, this.shade, this.scale);
    this.inked = -1;
    if (this.blocks) {
      for (const block of this.blocks.squares)
        this.drawSquare(pen, block.x, block.y, block.size, block.of);
      this.drawGaps(pen, this.blocks.squares.filter((block) => !block.of));
      this.drawHatches(pen, this.blocks.squares.filter((block) => block.hatched));
      return;
    }
    const order = this.order(), test = hatchTest(s, this.shade), few = fewTest(s, this.shade);
    const place = (i) => ({ x: s.x[i], y: s.y[i], size: s.size[i], few: few && few(i) });
    for (let from = 0, to = 0; from < order.length; from = to) {
      for (; to < order.length && s.size[order[to]] === s.size[order[from]]; to++) {
        const i = order[to];
        this.drawSquare(pen, s.x[i], s.y[i], s.size[i], of[i]);
      }
      const drawn = [...order.subarray(from, to)];
      this.drawGaps(pen, drawn.filter((i) => !of[i]).map(place));
      if (test) this.drawHatches(pen, drawn.filter(test).map(place));
    }
  }

  // Squares without a colour, as on the printed maps: too few people with thin lines one way, no
  // figure with thin lines both ways, so that neither is the palest class in grey.
  drawGaps(pen, squares) {
    pen.strokeStyle = this.colours.gap;
    pen.lineWidth = 0.5 * this.ratio;
    pen.beginPath();
    for (const square of squares) {
      this.hatch(pen, square, -1, 6);
      if (!square.few) this.hatch(pen, square, 1, 6);
    }
    pen.stroke();
  }

  // Lines over squares that noise could change, as on the printed maps; smaller squares come over
  // them.
  drawHatches(pen, squares) {
    if (this.hidden.has('firm0')) return;
    pen.strokeStyle = 'rgba(20, 20, 20, 0.7)';
    pen.lineWidth = 0.7 * this.ratio;
    pen.beginPath();
    for (const square of squares) this.hatch(pen, square, 1, 4);
    pen.stroke();
  }

  // The lines x + sign y = a multiple of the spacing (pixels) within a square.
  hatch(pen, { x, y, size }, sign, spacing) {
    const k = this.scale * this.ratio, step = spacing * this.ratio;
    const x0 = this.bitmap.width / 2 + (x - this.x) * k, x1 = x0 + size * k;
    const y1 = this.bitmap.height / 2 - (y - this.y) * k, y0 = y1 - size * k;
    if (x1 < 0 || y1 < 0 || x0 > this.bitmap.width || y0 > this.bitmap.height) return;
    const low = sign > 0 ? y0 : -y1, high = sign > 0 ? y1 : -y0;
    for (let sum = Math.ceil((x0 + low) / step) * step; sum < x1 + high; sum += step) {
      const from = Math.max(x0, sum - high), to = Math.min(x1, sum - low);
      pen.moveTo(from, sign * (sum - from));
      pen.lineTo(to, sign * (sum - to));
    }
  }

  drawSquare(pen, x, y, size, of) {
    const k = this.scale * this.ratio;
    const midX = this.bitmap.width / 2, midY = this.bitmap.height / 2;
    const x0 = Math.round(midX + (x - this.x) * k), x1 = Math.round(midX + (x + size - this.x) * k);
    const y1 = Math.round(midY - (y - this.y) * k), y0 = Math.round(midY - (y + size - this.y) * k);
    if (x1 < 0 || y1 < 0 || x0 > this.bitmap.width || y0 > this.bitmap.height) return;
    if (of !== this.inked) {
      this.inked = of;
      pen.fillStyle = of ? this.shade.colours[of - 1] || '#888' : this.colours.none;
    }
    const gap = size * this.scale > 9 ? Math.ceil(this.ratio / 2) : 0;
    pen.fillRect(x0, y0, Math.max(1, x1 - x0 - gap), Math.max(1, y1 - y0 - gap));
  }

  toMetres(pen, width, height) {
    const k = this.scale * this.ratio;
    pen.setTransform(k, 0, 0, -k, width / 2 - this.x * k, height / 2 + this.y * k);
  }

  fillSet(pen, set) {
    this.toMetres(pen, this.bitmap.width, this.bitmap.height);
    pen.globalAlpha = this.colours === inks.dark ? 0.45 : 1;
    pen.fillStyle = set.fill;
    for (const area of set.areas) pen.fill(area.path, 'evenodd');
    pen.globalAlpha = 1;
    pen.setTransform(1, 0, 0, 1, 0, 0);
  }

  // Hot spots, then clusters as lines.
  drawShades(pen, set) {
    this.toMetres(pen, this.bitmap.width, this.bitmap.height);
    for (const area of [...set.areas].sort((a, b) => !a.colour - !b.colour)) {
      pen.globalAlpha = 0.7;
      pen.fillStyle = area.colour;
      if (area.colour) pen.fill(area.path, 'evenodd');
      pen.globalAlpha = 1;
      for (const halo of area.colour ? [false] : [true, false]) {
        pen.strokeStyle = halo ? this.colours.halo : this.colours.shade;
        pen.lineWidth = (area.colour ? 1 : halo ? 3.6 : 2.2) / this.scale;
        pen.setLineDash(area.colour || halo ? [] : [6, 4].map((d) => d / this.scale));
        pen.stroke(area.path);
      }
    }
    pen.setTransform(1, 0, 0, 1, 0, 0);
  }

  drawSet(pen, set) {
    const colours = this.colours;
    this.toMetres(pen, this.bitmap.width, this.bitmap.height);
    pen.lineJoin = 'round';
    const small = this.scale < 0.02 ? 0.6 : 1;
    for (const halo of set.context ? [false] : [true, false])
      for (const area of set.areas) {
        const width = set.context ? 0.8 : widths[area.rank] * small + (halo ? 2.5 * small : 0);
        pen.lineWidth = width / this.scale;
        pen.strokeStyle = set.context ? colours.context
          : halo ? colours.halo : colours.areas[area.rank];
        pen.setLineDash(set.context || halo ? [] : dashes[area.rank].map((d) => d / this.scale));
        pen.stroke(area.path);
      }
    pen.setTransform(1, 0, 0, 1, 0, 0);
  }

  // What is pointed at, and the cross hairs of those who point with keys.
  drawMark() {
    const pen = this.pen, r = this.ratio;
    const { area, square, ring } = this.mark || {};
    this.toMetres(pen, this.canvas.width, this.canvas.height);
    pen.setLineDash([]);
    pen.strokeStyle = this.colours.mark;
    if (area) {
      for (const [width, colour] of [[8, this.colours.halo], [4.5, this.colours.mark]]) {
        pen.lineWidth = width / this.scale;
        pen.strokeStyle = colour;
        pen.stroke(area.path);
      }
    }
    if (square >= 0) {
      const s = this.map.squares;
      pen.lineWidth = 2 / this.scale;
      pen.strokeRect(s.x[square], s.y[square], s.size[square], s.size[square]);
    }
    pen.setTransform(r, 0, 0, r, 0, 0);
    if (ring) this.drawRingMark(ring);
    if (!this.crossed) return;
    const x = this.width / 2, y = this.height / 2;
    pen.lineWidth = 1.5;
    pen.beginPath();
    for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
      pen.moveTo(x + 5 * dx, y + 5 * dy);
      pen.lineTo(x + 14 * dx, y + 14 * dy);
    }
    pen.stroke();
  }

  drawRingMark({ ring, level }) {
    const pen = this.pen;
    pen.lineWidth = 3;
    pen.beginPath();
    pen.arc(this.width / 2 + (ring.x - this.x) * this.scale,
      this.height / 2 - (ring.y - this.y) * this.scale,
      Math.max(3, ringRadius(level, this.scale, ring.of)), 0, 7);
    pen.stroke();
  }

  drawScale() {
    const pen = this.pen, r = this.ratio;
    const power = 10 ** Math.floor(Math.log10(this.width / 4 / this.scale));
    const length = [5, 2, 1].map((k) => k * power)
      .find((l) => l * this.scale <= this.width / 4) || power;
    const t = this.letters, px = length * this.scale / t, y = this.height / t - 14;
    const text = length >= 1000 ? `${format(length / 1000, 'count')} km` : `${length} m`;
    pen.setTransform(r * t, 0, 0, r * t, 0, 0);
    pen.font = '12px system-ui, sans-serif';
    const wide = Math.max(px, 20) + pen.measureText(text).width + 26;
    pen.globalAlpha = 0.82;
    pen.fillStyle = this.colours.paper;
    pen.fillRect(6, y - 14, wide, 24);
    pen.globalAlpha = 1;
    pen.fillStyle = this.colours.text;
    pen.fillRect(14, y - 1, px, 2);
    pen.fillRect(14, y - 5, 1.5, 6);
    pen.fillRect(14 + px - 1.5, y - 5, 1.5, 6);
    pen.fillText(text, 22 + px, y + 3);
  }
}
