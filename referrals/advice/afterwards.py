"""Asking the employer of a kept case by mail how it went, where that was chosen: once, and after the end.

What lives here: choosing, withdrawing, moving, asking, and counting the answer. What does not: pages
(afterwards_views.py), when it is done (loop/followup.py). Where somebody was asked for help, that case asks and counts
how it went (loop/actions.py, monitor/counts.py), and this one does neither.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from notation.dates import last_day
from referrals.intake.answer_cookie import Answers
from referrals.intake.going_on import ends_in
from referrals.mail.letter import post
from referrals.mail.purposes import MailPurpose
from referrals.models import Afterwards, SavedCase, WithoutReferral
from referrals.signed_links import row_behind, sign
from referrals.status import Result
from regions.writing import verb
from services.letter import Letter

SALT = "referrals.afterwards"
# Two months after the last end: late enough to know, early enough to help who still looks before that gets harder.
ASK_AFTER = timedelta(days=60)
EVERYBODY = ""


def day_of_asking(saved: SavedCase) -> date | None:
    """Return the day on which this case would be asked; None without an end, or where the case is gone by then."""
    day = max((last_day(end.when) + ASK_AFTER for end in ends_in(Answers(saved.answers))), default=None)
    return day if day and day < saved.expires_on else None


def people_of(saved: SavedCase) -> int:
    """Return of how many people the work ends in this case."""
    return sum(end.people for end in ends_in(Answers(saved.answers)))


def chosen_for(saved: SavedCase) -> Afterwards | None:
    """Return what was chosen for this case; None where nothing was."""
    return Afterwards.objects.filter(case=saved).first()


def open_link(token: str, on: date) -> Afterwards:
    """Return the question behind the link of a mail, or raise LinkRefused."""
    asked: Afterwards = row_behind(token, SALT, Afterwards.objects.filter(case__expires_on__gt=on, email=""))
    return asked


def token_of(asked: Afterwards) -> str:
    """Return the part of the address that opens this question, and not its case."""
    return sign(asked, SALT)


@verb
def choose(*, saved: SavedCase, email: str, language: str) -> None:
    """Let this address be asked on the day of this case, instead of any other; what was asked is not asked again."""
    case = SavedCase.objects.select_for_update().filter(pk=saved.pk, key=saved.key).first()
    day = day_of_asking(case) if case else None
    if case is None or day is None:
        return
    wanted = {"email": email, "language": language, "ask_on": day}
    _asked, is_new = Afterwards.objects.get_or_create(case=case, defaults=wanted)
    if not is_new:
        _waiting().filter(case=case).update(**wanted)


def withdraw(*, saved: SavedCase) -> None:
    """Ask nothing, and forget the address at once. Twice is once."""
    _waiting().filter(case=saved).delete()


def give_way(case: SavedCase) -> None:
    """Ask nothing of a case in which somebody is asked for help: that request asks. Call it as that is confirmed."""
    Afterwards.objects.get_or_create(case=case, defaults={"ask_on": timezone.localdate()})
    Afterwards.objects.filter(case=case).update(email="", elsewhere=True)


def move(*, before: SavedCase, to: SavedCase) -> None:
    """Let what was chosen go along with a case that was changed and kept anew: on its new day, or not without one.

    Of the same people it is asked once: the case as it was asks no more. Call it in the transaction that keeps a case.
    """
    chosen, day = Afterwards.objects.select_for_update().filter(case=before).first(), day_of_asking(to)
    if chosen is None or chosen_for(to):
        return
    if chosen.elsewhere:
        give_way(to)
    elif chosen.email and day is None:
        withdraw(saved=before)
    elif chosen.email:
        Afterwards.objects.create(case=to, email=chosen.email, language=chosen.language, ask_on=day)
        chosen.email, chosen.answered_on = "", timezone.localdate()
        chosen.save(update_fields=["email", "answered_on"])
    else:
        Afterwards.objects.create(case=to, ask_on=chosen.ask_on, answered_on=timezone.localdate())


def due(now: datetime) -> QuerySet[Afterwards]:
    """Return what is to be asked at this moment."""
    return _waiting().filter(ask_on__lte=timezone.localdate(now))


@verb
def ask(key: UUID, *, at: datetime) -> bool:
    """Ask it, once, and forget the address; return whether it was asked."""
    asked = due(at).select_for_update(of=("self",)).select_related("case").filter(pk=key).first()
    if asked is None:
        return False
    if asked.case.expires_on <= timezone.localdate(at):
        return False  # it goes, and the address with it
    _post(asked)
    asked.email = ""
    asked.save(update_fields=["email"])
    return True


@verb
def count(*, asked: Afterwards, numbers: Mapping[Result, int], on: date) -> None:
    """Count how it went with the people of a case, once: a second time, or where it is asked elsewhere, counts nothing.

    Of who is in no number it is not known.
    """
    row = Afterwards.objects.select_for_update(of=("self",)).select_related("case").filter(pk=asked.pk).first()
    if row is None or row.answered_on or row.elsewhere:
        return
    row.answered_on = on
    row.save(update_fields=["answered_on"])
    people = people_of(row.case)
    known = [(result.value, number) for result, number in numbers.items()]
    unknown = people - sum(numbers.values())
    for result, number in [(EVERYBODY, people), *known, (Result.UNKNOWN.value, unknown)]:
        if number > 0:
            total, _is_new = WithoutReferral.objects.get_or_create(year=on.year, result=result)
            same = WithoutReferral.objects.filter(pk=total.pk)
            same.update(cases=F("cases") + 1, people=F("people") + number)


# --- Parts -----------------------------------------------------------------------------------------------


def _waiting() -> QuerySet[Afterwards]:
    return Afterwards.objects.exclude(email="")


def _post(asked: Afterwards) -> None:
    with override(asked.language):
        letter = Letter(
            _("Hoe ging het met uw mensen?"),
            [
                _("U bewaarde een casus op het VWNW-portaal, en vroeg ons u te mailen. Wij horen graag hoe het ging."),
                _("U vult twee aantallen in. Dat duurt een minuut."),
            ],
            _("Vertel hoe het ging"),
            settings.SITE_URL + reverse("case_afterwards", args=[token_of(asked)]),
            [_("Zoekt er nog iemand? Het adres van uw bewaarde casus werkt nog. Daar staat wie nu helpt.")],
        )
        why = _("U krijgt deze mail omdat u daarom vroeg bij een bewaarde casus. Na deze mail wissen wij uw adres.")
        post(letter, purpose=MailPurpose.ASK_HOW_IT_WENT, to=asked.email, language=asked.language, why=why)
