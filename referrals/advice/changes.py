"""What changed in a plan since it was last seen, and why.

What lives here: what is remembered of a plan, and the differences. What does not: storing it (saved_cases.py).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from referrals.advice.advise import Advice
from referrals.engine.findings import Finding
from referrals.engine.route import Recommendation


@dataclass(frozen=True, slots=True)
class Difference:
    """One change: what is different, and the sentences that say why."""

    text: str
    why: tuple[str, ...] = ()


def remember(advice: Advice) -> dict[str, Any]:
    """Return what must be known of a plan to tell later what changed: codes and dates, no sentences."""
    route = advice.route
    return {
        "date": route.today.isoformat(),
        "rules": route.rules,
        "providers": {
            one.candidate.slug: {
                "name": one.candidate.name,
                "level": one.level.code,
                "reasons": sorted(_codes(one)),
            }
            for one in route.recommendations
        },
        "duties": [[one.finding.rule, one.area, one.headcount] for one in route.duties],
        "dates": [one.day.isoformat() for one in route.dates],
    }


def differences(seen: Mapping[str, Any], advice: Advice, language: str) -> list[Difference]:
    """Return every change since what was seen, with sentences in `nl` or `en`."""
    return [
        *_new_and_changed(seen["providers"], advice, language),
        *_gone(seen["providers"], advice, language),
        *_duties(seen, advice, language),
        *_dates(seen, advice),
        *_rules(seen, advice),
    ]


def seen_on(seen: Mapping[str, Any]) -> date:
    """Return the day on which the plan was seen."""
    return date.fromisoformat(seen["date"])


def _new_and_changed(seen: Mapping[str, Any], advice: Advice, language: str) -> Iterator[Difference]:
    for one in advice.route.recommendations:
        before = seen.get(one.candidate.slug)
        if before is None:
            yield Difference(_("Nieuw: %(name)s") % {"name": one.candidate.name}, _texts(one.reasons, language))
        elif before["level"] != one.level.code or before["reasons"] != sorted(_codes(one)):
            new = [finding for finding in one.reasons if _code(finding) not in before["reasons"]]
            yield Difference(_("Anders: %(name)s") % {"name": one.candidate.name}, _texts(new, language))


def _gone(seen: Mapping[str, Any], advice: Advice, language: str) -> Iterator[Difference]:
    still_there = {one.candidate.slug for one in advice.route.recommendations}
    excluded = {one.candidate.slug: one.reasons for one in advice.route.excluded}
    for slug, before in seen.items():
        if slug not in still_there:
            why = _texts(excluded[slug], language) if slug in excluded else ()
            unlisted = (_("De organisatie werkt hier niet meer, of is gestopt."),)
            yield Difference(_("Niet meer in uw plan: %(name)s") % {"name": before["name"]}, why or unlisted)


def _duties(seen: Mapping[str, Any], advice: Advice, language: str) -> Iterator[Difference]:
    before = [tuple(one) for one in seen["duties"]]
    for one in advice.route.duties:
        if (one.finding.rule, one.area, one.headcount) not in before:
            yield Difference(_("Nieuwe plicht"), (one.finding.text(language),))
    if len(before) > len(advice.route.duties):
        yield Difference(_("Een plicht geldt niet meer."))


def _dates(seen: Mapping[str, Any], advice: Advice) -> Iterator[Difference]:
    for day in seen["dates"]:
        if day <= advice.route.today.isoformat():
            yield Difference(_("De dag vanaf wanneer UWV kan helpen is bereikt: %(day)s") % {"day": day})


def _rules(seen: Mapping[str, Any], advice: Advice) -> Iterator[Difference]:
    if seen["rules"] != advice.route.rules:
        versions = {"old": seen["rules"], "new": advice.route.rules}
        yield Difference(_("De regels zijn veranderd: van %(old)s naar %(new)s.") % versions)


def _codes(one: Recommendation) -> set[str]:
    return {_code(finding) for finding in one.reasons}


def _code(finding: Finding) -> str:
    return f"{finding.rule}/{finding.sentence}"


def _texts(findings: Any, language: str) -> tuple[str, ...]:
    return tuple(finding.text(language) for finding in findings)
