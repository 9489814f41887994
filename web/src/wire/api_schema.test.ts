// The types of the REST interface are those of the document that the node serves: `npm run schema` makes them.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import openapi_typescript, { astToString, COMMENT_HEADER } from "openapi-typescript";
import { expect, it } from "vitest";

const here = (path: string): URL => new URL(path, import.meta.url);

it("api_schema.ts is made of src/serve/openapi.json", async () => {
  const made = COMMENT_HEADER + astToString(await openapi_typescript(here("../../../src/serve/openapi.json")));
  expect(readFileSync(fileURLToPath(here("./api_schema.ts")), "utf8")).toBe(made);
});
