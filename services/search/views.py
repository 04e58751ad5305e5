"""The public page that searches the providers.

What lives here: validate, call one function, render. What does not: how an answer is found (results.py).
Nothing here stores anything or sets a cookie.
"""

from collections.abc import Mapping, Sequence

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from regions.place_field import ASKED, MEANT
from regions.wording import label_of
from services import compared
from services.everyday_words import needs
from services.search.chosen import chosen_filters
from services.search.leads import leads_of, other_spelling, read_as
from services.search.listing import Listing, listing
from services.search.map import map_of
from services.search.question import PLACE, ProviderFilter, Question
from services.search.results import PAGE_SIZE, Hit, order_in_words, search_providers

# Longer numbers are no page of any list, and too long for a database.
MAX_PAGE_DIGITS = 6
# Where there is no room for both, a page shows its list, or its map.
MAP = "kaart"


class Addresses:
    """The addresses of a question with other answers instead."""

    def __init__(self, query: QueryDict) -> None:
        self._parts = {key: urlencode({key: values}, doseq=True) for key, values in query.lists()}

    def __call__(self, **changes: object) -> str:
        """Return the address with these answers instead, from its first page on; None leaves one out."""
        changed = {key: "" if value is None else urlencode({key: value}, doseq=True) for key, value in changes.items()}
        return f"?{'&'.join(filter(None, {**self._parts, 'pagina': '', **changed}.values()))}"


@login_not_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show the providers that answer the question in the address; a page after the last leads to the last.

    A place that is not certain is asked about first: the list of the whole country is no answer to it.
    """
    asked = ProviderFilter(request.GET, timezone.localdate())
    question = asked.question()
    if PLACE in asked.form.errors:
        return render(request, "services/search/search.html", {"form": asked.form})
    place = asked.form[PLACE].value()
    if place != request.GET.get(PLACE):  # one address for a place, however it was asked or answered
        understood = {PLACE: place, PLACE + ASKED: None, PLACE + MEANT: None}
        return redirect(request.path + Addresses(request.GET)(**understood))
    page, query = _page_number(request.GET), _understood(request.GET)
    address = Addresses(query)
    result = search_providers(question, page or 1)
    if result.page > result.pages:
        return redirect(request.path + address(pagina=result.pages))
    shown = (*result.hits, *result.outside)
    to_compare = query.getlist(compared.KEY)

    def listed(hits: Sequence[Hit], desks: Mapping[str, int]) -> Listing:
        return listing(hits, desks, lambda sector: address(sector=sector.code))

    shows_map = query.get("beeld") == MAP
    list_url = address(beeld=None, pagina=query.get("pagina"))
    chosen = [(it, address(**{it.field: None})) for it in chosen_filters(question, result.facets)]
    context = {
        "form": asked.form,
        "result": result,
        "has_numbers": True,
        "hits": listed(result.hits, result.sector_desks),
        "possible": listed(result.possible, result.possible_sector_desks),
        "outside": listed(result.outside, {}),
        "to_compare": to_compare,
        "not_shown": [slug for slug in to_compare if slug not in _slugs(*shown, *result.possible)],
        "most_to_compare": compared.MOST,
        "kept": compared.search_in(query),
        "needs": [(need, address(q=need), need == question.words) for need in needs()],
        "location": question.location,
        "place": question.location and label_of(question.location),
        "bad_page": "" if page else request.GET["pagina"],
        "order": order_in_words(question.location),
        "page": Paginator(range(result.listed), PAGE_SIZE).page(result.page),
        "chosen": chosen,
        "ways_out": sorted(((it, url) for it, url in chosen if it.without), key=lambda way: -way[0].without),
        "words": question.words,
        "read_as": read_as(question),
        "leads": [
            (lead, address(**dict.fromkeys(asked.filters) | {lead.field: lead.value}))
            for lead in (() if result.total else leads_of(question, result.facets))
        ],
        "other_words": _other_words(question, address) if question.words and not result.total else None,
        "without_filters": address(**dict.fromkeys(asked.filters)),
        "shows_map": shows_map,
        "list_url": list_url,
        "map_url": address(beeld=MAP, pagina=query.get("pagina")),
        "map_caption": _("Alles op de kaart staat ook in de lijst."),
        "points_url": _points_url(address) if result.pages > 1 else "",
        "picture": map_of(shown, question.location, question.on, list_url if shows_map else ""),
    }
    return render(request, "services/search/search.html", context)


def _points_url(address: Addresses) -> str:
    return reverse("search_points") + address(beeld=None, **{compared.KEY: None})


def _slugs(*hits: Hit) -> set[str]:
    return {hit.facts.slug for hit in hits}


def _understood(query: QueryDict) -> QueryDict:
    """Return what an address asks, without what is longer than any answer: it would stand in every link of the page."""
    understood = query.copy()
    for key, values in query.lists():
        understood.setlist(key, [value for value in values if len(value) <= compared.LONGEST_KEPT])
    understood.setlist(compared.KEY, compared.slugs_in(query)[: compared.MOST])
    return understood


def _page_number(query: QueryDict) -> int | None:
    """Return the page asked for, the first where none is named, nothing where what is named is no page."""
    text = query.get("pagina") or "1"
    if not text.isdecimal() or len(text) > MAX_PAGE_DIGITS or int(text) == 0:
        return None
    return int(text)


def _other_words(question: Question, address: Addresses) -> tuple[str, str] | None:
    """Return the words that may be meant, and the address of the question with them."""
    words = other_spelling(question)
    return (words, address(q=words)) if words else None
