// SPDX-License-Identifier: GPL-3.0-or-later
// The map as a picture for a report: what is seen, with its legend and its source under it.

const PICTURE_PAD = 16, PICTURE_LINE = 22; // pixels of the screen

// Colours with their meaning, the worst first, as the page's legend has them.
function pictureKeys({ map, view, card, column }) {
  if (!map.squares || view.hidden.has('squares0')) return [];
  const shown = card.querySelectorAll(column ? '.ramp:not(.beside-ramp) li' : '.legend tbody tr');
  return [...shown].map((item) => ({
    colour: getComputedStyle(item.querySelector('rect')).fill,
    text: [...(column ? [item] : item.cells)].slice(0, 2).map((part) => part.innerText.trim())
      .filter(Boolean).join(': '),
  }));
}

function drawPicture(pageMap) {
  const { view, canvas, card, column } = pageMap, r = view.ratio, out = make('canvas'), wide = canvas.width;
  const keys = pictureKeys(pageMap), pen = out.getContext('2d');
  const title = column ? pick(column.label) : card.querySelector('.legend caption')?.innerText || '';
  const source = [document.title, card.querySelector('.source').innerText].filter(Boolean).join(' · ');
  const font = (size, bold) => {
    pen.font = `${bold ? '600 ' : ''}${size * r}px system-ui, sans-serif`;
  };
  // Keys run in lines as wide as the map.
  font(13);
  let x = PICTURE_PAD * r, line = 1;
  for (const key of keys) {
    const width = pen.measureText(key.text).width + 42 * r;
    if (x + width > wide && x > PICTURE_PAD * r) {
      x = PICTURE_PAD * r;
      line++;
    }
    Object.assign(key, { x, line });
    x += width;
  }
  const lines = (keys.length ? line + 1 : 0) + 1;
  out.width = wide;
  out.height = canvas.height + (lines * PICTURE_LINE + 1.5 * PICTURE_PAD) * r;
  pen.fillStyle = view.colours.paper;
  pen.fillRect(0, 0, wide, out.height);
  pen.drawImage(canvas, 0, 0);
  const lineY = (n) => canvas.height + (PICTURE_PAD + n * PICTURE_LINE + 4) * r;
  pen.fillStyle = view.colours.text;
  font(13, true);
  if (keys.length) pen.fillText(title, PICTURE_PAD * r, lineY(0));
  font(13);
  for (const key of keys) {
    pen.fillStyle = key.colour;
    pen.fillRect(key.x, lineY(key.line) - 11 * r, 14 * r, 14 * r);
    pen.fillStyle = view.colours.text;
    pen.fillText(key.text, key.x + 20 * r, lineY(key.line));
  }
  font(11);
  pen.fillStyle = view.colours.soft;
  pen.fillText(source, PICTURE_PAD * r, lineY(lines - 1) + 4 * r, wide - 2 * PICTURE_PAD * r);
  return out;
}

function savePicture(pageMap) {
  const name = document.title.replace(/[^\p{L}\p{N}_-]+/gu, '_');
  drawPicture(pageMap).toBlob((blob) => saveFile([blob], 'image/png', `${name}.png`));
}
