// SPDX-License-Identifier: GPL-3.0-or-later
// The map's data: squares in typed arrays with a hash to find the one under a point, and areas as
// paths. Lengths are metres from the map's south-west corner.

function readSteps(text, count) {
  const out = new Int32Array(count), parts = text.split(',');
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (parts[i]) at += Number(parts[i]);
    out[i] = at;
  }
  return out;
}

// Columns are read when they are first asked for. '<5' stands for a number that is not here: it is
// shown as it is, and coloured as the least. Some shares are whole per cent, and some of them about.
function columnReader(column, count) {
  let values = null;
  const hidden = new Map(), about = new Set();
  const read = () => {
    if (values) return values;
    values = new Float64Array(count).fill(NaN);
    column.of.split(',').forEach((part, i) => {
      if (part === '') return;
      values[i] = parseFloat(part) || 0;
      if (Number.isNaN(Number(part))) hidden.set(i, part);
    });
    let at = 0;
    for (const step of column.about ? column.about.split(',') : []) about.add(at += Number(step));
    return values;
  };
  const shown = (i) => {
    read();
    if (hidden.has(i)) return hidden.get(i);
    if (!column.whole || Number.isNaN(values[i])) return values[i];
    const percent = `${Math.round(100 * values[i])}\u00a0%`;
    return about.has(i) ? `${pick(say.about)} ${percent}` : percent;
  };
  // What stands for the number of a square, or undefined.
  const replacement = (i) => {
    read();
    return hidden.get(i);
  };
  return { values: read, shown, replacement };
}

// Which squares lie in each bucket, a chain a bucket: those that hold a point.
function hashOf(squares) {
  const side = squares.size.reduce((a, b) => Math.min(a, b), Infinity) || 1;
  const first = new Map(), square = [], next = [];
  const bucket = (x, y) => Math.floor(x / side) * 1000003 + Math.floor(y / side);
  for (let i = 0; i < squares.count; i++)
    for (let x = squares.x[i]; x < squares.x[i] + squares.size[i]; x += side)
      for (let y = squares.y[i]; y < squares.y[i] + squares.size[i]; y += side) {
        const key = bucket(x, y);
        next.push(first.has(key) ? first.get(key) : -1);
        first.set(key, square.push(i) - 1);
      }
  return (x, y) => {
    const start = first.get(bucket(x, y)), found = [];
    for (let at = start === undefined ? -1 : start; at >= 0; at = next[at]) {
      const i = square[at], size = squares.size[i];
      if (x >= squares.x[i] && x < squares.x[i] + size &&
        y >= squares.y[i] && y < squares.y[i] + size) found.push(i);
    }
    return found;
  };
}

function readSquares(data, origin) {
  const count = data.class.length;
  const squares = { count, e0: data.e0, n0: data.n0, unit: data.unit, colours: data.colours,
    minimum: data.minimum };
  const scale = (steps, from) => steps.map((step) => step * data.unit + from);
  squares.x = scale(readSteps(data.e, count), data.e0 - origin[0]);
  squares.y = scale(readSteps(data.n, count), data.n0 - origin[1]);
  squares.size = scale(readSteps(data.size, count), 0);
  squares.classOf = Uint8Array.from(data.class, (c) => parseInt(c, 36));
  squares.columns = data.values.map((column) => ({
    name: column.name, label: column.label, unit: column.unit, limits: column.limits,
    colours: column.colours, ranked: column.ranked, names: column.names,
    classOf: () => Uint8Array.from(column.class, (c) => parseInt(c, 36)),
    ...columnReader(column, count),
  }));
  squares.find = null; // made when first pointed at
  squares.holding = (x, y) => {
    if (!squares.find) squares.find = hashOf(squares);
    return squares.find(x, y);
  };
  // Small squares lie on large ones.
  squares.at = (x, y) => squares.holding(x, y).reduce((best, i) =>
    (best < 0 || squares.size[i] < squares.size[best] ? i : best), -1);
  return squares;
}

// A colour number for each square, 0 has none: its class, or that of a figure (lb_column_classes).
function shadeOf(squares, column) {
  if (!column) return { of: squares.classOf, colours: squares.colours, limits: null };
  return { of: column.classOf(), colours: column.colours, limits: column.limits,
    ranked: column.ranked, names: column.names };
}

// Squares whose class noise could change (LB_FIRM_CLASS), or, coloured by change, whose change is
// not more than noise (LB_FINDING_Q): a test by number. Null: nobody says.
function hatchTest(squares, shade) {
  if (shade.limits && !shade.names) return null;
  const by = squares.columns.find(({ name }) => name === (shade.names ? 'change_q' : 'class_firm'));
  if (!by) return null;
  const values = by.values();
  return shade.names ? (i) => values[i] >= 0.05 : (i) => squares.classOf[i] > 0 && values[i] < 0.9;
}

// Squares without a class because fewer people than the recipe's minimum live there: a test by
// number. Null: what is coloured is no class.
function fewTest(squares, shade) {
  const people = squares.columns.find(({ name }) => name === 'population');
  if (shade.limits || !people || !squares.minimum) return null;
  const values = people.values();
  return (i) => !squares.classOf[i] && values[i] < squares.minimum;
}

// Squares smaller than three pixels are drawn as blocks: each has the mean colour number of those who
// live there, rounded, as on the printed maps. Null: they are large enough as they are.
const LEAST_SQUARE = 3; // pixels
const sides = [500, 1000, 2000, 5000, 10000, 20000, 50000, 100000];

function blocksOf(map, shade, scale) {
  const s = map.squares;
  if (s.unit * scale >= LEAST_SQUARE) return null;
  const side = sides.find((metres) => metres > s.unit && metres * scale >= LEAST_SQUARE) ||
    sides[sides.length - 1];
  if (shade.blocks && shade.blocks.side === side) return shade.blocks;
  const people = s.columns.find((column) => column.name === 'population');
  const hatched = hatchTest(s, shade), few = fewTest(s, shade);
  const weights = people ? people.values() : null, sums = new Map();
  for (let i = 0; i < s.count; i++) {
    const half = s.size[i] / 2;
    const x = Math.floor((s.x[i] + half + map.origin[0]) / side);
    const y = Math.floor((s.y[i] + half + map.origin[1]) / side);
    const key = x * 1000003 + y, weight = weights ? Math.max(weights[i] || 0, 1e-6) : 1;
    const sum = sums.get(key) || { x: x * side - map.origin[0], y: y * side - map.origin[1],
      weight: 0, of: 0, hatched: 0, few: false };
    if (few && few(i)) sum.few = true;
    if (shade.of[i]) {
      sum.weight += weight;
      sum.of += weight * shade.of[i];
      if (hatched && hatched(i)) sum.hatched += weight;
    }
    sums.set(key, sum);
  }
  const squares = [...sums.values()].map((sum) => ({ x: sum.x, y: sum.y, size: side,
    few: sum.few, of: sum.weight ? Math.round(sum.of / sum.weight) : 0,
    hatched: 2 * sum.hatched > sum.weight })).sort((a, b) => a.of - b.of);
  shade.blocks = { side, squares };
  return shade.blocks;
}

function readArea(area) {
  const path = new Path2D(), rings = area.rings.split(';').map((ring) => {
    const steps = ring.split(',').map(Number), points = [];
    let x = 0, y = 0;
    for (let i = 0; i + 1 < steps.length; i += 2) points.push([x += steps[i], y += steps[i + 1]]);
    points.forEach(([px, py], i) => (i ? path.lineTo(px, py) : path.moveTo(px, py)));
    path.closePath();
    return points;
  });
  return { name: area.name, category: area.category, rank: area.rank, colour: area.colour,
    figures: area.figures, path, rings, box: boxOf(rings.flat()) };
}

// Context is drawn under what is shaded, that under the areas, whatever the order of the sets.
function readMap(data) {
  const level = (set) => (set.context ? 0 : set.shaded ? 1 : 2);
  const sets = data.sets.map((set, i) => ({
    id: `set${i}`, title: set.title, context: set.context, named: set.named, fill: set.fill,
    shaded: set.shaded,
    columns: set.columns, areas: set.areas.map(readArea),
  }));
  return {
    origin: data.origin,
    crs: data.crs,
    home: data.home,
    squares: data.squares ? readSquares(data.squares, data.origin) : null,
    rings: data.ringed ? readRings(data.ringed) : null,
    sets, drawn: [...sets].sort((a, b) => level(a) - level(b)),
  };
}
