"""Measure what the portal's pages cost on three data sets and two databases, print a table and keep the raw figures.

    python -m bench.run        exit status 1 when a bound is broken; with DATABASE_URL=postgresql://... on that
                               server too, in databases of its own (`make bench` starts one)

What lives here: the bounds, the order of the work, the table. What does not: the data (datasets.py), which requests
there are (measure.py), a server and what it uses (server.py).

A cost is processor time of gunicorn's workers, told as a ratio to the bare view that is measured in turn with it: it
says the same on any machine, busy or not. Of a PostgreSQL server the time is not counted, of SQLite it is.
"""

import json
import os
import platform
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from math import inf
from statistics import mean, median
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psycopg

from bench.datasets import DATA_SETS, ROOT, DataSet, fingerprint
from bench.server import Server, served

# What must hold on each database; A, B and C are the data sets. Nobody asked before for the place of a search.
AT_MOST = {
    "search: SQL queries": 4,
    "advice: SQL queries": 8,
    "search / bare at A": 10,
    "search / bare at B": 10,
    "search / bare at C": 15,
    "advice / bare at A": 25,
    "advice / bare at C": 80,
    "locate: all postcodes, seconds": 3,
}

PAGES = ("bare", "search", "filtered", "words", "advice")
SCRATCH = ROOT / "var" / "bench"
REPORT = ROOT / "var" / "bench.json"
ROUNDS = 25
BARE_READS = 40
# Either of two workers gets a request: so often each is asked to have warmed both.
WARM_TIMES = 4
Figures = dict[str, dict[str, Any]]
Requests = dict[str, list[bytes]]


def main() -> int:
    """Measure, print, keep; return 1 when a bound is broken."""
    SCRATCH.mkdir(parents=True, exist_ok=True)
    begin = time.perf_counter()
    engines = {"SQLite": measure_all(sqlite_database)}
    server = os.environ.get("DATABASE_URL", "")
    if server.startswith("postgres"):
        engines["PostgreSQL"] = measure_all(lambda data_set: postgres_database(server, data_set))
    else:
        print("skipped PostgreSQL: DATABASE_URL names no server")
    verdicts = {engine: judge(compared(figures)) for engine, figures in engines.items()}
    report = {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine(),
        "engines": engines,
        "verdicts": verdicts,
        "seconds_in_all": round(time.perf_counter() - begin),
    }
    REPORT.write_text(json.dumps(report, indent=1))
    for engine, figures in engines.items():
        print_table(engine, figures, verdicts[engine])
    print(f"\nAll raw figures: {REPORT.relative_to(ROOT)} ({report['seconds_in_all']} seconds in all)")
    broken = [name for verdict in verdicts.values() for name, row in verdict.items() if not row["holds"]]
    return 1 if broken else 0


# --- Databases -------------------------------------------------------------------------------------------


def sqlite_database(data_set: DataSet) -> str:
    """Return the address of a filled SQLite database; an unchanged one from an earlier run is used again."""
    path = SCRATCH / f"{data_set.name}-{fingerprint()}.sqlite3"
    if not path.exists():
        for old in SCRATCH.glob(f"{data_set.name}-*"):
            old.unlink()
        unfinished = path.with_suffix(".unfinished")
        fill(f"sqlite:///{unfinished}", data_set)
        unfinished.rename(path)
    return f"sqlite:///{path}"


def postgres_database(server: str, data_set: DataSet) -> str:
    """Return the address of a new, filled database on the server."""
    name = f"vwnw_bench_{data_set.name.lower()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")
    url = f"{server.rpartition('/')[0]}/{name}"
    fill(url, data_set)
    return url


def fill(url: str, data_set: DataSet) -> None:
    """Fill an empty database in a process of its own."""
    say(f"filling {data_set.name} ({data_set.title})")
    command = [sys.executable, "-m", "bench.datasets", data_set.name]
    subprocess.run(command, cwd=ROOT, env=environment(url), check=True)  # noqa: S603 - our own command


def environment(url: str) -> dict[str, str]:
    """Return the environment in which a process works on a scratch database."""
    return os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "bench.settings", "PRODUCTION": "0"}


# --- Measuring -------------------------------------------------------------------------------------------


def measure_all(database: Callable[[DataSet], str]) -> Figures:
    """Return what every page costs on every data set of one kind of database, all of them measured in turn."""
    urls = {data_set.name: database(data_set) for data_set in DATA_SETS}
    say(f"measuring on {next(iter(urls.values())).partition(':')[0]}")
    inside = {name: json.loads(output_of("bench.measure", url)) for name, url in urls.items()}
    pages = {name: requests_of(figures) for name, figures in inside.items()}
    with ExitStack() as running:
        servers = {name: running.enter_context(served(environment(url), ROOT)) for name, url in urls.items()}
        editors = {name: running.enter_context(editing(url)) for name, url in urls.items()}
        for name, server in servers.items():
            server.processor_seconds(pages[name]["warm"] * WARM_TIMES)
        costs = cost_in_turn(servers, pages)
        edits = {name: after_edits(server, editors[name], pages[name]["edited"]) for name, server in servers.items()}
        memory = {name: server.memory() for name, server in servers.items()}
    return {
        name: {**inside[name], "cost": costs[name], "first_after_edit": edits[name], "memory": memory[name]}
        for name in urls
    }


def cost_in_turn(servers: dict[str, Server], pages: dict[str, Requests]) -> dict[str, dict[str, list[float]]]:
    """Return of every data set and page, round after round, the processor time of one request in milliseconds.

    In a round every data set has its turn, and every page on it beside the bare view: a machine that is busy for a
    while is so for all of them.
    """
    costs: dict[str, dict[str, list[float]]] = {name: {page: [] for page in PAGES} for name in servers}
    for turn in range(ROUNDS):
        for name, server in servers.items():
            for page in PAGES:
                requests = share_of(pages[name][page], turn)
                costs[name][page].append(1000 * server.processor_seconds(requests) / len(requests))
    return costs


def share_of(requests: list[bytes], turn: int) -> list[bytes]:
    """Return the requests of one round: each is in one round only, but for a page that is always the same."""
    return requests[turn::ROUNDS] if len(requests) > 1 else requests * BARE_READS


def after_edits(server: Server, edit: Callable[[str], None], requests: list[bytes]) -> list[float]:
    """Return the processor time, in milliseconds, of the first search for a place after an edit of who serves it.

    The place itself was asked for before.
    """
    costs = []
    for request in requests:
        server.processor_seconds([request] * WARM_TIMES)
        edit(place_in(request))
        costs.append(1000 * server.processor_seconds([request]))
    return costs


def place_in(request: bytes) -> str:
    """Return the place that a search asks for."""
    return parse_qs(urlsplit(request.split(b" ")[1].decode()).query)["locatie"][0]


@contextmanager
def editing(url: str) -> Iterator[Callable[[str], None]]:
    """Give what edits a provider that serves a place, in a process of its own."""
    command = [sys.executable, "-m", "bench.edit"]
    process = subprocess.Popen(  # noqa: S603 - our own command
        command, cwd=ROOT, env=environment(url), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )

    def edit(place: str) -> None:
        print(place, file=process.stdin, flush=True)
        if not process.stdout.readline():
            raise RuntimeError(f"nobody could be edited at {place}")

    try:
        yield edit
    finally:
        process.stdin.close()
        process.wait(timeout=30)


def output_of(module: str, url: str) -> str:
    """Return what a module of ours prints about one database."""
    command = [sys.executable, "-m", module]
    done = subprocess.run(command, cwd=ROOT, env=environment(url), check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603
    return done.stdout


def requests_of(inside: dict[str, Any]) -> Requests:
    """Take the requests of each page out of what was measured inside a process, and return them as they are sent."""
    return {page: [one.encode("latin-1") for one in them] for page, them in inside.pop("requests").items()}


# --- Judging and showing ---------------------------------------------------------------------------------


def compared(figures: Figures) -> dict[str, float]:
    """Return the numbers that have a bound, and how they stand to the bare view where none is set."""
    numbers: dict[str, float] = {"locate: all postcodes, seconds": figures["A"]["locate_seconds"]}
    for page in ("search", "advice"):
        numbers[f"{page}: SQL queries"] = max(found["queries"][page] for found in figures.values())
    for page in PAGES[1:]:
        for name, found in figures.items():
            numbers[f"{page} / bare at {name}"] = mean(found["cost"][page]) / mean(found["cost"]["bare"])
    for name, found in figures.items():
        numbers[f"first search after an edit / bare at {name}"] = mean(found["first_after_edit"]) / mean(
            found["cost"]["bare"]
        )
    return numbers


def judge(numbers: dict[str, float]) -> dict[str, dict]:
    """Return each number with its bound and whether that holds; one without a bound always does."""
    return {
        name: {"value": number, "at_most": AT_MOST.get(name), "holds": number <= AT_MOST.get(name, inf)}
        for name, number in numbers.items()
    }


def print_table(engine: str, figures: Figures, verdict: dict[str, dict]) -> None:
    """Print what was measured on one kind of database, and how it stands to the bounds."""
    print(f"\n{engine}: processor time of the workers, milliseconds a request, in {ROUNDS} rounds")
    print(f"{'data set':27}{'page':12}{'mean':>8}{'median':>8}{'worst':>8}{'/ bare':>8}{'queries':>9}")
    for data_set in DATA_SETS:
        found = figures[data_set.name]
        bare = mean(found["cost"]["bare"])
        rows = {**found["cost"], "after edit": found["first_after_edit"]}
        for page, costs in rows.items():
            print(
                f"{data_set.name + ' ' + data_set.title:27}{page:12}{mean(costs):8.2f}{median(costs):8.2f}"
                f"{max(costs):8.2f}{mean(costs) / bare:8.1f}{found['queries'].get(page, ''):>9}"
            )
        print(f"{'':27}the biggest worker holds {found['memory']} MB")
    for name, row in verdict.items():
        bound = f"at most {row['at_most']}" if row["at_most"] is not None else ""
        print(f"{'ok' if row['holds'] else 'BROKEN':8}{name:50}{row['value']:8.2f}  {bound}")


def machine() -> dict[str, object]:
    """Return what the figures were measured on."""
    packages = ["django", "gunicorn", "psycopg", "rapidfuzz", "whitenoise"]
    return {
        "system": platform.platform(),
        "processors": os.cpu_count(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "postgresql": postgres_version(),
        **{package: version(package) for package in packages},
    }


def postgres_version() -> str | None:
    """Return the version of the PostgreSQL that was measured, if one was."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        return None
    with psycopg.connect(server) as connection:
        return connection.execute("SHOW server_version").fetchone()[0]


def say(text: str) -> None:
    """Print what is going on, at once."""
    print(f"... {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
