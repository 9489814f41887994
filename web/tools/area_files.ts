// The files of the area packs as the console reads them: "NAME/pack.json", "NAME/tss.json",
// "NAME/zones.json" and, where it was clipped, "NAME/coast.json", each with its text.

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parse } from "smol-toml";

export function area_files(root: string): Map<string, string> {
  const files = new Map<string, string>();
  for (const entry of readdirSync(join(root, "areas"), { withFileTypes: true })) {
    const folder = join(root, "areas", entry.name);
    if (!entry.isDirectory() || !existsSync(join(folder, "pack.toml"))) continue;
    for (const name of ["pack", "tss", "zones"]) {
      const file = join(folder, `${name}.toml`);
      if (existsSync(file)) files.set(`${entry.name}/${name}.json`, JSON.stringify(parse(readFileSync(file, "utf8"))));
    }
    const coast = join(root, "build/areas", entry.name, "coast.json");
    if (existsSync(coast)) files.set(`${entry.name}/coast.json`, readFileSync(coast, "utf8"));
  }
  return files;
}
