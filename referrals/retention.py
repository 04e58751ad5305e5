"""What goes when: everything that is stored about people or cases and has a period.

What lives here: the one list of periods (the privacy page shows it, the daily command carries it out), and deleting by
time. What does not: deleting by choice (advice/saved_cases.py, loop/actions.py), how long a period is (settings).

What has no period holds nothing of a person: the coarse facts of a referred case, its events and its results. On the
figures of monitor/counts.py nothing that is deleted here has any effect.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from referrals.loop.closing import end_unconfirmed, unconfirmed
from referrals.mail.outbox import UNDER_WAY
from referrals.models import Attempt, CaseDetails, DigestKey, OutgoingMail, Referral, ReferredCase, SavedCase
from regions.writing import verb
from services.models import PublicReport

Rows = QuerySet[Any]


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


def remove_expired(*, now: datetime, dry_run: bool = False) -> list[Removed]:
    """Remove all that is past its period and return how much that was, period by period; count only in a dry run.

    Safe to run twice, and to be killed halfway: each case goes whole or not at all.
    """
    return [Removed(period, _carry_out(period, now, dry_run)) for period in PERIODS]


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
    return (
        ReferredCase.objects.filter(holds_details | holds_shared)
        .annotate(last_event=Coalesce(Max("referrals__events__at"), "created_at"))
        .filter(last_event__lte=_before(now, settings.CASE_DETAILS_DAYS))
    )


def _handled_mails(now: datetime) -> Rows:
    """Return the mails that nothing will happen to any more; one that was withdrawn in the queue was never tried."""
    last_at = Greatest("created_at", Coalesce("handled_at", "created_at"))
    old = Q(last_at__lte=_before(now, settings.MAIL_DAYS))
    return OutgoingMail.objects.exclude(state__in=UNDER_WAY).alias(last_at=last_at).filter(old)


def _attempts(now: datetime) -> Rows:
    return Attempt.objects.filter(at__lte=_before(now, settings.ATTEMPT_DAYS))


def _digest_keys(now: datetime) -> Rows:
    return DigestKey.objects.filter(year__lt=_before(timezone.localtime(now), settings.DIGEST_KEY_DAYS).year)


def _public_reports(now: datetime) -> Rows:
    return PublicReport.objects.filter(reported_on__lte=timezone.localdate(_before(now, settings.PUBLIC_REPORT_DAYS)))


# --- Removing --------------------------------------------------------------------------------------------


def _delete(rows: Rows, now: datetime) -> int:
    return rows.delete()[0]


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
    case.referrals.update(shared={})
    return True


# --- The list --------------------------------------------------------------------------------------------

PERIODS = (
    Period(
        what=_("Casussen die een werkgever bewaart"),
        why=_("Zo kunt u later verder met uw antwoorden."),
        setting="KEPT_CASE_DAYS",
        since=_("na het bewaren"),
        expired=_kept_cases,
        remove=_delete,
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
        what=_("Antwoorden en e-mailadres van een aanvraag, en wat u met organisaties deelt"),
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
        what=_("Een code van uw IP-adres of e-mailadres, als u iets aanvraagt of meldt"),
        why=_("Zo voorkomen wij dat iemand heel veel mails of meldingen verstuurt."),
        setting="ATTEMPT_DAYS",
        since=_("na het aanvragen of melden"),
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
        what=_("Wat u meldt als er iets niet klopt bij een organisatie"),
        why=_("Zo kunnen wij het nakijken, en zien of een fout terugkomt."),
        setting="PUBLIC_REPORT_DAYS",
        since=_("na het melden"),
        expired=_public_reports,
        remove=_delete,
    ),
)
