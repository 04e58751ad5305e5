"""No letter without a limit: for one mailbox over all kinds together, and for the network that somebody asks from."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings as project
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from referrals.advice import afterwards
from referrals.loop import pauses
from referrals.loop.followup import let_lines_go_on
from referrals.loop.links import Purpose, token_of
from referrals.mail import outbox
from referrals.mail.purposes import MailPurpose
from referrals.models import Afterwards, Attempt, MailState, OutgoingMail, Referral
from referrals.rate_limits import Thing
from referrals.status import State
from referrals.working_days import midnight
from tests.portal.page import Page
from tests.referrals.support.journeys import answer_as_employee, walk
from tests.referrals.support.referred import (
    BRANCH,
    EMPLOYER,
    GATEKEEPER,
    MOBILITY,
    bring_into,
    reachable_directory,
    referral_in,
    referral_to,
    sent_case,
    unconfirmed_case,
)
from tests.referrals.support.smtp import Refuse

pytestmark = pytest.mark.django_db

WAYS_TO_WRITE_IT = ["victim@gmail.com", "v.i.c.t.i.m@gmail.com", "Victim+{}@googlemail.com", "victim+{}@GMAIL.com"]


def put(purpose: MailPurpose, to: str) -> OutgoingMail:
    return outbox.put(purpose=purpose, to=to, subject="Een brief", text="Een brief")


# --- For one mailbox ---------------------------------------------------------------------------------------------


def test_one_mailbox_gets_so_many_mails_of_all_kinds_together_and_the_rest_waits(server, settings):
    settings.MAILS_PER_MAILBOX = 3
    mails = [
        put(purpose, WAYS_TO_WRITE_IT[number % 4].format(number)) for number, purpose in enumerate(sorted(MailPurpose))
    ]
    put(MailPurpose.INVITE, "iemand.anders@gmail.com")
    now = timezone.now()

    outbox.send_due(now=now)

    assert len(server.mails) == 3 + 1
    assert OutgoingMail.objects.filter(state=MailState.WAITING, due_at__gt=now).count() == len(mails) - 3
    for hours in range(1, 24):
        assert outbox.send_due(now=now + timedelta(hours=hours)).sent == 0
    assert outbox.send_due(now=now + timedelta(hours=25)).sent == 3


@pytest.mark.parametrize("purpose", MailPurpose)
def test_no_kind_of_mail_passes_that_by(server, settings, purpose):
    settings.MAILS_PER_MAILBOX = 1
    put(purpose, "naam@bedrijf.example")
    put(purpose, "naam+x@bedrijf.example")

    outbox.send_due(now=timezone.now())

    assert len(server.mails) == 1


def test_a_mail_that_did_not_leave_does_not_count(server, settings):
    settings.MAILS_PER_MAILBOX = 1
    put(MailPurpose.INVITE, "naam@bedrijf.example")
    server.trouble = {"rcpt": Refuse("451 later")}
    for hours in range(3):
        assert outbox.send_due(now=timezone.now() + timedelta(hours=hours)).postponed == 1
    assert not Attempt.objects.exists()
    server.trouble = {}

    assert outbox.send_due(now=timezone.now() + timedelta(hours=5)).sent == 1


# --- For the network that asks for it ------------------------------------------------------------------------------

STAFF = "medewerker@example.org"
BY_TIME = "the daily command asks for it"
AFTER_A_MAIL = "it goes only to who got a mail that was counted, once for each"


def refer(client: Client) -> None:
    """Ask for a case to be referred."""
    walk(client)
    client.post(reverse("refer"), {"providers": [BRANCH]})
    begun = Page.read(client.get(reverse("refer_consent"))).one("input", name="begun")["value"]
    client.post(reverse("refer_consent"), {"begun": begun, "order": "at_once", "email": EMPLOYER})


def confirm(client: Client) -> None:
    """Confirm a case: the employer gets its page, the provider a request."""
    details = unconfirmed_case().details
    client.post(reverse("refer_confirm", args=[token_of(Purpose.CONFIRM, details)]))


def new_employer_link(client: Client) -> None:
    client.post(reverse("referred_new_link", args=[token_of(Purpose.EMPLOYER, sent_case().details)]))


def answering(verb: str, *slugs: str, one_by_one: bool = False, state: State = State.SENT, **data: str) -> Callable:
    """Return what answers, as the provider, a request in this state."""

    def answer(client: Client) -> None:
        asked = referral_to(sent_case(*slugs, one_by_one=one_by_one)) if slugs else referral_in(state)
        if "bekijken" not in verb:
            client.post(reverse("answer_open", args=[token_of(Purpose.ANSWER, asked)]))
        client.post(reverse("answer", args=[token_of(Purpose.ANSWER, asked)]) + verb, data)

    return answer


def decline_while_another_is_named(client: Client) -> None:
    """Say no, as one of two providers, while the other one named a third."""
    case = sent_case(BRANCH, MOBILITY)
    bring_into(State.FORWARDED, referral_to(case, MOBILITY))
    token = token_of(Purpose.ANSWER, referral_to(case))
    client.post(reverse("answer_decline", args=[token]), DECLINE)


def send_next(client: Client) -> None:
    """Ask the organisation that the one before it named."""
    draft = referral_in(State.FORWARDED).case.referrals.get(state=State.DRAFT)
    address = reverse("referred_next", args=[token_of(Purpose.EMPLOYER, draft.case.details)])
    client.post(address, {"referral": str(draft.pk)})


def forgotten_password(client: Client) -> None:
    get_user_model().objects.create_user("medewerker", STAFF, "een heel lang wachtwoord")
    client.post("/account/password/reset/", {"email": STAFF})


def another_address(client: Client) -> None:
    """Want another address for an account: the mail goes to whatever was typed."""
    password = "een heel lang wachtwoord"
    client.force_login(get_user_model().objects.create_user("medewerker", STAFF, password))
    client.post("/account/reauthenticate/", {"password": password})
    client.post("/account/email/", {"email": "nieuw@example.org", "action_add": ""})


def compare(client: Client) -> None:
    client.post(f"{reverse('mail_comparison')}?vergelijk={BRANCH}", {"email": "lezer@example.org"})


def keep_what_an_employee_reads(client: Client) -> None:
    answer_as_employee(client, situation="illness", location="6811 AB")
    client.post(reverse("employee_mail", args=["GM0202"]), {"email": "lezer@example.org"})


def mail_the_plan(client: Client) -> None:
    walk(client)
    client.post(reverse("case_mail"), {"email": "lezer@example.org"})


def ask_me_afterwards(client: Client) -> None:
    """Choose a mail that asks how it went with a kept case, and let its day come."""
    walk(client, plaatsen={"p-0-end_date": in_days(90)})
    kept = client.post(reverse("case_keep"))
    if kept.status_code == 302:
        client.post(kept["Location"] + "hoe-ging-het/", {"email": "lezer@example.org"})
    for asked in Afterwards.objects.all():
        afterwards.ask(asked.pk, at=midnight(asked.ask_on))


def an_hour_later(ask: Callable) -> Callable:
    """Return what asks and lets the hour go by in which a no can be undone: the mail comes after that."""

    def wait(client: Client) -> None:
        ask(client)
        let_lines_go_on(now=timezone.now() + timedelta(minutes=61))

    return wait


def as_employer(name: str, about: Callable[[], Referral], **data: str) -> Callable:
    """Return what presses a button on the employer's own page, about a referral."""

    def press(client: Client) -> None:
        referral = about()
        address = reverse(name, args=[token_of(Purpose.EMPLOYER, referral.case.details)])
        client.post(address, {"referral": str(referral.pk), **data})

    return press


def a_question() -> Referral:
    """Return a referral about which the provider asked something."""
    referral = referral_in(State.SEEN)
    pauses.ask(referral=referral, codes=["told"], at=timezone.now())
    return referral_to(referral.case)


def hold_as_provider(client: Client) -> None:
    token = token_of(Purpose.PROGRESS, referral_in(State.ACCEPTED))
    client.post(reverse("progress_hold", args=[token]), {"until": in_days(9)})


def reopen_as_provider(client: Client) -> None:
    token = token_of(Purpose.PROGRESS, referral_in(State.CLOSED))
    client.post(reverse("progress_reopen", args=[token]))


def in_days(days: int) -> str:
    return f"{timezone.localdate() + timedelta(days=days):%d-%m-%Y}"


BY_STAFF = "staff do it, signed in"
DECLINE = {"reason": "no_capacity"}
# How somebody asks for each kind of mail, or why nobody can.
ASKED_BY = {
    MailPurpose.ACCOUNT: [forgotten_password, another_address],
    MailPurpose.ASK_CONFIRMATION: [refer],
    MailPurpose.ASK_CONSENT_FORWARD: [answering("doorverwijzen/", provider=GATEKEEPER)],
    MailPurpose.ASK_EMPLOYER_OUTCOME: BY_TIME,
    MailPurpose.ASK_HOW_IT_WENT: [ask_me_afterwards],
    MailPurpose.ASK_PROVIDER_OUTCOME: BY_TIME,
    MailPurpose.ASK_EMPLOYER_QUESTION: [answering("vraag/", codes="told")],
    MailPurpose.COMPARISON: [compare],
    MailPurpose.EMPLOYER_ACCEPTED: [answering("ja/")],
    MailPurpose.EMPLOYER_CONSIDERING: [answering("later/", until=in_days(3))],
    MailPurpose.EMPLOYER_HOLD: [hold_as_provider],
    MailPurpose.EMPLOYER_MOVED_ON: [an_hour_later(answering("nee/", BRANCH, MOBILITY, one_by_one=True, **DECLINE))],
    MailPurpose.EMPLOYER_OTHERS_FOLLOW: [an_hour_later(decline_while_another_is_named)],
    MailPurpose.EMPLOYER_REOPENED: [reopen_as_provider],
    MailPurpose.EMPLOYER_SENT: [confirm],
    MailPurpose.INVITE: [confirm, send_next],
    MailPurpose.NEAR_HELP: [keep_what_an_employee_reads],
    MailPurpose.NEW_ANSWER_LINK: [answering("nieuwe-link/")],
    MailPurpose.NEW_EMPLOYER_LINK: [new_employer_link],
    MailPurpose.OFFER_NEXT: [an_hour_later(answering("nee/", **DECLINE))],
    MailPurpose.PLAN: [mail_the_plan],
    MailPurpose.PROGRESS_LINK: [answering("ja/"), answering("nieuwe-link/", state=State.ACCEPTED)],
    MailPurpose.PROVIDER_ANSWERED: [as_employer("referred_question", a_question, told="some")],
    MailPurpose.PROVIDER_HOLD: [as_employer("referred_hold", lambda: referral_in(State.SEEN), until=in_days(9))],
    MailPurpose.PROVIDER_REOPENED: BY_STAFF,
    MailPurpose.PROVIDER_UNANSWERED: BY_TIME,
    MailPurpose.PROVIDER_WITHDRAWN: AFTER_A_MAIL,
    MailPurpose.REMIND: BY_TIME,
}
EACH_WAY = [
    pytest.param(purpose, ask, id=f"{purpose}-{number}")
    for purpose, ways in ASKED_BY.items()
    if not isinstance(ways, str)
    for number, ask in enumerate(ways)
]


def test_of_every_kind_of_mail_it_is_known_who_can_ask_for_it():
    assert ASKED_BY.keys() == set(MailPurpose)


@pytest.fixture
def queue(example_directory, settings):
    settings.SECONDS_TO_READ = 0
    settings.EMAIL_BACKEND = "referrals.mail.outbox.QueueBackend"
    reachable_directory()


def new_mails(purpose: MailPurpose, ask: Callable, client: Client) -> int:
    """Return how many mails of a kind came of asking; what had to be there for it came by other ways."""
    before = OutgoingMail.objects.filter(purpose=purpose).count()
    ask(client)
    return OutgoingMail.objects.filter(purpose=purpose).count() - before


@pytest.mark.usefixtures("queue")
@pytest.mark.parametrize(("purpose", "ask"), EACH_WAY)
def test_each_is_limited_by_the_network_that_it_is_asked_from(client, settings, purpose, ask):
    mails = new_mails(purpose, ask, client)
    OutgoingMail.objects.all().delete()
    assert mails

    for limit in [limit for thing in Thing for limit in thing.value if limit.who == "network"]:
        setattr(settings, limit.setting, 0)
    get_user_model().objects.all().delete()

    assert new_mails(purpose, ask, Client()) < mails


@pytest.mark.parametrize(
    "thing",
    [
        Thing.CASE,
        Thing.CONFIRMATION,
        Thing.NEW_LINK,
        Thing.RESET,
        Thing.STAFF_ADDRESS,
        Thing.COMPARISON,
        Thing.NEAR_HELP,
        Thing.PLAN,
    ],
)
def test_what_is_mailed_at_once_to_an_address_counts_for_its_mailbox_over_all_kinds(thing):
    assert "ASKED_MAILS_PER_MAILBOX" in {limit.setting for limit in thing.value}
    assert project.ASKED_MAILS_PER_MAILBOX < project.MAILS_PER_MAILBOX
