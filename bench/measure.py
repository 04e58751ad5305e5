"""The requests that stand for each page, and their queries, inside this process, as one JSON object on stdout.

    python -m bench.measure            the database is that of DATABASE_URL (see datasets.py)

What lives here: which requests stand for a page, and how many SQL statements one of them costs. What does not: what
they cost a served portal (server.py), bounds and the table (run.py).
"""

import io
import json
import random
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import cycle, islice
from urllib.parse import urlencode

import django

from bench.datasets import SEED

HOST = "127.0.0.1"
# How many places are asked for, each once: by a search for a place alone, with a filter, with words, by a plan.
PLACES = {"search": 1_000, "filtered": 250, "words": 100, "advice": 150}
# And before that, to load what every page needs, and to edit by.
WARM, EDITED = 300, 20
# So many requests of a page are counted for their queries.
COUNTED = 20


def main() -> None:
    """Print the requests of every page, and the most queries that one of them costs."""
    django.setup()
    from vwnw_portal.wsgi import application

    server = InProcessServer(application)
    pages = requests_by_page()
    readable = {page: [request.decode("latin-1") for request in them] for page, them in pages.items()}
    report: dict[str, object] = {"requests": readable}
    report["queries"] = {page: most_queries(server, them) for page, them in pages.items()}
    report["locate_seconds"] = seconds_to_locate_all_postcodes()
    json.dump(report, sys.stdout)


def requests_by_page() -> dict[str, list[bytes]]:
    """Return the requests of each page. No place is asked for twice, but what was asked to be warm is edited."""
    from django.urls import reverse

    places = all_over_the_country()
    pages = {page: list(islice(places, number)) for page, number in PLACES.items()}
    warm = list(islice(places, WARM))
    plan = reverse("case_advice")
    return {
        "bare": [get("/bench/bare/")],
        "search": [search(place) for place in as_typed(pages["search"])],
        "filtered": [search(place, **own) for place, own in zip(pages["filtered"], cycle(filters()), strict=False)],
        "words": [search(place, q="scholing") for place in pages["words"]],
        "advice": [get(plan, cookie=answers_cookie(place)) for place in pages["advice"]],
        "warm": [search(place) for place in warm] + [get(plan, cookie=answers_cookie(place)) for place in warm[::10]],
        "edited": [search(place) for place in warm[:EDITED]],
    }


class InProcessServer:
    """Answers raw requests through the same WSGI application that gunicorn serves."""

    def __init__(self, application: Callable) -> None:
        self.application = application

    def answer(self, request: bytes) -> bytes:
        """Return the answer to a request; it must be a page."""
        statuses: list[str] = []
        response = self.application(environ_of(request), lambda status, *_: statuses.append(status))
        page = b"".join(response)
        response.close()
        if not statuses[0].startswith("200"):
            raise RuntimeError(f"{request.splitlines()[0]!r} answers {statuses[0]}")
        return page


def environ_of(request: bytes) -> dict[str, object]:
    """Return a raw GET request as a WSGI environment."""
    first, *lines = request.decode("latin-1").rstrip().split("\r\n")
    _method, target, protocol = first.split(" ")
    path, _, query = target.partition("?")
    environ: dict[str, object] = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": HOST,
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": protocol,
        "REMOTE_ADDR": HOST,
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.url_scheme": "http",
    }
    for line in lines:
        name, _, value = line.partition(": ")
        environ[f"HTTP_{name.upper().replace('-', '_')}"] = value
    return environ


def get(path: str, query: dict[str, str] | None = None, cookie: str = "") -> bytes:
    """Return a raw GET request on a connection of its own."""
    target = f"{path}?{urlencode(query)}" if query else path
    headers = [f"GET {target} HTTP/1.1", f"Host: {HOST}", "Connection: close"]
    if cookie:
        headers.append(f"Cookie: {cookie}")
    return "\r\n".join([*headers, "", ""]).encode()


def all_over_the_country() -> Iterator[str]:
    """Yield full postcodes all over the country in no order, the same ones every time."""
    from regions.models import Postcode

    pc4s = list(Postcode.objects.order_by("pc4").values_list("pc4", flat=True))
    random.Random(SEED).shuffle(pc4s)  # noqa: S311 - the same order every time, nothing secret
    return (f"{pc4} AB" for pc4 in pc4s)


def as_typed(postcodes: list[str]) -> Iterator[str]:
    """Yield these places as people type them: of ten, two by four digits, and two by a name that no other place has."""
    from regions.models import Postcode
    from regions.places import Found, find_place

    towns = dict(Postcode.objects.values_list("pc4", "place__name"))
    seen: set[str] = set()
    for number, postcode in enumerate(postcodes):
        pc4 = postcode[:4]
        name = towns[pc4]
        if number % 5 == 1:
            yield pc4
        elif number % 5 == 3 and name not in seen and isinstance(find_place(name, date.today()), Found):  # noqa: DTZ011
            seen.add(name)
            yield name
        else:
            yield postcode


def search(place: str, **filters: str) -> bytes:
    """Return a search for a place."""
    return get("/zoeken/", {"locatie": place, **filters})


def filters() -> list[dict[str, str]]:
    """Return each filter of the search page, and a second page."""
    from services.models import ProviderType, Sector

    type_, sector = ProviderType.objects.values_list("code")[0][0], Sector.objects.values_list("code")[0][0]
    return [{"rol": "curative"}, {"sector": sector}, {"type": type_}, {"pagina": "2"}]


def answers_cookie(location: str) -> str:
    """Return the cookie of a visitor who answered the questions of the case."""
    from django.http import HttpResponse

    from referrals.intake.answer_cookie import Answers

    end_date = date.today() + timedelta(days=90)  # noqa: DTZ011 - any day soon
    answers = Answers(
        {
            "situatie": {"situations": ["redundancy"]},
            "plaatsen": {"places": [{"location": location, "permanent": "12", "end_date": end_date.isoformat()}]},
            "sector": {"sector": "techniek"},
            "omvang": {"employees_total": "40"},
            "hulp": {"needs": ["training"]},
            "budget": {"budget": "no"},
        }
    )
    response = HttpResponse()
    answers.save(response)
    return response.cookies.output(attrs=[], header="").strip()


def most_queries(server: InProcessServer, requests: list[bytes]) -> int:
    """Return the most SQL statements that one of the first requests costs once a process has answered them all."""
    for request in requests[:COUNTED]:
        server.answer(request)
    return max(queries_of(server, request) for request in requests[:COUNTED])


def queries_of(server: InProcessServer, request: bytes) -> int:
    """Return how many SQL statements one request costs, transaction control included."""
    from django.db import connection

    statements: list[str] = []

    def note(execute: Callable, sql: str, params: object, many: bool, context: object) -> object:
        statements.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        server.answer(request)
    return len(statements)


def seconds_to_locate_all_postcodes() -> float:
    """Return how long `locate` takes for every postcode, after the process has started."""
    from django.core.management import call_command

    from regions.models import Postcode

    queries = "\n".join(Postcode.objects.values_list("pc4", flat=True))
    stdin, sys.stdin = sys.stdin, io.TextIOWrapper(io.BytesIO(queries.encode()))
    begin = time.perf_counter()
    try:
        call_command("locate", "-", "--json", stdout=io.StringIO())
    finally:
        sys.stdin = stdin
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
