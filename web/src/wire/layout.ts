// Made from docs/formats/picture-websocket.schema.json by tools/wire_schema.mjs: change that file.
// The binary frames of the live picture, little-endian.

export type FieldType = "u8" | "u16" | "u32" | "i64";
/** A length byte, then so many bytes of UTF-8. */
export type RecordType = FieldType | "text";

export const kBytes: Record<FieldType, number> = { u8: 1, u16: 2, u32: 4, i64: 8 };

export const kFrameCell = 1;
export const kFrameIdentities = 2;
export const kFormatVersion = 1;

/** Header of a cell frame: offset and type of each field. */
export const kCellHeader = {
  frame: { at: 0, type: "u8" },
  version: { at: 1, type: "u8" },
  row: { at: 2, type: "u16" },
  column: { at: 4, type: "u16" },
  reserved: { at: 6, type: "u16" },
  tick: { at: 8, type: "u32" },
  count: { at: 12, type: "u32" },
  now: { at: 16, type: "i64" },
} as const satisfies Record<string, { at: number; type: FieldType }>;

export const kCellHeaderBytes = 24;

/** Columns of a cell frame, in their order. */
export const kCellColumns = [
  ["mmsi", "u32"],
  ["lat", "u16"],
  ["lon", "u16"],
  ["sog", "u16"],
  ["cog", "u16"],
  ["heading", "u16"],
  ["age", "u16"],
  ["kind", "u8"],
  ["nav_status", "u8"],
  ["ship_type", "u8"],
  ["flags", "u8"],
] as const satisfies readonly (readonly [string, FieldType])[];

/** Header of an identities frame. */
export const kIdentitiesHeader = {
  frame: { at: 0, type: "u8" },
  version: { at: 1, type: "u8" },
  reserved: { at: 2, type: "u16" },
  count: { at: 4, type: "u32" },
} as const satisfies Record<string, { at: number; type: FieldType }>;

export const kIdentitiesHeaderBytes = 8;

/** Fields of one identity, in their order. */
export const kIdentityRecord = [
  ["mmsi", "u32"],
  ["imo", "u32"],
  ["to_bow", "u16"],
  ["to_stern", "u16"],
  ["to_port", "u8"],
  ["to_starboard", "u8"],
  ["ship_type", "u8"],
  ["call_sign", "text"],
  ["name", "text"],
  ["destination", "text"],
  ["draught", "u16"],
] as const satisfies readonly (readonly [string, RecordType])[];

export const kCellDegrees = 0.5;
export const kCellRows = 360;
export const kCellColumnsRound = 720;

/** Absent sog, cog, heading. */
export const kAbsent16 = 65535;
/** Absent navigational status. */
export const kAbsent8 = 255;

/** StationKind. */
export const kKind = {
  unknown: 0,
  class_a: 1,
  class_b: 2,
  base_station: 3,
  aid_to_navigation: 4,
  sar_aircraft: 5,
  sart: 6,
  mob: 7,
  epirb: 8,
} as const;

/** Navigational status of a beacon that says it is active. */
export const kSartActive = 14;

/** Bits of `flags`. */
export const kFlag = {
  accurate: 1,
  virtual_aid: 2,
  simulated: 4,
  lost: 8,
  off_position: 16,
  turning_starboard: 32,
  turning_port: 64,
} as const;
