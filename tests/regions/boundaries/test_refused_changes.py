"""What is no municipal change, or cannot be made: refused with the reason, and nothing is written."""

import pytest
from django.core.management import CommandError, call_command

from regions.models import BoundaryChange
from tests.regions.boundaries.asked import refused

pytestmark = pytest.mark.django_db

MERGER = ["--from", "GM0384", "--to", "GM0268", "--on", "2023-01-01"]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--from", "GM9999", "--to", "GM0202"], "GM9999 is geen bekende gemeente"),
        (["--from", "GM0384", "--to", "GM9998"], "Geef een nieuwe gemeente een naam"),
        (["--from", "GM0384", "--to", "GM0202=Arnhem"], "bestaat al"),
        (["--from", "GM0384", "--to", "GM0384"], "zichzelf"),
        (["--from", "GM0384", "GM0384", "--to", "GM0268"], "twee keer"),
        (["--from", "GM0384", "--to", "GM0268", "GM0268"], "twee keer"),
        (["--from", "Diemen", "--to", "GM0268"], "geen code van een gemeente"),
        (["--from", "GM0305", "--to", "GM0268"], "geen gemeente meer sinds 1 januari 2011"),
        (["--from", "GM0384", "--to", "GM0305"], "geen gemeente meer"),
        (["--from", "GM0384"], "gemeenten die ophouden"),
        (["--to", "GM0384"], "gemeenten die ophouden"),
        (["--from", "GM0384", "--to", "GM0268", "--postcodes", "GM0268=6811"], "6811"),
        (["--from", "GM0384", "--to", "GM0268", "--postcodes", "GM0268=1111"], "1112, 1113"),
        (["--from", "GM0384", "--to", "GM0268", "--postcodes", "GM0268=rood"], "geen postcode van vier cijfers"),
        (["--from", "GM0384", "--to", "GM0268", "--postcodes", "GM0202=1111"], "geen opvolger"),
        (["--from", "GM0384", "--to", "GM0824", "GM0757"], "1111, 1112, 1113"),
        (["--from", "GM0384", "--to", f"GM1999={'x' * 61}"], "hoogstens 60"),
        (["--from", "GM0384", "--to", "GM0268", "--source", "x" * 501], "te lang"),
        (["--from", "GM1959", "--to", "GM0268"], "pas een gemeente sinds 1 januari 2019"),
    ],
)
def test_what_is_no_change_is_refused_with_the_reason(words, reason):
    on = "2018-01-01" if "GM1959" in words else "2023-01-01"

    assert reason in refused(*words, "--on", on, "--apply")
    assert not BoundaryChange.objects.exists()


@pytest.mark.parametrize("day", ["", "2023-02-30", "morgen", "1850-01-01", "2099-01-01", "2023-01"])
def test_a_day_that_is_none_is_refused(day):
    words = ["--from", "GM0384", "--to", "GM0268", *(["--on", day] if day else [])]

    assert refused(*words, "--apply")


@pytest.mark.parametrize(
    "text",
    [
        b"\x00\xff\xfe",
        b"from = [",
        b"from = 3\non = 2023-01-01\n[[to]]\ncode = 'GM0268'",
        b"from = ['GM0384']\non = 2023-02-30\n[[to]]\ncode = 'GM0268'",
        b"from = ['GM0384']\non = 2023-01-01T10:00:00\n[[to]]\ncode = 'GM0268'",
        b"from = ['GM0384']\non = 2023\n[[to]]\ncode = 'GM0268'",
        b"from = ['GM0384']\non = 2023-01-01\nto = 'GM0268'",
        b"from = ['GM0384']\non = 2023-01-01\n[[to]]\ncode = 530",
        b"from = ['GM0384']\non = 2023-01-01\n[[to]]\ncode = 'GM0268'\nkleur = 'rood'",
        b"from = ['GM0384']\non = 2023-01-01\n[[to]]\ncode = 'GM1999'\nname = 'Nieuw'\nareas = ['PV:PV99']",
        b"from = ['GM0384']\non = 2023-01-01\n[[to]]\ncode = 'GM1999'\nname = 'Nieuw'\nareas = ['PV:PV28', 'PV:PV30']",
        b"from = ['GM0384']\non = 2023-01-01\n[[to]]\ncode = 'GM0268'\nareas = ['PV:PV28']",
        b"from = ['GM0384']\non = 2023-01-01\n[[to]]\ncode = 'GM1999'\nname = \"Nieuw\\u0000\"",
        b"from = ['GM0384']\non = 2023-01-01\nsource = \"a\\u0000\"\n[[to]]\ncode = 'GM0268'",
        b"#" * 100_001,
        b"",
        b"a = " + b"[" * 5_000,
    ],
)
def test_a_file_that_is_no_change_is_refused(text, tmp_path):
    file = tmp_path / "change.toml"
    file.write_bytes(text)

    assert refused(str(file), "--apply")
    assert not BoundaryChange.objects.exists()


@pytest.mark.parametrize(
    "arguments", [["--apply"], ["nergens.toml"], [*MERGER, "--due"], ["x.toml", *MERGER], ["x.toml", "--undo", "1"]]
)
def test_bad_usage_ends_with_status_2(arguments):
    with pytest.raises(CommandError) as ended:
        call_command("change_boundaries", *arguments)

    assert ended.value.returncode == 2
