"""How often somebody may do something, counted in the database without keeping who it was.

What lives here: the one list of what is limited, counting and looking. What does not: the numbers (settings), which
network a request comes from (networks.py), what a page says of a refusal (its view, or vwnw_portal/gate.py).

A row of Attempt counts, so that a limit holds over threads, processes and machines. See docs/decisions/one-limiter.md.
"""

import logging
import math
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy, ngettext_lazy

from referrals.models import Attempt
from services.mail_addresses import mailbox_of

logger = logging.getLogger(__name__)
A_DAY = timedelta(days=1)
AN_HOUR = timedelta(hours=1)
A_QUARTER = timedelta(minutes=15)

REQUESTS_TODAY = ngettext_lazy(
    "Vanaf uw netwerk kwam vandaag al %(most)s aanvraag. Probeer het morgen opnieuw.",
    "Vanaf uw netwerk kwamen vandaag al %(most)s aanvragen. Probeer het morgen opnieuw.",
    "most",
)
KEPT_TODAY = ngettext_lazy(
    "Vanaf uw netwerk werd vandaag al %(most)s casus bewaard. Uw antwoorden staan nog in uw browser.",
    "Vanaf uw netwerk werden vandaag al %(most)s casussen bewaard. Uw antwoorden staan nog in uw browser.",
    "most",
)
REPORTS_TODAY = ngettext_lazy(
    "Vanaf uw netwerk kwam vandaag al %(most)s melding. Probeer het morgen opnieuw.",
    "Vanaf uw netwerk kwamen vandaag al %(most)s meldingen. Probeer het morgen opnieuw.",
    "most",
)
MAILS_TODAY = ngettext_lazy(
    "Naar dit adres ging vandaag al %(most)s mail. Kijk in uw mail, of probeer het morgen opnieuw.",
    "Naar dit adres gingen vandaag al %(most)s mails. Kijk in uw mail, of probeer het morgen opnieuw.",
    "most",
)
LINKS_TODAY = ngettext_lazy(
    "Wij mailden vandaag al %(most)s keer een nieuwe link. Gebruik de laatste, of probeer het morgen weer.",
    "Wij mailden vandaag al %(most)s keer een nieuwe link. Gebruik de laatste, of probeer het morgen weer.",
    "most",
)
CALLS_THIS_HOUR = ngettext_lazy(
    "Vanaf uw netwerk kwam in een uur al %(most)s vraag. Probeer het later opnieuw.",
    "Vanaf uw netwerk kwamen in een uur al %(most)s vragen. Probeer het later opnieuw.",
    "most",
)
ON_ITS_WAY = gettext_lazy("Deze mail is al onderweg naar dit adres.")
WENT_WRONG = gettext_lazy("Dit ging te vaak mis. Probeer het later opnieuw.")


class TooOften(Exception):
    """Somebody did this as often as may be; `seconds` from now once more is allowed."""

    def __init__(self, sentence: str, seconds: int) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.seconds = seconds


@dataclass(frozen=True, eq=False, slots=True)
class Limit:
    """How often one `who` (a network, a mailbox, an account, ...) may do what is counted under a name."""

    name: str
    who: str
    setting: str
    sentence: Any
    within: timedelta = A_DAY

    @property
    def most(self) -> int:
        """Return the number of times."""
        return getattr(settings, self.setting)


# What somebody has us mail to an address that they type or have a link for, over all kinds together.
ASKED_MAIL = Limit("asked_mail", "mailbox", "ASKED_MAILS_PER_MAILBOX", MAILS_TODAY)


class Thing(Enum):
    """What is limited, each with all that is counted for it; a mail that a stranger can ask for has ASKED_MAIL."""

    CASE = (
        Limit("case_address", "network", "CASES_PER_ADDRESS", REQUESTS_TODAY),
        Limit("case_mailbox", "mailbox", "CASES_PER_MAILBOX", MAILS_TODAY),
        ASKED_MAIL,
    )
    CONFIRMATION = (
        Limit("confirm_address", "network", "CONFIRMATIONS_PER_ADDRESS", REQUESTS_TODAY),
        ASKED_MAIL,
    )
    NEW_LINK = (
        Limit("link_address", "network", "NEW_LINKS_PER_ADDRESS", REQUESTS_TODAY),
        Limit("link_row", "row", "NEW_LINKS_PER_REQUEST", LINKS_TODAY),
        ASKED_MAIL,
    )
    # What is done behind a private link and mails somebody.
    MOVE = (Limit("move_address", "network", "MOVES_PER_ADDRESS", REQUESTS_TODAY),)
    KEPT_CASE = (Limit("keep_address", "network", "KEPT_CASES_PER_ADDRESS", KEPT_TODAY),)
    REPORT = (Limit("public_report", "network", "REPORTS_PER_ADDRESS", REPORTS_TODAY),)
    # What somebody compared, mailed to an address that they type.
    COMPARISON = (
        Limit("comparison_address", "network", "COMPARISONS_PER_ADDRESS", REQUESTS_TODAY),
        Limit("comparison_mailbox", "mailbox", "COMPARISONS_PER_MAILBOX", MAILS_TODAY),
        ASKED_MAIL,
    )
    # The very same one to the same mailbox: its button was pressed twice.
    SAME_COMPARISON = (Limit("same_comparison", "letter", "COMPARISONS_ALIKE", ON_ITS_WAY, A_QUARTER),)
    # Who helps an employee near by, mailed to an address that its reader types.
    NEAR_HELP = (
        Limit("near_help_address", "network", "NEAR_HELP_MAILS_PER_ADDRESS", REQUESTS_TODAY),
        Limit("near_help_mailbox", "mailbox", "NEAR_HELP_MAILS_PER_MAILBOX", MAILS_TODAY),
        ASKED_MAIL,
    )
    SAME_NEAR_HELP = (Limit("same_near_help", "letter", "NEAR_HELP_MAILS_ALIKE", ON_ITS_WAY, A_QUARTER),)
    # A plan, mailed to an address that its reader types.
    PLAN = (
        Limit("plan_address", "network", "PLAN_MAILS_PER_ADDRESS", REQUESTS_TODAY),
        Limit("plan_mailbox", "mailbox", "PLAN_MAILS_PER_MAILBOX", MAILS_TODAY),
        ASKED_MAIL,
    )
    SAME_PLAN = (Limit("same_plan", "letter", "PLAN_MAILS_ALIKE", ON_ITS_WAY, A_QUARTER),)
    API_CALL = (Limit("api_address", "network", "API_CALLS_PER_ADDRESS", CALLS_THIS_HOUR, AN_HOUR),)
    RESET = (
        Limit("reset_address", "network", "RESETS_PER_ADDRESS", REQUESTS_TODAY),
        Limit("reset_mailbox", "mailbox", "RESETS_PER_MAILBOX", MAILS_TODAY),
        ASKED_MAIL,
    )
    # The address that a member of staff wants to have confirmed.
    STAFF_ADDRESS = (Limit("reset_address", "network", "RESETS_PER_ADDRESS", REQUESTS_TODAY), ASKED_MAIL)
    # A wrong one counts for a name from this network, never for the name alone: a stranger would lock its owner out.
    PASSWORD = (
        Limit("password_name", "name_and_network", "PASSWORDS_PER_NAME", WENT_WRONG, A_QUARTER),
        Limit("password_address", "network", "PASSWORDS_PER_ADDRESS", WENT_WRONG, AN_HOUR),
    )
    # Who gets this far knows the password, and a new password is another account here: its owner is let in at once.
    CODE = (
        Limit("code_account", "account", "CODES_PER_ACCOUNT", WENT_WRONG, AN_HOUR),
        Limit("password_address", "network", "PASSWORDS_PER_ADDRESS", WENT_WRONG, AN_HOUR),
    )
    # Whatever it is that leaves: what is too much for one mailbox waits (mail/outbox.py).
    MAIL = (Limit("mail", "mailbox", "MAILS_PER_MAILBOX", MAILS_TODAY),)


class Counted(NamedTuple):
    """What was counted, so that it can be taken back."""

    attempts: Sequence[int]


def count(thing: Thing, *, at: datetime, **who: str) -> Counted:
    """Count a thing for everyone that its limits name; raise TooOften, and count nothing, where it is one too many.

    Of any number at once no more get through than may, and no fewer. What is refused is written down, without whom.
    """
    try:
        # Seen before a turn is taken: a flood of what is refused holds nobody up.
        look(thing, at=at, **who)
        with transaction.atomic():
            _take_turns([(limit, who[limit.who]) for limit in thing.value])
            look(thing, at=at, **who)
            rows = [Attempt(digest=_digests(limit, who[limit.who], at)[0], at=at) for limit in thing.value]
            return Counted([row.pk for row in Attempt.objects.bulk_create(rows)])
    except TooOften:
        logger.warning("too often: %s", thing.name)
        raise


def look(thing: Thing, *, at: datetime, **who: str) -> None:
    """Raise TooOften where it would be one too many, for those of its limits whose `who` is given."""
    for limit in thing.value:
        if limit.who in who:
            _refuse_too_often(limit, _attempts(limit, who[limit.who], at), at)


def refused(thing: Thing, *, at: datetime, **who: str) -> str:
    """Return why it would be one too many, to say so before anything is asked; nothing where it would not."""
    try:
        look(thing, at=at, **who)
    except TooOften as too_often:
        return too_often.sentence
    return ""


@contextmanager
def counted(thing: Thing, *, at: datetime, **who: str) -> Iterator[None]:
    """Count a thing that is done inside; one that raises came to nothing and does not count."""
    counts = count(thing, at=at, **who)
    try:
        yield
    except Exception:
        take_back(counts)
        raise


def take_back(counted: Counted) -> None:
    """Let what was counted, and came to nothing, not count."""
    Attempt.objects.filter(pk__in=counted.attempts).delete()


# --- Parts -----------------------------------------------------------------------------------------------


def _refuse_too_often(limit: Limit, attempts: QuerySet[Attempt], at: datetime) -> None:
    if attempts.count() < limit.most:
        return
    # Once the oldest of those that fill the limit is past, there is room.
    oldest = attempts.order_by("-at").values_list("at", flat=True)[limit.most - 1] if limit.most else at
    seconds = (oldest + limit.within - at).total_seconds()
    raise TooOften(str(limit.sentence % {"most": limit.most}), max(math.ceil(seconds), 1))


def _attempts(limit: Limit, who: str, at: datetime) -> QuerySet[Attempt]:
    return Attempt.objects.filter(digest__in=_digests(limit, who, at), at__gt=at - limit.within)


def _take_turns(counting: Sequence[tuple[Limit, str]]) -> None:
    """Wait until nobody else counts for one of these, and hold them until the transaction ends; always in one order.

    SQLite lets one transaction write at a time, so there they are held already.
    """
    if connection.vendor != "postgresql":
        return
    keys = sorted(_lock_of(limit, who) for limit, who in counting)
    with connection.cursor() as cursor:
        for key in keys:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def _lock_of(limit: Limit, who: str) -> int:
    """Return a number for the lock, which has no day in it: of two at midnight one waits for the other too."""
    return int(_digest(limit, who, "")[:15], 16)


def _digests(limit: Limit, who: str, at: datetime) -> list[str]:
    """Return what the tries of today and of the day before are kept under.

    The day is in it, so that the tries of two days cannot be laid side by side.
    """
    today = timezone.localdate(at)
    return [_digest(limit, who, day.isoformat()) for day in (today, today - A_DAY)]


def _digest(limit: Limit, who: str, day: str) -> str:
    who = mailbox_of(who) if limit.who == "mailbox" else unicodedata.normalize("NFKC", who).strip().casefold()
    return salted_hmac(f"referrals.limits.{limit.name}.{day}", who, algorithm="sha256").hexdigest()
