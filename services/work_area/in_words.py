"""Parts of a work area in words, the same on every page.

What lives here: short sentences. What does not: which of them a page shows.
"""

from django.utils.translation import gettext as _

from services.models import AreaKind
from services.work_area.names import areas_by_id, municipality_names
from services.work_area.parts import AreaPart


def postcodes_in_words(first: AreaPart, last: AreaPart) -> str:
    """Return the postcodes from one to the other: "6811", "6811 tot en met 6846" or "6811 AA tot en met 6811 KZ"."""
    if first.is_whole_postcode and last.is_whole_postcode:
        ends = [first.pc4, last.pc4]
    else:
        ends = [f"{first.pc4} {first.letters_from}", f"{last.pc4} {last.letters_to}"]
    if ends[0] == ends[1]:
        return ends[0]
    return _("%(first)s tot en met %(last)s") % {"first": ends[0], "last": ends[1]}


def whole_in_words(part: AreaPart) -> str:
    """Return that a part of a work area is meant in all its width; empty for a postcode and for what is not known."""
    match part.kind:
        case AreaKind.COUNTRY:
            return _("heel Nederland")
        case AreaKind.AREA:
            return _("heel %(name)s") % {"name": areas_by_id()[part.area_id].name}
        case AreaKind.MUNICIPALITY:
            return _("de hele gemeente %(name)s") % {"name": municipality_names()[part.municipality_id]}
    return ""


def area_in_words(part: AreaPart) -> str:
    """Return one part of a work area: a division with the name, a municipality, a postcode or the country."""
    match part.kind:
        case AreaKind.UNKNOWN:
            return _("niet bekend")
        case AreaKind.COUNTRY:
            return _("heel Nederland")
        case AreaKind.AREA:
            return areas_by_id()[part.area_id].label
        case AreaKind.MUNICIPALITY:
            return _("gemeente %(name)s") % {"name": municipality_names()[part.municipality_id]}
        case AreaKind.POSTCODE:
            return _("postcode %(postcodes)s") % {"postcodes": postcodes_in_words(part, part)}
