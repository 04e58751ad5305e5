"""What a reader asks of the map, from the address: a situation, a type, a sector, a place, work areas, a part in sight.

What lives here: reading it, once a request. What does not: answering it (map_page.py). What is not understood is left
out and said; it is never an error.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regions.divisions import LABOUR_MARKET_REGION
from regions.place_field import PlaceField
from regions.places import Location
from services import wording
from services.catalogue import catalogue
from services.coverage.ground import Ground
from services.coverage.layers import ANY
from services.models import Provider, Role
from services.type_codes import is_specific

MOST_WORK_AREAS = 4
LONGEST_SHOWN = 30
MAP, LIST = "kaart", "lijst"
# The map of the country is so many times as high as it is wide.
TALL = 1.2
_BOX = re.compile(r"(-?\d{1,5}(?:\.\d)?),(-?\d{1,5}(?:\.\d)?),(\d{1,5}(?:\.\d)?)", re.ASCII)
NAMES = {
    "rol": gettext_lazy("situatie"),
    "type": gettext_lazy("soort organisatie"),
    "sector": gettext_lazy("sector"),
    "gebied": gettext_lazy("gebied"),
    "werkgebied": gettext_lazy("organisatie"),
    "vak": gettext_lazy("deel van de kaart"),
}


class Sight(NamedTuple):
    """A part of the map: its north-western corner and its width, in steps of the grid."""

    x: float
    y: float
    width: float

    def holds(self, x: float, y: float) -> bool:
        """Return whether a point lies in it."""
        return self.x <= x <= self.x + self.width and self.y <= y <= self.y + self.width * TALL


@dataclass(frozen=True, slots=True)
class MapQuestion:
    """What is asked, as far as it was understood; `dropped` says what was not, a sentence each."""

    role: Role = Role.CURATIVE
    type: str = ANY
    sector: str = ANY
    checked_only: bool = False
    place: str = ""
    work_areas: tuple[str, ...] = ()
    sight: Sight | None = None
    view: str = MAP
    dropped: tuple[str, ...] = field(default=(), compare=False)

    def address(self, **changes: str) -> str:
        """Return the question as the end of an address, with these answers instead; what is empty is left out."""
        given = {
            "rol": self.role.value if self.role is not Role.CURATIVE else "",
            "type": self.type,
            "sector": self.sector,
            "nagekeken": "1" if self.checked_only else "",
            "gebied": self.place,
            "werkgebied": ",".join(self.work_areas),
            "vak": ",".join(f"{number:g}" for number in self.sight) if self.sight else "",
            "beeld": self.view if self.view != MAP else "",
        } | changes
        asked = {key: value for key, value in given.items() if value}
        return f"?{urlencode(asked, safe=',')}" if asked else ""

    def hidden(self) -> list[tuple[str, str]]:
        """Return what the form keeps without asking it."""
        kept = {
            "gebied": self.place,
            "werkgebied": ",".join(self.work_areas),
            "beeld": self.view if self.view != MAP else "",
        }
        return [(key, value) for key, value in kept.items() if value]


def read_question(query: QueryDict, here: Ground, on: date) -> MapQuestion:
    """Return what an address asks: one query where it names organisations, else none."""
    dropped: list[str] = []
    known = catalogue()

    def one_of(key: str, allowed: Collection[str]) -> str:
        typed = query.get(key, "")
        if typed and typed not in allowed:
            dropped.append(_not_known(key, typed))
        return typed if typed in allowed else ""

    role = one_of("rol", Role.values)
    return MapQuestion(
        role=Role(role) if role else Role.CURATIVE,
        type=one_of("type", counting_types()),
        sector=one_of("sector", known.sectors_by_code),
        checked_only=query.get("nagekeken") == "1",
        place=one_of("gebied", {*here.position, *(region.code for region in here.regions)}),
        work_areas=tuple(_organisations(query.get("werkgebied", ""), on, dropped)),
        sight=_sight(query.get("vak", ""), dropped),
        view=LIST if query.get("beeld") == LIST else MAP,
        dropped=tuple(dropped),
    )


def counting_types() -> dict[str, str]:
    """Return the types that close a gap by code, with their names: not the general entry, no private ones (R16)."""
    return {
        kind.code: kind.name
        for kind in catalogue().types
        if kind.roles and is_specific(kind.code) and not kind.is_private
    }


def _not_known(key: str, typed: str) -> str:
    shown = typed if len(typed) <= LONGEST_SHOWN else f"{typed[:LONGEST_SHOWN]}…"
    return _("‘%(typed)s’ kennen wij hier niet als %(what)s. Wij laten het weg.") % {"typed": shown, "what": NAMES[key]}


def _organisations(typed: str, on: date, dropped: list[str]) -> Iterator[str]:
    slugs = list(dict.fromkeys(filter(None, typed.split(","))))
    if not slugs:
        return
    asked = slugs[:MOST_WORK_AREAS]
    published = Provider.objects.published(on).filter(slug__in=[slug for slug in asked if "\0" not in slug])
    found = set(published.values_list("slug", flat=True))
    for slug in asked:
        if slug in found:
            yield slug
        else:
            dropped.append(_not_known("werkgebied", slug))
    if len(slugs) > MOST_WORK_AREAS:
        dropped.append(_("Wij tekenen ten hoogste %(n)d werkgebieden.") % {"n": MOST_WORK_AREAS})


def _sight(typed: str, dropped: list[str]) -> Sight | None:
    if not typed:
        return None
    found = _BOX.fullmatch(typed)
    if found is None or float(found[3]) == 0:
        dropped.append(_not_known("vak", typed))
        return None
    return Sight(*map(float, found.groups()))


class PlaceForm(forms.Form):
    """Asks for a place to go to on the map."""

    locatie = PlaceField(label=gettext_lazy("Ga naar postcode of plaats"), required=False, with_areas=True)


def area_at(location: Location) -> str:
    """Return the code of the area that a place lies in: its municipality, else its region; empty for several."""
    if location.municipality_code:
        return location.municipality_code
    regions = location.areas.get(LABOUR_MARKET_REGION, ())
    return regions[0] if len(regions) == 1 else ""


class MapForm(forms.Form):
    """The fields of the map, filled with what was understood."""

    rol = forms.ChoiceField(label=gettext_lazy("Wat is er aan de hand?"), required=False)
    type = forms.ChoiceField(label=gettext_lazy("Soort organisatie"), required=False)
    sector = forms.ChoiceField(label=gettext_lazy("Sector"), required=False)
    nagekeken = forms.BooleanField(label=gettext_lazy("Tel alleen wat is nagekeken"), required=False)

    def __init__(self, question: MapQuestion) -> None:
        super().__init__(initial=_initial(question))
        self.fields["rol"].choices = [(role.value, wording.situation(role)) for role in Role]
        self.fields["type"].choices = [(ANY, _("alle soorten")), *counting_types().items()]
        sectors = ((sector.code, sector.name) for sector in catalogue().sectors)
        self.fields["sector"].choices = [(ANY, _("alle sectoren")), *sectors]


def _initial(question: MapQuestion) -> Mapping[str, object]:
    return {
        "rol": question.role.value,
        "type": question.type,
        "sector": question.sector,
        "nagekeken": question.checked_only,
    }
