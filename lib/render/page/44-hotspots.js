// SPDX-License-Identifier: GPL-3.0-or-later
// Events of an area from the hot spots that the map shows: those of a hot spot lie in the area for
// certain when all of it does, and may when some of it does; where the others lie it does not say.

// The rectangles of an outline whose edges all run east or north; null: some run otherwise.
function rectanglesOf(rings) {
  const edges = rings.flatMap((points) => points.map((a, i) => [a, points[(i + 1) % points.length]]));
  if (edges.some(([a, b]) => a[0] !== b[0] && a[1] !== b[1])) return null;
  const levels = [...new Set(edges.flat().map((p) => p[1]))].sort((a, b) => a - b), out = [];
  for (let k = 0; k + 1 < levels.length; k++) {
    const y = levels[k], h = levels[k + 1] - y;
    const at = edges.filter(([a, b]) => Math.min(a[1], b[1]) <= y && Math.max(a[1], b[1]) >= y + h)
      .map(([a]) => a[0]).sort((a, b) => a - b);
    for (let i = 0; i + 1 < at.length; i += 2) out.push([at[i], y, at[i + 1] - at[i], h]);
  }
  return out;
}

// Hot spots of a set by name, each of several outlines, with their events; total: all events there
// are, NaN where the set does not say. Null: a set of something else.
function hotspotsOf(set) {
  const at = (name) => set.columns.findIndex((column) => column.name === name);
  const events = at('events'), total = at('events_total'), spots = new Map();
  for (const area of set.shaded && events >= 0 ? set.areas : []) {
    const rectangles = area.colour && rectanglesOf(area.rings), of = Number(area.figures[events]);
    if (!rectangles || !(of > 0)) continue;
    const spot = spots.get(area.name) || { events: of, rectangles: [] };
    spot.rectangles.push(...rectangles);
    spots.set(area.name, spot);
  }
  return spots.size ? { spots: [...spots.values()],
    total: total < 0 ? NaN : parseFloat(set.areas[0].figures[total]) } : null;
}

// Of each set with hot spots: the events in the outline, [least, greatest], and what they are of: all
// events where the set says how many, of which those of hot spots wholly outside are not here; else
// those of all its hot spots.
function sumHotspots(outline, map) {
  const cut = areaCutter(outline), out = [];
  for (const set of map.sets) {
    const found = hotspotsOf(set);
    if (!found) continue;
    let whole = 0, touched = 0, every = 0;
    for (const { events, rectangles } of found.spots) {
      const all = rectangles.reduce((sum, [, , w, h]) => sum + w * h, 0);
      const inside = rectangles.reduce((sum, r) => sum + cut(...r), 0);
      every += events;
      if (inside > (1 - 1e-9) * all) whole += events;
      if (inside > 1e-9 * all) touched += events;
    }
    const known = found.total >= every;
    out.push({ title: set.title, known, all: known ? found.total : every,
      range: [whole, touched + (known ? found.total - every : 0)] });
  }
  return out;
}
