// Where the selected vessel was before this window saw it, from the node's history. A node without one, or an older one
// that cannot be asked, is not an error: then the track begins when it was selected.

import { mercator_x, mercator_y } from "../picture/picture";
import type { TrailPoint } from "./trails";

/** How far back is asked, and how dense: a point each 10 s at most. */
export const kTrackBack_ms = 6 * 3_600_000;
const kEvery_s = 10;
const kPoints = 10_000;

/** The positions of an answer of /api/v1/vessels/{mmsi}/track, oldest first; what cannot be read is left out. */
export function read_track(answer: unknown): TrailPoint[] {
  const positions = (answer as { positions?: unknown } | null)?.positions;
  if (!Array.isArray(positions)) return [];
  const points: TrailPoint[] = [];
  for (const position of positions.slice(0, kPoints) as Record<string, unknown>[]) {
    const { lat, lon, observed_at } = position ?? {};
    const at_ms = typeof observed_at === "string" ? Date.parse(observed_at) : NaN;
    if (typeof lat !== "number" || typeof lon !== "number" || !Number.isFinite(at_ms)) continue;
    if (Math.abs(lat) > 85 || Math.abs(lon) > 180) continue;
    points.push({ at_ms, x: mercator_x(lon), y: mercator_y(lat) });
  }
  return points.sort((a, b) => a.at_ms - b.at_ms);
}

export function track_url(mmsi: number, to_ms: number): string {
  const time = (ms: number): string => encodeURIComponent(new Date(ms).toISOString());
  return `api/v1/vessels/${mmsi}/track?from=${time(to_ms - kTrackBack_ms)}&to=${time(to_ms)}&limit=${kPoints}&every_s=${kEvery_s}`;
}

let offered: Promise<boolean> | null = null;

/** Whether this node can be asked for tracks: its own description says so. Asked once. */
function is_offered(): Promise<boolean> {
  offered ??= fetch("api/v1/openapi.json")
    .then(async (response) => response.ok && "/api/v1/vessels/{mmsi}/track" in ((await response.json()) as { paths: object }).paths)
    .catch(() => false);
  return offered;
}

export async function fetch_track(mmsi: number, to_ms: number, signal: AbortSignal): Promise<TrailPoint[]> {
  if (!(await is_offered()) || signal.aborted) return [];
  try {
    const response = await fetch(track_url(mmsi, to_ms), { signal });
    return response.ok ? read_track(await response.json()) : [];
  } catch {
    return []; // aborted, or the node is gone: the banner says so
  }
}
