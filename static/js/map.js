// Maps made lively: moving, keys, names and marks that keep their size; on the map of who helps where, layers as well.
//
// What lives here: what every map gets, in idle time, after its first drawing. What does not: the drawing, which the
// server makes and which says everything without this file; one part each in map/.
import { explore } from "./map/explore.js";
import { layNames } from "./map/labels.js";
import { rove } from "./map/links.js";
import { groupMarks, marksUnder } from "./map/marks.js";
import { drawOthers } from "./map/others.js";
import { layTiles } from "./map/tiles.js";
import { viewOf } from "./map/view.js";
import { drawWorkAreas } from "./map/work_area.js";

const ZOOM = 1.6;
const idle = window.requestIdleCallback ?? ((act) => setTimeout(act, 1));

/** Name the marks of one spot below the map: no distance sets them apart. */
function name(figure, marks) {
  const words = figure.querySelector(".vwnw-map__words");
  const links = marks.map(({ name: text, href }) => Object.assign(document.createElement("a"), { textContent: text, href }));
  words.replaceChildren(...links.flatMap((link, at) => (at ? [document.createElement("br"), link] : [link])));
  words.focus({ preventScroll: true });
}

function liven(figure) {
  const svg = figure.querySelector("svg.map");
  const line = figure.querySelector(".map-line");
  const tell = (text) => {
    line.textContent = text ?? "";
  };
  let keepSight = () => {};
  const view = viewOf(svg, {
    hint: () => tell(figure.dataset.hint),
    settled: (now, byHand) => {
      layTiles(svg, now);
      groupMarks(svg, now, figure.dataset.cluster);
      layNames(svg, now);
      if (byHand) keepSight(now);
    },
  });
  const roving = rove(svg, (link) => tell(link?.getAttribute("aria-label")));
  const moves = {
    in: () => view.zoom(ZOOM),
    out: () => view.zoom(1 / ZOOM),
    home: () => view.whole(true),
    left: () => view.move(-1, 0),
    right: () => view.move(1, 0),
    up: () => view.move(0, -1),
    down: () => view.move(0, 1),
  };
  const keys = { "+": moves.in, "=": moves.in, "-": moves.out, 0: moves.home };
  const controls = figure.querySelector(".map-controls");
  controls.hidden = false;
  controls.addEventListener("click", (event) => moves[event.target.closest("[data-move]")?.dataset.move]?.());
  svg.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
  svg.addEventListener("click", (event) => {
    const marks = marksUnder(event.target.closest(".mark"));
    if (!marks.length) return;
    event.preventDefault();
    if (!view.showAll(marks)) name(figure, marks);
  });
  svg.classList.add("map--lively");
  drawWorkAreas(figure, { svg, view });
  if (figure.dataset.points) drawOthers(figure, { svg, view }).catch(() => {});
  // Where this fails, the page is the one that the server made, and its links lead on.
  if (figure.dataset.layers)
    explore(figure, { svg, view, roving }).then(
      (explored) => ({ keepSight } = explored),
      () => {},
    );
}

for (const figure of document.querySelectorAll(".vwnw-map")) idle(() => liven(figure));
