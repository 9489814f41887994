// Binary frames of the live picture, decoded to typed arrays. The columns are views into the frame's own
// bytes: nothing is copied, so a frame must not be written to afterwards. Every length is checked before
// anything is read; a frame that lies about itself is an error with the field's name.

import {
  kBytes,
  kCellColumns,
  kCellColumnsRound,
  kCellDegrees,
  kCellHeader,
  kCellHeaderBytes,
  kCellRows,
  kFormatVersion,
  kFrameCell,
  kFrameIdentities,
} from "./layout";
import { bad, good, type Result } from "./result";

/** All vessels of one 0.5° cell at one tick, as columns of `count` entries. */
export interface CellFrame {
  row: number;
  column: number;
  tick: number;
  count: number;
  /** UTC, microseconds since 1970. */
  now_us: number;
  mmsi: Uint32Array;
  /** 0.5° / 65536 from the cell's south edge. */
  lat: Uint16Array;
  /** 0.5° / 65536 from the cell's west edge. */
  lon: Uint16Array;
  /** 0.1 kn; 65535 absent. */
  sog: Uint16Array;
  /** 0.1°; 65535 absent. */
  cog: Uint16Array;
  /** 0.1°; 65535 absent. */
  heading: Uint16Array;
  /** Seconds since the last position. */
  age: Uint16Array;
  kind: Uint8Array;
  nav_status: Uint8Array;
  ship_type: Uint8Array;
  flags: Uint8Array;
}

/** Who a vessel says it is; what it did not say is absent. */
export interface Identity {
  mmsi: number;
  imo?: number;
  to_bow_m: number;
  to_stern_m: number;
  to_port_m: number;
  to_starboard_m: number;
  ship_type: number;
  call_sign?: string;
  name?: string;
  destination?: string;
  draught_m?: number;
}

export type Frame = { cell: CellFrame } | { identities: Identity[] };

const kIdentityFixedBytes = 4 + 4 + 2 + 2 + 1 + 1 + 1 + 3 + 2;

if (new Uint8Array(new Uint16Array([1]).buffer)[0] !== 1) {
  throw new Error("the picture's frames are little-endian and so must be this machine");
}

/** Degrees north of the south edge of a cell row, likewise west edges of columns. */
export function cell_south(row: number): number {
  return row * kCellDegrees - 90;
}
export function cell_west(column: number): number {
  return column * kCellDegrees - 180;
}

/** Decodes one binary frame of either kind. */
export function decode_frame(bytes: ArrayBuffer): Result<Frame> {
  if (bytes.byteLength < 8) return bad(`frame of ${bytes.byteLength} bytes is shorter than any header`);
  const view = new DataView(bytes);
  const version = view.getUint8(1);
  if (version !== kFormatVersion) return bad(`format version ${version}, expected ${kFormatVersion}`);
  switch (view.getUint8(0)) {
    case kFrameCell: {
      const cell = decode_cell(bytes, view);
      return cell.ok ? good({ cell: cell.value }) : cell;
    }
    case kFrameIdentities: {
      const identities = decode_identities(view);
      return identities.ok ? good({ identities: identities.value }) : identities;
    }
    default:
      return bad(`frame kind ${view.getUint8(0)} is not known`);
  }
}

function decode_cell(bytes: ArrayBuffer, view: DataView): Result<CellFrame> {
  if (bytes.byteLength < kCellHeaderBytes) return bad(`cell frame of ${bytes.byteLength} bytes lacks its header`);
  const row = view.getUint16(kCellHeader.row.at, true);
  const column = view.getUint16(kCellHeader.column.at, true);
  if (row >= kCellRows) return bad(`cell row ${row} is beyond the pole`);
  if (column >= kCellColumnsRound) return bad(`cell column ${column} is beyond 180° E`);
  const count = view.getUint32(kCellHeader.count.at, true);
  const entry_bytes = kCellColumns.reduce((sum, [, type]) => sum + kBytes[type], 0);
  if (bytes.byteLength !== kCellHeaderBytes + count * entry_bytes) {
    return bad(`cell frame of ${bytes.byteLength} bytes cannot hold its ${count} vessels`);
  }
  let at = kCellHeaderBytes;
  const u32 = (): Uint32Array => new Uint32Array(bytes, (at += 4 * count) - 4 * count, count);
  const u16 = (): Uint16Array => new Uint16Array(bytes, (at += 2 * count) - 2 * count, count);
  const u8 = (): Uint8Array => new Uint8Array(bytes, (at += count) - count, count);
  return good({
    row,
    column,
    tick: view.getUint32(kCellHeader.tick.at, true),
    count,
    now_us: Number(view.getBigInt64(kCellHeader.now.at, true)),
    mmsi: u32(),
    lat: u16(),
    lon: u16(),
    sog: u16(),
    cog: u16(),
    heading: u16(),
    age: u16(),
    kind: u8(),
    nav_status: u8(),
    ship_type: u8(),
    flags: u8(),
  });
}

/** A cursor that never reads beyond the frame; `failed` names the first field that would have. */
class Cursor {
  at = 8;
  failed: string | null = null;
  readonly #view: DataView;
  readonly #text = new TextDecoder("utf-8");

  constructor(view: DataView) {
    this.#view = view;
  }

  #take(bytes: number, field: string): number {
    if (this.failed !== null || this.at + bytes > this.#view.byteLength) {
      this.failed ??= `${field} at offset ${this.at} lies beyond the frame`;
      return -1;
    }
    this.at += bytes;
    return this.at - bytes;
  }
  u8(field: string): number {
    const at = this.#take(1, field);
    return at < 0 ? 0 : this.#view.getUint8(at);
  }
  u16(field: string): number {
    const at = this.#take(2, field);
    return at < 0 ? 0 : this.#view.getUint16(at, true);
  }
  u32(field: string): number {
    const at = this.#take(4, field);
    return at < 0 ? 0 : this.#view.getUint32(at, true);
  }
  text(field: string): string {
    const bytes = this.u8(`length of ${field}`);
    const at = this.#take(bytes, field);
    return at < 0 ? "" : this.#text.decode(new Uint8Array(this.#view.buffer, this.#view.byteOffset + at, bytes));
  }
}

function decode_identities(view: DataView): Result<Identity[]> {
  const count = view.getUint32(4, true);
  if (count * kIdentityFixedBytes > view.byteLength) {
    return bad(`identities frame of ${view.byteLength} bytes cannot hold its ${count} records`);
  }
  const cursor = new Cursor(view);
  const out: Identity[] = [];
  for (let i = 0; i < count; ++i) {
    const mmsi = cursor.u32("mmsi");
    const imo = cursor.u32("imo");
    const identity: Identity = {
      mmsi,
      to_bow_m: cursor.u16("to_bow"),
      to_stern_m: cursor.u16("to_stern"),
      to_port_m: cursor.u8("to_port"),
      to_starboard_m: cursor.u8("to_starboard"),
      ship_type: cursor.u8("ship_type"),
    };
    const call_sign = cursor.text("call sign");
    const name = cursor.text("name");
    const destination = cursor.text("destination");
    const draught = cursor.u16("draught");
    if (cursor.failed !== null) return bad(`identity ${i} of ${count}: ${cursor.failed}`);
    if (imo !== 0) identity.imo = imo;
    if (call_sign !== "") identity.call_sign = call_sign;
    if (name !== "") identity.name = name;
    if (destination !== "") identity.destination = destination;
    if (draught !== 0) identity.draught_m = draught / 10;
    out.push(identity);
  }
  if (cursor.at !== view.byteLength) return bad(`${view.byteLength - cursor.at} bytes are left after the last identity`);
  return good(out);
}
