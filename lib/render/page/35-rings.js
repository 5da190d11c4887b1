// SPDX-License-Identifier: GPL-3.0-or-later
// Rings: the surface of each follows the number it stands for. Where squares are too small for one
// each, those of a block become one, as on the printed maps.

const BLOCK = 14; // pixels of the smallest square or block that has a ring of its own

function readRings(data) {
  const steps = data.at.split(','), rings = [];
  let x = 0, y = 0;
  data.of.split(',').forEach((of, i) => {
    x += Number(steps[2 * i]);
    y += Number(steps[2 * i + 1]);
    rings.push({ x, y, of: Number(of), squares: 1 });
  });
  return { title: data.title, note: data.note, side: data.side, rings, levels: new Map() };
}

// One ring for all of a block, in the middle of those it stands for.
function joinRings(rings, side) {
  const blocks = new Map();
  for (const ring of rings) {
    const key = Math.floor(ring.x / side) * 1000003 + Math.floor(ring.y / side);
    const sum = blocks.get(key) || { x: 0, y: 0, of: 0, squares: 0 };
    sum.x += ring.of * ring.x;
    sum.y += ring.of * ring.y;
    sum.of += ring.of;
    sum.squares += 1;
    blocks.set(key, sum);
  }
  return [...blocks.values()].map((sum) => ({ ...sum, x: sum.x / sum.of, y: sum.y / sum.of }));
}

// The rings that a scale has room for. One in fifty may be wider than its block: a single crowded
// square does not make all others points.
function ringLevel(data, scale) {
  let side = data.side;
  while (side * scale < BLOCK) side *= 2;
  if (!data.levels.has(side)) {
    const rings = side === data.side ? data.rings : joinRings(data.rings, side);
    const sorted = rings.map((ring) => ring.of).sort((a, b) => a - b);
    data.levels.set(side, { side, rings, full: sorted[Math.floor(0.98 * (sorted.length - 1))] });
  }
  return data.levels.get(side);
}

// Pixels; twice the number has twice the surface.
function ringRadius(level, scale, value) {
  return Math.min(0.5 * level.side * scale, 34) * Math.sqrt(value / level.full);
}

function drawRings(view, pen) {
  const r = view.ratio, k = view.scale * r, level = ringLevel(view.map.rings, view.scale);
  const midX = view.bitmap.width / 2, midY = view.bitmap.height / 2;
  const path = new Path2D();
  for (const ring of level.rings) {
    const x = midX + (ring.x - view.x) * k, y = midY - (ring.y - view.y) * k;
    const radius = Math.max(1, ringRadius(level, view.scale, ring.of)) * r;
    if (x + radius < 0 || y + radius < 0 || x - radius > view.bitmap.width ||
      y - radius > view.bitmap.height) continue;
    path.moveTo(x + radius, y);
    path.arc(x, y, radius, 0, 7);
  }
  pen.setLineDash([]);
  for (const [width, colour] of [[2.8, 'rgb(255 255 255 / .62)'], [1.2, '#000000']]) {
    pen.lineWidth = width * r;
    pen.strokeStyle = colour;
    pen.stroke(path);
  }
}

// The ring whose middle is nearest, if the point lies in it.
function findRing(view, px, py) {
  const level = ringLevel(view.map.rings, view.scale);
  let best = null, least = Infinity;
  for (const ring of level.rings) {
    const dx = view.width / 2 + (ring.x - view.x) * view.scale - px;
    const dy = view.height / 2 - (ring.y - view.y) * view.scale - py;
    const far = Math.hypot(dx, dy);
    if (far <= Math.max(6, ringRadius(level, view.scale, ring.of)) && far < least) {
      best = { ring, level };
      least = far;
    }
  }
  return best;
}

// 1, 2 or 5 times a power of ten, at most the value.
function roundBelow(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [5, 2, 1].map((digit) => digit * power).find((v) => v <= value * (1 + 1e-9));
}

function sideText(metres) {
  return metres >= 1000 ? `${format(metres / 1000, metres % 1000 ? 'rate' : 'count')} km`
    : `${metres} m`;
}

// How large which number is, at this scale.
function ringKey(data, scale) {
  const level = ringLevel(data, scale), top = roundBelow(level.full);
  const list = make('ul', 'ring-list');
  for (const part of [20, 4, 1]) {
    const value = roundBelow(top / part), radius = ringRadius(level, scale, value);
    if (value < 1) continue;
    const side = Math.ceil(2 * radius + 4), item = make('li');
    item.append(makeSvg('svg', { width: side, height: side, 'aria-hidden': 'true' },
      makeSvg('circle', { cx: side / 2, cy: side / 2, r: Math.max(1, radius), fill: 'none' })),
    ` ${format(value, 'count')}`);
    list.append(item);
  }
  const merged = level.side === data.side ? '' : `${pick(say.perSquare)} ${sideText(level.side)}`;
  const note = [merged, pick(data.note)].filter(Boolean).join(', ');
  return note ? [list, make('p', 'hint', note)] : [list];
}
