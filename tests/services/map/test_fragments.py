"""The map as text: which areas are links, what class each has, and what stands on it."""

import re
import xml.etree.ElementTree as ElementTree  # what we made ourselves
from datetime import date

import pytest
from django.utils import translation

from regions.grid import to_grid
from regions.models import Outline, OutlineSet
from regions.outlines import outlines
from services.map import fragments
from services.map.grid import tile_origin, tile_size, tiles_over
from services.map.legend import legend_patterns, swatch
from services.map.marks import Mark
from services.map.shapes import Link, WorkArea, neighbours

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 26)
REGION = "AM07"


@pytest.fixture
def areas():
    return outlines(TODAY)


@pytest.fixture
def members(areas):
    return [code for code, one in areas.items() if one.region == REGION]


def all_of(areas, digit, **others):
    """Return the same digit for every municipality, but for those that are named."""
    return {code: others.get(code, digit) for code, one in areas.items() if one.region}


def linked(codes):
    return {code: Link(f"/naar/{code}/", f"Gebied {code}") for code in codes}


def tree(svg):
    return ElementTree.fromstring(svg)  # noqa: S314 - our own text


def links_of(svg):
    return {link.get("data-code"): link for link in tree(svg).iter("a") if link.get("data-code")}


def classes(element):
    return {path.get("id").removeprefix("v-"): path.get("class") for path in element.iter("path") if path.get("id")}


# --- The country ---------------------------------------------------------------------------------------------


def test_each_region_is_one_link_with_a_name_in_the_order_given(areas):
    regions = [code for code, one in areas.items() if not one.region][::-1]

    found = links_of(fragments.country(TODAY, label="Kaart", digits=all_of(areas, "3"), links=linked(regions)))

    assert list(found) == regions
    for code, link in found.items():
        assert (link.get("href"), link.get("aria-label")) == (f"/naar/{code}/", f"Gebied {code}")
        assert classes(link) == {code: "s3"}


def test_a_region_whose_municipalities_differ_is_drawn_by_municipality(areas, members):
    digits = all_of(areas, "2", **{members[0]: "0"})

    found = links_of(fragments.country(TODAY, label="Kaart", digits=digits, links=linked([REGION, "AM01"])))

    assert classes(found[REGION]) == {**dict.fromkeys(members, "s2"), members[0]: "s0", REGION: "mixed"}
    assert classes(found["AM01"]) == {"AM01": "s2"}


def test_near_a_region_its_municipalities_are_links_and_only_what_touches_it_is_a_stop(areas, members):
    links = linked(areas)

    svg = fragments.country(
        TODAY, label="Kaart", digits=all_of(areas, "1"), links=links, near=REGION, chosen=members[0]
    )

    found = links_of(svg)
    stops = {code for code, link in found.items() if not link.get("aria-hidden")}
    assert stops == {*members, *neighbours(TODAY)[REGION]}
    assert REGION not in found
    assert f'class="map-chosen" href="#v-{members[0]}"' in svg
    assert tree(svg).get("viewBox") != tree(svg).get("data-home")


def test_what_touches_is_a_neighbour_both_ways():
    found = neighbours(TODAY)

    assert len(found) == 35
    assert found["AM01"] == {"AM02", "AM03"}
    assert all(code in found[other] for code, others in found.items() for other in others)


def test_a_part_of_the_map_can_be_in_sight():
    svg = fragments.country(TODAY, label="Kaart", sight=(1000.0, 2000.0, 500.0))

    x, y, width, _height = map(float, tree(svg).get("viewBox").split())
    assert (x, y, width) == (1000, 2000, 500)


def test_every_copy_on_the_map_is_of_a_shape_that_is_there(areas, members):
    maps = (
        fragments.country(TODAY, label="Kaart"),
        fragments.country(TODAY, label="Kaart", digits=all_of(areas, "1", **{members[0]: "0"}), near=REGION),
        fragments.region(TODAY, REGION, label="Kaart"),
    )
    for svg in maps:
        ids = re.findall(r' id="([^"]+)"', svg)
        assert len(ids) == len(set(ids))
        assert set(re.findall(r'href="#([^"]+)"', svg)) <= set(ids)


def test_names_are_text_and_never_markup():
    link = {REGION: Link('/?a="b"&c', "<b>Gooi & Vechtstreek</b>")}

    svg = fragments.country(TODAY, label='"Kaart"', links=link)

    assert tree(svg).get("aria-label") == '"Kaart"'
    assert links_of(svg)[REGION].get("aria-label") == "<b>Gooi & Vechtstreek</b>"
    assert links_of(svg)[REGION].get("href") == '/?a="b"&c'


def test_the_map_needs_no_style_attribute_and_no_script(areas):
    svg = fragments.country(TODAY, label="Kaart", digits=all_of(areas, "3"), links=linked(areas))

    assert "style=" not in svg
    assert "<script" not in svg


def test_without_outlines_there_is_no_map_and_no_error():
    Outline.objects.all().delete()

    assert fragments.country(TODAY, label="Kaart") == ""
    assert fragments.region(TODAY, REGION, label="Kaart") == ""


def test_a_region_that_is_not_drawn_gives_no_map():
    assert fragments.region(TODAY, "AM99", label="Kaart") == ""
    assert "map-shapes" in fragments.country(TODAY, label="Kaart", near="AM99", chosen='"><b>')


# --- One region ----------------------------------------------------------------------------------------------


def test_a_region_is_drawn_by_municipality_and_its_neighbours_pale(areas, members):
    digits = all_of(areas, "3")

    svg = fragments.region(TODAY, REGION, label="Kaart", digits=digits, links=linked(areas))

    around, shapes = (one for one in tree(svg).iter("g") if "map-shapes" in (one.get("class") or ""))
    assert classes(around).keys() > neighbours(TODAY)[REGION]  # beyond them is land too
    assert set(classes(around).values()) == {"plain"}
    assert classes(shapes) == {REGION: "mixed", **dict.fromkeys(members, "s3")}
    assert set(links_of(svg)) == {*members, *neighbours(TODAY)[REGION]}
    assert len(svg) < 24_000


# --- Work areas and signs ------------------------------------------------------------------------------------


def test_each_of_four_work_areas_has_lines_of_its_own(areas, members):
    area, postcode = WorkArea(members), WorkArea([], [(52.0, 5.9)])

    svg = fragments.country(TODAY, label="Kaart", areas=[area, postcode, area, area, area])

    drawn = next(one for one in tree(svg).iter("g") if one.get("class") == "map-areas")
    assert [one.get("class") for one in drawn] == ["w1", "w2", "w3", "w4"]
    assert drawn[0].get("d") == areas[REGION].path  # a whole region is one outline
    assert [drawn[1].get(name) for name in ("cx", "cy")] == [f"{number:.0f}" for number in to_grid(52.0, 5.9)]


def test_a_part_of_a_region_is_drawn_by_its_municipalities(areas, members):
    svg = fragments.country(TODAY, label="Kaart", areas=[WorkArea([*members[1:], "GM9999"])])

    drawn = next(one for one in tree(svg).iter("path") if one.get("class") == "w1")
    assert drawn.get("d") == "".join(areas[code].path for code in sorted(members[1:]))


def test_an_organisation_has_the_sign_of_its_kind():
    marks = [
        Mark("werk", "Werkcentrum <1>", "/a/", "mobility_centre", True, 2000.0, 3000.04),
        Mark("bureau", "Bureau", "/b/", "outplacement_agency", False, 10.0, 10.0),
    ]

    svg = fragments.country(TODAY, label="Kaart", marks=marks)

    first, second = (link for link in tree(svg).iter("a") if link.get("data-slug"))
    assert first.get("class") == "mark mark--circle"
    assert first.get("aria-label") == "Werkcentrum <1>"
    assert (first.get("data-x"), first.get("data-y")) == ("2000.0", "3000.0")
    assert first.find(".//text").text == "W"
    assert second.get("class") == "mark mark--ring mark--not-checked"


# --- Names, ground, legend -----------------------------------------------------------------------------------


def names_shown(svg: str) -> dict[str, tuple[float, float]]:
    texts = (one for one in tree(svg).iter("text") if one.get("x"))
    return {
        one.text: (float(one.get("x")), float(one.get("y")))
        for one in texts
        if "label--away" not in (one.get("class") or "")
    }


def test_names_never_touch_and_the_most_important_towns_are_among_them():
    svg = fragments.country(TODAY, label="Kaart")
    unit = float(tree(svg).get("data-unit"))
    shown = names_shown(svg)

    assert {"Amsterdam", "Rotterdam", "Utrecht", "Groningen", "Eindhoven", "Maastricht"} <= shown.keys()
    assert len(shown) < 33
    for name, (x, y) in shown.items():
        for other, (right, down) in shown.items():
            apart = (len(name) + len(other)) * 13.5 * 0.6 / 2 * unit
            assert name == other or abs(x - right) >= apart or abs(y - down) >= 18 * unit, (name, other)


def test_texts_of_areas_go_before_towns_and_no_name_stands_twice_or_on_a_sign(areas):
    texts = {code: f"{number}/9" for number, code in enumerate(["AM07", "AM08"])} | {"GM0202": "Arnhem"}
    arnhem = areas["GM0202"]
    free = fragments.country(TODAY, label="Kaart", texts=texts, near="AM07")
    mark = Mark("loket", "Loket", "/loket/", "uwv", True, arnhem.label_x, arnhem.label_y)
    covered = fragments.country(TODAY, label="Kaart", texts=texts, near="AM07", marks=[mark])

    assert names_shown(free).keys() >= {"0/9", "1/9", "Arnhem"}
    assert names_shown(free)["Arnhem"] == (arnhem.label_x, arnhem.label_y)
    assert free.count(">Arnhem</text>") == 2
    assert names_shown(covered).get("Arnhem") != (arnhem.label_x, arnhem.label_y)


def test_names_of_towns_are_in_the_language_of_the_page():
    assert ">Den Haag<" in fragments.country(TODAY, label="Kaart")
    with translation.override("en"):
        svg = fragments.country(TODAY, label="Map")
    assert ">The Hague<" in svg
    assert ">North Sea<" in svg


def test_indicative_outlines_are_called_so_and_official_ones_by_their_source():
    assert fragments.attribution(TODAY) == "Ondergrond: Natural Earth. Grenzen: indicatief"

    OutlineSet.objects.update(is_indicative=False, valid_from=date(2026, 1, 1), source="CBS/Kadaster 2026")

    assert fragments.attribution(TODAY) == "Ondergrond: Natural Earth. Grenzen: CBS/Kadaster 2026"


def test_waters_lie_above_indicative_outlines_and_below_official_ones():
    def is_above():
        svg = fragments.country(TODAY, label="Kaart")
        return svg.index("#lakes") > svg.index('class="map-shapes"')

    assert is_above()

    OutlineSet.objects.update(is_indicative=False, valid_from=date(2026, 1, 1))

    assert not is_above()


def test_pictures_of_a_tile_server_cover_what_is_in_sight(settings):
    assert "<image" not in fragments.country(TODAY, label="Kaart")
    settings.MAP_TILE_URL = "https://tiles.example.org/{z}/{x}/{y}.png"

    svg = tree(fragments.country(TODAY, label="Kaart"))

    x, y, width, height = map(float, svg.get("viewBox").split())
    images = list(svg.iter("image"))
    left, top = (min(float(image.get(name)) for image in images) for name in "xy")
    right, bottom = (max(float(image.get(name)) + float(image.get("width")) for image in images) for name in "xy")
    assert left <= x
    assert top <= y
    assert right >= x + width
    assert bottom >= y + height
    assert len(images) < 50
    assert re.fullmatch(r"https://tiles\.example\.org/\d+/\d+/\d+\.png", images[0].get("href"))
    (group,) = (one for one in svg.iter("g") if one.get("data-address"))
    assert group.get("data-address") == settings.MAP_TILE_URL


def test_whose_the_pictures_are_is_said(settings):
    assert "Achtergrond" not in fragments.attribution(TODAY)
    settings.MAP_TILE_URL = "https://tiles.example.org/{z}/{x}/{y}.png"
    assert fragments.attribution(TODAY).endswith("Grenzen: indicatief. Achtergrond: tiles.example.org")
    settings.MAP_TILE_ATTRIBUTION = "Kaartmakers"
    assert fragments.attribution(TODAY).endswith("Achtergrond: Kaartmakers")


def test_a_tile_lies_where_its_degrees_are():
    # Level 8, column 131, row 84 begins at 4.21875 degrees east, 52.48278 north.
    x, y = tile_origin((8, 131, 84))
    assert (x, y) == pytest.approx(to_grid(52.4827802, 4.21875), abs=0.01)
    assert tile_size(8) == pytest.approx(to_grid(52, 4.21875 + 360 / 256)[0] - x)
    assert tiles_over(x + 1, y + 1, 10, 10)[0][0] <= 19


def test_the_legend_has_patterns_of_its_own():
    assert 'id="l-s2"' in legend_patterns()
    assert [re.search(r"(class=\"s3\"|url\(#l-s\d\))", swatch(digit))[0] for digit in "3210"] == [
        'class="s3"',
        "url(#l-s2)",
        "url(#l-s1)",
        "url(#l-s0)",
    ]
