// Which part of the map is in sight, and how it is moved: mouse, wheel with Ctrl, two fingers, buttons.
//
// While somebody moves, only a CSS transform changes: the view box and all that keeps its size on the screen (patterns,
// names, marks) follow at the end. One finger scrolls the page, and so does the wheel: nobody gets stuck on the map.

const NARROWEST = 260; // units of 50 m: 13 km
const NARROWEST_WITH_TILES = 20;
const A_DRAG = 4; // pixels
const GLIDE_MS = 200;
const REST_MS = 150;
const still = matchMedia("(prefers-reduced-motion: reduce)");

const between = (low, value, high) => Math.min(Math.max(value, low), high);

/**
 * Return the view of an SVG: the `box` in sight, the `unit` (units a pixel), and ways to move it.
 * Calls `settled` after each move, with whether somebody made it by hand, and `hint` when somebody tries to move it with one finger.
 */
export function viewOf(svg, { settled, hint }) {
  const [x, y, w, h] = (svg.dataset.home ?? svg.getAttribute("viewBox")).split(" ").map(Number);
  const home = { x, y, w, h };
  const first = svg.viewBox.baseVal;
  const narrowest = Math.min(svg.querySelector(".map-tiles") ? NARROWEST_WITH_TILES : NARROWEST, home.w);
  const patterns = [...svg.querySelectorAll("pattern[id^='p-']")];
  const view = { box: { x: first.x, y: first.y, w: first.width, h: first.height }, unit: 1 };
  let shift = { x: 0, y: 0, k: 1 };
  let timer;

  const size = () => ({ width: svg.clientWidth || 1, height: svg.clientHeight || 1 });

  /** Return the box of this middle and width that has the form of the element and lies within what there is to see. */
  function fitting(x, y, wide) {
    const { width, height } = size();
    const widest = Math.max(home.w, (home.h * width) / height);
    const w = between(narrowest, wide, widest);
    const h = (w * height) / width;
    const inside = (middle, from, whole, shown) =>
      shown >= whole ? from + whole / 2 : between(from + shown / 2, middle, from + whole - shown / 2);
    return { x: inside(x, home.x, home.w, w) - w / 2, y: inside(y, home.y, home.h, h) - h / 2, w, h };
  }

  function settle(box, byHand) {
    clearTimeout(timer);
    shift = { x: 0, y: 0, k: 1 };
    svg.classList.remove("map--glides");
    svg.style.transform = "";
    view.box = box;
    view.unit = box.w / size().width;
    view.isWhole = box.w > home.w * 0.99 || box.h > home.h * 0.99;
    svg.classList.toggle("map--near", !view.isWhole);
    svg.setAttribute("viewBox", [box.x, box.y, box.w, box.h].map((number) => +number.toFixed(1)).join(" "));
    svg.style.setProperty("--u", view.unit);
    for (const { patternTransform } of patterns) patternTransform.baseVal.getItem(0).setScale(view.unit, view.unit);
    settled(view, byHand);
  }

  /** Show a box: at once, or gliding where the reader has nothing against it. */
  function glide(box, byHand) {
    if (still.matches) return settle(box, byHand);
    const { width } = size();
    const k = view.box.w / box.w;
    svg.classList.add("map--glides");
    draw({ x: ((view.box.x - box.x) / box.w) * width, y: ((view.box.y - box.y) / box.w) * width, k });
    later(() => settle(box, byHand), GLIDE_MS);
  }

  function draw(to) {
    shift = to;
    svg.style.transform = `translate(${to.x}px, ${to.y}px) scale(${to.k})`;
  }

  function later(act, after) {
    clearTimeout(timer);
    timer = setTimeout(act, after);
  }

  /** Return the box that is seen through the shift of now. */
  function shifted() {
    const { width, height } = size();
    const { x, y, w, h } = view.box;
    const unit = w / width / shift.k;
    return fitting(x + (width / 2 - shift.x) * unit, y + (height / 2 - shift.y) * unit, w / shift.k);
  }

  /** Enlarge around a point of the frame, and then move by pixels, on top of the shift that there is. */
  function drag(dx, dy, factor = 1, px = 0, py = 0) {
    const k = between(view.box.w / (home.w * 4), shift.k * factor, view.box.w / narrowest);
    const grown = k / shift.k;
    svg.classList.remove("map--glides");
    draw({ x: px - (px - shift.x) * grown + dx, y: py - (py - shift.y) * grown + dy, k });
  }

  /** Lay out anew what keeps its size on the screen. */
  view.lay = () => settled(view);
  view.zoom = (factor) => {
    const { x, y, w, h } = view.box;
    glide(fitting(x + w / 2, y + h / 2, w / factor), true);
  };
  view.move = (right, down) => {
    const { x, y, w, h } = view.box;
    glide(fitting(x + w / 2 + right * w * 0.3, y + h / 2 + down * h * 0.3, w), true);
  };
  /** Show a box with a margin around it. */
  view.show = ({ x, y, width, height }) => {
    const room = size();
    glide(fitting(x + width / 2, y + height / 2, 1.15 * Math.max(width, (height * room.width) / room.height)));
  };
  /** Show the box around some points, where that sets them apart; return whether it does. */
  view.showAll = (points) => {
    const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
    const [x, y] = [Math.min(...xs), Math.min(...ys)];
    const [width, height] = [Math.max(...xs) - x, Math.max(...ys) - y];
    if (Math.max(width, height) < 1 || view.box.w <= narrowest) return false;
    view.show({ x, y, width, height });
    return true;
  };
  view.whole = (byHand) => glide(fitting(home.x, home.y, Infinity), byHand);
  /** Show this middle and width at once, as an address gives it. */
  view.at = (x, y, wide) => settle(fitting(x, y, wide));

  const point = ({ clientX, clientY }) => {
    const box = svg.parentElement.getBoundingClientRect();
    return { x: clientX - box.left, y: clientY - box.top };
  };

  // --- Mouse and pen ---
  let from = null;
  let hasMoved = false;
  svg.addEventListener("dragstart", (event) => event.preventDefault());
  svg.addEventListener("pointerdown", (event) => {
    hasMoved = false;
    if (event.pointerType !== "touch" && event.button === 0) from = point(event);
  });
  svg.addEventListener("pointermove", (event) => {
    if (!from) return;
    const to = point(event);
    if (!hasMoved && Math.hypot(to.x - from.x, to.y - from.y) < A_DRAG) return;
    if (!hasMoved) svg.setPointerCapture(event.pointerId);
    hasMoved = true;
    drag(to.x - from.x, to.y - from.y);
    from = to;
  });
  for (const end of ["pointerup", "pointercancel"])
    svg.addEventListener(end, () => {
      if (from && hasMoved) settle(shifted(), true);
      from = null;
    });
  // A drag that ends on a region is no click on it. Enter has no mouse clicks to count.
  svg.addEventListener(
    "click",
    (event) => {
      if (!hasMoved || !event.detail) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    true,
  );
  svg.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      const { x, y } = point(event);
      drag(0, 0, Math.exp(-event.deltaY / 300), x, y);
      later(() => settle(shifted(), true), REST_MS);
    },
    { passive: false },
  );

  // --- Two fingers ---
  let fingers = null;
  let start = null;
  const pair = ([one, other]) => {
    const [a, b] = [point(one), point(other)];
    return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, apart: Math.hypot(a.x - b.x, a.y - b.y) || 1 };
  };
  svg.addEventListener(
    "touchstart",
    (event) => {
      start = event.touches.length === 1 ? point(event.touches[0]) : null;
      if (event.touches.length !== 2) return;
      event.preventDefault();
      fingers = pair(event.touches);
    },
    { passive: false },
  );
  svg.addEventListener(
    "touchmove",
    (event) => {
      if (fingers && event.touches.length === 2) {
        event.preventDefault();
        const now = pair(event.touches);
        drag(now.x - fingers.x, now.y - fingers.y, now.apart / fingers.apart, fingers.x, fingers.y);
        fingers = now;
      } else if (start && Math.abs(point(event.touches[0]).x - start.x) > 24) {
        hint(); // sideways with one finger does nothing
        start = null;
      }
    },
    { passive: false },
  );
  for (const end of ["touchend", "touchcancel"])
    svg.addEventListener(end, (event) => {
      if (!fingers || event.touches.length > 1) return;
      fingers = null;
      settle(shifted(), true);
    });

  // At first all of what the server drew is in sight, whatever the form of the element.
  let isFirst = true;
  new ResizeObserver(() => {
    const { x, y, w, h } = view.box;
    const { width, height } = size();
    settle(fitting(x + w / 2, y + h / 2, isFirst ? Math.max(w, (h * width) / height) : w));
    isFirst = false;
  }).observe(svg);
  return view;
}
