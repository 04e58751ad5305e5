"""The work area of one provider on a map, and the same in words.

What lives here: which outlines that are: for its own page, and for a map beside a list when a reader chooses it. What
does not: the map of a list (search/map.py), judging whether a place lies in a work area (work_area/holding.py), drawing
(services/map/picture.py).
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from regions.centres import centre_of
from regions.grid import to_grid
from regions.models import Area, AreaMembership, Municipality
from regions.outlines import outline_set, outlines
from regions.validity import valid_on
from regions.versions import cached_while_unchanged
from services.map.picture import Picture, Place, Shape
from services.models import AreaKind, Provider
from services.organisation.profile import parts_in_words, parts_of_work_area
from services.wording import listed
from services.work_area.parts import AreaPart

KIND = "w1"


def work_area_picture(provider: Provider, parts: Sequence[AreaPart], on: date) -> Picture:
    """Return the map on a provider's own page: the parts of its work area, and where it is."""
    codes = sorted(_codes(parts, on))
    known = provider.latitude is not None and provider.longitude is not None
    pc4s = sorted({part.pc4 for part in parts if part.pc4})
    return Picture(
        _("Kaart van het werkgebied"),
        on,
        shapes=[Shape(code, KIND) for code in codes],
        circles=[centre for pc4 in pc4s if (centre := centre_of(pc4))],
        place=Place((provider.latitude, provider.longitude), provider.city or provider.name) if known else None,
        looked_at=codes,
    )


def work_area_data(provider: Provider, on: date) -> dict[str, Any]:
    """Return a work area for a map: codes of outlines, middles of postcodes, what to look at, and it in words."""
    parts = parts_of_work_area(provider)
    picture = work_area_picture(provider, parts, on)
    return {
        "codes": [shape.code for shape in picture.shapes],
        "points": [[round(step, 1) for step in to_grid(*position)] for position in picture.circles],
        "box": picture.view._asdict(),
        "words": _in_words(provider, parts, on),
    }


def _in_words(provider: Provider, parts: Sequence[AreaPart], on: date) -> str:
    areas = listed(parts_in_words([part for part in parts if not part.unknown]))
    if not areas:
        return _("Wij weten niet waar %(name)s werkt. Vraag het na.") % {"name": provider.name}
    words = _("Werkgebied van %(name)s: %(areas)s.") % {"name": provider.name, "areas": areas}
    known = outline_set(on)
    return f"{words} {_('De grens is indicatief.')}" if known is None or known.is_indicative else words


def _codes(parts: Iterable[AreaPart], on: date) -> set[str]:
    """Return the codes of the outlines that make up the work area: regions, and municipalities for all other areas."""
    drawn, named = outlines(on), _codes_by_key()
    codes: set[str] = set()
    without_outline: set[int] = set()
    for part in parts:
        match part.kind:
            case AreaKind.COUNTRY:
                codes.update(code for code, one in drawn.items() if not one.region)
            case AreaKind.AREA if named[part.named] in drawn:
                codes.add(named[part.named])
            case AreaKind.AREA:
                without_outline.add(part.area_id)
            case AreaKind.MUNICIPALITY:
                codes.add(named[part.named])
    return (codes | _municipalities_in(without_outline, on)) & drawn.keys()


@cached_while_unchanged
def _codes_by_key() -> dict[tuple[AreaKind, int], str]:
    """Return the code of every area and municipality by what a part of a work area names."""
    areas = {(AreaKind.AREA, key): code for key, code in Area.objects.values_list("pk", "code")}
    return areas | {(AreaKind.MUNICIPALITY, key): code for key, code in Municipality.objects.values_list("pk", "code")}


def _municipalities_in(areas: set[int], on: date) -> set[str]:
    """Return the municipalities in areas that have no outline of their own, such as provinces: one query, or none."""
    if not areas:
        return set()
    memberships = AreaMembership.objects.filter(valid_on(on), area__in=areas)
    return set(memberships.values_list("municipality__code", flat=True))
