"""Asking organisations by mail whether their record still holds: before its check is due, once more after, no third.

What lives here: who is asked when, and asking. What does not: the page behind the link (page.py), what an answer does
(answering.py). The mail goes to the record's own address and to nobody else.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from notation.dates import date_in_words
from regions.writing import verb
from services.catalogue import catalogue
from services.freshness import DUE_DAYS
from services.letter import Letter, post
from services.mail_addresses import can_be_mailed
from services.models import Provider, SelfCheck
from services.one_time_links import new_secret
from services.querysets import ProviderQuerySet

PURPOSE = "services.self_checks"
Turn = SelfCheck.Turn
# So many days before a check is due, and after; a mail that waits longer for its answer gets none.
DAYS_BEFORE, DAYS_AFTER, DAYS_TO_ANSWER = (timedelta(days=days) for days in (30, 14, 30))


def who_to_ask(on: date) -> Iterator[tuple[int, Turn]]:
    """Yield the keys of the records of which an organisation is asked today, each with which turn it is; two queries.

    Of a record that was never checked there is no day on which a check is due: that is for people to look at.
    """
    due = timedelta(days=catalogue().parameters.on(on, DUE_DAYS).value)
    last_before, last_after = on - due + DAYS_BEFORE, on - due - DAYS_AFTER
    mailable = Provider.objects.published(on).exclude(email="").order_by("last_checked_on", "pk")
    before = mailable.filter(last_checked_on__lte=last_before, last_checked_on__gt=last_after)
    after = mailable.filter(last_checked_on__lte=last_after)
    for turn, providers in ((Turn.BEFORE, before), (Turn.AFTER, after)):
        yield from ((key, turn) for key in _not_asked_yet(providers, turn).values_list("pk", flat=True))


def _not_asked_yet(providers: ProviderQuerySet, turn: Turn) -> ProviderQuerySet:
    about = SelfCheck.objects.filter(provider=OuterRef("pk"), checked_on=OuterRef("last_checked_on"))
    return providers.exclude(Exists(about.filter(turn=turn))).exclude(Exists(about.exclude(answered_at=None)))


@verb
def ask(key: int, turn: Turn, on: date) -> SelfCheck | None:
    """Mail the organisation of a record a link to look at it; return what was asked, None where it was already."""
    provider = Provider.objects.get(pk=key)
    address = address_of(provider)
    if not address or provider.last_checked_on is None:
        return None
    secret = new_secret(PURPOSE)
    asked, is_new = SelfCheck.objects.get_or_create(
        provider=provider,
        checked_on=provider.last_checked_on,
        turn=turn,
        defaults={"sent_on": on, "expires_on": on + DAYS_TO_ANSWER, "key_digest": secret.digest},
    )
    if not is_new:
        return None
    with override("nl"):
        why = _("U krijgt deze mail omdat dit adres bij uw organisatie in het VWNW-portaal staat.")
        post(_letter(asked, secret.token), address, why=why)
    return asked


def address_of(provider: Provider) -> str:
    """Return the address that is asked about a record: its own; empty where that cannot be mailed."""
    return provider.email if provider.email and can_be_mailed(provider.email) else ""


def _letter(asked: SelfCheck, token: str) -> Letter:
    provider = asked.provider
    address = reverse("self_check", args=[token])
    with override("en"):
        in_english = settings.SITE_URL + reverse("self_check", args=[token])
    return Letter(
        subject=_("Kloppen de gegevens van %(name)s nog?") % {"name": provider.name},
        before=[
            _("%(name)s staat in het VWNW-portaal. Daar zoeken werkgevers en werknemers hulp van werk naar werk.")
            % {"name": provider.name},
            _("Wij keken de gegevens het laatst na op %(day)s. Wilt u zeggen of ze nog kloppen? Dat kost twee minuten.")
            % {"day": date_in_words(asked.checked_on)},
        ],
        link_text=_("Bekijk uw gegevens"),
        link=settings.SITE_URL + address,
        after=[
            _("De link werkt een keer, tot en met %(day)s.") % {"day": date_in_words(asked.expires_on)},
            f"In English: {in_english}",
        ],
    )
