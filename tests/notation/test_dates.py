"""A date is read as the day that was meant, or refused with what would be right: never as another day."""

import unicodedata
from datetime import date, timedelta

import pytest
from babel.dates import format_date
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from notation.dates import Month, date_in_words, read_date, read_day, read_iso, refuse_far_dates

APRIL = date(2027, 4, 1)
SPACES = [chr(code) for code in range(0x10000) if unicodedata.category(chr(code)) == "Zs"]
DASHES = [chr(code) for code in range(0x10000) if unicodedata.category(chr(code)) == "Pd"] + ["−"]


def why_refused(text, read=read_date):
    with pytest.raises(ValidationError) as refusal:
        read(text)
    return refusal.value.message


@pytest.mark.parametrize(
    "written",
    [
        "1-4-2027",
        "01-04-2027",
        "1/4/2027",
        "1.4.2027",
        "1. 4. 2027",
        "1 4 2027",
        "01042027",
        "1 april 2027",
        "1 apr 2027",
        "1 apr. 2027",
        "1 April 2027",
        "1 APRIL 2027",
        "1-apr-2027",
        "1april2027",
        "1e april 2027",
        "1st April 2027",
        "April 1, 2027",
        "2027-04-01",
        "2027/4/1",
        " 1 - 4 - 2027 ",
        "1–4–2027",
        "1−4−2027",
        "1\u00a0april\u00a02027",
        "\u200e1-\u200e4-\u200e2027",
        "０１-０４-２０２７",
        "1-4-2027.",
    ],
)
def test_every_way_of_writing_a_day_gives_that_day(written):
    assert read_day(written) == APRIL


@pytest.mark.parametrize(
    ("written", "month"),
    [
        ("mrt", 3),
        ("maart", 3),
        ("March", 3),
        ("mei", 5),
        ("May", 5),
        ("okt.", 10),
        ("Oct", 10),
        ("sept", 9),
        ("dec", 12),
    ],
)
def test_months_are_read_in_both_languages(written, month):
    assert read_day(f"2 {written} 2027") == date(2027, month, 2)
    assert read_day(f"2{written}2027") == date(2027, month, 2)


@pytest.mark.parametrize(
    "written", ["april 2027", "apr. 2027", "4-2027", "04/2027", "4 2027", "2027-04", "April, 2027"]
)
def test_a_month_alone_is_a_month_and_no_day(written):
    assert read_date(written) == Month(2027, 4)
    assert "Vul dag, maand en jaar in" in why_refused(written, read_day)


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("1-4-27", "Schrijf het jaar met vier cijfers: 1-4-2027."),
        ("1 april '27", "Schrijf het jaar met vier cijfers: 1-4-2027."),
        ("31-6-27", "Schrijf het jaar met vier cijfers: 30-6-2027."),
        ("31-6-2027", "Deze dag bestaat niet. Bedoelt u 30 juni 2027?"),
        ("30 februari 2028", "Deze dag bestaat niet. Bedoelt u 29 februari 2028?"),
        ("4/13/2027", "Deze dag bestaat niet. Bedoelt u 13 april 2027?"),
        ("31062027", "Deze dag bestaat niet. Bedoelt u 30 juni 2027?"),
    ],
)
def test_a_slip_is_refused_with_what_would_be_right(written, right):
    assert why_refused(written) == right


@pytest.mark.parametrize(
    "written",
    [
        "morgen",
        "0-4-2027",
        "32-4-2027",
        "1-0-2027",
        "14-14-2027",
        "1-4-0000",
        "1-4-12027",
        "1-4-202",
        "1-4",
        "1 april",
        "1 aprl 2027",
        "apr 27",
        "1042027",
        "010427",
        "13-2027",
        "1-4-2027 1-5-2027",
        "1-4-2027x",
        "\u202e1-4-2027",
        "¹-4-2027",
        "1-4-2027" * 1_000_000,
    ],
)
def test_what_is_no_date_is_refused_with_an_example(written):
    assert why_refused(written) == "Deze datum klopt niet. Vul dag, maand en jaar in, bijvoorbeeld 1-4-2027."


def test_a_refusal_speaks_english_on_english_pages():
    with translation.override("en"):
        assert why_refused("morgen") == "Enter a real date, for example 1-4-2027."
        assert why_refused("31-6-2027") == "There is no such day. Do you mean 30 June 2027?"


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1989, 12, 31), date(2036, 11, 24), date.max])
def test_a_day_too_early_or_too_late_is_refused_with_the_bounds(day):
    with pytest.raises(ValidationError, match="van 1 januari 1990 tot en met 23 november 2036"):
        refuse_far_dates(day, date(2026, 11, 23))


@pytest.mark.parametrize("when", [date(1990, 1, 1), Month(1990, 1), date(2036, 11, 23), Month(2036, 11)])
def test_the_bounds_themselves_are_taken(when):
    refuse_far_dates(when, date(2026, 11, 23))


def test_a_date_is_said_in_words():
    assert date_in_words(APRIL) == "1 april 2027"
    assert date_in_words(Month(2027, 4), "en") == "April 2027"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2027-04-01", APRIL),
        ("2027-04", Month(2027, 4)),
        ("2027-02-30", None),
        ("2027-13", None),
        ("0000-01-01", None),
        ("1-4-2027", None),
        ("20270401", None),
        ("2027-W13-4", None),
    ],
)
def test_a_program_writes_a_date_in_one_way(written, read):
    assert read_iso(written) == read


days = st.dates(date(1, 1, 1), date.max)
around = st.text([*SPACES, "\u200b", "\u00ad"], max_size=2)


@given(days, st.sampled_from([*DASHES, *SPACES, "/", "."]), st.booleans(), around)
def test_any_separator_gives_that_day(day, mark, has_zeros, space):
    parts = (f"{day.day:02}", f"{day.month:02}") if has_zeros else (str(day.day), str(day.month))
    assert read_day(f"{space}{mark.join((*parts, f'{day.year:04}'))}{space}") == day
    assert read_day(f"{space}{mark.join((f'{day.year:04}', parts[1], parts[0]))}") == day


@given(days, st.sampled_from(["nl", "en"]), st.sampled_from(["d MMMM yyyy", "d MMM yyyy", "dMMMMyyyy"]), around)
def test_any_month_in_words_gives_that_day(day, language, pattern, space):
    assert read_day(space + format_date(day, pattern, locale=language) + space) == day


@given(days)
def test_eight_digits_are_that_day_or_refused(day):
    assert read_day(f"{day:%d%m}{day.year:04}") == day


@given(days, st.sampled_from(["{0.day}-{0.month}-{year:02}", "{0.month}/{0.day}/{0.year:04}"]))
def test_a_way_of_writing_that_means_two_days_gives_no_third(day, pattern):
    """A year of two digits is never read, and a month before the day only where it cannot be taken for one."""
    written = pattern.format(day, year=day.year % 100)
    try:
        read = read_day(written)
    except ValidationError:
        return
    assert "-" not in written
    assert (read.day, read.month) == (day.month, day.day)


@given(
    st.integers(28, 32) | st.integers(0, 39),
    st.integers(0, 19),
    st.integers(0, 9999),
    st.sampled_from(
        ["{0}-{1}-{2:04}", "{0:02}/{1:02}/{2:04}", "{0:02}{1:02}{2:04}", "{2:04}-{1:02}-{0:02}", "{0}.{1}.{2:04}"]
    ),
)
def test_a_day_that_does_not_exist_is_refused_and_never_moved(day, month, year, pattern):
    try:
        meant = date(year, month, day)
    except ValueError:
        why_refused(pattern.format(day, month, year))
    else:
        assert read_day(pattern.format(day, month, year)) == meant


@given(st.text("0123456789-/. aprilmeijunst'", max_size=20) | st.text(max_size=45))
def test_any_text_gives_a_date_with_its_own_year_or_a_refusal(text):
    try:
        when = read_date(text)
    except ValidationError:
        return
    digits = "".join(str(unicodedata.decimal(char)) for char in text if char.isdecimal())
    assert when is None or f"{when.year:04}" in digits


@given(st.integers(min_value=-4000, max_value=4000))
def test_the_bounds_hold_for_any_day_near_them(days_off):
    today = date(2026, 11, 23)
    for edge in (date(1990, 1, 1), date(2036, 11, 23)):
        near = edge + timedelta(days=days_off)
        try:
            refuse_far_dates(near, today)
        except ValidationError:
            assert not date(1990, 1, 1) <= near <= date(2036, 11, 23)
        else:
            assert date(1990, 1, 1) <= near <= date(2036, 11, 23)
