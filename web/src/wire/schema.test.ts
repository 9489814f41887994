// The schema of the protocol, what is made from it, and the decoders agree. The server's side of the same is
// src/serve/picture_wire_test.cpp.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { kOutputs, read_schema } from "../../tools/wire_schema.mjs";
import { decode_control } from "./control";
import { decode_frame } from "./frames";
import { kBytes, kFormatVersion, type FieldType } from "./layout";

interface Schema {
  type: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  enum?: string[];
  minItems?: number;
}

const schema = read_schema();
const control = readFileSync(fileURLToPath(new URL("control.ts", import.meta.url)), "utf8");

describe("the schema of the protocol", () => {
  it.each(Object.entries(kOutputs))("is what %s was made from: run `node tools/wire_schema.mjs`", (path, text) => {
    const file = fileURLToPath(new URL(path, new URL("../../tools/", import.meta.url)));
    expect(readFileSync(file, "utf8")).toBe(text(schema));
  });

  it("has no property of a server's message that the console does not read", () => {
    const unread: string[] = [];
    const visit = ({ properties, items }: Schema, path: string): void => {
      for (const [name, property] of Object.entries(properties ?? {})) {
        if (!new RegExp(`\\.${name}\\b`).test(control)) unread.push(`${path}.${name}`);
        visit(property, `${path}.${name}`);
      }
      if (items !== undefined) visit(items, `${path}[]`);
    };
    for (const [name, message] of Object.entries(schema.server as Record<string, Schema>)) visit(message, name);
    // Which exercise it is matters to nobody yet; that it is one, does (`simulated`).
    expect(unread).toEqual(["hello.exercise"]);
  });

  it("describes messages that the console takes, in full and with nothing that may be absent", () => {
    for (const [name, message] of Object.entries(schema.server as Record<string, Schema>)) {
      for (const full of [true, false]) {
        const decoded = decode_control(JSON.stringify({ [name]: sample(message, full, name) }));
        expect(decoded, `${name} ${full ? "in full" : "at least"}`).toMatchObject({ ok: true, value: { [name]: {} } });
      }
    }
  });
});

/** A message as the schema has it. */
function sample(of: Schema & { required?: string[] }, full: boolean, name: string): unknown {
  if (of.enum !== undefined) return of.enum[0];
  switch (of.type) {
    case "object": {
      const names = Object.keys(of.properties!).filter((key) => full || of.required?.includes(key));
      return Object.fromEntries(names.map((key) => [key, sample(of.properties![key]!, full, key)]));
    }
    case "array": return Array.from({ length: of.minItems ?? 1 }, (_, i) => (of.items!.type === "number" ? i : sample(of.items!, full, name)));
    case "string": return ["now", "since", "to", "from"].includes(name) ? "2026-01-01T12:00:00.000000Z" : `a ${name}`;
    case "boolean": return true;
    default: return 1;
  }
}

class Writer {
  readonly bytes: number[] = [];
  put(type: FieldType, value: number): void {
    for (let i = 0, left = BigInt(value); i < kBytes[type]; ++i, left >>= 8n) this.bytes.push(Number(left & 255n));
  }
  text(value: string): void {
    const utf8 = new TextEncoder().encode(value);
    this.bytes.push(utf8.length, ...utf8);
  }
  buffer(): ArrayBuffer {
    return new Uint8Array(this.bytes).buffer;
  }
}

type Field = [name: string, type: FieldType | "text"];

describe("frames written by the schema", () => {
  const count = 3;
  const { cell, identities } = schema.binary as { cell: { frame: number; header: Field[]; columns: Field[] }; identities: { frame: number; header: Field[]; record: Field[] } };
  // A value for each column and row that no other has, and that fits a byte.
  const value = (column: number, row: number): number => 10 + column * count + row;

  it("are read column by column", () => {
    const header: Record<string, number> = { frame: cell.frame, version: kFormatVersion, row: 232, column: 472, reserved: 0, tick: 7, count, now: 1_767_268_800_000_001 };
    const out = new Writer();
    for (const [name, type] of cell.header) out.put(type as FieldType, header[name]!);
    cell.columns.forEach(([, type], column) => {
      for (let row = 0; row < count; ++row) out.put(type as FieldType, value(column, row));
    });
    const frame = decode_frame(out.buffer());
    if (!frame.ok || !("cell" in frame.value)) throw new Error("not a cell");
    const decoded = frame.value.cell as unknown as Record<string, ArrayLike<number>>;
    expect(decoded).toMatchObject({ row: 232, column: 472, tick: 7, count, now_us: 1_767_268_800_000_001 });
    cell.columns.forEach(([name], column) => {
      expect(Array.from(decoded[name]!), name).toEqual(Array.from({ length: count }, (_, row) => value(column, row)));
    });
  });

  it("are read record by record", () => {
    const header: Record<string, number> = { frame: identities.frame, version: kFormatVersion, reserved: 0, count };
    const out = new Writer();
    for (const [name, type] of identities.header) out.put(type as FieldType, header[name]!);
    for (let row = 0; row < count; ++row) {
      identities.record.forEach(([name, type], column) => (type === "text" ? out.text(`${name} ${row}`) : out.put(type, value(column, row))));
    }
    const frame = decode_frame(out.buffer());
    if (!frame.ok || !("identities" in frame.value)) throw new Error("not identities");
    // The record's names on the wire are the identity's, metres and draught with their unit.
    const names: Record<string, string> = { to_bow: "to_bow_m", to_stern: "to_stern_m", to_port: "to_port_m", to_starboard: "to_starboard_m", draught: "draught_m" };
    frame.value.identities.forEach((identity, row) => {
      const expected = identities.record.map(([name, type], column) => [names[name] ?? name, type === "text" ? `${name} ${row}` : value(column, row) / (name === "draught" ? 10 : 1)]);
      expect(identity).toEqual(Object.fromEntries(expected));
    });
  });
});
