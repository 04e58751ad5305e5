"""What an organisation says of its own record: what holds is a check by the organisation, what does not a proposal.

What lives here: the link, and taking its answer. What does not: the page (page.py), who is asked (asking.py).
"""

from collections.abc import Collection
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from notation.dates import date_in_words
from regions.writing import verb
from services.freshness import CheckPart
from services.models import Check, Proposal, SelfCheck
from services.one_time_links import digest_in
from services.self_checks.asking import PURPOSE
from services.upkeep.answers import take_down
from services.upkeep.door import BY_PROVIDER, Version
from services.upkeep.proposals import propose
from services.upkeep.record import Record


class LinkRefused(Exception):
    """A link that cannot be used; the text says why. `is_known`: it was good once."""

    def __init__(self, why: str, *, is_known: bool) -> None:
        super().__init__(why)
        self.is_known = is_known


def open_link(token: str) -> SelfCheck:
    """Return what was asked by a link; raise LinkRefused where it is none of ours, was used or is too old."""
    asked = SelfCheck.objects.select_related("provider__type").filter(key_digest=digest_in(token, PURPOSE)).first()
    if asked is None:
        raise LinkRefused(_("Deze link klopt niet. Neem het hele adres over uit de mail."), is_known=False)
    _refuse_unusable(asked)
    return asked


@verb
def take_answer(
    asked: SelfCheck,
    *,
    holds: Collection[CheckPart],
    values: Record,
    room: Record,
    text: str,
    seen: Version,
    at: datetime,
    wants_answer: bool,
    language: str,
) -> None:
    """Record what an organisation looked at and found true, and keep what it proposes; the link is used with that.

    Of its `room` it knows best: that is stored at once.
    `seen` is the version of the record that it saw: MovedSinceSeen where that is another by now, and nothing is kept.
    """
    asked = SelfCheck.objects.select_for_update(of=("self",)).select_related("provider").get(pk=asked.pk)
    _refuse_unusable(asked)
    provider, today = asked.provider, timezone.localdate(at)
    take_down(
        provider=provider,
        values=room,
        holds=holds,
        by=BY_PROVIDER,
        on=today,
        method=Check.Method.PROVIDER,
        seen=seen,
    )
    if values or text:
        propose(
            provider=provider,
            source=Proposal.Source.PROVIDER,
            on=today,
            values=values,
            text=text,
            email=provider.email if wants_answer else "",
            language=language,
        )
    SelfCheck.objects.filter(provider=provider, checked_on=asked.checked_on).update(answered_at=at)


def _refuse_unusable(asked: SelfCheck) -> None:
    if asked.answered_at:
        day = date_in_words(timezone.localtime(asked.answered_at).date())
        raise LinkRefused(_("U hebt op %(day)s al geantwoord. Dank u wel.") % {"day": day}, is_known=True)
    if asked.expires_on < timezone.localdate():
        day = date_in_words(asked.expires_on)
        raise LinkRefused(_("Deze link werkte tot en met %(day)s.") % {"day": day}, is_known=True)
