"""The questions that can be asked of providers, in the words of the field.

What lives here: conditions and orders on providers. What does not: what a search page shows (search/results.py), how
much of a place a work area holds (work_area/holding.py).
"""

import math
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING, NamedTuple

from django.db import connection, models
from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import RawSQL

from services.freshness import Freshness, OldestChecks

if TYPE_CHECKING:
    from regions.places import Location

# What can be asked in words: more is no question, and costs the database time.
LONGEST_TEXT = 100
MOST_WORDS = 8

SEARCHED_IN = ("name", "city", "description_nl", "description_en", "type__name_nl", "type__name_en")


class ProviderQuerySet(models.QuerySet):
    """Providers, filtered in words: `Provider.objects.published(on).offering(role).covering(location)`."""

    def published(self, on: date) -> "ProviderQuerySet":
        """Keep the providers that had not stopped on the date."""
        return self.filter(Q(retired_on=None) | Q(retired_on__gt=on))

    def in_state(self, state: Freshness, edges: OldestChecks) -> "ProviderQuerySet":
        """Keep the providers whose record is in this state of freshness, as `OldestChecks.state_of` says it of one."""
        if state in edges.periods:
            oldest, too_good = edges.periods[state]
            return self.filter(last_checked_on__gte=oldest, last_checked_on__lt=too_good)
        silent = Q(last_checked_on=None, silent_since__isnull=False)
        if state is Freshness.SILENT:
            return self.filter(silent)
        return self.exclude(last_checked_on__gte=edges.referable).exclude(silent)

    def referable(self, on: date, edges: OldestChecks) -> "ProviderQuerySet":
        """Keep the providers that can be referred to on the date: not stopped, and checked in time (R17)."""
        return self.published(on).filter(last_checked_on__gte=edges.referable)

    def offering(self, role: str) -> "ProviderQuerySet":
        """Keep the providers with this role: as `roles_held` says it of one row (models.py)."""
        return self.filter(Q(has_own_roles=True, **{role: True}) | Q(has_own_roles=False, **{f"type__{role}": True}))

    def in_sector(self, sector: str) -> "ProviderQuerySet":
        """Keep the providers that serve this sector; one without sectors serves them all (R3)."""
        listed = self.model.sectors.through.objects.filter(provider_id=OuterRef("pk"))
        return self.filter(Exists(listed.filter(sector__code=sector)) | ~Exists(listed))

    def mentioning(self, words: Sequence[str]) -> "ProviderQuerySet":
        """Keep the providers that have every word in their name, town, description or type's name."""
        return self.filter(mentions(words))

    def covering(self, *locations: "Location") -> "ProviderQuerySet":
        """Keep the providers whose work area holds (part of) one of the locations (R2)."""
        return self.filter(areas_holding(locations).as_condition())

    def not_covering(self, location: "Location") -> "ProviderQuerySet":
        """Keep the providers that are known to work elsewhere only: not those of which nobody knows it."""
        return self.exclude(pk__in=areas_holding([location]).as_subquery()).exclude(service_areas__unknown=True)

    def with_unknown_area(self) -> "ProviderQuerySet":
        """Keep the providers of which it is not known where they work (R2)."""
        return self.filter(service_areas__unknown=True)

    def within(self, point: tuple[float, float], radius: float) -> "ProviderQuerySet":
        """Keep the providers at most `radius` degrees of latitude from the point, through the index on position."""
        latitude, longitude = point
        width = radius / math.cos(math.radians(latitude))
        return (
            self.filter(
                latitude__range=(latitude - radius, latitude + radius),
                longitude__range=(longitude - width, longitude + width),
            )
            .alias(squared=squared_distance(point))
            .filter(squared__lte=radius**2)
        )

    def beyond(self, point: tuple[float, float], radius: float) -> "ProviderQuerySet":
        """Keep the providers more than `radius` degrees of latitude from the point."""
        return self.alias(squared=squared_distance(point)).filter(squared__gt=radius**2)

    def nearest_first(self, point: tuple[float, float]) -> "ProviderQuerySet":
        """Order by distance from the point; slug settles a tie."""
        return self.order_by(squared_distance(point), "slug")

    def by_name(self, last: Collection[int] = ()) -> "ProviderQuerySet":
        """Order by name, with the providers of some types (by key) last."""
        return self.order_by(*is_of(last), "name", "slug")

    def best_first(
        self, point: tuple[float, float], edges: OldestChecks, last: Collection[int] = ()
    ) -> "ProviderQuerySet":
        """Order by trust in the record, then distance from the point; the providers of some types (by key) come last.

        What has no position comes after what has one; name and slug settle the rest, so no tie is left.
        """
        distance = squared_distance(point).asc(nulls_last=True)
        return self.order_by(*is_of(last), trust(edges), distance, "name", "slug")


def is_of(types: Collection[int]) -> list[RawSQL]:
    """Return whether a provider is of one of these types, to order by: no column where there are none."""
    return [RawSQL(f"type_id IN ({marks(types)})", tuple(types))] if types else []  # noqa: S611  (values are bound)


def mentions(words: Sequence[str]) -> Q:
    """Return the condition that every word stands in the name, town, description or type's name."""
    somewhere = (reduce(or_, (Q(**{f"{text}__icontains": word}) for text in SEARCHED_IN)) for word in words)
    return reduce(and_, somewhere, Q())


def trust(edges: OldestChecks) -> RawSQL:
    """Return how far a record can be trusted: 0 on time, 1 overdue, 2 not referable (R17)."""
    return RawSQL(
        "CASE WHEN last_checked_on >= %s THEN 0 WHEN last_checked_on >= %s THEN 1 ELSE 2 END",
        (edges.up_to_date, edges.referable),
    )


def squared_distance(point: tuple[float, float]) -> RawSQL:
    """Return the squared distance from a point in degrees of latitude: good enough to order by in one country.

    Plain arithmetic (equirectangular), so that every database can do it; null for a provider without a position.
    Written as SQL because building it from expressions takes Django longer than the database needs for the answer.
    """
    latitude, longitude = point
    return RawSQL(
        "(latitude - %s) * (latitude - %s) + (longitude - %s) * (longitude - %s) * %s",
        (latitude, latitude, longitude, longitude, math.cos(math.radians(latitude)) ** 2),
        output_field=models.FloatField(),
    )


class AreaLookup(NamedTuple):
    """SQL that reads columns of service areas, with its values.

    Written by hand because every search and every route begins here: Django needs longer to build this statement
    than the database needs to answer it. The columns are names from our own code, never input.
    """

    sql: str
    values: tuple[object, ...]

    def as_subquery(self) -> RawSQL:
        """Return this for use in a filter."""
        return RawSQL(self.sql, self.values)  # noqa: S611  (every value is bound)

    def as_condition(self) -> RawSQL:
        """Return the condition on providers that one of these areas is theirs.

        PostgreSQL reads the areas first, and then those providers by key: left to choose, it misjudges their number
        beside other conditions, and reads the whole table, or the areas once for each provider.
        """
        among = "= ANY (ARRAY({}))" if connection.vendor == "postgresql" else "IN ({})"
        sql = f"services_provider.id {among.format(self.sql)}"
        return RawSQL(sql, self.values, output_field=models.BooleanField())  # noqa: S611  (every value is bound)


def areas_holding(
    locations: Sequence["Location"], columns: Sequence[str] = ("provider_id",), among: Sequence[int] | None = None
) -> AreaLookup:
    """Return the look-up of the service areas that hold (part of) a location, `among` at least one provider or all.

    Of all providers: four look-ups on one index each, in a union. From one condition full of ORs PostgreSQL misjudges
    the number of rows, and reads the whole table of providers.
    """
    select = f"SELECT {', '.join(columns)} FROM services_servicearea WHERE "  # noqa: S608  (names from our own code)
    conditions, bound = zip(*_ways_to_hold(locations), strict=True)
    values = tuple(value for part in bound for value in part)
    if among is None:
        return AreaLookup(" UNION ALL ".join(select + condition for condition in conditions), values)
    either = " OR ".join(f"({condition})" for condition in conditions)
    return AreaLookup(f"{select}provider_id IN ({marks(among)}) AND ({either})", (*among, *values))


def _ways_to_hold(locations: Sequence["Location"]) -> Iterator[tuple[str, tuple[object, ...]]]:
    """Give the conditions, with their values, under which a service area holds (part of) a location."""
    yield "national = %s", (True,)
    keys = {
        "area_id": {key for location in locations for key in location.area_ids},
        "municipality_id": {key for location in locations for key in location.municipality_ids},
        "pc4": {pc4 for location in locations if not location.is_exact for pc4 in location.pc4s},
    }
    for column, values in keys.items():
        if values:
            yield f"{column} IN ({marks(values)})", tuple(values)
    for pc4, letters in {(location.pc4s[0], location.letters) for location in locations if location.is_exact}:
        yield "pc4 = %s AND letters_from <= %s AND letters_to >= %s", (pc4, letters, letters)


def marks(values: Collection[object]) -> str:
    """Return the marks for these values in a list in SQL."""
    return ", ".join(["%s"] * len(values))
