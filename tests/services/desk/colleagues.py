"""People of the desk, as tests need them, and the records that lie in and out of their reach.

What lives here: making them. What does not: tests.
"""

from typing import Any

from django.contrib.auth import get_user_model
from django.test import Client

from regions.models import Area
from services.desk.rights import ALL_TYPES, EVERYWHERE, Rights
from services.models import Provider, ProviderType, Verb
from services.staff_models import StaffMember, StaffRole, StaffScope, Stewardship
from services.upkeep.door import change
from tests.services.providers import STAFF
from tests.staff import PASSWORD, sign_in

# Two regions of the shipped reference data.
OWN, OTHER = "Midden-Gelderland", "Groot Amsterdam"


def region(name: str = OWN) -> Area:
    return Area.objects.get(scheme__code="labour_market_region", name=name)


def rights(role: StaffRole, *, where: str | None = OWN, kind: str | None = None) -> Rights:
    """Return rights in a region or everywhere, for a type or for all."""
    of_country = role in (StaffRole.NATIONAL_MANAGER, StaffRole.AUDITOR)
    return Rights(
        role,
        EVERYWHERE if of_country or where is None else (region(where).pk,),
        (ProviderType.objects.get(code=kind).pk,) if kind else ALL_TYPES,
    )


def colleague(name: str, role: StaffRole | None = StaffRole.EDITOR, **more: Any) -> StaffMember:
    """Return somebody who works at the desk, with these rights; without a role without any."""
    account = get_user_model().objects.create_user(name, f"{name}@example.org", PASSWORD)
    member = StaffMember.objects.create(user=account)
    if role:
        StaffScope.objects.bulk_create(rights(role, **more).rows(StaffScope, member=member))
    return member


def at_the_desk(member: StaffMember) -> Client:
    """Return a browser in which somebody signed in, with a second step."""
    client = Client()
    sign_in(client, member.user)
    return client


def record(
    slug: str, *, where: str | None = OWN, kind: str = "learning_work_desk", source: str = "test", **more: Any
) -> Provider:
    """Return a record that a region keeps, or the country."""
    named = {"slug": slug, "name": slug.replace("-", " ").title(), "type": ProviderType.objects.get(code=kind)}
    with change(Verb.CREATE, by=STAFF):
        provider = Provider.objects.create(**named, source=source, **more)
    area = region(where) if where else None
    Stewardship.objects.create(provider=provider, region=area, is_national=area is None)
    return provider
