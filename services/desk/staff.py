"""The verbs about people: inviting, joining, giving rights, handing over records, leaving.

What lives here: those verbs, each in one transaction under one lock, with the event that it leaves. What does not: who
may do what (access.py), pages (people.py, invitations.py), ending sessions, which follows where an account is switched
off (vwnw_portal/sign_in/changes.py).

The lock is on all members: rights are judged by rights, so whoever changes them waits for whoever does so already, and
reads anew what is left to them. Two managers who take each other's role away at once: the second has none to do it by.
So the last national manager stays: only another could take that role, and nobody changes their own.
"""

from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone

from regions.writing import verb
from services import stewards
from services.desk import letters
from services.desk.access import Action, Refused, may, people_within, scopes_for, within
from services.desk.rights import Rights, rights_of
from services.models import Provider
from services.one_time_links import digest_in, new_secret
from services.staff_models import (
    Invitation,
    InvitedScope,
    StaffEvent,
    StaffMember,
    StaffRole,
    StaffScope,
    Stewardship,
)

DAYS_TO_ACCEPT = 14
SALT = "services.desk.invitation"
What = StaffEvent.What

Account: Any = get_user_model()


class InvitationRefused(Exception):
    """An invitation that cannot be used: altered, used, withdrawn, too old or another's; the text says which."""


class NoSuchInvitation(InvitationRefused):
    """A link that leads to no invitation at all."""

    def __init__(self) -> None:
        super().__init__("Deze link klopt niet. Neem het hele adres over uit de mail.")


# --- Inviting --------------------------------------------------------------------------------------------


@verb
def invite(*, by: StaffMember, email: str, rights: Rights, organisation: str = "") -> Invitation:
    """Ask somebody to come and work at the desk, by mail; raise ValidationError where that address cannot be asked."""
    by = _lock_and_know(by)
    _refuse_to_give(by, rights)
    _refuse_address(email)
    now = timezone.now()
    Invitation.objects.filter(_open(), email__iexact=email, expires_on__lt=timezone.localdate(now)).update(
        withdrawn_at=now
    )
    if Invitation.objects.filter(_open(), email__iexact=email).exists():
        raise ValidationError("Dit adres is al uitgenodigd. Trek die uitnodiging eerst in.")
    secret = new_secret(SALT)
    invitation = Invitation.objects.create(
        email=email,
        organisation=organisation,
        by=by,
        invited_at=now,
        expires_on=timezone.localdate(now) + timedelta(days=DAYS_TO_ACCEPT),
        key_digest=secret.digest,
    )
    InvitedScope.objects.bulk_create(rights.rows(InvitedScope, invitation=invitation))
    _write_down(What.INVITED, by=by, invitation=invitation.pk, rights=rights.as_codes)
    letters.invite(invitation, secret.token)
    return invitation


@verb
def withdraw(*, by: StaffMember, invitation: Invitation) -> None:
    """Take an invitation back; one that was used or taken back already raises InvitationRefused."""
    by = _lock_and_know(by)
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not Invitation.objects.filter(people_within(by.user, Action.MANAGE_STAFF, InvitedScope), pk=locked.pk).exists():
        raise Refused("Deze uitnodiging kunt u niet intrekken.")
    if locked.accepted_at or locked.withdrawn_at:
        raise InvitationRefused("Deze uitnodiging is al gebruikt of ingetrokken.")
    locked.withdrawn_at = timezone.now()
    locked.save(update_fields=["withdrawn_at"])
    _write_down(What.WITHDRAWN, by=by, invitation=locked.pk)


def open_invitation(token: str) -> Invitation:
    """Return the invitation that a link leads to; raise InvitationRefused where it leads to none that can be used."""
    invitation = Invitation.objects.select_related("by__user").filter(key_digest=digest_in(token, SALT)).first()
    if invitation is None:
        raise NoSuchInvitation
    _refuse_unusable(invitation)
    return invitation


def account_invited(invitation: Invitation) -> Any:
    """Return the account that has the address of an invitation; None where there is none."""
    return Account.objects.filter(email__iexact=invitation.email).order_by("-is_active", "pk").first()


@verb
def join_anew(*, token: str, name: str, password: str) -> Any:
    """Accept an invitation with a new account, and return that; the form has judged name and password."""
    invitation = _lock_invitation(token)
    if account_invited(invitation):
        raise InvitationRefused("Er is al een account met dit adres. Log daarmee in om de uitnodiging aan te nemen.")
    if Account.objects.filter(username__iexact=name).exists():
        raise ValidationError("Deze naam is al in gebruik. Kies een andere.")
    account = Account.objects.create_user(username=name, email=invitation.email, password=password)
    _join(invitation, account)
    return account


@verb
def join_with(*, token: str, account: Any) -> StaffMember:
    """Accept an invitation with the account that has its address; another's raises InvitationRefused."""
    invitation = _lock_invitation(token)
    if account.email.lower() != invitation.email.lower():
        raise InvitationRefused("Deze uitnodiging is voor een ander adres dan dat van uw account.")
    return _join(invitation, Account.objects.get(pk=account.pk))


def _join(invitation: Invitation, account: Any) -> StaffMember:
    rights = rights_of(invitation.scopes.all())
    try:
        _refuse_to_give(_known(invitation.by), rights)
    except Refused:
        raise InvitationRefused("Wie u uitnodigde, mag deze rechten niet meer geven. Vraag een ander.") from None
    member, _is_new = StaffMember.objects.get_or_create(user=account)
    if member.is_at_work and member.scopes.exists():
        raise InvitationRefused("U hebt al rechten bij het beheer. Vraag een ander om ze te wijzigen.")
    member.organisation = invitation.organisation or member.organisation
    member.ended_on = None
    member.save(update_fields=["organisation", "ended_on"])
    _replace_scopes(member, rights)
    invitation.accepted_by, invitation.accepted_at = member, timezone.now()
    invitation.save(update_fields=["accepted_by", "accepted_at"])
    _write_down(What.JOINED, by=member, about=member, invitation=invitation.pk, rights=rights.as_codes)
    return member


# --- Rights ----------------------------------------------------------------------------------------------


@verb
def set_rights(*, by: StaffMember, member: StaffMember, rights: Rights | None) -> None:
    """Give somebody these rights in the place of those they had; None takes all of them.

    Nobody changes their own, and nobody gives more than they may.
    """
    by = _lock_and_know(by)
    member = _reachable(by, member)
    if rights:
        _refuse_to_give(by, rights)
    before = rights_of(member.scopes.all())
    _replace_scopes(member, rights)
    _write_down(
        What.RIGHTS,
        by=by,
        about=member,
        before=before and before.as_codes,
        rights=rights and rights.as_codes,
    )


@verb
def make_national_manager(account: Any) -> StaffMember:
    """Make somebody manager of the whole desk, by whoever has the machine: there must be a first."""
    _lock_people()
    member, _is_new = StaffMember.objects.get_or_create(user=account)
    member.ended_on = None
    member.save(update_fields=["ended_on"])
    rights = Rights(StaffRole.NATIONAL_MANAGER)
    _replace_scopes(member, rights)
    _write_down(What.RIGHTS, about=member, rights=rights.as_codes, why="command")
    return member


@verb
def end_account(*, by: StaffMember, member: StaffMember, taker: StaffMember | None = None) -> None:
    """End the place of somebody at the desk: no signing in, no rights, no mail.

    Another takes over their records; where nobody does, they show as without owner, and can be handed over later.
    """
    by = _lock_and_know(by)
    member = _reachable(by, member)
    if taker is not None:
        _hand_over(by, member, taker)
    _replace_scopes(member, None)
    member.ended_on = timezone.localdate()
    member.save(update_fields=["ended_on"])
    member.user.is_active = False
    member.user.save(update_fields=["is_active"])
    _write_down(What.ENDED, by=by, about=member)


@verb
def hand_over(*, by: StaffMember, giver: StaffMember, taker: StaffMember | None) -> int:
    """Give the records of somebody to another, or to nobody: those that `by` may hand over; return how many."""
    return _hand_over(_lock_and_know(by), giver, taker)


def _hand_over(by: StaffMember, giver: StaffMember, taker: StaffMember | None) -> int:
    if taker is not None:
        _refuse_taker(taker)
    theirs = Provider.objects.filter(within(by.user, Action.HAND_OVER), stewardship__owner=giver)
    rows = Stewardship.objects.select_for_update().filter(pk__in=list(theirs.values_list("pk", flat=True)))
    count = rows.update(owner=taker)
    _write_down(What.HANDED_OVER, by=by, about=giver, to=taker and taker.pk, records=count)
    return count


@verb
def give_owner(*, by: StaffMember, provider: Provider, owner: StaffMember | None) -> None:
    """Make somebody the owner of a record, or nobody."""
    by = _lock_and_know(by)
    if not may(by.user, Action.HAND_OVER, provider):
        raise Refused("Dit record kunt u niet overdragen.")
    if owner is not None:
        _refuse_taker(owner)
    row = stewards.row_to_change(provider)
    former, row.owner = row.owner, owner
    row.save(update_fields=["owner"])
    _write_down(What.HANDED_OVER, by=by, about=former, to=owner and owner.pk, record=provider.slug)


# --- What may not be -------------------------------------------------------------------------------------


def _refuse_address(email: str) -> None:
    account = Account.objects.filter(email__iexact=email).first()
    if account is None:
        return
    if not account.is_active:
        raise ValidationError("Het account met dit adres is beëindigd. Vraag het technisch beheer om het te heropenen.")
    if StaffScope.objects.filter(member__user=account, member__ended_on=None).exists():
        raise ValidationError("Wie dit adres heeft, werkt hier al. Wijzig de rechten bij Mensen.")


def _refuse_to_give(by: StaffMember, rights: Rights) -> None:
    """Refuse what somebody may not give: a regional manager makes editors of the own region."""
    held = scopes_for(by.user, Action.MANAGE_STAFF)
    if not held:
        raise Refused("U mag geen rechten meer geven.")
    if any(scope.role == StaffRole.NATIONAL_MANAGER for scope, _reach in held):
        return
    regions = {scope.region_id for scope, _reach in held}
    if rights.role != StaffRole.EDITOR or not regions.issuperset(rights.regions):
        raise Refused("U geeft rechten aan redacteuren van uw eigen regio. Vraag een landelijk beheerder.")


def _refuse_taker(taker: StaffMember) -> None:
    taker = _known(taker)
    if not may(taker.user, Action.EDIT):
        raise ValidationError("Kies iemand die records mag bewerken.")


def _refuse_unusable(invitation: Invitation) -> None:
    if invitation.accepted_at:
        raise InvitationRefused("Deze uitnodiging is al gebruikt. Log in met uw account.")
    if invitation.withdrawn_at:
        raise InvitationRefused("Deze uitnodiging is ingetrokken. Vraag wie u uitnodigde om een nieuwe.")
    if invitation.expires_on < timezone.localdate():
        raise InvitationRefused("Deze uitnodiging is verlopen. Vraag wie u uitnodigde om een nieuwe.")


# --- Parts of the verbs ----------------------------------------------------------------------------------


def _lock_people() -> None:
    list(StaffMember.objects.select_for_update(no_key=True).order_by("pk"))


def _known(member: StaffMember) -> StaffMember:
    """Return a member as the rows have it now: the one that came in was read before the lock."""
    return StaffMember.objects.select_related("user").get(pk=member.pk)


def _lock_and_know(by: StaffMember) -> StaffMember:
    """Lock the rights of all, and return who acts, whose own rights are read again from there."""
    _lock_people()
    known = _known(by)
    known.user.staff_member = known
    return known


def _reachable(by: StaffMember, member: StaffMember) -> StaffMember:
    if by.pk == member.pk:
        raise ValidationError("Uw eigen rechten wijzigt een ander. Vraag een landelijk beheerder.")
    mine = StaffMember.objects.select_related("user").filter(people_within(by.user, Action.MANAGE_STAFF), pk=member.pk)
    found = mine.first()
    if found is None:
        raise Refused("U mag de rechten van deze medewerker niet meer wijzigen.")
    if found.ended_on:
        raise ValidationError("Dit account is al beëindigd.")
    return found


def _lock_invitation(token: str) -> Invitation:
    """Return the invitation of a link, locked after the members, and still good."""
    _lock_people()
    invitation = open_invitation(token)
    locked = Invitation.objects.select_for_update(of=("self",)).select_related("by__user").get(pk=invitation.pk)
    _refuse_unusable(locked)
    return locked


def _replace_scopes(member: StaffMember, rights: Rights | None) -> None:
    member.scopes.all().delete()
    if rights:
        StaffScope.objects.bulk_create(rights.rows(StaffScope, member=member))


def _write_down(
    what: StaffEvent.What, *, by: StaffMember | None = None, about: StaffMember | None = None, **details: Any
) -> None:
    StaffEvent.objects.create(what=what, by=by and by.user, about=about and about.user, details=details)


def _open() -> Q:
    return Q(accepted_at=None, withdrawn_at=None)


def expired_invitations() -> Q:
    """Return the condition on invitations that their time passed before anybody used them."""
    return _open() & Q(expires_on__lt=timezone.localdate())


def without_rights() -> QuerySet[StaffMember]:
    """Return who is at work and has no rights: they open nothing."""
    return StaffMember.objects.filter(ended_on=None, user__is_active=True, scopes=None).select_related("user")
