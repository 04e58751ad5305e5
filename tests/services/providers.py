"""Providers for tests of searching: one call makes one, with its work area in the codes of the files.

What lives here: a helper. What does not: tests.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from services.freshness import CheckPart
from services.models import ActingAs, Provider, ProviderType, Role, Sector, Verb
from services.upkeep.door import Actor, change
from services.work_area.codes import NOT_KNOWN, WorkAreaReader

ARNHEM = {"latitude": 51.98, "longitude": 5.91}
NIJMEGEN = {"latitude": 51.84, "longitude": 5.86}

STAFF = Actor(ActingAs.STAFF, name="medewerker")


def days_ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def checked_on(day: date | None) -> dict[str, date | None]:
    """Return the dates of a record of which all parts were checked on a day; None: none of them ever was."""
    return dict.fromkeys(("last_checked_on", *(part.column for part in CheckPart)), day)


def add_provider(
    slug: str,
    *areas: str,
    type_: str = "employer_service_point",
    roles: frozenset[Role] | None = None,
    sectors: tuple[str, ...] = (),
    **fields: Any,
) -> Provider:
    """Add a provider, checked yesterday in all that is known of it, unless told otherwise.

    `roles` are its own, none: its type's. `last_checked_on` is the day of a check of all parts; without one, each part
    has the date that is given for it (`contact_checked_on`).
    """
    last_check = None if NOT_KNOWN in areas else days_ago(1)
    provider = Provider(
        slug=slug,
        type=ProviderType.objects.get(code=type_),
        **{"name": slug.capitalize(), "source": "test", "last_checked_on": last_check} | fields,
    )
    for column, day in checked_on(provider.last_checked_on).items():
        setattr(provider, column, getattr(provider, column) or day)
    if roles is not None:
        provider.has_own_roles = True
        provider.role_flags = roles
    with change(Verb.CREATE, by=STAFF):
        provider.save()
        provider.sectors.set(Sector.objects.filter(code__in=sectors))
        for area in WorkAreaReader(timezone.localdate()).read(areas):
            area.row_for(provider.pk).save()
    return provider


@contextmanager
def by_hand() -> Iterator[None]:
    """Let a test write any record past the verbs, as who mends one with a statement does: in a change set."""
    with change(Verb.EDIT, by=STAFF, records=list(Provider.objects.values_list("pk", flat=True))):
        yield
