"""What the log keeps to itself."""

import logging

import pytest
from django.conf import settings
from django.urls import get_resolver


@pytest.fixture
def lines():
    """Return the lines that the log of the site has written so far, as they are written."""
    written: list[str] = []

    class Keeping(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.append(record.getMessage())

    (handler,) = [one for one in logging.getLogger().handlers if one.filters]
    keeping = Keeping()
    for one in handler.filters:
        keeping.addFilter(one)
    logging.getLogger("django.request").addHandler(keeping)
    yield written
    logging.getLogger("django.request").removeHandler(keeping)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/casus/bewaard/GEHEIM:x/",
        "/casus/aanvraag/GEHEIM:x/",
        "/casus/aanvraag/GEHEIM:x/intrekken/",
        "/aanvraag/GEHEIM:x/nee/",
        "/voortgang/GEHEIM:x/",
        "/en/aanvraag/GEHEIM:x/",
    ],
)
def test_a_link_that_does_not_work_is_logged_without_its_secret(client, lines, address):
    assert client.get(address).status_code == 404

    assert lines
    assert "GEHEIM" not in "".join(lines)
    assert "/..." in lines[-1]


def addresses_with_a_token(patterns, before=""):
    """Give an address for each pattern that holds a token, however deep it stands."""
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from addresses_with_a_token(pattern.url_patterns, route)
        elif "<str:token>" in route:
            yield "/" + route.replace("<str:token>", "GEHEIM:x")


@pytest.mark.parametrize("address", sorted(addresses_with_a_token(get_resolver().url_patterns)))
def test_no_address_with_a_token_is_logged_with_its_secret(lines, address):
    logging.getLogger("django.request").warning("Not Found: %s", address)

    assert "/..." in lines[-1]
    assert "GEHEIM" not in lines[-1]


def test_every_line_of_the_site_passes_the_filter():
    assert all(handler["filters"] for handler in settings.LOGGING["handlers"].values())
