"""The search page: what a reader asks, and what the page answers."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from notation.dates import date_in_words
from services.files.loading import load_directory
from services.models import Provider, Role
from tests.portal.page import Page
from tests.services.providers import ARNHEM, add_provider, by_hand, days_ago

pytestmark = pytest.mark.django_db


def search(client, **query) -> Page:
    response = client.get("/zoeken/", query)
    assert response.status_code == 200
    return Page.read(response)


def found(page: Page) -> list[str]:
    return [element["id"].removeprefix("hit-") for element in page.all("article")]


def text(page: Page) -> str:
    return " ".join(page.one("main").text.split())


def errors(page: Page, field: str) -> str:
    return " ".join(page.with_id(f"id_{field}_error").text.split())


def chosen(page: Page) -> list[str]:
    return [option["value"] for option in page.all("option") if "selected" in option.attributes]


# --- Asking --------------------------------------------------------------------------------------------------


def test_without_a_question_everything_is_listed_by_name_with_private_providers_last(client):
    add_provider("b", "AM:AM18", name="Beta")
    add_provider("a", "AM:AM07", name="Alfa", type_="outplacement_agency")
    add_provider("c", "NL", name="Gamma")

    page = search(client)

    assert found(page) == ["b", "c", "a"]
    assert "heel Nederland" in text(page)


def test_with_a_place_only_who_serves_it_is_listed(client):
    add_provider("arnhem", "AM:AM07")
    add_provider("amsterdam", "AM:AM18")

    page = search(client, locatie="6811 AB")

    assert found(page) == ["arnhem"]
    assert page.one("h1").text == "Wie helpt in 6811 AB Arnhem?"


def test_the_role_keeps_who_has_it_and_own_roles_win(client):
    add_provider("type", "NL", type_="mobility_centre")
    add_provider("eigen", "NL", type_="learning_work_desk", roles=frozenset({Role.CURATIVE}))
    add_provider("niet-meer", "NL", type_="mobility_centre", roles=frozenset({Role.PREVENTIVE}))

    assert found(search(client, rol="curative")) == ["eigen", "type"]


def test_the_type_keeps_its_own(client):
    add_provider("loket", "NL", type_="learning_work_desk")
    add_provider("uwv", "NL", type_="uwv")

    assert found(search(client, type="uwv")) == ["uwv"]


def test_the_sector_keeps_who_serves_it_or_serves_all(client):
    add_provider("bouw", "NL", sectors=("bouw",))
    add_provider("techniek", "NL", sectors=("techniek", "horeca"))
    add_provider("ieder", "NL")

    page = search(client, sector="techniek")

    assert found(page) == ["ieder", "techniek"]
    assert "Werkt vooruw sector" in text(page)
    assert "Werkt vooralle sectoren" in text(page)


@pytest.mark.parametrize("words", ["scholing", "SCHOLING arnhem", "leerwerkloket scholing"])
def test_every_word_must_occur_in_the_name_the_town_the_description_or_the_type(client, words):
    add_provider("wel", "NL", type_="learning_work_desk", city="Arnhem", description_nl="Advies over scholing.")
    add_provider("half", "NL", type_="uwv", city="Arnhem")

    assert found(search(client, q=words)) == ["wel"]


def test_the_example_of_the_field_finds_what_it_should(client):
    load_directory(timezone.localdate())
    example = re.search(r"Bijvoorbeeld (\w+)", search(client).with_id("id_q_helptext").text)[1]

    page = search(client, q=example, locatie="Arnhem", type="learning_work_desk")

    assert len(found(page)) == 1
    assert "Uw woorden vinden ook wie hierbij helpt: Leerwerkloket" in text(page)


def test_words_of_which_one_finds_nothing_lead_to_the_help_that_the_others_stand_for(client):
    add_provider("centrum", "AM:AM07", type_="mobility_centre")
    add_provider("desk", "AM:AM07", type_="learning_work_desk")

    page = search(client, locatie="Arnhem", q="wat nu bij ontslag", sector="bouw")

    assert found(page) == []
    [lead] = [link for link in page.all("a") if link.text == "Ontslag komt eraan"]
    assert parse_qs(urlsplit(lead["href"]).query) == {"locatie": ["Arnhem"], "rol": ["curative"]}
    assert found(Page.read(client.get("/zoeken/" + lead["href"]))) == ["centrum"]


def test_a_mistyped_word_that_finds_nothing_is_asked_and_an_unknown_one_leads_to_the_questions(client):
    add_provider("loket", "NL")

    mistyped, unknown = search(client, q="ontslga"), search(client, q="xyzzy")

    [link] = [link for link in mistyped.all("a") if link.text == "ontslag"]
    assert parse_qs(urlsplit(link["href"]).query) == {"q": ["ontslag"]}
    assert "Bedoelt u dit?" in text(mistyped)
    assert [link.text for link in unknown.all("a", href="/casus/") if "vragen" in link.text] == [
        "Beantwoord een paar vragen over uw situatie"
    ]


def test_signs_without_a_word_are_said_to_be_none(client):
    add_provider("loket", "NL")

    page = search(client, q="%%% ***")

    assert "Hier staat geen woord." in errors(page, "q")
    assert found(page) == ["loket"]


def test_the_filters_work_together(client):
    add_provider("goed", "AM:AM07", type_="branch_service_point", sectors=("techniek",))
    add_provider("ander-werkgebied", "AM:AM18", type_="branch_service_point", sectors=("techniek",))
    add_provider("andere-sector", "AM:AM07", type_="branch_service_point", sectors=("bouw",))

    page = search(client, locatie="Arnhem", rol="curative", type="branch_service_point", sector="techniek", q="goed")

    assert found(page) == ["goed"]
    assert chosen(page) == ["curative", "branch_service_point", "techniek"]
    assert page.with_id("id_locatie")["value"] == "Arnhem"
    assert page.with_id("id_q")["value"] == "goed"


def test_a_card_tells_what_the_provider_does_and_asks_and_where_it_works(client):
    add_provider(
        "punt",
        "AM:AM07",
        type_="branch_service_point",
        sectors=("techniek",),
        min_redundancies=5,
        city="Arnhem",
        **ARNHEM,
    )

    card = " ".join(search(client, locatie="6811 AB", sector="techniek").with_id("hit-punt").text.split())

    assert "Nog geen ontslag, ontslag komt eraan, ziek of een uitkering" in card
    assert "vanaf 5 ontslagen" in card
    assert "minder dan 1 km" in card
    assert "Werkt inarbeidsmarktregio Midden-Gelderland" in card


@pytest.mark.parametrize(
    ("checked", "words"),
    [
        (None, "nog niet gecontroleerd"),
        (days_ago(300), "Dat is lang geleden"),
    ],
)
def test_a_card_says_how_old_the_check_is(client, checked, words):
    add_provider("loket", "NL", last_checked_on=checked)

    assert words.lower() in text(search(client)).lower()


def test_a_silent_organisation_says_so_and_stands_behind_who_answers(client):
    add_provider("zwijgt", "NL", latitude=51.98, longitude=5.91, last_checked_on=None, silent_since=days_ago(1))
    add_provider("antwoordt", "NL", latitude=52.4, longitude=4.9, last_checked_on=days_ago(300))

    page = search(client, locatie="6811 AB")

    assert found(page) == ["antwoordt", "zwijgt"]
    assert "antwoordt niet op aanvragen" in page.with_id("hit-zwijgt").text


def test_an_edit_shows_at_once(client):
    provider = add_provider("loket", "NL", name="Oude naam")
    search(client)
    provider.name = "Nieuwe naam"
    with by_hand():
        provider.save()
    provider.type.name_nl = "nieuw soort"
    provider.type.save()

    card = search(client).with_id("hit-loket").text

    assert "Nieuwe naam" in card
    assert "nieuw soort" in card


def test_the_page_is_there_in_english(client):
    add_provider("loket", "NL", type_="mobility_centre")

    page = Page.read(client.get("/en/zoeken/", {"locatie": "6811 AB"}))

    assert "Mobiliteitscentrum: desk for work in the region" in page.with_id("hit-loket").text
    assert page.all("a", href="/en/organisaties/loket/")


def test_the_page_says_in_which_order_it_lists(client):
    add_provider("loket", "NL")

    assert "Volgorde: op naam" in text(search(client))
    assert "de kortste afstand vooraan" in text(search(client, locatie="Arnhem"))
    for query in ({}, {"locatie": "Arnhem"}):
        assert "Wie vol is of een wachtlijst heeft, staat lager" in text(search(client, **query))


def test_who_stands_lower_for_want_of_room_says_so_on_its_card(client):
    today = timezone.localdate()
    add_provider("a-vol", "NL", capacity="full", capacity_until=today)
    add_provider("b-plek", "NL")

    for query in ({}, {"locatie": "Arnhem"}):
        page = search(client, **query)

        assert found(page) == ["b-plek", "a-vol"]
        assert f"Vol tot en met {date_in_words(today)}." in page.with_id("hit-a-vol").text


def test_nothing_found_is_said_with_a_way_on(client):
    assert "Wij kennen geen organisatie die hierbij past" in text(search(client, locatie="Arnhem"))


def test_example_data_are_called_examples(client):
    add_provider("loket", "NL", is_example=True)

    assert "voorbeeldgegevens" in search(client).one("body").text


# --- Places that are not understood at once ------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["Qwxyzstad", "Bergen", "Amsterdma", "1234", "Duisburg"])
def test_a_place_that_is_not_certain_gives_an_error_page_and_no_list_of_the_country(client, typed):
    add_provider("uwv", "NL", type_="uwv")

    page = search(client, locatie=typed, type="uwv")

    assert page.one("title").text.startswith("Fout: Wie helpt?")
    summary = page.one("div", class_="vwnw-error-summary")
    assert "autofocus" in summary.attributes
    (link,) = [link for link in page.all("a") if link["href"].startswith("#id_locatie")]
    assert page.with_id(link["href"].removeprefix("#"))
    assert errors(page, "locatie") in summary.text
    assert page.with_id("id_locatie")["value"] == typed
    assert page.with_id("id_locatie")["aria-invalid"] == "true"
    assert found(page) == []
    assert "heel Nederland" not in text(page)
    assert chosen(page) == ["", "uwv", ""]


def test_an_unknown_place_is_said_without_blame(client):
    page = search(client, locatie="Qwxyzstad")

    assert errors(page, "locatie") == "Deze plaats kennen wij niet. Vul een postcode of plaatsnaam in, zonder straat."


def test_an_ambiguous_place_is_chosen_by_radio_button_and_the_other_filters_stay(client):
    page = search(client, locatie="Bergen", rol="curative")

    assert "Er zijn meer plaatsen die ‘Bergen’ heten" in errors(page, "locatie")
    assert "Welke plaats bedoelt u?" in page.one("legend").text
    radios = page.all("input", type="radio")
    assert [radio["value"] for radio in radios] == ["Bergen (NH)", "Bergen L"]
    assert {radio["name"] for radio in radios} == {"locatie-bedoeld"}
    assert page.one("input", name="locatie-gevraagd")["value"] == "Bergen"
    assert "curative" in chosen(page)


def test_an_answer_leads_to_the_address_of_that_place(client):
    asked = {"locatie": "Bergen", "locatie-gevraagd": "Bergen", "locatie-bedoeld": "Bergen L", "rol": "curative"}
    response = client.get("/zoeken/", asked)

    assert response.status_code == 302
    assert parse_qs(urlsplit(response["Location"]).query) == {"locatie": ["Bergen L"], "rol": ["curative"]}
    assert "Wie helpt in Bergen L?" in Page.read(client.get(response["Location"])).one("h1").text


def test_the_address_of_a_search_holds_no_street(client):
    response = client.get("/zoeken/", {"locatie": "Kerkstraat 12, 6811 AB Arnhem"})

    assert parse_qs(urlsplit(response["Location"]).query) == {"locatie": ["6811 AB Arnhem"]}


def test_a_typing_error_is_asked_and_the_guess_is_not_used(client):
    add_provider("loket", "AM:AM18")

    page = search(client, locatie="Amsterdma", rol="")

    assert found(page) == []
    assert errors(page, "locatie") == (
        "Een plaats ‘Amsterdma’ kennen wij niet. Bedoelt u Amsterdam (gemeente Amsterdam)?"
    )
    assert "Bedoelt u deze plaats?" in page.one("legend").text
    assert [radio["value"] for radio in page.all("input", type="radio")] == ["Amsterdam"]
    assert found(search(client, locatie="Amsterdam")) == ["loket"]


def test_a_typing_error_is_asked_in_english(client):
    page = Page.read(client.get("/en/zoeken/", {"locatie": "IJmuidn"}))

    assert "Do you mean IJmuiden (municipality of Velsen)?" in errors(page, "locatie")
    assert "Do you mean this place?" in page.one("legend").text


def test_a_place_abroad_is_said_to_be_abroad_and_nothing_else_is_offered(client):
    page = search(client, locatie="Duisburg")

    assert errors(page, "locatie") == (
        "Deze plaats ligt in het buitenland. Dit portaal kent alleen plaatsen in Nederland."
    )
    assert page.all("input", type="radio") == []


def test_a_postcode_of_boxes_is_said_to_be_one(client):
    assert "Dit lijkt een postbus." in errors(search(client, locatie="6800"), "locatie")


def test_a_whole_region_can_be_searched(client):
    add_provider("loket", "AM:AM05")

    assert found(search(client, locatie="Twente")) == ["loket"]


@pytest.mark.parametrize(
    ("address", "typed", "heading"),
    [
        ("/zoeken/", "Den Haag", "Wie helpt in Den Haag?"),
        ("/zoeken/", "'s-Gravenhage", "Wie helpt in 's-Gravenhage?"),
        ("/en/zoeken/", "Den Haag", "Who helps in The Hague?"),
        ("/en/zoeken/", "2511 CV", "Who helps in 2511 CV The Hague?"),
    ],
)
def test_the_place_is_named_as_the_reader_does(client, address, typed, heading):
    assert Page.read(client.get(address, {"locatie": typed})).one("h1").text.strip() == heading


@pytest.mark.parametrize("typed", ["Den Haag", "The Hague"])
def test_an_everyday_name_stays_in_the_field_as_it_was_typed(client, typed):
    assert search(client, locatie=typed).with_id("id_locatie")["value"] == typed


@pytest.mark.parametrize(
    "typed", ["tech\u00adniek", "tech\u200bniek", "ｔｅｃｈｎｉｅｋ", "cafe\u0301", "van\u00a0werk", "de\u2011werkplek"]
)
def test_how_a_word_is_written_never_decides_what_it_finds(client, typed):
    add_provider("loket", "NL", name="Techniek Café van werk in de-werkplek")

    assert found(search(client, q=typed)) == ["loket"]


# --- Bad input -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["rol", "type", "sector"])
def test_a_choice_that_does_not_exist_is_said_beside_its_field_and_filters_nothing(client, field):
    add_provider("loket", "NL")

    page = search(client, **{field: "onzin"}, locatie="Arnhem")

    assert "uit de lijst." in errors(page, field)
    assert "onzin" not in errors(page, field)
    assert page.with_id("id_locatie")["value"] == "Arnhem"
    assert found(page) == ["loket"]


@pytest.mark.parametrize("field", ["locatie", "rol", "type", "sector", "q"])
@pytest.mark.parametrize(
    "value", ["\x00", "x\x00y", "a" * 20_000, "'; DROP TABLE services_provider; --", "%", "\ud800"]
)
def test_no_input_breaks_the_page(client, field, value):
    add_provider("loket", "NL")

    response = client.get(f"/zoeken/?{field}=" + value.encode("utf-8", "surrogatepass").hex("%", 1).join(["%", ""]))

    assert response.status_code == 200


def test_too_many_words_are_said_beside_the_field(client):
    add_provider("loket", "NL")

    page = search(client, q="a b c d e f g h i")

    assert "U typte 9 woorden. Gebruik er hoogstens 8." in errors(page, "q")
    assert found(page) == ["loket"]


def test_of_a_repeated_key_the_last_counts(client):
    add_provider("loket", "AM:AM07")

    page = Page.read(client.get("/zoeken/?" + "locatie=Amsterdam&" * 200 + "locatie=Arnhem"))

    assert found(page) == ["loket"]


def test_names_are_text_never_markup(client):
    add_provider("loket", "NL", name="<script>alert(1)</script>", city='"><img src=x>', **ARNHEM)

    response = client.get("/zoeken/", {"locatie": "6811 AB", "q": '"><script>alert(2)</script>'})
    listed = client.get("/zoeken/", {"locatie": "6811 AB"})

    for answer in (response, listed):
        assert b"<script>alert" not in answer.content
        assert b"<img src=x" not in answer.content
    assert Page.read(listed).all("a", href="/organisaties/loket/")[0].text == "<script>alert(1)</script>"


# --- Pages ---------------------------------------------------------------------------------------------------


@pytest.fixture
def twenty_five():
    for i in range(25):
        add_provider(f"loket-{i:02}", "AM:AM07")


@pytest.mark.parametrize("place", ["", "Arnhem"])
def test_a_page_holds_twenty_and_links_to_the_next_with_the_same_question(client, twenty_five, place):
    first, second = (search(client, locatie=place, rol="curative", pagina=page) for page in "12")

    assert found(first) == [f"loket-{i:02}" for i in range(20)]
    assert found(second) == [f"loket-{i:02}" for i in range(20, 25)]
    assert "25 organisaties gevonden" in text(first)
    following = first.one("a", rel="next")["href"]
    assert parse_qs(urlsplit(following).query)["rol"] == ["curative"]
    assert parse_qs(urlsplit(following).query)["pagina"] == ["2"]


@pytest.mark.parametrize("page", ["3", "999999"])
@pytest.mark.parametrize("place", ["", "Arnhem"])
def test_a_page_after_the_last_leads_to_the_last(client, twenty_five, page, place):
    response = client.get("/zoeken/", {"locatie": place, "pagina": page})

    assert response.status_code == 302
    assert parse_qs(urlsplit(response["Location"]).query)["pagina"] == ["2"]


@pytest.mark.parametrize("page", ["0", "-1", "twee", "1.5", "9" * 400, "²"])
def test_what_is_no_page_number_is_said_and_gives_the_first_page(client, twenty_five, page):
    answer = search(client, pagina=page)

    assert len(found(answer)) == 20
    assert "is geen paginanummer. Dit is de eerste pagina." in text(answer)


def test_an_empty_page_number_is_the_first_page(client, twenty_five):
    assert "paginanummer" not in text(search(client, pagina=""))


# --- Cost and privacy ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ({"type": "employer_service_point"}, 4),
        ({"locatie": "6811 AB", "sector": "techniek", "rol": "curative", "q": "loket"}, 3),
    ],
    ids=["the whole country", "a place"],
)
def test_a_search_takes_as_many_queries_with_one_hit_as_with_three_and_three_when_repeated(client, query, number):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page = search(client, **query)
        counts.append(len(found(page)))
        return len(captured)

    def asked_elsewhere() -> None:
        """Have read what does not depend on the place: if there are examples, who may work anywhere, reply times."""
        search(client, **query | {"locatie": "Zwolle"})

    counts: list[int] = []
    add_provider("loket-1", "AM:AM07", "GM:GM0202", sectors=("techniek",))
    search(client, **query)
    with by_hand():
        Provider.objects.update(phone="026 123 45 67")  # any change: what was counted no longer holds
    asked_elsewhere()
    with_one = queries()
    add_provider("loket-2", "AM:AM07", "NL", sectors=("techniek", "bouw"))
    add_provider("loket-3", "PC:6811")
    asked_elsewhere()
    with_three, repeated = queries(), queries()

    assert counts == [1, 3, 3]
    assert with_one == with_three == number
    assert repeated == 3


def test_searching_sets_no_cookie_and_asks_for_a_get(client):
    add_provider("loket", "NL")

    answers = [client.get("/zoeken/", {"locatie": "6811 AB"}), client.get("/organisaties/loket/")]

    assert not any(answer.cookies for answer in answers)
    assert client.post("/zoeken/").status_code == 405
