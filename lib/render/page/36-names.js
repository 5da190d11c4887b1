// SPDX-License-Identifier: GPL-3.0-or-later
// Names on the map: areas first, the worst category before the others, then what gives context. A
// name that would lie on another waits until the map is drawn larger.

const LEAST = 5; // pixels of an area that is named: of smaller ones there may be hundreds in view
// Of the area's box: right, left, over, under.
const beside = [[1, 0.5], [0, 0.5], [0.5, 0], [0.5, 1]];

function namePlaces(box, width, height, air, inside) {
  const [x0, y0, x1, y1] = box;
  if (inside) return [[(x0 + x1 - width) / 2, (y0 + y1 - height) / 2]];
  return beside.map(([u, v]) => [
    u === 1 ? x1 + air : u === 0 ? x0 - air - width : (x0 + x1 - width) / 2,
    v === 0 ? y0 - air - height : v === 1 ? y1 + air : (y0 + y1 - height) / 2,
  ]);
}

const overlaps = (a, b) => a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];

const isWithin = (a, b) => a[0] >= b[0] && a[2] <= b[2] && a[1] >= b[1] && a[3] <= b[3];

// A free place, rather one that hides no other area and is not cut by the edge of the map.
function choosePlace(places, [width, height], taken, boxes, frame) {
  const free = places.map(([x, y]) => [x, y, x + width, y + height])
    .filter((place) => !taken.some((other) => overlaps(place, other)));
  const whole = free.filter((place) => isWithin(place, frame) || !overlaps(place, frame));
  return [...whole, ...free].find((place) => !boxes.some((box) => overlaps(place, box))) ||
    whole[0] || free[0];
}

function namesOf(view) {
  const shown = (set, i) => !view.hidden.has(`set${i}`) && (!set.context || set.named) &&
    !set.shaded;
  return view.map.sets.filter(shown)
    .flatMap((set) => set.areas.map((area) => ({ area, context: set.context })))
    .sort((a, b) => a.context - b.context || a.area.rank - b.area.rank);
}

// An area that several sets have, as steps with conditions on one source do, is named once.
function isFirst({ area }, seen) {
  const key = [area.name, ...area.box].join();
  return !seen.has(key) && seen.add(key);
}

function drawNames(view, pen) {
  const r = view.ratio, k = view.scale * r, { colours, letters } = view, taken = [], seen = new Set();
  const { width: right, height: bottom } = view.bitmap;
  const frame = [(right - view.canvas.width) / 2, (bottom - view.canvas.height) / 2,
    (right + view.canvas.width) / 2, (bottom + view.canvas.height) / 2]; // what is seen of it
  const toX = (x) => right / 2 + (x - view.x) * k, toY = (y) => bottom / 2 - (y - view.y) * k;
  const named = namesOf(view).map(({ area, context }) => ({ area, context,
    box: [toX(area.box[0]), toY(area.box[3]), toX(area.box[2]), toY(area.box[1])] }))
    .filter(({ area, box }) => area.name && overlaps(box, [0, 0, right, bottom]) &&
      Math.max(box[2] - box[0], box[3] - box[1]) >= LEAST * r)
    .filter((name) => isFirst(name, seen));
  pen.textBaseline = 'middle';
  pen.lineJoin = 'round';
  for (const { area, context, box } of named) {
    const size = (context ? 11 : 12.5) * r * letters, height = 1.25 * size;
    pen.font = `${context ? '' : '600 '}${size}px system-ui, sans-serif`;
    const width = pen.measureText(area.name).width;
    if (context && box[2] - box[0] < width) continue;
    const others = named.filter((n) => n.area !== area && !n.context).map((n) => n.box);
    const place = choosePlace(namePlaces(box, width, height, 4 * r, context), [width, height], taken,
      context ? [] : others, frame);
    if (!place) continue;
    taken.push(place);
    pen.lineWidth = (context ? 2.5 : 3.5) * r;
    pen.strokeStyle = colours.halo;
    pen.strokeText(area.name, place[0], place[1] + height / 2);
    pen.fillStyle = context ? colours.soft : colours.text;
    pen.fillText(area.name, place[0], place[1] + height / 2);
  }
}
