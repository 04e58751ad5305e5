"""Staff's view of places and areas: looking up, and a correction now and then.

What lives here: lists, search and forms. What does not: filling (loading.py).
"""

from django import forms
from django.contrib import admin
from django.core.validators import RegexValidator

from notation.fields import AS_PEOPLE_WRITE
from regions.models import Area, AreaMembership, AreaScheme, Municipality, Place, Postcode

_full_postcode = RegexValidator(
    r"^[1-9][0-9]{3}[A-Z]{2}$", "Schrijf een hele postcode: vier cijfers en twee hoofdletters, zoals 1013AA."
)
_pc4 = RegexValidator(r"^[1-9][0-9]{3}$", "Schrijf vier cijfers, zoals 1013.")


def _judged(text: str, rule: RegexValidator) -> str:
    """Return a text that a rule lets through; an empty one is for its field to judge."""
    if text:
        rule(text)
    return text


class AreaMembershipForm(forms.ModelForm):
    """A municipality or a range of full postcodes in an area."""

    class Meta:
        model = AreaMembership
        fields = ["area", "municipality", "postcode_from", "postcode_to", "valid_from", "valid_until"]

    def clean_postcode_from(self) -> str:
        """Return where the range begins."""
        return _judged(self.cleaned_data["postcode_from"], _full_postcode)

    def clean_postcode_to(self) -> str:
        """Return where the range ends."""
        return _judged(self.cleaned_data["postcode_to"], _full_postcode)


class PostcodeForm(forms.ModelForm):
    """A four-digit postcode with its centre in the Netherlands."""

    class Meta:
        model = Postcode
        fields = ["pc4", "place", "latitude", "longitude"]

    def clean_pc4(self) -> str:
        """Return the four digits."""
        return _judged(self.cleaned_data["pc4"], _pc4)


class PostcodeInline(admin.TabularInline):
    """The postcodes of a place, to read."""

    model = Postcode
    fields = ["pc4", "latitude", "longitude"]
    readonly_fields = fields
    extra = 0
    can_delete = False

    def has_add_permission(self, request, obj=None) -> bool:
        """Refuse: a postcode is added on its own page."""
        return False


@admin.register(Municipality)
class MunicipalityAdmin(admin.ModelAdmin):
    """Municipalities, of today and former."""

    formfield_overrides = AS_PEOPLE_WRITE
    list_display = ["name", "code", "valid_from", "valid_until"]
    list_filter = [("valid_until", admin.EmptyFieldListFilter)]
    search_fields = ["name", "code"]
    autocomplete_fields = ["successors"]


@admin.register(Place)
class PlaceAdmin(admin.ModelAdmin):
    """Towns and villages."""

    list_display = ["name", "municipality"]
    list_select_related = ["municipality"]
    search_fields = ["name", "municipality__name", "postcodes__pc4"]
    autocomplete_fields = ["municipality"]
    inlines = [PostcodeInline]


@admin.register(Postcode)
class PostcodeAdmin(admin.ModelAdmin):
    """Four-digit postcodes."""

    form = PostcodeForm
    list_display = ["pc4", "place", "latitude", "longitude"]
    list_select_related = ["place__municipality"]
    search_fields = ["pc4", "place__name"]
    autocomplete_fields = ["place"]


@admin.register(AreaScheme)
class AreaSchemeAdmin(admin.ModelAdmin):
    """Divisions of the country. Files and links use code and prefix: these stay as they are."""

    formfield_overrides = AS_PEOPLE_WRITE
    list_display = ["name_nl", "code", "prefix", "valid_from", "valid_until"]
    search_fields = ["name_nl", "code"]

    def get_readonly_fields(self, request, obj=None) -> list[str]:
        """Return the fields that hold once the division exists."""
        return ["code", "prefix"] if obj else []


@admin.register(Area)
class AreaAdmin(admin.ModelAdmin):
    """Areas of the divisions."""

    list_display = ["name", "code", "scheme"]
    list_filter = ["scheme"]
    list_select_related = ["scheme"]
    search_fields = ["name", "code"]


@admin.register(AreaMembership)
class AreaMembershipAdmin(admin.ModelAdmin):
    """Which municipality, or part of it, lies in which area."""

    form = AreaMembershipForm
    formfield_overrides = AS_PEOPLE_WRITE
    list_display = ["municipality", "area", "scheme", "postcode_from", "postcode_to", "valid_from", "valid_until"]
    list_filter = ["area__scheme"]
    list_select_related = ["municipality", "area__scheme"]
    search_fields = ["municipality__name", "municipality__code", "area__name", "area__code", "postcode_from"]
    autocomplete_fields = ["municipality", "area"]

    @admin.display(description="indeling", ordering="area__scheme__name_nl")
    def scheme(self, membership: AreaMembership) -> AreaScheme:
        """Return the division of the area."""
        return membership.area.scheme
