// Beside the organisations of one page of a list, which the server drew, those of its other pages: as dots.
//
// They are for the eye and the pointer: who reads the list or moves by keyboard finds them on those pages.

import { json } from "./data.js";
import { element } from "./drawing.js";

const DOT = "M-7 0a7 7 0 1 0 14 0a7 7 0 1 0-14 0z";

function dot([slug, label, href, x, y]) {
  const mark = element("a", {
    class: "mark mark--dot",
    href,
    "aria-label": label,
    "aria-hidden": true,
    tabindex: -1,
    "data-slug": slug,
    "data-x": x,
    "data-y": y,
    transform: `translate(${x} ${y})`,
  });
  const body = element("g", { class: "mark__body" });
  body.append(element("path", { class: "mark__form", d: DOT }), element("text", { class: "mark__letter", y: 5 }));
  mark.append(body);
  return mark;
}

/** Draw the others after the marks of the page, so that a number is one of these, and say how many they are. */
export async function drawOthers(figure, { svg, view }) {
  const marks = svg.querySelector(".map-marks");
  const { points } = await json(figure.dataset.points);
  const there = new Set([...marks.children].map(({ dataset }) => dataset.slug));
  const others = points.filter(([slug]) => !there.has(slug));
  if (!others.length) return;
  marks.append(...others.map(dot));
  figure.querySelector(".vwnw-map__others").textContent = figure.dataset.others.replace("0", others.length);
  view.lay();
}
