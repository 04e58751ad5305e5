"""Staff's admin: what an address may ask of any list that is registered, ours or a library's.

What lives here: the site, and what it holds each ModelAdmin to. What does not: the lists themselves (services/admin.py
and its likes), signing in (accounts.py).

Django lets an address filter on every column of a model. Who may see a list could so read a column that it does not
show, sign by sign: `?text__regex=^a`. Here an address asks what the list itself asks, and nothing else.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.filters import FieldListFilter, ListFilter
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import get_fields_from_path
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.views.main import ChangeList, ChangeListSearchForm
from django.contrib.admin.widgets import AutocompleteMixin, AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.http import HttpRequest, HttpResponse

# Nobody searches for more, and each word is a condition of its own to the database.
LONGEST_SEARCH = 200
NUL = "\x00"


class SearchForm(ChangeListSearchForm):
    """What is searched for in a list."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.validators.insert(0, MaxLengthValidator(LONGEST_SEARCH, "Zoek met minder woorden."))


class BoundedChangeList(ChangeList):
    """A list that is searched by a few words."""

    search_form_class = SearchForm


class KeysOnly(AutocompleteMixin):
    """A field with suggestions that shows what was sent in only where it can be a key: Django would fail on the rest.

    The form says beside the field what is wrong with it.
    """

    def optgroups(self, name: str, value: list[Any], attr: Any = None) -> list[Any]:
        """Return the chosen options."""
        model = self.choices.queryset.model
        return super().optgroups(name, [key for key in value if can_be_key(model, key)], attr)


class KeySelect(KeysOnly, AutocompleteSelect):
    """One, chosen with suggestions."""


class KeySelectMultiple(KeysOnly, AutocompleteSelectMultiple):
    """Some, chosen with suggestions."""


class KeysField(forms.ModelMultipleChoiceField):
    """A choice of some rows. Django asks the database for what can be no key, and fails."""

    def clean(self, value: Any) -> models.QuerySet:
        """Return the chosen rows."""
        for key in value or ():
            if not can_be_key(self.queryset.model, key):
                raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": key})
        return super().clean(value)


class ClosedAdmin(admin.ModelAdmin):
    """What the site adds to each ModelAdmin."""

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Return whether a filter of this list asks so: the filters are the list of what an address may ask."""
        return NUL not in value and any(lookup in one.expected_parameters() for one in self._filters(request))

    def to_field_allowed(self, request: HttpRequest, to_field: str) -> bool:
        """Return whether rows are named by their key: any other field could be guessed at."""
        return to_field == self.opts.pk.attname

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> models.Model | None:
        """Return the row; a field without a name in the address is none, and not one to look for."""
        return super().get_object(request, object_id, from_field or None)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """Return the list, with a bounded search."""
        return BoundedChangeList

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField | None:
        """Return the field; one with suggestions bears any text that is sent in."""
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", KeySelect(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(
        self, db_field: models.ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelMultipleChoiceField | None:
        """Return the field, which bears any text that is sent in."""
        kwargs.setdefault("form_class", KeysField)
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", KeySelectMultiple(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def response_action(self, request: HttpRequest, queryset: models.QuerySet) -> HttpResponse | None:
        """Do what was chosen with the rows that were ticked; what can be no row came from no page of ours."""
        if not all(can_be_key(self.model, key) for key in request.POST.getlist(ACTION_CHECKBOX_NAME)):
            raise BadRequest
        return super().response_action(request, queryset)

    def _filters(self, request: HttpRequest) -> list[ListFilter]:
        """Return the filters of this list, as its page makes them, with nothing chosen."""
        return [self._filter(item, request) for item in self.get_list_filter(request)]

    def _filter(self, item: Any, request: HttpRequest) -> ListFilter:
        if callable(item):
            return item(request, {}, self.model, self)
        path, make = item if isinstance(item, tuple | list) else (item, FieldListFilter.create)
        field = get_fields_from_path(self.model, path)[-1]
        return make(field, request, {}, self.model, self, field_path=path)


class OwnFields(AutocompleteJsonView):
    """Suggestions for the fields that some form fills with suggestions, and for no other pair of models."""

    def process_request(self, request: HttpRequest) -> tuple[Any, ...]:
        """Read what is asked, where a form asks it."""
        term = request.GET.get("term", "")
        if NUL in term or len(term) > LONGEST_SEARCH:
            raise BadRequest
        asked = tuple(request.GET.get(name) for name in ("app_label", "model_name", "field_name"))
        if asked not in self._fields(request):
            raise PermissionDenied
        return super().process_request(request)

    def _fields(self, request: HttpRequest) -> set[tuple[str, str, str]]:
        return {
            (model._meta.app_label, model._meta.model_name, name)
            for model, asker in self.admin_site._registry.items()
            for name in asker.get_autocomplete_fields(request)
        }


class ClosedAdminSite(admin.AdminSite):
    """The site of staff's lists."""

    def register(self, model_or_iterable: Any, admin_class: type | None = None, **options: Any) -> None:
        """Register lists, and hold them to what holds for all."""
        admin_class = admin_class or admin.ModelAdmin
        held = type(admin_class.__name__, (ClosedAdmin, admin_class), {"__module__": admin_class.__module__})
        super().register(model_or_iterable, held, **options)

    def get_urls(self) -> list[Any]:
        """Return the addresses of the admin, without the one that leads from any row of any model to its page."""
        return [url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"]

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """Return suggestions."""
        return OwnFields.as_view(admin_site=self)(request)


def can_be_key(model: type[models.Model], text: Any) -> bool:
    """Return whether a text can be the key of a row of a model, whether or not there is such a row."""
    try:
        model._meta.pk.clean(text, None)
    except ValidationError:
        return False
    return True
