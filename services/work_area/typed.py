"""Work areas as people write them: names of regions, municipalities and postcodes, with a comma or a new line between.

What lives here: such a text to codes, and codes to a text that reads back as the same. What does not: codes (codes.py),
a place that somebody is in or searches for (regions/places.py).
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from notation.characters import folded
from regions.models import Area, Municipality
from regions.validity import valid_on
from services.work_area.codes import NOT_KNOWN, WorkAreaReader
from services.work_area.in_words import area_in_words
from services.work_area.names import areas_by_id, municipality_names
from services.work_area.parts import AreaPart

LONGEST_TEXT = 5000
# A work area of many parts is best told as regions; more municipalities than this nobody types.
MOST_NAMES = 400
_BETWEEN = re.compile(r"[,;\n]")
_POSTCODE = r"([1-9][0-9]{3}) ?([a-z]{2})?"
_POSTCODES = re.compile(rf"(?:postcodes? )?{_POSTCODE}(?: ?(?:-|t/m|tot en met|to) ?{_POSTCODE})?")


class NamedAreas:
    """The names of all areas on one day, in the language that is on; looked up once."""

    def __init__(self, on: date) -> None:
        self._reader = WorkAreaReader(on)
        self._codes: dict[str, set[str]] = defaultdict(set)
        areas = Area.objects.filter(valid_on(on, "scheme__")).values_list("pk", flat=True)
        for key in areas:
            self._name(AreaPart(area_id=key), areas_by_id()[key].name)
        for key in Municipality.objects.filter(valid_on(on)).values_list("pk", flat=True):
            self._name(AreaPart(municipality_id=key), municipality_names()[key])
        self._name(AreaPart(national=True))

    def read(self, text: str) -> list[str]:
        """Return the codes of what a text names, in order; raise ValidationError with what it names that is none."""
        names = [" ".join(name.split()) for name in _BETWEEN.split(text)]
        names = list(dict.fromkeys(name for name in names if name))
        if len(names) > MOST_NAMES:
            raise ValidationError(_("Dit zijn er te veel. Noem regio's in plaats van gemeenten."))
        codes = {code for name in names for code in self._read_one(name)}
        return sorted(self._reader.written(part) for part in self._reader.read(codes))

    def written(self, codes: Iterable[str]) -> str:
        """Return codes as a text that reads back; nothing for what is not known, since nobody types that."""
        return ", ".join(sorted(self._in_words(code) for code in codes if code != NOT_KNOWN))

    def _in_words(self, code: str) -> str:
        """Return the name of the one part that a code stands for; the code itself of an area that has ended."""
        try:
            parts = self._reader.read([code])
        except ValidationError:
            return code
        return ", ".join(area_in_words(part) for part in parts)

    def _name(self, part: AreaPart, *others: str) -> None:
        for name in (area_in_words(part), *others):
            self._codes[folded(name)].add(self._reader.written(part))

    def _read_one(self, name: str) -> Iterable[str]:
        key = folded(name)
        if ":" in name:
            return [name]
        if postcodes := _POSTCODES.fullmatch(key):
            first, letters, last, last_letters = (part or "" for part in postcodes.groups())
            begin = (first + letters).upper()
            return [f"PC:{begin}-{(last + last_letters).upper()}" if last else f"PC:{begin}"]
        found = self._codes.get(key, set())
        if len(found) > 1:
            raise ValidationError(
                _("%(name)s kan van alles zijn. Schrijf wat u bedoelt, zoals: gemeente %(name)s.") % {"name": name}
            )
        if not found:
            raise ValidationError(_("%(name)s kennen wij niet als gebied, gemeente of postcode.") % {"name": name})
        return found
