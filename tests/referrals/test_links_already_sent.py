"""Links, a saved case and a cookie that were signed long ago: readers still have them, so they go on opening.

What lives here: literals, written down once from what the portal signed and stored on 23 November 2026 under the key
below. They are never made anew: a change after which one of them opens nothing breaks links that people have.
"""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from referrals.models import CaseDetails, CaseGroup, Referral, ReferralEvent, ReferredCase, SavedCase
from services.models import Provider
from tests.referrals.support.referred import BRANCH, reachable_directory

pytestmark = pytest.mark.django_db

SECRET_KEY = "a-fixed-key-for-links-that-were-signed-long-ago"
SIGNED_AT = datetime(2026, 11, 23, 10, tzinfo=UTC)
CASE, CASE_KEY = UUID("0ca5e000-0000-4000-8000-000000000002"), "the-key-of-a-case"
REFERRAL, REFERRAL_KEY = UUID("4efe44a1-0000-4000-8000-000000000003"), "the-key-of-a-referral"
SAVED, SAVED_KEY = UUID("5a7ed0ca-5e00-4000-8000-000000000001"), "the-key-of-a-saved-case"

CONFIRM_LINK = (
    "/casus/aanvraag/WyIwY2E1ZTAwMDAwMDA0MDAwODAwMDAwMDAwMDAwMDAwMiIsInRoZS1rZXktb2YtYS1jYXNlIl0:1xVQq8:"
    "-pguFTwjsHJixZmVAA488ORpmIgtD4YG4P_B8NLbIIo/bevestigen/"
)
EMPLOYER_LINK = (
    "/casus/aanvraag/WyIwY2E1ZTAwMDAwMDA0MDAwODAwMDAwMDAwMDAwMDAwMiIsInRoZS1rZXktb2YtYS1jYXNlIl0:1xVQq8:"
    "dXi19zP8sPnr3y1BZoWtmRkDLr6kVB85SPjJkxmHp44/"
)
ANSWER_LINK = (
    "/aanvraag/WyI0ZWZlNDRhMTAwMDA0MDAwODAwMDAwMDAwMDAwMDAwMyIsInRoZS1rZXktb2YtYS1yZWZlcnJhbCJd:1xVQq8:"
    "36c2QLkwrlAl3AmE8V3lnjKydPerLnAfKoRmYK1MOCQ/"
)
PROGRESS_LINK = (
    "/voortgang/WyI0ZWZlNDRhMTAwMDA0MDAwODAwMDAwMDAwMDAwMDAwMyIsInRoZS1rZXktb2YtYS1yZWZlcnJhbCJd:1xVQq8:"
    "4QxWsrCpaO1KZvVNmZ4SdjQOSHetNz6X8_iFAunKBpo/"
)
SAVED_LINK = (
    "/casus/bewaard/WyI1YTdlZDBjYTVlMDA0MDAwODAwMDAwMDAwMDAwMDAwMSIsInRoZS1rZXktb2YtYS1zYXZlZC1jYXNlIl0:1xVQq8:"
    "MxiJoGeyHzF_A1kCAx02edOJWZxiGUDXfVzhepqg28s/"
)
COOKIE_NAME = "vwnw_casus"
COOKIE = (
    ".eJw9j9FugzAMRX9l8vMqQTVVK2_bb0xTZIhpM4KDEoOEEP8-m3V9u_Y9tq83KEFmlEDQbP86cYHmCzL5mT1yt8L3_gpTRJRCbKDqjgzaIKbu"
    "GIEGLu91_fLxCcpSHpGJRbv1WRvE3nkUvQJVfaoup3N1vcJuewt1kvJx_qFAqLtzoAHUTuOCfDObximmlag4SYJRubfKiPscJ_OZyB_BJWPgoEO2"
    "vo3hZ_lLXQRXF9g976z6gyLYq8PekB6z63MaXcQ2zdmNmAeyLzgZ2c7-ZuX2VA8jLZQjHTE12nDE4MSkEfZffUR4tg:1xVQq8:"
    "kj9JKO56V9u7kMLmh5ATidZZEtjQYTJKImjth8D4mz0"
)

ANSWERS = {
    "situatie": {"situations": ["redundancy"]},
    "plaatsen": {"places": [{"location": "6811 AB", "permanent": "12", "end_date": "01-06-2029"}]},
    "sector": {"sector": "techniek"},
    "omvang": {"employees_total": "40"},
    "hulp": {"needs": ["training"]},
    "blijven": {"stay_in_sector": "yes"},
    "afstand": {"far_from_labour_market": "no"},
    "budget": {"budget": "no"},
    "overleg": {"talks": ["none"]},
}
SHARED = {
    "places": ["6811 AB Arnhem"],
    "headcounts": [12],
    "situations": [["redundancy", "permanent"]],
    "end_dates": ["2029-06-01"],
    "sector": "techniek",
    "employees_total": 40,
    "needs": ["training"],
    "far_from_labour_market": False,
}
OF_A_CENTRE = ["R1-role/curative", "R17-fresh/fresh", "R2-area/holds", "R4-narrow-to-broad/across_sectors"]
SEEN = {
    "date": "2026-11-23",
    "rules": "2026.1",
    "providers": {
        "branche-techniek": {
            "name": "Voorbeeld brancheservicepunt Techniek",
            "level": "full",
            "reasons": [
                "R1-role/curative",
                "R17-fresh/fresh",
                "R2-area/holds",
                "R3-sector/holds",
                "R4-narrow-to-broad/own_sector",
            ],
        },
        "mobiliteit-arnhem": {
            "name": "Voorbeeld mobiliteitscentrum Arnhem",
            "level": "full",
            "reasons": OF_A_CENTRE,
        },
        "poort-arnhem": {
            "name": "Voorbeeld poortwachtercentrum Arnhem",
            "level": "full",
            "reasons": [*OF_A_CENTRE, "R8-gatekeeper-redundant/holds"],
        },
        "wsp-arnhem": {
            "name": "Voorbeeld werkgeversservicepunt Arnhem",
            "level": "full",
            "reasons": ["R10-entry/holds", "R17-fresh/fresh", "R2-area/holds"],
        },
        "leerwerk-arnhem": {
            "name": "Voorbeeld leerwerkloket Arnhem",
            "level": "full",
            "reasons": ["R17-fresh/fresh", "R2-area/holds", "R9-training/holds"],
        },
    },
    "duties": [],
    "dates": [],
}


@pytest.fixture(autouse=True)
def an_hour_after_signing(example_directory, settings, time_machine):
    settings.SECRET_KEY = SECRET_KEY
    time_machine.move_to(SIGNED_AT.replace(hour=11), tick=False)
    reachable_directory()


def stored_referral(state: str, confirmed_at: datetime | None) -> None:
    """Store a case before one provider, column by column, as it stood in the database that day."""
    day = date(2026, 11, 23) if confirmed_at else None
    case = ReferredCase.objects.create(pk=CASE, sector="techniek", created_at=SIGNED_AT, sent_on=day)
    CaseGroup.objects.create(case=case, number=1, region="AM07", role="curative", headcount=12)
    CaseDetails.objects.create(
        case=case, key=CASE_KEY, answers=ANSWERS, email="werkgever@bedrijf.example", confirmed_at=confirmed_at
    )
    referral = Referral.objects.create(
        pk=REFERRAL,
        case=case,
        provider=Provider.objects.get(slug=BRANCH),
        place=1,
        state=state,
        key=REFERRAL_KEY,
        shared=SHARED,
        sent_at=confirmed_at,
        answer_by=date(2026, 12, 7) if confirmed_at else None,
    )
    ReferralEvent.objects.create(referral=referral, at=SIGNED_AT, what="moved", actor="employer", after="draft")


def page_of(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_the_link_to_confirm_opens_what_will_be_sent_and_sends_it(client):
    stored_referral("awaiting_confirmation", confirmed_at=None)
    assert "12 medewerkers in 6811 AB Arnhem" in page_of(client, CONFIRM_LINK)
    assert client.post(CONFIRM_LINK).status_code == 302
    assert Referral.objects.get().state == "sent"


def test_the_link_of_the_employer_opens_its_own_page(client):
    stored_referral("sent", SIGNED_AT)
    html = page_of(client, EMPLOYER_LINK)
    assert "U vroeg op 23 november 2026 hulp voor 12 medewerkers." in html
    assert "6811 AB Arnhem" in html


def test_the_link_to_answer_opens_the_request_and_takes_a_yes(client):
    stored_referral("sent", SIGNED_AT)
    assert "Antwoord uiterlijk op <strong>7 december 2026</strong>" in page_of(client, ANSWER_LINK)
    assert "6811 AB Arnhem" in client.post(ANSWER_LINK + "bekijken/", follow=True).content.decode()
    assert client.post(ANSWER_LINK + "ja/").status_code == 302
    assert Referral.objects.get().state == "accepted"


def test_the_link_of_a_provider_that_helps_opens_the_address_of_the_employer(client):
    stored_referral("accepted", SIGNED_AT)
    assert "werkgever@bedrijf.example" in page_of(client, PROGRESS_LINK)


def test_the_link_of_a_saved_case_opens_its_plan_and_tells_that_only_the_rules_are_newer(client):
    SavedCase.objects.create(pk=SAVED, key=SAVED_KEY, answers=ANSWERS, seen=SEEN, expires_on=date(2027, 2, 21))
    html = page_of(client, SAVED_LINK)
    assert "Voorbeeld brancheservicepunt Techniek" in html
    assert "Veranderd sinds 23 november 2026" in html
    assert "De regels zijn veranderd: van 2026.1 naar 2026.2." in html
    assert not [word for word in ("Nieuw:", "Anders:", "Niet meer in uw plan:", "Nieuwe plicht") if word in html]


def test_the_answers_in_a_browser_are_read(client):
    """Its last working day lies further ahead than is taken since, so the answers are shown to be put right."""
    client.cookies[COOKIE_NAME] = COOKIE
    check = page_of(client, "/casus/controleren/")
    for answer in ("6811 AB Arnhem", "Laatste werkdag: 1 juni 2099", "Techniek", "Scholing"):
        assert answer in check
