"""What looks like data of a person is refused; what is a place or a number of people is not."""

from contextlib import suppress
from time import monotonic

import pytest
from django.core.exceptions import ValidationError

from services.personal_data import refuse_personal_data


@pytest.mark.parametrize(
    "text",
    [
        "123456782",
        "1234.56.782",
        "BSN 111222333",
        "jan@example.org",
        "06-12345678",
        "0612345678",
        "+31 6 12345678",
        "020 123 45 67",
    ],
)
def test_data_of_a_person_is_refused(text):
    with pytest.raises(ValidationError):
        refuse_personal_data(text)


@pytest.mark.parametrize("text", ["a" * 65_536, "1" * 65_536, "0 " * 32_768, "+31 " * 16_384])
def test_a_long_text_is_judged_at_once(text):
    began = monotonic()
    with suppress(ValidationError):
        refuse_personal_data(text)
    assert monotonic() - began < 2


@pytest.mark.parametrize(
    "text", ["6811 AB", "6811", "Arnhem", "'s-Hertogenbosch", "12", "5000", "123456789", "999999", "Bergen (NH)"]
)
def test_places_and_numbers_of_people_are_not(text):
    refuse_personal_data(text)
