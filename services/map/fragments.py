"""The map as text: an SVG of the country, of one region, or of some areas, ready to stand in a page.

What lives here: joining that text, from outlines that are texts already. What does not: the areas (shapes.py), the
signs of organisations (marks.py), which digit an area has and what it is called (coverage/), colours
(static/css/map.css), moving (static/js/map.js).

Digits are those of coverage: 3 referable, 2 known, 1 possible, 0 nobody. An area that is one shape has its class
(`s3`); one whose municipalities differ has theirs, under an outline of its own (`mixed`). Without digits: `plain`.

Signs, names and patterns have the size for a map of 400 pixels; JavaScript gives them the right one, from `data-unit`
(so many steps of the grid were a pixel) and `data-home` (the view box of the whole).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.templatetags.static import static
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from regions.outlines import Box, outline_set, outlines
from services.map.grid import tile_origin, tile_size, tiles_over
from services.map.legend import patterns
from services.map.marks import Mark, drawn_marks
from services.map.names import LETTER_PIXELS, drawn_names
from services.map.shapes import Digits, Links, Shapes, WorkArea, drawn_work_areas, neighbours

# What is drawn without JavaScript has the size for a map of so many pixels.
WIDE_PIXELS = 400
HALO_PIXELS = 5

# Around the country, around what is looked at: a part of its width.
MARGIN = 0.03
MARGIN_NEAR = 0.075


class View(NamedTuple):
    """What is in sight, in steps of the grid."""

    x: float
    y: float
    width: float
    height: float

    @property
    def unit(self) -> float:
        """Return how many steps a pixel is without JavaScript."""
        return self.width / WIDE_PIXELS

    def __str__(self) -> str:
        return " ".join(f"{number:.0f}" for number in self)


class Frame(NamedTuple):
    """What a map is called, and what stands on it beside its shapes; `chosen` is the code of one that stands out.

    `texts` are what stands on areas, by code.
    """

    label: str
    described_by: str = ""
    chosen: str = ""
    areas: Sequence[WorkArea] = ()
    marks: Sequence[Mark] = ()
    texts: Mapping[str, str] = {}


class _Drawing(NamedTuple):
    """The areas of a map: what is in sight and the whole, the shapes, whose borders are drawn, what lies around."""

    home: View
    shapes: str
    lines: Iterable[str]
    sight: View | None = None
    around: str = ""


# --- Maps: empty texts where no outlines were loaded; `frame` are the fields of a Frame -----------------------


def country(
    on: date,
    *,
    digits: Digits | None = None,
    links: Links | None = None,
    near: str = "",
    sight: tuple[float, float, float] | None = None,
    look_at: Iterable[str] = (),
    **frame: Any,
) -> SafeString:
    """Return the map of the country by labour market region, in the order of the links.

    The region `near` is drawn by its municipalities, each a link, and is in sight; regions that do not touch it are no
    stop for the keyboard then. `sight` is another part to be in sight: west, north and width, in steps of the grid; and
    where neither is given, what these areas lie in (`look_at`).
    """
    here = Shapes(on, digits, links or {})
    if not here.regions:
        return SafeString()
    near = near if near in here.regions else ""
    beside = neighbours(on).get(near, frozenset())
    home = _around(here, here.regions, MARGIN)

    def drawn(code: str) -> str:
        """Return a region: what touches the region that is near has as many points, and so the same border."""
        if code == near:
            return here.by_municipality(code)
        return here.region(code, is_stop=not near or code in beside, is_detailed=code in beside)

    nearer = [near] if near else [code for code in look_at if code in here.drawn]
    drawing = _Drawing(
        home=home,
        sight=_sight(sight, home) or (_around(here, nearer, MARGIN_NEAR) if nearer else home),
        shapes="".join(map(drawn, here.regions)),
        lines=[code for code in here.regions if code != near],
    )
    return _svg(on, Frame(**frame), _with_outline(here, near, drawing) if near else drawing)


def region(
    on: date, code: str, *, digits: Digits | None = None, links: Links | None = None, **frame: Any
) -> SafeString:
    """Return the map of one region by municipality; the regions around it are pale, and links where they are known."""
    here, pale, bare = Shapes(on, digits, links or {}), Shapes(on, None, links or {}), Shapes(on, None, {})
    if code not in here.regions:
        return SafeString()
    beside = sorted(neighbours(on)[code])
    home = _around(here, [code], MARGIN_NEAR)
    beyond = [one for one in bare.regions if one not in (code, *beside) and _may_be_seen(home, here.drawn[one].box)]
    drawing = _Drawing(
        home=home,
        shapes=here.by_municipality(code),
        lines=beside,
        around="".join([*map(bare.region, beyond), *(pale.region(one, is_detailed=True) for one in beside)]),
    )
    return _svg(on, Frame(**frame), _with_outline(here, code, drawing))


def _with_outline(here: Shapes, code: str, drawing: _Drawing) -> _Drawing:
    """Return the drawing with the outline of a region that is drawn by its municipalities, and with their borders."""
    shapes, lines = here.outline(code) + drawing.shapes, [*drawing.lines, *here.members[code], code]
    return drawing._replace(shapes=shapes, lines=lines)


# Of a rule in a style sheet a copy from another file knows nothing.
THIN = 'vector-effect="non-scaling-stroke"'


def outlines_file(on: date) -> str:
    """Return an SVG file with the outline of every area: a path with its code (`v-AM07`) and where its name stands."""
    paths = "".join(
        f'<path id="v-{code}" d="{drawn.path}" data-label="{drawn.label_x} {drawn.label_y}" {THIN}/>'
        for code, drawn in outlines(on).items()
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" fill-rule="evenodd">{paths}</svg>'


def attribution(on: date) -> str:
    """Return where the ground and the outlines are from, and the pictures of a tile server, if any."""
    info = outline_set(on)
    told = _("Ondergrond: Natural Earth. Grenzen: indicatief")
    if info and not info.is_indicative:
        told = _("Ondergrond: Natural Earth. Grenzen: %(source)s") % {"source": info.source}
    if not settings.MAP_TILE_URL:
        return told
    host = urlsplit(settings.MAP_TILE_URL).netloc
    return f"{told}. {_('Achtergrond: %(source)s') % {'source': settings.MAP_TILE_ATTRIBUTION or host}}"


# --- What is in sight ----------------------------------------------------------------------------------------


def _around(here: Shapes, codes: Iterable[str], margin: float) -> View:
    """Return what shows these areas as a whole, with a margin of a part of their width."""
    boxes = [here.drawn[code].box for code in codes]
    west, north = min(box[0] for box in boxes), min(box[1] for box in boxes)
    east, south = max(box[2] for box in boxes), max(box[3] for box in boxes)
    room = margin * (east - west)
    return View(west - room, north - room, east - west + 2 * room, south - north + 2 * room)


def _may_be_seen(view: View, box: Box) -> bool:
    """Return whether an area can come into a view, whatever the frame: it may be twice as wide or high."""
    (x, y, width, height), (left, top, right, bottom) = view, box
    return left < x + 1.5 * width and right > x - width / 2 and top < y + 1.5 * height and bottom > y - height / 2


def _sight(sight: tuple[float, float, float] | None, home: View) -> View | None:
    if sight is None:
        return None
    x, y, width = sight
    return View(x, y, width, width * home.height / home.width)


# --- The picture ---------------------------------------------------------------------------------------------


def _svg(on: date, frame: Frame, drawing: _Drawing) -> SafeString:
    sight = drawing.sight or drawing.home
    unit = sight.unit
    described = f' aria-describedby="{escape(frame.described_by)}"' if frame.described_by else ""
    lines = "".join(f'<use href="#v-{code}"/>' for code in drawing.lines)
    around = f'<g class="map-shapes map-shapes--around">{drawing.around}</g>' if drawing.around else ""
    chosen = f"#v-{frame.chosen}" if frame.chosen in outlines(on) else ""
    return mark_safe(  # noqa: S308 - what is not ours is escaped where it is joined
        f'<svg class="map" viewBox="{sight}" data-home="{drawing.home}" data-unit="{unit:.2f}" role="group"'
        f' aria-label="{escape(frame.label)}"{described}>'
        f"{beneath(on, sight)}{around}"
        f'<g class="map-shapes">{drawing.shapes}</g>{above(on)}'
        f'<g class="map-borders">{lines}</g>'
        f'<g class="map-areas">{drawn_work_areas(on, frame.areas)}</g>'
        f'<g class="map-marks">{drawn_marks(frame.marks, unit)}</g>'
        f'<g class="map-labels" aria-hidden="true" font-size="{LETTER_PIXELS * unit:.0f}"'
        f' stroke-width="{HALO_PIXELS * unit:.0f}">{drawn_names(on, frame.texts, frame.marks, unit)}</g>'
        f'<use class="map-chosen" href="{chosen}"/><g class="map-ring"></g></svg>'
    )


def beneath(on: date, sight: View) -> str:
    """Return what lies beneath the areas: patterns, the countries around, waters, and pictures of a tile server."""
    ground = static("ground.svg")
    return (
        f"<defs>{patterns('p-', sight.unit)}</defs>"
        f'<g class="map-ground"><use href="{ground}#neighbours"/><use class="map-abroad" href="{ground}#borders"/></g>'
        f"{'' if _fills_waters(on) else _lakes()}{_tiles(sight)}"
    )


def above(on: date) -> str:
    """Return what lies above the areas: the waters that they fill."""
    return _lakes() if _fills_waters(on) else ""


def _fills_waters(on: date) -> bool:
    """Return whether the outlines fill the large waters: indicative ones do, official ones leave them out."""
    info = outline_set(on)
    return info is None or info.is_indicative


def _lakes() -> str:
    return f'<use class="map-water" href="{static("ground.svg")}#lakes"/>'


def _tiles(sight: View) -> str:
    """Return the pictures of the tile server that is set, if any."""
    if not settings.MAP_TILE_URL:
        return ""
    images = []
    for tile in tiles_over(*sight):
        level, column, row = tile
        url = settings.MAP_TILE_URL
        for name, number in (("{z}", level), ("{x}", column), ("{y}", row)):
            url = url.replace(name, str(number))
        (x, y), size = tile_origin(tile), tile_size(level)
        images.append(f'<image href="{escape(url)}" x="{x:.2f}" y="{y:.2f}" width="{size:.2f}" height="{size:.2f}"/>')
    return f'<g class="map-tiles" data-address="{escape(settings.MAP_TILE_URL)}">{"".join(images)}</g>'
