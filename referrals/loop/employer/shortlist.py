"""Choosing whom to refer a case to: who can be chosen, and what is shown of each before choosing.

What lives here: reading a plan as a list to choose from, and the choice in the visitor's own browser. What does not:
the plan (advice/page.py), fields of a form (forms.py), referring (actions.py).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from referrals.advice.advise import Advice
from referrals.advice.cards import organisation_url
from referrals.advice.in_words import InWords, Reason
from referrals.engine.findings import Finding, Outcome
from referrals.engine.route import Recommendation
from referrals.engine.rule_ids import RuleId
from referrals.intake.answer_cookie import Answers, chosen_in
from referrals.loop.next_provider import Obstacle, helping_in, obstacle_to
from referrals.loop.track_record import ResponseFigures, response_figures
from services.contact import Contact, contact_of
from services.models import Provider

# A crowded region has thousands: who is not among the first of the plan is no sensible first question.
CONSIDERED = 60
SHOWN_OPTIONS = 20
SHOWN_OTHERS = 10


@dataclass(frozen=True, slots=True)
class Option:
    """One provider of the plan, with how it answered others before. `obstacle` says why it cannot be chosen."""

    slug: str
    name: str
    url: str
    type: str
    people: str
    distance_km: float | None
    conditions: list[Reason]
    freshness: str
    response: ResponseFigures | None
    contact: Contact
    obstacle: str

    @property
    def response_sentence(self) -> str:
        """Return in words how it answered, or that too few asked it to tell."""
        return response_in_words(self.response)


@dataclass(frozen=True, slots=True)
class Options:
    """Who can be chosen, and who can be reached only directly: who was chosen first, then as the plan orders them."""

    choosable: list[Option]
    others: list[Option]


def options_of(advice: Advice, answers: Answers) -> Options:
    """Return the providers at level full or possible, split by whether a referral can go to them (R17).

    Those that were chosen already come first.
    """
    chosen = chosen_in(answers)
    recommended = sorted(helping_in(advice), key=lambda one: one.candidate.slug not in chosen)[:CONSIDERED]
    providers = Provider.objects.in_bulk([one.candidate.slug for one in recommended], field_name="slug")
    figures = response_figures([provider.pk for provider in providers.values()])
    words = InWords(advice.case)
    options = [
        _option(words, one, providers[one.candidate.slug], figures.get(providers[one.candidate.slug].pk))
        for one in recommended
        if one.candidate.slug in providers
    ]
    return Options(
        choosable=[one for one in options if not one.obstacle][:SHOWN_OPTIONS],
        others=[one for one in options if one.obstacle][:SHOWN_OTHERS],
    )


def chosen_of(answers: Answers, options: Options) -> list[Option]:
    """Return the providers that were chosen and still can be, in the order of the plan."""
    slugs = chosen_in(answers)
    return [one for one in options.choosable if one.slug in slugs]


def response_in_words(figures: ResponseFigures | None) -> str:
    """Return how a provider answered before, or that it got too few requests to tell."""
    if figures is None:
        return _("Nog te weinig aanvragen om te zeggen hoe snel deze organisatie antwoordt.")
    if figures.median_working_days is None:
        return _("Antwoordde op geen van de %(referrals)s aanvragen.") % {"referrals": figures.referrals}
    days = max(ceil(figures.median_working_days), 1)
    answered = _("Antwoordde op %(answered)s van de %(referrals)s aanvragen, en zei %(declined)s keer nee.")
    quick = ngettext(
        "De helft van de antwoorden kwam binnen %(days)s werkdag.",
        "De helft van de antwoorden kwam binnen %(days)s werkdagen.",
        days,
    )
    numbers = {"answered": figures.answered, "referrals": figures.referrals, "declined": figures.declined}
    return f"{answered % numbers} {quick % {'days': days}}"


def _option(words: InWords, one: Recommendation, provider: Provider, figures: ResponseFigures | None) -> Option:
    freshness = words.text(one.freshness)
    return Option(
        slug=one.candidate.slug,
        name=one.candidate.name,
        url=organisation_url(one.candidate.slug),
        type=words.type_of(one),
        people=words.people(one.groups),
        distance_km=one.distance_km,
        conditions=words.reasons(_conditions(one)),
        freshness=freshness,
        response=figures,
        contact=contact_of(provider),
        obstacle=_obstacle(one, provider, freshness),
    )


def _conditions(one: Recommendation) -> Iterable[Finding]:
    """Return on what its help hangs, and what it costs."""
    return (
        finding for finding in one.reasons if finding.outcome is not Outcome.MET or finding.rule is RuleId.R14_PRIVATE
    )


def _obstacle(one: Recommendation, provider: Provider, freshness: str) -> str:
    """Return why a referral cannot go to this provider; empty when it can."""
    return {
        None: "",
        Obstacle.NOT_UP_TO_DATE: freshness,
        Obstacle.NO_ADDRESS: _("Wij hebben geen e-mailadres van deze organisatie."),
    }[obstacle_to(one, provider.referral_address)]
