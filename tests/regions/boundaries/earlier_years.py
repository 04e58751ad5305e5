"""The reference facts of before two changes that really happened: files as they would have been, for tests to load.

What lives here: the files. What does not: tests. That Brielle, Hellevoetsluis and Westvoorne became Voorne aan Zee on
1 January 2023, and that Haaren went to four municipalities on 1 January 2021, stands in the reference facts. They do
not say in which of the former municipalities a postcode lay. Haaren gave a village to each of the four, which have a
postcode each; those of Voorne aan Zee are divided by the municipality that their village was in, as is generally known
(Oudenhoorn is counted with Hellevoetsluis, its neighbour). Which labour market region Haaren lay in, in the division of
2026, nobody can know: it gets that of its neighbour Vught.
"""

import csv
import shutil
from pathlib import Path

from django.conf import settings

from regions.models import Area, AreaScheme, Municipality

VOORNE = {
    "GM0501": ("Brielle", ("3231", "3232", "3237", "3238")),
    "GM0530": ("Hellevoetsluis", ("3221", "3222", "3223", "3224", "3225", "3227")),
    "GM0614": ("Westvoorne", ("3233", "3234", "3235")),
}
HAAREN = {"GM0824": "5076", "GM0855": "5074", "GM0757": "5296", "GM0865": "5268"}
Rows = list[dict[str, str]]


def files_of_2020(to: Path) -> Path:
    """Copy the shipped facts to a folder, as they were before both changes; return the folder."""
    for entry in settings.FIXTURES_DIR.iterdir():
        if entry.name != "reference":
            (to / entry.name).symlink_to(entry)
    reference = to / "reference"
    shutil.copytree(settings.FIXTURES_DIR / "reference", reference)
    _rewrite(reference / "municipalities-2026.csv", _municipalities)
    _rewrite(reference / "former-municipalities.csv", lambda rows: [row for row in rows if row["code"] not in ended()])
    _rewrite(reference / "postcodes.csv", _postcodes)
    return to


def forget_all_places() -> None:
    """Empty the tables of places and areas."""
    AreaScheme.objects.all().delete()
    Municipality.objects.all().delete()
    assert not Area.objects.exists()


def ended() -> set[str]:
    """Return the codes of the municipalities that ended."""
    return {*VOORNE, "GM0788"}


def _municipalities(rows: Rows) -> Rows:
    by_code = {row["code"]: row for row in rows}
    voorne = by_code.pop("GM1992")
    for code, (name, _postcodes) in VOORNE.items():
        by_code[code] = voorne | {"code": code, "name": name}
    by_code["GM0788"] = by_code["GM0865"] | {"code": "GM0788", "name": "Haaren"}
    return sorted(by_code.values(), key=lambda row: row["code"])


def _postcodes(rows: Rows) -> Rows:
    were = {pc4: code for code, (_name, pc4s) in VOORNE.items() for pc4 in pc4s} | dict.fromkeys(
        HAAREN.values(), "GM0788"
    )
    return [row | {"municipality_code": were.get(row["pc4"], row["municipality_code"])} for row in rows]


def _rewrite(path: Path, change) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(change(rows))
