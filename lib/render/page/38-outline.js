// SPDX-License-Identifier: GPL-3.0-or-later
// Outlines that readers draw or paste: rings in metres from the map's origin, each with the sign
// that its ground counts with (a hole -1), read from and written as GeoJSON.

const problem = (sv, en) => Object.assign(new Error(en), { said: { sv, en } });

const PIECE = 1000; // metres: longer edges in degrees are bent in the map's plane

function boxOf(points) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    box[0] = Math.min(box[0], x); box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x); box[3] = Math.max(box[3], y);
  }
  return box;
}

// Twice the signed area; positive: anticlockwise.
function doubleArea(points, [x0, y0] = points[0]) {
  let sum = 0;
  for (let i = 0, j = points.length - 1; i < points.length; j = i++)
    sum += (points[j][0] - x0) * (points[i][1] - y0) - (points[i][0] - x0) * (points[j][1] - y0);
  return sum;
}

// 1, -1: c is left, right of the line from a to b; 0: on it.
function sideOf(a, b, c) {
  return Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));
}

const TOUCH = 0.1; // metres: what overlaps less is rounded, or a side that is straight in degrees

// How far c is from the line through a and b, metres.
function offLine(a, b, c) {
  return Math.abs((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])) /
    Math.hypot(b[0] - a[0], b[1] - a[1]);
}

// Do any two edges cross within themselves? Edges by their left ends, each against those that
// begin before it ends. Rings that share a part of a side cross where it is rounded or bent.
function hasCrossing(rings) {
  const edges = rings.flatMap(({ points }, ring) => points.map((p, i) => {
    const q = points[(i + 1) % points.length];
    return p[0] <= q[0] ? { a: p, b: q, ring } : { a: q, b: p, ring };
  })).sort((p, q) => p.a[0] - q.a[0]);
  return edges.some(({ a, b, ring }, i) => {
    for (let k = i + 1; k < edges.length && edges[k].a[0] < b[0]; k++) {
      const { a: c, b: d, ring: other } = edges[k];
      if (sideOf(a, b, c) * sideOf(a, b, d) < 0 && sideOf(c, d, a) * sideOf(c, d, b) < 0 &&
          (ring === other || Math.min(offLine(a, b, c), offLine(a, b, d), offLine(c, d, a),
            offLine(c, d, b)) > TOUCH))
        return true;
    }
    return false;
  });
}

// Does each place count once, or not at all? Along lines between the heights of corners: rings that do
// not cross may lie on or within one another, and what several hold would count as often.
function isCountedOnce(rings) {
  const edges = rings.flatMap(({ points }, ring) => points.map((a, i) => {
    const b = points[(i + 1) % points.length];
    return a[1] < b[1] ? { a, b, ring } : { a: b, b: a, ring };
  })).filter(({ a, b }) => a[1] < b[1]).sort((p, q) => p.a[1] - q.a[1]);
  const heights = [...new Set(edges.flatMap(({ a, b }) => [a[1], b[1]]))].sort((p, q) => p - q);
  let active = [], next = 0;
  return heights.every((low, i) => {
    const y = (low + heights[i + 1]) / 2, inside = rings.map(() => false);
    if (!(heights[i + 1] - low > TOUCH)) return true;
    while (next < edges.length && edges[next].a[1] < y) active.push(edges[next++]);
    active = active.filter(({ b }) => b[1] > y);
    const met = active.map(({ a, b, ring }) =>
      ({ ring, x: a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0]) })).sort((p, q) => p.x - q.x);
    let times = 0;
    return met.every(({ ring, x }, k) => {
      inside[ring] = !inside[ring];
      times += inside[ring] ? rings[ring].sign : -rings[ring].sign;
      return times === 0 || times === 1 || !(k + 1 < met.length && met[k + 1].x - x > TOUCH);
    });
  });
}

// Without the closing corner and those that repeat the one before.
function cleanRing(points) {
  const kept = points.filter(([x, y], i) => {
    const before = points[(i || points.length) - 1];
    return x !== before[0] || y !== before[1];
  });
  return kept.length >= 3 ? kept : null;
}

// Rings that enclose something and do not cross, as an area with its box; else says why not.
function makeOutline(rings, name) {
  const good = rings.map(({ points, sign }) => ({ points: cleanRing(points), sign }))
    .filter((ring) => ring.points && doubleArea(ring.points) !== 0);
  if (!good.some((ring) => ring.sign > 0))
    throw problem('Ett område behöver minst tre hörn.', 'An area needs at least three corners.');
  if (hasCrossing(good))
    throw problem('Gränsen korsar sig själv. Ångra det hörn som gör det.',
      'The outline crosses itself. Undo the corner that does.');
  if (good.length > 1 && !isCountedOnce(good))
    throw problem('Delar av området ligger över varandra. Slå ihop dem till en yta.',
      'Parts of the area lie over each other. Merge them into one.');
  for (const ring of good) ring.box = boxOf(ring.points);
  return { rings: good, name, box: boxOf(good.flatMap((ring) => ring.points)),
    area: good.reduce((sum, { points, sign }) => sum + sign * Math.abs(doubleArea(points)) / 2, 0) };
}

function polygonsOf(data) {
  if (!data || typeof data !== 'object') return [];
  if (data.type === 'FeatureCollection') return (data.features || []).flatMap(polygonsOf);
  if (data.type === 'Feature') return polygonsOf(data.geometry);
  if (data.type === 'GeometryCollection') return (data.geometries || []).flatMap(polygonsOf);
  if (data.type === 'Polygon') return [data.coordinates];
  return data.type === 'MultiPolygon' ? data.coordinates : [];
}

const nameKeys = ['namn', 'name', 'omrade', 'område'];

function nameOf(data) {
  const feature = data.type === 'FeatureCollection' ? data.features[0] : data;
  const of = (feature && feature.properties) || {};
  const key = nameKeys.find((k) => Object.keys(of).some((o) => o.toLowerCase() === k));
  const found = key && of[Object.keys(of).find((o) => o.toLowerCase() === key)];
  return found ? String(found) : '';
}

// "EPSG:3006" of what the file names; without a name, degrees are WGS 84, else the map's own.
function crsOf(data, positions, crs) {
  const name = data.crs && data.crs.properties && String(data.crs.properties.name);
  const code = name && (/CRS:?84/.test(name) ? ['', '4326'] : /EPSG:+(?:[\d.]*:)?(\d+)/.exec(name));
  const inDegrees = positions.every(([x, y]) => Math.abs(x) <= 180 && Math.abs(y) <= 90);
  if (name && !code)
    throw problem(`Koordinatsystemet ”${name}” är okänt här.`, `The CRS “${name}” is not known here.`);
  if (code) return ['4326', '4258', '4619'].includes(code[1]) ? 'degrees' : `EPSG:${code[1]}`;
  return inDegrees ? 'degrees' : crs;
}

// Positions between two corners in degrees, so that a long edge is straight in degrees.
function bend(points) {
  return points.flatMap((a, i) => {
    const b = points[(i + 1) % points.length], p = toSweref(a), q = toSweref(b);
    const pieces = Math.min(1000, Math.ceil(Math.hypot(q[0] - p[0], q[1] - p[1]) / PIECE) || 1);
    return Array.from({ length: pieces }, (_, k) =>
      [a[0] + (b[0] - a[0]) * k / pieces, a[1] + (b[1] - a[1]) * k / pieces]);
  });
}

// Is the box beside that of all squares?
function isBeside([x0, y0, x1, y1], { count, x, y, size }) {
  const all = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < count; i++) {
    all[0] = Math.min(all[0], x[i]); all[1] = Math.min(all[1], y[i]);
    all[2] = Math.max(all[2], x[i] + size[i]); all[3] = Math.max(all[3], y[i] + size[i]);
  }
  return count > 0 && !(x0 < all[2] && x1 > all[0] && y0 < all[3] && y1 > all[1]);
}

// GeoJSON in WGS 84 or the map's CRS; of the map: its crs, origin and squares.
function readGeoJson(text, { crs, origin, squares }) {
  let data;
  try {
    data = JSON.parse(text);
  } catch {
    throw problem('Det här är inte GeoJSON. Väntat: text som börjar med {"type": …',
      'This is not GeoJSON. Expected: text that begins with {"type": …');
  }
  const polygons = polygonsOf(data);
  const positions = polygons.flat(2);
  if (!positions.length || !positions.every((p) => Array.isArray(p) && p.slice(0, 2).every(Number.isFinite)))
    throw problem('Här finns ingen yta. Väntat: Polygon eller MultiPolygon.',
      'There is no area in it. Expected: a Polygon or MultiPolygon.');
  const from = crsOf(data, positions, crs);
  if (from !== crs && !(from === 'degrees' && crs === SWEREF_99_TM))
    throw problem(`Kartan är i ${crs} och läser bara det${crs === SWEREF_99_TM ? ' och WGS 84' : ''}; området är i ${
      from === 'degrees' ? 'grader (WGS 84)' : from}. Spara om det i ${crs}.`,
    `The map is in ${crs} and reads only that${crs === SWEREF_99_TM ? ' and WGS 84' : ''}; the area is in ${
      from === 'degrees' ? 'degrees (WGS 84)' : from}. Save it again in ${crs}.`);
  const place = (ring) => (from === 'degrees' ? bend(ring).map(toSweref) : ring)
    .map(([x, y]) => [x - origin[0], y - origin[1]]);
  const outline = makeOutline(polygons.flatMap((rings) =>
    rings.map((ring, i) => ({ points: place(ring), sign: i ? -1 : 1 }))), nameOf(data));
  if (isBeside(outline.box, squares))
    throw problem(`Området ligger utanför kartans rutor. Väntat: ${
      crs === SWEREF_99_TM ? 'longitud före latitud i WGS 84, eller ' : ''}${crs}.`,
    `The area lies outside the map's squares. Expected: ${
      crs === SWEREF_99_TM ? 'longitude before latitude in WGS 84, or ' : ''}${crs}.`);
  return outline;
}

// As GeoJSON: WGS 84 where the page can (RFC 7946), else in the map's CRS, which is named.
function writeGeoJson(outline, { crs, origin }, properties) {
  const wgs84 = crs === SWEREF_99_TM, polygons = [];
  const position = ([x, y]) => {
    const at = [x + origin[0], y + origin[1]];
    return wgs84 ? fromSweref(at).map((v) => Number(v.toFixed(9))) : at;
  };
  for (const { points, sign } of outline.rings) {
    const turned = doubleArea(points) * sign > 0 ? points : [...points].reverse();
    const ring = [...turned, turned[0]].map(position);
    if (sign > 0) polygons.push([ring]);
    else polygons[polygons.length - 1].push(ring);
  }
  const data = { type: 'FeatureCollection', features: [{ type: 'Feature', properties,
    geometry: polygons.length === 1 ? { type: 'Polygon', coordinates: polygons[0] }
      : { type: 'MultiPolygon', coordinates: polygons } }] };
  if (!wgs84) data.crs = { type: 'name', properties: { name: crs } };
  return `${JSON.stringify(data)}\n`;
}
