"""Work areas as they are written in files and forms: NL, AM:AM18, GM:GM0363, PC:1013, PC:1013AA-1013AE, or ? alone.

What lives here: reading such codes for a day, and writing them. What does not: the parts themselves (parts.py), what
a person types when searching (regions/places.py).
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from notation.characters import legible
from regions.models import Area, AreaScheme, Municipality, Postcode
from regions.versions import cached_while_unchanged
from services.work_area.parts import AreaPart

# It is not known where an organisation works: never the whole country, and never nothing.
NOT_KNOWN = "?"
POSTCODE_RANGE = re.compile(r"PC:([1-9]\d{3})([A-Z]{2})?(?:-([1-9]\d{3})([A-Z]{2})?)?")


class _Named(NamedTuple):
    """What a code of an area or a municipality names, until which day, and what is said of it from then on."""

    written: str
    part: AreaPart
    valid_until: date | None
    ended: Callable[[], str]

    def has_ended(self, on: date) -> bool:
        return self.valid_until is not None and self.valid_until <= on


class _Codes(NamedTuple):
    """All that codes can name, on any day: as long as the reference data stay the same."""

    pc4s: list[str]
    named: list[_Named]
    prefixes: list[str]


@cached_while_unchanged
def _codes() -> _Codes:
    named = [*_areas(), *_municipalities()]
    prefixes = sorted({"NL", "PC", *(one.written.partition(":")[0] for one in named)})
    return _Codes(sorted(Postcode.objects.values_list("pc4", flat=True)), named, prefixes)


class WorkAreaReader:
    """Reads codes on one day."""

    def __init__(self, on: date) -> None:
        codes = _codes()
        self._pc4s, self._prefixes = codes.pc4s, codes.prefixes
        self._known: dict[str, AreaPart] = {"NL": AreaPart(national=True), NOT_KNOWN: AreaPart(unknown=True)}
        self._known |= {one.written.upper(): one.part for one in codes.named if not one.has_ended(on)}
        self._ended = {one.written.upper(): one.ended for one in codes.named if one.has_ended(on)}
        self._written = {one.part: one.written for one in codes.named}

    def read(self, codes: Iterable[str]) -> frozenset[AreaPart]:
        """Return the parts that the codes name; raise ValidationError with one message a wrong code.

        A range over several postcodes becomes one part for each four-digit postcode that exists in it.
        """
        parts: set[AreaPart] = set()
        errors: list[str] = []
        for code in codes:
            try:
                parts.update(self._read_one(legible(code).strip().upper()))
            except ValidationError as error:
                errors += error.messages
        if len(parts) > 1 and AreaPart(unknown=True) in parts:
            errors.append(_("Een ? zegt dat het werkgebied niet bekend is. Zet er geen gebied naast."))
        if errors:
            raise ValidationError(errors)
        return without_overlap(parts)

    def written(self, part: AreaPart) -> str:
        """Return the code of a part, also of an area that has ended since."""
        return self._written.get(part) or part.row_for(None).code

    def _read_one(self, code: str) -> Sequence[AreaPart]:
        if code in self._known:
            return [self._known[code]]
        if code in self._ended:
            raise ValidationError(self._ended[code]())
        if code.startswith("PC:"):
            return self._read_postcodes(code)
        raise ValidationError(
            _("'%(code)s' is geen bekend gebied. Een code begint met %(prefixes)s, zoals AM:AM18 of GM:GM0363.")
            % {"code": code, "prefixes": ", ".join(self._prefixes)}
        )

    def _read_postcodes(self, code: str) -> Sequence[AreaPart]:
        match = POSTCODE_RANGE.fullmatch(code.replace(" ", ""))
        if match is None:
            raise ValidationError(
                _("'%(code)s' is geen postcode of reeks. Schrijf PC:1013, PC:1013AA-1013AE of PC:1011AA-1019ZZ.")
                % {"code": code}
            )
        first, letters_from, last, letters_to = match.groups()
        last, letters_to = (last, letters_to) if last else (first, letters_from)
        letters_from, letters_to = letters_from or "AA", letters_to or "ZZ"
        if first + letters_from > last + letters_to:
            raise ValidationError(_("'%(code)s' loopt terug: zet de laagste postcode voorop.") % {"code": code})
        inside = self._pc4s[bisect_left(self._pc4s, first) : bisect_right(self._pc4s, last)]
        if not inside:
            raise ValidationError(_("'%(code)s': deze postcode bestaat niet.") % {"code": code})
        return [
            AreaPart(
                pc4=pc4,
                letters_from=letters_from if pc4 == first else "AA",
                letters_to=letters_to if pc4 == last else "ZZ",
            )
            for pc4 in inside
        ]


def _areas() -> Iterator[_Named]:
    for area in Area.objects.select_related("scheme"):
        written, scheme = f"{area.scheme.prefix}:{area.code}", area.scheme
        yield _Named(written, AreaPart(area_id=area.pk), scheme.valid_until, partial(_of_ended_scheme, written, scheme))


def _municipalities() -> Iterator[_Named]:
    for one in Municipality.objects.prefetch_related("successors"):
        part = AreaPart(municipality_id=one.pk)
        yield _Named(f"GM:{one.code}", part, one.valid_until, partial(_of_ended_municipality, one))


def _of_ended_scheme(written: str, scheme: AreaScheme) -> str:
    words = {"code": written.upper(), "scheme": scheme.name_nl}
    return _("'%(code)s' hoort bij een indeling die niet meer geldt: %(scheme)s.") % words


def _of_ended_municipality(municipality: Municipality) -> str:
    successors = [f"GM:{successor.code} ({successor.name})" for successor in municipality.successors.all()]
    return _("GM:%(code)s is de vroegere gemeente %(name)s. Gebruik nu: %(successors)s.") % {
        "code": municipality.code,
        "name": municipality.name,
        "successors": ", ".join(successors) or "-",
    }


def without_overlap(parts: Iterable[AreaPart]) -> frozenset[AreaPart]:
    """Join postcode ranges that overlap, so that the same work area always gives the same rows."""
    joined: list[AreaPart] = []
    for part in sorted(parts, key=lambda part: (part.pc4, part.letters_from)):
        last = joined[-1] if joined else None
        if last and part.pc4 and part.pc4 == last.pc4 and part.letters_from <= last.letters_to:
            joined[-1] = last._replace(letters_to=max(last.letters_to, part.letters_to))
        else:
            joined.append(part)
    return frozenset(joined)
