"""Why a change cannot be made: each reason in words, all of them at once.

What lives here: the judgement, on the facts as they are. What does not: reading a change (reading.py), making it
(verbs.py).
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from notation.dates import date_in_words
from regions.boundaries.change import Change, Scheme, Successor
from regions.facts import Facts


def refuse_impossible(change: Change, facts: Facts, schemes: Sequence[Scheme], areas: Collection[str]) -> None:
    """Raise ValidationError with every reason why a change does not fit the facts; `areas` are the codes in files."""
    reasons = list(_of_sides(change)) or [
        *_of_predecessors(change, facts),
        *(reason for one in change.successors for reason in _of_successor(one, change, facts, schemes, areas)),
    ]
    if reasons := reasons or list(_of_postcodes(change, facts)):
        raise ValidationError(reasons)


def _of_sides(change: Change) -> Iterator[str]:
    """Yield what is wrong whatever the facts."""
    taking_over = [one.code for one in change.successors]
    if not change.predecessors or not taking_over:
        yield _("Noem de gemeenten die ophouden en de gemeenten die hen opvolgen.")
    for side in (change.predecessors, taking_over):
        for code in _doubled(side):
            yield _("%(code)s staat er twee keer in.") % {"code": code}
    for code in sorted(set(change.predecessors) & set(taking_over)):
        yield _("%(code)s kan niet opgaan in zichzelf.") % {"code": code}


def _of_predecessors(change: Change, facts: Facts) -> Iterator[str]:
    for code in change.predecessors:
        known = facts.municipalities.get(code)
        if known is None:
            yield _("%(code)s is geen bekende gemeente.") % {"code": code}
        elif known.valid_until is not None:
            yield _ended(code, facts)
        elif known.valid_from is not None and known.valid_from >= change.on:
            yield _not_yet(code, facts)
        elif not facts.postcodes_of(code):
            yield _no_postcode(code, facts)
        elif any(
            key.municipality == code and key.valid_from and key.valid_from >= change.on for key in facts.memberships
        ):
            message = _("%(name)s (%(code)s) hoort na die dag al bij een ander gebied.")
            yield message % {"name": known.name, "code": code}


def _of_successor(
    one: Successor, change: Change, facts: Facts, schemes: Sequence[Scheme], areas: Collection[str]
) -> Iterator[str]:
    known = facts.municipalities.get(one.code)
    if known is None:
        if not one.is_new:
            yield _("%(code)s is geen bekende gemeente. Geef een nieuwe gemeente een naam.") % {"code": one.code}
        yield from _of_areas(one, change, schemes, areas)
        return
    if one.is_new:
        message = _("%(code)s bestaat al en heet %(name)s. Laat de naam weg.")
        yield message % {"code": one.code, "name": known.name}
    elif one.areas:
        yield _("%(name)s bestaat al: de gebieden staan vast. Laat ze weg.") % {"name": known.name}
    elif known.valid_until is not None:
        yield _ended(one.code, facts)
    elif known.valid_from is not None and known.valid_from > change.on:
        yield _not_yet(one.code, facts)
    elif not facts.postcodes_of(one.code):
        yield _no_postcode(one.code, facts)


def _of_areas(one: Successor, change: Change, schemes: Sequence[Scheme], areas: Collection[str]) -> Iterator[str]:
    in_force = {scheme.prefix for scheme in schemes if scheme.is_to_come(change.on)}
    for area in one.areas:
        if area not in areas or area.partition(":")[0] not in in_force:
            yield _("'%(area)s' is op die dag geen gebied. Schrijf het als PV:PV28.") % {"area": area[:40]}
    for prefix in _doubled([area.partition(":")[0] for area in one.areas]):
        yield _("%(code)s kan in één gebied van %(prefix)s liggen.") % {"code": one.code, "prefix": prefix}


def _of_postcodes(change: Change, facts: Facts) -> Iterator[str]:
    """Yield what is wrong with who gets which postcode: each one that ends up somewhere, and in one place."""
    ours = {pc4 for code in change.predecessors for pc4 in facts.postcodes_of(code)}
    listed = [pc4 for one in change.successors for pc4 in one.postcodes]
    if foreign := sorted(set(listed) - ours):
        message = _("Deze postcodes liggen niet in een gemeente die ophoudt: %(postcodes)s.")
        yield message % {"postcodes": ", ".join(foreign)}
    if doubled := _doubled(listed):
        yield _("Deze postcodes staan er twee keer in: %(postcodes)s.") % {"postcodes": ", ".join(doubled)}
    if missing := sorted(pc4 for pc4 in ours if change.heir_of(pc4) is None):
        message = _("Zeg ook naar welke gemeente deze postcodes gaan: %(postcodes)s.")
        yield message % {"postcodes": ", ".join(missing)}
    for one in change.successors:
        if not one.postcodes and len(change.successors) > 1:
            yield _("%(code)s krijgt geen postcode. Noem de postcodes van elke opvolger.") % {"code": one.code}


def _ended(code: str, facts: Facts) -> str:
    known = facts.municipalities[code]
    heirs = [heir for former, heir in facts.successors if former == code]
    message = _("%(name)s (%(code)s) is geen gemeente meer sinds %(day)s. Nu: %(heirs)s.")
    return message % {
        "name": known.name,
        "code": code,
        "day": date_in_words(known.valid_until) if known.valid_until else "-",
        "heirs": ", ".join(f"{facts.municipalities[heir].name} ({heir})" for heir in heirs) or "-",
    }


def _no_postcode(code: str, facts: Facts) -> str:
    name = facts.municipalities[code].name
    return _("Van %(name)s (%(code)s) is geen postcode bekend.") % {"name": name, "code": code}


def _not_yet(code: str, facts: Facts) -> str:
    known = facts.municipalities[code]
    message = _("%(name)s (%(code)s) is pas een gemeente sinds %(day)s.")
    day = date_in_words(known.valid_from) if known.valid_from else "-"
    return message % {"name": known.name, "code": code, "day": day}


def _doubled(found: Sequence[str]) -> list[str]:
    return [one for one, number in Counter(found).items() if number > 1]
