"""The pages of a file: sending it in, what it would change, doing that, and taking it back.

What lives here: those pages. What does not: what a plan is and when it is refused (files/plans.py).
"""

from collections.abc import Callable, Sequence
from datetime import timedelta
from time import monotonic
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from services.desk.access import GET_OR_POST, Action, Reach, Refused, desk_page, scopes_for, within
from services.desk.forms import FileForm, sent
from services.desk.reasons import urgencies_of
from services.desk.undone import ask_about_kept, chosen_of_kept
from services.files.plans import (
    MOST_RECORDS_OF_AN_EDITOR,
    STEP_SECONDS,
    PlanRefused,
    applied_before,
    apply_plan,
    counts_of,
    make_plan,
    not_reached_by,
    read_on,
    take_back_calls,
)
from services.files.table import MOST_ROWS
from services.models import ImportPlan, PlanRow, Provider, RecordChange
from services.upkeep.door import MovedSinceSeen, staff
from services.upkeep.history import told_changes
from services.upkeep.undoing import undo

PAGE_SIZE = 50
Rows = QuerySet[PlanRow]
SHOWN: dict[str, Callable[[Rows], Rows]] = {
    "fouten": lambda rows: rows.filter(action=PlanRow.Action.ERROR),
    "wijzigingen": lambda rows: rows.filter(action__in=(PlanRow.Action.CREATE, PlanRow.Action.CHANGE)),
    "overgeslagen": lambda rows: rows.filter(action=PlanRow.Action.SAME),
    "waarschuwingen": lambda rows: rows.exclude(warnings=[]),
}
# So many records are taken back in one change; a position among them has fewer digits than this.
UNDONE_AT_ONCE, DIGITS = 100, 7
# For so long applying may still be under way; the server ends a request that takes longer than 15 seconds.
UNDER_WAY = timedelta(seconds=20)


@desk_page(Action.IMPORT, methods=GET_OR_POST)
def files(request: HttpRequest) -> HttpResponse:
    """Take a file in, read of it what can be read at once, and list those of before."""
    form = FileForm(sent(request), request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        plan = make_plan(data=file.read(), name=file.name, by=request.user)
        _read_on(plan)
        return redirect("desk_plan", plan.pk)
    plans = ImportPlan.objects.filter(by=request.user).select_related("change_set")[:20]
    return render(request, "desk/files.html", {"form": form, "plans": plans})


def plan_for(user: Any, action: Action, pk: int) -> ImportPlan:
    """Return one's own plan, or anybody's for who may do everything here; else it is not there."""
    plans = ImportPlan.objects.select_related("change_set", "by")
    return get_object_or_404(plans if _reaches_all(user) else plans.filter(by=user), pk=pk)


@desk_page(Action.IMPORT, plan_for)
def plan(request: HttpRequest, plan: ImportPlan) -> HttpResponse:
    """Show what a file would change, or did."""
    return _shown(request, plan)


@desk_page(Action.IMPORT, plan_for, methods=("POST",))
def read_further(request: HttpRequest, plan: ImportPlan) -> HttpResponse:
    """Read on in a file for some seconds; pressed twice, or by two, one of them does."""
    _read_on(plan)
    return redirect("desk_plan", plan.pk)


def read_whole(plan: ImportPlan) -> None:
    """Read a file to its end, unless somebody else reads it at this moment."""
    while not plan.is_read and _read_on(plan):
        plan.refresh_from_db()


def _read_on(plan: ImportPlan) -> bool:
    """Read on with the rights of who sent the file in; return whether nobody else does so now."""
    return read_on(
        plan=plan,
        on=timezone.localdate(),
        reach=within(plan.by, Action.IMPORT),
        most_records=_most_records(plan.by),
    )


@desk_page(Action.IMPORT, plan_for, methods=("POST",))
def apply(request: HttpRequest, plan: ImportPlan) -> HttpResponse:
    """Do what a plan tells; pressed twice it is done once."""
    try:
        apply_plan(plan=plan, by=request.user, reach=within(request.user, Action.IMPORT), urgencies=urgencies_of)
    except PlanRefused as refused:
        return _shown(request, plan, refused=[str(refused)])
    except MovedSinceSeen as moved:
        sentences = [f"{rows[0].slug}: {told}" for rows in moved.moved.values() for told in told_changes(rows)]
        first = (
            "Er is niets ingelezen: deze organisaties zijn gewijzigd sinds u het bestand opstuurde. Stuur het opnieuw."
        )
        return _shown(request, plan, refused=[first, *sentences])
    messages.success(request, f"{plan.name} is ingelezen.")
    return redirect("desk_plan", plan.pk)


@desk_page(Action.IMPORT, plan_for, methods=("POST",))
def take_back_file(request: HttpRequest, plan: ImportPlan) -> HttpResponse:
    """Take a whole file back, some seconds at a time; records that were changed since stay, and are asked about.

    Taking back what was taken back does nothing: cut off, it goes on where it was, whatever the page knew.
    """
    if plan.applied_at is None:
        return _shown(request, plan, refused=["Dit bestand is nog niet ingelezen."])
    _refuse_out_of_reach(request.user, plan)
    if plan.change_set is None:
        _tell_forgotten(request, take_back_calls(plan=plan))
        return redirect("desk_plan", plan.pk)
    slugs = list(plan.change_set.records.order_by("pk").values_list("slug", flat=True))
    done, restored = _taken_back(request, plan, slugs)
    if done < len(slugs):
        context = {"plan": plan, "done": done, "number": len(slugs)}
        return render(request, "desk/plan_undoing.html", context)
    also = chosen_of_kept(request)
    undone = undo(change_set=plan.change_set, by=staff(request.user), on=timezone.localdate(), also=also)
    if restored or undone.restored:
        undoings = RecordChange.objects.filter(change_set__undoes=plan.change_set)
        number = undoings.values("provider_id").distinct().count()
        messages.success(request, f"Ongedaan gemaakt bij {number} {'organisatie' if number == 1 else 'organisaties'}.")
    _tell_forgotten(request, undone.attempts)
    if undone.kept:
        return ask_about_kept(request, plan.name, undone.kept, back=reverse("desk_plan", args=[plan.pk]))
    if not (restored or undone.restored or undone.attempts):
        messages.info(request, "Er was niets meer ongedaan te maken.")
    return redirect("desk_plan", plan.pk)


def _tell_forgotten(request: HttpRequest, attempts: int) -> None:
    if attempts:
        messages.success(request, f"{attempts} keer 'niet bereikt' is weer weg.")


def _taken_back(request: HttpRequest, plan: ImportPlan, slugs: Sequence[str]) -> tuple[int, bool]:
    """Take records back for some seconds, from where the page was; return how far that is, and whether any went back.

    What somebody chose to put back although it was changed since comes at the end, for all at once.
    """
    said = request.POST.get("vanaf", "")
    done = int(said) if said.isdecimal() and len(said) < DIGITS else 0
    restored, until = done > 0, monotonic() + STEP_SECONDS
    while done < len(slugs):
        some = slugs[done : done + UNDONE_AT_ONCE]
        undone = undo(change_set=plan.change_set, by=staff(request.user), on=timezone.localdate(), slugs=some)
        done, restored = done + len(some), restored or bool(undone.restored)
        if monotonic() > until:
            break
    return done, restored


def _refuse_out_of_reach(user: Any, plan: ImportPlan) -> None:
    """Refuse where a record of the file is another's by now."""
    changed = RecordChange.objects.filter(change_set=plan.change_set_id).values("provider_id")
    told_of = Q(pk__in=changed) | Q(attempts__plan=plan)
    if Provider.objects.filter(told_of).exclude(within(user, Action.IMPORT)).exists():
        raise Refused("Een van deze organisaties valt nu onder een ander. Vraag een beheerder.")


def _shown(request: HttpRequest, plan: ImportPlan, refused: list[str] | None = None) -> HttpResponse:
    plan.refresh_from_db()
    if not plan.is_read:
        return render(request, "desk/plan_reading.html", {"plan": plan})
    kind = request.GET.get("toon", "")
    counts, rows = counts_of(plan), plan.lines.defer("cells", "draft")
    is_applied = plan.applied_at is not None
    kind = kind if kind in SHOWN else ("fouten" if counts["error"] else "wijzigingen")
    context = {
        "plan": plan,
        "counts": counts,
        "answers": [(answer.label.capitalize(), counts[answer]) for answer in PlanRow.Answer if counts[answer]],
        "not_reached": not_reached_by(plan).count(),
        "kind": kind,
        "page": Paginator(SHOWN[kind](rows), PAGE_SIZE).get_page(request.GET.get("pagina")),
        "numbers": {name: chosen(rows).count() for name, chosen in SHOWN.items()},
        "before": None if is_applied else applied_before(plan),
        "stopped": not is_applied and plan.began_at and plan.began_at < timezone.now() - UNDER_WAY,
        "refused": refused,
    }
    return render(request, "desk/plan.html", context, status=409 if refused else 200)


def _most_records(user: Any) -> int:
    is_manager = any(reach is not Reach.OWN for _scope, reach in scopes_for(user, Action.IMPORT))
    return MOST_ROWS if is_manager else MOST_RECORDS_OF_AN_EDITOR


def _reaches_all(user: Any) -> bool:
    return any(reach is Reach.ALL for _scope, reach in scopes_for(user, Action.IMPORT))
