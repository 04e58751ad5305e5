"""Keeping a case by choice: behind a private link that is signed, ends, can be renewed and can be withdrawn.

What lives here: the verbs and the link. What does not: what changed since (changes.py), deleting what has
expired (retention.py).
"""

import re
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.crypto import constant_time_compare, salted_hmac

from notation.dates import last_day
from referrals.advice import afterwards
from referrals.advice.advise import Advice
from referrals.advice.changes import remember
from referrals.intake.answer_cookie import Answers
from referrals.intake.case_input import understood
from referrals.intake.going_on import ends_in, going_on
from referrals.models import SavedCase, new_key
from referrals.signed_links import LinkRefused, named_by, row_behind, sign
from regions.writing import verb

SALT = "referrals.kept_case"
MARK_SALT = "referrals.kept_case.mark"
# An end further away does not keep a case longer: a new link does.
FURTHEST_END = timedelta(days=365)
LENGTH_OF_PK, LENGTH_OF_PROOF = 32, 16
_DIGEST = re.compile("[0-9a-f]{64}")


@verb
def keep(*, answers: Answers, advice: Advice, on: date) -> SavedCase:
    """Store what the forms of the case understood and what its plan said, until its period has passed.

    The same case is stored once, also after its link was opened to change it and nothing was.
    """
    kept = understood(answers)
    if before := _kept_before(kept, on):
        return before
    content = {"answers": dict(kept), "seen": remember(advice), "expires_on": _expiry(kept, on)}
    draft = kept.digest()
    if draft is None:
        return SavedCase.objects.create(**content)
    saved = SavedCase.objects.get_or_create(draft=draft, defaults=content)[0]
    if changed := _opened_as(kept.mark, on):
        afterwards.move(before=changed, to=saved)
    return saved


def kept_of(answers: Answers, on: date) -> SavedCase | None:
    """Return the case that was kept of these answers, or opened to change them; None where there is none."""
    draft = understood(answers).digest()
    return _opened_as(answers.mark, on) or (_alive(on).filter(draft=draft).first() if draft else None)


def draft_of(answers: Answers, on: date) -> str | None:
    """Return what these answers are known by before they are stored: the same press twice is recognised by it."""
    kept = understood(answers)
    return kept.mark if _kept_before(kept, on) else kept.digest()


def kept_from(draft: str, on: date) -> SavedCase | None:
    """Return the case that was stored from a draft; None where there is none."""
    if _DIGEST.fullmatch(draft):
        return _alive(on).filter(draft=draft).first()
    return _opened_as(draft, on)


def answers_in(saved: SavedCase, on: date) -> Answers:
    """Return the answers of a case as a browser gets them that opens its link to change them: a new link ends that.

    They are as they count on that day, so that help can also be asked after the end.
    """
    return understood(going_on(Answers(saved.answers, _mark_of(saved)), on))


def token_of(saved: SavedCase) -> str:
    """Return the part of the address that opens this case."""
    return sign(saved, SALT)


def open_link(token: str, on: date) -> SavedCase:
    """Return the case behind a link, or raise LinkRefused."""
    saved: SavedCase = row_behind(token, SALT, _alive(on))
    return saved


def those_alive(listed: Iterable[tuple[str, str]], on: date) -> dict[str, SavedCase]:
    """Return the cases of these primary keys (hex) and keys that still open, by primary key, in one query."""
    keys = dict(listed)
    return {row.pk.hex: row for row in _alive(on).filter(pk__in=list(keys)) if row.key == keys[row.pk.hex]}


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
    row.key, row.expires_on = key, _expiry(Answers(row.answers), on)
    if advice is not None:
        row.seen = remember(advice)
    row.save()
    return row


def tick(*, saved: SavedCase, asked: Collection[str], done: Collection[str]) -> None:
    """Remember which of the tasks that were asked are done; what was ticked of others stays. The same twice is once."""
    ticked = {*saved.done} - {*asked} | {*asked} & {*done}
    SavedCase.objects.filter(pk=saved.pk, key=saved.key).update(done=sorted(ticked))


def delete(*, token: str, on: date) -> None:
    """Remove a case at once; its link ends with it. Removing what is gone is no mistake."""
    pk, _key = named_by(token, SALT)
    if SavedCase.objects.filter(pk=pk).exists():
        open_link(token, on).delete()


def _kept_before(kept: Answers, on: date) -> SavedCase | None:
    """Return the case whose link was opened to change these answers, where they still say the same."""
    opened = _opened_as(kept.mark, on)
    return opened if opened and dict(answers_in(opened, on)) == dict(kept) else None


def _opened_as(mark: str, on: date) -> SavedCase | None:
    """Return the case whose link was opened under this mark; None where that was no case, or had another link."""
    try:
        opened = _alive(on).filter(pk=UUID(mark[:LENGTH_OF_PK])).first()
    except ValueError:
        return None
    return opened if opened and constant_time_compare(mark, _mark_of(opened)) else None


def _mark_of(saved: SavedCase) -> str:
    proof = salted_hmac(MARK_SALT, saved.key, algorithm="sha256").hexdigest()[:LENGTH_OF_PROOF]
    return f"{saved.pk.hex}{proof}"


def _alive(on: date) -> QuerySet[SavedCase]:
    return SavedCase.objects.filter(expires_on__gt=on)


def _expiry(answers: Answers, on: date) -> date:
    """Return the day on which a case goes: its period counts from its last end, where that is later than today.

    An end that is far away counts as one of the furthest day that does (docs/decisions/kept-after-the-end.md).
    """
    last_end = max((last_day(end.when) for end in ends_in(answers)), default=on)
    return max(on, min(last_end, on + FURTHEST_END)) + timedelta(days=settings.KEPT_CASE_DAYS)
