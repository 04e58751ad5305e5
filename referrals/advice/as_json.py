"""An advice as plain data for JSON: the shape that the command and the endpoint share.

What lives here: names of keys and the order of lists. What does not: the answer itself (engine/routing.py).
"""

from typing import Any

from django.utils import translation

from referrals.advice.advise import Advice
from referrals.advice.cost import facts_of, range_in_words
from referrals.advice.days import assumptions_of, title_of
from referrals.engine.cost import Cost
from referrals.engine.days import Day
from referrals.engine.findings import Finding
from referrals.engine.route import Duty, Exclusion, Gap, KeyDate, Recommendation, Route
from referrals.facts_in_words import ask_uwv
from services.contact import rooms_of
from services.parameters import DatedValue


def as_data(advice: Advice, language: str) -> dict[str, Any]:
    """Return the advice with its sentences in `nl` or `en`."""
    route = advice.route
    return {
        "roles": list(route.roles),
        "recommendations": [
            _recommendation(rank, recommendation, language)
            for rank, recommendation in enumerate(route.recommendations, start=1)
        ],
        "duties": [_duty(duty, language) for duty in route.duties],
        "dates": [_date(key_date, language) for key_date in route.dates],
        "notes": [_sentence(note, language) for note in route.notes],
        "excluded": [_exclusion(miss, language) for miss in route.excluded],
        "gaps": [_gap(gap, language) for gap in route.gaps],
        "open_questions": [
            {"question": asked.question.path, "providers": asked.providers} for asked in route.open_questions
        ],
        "receipt": {"rules": route.rules, "date": route.today.isoformat(), "digest": advice.digest},
        **_counted(route, language),
    }


def _counted(route: Route, language: str) -> dict[str, Any]:
    """Return the days and the cost, the facts of law behind them, and those that must be asked of UWV."""
    days, cost = route.days, route.cost
    facts = dict.fromkeys([*days.facts, *(facts_of(cost) if cost else ())])
    missing = dict.fromkeys([*days.missing, *(cost.missing if cost else ())])
    with translation.override(language):
        return {
            "days": [_day(day) for day in days.all],
            "cost": _cost(cost) if cost and cost.payment else None,
            "facts": [_fact(fact) for fact in facts],
            "ask_uwv": [{"fact": code, "text": ask_uwv(code)} for code in missing],
        }


def _day(day: Day) -> dict[str, Any]:
    return {
        "step": day.step,
        "date": day.day.isoformat(),
        "service": day.service,
        "people": day.people,
        "groups": list(day.groups),
        "text": title_of(day),
        "assumptions": assumptions_of(day),
        "facts": [fact.code for fact in day.facts],
    }


def _cost(cost: Cost) -> dict[str, Any]:
    assert cost.payment  # noqa: S101 - only a cost that was counted is written
    return {
        "low": cost.payment.low,
        "high": cost.payment.high,
        "people": cost.counted,
        "not_counted": cost.uncounted,
        "text": range_in_words(cost.payment, cost.counted),
    }


def _fact(fact: DatedValue) -> dict[str, Any]:
    return {
        "code": fact.code,
        "value": fact.value,
        "unit": fact.unit,
        "from": fact.valid_from.isoformat() if fact.valid_from else None,
        "until": fact.valid_until.isoformat() if fact.valid_until else None,
        "source": fact.source,
        "checked_on": fact.checked_on.isoformat() if fact.checked_on else None,
        "example": fact.is_example,
    }


def answer_of(advice: Advice, language: str) -> dict[str, Any]:
    """Return the same with what the organisations said of their room, where that still holds; one query."""
    data = as_data(advice, language)
    rooms = rooms_of((one["provider"] for one in data["recommendations"]), advice.route.today)
    for one in data["recommendations"]:
        if room := rooms.get(one["provider"]):
            one["room"] = room
    return data


def _sentence(finding: Finding, language: str) -> dict[str, str]:
    return {"rule": finding.rule, "text": finding.text(language), "source": finding.source}


def _recommendation(rank: int, recommendation: Recommendation, language: str) -> dict[str, Any]:
    return {
        "rank": rank,
        "provider": recommendation.candidate.slug,
        "name": recommendation.candidate.name,
        "type": recommendation.kind.code,
        "roles": list(recommendation.roles),
        "groups": list(recommendation.groups),
        "level": recommendation.level.code,
        "referable": recommendation.candidate.is_referable,
        "distance_km": recommendation.distance_km,
        "reasons": [_sentence(reason, language) for reason in recommendation.reasons],
    }


def _duty(duty: Duty, language: str) -> dict[str, Any]:
    return {
        "rule": duty.finding.rule,
        "area": duty.area,
        "headcount": duty.headcount,
        "from": duty.starts.isoformat() if duty.starts else None,
        "to": duty.ends.isoformat() if duty.ends else None,
        "text": duty.finding.text(language),
        "source": duty.finding.source,
    }


def _date(key_date: KeyDate, language: str) -> dict[str, Any]:
    return {
        "rule": key_date.finding.rule,
        "date": key_date.day.isoformat(),
        "groups": list(key_date.groups),
        "text": key_date.finding.text(language),
        "source": key_date.finding.source,
    }


def _exclusion(miss: Exclusion, language: str) -> dict[str, Any]:
    return {
        "provider": miss.candidate.slug,
        "name": miss.candidate.name,
        "reasons": [_sentence(reason, language) for reason in miss.reasons],
    }


def _gap(gap: Gap, language: str) -> dict[str, Any]:
    return {
        "rule": gap.finding.rule,
        "role": gap.role,
        "group": gap.group,
        "nearest": gap.nearest.slug if gap.nearest else None,
        "distance_km": gap.distance_km,
        "text": gap.finding.text(language),
        "source": gap.finding.source,
    }
