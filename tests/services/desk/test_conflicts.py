"""Two who edit one record at once: nobody waits, nothing typed is lost, and who is second chooses what both changed."""

import pytest
from django.urls import reverse

from services.desk import word_marks
from services.models import Draft, Provider
from services.upkeep.record import as_stored
from tests.portal.page import Page
from tests.services.desk.colleagues import at_the_desk, colleague
from tests.services.desk.forms_of_records import known_record, opened, sends
from tests.services.providers import by_hand

pytestmark = pytest.mark.django_db


@pytest.fixture
def loket() -> Provider:
    return known_record()


@pytest.fixture
def jan():
    return at_the_desk(colleague("jan"))


@pytest.fixture
def eva():
    return at_the_desk(colleague("eva"))


def stored(provider: Provider) -> dict:
    return as_stored([provider.pk])[provider.pk]


def asked(page) -> dict:
    """Return what the page of a conflict would send: all that is hidden, and the boxes that are ticked."""
    fields = [field for field in Page.read(page).all("input") if field.get("name")]
    sent: dict = {}
    for field in fields:
        if field.get("type") in ("hidden", None) or field.get("checked") is not None:
            sent.setdefault(field["name"], []).append(field["value"])
    return sent


def test_what_only_one_changed_joins_by_itself_and_the_page_says_so(jan, eva, loket):
    form = opened(eva, loket)
    sends(jan, loket, opened(jan, loket), city="Velp", phone="026 999 88 77")

    page = sends(eva, loket, form, opening_hours="Elke dag", website="gemeente.test")

    now = stored(loket)
    assert (now["city"], now["phone"], now["opening_hours"]) == ("Velp", "+31269998877", "Elke dag")
    told = eva.get(page["Location"]).content.decode()
    assert "Intussen wijzigde jan ook iets: telefoon, adres." in told


def test_of_what_both_changed_the_second_chooses_and_the_rest_travels_along(jan, eva, loket):
    form = opened(eva, loket)
    sends(jan, loket, opened(jan, loket), phone="026 999 88 77", city="Velp")

    page = sends(eva, loket, form, phone="026 312 00 00", opening_hours="Elke dag")

    assert page.status_code == 409
    assert stored(loket)["phone"] == "+31269998877"
    assert [row.unit for row in page.context["rows"]] == ["phone"]
    assert [side.words for side in page.context["rows"][0].sides] == ["026 312 34 56", "026 999 88 77", "026 312 00 00"]
    text = Page.read(page).one("main").text
    assert "jan, " in text
    assert "telefoon, adres" in text
    assert "dat blijft staan: adres" in text
    assert not [field for field in Page.read(page).all("input", type="radio") if field.get("checked") is not None]
    eva.post(reverse("desk_edit", args=["loket"]), asked(page) | {"keuze-phone": "yours"})
    now = stored(loket)
    assert (now["phone"], now["opening_hours"], now["city"]) == ("+31263120000", "Elke dag", "Velp")


@pytest.mark.parametrize(
    ("choice", "phone"), [("was", "+31263123456"), ("theirs", "+31269998877"), ("yours", "+31263120000")]
)
def test_each_choice_is_what_it_says(jan, eva, loket, choice, phone):
    form = opened(eva, loket)
    sends(jan, loket, opened(jan, loket), phone="026 999 88 77")
    page = sends(eva, loket, form, phone="026 312 00 00")

    eva.post(reverse("desk_edit", args=["loket"]), asked(page) | {"keuze-phone": choice})

    assert stored(loket)["phone"] == phone


@pytest.mark.parametrize("choice", [{}, {"keuze-phone": ""}, {"keuze-phone": "alles"}])
def test_without_a_choice_nothing_is_stored_and_the_field_says_so(jan, eva, loket, choice):
    form = opened(eva, loket)
    sends(jan, loket, opened(jan, loket), phone="026 999 88 77", name="Van Jan")
    page = sends(eva, loket, form, phone="026 312 00 00", name="Van Eva")

    again = eva.post(reverse("desk_edit", args=["loket"]), asked(page) | {"keuze-name": "theirs"} | choice)

    assert again.status_code == 409
    assert [bool(row.error) for row in again.context["rows"]] == [False, True]
    chosen = [
        field["value"] for field in Page.read(again).all("input", type="radio") if field.get("checked") is not None
    ]
    assert chosen == ["theirs"], "what was chosen stays chosen"
    assert stored(loket)["phone"] == "+31269998877"


def test_a_second_conflict_shows_it_again_with_what_was_chosen_and_holds(jan, eva, loket):
    form = opened(eva, loket)
    sends(jan, loket, opened(jan, loket), phone="026 999 88 77", name="Van Jan")
    page = sends(eva, loket, form, phone="026 312 00 00", name="Van Eva")
    sends(jan, loket, opened(jan, loket), phone="026 111 22 33", city="Velp")

    again = eva.post(
        reverse("desk_edit", args=["loket"]), asked(page) | {"keuze-phone": "theirs", "keuze-name": "yours"}
    )

    assert again.status_code == 409
    assert again.context["rows"][1].sides[1].words == "026 111 22 33"
    assert not any(row.error for row in again.context["rows"])
    chosen = [
        field["name"] for field in Page.read(again).all("input", type="radio") if field.get("checked") is not None
    ]
    assert chosen == ["keuze-name"]
    eva.post(reverse("desk_edit", args=["loket"]), asked(again) | {"keuze-phone": "theirs", "keuze-name": "yours"})
    now = stored(loket)
    assert (now["phone"], now["name"], now["city"]) == ("+31261112233", "Van Eva", "Velp")


def test_of_a_list_each_change_is_kept_or_not(jan, eva, loket):
    form = opened(eva, loket)
    sends(jan, loket, opened(jan, loket), areas="AM:AM07;GM:GM0200", sectors=["bouw"])

    page = sends(eva, loket, form, areas="GM:GM0202", sectors=["techniek", "bouw"])

    rows = {row.unit: row for row in page.context["rows"]}
    assert [(member.who, member.words) for member in rows["areas"].members] == [
        ("jan", "erbij: gemeente Apeldoorn"),
        ("u", "eraf: arbeidsmarktregio Midden-Gelderland"),
        ("u", "erbij: gemeente Arnhem"),
    ]
    eva.post(reverse("desk_edit", args=["loket"]), asked(page))
    now = stored(loket)
    assert (now["areas"], now["sectors"]) == (["GM:GM0200", "GM:GM0202"], ["bouw", "techniek"])


def test_of_a_list_nothing_ticked_is_a_choice_too(jan, eva, loket):
    form = opened(eva, loket)
    sends(jan, loket, opened(jan, loket), sectors=["bouw"])
    page = sends(eva, loket, form, sectors=["techniek"])

    eva.post(reverse("desk_edit", args=["loket"]), asked(page) | {"keuze-sectors": "gevraagd"})

    assert stored(loket)["sectors"] == []


def test_that_a_work_area_is_not_known_joins_with_nothing(jan, eva, loket):
    form = opened(eva, loket)
    sends(jan, loket, opened(jan, loket), areas="?")

    page = sends(eva, loket, form, areas="AM:AM07;GM:GM0200")

    assert [side.code for side in page.context["rows"][0].sides] == ["was", "theirs", "yours"]


def test_an_address_is_whole_from_one_side(jan, eva, loket):
    form = opened(eva, loket)
    sends(jan, loket, opened(jan, loket), street="Plein 9")
    page = sends(eva, loket, form, postcode="3011AA", city="Rotterdam")

    eva.post(reverse("desk_edit", args=["loket"]), asked(page) | {"keuze-address": "yours"})

    now = stored(loket)
    assert (now["street"], now["postcode"], now["city"]) == ("Straat 1", "3011AA", "Rotterdam")


def test_what_is_whole_apart_and_not_together_is_told_with_the_form(jan, eva, loket):
    form = opened(
        eva,
        loket,
    )
    sends(jan, loket, opened(jan, loket), type="branch_service_point", sectors=["bouw"])
    sends(jan, loket, opened(jan, loket), type="learning_work_desk", sectors=["bouw"])
    form = opened(eva, loket)
    sends(jan, loket, opened(jan, loket), type="branch_service_point")

    page = sends(eva, loket, form, sectors=[], city="Velp")

    assert page.status_code == 200
    assert list(page.context["form"].errors) == ["sectors"]
    assert page.context["form"]["city"].value() == "Velp"


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 30, str(2**63 - 1), None])
def test_a_form_that_does_not_say_what_it_saw_is_compared_with_all_that_happened(jan, eva, loket, seen):
    sends(jan, loket, opened(jan, loket), phone="026 999 88 77")
    form = opened(eva, loket) | {"phone": "026 312 00 00", "seen": seen}

    page = sends(eva, loket, {name: value for name, value in form.items() if value is not None})

    assert page.status_code == 409
    assert stored(loket)["phone"] == "+31269998877"


def test_instead_of_choosing_one_keeps_it_as_a_draft_or_goes_back_to_the_form(jan, eva, loket):
    form = opened(eva, loket)
    sends(jan, loket, opened(jan, loket), phone="026 999 88 77")
    page = sends(eva, loket, form, phone="026 312 00 00")

    back = sends(eva, loket, asked(page), "verder")
    sends(eva, loket, asked(page), "concept")

    assert back.context["form"]["phone"].value() == "026 312 00 00"
    assert Draft.objects.get().typed["phone"] == ["026 312 00 00"]


def test_what_was_typed_about_a_record_that_is_gone_is_a_draft(eva, loket):
    form = opened(eva, loket)
    with by_hand():
        Provider.objects.get().delete()

    page = eva.get(sends(eva, loket, form, name="Mooie naam")["Location"])

    assert "intussen verwijderd" in page.content.decode()
    assert page.context["form"]["name"].value() == "Mooie naam"
    assert eva.get(reverse("desk_edit", args=["loket"])).status_code == 404


def marked(page, kind: str) -> list[str]:
    return [words.text for words in Page.read(page).all(kind)]


def test_of_a_text_the_words_that_differ_are_marked_and_said(jan, eva, loket):
    form = opened(eva, loket)
    sends(jan, loket, opened(jan, loket), description_nl="Wij helpen graag.\nAltijd.")

    page = sends(eva, loket, form, description_nl="Wij helpen. Bijna altijd.")

    assert marked(page, "ins") == ["(erbij: graag)", "(erbij: Bijna altijd)"]
    assert marked(page, "del") == ["(eraf: Altijd)"]
    sides = [side.text for side in Page.read(page).all("label")]
    assert "Van janWij helpen (erbij: graag).\nAltijd." in sides
    assert "Van uWij helpen. (eraf: Altijd)(erbij: Bijna altijd)." in sides


@pytest.mark.parametrize(
    ("was", "becomes", "pieces"),
    [
        ("Wij helpen u.", "Wij helpen u.", [("", "Wij helpen u.")]),
        ("Wij helpen u.", "Wij helpen u niet.", [("", "Wij helpen u"), ("ins", "niet"), ("", ".")]),
        ("026-312", "026-313", [("", "026-"), ("del", "312"), ("ins", "313")]),
        ("een twee drie", "een drie", [("", "een"), ("del", "twee"), ("", "drie")]),
        ("een\ntwee", "een twee", [("", "een twee")]),
        ("", "een", [("ins", "een")]),
        ("een", "", [("del", "een")]),
        ("", "", []),
        ("<b>een", "<b>twee", [("", "<b>"), ("del", "een"), ("ins", "twee")]),
    ],
)
def test_words_are_compared_in_order(was, becomes, pieces):
    found = word_marks.marked(was, becomes)

    assert [(piece.kind, piece.words) for piece in found] == pieces
    assert "".join(piece.words + piece.space for piece in found if piece.kind != "del").strip() == becomes


def test_very_long_texts_are_shown_and_not_compared():
    text = "woord " * (word_marks.MOST_WORDS + 1)

    assert [piece.kind for piece in word_marks.marked(text, f"ander {text}")] == [""]


def test_one_may_type_what_must_stand_beginning_with_ones_own(jan, eva, loket):
    form = opened(eva, loket)
    sends(jan, loket, opened(jan, loket), description_nl="Wij helpen graag.", phone="026 999 88 77")
    page = sends(eva, loket, form, description_nl="Wij helpen altijd.", phone="026 312 00 00")
    read = Page.read(page)
    assert read.one("textarea", name="zelf-description_nl").text.strip() == "Wij helpen altijd."
    assert read.one("input", name="zelf-phone")["value"] == "026 312 00 00"
    own = {"zelf-description_nl": "Wij helpen altijd graag.", "zelf-phone": "026 111 22 33"}

    eva.post(
        reverse("desk_edit", args=["loket"]),
        asked(page) | own | {"keuze-description_nl": "own", "keuze-phone": "theirs"},
    )

    now = stored(loket)
    assert (now["description_nl"], now["phone"]) == ("Wij helpen altijd graag.", "+31269998877")


@pytest.mark.parametrize("text", ["026 312 34 56", "026 999 88 77"], ids=["as it was", "as they have it"])
def test_what_one_types_to_choose_may_be_one_of_the_others(jan, eva, loket, text):
    form = opened(eva, loket)
    sends(jan, loket, opened(jan, loket), phone="026 999 88 77")
    page = sends(eva, loket, form, phone="026 312 00 00")

    eva.post(reverse("desk_edit", args=["loket"]), asked(page) | {"keuze-phone": "own", "zelf-phone": text})

    assert stored(loket)["phone"] == "+31" + text.replace(" ", "")[1:]


def test_what_one_typed_to_choose_is_kept_whatever_comes_of_it(jan, eva, loket):
    form = opened(eva, loket)
    sends(jan, loket, opened(jan, loket), phone="026 999 88 77", name="Van Jan")
    page = sends(eva, loket, form, phone="026 312 00 00", name="Van Eva")
    said = asked(page) | {"keuze-phone": "own", "zelf-phone": "026 111 22 33", "zelf-name": "Van ons"}

    again = sends(eva, loket, said)
    wrong = sends(eva, loket, said | {"keuze-name": "theirs", "zelf-phone": "bel mij"})
    sends(eva, loket, said, "concept")

    assert again.status_code == 409
    assert [(row.own.text, row.own.is_chosen) for row in again.context["rows"]] == [
        ("Van ons", False),
        ("026 111 22 33", True),
    ]
    assert list(wrong.context["form"].errors) == ["phone"]
    assert wrong.context["form"]["phone"].value() == "bel mij"
    assert Draft.objects.get().typed["phone"] == ["026 111 22 33"]
    assert stored(loket)["phone"] == "+31269998877"
