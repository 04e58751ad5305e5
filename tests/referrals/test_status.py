"""The table of states: every pair is tried, through the one move and straight in the database."""

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from referrals.loop.refusals import MoveRefused
from referrals.loop.transitions import move
from referrals.models import Referral, ReferralEvent, ReferredCase
from referrals.status import ANSWERABLE, ENDED, MOVES, REOPENINGS, Actor, State
from services.models import Provider

pytestmark = pytest.mark.django_db

PAIRS = [(before, after) for before in State for after in State]
TABLES = {"moves": MOVES, "reopenings": REOPENINGS}


@pytest.fixture
def referral(example_directory):
    """Return a function that gives a referral standing in a state."""

    def standing_in(state):
        case = ReferredCase.objects.create()
        provider = Provider.objects.get(slug="uwv")
        return Referral.objects.create(case=case, provider=provider, place=1, state=state)

    return standing_in


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
@pytest.mark.parametrize("before", State)
def test_every_allowed_move_is_made_and_leaves_an_event(referral, before, table):
    for after in table.get(before, ()):
        one = referral(before)
        move(one, after, actor=Actor.STAFF, at=timezone.now(), table=table)
        assert list(one.events.values_list("before", "after", "actor")) == [(before, after, "staff")]
        one.refresh_from_db()
        assert one.state == after


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
@pytest.mark.parametrize("before", State)
def test_every_other_move_is_refused_and_leaves_nothing(referral, before, table):
    for after in set(State) - table.get(before, frozenset()):
        one = referral(before)
        with pytest.raises(MoveRefused) as refused:
            move(one, after, actor=Actor.STAFF, at=timezone.now(), table=table)
        assert (refused.value.referral, refused.value.to) == (one, after)
        assert not one.events.exists()
        one.refresh_from_db()
        assert one.state == before


def test_the_database_holds_the_same_table(referral):
    allowed = set()
    for before, after in PAIRS:
        one = referral(before)
        try:
            with transaction.atomic():
                Referral.objects.filter(pk=one.pk).update(state=after)
        except IntegrityError:
            continue
        allowed.add((before, after))
    stays = {(state, state) for state in State}
    tables = {(before, after) for table in TABLES.values() for before in table for after in table[before]}
    assert allowed == stays | tables


def test_a_move_from_a_state_that_is_no_longer_so_is_refused(referral):
    one = referral(State.SENT)
    read_before = Referral.objects.get(pk=one.pk)
    move(one, State.WITHDRAWN, actor=Actor.EMPLOYER, at=timezone.now())
    with pytest.raises(MoveRefused):
        move(read_before, State.ACCEPTED, actor=Actor.PROVIDER, at=timezone.now())
    assert one.events.count() == 1


def test_the_database_knows_no_other_state(referral):
    with pytest.raises(IntegrityError), transaction.atomic():
        referral("maybe")


def test_an_event_is_never_changed(referral):
    one = referral(State.SENT)
    move(one, State.SEEN, actor=Actor.PROVIDER, at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        ReferralEvent.objects.update(actor=Actor.STAFF)
    assert one.events.get().actor == Actor.PROVIDER


def test_what_has_ended_stays_ended_and_only_what_waits_or_fell_silent_can_be_answered():
    assert {State.DECLINED, State.FORWARDED, State.WITHDRAWN, State.CLOSED} == ENDED
    assert {State.SENT, State.SEEN, State.CONSIDERING, State.NO_ANSWER} == ANSWERABLE


def test_the_diagram_in_docs_is_the_one_that_the_table_draws(capsys):
    call_command("draw_moves")
    committed = (settings.BASE_DIR / "docs" / "referral-states.md").read_text()
    assert committed == capsys.readouterr().out
