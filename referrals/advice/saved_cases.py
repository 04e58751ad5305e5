"""Keeping a case by choice: behind a private link that is signed, ends, can be renewed and can be withdrawn.

What lives here: the verbs and the link. What does not: what changed since (changes.py), deleting what has
expired (retention.py).
"""

from datetime import date, timedelta

from django.conf import settings

from referrals.advice.advise import Advice
from referrals.advice.changes import remember
from referrals.intake.answer_cookie import Answers
from referrals.models import SavedCase, new_key
from referrals.signed_links import row_behind, sign
from regions.writing import verb

SALT = "referrals.kept_case"


def keep(*, answers: Answers, advice: Advice, on: date) -> SavedCase:
    """Store the case and what its plan said, until the set number of days has passed."""
    return SavedCase.objects.create(
        answers={step: dict(answer) for step, answer in answers.items()},
        seen=remember(advice),
        expires_on=_expiry(on),
    )


def token_of(saved: SavedCase) -> str:
    """Return the part of the address that opens this case."""
    return sign(saved, SALT)


def open_link(token: str, on: date) -> SavedCase:
    """Return the case behind a link, or raise LinkRefused."""
    saved: SavedCase = row_behind(token, SALT, SavedCase.objects.filter(expires_on__gt=on))
    return saved


@verb
def renew(*, saved: SavedCase, advice: Advice | None, on: date) -> SavedCase:
    """Give the case a new link and a new period; the old link ends. With advice, that is what was seen from now on."""
    saved.key, saved.expires_on = new_key(), _expiry(on)
    if advice is not None:
        saved.seen = remember(advice)
    saved.save()
    return saved


def delete(*, saved: SavedCase) -> None:
    """Remove the case at once; its link ends with it."""
    saved.delete()


def _expiry(on: date) -> date:
    return on + timedelta(days=settings.KEPT_CASE_DAYS)
