"""All SQL that is written by hand: look-ups of work areas, orders, the nearest, and counts of providers that are alike.

What lives here: statements and parts of them. What does not: the questions that they answer (querysets.py,
search/results.py, search/facets.py).

Every search and every route begins with these, and Django needs longer to build them from expressions than the
database needs for the answer: what that costs is in docs/decisions/sql-by-hand.md. Every value is bound; what is put
into a text are marks for values, and names from our own code, never input.
"""

import math
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from django.db import connection
from django.db.models import BooleanField, FloatField, IntegerField, QuerySet
from django.db.models.expressions import RawSQL

from services.freshness import OldestChecks
from services.shortage import SAID, Shortage

if TYPE_CHECKING:
    from regions.places import Location

# The texts of a provider whose words are searched.
SEARCHED_IN = ("name", "city", "description_nl", "description_en")

Point = tuple[float, float]  # latitude and longitude in degrees

# The nearest are looked for in ever wider rings, so that the whole country is seldom read: from so many degrees of
# latitude (111 km each) up to so many. The first is a region, the last is wider than the country.
RINGS = tuple(pairwise((0.0, 0.25, 1.25, 6.0)))


class Statement(NamedTuple):
    """SQL with its values."""

    sql: str
    values: tuple[object, ...]

    @classmethod
    def of(cls, rows: QuerySet) -> "Statement":
        """Return the SQL of a queryset, without its order."""
        return cls(*rows.order_by().query.sql_with_params())

    def rows(self) -> list[tuple]:
        """Return what the database answers."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.values)
            return cursor.fetchall()

    def as_subquery(self) -> RawSQL:
        """Return this for use in a filter."""
        return RawSQL(self.sql, self.values)

    def as_condition(self) -> RawSQL:
        """Return this for use as a filter."""
        return RawSQL(self.sql, self.values, output_field=BooleanField())


def marks(values: Collection[object]) -> str:
    """Return the marks for these values in a list."""
    return ", ".join(["%s"] * len(values))


# --- Orders of providers -----------------------------------------------------------------------------------


def is_of(types: Collection[int]) -> list[RawSQL]:
    """Return whether a provider is of one of these types, to order by: no column where there are none."""
    return [RawSQL(f"type_id IN ({marks(types)})", tuple(types))] if types else []


def trust(edges: OldestChecks) -> RawSQL:
    """Return how far a record can be trusted: 0 on time, 1 overdue, 2 not referable (R17)."""
    return RawSQL(
        "CASE WHEN last_checked_on >= %s THEN 0 WHEN last_checked_on >= %s THEN 1 ELSE 2 END",
        (edges.up_to_date, edges.referable),
    )


def shortage(on: date) -> RawSQL:
    """Return how little room a provider says to have on a day: as `shortage_of` says it of one (shortage.py)."""
    said = " ".join("WHEN capacity = %s AND capacity_until >= %s THEN %s" for _each in SAID)
    values = tuple(value for answer, level in SAID.items() for value in (answer, on, int(level)))
    return RawSQL(f"CASE {said} ELSE %s END", (*values, int(Shortage.NONE)), output_field=IntegerField())


def squared_distance(point: Point) -> RawSQL:
    """Return the squared distance from a point in degrees of latitude: good enough to order by in one country.

    Plain arithmetic (equirectangular), so that every database can do it; null for a provider without a position.
    """
    latitude, longitude = point
    return RawSQL(
        "(latitude - %s) * (latitude - %s) + (longitude - %s) * (longitude - %s) * %s",
        (latitude, latitude, longitude, longitude, math.cos(math.radians(latitude)) ** 2),
        output_field=FloatField(),
    )


# --- Words -------------------------------------------------------------------------------------------------


def says(marks_: Sequence[str]) -> RawSQL:
    """Return the condition that the words of a provider's texts hold one of these (words.py: no mark has a wildcard).

    Where a statement by hand changed a text, the database itself took its words away (migration 0012): until a next
    save the text is searched as it stands.
    """
    texts = " || ' ' || ".join(f"services_provider.{text}" for text in SEARCHED_IN)
    words = f"COALESCE(services_provider.words, LOWER(' ' || {texts} || ' '))"
    either = " OR ".join([f"{words} LIKE %s"] * len(marks_))
    return RawSQL(f"({either})", tuple(f"%{mark}%" for mark in marks_), output_field=BooleanField())


# --- The nearest -------------------------------------------------------------------------------------------


def in_ring(point: Point, inner: float, outer: float) -> Statement:
    """Return the condition that a provider is from `inner` up to `outer` degrees of latitude away from a point.

    The box around the ring lets the database use the index on position.
    """
    latitude, longitude = point
    width = outer / math.cos(math.radians(latitude))
    squared = squared_distance(point)
    return Statement(
        f"latitude BETWEEN %s AND %s AND longitude BETWEEN %s AND %s AND {squared.sql} >= %s AND {squared.sql} < %s",
        (
            *(latitude - outer, latitude + outer, longitude - width, longitude + width),
            *(*squared.params, inner**2, *squared.params, outer**2),
        ),
    )


def nearest_keys(providers: QuerySet, point: Point, number: int) -> Statement:
    """Return the look-up of the keys of the `number` of providers that are nearest to a point.

    The limits let a database stop at the ring that fills them. Those without a position are not among the nearest.
    """
    among = Statement.of(providers.values("id", "latitude", "longitude"))
    squared = squared_distance(point)
    rings, values = [], []
    for ring in RINGS:
        is_inside = in_ring(point, *ring)
        rings.append(
            f"SELECT id FROM (SELECT id FROM ({among.sql}) AS provider WHERE {is_inside.sql} "
            f"ORDER BY {squared.sql} LIMIT %s) AS ring"
        )
        values += [*among.values, *is_inside.values, *squared.params, number]
    return Statement(f"SELECT id FROM ({' UNION ALL '.join(rings)} LIMIT %s) AS nearest", (*values, number))


def rows_by_name(columns: Sequence[str], keys: Sequence[int], more: Statement | None = None) -> Statement:
    """Return the look-up of these providers, and of those that another look-up of keys finds, in the order of name."""
    either, values = [f"id IN ({marks(keys)})"] if keys else [], tuple(keys)
    if more is not None:
        either, values = [*either, f"id IN ({more.sql})"], (*values, *more.values)
    return Statement(
        f"SELECT {', '.join(columns)} FROM services_provider WHERE {' OR '.join(either)} ORDER BY name, slug", values
    )


def is_one_of(keys: Statement) -> Statement:
    """Return the condition on providers that their key is one of these.

    PostgreSQL reads the keys first, and then those providers by key: left to choose, it misjudges their number beside
    other conditions, and reads the whole table, or the keys once for each provider.
    """
    among = "= ANY (ARRAY({}))" if connection.vendor == "postgresql" else "IN ({})"
    return Statement(f"services_provider.id {among.format(keys.sql)}", keys.values)


# --- Work areas --------------------------------------------------------------------------------------------


def areas_holding(locations: Sequence["Location"]) -> Statement:
    """Return the look-up of the providers with a service area that holds (part of) a location.

    A look-up on one index for each kind of area, in a union. From one condition full of ORs PostgreSQL misjudges the
    number of rows, and reads the whole table of providers.
    """
    conditions, bound = zip(*_ways_to_hold(locations), strict=True)
    select = "SELECT provider_id FROM services_servicearea WHERE "
    values = tuple(value for part in bound for value in part)
    return Statement(" UNION ALL ".join(select + condition for condition in conditions), values)


def areas_unknown() -> Statement:
    """Return the look-up of the service areas that say that nobody knows where a provider works."""
    return Statement("SELECT provider_id FROM services_servicearea WHERE unknown = %s", (True,))


def areas_holding_or_unknown(location: "Location") -> Statement:
    """Return the look-up of the providers that serve a location, or of which nobody knows where they work."""
    held, unknown = areas_holding([location]), areas_unknown()
    return Statement(f"{held.sql} UNION ALL {unknown.sql}", (*held.values, *unknown.values))


def serves(locations: Sequence["Location"]) -> Statement:
    """Return the condition on providers that their work area holds (part of) a location."""
    return is_one_of(areas_holding(locations))


def _ways_to_hold(locations: Sequence["Location"]) -> Iterator[tuple[str, tuple[object, ...]]]:
    """Yield the conditions, with their values, under which a service area holds (part of) a location."""
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


def sectors_and_unknown(providers: Sequence[int]) -> Statement:
    """Return the look-up of the sectors of at least one provider, and of those of which nobody knows where they work.

    Each row: the key of a provider, and the key of a sector or nothing.
    """
    among = marks(providers)
    return Statement(
        f"SELECT provider_id, sector_id FROM services_provider_sectors WHERE provider_id IN ({among}) UNION ALL "
        f"SELECT provider_id, NULL FROM services_servicearea WHERE unknown = %s AND provider_id IN ({among})",
        (*providers, True, *providers),
    )


# --- Counts ------------------------------------------------------------------------------------------------


def numbers_alike(providers: QuerySet, columns: Sequence[str], every_sector: int) -> Statement:
    """Return the look-up of how many of the providers are alike in these columns, in all and by sector.

    Each row: the columns, then `every_sector`, the key of a sector, or null for who has none; then their number.
    """
    found, alike = Statement.of(providers.values("id", *columns)), ", ".join(columns)
    return Statement(
        f"WITH found AS ({found.sql}) "
        f"SELECT {alike}, {every_sector}, COUNT(*) FROM found GROUP BY {alike} "
        f"UNION ALL SELECT {alike}, sector_id, COUNT(*) FROM found "
        f"LEFT JOIN services_provider_sectors AS link ON link.provider_id = found.id GROUP BY {alike}, sector_id",
        found.values,
    )
