"""However long a text is that somebody sends, it costs the server next to nothing: length comes before any pattern.

What lives here: every field, query key, cookie, JSON value and part of an address that a stranger can fill
(support/inputs.py finds them), with the texts that are hardest to read. Judged is processor time, at its best of some
tries, so that a busy machine makes no difference; of a whole request it is what the text costs beside a short one.
"""

import gc
import json
import logging
import re
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from itertools import product
from urllib.parse import quote, urlencode

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, reverse

from referrals.intake.case_reader import CASE_KEYS, GROUP_KEYS
from tests.referrals.support import inputs
from tests.referrals.support.journeys import walk
from tests.referrals.support.referred import reachable_directory
from vwnw_portal.buffering_worker import MOST_BODY
from vwnw_portal.logs import WithoutSecrets

pytestmark = pytest.mark.django_db

LONG = 100_000
MOST_SECONDS = 0.05
TRIES = 6
# What a body has for one text, with the other fields of its form beside it.
IN_A_BODY = MOST_BODY - 4_000

PLAIN = {
    "a letter": "a",
    "digits": "1234567890",
    "spaces": " ",
    "dashes": "-",
    "dots": ".",
    "combining characters": "e\u0301\u0323",
    "characters that become many": "\ufdfa",
}
HARD = PLAIN | {
    "zeros": "0",
    "spaces of all kinds": " \t\u00a0\u2003",
    "ends of lines": "a\r\n",
    "numbers of people": "123456782-",
    "phone numbers": "06 12345678 ",
    "addresses": "a@b.nl ",
    "postcodes": "6811 AB ",
    "words": "ontslag bij-een ",
    "dates": "1-4-2027 ",
    "quotes": "'",
    "NUL": "\0",
    "slashes": "/",
    "parts of a path": "/a",
    "parts of a token": "abcdefgh:",
}
IN_ADDRESSES = {"a letter": "a", "digits": "1", "dashes": "-"}
FORM = "application/x-www-form-urlencoded"
REGEXES = inputs.regexes()


def filled(text: str, size: int = LONG) -> str:
    """Return a text repeated up to so many bytes, with an end that fits no pattern."""
    return text * ((size - 1) // len(text.encode())) + "!"


def cost_of(act: Callable[[], object], beside: Callable[[], float] = float) -> float:
    """Return the least processor time that this takes more than `beside`; one that is little enough is enough.

    What is little enough as a whole is compared with nothing.
    """
    best = float("inf")
    for _try in range(TRIES):
        gc.disable()
        best = min(best, time_of(act))
        gc.enable()
        if best < MOST_SECONDS or best - beside() < MOST_SECONDS:
            break
    return best if best < MOST_SECONDS else best - beside()


def time_of(act: Callable[[], object]) -> float:
    begun = time.process_time()
    act()
    return time.process_time() - begun


# --- Each field by itself ----------------------------------------------------------------------------------


@cache
def worst_texts() -> dict[str, str]:
    """Return the hard texts, and of each pattern of ours the pair of its signs that it has most trouble with."""
    worst = {max(pairs_in(regex), key=lambda pair: trouble(regex, pair)): regex.pattern for regex in REGEXES}
    return HARD | {f"the worst of {pattern}": pair for pair, pattern in worst.items() if pair not in HARD.values()}


def pairs_in(regex: re.Pattern[str]) -> list[str]:
    """Return pairs of the signs that a pattern speaks of."""
    spoken = regex.pattern.replace(r"\d", "1").replace(r"\s", " ").replace(r"\w", "a").replace(r"\S", "a")
    signs = dict.fromkeys(sign for sign in re.sub(r"\?P[<=]\w+[>)]|\\", "", spoken) if sign not in "[]{}^$|*?")
    letters, others = ([sign for sign in signs if sign.isalnum() is kind][:6] for kind in (True, False))
    return ["".join(pair) for pair in product(dict.fromkeys([*letters, *others, "a", "1", " "]), repeat=2)]


def trouble(regex: re.Pattern[str], pair: str) -> float:
    """Return how long a pattern takes over a text of a length at which that shows."""
    text = filled(pair, 2_000)
    begun = time.process_time()
    regex.fullmatch(text)
    regex.search(text)
    return time.process_time() - begun


@pytest.mark.parametrize("name", inputs.form_fields())
def test_a_field_judges_a_long_text_at_once(name):
    field = inputs.form_fields()[name]
    slow = {}
    for why, repeated in worst_texts().items():
        text = filled(repeated)

        def judge(text: str = text) -> None:
            with suppress(ValidationError):
                field.clean(field.widget.value_from_datadict({name: text}, {}, name))

        if (cost := cost_of(judge)) > MOST_SECONDS:
            slow[why] = cost

    assert slow == {}


def test_a_line_in_the_log_is_written_at_once():
    slow = {}
    for why, repeated in worst_texts().items():
        line = logging.makeLogRecord({"msg": f"Not Found: /{filled(repeated)}"})
        if (cost := cost_of(lambda line=line: WithoutSecrets().format(line))) > MOST_SECONDS:
            slow[why] = cost

    assert slow == {}


# --- Each field, key, cookie and value in a request ----------------------------------------------------------


@pytest.fixture
def portal(client, example_directory, settings, time_machine):
    """Give a visitor of a portal in which everybody can be asked."""
    time_machine.move_to("2026-11-23 10:00:00+00:00", tick=True)
    settings.SECONDS_TO_READ = 0
    reachable_directory()
    return client


def taken_back(act: Callable[[], object]) -> object:
    """Return what this gives, and take back what it wrote."""
    with transaction.atomic():
        result = act()
        transaction.set_rollback(True)
    return result


def slow_ones(
    send: Callable[[str], object],
    size: int,
    texts: dict[str, str] = PLAIN,
    encoded: Callable[[str], str] = str,
) -> Iterator[str]:
    """Yield the names of the texts that make a request dear, of this size as they are sent; an error is raised."""

    @cache
    def short() -> float:
        return min(time_of(lambda: taken_back(lambda: send("x"))) for _try in range(2))

    for why, repeated in texts.items():
        text = encoded(filled(repeated, size))[:size]
        if cost_of(lambda text=text: taken_back(lambda: send(text)), beside=short) > MOST_SECONDS:
            yield why


def test_a_form_judges_a_long_text_at_once(portal):
    slow = []
    for path, data in inputs.forms_to_send(portal):
        for name in data:

            def send(text: str, path: str = path, data: dict = data, name: str = name) -> object:
                body = urlencode(data | {name: RAW}, doseq=True).replace(RAW, as_in_a_form(text))
                return portal.post(path, body, content_type=FORM)

            slow += [(path, name, why) for why in slow_ones(send, IN_A_BODY)]

    assert slow == []


RAW = "RAW"


def as_in_a_form(text: str) -> str:
    """Return a text as it stands in a form, with what may stand there as it is."""
    return text.replace("%", "%25").replace("&", "%26").replace("+", "%2B")


def test_a_query_is_judged_at_once(portal):
    walk(portal)
    slow = []
    for path in inputs.public_paths(portal).values():
        for key in inputs.query_keys(portal, path):

            def send(text: str, path: str = path, key: str = key) -> object:
                return portal.get(f"{path}?{key}={text}")

            slow += [(path, key, why) for why in slow_ones(send, LONG, encoded=quote)]

    assert slow == []


@pytest.mark.parametrize("cookie", inputs.COOKIES)
def test_a_cookie_is_judged_at_once(portal, cookie):
    slow = []
    for path in ("/", "/casus/controleren/", "/hulp-in-de-buurt/", "/account/login/"):

        def send(text: str, path: str = path) -> object:
            return Client().get(path, headers={"Cookie": f"{cookie}={text}".encode().decode("latin-1")})

        slow += [(path, why) for why in slow_ones(send, LONG, HARD)]

    assert slow == []


GROUP = {"location": "6811 AB", "headcount": 1, "contract": "permanent", "reason": "redundancy"}
CASES = {
    **{key: lambda text, key=key: {"groups": [GROUP], key: text} for key in CASE_KEYS},
    **{f"groups.{key}": lambda text, key=key: {"groups": [GROUP | {key: text}]} for key in GROUP_KEYS},
    "a key": lambda text: {"groups": [GROUP], text: 1},
    "a key of a group": lambda text: {"groups": [GROUP | {text: 1}]},
    "a need": lambda text: {"groups": [GROUP], "needs": [text]},
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_value_in_json_is_judged_at_once(portal, case):
    def send(text: str) -> object:
        body = json.dumps(case(text), ensure_ascii=False)
        return portal.post(reverse("api_route"), body, content_type="application/json")

    assert list(slow_ones(send, IN_A_BODY)) == []


def test_a_part_of_an_address_is_judged_at_once(portal):
    slow = []
    for name, pattern in inputs.all_addresses():
        if not (pattern.name and pattern.pattern.converters):
            continue

        def send(text: str, name: str = name, pattern: URLPattern = pattern) -> object:
            return portal.get(inputs.path_of(name, pattern, text.rstrip("!")))

        slow += [(name, why) for why in slow_ones(send, LONG, IN_ADDRESSES)]

    assert slow == []
