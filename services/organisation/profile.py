"""One provider as its own page tells it: what it does for whom, where, on what terms, and how sure that is.

What lives here: collecting those facts in a fixed number of queries. What does not: markup (templates/services/).
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from services import language, wording
from services.catalogue import SectorEntry, TypeEntry, catalogue
from services.contact import Contact, contact_of
from services.freshness import Freshness, oldest_checks
from services.models import AreaKind, Provider, Role
from services.type_codes import TypeCode
from services.work_area import in_words
from services.work_area.parts import AreaPart


@dataclass(frozen=True, slots=True)
class Profile:
    """A provider with what its page says about it. What is not known is empty."""

    provider: Provider
    type: TypeEntry
    roles: tuple[str, ...]
    sectors: tuple[SectorEntry, ...]
    work_area: tuple[str, ...]
    minimum: str
    takes_redundant: str
    address: str
    contact: Contact
    description: str
    freshness: Freshness
    check: str
    stopped_on: str

    @property
    def work_area_in_short(self) -> str:
        """Return the work area in one line: of many parts the first."""
        return wording.listed(self.work_area)

    @property
    def says_whom_it_takes(self) -> bool:
        """Return whether it is asked if it takes healthy redundant people too: only gatekeeper centres are (R8)."""
        return self.type.code == TypeCode.GATEKEEPER_CENTRE


def profile_of(provider: Provider, on: date) -> Profile:
    """Return what the page of a provider (with its type) says on a day: two queries, for its sectors and its areas."""
    known = catalogue()
    kind = known.types_by_id[provider.type_id]
    sectors = provider.sectors.through.objects.filter(provider=provider).order_by("sector__order")
    state = oldest_checks(on, known.parameters).freshness_of(provider)
    has_stopped = provider.retired_on is not None and provider.retired_on <= on
    return Profile(
        provider=provider,
        type=kind,
        roles=tuple(wording.role_explained(role) for role in Role if role in provider.roles),
        sectors=tuple(known.sectors_by_id[key] for key in sectors.values_list("sector_id", flat=True)),
        work_area=tuple(work_area_in_words(provider)),
        minimum=wording.minimum_in_words(provider.min_redundancies),
        takes_redundant=wording.takes_redundant_in_words(provider.takes_redundant),
        address=", ".join(filter(None, [provider.street, f"{provider.postcode} {provider.city}".strip()])),
        contact=contact_of(provider),
        description=language.in_own_language(provider.description_nl, provider.description_en),
        freshness=state,
        check=wording.check_in_words(provider.last_checked_on, state),
        stopped_on=wording.date_in_words(provider.retired_on) if has_stopped else "",
    )


def work_area_in_words(provider: Provider) -> list[str]:
    """Return the parts of the work area in words, the wide ones first.

    Whole postcodes that follow each other become one range.
    """
    rows = provider.service_areas.order_by("area__name", "municipality__name", "pc4", "letters_from")
    parts = [AreaPart._make(row) for row in rows.values_list(*AreaPart._fields)]
    wider = sorted(
        (part for part in parts if part.kind is not AreaKind.POSTCODE),
        key=lambda part: part.kind is AreaKind.MUNICIPALITY,
    )
    postcodes = [part for part in parts if part.kind is AreaKind.POSTCODE]
    return [*map(in_words.area_in_words, wider), *_runs(postcodes)]


def _runs(postcodes: list[AreaPart]) -> list[str]:
    runs: list[tuple[AreaPart, AreaPart]] = []
    for area in postcodes:
        if runs and _continues(runs[-1][1], area):
            runs[-1] = (runs[-1][0], area)
        else:
            runs.append((area, area))
    return [_("postcode %(postcodes)s") % {"postcodes": in_words.postcodes_in_words(*run)} for run in runs]


def _continues(last: AreaPart, area: AreaPart) -> bool:
    return last.is_whole_postcode and area.is_whole_postcode and int(area.pc4) == int(last.pc4) + 1
