"""Every address that takes a POST, pressed twice: it is done once, and nobody is left with an error or a blank page.

What lives here: the list of all of them, complete by test, and one rule for all. What does not: what each of them does.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import chain

import pytest
from django.apps import apps
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from referrals.advice import afterwards
from referrals.loop import pauses
from referrals.loop.consent import FIELDS, SESSION
from referrals.loop.links import Purpose, token_of
from referrals.models import Afterwards, Attempt, Outcome, Referral
from referrals.status import Actor, State
from referrals.working_days import midnight
from tests.portal.page import Page
from tests.referrals.support.journeys import ARNHEM, YEAR, answer_as_employee, step_url, walk
from tests.referrals.support.referred import (
    BRANCH,
    GATEKEEPER,
    MOBILITY,
    bring_into,
    reachable_directory,
    referral_in,
    referral_to,
    sent_case,
    unconfirmed_case,
)
from tests.tooling.test_public_addresses import APPS, addresses, is_public

pytestmark = pytest.mark.django_db


@dataclass
class Press:
    """A button: where it goes, what it sends, and the words that whoever presses it then reads."""

    path: str
    words: str
    data: dict = field(default_factory=dict)


# --- What is pressed -----------------------------------------------------------------------------------------


def fields_of(client: Client, path: str, **choices: object) -> dict:
    """Return what the forms on a page send along, with what somebody chose there."""
    hidden = Page.read(client.get(path)).all("input", type="hidden")
    return {one["name"]: one["value"] for one in hidden if one.get("value")} | choices


def of_the_case(name: str, words: str, **choices: object) -> Callable[[Client], Press]:
    """Return how to press a button of a case that was answered."""

    def press(client: Client) -> Press:
        walk(client)
        sent = fields_of(client, reverse("case_advice"), **choices)
        return Press(reverse(name), words, sent)

    return press


def consent(client: Client) -> Press:
    walk(client)
    client.post(reverse("refer"), {"providers": [BRANCH]})
    sent = fields_of(client, reverse("refer_consent"), email="a@example.org")
    return Press(reverse("refer_consent"), "Kijk in uw mail", sent)


def of_a_kept_case(verb: str, words: str, **data: object) -> Callable[[Client], Press]:
    """Return how to press a button of a case that was kept."""

    def press(client: Client) -> Press:
        walk(client)
        kept = client.post(reverse("case_keep"))["Location"]
        return Press(kept + verb, words, data or {"next": fields_of(client, kept)["next"]})

    return press


def of_a_kept_case_that_ends(verb: str, words: str, **data: object) -> Callable[[Client], Press]:
    """Return how to press a button of a case that was kept and ends within a year."""

    def press(client: Client) -> Press:
        walk(client, plaatsen={"p-0-end_date": f"{timezone.localdate() + timedelta(days=90):%d-%m-%Y}"})
        return Press(client.post(reverse("case_keep"))["Location"] + verb, words, data)

    return press


def asked_afterwards(client: Client) -> Press:
    """Return how to answer how it went, behind the link of the mail."""
    kept = of_a_kept_case_that_ends("hoe-ging-het/", "", **READER)(client)
    client.post(kept.path, kept.data)
    asked = Afterwards.objects.get()
    afterwards.ask(asked.pk, at=midnight(asked.ask_on))
    address = reverse("case_afterwards", args=[afterwards.token_of(asked)])
    return Press(address, "Uw antwoord is geteld", {"new_work": "3"})


def with_session(state: State) -> Referral:
    """Return a referral in this state with which the employer asks for a session at the firm."""
    return bring_into(state, referral_to(sent_case(fields=frozenset({*FIELDS, SESSION}))))


def by_link(
    name: str, state: State, words: str, about: Callable[[State], Referral] = referral_in, **data: object
) -> Callable[[Client], Press]:
    """Return how to press a button behind a provider's link, of a referral in this state."""

    def press(_client: Client) -> Press:
        purpose = Purpose.PROGRESS if name.startswith("progress") else Purpose.ANSWER
        referral = about(state)
        own = {key: value(referral) if callable(value) else value for key, value in data.items()}
        return Press(reverse(name, args=[token_of(purpose, referral)]), words, own)

    return press


def of_the_employer(name: str, words: str, about: Callable[[], Referral], **data: object) -> Callable[[Client], Press]:
    """Return how to press a button on the employer's own page."""

    def press(_client: Client) -> Press:
        referral = about()
        own = {key: value(referral) if callable(value) else value for key, value in data.items()}
        return Press(reverse(name, args=[token_of(Purpose.EMPLOYER, referral.case.details)]), words, own)

    return press


def in_days(number: int) -> Callable[[Referral], str]:
    """Return what gives a day so many days ahead, as people type it."""
    return lambda _referral: f"{timezone.localdate() + timedelta(days=number):%d-%m-%Y}"


def asked() -> Referral:
    referral = referral_in(State.SEEN)
    pauses.ask(referral=referral, codes=["told"], at=timezone.now())
    return referral


def of_a_pause(name: str, purpose: Purpose, actor: Actor, state: State, words: str) -> Callable[[Client], Press]:
    """Return how to end a time on hold before its day."""

    def press(_client: Client) -> Press:
        referral, until = referral_in(state), timezone.localdate() + timedelta(days=9)
        pauses.hold(referral=referral, until=until, actor=actor, at=timezone.now())
        row = referral.case.details if purpose is Purpose.EMPLOYER else referral
        return Press(reverse(name, args=[token_of(purpose, row)]), words, {"referral": pk_of(referral)})

    return press


def one_of_two() -> Referral:
    return referral_to(sent_case(BRANCH, MOBILITY))


def two_on_hold() -> Referral:
    referral = one_of_two()
    until = timezone.localdate() + timedelta(days=9)
    pauses.hold_case(details=referral.case.details, until=until, at=timezone.now())
    return referral


def pk_of(referral: Referral) -> str:
    return str(referral.pk)


def named_by(referral: Referral) -> str:
    return str(Referral.objects.get(forwarded_by=referral).pk)


def confirm(_client: Client) -> Press:
    details = unconfirmed_case().details
    return Press(reverse("refer_confirm", args=[token_of(Purpose.CONFIRM, details)]), "Uw aanvraag")


SOON = f"{timezone.localdate() + timedelta(days=30):%d-%m-%Y}"
EMPLOYEE = {"situation": "illness", "location": "6811 AB", "end_date": "", "sector": ""}


def of_an_employee(name: str, shown: str, *args: str, data: dict) -> Callable[[Client], Press]:
    def press(client: Client) -> Press:
        answer_as_employee(client, **EMPLOYEE)
        return Press(reverse(name, args=["GM0202", *args]), shown, data)

    return press


REPORT = {"what": "gone", "text": ""}
READER = {"email": "lezer@example.org"}

PRESSES: dict[str, list[Callable[[Client], Press]]] = {
    "api_route": [lambda _client: Press(reverse("api_route"), "", {})],
    "suggest": [lambda _client: Press(reverse("suggest"), "", {"q": "Arn"})],
    "answer": [by_link("answer", State.SENT, "Een werkgever vraagt uw hulp")],
    "answer_open": [by_link("answer_open", State.SENT, "Kunt u helpen?")],
    "answer_accept": [by_link("answer_accept", State.SEEN, "U zei ja.")],
    "answer_part": [by_link("answer_part", State.SEEN, "U helpt 2 van de mensen.", **{"1": "2"})],
    "answer_consider": [
        by_link("answer_consider", State.SEEN, "U kijkt ernaar.", until=in_days(3)),
        by_link("answer_consider", State.CONSIDERING, "U kijkt ernaar.", until=in_days(9)),
    ],
    "answer_ask": [by_link("answer_ask", State.SEEN, "Weten de mensen het al?", codes=["told", "people_now"])],
    "answer_reopen": [by_link("answer_reopen", State.DECLINED, "Een werkgever vraagt uw hulp")],
    "answer_decline": [by_link("answer_decline", State.SEEN, "U zei nee.", reason="other")],
    "answer_forward": [by_link("answer_forward", State.SEEN, "U noemde een andere", provider=GATEKEEPER)],
    "answer_confirm_record": [by_link("answer_confirm_record", State.SEEN, "U bevestigde deze gegevens vandaag.")],
    "answer_room": [
        by_link("answer_room", State.DECLINED, "Dit staat nu bij uw organisatie.", capacity="full", capacity_until=SOON)
    ],
    "answer_new_link": [by_link("answer_new_link", State.SENT, "Kijk in uw mailbox")],
    "progress": [by_link("progress", State.ACCEPTED, "U zei ja.")],
    "progress_begin": [by_link("progress_begin", State.ACCEPTED, "De hulp is begonnen.")],
    "progress_hold": [by_link("progress_hold", State.ACCEPTED, "De hulp staat stil", until=in_days(9))],
    "progress_resume": [of_a_pause("progress_resume", Purpose.PROGRESS, Actor.PROVIDER, State.ACCEPTED, "U zei ja.")],
    "progress_reopen": [by_link("progress_reopen", State.CLOSED, "De hulp is begonnen.")],
    "progress_session": [by_link("progress_session", State.ACCEPTED, "Bewaard.", session="yes", about=with_session)],
    "progress_outcome": [
        by_link("progress_outcome", State.IN_PROGRESS, "Uw aantallen zijn bewaard.", new_work="3"),
        by_link("progress_outcome", State.ACCEPTED, "Deze aanvraag is afgerond.", new_work="3", klaar="ja"),
    ],
    "refer_confirm": [confirm],
    "referred_withdraw": [
        of_the_employer("referred_withdraw", "Ingetrokken:", one_of_two, which=pk_of),
        of_the_employer("referred_withdraw", "Uw aanvraag is gestopt.", lambda: referral_in(State.SENT), which="alles"),
    ],
    "referred_next": [
        of_the_employer("referred_next", "Uw aanvraag", lambda: referral_in(State.DECLINED), provider=MOBILITY),
        of_the_employer("referred_next", "Uw aanvraag", lambda: referral_in(State.FORWARDED), referral=named_by),
    ],
    "referred_question": [
        of_the_employer("referred_question", "heeft nu uw antwoord.", asked, referral=pk_of, told="some")
    ],
    "referred_hold": [
        of_the_employer(
            "referred_hold",
            "Staat stil tot en met",
            lambda: referral_in(State.SENT),
            referral=pk_of,
            until=in_days(9),
        )
    ],
    "referred_hold_case": [
        of_the_employer("referred_hold_case", "Staat stil tot en met", one_of_two, until=in_days(9)),
    ],
    "referred_resume_case": [of_the_employer("referred_resume_case", "Uw aanvraag", two_on_hold)],
    "referred_resume": [of_a_pause("referred_resume", Purpose.EMPLOYER, Actor.EMPLOYER, State.SEEN, "Uw aanvraag")],
    "referred_outcome": [
        of_the_employer("referred_outcome", "Dank u wel.", lambda: referral_in(State.SENT), new_work="3")
    ],
    "referred_new_link": [of_the_employer("referred_new_link", "Kijk in uw mail", lambda: referral_in(State.SENT))],
    "case": [lambda client: Press(reverse("case"), "", fields_of(client, f"{reverse('case')}?organisatie={BRANCH}"))],
    "case_step": [
        lambda client, step=step: Press(step_url(step), "", fields_of(client, step_url(step)) | ARNHEM[step])
        for step in ARNHEM
    ],
    "case_stop": [of_the_case("case_stop", "Al uw antwoorden zijn gewist.")],
    "case_keep": [
        of_the_case("case_keep", "Uw casus is bewaard."),
        of_the_case("case_keep", "Begin een nieuwe casus", then="new"),
    ],
    "case_kept_change": [of_a_kept_case("wijzigen/", "Kloppen uw antwoorden?")],
    "case_kept_renew": [of_a_kept_case("nieuw-adres/", "U hebt een nieuw adres.")],
    "case_kept_mail": [of_a_kept_case("mailen/", "De mail is onderweg", **READER)],
    "case_kept_tick": [of_a_kept_case("afvinken/", "Wij onthouden wat u hebt gedaan.", done=["talk"])],
    "case_kept_list": [of_a_kept_case("in-mijn-lijst/", "Klant A", label="Klant A")],
    "case_list_wipe": [lambda _client: Press(reverse("case_list_wipe"), "Uw lijst is leeg.")],
    "case_kept_afterwards": [
        of_a_kept_case_that_ends("hoe-ging-het/", "vragen wij u per mail hoe het ging.", **READER)
    ],
    "case_kept_not_afterwards": [of_a_kept_case("niet-vragen/", "Wij vragen niet hoe het ging.", press="1")],
    "case_afterwards": [asked_afterwards],
    "case_kept_other_day": [of_a_kept_case("andere-dag/", "Wat de andere dag verandert", day=f"juli {YEAR}")],
    "case_other_day": [of_the_case("case_other_day", "Wat de andere dag verandert", day=f"juli {YEAR}")],
    "case_mail": [of_the_case("case_mail", "De mail is onderweg", **READER)],
    "case_kept_delete": [of_a_kept_case("verwijderen/", "Uw casus is verwijderd.")],
    "refer": [of_the_case("refer", "Dit delen wij", providers=[BRANCH])],
    "refer_consent": [consent],
    "employee": [lambda _client: Press(reverse("employee"), "Wat past bij u?", EMPLOYEE)],
    "employee_question": [of_an_employee("employee_question", "Wat zou u helpen?", "laatste-dag", data=EMPLOYEE)],
    "employee_mail": [of_an_employee("employee_mail", "De mail is onderweg", data={"email": "lezer@example.org"})],
    "employee_wipe": [lambda _client: Press(reverse("employee_wipe"), "Al uw antwoorden zijn gewist.")],
    "admin:login": [lambda _client: Press(reverse("admin:login"), "Inloggen voor medewerkers", {})],
    "mfa_login_webauthn": [lambda _client: Press(reverse("mfa_login_webauthn"), "", {"credential": "{}"})],
    "report_mistake": [
        lambda _client: Press(reverse("report_mistake", args=[BRANCH]), "Dank", REPORT),
    ],
    "mail_comparison": [
        lambda _client: Press(f"{reverse('mail_comparison')}?vergelijk={BRANCH}", "De mail is onderweg", READER),
    ],
}
# What a POST draws without changing anything: sent again it is the same answer.
# tests/services/desk/test_invitations.py, tests/services/self_checks/test_self_check.py
PRESSED_TWICE_ELSEWHERE = {"desk_invitation", "self_check"}
DRAWN_BY_THE_POST = {"api_route", "suggest", "answer", "progress", "case_other_day", "case_kept_other_day"}


# --- The rule ------------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def a_directory(example_directory, time_machine, settings):
    settings.SECONDS_TO_READ = 0
    time_machine.move_to("2026-11-23 10:00:00+00:00", tick=True)
    reachable_directory()


def everything(*, but: Collection[type[Model]] = ()) -> dict:
    """Return every row of ours; the same report again replaces its rows by equal ones."""
    ours = chain.from_iterable(apps.get_app_config(app).get_models() for app in ("referrals", "services"))
    rows = {model: list(model.objects.order_by("pk").values()) for model in ours if model not in but}
    return rows | {Outcome: list(Outcome.objects.values("case", "referral", "result", "people"))}


def takes_a_post(client: Client, name: str, pattern: URLPattern) -> bool:
    """Return whether an address takes a POST at all; what it is about does not matter."""
    return client.post(reverse(name, args=["x"] * len(pattern.pattern.converters))).status_code != 405


def test_every_public_address_that_takes_a_post_is_in_the_list(client):
    public = [(name, pattern) for name, pattern in addresses(get_resolver()) if is_public(pattern)]
    own = [(name, pattern) for name, pattern in public if pattern.callback.__module__.startswith(APPS)]
    found = {name for name, pattern in own if takes_a_post(client, name, pattern)}
    assert found - PRESSED_TWICE_ELSEWHERE == PRESSES.keys()


@pytest.mark.parametrize(
    ("name", "press"),
    [
        pytest.param(name, press, id=f"{name}-{number}")
        for name, all_of in PRESSES.items()
        for number, press in enumerate(all_of)
    ],
)
def test_pressed_twice_is_done_once(client, name, press):
    button = press(client)
    drawn = name in DRAWN_BY_THE_POST
    counted_each_time = {Attempt} if drawn else ()
    first = client.post(button.path, button.data)
    after_one = everything(but=counted_each_time)

    second = client.post(button.path, button.data)

    assert everything(but=counted_each_time) == after_one
    assert [first.status_code, second.status_code] == ([first.status_code] * 2 if drawn else [302, 302])
    if not drawn:
        page = client.get(second["Location"])
        assert page.status_code == 200
        assert button.words in " ".join(Page.read(page).one("main").text.split())


# --- A link that has ended -----------------------------------------------------------------------------------

BY_LINK = ("answer", "progress", "refer_confirm", "referred", "case_kept")


@pytest.mark.parametrize(
    ("name", "press"),
    [
        pytest.param(name, press, id=f"{name}-{number}")
        for name, all_of in PRESSES.items()
        if name.startswith(BY_LINK) and not name.endswith("new_link")  # those bring a new link by mail
        for number, press in enumerate(all_of)
    ],
)
def test_by_a_link_that_has_ended_nothing_is_done_and_the_page_says_so(client, time_machine, name, press):
    button = press(client)
    time_machine.move_to("2028-12-01 10:00:00+00:00", tick=True)
    before = everything()

    response = client.post(button.path, button.data)

    assert everything() == before
    assert response.status_code == 404
    heading = Page.read(response).one("h1").text
    assert heading.endswith(("werkt niet", "is verlopen", "werkt niet meer")), heading
