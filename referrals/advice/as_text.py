"""A plan as plain text, to mail to oneself or to paste elsewhere.

What lives here: which of the plan is said without a page, in lines. What does not: the plan (page.py), the mail
(plan_mail.py).
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from notation.dates import date_in_words
from referrals.advice.page import AdvicePage
from referrals.advice.phases import Block
from services.contact import Contact


def lines_of(page: AdvicePage) -> list[str]:
    """Return the plan as lines: whom to contact first, what to do, when, and who helps; nothing that was typed."""
    return [*_first_contact(page), *_tasks(page), *_days(page), *_who_helps(page), _of_which_day(page)]


def _first_contact(page: AdvicePage) -> Iterator[str]:
    if page.first_step:
        yield _with_contact(page.first_step.title, page.first_step.contact)


def _tasks(page: AdvicePage) -> Iterator[str]:
    yield _("Deze week:")
    for task in page.tasks:
        by = f" {_('Uiterlijk op %(day)s.') % {'day': date_in_words(task.by)}}" if task.by else ""
        yield f"- {task.title}.{by}"


def _days(page: AdvicePage) -> Iterator[str]:
    if page.timeline.moments:
        yield _("Wanneer:")
    for moment in page.timeline.moments:
        yield f"- {moment.when}: {moment.title}. {moment.assumption}".strip()


def _who_helps(page: AdvicePage) -> Iterator[str]:
    for block in page.blocks:
        yield f"{block.title}: {block.people}"
        yield from _cards(block)


def _cards(block: Block) -> Iterator[str]:
    for listing in (*(phase.listing for phase in block.phases), block.possible):
        for card in listing.cards:
            yield "- " + _with_contact(f"{card.rank}. {card.name}", card.contact)


def _of_which_day(page: AdvicePage) -> str:
    told = _("Dit plan gaat uit van de gegevens van %(today)s. Het is informatie, geen juridisch advies.")
    return told % {"today": date_in_words(page.case.today)}


def _with_contact(name: str, contact: Contact | None) -> str:
    ways = [contact.phone_shown, contact.email, contact.website] if contact else []
    if contact and contact.is_example:
        ways.append(_("voorbeeld"))
    return ": ".join(filter(None, [name, "; ".join(filter(None, ways))]))
