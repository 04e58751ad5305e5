"""Measure the pages of one database inside this process, as one JSON object on stdout.

    python -m bench.measure            the database is that of DATABASE_URL (see datasets.py)

What lives here: which requests stand for a page, the server's own time and the queries. What does not: readers
over the network (reader.py), bounds and the table (run.py).
"""

import io
import json
import sys
import time
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from itertools import cycle, islice
from urllib.parse import urlencode

import django

HOST = "127.0.0.1"
REQUESTS_TO_TIME = 100
SECONDS_A_PAGE = 6.0


def main() -> None:
    """Print what was measured of every page, with the requests themselves for the readers."""
    django.setup()
    from vwnw_portal.wsgi import application

    server = InProcessServer(application)
    pages = {"bare": bare_requests(), "search": search_requests(), "advice": advice_requests()}
    report = {page: measured(server, requests) for page, requests in pages.items()}
    report["locate_seconds"] = seconds_to_locate_all_postcodes()
    json.dump(report, sys.stdout)


class InProcessServer:
    """Answers raw requests through the same WSGI application that gunicorn serves."""

    def __init__(self, application: Callable) -> None:
        self.application = application

    def seconds(self, request: bytes) -> float:
        """Return how long the answer to a request takes; it must be a page."""
        environ = environ_of(request)
        statuses: list[str] = []
        begin = time.perf_counter()
        response = self.application(environ, lambda status, *_: statuses.append(status))
        b"".join(response)
        response.close()
        elapsed = time.perf_counter() - begin
        if not statuses[0].startswith("200"):
            raise RuntimeError(f"{request.splitlines()[0]!r} answers {statuses[0]}")
        return elapsed


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


def bare_requests() -> list[bytes]:
    """Return the one request of the bare view."""
    return [get("/bench/bare/")]


def search_requests() -> list[bytes]:
    """Return searches by full postcode, four digits and village, all over the country, with and without filters."""
    from django.db.models import Count

    from regions.models import Place
    from services.models import ProviderType, Sector

    type_, sector = ProviderType.objects.values_list("code")[0][0], Sector.objects.values_list("code")[0][0]
    narrower = [{"rol": "curative"}, {"sector": sector}, {"type": type_}, {"pagina": "2"}, {"q": "scholing"}]
    filters = [either for narrow in narrower for either in ({}, narrow)]
    pc4s = some_pc4s()
    same_name = Place.objects.values("name").annotate(times=Count("pk")).filter(times=1).values("name")
    villages = Place.objects.annotate(size=Count("postcodes")).filter(size=1, name__in=same_name)
    names = list(villages.order_by("name").values_list("name", flat=True)[::400])
    places = ["6811 AB", "1013 AB", *(f"{pc4} AB" for pc4 in pc4s), *pc4s[:4], *names[:4]]
    return [get("/zoeken/", {"locatie": place, **own}) for place, own in zip(places, cycle(filters), strict=False)]


def advice_requests() -> list[bytes]:
    """Return the plan of an employer with 12 redundant people in techniek, in Arnhem and elsewhere."""
    from django.urls import reverse

    path = reverse("case_advice")
    return [get(path, cookie=answers_cookie(f"{pc4} AB")) for pc4 in ["6811", *some_pc4s()]]


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


def some_pc4s() -> list[str]:
    """Return four-digit postcodes spread over the country."""
    from regions.models import Postcode

    return list(Postcode.objects.order_by("pc4").values_list("pc4", flat=True)[::400])


def measured(server: InProcessServer, requests: list[bytes]) -> dict[str, object]:
    """Return the times of a page in seconds, its most queries, and the requests that stand for it."""
    for request in requests:
        server.seconds(request)
    return {
        "seconds": list(timed(server, requests)),
        "queries": max(queries_of(server, request) for request in requests),
        "requests": [request.decode("latin-1") for request in requests],
    }


def timed(server: InProcessServer, requests: list[bytes]) -> Iterable[float]:
    """Yield the time of each request in turn, until there are enough of them or it lasts too long."""
    end = time.perf_counter() + SECONDS_A_PAGE
    for request in islice(cycle(requests), max(REQUESTS_TO_TIME, len(requests))):
        yield server.seconds(request)
        if time.perf_counter() > end:
            return


def queries_of(server: InProcessServer, request: bytes) -> int:
    """Return how many SQL statements one request costs, transaction control included."""
    from django.db import connection

    statements: list[str] = []

    def note(execute: Callable, sql: str, params: object, many: bool, context: object) -> object:
        statements.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        server.seconds(request)
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
