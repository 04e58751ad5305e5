"""The pages of records: the list with its search, one record with all that is known of it, and whose it is.

What lives here: those pages. What does not: what a text finds (finding.py), what is known of a record
(organisation/profile.py).
"""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from services import wording
from services.catalogue import catalogue
from services.desk import staff
from services.desk.access import GET_OR_POST, Action, desk_page, may, member_of, record_for, within
from services.desk.finding import find, kept_as_chosen
from services.desk.forms import FindForm, OwnerForm, sent
from services.duplicates.merging import merges_of
from services.freshness import dates_of_checks, oldest_checks
from services.link_checks.links import broken_links
from services.models import Check, Provider
from services.organisation.profile import profile_of
from services.querysets import ProviderQuerySet
from services.stewards import steward_of, stewards_of, without_owner
from services.upkeep.changed import changed_since_check

PAGE_SIZE = 25


@desk_page(Action.READ)
def records(request: HttpRequest) -> HttpResponse:
    """List the records that somebody looks for."""
    form = FindForm(request.GET)
    context: dict[str, Any] = {"form": form, "may_add": may(request.user, Action.EDIT)}
    if form.is_valid():
        sought = find(form.cleaned_data["q"], timezone.localdate())
        providers = _among(sought.providers, form.cleaned_data, request.user).select_related("type")
        page = Paginator(providers, PAGE_SIZE).get_page(request.GET.get("pagina"))
        context |= {"sought": sought, "page": page, "rows": _rows(list(page.object_list))}
    return render(request, "desk/records.html", context)


def _among(providers: ProviderQuerySet, chosen: dict[str, str], user: object) -> ProviderQuerySet:
    condition = Q()
    if chosen["alleen"] == "mijn":
        condition &= within(user, Action.EDIT)
    if chosen["alleen"] == "zonder-eigenaar":
        condition &= without_owner()
    return kept_as_chosen(providers.filter(condition), chosen)


def _rows(providers: list[Provider]) -> list[dict[str, Any]]:
    """Return what the list says of each record; in a fixed number of queries."""
    today, whose = timezone.localdate(), stewards_of(providers)
    edges = oldest_checks(today, catalogue().parameters)
    return [
        {
            "provider": provider,
            "steward": whose[provider.pk],
            "state": edges.freshness_of(provider),
            "has_stopped": provider.retired_on is not None and provider.retired_on <= today,
        }
        for provider in providers
    ]


@desk_page(Action.READ, record_for)
def record(request: HttpRequest, provider: Provider) -> HttpResponse:
    """Show all that is known of one record, since when, and whose it is."""
    state = oldest_checks(timezone.localdate(), catalogue().parameters).freshness_of(provider)
    may_edit = may(request.user, Action.EDIT, provider)
    context = {
        "provider": provider,
        "profile": profile_of(provider, timezone.localdate()),
        "steward": steward_of(provider),
        "state": state,
        "changed": changed_since_check([provider])[provider.pk],
        "state_in_words": wording.check_in_words(provider.last_checked_on, state, dates_of_checks(provider)),
        "checks": Check.objects.filter(provider__in=[provider, *provider.absorbed], undone_by=None).select_related(
            "provider"
        ),
        "may_hand_over": may(request.user, Action.HAND_OVER, provider),
        "may_edit": may_edit,
        "may_propose": not may_edit and may(request.user, Action.PROPOSE),
        "merges": merges_of(provider),
        "broken_links": broken_links([provider.pk]).get(provider.pk, ()),
        "may_merge": may(request.user, Action.MERGE, provider),
    }
    return render(request, "desk/record.html", context)


@desk_page(Action.HAND_OVER, record_for, methods=GET_OR_POST)
def owner(request: HttpRequest, provider: Provider) -> HttpResponse:
    """Ask who takes a record on."""
    current = steward_of(provider).owner
    form = OwnerForm(sent(request), initial={"owner": current and str(current.pk)})
    if request.method == "POST" and form.is_valid():
        try:
            staff.give_owner(by=member_of(request.user), provider=provider, owner=form.chosen)
        except ValidationError as error:
            form.add_error("owner", error)
        else:
            messages.success(request, f"{provider.name} is nu van: {form.chosen or 'niemand'}.")
            return redirect("desk_record", provider.slug)
    back = reverse("desk_record", args=[provider.slug])
    context = {"form": form, "title": f"Wie beheert {provider.name}?", "submit": "Bewaar", "back": back}
    return render(request, "desk/form.html", context)
