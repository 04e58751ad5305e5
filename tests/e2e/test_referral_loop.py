"""A referral from the advice to the outcome, with a real browser, a real mail server and a clock that is moved.

Each party has a window of its own and comes in through the mail it got, as people do.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.utils import timezone

from referrals.loop.provider.page import FULL_FOR_WEEKS
from tests.e2e.conftest import LONGEST_WAIT, SCREEN
from tests.e2e.inspection import WIDTHS, faults
from tests.e2e.journeys import answer_every_question, code_in_time, sets_up_app
from tests.e2e.post import Post, portal_with_post
from tests.e2e.visitor import Visitor
from tests.referrals.support.smtp import Received

pytestmark = pytest.mark.browser

EMPLOYER = "personeel@bedrijf.example.org"
STAFF = "beheer@example.org"
# Of the case that every employer here has: what decides who helps.
PEOPLE = {"location": "6811 AB", "headcount": 12, "contract": "permanent", "reason": "redundancy"}
CASE = {"groups": [PEOPLE], "sector": "techniek"}


def link_in(mail: Received) -> str:
    """Return the one link of a mail that leads to the case or the referral."""
    text = mail.message.get_body(("plain",)).get_content()
    links = re.findall(r"https?://\S+/(?:aanvraag|voortgang)/\S+", text)
    assert len(set(links)) == 1, text
    return links[0]


@pytest.fixture(scope="module")
def served() -> Iterator[Post]:
    """Serve a portal that mails through a server on loopback."""
    with portal_with_post(known=(EMPLOYER, STAFF), SECONDS_TO_READ="0") as post:
        yield post


@pytest.fixture
def post(served) -> Post:
    """Give that portal as it was before anybody used it."""
    served.begin_anew()
    return served


@pytest.fixture
def window(chromium, post) -> Iterator[Callable[..., Visitor]]:
    """Return a function that opens a window of a browser of its own."""
    contexts = []

    def open_window(**options) -> Visitor:
        site = {"base_url": post.environment["SITE_URL"], "viewport": SCREEN, "locale": "nl-NL"}
        context = chromium.new_context(**site | options)
        context.set_default_timeout(LONGEST_WAIT)
        contexts.append(context)
        return Visitor(context.new_page())

    yield open_window
    for context in contexts:
        context.close()


@contextmanager
def no_complaints(*visitors: Visitor) -> Iterator[None]:
    """Expect that no browser has anything to complain about, up to the end."""
    yield
    assert [visitor.complaints() for visitor in visitors] == [[] for _ in visitors]


def refer_two_one_by_one(employer: Visitor, post: Post) -> list[str]:
    """Choose the first two providers, one after the other, and confirm by mail; return their names."""
    answer_every_question(employer)
    employer.follows("Bekijk uw plan")
    employer.opens("/casus/doorverwijzen/")
    names = names_to_choose(employer)[:2]
    for name in names:
        employer.page.get_by_label(name, exact=True).check()
    employer.presses("Bekijk wat wij delen")
    employer.reads_heading("Dit delen wij")
    employer.part("input[name=order]").last.check()
    employer.part("input[type=email]").fill(EMPLOYER)
    employer.presses("Stuur mij de mail om te bevestigen")
    employer.reads_heading("Kijk in uw mail")
    employer.opens(link_in(post.mail_to(EMPLOYER)))
    employer.presses("Bevestig en verstuur")
    employer.reads_heading("Uw aanvraag")
    return names


def names_to_choose(employer: Visitor) -> list[str]:
    """Return whom the case can be sent to, in the order of the page."""
    return employer.part("label[for^=id_providers_]").all_inner_texts()


def test_the_loop_closes_from_consent_to_outcome(window, post):
    employer, provider = window(), window()
    with no_complaints(employer, provider):
        first, _second = refer_two_one_by_one(employer, post)
        employer.sees(first)
        post.mail_to(EMPLOYER)

        invitation = post.mail_to()
        assert "12 medewerkers in 6811 AB Arnhem" in str(invitation.message), "where and how many, and no more"
        assert "ontslag" not in str(invitation.message)
        provider.opens(link_in(invitation))
        provider.sees_no("6811 AB")
        provider.presses("Bekijk de aanvraag")
        provider.sees("6811 AB")
        provider.sees_no(EMPLOYER)
        provider.presses("Ja, wij helpen")
        provider.opens(link_in(post.mail_to()))
        provider.sees(EMPLOYER)
        provider.presses("De hulp is begonnen")
        provider.follows("Meld de uitkomst")
        provider.part("main input[type=number], main input[inputmode=numeric]").first.fill("7")
        provider.presses("Bewaar en rond af")

        post.mail_to(EMPLOYER)
        employer.refreshes()
        employer.sees("afgerond")
        employer.follows("Meld de uitkomst")
        employer.part("main input[type=number], main input[inputmode=numeric]").first.fill("8")
        employer.presses("Bewaar")
        employer.reads_heading("Uw aanvraag")
        employer.sees("8")


def test_staff_follow_the_loop_after_setting_up_a_second_step(window, post):
    employer, provider, member = window(), window(), window()
    password = re.search(r"beheer / (\S+)", post.run("create_demo_staff"))[1]
    referrals = "/beheer/techniek/referrals/referral/"
    with no_complaints(employer, provider, member):
        member.opens(referrals)
        member.fills("Gebruikersnaam", "beheer")
        member.fills("Wachtwoord", password)
        member.presses("Inloggen")
        member.reads_heading("Tweede stap bij het inloggen")
        member.opens(referrals)
        member.reads_heading("Tweede stap bij het inloggen")
        secret = sets_up_app(member)
        member.follows("Verder naar het beheer")
        assert member.page.url.endswith(referrals)

        first, _second = refer_two_one_by_one(employer, post)
        post.mail_to(EMPLOYER)
        member.refreshes()
        member.sees(first)
        provider.opens(link_in(post.mail_to()))
        provider.presses("Bekijk de aanvraag")
        provider.presses("Ja, wij helpen")
        provider.opens(link_in(post.mail_to()))
        provider.presses("De hulp is begonnen")
        provider.follows("Meld de uitkomst")
        provider.part("main input[type=number], main input[inputmode=numeric]").first.fill("7")
        provider.presses("Bewaar en rond af")
        member.refreshes()
        member.sees("afgerond")

        member.opens("/account/logout/")
        member.presses("Log uit")
        member.opens(referrals)
        member.fills("Gebruikersnaam", "beheer")
        member.fills("Wachtwoord", password)
        member.presses("Inloggen")
        member.reads_heading("Tweede stap")
        member.fills("Code", code_in_time(secret))
        member.presses("Inloggen")
        member.sees(first)


def test_after_a_refusal_the_next_provider_has_it_without_javascript_on_a_phone(window, post):
    phone = {"java_script_enabled": False, "viewport": {"width": 360, "height": 740}}
    employer, provider, following = window(**phone), window(**phone), window(**phone)
    with no_complaints(employer, provider, following):
        _first, second = refer_two_one_by_one(employer, post)
        post.mail_to(EMPLOYER)

        provider.opens(link_in(post.mail_to()))
        provider.follows("Kunt u nu niet helpen?")
        provider.part("main input[type=radio]").first.check()
        provider.presses("Zeg nee")
        provider.reads_heading("Dank u voor uw antwoord")

        following.opens(link_in(post.mail_to()))
        following.sees(second)
        assert second in post.mail_to(EMPLOYER).message.get_body(("plain",)).get_content()
        employer.refreshes()
        employer.sees("zei nee")


def test_after_silence_the_next_provider_has_it(window, post):
    employer, following = window(), window()
    with no_complaints(employer, following):
        _first, second = refer_two_one_by_one(employer, post)
        post.mail_to(EMPLOYER)
        invitation = post.mail_to()

        post.run("followup", days=5)
        reminder = post.mail_to()
        assert reminder.recipient == invitation.recipient
        assert link_in(reminder) != link_in(invitation)
        post.run("followup", days=21)

        following.opens(link_in(post.mail_to()))
        following.sees(second)
        assert second in post.mail_to(EMPLOYER).message.get_body(("plain",)).get_content()
        employer.refreshes()
        employer.sees("gaf geen antwoord")


def test_time_to_look_a_question_a_part_a_mistake_and_coming_back(window, post):
    employer, provider, following = window(), window(), window()
    with no_complaints(employer, provider, following):
        first, second = refer_two_one_by_one(employer, post)
        post.mail_to(EMPLOYER)
        invitation = post.mail_to()
        provider.opens(link_in(invitation))
        provider.presses("Bekijk de aanvraag")

        provider.follows("Zeg dat u ernaar kijkt, en wanneer u antwoordt")
        provider.fills("Op welke dag antwoordt u uiterlijk?", f"{timezone.localdate() + timedelta(days=14):%d-%m-%Y}")
        provider.presses("Zeg dit tegen de werkgever")
        provider.sees("U kijkt ernaar.")
        assert f"{first} kijkt naar uw aanvraag." in text_of(post.mail_to(EMPLOYER))
        post.run("followup", days=6)
        post.run("send_mail", days=60)
        assert post.server.mails == [], "nobody is reminded before the day"

        provider.follows("Stel de werkgever eerst een vraag")
        for question in ("Weten de mensen het al?", "Om hoeveel mensen gaat het op dit moment?"):
            provider.page.get_by_label(question).check()
        provider.presses("Stel deze vragen")
        provider.sees("nog geen antwoord")
        employer.opens(link_in(post.mail_to(EMPLOYER)))
        employer.follows(f"Geef {first} antwoord")
        employer.page.get_by_label("Een deel").check()
        employer.fills("Om hoeveel mensen gaat het op dit moment?", "11")
        employer.presses("Stuur mijn antwoord")
        employer.sees(f"{first} heeft nu uw antwoord.")
        provider.opens(link_in(post.mail_to()))
        provider.presses("Bekijk de aanvraag")
        provider.sees("Een deel")

        provider.follows("Ja, voor een deel")
        provider.part("main input[inputmode=numeric]").first.fill("4")
        provider.presses("Ja, wij helpen deze mensen")
        provider.sees("U helpt 4 van de mensen.")
        post.mail_to()
        post.mail_to(EMPLOYER)
        employer.refreshes()
        employer.sees("Wie u helpt")

        following.opens(link_in(post.mail_to()))
        following.presses("Bekijk de aanvraag")
        following.sees_no("12 medewerkers")
        following.follows("Nee")
        following.part("main input[type=radio]").first.check()
        following.presses("Zeg nee")
        following.presses("Draai mijn nee terug")
        following.reads_heading("Een werkgever vraagt uw hulp")

        employer.refreshes()
        employer.follows(f"Trek uw aanvraag bij {second} in")
        employer.page.get_by_label("Ik verstuurde dit per ongeluk").check()
        employer.presses("Trek in")
        employer.sees("U verstuurde deze aanvraag per ongeluk.")
        while "per ongeluk" not in text_of(post.mail_to()):
            pass  # what went before: nobody is told that a no was undone

        provider.follows("Meld de uitkomst")
        provider.part("main input[inputmode=numeric]").first.fill("4")
        provider.presses("Bewaar en rond af")
        provider.presses("Helpt u toch nog? Open de aanvraag weer")
        provider.sees("De hulp is begonnen.")
        while "helpt u weer." not in text_of(post.mail_to(EMPLOYER)):
            pass


def test_who_says_no_and_that_it_is_full_is_asked_after_others_until_its_day(window, post, tmp_path):
    employer, provider, another = window(), window(), window()
    with no_complaints(employer, provider, another):
        first, second = refer_two_one_by_one(employer, post)
        post.mail_to(EMPLOYER)
        provider.opens(link_in(post.mail_to()))
        provider.follows("Kunt u nu niet helpen?")
        provider.page.get_by_label("Wij hebben nu geen plek").check()
        provider.presses("Zeg nee")
        provider.presses("Vol tot en met")
        provider.sees("Dit staat nu bij uw organisatie.")
        assert second in text_of(post.mail_to(EMPLOYER)), "after an hour the next has it"

        answer_every_question(another)
        another.opens("/casus/doorverwijzen/")
        another.sees("Vol tot en met")
        assert names_to_choose(another)[0] == second
        assert first in names_to_choose(another)

        case = tmp_path / "case.json"
        case.write_text(json.dumps(CASE))
        full_for = timedelta(weeks=FULL_FOR_WEEKS[0]).days
        for days, is_before in ((full_for, False), (full_for + 1, True)):
            route = post.run(f"route_case {case}", days=days)
            assert (route.index(first) < route.index(second)) == is_before, route


def text_of(mail: Received) -> str:
    """Return what a mail says."""
    return mail.message.get_body(("plain",)).get_content()


def test_double_presses_back_refresh_and_ended_links_leave_nobody_in_doubt(window, post):
    employer, provider = window(), window(java_script_enabled=False)
    with no_complaints(employer, provider):
        answer_every_question(employer)
        employer.opens("/casus/doorverwijzen/")
        employer.part("input[name=providers]").first.check()
        press_twice(employer, "Bekijk wat wij delen")
        employer.reads_heading("Dit delen wij")
        employer.part("input[type=email]").fill(EMPLOYER)
        press_twice(employer, "Stuur mij de mail om te bevestigen")
        employer.reads_heading("Kijk in uw mail")
        employer.goes_back()
        employer.part("input[type=email]").fill(EMPLOYER)
        employer.presses("Stuur mij de mail om te bevestigen")
        employer.sees("Eén mail is genoeg.")
        confirmation = link_in(post.mail_to(EMPLOYER))
        assert post.server.mails == []

        employer.opens(confirmation)
        press_twice(employer, "Bevestig en verstuur")
        employer.reads_heading("Uw aanvraag")
        own_page = employer.page.url
        employer.opens(confirmation)
        employer.reads_heading("Al bevestigd")
        employer.follows("Naar uw aanvraag")
        employer.reads_heading("Uw aanvraag")

        post.mail_to(EMPLOYER)
        invitation = link_in(post.mail_to())
        provider.opens(invitation)
        press_twice(provider, "Bekijk de aanvraag")
        provider.sees("6811 AB")
        provider.refreshes()
        press_twice(provider, "Ja, wij helpen")
        provider.sees(EMPLOYER)
        provider.goes_back()
        provider.opens(invitation)
        provider.sees("U zei ja.")

        employer.opens(own_page)
        press_twice(employer, "Mail mij een nieuw adres")
        employer.reads_heading("Kijk in uw mail")
        employer.refreshes()
        employer.reads_heading("Kijk in uw mail")
        employer.opens(own_page)
        employer.sees("Uw aanvraag kreeg een nieuw adres.")
        provider.opens(invitation.replace("/aanvraag/", "/aanvraag/x"))
        provider.reads_heading("Deze link werkt niet")


def press_twice(visitor: Visitor, button: str) -> None:
    """Press the button with these words twice in a row, as a mouse that is used for everything."""
    visitor.part("button").filter(has_text=button).first.dblclick()


def test_every_page_of_a_referral_is_accessible_in_both_languages(window, post, mistakes_in):
    employer, provider = window(), window()

    def look_at(visitor: Visitor, *pages: str) -> list[str]:
        """Return what is wrong with the page before the visitor, and with these ones beneath it."""
        here = visitor.page.url
        found = []
        for page in ("", *pages):
            for language, prefix in (("nl", ""), ("en", "/en")):
                address = here.replace(post.environment["SITE_URL"], post.environment["SITE_URL"] + prefix) + page
                visitor.opens(address)
                assert visitor.document.status == 200, address
                found += [f"{page} {fault}" for fault in faults(visitor, mistakes_in, WIDTHS[language])]
        visitor.page.set_viewport_size(SCREEN)
        visitor.opens(here)
        return found

    refer_two_one_by_one(employer, post)
    found = look_at(employer, "uitkomst/", "intrekken/?welke=alles")
    post.mail_to(EMPLOYER)
    provider.opens(link_in(post.mail_to()))
    found += look_at(provider, "nee/", "doorverwijzen/", "gegevens-kloppen/")
    provider.presses("Bekijk de aanvraag")
    found += look_at(provider, "../deels/", "../later/", "../vraag/")
    provider.presses("Ja, wij helpen")
    found += look_at(provider)
    provider.opens(link_in(post.mail_to()))
    found += look_at(provider, "uitkomst/")
    employer.refreshes()
    found += look_at(employer)

    assert not found, "\n".join(found)
