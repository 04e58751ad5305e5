"""A session at the firm: the employer asks for it beside help, and a provider that helps says whether it comes.

What lives here: what a provider said, and telling it. What does not: asking for it, which goes with what is shared
(consent.py), the verbs (actions.py), the form (provider/forms.py).
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy

from referrals.loop.consent import asks_session
from referrals.models import Referral, SessionReply
from referrals.status import SessionAnswer

IN_WORDS: Mapping[SessionAnswer | None, Any] = {
    SessionAnswer.YES: gettext_lazy("De organisatie komt uitleg geven in uw bedrijf. Spreek samen een dag af."),
    SessionAnswer.TO_ARRANGE: gettext_lazy("De organisatie wil uitleg in uw bedrijf nog met u afspreken."),
    SessionAnswer.NO: gettext_lazy("De organisatie kan geen uitleg in uw bedrijf geven."),
    None: gettext_lazy("De organisatie zei nog niet of zij uitleg in uw bedrijf komt geven. Vraag dat nog."),
}


def reply_to(referral: Referral) -> SessionAnswer | None:
    """Return what a provider said; None where it was not asked, or did not say: that is unknown, and no no."""
    reply: SessionReply | None = getattr(referral, "session_reply", None)
    return SessionAnswer(reply.answer) if reply and asks_session(referral.shared) else None


def session_in_words(referral: Referral) -> str:
    """Return what a provider that helps said, as a sentence to the employer, in the language that is on."""
    return str(IN_WORDS[reply_to(referral)])


def write_reply(referral: Referral, answer: SessionAnswer | None) -> None:
    """Write down what the provider of a locked referral says in the place of what it said before."""
    SessionReply.objects.filter(referral=referral).delete()
    if answer and asks_session(referral.shared):
        SessionReply.objects.create(referral=referral, answer=answer)
