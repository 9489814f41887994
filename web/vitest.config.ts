import { defineConfig } from "vitest/config";

export default defineConfig({
  server: { fs: { allow: [".."] } }, // the node's own tables, as src/words/flag.ts reads them
  test: { include: ["src/**/*.test.ts"], environment: "node" },
});
