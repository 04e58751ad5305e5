"""One record as it is told, checked field by field: the rules of a record, and the row of a file under them.

What lives here: what fields say together, and codes that stand for something else. What does not: what a field may hold
by itself (columns.py), lines (table.py), comparing with what is stored (importing.py), the form of staff, which has
these same rules (desk/edit_form.py).
"""

from collections.abc import Collection, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regions.centres import centre_of
from services.catalogue import TypeEntry, catalogue
from services.example_contact import is_example_contact
from services.files.columns import READERS, read_postcode
from services.models import Role, RunBy
from services.practical.capacity import Capacity, refuse_half_told
from services.upkeep.values import NOWHERE, Position
from services.work_area.codes import WorkAreaReader
from services.work_area.parts import AreaPart

POSTCODE_NOWHERE = gettext_lazy("Deze postcode bestaat niet. Verbeter hem, of vul breedte- en lengtegraad in.")


class RowLookups:
    """What the cells of an import, or the fields of a form, are compared with: read once, where it is asked."""

    def __init__(self, on: date) -> None:
        self.on = on
        self.catalogue = catalogue()

    @cached_property
    def areas(self) -> WorkAreaReader:
        """Return what reads the codes of areas."""
        return WorkAreaReader(self.on)


def refuse_example_contact(form: forms.Form) -> None:
    """In production, put an error on contact data that can only be an example."""
    if not settings.PRODUCTION:
        return
    for name in ("email", "website", "referral_email"):
        filled = form.cleaned_data.get(name) or ""
        if is_example_contact(*(("", filled) if name == "website" else (filled, ""))):
            form.add_error(name, _("Dit is een voorbeeldadres. Vul een echt adres in, of laat het leeg."))


def check_whole_position(form: forms.Form) -> None:
    """Put an error on the empty one of `latitude` and `longitude` where only the other is filled."""
    cleaned = form.cleaned_data
    if "latitude" not in cleaned or "longitude" not in cleaned:
        return
    if cleaned["latitude"] is None and cleaned["longitude"] is not None:
        form.add_error("latitude", _("Vul ook de breedtegraad in, of laat breedte- en lengtegraad allebei leeg."))
    if cleaned["longitude"] is None and cleaned["latitude"] is not None:
        form.add_error("longitude", _("Vul ook de lengtegraad in, of laat breedte- en lengtegraad allebei leeg."))


class RecordRules(forms.BaseForm):
    """What the fields of a record may hold beside each other and beside what is known, whichever form asks them."""

    def __init__(self, *args: Any, lookups: RowLookups, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lookups = lookups

    def clean_type(self) -> TypeEntry:
        """Return the type that the code names."""
        types = self._lookups.catalogue.types_by_code
        return types[_known(self.cleaned_data["type"], types)]

    def clean_roles(self) -> frozenset[Role]:
        """Return the record's own roles; none means those of its type."""
        return frozenset(Role(_known(code, Role.values)) for code in self.cleaned_data["roles"])

    def clean_sectors(self) -> frozenset[int]:
        """Return the keys of the sectors."""
        sectors = self._lookups.catalogue.sectors_by_code
        return frozenset(sectors[_known(code, sectors)].id for code in self.cleaned_data["sectors"])

    def clean_areas(self) -> frozenset[AreaPart]:
        """Return the parts of the work area."""
        return self._lookups.areas.read(self.cleaned_data["areas"])

    def clean_run_by(self) -> str:
        """Return the code of who runs the organisation, empty where that is not known."""
        code = self.cleaned_data["run_by"]
        return _known(code, RunBy.values) if code else ""

    def clean_first_contact(self) -> bool:
        """Return whether staff chose the record as first contact; an empty cell says no."""
        return bool(self.cleaned_data["first_contact"])

    def clean_postcode(self) -> str:
        """Return the postcode as it is stored."""
        return read_postcode(self.cleaned_data["postcode"])

    def clean(self) -> None:
        """Check what cells say together: a whole position, or a postcode that gives one."""
        check_whole_position(self)
        refuse_example_contact(self)
        postcode = self.cleaned_data.get("postcode")
        if postcode and self.given_position == NOWHERE and not centre_of(postcode):
            self.add_error("postcode", POSTCODE_NOWHERE)

    def refuse_without_sector(self, sectors: Collection[int] | None) -> None:
        """Put an error on the sectors where a type works for sectors of its own, and there are none."""
        provider_type = self.cleaned_data.get("type")
        if provider_type and provider_type.needs_sector and sectors == frozenset():
            message = _("Vul een of meer sectoren in: '%(type)s' werkt altijd voor eigen sectoren.")
            self.add_error("sectors", message % {"type": provider_type.name})

    @property
    def given_position(self) -> Position:
        """Return the position that is typed or stands in the row itself."""
        return self.cleaned_data.get("latitude"), self.cleaned_data.get("longitude")


class ProviderRowForm(RecordRules):
    """The cells of one record. A column that the file lacks counts as empty.

    One form reads all rows of a file, one after the other: to make its twenty fields anew for each row would cost
    more than to check the cells.
    """

    base_fields = READERS

    def __init__(self, lookups: RowLookups) -> None:
        super().__init__({}, lookups=lookups)

    def read(self, cells: Mapping[str, str]) -> None:
        """Check the cells of the next row: `errors` and `cleaned_data` are about it from now on."""
        self.data = cells
        self.full_clean()

    def clean_verified_on(self) -> date | None:
        """Return the day of the source's check, which cannot be yet to come."""
        day = self.cleaned_data["verified_on"]
        if day is not None and day > self._lookups.on:
            raise ValidationError(_("Deze datum ligt in de toekomst. Vul de dag in waarop is gecontroleerd."))
        return day

    def clean_capacity(self) -> str:
        """Return the code of what the organisation said of its room."""
        code = self.cleaned_data["capacity"]
        return _known(code, Capacity.values) if code else ""

    def clean(self) -> None:
        """Check what cells say together: also what is said of room."""
        super().clean()
        given = [self.cleaned_data.get(name) for name in ("capacity", "capacity_until", "waiting_weeks")]
        for name, message in refuse_half_told(*given).items():
            if name not in self.errors:
                self.add_error(name, message)


def _known(code: str, codes: Mapping[str, object] | list[str]) -> str:
    if code not in codes:
        message = _("'%(code)s' is hier niet bekend. Kies uit: %(known)s.")
        raise ValidationError(message % {"code": code, "known": ", ".join(codes)})
    return code
