"""The board of open referrals: of somebody's regions, the oldest first, and nothing of the case behind them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from referrals.loop import actions
from referrals.models import OutgoingMail, Referral, ReferralEvent
from referrals.status import Actor, DeclineReason, State
from services.models import Provider
from services.staff_models import StaffRole, Stewardship
from tests.portal.page import Page
from tests.referrals.support.referred import (
    BRANCH,
    EMPLOYER,
    GATEKEEPER,
    MOBILITY,
    reachable_directory,
    referral_to,
    sent_case,
)
from tests.services.desk.colleagues import OTHER, at_the_desk, colleague, region

BOARD = "/beheer/doorverwijzingen/"


@pytest.fixture
def desk(example_directory):
    reachable_directory()
    kept_in(None, BRANCH, MOBILITY, GATEKEEPER)
    return at_the_desk(colleague("mia", StaffRole.REGIONAL_MANAGER))


def kept_in(where: str | None, *slugs: str) -> None:
    for slug in slugs:
        values = {"region": region(where) if where else region()}
        Stewardship.objects.update_or_create(provider=Provider.objects.get(slug=slug), defaults=values)


def rows(desk, **choice: str) -> list[str]:
    return [row.text for row in Page.read(desk.get(BOARD, choice)).all("tr")][1:]


def revoke(desk, referral: Referral, **said: str):
    form = {"state": referral.state, "reason": "provider_asks", **said}
    return desk.post(reverse("desk_referrals_revoke", args=[referral.pk]), form, follow=True)


def test_open_referrals_of_the_region_are_listed_by_age_and_state(desk):
    newer, older = (
        sent_case(MOBILITY),
        sent_case(BRANCH, at=timezone.now() - timedelta(days=2), email="b@bedrijf.example"),
    )
    kept_in(OTHER, GATEKEEPER)
    sent_case(GATEKEEPER, email="c@bedrijf.example")
    actions.accept(referral=referral_to(newer, MOBILITY), at=timezone.now())

    branch, mobility = rows(desk)

    assert "2 dagen geleden" in branch
    assert "zegt ja" in mobility
    assert rows(desk, stand="wacht") == [branch]
    assert rows(desk, stand="helpt") == [mobility]
    assert len(rows(at_the_desk(colleague("baas", StaffRole.NATIONAL_MANAGER)))) == 3
    actions.decline(referral=referral_to(older), reason=DeclineReason.OTHER, at=timezone.now())
    assert rows(desk) == [mobility]


def test_neither_what_was_shared_nor_a_key_nor_an_employer_is_on_the_board(desk):
    referral = referral_to(sent_case(BRANCH))
    assert referral.shared

    for address in (BOARD, reverse("desk_referrals_revoke", args=[referral.pk])):
        page = desk.get(address).content.decode()
        secrets = [referral.key, EMPLOYER, referral.case.details.key, *map(str, referral.shared.values())]
        assert [one for one in secrets if len(one) > 3 and one in page] == []


def test_a_referral_is_revoked_with_a_reason_and_both_sides_hear_it(desk):
    referral = referral_to(sent_case(BRANCH))
    OutgoingMail.objects.update(state="sent")

    page = revoke(desk, referral)

    event = ReferralEvent.objects.get(after=State.WITHDRAWN)
    assert (event.actor, event.get_reason_display()) == ("staff", "De organisatie vraagt erom")
    purposes = OutgoingMail.objects.filter(state="waiting").values_list("purpose", flat=True)
    assert "provider_withdrawn" in purposes
    assert {"offer_next", "employer_moved_on"} & set(purposes)
    assert "is ingetrokken" in page.content.decode()
    assert "staat niet meer open" in revoke(desk, referral).content.decode()
    assert ReferralEvent.objects.filter(after=State.WITHDRAWN).count() == 1


def test_without_a_reason_nothing_happens_and_an_answer_in_between_is_told(desk):
    referral = referral_to(sent_case(BRANCH))
    assert revoke(desk, referral, reason="").context["form"].errors["reason"]
    actions.accept(referral=referral, at=timezone.now())

    answer = revoke(desk, referral)

    assert answer.status_code == 409
    assert "Er is intussen geantwoord: zegt ja" in answer.content.decode()
    assert Referral.objects.get(pk=referral.pk).state == State.ACCEPTED
    assert revoke(desk, Referral.objects.get(pk=referral.pk)).status_code == 200
    assert Referral.objects.get(pk=referral.pk).state == State.WITHDRAWN


def test_three_referrals_cost_no_more_questions_than_one(desk):
    def asked() -> int:
        desk.get(BOARD)
        with CaptureQueriesContext(connection) as queries:
            desk.get(BOARD)
        return len(queries)

    sent_case(BRANCH)
    one = asked()
    sent_case(MOBILITY, email="b@bedrijf.example")
    sent_case(GATEKEEPER, email="c@bedrijf.example")
    assert (asked(), len(rows(desk))) == (one, 3)


def test_what_staff_took_back_is_listed_as_over_and_opened_again_once(desk):
    referral = referral_to(sent_case())
    revoke(desk, referral)
    assert "Open weer" in rows(desk, stand="voorbij")[0]
    path = reverse("desk_referrals_open", args=[referral.pk])
    assert "Open weer" in desk.get(path).content.decode()

    first = desk.post(path, follow=True)
    second = desk.post(path, follow=True)

    assert "staat weer open. De organisatie en de werkgever horen het." in first.content.decode()
    assert "staat open: verstuurd." in second.content.decode()
    assert Referral.objects.get(pk=referral.pk).state == State.SENT
    assert OutgoingMail.objects.filter(purpose="provider_reopened").count() == 1


def test_what_the_employer_took_back_is_not_opened_at_the_desk(desk):
    referral = referral_to(sent_case())
    actions.withdraw(referral=referral, at=timezone.now(), actor=Actor.EMPLOYER)
    answer = desk.post(reverse("desk_referrals_open", args=[referral.pk]))
    assert answer.status_code == 409
    assert "Wat de werkgever introk, blijft dicht." in answer.content.decode()
