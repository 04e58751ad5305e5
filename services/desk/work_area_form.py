"""The form of a work area: regions, municipalities, postcodes, the country, or that it is not known.

What lives here: what it asks, and reading that as codes. What does not: its page (work_area.py), what can be chosen
(work_area/tree.py), what a code may hold (work_area/codes.py).

All of it is on one page and needs no script. A place that somebody looks for is ticked in it (`with_found`).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from notation.characters import legible
from regions.divisions import LABOUR_MARKET_REGION
from regions.place_field import PlaceField
from regions.places import Found, Location, find_place
from services.desk.check_forms import BIGGEST_VERSION
from services.work_area.codes import NOT_KNOWN, WorkAreaReader
from services.work_area.parts import AreaPart
from services.work_area.tree import Branch, branches, other_areas, written_ranges

AREAS, COUNTRY = "gebieden", "NL"
WHERE = [
    (AREAS, "in de gebieden die ik hieronder kies"),
    (COUNTRY, "in heel Nederland (NL)"),
    (NOT_KNOWN, "dat is niet bekend (?)"),
]
TICKED, WHOLE, LESS = "", "heel", "zonder"
HOW = [
    (TICKED, "alleen de gemeenten die ik aanvink"),
    (WHOLE, "de hele regio"),
    (LESS, "de hele regio, zonder de gemeenten die ik aanvink"),
]
LONGEST_LIST = 5_000
_BETWEEN_RANGES = re.compile(r"[\n,;]+")
_UP_TO = re.compile(r"\s*(?:t/m|tot en met|-)\s*", re.IGNORECASE)


class Chosen(NamedTuple):
    """One region in the form, with how many of its municipalities are chosen."""

    name: str
    how: forms.BoundField
    which: forms.BoundField
    summary: str
    is_open: bool


class WorkAreaForm(forms.Form):
    """Asks where an organisation works."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=BIGGEST_VERSION)
    where = forms.ChoiceField(label="Waar werkt deze organisatie?", choices=WHERE, widget=forms.RadioSelect)
    find = PlaceField(
        label="Zoek een gemeente, plaats, regio of postcode",
        help_text="Wat u vindt, vinken wij hieronder aan.",
        required=False,
        with_areas=True,
    )
    postcodes = forms.CharField(
        label="Postcodes",
        help_text="Een postcode of reeks op elke regel, zoals 6811, 6811-6846 of 6811 AA-6811 KZ.",
        required=False,
        max_length=LONGEST_LIST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    others = forms.MultipleChoiceField(
        label="Provincies en andere gebieden", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: QueryDict | None = None, *, on: date, codes: Iterable[str] = (), version: int = 0) -> None:
        super().__init__(data, initial={"version": version, "where": AREAS})
        self._on, self._branches = on, branches(on)
        self.parts: frozenset[AreaPart] = frozenset()
        self.fields["others"].choices = other_areas(on)
        for branch in self._branches:
            self.fields[branch.code] = forms.ChoiceField(
                label=branch.name, choices=HOW, widget=forms.RadioSelect, required=False
            )
            self.fields[_inside(branch)] = forms.MultipleChoiceField(
                label=f"Gemeenten in {branch.name}",
                choices=branch.municipalities,
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
        self._fill(set(codes))

    def _fill(self, codes: set[str]) -> None:
        """Show a work area as it is stored."""
        known = {code for code, _name in self.fields["others"].choices}
        self.initial["others"] = sorted(known & codes)
        for branch in self._branches:
            self.initial[branch.code] = WHOLE if branch.written in codes else TICKED
            self.initial[_inside(branch)] = [code for code, _name in branch.municipalities if code in codes]
        if only := codes & {COUNTRY, NOT_KNOWN}:
            self.initial["where"] = only.pop()
        if postcodes := sorted(code for code in codes if code.startswith("PC:")):
            self.initial["postcodes"] = "\n".join(written_ranges(WorkAreaReader(self._on).read(postcodes)))

    @property
    def regions(self) -> list[Chosen]:
        """Return the regions by name, with what is chosen in each."""
        return [self._chosen(branch) for branch in self._branches]

    def _chosen(self, branch: Branch) -> Chosen:
        how, which = self[branch.code], self[_inside(branch)]
        ticked, of_all = len(which.value() or ()), len(branch.municipalities)
        number = {WHOLE: of_all, LESS: of_all - ticked}.get(how.value() or TICKED, ticked)
        summary = "hele regio" if number == of_all else f"{number} van {of_all} gemeenten" if number else ""
        return Chosen(branch.name, how, which, summary, bool(number or how.errors or which.errors))

    def clean_find(self) -> str:
        """Let nothing that somebody looks for be forgotten: it is ticked before the rest is read."""
        if found := self.cleaned_data["find"]:
            raise ValidationError(f"{found} is nog niet aangevinkt. Kies 'Vink aan', of maak dit veld leeg.")
        return ""

    def clean(self) -> dict[str, Any]:
        """Read what was chosen as the parts of a work area; an area that holds nothing is refused."""
        if self.errors:
            return self.cleaned_data
        where = self.cleaned_data["where"]
        codes = list(self._codes()) if where == AREAS else [where]
        if not codes:
            raise ValidationError(
                "Dit werkgebied is leeg. Kies een regio, gemeente of postcode, of zeg dat het niet bekend is."
            )
        self._read(codes)
        return self.cleaned_data

    def _codes(self) -> Iterator[str]:
        """Yield the codes of what was ticked; postcodes are read apart, since their field says what is wrong."""
        for branch in self._branches:
            how, ticked = self.cleaned_data[branch.code], self.cleaned_data[_inside(branch)]
            if how == WHOLE:
                yield branch.written
            elif how == LESS:
                yield from self._without(branch, ticked)
            else:
                yield from ticked
        yield from self.cleaned_data["others"]
        yield from _ranges(self.cleaned_data["postcodes"])

    def _without(self, branch: Branch, ticked: Sequence[str]) -> list[str]:
        left = [code for code, _name in branch.municipalities if code not in ticked]
        if not left:
            self.add_error(branch.code, f"Zonder deze gemeenten blijft er van {branch.name} niets over.")
        return left if ticked else [branch.written]

    def _read(self, codes: Iterable[str]) -> None:
        reader = WorkAreaReader(self._on)
        postcodes = [code for code in codes if code.startswith("PC:")]
        try:
            reader.read(postcodes)
            self.parts = reader.read(codes)
        except ValidationError as error:
            self.add_error("postcodes", error)

    # --- A place that somebody looks for -----------------------------------------------------------------

    def with_found(self) -> "WorkAreaForm | None":
        """Return the form with the place ticked that was looked for; None where it is not certain which that is."""
        text = self.fields["find"].widget.value_from_datadict(self.data, {}, "find") or ""
        if "find" in self._errors_of_find(text):
            return None
        found = find_place(text, self._on)
        data = self.data.copy()
        if isinstance(found, Found):
            self._tick(data, found.location)
        data["find"], data["where"] = "", AREAS
        for asked in ("find-bedoeld", "find-gevraagd"):
            data.pop(asked, None)
        return WorkAreaForm(data, on=self._on)

    def _errors_of_find(self, text: str) -> dict[str, Any]:
        """Return what is wrong with the text alone."""
        try:
            self.fields["find"].clean(text)
        except ValidationError as error:
            return {"find": error}
        return {}

    def _tick(self, data: QueryDict, found: Location) -> None:
        if found.kind == "area" and found.scheme == LABOUR_MARKET_REGION and found.area_code:
            data[found.area_code] = WHOLE
        elif found.kind == "area":
            self._tick_other(data, found)
        elif found.kind == "postcode" and found.postcode:
            data["postcodes"] = "\n".join(filter(None, [data.get("postcodes", "").strip(), found.postcode]))
        else:
            self._tick_municipality(data, found.municipality_code)

    def _tick_other(self, data: QueryDict, found: Location) -> None:
        for code, _name in self.fields["others"].choices:
            if code.endswith(f":{found.area_code}") and code not in data.getlist("others"):
                data.appendlist("others", code)

    def _tick_municipality(self, data: QueryDict, code: str | None) -> None:
        for branch in self._branches:
            inside = _inside(branch)
            if f"GM:{code}" not in dict(branch.municipalities) or data.get(branch.code) == WHOLE:
                continue
            ticked = data.getlist(inside)
            if data.get(branch.code) == LESS:
                data.setlist(inside, [one for one in ticked if one != f"GM:{code}"])
            elif f"GM:{code}" not in ticked:
                data.appendlist(inside, f"GM:{code}")


def _inside(branch: Branch) -> str:
    return f"{branch.code}-gemeenten"


def _ranges(text: str) -> Iterator[str]:
    """Yield the codes of postcodes and ranges that somebody typed, in the way of a file."""
    for typed in _BETWEEN_RANGES.split(legible(text)):
        if typed.strip():
            first, *others = _UP_TO.split(typed.strip())
            yield "PC:" + "-".join([first, *others]).upper()
