"""Reporting a mistake about an organisation: from its page, without JavaScript, and with the keyboard alone."""

import pytest
from playwright.sync_api import expect

PROVIDER = "/organisaties/werkcentrum-midden-gelderland/"

pytestmark = pytest.mark.browser


def test_without_javascript_a_mistake_is_reported_from_a_phone(plain_visitor):
    visitor = plain_visitor
    visitor.page.set_viewport_size({"width": 360, "height": 800})
    visitor.opens(PROVIDER)
    visitor.follows("Meld wat er niet klopt")
    visitor.reads_heading("Fout gezien bij Werkcentrum Midden-Gelderland?")

    visitor.ticks("Er klopt iets anders niet")
    visitor.fills("Wat moet er volgens u staan", "Bel 06-12345678")
    visitor.presses("Meld deze fout")
    visitor.sees("Dit lijkt een telefoonnummer.")
    expect(visitor.page.get_by_label("Er klopt iets anders niet", exact=True)).to_be_checked()

    visitor.fills("Wat moet er volgens u staan", "De naam is veranderd.")
    visitor.presses("Meld deze fout")
    visitor.reads_heading("Dank u voor uw melding")
    visitor.refreshes()
    visitor.reads_heading("Dank u voor uw melding")
    visitor.follows("Terug naar Werkcentrum Midden-Gelderland")
    visitor.reads_heading("Werkcentrum Midden-Gelderland")


def test_the_keyboard_alone_reports_a_mistake_and_hears_what_is_missing(visitor):
    visitor.opens(PROVIDER)
    visitor.tabs_to("Meld wat er niet klopt")
    visitor.enters()
    visitor.tabs_to("Meld deze fout")
    visitor.enters()
    expect(visitor.part(".vwnw-error-summary")).to_be_focused()

    visitor.strikes("Tab", "Enter", "Space")
    visitor.tabs_to("Meld deze fout")
    visitor.enters()

    visitor.reads_heading("Dank u voor uw melding")


def test_a_term_leads_to_its_explanation_and_back(visitor):
    visitor.opens(PROVIDER)
    visitor.follows("Wat betekent ‘werkgebied’?")

    visitor.reads_heading("Begrippen")
    expect(visitor.part("dt:target")).to_have_text("Werkgebied")
    visitor.goes_back()
    visitor.reads_heading("Werkcentrum Midden-Gelderland")
