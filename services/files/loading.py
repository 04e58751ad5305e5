"""Filling the services' own lists and the shipped directory from fixtures/.

What lives here: the catalogue (types, sectors, dated values), the organisations that exist by type and region, and the
example data of a demo. What does not: places and areas (regions/loading.py), reading provider files (importing.py).

All of it is safe to repeat: what is missing is added, what staff changed or added stays.
"""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from regions.csv_rows import csv_rows
from regions.writing import lock_directory, verb
from services.files.examples import demo_file, invented_records, refuse_in_production
from services.files.importing import import_providers
from services.files.table import FileError
from services.freshness import CheckPart
from services.models import Check, ChecksTakenBack, DatedParameter, Provider, ProviderType, Role, Sector, Verb
from services.parameters import DatedValue, mistakes
from services.querysets import ProviderQuerySet
from services.upkeep.checks import confirm, take_back_checks
from services.upkeep.door import BY_COMMAND, change
from services.upkeep.record import CONTACT_COLUMNS, DATE_COLUMNS

T = TypeVar("T")

PRETENDED = BY_COMMAND._replace(name="voorbeeld")


class ShippedFileRefused(Exception):
    """A shipped file is wrong, or does not fit what is in the database: mostly the reference facts are not loaded."""

    def __init__(self, path: Path, error: FileError) -> None:
        super().__init__(f"{path.name}, regel {error.line}, {error.column}: {error.message}")


@verb
def load_catalogue() -> int:
    """Add the types, sectors and dated values that are missing; return how many."""
    return (
        _add_missing(ProviderType, ("code",), _provider_types())
        + _add_missing(Sector, ("code",), (Sector(**row) for row in _catalogue_rows("sectors")))
        + _add_missing(DatedParameter, ("code", "valid_from"), _parameters())
    )


@verb
def load_directory(on: date) -> int:
    """Add the shipped organisations that are missing, unchecked, with what their sources say; return how many."""
    return sum(_import_missing(path, on) for path in _directory_files())


@verb
def load_demo(on: date) -> int:
    """Make the shipped directory an example to try everything with; return how many records show example data.

    Shipped organisations of which no contact data are known get some at example.org, and no check: nobody looked.
    Organisations that are invented as a whole are added, and checked so long before the day that every state shows.
    Facts of law that nobody checked are shown as checked examples.
    """
    refuse_in_production()
    lock_directory()
    load_directory(on)
    _import_missing(demo_file("examples.csv"), on)
    shipped, invented = _records_of(_directory_files()), invented_records()
    with change(Verb.SHOW_EXAMPLES, by=BY_COMMAND, records=_keys(shipped | invented)):
        _give_example_contact(shipped)
        _pretend_checks(invented, on)
    _pretend_facts(on)
    return (_records_of(_directory_files()) | invented_records()).filter(is_example=True).count()


def _add_missing(model: type[models.Model], key: tuple[str, ...], rows: Iterator[models.Model]) -> int:
    present = set(model._default_manager.values_list(*key))
    missing = [row for row in rows if tuple(getattr(row, name) for name in key) not in present]
    model._default_manager.bulk_create(missing)
    return len(missing)


def _provider_types() -> Iterator[ProviderType]:
    file = settings.FIXTURES_DIR / "catalogue" / "provider_types.toml"
    for number, row in enumerate(tomllib.loads(file.read_text(encoding="utf-8"))["type"], start=1):
        roles = frozenset(Role(code) for code in row.pop("roles"))
        provider_type = ProviderType(order=10 * number, **row)
        provider_type.role_flags = roles
        yield provider_type


def _parameters() -> Iterator[DatedParameter]:
    path, before = _catalogue_file("parameters"), []
    for line, row in enumerate(csv_rows(path), start=2):
        dates = {
            column: _read(date.fromisoformat, path, line, row, column) if row[column] else None
            for column in ("valid_from", "valid_until", "checked_on")
        }
        value = DatedValue(**row | dates | {"value": _read(int, path, line, row, "value")})
        for column, message in mistakes(value, before).items():
            raise ShippedFileRefused(path, FileError(line, column, message))
        before.append(value)
        columns = asdict(value)
        checked_on = columns.pop("checked_on")
        yield DatedParameter(
            **columns, checked_by_staff_on=checked_on, approved_at=timezone.now() if checked_on else None
        )


def _read(read: Callable[[str], T], path: Path, line: int, row: Mapping[str, str], column: str) -> T:
    """Return what a cell means; refuse the file where it means nothing."""
    try:
        return read(row[column])
    except ValueError as error:
        raise ShippedFileRefused(path, FileError(line, column, str(error))) from error


def _catalogue_rows(name: str) -> Iterator[dict[str, str]]:
    return csv_rows(_catalogue_file(name))


def _catalogue_file(name: str) -> Path:
    return settings.FIXTURES_DIR / "catalogue" / f"{name}.csv"


def _directory_files() -> list[Path]:
    return sorted((settings.FIXTURES_DIR / "directory").glob("*.csv"))


def _records_of(files: Iterable[Path]) -> ProviderQuerySet:
    return Provider.objects.filter(slug__in=[row["slug"] for file in files for row in csv_rows(file)])


def _keys(providers: ProviderQuerySet) -> list[int]:
    return list(providers.values_list("pk", flat=True))


def _import_missing(path: Path, on: date) -> int:
    summary = import_providers(path.read_bytes(), on=on, only_missing=True)
    if summary.errors:
        raise ShippedFileRefused(path, summary.errors[0])
    return summary.created


def _give_example_contact(providers: ProviderQuerySet) -> None:
    """Fill contact data at example.org, a domain that is kept for examples, where none are known and nobody looked."""
    for provider in providers.filter(**dict.fromkeys(CONTACT_COLUMNS, ""), checks=None):
        provider.email = f"{provider.slug}@example.org"
        provider.website = f"https://example.org/{provider.slug}"
        provider.is_example = True
        provider.save()


def _pretend_facts(on: date) -> None:
    """Let the facts of law that nobody checked hold in the demo, marked as examples; what staff began on stays."""
    untouched = DatedParameter.objects.filter(approved_at=None, entered_by=None, checked_by=None)
    untouched.update(checked_by_staff_on=on, approved_at=timezone.now(), is_example=True)


def _pretend_checks(invented: ProviderQuerySet, on: date) -> None:
    """Give invented organisations the checks and the silence of the demo's file, counted back from the day.

    What the demo pretended before goes; an organisation that somebody filled or checked since stays as it is.
    """
    by_people = Check.objects.exclude(method=Check.Method.DEMO)
    untouched = {one.slug: one for one in invented.filter(is_example=True).exclude(checks__in=by_people)}
    Check.objects.filter(provider__in=untouched.values()).delete()
    ChecksTakenBack.objects.filter(provider__in=untouched.values()).delete()
    invented.filter(slug__in=untouched).update(silent_since=None, **dict.fromkeys(DATE_COLUMNS))
    pretended = tomllib.loads(demo_file("checks.toml").read_text(encoding="utf-8"))
    for check in pretended["check"]:
        parts, day = [CheckPart(part) for part in check["parts"]], on - timedelta(days=check["days_ago"])
        for slug in untouched.keys() & check["slugs"]:
            confirm(provider=untouched[slug], parts=parts, on=day, by=PRETENDED, method=Check.Method.DEMO)
    for silence in pretended["silence"]:
        for slug in untouched.keys() & silence["slugs"]:
            take_back_checks(provider=untouched[slug], on=on - timedelta(days=silence["days_ago"]), by=PRETENDED)
