"""Every link inside the portal leads somewhere, and every anchor to a part of its page."""

from collections import Counter, deque
from urllib.error import HTTPError
from urllib.parse import parse_qs, urldefrag, urljoin, urlsplit
from urllib.request import urlopen

from tests.portal.page import Page

# Filters and pages make endless lists: of addresses that differ in values only, some are enough.
MOST_ALIKE = 3
FEWEST_PAGES = 300


def test_every_link_leads_somewhere(portal):
    seen, broken = crawl(portal)

    assert broken == []
    assert len(seen) > FEWEST_PAGES


def crawl(portal: str) -> tuple[dict[str, set[str]], list[str]]:
    """Follow the links from home in both languages; return the ids on each page, and what is broken and where."""
    waiting = deque([(f"{portal}/", "home"), (f"{portal}/en/", "home")])
    alike: Counter[tuple] = Counter()
    parts: dict[str, set[str]] = {}
    anchors: list[tuple[str, str, str]] = []
    broken = []
    while waiting:
        address, found_on = waiting.popleft()
        if address in parts or is_one_too_many(address, alike):
            continue
        status, page = read(address)
        parts[address] = {element["id"] for element in page.elements if element.get("id")}
        if status != 200:
            broken.append(f"{address} answers {status}, linked from {found_on}")
        for link in page.all("a"):
            target, anchor = urldefrag(urljoin(address, link["href"]))
            if target.startswith(f"{portal}/"):
                waiting.append((target, address))
                anchors += [(target, anchor, address)] * bool(anchor)
    lost = [(target, anchor, page) for target, anchor, page in anchors if anchor not in parts.get(target, {anchor})]
    return parts, broken + [f"{target} has no #{anchor}, linked from {page}" for target, anchor, page in lost]


def is_one_too_many(address: str, alike: Counter) -> bool:
    """Count an address among those with the same keys, and tell whether there are enough of them."""
    split = urlsplit(address)
    if not split.query:
        return False
    kind = (split.path, *sorted(parse_qs(split.query, keep_blank_values=True)))
    alike[kind] += 1
    return alike[kind] > MOST_ALIKE


def read(address: str) -> tuple[int, Page]:
    """Return how a page answers and what it holds."""
    try:
        with urlopen(address, timeout=10) as response:  # noqa: S310 - our own portal
            is_page = response.headers.get_content_type() == "text/html"
            return response.status, Page.read(response.read().decode() if is_page else "")
    except HTTPError as error:
        return error.code, Page.read("")
