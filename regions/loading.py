"""From the reference files in fixtures/reference to rows.

What lives here: municipalities, places, postcodes and divisions. What does not: reading what a person typed
(places.py), the services' own lists (services/files/loading.py).

Loading is safe to repeat. A row is recognised by its natural key: a missing one is added, a changed one follows
the file, and a row that the files do not know (added by staff) stays as it is.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models

from regions.boundaries.change import changed, changes_made, read_schemes
from regions.csv_rows import Row, csv_rows
from regions.facts import Facts, MembershipFact, MembershipKey, MunicipalityFact, PostcodeFact
from regions.models import Area, AreaMembership, AreaScheme, Municipality, Place, Postcode
from regions.writing import verb

BATCH = 1000

Fields = dict[str, Any]


@verb
def load_places_and_areas() -> int:
    """Bring all places and divisions up to the reference files; return how many rows changed.

    The files are read as if they knew every municipal change that was made here: one that they do not know yet stays.
    """
    load = _Load()
    schemes = _load_schemes(load)
    facts = _facts_of_files()
    for change in changes_made():
        facts = changed(facts, change, read_schemes())
    municipalities = _load_municipalities(load, facts)
    _load_postcodes(load, facts, municipalities)
    _load_memberships(load, facts, municipalities, _load_areas(load, schemes))
    return load.changed


class _Load:
    """One run, counting the rows that it adds or changes."""

    def __init__(self) -> None:
        self.changed = 0

    def rows(
        self, model: type[models.Model], key: Sequence[str], wanted: Iterable[Fields]
    ) -> dict[tuple, models.Model]:
        """Make the table hold these rows, recognised by the fields in `key`; return them all by that key."""
        present = {_key(row.__dict__, key): row for row in model._default_manager.all()}
        added, changed, updated_fields = [], [], set()
        for fields in wanted:
            row = present.get(_key(fields, key))
            if row is None:
                row = present[_key(fields, key)] = model(**fields)
                added.append(row)
            elif news := {name: value for name, value in fields.items() if getattr(row, name) != value}:
                for name, value in news.items():
                    setattr(row, name, value)
                changed.append(row)
                updated_fields |= news.keys()
        model._default_manager.bulk_create(added, batch_size=BATCH)
        if changed:
            names = [name.removesuffix("_id") for name in updated_fields]
            model._default_manager.bulk_update(changed, names, batch_size=BATCH)
        self.changed += len(added) + len(changed)
        return present


def _load_municipalities(load: _Load, facts: Facts) -> dict[str, int]:
    """Fill the municipalities of today and those that ended; return their ids by CBS code."""
    rows = load.rows(
        Municipality, ["code"], [{"code": code, **fact._asdict()} for code, fact in facts.municipalities.items()]
    )
    ids = {code: row.pk for (code,), row in rows.items()}
    load.rows(
        Municipality.successors.through,
        ["from_municipality_id", "to_municipality_id"],
        [{"from_municipality_id": ids[former], "to_municipality_id": ids[heir]} for former, heir in facts.successors],
    )
    return ids


def _load_postcodes(load: _Load, facts: Facts, municipalities: Mapping[str, int]) -> None:
    """Fill the places and their four-digit postcodes."""
    places = load.rows(
        Place,
        ["name", "municipality_id"],
        [{"name": name, "municipality_id": municipalities[code]} for name, code in facts.places],
    )
    load.rows(
        Postcode,
        ["pc4"],
        [
            {
                "pc4": pc4,
                "place_id": places[fact.place, municipalities[fact.municipality]].pk,
                "latitude": fact.latitude,
                "longitude": fact.longitude,
            }
            for pc4, fact in facts.postcodes.items()
        ],
    )


def _load_schemes(load: _Load) -> dict[str, int]:
    """Fill the divisions; return their ids by code."""
    rows = load.rows(
        AreaScheme,
        ["code"],
        [
            {**row, "valid_from": _date(row["valid_from"]), "valid_until": _date(row["valid_until"])}
            for row in _rows_of("area-schemes")
        ],
    )
    return {code: row.pk for (code,), row in rows.items()}


def _load_areas(load: _Load, schemes: Mapping[str, int]) -> dict[tuple[str, str], int]:
    """Fill the areas; return their ids by division and code."""
    named = dict.fromkeys((scheme, code, name) for scheme, code, name, *_ in _memberships())
    rows = load.rows(
        Area,
        ["scheme_id", "code"],
        [{"scheme_id": schemes[scheme], "code": code, "name": name} for scheme, code, name in named],
    )
    return {(scheme, code): rows[schemes[scheme], code].pk for scheme, code, _name in named}


def _load_memberships(
    load: _Load, facts: Facts, municipalities: Mapping[str, int], areas: Mapping[tuple[str, str], int]
) -> None:
    """Fill what lies in the areas."""
    load.rows(
        AreaMembership,
        ["area_id", "municipality_id", "postcode_from", "valid_from"],
        [
            {
                "area_id": areas[key.scheme, key.area],
                "municipality_id": municipalities[key.municipality],
                "postcode_from": key.postcode_from,
                "valid_from": key.valid_from,
                **fact._asdict(),
            }
            for key, fact in facts.memberships.items()
        ],
    )


# --- The files as facts --------------------------------------------------------------------------------------


def _facts_of_files() -> Facts:
    """Return what the files say; a membership in them lasts as long as the division itself."""
    today, former = list(_rows_of("municipalities-2026")), list(_rows_of("former-municipalities"))
    began = _known_starts(today, former)
    postcodes = {
        row["pc4"]: PostcodeFact(
            row["place"], row["municipality_code"], float(row["latitude"]), float(row["longitude"])
        )
        for row in _rows_of("postcodes")
    }
    return Facts(
        municipalities={
            **{row["code"]: MunicipalityFact(row["name"], began.get(row["code"]), None) for row in today},
            **{row["code"]: MunicipalityFact(row["name"], None, _day_after_year(row["last_year"])) for row in former},
        },
        successors={(row["code"], heir): () for row in former for heir in row["successor_codes"].split()},
        places=dict.fromkeys(((fact.place, fact.municipality) for fact in postcodes.values()), ()),
        postcodes=postcodes,
        memberships={
            MembershipKey(scheme, code, municipality, first, None): MembershipFact(last, None)
            for scheme, code, _name, municipality, first, last in _memberships()
        },
    )


def _known_starts(today: list[Row], former: list[Row]) -> dict[str, date]:
    """Return when the municipalities began that are younger than the decree of 2015, which lists all of its day.

    Such a one began when the last of its predecessors ended. Of any other we do not know it: the files cannot
    tell an older municipality that took over a neighbour from one that was newly made.
    """
    listed_in_2015 = {row["municipality_code"] for row in _rows_of("uwv-work-areas-2015")}
    ends: dict[str, list[date]] = {}
    for row in former:
        for successor in row["successor_codes"].split():
            ends.setdefault(successor, []).append(_day_after_year(row["last_year"]))
    return {
        row["code"]: max(ends[row["code"]])
        for row in today
        if row["code"] in ends and row["code"] not in listed_in_2015
    }


def _memberships() -> Iterator[tuple[str, str, str, str, str, str]]:
    """Yield division, area code, area name, municipality code and postcode range (empty: all of it)."""
    wmco = {
        province: (row["code"], row["name"])
        for row in _rows_of("wmco-areas")
        for province in row["province_codes"].split()
    }
    for row in _rows_of("municipalities-2026"):
        whole = (row["code"], "", "")
        yield "province", row["province_code"], row["province"], *whole
        yield "labour_market_region", row["labour_market_region_code"], row["labour_market_region"], *whole
        yield "wmco", *wmco[row["province_code"]], *whole
    for row in _rows_of("uwv-work-areas-2015"):
        part = (row["municipality_code"], row["postcode_from"], row["postcode_to"])
        yield "uwv_office", row["office"], row["office"], *part


def _rows_of(name: str) -> Iterator[Row]:
    return csv_rows(settings.FIXTURES_DIR / "reference" / f"{name}.csv")


def _key(fields: Mapping[str, Any], key: Sequence[str]) -> tuple:
    return tuple(fields[name] for name in key)


def _day_after_year(year: str) -> date:
    return date(int(year) + 1, 1, 1)


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
