"""Scratch databases to measure on: the same mix of providers at every place, few or many in the country.

    python -m bench.datasets NAME      fills the empty database of DATABASE_URL

What lives here: what a data set is, and filling one. What does not: measuring (measure.py).
"""

import hashlib
import os
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent
SEED = 20_260_101
BATCH = 2_000
MUNICIPAL_PROVIDERS = 4
WORDS = ["begeleiding", "werk", "scholing", "loopbaan", "advies", "regio", "vakmensen", "gesprek", "overstap"]


@dataclass(frozen=True)
class DataSet:
    """How many providers there are, and what a provider's work area is: a whole region or a narrower one."""

    name: str
    title: str
    providers: int
    narrow: bool


DATA_SETS = (
    DataSet("A", "1,000 in 35 regions", 1_000, narrow=False),
    DataSet("B", "100,000, as many a place", 100_000, narrow=True),
    DataSet("C", "100,000 in 35 regions", 100_000, narrow=False),
)


def fingerprint() -> str:
    """Return what a filled database depends on: when it changes, scratch databases are made anew."""
    sources = [*ROOT.glob("*/migrations/*.py"), *ROOT.glob("fixtures/**/*"), Path(__file__)]
    digest = hashlib.sha256()
    for source in sorted(source for source in sources if source.is_file()):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def fill(data_set: DataSet) -> None:
    """Migrate, load the reference facts, and write the providers of a data set."""
    from django.core.management import call_command
    from django.db import connection, transaction

    call_command("migrate", verbosity=0, skip_checks=True)
    with open(os.devnull, "w") as silence:
        call_command("load_reference", stdout=silence)
    with transaction.atomic():
        write_providers(data_set)
    if connection.vendor == "postgresql":  # what its autovacuum does by itself within a minute
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def write_providers(data_set: DataSet) -> None:
    """Write the providers with their work areas and sectors, a batch at a time."""
    from services.models import Provider, ServiceArea, Verb
    from services.upkeep.door import BY_COMMAND, change

    sector_links = Provider.sectors.through
    drafts = provider_drafts(data_set)
    while batch := list(islice(drafts, BATCH)):
        with change(Verb.CREATE, by=BY_COMMAND):
            Provider.objects.bulk_create([provider for provider, _area, _sector in batch])
            ServiceArea.objects.bulk_create([ServiceArea(provider=provider, **area) for provider, area, _ in batch])
            sector_links.objects.bulk_create(
                [sector_links(provider=provider, sector=sector) for provider, _area, sector in batch if sector]
            )


def provider_drafts(data_set: DataSet) -> Iterator[tuple]:
    """Yield (provider, its work area, its sector or None); every place gets the same mix of types and sectors."""
    from services.freshness import CheckPart
    from services.models import Provider, ProviderType, Sector
    from services.upkeep.checks import move_dates

    chance = random.Random(SEED)  # noqa: S311 - the same data every time, nothing secret
    types, sectors = list(ProviderType.objects.all()), list(Sector.objects.all())
    today = date.today()  # noqa: DTZ011 - a check's age in days, whatever the time zone
    for number, (area, turn, postcode) in enumerate(islice(work_areas(data_set), data_set.providers)):
        type_ = types[turn % len(types)]
        sector = sectors[turn // len(types) % len(sectors)] if type_.needs_sector else None
        provider = Provider(
            slug=f"{type_.code.replace('_', '-')}-{number}",
            name=f"{type_.name_nl} {postcode.place.name} {number}",
            type=type_,
            street=f"Voorbeeldstraat {number % 200 + 1}",
            postcode=f"{postcode.pc4}AB",
            city=postcode.place.name,
            latitude=postcode.latitude + chance.uniform(-0.01, 0.01),
            longitude=postcode.longitude + chance.uniform(-0.01, 0.01),
            email=f"post-{number}@example.org",
            website=f"https://example.org/{number}",
            description_nl=" ".join(chance.choices(WORDS, k=25)),
            description_en=" ".join(chance.choices(WORDS, k=25)),
            source="bench",
            is_example=True,
        )
        move_dates(provider, list(CheckPart), today - timedelta(days=chance.randrange(420)))
        yield provider, area, sector


def work_areas(data_set: DataSet) -> Iterator[tuple]:
    """Yield (work area, how many that area had before, a postcode in it) without end, all areas in turn.

    Narrow: a few providers for each municipality, the others for one postcode each, so that the number that
    serves a place is that of a thousand providers over 35 regions.
    """
    from regions.models import Municipality, Postcode

    postcodes = list(Postcode.objects.select_related("place").order_by("pc4"))
    if not data_set.narrow:
        yield from in_turn(postcodes_by_region(postcodes))
        return
    of_municipality = group(postcodes, lambda postcode: postcode.place.municipality_id)
    municipalities = Municipality.objects.filter(pk__in=of_municipality).in_bulk()
    municipal = [({"municipality": municipalities[pk]}, inside) for pk, inside in of_municipality.items()]
    yield from islice(in_turn(municipal), MUNICIPAL_PROVIDERS * len(municipal))
    single = [({"pc4": postcode.pc4, "letters_from": "AA", "letters_to": "ZZ"}, [postcode]) for postcode in postcodes]
    for area, turn, postcode in in_turn(single):
        yield area, turn + MUNICIPAL_PROVIDERS, postcode


def in_turn(areas: list) -> Iterator[tuple]:
    """Yield every area once, then every area again, with the round and one of its postcodes."""
    turn = 0
    while True:
        for area, inside in areas:
            yield area, turn, inside[turn % len(inside)]
        turn += 1


def postcodes_by_region(postcodes: list) -> list:
    """Return each labour market region as a work area, with the postcodes in it."""
    from regions.models import AreaMembership

    memberships = AreaMembership.objects.filter(area__scheme__code="labour_market_region").select_related("area")
    region_of = {membership.municipality_id: membership.area for membership in memberships}
    by_region = group(postcodes, lambda postcode: region_of[postcode.place.municipality_id])
    return [({"area": area}, inside) for area, inside in sorted(by_region.items(), key=lambda item: item[0].code)]


def group(items: list, key) -> dict:
    """Return the items in lists by their key, in order of appearance."""
    groups: dict = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups


if __name__ == "__main__":
    django.setup()
    fill(next(data_set for data_set in DATA_SETS if data_set.name == sys.argv[1]))
