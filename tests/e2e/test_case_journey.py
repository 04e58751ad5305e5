"""The employer's case, from the first question to the plan, and all the ways to wander on the way."""

import pytest
from playwright.sync_api import expect

from tests.e2e.journeys import answer_every_question
from tests.e2e.visitor import Visitor
from tests.referrals.support.journeys import YEAR

pytestmark = pytest.mark.browser


@pytest.fixture
def at_the_check(visitor, complete_case) -> Visitor:
    """Give a visitor who answered every question and sees the answers."""
    visitor.page.context.add_cookies(complete_case)
    visitor.opens("/casus/controleren/")
    return visitor


def answers(visitor: Visitor) -> dict[str, str]:
    """Return each question on the check with its answer."""
    rows = visitor.part(".vwnw-summary > div").all()
    return {row.locator("dt").inner_text(): row.locator("dd").inner_text() for row in rows}


def test_the_keyboard_alone_leads_to_the_plan(visitor):
    visitor.opens("/casus/")
    go_on_to(visitor, "Begin")
    visitor.tabs_to("Mensen worden ontslagen, of hun contract stopt")
    visitor.strikes("Space")
    go_on_to(visitor)
    for label, text in (
        ("Postcode of plaats waar zij werken", "6811 AB"),
        ("Vaste medewerkers die u ontslaat", "12"),
        ("Laatste werkdag", f"01-06-{YEAR}"),
    ):
        visitor.tabs_to(label)
        visitor.types(text)
    go_on_to(visitor)
    visitor.tabs_to("Ambachten")
    visitor.strikes("ArrowDown")
    go_on_to(visitor)
    visitor.tabs_to("Hoeveel mensen werken er in uw hele bedrijf?")
    visitor.types("40")
    go_on_to(visitor)
    visitor.tabs_to("Scholing")
    visitor.strikes("Space")
    go_on_to(visitor)
    for _question in ("stay in the sector", "far from other work", "budget"):
        visitor.tabs_to("Ja")
        visitor.strikes("ArrowDown")
        go_on_to(visitor)
    visitor.tabs_to("Nog met niemand")
    visitor.strikes("Space")
    go_on_to(visitor)
    visitor.reads_heading("Kloppen uw antwoorden?")

    go_on_to(visitor, "Bekijk uw plan")

    visitor.reads_heading("Uw plan")
    visitor.sees("Deze organisatie wijst u de weg.")


def go_on_to(visitor: Visitor, button: str = "Volgende") -> None:
    """Reach a button with the keyboard and press it."""
    visitor.tabs_to(button)
    visitor.enters()


def test_without_javascript_the_case_leads_to_the_plan(plain_visitor):
    answer_every_question(plain_visitor)
    plain_visitor.follows("Bekijk uw plan")

    plain_visitor.reads_heading("Uw plan")
    plain_visitor.sees("Deze organisatie wijst u de weg.")


def test_changing_the_first_answer_at_the_end_keeps_all_others(at_the_check):
    before = answers(at_the_check)

    at_the_check.follows("Wijzig Wat er aan de hand is")
    at_the_check.ticks("Mensen zijn langdurig ziek en kunnen niet terug in hun eigen werk")
    at_the_check.presses("Volgende")

    at_the_check.reads_heading("Kloppen uw antwoorden?")
    after = answers(at_the_check)
    assert {question for question in before if before[question] != after[question]} == {"Wat er aan de hand is"}
    assert "langdurig ziek" in after["Wat er aan de hand is"]


def test_an_answer_that_no_longer_applies_comes_back_with_its_question(at_the_check):
    before = answers(at_the_check)

    for tick, untick in (
        ("Mensen hebben al een uitkering", REDUNDANCY),
        (REDUNDANCY, "Mensen hebben al een uitkering"),
    ):
        at_the_check.opens("/casus/situatie/?naar=check")
        at_the_check.ticks(tick)
        at_the_check.page.get_by_label(untick, exact=True).uncheck()
        at_the_check.presses("Volgende")
    at_the_check.opens("/casus/controleren/")

    assert answers(at_the_check) == before


REDUNDANCY = "Mensen worden ontslagen, of hun contract stopt"


def test_back_and_refresh_keep_what_was_answered_on_every_page(visitor):
    answer_every_question(visitor)
    summary = answers(visitor)

    headings = []
    while not visitor.page.url.endswith("/casus/"):
        heading = visitor.part("h1").inner_text()
        headings.append(heading)
        visitor.refreshes()
        visitor.reads_heading(heading)
        if "controleren" not in visitor.page.url:
            assert filled_in(visitor), f"the answer is gone from: {heading}"
        visitor.goes_back()

    assert len(headings) == 10
    visitor.opens("/casus/controleren/")
    assert answers(visitor) == summary


def filled_in(visitor: Visitor) -> bool:
    """Tell whether an answer is shown in the form."""
    chosen = visitor.part("main :checked").count()
    typed = [field.input_value() for field in visitor.part("main input[type=text], main input[type=number]").all()]
    return bool(chosen) or any(typed)


def test_two_tabs_keep_each_others_answers(at_the_check):
    one = at_the_check
    other = Visitor(one.page.context.new_page())
    one.opens("/casus/sector/?naar=check")
    other.opens("/casus/omvang/?naar=check")

    other.fills("Hoeveel mensen werken er in uw hele bedrijf?", "77")
    other.presses("Volgende")
    other.reads_heading("Kloppen uw antwoorden?")
    one.ticks("Horeca")
    one.presses("Volgende")

    one.reads_heading("Kloppen uw antwoorden?")
    assert "77" in answers(one)["Uw bedrijf"]
    assert "Horeca" in answers(one)["Uw sector"]


def test_stopping_asks_once_and_wipes_every_answer(at_the_check):
    at_the_check.part("summary").filter(has_text="Stoppen en alles wissen").click()
    at_the_check.sees("Weet u het zeker?")
    at_the_check.refreshes()
    at_the_check.reads_heading("Kloppen uw antwoorden?")
    at_the_check.part("summary").filter(has_text="Stoppen en alles wissen").click()
    at_the_check.presses("Ja, wis alles")

    at_the_check.sees("Al uw antwoorden zijn gewist.")
    assert "vwnw_casus" not in {cookie["name"] for cookie in at_the_check.page.context.cookies()}
    at_the_check.goes_back()
    at_the_check.reads_heading("Wie helpt uw mensen van werk naar werk?")
    at_the_check.sees("Uw antwoorden zijn er niet meer")


SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])


@SCRIPTS
def test_another_tabs_case_is_told_and_what_was_typed_stays(browse, complete_case, scripts):
    with browse(java_script_enabled=scripts) as one:
        one.page.context.add_cookies(complete_case)
        one.opens("/casus/omvang/")
        one.fills("Hoeveel mensen werken er in uw hele bedrijf?", "4321")
        other = Visitor(one.page.context.new_page())
        other.opens("/casus/advies/")
        other.part("summary").filter(has_text="Bewaren, mailen en printen").click()
        other.presses("Bewaar deze en begin een nieuwe")
        other.sees("Uw casus is bewaard.")
        other.follows("Begin een nieuwe casus")
        other.follows("Begin")
        other.ticks("Mensen hebben al een uitkering")
        other.presses("Volgende")
        other.reads_heading("Waar werken de mensen")

        one.presses("Volgende")

        one.sees("In een ander tabblad bent u een andere aanvraag begonnen.")
        assert one.page.get_by_label("Hoeveel mensen werken er in uw hele bedrijf?").input_value() == "4321"
        one.follows("Ga verder met de andere aanvraag")
        one.follows("Verder gaan")
        one.reads_heading("Waar werken de mensen")
        assert one.complaints() + other.complaints() == []


@SCRIPTS
def test_a_lost_cookie_is_said_on_the_next_question_and_what_was_typed_stays(browse, complete_case, scripts):
    with browse(java_script_enabled=scripts) as visitor:
        visitor.page.context.add_cookies(complete_case)
        visitor.opens("/casus/omvang/")
        visitor.fills("Hoeveel mensen werken er in uw hele bedrijf?", "4321")
        visitor.page.context.clear_cookies(name="vwnw_casus")

        visitor.part("button").filter(has_text="Volgende").dblclick()

        visitor.sees("Wat u net invulde, is er nog.")
        visitor.reads_heading("Wat is er aan de hand?")
        visitor.opens("/casus/omvang/")
        assert visitor.page.get_by_label("Hoeveel mensen werken er in uw hele bedrijf?").input_value() == "4321"
        assert visitor.complaints() == []


@SCRIPTS
def test_a_kept_case_survives_double_presses_and_an_old_address_says_what_to_do(browse, complete_case, scripts):
    with browse(java_script_enabled=scripts) as visitor:
        visitor.page.context.add_cookies(complete_case)
        visitor.opens("/casus/advies/")
        visitor.part("button").filter(has_text="Bewaar mijn casus").first.dblclick()
        visitor.sees("Uw bewaarde casus")
        old = visitor.page.url
        visitor.part("button").filter(has_text="Geef mij een nieuw adres").dblclick()
        visitor.sees("U hebt een nieuw adres.")
        visitor.refreshes()
        visitor.sees("Uw bewaarde casus")
        visitor.part("button").filter(has_text="Verwijder nu").dblclick()
        visitor.sees("Uw casus is verwijderd.")
        visitor.opens(old)
        visitor.reads_heading("Dit adres werkt niet")
        visitor.sees("Begin opnieuw")
        assert visitor.complaints() == []


def test_the_private_address_of_a_kept_case_works_in_another_browser_until_it_is_deleted(at_the_check, browse):
    at_the_check.follows("Bekijk uw plan")
    at_the_check.presses("Bewaar mijn casus")
    at_the_check.sees("Uw bewaarde casus")
    address = at_the_check.page.url

    with browse() as colleague:
        colleague.opens(address)
        colleague.reads_heading("Uw plan")
        colleague.presses("Verwijder nu")
        colleague.opens(address)
        colleague.reads_heading("Dit adres werkt niet")
        expect(colleague.page.get_by_role("link", name="Begin opnieuw")).to_be_visible()
