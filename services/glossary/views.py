"""The page with the words of the field, and with the scheme of which type of organisation has which role.

What lives here: arranging what is known for the page. What does not: the words (words.py), the types and their roles,
which staff keep (services/catalogue.py).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from services.catalogue import TypeEntry, catalogue
from services.glossary.words import RunBy, Word, glossary
from services.models import Role


@dataclass(frozen=True, slots=True)
class ExplainedType:
    """A type of organisation, and who runs it: None where that is not known."""

    entry: TypeEntry
    run_by: RunBy | None


@login_not_required
@require_safe
def glossary_page(request: HttpRequest) -> HttpResponse:
    """Explain the words of the field, and show which type of organisation helps in which situation."""
    known, types = glossary(), catalogue().types
    context = {
        "breadcrumb": [{"label": pgettext("menu", "Home"), "url": reverse("home")}, {"label": _("Begrippen")}],
        "scheme": _scheme(types),
        "types": [ExplainedType(entry, known.run_by.get(entry.code)) for entry in types],
        "parties": _by_name(known.parties),
        "words": _by_name(known.words),
    }
    return render(request, "services/glossary/glossary.html", context)


def _scheme(types: Iterable[TypeEntry]) -> dict[str, Any]:
    """Return the parameters of the table: a row for each type, a column for each role."""
    return {
        "caption": _("Welke soort organisatie helpt in welke situatie?"),
        "columns": [_("Soort organisatie"), *(capfirst(role.label) for role in Role)],
        "rows": [[entry.name, *(_yes_or_no(role in entry.roles) for role in Role)] for entry in types],
    }


def _yes_or_no(holds: bool) -> str:
    return _("ja") if holds else _("nee")


def _by_name(words: Iterable[Word]) -> list[Word]:
    """Return the words in the order of the alphabet, in the reader's language."""
    return sorted(words, key=lambda word: word.name.casefold())
