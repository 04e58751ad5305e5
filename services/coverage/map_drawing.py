"""The map of the country and of one region, drawn from the same digits as the words beside it.

What lives here: which areas are links, what these are called, whose work areas and addresses are shown. What does not:
the digits and the words (layers.py, map_words.py), shapes and signs (services/map/).
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from typing import NamedTuple

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from regions.centres import centre_of
from regions.grid import to_grid
from regions.outlines import outlines
from services.coverage.map_page import AreaPage, MapPage, Row
from services.map import fragments
from services.map.addresses import outlines_url
from services.map.legend import legend_patterns
from services.map.marks import Mark, drawn_marks
from services.map.shapes import Link, WorkArea, neighbours, work_area_class
from services.work_area.facts import ProviderFacts

TABLE = "kaart-uitleg"
# Stands in an address where the browser puts the code of an area.
ANY_AREA = "AM00"


class Drawing(NamedTuple):
    """A map as markup with the patterns of its legend, where its outlines are from, and where browsers ask more.

    `not_drawn` names the municipalities of which no outline is known yet; `work_areas` are whose are on it, each with
    the class of its lines.
    """

    svg: SafeString
    patterns: SafeString
    attribution: str
    layers_url: str
    outlines_url: str
    panel_url: str
    not_drawn: str
    work_areas: Sequence[tuple[str, str]] = ()


class Neighbour(NamedTuple):
    """A region beside another."""

    name: str
    url: str


def country_drawn(page: MapPage, area: AreaPage | None) -> Drawing:
    """Return the map of the country; near a chosen area with the municipalities around it, and who has an address."""
    near = _region_near(area)
    inside = page.municipality_rows(_members(page, near)) if near else []
    work_areas = _work_areas(page)
    svg = fragments.country(
        page.on,
        label=_("Kaart van Nederland. %(sum)s") % {"sum": page.in_short},
        described_by=TABLE,
        digits=_digits(page),
        links=_links(page.rows) | _links(inside),
        near=near,
        chosen=page.question.place,
        sight=page.question.sight,
        look_at=[code for one in work_areas for code in one.municipalities],
        areas=work_areas,
        texts=_names(inside) | ({} if any(map(any, work_areas)) else _parts(page, near)),
        marks=_marks(area.served.placed) if area else (),
    )
    kinds = zip(page.named, work_areas, map(work_area_class, count(1)), strict=False)
    whose = [(one.name, kind) for one, where, kind in kinds if where.municipalities or where.postcodes]
    return _drawing(page, svg)._replace(work_areas=whose)


def region_drawn(page: MapPage, area: AreaPage) -> Drawing:
    """Return the map of one region by municipality; the regions beside it lead to their own page."""
    svg = fragments.region(
        page.on,
        area.code,
        label=_("Kaart van %(name)s, per gemeente. %(situation)s") % {"name": area.name, "situation": page.situation},
        described_by=TABLE,
        digits=_digits(page),
        links=_links(page.rows) | _links(area.municipalities),
        texts=_names(area.municipalities),
        marks=_marks(area.served.placed),
    )
    return _drawing(page, svg)


def marks_drawn(area: AreaPage) -> SafeString:
    """Return the marks of an area alone, for a map that is open and gives them their size."""
    return mark_safe(drawn_marks(_marks(area.served.placed), 1))  # noqa: S308 - escaped where it is joined


def _drawing(page: MapPage, svg: SafeString) -> Drawing:
    return Drawing(
        svg=svg,
        patterns=legend_patterns(),
        attribution=fragments.attribution(page.on),
        layers_url=reverse("map_rows", args=[page.layers.version]),
        outlines_url=outlines_url(page.on),
        panel_url=reverse("map_area", args=[ANY_AREA]).replace(ANY_AREA, "{area}"),
        not_drawn=_not_drawn(page),
    )


def _not_drawn(page: MapPage) -> str:
    drawn = outlines(page.on)
    return ", ".join(one.name for one in page.here.places if one.code not in drawn) if drawn else ""


def neighbours_of(page: MapPage, code: str) -> list[Neighbour]:
    """Return the regions beside a region by name."""
    beside = neighbours(page.on).get(code, frozenset())
    found = (one for one in page.here.regions if one.code in beside)
    return [Neighbour(one.name, reverse("region", args=[one.code])) for one in found]


def _region_near(area: AreaPage | None) -> str:
    if area is None:
        return ""
    return area.region.code if area.region else area.code


def _members(page: MapPage, region: str) -> Sequence[int]:
    return next((one.members for one in page.here.regions if one.code == region), ())


def _links(rows: Iterable[Row]) -> Mapping[str, Link]:
    return {row.code: Link(row.url, row.link_name) for row in rows}


def _names(rows: Iterable[Row]) -> Mapping[str, str]:
    return {row.code: row.name for row in rows}


def _parts(page: MapPage, near: str) -> Mapping[str, str]:
    """Return in figures in how many of its municipalities the best state is, of each region where they differ."""
    return {row.code: row.drawn.part for row in page.rows if row.drawn.part and row.code != near}


def _digits(page: MapPage) -> Mapping[str, str]:
    return dict(zip(page.layers.codes, page.row, strict=True))


def _work_areas(page: MapPage) -> list[WorkArea]:
    """Return the work areas that were asked for: municipalities held whole, and else the postcodes."""
    found = []
    for one in page.named:
        whole = [page.here.codes[position] for position, serves in one.held.how_much() if serves == "full"]
        pc4s = sorted({part.pc4 for part in one.parts if part.pc4})
        centres = [centre for pc4 in pc4s if (centre := centre_of(pc4))]
        found.append(WorkArea(whole, centres))
    return found


def _marks(placed: Iterable[tuple[ProviderFacts, bool]]) -> list[Mark]:
    return [
        Mark(
            facts.slug,
            facts.name,
            reverse("organisation", args=[facts.slug]),
            facts.type_code,
            is_checked,
            *to_grid(facts.latitude, facts.longitude),
        )
        for facts, is_checked in placed
        if facts.latitude is not None and facts.longitude is not None
    ]
