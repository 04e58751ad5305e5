"""The employer's pages before sending: choosing, what is shared with whom, and the mail to confirm."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Value
from django.db.models.functions import Concat
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from referrals.models import CaseDetails, OutgoingMail, Referral, ReferredCase, SavedCase
from referrals.status import State
from services.models import Provider
from tests.portal.page import Page
from tests.referrals.support.journeys import walk
from tests.services.providers import by_hand

pytestmark = pytest.mark.django_db

TECHNIEK, MOBILITEIT = "branche-techniek", "mobiliteit-arnhem"
REFER, CONSENT = reverse("refer"), reverse("refer_consent")
EMAIL = "werkgever@example.org"
FOR_ALL = "deel-fields_to_share"


@pytest.fixture(autouse=True)
def a_day(time_machine):
    """Stop the clock on a Monday."""
    time_machine.move_to("2026-11-23 10:00:00+00:00", tick=False)


@pytest.fixture
def reachable_directory(example_directory):
    with by_hand():
        Provider.objects.exclude(slug="wsp-arnhem").update(email=Concat("slug", Value("@example.org")))


@pytest.fixture
def employer(client, reachable_directory):
    """Return a browser in which the case was answered."""
    walk(client)
    return client


def begun(client):
    """Return the signed moment that stands in the consent page."""
    return Page.read(client.get(CONSENT)).one("input", name="begun")["value"]


def choose(client, *slugs):
    return client.post(REFER, {"providers": list(slugs)})


def send(client, time_machine, *slugs, seconds=10, **changes):
    """Choose the providers, read the consent page for some seconds, and send it with all that can be shared."""
    choose(client, *slugs)
    page = Page.read(client.get(CONSENT))
    ticked = {}
    for box in page.all("input", type="checkbox"):
        if box.get("checked") is not None:
            ticked.setdefault(box["name"], []).append(box["value"])
    moment = page.one("input", name="begun")["value"]
    time_machine.shift(timedelta(seconds=seconds))
    data = {**ticked, "begun": moment, "order": "at_once", "email": EMAIL, **changes}
    return client.post(CONSENT, data)


def confirm_address():
    """Return the address in the mail that asks to confirm."""
    mail = OutgoingMail.objects.filter(purpose="ask_confirmation").latest("created_at")
    return re.search(r"https?://[^/]+(/\S+/bevestigen/)", mail.text)[1]


# --- The way to choosing -------------------------------------------------------------------------------------


def test_the_plan_leads_to_choosing(employer):
    assert f'href="{REFER}"' in employer.get(reverse("case_advice")).content.decode()


def test_a_kept_case_leads_to_choosing_in_any_browser(employer):
    kept = employer.post(reverse("case_keep"))["Location"]
    employer.cookies.clear()
    assert f'action="{kept}wijzigen/"' in employer.get(kept).content.decode()

    response = employer.post(f"{kept}wijzigen/", {"to": "refer"}, follow=True)

    assert response.redirect_chain[-1][0] == REFER
    assert "Voorbeeld brancheservicepunt Techniek" in response.content.decode()


def options(client) -> list[tuple[str, bool]]:
    """Return who can be asked, in their order, each with whether it is ticked."""
    boxes = Page.read(client.get(REFER)).all("input", name="providers")
    return [(box["value"], "checked" in box.attributes) for box in boxes]


def come_for(client, slug):
    """Press the main action of an organisation's page, and the button of the page where it leads."""
    page = Page.read(client.get(reverse("organisation", args=[slug])))
    address = next(a["href"] for a in page.all("a") if (a.get("href") or "").startswith("/casus/?"))
    fields = {box["name"]: box["value"] for box in Page.read(client.get(address)).all("input", type="hidden")}
    return client.post(reverse("case"), {name: fields[name] for name in ("case", "organisatie")})


def test_who_comes_from_an_organisation_finds_it_ticked_and_before_the_others(client, reachable_directory):
    walk(client)
    plain = [slug for slug, _ticked in options(client)]
    client.cookies.clear()

    come_for(client, plain[-1])
    came_for = come_for(client, plain[-1])
    walk(client)

    assert came_for["Location"] == reverse("case_step", args=["situatie"])
    assert options(client) == [(plain[-1], True), *((slug, False) for slug in plain[:-1])]


def test_who_comes_from_an_organisation_with_all_answered_goes_on_to_the_check(employer):
    assert come_for(employer, TECHNIEK)["Location"] == reverse("case_check")
    assert come_for(employer, MOBILITEIT)["Location"] == reverse("case_check")

    assert options(employer)[:2] == [(TECHNIEK, True), (MOBILITEIT, True)]


@pytest.mark.parametrize("slug", ["bestaat-niet", "<b>", "x" * 500, ""])
def test_an_organisation_that_is_not_there_changes_nothing(client, reachable_directory, slug):
    walk(client)
    plain = options(client)

    assert client.get(reverse("case"), {"organisatie": slug}).status_code == 200
    assert client.post(reverse("case"), {"organisatie": slug})["Location"] == reverse("case_check")
    assert options(client) == plain


def test_coming_from_an_organisation_keeps_nothing_until_the_button_is_pressed(client, reachable_directory):
    response = client.get(reverse("case"), {"organisatie": TECHNIEK})

    assert "vwnw_casus" not in response.cookies
    assert Provider.objects.get(slug=TECHNIEK).name in response.content.decode()


@pytest.mark.parametrize("address", [REFER, CONSENT])
def test_without_answers_a_visitor_begins_again(client, reachable_directory, address):
    response = client.get(address, follow=True)
    assert response.redirect_chain[-1][0] == reverse("case")
    assert "na twee uur wissen wij ze" in response.content.decode()


def test_an_impossible_case_goes_back_to_its_answers(client, reachable_directory, time_machine):
    time_machine.move_to("2026-11-23 22:30:00+00:00", tick=False)
    walk(client, plaatsen={"p-0-end_date": "23-11-2026"})
    time_machine.shift(timedelta(hours=1))
    assert client.get(REFER)["Location"] == reverse("case_check")


def test_the_step_that_is_open_is_announced(employer):
    def step(address: str) -> str:
        return Page.read(employer.get(address)).one("li", aria_current="step").text

    assert "Kiezen" in step(REFER)
    choose(employer, TECHNIEK)
    assert "Zien wat wij delen" in step(CONSENT)


# --- Choosing ------------------------------------------------------------------------------------------------


def test_who_helps_can_be_chosen_in_the_order_of_the_plan(employer):
    boxes = Page.read(employer.get(REFER)).all("input", name="providers")
    assert boxes[0]["value"] == TECHNIEK
    assert MOBILITEIT in [box["value"] for box in boxes]


def test_a_provider_without_mail_address_is_shown_with_how_to_reach_it(employer):
    with by_hand():
        Provider.objects.filter(slug="wsp-arnhem").update(email="", phone="026 000 00 00")
    html = employer.get(REFER).content.decode()
    assert 'value="wsp-arnhem"' not in html
    assert "Wij hebben geen e-mailadres van deze organisatie." in html
    assert "026 000 00 00" in html


def test_a_provider_whose_record_is_too_old_is_shown_with_the_reason(employer):
    with by_hand():
        Provider.objects.filter(slug=MOBILITEIT).update(last_checked_on="2025-01-01")
    html = employer.get(REFER).content.decode()
    assert f'value="{MOBILITEIT}"' not in html
    assert f"{MOBILITEIT}@example.org" in html


def test_only_information_is_no_reason_to_refer(employer):
    with by_hand():
        Provider.objects.filter(slug=MOBILITEIT).update(min_redundancies=500)
    assert MOBILITEIT not in employer.get(REFER).content.decode()


def test_nobody_chosen_is_said_beside_the_choices(employer):
    page = Page.read(choose(employer))
    assert "Kies ten minste één organisatie." in page.with_id("id_providers_error").text


def test_too_many_are_refused_and_stay_ticked(client, reachable_directory):
    with by_hand():
        Provider.objects.filter(slug="wsp-arnhem").update(email="wsp-arnhem@example.org")
    walk(client, budget={"budget": "yes"})
    employer = client
    boxes = [box["value"] for box in Page.read(employer.get(REFER)).all("input", name="providers")]
    assert len(boxes) > 5
    page = Page.read(choose(employer, *boxes[:6]))
    assert "Kies er hooguit 5." in page.with_id("id_providers_error").text
    assert sum(box.get("checked") is not None for box in page.all("input", name="providers")) == 6


def test_who_cannot_be_chosen_cannot_be_sent_along(employer):
    with by_hand():
        Provider.objects.filter(slug="wsp-arnhem").update(email="")
    response = choose(employer, "wsp-arnhem")
    assert response.status_code == 200
    assert "kunt u niet meer vragen" in response.content.decode()


def test_how_others_were_answered_is_shown_before_choosing(employer, answered_before):
    html = employer.get(REFER).content.decode()
    assert "Antwoordde op 4 van de 5 aanvragen, en zei 1 keer nee." in html
    assert "De helft van de antwoorden kwam binnen 2 werkdagen." in html
    assert "Nog te weinig aanvragen om te zeggen hoe snel deze organisatie antwoordt." in html


@pytest.fixture
def answered_before(reachable_directory):
    """Let the branch point have answered four of five referrals, in two working days, once with a no."""
    provider = Provider.objects.get(slug=TECHNIEK)
    sent = timezone.now() - timedelta(days=7)
    ends = [State.ACCEPTED, State.ACCEPTED, State.ACCEPTED, State.DECLINED, State.NO_ANSWER]
    for end in ends:
        case = ReferredCase.objects.create(sent_on=sent.date())
        referral = Referral.objects.create(case=case, provider=provider, place=1, state=State.SENT, sent_at=sent)
        referral.events.create(at=sent + timedelta(days=2), actor="provider", before=State.SENT, after=end)


def test_what_private_help_costs_is_said_before_choosing(client, reachable_directory):
    walk(client, budget={"budget": "yes"})
    html = client.get(REFER).content.decode()
    assert "Voorbeeld outplacementbureau Arnhem" in html
    assert "Particuliere hulp" in html


def test_the_choosing_page_takes_as_many_queries_for_one_as_for_all(employer, django_assert_num_queries):
    employer.get(REFER)
    with CaptureQueriesContext(connection) as for_all:
        employer.get(REFER)
    number = len(for_all)
    with by_hand():
        Provider.objects.exclude(slug=TECHNIEK).update(email="")
    employer.get(REFER)
    with django_assert_num_queries(number):
        employer.get(REFER)


def test_a_choice_is_not_kept_with_the_case(employer):
    choose(employer, TECHNIEK)
    employer.post(reverse("case_keep"))
    assert "doorverwijzen" not in SavedCase.objects.get().answers


# --- What is shared ------------------------------------------------------------------------------------------


def test_one_list_says_what_all_will_see_and_exceptions_are_folded(employer):
    choose(employer, TECHNIEK, MOBILITEIT)
    page = Page.read(employer.get(CONSENT))
    boxes = page.all("input", name=FOR_ALL)
    assert "sector" in [box["value"] for box in boxes]
    assert "places" not in [box["value"] for box in boxes]
    assert all(box.get("checked") is not None for box in boxes)
    assert page.one("details", class_="vwnw-why").get("open") is None
    for slug in (TECHNIEK, MOBILITEIT):
        left_out = page.all("input", name=f"niet-{slug}-left_out")
        assert [box["value"] for box in left_out] == [box["value"] for box in boxes]
        assert not any(box.get("checked") is not None for box in left_out)


def test_one_provider_needs_no_exceptions(employer):
    choose(employer, TECHNIEK)
    assert not Page.read(employer.get(CONSENT)).all("input", name=f"niet-{TECHNIEK}-left_out")


def test_the_page_says_when_the_mail_address_is_shared_and_that_nothing_goes_yet(employer):
    choose(employer, TECHNIEK)
    html = employer.get(CONSENT).content.decode()
    assert "Een organisatie ziet uw e-mailadres pas als zij ja zegt." in html
    assert "Er gaat niets weg voordat u per mail bevestigt." in html


def test_the_mail_field_tells_browsers_what_it_is(employer):
    choose(employer, TECHNIEK)
    page = Page.read(employer.get(CONSENT))
    field = page.one("input", name="email")
    assert (field["type"], field["autocomplete"]) == ("email", "email")
    assert page.one("label", for_=field["id"]).text == "Uw e-mailadres"


def test_without_a_choice_the_consent_page_leads_back(employer):
    assert employer.get(CONSENT)["Location"] == REFER


def test_a_provider_that_stopped_meanwhile_is_left_out(employer):
    choose(employer, TECHNIEK, MOBILITEIT)
    with by_hand():
        Provider.objects.filter(slug=MOBILITEIT).update(email="")
    html = employer.get(CONSENT).content.decode()
    assert "Techniek" in html
    assert "mobiliteitscentrum Arnhem" not in html


def test_one_provider_has_no_order_to_choose(employer):
    choose(employer, TECHNIEK)
    assert not Page.read(employer.get(CONSENT)).all("input", name="order")


# --- Sending -------------------------------------------------------------------------------------------------


def test_sending_stores_the_case_and_mails_only_the_employer(employer, time_machine):
    response = send(employer, time_machine, TECHNIEK, MOBILITEIT)

    assert response["Location"] == reverse("refer_mail_sent")
    assert [mail.to for mail in OutgoingMail.objects.all()] == [EMAIL]
    assert {one.state for one in Referral.objects.all()} == {State.AWAITING_CONFIRMATION}
    assert "doorverwijzen" not in CaseDetails.objects.get().answers


def test_what_is_ticked_off_is_shared_with_nobody(employer, time_machine):
    send(employer, time_machine, TECHNIEK, MOBILITEIT, **{FOR_ALL: ["needs"]})

    assert {frozenset(one.shared) for one in Referral.objects.all()} == {frozenset({"places", "headcounts", "needs"})}


def test_an_exception_is_not_shared_with_that_provider_only(employer, time_machine):
    send(employer, time_machine, TECHNIEK, MOBILITEIT, **{f"niet-{TECHNIEK}-left_out": ["sector", "end_dates"]})

    techniek, mobiliteit = (set(Referral.objects.get(provider__slug=slug).shared) for slug in (TECHNIEK, MOBILITEIT))
    assert mobiliteit - techniek == {"sector", "end_dates"}
    assert techniek < mobiliteit


def test_an_exception_stays_in_sight_when_something_else_is_wrong(employer, time_machine):
    response = send(employer, time_machine, TECHNIEK, MOBILITEIT, email="", **{f"niet-{TECHNIEK}-left_out": ["sector"]})
    page = Page.read(response)
    assert page.one("details", class_="vwnw-why").get("open") is not None
    ticked = [
        box["value"] for box in page.all("input", name=f"niet-{TECHNIEK}-left_out") if box.get("checked") is not None
    ]
    assert ticked == ["sector"]


def test_an_error_among_the_exceptions_is_told_above_with_the_way_to_it_and_loses_no_tick(employer, time_machine):
    wrong = {f"niet-{TECHNIEK}-left_out": ["sector", "iets"]}
    page = Page.read(send(employer, time_machine, TECHNIEK, MOBILITEIT, **wrong, email=EMAIL))

    (to_it,) = (link["href"] for link in page.all("a") if (link.get("href") or "").startswith("#id_niet-"))
    assert page.with_id(to_it.removeprefix("#"))["name"] == f"niet-{TECHNIEK}-left_out"
    assert page.one("details", class_="vwnw-why").get("open") is not None
    ticked = [
        one["value"] for one in page.all("input", name=f"niet-{TECHNIEK}-left_out") if "checked" in one.attributes
    ]
    assert ticked == ["sector"]
    assert page.one("input", name="email")["value"] == EMAIL


def test_one_after_another_is_kept(employer, time_machine):
    send(employer, time_machine, TECHNIEK, MOBILITEIT, order="one_by_one")
    assert ReferredCase.objects.get().one_by_one


def test_the_next_page_names_the_mailbox_once_and_keeps_it_out_of_the_address(employer, time_machine):
    response = send(employer, time_machine, TECHNIEK)
    assert EMAIL not in response["Location"]
    html = employer.get(response["Location"]).content.decode()
    assert f"Wij stuurden een mail naar {EMAIL}." in html
    assert "Er is nog niets verstuurd aan een organisatie." in html
    assert EMAIL not in employer.get(response["Location"]).content.decode()


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Vul uw e-mailadres in"),
        ("werkgever@", "Dit is geen e-mailadres."),
        (f"{'a' * 250}@example.org", "Dit e-mailadres is te lang."),
        ("iemand@example.org\nBcc: ander@example.org", "Dit is geen e-mailadres."),
    ],
)
def test_a_wrong_address_is_said_beside_its_field_and_nothing_is_lost(employer, time_machine, typed, message):
    response = send(employer, time_machine, TECHNIEK, email=typed, **{FOR_ALL: ["needs", "sector"]})

    page = Page.read(response)
    assert message in page.with_id("id_email_error").text
    assert page.one("input", name="email").get(
        "value",
    ) in (None, typed, typed.replace("\n", ""))
    ticked = [box["value"] for box in page.all("input", type="checkbox") if box.get("checked") is not None]
    assert sorted(ticked) == ["needs", "sector"]
    assert not ReferredCase.objects.exists()


# --- Against machines ----------------------------------------------------------------------------------------


def test_a_filled_trap_is_refused_and_becomes_visible(employer, time_machine):
    response = send(employer, time_machine, TECHNIEK, website="https://example.org")
    page = Page.read(response)
    assert "Maak dit veld leeg." in page.with_id("id_website_error").text
    assert not page.all("div", class_="vwnw-trap")
    assert not ReferredCase.objects.exists()


def test_people_and_their_screen_readers_do_not_meet_the_trap(employer):
    choose(employer, TECHNIEK)
    page = Page.read(employer.get(CONSENT))
    assert page.one("div", class_="vwnw-trap")["aria-hidden"] == "true"
    assert page.one("input", name="website")["tabindex"] == "-1"


def test_nobody_reads_in_two_seconds(employer, time_machine):
    response = send(employer, time_machine, TECHNIEK, seconds=2)
    assert "Dat ging erg snel." in response.content.decode()
    assert Page.read(response).one("input", name="email")["value"] == EMAIL
    assert not ReferredCase.objects.exists()


def test_pressing_again_after_reading_works(employer, time_machine):
    response = send(employer, time_machine, TECHNIEK, seconds=2)
    moment = Page.read(response).one("input", name="begun")["value"]
    time_machine.shift(timedelta(seconds=2))
    assert employer.post(CONSENT, {"begun": moment, "email": EMAIL})["Location"] == reverse("refer_mail_sent")


@pytest.mark.parametrize("moment", ["", "verzonnen", ":1tAbCd:verzonnen"])
def test_a_moment_that_is_not_ours_is_refused(employer, time_machine, moment):
    response = send(employer, time_machine, TECHNIEK, begun=moment)
    assert "Deze pagina stond te lang open." in response.content.decode()
    assert not ReferredCase.objects.exists()


def test_a_network_sends_so_many_cases_a_day_and_no_more(employer, time_machine, settings):
    settings.CASES_PER_ADDRESS = 2
    for number in range(2):
        assert send(employer, time_machine, TECHNIEK, email=f"a{number}@example.org").status_code == 302

    response = send(employer, time_machine, TECHNIEK, email="a3@example.org")

    page = Page.read(response)
    assert "Vanaf uw netwerk kwamen vandaag al 2 aanvragen." in page.with_id("id_email_error").text
    assert page.one("input", name="email")["value"] == "a3@example.org"
    assert ReferredCase.objects.count() == 2
    time_machine.shift(timedelta(days=2))
    walk(employer)
    assert send(employer, time_machine, TECHNIEK, email="a3@example.org").status_code == 302


def test_a_mailbox_gets_so_many_mails_a_day_in_any_writing(employer, time_machine, settings):
    settings.CASES_PER_MAILBOX = 1
    send(employer, time_machine, TECHNIEK)

    response = send(employer, time_machine, MOBILITEIT, email=EMAIL.upper())

    assert "Naar dit adres ging vandaag al 1 mail." in Page.read(response).with_id("id_email_error").text
    assert OutgoingMail.objects.count() == 1


# --- The same request twice -----------------------------------------------------------------------------------


def test_the_same_request_sent_twice_is_one_case_and_one_mail_and_counts_once(employer, time_machine, settings):
    settings.CASES_PER_MAILBOX = settings.CASES_PER_ADDRESS = 1
    for typed in (EMAIL, EMAIL, EMAIL.upper()):
        response = send(employer, time_machine, TECHNIEK, MOBILITEIT, email=typed)
        assert response["Location"] == reverse("refer_mail_sent")
    assert "over deze aanvraag. Eén mail is genoeg." in employer.get(response["Location"]).content.decode()
    assert (ReferredCase.objects.count(), OutgoingMail.objects.count()) == (1, 1)


def test_the_same_request_after_it_was_confirmed_says_where_it_is(employer, time_machine):
    send(employer, time_machine, TECHNIEK)
    employer.post(confirm_address())
    mails = OutgoingMail.objects.count()

    html = employer.get(send(employer, time_machine, TECHNIEK)["Location"]).content.decode()

    assert "Deze aanvraag is al verstuurd." in html
    assert (ReferredCase.objects.count(), OutgoingMail.objects.count()) == (1, mails)


@pytest.mark.parametrize("change", [{"email": "ander@example.org"}, {FOR_ALL: ["needs"]}])
def test_another_request_is_another_case(employer, time_machine, change):
    send(employer, time_machine, TECHNIEK)
    send(employer, time_machine, TECHNIEK, **change)
    assert ReferredCase.objects.count() == OutgoingMail.objects.count() == 2


def test_the_same_answers_for_somebody_else_are_another_case(employer, time_machine):
    send(employer, time_machine, TECHNIEK)
    employer.post(reverse("case_stop"))
    walk(employer)
    send(employer, time_machine, TECHNIEK)
    assert ReferredCase.objects.count() == OutgoingMail.objects.count() == 2


def test_a_request_that_was_withdrawn_can_be_sent_again(employer, time_machine):
    send(employer, time_machine, TECHNIEK)
    page = employer.post(confirm_address())["Location"]
    employer.post(f"{page}intrekken/", {"which": "alles"})
    send(employer, time_machine, TECHNIEK)
    assert OutgoingMail.objects.filter(purpose="ask_confirmation").count() == 1
    assert CaseDetails.objects.count() == 1


# --- Limits, said before --------------------------------------------------------------------------------------


def test_limits_are_said_before_the_questions_and_beside_the_address(employer, time_machine):
    intro = " ".join(Page.read(employer.get(reverse("case"))).one("main").text.split())
    assert "Hulp aanvragen kan vanaf één netwerk 10 keer per dag." in intro
    assert "Naar één e-mailadres sturen wij daarvoor 3 mails per dag." in intro
    choose(employer, TECHNIEK)
    assert "Naar één adres sturen wij hooguit 3 zulke mails per dag." in employer.get(CONSENT).content.decode()


def test_a_network_that_can_send_no_more_today_is_told_before_anything_is_asked(employer, time_machine, settings):
    settings.CASES_PER_ADDRESS = 1
    words = "Vanaf uw netwerk kwam vandaag al 1 aanvraag."
    choose(employer, TECHNIEK)
    assert not [page for page in (reverse("case"), REFER, CONSENT) if words in employer.get(page).content.decode()]

    send(employer, time_machine, TECHNIEK)

    for page in (reverse("case"), REFER, CONSENT):
        assert words in employer.get(page).content.decode(), page


# --- Confirming ----------------------------------------------------------------------------------------------


@pytest.fixture
def link(employer, time_machine):
    """Return the address in the mail, after one case to two providers."""
    send(employer, time_machine, TECHNIEK, MOBILITEIT)
    employer.cookies.clear()
    return confirm_address()


def test_looking_at_the_link_sends_nothing(client, link):
    for _scanner in range(3):
        html = client.get(link).content.decode()
    assert "Er is nog niets verstuurd." in html
    assert "12 medewerkers in 6811 AB" in html
    assert OutgoingMail.objects.count() == 1
    assert set(Referral.objects.values_list("state", flat=True)) == {State.AWAITING_CONFIRMATION}


def test_one_network_confirms_so_many_a_day_and_nothing_is_lost_by_it(client, link, settings, time_machine):
    settings.CONFIRMATIONS_PER_ADDRESS = 0

    response = client.post(link)

    assert response.status_code == 429
    assert "Vanaf uw netwerk kwamen vandaag al 0 aanvragen." in Page.read(response).one("main").text
    assert OutgoingMail.objects.count() == 1
    settings.CONFIRMATIONS_PER_ADDRESS = 1
    for _twice in range(2):
        assert client.post(link).status_code == 302


def test_confirming_sends_and_opens_the_employers_page(client, link):
    response = client.post(link, follow=True)
    assert response.status_code == 200
    assert "Uw aanvraag is verstuurd." in response.content.decode()
    assert set(Referral.objects.values_list("state", flat=True)) == {State.SENT}
    assert {f"{TECHNIEK}@example.org", f"{MOBILITEIT}@example.org"} <= {one.to for one in OutgoingMail.objects.all()}


def test_confirming_again_leads_to_the_request_and_sends_nothing(client, link):
    page = client.post(link)["Location"]
    mails = OutgoingMail.objects.count()

    again = client.get(link)
    assert again.status_code == 200
    assert Page.read(again).one("h1").text == "Al bevestigd"
    assert Page.read(again).one("a", href=page).text == "Naar uw aanvraag"
    response = client.post(link, follow=True)
    assert response.redirect_chain == [(page, 302)]
    assert "U bevestigde al. Hier ziet u hoe het gaat." in response.content.decode()
    assert OutgoingMail.objects.count() == mails


def test_confirming_again_leads_on_no_more_once_the_page_has_a_new_address(client, link):
    page = client.post(link)["Location"]
    client.post(f"{page}nieuw-adres/")

    for response in (client.get(link), client.post(link)):
        assert response.status_code == 200
        html = response.content.decode()
        assert "Al bevestigd" in html
        assert "Uw aanvraag kreeg een nieuw adres. Kijk in de nieuwste mail" in html
        assert not re.search(r'href="/casus/aanvraag/', html)


def test_confirming_what_was_withdrawn_leads_nowhere(client, link):
    page = client.post(link)["Location"]
    client.post(f"{page}intrekken/", {"which": "alles"})
    assert client.get(link).status_code == client.post(link).status_code == 404


def test_a_link_to_confirm_that_was_altered_tells_nobody_that_a_case_was_confirmed(client, link):
    client.post(link)
    altered = client.get(link.replace("/bevestigen/", "x/bevestigen/"))
    assert "al bevestigd" not in altered.content.decode()


def test_a_late_confirmation_says_so(client, link, time_machine):
    time_machine.shift(timedelta(days=3, seconds=1))
    response = client.post(link)
    assert response.status_code == 404
    assert "Deze link is te oud: hij werkt 3 dagen. Er is niets verstuurd." in response.content.decode()
    assert set(Referral.objects.values_list("state", flat=True)) == {State.AWAITING_CONFIRMATION}


def test_an_altered_link_opens_nothing(client, link):
    address = link.replace("/bevestigen/", "x/bevestigen/")
    assert client.get(address).status_code == 404


def test_an_english_employer_goes_on_in_english(client, reachable_directory, time_machine):
    walk(client)
    response = client.get(f"/en{REFER}")
    assert response.status_code == 200
    client.post(f"/en{REFER}", {"providers": [TECHNIEK]})
    moment = Page.read(client.get(f"/en{CONSENT}")).one("input", name="begun")["value"]
    time_machine.shift(timedelta(seconds=10))
    client.post(f"/en{CONSENT}", {"begun": moment, "email": EMAIL})
    assert ReferredCase.objects.get().language == "en"
    assert "/en/" in confirm_address()
