"""Where somebody works is picked at the desk by region, municipality or postcode, beside who else works there."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from services.freshness import CheckPart
from services.models import Provider
from services.staff_models import Stewardship
from services.upkeep.checks import confirm
from services.upkeep.door import versions_of
from services.upkeep.record import as_stored
from services.upkeep.records import retire
from tests.portal.page import Page
from tests.services.desk.colleagues import at_the_desk, colleague, region
from tests.services.providers import NIJMEGEN, STAFF, add_provider, days_ago

pytestmark = pytest.mark.django_db

REGION = "AM07"
INSIDE = f"{REGION}-gemeenten"
ARNHEM, DOESBURG, NIJMEGEN_CODE = "GM:GM0202", "GM:GM0221", "GM:GM0268"
EMPTY = "Dit werkgebied is leeg"


@pytest.fixture
def editor() -> Client:
    return at_the_desk(colleague("loes", kind="mobility_centre"))


@pytest.fixture
def centrum() -> Provider:
    provider = add_provider("centrum", "AM:AM07", type_="mobility_centre")
    Stewardship.objects.create(provider=provider, region=region())
    confirm(provider=provider, parts=set(CheckPart), on=days_ago(1), by=STAFF, method="phone")
    return provider


def page(provider: Provider) -> str:
    return reverse("desk_work_area", args=[provider.slug])


def sent(browser: Client, provider: Provider, *, do: str = "bewaar", **chosen):
    """Send the form in as it was opened, with what was chosen."""
    version = versions_of([provider.pk])[provider.pk]
    return browser.post(page(provider), {"version": version, "where": "gebieden", "doe": do} | chosen)


def areas(provider: Provider) -> list[str]:
    return as_stored([provider.pk])[provider.pk]["areas"]


CHOICES = {
    "a whole region": ({"AM08": "heel", "AM08-gemeenten": [NIJMEGEN_CODE]}, {"AM:AM08"}),
    "some municipalities": ({INSIDE: [ARNHEM, DOESBURG]}, {ARNHEM, DOESBURG}),
    "a province": ({"others": ["PV:PV25"]}, {"PV:PV25"}),
    "a range of postcodes": (
        {"postcodes": "6811-6812\n6813 AA t/m 6813 KZ"},
        {"PC:6811", "PC:6812", "PC:6813AA-6813KZ"},
    ),
    "the country": ({"where": "NL", INSIDE: [ARNHEM]}, {"NL"}),
    "that it is not known": ({"where": "?"}, {"?"}),
}


@pytest.mark.parametrize("how", CHOICES)
def test_what_is_picked_is_saved_and_can_be_taken_back(editor, centrum, how):
    chosen, expected = CHOICES[how]
    before = as_stored([centrum.pk])

    answer = sent(editor, centrum, **chosen)

    assert answer["Location"] == reverse("desk_record", args=["centrum"])
    assert set(areas(centrum)) == expected
    record = editor.get(answer["Location"])
    editor.post(next(message.extra_tags for message in record.context["messages"]))
    assert as_stored([centrum.pk]) == before


def test_a_whole_region_less_a_few_is_all_the_others(editor, centrum):
    sent(editor, centrum, **{REGION: "zonder", INSIDE: [ARNHEM, DOESBURG]})

    held = areas(centrum)
    assert (len(held), ARNHEM in held, DOESBURG in held) == (9 - 2, False, False)
    assert "7 van 9 gemeenten" in editor.get(page(centrum)).content.decode()


REFUSED = {
    "nothing": ({}, EMPTY),
    "a region without any of it": ({REGION: "zonder", INSIDE: None}, "blijft er van Midden-Gelderland niets over"),
    "a postcode that does not exist": ({"postcodes": "1000-1001"}, "deze postcode bestaat niet"),
    "no postcode": ({"postcodes": "Arnhem"}, "is geen postcode of reeks"),
    "a range that runs back": ({"postcodes": "6812-6811"}, "loopt terug"),
    "a place not ticked yet": ({"find": "Doesburg", INSIDE: [ARNHEM]}, "is nog niet aangevinkt"),
    "far too much": ({"postcodes": "1" * 6000}, "5000"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_an_area_that_holds_nothing_is_refused_and_what_was_typed_stays(editor, centrum, what):
    chosen, why = REFUSED[what]
    if chosen.get(INSIDE, ()) is None:
        form = editor.get(page(centrum)).context["form"]
        chosen = chosen | {INSIDE: [code for code, _name in form.fields[INSIDE].choices]}

    answer = sent(editor, centrum, **chosen)

    text = answer.content.decode()
    assert (answer.status_code, areas(centrum)) == (200, ["AM:AM07"])
    assert why in text
    assert all(value in text for value in chosen.values() if isinstance(value, str) and value)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Oosterbeek", "GM:GM0274"),
        ("Rijk van Nijmegen", "AM:AM08"),
        ("6811 AB", "PC:6811AB-6811AB"),
        ("Drenthe", "PV:PV22"),
    ],
)
def test_a_place_that_is_looked_for_is_ticked_without_being_saved(editor, centrum, typed, expected):
    answer = sent(editor, centrum, do="zoek", find=typed)

    form = answer.context["form"]
    assert areas(centrum) == ["AM:AM07"]
    assert {part.row_for(None).code for part in form.parts} == {expected}
    assert form["find"].value() == ""


def test_a_place_that_may_be_two_is_asked_and_one_that_is_none_is_told(editor, centrum):
    assert "Welke plaats bedoelt u?" in sent(editor, centrum, do="zoek", find="Beek").content.decode()
    assert "Deze plaats kennen wij niet" in sent(editor, centrum, do="zoek", find="Qwxzqwx").content.decode()


def test_where_the_record_moved_nothing_is_saved_and_the_choice_stays(editor, centrum):
    old = versions_of([centrum.pk])[centrum.pk]
    retire(provider=centrum, on=days_ago(-90), by=STAFF)

    answer = sent(editor, centrum, version=old, **{INSIDE: [DOESBURG]})

    assert (answer.status_code, areas(centrum)) == (409, ["AM:AM07"])
    assert "gestopt op" in answer.content.decode()
    assert answer.context["form"][INSIDE].value() == [DOESBURG]
    again = sent(editor, centrum, version=answer.context["version"], **{INSIDE: [DOESBURG]})
    assert (again.status_code, areas(centrum)) == (302, [DOESBURG])


def test_saving_the_same_leaves_no_change(editor, centrum):
    before = versions_of([centrum.pk])

    answer = sent(editor, centrum, **{REGION: "heel"})

    assert (answer.status_code, versions_of([centrum.pk])) == (302, before)


def test_the_list_says_where_others_work_and_where_nobody_does(editor, centrum):
    add_provider("buur", ARNHEM, type_="mobility_centre", name="Buur", **NIJMEGEN)
    add_provider("onbekend", "?", type_="mobility_centre", name="Wie weet waar")
    add_provider("ander", "AM:AM07", type_="learning_work_desk", name="Leerwerkloket")

    answer = sent(editor, centrum, do="gevolgen", **{INSIDE: [ARNHEM, DOESBURG]})

    (around,) = answer.context["regions"]
    told = {line.name: line for line in around.lines}
    assert [one.name for one in told["Arnhem"].others] == ["Buur"]
    assert (told["Arnhem"].situation.value, told["Doesburg"].situation.value) == ("overlap", "own")
    assert told["Duiven"].situation.value == "hole"
    assert "gat: niemand voor curatief" in answer.content.decode()
    page = Page.read(answer)
    looks = {use["href"].rpartition("#v-")[2]: use["class"] for use in page.all("use") if "#v-" in use["href"]}
    assert (looks["GM0202"], looks["GM0221"], looks["GM0226"]) == ("s2", "s3", "s0")
    assert page.one("a", data_code="GM0202")["href"] == "#rij-GM0202"
    assert page.with_id("rij-GM0202").tag == "tr"


def test_what_is_not_known_has_nothing_to_draw(editor):
    unknown = add_provider("nergens", "?", type_="mobility_centre", city="Arnhem")

    assert "niets te tekenen" in editor.get(page(unknown)).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_takes_the_same_queries_however_many_neighbours_there_are(editor, centrum, number):
    for turn in range(number):
        add_provider(f"buur-{turn}", "AM:AM07", "PC:6811", type_="mobility_centre", sectors=("techniek",))
    editor.get(page(centrum))

    with CaptureQueriesContext(connection) as queries:
        editor.get(page(centrum))

    assert len(queries) == 17
