"""What can be sent to the portal, found from its addresses, pages, forms and code, so that what is new is found too.

What lives here: finding. What does not: what is sent (test_long_texts.py, test_odd_requests.py).
"""

import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from inspect import getsource
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

from django import forms
from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, Resolver404, URLPattern, get_resolver, resolve, reverse

from referrals.employee.questions import ANSWERS as EMPLOYEE
from referrals.intake.answer_cookie import COOKIE
from tests.portal.page import Page
from tests.referrals.test_presses_twice import PRESSES
from tests.tooling.test_public_addresses import APPS, addresses, is_public

PACKAGES = (*APPS, "notation")
COOKIES = (
    COOKIE.name,
    EMPLOYEE.name,
    settings.SESSION_COOKIE_NAME,
    settings.CSRF_COOKIE_NAME,
    settings.LANGUAGE_COOKIE_NAME,
    f"{settings.COOKIE_PREFIX}messages",
)
# In an address, where nothing better is known: it leads nowhere, and that is an answer too.
NOWHERE = "x"
READ_FROM_QUERY = re.compile(r"""\.GET(?:\.get\(|\[)\s*["'](\w+)["']""")


class Sent(NamedTuple):
    """A form as it can be sent in."""

    path: str
    data: dict[str, Any]


class Shown(NamedTuple):
    """What a page offers: whether it posts, the names of its fields, the keys in its links and where those lead."""

    posts: bool
    fields: list[str]
    keys: list[str]
    links: list[str]


def all_addresses() -> list[tuple[str, URLPattern]]:
    """Return every address by its full name, those of staff too."""
    return list(addresses(get_resolver()))


def public_paths(client: Client) -> dict[str, str]:
    """Return a path for each public address, of django-allauth too: of a page that is there, where one leads to it."""
    public = [(name, pattern) for name, pattern in all_addresses() if is_public(pattern) and pattern.name]
    paths = {name: path_of(name, pattern) for name, pattern in public}
    linked = {_name_of(link): link for path in list(paths.values()) for link in shown_at(client, path).links}
    return paths | {name: path for name, path in linked.items() if name in paths}


def path_of(name: str, pattern: URLPattern, part: str = NOWHERE) -> str:
    """Return the path of an address with this in its open parts; one that leads nowhere, where they do not take it."""
    try:
        return reverse(name, kwargs=dict.fromkeys(open_parts(pattern), part))
    except NoReverseMatch:
        return f"/{NOWHERE}/"


def open_parts(pattern: URLPattern) -> list[str]:
    """Return the names of what is open in an address, whichever way that is written."""
    return list(pattern.pattern.converters or pattern.pattern.regex.groupindex)


def forms_to_send(client: Client) -> Iterator[Sent]:
    """Yield each public form in the state in which it is asked, with what a browser sends.

    What the first ones change stays changed: whoever looks at each by itself takes that back in between.
    """
    for presses in PRESSES.values():
        for press in presses:
            button = press(client)
            yield Sent(button.path, dict.fromkeys(shown_at(client, button.path).fields, "") | button.data)
    for name, path in public_paths(client).items():
        shown = shown_at(client, path)
        if shown.posts and name not in PRESSES:
            yield Sent(path, dict.fromkeys(shown.fields, ""))


def query_keys(client: Client, path: str) -> list[str]:
    """Return the keys of a query that a page asks, links to, or that the module of its view reads by name."""
    shown = shown_at(client, path)
    read = READ_FROM_QUERY.findall(getsource(import_module(resolve(path).func.__module__))) if _name_of(path) else []
    return sorted({*read, *shown.keys, *(shown.fields if not shown.posts else ())})


@cache
def read_by_name() -> frozenset[str]:
    """Return every key of a query that our code reads by name."""
    return frozenset(key for text in _sources() for key in READ_FROM_QUERY.findall(text))


def shown_at(client: Client, path: str) -> Shown:
    """Return what the page at this path offers; nothing where there is no page."""
    response = client.get(path)
    if response.status_code != 200 or "html" not in response["Content-Type"]:
        return Shown(False, [], [], [])
    page = Page.read(response)
    named = (one.get("name") for tag in ("input", "select", "textarea", "button") for one in page.all(tag))
    links = [urlsplit(link.get("href") or "") for link in page.all("a")]
    return Shown(
        any((form.get("method") or "").lower() == "post" for form in page.all("form")),
        sorted({name for name in named if name}),
        sorted({key for link in links for key, _value in parse_qsl(link.query)}),
        sorted({link.path for link in links if link.path.startswith("/") and not link.netloc}),
    )


def form_fields() -> dict[str, forms.Field]:
    """Return every field of every form of ours, by its full name."""
    _modules()
    ours = [form for form in _below(forms.BaseForm) if form.__module__.startswith(PACKAGES)]
    return {
        f"{form.__module__}.{form.__name__}.{name}": field
        for form in ours
        for name, field in getattr(form, "base_fields", {}).items()
    }


def regexes() -> list[re.Pattern[str]]:
    """Return every pattern for texts that stands in a module of ours."""
    found = dict.fromkeys(
        regex for module in _modules() for value in vars(module).values() for regex in _regexes(value)
    )
    return [regex for regex in found if isinstance(regex.pattern, str)]


def _name_of(path: str) -> str:
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""


def _regexes(value: object) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    if isinstance(value, tuple | list):
        for part in value:
            yield from _regexes(part)


@cache
def _modules() -> list[Any]:
    return [
        import_module(info.name)
        for package in PACKAGES
        for info in pkgutil.walk_packages([str(Path(settings.BASE_DIR, package))], f"{package}.")
        if ".migrations" not in info.name
    ]


@cache
def _sources() -> list[str]:
    return [path.read_text() for package in PACKAGES for path in Path(settings.BASE_DIR, package).rglob("*.py")]


def _below(kind: type) -> Iterator[type]:
    for subclass in kind.__subclasses__():
        yield subclass
        yield from _below(subclass)
