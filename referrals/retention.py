"""What goes when: everything that is stored about people or cases and has a period.

What lives here: the one list of periods (the privacy page shows it, the daily command carries it out), and deleting by
time. What does not: deleting by choice (advice/saved_cases.py, loop/actions.py), how long a period is (settings).

What has no period holds nothing of a person: the coarse facts of a referred case, its events and its results. What is
deleted here has no effect on the figures of monitor/counts.py: a final year is written down before its numbers go.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from referrals.at_once import refuse_too_much
from referrals.loop.closing import end_unconfirmed, forget_shared, unconfirmed
from referrals.loop.links import cases_at_rest
from referrals.mail.outbox import UNDER_WAY
from referrals.models import (
    Attempt,
    CaseDetails,
    CaseGroup,
    DigestKey,
    Outcome,
    OutgoingMail,
    Referral,
    ReferredCase,
    SavedCase,
    TakenOn,
)
from referrals.monitor.counts import keep_final
from regions.writing import verb
from services.models import ContactAttempt, Draft, ImportPlan, Presence, Proposal, RecordChange, SelfCheck, Snooze
from services.staff_models import Invitation, StaffEvent

Rows = QuerySet[Any]

# In days. Of what is kept for less, such as the tries of a day, most of it goes each time.
KEPT_FOR_LONG = 14
# What is left of a number of people once the figures of its year are final: the least that it may have been.
BANDS = (1, 5, 10, 20, 50, 100, 250)
BEYOND_ALL = 2**31 - 1
# By then every row with a period is past it.
END_OF_TIME = datetime(9000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Period:
    """Something that is kept for a number of days: why, since when, and how it is found and removed after that."""

    what: str
    why: str
    setting: str
    since: str
    expired: Callable[[datetime], Rows]
    remove: Callable[[Rows, datetime], int]

    @property
    def days(self) -> int:
        """Return the length of the period in days."""
        return getattr(settings, self.setting)


class Removed(NamedTuple):
    """How many things of a period were removed, or would be."""

    period: Period
    number: int


def remove_expired(*, now: datetime, dry_run: bool = False, force: bool = False) -> list[Removed]:
    """Remove all that is past its period and return how much that was, period by period; count only in a dry run.

    Safe to run twice, and to be killed halfway: each case goes whole or not at all. Where most of something would go
    that is kept for weeks, the clock may be wrong: that raises TooMuchAtOnce before anything goes, unless forced.
    """
    if not (dry_run or force):
        for period in PERIODS:
            if period.days >= KEPT_FOR_LONG:
                refuse_too_much(str(period.what), period.expired(now).count(), period.expired(END_OF_TIME).count())
    return [Removed(period, _carry_out(period, now, dry_run)) for period in PERIODS]


def overwrite_what_was_removed() -> bool:
    """Let SQLite bring its log into its file, where what was removed is overwritten; return whether all of it is.

    Until then the log holds it. PostgreSQL does both in its own time.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return True
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return cursor.fetchone()[0] == 0


def _carry_out(period: Period, now: datetime, dry_run: bool) -> int:
    expired = period.expired(now)
    return expired.count() if dry_run else period.remove(expired, now)


# --- Finding ---------------------------------------------------------------------------------------------


def _before(now: datetime, days: int) -> datetime:
    return now - timedelta(days=days)


def _kept_cases(now: datetime) -> Rows:
    """Return kept cases by the day that they were promised: KEPT_CASE_DAYS as it was then."""
    return SavedCase.objects.filter(expires_on__lte=timezone.localdate(now))


def _cases_at_rest(now: datetime) -> Rows:
    """Return the confirmed cases that still hold something, in which nothing happened for the whole period."""
    holds_details = Exists(CaseDetails.objects.filter(case=OuterRef("pk")))
    holds_shared = Exists(Referral.objects.filter(case=OuterRef("pk")).exclude(shared={}))
    return cases_at_rest(now).filter(holds_details | holds_shared)


def _cases_with_exact_numbers(now: datetime) -> Rows:
    """Return the cases that nobody follows any more, of years that are final or never sent, with exact numbers."""
    over = Q(sent_on=None) | Q(sent_on__lt=date(_first_year_to_change(now), 1, 1))
    groups = CaseGroup.objects.filter(case=OuterRef("pk")).exclude(headcount__in=BANDS)
    outcomes = Outcome.objects.filter(case=OuterRef("pk")).exclude(people__in=BANDS)
    parts = TakenOn.objects.filter(group__case=OuterRef("pk")).exclude(people__in=BANDS)
    return ReferredCase.objects.filter(over, Exists(groups) | Exists(outcomes) | Exists(parts), details=None)


def _first_year_to_change(now: datetime) -> int:
    """Return the first year of which the figures are not final yet."""
    return _before(timezone.localtime(now), settings.DIGEST_KEY_DAYS).year


def _handled_mails(now: datetime) -> Rows:
    """Return the mails that nothing will happen to any more; one that was withdrawn in the queue was never tried."""
    last_at = Greatest("created_at", Coalesce("handled_at", "created_at"))
    old = Q(last_at__lte=_before(now, settings.MAIL_DAYS))
    return OutgoingMail.objects.exclude(state__in=UNDER_WAY).alias(last_at=last_at).filter(old)


def _attempts(now: datetime) -> Rows:
    return Attempt.objects.filter(at__lte=_before(now, settings.ATTEMPT_DAYS))


def _digest_keys(now: datetime) -> Rows:
    return DigestKey.objects.filter(year__lt=_first_year_to_change(now))


def _proposals(now: datetime) -> Rows:
    return Proposal.objects.filter(proposed_on__lte=timezone.localdate(_before(now, settings.PROPOSAL_DAYS)))


def _contact_attempts(now: datetime) -> Rows:
    return ContactAttempt.objects.filter(on__lte=timezone.localdate(_before(now, settings.CONTACT_ATTEMPT_DAYS)))


def _self_checks(now: datetime) -> Rows:
    return SelfCheck.objects.filter(sent_on__lte=timezone.localdate(_before(now, settings.SELF_CHECK_DAYS)))


def _snoozes(now: datetime) -> Rows:
    return Snooze.objects.filter(until__lte=timezone.localdate(_before(now, settings.SNOOZE_DAYS)))


def _invitations(now: datetime) -> Rows:
    return Invitation.objects.filter(invited_at__lte=_before(now, settings.INVITATION_DAYS))


def _staff_events(now: datetime) -> Rows:
    return StaffEvent.objects.filter(at__lte=_before(now, settings.STAFF_EVENT_DAYS))


def _files(now: datetime) -> Rows:
    return ImportPlan.objects.filter(at__lte=_before(now, settings.IMPORT_PLAN_DAYS))


def _history(now: datetime) -> Rows:
    """Return what was changed long ago, but for the last change of each record: its number is the record's version."""
    later = RecordChange.objects.filter(provider=OuterRef("provider"), change_set__gt=OuterRef("change_set"))
    return RecordChange.objects.filter(Exists(later), change_set__at__lte=_before(now, settings.HISTORY_DAYS))


def _autosaves(now: datetime) -> Rows:
    old = Q(changed_at__lte=_before(now, settings.AUTOSAVE_DAYS))
    return Draft.objects.filter(old, kind=Draft.Kind.AUTOSAVE)


def _ended_drafts(now: datetime) -> Rows:
    return Draft.objects.filter(ended_at__lte=_before(now, settings.DRAFT_DAYS))


def _presences(now: datetime) -> Rows:
    return Presence.objects.filter(seen_at__lte=_before(now, settings.PRESENCE_DAYS))


# --- Removing --------------------------------------------------------------------------------------------


def _delete(rows: Rows, now: datetime) -> int:
    return rows.delete()[1].get(rows.model._meta.label, 0)


def _end_unconfirmed(details: Rows, now: datetime) -> int:
    return sum(end_unconfirmed(key, at=now) for key in list(details.values_list("pk", flat=True)))


def _empty(cases: Rows, now: datetime) -> int:
    return sum(_empty_one(cases, key) for key in list(cases.values_list("pk", flat=True)))


@verb
def _empty_one(cases: Rows, key: Any) -> bool:
    """Delete the content of a case under its lock, unless something happened to it in the meantime."""
    case = ReferredCase.objects.select_for_update().filter(pk=key).first()
    if case is None or not cases.filter(pk=key).exists():
        return False
    CaseDetails.objects.filter(case=case).delete()
    forget_shared(case)
    return True


@verb
def _make_rough(cases: Rows, now: datetime) -> int:
    """Leave of each number of people the band that it is in, once what is shown of its year is written down."""
    found = dict(cases.values_list("pk", "sent_on"))
    for year in {sent_on.year for sent_on in found.values() if sent_on}:
        keep_final(year)
    groups, outcomes = CaseGroup.objects.filter(case__in=found), Outcome.objects.filter(case__in=found)
    parts = TakenOn.objects.filter(group__case__in=found)
    for least, beyond in pairwise((*BANDS, BEYOND_ALL)):
        groups.filter(headcount__gt=least, headcount__lt=beyond).update(headcount=least)
        for rows in (outcomes, parts):
            rows.filter(people__gt=least, people__lt=beyond).update(people=least)
    return len(found)


# --- The list --------------------------------------------------------------------------------------------

PERIODS = (
    Period(
        what=_("Casussen die een werkgever bewaart, met het e-mailadres als wij vragen hoe het ging"),
        why=_("Zo kunt u later verder met uw antwoorden."),
        setting="KEPT_CASE_DAYS",
        since=_("na het bewaren, of na de laatste werkdag als die later is. Die telt hooguit een jaar vooruit"),
        expired=_kept_cases,
        remove=_delete,
    ),
    Period(
        what=_("Het precieze aantal mensen in een aanvraag, en hoeveel van hen werk vonden"),
        why=_(
            "Zo kloppen de cijfers van een jaar. Daarna bewaren wij alleen nog een ondergrens, zoals: ten minste tien."
        ),
        setting="DIGEST_KEY_DAYS",
        since=_("na het einde van het jaar"),
        expired=_cases_with_exact_numbers,
        remove=_make_rough,
    ),
    Period(
        what=_("Antwoorden en e-mailadres van een aanvraag die u niet bevestigt"),
        why=_("Zo lang kunt u nog op de link in de mail klikken."),
        setting="UNCONFIRMED_CASE_DAYS",
        since=_("na het invullen"),
        expired=unconfirmed,
        remove=_end_unconfirmed,
    ),
    Period(
        what=_("Antwoorden en e-mailadres van een aanvraag, wat u met organisaties deelt en wat zij u vroegen"),
        why=_("Zo kunnen u en de organisaties zien wat er speelt, en melden hoe het ging."),
        setting="CASE_DETAILS_DAYS",
        since=_("na de laatste gebeurtenis in de aanvraag"),
        expired=_cases_at_rest,
        remove=_empty,
    ),
    Period(
        what=_("Mails die wij verstuurden, met het e-mailadres van de ontvanger"),
        why=_("Zo vinden wij uit waarom een mail niet aankwam."),
        setting="MAIL_DAYS",
        since=_("na het versturen"),
        expired=_handled_mails,
        remove=_delete,
    ),
    Period(
        what=_("Een code van uw IP-adres of e-mailadres, als u iets aanvraagt, bewaart of meldt, of inlogt"),
        why=_("Zo voorkomen wij dat iemand heel veel mails of meldingen verstuurt, of een wachtwoord raadt."),
        setting="ATTEMPT_DAYS",
        since=_("na het aanvragen, bewaren, melden of inloggen"),
        expired=_attempts,
        remove=_delete,
    ),
    Period(
        what=_("De sleutel waarmee wij een werkgever herkennen die terugkomt"),
        why=_("Zo telt een werkgever in de cijfers van een jaar maar een keer."),
        setting="DIGEST_KEY_DAYS",
        since=_("na het einde van het jaar"),
        expired=_digest_keys,
        remove=_delete,
    ),
    Period(
        what=_("Wat u meldt of voorstelt als er iets niet klopt bij een organisatie"),
        why=_("Zo kunnen wij het nakijken, en zien of een fout terugkomt. Uw adres wissen wij zodra u antwoord hebt."),
        setting="PROPOSAL_DAYS",
        since=_("na het melden"),
        expired=_proposals,
        remove=_delete,
    ),
    Period(
        what=_("Dat een medewerker een organisatie niet bereikte"),
        why=_("Zo belt niet iedereen dezelfde organisatie, en zien wij wie onbereikbaar is."),
        setting="CONTACT_ATTEMPT_DAYS",
        since=_("na de poging"),
        expired=_contact_attempts,
        remove=_delete,
    ),
    Period(
        what=_("Dat een medewerker een organisatie later wil nakijken"),
        why=_("Zo staat zij op die dag weer in de lijst."),
        setting="SNOOZE_DAYS",
        since=_("na die dag"),
        expired=_snoozes,
        remove=_delete,
    ),
    Period(
        what=_("Dat wij een organisatie per mail vroegen of haar gegevens nog kloppen"),
        why=_("Zo vragen wij het niet vaker dan twee keer."),
        setting="SELF_CHECK_DAYS",
        since=_("na de mail"),
        expired=_self_checks,
        remove=_delete,
    ),
    Period(
        what=_("Het e-mailadres van wie wij uitnodigen om de gegevens bij te houden"),
        why=_("Zo weten wij wie wie uitnodigde, en voor welke rechten."),
        setting="INVITATION_DAYS",
        since=_("na het uitnodigen"),
        expired=_invitations,
        remove=_delete,
    ),
    Period(
        what=_("Wat medewerkers met accounts en rechten deden, en wanneer zij inlogden"),
        why=_("Zo kunnen wij uitzoeken wie wat mocht en deed."),
        setting="STAFF_EVENT_DAYS",
        since=_("na de gebeurtenis"),
        expired=_staff_events,
        remove=_delete,
    ),
    Period(
        what=_("Een bestand met organisaties dat een medewerker opstuurt"),
        why=_("Zo kan de medewerker het nakijken en ongedaan maken."),
        setting="IMPORT_PLAN_DAYS",
        since=_("na het opsturen"),
        expired=_files,
        remove=_delete,
    ),
    Period(
        what=_("Wie welk gegeven van een organisatie wijzigde, en wat er stond"),
        why=_("Zo kunnen wij een fout terugvinden en herstellen. De laatste wijziging blijft staan."),
        setting="HISTORY_DAYS",
        since=_("na de wijziging"),
        expired=_history,
        remove=_delete,
    ),
    Period(
        what=_("Wat een medewerker over een organisatie typt en niet bewaart"),
        why=_("Zo kan de medewerker verder waar hij was."),
        setting="AUTOSAVE_DAYS",
        since=_("na het typen"),
        expired=_autosaves,
        remove=_delete,
    ),
    Period(
        what=_("Een concept van een medewerker"),
        why=_("Zo is na te gaan wat er is gepubliceerd."),
        setting="DRAFT_DAYS",
        since=_("na het publiceren of weggooien"),
        expired=_ended_drafts,
        remove=_delete,
    ),
    Period(
        what=_("Welke medewerker een organisatie open heeft"),
        why=_("Zo zien collega's dat er iemand mee bezig is."),
        setting="PRESENCE_DAYS",
        since=_("na het sluiten van de pagina"),
        expired=_presences,
        remove=_delete,
    ),
)
