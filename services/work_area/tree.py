"""The areas that a work area can name on a day, to choose from: regions with their municipalities, and all others.

What lives here: what can be chosen, and a work area as a choice in it. What does not: reading codes (codes.py), the
form (desk/work_area_form.py).
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from regions.divisions import LABOUR_MARKET_REGION
from regions.models import Area, AreaMembership
from regions.validity import valid_on
from services.work_area.parts import AreaPart

Choice = tuple[str, str]  # a code as in files, and a name


class Branch(NamedTuple):
    """A labour market region with its municipalities, by name."""

    code: str
    name: str
    municipalities: Sequence[Choice]

    @property
    def written(self) -> str:
        """Return the code of the region as it is written in files."""
        return f"AM:{self.code}"


def branches(on: date) -> list[Branch]:
    """Return the labour market regions of a day with all their municipalities; one query."""
    ours = AreaMembership.objects.filter(valid_on(on), valid_on(on, "municipality__"), valid_on(on, "area__scheme__"))
    rows = ours.filter(area__scheme__code=LABOUR_MARKET_REGION).order_by("area__name", "municipality__name")
    columns = ("area__code", "area__name", "municipality__code", "municipality__name")
    by_region = groupby(rows.values_list(*columns), key=lambda row: row[:2])
    return [
        Branch(code, name, [(f"GM:{of_one}", called) for *_region, of_one, called in inside])
        for (code, name), inside in by_region
    ]


def other_areas(on: date) -> list[Choice]:
    """Return the areas of all other divisions of a day, each with its division; one query."""
    areas = Area.objects.filter(valid_on(on, "scheme__")).exclude(scheme__code=LABOUR_MARKET_REGION)
    rows = areas.order_by("scheme__name_nl", "name").values_list("scheme__prefix", "code", "scheme__name_nl", "name")
    return [(f"{prefix}:{code}", f"{scheme} {name}") for prefix, code, scheme, name in rows]


def written_ranges(parts: Iterable[AreaPart]) -> list[str]:
    """Return the postcodes of a work area as somebody types them: whole ones that follow each other are one range."""
    return [_written(first, last) for first, last in runs_of_postcodes(parts)]


def runs_of_postcodes(parts: Iterable[AreaPart]) -> Iterator[tuple[AreaPart, AreaPart]]:
    """Yield the first and last of whole postcodes that follow each other; one with some letters stands alone."""
    run: tuple[AreaPart, AreaPart] | None = None
    for part in sorted((part for part in parts if part.pc4), key=lambda one: (one.pc4, one.letters_from)):
        if run and run[1].is_whole_postcode and part.is_whole_postcode and int(part.pc4) == int(run[1].pc4) + 1:
            run = run[0], part
            continue
        if run:
            yield run
        run = part, part
    if run:
        yield run


def _written(first: AreaPart, last: AreaPart) -> str:
    if not first.is_whole_postcode:
        return f"{first.pc4} {first.letters_from}-{first.pc4} {first.letters_to}"
    return first.pc4 if first == last else f"{first.pc4}-{last.pc4}"
