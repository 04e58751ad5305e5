"""A work area as people write it is read as what it says, and what we write of one reads back as the same."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from services.work_area.typed import NamedAreas

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 26)
WRITTEN = {
    "gemeente Arnhem": ["GM:GM0202"],
    "arnhem, ARNHEM ;Duiven\n": ["GM:GM0202", "GM:GM0226"],
    "Midden-Gelderland": ["AM:AM07"],
    "heel Nederland": ["NL"],
    "6811": ["PC:6811"],
    "postcode 6811 aa t/m 6811 kz": ["PC:6811AA-6811KZ"],
    "6811-6812": ["PC:6811", "PC:6812"],
    "GM:GM0202": ["GM:GM0202"],
    "": [],
}
ANY = ["AM:AM18", "GM:GM0363", "PC:6811", "PC:1013AA-1013AE", "PV:PV26"]


@pytest.mark.parametrize("text", WRITTEN)
def test_what_people_write_is_read(text):
    assert NamedAreas(ON).read(text) == WRITTEN[text]


@pytest.mark.parametrize("text", ["Atlantis", "Utrecht", "9900", "6812-6811", "?", "arnhem " * 60, "x," * 500])
def test_what_names_no_area_is_refused(text):
    with pytest.raises(ValidationError):
        NamedAreas(ON).read(text)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_we_write_reads_back(language):
    with translation.override(language):
        names = NamedAreas(ON)
        assert names.read(names.written(ANY)) == sorted(ANY)
        assert names.written(["?"]) == ""


def test_an_area_that_has_ended_is_written_by_its_code():
    assert NamedAreas(ON).written(["GM:GM0788"]) == "GM:GM0788"
