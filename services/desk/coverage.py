"""The page of coverage: who helps in which role, by region and by municipality, how sure that is, and who is nearest.

What lives here: that page. What does not: the judgement (coverage/by_municipality.py, coverage/by_region.py), what the
public reads of it (coverage/gaps.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from services import stewards, wording
from services.catalogue import catalogue
from services.coverage.by_municipality import Country, Counts, MunicipalityCoverage, Near, RoleCoverage
from services.coverage.by_region import Help, RegionCoverage, coverage_of_regions
from services.coverage.status import Status
from services.desk.access import Action, desk_page
from services.models import Role

NUMBERS = {
    Status.REFERABLE: "doorverwijzen kan",
    Status.KNOWN: "bekend, nog te controleren",
    Status.POSSIBLE: "misschien",
}


class RegionForm(forms.Form):
    """Asks of which region to show the municipalities."""

    regio = forms.ChoiceField(label="Regio", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regions = ((area.code, area.name) for area in stewards.regions())
        self.fields["regio"].choices = [("", "alle regio's"), *regions]


@dataclass(frozen=True, slots=True)
class Cell:
    """One role at one place in words: the state, how many organisations, of which types, and who is nearest."""

    role: str
    status: Status
    numbers: str = ""
    types: Sequence[str] = ()
    nearest: Near | None = None
    is_gap: bool = False

    @property
    def distance(self) -> str:
        """Return how far the nearest is."""
        return wording.distance_in_words(self.nearest.kilometres) if self.nearest else ""


@dataclass(frozen=True, slots=True)
class Row:
    """One place with its roles; `code` leads to the municipalities of a region."""

    name: str
    cells: Sequence[Cell]
    code: str = ""


@desk_page(Action.READ)
def coverage(request: HttpRequest) -> HttpResponse:
    """Show the regions, or the municipalities of one."""
    form = RegionForm(request.GET)
    region, on = form.cleaned_data["regio"] if form.is_valid() else "", timezone.localdate()
    context = {
        "form": form,
        "region": dict(form.fields["regio"].choices)[region] if region else "",
        "rows": _municipalities(region, on) if region else list(map(_of_region, coverage_of_regions(on))),
        "roles": [wording.role_explained(role) for role in Role],
        "states": list(Status),
    }
    return render(request, "desk/coverage.html", context)


def _municipalities(region: str, on: date) -> list[Row]:
    return [_of_municipality(one) for one in Country(on).municipalities(region)]


def _of_municipality(one: MunicipalityCoverage) -> Row:
    return Row(one.name, [_cell(role, state) for role, state in one.roles.items()])


def _of_region(one: RegionCoverage) -> Row:
    cells = [Cell(str(role.label), state.best, _for_whom(state)) for role, state in one.roles.items()]
    return Row(one.region.name, cells, one.region.code)


def _for_whom(state: Help) -> str:
    return "" if state.is_for_everyone else f"niet voor iedereen; anderen: {state.for_everyone.label}"


def _cell(role: Role, state: RoleCoverage) -> Cell:
    kinds = catalogue().types_by_code
    return Cell(
        str(role.label),
        state.counts.status,
        _numbers(state.counts),
        [f"{kinds[code].name}: {_numbers(counts)}" for code, counts in state.by_type.items()],
        state.nearest,
        state.counts.is_gap,
    )


def _numbers(counts: Counts) -> str:
    """Return how many organisations help, by how sure that is; empty where nobody does."""
    told = [f"{getattr(counts, state)} {label}" for state, label in NUMBERS.items() if getattr(counts, state)]
    if counts.partly:
        told.append(f"waarvan {counts.partly} in een deel")
    return "; ".join(told)
