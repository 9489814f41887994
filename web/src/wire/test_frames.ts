// Frames built by hand from the tables of docs/formats/picture-websocket.md, for tests only. It shares
// nothing with the decoder, so that the two can disagree.

export interface TestVessel {
  mmsi: number;
  lat?: number;
  lon?: number;
  sog?: number;
  cog?: number;
  heading?: number;
  age?: number;
  kind?: number;
  nav_status?: number;
  ship_type?: number;
  flags?: number;
}

/** A cell frame; lat and lon are the raw 16-bit numbers. */
export function cell_frame(row: number, column: number, tick: number, vessels: TestVessel[], now_us = 0): ArrayBuffer {
  const n = vessels.length;
  const bytes = new ArrayBuffer(24 + 20 * n);
  const view = new DataView(bytes);
  view.setUint8(0, 1);
  view.setUint8(1, 1);
  view.setUint16(2, row, true);
  view.setUint16(4, column, true);
  view.setUint32(8, tick, true);
  view.setUint32(12, n, true);
  view.setBigInt64(16, BigInt(now_us), true);
  vessels.forEach((v, i) => {
    view.setUint32(24 + 4 * i, v.mmsi, true);
    const u16 = [v.lat ?? 0, v.lon ?? 0, v.sog ?? 65535, v.cog ?? 65535, v.heading ?? 65535, v.age ?? 0];
    u16.forEach((value, column_index) => view.setUint16(24 + 4 * n + 2 * n * column_index + 2 * i, value, true));
    const u8 = [v.kind ?? 1, v.nav_status ?? 255, v.ship_type ?? 0, v.flags ?? 0];
    u8.forEach((value, column_index) => view.setUint8(24 + 16 * n + n * column_index + i, value));
  });
  return bytes;
}

export interface TestIdentity {
  mmsi: number;
  imo?: number;
  dimensions?: [number, number, number, number];
  ship_type?: number;
  call_sign?: string;
  name?: string;
  destination?: string;
  draught_dm?: number;
}

export function identities_frame(records: TestIdentity[]): ArrayBuffer {
  const out: number[] = [2, 1, 0, 0];
  const u16 = (value: number): number => out.push(value & 255, value >> 8);
  const u32 = (value: number): number => out.push(value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24);
  const text = (value: string): void => {
    const utf8 = new TextEncoder().encode(value);
    out.push(utf8.length, ...utf8);
  };
  u32(records.length);
  for (const r of records) {
    const [bow, stern, port, starboard] = r.dimensions ?? [0, 0, 0, 0];
    u32(r.mmsi);
    u32(r.imo ?? 0);
    u16(bow);
    u16(stern);
    out.push(port, starboard, r.ship_type ?? 0);
    text(r.call_sign ?? "");
    text(r.name ?? "");
    text(r.destination ?? "");
    u16(r.draught_dm ?? 0);
  }
  return new Uint8Array(out).buffer;
}
