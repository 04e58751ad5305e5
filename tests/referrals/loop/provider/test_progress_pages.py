"""The provider's pages after its yes: reaching the employer, saying that the help began, and what came of it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from referrals.loop import actions, links
from referrals.loop.links import Purpose
from referrals.models import Outcome, OutgoingMail, Referral, ReferralEvent
from referrals.status import Actor, Result, State
from tests.portal.page import Page
from tests.referrals.support.mailbox import newest, path_in
from tests.referrals.support.referred import EMPLOYER, reachable_directory, referral_in

pytestmark = pytest.mark.django_db

VERBS = ["", "begonnen/", "uitkomst/"]
NUMBERS = {"new_work": "7", "training": "2", "unknown": "3"}


@pytest.fixture(autouse=True)
def directory(example_directory, time_machine):
    time_machine.move_to("2026-11-23 10:00:00+00:00", tick=True)
    reachable_directory()


def link_to(referral: Referral) -> str:
    return reverse("progress", args=[links.token_of(Purpose.PROGRESS, referral)])


def text_of(response) -> str:
    return " ".join(Page.read(response).one("main").text.split())


def state_of(referral: Referral) -> str:
    return Referral.objects.get(pk=referral.pk).state


def numbers_of(referral: Referral) -> dict[str, int]:
    return {one.result: one.people for one in Outcome.objects.filter(referral=referral)}


def test_the_mail_after_a_yes_leads_to_the_address_of_the_employer(client):
    referral_in(State.ACCEPTED)
    response = client.get(path_in(newest("progress_link")))
    assert EMPLOYER in text_of(response)
    assert "12 medewerkers in 6811 AB Arnhem" in text_of(response)


def test_the_page_works_long_after_the_link_to_answer_has_ended(client, time_machine):
    referral = referral_in(State.ACCEPTED)
    time_machine.move_to("2027-04-23 10:00:00+00:00")
    assert EMPLOYER in text_of(client.get(link_to(referral)))


@pytest.mark.parametrize("state", [State.ACCEPTED, State.IN_PROGRESS, State.CLOSED])
def test_opening_an_address_changes_nothing(client, state):
    referral = referral_in(state)
    before = [ReferralEvent.objects.count(), OutgoingMail.objects.count(), Outcome.objects.count()]
    for verb in VERBS:
        assert client.get(link_to(referral) + verb).status_code in (200, 302)
    assert before == [ReferralEvent.objects.count(), OutgoingMail.objects.count(), Outcome.objects.count()]
    assert state_of(referral) == state


def test_pages_are_kept_out_of_caches_and_search_engines(client):
    referral = referral_in(State.ACCEPTED)
    for verb in VERBS:
        response = client.get(link_to(referral) + verb, follow=True)
        assert "no-store" in response["Cache-Control"]
        assert Page.read(response).one("meta", name="robots")["content"] == "noindex"


def test_saying_that_the_help_began_is_written_down_once(client):
    referral = referral_in(State.ACCEPTED)
    for _twice in range(2):
        response = client.post(link_to(referral) + "begonnen/", follow=True)
        assert "De hulp is begonnen." in text_of(response)
    assert referral.events.filter(after=State.IN_PROGRESS).count() == 1


def test_numbers_are_kept_without_closing(client):
    referral = referral_in(State.IN_PROGRESS)
    response = client.post(link_to(referral) + "uitkomst/", NUMBERS, follow=True)
    assert "Uw aantallen zijn bewaard." in text_of(response)
    assert numbers_of(referral) == {"new_work": 7, "training": 2, "unknown": 3}
    assert state_of(referral) == State.IN_PROGRESS


def test_a_later_report_replaces_the_one_before(client):
    referral = referral_in(State.IN_PROGRESS)
    client.post(link_to(referral) + "uitkomst/", NUMBERS)
    form = Page.read(client.get(link_to(referral) + "uitkomst/"))
    assert form.one("input", name="new_work")["value"] == "7"
    client.post(link_to(referral) + "uitkomst/", {"new_work": "12"})
    assert numbers_of(referral) == {"new_work": 12}


@pytest.mark.parametrize("state", [State.ACCEPTED, State.IN_PROGRESS])
def test_reporting_can_close(client, state):
    referral = referral_in(state)
    response = client.post(link_to(referral) + "uitkomst/", {**NUMBERS, "klaar": "ja"}, follow=True)
    assert "Deze aanvraag is afgerond." in text_of(response)
    assert EMPLOYER not in text_of(response)
    assert state_of(referral) == State.CLOSED
    assert not Page.read(client.get(link_to(referral) + "uitkomst/")).all("button", name="klaar")


def test_what_was_closed_can_still_be_put_right(client):
    referral = referral_in(State.CLOSED)
    client.post(link_to(referral) + "uitkomst/", {"new_work": "1", "klaar": "ja"})
    assert numbers_of(referral) == {"new_work": 1}
    assert state_of(referral) == State.CLOSED


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ({"new_work": "13"}, "de aanvraag gaat over 12 medewerkers"),
        ({"new_work": "7", "training": "6"}, "de aanvraag gaat over 12 medewerkers"),
        ({}, "Vul ten minste één aantal in."),
        ({"new_work": "0"}, "Vul ten minste één aantal in."),
        ({"new_work": "-1"}, "Vul een aantal van 0 of meer in."),
        ({"new_work": "veel"}, "Vul een heel aantal in"),
        ({"new_work": "1,0"}, "zonder komma"),
        ({"new_work": "1.0"}, "zonder komma"),
        ({"new_work": "1.000"}, "Samen is dit 1000"),
        ({"new_work": "99999999999999999999"}, "ten hoogste"),
        ({"new_work": "\0"}, "Vul een"),
    ],
)
def test_impossible_numbers_are_refused_in_words(client, numbers, words):
    referral = referral_in(State.IN_PROGRESS)
    response = client.post(link_to(referral) + "uitkomst/", {**numbers, "klaar": "ja"})
    assert response.status_code == 200
    assert words in text_of(response)
    assert Page.read(response).one("title").text.startswith("Fout:")
    assert (numbers_of(referral), state_of(referral)) == ({}, State.IN_PROGRESS)


def test_every_result_can_be_reported(client):
    referral = referral_in(State.IN_PROGRESS)
    client.post(link_to(referral) + "uitkomst/", {result.value: "2" for result in Result})
    assert numbers_of(referral) == {result.value: 2 for result in Result}


def test_who_said_yes_can_still_hand_it_back(client):
    referral = referral_in(State.ACCEPTED)
    (back,) = [
        one["href"] for one in Page.read(client.get(link_to(referral))).all("a") if one["href"].endswith("/nee/")
    ]
    form = Page.read(client.get(back))
    hidden = form.one("input", type="hidden", name="teruggeven")
    response = client.post(back, {"reason": "no_capacity", hidden["name"]: hidden["value"]}, follow=True)
    assert "U zei nee." in text_of(response)
    assert state_of(referral) == State.DECLINED
    assert EMPLOYER not in client.get(link_to(referral), follow=True).content.decode()


def test_who_has_begun_cannot_hand_it_back(client):
    referral = referral_in(State.IN_PROGRESS)
    assert not [one for one in Page.read(client.get(link_to(referral))).all("a") if one["href"].endswith("/nee/")]


def test_after_a_withdrawal_the_page_is_gone(client):
    referral = referral_in(State.ACCEPTED)
    link = link_to(referral)
    actions.withdraw(referral=referral, actor=Actor.EMPLOYER, at=timezone.now())
    for verb in VERBS:
        for response in (client.get(link + verb), client.post(link + verb, NUMBERS)):
            assert response.status_code == 404
            assert EMPLOYER not in response.content.decode()


def test_after_the_whole_case_is_withdrawn_the_page_is_gone(client):
    referral = referral_in(State.IN_PROGRESS)
    link = link_to(referral)
    actions.withdraw_case(details=referral.case.details, at=timezone.now())
    assert client.get(link).status_code == 404
    assert client.post(link + "uitkomst/", NUMBERS).status_code == 404


def test_beginning_what_was_closed_meanwhile_gets_a_clear_page(client):
    referral = referral_in(State.CLOSED)
    response = client.post(link_to(referral) + "begonnen/")
    assert response.status_code == 409
    assert "Deze aanvraag is afgerond." in text_of(response)


def test_the_page_of_one_provider_says_nothing_of_another(client):
    first, second = referral_in(State.ACCEPTED), referral_in(State.IN_PROGRESS)
    client.post(link_to(second) + "uitkomst/", NUMBERS)
    assert "ander werk gevonden" not in text_of(client.get(link_to(first)))


@pytest.mark.parametrize("token", ["verzonnen", "a:b:c"])
@pytest.mark.parametrize("verb", VERBS)
def test_an_altered_link_opens_nothing(client, token, verb):
    response = client.get(reverse("progress", args=[token]) + verb)
    assert (response.status_code, "Deze link werkt niet" in text_of(response)) == (404, True)
