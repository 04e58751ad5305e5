// Where things are on the grid: which regions touch, in which municipality a point lies, where a position is.
//
// The grid is Web Mercator in steps of 50 metres; its figures are those of regions/grid.py.

/** So many steps are one radian of longitude. */
export const SCALE = (6378137 * Math.cos((52.15 * Math.PI) / 180)) / 50;
const [NORTH, WEST] = [53.7, 3.2];
const radians = (degrees) => (degrees * Math.PI) / 180;
const south = (latitude) => -SCALE * Math.asinh(Math.tan(radians(latitude)));

/** Return where a position lies on the grid. */
export const toGrid = ({ latitude, longitude }) => ({
  x: SCALE * radians(longitude - WEST),
  y: south(latitude) - south(NORTH),
});

/** Return the corners of an outline, each as a text; each corner in a path is counted from the one before. */
function cornersOf(path) {
  const corners = [];
  for (const ring of path.split("z")) {
    let [x, y] = [0, 0];
    const numbers = ring.match(/-?\d+/g) ?? [];
    for (let at = 0; at < numbers.length; at += 2) corners.push(`${(x += +numbers[at])},${(y += +numbers[at + 1])}`);
  }
  return corners;
}

/** Return the codes of the regions of which a municipality touches one of a region. */
export function neighboursOf(region, regions, pathOf) {
  const own = new Set(regions.get(region).flatMap((code) => cornersOf(pathOf(code))));
  const touches = (code) => cornersOf(pathOf(code)).some((corner) => own.has(corner));
  return [...regions].filter(([code, members]) => code !== region && members.some(touches)).map(([code]) => code);
}

/** Return the code of the municipality that a point of the grid lies in. */
export function municipalityAt({ x, y }, codes, pathOf) {
  const canvas = document.createElement("canvas").getContext("2d");
  return codes.find((code) => canvas.isPointInPath(new Path2D(pathOf(code)), x, y, "evenodd"));
}
