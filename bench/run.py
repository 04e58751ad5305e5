"""Measure the portal's pages on three data sets and two databases, print a table and keep the raw figures.

    python -m bench.run        exit status 1 when a bound is broken; with DATABASE_URL=postgresql://... on that
                               server too, in databases of its own (`make bench` starts one)

What lives here: the bounds, the order of the work, the table. What does not: the data (datasets.py), what is
measured inside a process (measure.py), the readers (reader.py).
"""

import json
import os
import platform
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median, quantiles

import psycopg

from bench.datasets import DATA_SETS, ROOT, DataSet, fingerprint
from bench.reader import free_port, lone_reader, requests_per_second, wait_until_it_answers

# What must hold on each database. Milliseconds and ratios of medians; A, B and C are the data sets.
AT_MOST = {
    "search: SQL queries": 4,
    "advice: SQL queries": 8,
    "search: server's time, B / A": 1.5,
    "advice: server's time, B / A": 1.5,
    "search: server's time, C / A": 4,
    "advice: server's time, C / A": 4,
    "search: a lone reader waits at A, ms": 15,
    "advice: a lone reader waits at A, ms": 15,
    "search: a lone reader waits at C, ms": 50,
    "advice: a lone reader waits at C, ms": 50,
    "locate: all postcodes, seconds": 3,
}
AT_LEAST = {"search: requests a second, search / bare at A": 0.3}

PAGES = ("bare", "search", "advice")
SCRATCH = ROOT / "var" / "bench"
REPORT = ROOT / "var" / "bench.json"
LONE_READS = 100
READERS = 4
READING_SECONDS = 4
Figures = dict[str, dict[str, dict]]


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


def measure_all(database) -> Figures:
    """Return the figures of every page on every data set of one kind of database."""
    figures = {}
    for data_set in DATA_SETS:
        url = database(data_set)
        say(f"measuring {data_set.name} on {url.partition(':')[0]}")
        figures[data_set.name] = measure(url)
    return figures


def measure(url: str) -> dict[str, dict]:
    """Return the figures of every page on one database."""
    inside = subprocess.run(
        [sys.executable, "-m", "bench.measure"],
        cwd=ROOT,
        env=environment(url),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    figures = json.loads(inside.stdout)
    with served(url) as port:
        for page in PAGES:
            requests = [request.encode("latin-1") for request in figures[page].pop("requests")]
            lone_reader(port, requests, 2 * len(requests))
            figures[page]["lone_seconds"] = lone_reader(port, requests, LONE_READS)
            figures[page]["requests_per_second"] = requests_per_second(port, requests, READERS, READING_SECONDS)
    return figures


@contextmanager
def served(url: str) -> Iterator[int]:
    """Serve the portal by gunicorn with two workers, as `make run` does; give the port."""
    port = free_port()
    server = subprocess.Popen(  # noqa: S603 - our own command
        [Path(sys.executable).with_name("gunicorn")],
        cwd=ROOT,
        env=environment(url) | {"PORT": str(port), "BIND": f"127.0.0.1:{port}", "WEB_CONCURRENCY": "2"},
    )
    try:
        wait_until_it_answers(port)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


# --- Judging and showing ---------------------------------------------------------------------------------


def compared(figures: Figures) -> dict[str, float]:
    """Return the numbers that have a bound."""
    numbers = {"locate: all postcodes, seconds": figures["A"]["locate_seconds"]}
    for page in ("search", "advice"):
        server = {name: median(pages[page]["seconds"]) for name, pages in figures.items()}
        lone = {name: 1000 * median(pages[page]["lone_seconds"]) for name, pages in figures.items()}
        numbers |= {
            f"{page}: SQL queries": max(pages[page]["queries"] for pages in figures.values()),
            f"{page}: server's time, B / A": server["B"] / server["A"],
            f"{page}: server's time, C / A": server["C"] / server["A"],
            f"{page}: a lone reader waits at A, ms": lone["A"],
            f"{page}: a lone reader waits at C, ms": lone["C"],
            f"{page}: requests a second, {page} / bare at A": figures["A"][page]["requests_per_second"]
            / figures["A"]["bare"]["requests_per_second"],
        }
    return numbers


def judge(numbers: dict[str, float]) -> dict[str, dict]:
    """Return each number with its bound and whether that holds; one without a bound always does."""
    verdict = {}
    for name, number in numbers.items():
        most, least = AT_MOST.get(name), AT_LEAST.get(name)
        holds = (most is None or number <= most) and (least is None or number >= least)
        verdict[name] = {"value": number, "at_most": most, "at_least": least, "holds": holds}
    return verdict


def print_table(engine: str, figures: Figures, verdict: dict[str, dict]) -> None:
    """Print what was measured on one kind of database, and how it stands to the bounds."""
    print(f"\n{engine}: milliseconds, median and 95th percentile")
    print(f"{'data set':27}{'page':8}{'server':>8}{'p95':>8}{'reader':>8}{'p95':>8}{'req/s':>8}{'queries':>9}")
    for data_set in DATA_SETS:
        for page in PAGES:
            row = figures[data_set.name][page]
            print(
                f"{data_set.name + ' ' + data_set.title:27}{page:8}"
                f"{middle_and_tail(row['seconds'])}{middle_and_tail(row['lone_seconds'])}"
                f"{row['requests_per_second']:8.0f}{row['queries']:9}"
            )
    for name, row in verdict.items():
        bound = f"at most {row['at_most']}" if row["at_most"] is not None else ""
        bound = f"at least {row['at_least']}" if row["at_least"] is not None else bound
        print(f"{'ok' if row['holds'] else 'BROKEN':8}{name:50}{row['value']:8.2f}  {bound}")


def middle_and_tail(seconds: list[float]) -> str:
    """Return the median and the 95th percentile in milliseconds, in two columns."""
    return f"{1000 * median(seconds):8.1f}{1000 * quantiles(seconds, n=20)[-1]:8.1f}"


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
