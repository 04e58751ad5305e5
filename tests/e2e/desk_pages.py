"""Every page of the desk, in the states that look different.

What lives here: the list, and how to get to each page. What does not: what is on them (fill_desk.py), what is expected
of them (test_desk.py).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page

from tests.e2e.pages import open_everything, stay

# Addresses that give no page to look at.
NOT_A_PAGE = {
    "desk_autosave": "takes a POST, and says nothing",
    "desk_autosave_new": "takes a POST, and says nothing",
    "desk_boundary_take_back": "takes a POST and leads to the change",
    "desk_draft_away": "takes a POST and leads to the drafts",
    "desk_friday_mail": "takes a POST and leads to the page about oneself",
    "desk_later": "takes a POST and leads to the list",
    "desk_not_later": "takes a POST and leads to the list",
    "desk_not_reached": "takes a POST and leads to the list",
    "desk_not_the_same": "takes a POST and leads to the doubles",
    "desk_plan_apply": "takes a POST and leads to the file",
    "desk_plan_further": "takes a POST and leads to the file",
    "desk_plan_take_back": "takes a POST and leads to the file",
    "desk_presence": "a part of the form of a record",
    "desk_preview": "takes a POST, from the form of a record",
    "desk_preview_new": "takes a POST, from the form of a new record",
    "desk_reached_after_all": "takes a POST and leads to the list",
    "desk_still_holds": "takes a POST and leads to the list",
    "desk_take_back": "takes a POST and leads to the history",
    "desk_unmerge": "takes a POST and leads to the record",
}


@dataclass(frozen=True)
class DeskPage:
    """One page in one state: its address, with the keys that fill_desk.py tells, and what to do there first.

    Who looks has one of the sessions that it tells as well, or none.
    """

    title: str
    name: str
    args: tuple[str, ...] = ()
    query: str = ""
    reach: Callable[[Page], None] = stay
    status: int = 200
    who: str = "manager"

    def address(self, about: Mapping[str, Any]) -> str:
        """Return where the page is on a desk that was filled."""
        return reverse(self.name, args=[arg.format(**about) for arg in self.args]) + self.query.format(**about)

    def cookies(self, about: Mapping[str, Any], site: str) -> list[Any]:
        """Return the cookies of who looks at it, for a browser."""
        value = about["sessions"].get(self.who)
        return [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site}] if value else []


# --- Getting there -------------------------------------------------------------------------------------------


def send_what_is_wrong(page: Page) -> None:
    """Send the form of a record with what cannot be right in it."""
    page.get_by_label("Telefoon", exact=False).first.fill("bel ons")
    page.get_by_role("button", name="Bewaar", exact=True).click()


def be_overtaken(page: Page) -> None:
    """Change what somebody else changes in another window meanwhile, and save after them."""
    other = page.context.new_page()
    other.goto(page.url)
    for window, number in ((other, "026 377 22 22"), (page, "026 377 33 33")):
        window.get_by_label("Telefoon", exact=False).first.fill(number)
        window.get_by_role("button", name="Bewaar", exact=True).click()
    other.close()


def ask_what_it_does(page: Page) -> None:
    """Press the button that says what saving would do."""
    page.get_by_role("button", name="evolgen").click()
    open_everything(page)


def change_one_of_ten(page: Page) -> None:
    """Change the first of ten cards: that one is asked once more."""
    card = page.locator("[data-work]").first
    card.get_by_label("Veranderd").check()
    card.locator("summary").click()
    card.get_by_label("Telefoon", exact=False).fill("026 377 44 44")
    page.get_by_role("button", name="Bewaar deze kaarten").click()


def confirm_all(page: Page) -> None:
    """Confirm all cards of the page."""
    for card in page.locator("[data-work]").all():
        card.get_by_label("Klopt", exact=True).check()
    page.get_by_role("button", name="Bewaar deze kaarten").click()


def send_nothing(page: Page) -> None:
    """Send the form of the page as it stands."""
    page.locator("main form[method=post] button[type=submit]").last.click()


def take_back_what_came_first(page: Page) -> None:
    """Take back the first change of a record that was changed again."""
    page.get_by_role("button", name="Maak ongedaan").last.click()


def unfold(page: Page) -> None:
    """Unfold all that can be unfolded."""
    open_everything(page)


RECORD = ("werkcentrum-midden-gelderland",)
PAIR = ("loket-aan-de-markt", "het-loket-aan-de-markt")
PAGES = [
    DeskPage("start", "desk_start", reach=unfold),
    DeskPage("start of an editor", "desk_start", who="editor"),
    DeskPage("oneself", "desk_oneself"),
    DeskPage("guide", "desk_guide"),
    DeskPage("ten", "desk_ten", query="?regio=AM07", reach=unfold),
    DeskPage("ten, the ten before are saved", "desk_ten", query="?regio=AM11", reach=confirm_all),
    DeskPage("ten, one asked once more", "desk_ten", query="?regio=AM18", reach=change_one_of_ten),
    DeskPage("records in a place", "desk_records", query="?q=Arnhem"),
    DeskPage("records in a place of which there are more", "desk_records", query="?q=Bergen"),
    DeskPage("records of a region that is none", "desk_records", query="?regio=AM99"),
    DeskPage("record", "desk_record", RECORD),
    DeskPage("record, its owner", "desk_record_owner", RECORD),
    DeskPage("record, a check", "desk_check", RECORD),
    DeskPage("record, a check without an answer", "desk_check", RECORD, reach=send_nothing),
    DeskPage("record, history", "desk_history", RECORD),
    DeskPage("record, what stays after taking back", "desk_history", ("proef-een",), reach=take_back_what_came_first),
    DeskPage("record, call mode", "desk_call", RECORD),
    DeskPage("record, a proposal of a colleague", "desk_propose", RECORD),
    DeskPage("record, form", "desk_edit", RECORD),
    DeskPage("record, form with an error", "desk_edit", RECORD, reach=send_what_is_wrong),
    DeskPage("record, form of a draft", "desk_edit", RECORD, query="?concept={draft}"),
    DeskPage("record, what saving does", "desk_edit", RECORD, reach=ask_what_it_does),
    DeskPage("record, choosing after another changed it", "desk_edit", RECORD, reach=be_overtaken),
    DeskPage("record, work area", "desk_work_area", RECORD),
    DeskPage("record, what a work area does", "desk_work_area", RECORD, reach=ask_what_it_does),
    DeskPage("record, practical", "desk_practical", RECORD),
    DeskPage("new record", "desk_new"),
    DeskPage("drafts", "desk_drafts"),
    DeskPage("proposals", "desk_proposals"),
    DeskPage("proposal in words", "desk_proposal", ("{in_words}",)),
    DeskPage("proposal of values", "desk_proposal", ("{of_values}",)),
    DeskPage("proposal, nothing chosen", "desk_proposal", ("{of_values}",), reach=send_nothing),
    DeskPage("files", "desk_files"),
    DeskPage("files, none chosen", "desk_files", reach=send_nothing),
    DeskPage("file with errors", "desk_plan", ("{wrong_file}",)),
    DeskPage("file", "desk_plan", ("{good_file}",)),
    DeskPage("export", "desk_export"),
    DeskPage("call sheet", "desk_call_sheet"),
    DeskPage("call sheet on paper", "desk_call_sheet", query="?vorm=print&regio=AM07"),
    DeskPage("doubles", "desk_duplicates"),
    DeskPage("pair", "desk_pair", PAIR),
    DeskPage("coverage", "desk_coverage"),
    DeskPage("coverage of a region", "desk_coverage", query="?regio=AM07", reach=unfold),
    DeskPage("municipal changes", "desk_boundaries"),
    DeskPage("municipal change", "desk_boundary", ("{boundary}",)),
    DeskPage("new municipal change", "desk_boundary_new", reach=send_nothing),
    DeskPage("referrals", "desk_referrals"),
    DeskPage("referral, revoking", "desk_referrals_revoke", ("{referral}",)),
    DeskPage("referral, opening again", "desk_referrals_open", ("{revoked}",)),
    DeskPage("people", "desk_people"),
    DeskPage("person", "desk_person", ("{person}",)),
    DeskPage("person, rights", "desk_person_rights", ("{person}",)),
    DeskPage("person, leaving", "desk_person_end", ("{person}",)),
    DeskPage("person, handing over", "desk_person_hand_over", ("{person}",)),
    DeskPage("invite", "desk_invite"),
    DeskPage("invitation, taking it back", "desk_withdraw", ("{invited}",)),
    DeskPage("invitation", "desk_invitation", ("{invitation}",), who="nobody", reach=send_nothing),
    DeskPage("invitation of who has an account", "desk_invitation", ("{invitation_of_account}",), who="nobody"),
    DeskPage("invitation of another", "desk_invitation_account", ("{invitation}",), status=410),
    DeskPage("not for an editor", "desk_people", who="editor", status=403),
    DeskPage("self-check of an organisation", "self_check", ("{self_check}",)),
]
