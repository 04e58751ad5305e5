"""Thousands of referred cases with overlaps, written straight into the tables: the same ones for the same seed.

What lives here: making them. What does not: cases made through the verbs, by people's steps (referred.py).

On purpose: employers that come back, cases in two regions and two roles, several providers per case that answer in any
order or never, providers that hand back or report the same people twice, cases that nobody confirmed, dates about New
Year in Dutch time, and answers and reports after the figures of the year are final.
"""

import random
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from django.db import connection
from django.utils import timezone

from referrals.models import CaseDetails, CaseGroup, Outcome, Referral, ReferralEvent, ReferredCase, TakenOn
from referrals.monitor.counts import region_names
from referrals.status import Actor, DeclineReason, Result, State
from services.models import Provider, ProviderType, Role, Sector
from tests.services.providers import by_hand

FIRST_DAY = date(2024, 11, 15)
DAYS = 500
MARKER_MAIL = "marker-{}@merkteken.example"


class Generator:
    """Makes cases one by one, and writes them all at once."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 (repeatable on purpose; nothing secret)
        self.providers = _providers(40)
        self.regions = [*region_names(), ""]
        self.sectors = [*Sector.objects.values_list("code", flat=True), ""]
        self.cases: list[ReferredCase] = []
        self.details: list[CaseDetails] = []
        self.groups: list[CaseGroup] = []
        self.referrals: list[Referral] = []
        self.events: list[ReferralEvent] = []
        self.outcomes: list[Outcome] = []
        self.parts: list[TakenOn] = []

    def add_case(self, number: int, employers: int) -> None:
        sent_on = FIRST_DAY + timedelta(days=self.random.randrange(DAYS))
        confirmed = self.random.random() > 0.05
        case = ReferredCase(
            sector=self.some(self.sectors),
            employer=f"digest-{self.random.randrange(employers)}" if confirmed else "",
            created_at=self.moment(sent_on),
            sent_on=sent_on if confirmed else None,
        )
        self.cases.append(case)
        self.details.append(
            CaseDetails(
                case=case,
                answers={"plaats": f"merkplaats {number}"},
                email=MARKER_MAIL.format(number),
                confirmed_at=case.created_at if confirmed else None,
            )
        )
        headcount = sum(self.add_group(case, place) for place in range(self.random.choice([1, 1, 1, 2, 3])))
        asked = self.random.sample(self.providers, k=self.random.randint(1, 4))
        said = [self.add_referral(case, place, asked[place], sent_on) for place in range(len(asked))]
        helping = [one for one in said if one]
        if confirmed:
            self.add_reports(case, headcount, helping)
            self.add_parts(helping)

    def add_group(self, case: ReferredCase, number: int) -> int:
        headcount = self.random.choice([1, 1, 2, 3, 5, 8, 20, 60])
        self.groups.append(
            CaseGroup(
                case=case,
                number=number,
                region=self.some(self.regions),
                role=self.random.choice([*Role.values, ""]),
                headcount=headcount,
                has_gap=self.random.random() < 0.2,
            )
        )
        return headcount

    def add_referral(self, case: ReferredCase, place: int, provider: Provider, sent_on: date) -> Referral | None:
        """Add one referral with what happened to it; return it when the provider said yes and kept to it."""
        confirmed = case.sent_on is not None
        sent_at = self.moment(sent_on + timedelta(days=place * self.random.choice([0, 0, 14])))
        referral = Referral(
            case=case,
            provider=provider,
            place=place,
            sent_at=sent_at if confirmed else None,
            shared={"plaats": "merkplaats"},
        )
        self.referrals.append(referral)
        if not confirmed:
            referral.state = State.AWAITING_CONFIRMATION
            self.move(referral, sent_at, Actor.EMPLOYER, State.DRAFT, State.AWAITING_CONFIRMATION)
            return None
        referral.by_mistake = self.random.random() < 0.1
        path = PATHS[1] if referral.by_mistake else self.random.choice(PATHS)
        at = sent_at
        for before, after in zip((State.DRAFT, *path), path, strict=False):
            self.move(referral, at, Actor.TIME if after is State.NO_ANSWER else Actor.PROVIDER, before, after)
            at += timedelta(minutes=self.random.choice([1, 600, 3000, 9000, 20_000, 90_000]))
        referral.state = path[-1]
        return referral if path[-1] in (State.IN_PROGRESS, State.CLOSED) else None

    def add_reports(self, case: ReferredCase, headcount: int, helping: Sequence[Referral]) -> None:
        """Let the employer and the providers say what became of the people, each of all of them at most."""
        parties = [*helping, *([None] if self.random.random() < 0.3 else [])]
        for party in parties:
            left = headcount
            at = timezone.make_aware(datetime.combine(case.sent_on, time(9))) + timedelta(
                days=self.random.choice([60, 120, 400])
            )
            for result in self.random.sample(list(Result), k=3):
                people = self.random.randint(0, left)
                left -= people
                if people:
                    self.outcomes.append(
                        Outcome(case=case, referral=party, result=result, people=people, reported_at=at)
                    )

    def add_parts(self, helping: Sequence[Referral]) -> None:
        """Let some of those that help have a part of the people, a group each."""
        groups = [group for group in self.groups[-3:] if helping and group.case == helping[0].case]
        for referral, group in zip(helping, groups, strict=False):
            if self.random.random() < 0.4:
                self.parts.append(TakenOn(referral=referral, group=group, people=group.headcount))

    def move(self, referral: Referral, at: datetime, actor: Actor, before: State, after: State) -> None:
        reason = self.random.choice(list(DeclineReason)) if after is State.DECLINED else ""
        self.events.append(
            ReferralEvent(referral=referral, at=at, actor=actor, before=before, after=after, reason=reason)
        )

    def moment(self, day: date) -> datetime:
        """Return a moment of a day, often so late or early that the day is another one in UTC."""
        at = time(self.random.choice([0, 9, 12, 23]), self.random.randrange(60))
        return timezone.make_aware(datetime.combine(day, at))

    def some(self, values: Sequence[str]) -> str:
        """Return one of the values, the first ones far more often than the last."""
        return values[int(len(values) * self.random.random() ** 3)]

    def write(self) -> None:
        for rows in (self.cases, self.details, self.groups, self.referrals, self.events, self.outcomes, self.parts):
            type(rows[0])._default_manager.bulk_create(rows, batch_size=1000)


PATHS = [
    (State.SENT,),
    (State.SENT, State.WITHDRAWN),
    (State.SENT, State.NO_ANSWER),
    (State.SENT, State.DECLINED),
    (State.SENT, State.SEEN, State.FORWARDED),
    (State.SENT, State.SEEN, State.CONSIDERING, State.NO_ANSWER),
    (State.SENT, State.SEEN, State.CONSIDERING, State.ACCEPTED, State.IN_PROGRESS),
    (State.SENT, State.NO_ANSWER, State.ACCEPTED, State.IN_PROGRESS),
    (State.SENT, State.SEEN, State.ACCEPTED, State.DECLINED),
    (State.SENT, State.SEEN, State.ACCEPTED, State.WITHDRAWN),
    (State.SENT, State.SEEN, State.ACCEPTED, State.IN_PROGRESS),
    (State.SENT, State.SEEN, State.ACCEPTED, State.IN_PROGRESS, State.CLOSED),
]


def generate_cases(number: int, *, employers: int, seed: int = 5) -> None:
    """Write so many cases of so many employers, sent between November 2024 and March 2026."""
    generator = Generator(seed)
    for each in range(number):
        generator.add_case(each, employers)
    generator.write()
    _count_rows()


def _count_rows() -> None:
    """Let PostgreSQL count the rows, as it does by itself on a living database: it plans by these numbers."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _providers(number: int) -> list[Provider]:
    with by_hand():
        return Provider.objects.bulk_create(_made(number))


def _made(number: int) -> Iterator[Provider]:
    kind = ProviderType.objects.get(code="employer_service_point")
    for each in range(number):
        yield Provider(slug=f"generated-{each}", name=f"Voorbeeld {each}", type=kind, source="test")
