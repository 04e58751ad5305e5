"""Filling the services' own lists and the shipped directory from fixtures/.

What lives here: the catalogue (types, sectors, dated values), the organisations that exist by type and region, and the
example data of a demo. What does not: places and areas (regions/loading.py), reading provider files (importing.py).

All of it is safe to repeat: what is missing is added, what staff changed or added stays.
"""

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import models, transaction
from django.db.models import Avg
from django.utils import timezone

from regions.csv_rows import csv_rows
from regions.models import Postcode
from services.files.csv_format import FileError
from services.files.importing import import_providers
from services.models import Check, DatedParameter, Provider, ProviderType, Role, Sector, ServiceArea
from services.upkeep import confirm


class ShippedFileRefused(Exception):
    """A shipped file does not fit what is in the database, mostly because the reference facts are not loaded."""

    def __init__(self, path: Path, error: FileError) -> None:
        super().__init__(f"{path.name}, regel {error.line}, {error.column}: {error.message}")


@transaction.atomic
def load_catalogue() -> int:
    """Add the types, sectors and dated values that are missing; return how many."""
    return (
        _add_missing(ProviderType, ("code",), _provider_types())
        + _add_missing(Sector, ("code",), (Sector(**row) for row in _catalogue_rows("sectors")))
        + _add_missing(DatedParameter, ("code", "valid_from"), _parameters())
    )


@transaction.atomic
def load_directory(on: date) -> int:
    """Add the shipped organisations that are missing, unchecked and without contact data; return how many."""
    return sum(_import_missing(path, on) for path in _directory_files())


@transaction.atomic
def load_demo(on: date) -> int:
    """Make the shipped directory an example to try everything with; return how many records show example data.

    Shipped records that nobody touched get contact data at example.org and the middle of their region as position;
    a few example organisations are added. All of them count as checked on the day.
    """
    load_directory(on)
    for path in _demo_files():
        _import_missing(path, on)
    slugs = [row["slug"] for path in (*_directory_files(), *_demo_files()) for row in csv_rows(path)]
    shipped = Provider.objects.filter(slug__in=slugs)
    _give_example_contact(shipped.filter(email="", phone="", website="", last_checked_on=None))
    examples = shipped.filter(is_example=True)
    for provider in examples.exclude(last_checked_on=on):
        confirm(provider=provider, on=on, by="voorbeeld", method=Check.Method.DEMO)
    return examples.count()


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
    for row in _catalogue_rows("parameters"):
        valid_from = date.fromisoformat(row["valid_from"]) if row["valid_from"] else None
        yield DatedParameter(**{**row, "valid_from": valid_from}, approved_at=timezone.now())


def _catalogue_rows(name: str) -> Iterator[dict[str, str]]:
    return csv_rows(settings.FIXTURES_DIR / "catalogue" / f"{name}.csv")


def _directory_files() -> list[Path]:
    return sorted((settings.FIXTURES_DIR / "directory").glob("*.csv"))


def _demo_files() -> list[Path]:
    return sorted((settings.FIXTURES_DIR / "directory" / "demo").glob("*.csv"))


def _import_missing(path: Path, on: date) -> int:
    summary = import_providers(path.read_bytes(), on=on, only_missing=True)
    if summary.errors:
        raise ShippedFileRefused(path, summary.errors[0])
    return summary.created


def _give_example_contact(providers: models.QuerySet[Provider]) -> None:
    """Fill contact data at example.org, a domain that is kept for examples, and the middle of the region."""
    middles = _middles_of_areas()
    for provider in providers.prefetch_related("service_areas"):
        provider.email = f"{provider.slug}@example.org"
        provider.website = f"https://example.org/{provider.slug}"
        provider.is_example = True
        if provider.latitude is None:
            areas = {part.area_id for part in provider.service_areas.all()}
            provider.latitude, provider.longitude = middles.get(areas.pop(), (None, None))
        provider.save()


def _middles_of_areas() -> dict[int | None, tuple[float, float]]:
    """Return for each area that providers serve the mean of its postcode centres (latitude, longitude)."""
    served = ServiceArea.objects.exclude(area=None).values("area")
    means = (
        Postcode.objects.filter(place__municipality__memberships__area__in=served)
        .values_list("place__municipality__memberships__area")
        .annotate(Avg("latitude"), Avg("longitude"))
    )
    return {area: (round(latitude, 4), round(longitude, 4)) for area, latitude, longitude in means}
