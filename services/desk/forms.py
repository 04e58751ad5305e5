"""The forms of the desk.

What lives here: fields, and what is wrong with what was typed in them. What does not: who may give what, which the
verbs judge under their lock (staff.py).
"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.auth.forms import UserCreationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from services import stewards
from services.catalogue import catalogue
from services.desk.access import Action, may, scopes_for
from services.desk.finding import LONGEST
from services.desk.reasons import REASONS
from services.desk.rights import ALL_TYPES, EVERYWHERE, Rights
from services.mail_addresses import refuse_unmailable
from services.staff_models import OF_THE_COUNTRY, Invitation, StaffMember, StaffRole

COUNTRY, EACH_TYPE = "NL", "*"
NOBODY = "niemand"
WHERE = [("mijn", "die ik mag bewerken"), ("zonder-eigenaar", "zonder eigenaar")]


def sent(request: HttpRequest) -> QueryDict | None:
    """Return what was sent in; None where a form is asked for. An empty one that is sent in is no form asked for."""
    return request.POST if request.method == "POST" else None


def back_to_list(request: HttpRequest) -> str:
    """Return the list from which a button was pressed, as it was filtered."""
    back, start = request.POST.get("terug", ""), reverse("desk_start")
    is_ours = back.startswith(start) and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return back if is_ours else start


class FindForm(forms.Form):
    """Asks which records to list."""

    q = forms.CharField(
        label="Zoek een organisatie",
        help_text="Naam, plaats, postcode, regio, telefoonnummer of e-mailadres.",
        max_length=LONGEST,
        required=False,
    )
    regio = forms.ChoiceField(label="Beheerd door regio", required=False)
    soort = forms.ChoiceField(label="Soort", required=False)
    alleen = forms.ChoiceField(label="Alleen organisaties", required=False, choices=[("", "alle"), *WHERE])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["regio"].choices = _regions()
        self.fields["soort"].choices = _types()


class FileForm(forms.Form):
    """Asks for a file with organisations."""

    file = forms.FileField(
        label="Bestand met organisaties",
        help_text="Een Excel-bestand (.xlsx) of een CSV-bestand, met dezelfde kolommen als de export. Er wordt niets "
        "gewijzigd: u ziet eerst wat het bestand doet.",
        error_messages={"empty": "Dit bestand is leeg."},
    )


class WorkForm(forms.Form):
    """Asks which part of the work list to show."""

    regio = forms.ChoiceField(label="Beheerd door regio", required=False)
    soort = forms.ChoiceField(label="Soort", required=False)
    eigenaar = forms.ChoiceField(label="Eigenaar", required=False)
    reden = forms.ChoiceField(label="Reden", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        at_work = StaffMember.objects.filter(ended_on=None, user__is_active=True).select_related("user")
        owners = [(str(member.pk), str(member)) for member in at_work]
        self.fields["eigenaar"].choices = [("", "alle"), (NOBODY, "niemand"), *owners]
        self.fields["regio"].choices = _regions()
        self.fields["soort"].choices = _types()
        self.fields["reden"].choices = [("", "alle"), *((reason.code, reason.label) for reason in REASONS)]


class ExportForm(WorkForm):
    """Asks which records to put in a file, and in which form."""

    vorm = forms.ChoiceField(
        label="Vorm",
        choices=[("xlsx", "Excel"), ("csv", "CSV, met puntkomma's")],
        widget=forms.RadioSelect,
        initial="xlsx",
        required=False,
    )


class CallSheetForm(ExportForm):
    """Asks whom to call, and how the sheet is made."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["vorm"].choices = [("print", "om af te drukken"), *self.fields["vorm"].choices]


def _regions() -> list[tuple[str, str]]:
    return [("", "alle"), *((area.code, area.name) for area in stewards.regions())]


def _types() -> list[tuple[str, str]]:
    return [("", "alle"), *((kind.code, kind.name_nl) for kind in catalogue().types)]


class RightsForm(forms.Form):
    """Asks for a role, regions and types, as far as the one who gives them may."""

    role = forms.ChoiceField(label="Rol", widget=forms.RadioSelect)
    regions = forms.MultipleChoiceField(label="Regio's", widget=forms.CheckboxSelectMultiple)
    types = forms.MultipleChoiceField(label="Soorten organisaties", widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, by: StaffMember, rights: Rights | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = scopes_for(by.user, Action.MANAGE_STAFF)
        is_national = any(scope.role == StaffRole.NATIONAL_MANAGER for scope, _reach in held)
        own = {scope.region_id for scope, _reach in held}
        self._areas = [area for area in stewards.regions() if is_national or area.pk in own]
        self._types = catalogue().types
        roles = StaffRole if is_national else [StaffRole.EDITOR]
        self.fields["role"].choices = [(role.value, role.label) for role in roles]
        areas = [(area.code, area.name) for area in self._areas]
        self.fields["regions"].choices = [(COUNTRY, "heel Nederland"), *areas] if is_national else areas
        self.fields["types"].choices = [(EACH_TYPE, "alle soorten"), *((one.code, one.name_nl) for one in self._types)]
        self.initial.update(self._shown(rights) if rights else {"role": StaffRole.EDITOR, "types": [EACH_TYPE]})

    def clean_regions(self) -> tuple[int | None, ...]:
        """Return the regions by their keys."""
        keys = {area.code: area.pk for area in self._areas}
        return _all_or_some(self.cleaned_data["regions"], COUNTRY, keys, "Kies heel Nederland, of regio's; niet beide.")

    def clean_types(self) -> tuple[int | None, ...]:
        """Return the types by their keys."""
        keys = {kind.code: kind.id for kind in self._types}
        return _all_or_some(self.cleaned_data["types"], EACH_TYPE, keys, "Kies alle soorten, of enkele; niet beide.")

    def clean(self) -> dict[str, Any]:
        """Refuse what goes with no role: who manages a region does so for all types of it."""
        role, regions, types = (self.cleaned_data.get(name) for name in ("role", "regions", "types"))
        if role in OF_THE_COUNTRY and regions and regions != EVERYWHERE:
            self.add_error("regions", "Deze rol geldt voor heel Nederland. Kies dat, of een andere rol.")
        if role == StaffRole.REGIONAL_MANAGER and regions == EVERYWHERE:
            self.add_error("regions", "Een regiobeheerder heeft een regio. Kies er een of meer.")
        if role and role != StaffRole.EDITOR and types and types != ALL_TYPES:
            self.add_error("types", "Deze rol geldt voor alle soorten. Kies dat, of een andere rol.")
        return self.cleaned_data

    @property
    def rights(self) -> Rights:
        """Return what was chosen."""
        chosen = self.cleaned_data
        return Rights(StaffRole(chosen["role"]), chosen["regions"], chosen["types"])

    def _shown(self, rights: Rights) -> dict[str, Any]:
        codes = {area.pk: area.code for area in self._areas}
        kinds = {kind.id: kind.code for kind in self._types}
        return {
            "role": rights.role,
            "regions": [codes.get(key, "") if key else COUNTRY for key in rights.regions],
            "types": [kinds[key] if key else EACH_TYPE for key in rights.types],
        }


def _all_or_some(chosen: Sequence[str], all_of_them: str, keys: dict[str, int], why_not: str) -> tuple[int | None, ...]:
    if all_of_them not in chosen:
        return tuple(keys[code] for code in chosen)
    if len(chosen) > 1:
        raise ValidationError(why_not)
    return (None,)


class InviteForm(RightsForm):
    """Asks whom to invite, and for what."""

    email = forms.EmailField(
        label="E-mailadres",
        max_length=Invitation._meta.get_field("email").max_length,
        help_text="Het adres van uw collega zelf, niet van een afdeling.",
    )
    organisation = forms.CharField(label="Werkt bij", max_length=120, help_text="Bijvoorbeeld: UWV, of een gemeente.")
    field_order = ["email", "organisation", "role", "regions", "types"]

    def clean_email(self) -> str:
        """Refuse an address that cannot be mailed."""
        email: str = self.cleaned_data["email"]
        refuse_unmailable(email)
        return email


class JoinForm(UserCreationForm):
    """Asks who was invited for a name to sign in with, and a password."""

    class Meta(UserCreationForm.Meta):
        labels = {"username": "Gebruikersnaam"}
        help_texts = {"username": "Hiermee logt u in; collega's zien deze naam. Letters, cijfers en @ . + - _"}

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.email = email  # a password that is like it is easy to guess
        self.fields["password1"].label = "Wachtwoord"
        self.fields[
            "password1"
        ].help_text = "Ten minste 12 tekens. Een zin die alleen u bedenkt is goed, met of zonder cijfers en tekens."
        self.fields["password2"].label = "Wachtwoord, nog een keer"
        self.fields["password2"].help_text = ""
        self.fields["username"].widget.attrs["autocomplete"] = "username"


class OwnerForm(forms.Form):
    """Asks who takes over: somebody who may edit records, or nobody."""

    owner = forms.ChoiceField(label="Eigenaar")

    def __init__(self, *args: Any, but: StaffMember | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        at_work = StaffMember.objects.filter(ended_on=None, user__is_active=True).select_related("user")
        members = at_work.prefetch_related("scopes").exclude(pk=but and but.pk)
        self._members = {str(member.pk): member for member in members if may(member.user, Action.EDIT)}
        named = [(key, str(member)) for key, member in self._members.items()]
        self.fields["owner"].choices = [(NOBODY, "niemand"), *named]

    @property
    def chosen(self) -> StaffMember | None:
        """Return who was chosen."""
        return self._members.get(self.cleaned_data["owner"])
