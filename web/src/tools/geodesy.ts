// Distance and bearing between places on the WGS 84 ellipsoid, and where a course leads: Vincenty's formulae (Survey
// Review 23, 1975), good to a millimetre but for places nearly opposite each other on the globe, where the sphere stands
// in. The core's geo/geodesic asks GeographicLib; a test holds the two together.

export interface Place {
  lat: number;
  lon: number;
}

export interface Geodesic {
  distance_m: number;
  /** True, [0, 360), at the begin and at the end. */
  bearing_deg: number;
  arrival_deg: number;
}

const kA = 6378137;
const kF = 1 / 298.257223563;
const kB = kA * (1 - kF);
const kRadians = Math.PI / 180;
export const kNauticalMile = 1852;

function turn(degrees: number): number {
  return ((degrees % 360) + 360) % 360;
}

export function inverse(from: Place, to: Place): Geodesic {
  const L = signed(to.lon - from.lon) * kRadians;
  const U1 = Math.atan((1 - kF) * Math.tan(from.lat * kRadians)), U2 = Math.atan((1 - kF) * Math.tan(to.lat * kRadians));
  const sin1 = Math.sin(U1), cos1 = Math.cos(U1), sin2 = Math.sin(U2), cos2 = Math.cos(U2);
  let lambda = L;
  for (let round = 0; round < 100; ++round) {
    const sinL = Math.sin(lambda), cosL = Math.cos(lambda);
    const sin_sigma = Math.hypot(cos2 * sinL, cos1 * sin2 - sin1 * cos2 * cosL);
    if (sin_sigma === 0) return { distance_m: 0, bearing_deg: 0, arrival_deg: 0 };
    const cos_sigma = sin1 * sin2 + cos1 * cos2 * cosL;
    const sigma = Math.atan2(sin_sigma, cos_sigma);
    const sin_alpha = (cos1 * cos2 * sinL) / sin_sigma;
    const cos2_alpha = 1 - sin_alpha * sin_alpha;
    const cos_2m = cos2_alpha === 0 ? 0 : cos_sigma - (2 * sin1 * sin2) / cos2_alpha; // 0: along the equator
    const C = (kF / 16) * cos2_alpha * (4 + kF * (4 - 3 * cos2_alpha));
    const before = lambda;
    lambda = L + (1 - C) * kF * sin_alpha * (sigma + C * sin_sigma * (cos_2m + C * cos_sigma * (2 * cos_2m * cos_2m - 1)));
    if (Math.abs(lambda - before) > 1e-12) continue;
    const u2 = (cos2_alpha * (kA * kA - kB * kB)) / (kB * kB);
    const { A, B } = series(u2);
    return {
      distance_m: kB * A * (sigma - delta_sigma(B, sin_sigma, cos_sigma, cos_2m)),
      bearing_deg: turn(Math.atan2(cos2 * sinL, cos1 * sin2 - sin1 * cos2 * cosL) / kRadians),
      arrival_deg: turn(Math.atan2(cos1 * sinL, -sin1 * cos2 + cos1 * sin2 * cosL) / kRadians),
    };
  }
  return on_sphere(from, to);
}

function series(u2: number): { A: number; B: number } {
  return {
    A: 1 + (u2 / 16384) * (4096 + u2 * (-768 + u2 * (320 - 175 * u2))),
    B: (u2 / 1024) * (256 + u2 * (-128 + u2 * (74 - 47 * u2))),
  };
}

function delta_sigma(B: number, sin_sigma: number, cos_sigma: number, cos_2m: number): number {
  const c2 = cos_2m * cos_2m;
  return B * sin_sigma * (cos_2m + (B / 4) * (cos_sigma * (2 * c2 - 1) - (B / 6) * cos_2m * (4 * sin_sigma * sin_sigma - 3) * (4 * c2 - 3)));
}

function on_sphere(from: Place, to: Place): Geodesic {
  const kMean = 6371008.8;
  const [p1, p2, dl] = [from.lat * kRadians, to.lat * kRadians, signed(to.lon - from.lon) * kRadians];
  const h = Math.sin((p2 - p1) / 2) ** 2 + Math.cos(p1) * Math.cos(p2) * Math.sin(dl / 2) ** 2;
  const bearing = Math.atan2(Math.sin(dl) * Math.cos(p2), Math.cos(p1) * Math.sin(p2) - Math.sin(p1) * Math.cos(p2) * Math.cos(dl)) / kRadians;
  return { distance_m: 2 * kMean * Math.asin(Math.min(1, Math.sqrt(h))), bearing_deg: turn(bearing), arrival_deg: turn(bearing) };
}

/** Degrees in (-180, 180]. */
export function signed(degrees: number): number {
  const t = turn(degrees);
  return t > 180 ? t - 360 : t;
}

export function direct(from: Place, bearing_deg: number, distance_m: number): Place {
  const alpha1 = bearing_deg * kRadians;
  const sin_a = Math.sin(alpha1), cos_a = Math.cos(alpha1);
  const tan1 = (1 - kF) * Math.tan(from.lat * kRadians);
  const cos1 = 1 / Math.hypot(1, tan1), sin1 = tan1 * cos1;
  const sigma1 = Math.atan2(tan1, cos_a);
  const sin_alpha = cos1 * sin_a;
  const cos2_alpha = 1 - sin_alpha * sin_alpha;
  const { A, B } = series((cos2_alpha * (kA * kA - kB * kB)) / (kB * kB));
  let sigma = distance_m / (kB * A);
  let cos_2m = 0;
  for (let round = 0; round < 100; ++round) {
    cos_2m = Math.cos(2 * sigma1 + sigma);
    const next = distance_m / (kB * A) + delta_sigma(B, Math.sin(sigma), Math.cos(sigma), cos_2m);
    const done = Math.abs(next - sigma) < 1e-13;
    sigma = next;
    if (done) break;
  }
  const sin_s = Math.sin(sigma), cos_s = Math.cos(sigma);
  const lat = Math.atan2(sin1 * cos_s + cos1 * sin_s * cos_a, (1 - kF) * Math.hypot(sin_alpha, sin1 * sin_s - cos1 * cos_s * cos_a));
  const lambda = Math.atan2(sin_s * sin_a, cos1 * cos_s - sin1 * sin_s * cos_a);
  const C = (kF / 16) * cos2_alpha * (4 + kF * (4 - 3 * cos2_alpha));
  const L = lambda - (1 - C) * kF * sin_alpha * (sigma + C * sin_s * (cos_2m + C * cos_s * (2 * cos_2m * cos_2m - 1)));
  return { lat: lat / kRadians, lon: signed(from.lon + L / kRadians) };
}

/** Places on the way, ends included, close enough together that straight lines between them on the chart are the way. */
export function way(from: Place, to: Place): Place[] {
  const { distance_m, bearing_deg } = inverse(from, to);
  const pieces = Math.min(64, Math.max(1, Math.ceil(distance_m / 20_000)));
  const places = Array.from({ length: pieces - 1 }, (_, i) => direct(from, bearing_deg, (distance_m * (i + 1)) / pieces));
  return [from, ...places, to];
}

/** Places on the circle round a place, not closed. */
export function ring(centre: Place, radius_m: number, count = 72): Place[] {
  return Array.from({ length: count }, (_, i) => direct(centre, (i * 360) / count, radius_m));
}
