"""`check_links`: a link is broken after three days without its page, and no host is asked twice at the same time."""

import sqlite3
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, connections
from django.utils import timezone

from services.link_checks.asking import Verdict
from services.link_checks.queue import ask_due, follow_records
from services.models import Provider
from services.models.link_checks import LinkCheck, LinkState
from services.upkeep.records import retire
from tests.services.link_checks.website import website
from tests.services.providers import STAFF, add_provider, by_hand

pytestmark = pytest.mark.django_db

MONDAY = "2026-03-02 12:00+01:00"
DAY = timedelta(days=1)


@pytest.fixture
def site(settings):
    settings.LINK_CHECKS_ASK_LOOPBACK = True
    with website() as served:
        yield served


@pytest.fixture
def clock(time_machine):
    time_machine.move_to(MONDAY)
    return time_machine


def run(*options: str) -> None:
    call_command("check_links", *options)


def run_daily(clock, days: int) -> list[LinkState]:
    """Run the command on so many days, and return the state after each."""
    states = []
    for _day in range(days):
        run()
        states.append(LinkCheck.objects.get().state)
        clock.shift(DAY)
    return states


def test_a_page_that_is_there_works_and_is_asked_again_after_four_weeks(site, clock):
    add_provider("loket", "NL", website=site.url("/loket"))

    assert run_daily(clock, 29) == [LinkState.WORKS] * 29
    assert site.paths == ["/loket", "/loket"]


def test_a_link_is_broken_after_its_page_was_gone_on_three_days(site, clock):
    add_provider("loket", "NL", website=site.url("/weg"))
    site.replies["/weg"] = 404

    assert run_daily(clock, 3) == [LinkState.UNKNOWN, LinkState.UNKNOWN, LinkState.BROKEN]
    assert (LinkCheck.objects.get().failed_days, LinkCheck.objects.get().last_status) == (3, "404")


def test_running_often_on_one_day_makes_no_link_broken(site, clock):
    add_provider("loket", "NL", website=site.url("/weg"))
    site.replies["/weg"] = 410

    for _time in range(5):
        run()

    assert site.paths == ["/weg"]
    assert LinkCheck.objects.get().failed_days == 1


@pytest.mark.parametrize("status", [403, 429, 500, 503])
def test_an_answer_about_the_moment_never_makes_a_link_broken(site, clock, status):
    add_provider("loket", "NL", website=site.url("/"))
    site.replies["/"] = status

    assert set(run_daily(clock, 40)) == {LinkState.UNKNOWN}


def test_such_an_answer_between_counts_for_nothing_and_takes_nothing_back(site, clock):
    add_provider("loket", "NL", website=site.url("/"))
    states = []
    for status in (404, 503, 404, 429, 404, 503):
        site.replies["/"] = status
        states += run_daily(clock, 1)

    assert states == [LinkState.UNKNOWN] * 4 + [LinkState.BROKEN] * 2


def test_a_page_that_is_back_begins_anew(site, clock):
    add_provider("loket", "NL", website=site.url("/"))
    site.replies["/"] = 404
    run_daily(clock, 2)
    site.replies["/"] = 200
    run_daily(clock, 1)

    link = LinkCheck.objects.get()
    assert (link.state, link.failed_days, link.last_failed_on) == (LinkState.WORKS, 0, None)


def test_a_broken_link_is_asked_again_after_a_week(site, clock):
    add_provider("loket", "NL", website=site.url("/"))
    site.replies["/"] = 404
    run_daily(clock, 3)
    site.replies["/"] = 200

    assert run_daily(clock, 7) == [LinkState.BROKEN] * 6 + [LinkState.WORKS]


def test_a_changed_website_begins_anew(site, clock):
    provider = add_provider("loket", "NL", website=site.url("/weg"))
    site.replies["/weg"] = 404
    run_daily(clock, 3)
    with by_hand():
        Provider.objects.filter(pk=provider.pk).update(website=site.url("/nieuw"))

    assert run_daily(clock, 1) == [LinkState.WORKS]
    assert LinkCheck.objects.get().url == site.url("/nieuw")


def test_documents_are_asked_with_the_same_patience_and_a_changed_one_begins_anew(site, clock):
    gone, there = ["Folder", "", site.url("/weg")], ["Formulier", "Form", site.url("/formulier")]
    provider = add_provider("loket", "NL", website=site.url("/"), documents=[gone, there])
    site.replies["/weg"] = 404
    states = []
    for _day in range(3):
        run()
        states.append(dict(LinkCheck.objects.filter(field="document").values_list("url", "state")))
        clock.shift(DAY)

    assert [state[gone[2]] for state in states] == [LinkState.UNKNOWN, LinkState.UNKNOWN, LinkState.BROKEN]
    assert {state[there[2]] for state in states} == {LinkState.WORKS}
    assert sorted(site.paths) == ["/", "/formulier", "/weg", "/weg", "/weg"]
    with by_hand():
        Provider.objects.filter(pk=provider.pk).update(documents=[["Folder", "", site.url("/nieuw")]])
    run()
    assert set(LinkCheck.objects.values_list("url", "state")) == {
        (site.url(path), LinkState.WORKS) for path in ("/", "/nieuw")
    }


def test_who_has_stopped_who_is_an_example_and_who_has_no_website_are_not_asked(site, clock):
    retire(provider=add_provider("gestopt", "NL", website=site.url("/gestopt")), on=timezone.localdate(), by=STAFF)
    add_provider("voorbeeld", "NL", website=site.url("/voorbeeld"), is_example=True)
    add_provider("zonder", "NL")

    run()

    assert site.paths == []
    assert not LinkCheck.objects.exists()


def test_what_was_known_goes_with_the_website_and_with_the_record(site, clock):
    for slug in "ab":
        add_provider(slug, "NL", website=site.url(f"/{slug}"))
    run()
    with by_hand():
        Provider.objects.filter(slug="a").update(website="")
        Provider.objects.get(slug="b").delete()
    run()

    assert not LinkCheck.objects.exists()


def test_no_more_are_asked_than_the_limit_and_the_others_come_next(site, clock, capsys):
    for slug in "abc":
        add_provider(slug, "NL", website=site.url(f"/{slug}"))

    run("--limit", "2")
    assert site.paths == ["/a", "/b"]
    run("--limit", "2")
    assert site.paths == ["/a", "/b", "/c"]
    assert "Webadressen die er zijn: 1, die er niet zijn: 0, niet bekend: 0, later: 0" in capsys.readouterr().out


def test_an_address_that_is_not_asked_is_not_known_and_holds_nobody_up(clock):
    add_provider("loket", "NL", website="http://127.0.0.1/")

    assert run_daily(clock, 5) == [LinkState.UNKNOWN] * 5
    assert LinkCheck.objects.get().last_status == "not_asked"


# --- One at a time -----------------------------------------------------------------------------------------


def test_the_database_lets_nobody_have_a_turn_that_somebody_has(site):
    for slug in "ab":
        add_provider(slug, "NL", website=site.url(f"/{slug}"))
    follow_records(timezone.localdate())
    turn = {"leased_host": "127.0.0.1", "leased_until": timezone.now()}
    first, second = LinkCheck.objects.values_list("pk", flat=True)
    with by_hand():
        LinkCheck.objects.filter(pk=first).update(**turn)

    with pytest.raises(IntegrityError), by_hand():
        LinkCheck.objects.filter(pk=second).update(**turn)


@pytest.mark.parametrize("path", ["/", "/leidt"])
def test_a_host_that_somebody_asks_is_left_until_later_also_behind_a_redirect(site, clock, path):
    add_provider("a", "NL", website=site.url("/a", host="localhost"))
    add_provider("b", "NL", website=site.url(path))
    follow_records(timezone.localdate())
    site.replies["/leidt"] = site.url("/", host="localhost")
    held = "127.0.0.1" if path == "/" else "localhost"
    busy = LinkCheck.objects.filter(provider__slug="a")
    busy.update(
        leased_host=held, leased_until=timezone.now() + timedelta(seconds=50), next_on=timezone.localdate() + DAY
    )

    assert ask_due(limit=10) == Counter({Verdict.BUSY: 1})
    assert "/" not in site.paths

    clock.shift(timedelta(minutes=1))
    assert ask_due(limit=10) == Counter({Verdict.WORKS: 1})
    assert not LinkCheck.objects.exclude(leased_host=None).exists()


@pytest.fixture
def at_once(transactional_db, tmp_path, monkeypatch) -> Callable:
    """Return what runs a function a few times at once, in threads with connections of their own, and gives the results.

    SQLite in memory cannot let one wait for another: there the threads meet in a copy on disk, as in production.
    """

    def run(function: Callable[[], Any], times: int) -> list[Any]:
        if connection.vendor == "sqlite":
            path = str(tmp_path / "together.sqlite3")
            with closing(sqlite3.connect(path)) as copy:
                connection.connection.backup(copy)
            monkeypatch.setitem(connections.settings, "default", {**connection.settings_dict, "NAME": path})

        def close_after() -> Any:
            try:
                return function()
            finally:
                connections.close_all()

        with ThreadPoolExecutor(times) as pool:
            return [one.result() for one in [pool.submit(close_after) for _time in range(times)]]

    return run


@pytest.mark.django_db(transaction=True)
def test_some_at_once_never_ask_one_host_together(at_once, site):
    pages = [f"/{number}" for number in range(12)]
    for page in pages:
        add_provider(f"loket-{page[1:]}", "NL", website=site.url(page))
        site.replies[page] = site.slowly
    follow_records(timezone.localdate())

    def work() -> set[tuple[str, str | None]]:
        while LinkCheck.objects.filter(last_status="").exists():
            ask_due(limit=100)
        return set(LinkCheck.objects.values_list("state", "leased_host"))

    assert at_once(work, 3)[-1] == {(LinkState.WORKS, None)}
    assert site.most_at_once == 1
    assert sorted(site.paths) == sorted(pages)
