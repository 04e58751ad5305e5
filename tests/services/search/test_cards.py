"""What a card says: what the organisation does, how to reach it, on what terms; and what a list says once."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from services import reply_times
from services.models import Provider, ProviderType, Role, Sector, Verb
from services.reply_times import ReplyTime
from services.search.results import PAGE_SIZE
from services.upkeep.door import change
from tests.portal.page import Page
from tests.services.providers import ARNHEM, STAFF, add_provider, days_ago

pytestmark = pytest.mark.django_db

ALL_ROLES = frozenset(Role)


def search(client, address="/zoeken/", **query) -> Page:
    response = client.get(address, query)
    assert response.status_code == 200
    return Page.read(response)


def card(page: Page, slug: str) -> str:
    return " ".join(page.with_id(f"hit-{slug}").text.split())


def text(page: Page) -> str:
    return " ".join(page.one("main").text.split())


# --- What it does, and how to reach it -----------------------------------------------------------------------


def test_a_card_says_in_one_sentence_what_the_organisation_does_by_type_and_role(client):
    add_provider("loket", "NL", type_="learning_work_desk")
    add_provider("werkcentrum", "NL", type_="mobility_centre", roles=ALL_ROLES)
    add_provider("centrum", "NL", type_="mobility_centre", roles=frozenset({Role.CURATIVE}))

    page, english = search(client), search(client, "/en/zoeken/")

    assert "Adviseert u en uw mensen over loopbaan en scholing" in card(page, "loket")
    assert "Geeft informatie en advies over werk, scholing en personeel in uw regio." in card(page, "werkcentrum")
    assert "als er ontslag komt." in card(page, "centrum")
    assert "Advises you and your people on careers and training" in card(english, "loket")


def test_situations_stand_in_the_words_of_readers(client):
    add_provider("werkcentrum", "NL", type_="mobility_centre", roles=ALL_ROLES)

    page = search(client, rol="curative")

    assert "Helpt bijNog geen ontslag, ontslag komt eraan, ziek of een uitkering" in card(page, "werkcentrum")
    options = {option["value"]: option.text.strip().partition(" (")[0] for option in page.all("option")}
    assert [options[role] for role in Role] == ["Nog geen ontslag", "Ontslag komt eraan", "Ziek of een uitkering"]
    assert "Situatie: Ontslag komt eraan" in text(page)
    assert "curatief" not in text(page)


def test_a_card_can_be_called_mailed_and_visited(client):
    add_provider(
        "loket", "NL", name="Het Loket", phone="026 123 45 67", email="a@example.org", website="https://loket.example",
        street="Plein 1", city="Arnhem",
    )  # fmt: skip

    page = search(client)

    assert page.one("a", href="tel:+31261234567").text == "Bel 026 123 45 67, Het Loket"
    assert page.one("a", href="mailto:a@example.org")
    assert page.one("a", href="https://loket.example")
    assert "LangsgaanPlein 1, Arnhem" in card(page, "loket")


@pytest.mark.parametrize(("at", "words"), [("10:00", "nu open tot 17.00 uur"), ("20:00", "nu gesloten")])
def test_a_card_says_whether_it_is_open_now_also_when_it_was_drawn_before(client, time_machine, at, words):
    time_machine.move_to("2026-11-26 07:00:00+01:00", tick=False)
    add_provider("loket", "NL", hours="Mo-Fr 09:00-17:00")
    add_provider("weet-niet", "NL")
    search(client)
    time_machine.move_to(f"2026-11-26 {at}:00+01:00", tick=False)

    page = search(client)

    assert words in card(page, "loket")
    assert "Open" not in card(page, "weet-niet")


# --- Terms ---------------------------------------------------------------------------------------------------


def test_conditions_are_the_minimum_and_at_a_gatekeeper_centre_who_is_welcome(client):
    add_provider("vanaf", "NL", min_redundancies=5)
    add_provider("alleen-ziek", "NL", type_="gatekeeper_centre", takes_redundant=False)
    add_provider("vraag-het", "NL", type_="gatekeeper_centre", min_redundancies=1)

    page = search(client)

    assert "Voorwaardevanaf 5 ontslagen" in card(page, "vanaf")
    assert "Voorwaardealleen voor mensen die ziek zijn" in card(page, "alleen-ziek")
    assert "vanaf 1 ontslag; vraag of zij ook gezonde mensen helpen" in card(page, "vraag-het")


def test_cost_stands_on_a_card_only_where_it_is_known(client):
    add_provider("gratis", "NL", cost="free")
    add_provider("bureau", "NL", type_="outplacement_agency")
    add_provider("weet-niet", "NL")

    page = search(client)

    assert "Kostengratis" in card(page, "gratis")
    assert "KostenEén werkgever betaalde" in card(page, "bureau")
    assert "Kosten" not in card(page, "weet-niet")
    assert text(page).count("Staat er niets over kosten? Dan weten wij die niet.") == 1


def test_a_reply_time_is_shown_with_what_it_is_based_on(client, monkeypatch):
    measured = add_provider("gemeten", "NL")
    add_provider("niet-gemeten", "NL")
    monkeypatch.setattr(reply_times, "measures", [lambda: {measured.pk: ReplyTime(1.5, 8)}])

    page = search(client)

    assert "Antwoordde helft van 8 antwoorden kwam binnen 2 werkdagen" in card(page, "gemeten")
    assert "Antwoord" not in card(page, "niet-gemeten")


def test_only_what_was_not_checked_in_time_says_so(client):
    add_provider("vers", "NL")
    add_provider("oud", "NL", last_checked_on=days_ago(300))

    page = search(client)

    assert "nagekeken" not in card(page, "vers").lower()
    assert "Dat is lang geleden: vraag eerst of dit nog klopt." in card(page, "oud")


def test_what_holds_for_all_in_a_list_is_said_once_above_it(client):
    for slug in ("a", "b", "c"):
        add_provider(slug, "NL", last_checked_on=None, is_example=True)

    page = search(client)

    assert text(page).count("og niet gecontroleerd") == 1
    assert text(page).count("Alle organisaties in deze lijst zijn voorbeelden.") == 1
    assert "Helpt bij" not in card(page, "a")
    add_provider("d", "NL", type_="uwv")
    assert "og niet gecontroleerd" in card(search(client), "a")


# --- Desks of one sector -------------------------------------------------------------------------------------


def add_desks():
    add_provider("bouw", "NL", type_="branch_service_point", sectors=("bouw",))
    add_provider("horeca", "NL", type_="branch_service_point", sectors=("horeca", "bouw"))
    add_provider("ieder", "NL")


def folded(page: Page) -> dict[str, dict[str, list[str]]]:
    """Return for each sector of the folded desks, with their number, the question that its link asks."""
    links = [link for link in page.all("a", class_="nl-link") if "sector=" in link["href"] and "(" in link.text]
    return {link.text: parse_qs(urlsplit(link["href"]).query) for link in links}


@pytest.mark.parametrize("place", [{"locatie": "Arnhem"}, {}])
def test_desks_of_one_sector_are_one_folded_group_until_a_sector_is_chosen(client, place):
    add_desks()
    asked = {key: [value] for key, value in place.items()}

    page = search(client, **place)

    assert folded(page) == {"Bouw (2)": asked | {"sector": ["bouw"]}, "Horeca (1)": asked | {"sector": ["horeca"]}}
    assert "Nog 2 organisaties helpen alleen bepaalde sectoren: kies uw sector" in text(page)
    assert "3 organisaties gevonden" in text(page)
    assert [one["id"] for one in page.all("article")] == ["hit-ieder"]


@pytest.mark.parametrize("place", [{"locatie": "Arnhem"}, {}])
def test_the_folded_desks_are_the_same_on_every_page_and_take_no_place_in_it(client, place):
    add_desks()
    for number in range(PAGE_SIZE):
        add_provider(f"loket-{number}", "NL")

    first, second = search(client, **place), search(client, **place, pagina="2")

    assert folded(first) == folded(second) != {}
    assert [len(page.all("article")) for page in (first, second)] == [PAGE_SIZE, 1]
    assert client.get("/zoeken/", place | {"pagina": "3"}).status_code == 302


@pytest.mark.parametrize("place", [{"locatie": "Arnhem"}, {}])
def test_only_desks_of_one_sector_that_fit_the_situation_are_counted(client, place):
    add_desks()
    add_provider(
        "later", "NL", type_="branch_service_point", sectors=("techniek",), roles=frozenset({Role.REINTEGRATION})
    )
    add_provider("elk", "NL", type_="branch_service_point")

    page = search(client, rol="preventive", **place)

    assert set(folded(page)) == {"Bouw (2)", "Horeca (1)"}
    assert page.with_id("hit-elk")


def test_desks_of_which_nobody_knows_where_they_work_are_folded_too(client):
    add_provider("bouw", "?", type_="branch_service_point", sectors=("bouw",))

    page = search(client, locatie="Arnhem")

    assert list(folded(page)) == ["Bouw (1)"]
    assert page.with_id("misschien")


@pytest.mark.parametrize("asked", [{"sector": "bouw"}, {"type": "branch_service_point"}, {"q": "Bouw"}])
def test_who_names_a_sector_a_type_or_words_sees_them_as_any_other(client, asked):
    add_desks()

    page = search(client, **asked)

    assert folded(page) == {}
    assert page.with_id("hit-bouw")


# --- Needs and ticks -----------------------------------------------------------------------------------------


def test_a_need_is_one_press_away_and_keeps_the_other_answers(client):
    add_provider("loket", "NL", type_="learning_work_desk")
    add_provider("uwv", "NL", type_="uwv")

    (link,) = [link for link in search(client, locatie="Arnhem").all("a") if link.text == "Scholing"]
    page = Page.read(client.get("/zoeken/" + link["href"]))

    assert parse_qs(urlsplit(link["href"]).query) == {"locatie": ["Arnhem"], "q": ["scholing"]}
    assert [one["id"] for one in page.all("article")] == ["hit-loket"]


@pytest.mark.parametrize("language", ["", "/en"])
def test_every_need_stands_for_somebody(client, language):
    for code in ("learning_work_desk", "mobility_centre", "training_fund", "career_advice_agency"):
        add_provider(code.replace("_", "-"), "NL", type_=code)

    needs = search(client, f"{language}/zoeken/").all("a", class_="nl-data-badge vwnw-tag--way")

    assert len(needs) == 5
    for need in needs:
        assert Page.read(client.get(f"{language}/zoeken/{need['href']}")).all("article"), need.text


def test_what_was_chosen_to_compare_is_ticked_and_the_question_goes_along(client):
    add_provider("een", "NL")
    add_provider("twee", "NL")

    page = search(client, locatie="Arnhem", rol="curative", vergelijk="een,elders")

    boxes = page.all("input", type="checkbox", name="vergelijk")
    assert {box["value"]: "checked" in box.attributes for box in boxes} == {"een": True, "twee": False}
    assert {(one["name"], one["value"]) for one in page.all("input", type="hidden")} == {
        ("locatie", "Arnhem"),
        ("rol", "curative"),
        ("vergelijk", "elders"),
    }


@pytest.mark.parametrize("number", [1, 3])
def test_cards_that_can_be_acted_on_take_no_query_more(client, number):
    for i in range(number):
        add_provider(f"loket-{i}", "NL", hours="Mo-Fr 09:00-17:00", phone="026 123 45 67", cost="free")
    search(client, locatie="6812 AB")

    with CaptureQueriesContext(connection) as queries:
        search(client, locatie="6811 AB")

    assert len(queries) == 2


# --- Nothing that was drawn before is out of date ------------------------------------------------------------


def test_a_card_that_was_drawn_follows_an_edit_the_choice_to_compare_and_what_the_list_says(client):
    add_provider("loket", "NL", phone="026 123 45 67", cost="free")
    assert "Bel 026 123 45 67" in card(search(client), "loket")

    provider = Provider.objects.get(slug="loket")
    with change(Verb.EDIT, by=STAFF, records=[provider.pk]):
        Provider.objects.filter(pk=provider.pk).update(phone="026 765 43 21", name="Ander loket")

    told = card(search(client), "loket")
    assert "Bel 026 765 43 21" in told
    assert "Ander loket" in told
    assert search(client, vergelijk="loket").with_id("vergelijk-loket").get("checked") is not None
    assert search(client).with_id("vergelijk-loket").get("checked") is None


def test_a_card_that_was_drawn_follows_the_day(client, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    add_provider("loket", "NL")
    assert "Laatste controle" not in card(search(client), "loket")

    time_machine.shift(timedelta(days=700))

    assert "Laatste controle" in card(search(client), "loket")


def test_what_staff_rename_is_renamed_on_cards_and_in_the_form(client):
    add_provider("loket", "NL", type_="learning_work_desk", sectors=("bouw",))
    search(client, sector="bouw")

    ProviderType.objects.filter(code="learning_work_desk").update(name_nl="Ander soort")
    Sector.objects.filter(code="bouw").update(name_nl="Andere sector")

    page = search(client, sector="bouw")
    assert "Ander soort" in card(page, "loket")
    assert "Andere sector" in card(page, "loket")
    assert {"Ander soort (1)", "Andere sector (1)"} <= {option.text for option in page.all("option")}


def test_what_one_reader_asks_is_on_no_page_of_another(client):
    add_provider("loket", "GM:GM0202", **ARNHEM)
    search(client, locatie="Arnhem", q="geheimwoord", vergelijk="eerder-gekozen", pagina="1")

    told = client.get("/zoeken/", {"locatie": "Nijmegen"}).text

    assert "Nijmegen" in told
    for asked in ("locatie=Arnhem", "geheimwoord", "eerder-gekozen"):
        assert asked not in told
