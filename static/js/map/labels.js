// Which names stand on the map: by rank, and none that would touch one already there, or a mark.
//
// The server wrote them all, in the order of their rank: of areas, then of towns; a town that is called as its area
// is named once. They are for the eye alone: each area says its own name.

const LINE = 16; // pixels
const GAP = 4;
const MARK = 14;
const widths = new WeakMap();

/** Return how wide a name is in pixels, measured once. */
function widthOf(text, unit) {
  if (!widths.has(text)) widths.set(text, text.getComputedTextLength() / unit);
  return widths.get(text);
}

/** Show as many names as fit in a view. */
export function layNames(svg, { box, unit }) {
  const names = [...svg.querySelectorAll(".map-labels text")];
  for (const name of names) name.classList.remove("label--away");
  const at = ({ x, y }) => ({ x: (x - box.x) / unit, y: (y - box.y) / unit });
  const marks = [...svg.querySelectorAll(".map-marks .mark:not(.mark--under)")];
  const placed = marks.map(({ dataset }) => ({ ...at(dataset), half: MARK }));
  const places = names.map((name) => {
    const spot = at({ x: name.getAttribute("x"), y: name.getAttribute("y") });
    return { name, ...spot, half: widthOf(name, unit) / 2 + GAP };
  });
  const [width, height] = [box.w / unit, box.h / unit];
  const isIn = ({ x, y, half }) => x - half > 0 && x + half < width && y > LINE && y < height;
  const touches = (one) => (other) => Math.abs(one.x - other.x) < one.half + other.half && Math.abs(one.y - other.y) < LINE + GAP;
  const said = new Set();
  for (const place of places) {
    const text = place.name.textContent;
    const fits = isIn(place) && !said.has(text) && !placed.some(touches(place));
    if (fits) placed.push(place);
    if (fits) said.add(text);
    place.name.classList.toggle("label--away", !fits);
  }
}
