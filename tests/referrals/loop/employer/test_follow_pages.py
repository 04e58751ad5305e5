"""The employer's own page of a referred case: what it tells, and what can be done there."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from referrals.loop import actions
from referrals.loop.links import Purpose, token_of
from referrals.models import CaseDetails, MailState, Outcome, OutgoingMail, Referral
from referrals.status import Actor, DeclineReason, Result, State
from services.models import Provider
from tests.portal.page import Page
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
from tests.services.providers import by_hand

pytestmark = pytest.mark.django_db

NAMES = {
    BRANCH: "Voorbeeld brancheservicepunt Techniek",
    MOBILITY: "Voorbeeld mobiliteitscentrum Arnhem",
    GATEKEEPER: "Voorbeeld poortwachtercentrum Arnhem",
}
ALL_PAGES = ["referred", "referred_withdraw", "referred_next", "referred_outcome"]


@pytest.fixture(autouse=True)
def directory(example_directory, time_machine):
    """Stop the clock on a Monday, with everybody reachable."""
    time_machine.move_to("2026-11-23 10:00:00+00:00", tick=False)
    reachable_directory()


def address(case, name="referred"):
    details = CaseDetails.objects.get(case=case)
    return reverse(name, args=[token_of(Purpose.EMPLOYER, details)])


def look(client, case, name="referred"):
    response = client.get(address(case, name))
    assert response.status_code == 200
    return response.content.decode()


def part_about(html, slug):
    """Return the words of the page about one provider."""
    articles = [Page.read(part).elements[0].text for part in re.findall(r"<article.*?</article>", html, re.DOTALL)]
    (found,) = (" ".join(text.split()) for text in articles if NAMES[slug] in text.strip()[:80])
    return found


# --- What it tells -------------------------------------------------------------------------------------------


def test_a_waiting_referral_says_when_we_remind_and_when_the_waiting_ends(client):
    words = part_about(look(client, sent_case()), BRANCH)
    assert "verstuurd op 23 november 2026" in words
    assert "Wij herinneren de organisatie op 26 november 2026 en 1 december 2026." in words
    assert "Komt er tot en met 7 december 2026 geen antwoord? Dan mailen wij u" in words


def test_a_reminder_that_has_gone_is_no_plan_any_more(client, time_machine):
    case = sent_case()
    time_machine.shift(timedelta(days=4))
    assert "Wij herinneren de organisatie op 1 december 2026." in part_about(look(client, case), BRANCH)


def test_a_line_says_who_follows_by_itself(client):
    html = look(client, sent_case(BRANCH, MOBILITY, one_by_one=True))
    assert f"Dan vragen wij vanzelf {NAMES[MOBILITY]}." in part_about(html, BRANCH)
    assert f"Gaat vanzelf weg als {NAMES[BRANCH]} nee zegt of niet antwoordt." in part_about(html, MOBILITY)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (State.SEEN, "gelezen"),
        (State.ACCEPTED, "neemt contact met u op"),
        (State.DECLINED, "‘Wij hebben nu geen plek’"),
        (State.NO_ANSWER, "antwoordde niet op tijd"),
        (State.FORWARDED, f"verwijst u door naar {NAMES[GATEKEEPER]}"),
        (State.WITHDRAWN, "is ingetrokken"),
        (State.IN_PROGRESS, "De hulp is begonnen."),
        (State.CLOSED, "is klaar"),
    ],
)
def test_every_state_is_told_in_words(client, state, words):
    assert words in part_about(look(client, referral_in(state).case), BRANCH)


def test_a_yes_says_how_to_reach_the_provider_and_when_we_ask_how_it_went(client):
    words = part_about(look(client, referral_in(State.ACCEPTED).case), BRANCH)
    assert f"{BRANCH}@example.org" in words
    assert "Op 22 januari 2027 vragen wij u en de organisatie hoe het ging." in words


def test_a_provider_that_our_mail_did_not_reach_is_said_to_be_out_of_reach(client):
    referral = referral_in(State.NO_ANSWER)
    referral.mails.filter(purpose="invite").update(state=MailState.BOUNCED)
    assert "onze mail kwam niet aan" in part_about(look(client, referral.case), BRANCH)


def test_each_provider_stands_with_what_it_may_know(client):
    case = sent_case(fields=frozenset({"sector"}))
    words = part_about(look(client, case), BRANCH)
    assert "De sector" in words
    assert "Mensen in het hele bedrijf" not in words


def test_what_happened_stands_with_its_days(client, time_machine):
    referral = referral_in(State.SENT)
    time_machine.shift(timedelta(days=1))
    actions.accept(referral=referral, at=timezone.now())
    words = part_about(look(client, referral.case), BRANCH)
    assert "23 november 2026: verstuurd" in words
    assert "24 november 2026: zei ja" in words


@pytest.mark.parametrize("name", ALL_PAGES)
def test_looking_changes_nothing(client, name):
    case = referral_in(State.DECLINED).case
    before = stored()
    look(client, case, name)
    assert stored() == before


def stored():
    return [list(model.objects.values().order_by("pk")) for model in (CaseDetails, Referral, Outcome, OutgoingMail)]


def test_the_page_takes_as_many_queries_for_three_as_for_one(client, django_assert_num_queries):
    one, three = sent_case(BRANCH), sent_case(BRANCH, MOBILITY, GATEKEEPER)
    client.get("/")  # the first page after a change asks whether there are examples, for all pages
    with CaptureQueriesContext(connection) as for_one:
        look(client, one)
    with django_assert_num_queries(len(for_one)):
        look(client, three)


# --- Withdrawing ---------------------------------------------------------------------------------------------


def test_one_provider_is_withdrawn_and_hears_it(client):
    case = sent_case(BRANCH, MOBILITY)
    html = look(client, case)
    which = str(referral_to(case, MOBILITY).pk)
    assert f"?welke={which}" in html
    OutgoingMail.objects.update(state=MailState.SENT)

    response = client.post(address(case, "referred_withdraw"), {"which": which}, follow=True)

    assert f"Ingetrokken: {NAMES[MOBILITY]}." in response.content.decode()
    assert referral_to(case, MOBILITY).state == State.WITHDRAWN
    assert referral_to(case, BRANCH).state == State.SENT
    assert OutgoingMail.objects.filter(to=f"{MOBILITY}@example.org").exclude(purpose="invite").exists()


def test_the_link_to_withdraw_has_its_provider_chosen(client):
    case = sent_case(BRANCH, MOBILITY)
    which = str(referral_to(case, MOBILITY).pk)
    page = Page.read(client.get(address(case, "referred_withdraw"), {"welke": which}))
    assert [one["value"] for one in page.all("input", type="radio") if one.get("checked") is not None] == [which]


def test_withdrawing_everything_deletes_the_details_and_ends_the_link(client):
    case = sent_case(BRANCH, MOBILITY)
    page = address(case)

    response = client.post(address(case, "referred_withdraw"), {"which": "alles"}, follow=True)

    assert "Uw aanvraag is gestopt." in response.content.decode()
    assert not CaseDetails.objects.exists()
    assert {one.state for one in case.referrals.all()} == {State.WITHDRAWN}
    assert not any(one.shared for one in case.referrals.all())
    assert client.get(page).status_code == 404


@pytest.mark.parametrize(("which", "message"), [("", "Kies wat u wilt intrekken."), ("x", "Dit kunt u niet meer")])
def test_no_or_a_wrong_choice_withdraws_nothing(client, which, message):
    case = sent_case()
    response = client.post(address(case, "referred_withdraw"), {"which": which})
    assert message in Page.read(response).with_id("id_which_error").text
    assert referral_to(case).state == State.SENT


def test_a_referral_of_another_case_cannot_be_withdrawn(client):
    case, other = sent_case(), sent_case()
    client.post(address(case, "referred_withdraw"), {"which": str(referral_to(other).pk)})
    assert referral_to(other).state == State.SENT


# --- The next one --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "why"), [(State.DECLINED, f"{NAMES[BRANCH]} zei nee."), (State.NO_ANSWER, "gaf geen antwoord.")]
)
@pytest.mark.parametrize("name", ["referred", "referred_next"])
def test_after_a_no_or_silence_the_next_one_is_offered_with_the_reasons(client, state, why, name):
    html = look(client, referral_in(state).case, name)
    assert f"U kunt nu {NAMES[MOBILITY]} vragen" in html
    assert why in html
    assert f'name="provider" value="{MOBILITY}"' in html
    assert "De sector" in html


def test_one_press_sends_it_with_the_same_fields(client):
    case = sent_case(fields=frozenset({"sector"}))
    bring_into(State.DECLINED, referral_to(case))

    response = client.post(address(case, "referred_next"), {"provider": MOBILITY}, follow=True)

    assert f"Uw aanvraag is verstuurd naar {NAMES[MOBILITY]}." in response.content.decode()
    sent = referral_to(case, MOBILITY)
    assert sent.state == State.SENT
    assert set(sent.shared) == {"places", "headcounts", "sector"}


def test_pressing_twice_sends_once(client, time_machine):
    case = referral_in(State.DECLINED).case
    time_machine.shift(timedelta(minutes=1))
    press = address(case, "referred_next")
    client.post(press, {"provider": MOBILITY})
    response = client.post(press, {"provider": MOBILITY}, follow=True)
    assert f"Uw aanvraag ging al naar {NAMES[MOBILITY]}." in response.content.decode()
    assert OutgoingMail.objects.filter(to=f"{MOBILITY}@example.org").count() == 1


def test_only_what_the_page_offers_can_be_sent(client):
    case = referral_in(State.DECLINED).case
    assert client.post(address(case, "referred_next"), {"provider": GATEKEEPER}).status_code == 409
    assert client.post(address(case, "referred_next"), {"provider": "bestaat-niet"}).status_code == 409
    assert client.post(address(case, "referred_next"), {"referral": "bestaat-niet"}).status_code == 409
    assert case.referrals.count() == 1


def test_nobody_is_offered_while_the_only_one_has_the_case(client):
    case = sent_case()
    assert "U kunt nu" not in look(client, case)
    assert "U hoeft nu niemand te kiezen." in look(client, case, "referred_next")
    assert client.post(address(case, "referred_next"), {"provider": MOBILITY}).status_code == 409


def test_a_no_of_one_of_two_is_made_up_for_once(client, time_machine):
    case = sent_case(BRANCH, MOBILITY)
    time_machine.shift(timedelta(days=1))
    actions.decline(referral=referral_to(case, MOBILITY), reason=DeclineReason.OTHER, at=timezone.now())
    assert "U kunt nu" not in look(client, case)  # it can still be undone
    time_machine.shift(timedelta(minutes=65))
    assert f"U kunt nu {NAMES[GATEKEEPER]} vragen" in look(client, case)

    client.post(address(case, "referred_next"), {"provider": GATEKEEPER})

    assert "U kunt nu" not in look(client, case)


def test_without_anybody_left_the_page_says_so_and_where_to_search(client):
    case = referral_in(State.DECLINED).case
    with by_hand():
        Provider.objects.exclude(slug=BRANCH).update(email="")
    for name in ("referred", "referred_next"):
        html = look(client, case, name)
        assert "Wij kennen nu geen andere organisatie" in html
        assert f'href="{reverse("search")}"' in html


def test_a_forward_waits_for_the_employer_and_shows_what_would_be_shared(client):
    case = sent_case(fields=frozenset({"needs"}))
    forwarded = bring_into(State.FORWARDED, referral_to(case))
    assert OutgoingMail.objects.filter(to=f"{GATEKEEPER}@example.org").count() == 0

    for name in ("referred", "referred_next"):
        html = look(client, case, name)
        assert f"{NAMES[BRANCH]} verwijst u door naar deze organisatie." in html
        assert "Wat zou helpen" in html
    draft = referral_to(case, GATEKEEPER)
    client.post(address(case, "referred_next"), {"referral": str(draft.pk)})

    sent = referral_to(case, GATEKEEPER)
    assert sent.state == State.SENT
    assert sent.shared == forwarded.shared


def test_a_private_organisation_that_is_named_comes_with_what_it_may_cost(client):
    case = sent_case(BRANCH)
    private = Provider.objects.get(slug="outplacement-arnhem")
    actions.forward(referral=referral_to(case), to=private, at=timezone.now())

    html = look(client, case)

    assert "Dit is een particuliere organisatie. Vraag vooraf wat het kost." in html
    assert private.type.cost_nl.split(".")[0] in html


def test_a_forward_can_be_refused_and_then_the_next_best_is_offered(client):
    case = referral_in(State.FORWARDED).case
    client.post(address(case, "referred_withdraw"), {"which": str(referral_to(case, GATEKEEPER).pk)})
    assert f"U kunt nu {NAMES[MOBILITY]} vragen" in look(client, case)


# --- The outcome ---------------------------------------------------------------------------------------------


def test_the_employer_reports_numbers_and_changes_them(client):
    case = sent_case()
    client.post(address(case, "referred_outcome"), {"new_work": "7", "training": "2"})
    html = look(client, case)
    assert "7: ander werk gevonden" in html
    assert "2: volgt een opleiding" in html
    assert Page.read(look(client, case, "referred_outcome")).one("input", name="new_work")["value"] == "7"

    client.post(address(case, "referred_outcome"), {"new_work": "12"})

    assert [(one.result, one.people) for one in Outcome.objects.all()] == [(Result.NEW_WORK, 12)]


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({"new_work": "7", "training": "6"}, "new_work", "Samen is dit 13, maar de aanvraag gaat over 12 medewerkers."),
        ({}, "new_work", "Vul ten minste één aantal in."),
        ({"new_work": "0"}, "new_work", "Vul ten minste één aantal in."),
        ({"training": "-1"}, "training", "Vul een aantal van 0 of meer in."),
        ({"training": "veel"}, "training", "Vul een heel aantal in"),
        ({"training": "1,0"}, "training", "zonder komma"),
        ({"new_work": "1.000"}, "new_work", "Samen is dit 1000"),
        ({"unknown": "9" * 30}, "unknown", ""),
    ],
)
def test_numbers_that_cannot_be_are_refused_beside_their_field(client, typed, field, message):
    case = sent_case()
    page = Page.read(client.post(address(case, "referred_outcome"), typed))
    assert message in page.with_id(f"id_{field}_error").text
    for name, value in typed.items():
        control = page.one("input", name=name)
        assert (control["type"], control["inputmode"], control["value"]) == ("text", "numeric", value)
    assert not Outcome.objects.exists()


def test_what_a_provider_reported_stands_with_that_provider(client):
    referral = referral_in(State.IN_PROGRESS)
    numbers = {Result.NEW_WORK: 4}
    actions.report(case=referral.case, referral=referral, numbers=numbers, at=timezone.now(), final=True)
    assert "Deze organisatie meldde: 4: ander werk gevonden" in part_about(look(client, referral.case), BRANCH)


# --- The link ------------------------------------------------------------------------------------------------


def test_a_new_address_comes_by_mail_only_and_ends_the_old_one(client):
    case = sent_case()
    old, mails = address(case), OutgoingMail.objects.filter(to=EMPLOYER).count()

    response = client.post(address(case, "referred_new_link"))

    assert token_of(Purpose.EMPLOYER, CaseDetails.objects.get()) not in response.content.decode()
    assert OutgoingMail.objects.filter(to=EMPLOYER).count() == mails + 1
    response = client.get(old)
    assert response.status_code == 404
    assert "Uw aanvraag kreeg een nieuw adres." in response.content.decode()
    assert look(client, case)


def test_new_addresses_are_limited_and_the_last_one_goes_on_working(client):
    case = sent_case()
    said = [client.post(address(case, "referred_new_link")) for _time in range(4)]
    assert [response.status_code for response in said] == [302, 302, 302, 429]
    assert "Wij mailden vandaag al 3 keer een nieuwe link." in said[-1].content.decode()
    assert int(said[-1]["Retry-After"]) > 0
    assert look(client, case)


def test_a_get_makes_no_new_address(client):
    case = sent_case()
    assert client.get(address(case, "referred_new_link"))["Location"] == address(case)
    assert look(client, case)


@pytest.mark.parametrize("name", [*ALL_PAGES, "referred_new_link"])
@pytest.mark.parametrize("purpose", [Purpose.CONFIRM, Purpose.ANSWER, None])
def test_any_other_link_opens_nothing(client, name, purpose):
    details = sent_case().details
    details.refresh_from_db()
    token = token_of(purpose, details) if purpose else token_of(Purpose.EMPLOYER, details)[:-4] + "aaaa"
    page = reverse(name, args=[token])
    response = client.post(page) if name == "referred_new_link" else client.get(page)
    assert response.status_code == 404
    assert "Deze link werkt niet" in response.content.decode()


def test_a_case_that_is_withdrawn_elsewhere_meanwhile_gives_a_clear_page(client):
    case = sent_case()
    press = address(case, "referred_withdraw")
    actions.withdraw_case(details=case.details, at=timezone.now())
    response = client.post(press, {"which": str(case.referrals.get().pk)})
    assert response.status_code == 404
    assert "Deze aanvraag is ingetrokken, of de bewaartijd is om." in response.content.decode()


def test_an_unconfirmed_case_has_no_own_page_in_its_mail(client):
    unconfirmed_case()
    assert "/bevestigen/" in OutgoingMail.objects.get().text


def test_a_withdrawal_by_the_employer_is_written_down_as_the_employers(client):
    case = sent_case()
    client.post(address(case, "referred_withdraw"), {"which": str(referral_to(case).pk)})
    assert referral_to(case).events.get(after=State.WITHDRAWN).actor == Actor.EMPLOYER
