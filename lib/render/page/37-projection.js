// SPDX-License-Identifier: GPL-3.0-or-later
// SWEREF 99 TM (EPSG:3006) to and from longitude and latitude on GRS 80, in degrees: the transverse
// Mercator projection by Krüger's series to n^4, exact to less than a millimetre within Sweden.
// WGS 84 and SWEREF 99 are taken as the same, as they are to within a metre.

const SWEREF_99_TM = 'EPSG:3006';

const krueger = (() => {
  const axis = 6378137, flattening = 1 / 298.257222101, n = flattening / (2 - flattening);
  return {
    e: Math.sqrt(flattening * (2 - flattening)),
    radius: 0.9996 * axis / (1 + n) * (1 + n ** 2 / 4 + n ** 4 / 64), // scaled, rectifying
    meridian: 15,
    easting: 500000,
    forward: [n / 2 - 2 * n ** 2 / 3 + 5 * n ** 3 / 16 + 41 * n ** 4 / 180,
      13 * n ** 2 / 48 - 3 * n ** 3 / 5 + 557 * n ** 4 / 1440,
      61 * n ** 3 / 240 - 103 * n ** 4 / 140,
      49561 * n ** 4 / 161280],
    inverse: [n / 2 - 2 * n ** 2 / 3 + 37 * n ** 3 / 96 - n ** 4 / 360,
      n ** 2 / 48 + n ** 3 / 15 - 437 * n ** 4 / 1440,
      17 * n ** 3 / 480 - 37 * n ** 4 / 840,
      4397 * n ** 4 / 161280],
  };
})();

const radians = (degrees) => degrees * Math.PI / 180;
const degrees = (angle) => angle * 180 / Math.PI;

// The tangent of the conformal latitude of one whose tangent is t.
function conformalTangent(t) {
  const { e } = krueger, s = Math.sinh(e * Math.atanh(e * t / Math.hypot(1, t)));
  return t * Math.hypot(1, s) - s * Math.hypot(1, t);
}

// The series in (xi, eta): sign +1 adds, -1 takes away.
function addSeries(xi, eta, terms, sign) {
  let x = xi, y = eta;
  terms.forEach((term, i) => {
    const k = 2 * (i + 1);
    x += sign * term * Math.sin(k * xi) * Math.cosh(k * eta);
    y += sign * term * Math.cos(k * xi) * Math.sinh(k * eta);
  });
  return [x, y];
}

// [longitude, latitude] -> [easting, northing]
function toSweref([lon, lat]) {
  const t = conformalTangent(Math.tan(radians(lat))), dl = radians(lon - krueger.meridian);
  const [xi, eta] = addSeries(Math.atan2(t, Math.cos(dl)),
    Math.asinh(Math.sin(dl) / Math.hypot(t, Math.cos(dl))), krueger.forward, 1);
  return [krueger.easting + krueger.radius * eta, krueger.radius * xi];
}

// [easting, northing] -> [longitude, latitude]
function fromSweref([east, north]) {
  const [xi, eta] = addSeries(north / krueger.radius, (east - krueger.easting) / krueger.radius,
    krueger.inverse, -1);
  const lon = Math.atan2(Math.sinh(eta), Math.cos(xi));
  const conformal = Math.sin(xi) / Math.hypot(Math.sinh(eta), Math.cos(xi));
  let t = conformal;
  for (let i = 0; i < 5; i++) { // Newton's
    const e2 = krueger.e ** 2;
    const slope = (1 - e2) * Math.hypot(1, t) * Math.hypot(1, conformalTangent(t)) /
      (1 + (1 - e2) * t * t);
    t += (conformal - conformalTangent(t)) / slope;
  }
  return [krueger.meridian + degrees(lon), degrees(Math.atan(t))];
}
