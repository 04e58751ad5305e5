"""What one wants to know before going there: read from what people type, shown for as long as it holds."""

from datetime import date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from services.practical import documents, hours, languages
from services.practical.capacity import Capacity, capacity_in_words, refuse_half_told


def clock(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=ZoneInfo("Europe/Amsterdam"))


OFFICE = "Mo-Th 09:00-17:00; Fr 09:00-12:30,13:00-16:00"
TIMES = st.times().map(lambda one: one.replace(second=0, microsecond=0))
OPENINGS = st.lists(TIMES, max_size=6, unique=True).map(
    lambda found: tuple(hours.Opening(*pair) for pair in zip(sorted(found)[::2], sorted(found)[1::2], strict=False))
)


@given(st.tuples(*[OPENINGS] * 7))
def test_what_is_written_is_read_as_the_same_week(week):
    text = hours.written(week)

    assert hours.read_hours(text) == week or len(text) > hours.LONGEST


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("9-17", "09:00-17:00"),
        ("9.00 - 12.30, 13u00-17:00", "09:00-12:30,13:00-17:00"),
        ("8:30 tot 12", "08:30-12:00"),
        ("", ""),
    ],
)
def test_times_are_read_as_people_type_them(typed, expected):
    assert ",".join(map(str, hours.read_openings(typed))) == expected


@pytest.mark.parametrize("typed", ["25-26", "9", "17-9", "9-12, 11-13", "ochtend", "9-17" * 200, "1-2,3-4,5-6,7-8"])
def test_times_that_are_none_are_refused(typed):
    with pytest.raises(ValidationError):
        hours.read_openings(typed)


@pytest.mark.parametrize("text", ["Mo", "Xx 09:00-17:00", "Fr-Mo 09:00-17:00", "altijd", "Mo 09:00-17:00 " * 40])
def test_hours_that_are_none_are_refused(text):
    with pytest.raises(ValidationError):
        hours.read_hours(text)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (clock(2026, 11, 26, 9, 0), True),  # a Thursday
        (clock(2026, 11, 26, 17, 0), False),
        (clock(2026, 11, 27, 12, 45), False),
        (clock(2026, 11, 28, 12, 0), False),
        (clock(2026, 12, 25, 10, 0), None),  # Christmas, a Friday: nobody knows
    ],
)
def test_it_is_open_between_its_times_and_on_a_holiday_nobody_knows(at, expected):
    assert hours.is_open(OFFICE, at) is expected


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (clock(2026, 11, 27, 9, 0), "nu open tot 12.30 uur"),
        (clock(2026, 11, 27, 13, 0), "nu open tot 16.00 uur"),
        (clock(2026, 11, 27, 12, 30), "nu gesloten"),
        (clock(2026, 12, 25, 10, 0), ""),
    ],
)
def test_it_is_told_until_when_it_is_open_now(at, words):
    assert hours.open_in_words(OFFICE, at) == words


def test_days_in_a_row_with_the_same_times_are_told_together():
    assert hours.in_short("Mo-Th 09:00-17:00; Fr 09:00-12:30,13:00-16:00; Su 10:00-12:00") == [
        "maandag tot en met donderdag: 09.00 tot 17.00 uur",
        "vrijdag: 09.00 tot 12.30 uur en 13.00 tot 16.00 uur",
        "zondag: 10.00 tot 12.00 uur",
    ]
    assert hours.in_short("") == []


def test_without_hours_nobody_knows_and_with_them_a_day_without_is_closed():
    assert hours.is_open("", clock(2026, 11, 26, 10, 0)) is None
    assert hours.in_words("") == []
    told = dict(hours.in_words(OFFICE))
    assert told["vrijdag"] == "09.00 tot 12.30 uur en 13.00 tot 16.00 uur"
    assert told["zondag"] == "gesloten"
    with translation.override("en"):
        assert dict(hours.in_words(OFFICE))["Sunday"] == "closed"


UNTIL = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("capacity", "weeks", "expected"),
    [
        ("full", None, "Vol tot en met 1 december 2026."),
        ("waiting", 6, "Wachtlijst van ongeveer 6 weken. Dit geldt tot en met 1 december 2026."),
        ("open", None, "Er is plek. Dit geldt tot en met 1 december 2026."),
    ],
)
def test_what_was_said_of_room_holds_until_its_day_and_then_nothing_is_said(capacity, weeks, expected):
    said = SimpleNamespace(capacity=capacity, capacity_until=UNTIL, waiting_weeks=weeks)

    assert capacity_in_words(said, UNTIL) == expected
    assert capacity_in_words(said, date(2026, 12, 2)) == ""


def test_half_an_answer_on_room_is_refused_beside_what_lacks():
    assert set(refuse_half_told("full", None, None)) == {"capacity_until"}
    assert set(refuse_half_told("", UNTIL, None)) == {"capacity"}
    assert set(refuse_half_told("waiting", UNTIL, None)) == {"waiting_weeks"}
    assert set(refuse_half_told("open", UNTIL, 3)) == {"waiting_weeks"}
    assert not refuse_half_told(Capacity.FULL, UNTIL, None)


def test_languages_are_kept_in_one_order():
    assert languages.written(["tr", "nl", "en"]) == "nl en tr"
    assert languages.in_words("nl dse") == ["Nederlands", "Nederlandse Gebarentaal"]


def test_documents_are_read_line_by_line_and_written_back():
    text = "Folder | Brochure | https://voorbeeld.nl/folder.pdf\nFormulier |  | https://voorbeeld.nl/f"

    assert documents.written(documents.read_documents(text)).split() == text.split()


@pytest.mark.parametrize(
    "text",
    [
        "Folder | https://voorbeeld.nl",
        "Folder | Brochure | javascript:alert(1)",
        " | Brochure | https://voorbeeld.nl",
        "F | B | ftp://voorbeeld.nl/a",
        "x" * 121 + " | | https://voorbeeld.nl",
        "\n".join(f"F | B | https://voorbeeld.nl/{n}" for n in range(6)),
    ],
)
def test_what_is_no_document_is_refused(text):
    with pytest.raises(ValidationError):
        documents.read_documents(text)
