// Bundles src/ into the folder that the server serves: scripts, one stylesheet, one sprite of icons.
import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const target = join(here, "../src/modelstead/web/static");

// The styles of every page, and those that only some pages need.
const styles = [
  "site",
  "experiments",
  "runs",
  "charts",
  "plots",
  "compare",
  "artifacts",
  "ci",
  "models",
  "versions",
  "version",
  "settings",
  "administration",
  "upkeep",
];

rmSync(target, { recursive: true, force: true });
await build({
  entryPoints: [
    { in: join(here, "src/main.ts"), out: "main" },
    ...styles.map((name) => ({ in: join(here, "src/styles", `${name}.css`), out: name })),
  ],
  outdir: target,
  bundle: true,
  splitting: true,
  format: "esm",
  minify: true,
  target: ["es2022", "chrome110", "firefox110", "safari16.4"],
  chunkNames: "[name]-[hash]",
  logLevel: "warning",
});

// Each file of icons/ is a 16 by 16 drawing; a page shows one by its name.
const icons = readdirSync(join(here, "src/icons")).filter((name) => name.endsWith(".svg"));
const symbols = icons.sort().map((name) => {
  const drawing = readFileSync(join(here, "src/icons", name), "utf8");
  const inner = drawing.replace(/^[\s\S]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "");
  return `<symbol id="${name.slice(0, -4)}" viewBox="0 0 16 16">${inner.trim()}</symbol>`;
});
writeFileSync(
  join(target, "icons.svg"),
  `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`,
);
copyFileSync(join(here, "src/icon.svg"), join(target, "icon.svg"));
