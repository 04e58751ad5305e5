"""An advice as plain data for JSON: the shape that the command and the endpoint share.

What lives here: names of keys and the order of lists. What does not: the answer itself (engine/routing.py).
"""

from typing import Any

from referrals.advice.advise import Advice
from referrals.engine.findings import Finding
from referrals.engine.route import Duty, Exclusion, Gap, KeyDate, Recommendation


def as_data(advice: Advice, language: str) -> dict[str, Any]:
    """Return the advice with its sentences in `nl` or `en`."""
    route = advice.route
    return {
        "roles": list(route.roles),
        "recommendations": [
            _recommendation(rank, one, language) for rank, one in enumerate(route.recommendations, start=1)
        ],
        "duties": [_duty(one, language) for one in route.duties],
        "dates": [_date(one, language) for one in route.dates],
        "notes": [_sentence(one, language) for one in route.notes],
        "excluded": [_exclusion(one, language) for one in route.excluded],
        "gaps": [_gap(one, language) for one in route.gaps],
        "open_questions": [{"question": one.question.path, "providers": one.providers} for one in route.open_questions],
        "receipt": {"rules": route.rules, "date": route.today.isoformat(), "digest": advice.digest},
    }


def _sentence(finding: Finding, language: str) -> dict[str, str]:
    return {"rule": finding.rule, "text": finding.text(language), "source": finding.source}


def _recommendation(rank: int, one: Recommendation, language: str) -> dict[str, Any]:
    return {
        "rank": rank,
        "provider": one.candidate.slug,
        "name": one.candidate.name,
        "type": one.kind.code,
        "roles": list(one.roles),
        "groups": list(one.groups),
        "level": one.level.code,
        "referable": one.candidate.is_referable,
        "distance_km": one.distance_km,
        "reasons": [_sentence(reason, language) for reason in one.reasons],
    }


def _duty(one: Duty, language: str) -> dict[str, Any]:
    return {
        "rule": one.finding.rule,
        "area": one.area,
        "headcount": one.headcount,
        "from": one.starts.isoformat() if one.starts else None,
        "to": one.ends.isoformat() if one.ends else None,
        "text": one.finding.text(language),
        "source": one.finding.source,
    }


def _date(one: KeyDate, language: str) -> dict[str, Any]:
    return {
        "rule": one.finding.rule,
        "date": one.day.isoformat(),
        "groups": list(one.groups),
        "text": one.finding.text(language),
        "source": one.finding.source,
    }


def _exclusion(one: Exclusion, language: str) -> dict[str, Any]:
    return {
        "provider": one.candidate.slug,
        "name": one.candidate.name,
        "reasons": [_sentence(reason, language) for reason in one.reasons],
    }


def _gap(one: Gap, language: str) -> dict[str, Any]:
    return {
        "rule": one.finding.rule,
        "role": one.role,
        "group": one.group,
        "nearest": one.nearest.slug if one.nearest else None,
        "distance_km": one.distance_km,
        "text": one.finding.text(language),
        "source": one.finding.source,
    }
