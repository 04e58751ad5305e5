"""`load_outlines`: the official outlines of municipalities from a file, all of them or none."""

import json
from datetime import date
from io import StringIO

import pytest
import shapely
from django.core.management import CommandError, call_command

from regions.boundaries.change import Change, Successor
from regions.boundaries.verbs import plan_change
from regions.models import Municipality, Outline, OutlineSet
from regions.outline_features import MOST_BYTES, degrees_of
from regions.outline_file import fit, median_overlap
from regions.outline_sets import division_on, load_indicative_outlines
from regions.outlines import outline_set, outlines
from regions.versions import current_version
from tests.regions import outline_files as files
from tests.regions.outline_files import TODAY

pytestmark = pytest.mark.django_db

NEXT_YEAR = date(2027, 1, 1)


@pytest.fixture
def handed_in(tmp_path):
    """Give a way to write a file: of features, or of a text."""

    def write(content):
        path = tmp_path / "outlines.geojson"
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return path

    return write


def load(path, *arguments, on=TODAY):
    """Load a file and return what the command says."""
    out = StringIO()
    call_command("load_outlines", str(path), f"--on={on}", *arguments, stdout=out, stderr=out)
    return out.getvalue()


def stored():
    """Return all that loading may change."""
    rows = [list(table.objects.order_by("pk").values()) for table in (OutlineSet, Outline)]
    return rows, current_version(), outline_set(TODAY)


def refusal(path, *arguments, on=TODAY):
    """Return why the command refuses a file, having seen that nothing was written."""
    before = stored()
    with pytest.raises(CommandError) as refused:
        load(path, *arguments, on=on)
    assert refused.value.returncode == 2
    assert stored() == before
    return str(refused.value)


def shape(path):
    """Return what a path text draws, its rings taken by turns as outside and inside."""
    return shapely.build_area(shapely.MultiLineString(files.path_rings(path)))


def paths(on=TODAY, prefix=""):
    return {code: one.path for code, one in outlines(on).items() if code.startswith(prefix)}


# --- What comes with the portal ------------------------------------------------------------------------------


def test_the_indicative_outlines_of_all_municipalities_and_regions_are_there_on_any_day():
    for on in (date(2015, 1, 1), TODAY, date(2040, 1, 1)):
        assert outline_set(on).is_indicative
        assert len(paths(on, "GM")) == 342
        assert len(paths(on, "AM")) == 35


def test_the_outlines_fit_together_and_a_region_is_its_municipalities():
    drawn = outlines(TODAY)
    shapes = {code: shape(one.path) for code, one in drawn.items()}
    of_regions = {
        code: [shapes[one.code] for one in drawn.values() if one.region == code] for code in paths(prefix="AM")
    }

    assert shapely.coverage_is_valid([shapes[code] for code in paths(prefix="GM")])
    for code, parts in of_regions.items():
        assert shapes[code].area == pytest.approx(sum(part.area for part in parts), rel=0.01)
        assert shape(drawn[code].overview).area == pytest.approx(shapes[code].area, rel=0.01)
    for code, one in drawn.items():
        assert shapes[code].contains(shapely.Point(one.label_x, one.label_y)), code
        assert one.box == tuple(map(round, shapes[code].bounds))


def test_loading_what_is_there_changes_nothing():
    before = stored()

    assert load_indicative_outlines() == 0

    assert stored() == before


# --- A file that is right ------------------------------------------------------------------------------------


def test_an_official_file_takes_the_place_of_the_indicative_outlines(handed_in):
    indicative = outline_set(TODAY)

    told = load(handed_in(files.fitting()))

    held = outline_set(TODAY)
    assert (held.is_indicative, held.source, held.licence) == (False, "CBS/Kadaster 2026", "CC BY 4.0")
    assert held.digest != indicative.digest
    assert len(paths(prefix="GM")) == 342
    assert len(paths(prefix="AM")) == 35
    for line in ("342 + 35", "niets", "0.000%", held.digest):
        assert line in told


def test_loading_it_twice_changes_nothing(handed_in):
    path = handed_in(files.fitting())
    load(path)
    before = stored()

    assert "er is niets veranderd" in load(path)

    assert stored() == before


def test_other_outlines_for_the_same_day_take_the_place_of_those_before(handed_in):
    load(handed_in(files.fitting()))
    first = outline_set(TODAY)

    load(handed_in(files.fitting()), "--tolerance=900", "--source=Kadaster", "--licence=CC0")

    assert outline_set(TODAY).source == "Kadaster"
    assert outline_set(TODAY).digest != first.digest
    assert OutlineSet.objects.filter(is_indicative=False).count() == 1


def test_a_set_for_a_later_day_waits_for_it(handed_in):
    load(handed_in(files.fitting()), on=NEXT_YEAR)

    assert outline_set(date(2026, 12, 31)).is_indicative
    assert outline_set(NEXT_YEAR).valid_from == NEXT_YEAR


def test_a_file_of_next_year_fits_the_changes_that_are_planned_until_then(handed_in):
    heir = Successor("GM9001", "Nieuwstad")
    plan_change(change=Change(("GM0014", "GM0047"), (heir,), NEXT_YEAR), today=TODAY)
    features = files.fitting()
    parts = (
        files.of(features, "GM0014")["geometry"]["coordinates"]
        + files.of(features, "GM0047")["geometry"]["coordinates"]
    )
    features["features"] = [
        one for one in features["features"] if one["properties"]["statcode"] not in ("GM0014", "GM0047")
    ]
    features["features"].append(files.feature("GM9001", parts))

    load(handed_in(features), on=NEXT_YEAR)

    assert "GM9001" in outlines(NEXT_YEAR)
    assert outlines(NEXT_YEAR)["GM9001"].region == outlines(TODAY)["GM0014"].region
    assert "GM0014" not in outlines(NEXT_YEAR)
    assert "GM0014" in outlines(TODAY)


def test_who_takes_over_municipalities_is_drawn_by_their_outlines_until_a_set_of_its_day_comes(handed_in):
    before, known_by = outlines(TODAY), outline_set(TODAY).digest
    heir = Successor("GM9001", "Nieuwstad")

    plan_change(change=Change(("GM0014", "GM0047"), (heir,), TODAY), today=TODAY)

    drawn = outlines(TODAY)
    parts = [before["GM0014"], before["GM0047"]]
    assert drawn.keys() == before.keys() - {"GM0014", "GM0047"} | {"GM9001"}
    assert shape(drawn["GM9001"].path).area == pytest.approx(sum(shape(one.path).area for one in parts))
    assert drawn["GM9001"].region == before["GM0014"].region
    assert outline_set(TODAY).digest != known_by
    assert outlines(date(2026, 11, 25)).keys() == before.keys()


def test_metres_of_the_dutch_grid_give_the_same_outlines(handed_in):
    features = files.fitting()
    files.moved(features, files.metres)
    in_degrees = paths()

    load(handed_in(features))

    assert median_overlap(in_degrees, paths()) > 0.995


def test_metres_become_degrees_as_published():
    # The Westertoren, and the Martinitoren in Groningen, as the land registry gives them.
    for metres, (latitude, longitude) in (
        ((120700.723, 487525.501), (52.37453253, 4.88352559)),
        ((233883.131, 582065.167), (53.21938317, 6.56820053)),
    ):
        east, north = degrees_of(*metres)
        assert abs(north - latitude) * 111_000 < 1
        assert abs(east - longitude) * 68_000 < 1


def test_a_code_of_digits_alone_is_read_where_the_property_is_named(handed_in):
    features = files.fitting()
    for one in features["features"]:
        one["properties"] = {"gemeentecode": int(one["properties"]["statcode"][2:]), "naam": "een gemeente"}

    assert "--property" in refusal(handed_in(features))
    load(handed_in(features), "--property=gemeentecode")

    assert not outline_set(TODAY).is_indicative


def test_a_ring_that_touches_itself_is_mended_and_told(handed_in):
    features = files.fitting()
    ring = files.of(features, "GM0014")["geometry"]["coordinates"][0][0]
    ring.insert(1, ring[0])
    ring[2:2] = [ring[3], ring[2]]  # there and back along the same line

    assert "GM0014" in load(handed_in(features))


@pytest.mark.parametrize("tolerance", [50, 400, 1000])
def test_outlines_fit_together_however_much_is_left_out(handed_in, tolerance):
    drawing = fit(handed_in(files.fitting()), division_on(TODAY)).drawn(tolerance)

    drawn = {row.code: shape(row.path) for row in drawing.rows}
    assert shapely.coverage_is_valid([one for code, one in drawn.items() if code.startswith("GM")])
    assert shapely.coverage_is_valid([one for code, one in drawn.items() if code.startswith("AM")])


# --- A file that is not --------------------------------------------------------------------------------------


def spoiled(spoil):
    features = files.fitting()
    spoil(features)
    return features


def without(code):
    def spoil(features):
        features["features"].remove(files.of(features, code))

    return spoil


def with_geometry(code, **geometry):
    def spoil(features):
        files.of(features, code)["geometry"] = geometry

    return spoil


BOW_TIE = [[[[5.0, 52.0], [5.2, 52.2], [5.2, 52.0], [5.0, 52.2], [5.0, 52.0]]]]

WRONG = {
    "of another year": (
        lambda features: files.renamed(features, "GM1963", "GM0585"),
        ["niet in het bestand: GM1963", "GM0585 (opgehouden op 2019-01-01)"],
    ),
    "a municipality missing": (without("GM0344"), ["niet in het bestand: GM0344"]),
    "one unknown": (lambda features: files.renamed(features, "GM0344", "GM9999"), ["niet bekend: GM9999"]),
    "one double": (
        lambda features: features["features"].append(files.of(features, "GM0344")),
        ["meer dan eens in het bestand: GM0344"],
    ),
    "many missing": (
        lambda features: features["features"].__delitem__(slice(0, 8)),
        ["GM0014, GM0034, GM0037, GM0047, GM0050 en nog 3"],
    ),
    "a point": (with_geometry("GM0344", type="Point", coordinates=[5.1, 52.1]), ["GM0344", "Point"]),
    "nothing": (lambda features: files.of(features, "GM0344").update(geometry=None), ["GM0344", "leeg"]),
    "an empty area": (with_geometry("GM0344", type="MultiPolygon", coordinates=[]), ["GM0344"]),
    "an open ring": (
        with_geometry("GM0344", type="Polygon", coordinates=[[[5, 52], [5.1, 52], [5.1, 52.1], [5, 52.1]]]),
        ["GM0344", "niet gesloten"],
    ),
    "words for numbers": (
        with_geometry("GM0344", type="Polygon", coordinates=[[["5", "52"], ["6", "52"], ["6", "53"], ["5", "52"]]]),
        ["GM0344", "niet te lezen"],
    ),
    "a number without end": (
        with_geometry("GM0344", type="Polygon", coordinates=[[[5, 1e999], [6, 52], [6, 53], [5, 52]]]),
        [""],
    ),
    "half of it turned": (
        lambda features: files.moved(features, lambda x, y: (y, x), ["GM0344"]),
        ["alle in meters (RD)", "GM0344"],
    ),
    "two projections": (
        lambda features: files.moved(features, files.metres, ["GM0344", "GM0014"]),
        ["alle in meters (RD)", "GM0014, GM0344"],
    ),
    "axes swapped": (lambda features: files.moved(features, lambda x, y: (y, x)), ["verwisseld"]),
    "of another country": (lambda features: files.moved(features, lambda x, y: (x + 20, y)), ["in Nederland"]),
    "a line that crosses itself": (
        with_geometry("GM0344", type="MultiPolygon", coordinates=BOW_TIE),
        ["GM0344 kan niet worden hersteld"],
    ),
    "one over its neighbours": (
        lambda features: files.moved(features, lambda x, y: (x + 0.1, y), ["GM0344"]),
        ["kan niet worden hersteld"],
    ),
    "without properties": (lambda features: features["features"][3].pop("properties"), ["properties"]),
    "no features": (lambda features: features.update(features=[]), ["geen enkele gemeente"]),
    "no collection": (lambda features: features.update(type="Topology"), ["FeatureCollection"]),
}


@pytest.mark.parametrize(("spoil", "reasons"), WRONG.values(), ids=WRONG.keys())
def test_a_file_that_is_not_right_is_refused_by_name(handed_in, spoil, reasons):
    told = refusal(handed_in(spoiled(spoil)))

    for reason in reasons:
        assert reason in told


@pytest.mark.parametrize("text", ["", "gemeente;x;y", "{", "[" * 100_000, '{"type": NaN}', "\ufeff"])
def test_what_is_no_json_is_refused(handed_in, text):
    assert "geen JSON" in refusal(handed_in(text))


def test_a_file_that_is_no_text_is_refused(tmp_path):
    path = tmp_path / "outlines.geojson"
    path.write_bytes(b"\x80\x81\x82")
    assert "geen JSON" in refusal(path)


def test_a_file_that_is_too_large_is_refused_unread(tmp_path):
    path = tmp_path / "outlines.geojson"
    with path.open("wb") as file:
        file.truncate(8 * MOST_BYTES)

    assert "200 MB" in refusal(path)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    assert "niet te lezen" in refusal(tmp_path / "nowhere.geojson")


def test_a_property_that_is_not_there_is_refused_with_those_that_are(handed_in):
    assert "statcode, jrstatcode" in refusal(handed_in(files.fitting()), "--property=code")


def test_a_property_that_holds_no_codes_is_refused(handed_in):
    assert "Gemeente GM0014" in refusal(handed_in(files.fitting()), "--property=statnaam")


@pytest.mark.parametrize("argument", ["--on=2026-13-01", "--tolerance=49", "--tolerance=1001", "--tolerance=-5"])
def test_an_argument_that_makes_no_sense_is_refused(handed_in, argument):
    path = handed_in(files.fitting())
    with pytest.raises(CommandError):
        call_command("load_outlines", str(path), argument)


def test_a_municipality_without_a_region_is_refused_before_the_file(handed_in):
    Municipality.objects.create(code="GM9002", name="Nergens")

    assert "GM9002" in refusal(handed_in(files.fitting()))
