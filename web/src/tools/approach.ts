// How close two vessels will come when both keep course and speed: the closest point of approach (CPA), and the time to
// it (TCPA). The same formula as the core's geo/approach, in the same frame as its geo/local_frame: the plane that
// touches the ellipsoid at the first vessel. One table of cases tests both: src/geo/approach_cases.csv.

import type { Place } from "./geodesy";

export interface Mover extends Place {
  /** Metres a second. */
  speed_mps: number;
  /** True. */
  course_deg: number;
}

export interface Approach {
  /** Negative when it has passed. */
  tcpa_s: number;
  dcpa_m: number;
  range_m: number;
  /** Where each is at the closest approach. */
  own: Place;
  other: Place;
}

interface Offset {
  east_m: number;
  north_m: number;
}

export const kMpsPerKnot = 1852 / 3600;
const kRadians = Math.PI / 180;
const kA = 6378137;
const kF = 1 / 298.257223563;
const kE2 = kF * (2 - kF);
/** Slower than this against each other, they keep their distance. */
const kKeepingDistanceMps = 0.001;

/** Metres from the centre of the Earth. */
function geocentric({ lat, lon }: Place): [x: number, y: number, z: number] {
  const sin = Math.sin(lat * kRadians), cos = Math.cos(lat * kRadians);
  const n = kA / Math.sqrt(1 - kE2 * sin * sin);
  return [n * cos * Math.cos(lon * kRadians), n * cos * Math.sin(lon * kRadians), n * (1 - kE2) * sin];
}

/** Metres east and north of an origin, on the plane that touches the ellipsoid there. */
export class LocalFrame {
  readonly #origin: Place;
  readonly #at: [number, number, number];

  constructor(origin: Place) {
    this.#origin = origin;
    this.#at = geocentric(origin);
  }

  to_local(place: Place): Offset {
    const [x, y, z] = geocentric(place);
    const [dx, dy, dz] = [x - this.#at[0], y - this.#at[1], z - this.#at[2]];
    const sin_lat = Math.sin(this.#origin.lat * kRadians), cos_lat = Math.cos(this.#origin.lat * kRadians);
    const sin_lon = Math.sin(this.#origin.lon * kRadians), cos_lon = Math.cos(this.#origin.lon * kRadians);
    return { east_m: -sin_lon * dx + cos_lon * dy, north_m: -sin_lat * cos_lon * dx - sin_lat * sin_lon * dy + cos_lat * dz };
  }

  /** The inverse, found by going back and forth until the place falls on the offset; for some hundred miles round. */
  to_place({ east_m, north_m }: Offset): Place {
    const metres_per_degree = kA * kRadians;
    const cos = Math.max(0.01, Math.cos(this.#origin.lat * kRadians));
    let place: Place = { lat: this.#origin.lat + north_m / metres_per_degree, lon: this.#origin.lon + east_m / metres_per_degree / cos };
    for (let round = 0; round < 6; ++round) {
      const is = this.to_local(place);
      place = { lat: place.lat + (north_m - is.north_m) / metres_per_degree, lon: place.lon + (east_m - is.east_m) / metres_per_degree / cos };
    }
    return place;
  }
}

export function closest_approach(own: Mover, other: Mover): Approach {
  const frame = new LocalFrame(own);
  const apart = frame.to_local(other);
  const a = velocity(own), b = velocity(other);
  const drift: Offset = { east_m: b.east_m - a.east_m, north_m: b.north_m - a.north_m };
  const speed2 = drift.east_m ** 2 + drift.north_m ** 2;
  const keeps = speed2 < kKeepingDistanceMps ** 2;
  const tcpa_s = keeps ? 0 : -(apart.east_m * drift.east_m + apart.north_m * drift.north_m) / speed2;
  const own_at: Offset = { east_m: a.east_m * tcpa_s, north_m: a.north_m * tcpa_s };
  const other_at: Offset = { east_m: apart.east_m + b.east_m * tcpa_s, north_m: apart.north_m + b.north_m * tcpa_s };
  return {
    tcpa_s,
    dcpa_m: Math.hypot(other_at.east_m - own_at.east_m, other_at.north_m - own_at.north_m),
    range_m: Math.hypot(apart.east_m, apart.north_m),
    own: frame.to_place(own_at),
    other: frame.to_place(other_at),
  };
}

/** East and north, metres a second. */
function velocity({ speed_mps, course_deg }: Mover): Offset {
  return { east_m: speed_mps * Math.sin(course_deg * kRadians), north_m: speed_mps * Math.cos(course_deg * kRadians) };
}
