"""Parts of a work area in words, the same on every page.

What lives here: short sentences. What does not: which of them a page shows.
"""

from django.utils.translation import gettext as _

from services.work_area.holding import AreaRow
from services.work_area.names import areas_by_id, municipality_names


def postcodes_in_words(first: AreaRow, last: AreaRow) -> str:
    """Return the postcodes from one to the other: "6811", "6811 tot en met 6846" or "6811 AA tot en met 6811 KZ"."""
    if first.is_whole_postcode and last.is_whole_postcode:
        ends = [first.pc4, last.pc4]
    else:
        ends = [f"{first.pc4} {first.letters_from}", f"{last.pc4} {last.letters_to}"]
    if ends[0] == ends[1]:
        return ends[0]
    return _("%(first)s tot en met %(last)s") % {"first": ends[0], "last": ends[1]}


def area_in_words(area: AreaRow) -> str:
    """Return one part of a work area: a division with the name, a municipality, a postcode or the country."""
    if area.area_id:
        return areas_by_id()[area.area_id].label
    if area.municipality_id:
        return _("gemeente %(name)s") % {"name": municipality_names()[area.municipality_id]}
    if area.pc4:
        return _("postcode %(postcodes)s") % {"postcodes": postcodes_in_words(area, area)}
    return _("heel Nederland")
