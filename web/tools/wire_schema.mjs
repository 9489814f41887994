#!/usr/bin/env node
// Makes what the console knows of the live picture's protocol from its schema,
// docs/formats/picture-websocket.schema.json:
//   web/src/wire/layout.ts     the binary frames: offsets, columns, records, codes
//   web/src/wire/messages.ts   the control messages' types
// `node tools/wire_schema.mjs` writes them; a test fails while they are not as this would write them.

import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const kBytes = { u8: 1, u16: 2, u32: 4, i64: 8 };
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const kMade = "// Made from docs/formats/picture-websocket.schema.json by tools/wire_schema.mjs: change that file.\n";

export function read_schema() {
  return JSON.parse(readFileSync(here("../../docs/formats/picture-websocket.schema.json"), "utf8"));
}

function header(fields) {
  let at = 0;
  const lines = fields.map(([name, type]) => {
    const line = `  ${name}: { at: ${at}, type: "${type}" },`;
    at += kBytes[type];
    return line;
  });
  return [lines.join("\n"), at];
}

function codes(values) {
  return Object.entries(values).map(([name, value]) => `  ${name}: ${value},`).join("\n");
}

export function layout_text({ format_version, binary }) {
  const [cell_header, cell_bytes] = header(binary.cell.header);
  const [identities_header, identities_bytes] = header(binary.identities.header);
  const columns = (list) => list.map(([name, type]) => `  ["${name}", "${type}"],`).join("\n");
  return `${kMade}// The binary frames of the live picture, little-endian.

export type FieldType = "u8" | "u16" | "u32" | "i64";
/** A length byte, then so many bytes of UTF-8. */
export type RecordType = FieldType | "text";

export const kBytes: Record<FieldType, number> = { u8: 1, u16: 2, u32: 4, i64: 8 };

export const kFrameCell = ${binary.cell.frame};
export const kFrameIdentities = ${binary.identities.frame};
export const kFormatVersion = ${format_version};

/** Header of a cell frame: offset and type of each field. */
export const kCellHeader = {
${cell_header}
} as const satisfies Record<string, { at: number; type: FieldType }>;

export const kCellHeaderBytes = ${cell_bytes};

/** Columns of a cell frame, in their order. */
export const kCellColumns = [
${columns(binary.cell.columns)}
] as const satisfies readonly (readonly [string, FieldType])[];

/** Header of an identities frame. */
export const kIdentitiesHeader = {
${identities_header}
} as const satisfies Record<string, { at: number; type: FieldType }>;

export const kIdentitiesHeaderBytes = ${identities_bytes};

/** Fields of one identity, in their order. */
export const kIdentityRecord = [
${columns(binary.identities.record)}
] as const satisfies readonly (readonly [string, RecordType])[];

export const kCellDegrees = ${binary.cell_degrees};
export const kCellRows = ${binary.cell_rows};
export const kCellColumnsRound = ${binary.cell_columns_round};

/** Absent sog, cog, heading. */
export const kAbsent16 = ${binary.absent_16};
/** Absent navigational status. */
export const kAbsent8 = ${binary.absent_8};

/** StationKind. */
export const kKind = {
${codes(binary.station_kind)}
} as const;

/** Navigational status of a beacon that says it is active. */
export const kSartActive = ${binary.sart_active};

/** Bits of \`flags\`. */
export const kFlag = {
${codes(binary.flags)}
} as const;
`;
}

/** The TypeScript type of a JSON Schema, as far as this protocol needs one. */
function type_of(schema, indent) {
  if (schema.enum) return schema.enum.map((word) => JSON.stringify(word)).join(" | ");
  if (schema.type === "object") {
    const pad = `${indent}  `;
    const lines = Object.entries(schema.properties).map(([name, property]) => {
      const comment = property.description ? `${pad}/** ${property.description} */\n` : "";
      return `${comment}${pad}${name}${schema.required?.includes(name) ? "" : "?"}: ${type_of(property, pad)};`;
    });
    return `{\n${lines.join("\n")}\n${indent}}`;
  }
  if (schema.type === "array") {
    if (schema.minItems !== undefined && schema.minItems === schema.maxItems) return `[${Array(schema.minItems).fill(type_of(schema.items, indent)).join(", ")}]`;
    return `${/[|]/.test(type_of(schema.items, indent)) && schema.items.type !== "object" ? `(${type_of(schema.items, indent)})` : type_of(schema.items, indent)}[]`;
  }
  return { integer: "number", number: "number", string: "string", boolean: "boolean" }[schema.type];
}

const capital = (word) => word[0].toUpperCase() + word.slice(1);

export function messages_text(schema) {
  const messages = (side, of) =>
    Object.entries(of).map(([name, message]) => {
      const [type, called] = [type_of(message, ""), `${capital(name)}${side}`];
      return `/** ${message.description} */\nexport ${message.type === "object" ? `interface ${called} ${type}` : `type ${called} = ${type};`}`;
    }).join("\n\n");
  const names = (of) => Object.keys(of).map((name) => JSON.stringify(name)).join(", ");
  return `${kMade}// The control messages of the live picture, as they are on the wire: one object with one key, the message's name.

export const kProtocol = ${schema.protocol};
export const kServerMessages = [${names(schema.server)}] as const;
export const kClientMessages = [${names(schema.client)}] as const;

${messages("Message", schema.server)}

${messages("Wish", schema.client)}
`;
}

export const kOutputs = { "../src/wire/layout.ts": layout_text, "../src/wire/messages.ts": messages_text };

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [path, text] of Object.entries(kOutputs)) writeFileSync(here(path), text(read_schema()));
}
