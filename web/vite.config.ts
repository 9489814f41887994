// How the console is built. Besides the bundle it carries the area packs: areas/NAME/*.toml become
// JSON under dist/areas/NAME/, with build/areas/NAME/coast.json beside them where it was clipped.
// Nothing is fetched from elsewhere at run time.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";
import { area_files } from "./tools/area_files";

const root = fileURLToPath(new URL("..", import.meta.url));

function area_packs(): Plugin {
  return {
    name: "narrows-area-packs",
    generateBundle() {
      for (const [path, source] of area_files(root)) {
        this.emitFile({ type: "asset", fileName: `areas/${path}`, source });
      }
    },
    configureServer(server) {
      server.middlewares.use("/areas/", (request, response, next) => {
        const text = area_files(root).get((request.url ?? "").replace(/^\//, "").replace(/\?.*$/, ""));
        if (text === undefined) return next();
        response.setHeader("content-type", "application/json");
        response.end(text);
      });
    },
  };
}

/** The licences of what is in the bundle, as its packages state them. */
function licences(): Plugin {
  const packages = ["ol", "react", "react-dom", "react-aria-components", "@tanstack/react-virtual", "uplot", "@fontsource-variable/noto-sans", "@fontsource-variable/vazirmatn"];
  return {
    name: "narrows-licences",
    generateBundle() {
      const texts = packages.map((name) => {
        const folder = join(root, "web/node_modules", name);
        const file = ["LICENSE", "LICENSE.md"].map((f) => join(folder, f)).find(existsSync);
        const version = (JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string }).version;
        return `${name} ${version}\n\n${file ? readFileSync(file, "utf8") : "no licence file in the package"}`;
      });
      this.emitFile({ type: "asset", fileName: "licences.txt", source: texts.join("\n\n---\n\n") });
    },
  };
}

const node = process.env.NARROWS_NODE ?? "http://127.0.0.1:8080";

export default defineConfig({
  plugins: [area_packs(), licences()],
  build: { target: "es2022", sourcemap: false, assetsInlineLimit: 0, chunkSizeWarningLimit: 900 },
  server: { fs: { allow: [root] }, proxy: { "/api": node, "/sign-in": node, "/ws": { target: node, ws: true } } },
});
