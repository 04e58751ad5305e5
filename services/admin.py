"""The desk where staff correct a record, the role matrix, the sectors and the dated values.

What lives here: forms and lists for signed-in staff. What does not: public pages, the verbs that write (upkeep/).
Who changed what is kept by Django's own history. A correction makes no record fresher: that takes a check.
"""

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db import models
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from notation.fields import AS_PEOPLE_WRITE
from regions.writing import written_alone
from services.catalogue import catalogue
from services.files.columns import READERS, TEXT_ERRORS, CodesField, PhoneField, read_postcode
from services.files.csv_format import FOR_EXCEL
from services.files.exporting import export_providers
from services.files.row_form import (
    POSTCODE_NOWHERE,
    Postcodes,
    check_whole_position,
    is_example_contact,
    refuse_example_contact,
)
from services.freshness import CheckPart, Freshness, oldest_checks
from services.models import Check, LinkCheck, Provider, ProviderType, RecordChange, Role, Sector, Verb
from services.upkeep.checks import confirm, refuse_future
from services.upkeep.door import NO_VERSION, MovedSinceSeen, change, refuse_moved, staff, versions_of
from services.upkeep.history import field_label, shown, told_of
from services.upkeep.records import refuse_circle, retire, set_work_area
from services.work_area.codes import WorkAreaReader

PART_DATES = tuple(part.column for part in CheckPart)
WRITTEN_AT = ("changed_by_file_at", "created_at", "updated_at")
CHECKED_LIKE_A_FILE = ("min_redundancies", "latitude", "longitude")


def codes_of(provider: Provider) -> tuple[str, ...]:
    """Return the work area of a record as codes."""
    parts = provider.service_areas.select_related("area__scheme", "municipality")
    return tuple(sorted(part.code for part in parts))


class ProviderForm(forms.ModelForm):
    """A record as staff edit it, under the rules that an import has too."""

    areas = CodesField(
        label="werkgebied",
        widget=forms.Textarea(attrs={"rows": 4, "cols": 60}),
        help_text="Codes met een puntkomma ertussen. NL: heel Nederland. PV:PV27: provincie. AM:AM18: "
        "arbeidsmarktregio. GM:GM0363: gemeente. PC:1013 of PC:1013AA-1013AE: postcode. Een ? zonder andere code: het "
        "werkgebied is niet bekend.",
    )

    postcode = forms.CharField(label="postcode", required=False, max_length=20)  # with a country, spaces
    phone = PhoneField(label="telefoon", required=False, max_length=30, error_messages=TEXT_ERRORS)

    class Meta:
        model = Provider
        fields: list[str] = []  # ProviderAdmin names them

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, max_value=2**63 - 1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in CHECKED_LIKE_A_FILE:
            if name not in self.fields:  # who may only look fills in none
                continue
            rules = READERS[name]
            self.fields[name].validators += rules.validators
            self.fields[name].error_messages |= rules.error_messages
        if self.instance.pk:
            self.initial["areas"] = codes_of(self.instance)
            self.initial["version"] = versions_of([self.instance.pk])[self.instance.pk]

    def clean_areas(self) -> frozenset:
        """Return the parts that the codes name."""
        return WorkAreaReader(timezone.localdate()).read(self.cleaned_data["areas"])

    def clean_postcode(self) -> str:
        """Return the postcode as it is stored."""
        return read_postcode(self.cleaned_data["postcode"])

    def clean_successor(self) -> Provider | None:
        """Return the successor, which cannot lead back to this record."""
        successor = self.cleaned_data["successor"]
        if self.instance.pk:
            refuse_circle(self.instance, successor)
        return successor

    def clean(self) -> None:
        """Check what fields say together."""
        super().clean()
        self._refuse_moved()
        self._check_roles()
        self._check_sectors()
        check_whole_position(self)
        refuse_example_contact(self)
        self._fill_position()

    def _refuse_moved(self) -> None:
        """Tell once, beside each field, what somebody else made of it since this form was opened."""
        if not self.instance.pk:
            return
        try:
            refuse_moved({self.instance.pk: self.cleaned_data.get("version") or NO_VERSION})
        except MovedSinceSeen as moved:
            self.data = self.data.copy()
            self.data["version"] = versions_of([self.instance.pk])[self.instance.pk]
            for change_ in reversed(moved.moved[self.instance.pk]):
                self._tell(change_)

    def _tell(self, change_: RecordChange) -> None:
        done = told_of(change_.change_set)
        for name in change_.after:
            field = name if name in self.fields else None
            old, new = shown(name, change_.before.get(name)), shown(name, change_.after[name])
            advice = "Neem dat over, of bewaar uw eigen waarde."
            self.add_error(field, f"{done} {field_label(name)}: was {old}, is nu {new}. {advice}")

    def _check_roles(self) -> None:
        ticked = any(self.cleaned_data.get(role.value) for role in Role)
        if self.cleaned_data.get("has_own_roles") and not ticked:
            self.add_error("has_own_roles", "Kies een of meer rollen, of zet 'eigen rollen' uit.")
        if ticked and not self.cleaned_data.get("has_own_roles"):
            self.add_error("has_own_roles", "Zet 'eigen rollen' aan, of haal de vinkjes bij de rollen weg.")

    def _check_sectors(self) -> None:
        provider_type = self.cleaned_data.get("type")
        if provider_type and provider_type.needs_sector and not self.cleaned_data.get("sectors"):
            self.add_error("sectors", f"Kies een of meer sectoren: '{provider_type}' werkt voor eigen sectoren.")

    def _fill_position(self) -> None:
        """Take the position from the postcode where none is given, or where only the postcode changed.

        A position that came from a postcode goes with it: there is no middle of an area.
        """
        cleaned = self.cleaned_data
        if self.errors:
            return
        if "postcode" in self.changed_data and not {"latitude", "longitude"} & set(self.changed_data):
            cleaned["latitude"] = cleaned["longitude"] = None
        if cleaned["postcode"] and cleaned["latitude"] is None:
            centre = Postcodes().centre(cleaned["postcode"])
            if centre is None:
                self.add_error("postcode", POSTCODE_NOWHERE)
            else:
                cleaned["latitude"], cleaned["longitude"] = centre


class CheckForm(forms.ModelForm):
    """A check that a member of staff did."""

    class Meta:
        model = Check
        fields = ["checked_on", "method", *CheckPart.values, "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "method" in self.fields:
            choices = self.fields["method"].choices
            self.fields["method"].choices = [choice for choice in choices if choice[0] != Check.Method.DEMO]

    def clean(self) -> dict[str, Any]:
        """Ask what was looked at: a check of nothing makes nothing true."""
        cleaned = super().clean() or self.cleaned_data
        if not any(cleaned.get(part) for part in CheckPart.values):
            self.add_error(CheckPart.values[0], "Kies wat u hebt gecontroleerd.")
        return cleaned

    def clean_checked_on(self) -> Any:
        """Return the day, which cannot be yet to come."""
        refuse_future(self.cleaned_data["checked_on"])
        return self.cleaned_data["checked_on"]


class CheckInline(admin.TabularInline):
    """The checks of a record: one can be added, none changed or removed."""

    model = Check
    form = CheckForm
    formfield_overrides = AS_PEOPLE_WRITE
    fields = ("checked_on", "method", *CheckPart.values, "note", "checked_by")
    readonly_fields = ("checked_by",)
    extra = 1

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return False: a check is history."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return False: a check is history."""
        return False


class FreshnessFilter(admin.SimpleListFilter):
    """Lists the records in one state of freshness (R17)."""

    title = "controle"
    parameter_name = "controle"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Return the states to choose from."""
        return Freshness.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Return the records in the chosen state."""
        if self.value() not in Freshness.values:
            return queryset
        edges = oldest_checks(timezone.localdate(), catalogue().parameters)
        return queryset.in_state(Freshness(self.value()), edges)


@admin.register(Provider)
class ProviderAdmin(admin.ModelAdmin):
    """Records of providers. One that stops is given an end date: removing it would break old links."""

    form = ProviderForm
    inlines = [CheckInline]
    list_display = ("name", "type", "city", "state", "last_checked_on", "retired_on")
    list_select_related = ("type",)
    list_filter = (FreshnessFilter, "type", "sectors", "is_example")
    search_fields = ("name", "slug", "city")
    raw_id_fields = ("successor",)
    readonly_fields = (*PART_DATES, "last_checked_on", "silent_since", "is_example", *WRITTEN_AT)
    actions = ("export_for_excel",)
    formfield_overrides = AS_PEOPLE_WRITE | {
        models.URLField: {"assume_scheme": "https"},
        models.ManyToManyField: {"widget": forms.CheckboxSelectMultiple},
    }
    fieldsets = (
        (None, {"fields": ("name", "slug", "type", "areas", "sectors", "source", "version")}),
        ("Wat het doet", {"fields": ("has_own_roles", *Role.values, "min_redundancies", "takes_redundant")}),
        ("Beschrijving", {"fields": ("description_nl", "description_en")}),
        (
            "Contact",
            {"fields": ("email", "phone", "website", "opening_hours", "run_by", "first_contact", "is_example")},
        ),
        ("Adres", {"fields": ("street", "postcode", "city", "latitude", "longitude")}),
        ("Gestopt", {"fields": ("retired_on", "successor")}),
        ("Bijgehouden", {"fields": (*PART_DATES, "last_checked_on", "silent_since", *WRITTEN_AT)}),
    )

    @admin.display(description="controle", ordering="last_checked_on")
    def state(self, provider: Provider) -> str:
        """Return how far the record can be trusted today."""
        return oldest_checks(timezone.localdate(), catalogue().parameters).freshness_of(provider).label

    @admin.display(description="werkgebied")
    def areas(self, provider: Provider) -> str:
        """Return the work area, to who may only look."""
        return ";".join(codes_of(provider))

    @admin.action(description="Exporteer voor Excel", permissions=["view"])
    def export_for_excel(self, request: HttpRequest, queryset: QuerySet[Provider]) -> HttpResponse:
        """Give the chosen records as a file that a Dutch Excel opens and the import reads back, without the stopped."""
        response = HttpResponse(
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="organisaties.csv"'},
        )
        export_providers(response, on=timezone.localdate(), layout=FOR_EXCEL, among=queryset)
        return response

    def get_readonly_fields(self, request: HttpRequest, obj: Provider | None = None) -> tuple[str, ...]:
        """Keep the slug once it is given: links and files know the record by it."""
        return (*self.readonly_fields, "slug") if obj else self.readonly_fields

    def get_prepopulated_fields(self, request: HttpRequest, obj: Provider | None = None) -> dict[str, Any]:
        """Suggest a slug for a new record."""
        return {} if obj else {"slug": ("name",)}

    def has_delete_permission(self, request: HttpRequest, obj: Provider | None = None) -> bool:
        """Return False: a record that stops keeps its page."""
        return False

    @written_alone
    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Show the form, and hold what is sent in to the record as it is then."""
        page = partial(super().changeform_view, request, object_id, *args, **kwargs)
        if request.method != "POST":
            return page()
        stored = object_id and self.get_object(request, unquote(object_id))
        with change(
            Verb.EDIT if stored else Verb.CREATE, by=staff(request.user), records=[stored.pk] if stored else []
        ):
            return page()

    def save_model(self, request: HttpRequest, obj: Provider, form: ProviderForm, change: bool) -> None:
        """Save; new contact data decide anew whether they are examples."""
        if {"email", "website"} & set(form.changed_data):
            obj.is_example = is_example_contact(obj.email, obj.website)
        super().save_model(request, obj, form, change)
        if {"retired_on", "successor"} & set(form.changed_data):
            retire(provider=obj, on=obj.retired_on, successor=obj.successor, by=staff(request.user))

    def save_related(self, request: HttpRequest, form: ProviderForm, formsets: list, change: bool) -> None:
        """Save the checks and the sectors, and the work area where it changed."""
        super().save_related(request, form, formsets, change)
        if "areas" in form.changed_data:
            set_work_area(provider=form.instance, areas=form.cleaned_data["areas"], by=staff(request.user))

    def save_formset(self, request: HttpRequest, form: ProviderForm, formset: BaseInlineFormSet, change: bool) -> None:
        """Record each new check as done by the person who is signed in."""
        formset.save(commit=False)
        for check in formset.new_objects:
            confirm(
                provider=form.instance,
                parts=check.parts,
                on=check.checked_on,
                by=staff(request.user),
                method=check.method,
                note=check.note,
            )


class KeepsCode(admin.ModelAdmin):
    """A list whose rows are known by a code: rules and files use it, so it stays."""

    fixed_fields: tuple[str, ...] = ("code",)
    formfield_overrides = AS_PEOPLE_WRITE

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Keep what a row is known by."""
        return self.fixed_fields if obj else ()


@admin.register(ProviderType)
class ProviderTypeAdmin(KeepsCode):
    """The role matrix."""

    list_display = ("name_nl", "code", *Role.values, "is_private", "order")


@admin.register(Sector)
class SectorAdmin(KeepsCode):
    """Sectors."""

    list_display = ("name_nl", "code", "order")

    def has_delete_permission(self, request: HttpRequest, obj: Sector | None = None) -> bool:
        """Return False for a sector in use: a provider that lost its last one would serve all sectors."""
        return super().has_delete_permission(request, obj) and (obj is None or not obj.providers.exists())


@admin.register(LinkCheck)
class LinkCheckAdmin(admin.ModelAdmin):
    """What became of asking the websites of organisations: to look at, since the command alone writes it."""

    list_display = ("provider", "url", "state", "failed_days", "last_status", "next_on")
    list_filter = ("state",)
    list_select_related = ("provider",)
    search_fields = ("provider__name", "host")
    fields = readonly_fields = (*list_display, "last_failed_on")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Return False: a link comes from a record."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: LinkCheck | None = None) -> bool:
        """Return False: what an answer says is not for people to change."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: LinkCheck | None = None) -> bool:
        """Return whether the record may be deleted: with it go its links. One that is deleted by itself begins anew."""
        return request.user.has_perm("services.delete_provider")
