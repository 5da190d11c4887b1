// SPDX-License-Identifier: GPL-3.0-or-later
// What the page shows of the ground within an outline: each square's figures times the exact
// fraction of the square inside. A figure that is shown as a range counts from its least to its
// greatest; one that is not shown is nothing at least, and at most the people of its square.

// The part of a ring where axis (0 x, 1 y) is at least (keep 1) or at most (-1) a limit.
function clipHalf(points, axis, limit, keep) {
  const out = [], far = (p) => keep * (p[axis] - limit);
  for (let i = 0, j = points.length - 1; i < points.length; j = i++) {
    const a = points[j], b = points[i], da = far(a), db = far(b);
    if ((da < 0) !== (db < 0)) {
      const t = da / (da - db), other = a[1 - axis] + t * (b[1 - axis] - a[1 - axis]);
      out.push(axis === 0 ? [limit, other] : [other, limit]);
    }
    if (db >= 0) out.push(b);
  }
  return out;
}

// Square metres of an outline inside [x, x + w] x [y, y + h]: bands of rows are cut once.
function areaCutter(outline) {
  const bands = new Map();
  const band = (y, h) => {
    const key = `${y},${h}`;
    if (!bands.has(key))
      bands.set(key, outline.rings.map(({ points, sign, box }) => ({ sign, points:
        box[3] <= y || box[1] >= y + h ? []
          : clipHalf(clipHalf(points, 1, y, 1), 1, y + h, -1) })));
    return bands.get(key);
  };
  return (x, y, w, h) => band(y, h).reduce((sum, { points, sign }) => {
    const part = clipHalf(clipHalf(points, 0, x, 1), 0, x + w, -1);
    return part.length < 3 ? sum : sum + sign * Math.abs(doubleArea(part, [x, y])) / 2;
  }, 0);
}

// For each square that the outline touches: which fraction of its ground lies inside. A large
// square that small ones lie on holds the ground that they leave.
function fractionsInside(outline, squares) {
  const cut = areaCutter(outline), [x0, y0, x1, y1] = outline.box, inside = new Map();
  const meets = (i) => squares.x[i] < x1 && squares.x[i] + squares.size[i] > x0 &&
    squares.y[i] < y1 && squares.y[i] + squares.size[i] > y0;
  const ground = (i) => ({ i, all: squares.size[i] ** 2, in: meets(i) ? cut(squares.x[i],
    squares.y[i], squares.size[i], squares.size[i]) : 0 });
  for (let i = 0; i < squares.count; i++) if (meets(i)) inside.set(i, ground(i));
  let near = 0; // the largest that it touches
  for (const i of inside.keys()) near = Math.max(near, squares.size[i]);
  for (let i = 0; i < squares.count; i++) {
    const h = squares.size[i] / 2, x = squares.x[i] + h, y = squares.y[i] + h;
    if (2 * h >= near || x < x0 - near || x > x1 + near || y < y0 - near || y > y1 + near) continue;
    const larger = squares.holding(x, y).filter((k) => squares.size[k] > squares.size[i])
      .sort((a, b) => squares.size[a] - squares.size[b])[0];
    const on = inside.get(larger);
    if (!on) continue;
    const own = ground(i);
    on.all -= own.all;
    on.in -= own.in;
  }
  return [...inside.values()].filter((g) => g.all > 0 && g.in > 1e-9 * g.all)
    .map((g) => ({ i: g.i, fraction: Math.min(1, g.in / g.all), ground: g.in }));
}

// A figure of a square as [least, greatest]; one that is not shown is at most the square's people.
function rangeAt(column, i, people) {
  const value = column.values()[i], range = /^(<|(\d+)–)(\d+)$/.exec(column.replacement(i) || '');
  if (range) return range[2] ? [Number(range[2]), Number(range[3])] : [1, Number(range[3]) - 1];
  if (!Number.isNaN(value)) return [value, value];
  return [0, people && people !== column ? rangeAt(people, i)[1] : Infinity];
}

// Sums are kept with what rounding took (Neumaier's).
class Sum {
  constructor() {
    this.total = 0;
    this.lost = 0;
  }

  add(value) {
    const next = this.total + value;
    if (Number.isFinite(next))
      this.lost += Math.abs(this.total) >= Math.abs(value) ? this.total - next + value
        : value - next + this.total;
    this.total = next;
  }

  get value() {
    return this.total + this.lost;
  }
}

class RangeSum {
  constructor() {
    this.low = new Sum();
    this.high = new Sum();
  }

  add([low, high], times) {
    this.low.add(low * times);
    this.high.add(high * times);
  }

  get range() {
    return [this.low.value, this.high.value];
  }
}

// Of a sum that `of` is a part of, and what the rest is: from the least share to the greatest.
function shareRange(part, rest) {
  const [low, high] = part, [restLow, restHigh] = rest;
  return [low > 0 ? low / (low + restHigh) : 0, high > 0 ? high / (high + restLow) : 0];
}

const isPeople = (column) => column.unit === 'count' && column.name !== 'rank';

// Sums over parts: [{i, fraction}], of the squares of a map. Counts by column, people by class
// (0: none), the mean index of people, and the bounds of people by whole and by touched squares.
function sumSquares(parts, squares) {
  const counts = squares.columns.filter(isPeople).map((column) => ({ column, sum: new RangeSum() }));
  const people = squares.columns.find((column) => column.name === 'population');
  const index = squares.columns.find((column) => column.name === 'index');
  const byClass = squares.colours.map(() => new RangeSum()), none = new RangeSum();
  const bounds = new RangeSum(), weighted = new Sum(), weight = new Sum();
  for (const { i, fraction } of parts) {
    for (const { column, sum } of counts) sum.add(rangeAt(column, i, people), fraction);
    if (!people) continue;
    const range = rangeAt(people, i), k = squares.classOf[i];
    (k ? byClass[k - 1] : none).add(range, fraction);
    bounds.add([fraction > 1 - 1e-9 ? range[0] : 0, range[1]], 1);
    if (!index || Number.isNaN(index.values()[i]) || range[0] !== range[1]) continue;
    weighted.add(index.values()[i] * range[0] * fraction);
    weight.add(range[0] * fraction);
  }
  const classes = byClass.map((sum) => sum.range), all = [...classes, none.range];
  const rest = (k) => all.reduce((r, c, i) => (i === k ? r : [r[0] + c[0], r[1] + c[1]]), [0, 0]);
  return {
    counts: counts.map(({ column, sum }) => ({ column, range: sum.range })),
    classes: classes.map((range, k) => ({ range, share: shareRange(range, rest(k)) })),
    bounds: bounds.range,
    index: weight.value > 0 ? weighted.value / weight.value : NaN,
  };
}

function sumInside(outline, squares) {
  const parts = fractionsInside(outline, squares);
  return { ...sumSquares(parts, squares), squares: parts.length,
    covered: parts.reduce((sum, part) => sum + part.ground, 0) / outline.area };
}

// The same of all squares of the map, what those of an area are held against.
function sumAll(squares) {
  if (!squares.sums)
    squares.sums = sumSquares(Array.from({ length: squares.count }, (_, i) => ({ i, fraction: 1 })),
      squares);
  return squares.sums;
}
