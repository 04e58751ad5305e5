"""Every page that a visitor can see, in the states that look different.

What lives here: the list, and how to get to each page. What does not: what is expected of them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Page

from referrals.intake.steps import STEPS
from tests.referrals.support.journeys import YEAR

# Public addresses that give no page to look at.
NOT_A_PAGE = {
    "admin:login": "leads to the page to sign in",
    "api_route": "JSON",
    "case_calendar": "a calendar file",
    "case_keep": "takes a POST and leads to the case that is kept",
    "case_kept_calendar": "a calendar file",
    "case_kept_change": "takes a POST and leads to the check",
    "case_kept_delete": "takes a POST and leads to the case",
    "case_list_wipe": "takes a POST and leads to the list",
    "case_kept_not_afterwards": "takes a POST and leads to the case that is kept",
    "case_kept_tick": "takes a POST and leads to the case that is kept",
    "case_kept_renew": "takes a POST and leads to the case that is kept",
    "case_stop": "takes a POST and leads to the case",
    "answer_accept": "takes a POST and leads to the answer that was given",
    "answer_reopen": "takes a POST and leads to the request",
    "answer_new_link": "takes a POST and mails a link",
    "answer_open": "takes a POST and leads to what was shared",
    "mfa_login_webauthn": "JSON, and a POST that leads to the desk",
    "monitor_csv": "CSV",
    "progress_begin": "takes a POST and leads to the progress",
    "progress_reopen": "takes a POST and leads to the progress",
    "progress_resume": "takes a POST and leads to the progress",
    "progress_session": "takes a POST and leads to the progress",
    "referred_resume": "takes a POST and leads to the request",
    "referred_resume_case": "takes a POST and leads to the request",
    "referred_new_link": "takes a POST and mails a link",
    "favicon": "leads to a picture",
    "employee_wipe": "takes a POST and leads to the questions",
    "health": "JSON",
    "ready": "JSON",
    "robots": "plain text",
    "security_txt": "plain text",
    "sitemap": "XML",
    "sitemap_part": "XML",
    "search_points": "JSON",
    "suggest": "JSON",
    "map_outlines": "outlines as a file",
    "map_rows": "JSON",
    "map_area": "a part of a page, which the page of the map shows too",
    "work_area": "JSON",
}

# Pages of one referral; what they show behind a link that works is looked at in test_referral_loop.py.
BEHIND_A_LINK = [
    "answer",
    "answer_ask",
    "answer_confirm_record",
    "answer_consider",
    "answer_decline",
    "answer_forward",
    "answer_part",
    "answer_room",
    "progress",
    "progress_hold",
    "progress_outcome",
    "refer_confirm",
    "referred",
    "referred_hold",
    "referred_hold_case",
    "referred_next",
    "referred_outcome",
    "referred_question",
    "referred_withdraw",
    "self_check",
]


def stay(_page: Page) -> None:
    """Look at the page as it opens."""


@dataclass(frozen=True)
class PublicPage:
    """One page in one state: its address, and what to do there before looking."""

    title: str
    name: str
    args: tuple[str, ...] = ()
    query: Mapping[str, str] = field(default_factory=dict)
    with_answers: bool = False
    reach: Callable[[Page], None] = stay
    status: int = 200
    languages: tuple[str, ...] = ("nl", "en")

    def address(self, language: str) -> str:
        """Return where the page is in a language."""
        with translation.override(language):
            path = reverse(self.name, args=self.args)
        return f"{path}?{urlencode(self.query)}" if self.query else path


# --- Getting there, without words: they differ by language ---------------------------------------------------


def send_nothing(page: Page) -> None:
    """Send the questions without an answer."""
    page.locator("main form.vwnw-form button:not([name])").last.click()


def open_everything(page: Page) -> None:
    """Unfold all that can be unfolded."""
    page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true })")


def say_where(page: Page, place: str = "Arnhem") -> None:
    """Answer the employee's first question."""
    page.locator("input[name=location][type=text]").fill(place)
    page.keyboard.press("Tab")  # on to the next: the suggestions close, which lay over the button
    send_nothing(page)


def say_what(page: Page) -> None:
    """Answer the employee's second question."""
    page.locator("input[name=situation][value=redundancy]").check()
    send_nothing(page)


def begin_in_arnhem(page: Page) -> None:
    """Answer the first question from the page that somebody without answers is led to."""
    page.locator("main a.nl-button[href$='/hulp-in-de-buurt/']").click()
    say_where(page)


def say_where_and_what(page: Page) -> None:
    """Answer the employee's first two questions."""
    say_where(page)
    say_what(page)


def give_a_wrong_last_day(page: Page) -> None:
    """Give a last day that is no day."""
    begin_in_arnhem(page)
    say_what(page)
    page.locator("input[name=end_date][type=text]").fill("31-02-2027")
    send_nothing(page)


def ask_as_employee(page: Page) -> None:
    """Answer the employee's questions."""
    say_where_and_what(page)
    for _question in ("the last day", "what would help", "the sector"):
        send_nothing(page)
    open_everything(page)


def mail_as_employee(page: Page) -> None:
    """Go from the employee's answer to mailing it."""
    begin_in_arnhem(page)
    say_what(page)
    page.locator("a[href$='/GM0202/']").first.click()
    page.locator("a[href$='/mailen/']").click()


def ask_about_bergen(page: Page) -> None:
    """Answer the employee's first question with a place of which there are more."""
    say_where(page, "Bergen")


def keep_the_case(page: Page) -> None:
    """Keep the case whose plan is open."""
    page.locator("form[action$='/casus/bewaren/'] button:not([name])").first.click()
    open_everything(page)


def another_last_day(page: Page) -> None:
    """Put another last working day beside the plan."""
    page.get_by_role("textbox").fill(f"15-1-{YEAR}")
    page.locator("form.vwnw-form button").click()


def choose_providers(page: Page) -> None:
    """Choose the first two providers, to see what is shared with them."""
    for option in page.locator("input[name=providers]").all()[:2]:
        option.check()
    send_the_form(page)


def share_without_address(page: Page) -> None:
    """Send what is shared without an address to confirm it."""
    choose_providers(page)
    send_the_form(page)


def send_the_form(page: Page) -> None:
    """Send the one form of the page."""
    page.locator("main form.vwnw-refer button:not([name])").last.click()


def lose_the_cookies(page: Page) -> None:
    """Send a form after all cookies have gone."""
    page.context.clear_cookies()
    send_nothing(page)


PAGES = [
    PublicPage("home", "home"),
    PublicPage("search, everywhere", "search"),
    PublicPage("search in a place", "search", query={"locatie": "Arnhem"}),
    PublicPage("search with filters", "search", query={"locatie": "6811 AB", "rol": "curative", "sector": "techniek"}),
    PublicPage("search without hits", "search", query={"locatie": "Arnhem", "q": "onvindbaar"}),
    PublicPage("search in a place of which there are more", "search", query={"locatie": "Bergen"}),
    PublicPage("search with bad input", "search", query={"locatie": "Xqzzy", "rol": "geen", "pagina": "veel"}),
    PublicPage("organisation", "organisation", ("werkcentrum-midden-gelderland",)),
    PublicPage("organisation of one sector", "organisation", ("servicepunt-maritiem",)),
    PublicPage("report a mistake", "report_mistake", ("werkcentrum-midden-gelderland",)),
    PublicPage("report a mistake, with errors", "report_mistake", ("servicepunt-maritiem",), reach=send_nothing),
    PublicPage("thanks for a self-check", "self_check_thanks"),
    PublicPage("mistake reported", "mistake_reported", ("werkcentrum-midden-gelderland",)),
    PublicPage("map, with a region chosen", "map", query={"gebied": "AM18"}),
    PublicPage("regions", "regions"),
    PublicPage("compare", "compare", query={"vergelijk": "uwv,werkcentrum-midden-gelderland"}),
    PublicPage("compare nothing", "compare"),
    PublicPage("mail a comparison", "mail_comparison", query={"vergelijk": "uwv,werkcentrum-midden-gelderland"}),
    PublicPage("comparison mailed", "comparison_mailed"),
    PublicPage("region", "region", ("AM18",)),
    PublicPage("gaps", "gaps", reach=open_everything),
    PublicPage("glossary", "glossary"),
    PublicPage("employee, questions", "employee"),
    PublicPage("employee, questions with errors", "employee", reach=send_nothing),
    PublicPage("employee, question with more places", "employee", reach=ask_about_bergen),
    PublicPage("employee, question", "employee_question", ("GM0202", "situatie"), reach=begin_in_arnhem),
    PublicPage(
        "employee, question with an error", "employee_question", ("GM0202", "laatste-dag"), reach=give_a_wrong_last_day
    ),
    PublicPage("employee, answer", "employee", reach=ask_as_employee),
    PublicPage("employee, mail the answer", "employee_mail", ("GM0202",), reach=mail_as_employee),
    PublicPage("employee, answer mailed", "employee_mailed", ("GM0202",)),
    PublicPage("employee, general answer", "employee_answer", ("GM0202",)),
    PublicPage("sheet for employees", "hand_out", ("GM0202",)),
    PublicPage("roads to dismissal", "dismissal_roads"),
    PublicPage("talk with your people", "dismissal_talk"),
    PublicPage("forms of support", "support", reach=open_everything),
    PublicPage("case", "case"),
    PublicPage("case that is begun", "case", with_answers=True),
    *[PublicPage(f"case, {step.slug}", "case_step", (step.slug,)) for step in STEPS],
    PublicPage("case, step with errors", "case_step", ("situatie",), reach=send_nothing),
    PublicPage("case, places with errors", "case_step", ("plaatsen",), reach=send_nothing),
    PublicPage("case, check", "case_check", with_answers=True),
    PublicPage("case, plan", "case_advice", with_answers=True, reach=open_everything),
    PublicPage("case, plan that is kept", "case_advice", with_answers=True, reach=keep_the_case),
    PublicPage("case, mailing the plan", "case_mail", with_answers=True),
    PublicPage("case, another last day", "case_other_day", with_answers=True, reach=another_last_day),
    PublicPage("case, another last day behind no link", "case_kept_other_day", ("bestaat-niet",), status=404),
    PublicPage("case, own list", "case_list"),
    PublicPage("case, listing behind no link", "case_kept_list", ("bestaat-niet",), status=404),
    PublicPage("case, mailing a plan behind no link", "case_kept_mail", ("bestaat-niet",), status=404),
    PublicPage("case, asked afterwards behind no link", "case_kept_afterwards", ("bestaat-niet",), status=404),
    PublicPage("case, how it went behind no link", "case_afterwards", ("bestaat-niet",), status=404),
    PublicPage("case, kept at another address", "case_kept", ("bestaat-niet",), status=404),
    PublicPage("refer, choosing", "refer", with_answers=True),
    PublicPage("refer, choosing nobody", "refer", with_answers=True, reach=send_the_form),
    PublicPage("refer, what is shared", "refer", with_answers=True, reach=choose_providers),
    PublicPage("refer, without an address", "refer", with_answers=True, reach=share_without_address),
    PublicPage("refer, what is shared with nobody", "refer_consent", with_answers=True),
    PublicPage("refer, look in your mail", "refer_mail_sent", with_answers=True),
    *[PublicPage(f"{name} behind no link", name, ("bestaat-niet",), status=404) for name in BEHIND_A_LINK],
    PublicPage("monitor", "monitor", reach=open_everything),
    PublicPage("rules", "rules"),
    PublicPage("rule", "rule", ("R11-collective",)),
    PublicPage("style", "style"),
    PublicPage("accessibility", "accessibility"),
    PublicPage("privacy", "privacy"),
    PublicPage("contact", "contact"),
    PublicPage("signing in", "account_login"),
    PublicPage("invitation behind no link", "desk_invitation", ("bestaat-niet",), status=404, languages=("nl",)),
    PublicPage("missing page", "organisation", ("bestaat-niet",), status=404),
    PublicPage("form without its cookie", "case_step", ("situatie",), reach=lose_the_cookies, status=403),
]
