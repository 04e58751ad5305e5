"""The pages of records at the desk: finding one, and all that is known of it."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from services.models import Provider
from services.staff_models import StaffRole
from tests.portal.page import Page
from tests.services.desk.colleagues import OTHER, at_the_desk, colleague, record
from tests.services.providers import add_provider

pytestmark = pytest.mark.django_db

LIST = "/beheer/organisaties/"


@pytest.fixture
def desk():
    return at_the_desk(colleague("redacteur"))


def found(desk, **question) -> list[str]:
    page = desk.get(LIST, question)
    assert page.status_code == 200
    return [row["provider"].slug for row in page.context["rows"]]


@pytest.mark.parametrize(
    "text",
    [
        *["Werkhuis", "werkhuís", "WERKHUIS", "arnhemse werkhuis"],
        *["Arnhem", "6811 AB", "6811", "Midden-Gelderland", "AM07", "am07"],
        *["026 312 34 56", "0263123456", "+31 26 312 34 56", "3123456", "info@werkhuis.example"],
    ],
)
def test_a_record_is_found_by_what_somebody_knows_of_it(desk, text):
    add_provider(
        "arnhemse-werkhuis",
        "GM:GM0202",
        name="Het Arnhemse Werkhuis",
        phone="+31263123456",
        email="info@werkhuis.example",
    )
    add_provider("in-amsterdam", "GM:GM0363", name="Loket Amsterdam")

    assert found(desk, q=text) == ["arnhemse-werkhuis"]


def test_who_is_called_so_stands_before_who_works_there(desk):
    add_provider("a-die-er-werkt", "GM:GM0202", name="A")
    add_provider("zo-genoemd", "GM:GM0363", name="Zaak van Arnhem")

    assert found(desk, q="Arnhem") == ["zo-genoemd", "a-die-er-werkt"]


@pytest.mark.parametrize("text", ["", " ", "%", "_", "'", "\\", "0", "zzzz", "é" * 50, "@", "+31", "((((((", "1" * 90])
def test_any_text_is_a_question(desk, text):
    record("loket")

    assert desk.get(LIST, {"q": text}).status_code == 200


@pytest.mark.parametrize(
    ("question", "field"),
    [({"q": "x" * 101}, "q"), ({"q": "a\x00b"}, "q"), ({"regio": "AM99"}, "regio"), ({"alleen": "x"}, "alleen")],
)
def test_what_is_no_question_is_said_beside_the_field(desk, question, field):
    page = desk.get(LIST, question)

    assert page.status_code == 200
    assert field in page.context["form"].errors


def test_who_finds_nothing_is_told_so(desk):
    page = Page.read(desk.get(LIST, {"q": "onvindbaar"}))

    assert "0 organisaties" in page.one("main").text
    assert "Niets gevonden." in page.one("main").text


def test_a_place_that_may_be_several_is_asked(desk):
    page = Page.read(desk.get(LIST, {"q": "Bergen"}))

    assert "Bedoelt u een van deze plaatsen?" in page.one("main").text


def test_the_list_is_narrowed_by_region_type_and_owner(desk):
    record("hier"), record("elders", where=OTHER), record("kantoor", kind="uwv")

    assert found(desk, regio="AM07") == ["hier", "kantoor"]
    assert found(desk, soort="uwv") == ["kantoor"]
    assert found(desk, alleen="mijn") == ["hier", "kantoor"]
    assert found(desk, alleen="zonder-eigenaar") == ["elders", "hier", "kantoor"]


def test_thirty_records_cost_as_many_queries_as_three(desk, django_assert_max_num_queries, django_assert_num_queries):
    for number in range(3):
        record(f"loket-{number}")
    desk.get(LIST)
    with django_assert_max_num_queries(30) as few:
        desk.get(LIST)
    for number in range(3, 30):
        record(f"loket-{number}")
    with django_assert_num_queries(len(few)):
        page = desk.get(LIST)

    assert len(page.context["rows"]) == 25
    assert Page.read(page).all("nav", aria_label="Pagina's")


def test_a_record_shows_what_is_known_of_it_and_whose_it_is(desk):
    provider = record(
        "loket", phone="+31263123456", street="Straat 1", postcode="6811AB", city="Arnhem", source="eigen website"
    )

    page = Page.read(desk.get(reverse("desk_record", args=[provider.slug]))).one("main").text

    for fact in ("026 312 34 56", "Straat 1", "eigen website", "Midden-Gelderland", "Nooit gecontroleerd"):
        assert fact in page


def test_each_shipped_record_has_its_page(desk):
    call_command("load_directory", verbosity=0)

    for slug in Provider.objects.values_list("slug", flat=True)[:60]:
        assert desk.get(reverse("desk_record", args=[slug])).status_code == 200, slug


def test_a_record_that_is_not_there_is_not_found(desk):
    assert desk.get(reverse("desk_record", args=["bestaat-niet"])).status_code == 404


def test_an_owner_is_chosen_on_the_record(desk):
    provider, other = record("loket"), colleague("ander")

    desk.post(reverse("desk_record_owner", args=[provider.slug]), {"owner": str(other.pk)})

    assert "ander" in Page.read(desk.get(reverse("desk_record", args=[provider.slug]))).one("main").text
    auditor = colleague("toets", StaffRole.AUDITOR)
    refused = desk.post(reverse("desk_record_owner", args=[provider.slug]), {"owner": str(auditor.pk)})
    assert "owner" in refused.context["form"].errors
