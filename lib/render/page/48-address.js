// SPDX-License-Identifier: GPL-3.0-or-later
// The address keeps what the first map shows, so that a link opens the same view: its middle in the
// map's CRS, metres a pixel, the colouring, the one beside it and where the map is split, layers that
// are off, and the area that is kept.

const addressOf = ({ map, view, column, kept, beside }) => {
  const parts = [`map=${(view.x + map.origin[0]).toFixed(0)},${(view.y + map.origin[1]).toFixed(0)},${
    (1 / view.scale).toPrecision(4)}`];
  if (column) parts.push(`colour=${encodeURIComponent(column.name)}`);
  if (view.other)
    parts.push(`beside=${encodeURIComponent(beside.column ? beside.column.name : '')}`,
      `split=${view.split}`);
  if (view.hidden.size) parts.push(`hide=${[...view.hidden].join(',')}`);
  if (kept && view.mark.area) parts.push(`area=${encodeURIComponent(view.mark.area.name)}`);
  return `#${parts.join('&')}`;
};

// Of "#map=...": null where the address is of something else.
function readAddress() {
  const parts = new URLSearchParams(window.location.hash.slice(1));
  const place = (parts.get('map') || '').split(',').map(Number);
  return place.length === 3 && place.every(Number.isFinite) && place[2] > 0
    ? { place, parts } : null;
}

function openAddress(pageMap) {
  const read = readAddress(), { map, view, card } = pageMap;
  if (!read) return;
  const { place: [x, y, pixel], parts } = read;
  const area = parts.get('area'), hidden = new Set((parts.get('hide') || '').split(','));
  map.sets.forEach((set, s) => set.areas.forEach((a, i) => {
    if (area !== null && a.name === area && !set.shaded && !set.context) pageMap.goTo(`${s}.${i}`);
  }));
  const colour = card.querySelector('.colour');
  const column = map.squares ? map.squares.columns.findIndex((c) => c.name === parts.get('colour')) : -1;
  if (colour) {
    colour.value = column < 0 ? '' : String(column);
    pageMap.setColour(colour.value);
    pageMap.beside.open(parts.get('beside'), parts.get('split'));
  }
  for (const box of card.querySelectorAll('[data-layer]')) {
    box.checked = !hidden.has(box.dataset.layer);
    view.hidden[box.checked ? 'delete' : 'add'](box.dataset.layer);
  }
  pageMap.addKeys();
  Object.assign(view, { x: x - map.origin[0], y: y - map.origin[1], scale: 1 / pixel });
  view.redraw();
}

// After the map has been still for a while; not before the reader has done something.
function keepAddress(pageMap) {
  let waiting = 0, before = addressOf(pageMap);
  pageMap.view.onFrame = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const now = addressOf(pageMap);
      if (now !== before && !pageMap.view.printing && !pageMap.view.paper)
        window.history.replaceState(null, '', now);
      before = now;
    }, 400);
  };
  window.addEventListener('hashchange', () => openAddress(pageMap));
}
