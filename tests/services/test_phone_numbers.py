"""A phone number is read whole, or refused with the reason: never another number than was meant."""

import phonenumbers
import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from services.phone_numbers import read_phone_number, shown

SPACES = st.sampled_from(
    ["", " ", "\N{NO-BREAK SPACE}", "\N{THIN SPACE}", "\N{SOFT HYPHEN}", "\N{LEFT-TO-RIGHT EMBEDDING}"]
)
DASHES = st.sampled_from("-\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}\N{MINUS SIGN}./")
SEPARATORS = SPACES | DASHES


def reason_against(text: str) -> str:
    with pytest.raises(ValidationError) as refused:
        read_phone_number(text)
    return refused.value.messages[0]


@pytest.mark.parametrize(
    ("written", "number", "in_dutch"),
    [
        ("0261234567", "+31261234567", "026 123 45 67"),
        ("026-123 45 67", "+31261234567", "026 123 45 67"),
        ("(026) 123.45.67", "+31261234567", "026 123 45 67"),
        ("+31 (0)26 - 123 45 67", "+31261234567", "026 123 45 67"),
        ("(+31) 26 1234567", "+31261234567", "026 123 45 67"),
        ("0031 26 1234567", "+31261234567", "026 123 45 67"),
        ("０２６ １２３４５６７", "+31261234567", "026 123 45 67"),
        ("\u202a+31 26 123 45 67\u202c", "+31261234567", "026 123 45 67"),
        ("06 – 12 34 56 78", "+31612345678", "06 12 34 56 78"),
        ("0882345678", "+31882345678", "088 234 56 78"),
        ("0318 123456", "+31318123456", "0318 12 34 56"),
        ("14026", "+3114026", "14 026"),
        ("14 0318", "+31140318", "14 0318"),
        ("0800-0205", "+318000205", "0800 0205"),
        ("0900 9294", "+319009294", "0900 9294"),
        ("+32 2 551 20 20", "+3225512020", "+32 2 551 20 20"),
    ],
)
def test_a_number_is_kept_in_one_form_and_shown_the_dutch_way(written, number, in_dutch):
    assert read_phone_number(written) == number
    assert shown(number) == in_dutch
    assert read_phone_number(in_dutch) == read_phone_number(number) == number


@pytest.mark.parametrize(
    "text",
    [
        "=1+10",
        "1+10",
        "bel nooit meer 12",
        "026 123 45 67 of 06",
        "+31",
        "112",
        "026 123 45 6",
        "(026 123 45 67",
        "026--- 1234567",
    ],
)
def test_what_is_not_wholly_a_number_is_refused(text):
    assert reason_against(text) == "Dit is geen telefoonnummer. Schrijf het als 026 123 45 67 of +31 26 123 45 67."


@pytest.mark.parametrize(
    ("damaged", "meant"),
    [("201234567", "020 123 45 67"), ("612345678", "06 12 34 56 78"), ("31261234567", "026 123 45 67")],
)
def test_a_number_without_its_first_sign_is_refused_with_the_number_that_may_be_meant(damaged, meant):
    assert f"een spreadsheet haalt die weg. Bedoelt u {meant}?" in reason_against(damaged)


@pytest.mark.parametrize("computed", ["6,12E+08", "6.12E+08", "6E8", "2,01235e+8", "201234567.0", "201234567,00"])
def test_a_number_that_was_computed_with_is_refused(computed):
    assert "Een spreadsheet heeft dit nummer veranderd." in reason_against(computed)


@given(
    st.from_regex(r"0(20|26|6|88|318|800)[0-9]{4,8}", fullmatch=True), st.lists(SEPARATORS, min_size=12, max_size=12)
)
def test_spaces_dashes_and_invisible_characters_never_change_a_number(digits, between):
    spaced = "".join(digit + separator for digit, separator in zip(digits, between, strict=False)).rstrip("./-‐‑–−")

    number = phonenumbers.parse(digits, "NL")
    if phonenumbers.is_valid_number(number):
        assert read_phone_number(spaced) == phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    else:
        reason_against(spaced)


@given(st.text(alphabet="0123456789+-() ./=ebel,E", max_size=30))
def test_any_text_is_that_number_or_refused(text):
    try:
        number = read_phone_number(text)
    except ValidationError:
        return
    digits = "".join(filter(str.isdigit, text))
    assert number.removeprefix("+31").removeprefix("+") in digits
    assert text.strip()[0] in "+(0" or digits.startswith("14")
