"""What changed in a plan since it was last seen, and why.

What lives here: what is remembered of a plan, and the differences. What does not: storing it (saved_cases.py).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from referrals.advice.advise import Advice
from referrals.engine.findings import Finding, write
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
            recommendation.candidate.slug: {
                "name": recommendation.candidate.name,
                "level": recommendation.level.code,
                "reasons": sorted(_codes(recommendation)),
            }
            for recommendation in route.recommendations
        },
        "duties": [[duty.finding.rule, duty.area, duty.headcount] for duty in route.duties],
        "dates": [key_date.day.isoformat() for key_date in route.dates],
    }


def differences(seen: Mapping[str, Any], advice: Advice, language: str) -> list[Difference]:
    """Return every change since what was seen, with sentences in `nl` or `en`."""
    return [
        *_new_and_changed(seen["providers"], advice, language),
        *_gone(seen["providers"], advice, language),
        *_duties(seen, advice, language),
        *_dates(seen, advice, language),
        *_rules(seen, advice),
    ]


def seen_on(seen: Mapping[str, Any]) -> date:
    """Return the day on which the plan was seen."""
    return date.fromisoformat(seen["date"])


def _new_and_changed(seen: Mapping[str, Any], advice: Advice, language: str) -> Iterator[Difference]:
    for recommendation in advice.route.recommendations:
        before = seen.get(recommendation.candidate.slug)
        if before is None:
            yield Difference(
                _("Nieuw: %(name)s") % {"name": recommendation.candidate.name}, _texts(recommendation.reasons, language)
            )
        elif before["level"] != recommendation.level.code or before["reasons"] != sorted(_codes(recommendation)):
            new = [finding for finding in recommendation.reasons if _code(finding) not in before["reasons"]]
            yield Difference(_("Anders: %(name)s") % {"name": recommendation.candidate.name}, _texts(new, language))


def _gone(seen: Mapping[str, Any], advice: Advice, language: str) -> Iterator[Difference]:
    still_there = {recommendation.candidate.slug for recommendation in advice.route.recommendations}
    excluded = {miss.candidate.slug: miss.reasons for miss in advice.route.excluded}
    for slug, before in seen.items():
        if slug not in still_there:
            why = _texts(excluded[slug], language) if slug in excluded else ()
            unlisted = (_("De organisatie werkt hier niet meer, of is gestopt."),)
            yield Difference(_("Niet meer in uw plan: %(name)s") % {"name": before["name"]}, why or unlisted)


def _duties(seen: Mapping[str, Any], advice: Advice, language: str) -> Iterator[Difference]:
    before = [tuple(duty) for duty in seen["duties"]]
    for duty in advice.route.duties:
        if (duty.finding.rule, duty.area, duty.headcount) not in before:
            yield Difference(_("Nieuwe plicht"), (duty.finding.text(language),))
    if len(before) > len(advice.route.duties) and not advice.gone:
        yield Difference(_("Een plicht geldt niet meer."))


def _dates(seen: Mapping[str, Any], advice: Advice, language: str) -> Iterator[Difference]:
    for day in seen["dates"]:
        if day <= advice.route.today.isoformat():
            reached = {"day": write(date.fromisoformat(day), language)}
            yield Difference(_("De dag vanaf wanneer UWV kan helpen is bereikt: %(day)s") % reached)


def _rules(seen: Mapping[str, Any], advice: Advice) -> Iterator[Difference]:
    if seen["rules"] != advice.route.rules:
        versions = {"old": seen["rules"], "new": advice.route.rules}
        yield Difference(_("De regels zijn veranderd: van %(old)s naar %(new)s.") % versions)


def _codes(recommendation: Recommendation) -> set[str]:
    return {_code(finding) for finding in recommendation.reasons}


def _code(finding: Finding) -> str:
    return f"{finding.rule}/{finding.sentence}"


def _texts(findings: Any, language: str) -> tuple[str, ...]:
    return tuple(finding.text(language) for finding in findings)
