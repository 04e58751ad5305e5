"""Which pages search engines may offer: the site map, in parts, with each page in every language.

What lives here: those lists. What does not: what search engines are told beside it (machines.py), what a page says of
itself (templatetags/share.py).
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Max, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from referrals.engine.sentences import RULES
from services.coverage.by_region import regions
from services.models import ChangeSet, Provider, RecordChange

# The pages that need nothing filled in, by url name. A page that only some may see, or that says noindex, is none.
PAGES = (
    "home",
    "case",
    "employee",
    "search",
    "map",
    "regions",
    "gaps",
    "support",
    "dismissal_roads",
    "dismissal_talk",
    "glossary",
    "rules",
    "monitor",
    "contact",
    "privacy",
    "accessibility",
)


class Listed(NamedTuple):
    """One page: its url name, what stands in its address, and the day since which it says what it says, if known."""

    name: str
    arguments: tuple[str, ...] = ()
    day: date | None = None


class InEveryLanguage(Sitemap):
    """A list of pages, each once in every language with the others beside it.

    Only what stands in one part of the list is read for that part, however long the list is.
    """

    # Pages in one file: in two languages about a megabyte, made in a fraction of a second.
    limit = 1_000

    def listed(self, items: Any) -> Iterable[Listed]:
        """Return the pages of these items, which are a part of `items()`: here they are pages already."""
        return items

    def get_urls(self, page: int | str = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        """Return what the file says of each address in this part of the list."""
        start = f"{self.get_protocol(protocol)}://{self.get_domain(site)}"
        urls = []
        for listed in self.listed(self.paginator.page(page).object_list):
            addresses = _addresses(start, listed)
            alternates = _alternates(addresses)
            urls += [
                {"location": address, "lastmod": listed.day, "alternates": alternates} for address in addresses.values()
            ]
        return urls

    def get_latest_lastmod(self) -> Any:
        """Return when anything in the list changed last; nothing where that is not known."""
        return None


def _addresses(start: str, listed: Listed) -> dict[str, str]:
    addresses = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            addresses[code] = start + reverse(listed.name, args=listed.arguments)
    return addresses


def _alternates(addresses: dict[str, str]) -> list[dict[str, str]]:
    whole = {**addresses, "x-default": addresses[settings.LANGUAGE_CODE]}
    return [{"lang_code": code, "location": address} for code, address in whole.items()]


class Pages(InEveryLanguage):
    """The pages that are there whatever the directory holds."""

    def items(self) -> list[Listed]:
        """Return the pages of the site, and one for each rule."""
        return [*(Listed(name) for name in PAGES), *(Listed("rule", (rule.id,)) for rule in RULES.values())]


class Regions(InEveryLanguage):
    """The labour market regions of today."""

    def items(self) -> list[Listed]:
        """Return a page for each region."""
        return [Listed("region", (region.code,)) for region in regions(timezone.localdate())]


class Organisations(InEveryLanguage):
    """The organisations that one can be sent to today, in an order in which a new one comes last."""

    def items(self) -> QuerySet:
        """Return key, slug and last check of each record that is published and was not merged into another."""
        published = Provider.objects.published(timezone.localdate()).filter(merged_into=None)
        return published.order_by("pk").values_list("pk", "slug", "last_checked_on")

    def listed(self, items: QuerySet) -> Iterator[Listed]:
        """Return a page for each organisation, with the day of its last version or its last check."""
        rows = list(items)
        changed = _days_of_last_version([key for key, _slug, _checked in rows])
        for key, slug, checked in rows:
            yield Listed("organisation", (slug,), max(filter(None, [checked, changed.get(key)]), default=None))

    def get_latest_lastmod(self) -> Any:
        """Return when any record got another version last."""
        return ChangeSet.objects.filter(is_open=False).order_by("-pk").values_list("at", flat=True).first()


def _days_of_last_version(keys: list[int]) -> dict[int, date]:
    """Return the day of the last version of the records between the first and the last of these keys; one query."""
    if not keys:
        return {}
    between = RecordChange.objects.filter(provider__gte=keys[0], provider__lte=keys[-1]).order_by()
    last = between.values_list("provider_id").annotate(Max("change_set__at"))
    return {key: timezone.localdate(at) for key, at in last}


SITEMAPS = {"pages": Pages, "regions": Regions, "organisations": Organisations}
