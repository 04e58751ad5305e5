"""What the frame of the desk shows of its reader.

What lives here: the menu, and taking one of many by its key. What does not: who may open what (desk/access.py).
"""

from collections.abc import Mapping
from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import reverse

from services.desk import registry
from services.desk.access import Action, may

register = template.Library()

PAGES = (
    ("desk_start", "Vandaag", Action.READ),
    ("desk_records", "Organisaties", Action.READ),
    ("desk_proposals", "Voorstellen", Action.DECIDE),
    ("desk_coverage", "Dekking", Action.READ),
    ("desk_boundaries", "Gemeenten", Action.SEE_BOUNDARIES),
    ("desk_files", "Bestanden", Action.IMPORT),
    ("desk_duplicates", "Dubbelen", Action.MERGE),
    ("desk_people", "Mensen", Action.SEE_STAFF),
)
# What comes after the pages that apps above add.
LAST = (
    ("desk_guide", "Handleiding", Action.READ),
    ("desk_oneself", "Ik", Action.READ),
)
# The pages below one of the menu.
BELOW = {"desk_record": "desk_records", "desk_person": "desk_people", "desk_invite": "desk_people"}
BELOW |= {"desk_withdraw": "desk_people", "desk_record_owner": "desk_records", "desk_check": "desk_records"}
BELOW |= {"desk_still_holds": "desk_records", "desk_history": "desk_records", "desk_take_back": "desk_records"}
BELOW |= {"desk_plan": "desk_files", "desk_proposal": "desk_proposals", "desk_propose": "desk_records"}
BELOW |= {"desk_call": "desk_records", "desk_ten": "desk_start"}
BELOW |= {"desk_export": "desk_files", "desk_call_sheet": "desk_files"}
BELOW |= {"desk_pair": "desk_duplicates", "desk_not_the_same": "desk_duplicates"}
BELOW |= {"desk_work_area": "desk_records", "desk_boundary": "desk_boundaries", "desk_practical": "desk_records"}
BELOW |= dict.fromkeys(("desk_edit", "desk_new", "desk_preview", "desk_draft"), "desk_records")


@register.inclusion_tag("desk/navigation.html", takes_context=True)
def desk_navigation(context: template.Context) -> dict[str, Any]:
    """Show the menu of the desk: what its reader may open, with the page that is open marked."""
    request: HttpRequest = context["request"]
    open_page = request.resolver_match.url_name if request.resolver_match else ""
    added = ((str(page.pattern.name), page.label, page.action) for page in registry.pages if page.label)
    links = [
        {"href": reverse(name), "label": label, "current": _current(name, open_page or "")}
        for name, label, action in (*PAGES, *added, *LAST)
        if may(request.user, action)
    ]
    return {"links": links, "user": request.user}


def _current(name: str, open_page: str) -> str:
    if name == open_page:
        return "page"
    if open_page.startswith(f"{name}_"):
        return "true"
    nearest = max((page for page in BELOW if open_page.startswith(page)), key=len, default="")
    return "true" if name == BELOW.get(nearest) else ""


@register.filter
def item(things: Mapping[Any, Any], key: Any) -> Any:
    """Return one of many things by its key; None where it is not there."""
    return things.get(key)
