// The shapes of the map as links: a region in one shape, or by its municipalities where these differ, and the region
// that is looked at as its municipalities.
//
// A link stays the same element while its shapes change, so that it keeps the focus.

const SVG = "http://www.w3.org/2000/svg";

/** Return an SVG element with attributes. */
export function element(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

/** Return ways to draw on an SVG; `outlineOf` gives the outline with a code. */
export function drawingOn(svg, outlineOf) {
  const group = svg.querySelector(".map-shapes");
  const borders = svg.querySelector(".map-borders");
  const names = svg.querySelector(".map-names");
  const shapes = new Map([...group.querySelectorAll("path")].map((path) => [path.id, path]));
  const links = new Map([...group.querySelectorAll("a")].map((link) => [link.dataset.code, link]));

  function shape(code, kind) {
    const id = `v-${code}`;
    if (!shapes.has(id)) shapes.set(id, element("path", { id, d: outlineOf(code).path }));
    const path = shapes.get(id);
    if (path.getAttribute("class") !== kind) path.setAttribute("class", kind);
    return path;
  }

  const hold = (parent, children) => {
    const now = [...parent.children];
    if (now.length !== children.length || now.some((child, at) => child !== children[at])) parent.replaceChildren(...children);
  };

  function link(code, label, address) {
    if (!links.has(code)) links.set(code, element("a", { "data-code": code, tabindex: -1 }));
    const made = links.get(code);
    if (address) made.setAttribute("href", address);
    made.setAttribute("aria-label", label);
    return made;
  }

  return {
    link: (code) => links.get(code),
    /**
     * Draw areas: of each its `code`, `label`, `address` (empty: as the server wrote it), `digit`, and `parts` (codes and digits) where it is drawn by
     * its municipalities. An area that is not `near` is no stop for the keyboard and is not read out. `around` are
     * codes of outlines that get a line of their own beside those of the areas.
     */
    draw(areas, around) {
      const drawn = areas.map((area) => {
        const made = link(area.code, area.label, area.address);
        const parts = area.parts?.map((part) => shape(part.code, `s${part.digit}`)) ?? [];
        hold(made, [...parts, shape(area.code, area.parts ? "mixed" : `s${area.digit}`)]);
        if (area.near) made.removeAttribute("aria-hidden");
        else made.setAttribute("aria-hidden", "true");
        return made;
      });
      hold(group, [...around.map((code) => shape(code, "mixed")), ...drawn]);
      const lines = [...areas.map(({ code }) => code), ...around];
      if (borders.children.length !== lines.length || lines.some((code) => !borders.querySelector(`[href="#v-${code}"]`)))
        borders.replaceChildren(...lines.map((code) => element("use", { href: `#v-${code}` })));
    },
    /** Write texts on areas: pairs of a code and what stands there. */
    write(texts) {
      const written = texts.map(([code, text]) => {
        const { x, y } = outlineOf(code);
        return Object.assign(element("text", { x, y }), { textContent: text });
      });
      names.replaceChildren(...written);
    },
  };
}
