"""Work areas as they are written in files and forms: NL, AM:AM18, GM:GM0363, PC:1013, PC:1013AA-1013AE, or ? alone.

What lives here: reading such codes for a day, and writing them. What does not: the parts themselves (parts.py), what
a person types when searching (regions/places.py).
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from notation.characters import legible
from regions.models import Area, Municipality, Postcode
from services.work_area.parts import AreaPart

# It is not known where an organisation works: never the whole country, and never nothing.
NOT_KNOWN = "?"
POSTCODE_RANGE = re.compile(r"PC:([1-9]\d{3})([A-Z]{2})?(?:-([1-9]\d{3})([A-Z]{2})?)?")


class WorkAreaReader:
    """Reads codes on one day. It looks all areas up once, so that a large file costs no query a row."""

    def __init__(self, on: date) -> None:
        self._pc4s = sorted(Postcode.objects.values_list("pc4", flat=True))
        self._known: dict[str, AreaPart] = {"NL": AreaPart(national=True), NOT_KNOWN: AreaPart(unknown=True)}
        self._ended: dict[str, str] = {}
        self._written: dict[AreaPart, str] = {}
        self._prefixes = ["NL", "GM", "PC"]
        self._look_up_areas(on)
        self._look_up_municipalities(on)

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
            raise ValidationError(self._ended[code])
        if code.startswith("PC:"):
            return self._read_postcodes(code)
        raise ValidationError(
            _("'%(code)s' is geen bekend gebied. Een code begint met %(prefixes)s, zoals AM:AM18 of GM:GM0363.")
            % {"code": code, "prefixes": ", ".join(sorted(self._prefixes))}
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

    def _look_up_areas(self, on: date) -> None:
        for area in Area.objects.select_related("scheme"):
            written, part = f"{area.scheme.prefix}:{area.code}", AreaPart(area_id=area.pk)
            self._written[part] = written
            code = written.upper()
            if area.scheme.prefix not in self._prefixes:
                self._prefixes.append(area.scheme.prefix)
            if area.scheme.valid_until is not None and area.scheme.valid_until <= on:
                self._ended[code] = _("'%(code)s' hoort bij een indeling die niet meer geldt: %(scheme)s.") % {
                    "code": code,
                    "scheme": area.scheme.name_nl,
                }
            else:
                self._known[code] = part

    def _look_up_municipalities(self, on: date) -> None:
        for municipality in Municipality.objects.prefetch_related("successors"):
            written, part = f"GM:{municipality.code}", AreaPart(municipality_id=municipality.pk)
            self._written[part] = written
            code = written.upper()
            if municipality.valid_until is not None and municipality.valid_until <= on:
                self._ended[code] = _ended_municipality(municipality)
            else:
                self._known[code] = part


def _ended_municipality(municipality: Municipality) -> str:
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
