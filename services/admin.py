"""The technical admin of the role matrix, the sectors and the dated values, and a look at the rows of records.

What lives here: lists and forms for who keeps the portal itself. What does not: editing records (desk/), the verbs that
write (upkeep/). Who changed what of these lists is kept by Django's own history.
"""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from notation.fields import AS_PEOPLE_WRITE
from services.catalogue import catalogue
from services.files.csv_format import FOR_EXCEL
from services.files.exporting import export_providers
from services.freshness import CheckPart, Freshness, oldest_checks
from services.models import Check, LinkCheck, Provider, ProviderType, Role, Sector

PART_DATES = tuple(part.column for part in CheckPart)
WRITTEN_AT = ("changed_by_file_at", "created_at", "updated_at")


def codes_of(provider: Provider) -> tuple[str, ...]:
    """Return the work area of a record as codes."""
    parts = provider.service_areas.select_related("area__scheme", "municipality")
    return tuple(sorted(part.code for part in parts))


class OnlyLooked:
    """What is written elsewhere: here it is looked at."""

    def has_add_permission(self, *_: Any) -> bool:
        """Return False."""
        return False

    def has_change_permission(self, *_: Any) -> bool:
        """Return False."""
        return False

    def has_delete_permission(self, *_: Any) -> bool:
        """Return False."""
        return False


class CheckInline(OnlyLooked, admin.TabularInline):
    """The checks of a record."""

    model = Check
    fields = ("checked_on", "method", *CheckPart.values, "note", "checked_by")
    extra = 0


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
class ProviderAdmin(OnlyLooked, admin.ModelAdmin):
    """Records of providers as rows. They are written at the desk, through one door (desk/editing.py)."""

    inlines = [CheckInline]
    list_display = ("name", "type", "city", "state", "last_checked_on", "retired_on")
    list_select_related = ("type",)
    list_filter = (FreshnessFilter, "type", "sectors", "is_example")
    search_fields = ("name", "slug", "city")
    actions = ("export_for_excel",)
    fieldsets = (
        (None, {"fields": ("name", "slug", "type", "areas", "sectors", "source")}),
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
    """What became of asking the links of organisations: to look at, since the command alone writes it."""

    list_display = ("provider", "field", "url", "state", "failed_days", "last_status", "next_on")
    list_filter = ("state", "field")
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
