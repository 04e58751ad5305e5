"""The form of a record as tests fill it in: as it opens in a browser, with what somebody types.

What lives here: helpers. What does not: tests.
"""

from typing import Any

from django.test import Client
from django.urls import reverse

from services.models import Provider
from tests.services.desk.colleagues import record
from tests.services.providers import by_hand

AREA = "AM:AM07"


def known_record(slug: str = "loket", **more: Any) -> Provider:
    """Return a record of the region that says something in most fields."""
    known = {"phone": "+31263123456", "street": "Straat 1", "postcode": "6811AB", "city": "Arnhem"}
    known |= {"latitude": 51.98, "longitude": 5.91, "description_nl": "Wij helpen.\nAltijd."}
    provider = record(slug, **known | more)
    with by_hand():
        provider.service_areas.create(area=provider.stewardship.region)
    return provider


def address(provider: Provider | None) -> str:
    """Return where the form of a record is, or of a new one."""
    return reverse("desk_edit", args=[provider.slug]) if provider else reverse("desk_new")


def opened(client: Client, provider: Provider | None = None, **asked: Any) -> dict[str, Any]:
    """Return the form as it opens, by field: what a browser would send that sends it unchanged."""
    page = client.get(address(provider), asked)
    assert page.status_code == 200
    return sent_by(page)


def sent_by(page: Any) -> dict[str, Any]:
    """Return what a browser would send from a page with the form."""
    form = page.context["form"]
    fields = {field.name: field.value() for field in form if not field.field.disabled}
    hidden = {name: page.context[name] for name in ("seen", "concept") if page.context[name] is not None}
    return {name: "" if value is None else value for name, value in fields.items()} | hidden


def sends(client: Client, provider: Provider | None, form: dict[str, Any], button: str = "bewaar", **typed: Any) -> Any:
    """Send a form in with what was typed."""
    return client.post(address(provider), form | typed | {"doe": button})
