"""The pages of doubles: pairs that are likely one organisation, two records beside each other, and merging them.

What lives here: those pages. What does not: finding pairs and merging (services/duplicates/), what is asked
(merge_forms.py).
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from services.desk.access import GET_OR_POST, Action, Refused, desk_page, may, out_of_reach, within
from services.desk.forms import sent
from services.desk.merge_forms import MergeForm
from services.duplicates.finding import open_pairs, say_not_the_same
from services.duplicates.merging import merge, unmerge
from services.duplicates.models import DuplicatePair, Merge
from services.duplicates.wording import why_in_words
from services.models import Provider
from services.upkeep.door import MovedSinceSeen, refuse_moved, staff, versions_of
from services.upkeep.history import told_changes

PAGE_SIZE = 25


class Two(NamedTuple):
    """Two records, in the order of their address, and the pair that they are where they were found to be one."""

    first: Provider
    second: Provider
    pair: DuplicatePair | None

    @property
    def url(self) -> str:
        """Return the address of the two."""
        return reverse("desk_pair", args=[self.first.slug, self.second.slug])


@desk_page(Action.MERGE)
def duplicates(request: HttpRequest) -> HttpResponse:
    """List the pairs that nobody has judged yet, the likeliest first."""
    mine = Provider.objects.filter(within(request.user, Action.MERGE)).values("pk")
    here = Q(first__in=mine) | Q(second__in=mine)
    page = Paginator(open_pairs().filter(here).select_related("first", "second"), PAGE_SIZE).get_page(
        request.GET.get("pagina")
    )
    rows = [{"pair": pair, "why": why_in_words(pair.reasons)} for pair in page.object_list]
    return render(request, "desk/duplicates.html", {"page": page, "rows": rows})


def two_for(user: Any, action: Action, a: str, b: str) -> Two:
    """Return the two records of an address; who may do this with neither is refused, with whom to ask."""
    records = Provider.objects.select_related("type", "merged_into")
    first, second = get_object_or_404(records, slug=a), get_object_or_404(records, slug=b)
    if first.pk == second.pk:
        raise Refused(f"Dit is twee keer dezelfde organisatie: {first.name}. Kies een andere.")
    if not (may(user, action, first) or may(user, action, second)):
        raise Refused(out_of_reach(first))
    low, high = sorted((first.pk, second.pk))
    return Two(first, second, DuplicatePair.objects.filter(first=low, second=high).first())


@desk_page(Action.MERGE, two_for, methods=GET_OR_POST)
def pair(request: HttpRequest, two: Two) -> HttpResponse:
    """Show two records with what differs, and let them become one by the choices made."""
    if merged := _merged(two):
        return redirect("desk_record", merged.kept.slug)
    form = MergeForm(sent(request), two=(two.first, two.second))
    if not form.is_valid():
        return _shown(request, two, form, told=_moved_since(form))
    _refuse_out_of_reach(request.user, two.first, two.second)
    kept, gone = form.stays, form.goes
    try:
        done = merge(
            kept=kept,
            gone=gone,
            values=form.values,
            reason=form.cleaned_data["reason"],
            by=staff(request.user),
            on=timezone.localdate(),
            seen=form.seen,
        )
    except ValidationError as refused:
        form.add_error(None, refused)
        return _shown(request, two, form, status=409)
    except MovedSinceSeen as moved:
        return _shown(request, two, form.asked_again(), told=_told(moved))
    text = f"{gone.name} is opgegaan in {kept.name}."
    messages.success(request, text, extra_tags=reverse("desk_unmerge", args=[done.pk]))
    return redirect("desk_record", kept.slug)


@desk_page(Action.MERGE, two_for, methods=("POST",))
def not_the_same(request: HttpRequest, two: Two) -> HttpResponse:
    """Remember that two records are two organisations, until what was compared of them changes."""
    if two.pair is None:
        raise Http404
    two.pair.digest = request.POST.get("digest", "")[:64]
    try:
        say_not_the_same(pair=two.pair)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect(two.url)
    messages.success(request, f"Onthouden: {two.first.name} en {two.second.name} zijn twee organisaties.")
    return redirect("desk_duplicates")


def merge_for(user: Any, action: Action, pk: int) -> Merge:
    """Return the merge of an address; who may not do this with both records is refused, with whom to ask."""
    found = get_object_or_404(Merge.objects.select_related("kept", "gone"), pk=pk)
    _refuse_out_of_reach(user, found.kept, found.gone)
    return found


@desk_page(Action.MERGE, merge_for, methods=("POST",))
def take_apart(request: HttpRequest, done: Merge) -> HttpResponse:
    """Take a merge back, unless one of both was changed since."""
    try:
        unmerge(merge=done, by=staff(request.user), on=timezone.localdate())
    except MovedSinceSeen as moved:
        first = "Dit kan niet meer: een van beide is daarna gewijzigd. Maak eerst dat ongedaan."
        messages.error(request, " ".join([first, *_told(moved)]))
    else:
        messages.success(request, f"{done.kept.name} en {done.gone.name} zijn weer twee organisaties.")
    return redirect("desk_record", done.kept.slug)


# --- Parts -----------------------------------------------------------------------------------------------


def _shown(
    request: HttpRequest, two: Two, form: MergeForm, *, told: Sequence[str] = (), status: int = 200
) -> HttpResponse:
    records = (two.first, two.second)
    context = {
        "two": two,
        "form": form,
        "why": why_in_words(two.pair.reasons) if two.pair else "",
        "versions": versions_of([record.pk for record in records]).values(),
        "told": told,
        "others": [out_of_reach(record) for record in records if not may(request.user, Action.MERGE, record)],
    }
    return render(request, "desk/pair.html", context, status=409 if told else status)


def _merged(two: Two) -> Merge | None:
    """Return the merge of these two that holds: who presses twice, or comes back later, is led to what became."""
    keys = (two.first.pk, two.second.pk)
    return Merge.objects.select_related("kept").filter(kept__in=keys, gone__in=keys, undone_by=None).first()


def _refuse_out_of_reach(user: Any, *records: Provider) -> None:
    for record in records:
        if not may(user, Action.MERGE, record):
            raise Refused(out_of_reach(record))


def _moved_since(form: MergeForm) -> list[str]:
    """Return what happened to the records since somebody saw them: it may be why a choice is missing."""
    try:
        refuse_moved(form.seen)
    except MovedSinceSeen as moved:
        return _told(moved)
    return []


def _told(moved: MovedSinceSeen) -> list[str]:
    return [f"{rows[0].slug}: {told}" for rows in moved.moved.values() for told in told_changes(rows)]
