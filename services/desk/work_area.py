"""The page of a work area: choosing it, with a map and a list of who else works there, and saving it.

What lives here: that page. What does not: the form (work_area_form.py), overlap and gaps (neighbours.py), the verb
(upkeep/records.py).
"""

from collections.abc import Collection, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from services.desk.access import GET_OR_POST, Action, desk_page, record_for
from services.desk.consequences import consequences, with_areas
from services.desk.neighbours import Situation, around, map_of
from services.desk.registry import Told
from services.desk.undone import offer_to_undo
from services.desk.work_area_form import WorkAreaForm
from services.map.legend import legend_patterns
from services.models import Provider, Verb
from services.upkeep.door import MovedSinceSeen, change, staff, versions_of
from services.upkeep.history import told_changes
from services.upkeep.record import as_stored
from services.upkeep.records import set_work_area
from services.work_area.codes import WorkAreaReader
from services.work_area.parts import AreaPart


@desk_page(Action.EDIT, record_for, methods=GET_OR_POST)
def work_area(request: HttpRequest, provider: Provider) -> HttpResponse:
    """Ask where an organisation works; a button ticks a place, one shows what the choice does, one saves it."""
    on = timezone.localdate()
    if request.method != "POST":
        codes = as_stored([provider.pk])[provider.pk]["areas"]
        held, ended = _readable(codes)
        form = WorkAreaForm(on=on, codes=codes, version=versions_of([provider.pk])[provider.pk])
        return _asked(request, provider, form, held, ended=ended)
    form = WorkAreaForm(request.POST, on=on)
    asked = request.POST.get("doe")
    if asked == "zoek":
        form = form.with_found() or form
        form.is_valid()
        return _asked(request, provider, form, form.parts)
    if asked == "bewaar" and form.is_valid():
        return _saved(request, provider, form)
    told = _consequences(provider, form) if form.is_valid() else None
    return _asked(request, provider, form, form.parts, told=told)


def _consequences(provider: Provider, form: WorkAreaForm) -> list[Told]:
    """Return what the choice would do."""
    record = as_stored([provider.pk])[provider.pk]
    reader = WorkAreaReader(timezone.localdate())
    return consequences(record, with_areas(record, map(reader.written, form.parts)), timezone.localdate())


def _saved(request: HttpRequest, provider: Provider, form: WorkAreaForm) -> HttpResponse:
    """Save the choice; where the record is another by now nothing is saved, and the choice stays."""
    by, key = staff(request.user), provider.pk
    try:
        with change(Verb.SET_WORK_AREA, by=by, records=[key], seen={key: form.cleaned_data["version"]}) as door:
            is_same = form.parts == _parts_of(provider)
            if not is_same:
                set_work_area(provider=provider, areas=form.parts, by=by)
    except MovedSinceSeen as moved:
        return _asked(request, provider, form, form.parts, moved=told_changes(moved.moved[key]))
    if is_same:
        messages.info(request, f"{provider.name}: het werkgebied is hetzelfde gebleven.")
    else:
        offer_to_undo(request, f"{provider.name}: het werkgebied is bewaard.", provider, door.change_set)
    return redirect("desk_record", provider.slug)


def _parts_of(provider: Provider) -> frozenset[AreaPart]:
    return frozenset(map(AreaPart._make, provider.service_areas.values_list(*AreaPart._fields)))


def _readable(codes: Collection[str]) -> tuple[frozenset[AreaPart], list[str]]:
    """Return the parts of a stored work area that are there today, and what is wrong with those that are not."""
    reader, held, ended = WorkAreaReader(timezone.localdate()), set(), []
    for code in codes:
        try:
            held |= reader.read([code])
        except ValidationError as error:
            ended += error.messages
    return frozenset(held), ended


def _asked(
    request: HttpRequest,
    provider: Provider,
    form: WorkAreaForm,
    parts: Collection[AreaPart],
    *,
    moved: Sequence[str] | None = None,
    ended: Sequence[str] = (),
    told: Sequence[Told] | None = None,
) -> HttpResponse:
    regions = around(provider, parts, timezone.localdate())
    context: dict[str, Any] = {
        "form": form,
        "provider": provider,
        "version": versions_of([provider.pk])[provider.pk] if moved else form["version"].value(),
        "moved": moved,
        "ended": ended,
        "told": told,
        "regions": regions,
        "situations": list(Situation),
        "legend_patterns": legend_patterns(),
        "picture": map_of(regions, timezone.localdate()),
    }
    return render(request, "desk/work_area.html", context, status=409 if moved else 200)
