"""What is there to try the portal with, and may not stand in production: demo accounts and example records.

What lives here: finding it, not starting with it, taking it away. What does not: making it (the commands
create_demo_staff and prepare_demo, services/files/loading.py), what machines ask (health.py).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, Info, Tags, register
from django.core.exceptions import ImproperlyConfigured, MiddlewareNotUsed
from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from referrals.models import OutgoingMail, Referral, ReferralEvent, ReferredCase
from regions.writing import verb
from services.files.examples import example_facts, example_records, remove_examples
from vwnw_portal.gate import FOR_MACHINES
from vwnw_portal.models import DemoAccount


class Demo(NamedTuple):
    """How much of a demo stands in the database; nothing of it is false."""

    accounts: int
    records: int
    cases: int = 0
    facts: int = 0

    def __bool__(self) -> bool:
        return any(self)

    @property
    def refusal(self) -> str:
        """Return why the portal does not start, and what to do."""
        return (
            f"PRODUCTION is on, and this database holds a demo: demo accounts that can sign in ({self.accounts}) "
            f"and example records ({self.records}) or facts of law ({self.facts}). "
            "Take them away with: python manage.py remove_demo"
        )


def standing_demo() -> Demo | None:
    """Return what of a demo stands in the database; None where that cannot be seen: no database, or no tables yet."""
    try:
        can_sign_in = DemoAccount.objects.filter(account__is_active=True)
        return Demo(accounts=can_sign_in.count(), records=example_records().count(), facts=example_facts().count())
    except (DatabaseError, InterfaceError):
        return None


def is_fit_for_production() -> bool:
    """Return whether nothing of a demo stands in production; what cannot be seen is not known to be fit."""
    return not settings.PRODUCTION or standing_demo() == Demo(0, 0)


@verb
def remove_demo() -> Demo:
    """Let no demo account sign in any more, and delete example records with the cases that were referred to them.

    An account stays, switched off: the history says what it changed.
    """
    referred = Referral.objects.filter(provider__in=example_records()).values("case")
    cases = ReferredCase.objects.filter(pk__in=referred).order_by("pk")
    keys = list(cases.select_for_update().values_list("pk", flat=True))
    OutgoingMail.objects.filter(case__in=keys).delete()
    with events_may_go():
        ReferralEvent.objects.filter(referral__case__in=keys).delete()
    ReferredCase.objects.filter(pk__in=keys).delete()
    accounts = list(get_user_model().objects.filter(demo_mark__isnull=False, is_active=True))
    for account in accounts:
        account.is_active = False
        account.set_unusable_password()
        account.save(update_fields=["is_active", "password"])
    facts = example_facts().count()
    return Demo(len(accounts), remove_examples(), len(keys), facts)


@contextmanager
def events_may_go() -> Iterator[None]:
    """Let PostgreSQL delete what happened to a referral, which it refuses otherwise: to a demo nothing happened."""
    if connection.vendor != "postgresql":
        yield
        return
    table = "ALTER TABLE referrals_referralevent"
    with connection.cursor() as cursor:
        cursor.execute(f"{table} DISABLE TRIGGER referrals_events_stay")
        yield
        cursor.execute(f"{table} ENABLE TRIGGER referrals_events_stay")


@register(Tags.security, deploy=True)
def check_demo(**_options: Any) -> list[CheckMessage]:
    """Say in `check --deploy` what of a demo stands in the database."""
    if not settings.PRODUCTION:
        return []
    demo = standing_demo()
    if demo is None:
        return [Info("The database could not be asked whether a demo stands in it.", id="vwnw_portal.I001")]
    return [Error(demo.refusal, id="vwnw_portal.E001")] if demo else []


class NoDemoMiddleware:
    """Lets no portal start in production while a demo stands in its database.

    Without a database the portal starts all the same, since pages without data can be served, and looks again with each
    request until it could. While it then finds a demo, it answers nothing but how it is.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.PRODUCTION:
            raise MiddlewareNotUsed
        demo = standing_demo()
        if demo:
            raise ImproperlyConfigured(demo.refusal)
        if demo is not None:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.is_clean = False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the answer of the page, once it is known that no demo stands."""
        if not self.is_clean:
            demo = standing_demo()
            self.is_clean = demo == Demo(0, 0)
            if demo and not request.path_info.startswith(FOR_MACHINES):
                return render(request, "outage.html", status=503)
        return self.get_response(request)
