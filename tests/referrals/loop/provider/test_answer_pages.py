"""The provider's pages until it answers: what each shows, what a press does, and what a link no longer opens."""

from datetime import date, timedelta
from urllib.parse import quote

import pytest
from django.urls import reverse
from django.utils import timezone

from referrals.loop import actions, links
from referrals.loop.consent import HEADCOUNTS, PLACES
from referrals.loop.links import Purpose
from referrals.models import OutgoingMail, Referral, ReferralEvent
from referrals.status import ANSWERABLE, Actor, DeclineReason, State
from services.models import Check, Provider
from services.upkeep.checks import take_back_checks
from services.upkeep.door import BY_TIME
from tests.portal.page import Page
from tests.referrals.support.journeys import YEAR
from tests.referrals.support.mailbox import newest, path_in
from tests.referrals.support.referred import (
    BRANCH,
    DESK,
    EMPLOYER,
    GATEKEEPER,
    MOBILITY,
    after_the_hour,
    reachable_directory,
    referral_in,
    referral_to,
    sent_case,
)
from tests.services.providers import by_hand

pytestmark = pytest.mark.django_db

CONTENT = "12 medewerkers in 6811 AB Arnhem"
VERBS = ["", "bekijken/", "ja/", "deels/", "later/", "vraag/", "terug/", "nee/", "doorverwijzen/", "nieuwe-link/"]
VERBS += ["gegevens-kloppen/", "plek/"]


@pytest.fixture(autouse=True)
def directory(example_directory, time_machine):
    time_machine.move_to("2026-11-23 10:00:00+00:00", tick=True)
    reachable_directory()


def link_to(referral: Referral) -> str:
    referral.refresh_from_db()
    return reverse("answer", args=[links.token_of(Purpose.ANSWER, referral)])


def text_of(response) -> str:
    return " ".join(Page.read(response).one("main").text.split())


def state_of(referral: Referral) -> str:
    return Referral.objects.get(pk=referral.pk).state


def everything() -> list:
    """Return all that a press could change."""
    return [
        list(Referral.objects.order_by("pk").values()),
        list(ReferralEvent.objects.order_by("pk").values()),
        OutgoingMail.objects.count(),
        Check.objects.count(),
    ]


# --- Looking ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", sorted(set(State) - {State.AWAITING_CONFIRMATION, State.WITHDRAWN}))
def test_opening_any_address_in_any_state_changes_nothing(client, state):
    link = link_to(referral_in(state))
    before = everything()
    for verb in VERBS:
        for method in (client.get, client.head):
            assert method(link + verb).status_code in (200, 302), verb
    assert everything() == before


def test_the_link_in_the_mail_opens_a_page_without_the_case(client):
    referral = referral_in(State.SENT)
    html = client.get(path_in(newest("invite"))).content.decode()
    assert "Een werkgever vraagt uw hulp" in html
    assert "Arnhem" not in html
    assert EMPLOYER not in html
    assert state_of(referral) == State.SENT


@pytest.mark.parametrize("state", sorted(ANSWERABLE))
def test_a_scanner_that_follows_the_link_never_reads_the_case(client, state):
    assert "Arnhem" not in client.get(link_to(referral_in(state)), follow=True).content.decode()


def test_one_press_shows_the_case_and_says_that_it_was_seen(client):
    referral = referral_in(State.SENT)
    response = client.post(link_to(referral) + "bekijken/", follow=True)
    assert CONTENT in text_of(response)
    assert state_of(referral) == State.SEEN
    assert referral.events.get(after=State.SEEN).actor == Actor.PROVIDER


def test_the_case_can_be_reloaded_and_looked_at_again(client):
    link = link_to(referral_in(State.SENT))
    seen_at = client.post(link + "bekijken/")["Location"]
    assert CONTENT in text_of(client.get(seen_at))
    assert CONTENT in text_of(client.post(link + "bekijken/", follow=True))
    assert ReferralEvent.objects.filter(after=State.SEEN).count() == 1


def test_only_what_the_employer_shares_is_shown(client):
    case = sent_case(fields=frozenset({PLACES, HEADCOUNTS}))
    text = text_of(client.post(link_to(referral_to(case)) + "bekijken/", follow=True))
    assert CONTENT in text
    for left_out in ("Laatste werkdag", str(YEAR), "sector:", "Scholing", "hele bedrijf"):
        assert left_out not in text


def test_the_address_of_the_employer_is_not_shown_before_a_yes(client):
    html = client.post(link_to(referral_in(State.SENT)) + "bekijken/", follow=True).content.decode()
    assert EMPLOYER not in html
    assert "Dan ziet u het e-mailadres van de werkgever." in html


def test_pages_are_kept_out_of_caches_and_search_engines_and_tell_other_sites_nothing(client):
    link = link_to(referral_in(State.SEEN))
    for path in [*(link + verb for verb in VERBS), link[:-9] + "aaaaaaaa/"]:
        response = client.get(path, follow=True)
        assert "no-store" in response["Cache-Control"]
        assert response["Referrer-Policy"] == "no-referrer"
        page = Page.read(response)
        assert page.one("meta", name="robots")["content"] == "noindex"
        assert not page.all("link", rel="canonical")
        assert not [one for one in page.all("a") if one["href"].startswith("http")]


def test_pages_are_in_english_too(client):
    link = link_to(referral_in(State.SEEN))
    assert Page.read(client.get("/en" + link + "bekijken/")).one("html")["lang"] == "en"


# --- Yes -------------------------------------------------------------------------------------------------


def test_yes_leads_to_the_page_with_the_employers_address(client):
    referral = referral_in(State.SEEN)
    response = client.post(link_to(referral) + "ja/", follow=True)
    assert EMPLOYER in text_of(response)
    assert state_of(referral) == State.ACCEPTED
    assert newest("employer_accepted").to == EMPLOYER


def test_yes_twice_is_one_yes(client):
    referral = referral_in(State.SEEN)
    link = link_to(referral)
    client.post(link + "ja/")
    assert EMPLOYER in text_of(client.post(link + "ja/", follow=True))
    assert referral.events.filter(after=State.ACCEPTED).count() == 1
    assert OutgoingMail.objects.filter(purpose="employer_accepted").count() == 1


def test_a_late_yes_is_still_a_yes(client):
    referral = referral_in(State.NO_ANSWER)
    link = link_to(referral)
    assert "De tijd om te antwoorden is om." in text_of(client.get(link))
    assert EMPLOYER in text_of(client.post(link + "ja/", follow=True))


def test_after_yes_the_old_link_leads_on(client):
    link = link_to(referral_in(State.SEEN))
    progress = client.post(link + "ja/")["Location"]
    page = Page.read(client.get(link))
    assert "U zei ja." in page.one("main").text
    assert page.all("a", href=progress)


# --- No --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reason", DeclineReason)
def test_no_takes_a_reason_from_the_list(client, reason):
    referral = referral_in(State.SEEN)
    response = client.post(link_to(referral) + "nee/", {"reason": reason.value}, follow=True)
    assert "U zei nee." in text_of(response)
    assert referral.events.get(after=State.DECLINED).reason == reason
    after_the_hour()
    assert newest("offer_next").to == EMPLOYER


def test_no_can_be_said_without_reading_the_case(client):
    referral = referral_in(State.SENT)
    link = link_to(referral)
    assert "Arnhem" not in text_of(client.get(link + "nee/"))
    client.post(link + "nee/", {"reason": "no_capacity"})
    assert state_of(referral) == State.DECLINED


@pytest.mark.parametrize("data", [{}, {"reason": "busy"}, {"reason": "\0"}])
def test_no_without_a_reason_asks_for_one(client, data):
    referral = referral_in(State.SEEN)
    response = client.post(link_to(referral) + "nee/", data)
    assert "Waarom kunt u niet helpen? Kies een reden" in text_of(response)
    assert Page.read(response).one("title").text.startswith("Fout:")
    assert state_of(referral) == State.SEEN


def test_no_twice_is_one_no(client):
    referral = referral_in(State.SEEN)
    link = link_to(referral)
    for _twice in range(2):
        response = client.post(link + "nee/", {"reason": "other"}, follow=True)
        assert (response.status_code, "U zei nee." in text_of(response)) == (200, True)
    after_the_hour()
    assert OutgoingMail.objects.filter(purpose="offer_next").count() == 1


def test_a_no_to_what_a_colleague_just_accepted_is_not_taken(client):
    referral = referral_in(State.SEEN)
    link = link_to(referral)
    form = client.get(link + "nee/")
    assert form.status_code == 200
    actions.accept(referral=referral, at=timezone.now())
    response = client.post(link + "nee/", {"reason": "other"})
    assert response.status_code == 409
    assert "Dit is intussen veranderd" in text_of(response)
    assert "U zei ja." in text_of(response)
    assert state_of(referral) == State.ACCEPTED


# --- Somebody else ---------------------------------------------------------------------------------------


def test_another_provider_of_the_place_can_be_named(client):
    referral = referral_in(State.SEEN)
    response = client.post(link_to(referral) + "doorverwijzen/", {"provider": GATEKEEPER}, follow=True)
    assert "U noemde een andere organisatie." in text_of(response)
    draft = Referral.objects.get(forwarded_by=referral)
    assert (draft.provider.slug, draft.state, draft.shared) == (GATEKEEPER, State.DRAFT, {})
    assert newest("ask_consent_forward").to == EMPLOYER


@pytest.mark.parametrize(
    ("slug", "why", "changes"),
    [
        (MOBILITY, "asked already", {}),
        ("mobiliteit-utrecht", "does not work there", {}),
        (GATEKEEPER, "has no address", {"email": ""}),
        (GATEKEEPER, "was not checked in time", {"last_checked_on": date(2025, 1, 1)}),
        (GATEKEEPER, "keeps silent", {"last_checked_on": None, "silent_since": date(2026, 11, 1)}),
        (GATEKEEPER, "has stopped", {"retired_on": date(2026, 11, 1)}),
        ("verzonnen", "does not exist", {}),
        ("", "was not chosen", {}),
    ],
)
def test_nobody_else_can_be_named(client, slug, why, changes):
    case = sent_case(BRANCH, MOBILITY)
    referral = referral_to(case)
    link = link_to(referral)
    client.post(link + "bekijken/")
    with by_hand():
        Provider.objects.filter(slug=slug).update(**changes or {"name": "Zo heet het"})
    assert not Page.read(client.get(link + "doorverwijzen/")).all("input", value=slug)
    response = client.post(link + "doorverwijzen/", {"provider": slug})
    assert response.status_code == 200, why
    assert "Kies een" in text_of(response)
    assert state_of(referral) == State.SEEN


def test_a_long_list_can_be_searched_and_the_choice_survives_a_search(client):
    link = link_to(referral_in(State.SEEN)) + "doorverwijzen/"
    page = Page.read(client.get(link, {"q": "poortwachter arnhem"}))
    assert [one["value"] for one in page.all("input", type="radio")] == [GATEKEEPER]
    form = page.one("form", method="post")
    assert client.post(form["action"], {"provider": GATEKEEPER}).status_code == 302


@pytest.mark.parametrize("words", ["bestaat niet", "\0", "x" * 500, "%"])
def test_words_that_find_nobody_lead_back_to_the_list(client, words):
    response = client.get(link_to(referral_in(State.SEEN)) + "doorverwijzen/", {"q": words})
    assert response.status_code == 200


def test_a_sign_that_we_cannot_read_is_told_beside_the_words_and_finds_nobody_else(client):
    response = client.get(link_to(referral_in(State.SEEN)) + "doorverwijzen/", {"q": "poort\0wachter"})

    assert "Hier staat een teken dat wij niet kunnen lezen." in Page.read(response).with_id("id_q_error").text


@pytest.mark.parametrize("words", ["", "bestaat niet", "\0", "%"])
@pytest.mark.parametrize("data", [{}, {"provider": ""}, {"provider": "verzonnen"}, {"provider": "\0"}])
def test_a_choice_from_an_empty_list_gets_a_clear_page(client, words, data):
    link = link_to(referral_in(State.SEEN)) + f"doorverwijzen/?q={quote(words)}"
    with by_hand():
        Provider.objects.update(email="")
    response = client.post(link, data)
    assert response.status_code == 200
    assert "Er klopt iets niet" in text_of(response)


def test_naming_another_asks_to_read_the_case_first(client):
    referral = referral_in(State.SENT)
    link = link_to(referral)
    assert client.get(link + "doorverwijzen/")["Location"] == link
    assert client.post(link + "doorverwijzen/", {"provider": DESK}).status_code == 409
    assert state_of(referral) == State.SENT


# --- Too late --------------------------------------------------------------------------------------------

ANSWERS = [("ja/", {}), ("nee/", {"reason": "other"}), ("doorverwijzen/", {"provider": GATEKEEPER})]


@pytest.mark.parametrize(("verb", "data"), ANSWERS)
def test_an_answer_to_what_was_withdrawn_gets_a_clear_page(client, verb, data):
    referral = referral_in(State.SEEN)
    link = link_to(referral)
    actions.withdraw(referral=referral, actor=Actor.EMPLOYER, at=timezone.now())
    response = client.post(link + verb, data)
    assert response.status_code == 404
    assert "De aanvraag is ingetrokken." in text_of(response)
    assert state_of(referral) == State.WITHDRAWN


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (State.DECLINED, "U zei nee."),
        (State.FORWARDED, "U noemde een andere organisatie."),
        (State.CLOSED, "Deze aanvraag is afgerond."),
    ],
)
@pytest.mark.parametrize(("verb", "data"), ANSWERS)
def test_an_answer_after_the_end_gets_a_clear_page(client, state, words, verb, data):
    referral = referral_in(state)
    before = everything()
    response = client.post(link_to(referral) + verb, data, follow=True)
    same = {"ja/": None, "nee/": State.DECLINED, "doorverwijzen/": State.FORWARDED}[verb] == state
    assert response.status_code == (200 if same else 409)
    assert words in text_of(response)
    assert everything() == before


def test_a_case_that_is_gone_leaves_a_clear_page(client):
    referral = referral_in(State.SEEN)
    link = link_to(referral)
    actions.withdraw_case(details=referral.case.details, at=timezone.now())
    for verb in VERBS:
        assert client.post(link + verb, {"reason": "other"}).status_code == 404


# --- Links -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("token", ["verzonnen", "a:b:c", "é", "W10:1:x"])
def test_an_altered_link_opens_nothing(client, verb, token):
    path = reverse("answer", args=[token]) + verb
    assert client.post(path).status_code == 404
    response = client.get(path)
    assert (response.status_code, "Deze link werkt niet" in text_of(response)) in [(404, True), (200, False)]


def test_a_link_for_another_purpose_opens_nothing(client):
    referral = referral_in(State.ACCEPTED)
    for purpose in set(Purpose) - {Purpose.ANSWER}:
        assert client.get(reverse("answer", args=[links.token_of(purpose, referral)])).status_code == 404
    assert client.get(reverse("progress", args=[links.token_of(Purpose.ANSWER, referral)])).status_code == 404


def test_an_expired_link_can_be_renewed_to_the_address_on_record_only(client, time_machine):
    referral = referral_in(State.SENT)
    old = link_to(referral)
    time_machine.move_to("2026-12-08 10:00:00+00:00")
    response = client.get(old)
    assert response.status_code == 404
    assert "Deze link is verlopen" in text_of(response)
    assert f"{BRANCH}@example.org" in text_of(response)
    assert "Dat kan hooguit 3 keer per dag." in text_of(response)
    assert "Arnhem" not in text_of(response)

    response = client.post(old + "nieuwe-link/", {"email": "iemand@anders.example"}, follow=True)
    assert "Kijk in uw mailbox" in text_of(response)
    mail = newest("new_answer_link")
    assert mail.to == f"{BRANCH}@example.org"
    assert client.get(path_in(mail)).status_code == 200
    response = client.get(old)
    assert (response.status_code, "Deze link werkt niet" in text_of(response)) == (404, True)
    mails = OutgoingMail.objects.count()
    assert "Kijk in uw mailbox" in text_of(client.post(old + "nieuwe-link/", follow=True))  # pressed twice
    assert OutgoingMail.objects.count() == mails


def test_an_expired_link_answers_nothing(client, time_machine):
    referral = referral_in(State.SEEN)
    link = link_to(referral)
    time_machine.move_to("2026-12-08 10:00:00+00:00")
    before = everything()
    for verb, data in [("bekijken/", {}), *ANSWERS, ("gegevens-kloppen/", {})]:
        response = client.post(link + verb, data)
        assert response.status_code == 404
        assert "Deze link is verlopen" in text_of(response)
        assert "Wij deden daarom niets met wat u net verstuurde." in text_of(response)
        assert Page.read(response).one("form", method="post")["action"] == link + "nieuwe-link/"
    assert everything() == before


def test_new_links_are_limited(client, time_machine):
    referral = referral_in(State.SENT)
    for number in range(4):
        link = link_to(referral)
        time_machine.move_to(timezone.now() + timedelta(minutes=1))
        response = client.post(link + "nieuwe-link/", follow=True)
        assert response.status_code == (200 if number < 3 else 429)
    assert "Wij mailden vandaag al 3 keer een nieuwe link." in text_of(response)
    assert OutgoingMail.objects.filter(purpose="new_answer_link").count() == 3


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        (State.SENT, "Een werkgever vraagt uw hulp"),
        (State.CONSIDERING, "Een werkgever vraagt uw hulp"),
        (State.NO_ANSWER, "Een werkgever vraagt uw hulp"),
        (State.ACCEPTED, "Uw hulp bij een aanvraag"),
        (State.IN_PROGRESS, "Uw hulp bij een aanvraag"),
        (State.CLOSED, "Deze aanvraag is afgerond"),
        (State.DECLINED, "U zei nee."),
        (State.FORWARDED, "U noemde een andere organisatie."),
    ],
)
def test_whatever_became_of_it_an_old_link_is_renewed_once_and_the_new_one_shows_it(client, state, shown, time_machine):
    link = link_to(referral_in(state))
    time_machine.move_to("2026-12-08 10:00:00+00:00")
    before = OutgoingMail.objects.count()
    (button,) = Page.read(client.get(link)).all("form", method="post")
    for _twice in range(2):
        assert "Kijk in uw mailbox" in text_of(client.post(button["action"], follow=True))
    assert OutgoingMail.objects.count() == before + 1
    mail = OutgoingMail.objects.get(to=f"{BRANCH}@example.org", created_at__gte="2026-12-08 10:00+00:00")
    assert shown in text_of(client.get(path_in(mail), follow=True))


def test_who_said_no_long_ago_can_still_open_it_again_by_a_new_link(client, time_machine):
    link = link_to(referral_in(State.DECLINED))
    time_machine.move_to("2027-01-20 10:00:00+00:00")
    client.post(link + "nieuwe-link/")
    mail = newest("new_answer_link")
    assert "Wilt u uiterlijk" not in mail.text
    client.post(path_in(mail) + "terug/")
    assert Referral.objects.get().state == "sent"


REPLACED, WITHDRAWN = "U kreeg een nieuwere mail over dezelfde aanvraag.", "De aanvraag is ingetrokken."
GONE, ANYTHING = "De werkgever stopte de aanvraag, of de bewaartijd is om.", "Dat kan drie dingen betekenen:"


@pytest.mark.parametrize("purpose", [Purpose.ANSWER, Purpose.PROGRESS])
@pytest.mark.parametrize(
    ("end", "words"),
    [
        (lambda one: actions.renew_answer_link(referral=one, at=timezone.now()), REPLACED),
        (lambda one: actions.withdraw(referral=one, actor=Actor.EMPLOYER, at=timezone.now()), WITHDRAWN),
        (lambda one: actions.withdraw_case(details=one.case.details, at=timezone.now()), GONE),
    ],
    ids=["replaced", "withdrawn", "gone"],
)
def test_a_link_that_was_ours_says_why_it_ended_and_an_altered_one_tells_nothing(client, purpose, end, words):
    referral = referral_in(State.ACCEPTED)
    name = "answer" if purpose is Purpose.ANSWER else "progress"
    token = links.token_of(purpose, referral)
    end(referral)
    for address in (reverse(name, args=[token]), reverse("answer_new_link", args=[token])):
        page = text_of(client.post(address, follow=True))
        assert words in page or (words == REPLACED and "Kijk in uw mailbox" in page)
        assert ANYTHING not in page
    altered = text_of(client.get(reverse(name, args=["x" + token])))
    assert ANYTHING in altered
    assert not [one for one in (WITHDRAWN, GONE) if one in altered]


def test_no_new_link_without_an_address_on_record(client, time_machine):
    link = link_to(referral_in(State.SENT))
    with by_hand():
        Provider.objects.update(email="")
    time_machine.move_to("2026-12-08 10:00:00+00:00")
    response = client.post(link + "nieuwe-link/")
    assert response.status_code == 409
    assert "Wij hebben geen e-mailadres meer van uw organisatie." in text_of(response)


def test_a_reminder_ends_the_link_before_it(client):
    link = link_to(referral_in(State.SENT))
    actions.renew_answer_link(referral=Referral.objects.get(), at=timezone.now())
    assert client.get(link).status_code == 404


# --- The record ------------------------------------------------------------------------------------------


def test_the_provider_confirms_its_own_record(client):
    referral = referral_in(State.DECLINED)
    take_back_checks(provider=Provider.objects.get(slug=BRANCH), on=timezone.localdate(), by=BY_TIME)
    link = link_to(referral) + "gegevens-kloppen/"
    page = text_of(client.get(link))
    assert "Ja, dit klopt allemaal" in page
    assert f"{BRANCH}@example.org" in page
    for _twice in range(2):
        assert "U bevestigde deze gegevens vandaag." in text_of(client.post(link, follow=True))
    provider = Provider.objects.get(slug=BRANCH)
    assert (provider.last_checked_on, provider.silent_since) == (timezone.localdate(), None)
    check = Check.objects.get(provider=provider, method=Check.Method.PROVIDER)
    assert check.checked_by == "de organisatie zelf"


def test_silence_after_a_confirmation_of_the_same_day_can_be_ended_that_day(client):
    link = link_to(referral_in(State.DECLINED)) + "gegevens-kloppen/"
    client.post(link)
    take_back_checks(provider=Provider.objects.get(slug=BRANCH), on=timezone.localdate(), by=BY_TIME)
    client.post(link)
    assert Provider.objects.get(slug=BRANCH).silent_since is None


def test_an_example_says_that_it_is_one(client):
    with by_hand():
        Provider.objects.update(is_example=True)
    html = client.get(link_to(referral_in(State.SENT))).content.decode()
    assert "Let op: voorbeeldgegevens." in html
