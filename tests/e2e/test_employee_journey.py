"""The employee's way: with the keyboard alone and without JavaScript, and nothing is stored."""

import pytest

pytestmark = pytest.mark.browser


def test_the_keyboard_alone_leads_to_an_organisation(visitor):
    visitor.opens("/hulp-in-de-buurt/")
    visitor.tabs_to("Waar woont of werkt u?")
    visitor.types("6811 AB")
    visitor.tabs_to("Volgende")
    visitor.enters()
    visitor.reads_heading("Wat past bij u?")
    visitor.tabs_to("Ik heb werk en er is geen ontslag")
    visitor.strikes("ArrowDown")
    visitor.tabs_to("Volgende")
    visitor.enters()
    visitor.reads_heading("Wat is uw laatste werkdag?")
    visitor.tabs_to("Bekijk nu al wie u helpt")
    visitor.enters()
    visitor.reads_heading("Wie helpt u in de buurt?")
    visitor.sees("Ik krijg ontslag, of ik denk dat het komt")

    visitor.tabs_to("Werkcentrum Midden-Gelderland")
    visitor.enters()
    visitor.reads_heading("Werkcentrum Midden-Gelderland")


def test_without_javascript_the_answers_can_be_changed(plain_visitor):
    visitor = plain_visitor
    ask(visitor)
    visitor.sees("Wat kunt u uw werkgever vragen?")

    visitor.part("a").filter(has_text="Wijzig: Wat past bij u").click()
    visitor.ticks("Ik heb een uitkering, of mijn werk is al gestopt")
    visitor.presses("Volgende")

    visitor.reads_heading("Wie helpt u in de buurt?")
    visitor.sees("Ik heb een uitkering, of mijn werk is al gestopt")
    visitor.sees_no("Wat kunt u uw werkgever vragen?")


def test_a_mistake_stands_by_its_field_and_nothing_typed_is_lost(visitor):
    visitor.opens("/hulp-in-de-buurt/")
    visitor.fills("Waar woont of werkt u?", "Xqzzy")
    visitor.presses("Volgende")

    visitor.part(".vwnw-error-summary a, [role=alert] a, main a[href='#id_location']").first.click()
    assert visitor.page.evaluate("document.activeElement.value") == "Xqzzy"


def test_wiping_leaves_nothing_in_the_browser(visitor):
    ask(visitor)
    visitor.presses("Wis mijn antwoorden")

    visitor.sees("Al uw antwoorden zijn gewist.")
    assert visitor.page.context.cookies() == []
    assert visitor.page.evaluate("localStorage.length + sessionStorage.length") == 0


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_the_answer_can_be_refreshed_left_bookmarked_and_sent_on(browse, scripts):
    with browse(java_script_enabled=scripts) as visitor, browse(java_script_enabled=scripts) as friend:
        ask(visitor, twice=True)
        address = visitor.page.url
        visitor.refreshes()
        visitor.reads_heading("Wie helpt u in de buurt?")
        visitor.follows("Bekijk alle organisaties voor 6811 AB Arnhem")
        visitor.goes_back()
        visitor.reads_heading("Wie helpt u in de buurt?")
        visitor.goes_back()
        visitor.reads_heading("In welke sector werkt u?")
        for _question in ("what would help", "the last day", "the situation"):
            visitor.goes_back()
        visitor.reads_heading("Wat past bij u?")
        assert visitor.page.get_by_label("Ik ben ziek en kan niet terug naar mijn eigen werk").is_checked()

        assert address.endswith("/hulp-in-de-buurt/GM0202/")
        friend.opens(address)
        friend.reads_heading("Wie helpt u in de gemeente Arnhem?")
        friend.sees_no("6811")
        visitor.page.context.clear_cookies()
        visitor.opens(address)
        visitor.reads_heading("Wie helpt u in de gemeente Arnhem?")
        assert visitor.complaints() + friend.complaints() == []


def ask(visitor, twice=False):
    """Answer the questions one by one; the last with one press or two."""
    visitor.opens("/hulp-in-de-buurt/")
    visitor.fills("Waar woont of werkt u?", "6811 AB")
    visitor.presses("Volgende")
    visitor.ticks("Ik ben ziek en kan niet terug naar mijn eigen werk")
    for _question in ("the situation", "the last day", "what would help"):
        visitor.presses("Volgende")
    if twice:
        visitor.part("button").filter(has_text="Bekijk wie u helpt").dblclick()
    else:
        visitor.presses("Bekijk wie u helpt")
    visitor.reads_heading("Wie helpt u in de buurt?")
