"""Keeping a case by choice: behind a private link that is signed, ends, can be renewed and can be withdrawn.

What lives here: the verbs and the link. What does not: what changed since (changes.py), deleting what has
expired (retention.py).
"""

from datetime import date, timedelta

from django.conf import settings
from django.utils.crypto import salted_hmac

from referrals.advice.advise import Advice
from referrals.advice.changes import remember
from referrals.intake.answer_cookie import Answers
from referrals.models import SavedCase, new_key
from referrals.signed_links import LinkRefused, named_by, row_behind, sign
from regions.writing import verb

SALT = "referrals.kept_case"


def keep(*, answers: Answers, advice: Advice, on: date) -> SavedCase:
    """Store the case and what its plan said, until the set number of days has passed; the same one is stored once."""
    content = {
        "answers": {step: dict(answer) for step, answer in answers.items()},
        "seen": remember(advice),
        "expires_on": _expiry(on),
    }
    draft = answers.digest()
    if draft is None:
        return SavedCase.objects.create(**content)
    return SavedCase.objects.get_or_create(draft=draft, defaults=content)[0]


def kept_from(draft: str, on: date) -> SavedCase | None:
    """Return the case that was stored from a draft; None where there is none."""
    return SavedCase.objects.filter(draft=draft, expires_on__gt=on).first() if draft else None


def token_of(saved: SavedCase) -> str:
    """Return the part of the address that opens this case."""
    return sign(saved, SALT)


def open_link(token: str, on: date) -> SavedCase:
    """Return the case behind a link, or raise LinkRefused."""
    saved: SavedCase = row_behind(token, SALT, SavedCase.objects.filter(expires_on__gt=on))
    return saved


def calendar_mark(saved: SavedCase) -> str:
    """Return what tells the days of this case from those of another in one agenda; it opens nothing."""
    return salted_hmac(SALT, saved.pk.hex).hexdigest()[:16]


def next_token_of(saved: SavedCase) -> str:
    """Return the part of an address that will open this case once it is renewed to it."""
    return sign(SavedCase(pk=saved.pk, key=new_key()), SALT)


@verb
def renew(*, saved: SavedCase, next_token: str, advice: Advice | None, on: date) -> SavedCase:
    """Give the case the link that was made for it, and a new period; the old link ends.

    With advice, that is what was seen from now on. The same link twice is one; after another new one raise LinkRefused.
    """
    pk, key = named_by(next_token, SALT)
    row = SavedCase.objects.select_for_update().filter(pk=saved.pk, key__in=[saved.key, key]).first()
    if row is None or row.pk.hex != pk:
        raise LinkRefused
    row.key, row.expires_on = key, _expiry(on)
    if advice is not None:
        row.seen = remember(advice)
    row.save()
    return row


def delete(*, token: str, on: date) -> None:
    """Remove a case at once; its link ends with it. Removing what is gone is no mistake."""
    pk, _key = named_by(token, SALT)
    if SavedCase.objects.filter(pk=pk).exists():
        open_link(token, on).delete()


def _expiry(on: date) -> date:
    return on + timedelta(days=settings.KEPT_CASE_DAYS)
