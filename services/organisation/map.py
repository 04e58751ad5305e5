"""The work area of one provider on a map: indicative outlines, and the same in words.

What lives here: the data that a map asks for when a reader chooses a provider. What does not: the map of a list
(map.py), judging whether a place lies in a work area (work_area/holding.py), drawing (static/js/map.js).
"""

from collections.abc import Iterable
from datetime import date

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from regions.models import Area, AreaMembership, Postcode
from regions.validity import valid_on
from services.models import AreaKind, Provider, kind_of
from services.organisation.profile import work_area_in_words
from services.wording import listed
from services.work_area.outlines import dump, outline_json, outlines, point, region_codes

KIND = "work"


def work_area_json(provider: Provider, on: date) -> str:
    """Return the outlines of a work area on a day, in JSON, and the same in words.

    A postcode has no outline: it is a point.
    """
    names = {"name": provider.name, "areas": listed(work_area_in_words(provider))}
    known = _("Werkgebied van %(name)s: %(areas)s. De grens is indicatief.") % names
    words = known if names["areas"] else _("Wij weten niet waar %(name)s werkt. Vraag het na.") % names
    features = ", ".join([*_outlines(_codes(provider, on)), *_postcodes(provider)])
    return f'{dump({"words": words})[:-1]}, "outlines": [{features}]}}'


def _codes(provider: Provider, on: date) -> set[str]:
    """Return the codes of the outlines that make up the work area: regions, and municipalities for all other areas."""
    codes: set[str] = set()
    without_outline: list[Area] = []
    for part in provider.service_areas.filter(pc4="").select_related("area", "municipality"):
        match kind_of(part):
            case AreaKind.COUNTRY:
                codes.update(region_codes())
            case AreaKind.AREA if part.area.code not in outlines():
                without_outline.append(part.area)
            case AreaKind.AREA:
                codes.add(part.area.code)
            case AreaKind.MUNICIPALITY:
                codes.add(part.municipality.code)
    return codes | _municipalities_in(without_outline, on)


def _municipalities_in(areas: list[Area], on: date) -> set[str]:
    if not areas:
        return set()
    memberships = AreaMembership.objects.filter(valid_on(on), area__in=areas)
    return set(memberships.values_list("municipality__code", flat=True))


def _outlines(codes: Iterable[str]) -> Iterable[str]:
    return (outline_json(code, KIND) for code in sorted(codes) if code in outlines())


def _postcodes(provider: Provider) -> Iterable[str]:
    pc4s = provider.service_areas.exclude(pc4="").values("pc4")
    centres = Postcode.objects.filter(pc4__in=pc4s).order_by("pc4").values_list("pc4", "latitude", "longitude")
    return (dump(point((latitude, longitude), {"code": pc4, "kind": KIND})) for pc4, latitude, longitude in centres)


def provider_map_json(provider: Provider) -> SafeString:
    """Return what the map on a provider's own page draws, beside the work area that it asks for."""
    known = provider.latitude is not None and provider.longitude is not None
    place = known and point((provider.latitude, provider.longitude), {"name": provider.city or provider.name})
    return mark_safe(dump({"place": place or None}))  # noqa: S308  (dump leaves no markup)
