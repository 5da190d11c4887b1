// SPDX-License-Identifier: GPL-3.0-or-later
// Languages and numbers. Nothing here asks a network or runs text as code.
'use strict';

const root = document.documentElement;
const language = () => (root.lang === 'en' ? 'en' : 'sv');
const pick = (text) => (text ? text[language()] : '');

const say = {
  all: { sv: 'Hela kartan', en: 'The whole map' },
  classes: { sv: 'Klass (livsvillkor)', en: 'Class (living conditions)' },
  classOf: { sv: 'Klass', en: 'Class' },
  best: { sv: ' bäst', en: ' best' },
  worst: { sv: ' sämst', en: ' worst' },
  noClass: { sv: 'Utan klass', en: 'No class' },
  about: { sv: 'ca', en: 'about' },
  noSquare: { sv: 'Ingen bor där, eller utanför rutnätet',
    en: 'Nobody lives there, or outside the grid' },
  missing: { sv: 'Uppgift saknas', en: 'No figure' },
  none: { sv: 'Peka på kartan för siffror.', en: 'Point at the map for figures.' },
  nothing: { sv: 'Här finns inga rutor: ingen bor här, eller det är utanför rutnätet.',
    en: 'There are no squares here: nobody lives here, or it is outside the grid.' },
  out: { sv: 'Zooma ut', en: 'Zoom out' },
  in: { sv: 'Zooma in', en: 'Zoom in' },
  home: { sv: 'Visa hela kartan', en: 'Show the whole map' },
  mix: { sv: 'Invånarna efter rutans klass', en: 'People by class of square' },
  mixAll: { sv: 'På', en: 'On' },
  square: { sv: 'Ruta', en: 'Square' },
  kept: { sv: 'Hålls kvar – Esc släpper', en: 'Kept – Esc lets go' },
  merged: { sv: 'Rutorna är sammanslagna till', en: 'Squares are merged to' },
  meanOf: { sv: 'medlet för dem som bor där.', en: 'the mean of those who live there.' },
  perSquare: { sv: 'per ruta om', en: 'in each square of' },
  ringed: { sv: 'Antal i ringen', en: 'Number in the ring' },
  squares: { sv: 'Rutor', en: 'Squares' },
  draw: { sv: 'Rita ett område', en: 'Draw an area' },
  paste: { sv: 'Klistra in GeoJSON', en: 'Paste GeoJSON' },
  corners: { sv: 'Tryck ut hörnen på kartan.', en: 'Tap the corners on the map.' },
  oneCorner: { sv: 'hörn', en: 'corner' },
  severalCorners: { sv: 'hörn', en: 'corners' },
  undo: { sv: 'Ångra', en: 'Undo' },
  finish: { sv: 'Klar', en: 'Done' },
  cancel: { sv: 'Avbryt', en: 'Cancel' },
  read: { sv: 'Visa området', en: 'Show the area' },
  choose: { sv: 'eller välj en fil', en: 'or choose a file' },
  pasteHere: { sv: 'GeoJSON, i WGS 84 eller kartans koordinatsystem',
    en: 'GeoJSON, in WGS 84 or the CRS of the map' },
  pasteHereOwn: { sv: 'GeoJSON, i kartans koordinatsystem', en: 'GeoJSON, in the CRS of the map' },
  areaName: { sv: 'Områdets namn', en: 'Name of the area' },
  unnamed: { sv: 'Ritat område', en: 'Drawn area' },
  outsideGrid: { sv: 'av ytan är utanför rutnätet', en: 'of the ground is outside the grid' },
  surface: { sv: 'Yta', en: 'Surface' },
  outside: { sv: 'utanför rutnätet', en: 'outside the grid' },
  ofMaps: { sv: 'av hela kartans', en: 'of the whole map’s' },
  wholeMap: { sv: 'hela kartan', en: 'the whole map' },
  least: { sv: 'minst', en: 'at least' },
  most: { sv: 'mest', en: 'at most' },
  indexMean: { sv: 'Index, medel per invånare', en: 'Index, mean by people' },
  events: { sv: 'Händelser', en: 'Events' },
  inHotspots: { sv: 'Händelser i kartans samlingspunkter', en: 'Events in the hot spots of the map' },
  of: { sv: 'av', en: 'of' },
  lineIs: { sv: 'Streck: hela kartan', en: 'Line: the whole map' },
  shareHere: { sv: 'Andel här', en: 'Share here' },
  people: { sv: 'Invånare', en: 'People' },
  save: { sv: 'Spara som GeoJSON', en: 'Save as GeoJSON' },
  print: { sv: 'Skriv ut bladet', en: 'Print the sheet' },
  remove: { sv: 'Ta bort området', en: 'Remove the area' },
  made: { sv: 'Ritat och räknat', en: 'Drawn and counted' },
  ofMap: { sv: 'Ur kartan', en: 'From the map' },
  howDrawn: {
    sv: 'Räknat i webbläsaren av det som sidan visar, inget annat: varje rutas uppgift gånger den ' +
      'exakta andel av rutan som ligger i området. Var i rutan folk bor är inte känt; ”minst” ' +
      'räknar bara rutor helt inom området, ”mest” alla rutor det berör. Där en ruta visas som ' +
      '<5 eller utan uppgift står ett intervall. Av händelserna visar sidan bara samlingspunkterna: ' +
      'minst de i samlingspunkter helt inom området, högst alla utom dem i samlingspunkter helt ' +
      'utanför. Indexet beskriver platser, inte personer.',
    en: 'Counted in the browser from what the page shows, nothing else: each square’s figure times ' +
      'the exact share of the square that lies in the area. Where in a square people live is not ' +
      'known; “at least” counts only squares wholly inside, “at most” every square touched. Where ' +
      'a square is shown as <5 or without a figure there is a range. Of the events the page shows ' +
      'only hot spots: at least those of hot spots wholly inside, at most all but those of hot spots ' +
      'wholly outside. The index describes places, not ' +
      'persons.' },
  beside: { sv: 'Lägg bredvid', en: 'Lay beside it' },
  nothingBeside: { sv: 'Inget', en: 'Nothing' },
  splitAt: { sv: 'Var kartan delas', en: 'Where the map is split' },
  search: { sv: 'Sök i tabellen', en: 'Search the table' },
  alsoOutside: { sv: 'Visa även områden utanför rutnätet', en: 'Show areas outside the grid too' },
  picture: { sv: 'Spara kartan som bild', en: 'Save the map as a picture' },
  printedOn: { sv: 'Utskrivet', en: 'Printed' },
  fingers: { sv: 'Flytta kartan med två fingrar', en: 'Move the map with two fingers' },
  contents: { sv: 'Innehåll', en: 'Contents' },
};

// Decimals as in the C side's decimals_of, groups of three with a narrow no-break space.
function decimalsOf(unit, size) {
  if (unit === 'count' || unit === 'id') return 0;
  if (unit === 'share') return size < 0.05 && size >= 1e-9 ? -Math.floor(Math.log10(size)) : 1;
  if (unit === 'rate') return 1;
  if (unit === 'km2') return 2;
  if (size === Math.floor(size) || size >= 100) return 0;
  if (size < 0.01 && size >= 1e-9) return 1 - Math.floor(Math.log10(size));
  return size >= 10 ? 1 : size >= 1 ? 2 : 3;
}

const grouped = (digits) => digits.replace(/\B(?=(\d{3})+$)/g, '\u202f');

function format(value, unit) {
  if (value === null || value === undefined || Number.isNaN(value)) return '–';
  if (unit === 'id') return String(value);
  if (typeof value === 'string') return value.replace(/\d{4,}/g, grouped); // a range
  const shown = unit === 'share' ? 100 * value : value;
  const parts = Math.abs(shown).toFixed(decimalsOf(unit, Math.abs(shown))).split('.');
  parts[0] = grouped(parts[0]);
  const sign = shown < 0 && Number(parts.join('.').replace(/\u202f/g, '')) !== 0 ? '−' : '';
  return sign + parts.join(language() === 'en' ? '.' : ',') + (unit === 'share' ? '\u00a0%' : '');
}

function make(name, className, text) {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

function makeSvg(name, attributes, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const key of Object.keys(attributes)) element.setAttribute(key, attributes[key]);
  element.append(...children);
  return element;
}

const onLanguage = [];

// Numbers stand in the page as text: only their decimal sign differs between the two languages.
function setLanguage(to) {
  if (to !== language()) {
    const from = language() === 'en' ? '.' : ',', sign = to === 'en' ? '.' : ',';
    root.lang = to;
    for (const element of document.querySelectorAll('td.n, data'))
      element.textContent = element.textContent.replace(from, sign);
  }
  const title = document.querySelector('title');
  document.title = title.dataset[to];
  document.querySelector('nav').setAttribute('aria-label', pick(say.contents));
  for (const button of document.querySelectorAll('.language button'))
    button.setAttribute('aria-pressed', String(button.dataset.lang === to));
  for (const listener of onLanguage) listener();
}

for (const button of document.querySelectorAll('.language button'))
  button.addEventListener('click', () => setLanguage(button.dataset.lang));

// What is out of sight is laid out when the map has been drawn, or the reader goes there.
const layOutAll = () => document.body.classList.remove('early');
if (window.location.hash && !window.location.hash.startsWith('#map=')) layOutAll();
window.addEventListener('load', () => setTimeout(layOutAll, 400));
document.querySelector('nav').addEventListener('click', layOutAll);

const isoDate = (date) => [date.getFullYear(), date.getMonth() + 1, date.getDate()]
  .map((n) => String(n).padStart(2, '0')).join('-');

// The day that it is printed, at the foot of the paper.
const printed = make('span', 'printed-on');
document.querySelector('footer p:last-child').append(printed);
window.addEventListener('beforeprint', () => {
  printed.textContent = ` · ${pick(say.printedOn)} ${isoDate(new Date())}`;
});

// Paper shows how things were counted without being asked; what was closed is closed again.
let opened = [];
window.addEventListener('beforeprint', () => {
  opened = [...document.querySelectorAll('details.how:not([open])')]
    .filter((part) => !part.querySelector('pre, .scroll'));
  for (const part of opened) part.open = true;
});
window.addEventListener('afterprint', () => {
  for (const part of opened) part.open = false;
});
