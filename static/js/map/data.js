// What the map asks of the server, once each: the digits of every layer, the outlines, the addresses of a region.

const asked = new Map();

/** Return what an address gives, read once; a failure is not remembered. */
function once(address, read) {
  if (!asked.has(address)) {
    const answer = fetch(address).then((response) => {
      if (!response.ok) throw new Error(`${address}: ${response.status}`);
      return read(response);
    });
    answer.catch(() => asked.delete(address));
    asked.set(address, answer);
  }
  return asked.get(address);
}

/** Return JSON. */
export const json = (address) => once(address, (response) => response.json());

function outlineOf(path) {
  const [x, y] = path.dataset.label.split(" ").map(Number);
  return { path: path.getAttribute("d"), x, y };
}

/** Return the outlines in an SVG file: the text of a path and where a name stands on it, by code. */
export const outlines = (address) =>
  once(address, async (response) => {
    const file = new DOMParser().parseFromString(await response.text(), "image/svg+xml");
    return new Map([...file.querySelectorAll("path")].map((path) => [path.id.replace(/^v-/, ""), outlineOf(path)]));
  });
