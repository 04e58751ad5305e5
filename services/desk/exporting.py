"""The pages that make a file of records, and a sheet to call by: on paper, or to fill in and send back.

What lives here: those pages. What does not: writing files (files/exporting.py), reading one back (importing.py).
"""

from collections.abc import Callable, Sequence
from io import StringIO
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from services.contact import contact_of
from services.desk.access import Action, desk_page, within
from services.desk.finding import kept_as_chosen
from services.desk.forms import CallSheetForm, ExportForm
from services.desk.reasons import BY_CODE, WorkList
from services.files.csv_format import FOR_EXCEL
from services.files.exporting import (
    export_call_sheet,
    export_call_sheet_workbook,
    export_providers,
    export_workbook,
)
from services.files.formats import WorkbookRefused
from services.models import Provider, ServiceArea
from services.organisation.profile import parts_in_words
from services.querysets import ProviderQuerySet
from services.work_area.parts import parts_by_provider

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
# Nobody calls more on one sheet of paper.
MOST_PRINTED = 200


@desk_page(Action.EXPORT)
def export(request: HttpRequest) -> HttpResponse:
    """Ask which records, and give them as a file that the import reads back without a change."""
    form = ExportForm(request.GET if "vorm" in request.GET else None)
    if form.is_valid():
        among, today = _chosen(request, form), timezone.localdate()
        return _file(
            request,
            form,
            "organisaties",
            as_csv=lambda out: export_providers(out, on=today, layout=FOR_EXCEL, among=among),
            as_workbook=lambda: export_workbook(on=today, among=among),
        )
    return _asked(request, form)


@desk_page(Action.EXPORT)
def call_sheet(request: HttpRequest) -> HttpResponse:
    """Ask whom to call, and give the sheet: to print, or as a file that is filled in and sent back."""
    form = CallSheetForm(request.GET if "vorm" in request.GET else None)
    if not form.is_valid():
        return _asked(request, form)
    among, today = _chosen(request, form), timezone.localdate()
    if form.cleaned_data["vorm"] == "print":
        providers = among.select_related("type").order_by("city", "name", "slug")
        context = {"rows": _to_print(list(providers[:MOST_PRINTED])), "number": among.count(), "today": today}
        return render(request, "desk/call_sheet.html", context)
    return _file(
        request,
        form,
        "belijst",
        as_csv=lambda out: export_call_sheet(out, on=today, among=among),
        as_workbook=lambda: export_call_sheet_workbook(on=today, among=among),
    )


def _chosen(request: HttpRequest, form: ExportForm) -> ProviderQuerySet:
    """Return the records within somebody's reach that the form asks for."""
    chosen, today = form.cleaned_data, timezone.localdate()
    mine = Provider.objects.published(today).filter(within(request.user, Action.EXPORT))
    among = kept_as_chosen(mine, chosen)
    if reason := BY_CODE.get(chosen["reden"]):
        among = Provider.objects.filter(pk__in=WorkList(among, today).keys(reason))
    return among


def _to_print(providers: Sequence[Provider]) -> list[dict[str, Any]]:
    """Return what stands on paper of each record; one query."""
    parts = parts_by_provider(ServiceArea.objects.filter(provider__in=providers).order_by("pc4", "letters_from", "pk"))
    return [
        {"provider": one, "contact": contact_of(one), "work_area": parts_in_words(parts[one.pk])} for one in providers
    ]


def _file(
    request: HttpRequest,
    form: ExportForm,
    name: str,
    *,
    as_csv: Callable[[StringIO], None],
    as_workbook: Callable[[], bytes],
) -> HttpResponse:
    """Answer with the file in the form that was chosen; where Excel cannot hold it, say so beside the choice."""
    vorm, day = form.cleaned_data["vorm"] or "xlsx", timezone.localdate().isoformat()
    if vorm == "csv":
        out = StringIO(newline="")
        as_csv(out)
        answer = HttpResponse(out.getvalue().encode(), content_type=CSV)
    else:
        try:
            answer = HttpResponse(as_workbook(), content_type=XLSX)
        except WorkbookRefused as refused:
            form.add_error("vorm", str(refused))
            return _asked(request, form)
    answer["Content-Disposition"] = f'attachment; filename="{name}-{day}.{vorm}"'
    return answer


def _asked(request: HttpRequest, form: ExportForm) -> HttpResponse:
    return render(request, "desk/export.html", {"form": form, "is_call_sheet": isinstance(form, CallSheetForm)})
