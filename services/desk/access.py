"""Who may do what at the desk: one table, asked for one record, as a condition on many, and above each page.

What lives here: the table, and its three questions. What does not: changing who has which rights (staff.py), the second
step of signing in (vwnw_portal/sign_in/second_factor.py). Being a superuser gives nothing here: that is for the
technical admin.
"""

from collections.abc import Callable, Collection
from enum import Enum, auto
from functools import reduce, wraps
from operator import or_
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from services.models import Proposal, Provider
from services.staff_models import Invitation, InvitedScope, StaffMember, StaffRole, StaffScope
from services.stewards import kept_by, steward_of


class Action(Enum):
    """What can be done at the desk."""

    READ = "lezen"
    EDIT = "bewerken en controleren"
    RETIRE = "laten stoppen en het eerste contact kiezen"
    PROPOSE = "iets voorstellen"
    DECIDE = "over voorstellen beslissen"
    UNDO_OTHERS = "werk van anderen terugdraaien"
    MERGE = "dubbele organisaties samenvoegen"
    IMPORT = "een bestand inlezen"
    EXPORT = "een bestand of belijst maken"
    SEE_REFERRALS = "doorverwijzingen zien"
    REVOKE_REFERRAL = "een doorverwijzing intrekken"
    SEE_STAFF = "medewerkers zien"
    MANAGE_STAFF = "medewerkers uitnodigen en rechten geven"
    HAND_OVER = "organisaties overdragen"
    SEE_BOUNDARIES = "wijzigingen van gemeenten zien"
    CHANGE_BOUNDARIES = "gemeenten wijzigen"


class Reach(Enum):
    """How far somebody's rights reach: the records of their regions and types, of their regions, or all."""

    OWN = auto()
    REGION = auto()
    ALL = auto()


_EDITOR, _REGIONAL, _NATIONAL, _AUDITOR = StaffRole
_OWN, _REGION, _ALL = Reach

ACCESS: dict[Action, dict[StaffRole, Reach]] = {
    Action.READ: {_EDITOR: _ALL, _REGIONAL: _ALL, _NATIONAL: _ALL, _AUDITOR: _ALL},
    Action.EDIT: {_EDITOR: _OWN, _REGIONAL: _REGION, _NATIONAL: _ALL},
    Action.RETIRE: {_REGIONAL: _REGION, _NATIONAL: _ALL},
    Action.PROPOSE: {_EDITOR: _ALL, _REGIONAL: _ALL, _NATIONAL: _ALL},
    Action.DECIDE: {_EDITOR: _OWN, _REGIONAL: _REGION, _NATIONAL: _ALL},
    Action.UNDO_OTHERS: {_REGIONAL: _REGION, _NATIONAL: _ALL},
    Action.MERGE: {_REGIONAL: _REGION, _NATIONAL: _ALL},
    Action.IMPORT: {_EDITOR: _OWN, _REGIONAL: _REGION, _NATIONAL: _ALL},
    Action.EXPORT: {_EDITOR: _OWN, _REGIONAL: _REGION, _NATIONAL: _ALL, _AUDITOR: _ALL},
    Action.SEE_REFERRALS: {_REGIONAL: _REGION, _NATIONAL: _ALL, _AUDITOR: _ALL},
    Action.REVOKE_REFERRAL: {_REGIONAL: _REGION, _NATIONAL: _ALL},
    Action.SEE_STAFF: {_REGIONAL: _REGION, _NATIONAL: _ALL, _AUDITOR: _ALL},
    Action.MANAGE_STAFF: {_REGIONAL: _REGION, _NATIONAL: _ALL},
    Action.HAND_OVER: {_EDITOR: _OWN, _REGIONAL: _REGION, _NATIONAL: _ALL},
    Action.SEE_BOUNDARIES: {_NATIONAL: _ALL, _AUDITOR: _ALL},
    Action.CHANGE_BOUNDARIES: {_NATIONAL: _ALL},
}


class Refused(PermissionDenied):
    """Somebody may not do this; the text says why, and whom to ask."""


NO_ROLE = "Uw account heeft hier geen rechten voor. Vraag uw regiobeheerder of een landelijk beheerder."

Page = Callable[..., HttpResponse]
GET_OR_POST = ("GET", "HEAD", "POST")


# --- Who asks --------------------------------------------------------------------------------------------


def member_of(user: Any) -> StaffMember | None:
    """Return who somebody is at the desk; None for a stranger, without a place there, and for who left."""
    member = getattr(user, "staff_member", None) if user.is_authenticated else None
    return member if member is not None and member.is_at_work else None


def scopes_for(user: Any, action: Action) -> list[tuple[StaffScope, Reach]]:
    """Return the rights that let somebody do this, each with how far it reaches."""
    member = member_of(user)
    roles = ACCESS[action]
    return [(scope, roles[scope.role]) for scope in _scopes_of(member) if scope.role in roles] if member else []


def _scopes_of(member: StaffMember) -> Collection[StaffScope]:
    """Return the rights of a member; read once for one object, as a page asks for them many times."""
    if not hasattr(member, "known_scopes"):
        member.known_scopes = list(member.scopes.all())
    return member.known_scopes


# --- The questions ---------------------------------------------------------------------------------------


def may(user: Any, action: Action, record: Provider | None = None) -> bool:
    """Return whether somebody may do this: with this record, or at all."""
    if record is None:
        return bool(scopes_for(user, action))
    return Provider.objects.filter(within(user, action), pk=record.pk).exists()


def within(user: Any, action: Action) -> Q:
    """Return the condition on providers that somebody may do this with their record."""
    return reduce(or_, (_lies_in(scope, reach) for scope, reach in scopes_for(user, action)), _nothing())


def _lies_in(scope: StaffScope, reach: Reach) -> Q:
    everything = ~_nothing()
    if reach is Reach.ALL:
        return everything
    in_region = everything if scope.everywhere else kept_by([scope.region_id])
    is_any_type = reach is Reach.REGION or scope.all_types
    return in_region if is_any_type else in_region & Q(type=scope.type_id)


def people_within(user: Any, action: Action, scopes: type[StaffScope | InvitedScope] = StaffScope) -> Q:
    """Return the condition on members, or on invitations by their own scopes, that somebody may do this with them.

    A regional manager sees who has rights in the region, and manages who is an editor of that region and nothing else.
    """
    held = scopes_for(user, action)
    if any(reach is Reach.ALL for _scope, reach in held):
        return ~_nothing()
    regions = [scope.region_id for scope, _reach in held]
    owner = "member" if scopes is StaffScope else "invitation"
    theirs = scopes.objects.filter(**{owner: OuterRef("pk")})
    in_region = theirs.filter(region__in=regions)
    if action is not Action.MANAGE_STAFF:
        return Q(Exists(in_region))
    return Q(Exists(in_region)) & ~Q(Exists(theirs.exclude(region__in=regions, role=StaffRole.EDITOR)))


def _nothing() -> Q:
    return Q(pk__in=[])


# --- The pages -------------------------------------------------------------------------------------------


def desk_page(
    action: Action, fetch: Callable[..., Any] | None = None, *, methods: Collection[str] = ("GET", "HEAD")
) -> Callable[[Page], Page]:
    """Decorate a page of the desk: who may open it, what it is about, and how it is asked.

    `fetch(user, action, **named)` returns what the address names, or refuses it: the view gets only what its reader may
    do this with, and cannot forget to ask. The mark is what the walk through all addresses looks for.
    """

    def decorate(view: Page) -> Page:
        @wraps(view)
        def page(request: HttpRequest, **named: Any) -> HttpResponse:
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            if not may(request.user, action):
                raise Refused(NO_ROLE)
            return view(request, fetch(request.user, action, **named)) if fetch else view(request, **named)

        page.desk_action = action  # type: ignore[attr-defined]
        return page

    return decorate


def open_page(view: Page) -> Page:
    """Decorate a page for who has a link and nobody else: open, kept nowhere, and out of error reports."""

    @login_not_required
    @never_cache
    @sensitive_post_parameters()
    @require_http_methods(GET_OR_POST)
    @wraps(view)
    def page(request: HttpRequest, **named: Any) -> HttpResponse:
        return view(request, **named)

    page.desk_action = None  # type: ignore[attr-defined]
    return page


def account_page(view: Page) -> Page:
    """Decorate a page for everybody who signed in with both steps, whatever their rights."""
    page = require_http_methods(GET_OR_POST)(view)
    page.desk_action = None
    return page


def record_for(user: Any, action: Action, slug: str) -> Provider:
    """Return the record of an address; one out of reach is refused, with whom to ask: records are public."""
    provider = get_object_or_404(Provider.objects.select_related("type", "successor").filter(slug=slug))
    if not may(user, action, provider):
        raise Refused(out_of_reach(provider))
    return provider


def proposal_for(user: Any, action: Action, pk: int) -> Proposal:
    """Return the proposal of an address; one about a record out of reach is not there."""
    mine = Proposal.objects.filter(provider__in=Provider.objects.filter(within(user, action)))
    return get_object_or_404(mine.select_related("provider__type", "by", "closed_by"), pk=pk)


def member_for(user: Any, action: Action, pk: int) -> StaffMember:
    """Return the person of an address; one out of reach is not there."""
    return get_object_or_404(StaffMember.objects.select_related("user").filter(people_within(user, action), pk=pk))


def invitation_for(user: Any, action: Action, pk: int) -> Invitation:
    """Return the invitation of an address; one out of reach is not there."""
    return get_object_or_404(Invitation.objects.filter(people_within(user, action, InvitedScope), pk=pk))


def out_of_reach(provider: Provider) -> str:
    """Return that a record is another's, and whom to ask."""
    steward = steward_of(provider)
    whom = [str(steward.owner)] if steward.owner else [str(one) for one in managers_of(provider)]
    asked = f" Vraag het aan: {', '.join(whom)}." if whom else ""
    return f"{provider.name} valt onder een ander: {steward.place}.{asked} U kunt op haar pagina iets voorstellen."


def managers_of(provider: Provider) -> list[StaffMember]:
    """Return who manages the region that keeps a record: where nobody does, who manages the country."""
    region = steward_of(provider).region
    managers = StaffMember.objects.filter(ended_on=None, user__is_active=True).select_related("user").distinct()
    own = region and managers.filter(scopes__role=StaffRole.REGIONAL_MANAGER, scopes__region=region)
    return list(own or managers.filter(scopes__role=StaffRole.NATIONAL_MANAGER))
