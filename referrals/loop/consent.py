"""What of a case a provider gets to know: chosen by the employer field by field, kept as codes, shown as words.

What lives here: the fields, and the way from a case to codes and from codes to words. What does not: the choice on the
page (loop/employer/forms.py). What the employer sees before consenting is made from the very codes that are shared.
What it asks for beside help, a session at the firm, goes the same way, and so to whoever gets the case next.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notation.dates import read_iso
from referrals.engine.case import OTHER_SECTOR, Case, Contract, Group, Situation
from referrals.engine.findings import write
from referrals.intake.in_words import people_at
from referrals.intake.questions import NEEDS
from services.catalogue import catalogue

PLACES, HEADCOUNTS = "places", "headcounts"
SITUATIONS, END_DATES = "situations", "end_dates"
SECTOR, EMPLOYEES, NEEDS_OF_PEOPLE, DISTANCE = "sector", "employees_total", "needs", "far_from_labour_market"
SESSION = "session"

# Without these a provider cannot say whether it can help at all.
REQUIRED = frozenset({PLACES, HEADCOUNTS})

PEOPLE_IN_WORDS = {
    (Situation.REDUNDANCY, Contract.PERMANENT): gettext_lazy("vaste krachten die worden ontslagen"),
    (Situation.REDUNDANCY, Contract.TEMPORARY): gettext_lazy(
        "tijdelijke krachten of oproepkrachten van wie het werk stopt"
    ),
    (Situation.REDUNDANCY, Contract.AGENCY): gettext_lazy("uitzendkrachten die stoppen"),
}
SITUATIONS_IN_WORDS = {
    Situation.PREPARE: gettext_lazy("mensen die zich voorbereiden, zonder aangekondigd ontslag"),
    Situation.ILLNESS: gettext_lazy("mensen die langdurig ziek zijn"),
    Situation.ON_BENEFIT: gettext_lazy("mensen met een uitkering"),
}


@dataclass(frozen=True, slots=True)
class SharedField:
    """One thing that a provider gets to know, in words: a line for each group. A required one cannot be left out."""

    code: str
    label: str
    lines: list[str]
    required: bool

    @property
    def value(self) -> str:
        """Return it on one line."""
        return "; ".join(self.lines)


def share(case: Case, chosen: Collection[str]) -> dict[str, Any]:
    """Return what a provider gets to know: codes and values of what was chosen, and of the required fields.

    What is not known is not there. The keys are the codes of the fields; values of groups stand in their order.
    """
    known = {
        PLACES: [group.location.label for group in case.groups],
        HEADCOUNTS: [group.headcount for group in case.groups],
        SITUATIONS: [_situation(group) for group in case.groups],
        END_DATES: _end_dates(case.groups),
        SECTOR: case.sector,
        EMPLOYEES: case.employees_total,
        NEEDS_OF_PEOPLE: [need.value for need, _label in NEEDS if need in (case.needs or ())] or None,
        DISTANCE: case.far_from_labour_market,
        SESSION: True,
    }
    return {code: value for code, value in known.items() if value is not None and (code in REQUIRED or code in chosen)}


def fields_of(case: Case, language: str) -> list[SharedField]:
    """Return every field of a case that can be shared, with its value in `nl` or `en`."""
    return in_words(share(case, FIELDS), language)


def in_words(shared: Mapping[str, Any], language: str) -> list[SharedField]:
    """Return in `nl` or `en` what was shared; nothing once that is gone."""
    with translation.override(language):
        return [
            SharedField(code, str(label), words(shared, language), code in REQUIRED)
            for code, (label, words) in {**FIELDS, **ASKED}.items()
            if code in shared
        ]


def asks_session(shared: Mapping[str, Any]) -> bool:
    """Return whether a provider is asked to come and explain at the firm."""
    return SESSION in shared


def groups_in_words(shared: Mapping[str, Any]) -> list[str]:
    """Return for each group who the people are, in the language that is on; empty where that is not shared."""
    situations = shared.get(SITUATIONS) or [None] * len(shared.get(HEADCOUNTS, ()))
    return [_people(Situation(one[0]), Contract(one[1])) if one else "" for one in situations]


# --- To codes --------------------------------------------------------------------------------------------


def _situation(group: Group) -> list[str]:
    return [group.situation.value, group.contract.value]


def _end_dates(groups: Sequence[Group]) -> list[str | None] | None:
    days = [group.end.isoformat() if group.end else None for group in groups]
    return days if any(days) else None


# --- To words --------------------------------------------------------------------------------------------


def _places(shared: Mapping[str, Any], _language: str) -> list[str]:
    places = zip(shared[PLACES], shared.get(HEADCOUNTS, shared[PLACES]), strict=True)
    return list(dict.fromkeys(place for place, people in places if people))


def _headcounts(shared: Mapping[str, Any], _language: str) -> list[str]:
    return _by_group(shared, [""] * len(shared[HEADCOUNTS]))


def _situations(shared: Mapping[str, Any], _language: str) -> list[str]:
    return _by_group(shared, [_people(Situation(one), Contract(contract)) for one, contract in shared[SITUATIONS]])


def _people(situation: Situation, contract: Contract) -> str:
    return str(SITUATIONS_IN_WORDS.get(situation) or PEOPLE_IN_WORDS[situation, contract])


def _days(shared: Mapping[str, Any], language: str) -> list[str]:
    days = [write(when, language) if day and (when := read_iso(day)) else _("niet bekend") for day in shared[END_DATES]]
    return _by_group(shared, days)


def _by_group(shared: Mapping[str, Any], values: Sequence[str]) -> list[str]:
    """Return a value for each group, behind the number of people and the place that tell the groups apart.

    A group of which somebody else helps everybody is not told.
    """
    lines = []
    for number, place, value in zip(shared[HEADCOUNTS], shared[PLACES], values, strict=True):
        if not number:
            continue
        people = people_at(number, place)
        lines.append(f"{people}: {value}" if value else people)
    return lines


def _sector(shared: Mapping[str, Any], _language: str) -> list[str]:
    if shared[SECTOR] == OTHER_SECTOR:
        return [_("Een andere sector")]
    known = catalogue().sectors_by_code.get(shared[SECTOR])
    return [known.name if known else shared[SECTOR]]


def _employees(shared: Mapping[str, Any], _language: str) -> list[str]:
    return [str(shared[EMPLOYEES])]


def _needs(shared: Mapping[str, Any], _language: str) -> list[str]:
    return [str(label) for need, label in NEEDS if need.value in shared[NEEDS_OF_PEOPLE]]


def _distance(shared: Mapping[str, Any], _language: str) -> list[str]:
    return [_("Ja") if shared[DISTANCE] else _("Nee")]


def _session(shared: Mapping[str, Any], _language: str) -> list[str]:
    return [_("Gevraagd: één bijeenkomst voor deze mensen")]


FIELDS: Mapping[str, tuple[Any, Callable[[Mapping[str, Any], str], list[str]]]] = {
    PLACES: (gettext_lazy("Waar de mensen werken"), _places),
    HEADCOUNTS: (gettext_lazy("Hoeveel mensen"), _headcounts),
    SITUATIONS: (gettext_lazy("Wat er aan de hand is"), _situations),
    END_DATES: (gettext_lazy("Laatste werkdag"), _days),
    SECTOR: (gettext_lazy("De sector"), _sector),
    EMPLOYEES: (gettext_lazy("Mensen in het hele bedrijf"), _employees),
    NEEDS_OF_PEOPLE: (gettext_lazy("Wat zou helpen"), _needs),
    DISTANCE: (gettext_lazy("Is ander werk moeilijk te vinden?"), _distance),
}
# What is asked beside help: nothing of the case, so no field that can be left out.
ASKED: Mapping[str, tuple[Any, Callable[[Mapping[str, Any], str], str]]] = {
    SESSION: (gettext_lazy("Uitleg in het bedrijf"), _session),
}
