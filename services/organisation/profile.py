"""One provider as its own page tells it: what it does for whom, where, on what terms, and how sure that is.

What lives here: collecting those facts in a fixed number of queries. What does not: markup (templates/services/).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from notation.dates import date_in_words
from services import language, wording
from services.catalogue import SectorEntry, TypeEntry, catalogue
from services.contact import Contact, contact_of
from services.freshness import CheckPart, Freshness, dates_of_checks, oldest_checks
from services.models import AreaKind, Provider, Role, RunBy
from services.practical import hours, languages
from services.practical.visiting import cost_in_words, wheelchair_in_words
from services.type_codes import TypeCode
from services.what_they_do import what_it_does
from services.work_area import in_words
from services.work_area.parts import AreaPart
from services.work_area.tree import runs_of_postcodes

ROUTES = "https://www.openstreetmap.org/directions"


@dataclass(frozen=True, slots=True)
class Profile:
    """A provider with what its page says about it. What is not known is empty."""

    provider: Provider
    type: TypeEntry
    does: str
    roles: tuple[str, ...]
    sectors: tuple[SectorEntry, ...]
    parts: tuple[AreaPart, ...]
    work_area: tuple[str, ...]
    is_area_unknown: bool
    whereabouts: str
    minimum: str
    takes_redundant: str
    cost: str
    first_step: str
    wheelchair: str
    address: str
    route: str
    contact: Contact
    description: str
    run_by: str
    hours: tuple[tuple[str, str], ...]
    open_now: str
    languages: tuple[str, ...]
    documents: tuple[tuple[str, str], ...]
    checks: tuple[tuple[str, str], ...]
    warning: str
    stopped_on: str
    also_known_as: tuple[str, ...]
    predecessors: tuple[Provider, ...]

    @property
    def work_area_in_short(self) -> str:
        """Return the work area in one line: of many parts the first."""
        return wording.listed(self.work_area)

    @property
    def says_whom_it_takes(self) -> bool:
        """Return whether it is asked if it takes healthy redundant people too: only gatekeeper centres are (R8)."""
        return self.type.code == TypeCode.GATEKEEPER_CENTRE


def profile_of(provider: Provider, on: date) -> Profile:
    """Return what the page of a provider (with its type) says on a day.

    Four queries: its sectors, its areas, the records that were merged into it and those that it followed.
    """
    sectors = provider.sectors.through.objects.filter(provider=provider).order_by("sector__order")
    keys = list(sectors.values_list("sector_id", flat=True))
    names = dict.fromkeys(one.name for one in provider.absorbed if one.name != provider.name)
    areas = parts_of_work_area(provider)
    followed = tuple(provider.predecessors.filter(merged_into=None).order_by("name", "slug"))
    return profile_from(provider, on, sectors=keys, areas=areas, also_known_as=tuple(names), predecessors=followed)


def profile_from(
    provider: Provider,
    on: date,
    *,
    sectors: Sequence[int],
    areas: Sequence[AreaPart],
    also_known_as: tuple[str, ...] = (),
    predecessors: tuple[Provider, ...] = (),
) -> Profile:
    """Return what the page of a provider would say with these sectors (keys) and areas, in this order; no query."""
    known = catalogue()
    kind = known.types_by_id[provider.type_id]
    address = _address(provider)
    is_area_unknown = any(part.unknown for part in areas)
    state, checked = oldest_checks(on, known.parameters).freshness_of(provider), dates_of_checks(provider)
    has_stopped = provider.retired_on is not None and provider.retired_on <= on
    return Profile(
        provider=provider,
        type=kind,
        does=what_it_does(kind, provider.roles),
        roles=tuple(wording.situation(role) for role in Role if role in provider.roles),
        sectors=tuple(known.sectors_by_id[key] for key in sectors),
        parts=tuple(areas),
        work_area=() if is_area_unknown else tuple(parts_in_words(areas)),
        is_area_unknown=is_area_unknown,
        whereabouts="" if address else _without_address(provider, areas),
        minimum=wording.minimum_in_words(provider.min_redundancies),
        takes_redundant=wording.takes_redundant_in_words(provider.takes_redundant),
        cost=cost_in_words(provider.cost) or kind.cost,
        first_step=language.in_own_language(provider.first_step_nl, provider.first_step_en),
        wheelchair=wheelchair_in_words(provider.wheelchair),
        address=address,
        route=_route(provider, address),
        contact=contact_of(provider),
        description=language.in_own_language(provider.description_nl, provider.description_en),
        run_by=str(RunBy(provider.run_by).label) if provider.run_by else "",
        hours=tuple(hours.in_words(provider.hours)),
        open_now="" if has_stopped else hours.open_in_words(provider.hours, timezone.localtime()),
        languages=tuple(languages.in_words(provider.languages)),
        documents=tuple((language.in_own_language(nl, en), url) for nl, en, url in provider.documents),
        checks=tuple((str(part.label), _checked_in_words(day)) for part, day in checked.items()),
        warning=_warning(state, checked),
        stopped_on=date_in_words(provider.retired_on) if has_stopped else "",
        also_known_as=also_known_as,
        predecessors=predecessors,
    )


def work_area_in_words(provider: Provider) -> list[str]:
    """Return the parts of the work area in words; nothing where nobody knows where the provider works."""
    return parts_in_words([part for part in parts_of_work_area(provider) if not part.unknown])


def parts_of_work_area(provider: Provider) -> list[AreaPart]:
    """Return the parts of a provider's work area: one query."""
    rows = provider.service_areas.order_by("area__name", "municipality__name", "pc4", "letters_from")
    return [AreaPart._make(row) for row in rows.values_list(*AreaPart._fields)]


def parts_in_words(parts: Sequence[AreaPart]) -> list[str]:
    """Return the parts of a work area in words, the wide ones first; postcodes that follow each other are one range."""
    wider = sorted(
        (part for part in parts if part.kind is not AreaKind.POSTCODE),
        key=lambda part: part.kind is AreaKind.MUNICIPALITY,
    )
    postcodes = [part for part in parts if part.kind is AreaKind.POSTCODE]
    return [*map(in_words.area_in_words, wider), *_runs(postcodes)]


def _address(provider: Provider) -> str:
    """Return the address; empty where no more than a town is known."""
    if not (provider.street or provider.postcode):
        return ""
    return ", ".join(filter(None, [provider.street, f"{provider.postcode} {provider.city}".strip()]))


def _route(provider: Provider, address: str) -> str:
    """Return where a map shows the way to the address; empty where no more than a town is known."""
    if not address:
        return ""
    known = provider.latitude is not None and provider.longitude is not None
    return f"{ROUTES}?{urlencode({'to': f'{provider.latitude},{provider.longitude}' if known else address})}"


def _without_address(provider: Provider, areas: Sequence[AreaPart]) -> str:
    """Return what is known of where a provider without an address is."""
    whole = in_words.whole_in_words(areas[0]) if len(areas) == 1 else ""
    if provider.city:
        return _("Zit in %(place)s. Het adres is niet bekend.") % {"place": provider.city}
    if whole:
        return _("Werkt in %(area)s, adres niet bekend.") % {"area": whole}
    return _("Het adres is niet bekend.") if contact_of(provider).is_known else ""


def _checked_in_words(day: date | None) -> str:
    return date_in_words(day) if day else _("niet nagegaan")


def _warning(state: Freshness, checked: Mapping[CheckPart, date | None]) -> str:
    """Return what to do with a record that was not checked in time, or not wholly; empty for any other."""
    if state is Freshness.SILENT:
        return wording.check_in_words(None, state)
    return "" if state.is_up_to_date and None not in checked.values() else wording.ask_first()


def _runs(postcodes: list[AreaPart]) -> list[str]:
    runs = runs_of_postcodes(postcodes)
    return [_("postcode %(postcodes)s") % {"postcodes": in_words.postcodes_in_words(*run)} for run in runs]
