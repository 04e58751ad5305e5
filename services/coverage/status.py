"""How sure help in one role is, from what is known of a provider.

What lives here: the four states, and which of them a provider brings (R2, R6, R8, R14, R16, R17), pure. What does not:
adding providers up for a region (by_region.py), the rules of one case (the app of referrals).
"""

from collections.abc import Iterator
from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _

from services import type_codes
from services.catalogue import TypeEntry
from services.roles import Role


class Status(models.TextChoices):
    """How sure help in one role is, best first."""

    REFERABLE = "referable", _("doorverwijzen kan")
    KNOWN = "known", _("bekend, nog te controleren")
    POSSIBLE = "possible", _("misschien: vraag het na")
    NOBODY = "nobody", _("niemand bekend")

    @property
    def is_gap(self) -> bool:
        """Return whether nobody is known to help (R16): who may work here, or may help, closes no gap."""
        return self in (Status.POSSIBLE, Status.NOBODY)

    @property
    def as_sure(self) -> tuple["Status", ...]:
        """Return the states that this one fulfils, itself first: who can be referred to is known as well."""
        helped = (Status.REFERABLE, Status.KNOWN, Status.POSSIBLE)
        return helped[helped.index(self) :] if self in helped else ()


class Terms(NamedTuple):
    """What decides whom a provider helps and how sure that is, beside where it works."""

    kind: TypeEntry
    roles: frozenset[Role]
    takes_redundant: bool | None
    min_redundancies: int | None
    has_sectors: bool
    is_referable: bool


class Offer(NamedTuple):
    """What a provider brings in one role where it works; `anyone`: whatever the sector and the number of people."""

    role: Role
    status: Status
    anyone: bool


class Helpers(NamedTuple):
    """Providers taken together: those with a role in a state at least, or of them only who helps anyone who asks."""

    role: Role
    at_least: Status
    anyone: bool


def status_of(terms: Terms, role: Role, is_area_known: bool = True) -> Status:
    """Return how sure it is that this provider helps in the role, in a place that its work area (perhaps) holds."""
    if role not in terms.roles or terms.kind.is_private or not type_codes.is_specific(terms.kind.code):
        return Status.NOBODY
    if role is Role.CURATIVE and not (helps := _helps_healthy_redundant(terms)):
        return Status.POSSIBLE if helps is None else Status.NOBODY
    if not is_area_known:
        return Status.POSSIBLE
    return Status.REFERABLE if terms.is_referable else Status.KNOWN


def offers_of(terms: Terms) -> Iterator[Offer]:
    """Yield the roles in which a provider helps, or may help."""
    for role in terms.roles:
        status = status_of(terms, role)
        if status is not Status.NOBODY:
            yield Offer(role, status, helps_anyone(terms, role))


def _helps_healthy_redundant(terms: Terms) -> bool | None:
    """Return whether it helps healthy people whose job goes; None where that hangs on what its record does not say.

    A gatekeeper centre does where it says so (R8); UWV only near the end, and who is far from other work (R6).
    """
    if terms.kind.code == type_codes.TypeCode.UWV:
        return None
    says_so = type_codes.helps_healthy_redundant(terms.kind.code, terms.takes_redundant)
    return None if not says_so and terms.takes_redundant is None else says_so


def helpers_among(terms: Terms, is_area_known: bool) -> Iterator[Helpers]:
    """Yield the groups of helpers that this provider is one of."""
    for role in terms.roles:
        for status in status_of(terms, role, is_area_known).as_sure:
            yield Helpers(role, status, anyone=False)
            if helps_anyone(terms, role):
                yield Helpers(role, status, anyone=True)


def helps_anyone(terms: Terms, role: Role) -> bool:
    """Return whether it helps whatever the sector (R3) and the number of people (R5: in the curative role only)."""
    has_minimum = role is Role.CURATIVE and (terms.min_redundancies or 0) > 1
    return not (terms.has_sectors or has_minimum)
