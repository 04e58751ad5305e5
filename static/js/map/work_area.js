// A list and its map in step: what is pointed at in one stands out in the other, and a work area is drawn when it is
// chosen.

import { element } from "./drawing.js";

const POSTCODE = 24; // units of 50 metres: a postcode has no outline, but is about as wide as a town's

/** Call `change` with whether the element is pointed at or focused, whenever that begins or ends. */
function onAttention(part, change) {
  for (const event of ["focusin", "pointerenter"]) part.addEventListener(event, () => change(true));
  for (const event of ["focusout", "pointerleave"]) part.addEventListener(event, () => change(false));
}

/** Return a work area as shapes: outlines from their file, and circles for postcodes. */
function shapesOf({ codes, points }, outlines) {
  return [
    ...codes.map((code) => element("use", { href: `${outlines}#v-${code}`, class: "w1" })),
    ...points.map(([cx, cy]) => element("circle", { cx, cy, r: POSTCODE, class: "w1" })),
  ];
}

/** Keep a map and the list beside it in step. */
export function drawWorkAreas(figure, { svg, view }) {
  const words = figure.querySelector(".vwnw-map__words");
  for (const mark of svg.querySelectorAll(".mark[data-slug]")) {
    const item = document.getElementById(`hit-${mark.dataset.slug}`);
    if (!item) continue;
    onAttention(item, (on) => mark.classList.toggle("mark--active", on));
    onAttention(mark, (on) => item.classList.toggle("vwnw-card--active", on));
  }
  if (!words) return;
  let chosen;
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-work-area]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (!svg.clientWidth) return; // the map is not on this page: the link leads to that of the organisation
    event.preventDefault();
    chosen = link;
    try {
      const area = await (await fetch(link.dataset.workArea)).json();
      if (chosen !== link) return; // another one was chosen in the meantime
      svg.querySelector(".map-areas").replaceChildren(...shapesOf(area, figure.dataset.outlines));
      view.show(area.box);
      words.textContent = area.words;
    } catch {
      words.textContent = figure.dataset.failed;
    }
    const back = document.createElement("a");
    back.href = `#hit-${link.dataset.slug}`;
    back.textContent = figure.dataset.back;
    words.append(" ", back);
    figure.scrollIntoView({ block: "nearest" });
    words.focus({ preventScroll: true });
  });
}
