// SPDX-License-Identifier: GPL-3.0-or-later
// Mouse, pen and fingers on the map. A mouse points, drags and clicks. One finger belongs to the
// page, which it scrolls; a tap shows figures beside it, and two fingers move and zoom the map.

const SLIP = 3, FINGER_SLIP = 10; // pixels that a click, a tap may move
const HINT_MS = 1500;

function hintAtFingers(pageMap) {
  const { gesture } = pageMap;
  gesture.textContent = pick(say.fingers);
  gesture.hidden = false;
  clearTimeout(pageMap.hinting);
  pageMap.hinting = setTimeout(() => {
    gesture.hidden = true;
  }, HINT_MS);
}

// Two pointers, one of which moved: what lay under them stays under them.
function pinch(view, before, now, other) {
  const far = (p) => Math.hypot(p[0] - other[0], p[1] - other[1]) || 1;
  const middle = (p) => [(p[0] + other[0]) / 2, (p[1] + other[1]) / 2];
  const from = middle(before), to = middle(now);
  view.move(to[0] - from[0], to[1] - from[1]);
  view.zoom(far(now) / far(before), ...to);
}

function listenToPointer(pageMap) {
  const { canvas, view, tip } = pageMap, down = new Map();
  let moved = 0;
  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const isFinger = (event) => event.pointerType === 'touch';
  canvas.addEventListener('pointerdown', (event) => {
    if (!isFinger(event)) canvas.setPointerCapture(event.pointerId);
    down.set(event.pointerId, at(event));
    moved = down.size > 1 ? Infinity : 0;
  });
  canvas.addEventListener('pointermove', (event) => {
    const now = at(event), before = down.get(event.pointerId);
    view.crossed = false;
    if (!before) {
      pageMap.point(...now);
      return pageMap.showTip(...now);
    }
    const other = [...down].find(([id]) => id !== event.pointerId);
    moved += Math.abs(now[0] - before[0]) + Math.abs(now[1] - before[1]);
    if (other || moved > SLIP) tip.hidden = true;
    if (other) pinch(view, before, now, other[1]);
    else if (moved > SLIP && !isFinger(event)) view.move(now[0] - before[0], now[1] - before[1]);
    down.set(event.pointerId, now);
  });
  canvas.addEventListener('pointerup', (event) => {
    const slip = isFinger(event) ? FINGER_SLIP : SLIP;
    if (!down.delete(event.pointerId) || moved > slip || down.size > 0) return;
    pageMap.press(...at(event));
    if (isFinger(event)) pageMap.showTip(...at(event));
  });
  canvas.addEventListener('pointercancel', (event) => { // the page scrolls
    if (down.delete(event.pointerId) && isFinger(event) && moved < Infinity) hintAtFingers(pageMap);
    tip.hidden = true;
  });
  canvas.addEventListener('pointerleave', (event) => {
    if (isFinger(event)) return;
    pageMap.point(-1, -1);
    tip.hidden = true;
  });
  for (const kind of ['touchstart', 'touchmove']) // two fingers are the map's
    canvas.addEventListener(kind, (event) => {
      if (event.touches.length > 1 && event.cancelable) event.preventDefault();
    }, { passive: false });
  canvas.addEventListener('dblclick', (event) => {
    if (pageMap.drawing.active) pageMap.drawing.finish();
    else view.zoom(2, ...at(event));
  });
  canvas.addEventListener('wheel', (event) => {
    if (document.activeElement !== canvas && !event.ctrlKey) return;
    event.preventDefault();
    view.zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0018)), ...at(event));
  }, { passive: false });
}
