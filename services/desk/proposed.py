"""The pages of proposals: the queue, one proposal with its decision, and proposing something for another's record.

What lives here: those pages, and telling who proposed it. What does not: the verbs (upkeep/proposals.py), the words of
the mail (letters.py). What the public typed is shown as text and never as a link.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from regions.writing import verb
from services.desk import letters
from services.desk.access import GET_OR_POST, Action, desk_page, proposal_for, record_for, within
from services.desk.forms import sent
from services.desk.proposal_forms import AnswerForm, DecideForm
from services.models import Proposal, ProposalField, Provider
from services.proposed_values import Beside, ValuesForm, ValuesInWords, label_of
from services.upkeep import proposals
from services.upkeep.door import MovedSinceSeen, staff, versions_of
from services.upkeep.history import told_changes

PAGE_SIZE = 25
GONE = "Hierover is al beslist."


class Compared(NamedTuple):
    """One proposed field in words: as it was then, what is proposed, what it is now, and what became of it."""

    row: ProposalField
    label: str
    old: str
    new: str
    now: str
    is_there: bool


@desk_page(Action.DECIDE)
def queue(request: HttpRequest) -> HttpResponse:
    """List what waits for a decision, the oldest first; three queries."""
    mine = Provider.objects.filter(within(request.user, Action.DECIDE))
    waiting = Proposal.objects.filter(state=Proposal.State.OPEN, provider__in=mine)
    waiting = waiting.select_related("provider").prefetch_related("fields").order_by("proposed_on", "pk")
    page = Paginator(waiting, PAGE_SIZE).get_page(request.GET.get("pagina"))
    rows = [(one, ", ".join(label_of(row.field) for row in one.fields.all())) for one in page.object_list]
    return render(request, "desk/proposals.html", {"page": page, "rows": rows})


@desk_page(Action.DECIDE, proposal_for, methods=GET_OR_POST)
def proposal(request: HttpRequest, one: Proposal) -> HttpResponse:
    """Show a proposal beside what the record says now, and take the decision on it."""
    if request.method == "POST" and not one.is_open:
        return _already_decided(request, one)
    compared = _compared(one)
    open_rows = [each.row for each in compared if each.row.state == Proposal.State.OPEN]
    is_in_words = not compared
    form = AnswerForm(sent(request)) if is_in_words else DecideForm(sent(request), rows=open_rows)
    moved: list[str] = []
    if form.is_valid():
        try:
            decided = _answer(one, form, request) if is_in_words else _decide(one, form, request)
        except proposals.AlreadyDecided:
            return _already_decided(request, one)
        except MovedSinceSeen as error:
            one.provider.refresh_from_db()
            compared, moved = _compared(one), told_changes(error.moved[one.provider_id])
        else:
            messages.success(request, f"{one.provider.name}: {_told(decided)}")
            return redirect("desk_proposal", one.pk) if decided.is_open else redirect("desk_proposals")
    context = {
        "proposal": one,
        "compared": compared,
        "asked": {} if is_in_words else {each.row.pk: each for each in form.asked()},
        "form": form,
        "version": versions_of([one.provider_id])[one.provider_id],
        "moved": moved,
    }
    return render(request, "desk/proposal.html", context, status=409 if moved else 200)


@desk_page(Action.PROPOSE, record_for, methods=GET_OR_POST)
def propose(request: HttpRequest, provider: Provider) -> HttpResponse:
    """Ask somebody what should change in a record that is another's."""
    today = timezone.localdate()
    form = ValuesForm(sent(request), provider=provider, beside=Beside.of([provider.pk], today))
    has_moved = form.has_moved
    if not has_moved and form.is_valid():
        try:
            proposals.propose(
                provider=provider,
                source=Proposal.Source.COLLEAGUE,
                on=today,
                values=form.proposed,
                text=form.cleaned_data["text"],
                by=request.user,
                email=request.user.email if request.POST.get("antwoord") else "",
            )
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, f"Uw voorstel voor {provider.name} staat klaar voor wie haar beheert.")
            return redirect("desk_record", provider.slug)
    context = {
        "form": form.shown_anew() if has_moved else form,
        "provider": provider,
        "has_moved": has_moved,
        "wants_answer": request.method != "POST" or "antwoord" in request.POST,
    }
    return render(request, "desk/propose.html", context, status=409 if has_moved else 200)


@verb
def _decide(one: Proposal, form: DecideForm, request: HttpRequest) -> Proposal:
    """Decide field by field, and tell who proposed it once all is decided; one transaction with the mail."""
    decided = proposals.decide(
        proposal=one,
        by=staff(request.user),
        at=timezone.now(),
        shown=form.cleaned_data["version"],
        accepted=form.accepted,
        rejected=form.rejected,
    )
    return _tell(decided)


@verb
def _answer(one: Proposal, form: AnswerForm, request: HttpRequest) -> Proposal:
    """Close what is said in words, and tell who said it; one transaction with the mail."""
    is_right, text = form.cleaned_data["is_right"] == "ja", form.cleaned_data["text"]
    return _tell(
        proposals.answer(proposal=one, by=staff(request.user), at=timezone.now(), is_right=is_right, text=text)
    )


def _tell(decided: Proposal) -> Proposal:
    if decided.email and not decided.is_open and _still_reads(decided):
        letters.tell_proposer(decided)
    return decided


def _still_reads(proposal: Proposal) -> bool:
    """Return whether there is anybody to tell: a colleague whose account has ended hears nothing any more."""
    return proposal.by is None or proposal.by.is_active


def _already_decided(request: HttpRequest, one: Proposal) -> HttpResponse:
    messages.info(request, GONE)
    return redirect("desk_proposal", one.pk)


def _told(decided: Proposal) -> str:
    if decided.is_open:
        return "vastgelegd. Over de rest is nog niet beslist."
    return f"{decided.get_state_display()}."


def _compared(one: Proposal) -> Sequence[Compared]:
    """Return the proposed fields beside what the record says now."""
    rows: list[ProposalField] = list(one.fields.all())
    if not rows:
        return []
    beside = Beside.of([one.provider_id], timezone.localdate())
    now, words = beside.values[one.provider_id], ValuesInWords(beside.areas)
    shown: list[Any] = []
    for row in rows:
        old, new, current = (words.of(row.field, value) for value in (row.old, row.new, now[row.field]))
        is_there = row.state == Proposal.State.OPEN and now[row.field] == row.new
        shown.append(Compared(row, label_of(row.field), old, new, current, is_there))
    return shown
