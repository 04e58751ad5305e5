"""How to reach a provider: a phone number as a link that dials it, and as a Dutch reader writes it."""

import pytest

from services.contact import Contact


def by_phone(number: str) -> Contact:
    return Contact(email="", phone=number, website="", is_example=False)


@pytest.mark.parametrize(
    "stored",
    ["020 123 45 67", "0201234567", "020-1234567", "(020) 123 45 67", "+31 20 123 45 67", "0031201234567"],
)
def test_a_number_is_one_link_and_one_text_however_it_was_written(stored):
    contact = by_phone(stored)

    assert contact.phone_link == "tel:+31201234567"
    assert contact.phone_shown == "020 123 45 67"


@pytest.mark.parametrize(
    ("stored", "link", "shown"),
    [
        ("+31 (0)318 123456", "tel:+31318123456", "0318 12 34 56"),
        ("06-12345678", "tel:+31612345678", "06 12 34 56 78"),
        ("088 1234567", "tel:+31881234567", "088 123 45 67"),
        ("0800-0205", "tel:+318000205", "0800 0205"),
        ("0800 1234567", "tel:+318001234567", "0800 123 45 67"),
        ("0900 9294", "tel:+319009294", "0900 9294"),
        ("+32 2 551 20 20", "tel:+3225512020", "+32 2 551 20 20"),
        ("020 123 45 67 ext. 3", "tel:+31201234567;ext=3", "020 123 4567 ext. 3"),
    ],
)
def test_each_kind_of_number_is_written_in_its_own_groups(stored, link, shown):
    contact = by_phone(stored)

    assert (contact.phone_link, contact.phone_shown) == (link, shown)


def test_a_short_number_that_only_the_netherlands_can_dial_says_so_in_its_link():
    contact = by_phone("14 020")

    assert contact.phone_link == "tel:14020;phone-context=+31"
    assert contact.phone_shown == "14 020"


@pytest.mark.parametrize("stored", ["bel mij", "0800", "020 12", "020 123 45 67 89 10", ""])
def test_what_no_phone_can_dial_is_shown_as_it_is_without_a_link(stored):
    contact = by_phone(stored)

    assert contact.phone_link == ""
    assert contact.phone_shown == stored
