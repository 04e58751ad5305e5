"""Proposals: somebody who may not change a record says what should change, and somebody who may decides field by field.

What lives here: proposing, and deciding. What does not: the fields that can be proposed (values.py), how people type a
value (services/proposed_values.py), pages and the mail with the answer (desk/proposed.py).
"""

import json
from collections.abc import Collection, Mapping
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from regions.writing import verb
from services.models import Proposal, ProposalField, Provider, Verb
from services.upkeep.door import Actor, Version, change
from services.upkeep.record import Record
from services.upkeep.records import edit
from services.upkeep.values import values_of

State = Proposal.State


class AlreadyDecided(Exception):
    """Somebody else decided on this proposal in the meantime."""


@verb
def propose(
    *,
    provider: Provider,
    source: Proposal.Source,
    on: date,
    values: Record | None = None,
    what: str = "",
    text: str = "",
    by: Any = None,
    email: str = "",
    language: str = "nl",
) -> Proposal:
    """Keep what somebody proposes for a record, or says is wrong in it; return it.

    Sent twice it is one proposal, and so is the same by the same kind of proposer while it is open; of the public on
    one day. Values that the record has already are left out; where nothing is left that raises ValidationError.
    """
    now = values_of(provider)
    values = {name: value for name, value in (values or {}).items() if value != now[name]}
    if not (values or what or text):
        raise ValidationError(_("Dit staat er al. Wijzig iets, of schrijf op wat er niet klopt."))
    proposal, is_new = Proposal.objects.get_or_create(
        provider=provider,
        source=source,
        digest=digest_of(source, on, what, text, values),
        state=State.OPEN,
        defaults={
            "what": what,
            "text": text,
            "proposed_on": on,
            "by": by,
            "email": email,
            "language": language,
        },
    )
    if is_new:
        rows = (ProposalField(proposal=proposal, field=name, old=now[name], new=new) for name, new in values.items())
        ProposalField.objects.bulk_create(rows)
    return proposal


def digest_of(source: str, on: date, what: str, text: str, values: Record) -> str:
    """Return by what a proposal is the same as another; the public's counts anew each day."""
    day = on.isoformat() if source == Proposal.Source.PUBLIC else ""
    return sha256(json.dumps([day, what, text, values], sort_keys=True).encode()).hexdigest()


@verb
def decide(
    *,
    proposal: Proposal,
    by: Actor,
    at: datetime,
    shown: Version,
    accepted: Collection[str] = (),
    rejected: Mapping[str, str] | None = None,
) -> Proposal:
    """Take fields of a proposal over into its record, and turn others down with a reason; return the proposal.

    `shown` is the version of the record beside which somebody decided: MovedSinceSeen where it is another by now and
    something is accepted. A field that has the value already is outdated, whatever was chosen. What is not decided on
    stays open. One on which all is decided raises AlreadyDecided.
    """
    proposal = _locked(proposal)
    provider, rejected = proposal.provider, rejected or {}
    seen = {provider.pk: shown} if accepted else {}
    with change(Verb.ACCEPT, by=by, records=[provider.pk], seen=seen, reason=f"voorstel {proposal.pk}") as door:
        now, taken_over = values_of(provider), {}
        for row in proposal.fields.filter(state=State.OPEN):
            if now[row.field] == row.new:
                row.state = State.OUTDATED
            elif row.field in accepted:
                row.state, row.change_set = State.ACCEPTED, door.change_set
                taken_over[row.field] = row.new
            elif row.field in rejected:
                row.state, row.reason = State.REJECTED, rejected[row.field]
            row.save(update_fields=["state", "reason", "change_set"])
        edit(provider=provider, told=taken_over, by=by, on=at.date())
    states = set(proposal.fields.values_list("state", flat=True))
    if State.OPEN not in states:
        _close(proposal, next(state for state in _BEST_FIRST if state in states), by, at)
    return proposal


@verb
def answer(*, proposal: Proposal, by: Actor, at: datetime, is_right: bool, text: str) -> Proposal:
    """Close a proposal that says in words what is wrong: whether it was right, with an answer; return it."""
    proposal = _locked(proposal)
    proposal.answer = text
    _close(proposal, State.ACCEPTED if is_right else State.REJECTED, by, at)
    return proposal


# How a proposal ended, by its fields: one that was taken over says more than one that was not.
_BEST_FIRST = (State.ACCEPTED, State.REJECTED, State.OUTDATED)


def _locked(proposal: Proposal) -> Proposal:
    """Return an open proposal as it is now, held until the transaction ends; its row comes before the directory."""
    found = Proposal.objects.select_for_update(of=("self",)).select_related("provider").get(pk=proposal.pk)
    if not found.is_open:
        raise AlreadyDecided
    return found


def _close(proposal: Proposal, state: Proposal.State, by: Actor, at: datetime) -> None:
    """Store how it ended; the address goes, and stays on the object for the one mail."""
    proposal.state, proposal.closed_at, proposal.closed_by_id = state, at, by.account_id
    email, proposal.email = proposal.email, ""
    proposal.save(update_fields=["state", "closed_at", "closed_by", "email", "answer"])
    proposal.email = email
