"""The links that stand in a record, and which of them lead nowhere.

What lives here: those. What does not: asking them (queue.py, asking.py).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from services.models.link_checks import LinkCheck, LinkField, LinkState
from services.practical.documents import Document


class Link(NamedTuple):
    """A link of a record, by the columns of its check."""

    provider_id: int
    field: str
    url: str


class Broken(NamedTuple):
    """A link that leads nowhere: what it is called in its record, and its address."""

    name: str
    url: str


def links_of(key: int, website: str, documents: Iterable[Document]) -> Iterator[Link]:
    """Yield the links of a record."""
    if website:
        yield Link(key, LinkField.WEBSITE.value, website)
    yield from (Link(key, LinkField.DOCUMENT.value, url) for _nl, _en, url in documents)


def broken_links(keys: Collection[int] | None = None) -> dict[int, list[Broken]]:
    """Return the broken links of these records, or of all, by key; one query.

    A link that was mended since it was asked is not one of them, though nobody asked the new one yet.
    """
    checks = LinkCheck.objects.filter(state=LinkState.BROKEN).order_by("provider", "-field", "pk")
    checks = checks if keys is None else checks.filter(provider__in=keys)
    found: dict[int, list[Broken]] = defaultdict(list)
    for *columns, website, documents in checks.values_list(*Link._fields, "provider__website", "provider__documents"):
        link = Link(*columns)
        if link in links_of(link.provider_id, website, documents):
            titles = {url: title for title, _en, url in documents}
            found[link.provider_id].append(
                Broken("website" if link.field == LinkField.WEBSITE else titles[link.url], link.url)
            )
    return found
