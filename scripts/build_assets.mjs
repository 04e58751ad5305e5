// Builds what the browser gets into var/assets: NL Design System CSS in our theme, the map, and our own JavaScript.
//
// Usage: node scripts/build_assets.mjs OUTPUT_FOLDER. Prints the size of each file as sent (Brotli) and stops with
// an error when a budget is broken.

import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";

import { build, transform } from "esbuild";
import postcss from "postcss";
import { PurgeCSS } from "purgecss";

import { buildGround } from "./build_ground.mjs";
import resolveTokens, { tokensAskedFor } from "./resolve_tokens.mjs";

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const OUTPUT = path.resolve(process.argv[2] ?? path.join(ROOT, "var", "assets"));
const BROWSERS = ["chrome109", "firefox115", "safari15.4"];
// In kB, compressed. Our own JavaScript, map.js and suggest.js, may weigh 12 together.
const BUDGETS = { "vwnw.css": 15, "map.css": 4, "map.js": 8, "suggest.js": 4, "passkey.js": 1, "compare.js": 1, "plan.js": 1, "desk.js": 2, "edit.js": 2, "ground.svg": 5, "icon.svg": 1 };

const require = createRequire(import.meta.url);
const candidate = (name) => require.resolve(`@nl-design-system-candidate/${name}-css/${name}.css`);
const utrecht = (name) => path.join(ROOT, "node_modules", "@utrecht", `${name}-css`, "dist", "index.css");
const own = (name) => path.join(ROOT, "static", "css", `${name}.css`);

const SITE_PACKAGES = [
  ...["button", "data-badge", "heading", "link", "number-badge", "paragraph", "skip-link"].map(candidate),
  ...["alert", "breadcrumb-nav", "checkbox", "form-field", "form-field-description", "form-field-error-message"].map(utrecht),
  ...["form-fieldset", "form-label", "pagination", "radio-button", "select", "table", "textarea", "textbox"].map(utrecht),
];

// Where class names are looked for: a package's rule for a class that stands in none of these files is dropped.
const MARKUP = ["templates/**/*.html", "static/js/**/*.js", "vwnw_portal/ui.py", "vwnw_portal/templatetags/*.py"].map(
  (pattern) => path.join(ROOT, pattern),
);

async function read(files) {
  const sources = await Promise.all(files.map((file) => readFile(file, "utf8")));
  return sources.map((css) => css.replace(/\/\*# sourceMappingURL.*?\*\//g, "")).join("\n");
}

/** Return the rules of packages whose classes stand in the files of `content`. */
async function purge(packages, content) {
  const [{ css }] = await new PurgeCSS().purge({ content, css: [{ raw: await read(packages) }] });
  return css;
}

/** Return the style sheets by name. map.css comes after vwnw.css on a page, and may ask for the theme's tokens. */
async function buildStyles() {
  const map = await read([own("map")]);
  const site = [
    await read([own("tokens")]),
    await purge(SITE_PACKAGES, MARKUP),
    await read(["base", "components", "pages", "search", "case", "refer", "support", "regions", "monitor", "desk", "print"].map(own)),
  ].join("\n");
  const { css } = await postcss([resolveTokens({ keep: tokensAskedFor(map) })]).process(site, { from: undefined });
  return { "vwnw.css": await minify(css), "map.css": await minify(map) };
}

async function minify(css) {
  const [file] = css.match(/url\((?!["']?(?:data:|#))[^)]*\)/) ?? []; // # is a pattern in the page itself
  if (file) throw new Error(`A style sheet asks for a file that the build does not make: ${file}`);
  return (await transform(css, { loader: "css", minify: true, target: BROWSERS })).code;
}

async function buildScript(source) {
  const result = await build({
    entryPoints: [path.join(ROOT, "static", "js", source)],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: BROWSERS,
    legalComments: "inline",
  });
  return result.outputFiles[0].text;
}

async function main() {
  await mkdir(OUTPUT, { recursive: true });
  const written = await buildStyles();
  written["icon.svg"] = await readFile(path.join(ROOT, "static", "img", "icon.svg"), "utf8");
  written["ground.svg"] = await buildGround();
  const scripts = (await readdir(path.join(ROOT, "static", "js"))).filter((name) => name.endsWith(".js"));
  for (const name of scripts) written[name] = await buildScript(name);

  let broken = false;
  for (const [name, text] of Object.entries(written)) {
    await writeFile(path.join(OUTPUT, name), text);
    const size = brotliCompressSync(text).length / 1000;
    const over = !(size <= BUDGETS[name]);
    broken ||= over;
    console.log(`${name.padEnd(12)} ${size.toFixed(1).padStart(6)} kB of ${BUDGETS[name]} kB${over ? "  OVER BUDGET" : ""}`);
  }
  if (broken) process.exitCode = 1;
}

await main();
