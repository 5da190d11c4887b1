// SPDX-License-Identifier: GPL-3.0-or-later
// Events of an area from the hot spots that the map shows: those of a hot spot lie in the area for
// certain when all of it does, and may when some of it does.

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

// Hot spots by name, each of several outlines, with their events; those of a set with events only.
function hotspotsOf(map) {
  const spots = new Map();
  for (const set of map.sets) {
    const at = set.columns.findIndex((column) => column.name === 'events');
    for (const area of set.shaded && at >= 0 ? set.areas : []) {
      const rectangles = area.colour && rectanglesOf(area.rings), events = Number(area.figures[at]);
      if (!rectangles || !(events > 0)) continue;
      const spot = spots.get(area.name) || { events, rectangles: [] };
      spot.rectangles.push(...rectangles);
      spots.set(area.name, spot);
    }
  }
  return [...spots.values()];
}

// Events of all hot spots, and of those in the outline: [least, greatest]. Null: the map shows none.
function sumHotspots(outline, map) {
  const spots = hotspotsOf(map), cut = areaCutter(outline), range = [0, 0];
  for (const { events, rectangles } of spots) {
    const all = rectangles.reduce((sum, [, , w, h]) => sum + w * h, 0);
    const inside = rectangles.reduce((sum, r) => sum + cut(...r), 0);
    if (inside > (1 - 1e-9) * all) range[0] += events;
    if (inside > 1e-9 * all) range[1] += events;
  }
  return spots.length ? { range, all: spots.reduce((sum, spot) => sum + spot.events, 0) } : null;
}
