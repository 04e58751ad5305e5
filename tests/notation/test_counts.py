"""A count is read as the number that was meant, or refused with the reason: never as another number."""

import unicodedata

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from notation.counts import read_count

SPACES = [chr(code) for code in range(0x10000) if unicodedata.category(chr(code)) == "Zs"]
DIGITS = ["0123456789", "０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९"]


def why_refused(text):
    with pytest.raises(ValidationError) as refusal:
        read_count(text)
    return refusal.value.message


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("12", 12),
        (" 12 ", 12),
        ("012", 12),
        ("1.000", 1000),
        ("1 000", 1000),
        ("1\u00a0000", 1000),
        ("1\u202f000", 1000),
        ("1'000", 1000),
        ("12.000", 12_000),
        ("1.000.000", 1_000_000),
        ("１２", 12),
        ("\u200e12", 12),
        ("-1", -1),
        ("", None),
        ("  ", None),
    ],
)
def test_a_count_is_read_as_people_write_it(written, meant):
    assert read_count(written) == meant


@pytest.mark.parametrize(
    "written", ["12,0", "12.0", "12.5", "1.000,0", "1,000", "1.0000", "0.500", "1000.000", "1.000 000", "1.00", "12,"]
)
def test_what_is_not_whole_is_refused_with_how_a_point_is_read(written):
    assert why_refused(written).startswith("Vul een heel aantal in, zonder komma.")


def test_the_comma_of_an_english_thousand_is_refused_with_how_to_write_it():
    """ "1,000" means one with decimals in Dutch: what was typed means the same in both languages, or is refused."""
    with translation.override("en"):
        assert read_count("1.000") == 1000
        for written in ("1,000", "12,000", "1,000,000"):
            assert why_refused(written).endswith("Write one thousand as 1000 or 1.000, not as 1,000.")


@pytest.mark.parametrize(
    "written",
    [
        "twaalf",
        "12 mensen",
        "ca. 12",
        "10-20",
        "1e3",
        "0x10",
        "1_000",
        "+",
        "²",
        "1²",
        "½",
        "12\n34",
        "\u202e21",
        "≈12",
    ],
)
def test_what_is_no_number_is_refused(written):
    assert why_refused(written) == "Vul een heel aantal in, bijvoorbeeld 12."


@pytest.mark.parametrize("written", ["1" * 26, "1" * 5_000_000, " " * 26])
def test_the_length_is_judged_first(written):
    assert "te lang" in why_refused(written)


numbers = st.integers(min_value=0, max_value=10**12)


@given(numbers, st.sampled_from([".", "'", "’", *SPACES]), st.sampled_from(DIGITS), st.sampled_from(["", *SPACES]))
def test_every_way_to_group_thousands_gives_that_number(number, group, digits, around):
    written = f"{number:,}".replace(",", group)
    assert (
        read_count(around + written.translate(dict(zip(map(ord, DIGITS[0]), digits, strict=True))) + around) == number
    )


@given(
    st.integers(0, 9999) | numbers,
    st.sampled_from([",", "."]),
    st.text("0123456789", min_size=3, max_size=3) | st.text("0123456789", min_size=1, max_size=6),
)
def test_a_fraction_is_that_number_or_refused(number, mark, fraction):
    """ "1.000" is a thousand; no other text with a mark and digits behind it is a whole number."""
    written = f"{number}{mark}{fraction}"
    grouped = mark == "." and len(fraction) == 3 and 1 <= number <= 999
    if grouped:
        assert read_count(written) == number * 1000 + int(fraction)
    else:
        why_refused(written)


@given(st.text(max_size=30))
def test_any_text_gives_the_number_of_its_digits_or_a_refusal(text):
    try:
        number = read_count(text)
    except ValidationError:
        return
    digits = "".join(str(unicodedata.decimal(char)) for char in text if char.isdecimal())
    assert number is None if not digits else abs(number) == int(digits)
