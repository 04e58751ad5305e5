// Pictures of the tile server that is set, if any: those over what is in sight, at the level that fits.
//
// The server drew the first of them the same way (services/map/grid.py).

import { element } from "./drawing.js";
import { SCALE, toGrid } from "./places.js";

const ACROSS = 2; // tiles beside each other over what is in sight, or up to twice as many
const DEEPEST = 19;
const WORLD = 2 * Math.PI * SCALE;
const EDGE = 85.05112877980659; // degrees: as far north as the map of the world goes
const BEGINS = toGrid({ latitude: EDGE, longitude: -180 });

/** Return the pictures over a box: where each is from, and where it lies. */
function tilesOver({ x, y, w, h }, address) {
  const level = Math.min(Math.max(0, Math.ceil(Math.log2((WORLD * ACROSS) / w))), DEEPEST);
  const size = WORLD / 2 ** level;
  const range = (from, length, begin) => [Math.floor((from - begin) / size), Math.floor((from + length - begin) / size)];
  const [[west, east], [north, south]] = [range(x, w, BEGINS.x), range(y, h, BEGINS.y)];
  const tiles = [];
  for (let row = Math.max(0, north); row <= Math.min(south, 2 ** level - 1); row++)
    for (let column = Math.max(0, west); column <= Math.min(east, 2 ** level - 1); column++)
      tiles.push({
        href: address.replace("{z}", level).replace("{x}", column).replace("{y}", row),
        x: BEGINS.x + column * size,
        y: BEGINS.y + row * size,
        width: size,
        height: size,
      });
  return tiles;
}

/** Lay the pictures over what is in sight; those that lie there already stay. */
export function layTiles(svg, { box }) {
  const group = svg.querySelector(".map-tiles");
  if (!group) return;
  const there = new Map([...group.children].map((image) => [image.getAttribute("href"), image]));
  group.replaceChildren(...tilesOver(box, group.dataset.address).map((tile) => there.get(tile.href) ?? element("image", tile)));
}
