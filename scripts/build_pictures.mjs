// Builds what stands for the site elsewhere: its icons, what a phone needs to keep it, and the pictures that go with a
// link to it. All of it comes from static/img and the colours of the theme; nothing of it is kept with the sources.
//
// Usage: node scripts/build_pictures.mjs OUTPUT_FOLDER. Prints the size of each file and stops with an error when one
// weighs more than it may.

import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { Resvg, initWasm } from "@resvg/resvg-wasm";

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const OUTPUT = path.resolve(process.argv[2] ?? path.join(ROOT, "var", "assets"));
// In kB. A browser fetches an icon with the first page, the pictures only go to where a link is shared.
const BUDGETS = { "favicon.ico": 6, ".webmanifest": 1, "icon-512.png": 12, "icon-maskable-512.png": 12, ".png": 60 };
const FONTS = ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"];

// A picture shows a heading in two lines, for each kind of page (vwnw_portal/templatetags/share.py) and language.
const LANGUAGES = {
  nl: {
    name: "VWNW-portaal",
    tagline: "Van werk naar werk",
    start: "/",
    headings: {
      site: ["Dreigt ontslag?", "Vind wie in uw regio helpt."],
      organisation: ["Deze organisatie helpt", "van werk naar werk."],
      regions: ["Wie helpt waar?", "Kijk in uw eigen regio."],
    },
  },
  en: {
    name: "VWNW portal",
    tagline: "From work to work",
    start: "/en/",
    headings: {
      site: ["Are jobs at risk?", "Find who helps in your region."],
      organisation: ["This organisation helps", "people from work to work."],
      regions: ["Who helps where?", "Look in your own region."],
    },
  },
};

const source = (...parts) => readFile(path.join(ROOT, ...parts), "utf8");
const npm = (file) => readFile(path.join(ROOT, "node_modules", file));

/** Return the colours of the theme on a light screen, by token: the first time that each is set. */
async function readColours() {
  const set = (await source("static", "css", "tokens.css")).matchAll(/(--vwnw-[\w-]+): (#[0-9a-f]{6});/g);
  return Object.fromEntries([...set].reverse().map(([, token, colour]) => [token, colour]));
}

/** Return a drawing with each `var(--token)` as the colour that it is. */
function coloured(svg, colours) {
  return svg.replace(/var\((--[\w-]+)\)/g, (_, token) => {
    if (!colours[token]) throw new Error(`No such colour in the theme: ${token}`);
    return colours[token];
  });
}

const filled = (svg, texts) => svg.replace(/<!-- (\w+) -->/g, (_, name) => texts[name]);
const insideOf = (svg) => svg.replace(/^<svg[^>]*>|<\/svg>\s*$/g, "");

/** Return the icon on a square without round corners, for who cuts its own; it takes this part of the width. */
function onSquare(icon, part, ground) {
  const [size, edge] = [44 * part, 22 * (1 - part)];
  const inner = `<svg x="${edge}" y="${edge}" width="${size}" height="${size}" viewBox="0 0 44 44">${insideOf(icon)}</svg>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 44 44"><rect width="44" height="44" fill="${ground}"/>${inner}</svg>`;
}

/** Return pictures in PNG as one .ico file: a header, a line for each with where it begins, then the pictures. */
function asIco(pictures) {
  const lines = Buffer.alloc(6 + 16 * pictures.length);
  lines.writeUInt16LE(1, 2); // an icon, not a cursor
  lines.writeUInt16LE(pictures.length, 4);
  let begins = lines.length;
  pictures.forEach(({ width, png }, index) => {
    const line = 6 + 16 * index;
    lines.writeUInt8(width, line);
    lines.writeUInt8(width, line + 1);
    lines.writeUInt16LE(1, line + 4);
    lines.writeUInt16LE(32, line + 6);
    lines.writeUInt32LE(png.length, line + 8);
    lines.writeUInt32LE(begins, line + 12);
    begins += png.length;
  });
  return Buffer.concat([lines, ...pictures.map(({ png }) => png)]);
}

/** Return what a phone needs to keep the site among its programs. The icons lie beside it. */
function asManifest(language, { name, tagline, start }, colours) {
  return JSON.stringify({
    lang: language,
    name: `${name}: ${tagline.toLowerCase()}`,
    short_name: name,
    start_url: start,
    scope: "/",
    display: "browser",
    theme_color: colours["--vwnw-band"],
    background_color: colours["--vwnw-paper"],
    icons: [
      { src: "icon.svg", sizes: "any", type: "image/svg+xml" },
      { src: "icon-192.png", sizes: "192x192", type: "image/png" },
      { src: "icon-512.png", sizes: "512x512", type: "image/png" },
      { src: "icon-maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
    ],
  });
}

async function main() {
  await initWasm(await npm("@resvg/resvg-wasm/index_bg.wasm"));
  const fontBuffers = await Promise.all(FONTS.map((file) => npm(`dejavu-fonts-ttf/ttf/${file}`)));
  const draw = (svg, width) =>
    Buffer.from(new Resvg(svg, { fitTo: { mode: "width", value: width }, font: { fontBuffers } }).render().asPng());

  const colours = await readColours();
  const icon = await source("static", "img", "icon.svg");
  const share = await source("static", "img", "share.svg");
  const ground = colours["--vwnw-band"];

  const written = {
    "favicon.ico": asIco([16, 32, 48].map((width) => ({ width, png: draw(icon, width) }))),
    "apple-touch-icon.png": draw(onSquare(icon, 1, ground), 180),
    "icon-192.png": draw(icon, 192),
    "icon-512.png": draw(icon, 512),
    "icon-maskable-512.png": draw(onSquare(icon, 0.8, ground), 512),
  };
  for (const [language, texts] of Object.entries(LANGUAGES)) {
    written[`site-${language}.webmanifest`] = asManifest(language, texts, colours);
    for (const [kind, [first, second]] of Object.entries(texts.headings)) {
      const drawing = filled(share, { ...texts, first, second, icon: insideOf(icon) });
      written[`share-${kind}-${language}.png`] = draw(coloured(drawing, colours), 1200);
    }
  }

  await mkdir(OUTPUT, { recursive: true });
  for (const [name, content] of Object.entries(written)) {
    await writeFile(path.join(OUTPUT, name), content);
    const [size, most] = [content.length / 1000, BUDGETS[name] ?? BUDGETS[path.extname(name)]];
    if (size > most) process.exitCode = 1;
    console.log(`${name.padEnd(26)} ${size.toFixed(1).padStart(6)} kB of ${most} kB${size > most ? "  OVER BUDGET" : ""}`);
  }
}

await main();
