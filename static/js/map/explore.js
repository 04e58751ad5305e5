// The map of who helps where: another layer, one area nearer, its panel, and back. All of it stands in the address.
//
// Classes, names, cells of the table and the legend are all written from one row of digits, in one go.

import { json, outlines } from "./data.js";
import { drawingOn } from "./drawing.js";
import { municipalityAt, neighboursOf, toGrid } from "./places.js";
import { wordsFor } from "./words.js";

const CHOICES = ["rol", "type", "sector", "nagekeken"];
const PAUSE_MS = 400;
const LONGEST_WAIT_MS = 15000;

const capitalised = (text) => text[0].toLocaleUpperCase() + text.slice(1);

/** Make a map of layers lively. */
export async function explore(figure, { svg, view, roving }) {
  const form = document.querySelector(".vwnw-map-form");
  const beside = document.querySelector(".vwnw-map-page__words");
  const table = document.querySelector(".vwnw-states table");
  const sum = document.querySelector(".vwnw-map-sum"); // says itself what is new in it
  const here = document.querySelector(".vwnw-map-here");
  const words = JSON.parse(document.getElementById("kaartwoorden").textContent);
  const [layers, drawn] = await Promise.all([json(figure.dataset.layers), outlines(figure.dataset.outlines)]);
  const outlineOf = (code) => drawn.get(code);
  const pathOf = (code) => outlineOf(code)?.path ?? ""; // a municipality may wait for its outline
  const position = new Map(layers.gemeenten.map((code, at) => [code, at]));
  const nameOf = new Map(layers.gemeenten.map((code, at) => [code, layers.namen[at]]));
  const regions = new Map();
  for (const [code, [name, members]] of Object.entries(layers.regios)) {
    regions.set(code, members.map((at) => layers.gemeenten[at]));
    nameOf.set(code, name);
  }
  const regionOf = (code) => (regions.has(code) ? code : [...regions].find(([, members]) => members.includes(code))?.[0]);
  const drawing = drawingOn(svg, outlineOf);
  const nobody = "0".repeat(layers.gemeenten.length);
  // What the server did not understand it said and left out: the address goes by what it drew.
  const { understood } = figure.dataset;
  if (understood !== undefined) history.replaceState(history.state, "", understood || location.pathname);
  let question = new URLSearchParams(location.search);
  const outline = svg.querySelector(".map-chosen");
  const hasWorkAreas = svg.querySelector(".map-areas > *") !== null; // they lie over the states
  let near = "";

  // --- One row of digits ---
  const asked = (role) => ({
    role: role ?? (question.get("rol") || figure.dataset.role),
    type: question.get("type") ?? "",
    sector: question.get("sector") ?? "",
    checked: question.get("nagekeken") === "1",
  });

  function rowOf({ role, type, sector, checked }) {
    const row = layers.rijen[layers.lagen[[role, type, sector].join("|")]] ?? nobody;
    return checked ? row.replace(/[^3]/g, "0") : row;
  }

  const digitsOf = (row, code) => (regions.get(code) ?? [code]).map((one) => row[position.get(one)]).join("");

  function areasOf(row, tell) {
    const isNear = near ? new Set(neighboursOf(near, regions, pathOf)) : null;
    const area = (code, more) => {
      const state = tell.state(digitsOf(row, code));
      const address = regions.has(code) ? "" : addressOf(code);
      return { code, label: `${nameOf.get(code)}: ${state.words}`, address, digit: state.digit, text: hasWorkAreas ? "" : state.part, ...more };
    };
    const of = (code) => ({ code, digit: row[position.get(code)] });
    return [...regions].flatMap(([code, members]) => {
      if (code === near) return members.filter(outlineOf).map((one) => area(one, { near: true, text: nameOf.get(one) }));
      const drawn = area(code, { near: !isNear || isNear.has(code) });
      return [drawn.digit ? drawn : { ...drawn, parts: members.filter(outlineOf).map(of) }];
    });
  }

  /** Write the row that is asked for wherever the page shows it. */
  function draw() {
    const choice = asked();
    const [row, tell] = [rowOf(choice), wordsFor(words, choice)];
    const areas = areasOf(row, tell);
    drawing.draw(areas, near ? [near] : []);
    drawing.write(areas.filter(({ text }) => text).map(({ code, text }) => [code, text]));
    view.lay();
    drawTable(choice);
    for (const { digit, words: text, number } of tell.legend(row)) {
      const line = figure.querySelector(`[data-digit="${digit}"]`);
      if (!line) continue; // a map of work areas has a legend of these
      line.querySelector("[data-words]").textContent = capitalised(text);
      line.querySelector("[data-number]").textContent = number;
    }
    mark();
    const inShort = `${words.situations[choice.role]}: ${tell.sum(row)}`;
    if (sum.textContent !== inShort) sum.textContent = inShort;
  }

  /** Write the cells; a table of one situation becomes that of the situation that is drawn. */
  function drawTable(choice) {
    const heads = table.querySelectorAll("thead th");
    const isOfOne = heads.length === 2;
    if (isOfOne) heads[1].textContent = words.situations[choice.role];
    const told = new Map();
    for (const row of table.querySelectorAll("[data-code]")) {
      for (const cell of row.querySelectorAll("[data-role]")) {
        if (isOfOne) cell.dataset.role = choice.role;
        const { role } = cell.dataset;
        if (!told.has(role)) told.set(role, rowOf(asked(role)));
        cell.textContent = wordsFor(words, choice).state(digitsOf(told.get(role), row.dataset.code)).words;
      }
    }
  }

  // --- The address ---
  function addressOf(code) {
    const changed = new URLSearchParams(question);
    changed.delete("vak");
    changed.set("gebied", code);
    return written(changed);
  }

  const written = (query) => (query.toString() ? `?${query.toString().replaceAll("%2C", ",")}` : location.pathname);

  /** Note the question in the address; before a new one the old one is told where the focus was. */
  function remember(how) {
    if (how === "pushState") history.replaceState({ focus: codeAt() }, "");
    history[how]({ focus: "" }, "", written(question));
  }

  const codeAt = () => document.activeElement?.closest?.(".map-shapes a")?.dataset.code ?? "";

  // --- One area nearer, and back ---
  function mark() {
    const chosen = question.get("gebied");
    for (const link of svg.querySelectorAll(".map-shapes a")) {
      if (link.dataset.code === chosen) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    outline.setAttribute("href", chosen ? `#v-${chosen}` : "");
  }

  const boxOf = (code) => svg.querySelector(`#v-${code}`).getBBox();

  function goNear(code) {
    near = code ? regionOf(code) : "";
    draw();
    roving.forget();
  }

  /** Show what is said of an area, and the marks in it; of none nothing. */
  async function showPanel(code) {
    const page = code ? await panelOf(code) : new Document();
    if (!page || (question.get("gebied") ?? "") !== code) return; // another one was chosen in the meantime
    document.getElementById("gebied")?.remove();
    beside.prepend(...page.querySelectorAll("#gebied"));
    svg.querySelector(".map-marks").replaceChildren(...page.querySelectorAll("#gebied-tekens .mark"));
    view.lay();
  }

  async function panelOf(code) {
    const answer = await fetch(`${figure.dataset.panel.replace("{area}", code)}${location.search}`);
    return answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
  }

  /** Show an area, or the whole country: on the map, in the panel and in the address; `focus` is the link to go to. */
  function show(code, { how = "pushState", focus = code } = {}) {
    if (code) question.set("gebied", code);
    else question.delete("gebied");
    question.delete("vak");
    if (how) remember(how);
    goNear(code);
    if (code) view.show(boxOf(regionOf(code)));
    else view.whole();
    const to = drawing.link(focus)?.isConnected ? drawing.link(focus) : null;
    roving.stopAt(to);
    if (focus !== null) (to ?? roving.links()[0])?.focus({ preventScroll: true });
    return showPanel(code);
  }

  svg.addEventListener("click", (event) => {
    const link = event.target.closest(".map-shapes a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const { code } = link.dataset;
    if (code === question.get("gebied")) return; // the second time its page opens
    event.preventDefault();
    show(code, { focus: regions.has(code) ? regions.get(code)[0] : code });
  });
  svg.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !near) return;
    event.preventDefault();
    const chosen = question.get("gebied");
    if (chosen && chosen !== near) show(near, { focus: chosen });
    else show("", { focus: near });
  });

  // --- Another layer ---
  form?.addEventListener("change", () => {
    const given = new FormData(form);
    for (const key of CHOICES) {
      if (given.get(key)) question.set(key, given.get(key));
      else question.delete(key);
    }
    remember("pushState");
    draw();
    showPanel(question.get("gebied") ?? "");
  });

  addEventListener("popstate", (event) => {
    question = new URLSearchParams(location.search);
    for (const key of CHOICES) {
      const field = form?.elements[key];
      if (field?.type === "checkbox") field.checked = question.get(key) === "1";
      else if (field) field.value = question.get(key) ?? (key === "rol" ? figure.dataset.role : "");
    }
    show(question.get("gebied") ?? "", { how: "", focus: event.state?.focus || null });
    showSight();
  });

  // --- What is in sight ---
  let timer;
  function keepSight({ box, isWhole }) {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (isWhole) question.delete("vak");
      else question.set("vak", [box.x, box.y, box.w].map((number) => number.toFixed(1)).join(","));
      remember("replaceState");
      if (!here) return;
      here.hidden = isWhole;
      here.href = written(question);
    }, PAUSE_MS);
  }

  function showSight() {
    const [x, y, wide] = (question.get("vak") ?? "").split(",").map(Number);
    if (wide) view.at(x, y, wide);
  }

  // --- Where the reader is: only when asked, and it never leaves the browser ---
  const locate = document.querySelector("[data-locate]");
  if (locate && "geolocation" in navigator) {
    const told = locate.querySelector("[role=status]");
    const promise = told.textContent;
    const tell = (text) => {
      told.textContent = text;
    };
    const button = locate.querySelector("button");
    button.disabled = false;
    button.addEventListener("click", () =>
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
          const code = municipalityAt(toGrid(coords), layers.gemeenten, pathOf);
          tell(code ? promise : locate.dataset.outside);
          if (code) goTo(code);
        },
        () => tell(locate.dataset.refused),
        { timeout: LONGEST_WAIT_MS },
      ),
    );
  }

  /** Show an area to who is elsewhere on the page: on the map, or in words where only the list is shown. */
  async function goTo(code) {
    await show(code);
    if (svg.clientWidth) figure.scrollIntoView({ block: "nearest" });
    else document.getElementById("gebied-naam")?.focus();
  }

  history.replaceState({ focus: "" }, "");
  goNear(question.get("gebied") ?? "");
  roving.stopAt(drawing.link(question.get("gebied")));
  showSight();
  svg.classList.add("map--ready");
  return { keepSight };
}
