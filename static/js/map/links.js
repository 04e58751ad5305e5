// The areas of the map by keyboard: one stop for the Tab key; from there arrows, letters, Home and End.
//
// An arrow goes to the link that lies least far in its direction, where aside counts twice; what lies more aside than
// ahead comes after all others. So every area can be reached from every other. The ring is a copy on top, since a shape that is moved to the top loses the focus.

import { element } from "./drawing.js";

const ASIDE = 2;
const LAST = 1e6;
const DIRECTIONS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

/** Return a copy of the outline of an area, as it stands in the map or in the file that the map takes it from. */
export function copyOf(code, kind) {
  const shape = document.querySelector(`.map-shapes [data-code="${code}"] use`);
  return element("use", { href: shape?.getAttribute("href") ?? `#v-${code}`, class: kind });
}

/** Make the links of an SVG one stop for the keyboard; `told` gets each link that has attention, or null. */
export function rove(svg, told) {
  const ring = svg.querySelector(".map-ring");
  const middles = new Map();
  let current = null;

  const links = () => [...svg.querySelectorAll(".map-shapes a:not([aria-hidden])")];
  const byName = () => links().sort((one, other) => nameOf(one).localeCompare(nameOf(other)));
  const nameOf = (link) => link.getAttribute("aria-label");
  const middleOf = (link) => {
    if (!middles.has(link)) {
      const { x, y, width, height } = link.getBBox();
      middles.set(link, [x + width / 2, y + height / 2]);
    }
    return middles.get(link);
  };

  /** Let the Tab key stop at one link: this one, or the one it stopped at, or the first. */
  function stopAt(link) {
    const all = links();
    current = all.includes(link) ? link : all.includes(current) ? current : all[0];
    for (const one of svg.querySelectorAll(".map-shapes a")) one.setAttribute("tabindex", one === current ? 0 : -1);
  }

  function towards([right, down]) {
    const [x, y] = middleOf(current);
    let [found, least] = [null, Infinity];
    for (const link of links()) {
      const [dx, dy] = [middleOf(link)[0] - x, middleOf(link)[1] - y];
      const [along, aside] = [dx * right + dy * down, Math.abs(dx * down + dy * right)];
      const away = along + ASIDE * aside + (aside > along ? LAST : 0);
      if (along > 0 && away < least) [found, least] = [link, away];
    }
    return found;
  }

  function nextWith(letter) {
    const named = byName();
    const from = named.indexOf(current) + 1;
    const starts = (link) => nameOf(link).toLocaleLowerCase().startsWith(letter.toLocaleLowerCase());
    return [...named.slice(from), ...named.slice(0, from)].find(starts);
  }

  function goal(event) {
    if (DIRECTIONS[event.key]) return towards(DIRECTIONS[event.key]);
    if (event.key === "Home") return byName()[0];
    if (event.key === "End") return byName().at(-1);
    return /^\p{L}$/u.test(event.key) ? nextWith(event.key) : undefined;
  }

  svg.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !links().includes(event.target)) return;
    current = event.target;
    const to = goal(event);
    if (to === undefined) return;
    event.preventDefault();
    to?.focus();
  });

  const codeOf = (link) => link?.dataset.code;
  const attend = (link) => {
    const code = codeOf(link);
    ring.replaceChildren(...(code ? [copyOf(code, "ring-below"), copyOf(code, "ring")] : []));
    told(link);
  };
  const linkOf = (event) => event.target.closest?.(".map-shapes a") ?? null;
  const toldOf = (event) => event.target.closest?.(".map-shapes a, .mark") ?? null;
  svg.addEventListener("focusin", (event) => {
    const link = linkOf(event);
    if (!link) return told(toldOf(event));
    stopAt(link);
    attend(link);
  });
  svg.addEventListener("focusout", () => attend(null));
  svg.addEventListener("pointerover", (event) => event.pointerType === "mouse" && told(toldOf(event)));
  svg.addEventListener("pointerleave", () => told(null));

  stopAt(null);
  return { stopAt, links, forget: () => middles.clear() };
}
