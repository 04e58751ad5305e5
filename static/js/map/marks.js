// Marks on the map: those that would cover each other become one number, which enlarges the map when it is pressed.
//
// Each mark is a link that the server drew where it is. A number is the first of its marks: nothing is moved to a spot
// where nobody is.

const APART = 24; // pixels

const first = new WeakMap(); // of each mark the name and letter that the server gave it
const under = new WeakMap(); // of each number its marks

const placeOf = (mark) => ({ x: +mark.dataset.x, y: +mark.dataset.y });

/** Put the marks that are closer than they can be pressed under one number. */
export function groupMarks(svg, { unit }, label) {
  const groups = [];
  for (const mark of svg.querySelectorAll(".map-marks .mark")) {
    const { x, y } = placeOf(mark);
    const near = groups.find((one) => Math.hypot(one.x - x, one.y - y) < APART * unit);
    if (near) near.marks.push(mark);
    else groups.push({ x, y, marks: [mark] });
  }
  for (const { marks } of groups) {
    const [mark, ...others] = marks;
    const letter = mark.querySelector("text");
    if (!first.has(mark)) first.set(mark, { name: mark.getAttribute("aria-label"), letter: letter.textContent });
    const own = first.get(mark);
    for (const other of others) other.classList.add("mark--under");
    mark.classList.remove("mark--under");
    mark.classList.toggle("mark--number", others.length > 0);
    mark.setAttribute("aria-label", others.length ? label.replace("0", marks.length) : own.name);
    letter.textContent = others.length ? marks.length : own.letter;
    under.set(mark, marks);
  }
}

/** Return the marks under a number, each by name and address; of a mark alone nothing. */
export function marksUnder(mark) {
  const marks = under.get(mark) ?? [];
  if (marks.length < 2) return [];
  return marks.map((one) => ({
    ...placeOf(one),
    name: first.get(one)?.name ?? one.getAttribute("aria-label"),
    href: one.getAttribute("href"),
  }));
}
