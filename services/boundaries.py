"""Work areas that follow a municipal change: nobody serves more or less than before.

What lives here: what a change makes of a work area, registered with regions. What does not: the change itself
(regions/boundaries/), writing a work area (upkeep/records.py).

Who served a municipality that ended serves afterwards the postcodes that were its own. Only who served all that a
municipality is now serves it by name; so who served one that grows keeps what it was, as postcodes. An area, such as a
labour market region, is whatever it is now: a work area that names one stays as it is.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from regions.boundaries.listeners import Effect, Listener, Move
from regions.models import Municipality
from services.models import Provider, ServiceArea, Verb
from services.upkeep.door import BY_COMMAND, change
from services.upkeep.records import set_work_area
from services.work_area.codes import WorkAreaReader, without_overlap
from services.work_area.parts import WHOLE_POSTCODE, AreaPart


def _plan(move: Move) -> list[Effect]:
    """Return the work areas that change, by the slug of the provider: the codes that go and those that come."""
    codes = dict(Municipality.objects.filter(code__in=[*move.before, *move.after]).values_list("pk", "code"))
    effects = (_effect(slug, parts, codes, move) for slug, parts in _work_areas_naming(codes))
    return [effect for effect in effects if effect["before"] != effect["after"]]


def _effect(slug: str, parts: frozenset[AreaPart], codes: Mapping[int, str], move: Move) -> Effect:
    """Return what a change takes from a work area and gives it; `codes` are those of the municipalities in it."""
    named = {codes[part.municipality_id] for part in parts if part.municipality_id in codes}
    held = frozenset[str]().union(*(move.before[code] for code in named))
    whole = {part.pc4 for part in parts if part.is_whole_postcode}
    served = {code for code, pc4s in move.after.items() if pc4s <= held | whole}
    left = held.difference(*(move.after[code] for code in served))
    kept = {part for part in parts if part.municipality_id not in codes}
    first, last = WHOLE_POSTCODE
    joined = without_overlap({*kept, *(AreaPart(pc4=pc4, letters_from=first, letters_to=last) for pc4 in left)})
    return {
        "slug": slug,
        "before": _codes(kept - joined, named - served),
        "after": _codes(joined - kept, served - named),
    }


def _codes(postcodes: Iterable[AreaPart], municipalities: Iterable[str]) -> list[str]:
    return sorted([*(part.row_for(None).code for part in postcodes), *(f"GM:{code}" for code in municipalities)])


def _apply(move: Move, effects: list[Effect]) -> None:
    _write(move, {effect["slug"]: (effect["before"], effect["after"]) for effect in effects})


def _undo(move: Move, effects: list[Effect]) -> None:
    """Take back what the change gave and took; a part that somebody gave or took since stays so."""
    _write(move, {effect["slug"]: (effect["after"], effect["before"]) for effect in effects})
    new = [one.code for one in move.change.successors if one.is_new]
    if held_by := sorted(set(ServiceArea.objects.filter(municipality__code__in=new).values_list("provider__slug"))):
        message = _("Deze organisaties kregen sinds de wijziging de nieuwe gemeente als werkgebied: %(slugs)s.")
        raise ValidationError(message % {"slugs": ", ".join(slug for (slug,) in held_by[:10])})


def _tell(effect: Effect) -> str:
    told = _("%(slug)s: %(before)s wordt %(after)s")
    before, after = (", ".join(effect[side]) or _("leeg") for side in ("before", "after"))
    return told % {"slug": effect["slug"], "before": before, "after": after}


WORK_AREAS = Listener("work_areas", _plan, _apply, _undo, _tell)


def _write(move: Move, exchanged: Mapping[str, tuple[list[str], list[str]]]) -> None:
    """Take codes from work areas and give them others, read as on the day before: who ends is one on that day."""
    reader = WorkAreaReader(move.change.on - timedelta(days=1))
    providers = list(Provider.objects.filter(slug__in=exchanged).order_by("pk"))
    by = move.by or BY_COMMAND
    with change(Verb.SET_WORK_AREA, by=by, records=[provider.pk for provider in providers]):
        for provider in providers:
            taken, given = map(reader.read, exchanged[provider.slug])
            parts = {AreaPart._make(row) for row in provider.service_areas.values_list(*AreaPart._fields)}
            set_work_area(provider=provider, areas=without_overlap((parts - taken) | given), by=by)


def _work_areas_naming(municipalities: Iterable[int]) -> Iterator[tuple[str, frozenset[AreaPart]]]:
    """Yield every provider, stopped ones too, whose work area names one of these municipalities, with all its parts."""
    naming = ServiceArea.objects.filter(municipality__in=municipalities).values("provider")
    parts: dict[str, set[AreaPart]] = defaultdict(set)
    rows = ServiceArea.objects.filter(provider__in=naming).order_by("provider__slug")
    for slug, *columns in rows.values_list("provider__slug", *AreaPart._fields):
        parts[slug].add(AreaPart._make(columns))
    for slug, held in parts.items():
        yield slug, frozenset(held)
