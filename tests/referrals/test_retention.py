"""What goes when: after the periods the whole database holds nothing of anybody, and the figures are as they were."""

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings as project_settings
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from referrals import rate_limits
from referrals.loop import actions, pauses
from referrals.loop.consent import FIELDS, SESSION
from referrals.models import (
    AskedQuestion,
    Attempt,
    CaseDetails,
    CaseGroup,
    DigestKey,
    MailState,
    Outcome,
    OutgoingMail,
    Referral,
    ReferralEvent,
    ReferredCase,
    SavedCase,
    SessionReply,
    TakenOn,
)
from referrals.monitor import counts
from referrals.rate_limits import Thing
from referrals.retention import BANDS, PERIODS, remove_expired
from referrals.status import Result, SessionAnswer
from services.models import Proposal, Provider
from services.public_reports import report
from services.upkeep.proposals import answer
from tests.portal.page import Page
from tests.referrals.support.generated_cases import generate_cases
from tests.referrals.support.journeys import YEAR, walk
from tests.referrals.support.referred import (
    BRANCH,
    MOBILITY,
    reachable_directory,
    referral_to,
    sent_case,
    unconfirmed_case,
)
from tests.services.providers import STAFF

pytestmark = pytest.mark.django_db

THE_DAY = "2026-11-23 10:00:00+00:00"
MAILBOX = "merkteken@merkbedrijf.example"
POSTCODE = "6811 AB"
# A mailbox, its domain, a postcode and a last day of work, as they are kept and shared.
MARKERS = {MAILBOX, "merkbedrijf", POSTCODE, f"{YEAR}-06"}
# The name of the place is also in the reference facts and in the directory, where it is nobody's.
PLACE = "Arnhem"


@pytest.fixture
def the_day(example_directory, time_machine):
    """Make it the day on which the cases of a test begin."""
    time_machine.move_to(THE_DAY, tick=False)
    reachable_directory()
    return timezone.now()


def whole_database(prefix: str = "") -> str:
    """Return every value of every row of every table there is, also of tables without a model, as one text."""
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            if table.startswith(prefix):
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 (names from the database)
                rows += map(str, cursor.fetchall())
    return "\n".join(rows)


def markers_found() -> set[str]:
    everything = whole_database()
    found = {marker for marker in MARKERS if marker in everything}
    return found | ({PLACE} if PLACE in whole_database("referrals_") else set())


def numbers_printed(capsys) -> list[int]:
    return [int(number) for number in re.findall(r": (\d+) (?:te )?verwijder", capsys.readouterr().out)]


# --- The whole database -------------------------------------------------------------------------------------


def test_after_the_periods_nothing_of_a_case_is_left_anywhere(client, the_day, time_machine, capsys):
    walk(client, plaatsen={"p-0-location": POSTCODE, "p-0-end_date": "01-02-2027"})
    client.post("/casus/bewaren/")
    case = sent_case(BRANCH, MOBILITY, email=MAILBOX, fields=frozenset({*FIELDS, SESSION}))
    unconfirmed_case(email="ander@merkbedrijf.example")
    referral = referral_to(case)
    actions.accept(referral=referral, people={1: 7}, session=SessionAnswer.YES, at=timezone.now())
    actions.begin(referral=referral, at=timezone.now())
    asking = {"referral": referral_to(case, MOBILITY), "at": timezone.now()}
    actions.see(**asking)
    pauses.ask(**asking, codes=["start_by"])
    pauses.answer(**asking, answers={"start_by": f"{YEAR}-06-01"})
    actions.report(case=case, referral=referral, numbers={Result.NEW_WORK: 7}, at=timezone.now(), final=True)
    rate_limits.count(Thing.RESET, network="192.0.2.1", mailbox=MAILBOX, at=timezone.now())
    OutgoingMail.objects.update(state=MailState.SENT, handled_at=timezone.now())
    assert markers_found() == MARKERS | {PLACE}
    (before,) = counts.read(2026)
    assert (before.people, before.results) == (12, {Result.NEW_WORK: 7})

    time_machine.move_to(datetime(2027, 6, 1, 10, tzinfo=timezone.get_current_timezone()), tick=False)
    call_command("retention")

    assert sum(numbers_printed(capsys)) > 5
    OutgoingMail.objects.update(state=MailState.SENT, handled_at=timezone.now())  # what ending a case brought
    time_machine.move_to(timezone.now() + timedelta(days=project_settings.MAIL_DAYS), tick=False)
    call_command("retention")

    assert markers_found() == set()
    emptied = (SavedCase, CaseDetails, AskedQuestion, SessionReply, OutgoingMail, Attempt, DigestKey)
    assert [model for model in emptied if model.objects.exists()] == []
    # What the numbers were like stays: at least ten, of whom at least five.
    (after,) = counts.read(2026)
    assert (after.people, after.results) == (10, {Result.NEW_WORK: 5})
    assert TakenOn.objects.get().people == 5
    assert (after.quarter, after.sector, after.days) == (before.quarter, before.sector, before.days)


def test_the_figures_of_hundreds_of_cases_stay_as_they_were(time_machine, capsys):
    time_machine.move_to("2026-04-01 10:00:00+00:00", tick=False)
    generate_cases(300, employers=90)
    before = counts.shown(counts.read(2025), counts.codes())
    assert "merkteken.example" in whole_database()

    time_machine.move_to("2028-01-01 10:00:00+00:00", tick=False)
    for _run in range(2):
        remove_expired(now=timezone.now(), force=True)

    assert "merk" not in whole_database()
    assert before is not None
    cache.clear()
    assert counts.figures(2025, timezone.localdate()) == before
    assert set(CaseGroup.objects.values_list("headcount", flat=True)) <= set(BANDS)
    assert set(Outcome.objects.values_list("people", flat=True)) <= set(BANDS)
    # Without what was written down they would be rough.
    assert counts.shown(counts.read(2025), counts.codes()) != before


def test_a_number_stays_exact_while_its_year_or_its_case_goes_on(the_day):
    sent_case()
    unconfirmed_case()

    remove_expired(now=datetime(2027, 3, 31, 12, tzinfo=UTC))

    # Nobody confirmed the other: it is in no figure, and its numbers are of no use from the next run on.
    assert sorted(CaseGroup.objects.values_list("headcount", flat=True)) == [12, 12]
    remove_expired(now=datetime(2027, 3, 31, 13, tzinfo=UTC))
    assert sorted(CaseGroup.objects.values_list("headcount", flat=True)) == [10, 12]
    # The year is final, and the case is followed still.
    ReferralEvent.objects.create(
        referral=Referral.objects.get(case__sent_on__isnull=False),
        at=datetime(2027, 3, 1, tzinfo=UTC),
        what=ReferralEvent.What.ASKED_EMPLOYER,
        actor="time",
    )
    remove_expired(now=datetime(2027, 4, 2, tzinfo=UTC))
    assert sorted(CaseGroup.objects.values_list("headcount", flat=True)) == [10, 12]


def test_withdrawing_does_not_wait_for_a_period(the_day):
    case = sent_case(BRANCH, email=MAILBOX)

    actions.withdraw_case(details=case.details, at=timezone.now())

    assert markers_found() == set()


# --- Period by period ------------------------------------------------------------------------------------


def removed(setting: str, now: datetime) -> int:
    """Carry out the periods on this moment; return how many things of this one went."""
    dry, done = remove_expired(now=now, dry_run=True), remove_expired(now=now)
    assert dry == done
    return sum(number for period, number in done if period.setting == setting)


@pytest.mark.parametrize("setting", ["UNCONFIRMED_CASE_DAYS", "CASE_DETAILS_DAYS", "MAIL_DAYS", "ATTEMPT_DAYS"])
def test_each_thing_stays_until_the_last_moment_of_its_period_and_goes_then(setting, the_day, settings):
    setattr(settings, setting, 20)
    if setting == "UNCONFIRMED_CASE_DAYS":
        unconfirmed_case()
    elif setting == "CASE_DETAILS_DAYS":
        sent_case()
    elif setting == "MAIL_DAYS":
        OutgoingMail.objects.create(to=MAILBOX, state=MailState.BOUNCED, handled_at=the_day)
    else:
        Attempt.objects.create(digest="x", at=the_day)

    assert removed(setting, the_day + timedelta(days=20, seconds=-1)) == 0
    assert removed(setting, the_day + timedelta(days=20)) == 1
    assert removed(setting, the_day + timedelta(days=21)) == 0


def test_a_case_in_which_something_happens_stays_as_long_again(the_day):
    case = sent_case()
    later = the_day + timedelta(days=100)
    ReferralEvent.objects.create(
        referral=referral_to(case), at=later, what=ReferralEvent.What.ASKED_EMPLOYER, actor="time"
    )

    assert removed("CASE_DETAILS_DAYS", the_day + timedelta(days=279)) == 0
    assert removed("CASE_DETAILS_DAYS", the_day + timedelta(days=280)) == 1
    assert not CaseDetails.objects.exists()
    assert list(Referral.objects.values_list("shared", flat=True)) == [{}]
    assert ReferredCase.objects.get().groups.get().headcount == 12


def test_an_unconfirmed_case_keeps_no_answers_and_is_no_longer_to_be_confirmed(the_day):
    details = unconfirmed_case(email=MAILBOX).details

    remove_expired(now=the_day + timedelta(days=3))

    assert markers_found() == set()
    assert not CaseDetails.objects.filter(pk=details.pk).exists()


@pytest.mark.parametrize("state", [MailState.WAITING, MailState.HANDING_OVER])
def test_a_mail_that_still_has_to_go_never_goes_away(state, the_day):
    OutgoingMail.objects.create(to=MAILBOX, state=state, handled_at=the_day)

    assert removed("MAIL_DAYS", the_day + timedelta(days=1000)) == 0
    assert OutgoingMail.objects.count() == 1


def test_a_mail_that_was_withdrawn_before_it_was_tried_goes_too(the_day):
    OutgoingMail.objects.create(to=MAILBOX, state=MailState.CANCELLED)

    assert removed("MAIL_DAYS", the_day + timedelta(days=project_settings.MAIL_DAYS)) == 1


def test_the_key_of_a_year_goes_on_the_day_that_its_figures_are_final(the_day):
    DigestKey.objects.create(year=2026, key="x")
    at_midnight = timezone.make_aware(datetime.combine(counts.final_on(2026), datetime.min.time()))

    assert removed("DIGEST_KEY_DAYS", at_midnight - timedelta(seconds=1)) == 0
    assert removed("DIGEST_KEY_DAYS", at_midnight) == 1


def test_a_report_of_a_mistake_goes_on_the_day_that_was_promised_handled_or_not(the_day, settings):
    settings.PROPOSAL_DAYS = 20
    on = timezone.localdate(the_day)
    provider = Provider.objects.first()
    report(provider=provider, what="gone", text="", on=on)
    handled = report(provider=provider, what="other", text="Anders.", on=on)
    answer(proposal=handled, by=STAFF, at=the_day, is_right=True, text="")

    assert removed("PROPOSAL_DAYS", the_day + timedelta(days=19)) == 0
    assert removed("PROPOSAL_DAYS", the_day + timedelta(days=20)) == 2
    assert not Proposal.objects.exists()


def test_a_dry_run_prints_each_number_with_its_setting_and_removes_nothing(the_day, time_machine, capsys):
    unconfirmed_case(email=MAILBOX)
    time_machine.move_to(the_day + timedelta(days=3), tick=False)
    stored = whole_database()

    call_command("retention", "--dry-run")

    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(PERIODS)
    assert [line for line in lines if line.endswith(": 1 te verwijderen (UNCONFIRMED_CASE_DAYS=3)")]
    assert whole_database() == stored


# --- A clock that is wrong ----------------------------------------------------------------------------------


def kept_for(days: int, number: int) -> None:
    """Keep so many cases until so many days from now."""
    expires_on = timezone.localdate() + timedelta(days=days)
    SavedCase.objects.bulk_create(SavedCase(answers={}, seen={}, expires_on=expires_on) for _each in range(number))


def test_a_run_far_in_the_future_removes_nothing_at_all_and_says_why(the_day, time_machine):
    kept_for(30, 25)
    Attempt.objects.create(digest="x")
    DigestKey.objects.create(year=2026, key="x")
    time_machine.move_to("2036-11-23 10:00:00+00:00", tick=False)
    stored = whole_database()

    with pytest.raises(CommandError) as refused:
        call_command("retention")

    assert "25 van 25" in str(refused.value)
    assert "2036-11-23 10:00" in str(refused.value)
    assert "--force" in str(refused.value)
    assert refused.value.returncode == 1
    assert whole_database() == stored


def test_what_was_refused_is_done_when_it_is_asked_once_more(the_day):
    kept_for(0, 25)

    call_command("retention", "--force")

    assert not SavedCase.objects.exists()


@pytest.mark.parametrize(("over", "kept"), [(20, 0), (25, 25)])
def test_few_things_or_the_smaller_part_go_without_being_asked_again(the_day, over, kept):
    kept_for(0, over)
    kept_for(30, kept)

    call_command("retention")

    assert SavedCase.objects.count() == kept


def test_what_is_kept_for_days_only_goes_however_much_it_is(the_day):
    Attempt.objects.bulk_create(Attempt(digest="x", at=the_day - timedelta(days=2)) for _each in range(100))

    call_command("retention")

    assert not Attempt.objects.exists()


# --- The file -----------------------------------------------------------------------------------------------

KEEP_A_MARKER = """
from django.core.management import call_command
from referrals.models import OutgoingMail, SavedCase
from django.utils import timezone
call_command("migrate", verbosity=0)
for number in range(15):
    SavedCase.objects.create(answers={"x": "MERKTEKEN " * 900}, seen={}, expires_on=timezone.localdate())
long_ago = {"created_at": "2020-01-01T00Z", "handled_at": "2020-01-01T00Z"}
OutgoingMail.objects.create(to="MERKTEKEN@example.org", text="MERKTEKEN " * 900, state="sent", **long_ago)
"""


@pytest.mark.skipif(connection.vendor != "sqlite", reason="it makes a SQLite of its own, whatever the others are on")
def test_what_was_removed_is_gone_from_the_files_of_sqlite(tmp_path):
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path / 'portal.sqlite3'}"}

    def manage(*command: str, **given: str) -> None:
        subprocess.run(  # noqa: S603 - our own commands
            [sys.executable, "manage.py", *command], cwd=project_settings.BASE_DIR, env=environment, check=True, **given
        )

    def files_that_hold_it() -> list[str]:
        return [file.name for file in tmp_path.iterdir() if b"MERKTEKEN" in file.read_bytes()]

    # Somebody reads meanwhile, as a web server does: without it SQLite clears up when the last one leaves.
    manage("shell", "-c", KEEP_A_MARKER)
    with closing(sqlite3.connect(tmp_path / "portal.sqlite3")) as reader:
        reader.execute("SELECT COUNT(*) FROM referrals_savedcase").fetchone()
        assert files_that_hold_it()

        manage("retention", stdout=subprocess.DEVNULL)

        assert reader.execute("SELECT COUNT(*) FROM referrals_savedcase").fetchone() == (0,)
        assert files_that_hold_it() == []


# Days after which somebody is asked something, and no period.
WAITING_TIMES = {"ASK_OUTCOME_DAYS", "REMINDER_WORKING_DAYS", "SILENCE_WORKING_DAYS"}

# --- The privacy page ------------------------------------------------------------------------------------


def test_every_period_in_the_settings_is_carried_out():
    in_settings = {name for name in dir(project_settings) if re.fullmatch(r"[A-Z_]+_DAYS", name)}

    assert {period.setting for period in PERIODS} == in_settings - WAITING_TIMES


def test_the_privacy_page_says_the_real_periods(client, settings):
    names = list(dict.fromkeys(period.setting for period in PERIODS))
    for number, name in enumerate(names, start=501):
        setattr(settings, name, number)

    cells = [cell.text for cell in Page.read(client.get("/privacy/")).all("td")]

    for number in range(501, 501 + len(names)):
        assert any(cell.startswith(f"{number} dagen na ") for cell in cells)
