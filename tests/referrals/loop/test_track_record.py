"""How providers answer: measured from the events, from so many referrals on, in one query."""

from datetime import UTC, datetime, timedelta

import pytest

from referrals.loop.track_record import response_figures, silences_in_a_row
from referrals.models import Referral, ReferralEvent, ReferredCase
from referrals.status import Actor, State
from services.models import Provider

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)


@pytest.fixture
def provider(example_directory):
    return Provider.objects.get(slug="branche-techniek")


def asked(provider, *moves, sent_at=MONDAY):
    """Store a referral that was sent on a moment, with moves after so many days: (before, after, days)."""
    case = ReferredCase.objects.create()
    state = moves[-1][1] if moves else State.SENT
    referral = Referral.objects.create(case=case, provider=provider, place=1, state=state, sent_at=sent_at)
    for before, after, days in moves:
        at = sent_at + timedelta(days=days)
        ReferralEvent.objects.create(referral=referral, at=at, actor=Actor.PROVIDER, before=before, after=after)
    return referral


def yes(days):
    return (State.SENT, State.ACCEPTED, days)


def no(days):
    return (State.SEEN, State.DECLINED, days)


SILENT = (State.SENT, State.NO_ANSWER, 14)
WITHDRAWN = (State.SENT, State.WITHDRAWN, 2)


def test_below_the_minimum_nothing_is_shown(provider, settings):
    settings.RESPONSES_TO_SHOW = 5
    for _number in range(4):
        asked(provider, yes(1))
    assert response_figures([provider.pk]) == {}
    asked(provider, yes(1))
    assert response_figures([provider.pk])[provider.pk].referrals == 5


def test_the_figures_tell_how_often_and_how_fast(provider):
    # One, two and four days after a Monday, a week (five working days), and never.
    for move in (yes(1), no(2), yes(4), no(7), SILENT):
        asked(provider, move)
    figures = response_figures([provider.pk])[provider.pk]
    assert (figures.referrals, figures.answered, figures.declined) == (5, 4, 2)
    assert figures.median_working_days == 3  # the middle of 1, 2, 4 and 5


def test_who_never_answered_has_no_time(provider):
    for _number in range(5):
        asked(provider, SILENT)
    figures = response_figures([provider.pk])[provider.pk]
    assert (figures.answered, figures.median_working_days) == (0, None)


def test_what_still_waits_or_was_withdrawn_while_waiting_does_not_count(provider):
    for move in (yes(0), yes(0), yes(0), yes(0), yes(0)):
        asked(provider, move)
    asked(provider)
    asked(provider, WITHDRAWN)
    asked(provider, (State.SENT, State.SEEN, 1))
    assert response_figures([provider.pk])[provider.pk].referrals == 5


def test_one_referral_counts_once_however_it_went_on(provider):
    for _number in range(5):
        asked(provider, (State.SENT, State.SEEN, 0), (State.SEEN, State.ACCEPTED, 1), (State.ACCEPTED, "declined", 9))
    figures = response_figures([provider.pk])[provider.pk]
    assert (figures.referrals, figures.answered, figures.declined) == (5, 5, 0)
    assert figures.median_working_days == 1


def test_an_answer_after_silence_came_too_late_to_count(provider):
    for _number in range(5):
        asked(provider, SILENT, (State.NO_ANSWER, State.ACCEPTED, 15))
    assert response_figures([provider.pk])[provider.pk].answered == 0


def test_many_providers_take_one_query(provider, django_assert_num_queries):
    everyone = list(Provider.objects.values_list("pk", flat=True))
    for one in Provider.objects.all():
        for _number in range(5):
            asked(one, yes(1))
    with django_assert_num_queries(1):
        assert set(response_figures(everyone)) == set(everyone)


def test_silences_are_counted_back_to_the_last_answer(provider):
    asked(provider, SILENT)
    asked(provider, yes(15))
    asked(provider, (State.SENT, State.NO_ANSWER, 16))
    asked(provider, (State.SEEN, State.NO_ANSWER, 17))
    assert silences_in_a_row(provider, None) == 2


def test_a_late_answer_begins_anew(provider):
    asked(provider, SILENT, (State.NO_ANSWER, State.DECLINED, 20))
    assert silences_in_a_row(provider, None) == 0


def test_a_check_forgives_what_was_before_it(provider):
    for days in (1, 2, 3):
        asked(provider, (State.SENT, State.NO_ANSWER, days))
    day = MONDAY.date()
    assert silences_in_a_row(provider, day + timedelta(days=1)) == 2
    assert silences_in_a_row(provider, day + timedelta(days=3)) == 0


def test_the_silence_of_another_is_not_counted(provider):
    asked(Provider.objects.get(slug="uwv"), SILENT)
    assert silences_in_a_row(provider, None) == 0
