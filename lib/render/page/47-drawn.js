// SPDX-License-Identifier: GPL-3.0-or-later
// The figures of a drawn area, its file and its sheet of paper.

// One number, or a range where it is not exact; without an upper end "at least".
function formatRange([low, high], unit) {
  const from = format(low, unit), to = format(high, unit);
  if (high === Infinity) return `${pick(say.least)} ${from}`;
  return from === to ? from : `${from.replace('\u00a0%', '')}–${to}`;
}

// "4,1 % av hela kartans 1 200".
const partOf = (share, whole) =>
  `${formatRange(share, 'share')} ${pick(say.ofMaps)} ${formatRange(whole, 'count')}`;

// Of a sum over the area and the same over the whole map, which is that of the area and of the rest.
function shareOf([low, high], whole) {
  return whole[1] < Infinity && whole[0] > 0
    ? partOf(shareRange([low, high], [whole[0] - low, whole[1] - high]), whole)
    : `${pick(say.wholeMap)} ${formatRange(whole, 'count')}`;
}

function drawnFacts({ area, pageMap }) {
  const { sums, outline, hotspots } = area, all = sumAll(pageMap.map.squares), list = make('dl', 'facts');
  const put = (label, text, note) => {
    const row = make('div'), value = make('dd', '', text);
    if (note) value.append(make('small', '', note));
    row.append(make('dt', '', label), value);
    list.append(row);
  };
  const outside = 1 - sums.covered;
  put(pick(say.surface), `${format(outline.area / 1e6, 'km2')} km²`,
    outside >= 0.0005 ? `${format(outside, 'share')} ${pick(say.outside)}` : '');
  for (const { column, range } of sums.counts) {
    const whole = all.counts.find((count) => count.column === column).range;
    const bounds = column.name === 'population' ? `${pick(say.least)} ${format(sums.bounds[0], 'count')}, ${
      pick(say.most)} ${sums.bounds[1] === Infinity ? '–' : format(sums.bounds[1], 'count')}; ` : '';
    put(pick(column.label), formatRange(range, 'count'), `${bounds}${shareOf(range, whole)}`);
  }
  if (!Number.isNaN(sums.index))
    put(pick(say.indexMean), format(sums.index, 'rate'), `${pick(say.wholeMap)} ${format(all.index, 'rate')}`);
  for (const { title, known, all: of, range } of hotspots)
    put(`${pick(known ? say.events : say.inHotspots)}${hotspots.length > 1 ? ` (${pick(title)})` : ''}`,
      formatRange(range, 'count'), partOf(range.map((n) => n / of), [of, of]));
  return list;
}

// People by class, the worst first, with a line across each bar: the share on the whole map.
function drawnClasses({ area, pageMap }) {
  const { squares } = pageMap.map, all = sumAll(squares), table = make('table', 'drawn-classes');
  const row = (name, cells) => {
    const line = make('tr');
    line.append(...cells.map((text) => make(name, '', text)));
    return line;
  };
  table.append(make('caption', '', pick(say.mix)), make('thead'), make('tbody'));
  table.tHead.append(row('th', [pick(say.classOf), pick(say.lineIs), pick(say.shareHere), pick(say.people),
    pick(say.wholeMap)]));
  for (const cell of table.tHead.rows[0].cells) cell.scope = 'col';
  for (let k = squares.colours.length - 1; k >= 0; k--) {
    const { share, range } = area.sums.classes[k], base = all.classes[k].share;
    const line = row('td', ['', formatRange(share, 'share'), formatRange(range, 'count'), formatRange(base, 'share')]);
    const head = make('th', '', `${k + 1}${k === 0 ? pick(say.best) : k === squares.colours.length - 1 ? pick(say.worst) : ''}`);
    head.scope = 'row';
    const at = `${100 * base[0]}%`;
    line.cells[0].className = 'drawn-bar';
    line.cells[0].append(makeSvg('svg', { height: 14, 'aria-hidden': 'true' },
      makeSvg('rect', { width: `${100 * share[0]}%`, height: 14, fill: squares.colours[k] }),
      makeSvg('line', { x1: at, x2: at, y1: 0, y2: 14, class: 'halo' }),
      makeSvg('line', { x1: at, x2: at, y1: 0, y2: 14 })));
    line.prepend(head);
    table.tBodies[0].append(line);
  }
  return table;
}

// What of the figures the file carries.
function drawnProperties({ area }) {
  const { sums, hotspots } = area, of = { namn: area.name || pick(say.unnamed), datum: isoDate(area.date) };
  const put = (name, [low, high]) => {
    of[name] = low === high ? low : `${low}–${high === Infinity ? '' : high}`;
  };
  for (const { column, range } of sums.counts) put(column.name, range);
  sums.classes.forEach(({ share }, k) => put(`class_${k + 1}`, share));
  if (!Number.isNaN(sums.index)) of.index_mean = sums.index;
  hotspots.forEach(({ known, all, range }, i) => {
    put(`events${known ? '' : '_in_hot_spots'}${i ? `_${i + 1}` : ''}`, range);
    put(`events_total${i ? `_${i + 1}` : ''}`, [all, all]);
  });
  of.covered_share = sums.covered;
  return of;
}

function saveDrawn(drawing) {
  const name = drawing.area.name || pick(say.unnamed);
  saveFile([writeGeoJson(drawing.area.outline, drawing.pageMap.map, drawnProperties(drawing))],
    'application/geo+json', `${name.replace(/[^\p{L}\p{N}_-]+/gu, '_')}.geojson`);
}

const PAPER_MAP = [470, 510]; // CSS pixels of the map on the sheet: 124 x 135 mm

// One sheet of paper: the area in the middle of its map, its figures, nothing else of the page.
function printDrawn(drawing) {
  const { pageMap, view } = drawing, { x, y, scale } = view;
  view.paper = PAPER_MAP;
  view.resize();
  drawing.show();
  root.classList.add('one-area');
  pageMap.card.classList.add('printed');
  window.addEventListener('afterprint', () => {
    root.classList.remove('one-area');
    pageMap.card.classList.remove('printed');
    view.paper = null;
    view.resize();
    Object.assign(view, { x, y, scale });
  }, { once: true });
  window.print();
}

function showDrawn(drawing) {
  const { area, panel } = drawing, name = make('p', 'drawn-name'), input = make('input');
  const label = make('label', '', pick(say.areaName)), tools = make('p', 'tools');
  input.id = `${drawing.pageMap.card.id}-drawn`;
  label.htmlFor = input.id;
  input.value = area.name;
  input.placeholder = pick(say.unnamed);
  input.addEventListener('input', () => {
    area.name = input.value;
  });
  name.append(label, input);
  tools.append(drawing.button(say.save, () => saveDrawn(drawing)), ' ',
    drawing.button(say.print, () => printDrawn(drawing)), ' ',
    drawing.button(say.remove, () => drawing.remove()));
  panel.setAttribute('aria-label', pick(say.unnamed));
  panel.replaceChildren(name, make('p', 'drawn-date', `${pick(say.made)} ${isoDate(area.date)}. ${
    pick(say.ofMap)} ”${document.title}”.`), drawnFacts(drawing), drawnClasses(drawing),
  make('p', 'drawn-how', pick(say.howDrawn)), tools);
  panel.hidden = false;
}
