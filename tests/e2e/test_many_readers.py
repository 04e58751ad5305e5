"""Threads of one process answer many readers at once: each gets what it would get alone."""

import http.client
import json
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

READERS = 16
PLACES = ["6811 AB", "1013 AB", "Maastricht", "Groningen", "Zwolle", "3511 AA", "Terneuzen", "Den Helder"]
REASONS = ["redundancy", "prepare", "illness", "on_benefit"]
CASES = [(language, place, reason) for language in ("nl", "en") for place in PLACES for reason in REASONS]


def advice_on(portal: str, language: str, place: str, reason: str) -> bytes:
    """Return what the endpoint advises on a case."""
    group = {"location": place, "headcount": 12, "contract": "permanent", "reason": reason}
    connection = http.client.HTTPConnection(urlsplit(portal).netloc, timeout=30)
    connection.request(
        "POST",
        f"/api/v1/route?lang={language}",
        json.dumps({"groups": [group], "today": "2026-11-23"}),
        {"Content-Type": "application/json"},
    )
    response = connection.getresponse()
    assert response.status == 200
    answer = response.read()
    connection.close()
    return answer


def test_readers_at_once_each_get_the_answer_to_their_own_question(portal):
    with ThreadPoolExecutor(READERS) as readers:
        # First all at once: nothing is in memory yet.
        at_once = list(readers.map(lambda case: advice_on(portal, *case), CASES))

    assert at_once == [advice_on(portal, *case) for case in CASES]
    assert len(set(at_once)) > len(CASES) / 2
