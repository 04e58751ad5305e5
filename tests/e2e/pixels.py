"""What can be seen of a part of a page, by its pixels: also where a browser paints in colours that no style names.

What lives here: looking at small parts of a picture. What does not: which parts, and what is expected of them.
"""

import json
from base64 import b64encode
from collections import Counter
from dataclasses import dataclass

from playwright.sync_api import Locator, Page

# An element's surroundings that are looked at too: room for the ring of the focus.
MARGIN = 8
STANDS_OUT = 3  # WCAG 2.2, 1.4.11

READ = """async (picture) => {
    const image = new Image();
    image.src = "data:image/png;base64," + picture;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
    canvas.drawImage(image, 0, 0);
    const bytes = canvas.getImageData(0, 0, image.width, image.height).data;
    const linear = (byte) => (byte <= 10 ? byte / 3294.6 : ((byte / 255 + 0.055) / 1.055) ** 2.4);
    const luminances = [];
    for (let at = 0; at < bytes.length; at += 4) {
        const [red, green, blue] = [bytes[at], bytes[at + 1], bytes[at + 2]].map(linear);
        luminances.push(0.2126 * red + 0.7152 * green + 0.0722 * blue);
    }
    return [image.width, JSON.stringify(luminances.map((one) => Math.round(one * 1e5) / 1e5))];
}"""


@dataclass(frozen=True, repr=False)
class Picture:
    """An element with its surroundings: a row of luminances for each line of pixels."""

    rows: list[list[float]]

    def painted(self, *, columns: slice = slice(MARGIN, -MARGIN), lines: slice = slice(MARGIN, -MARGIN)) -> float:
        """Return which share of the element, or of a part of the picture, can be told from the ground."""
        ground = self.ground()
        pixels = Counter(pixel for row in self.rows[lines] for pixel in row[columns])
        seen = sum(number for pixel, number in pixels.items() if _contrast(pixel, ground) >= STANDS_OUT)
        return seen / pixels.total()

    def ground(self) -> float:
        """Return what there is most of at the rim: what the element stands on."""
        rim = [*self.rows[0], *self.rows[-1], *(row[0] for row in self.rows), *(row[-1] for row in self.rows)]
        return Counter(rim).most_common(1)[0][0]


def look_at(element: Locator, reader: Page) -> Picture:
    """Return an element as it is painted; an empty page reads the picture, since the portal's policy allows none."""
    element.evaluate("(element) => element.scrollIntoView({ block: 'center', behavior: 'instant' })")
    box = element.bounding_box()
    clip = {
        "x": round(box["x"]) - MARGIN,
        "y": round(box["y"]) - MARGIN,
        "width": round(box["width"]) + 2 * MARGIN,
        "height": round(box["height"]) + 2 * MARGIN,
    }
    picture = element.page.screenshot(clip=clip, caret="hide")
    # As one text: Playwright carries a long list over number by number.
    width, text = reader.evaluate(READ, b64encode(picture).decode())
    luminances = json.loads(text)
    return Picture([luminances[at : at + width] for at in range(0, len(luminances), width)])


def _contrast(one: float, other: float) -> float:
    lighter, darker = max(one, other), min(one, other)
    return (lighter + 0.05) / (darker + 0.05)
