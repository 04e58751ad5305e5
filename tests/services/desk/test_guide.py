"""The guide at the desk says what its one source says, in markup that the source does not hold."""

import re
from html import unescape

import pytest
from django.utils.html import strip_tags

from services.desk.guide import SOURCE
from services.staff_models import StaffRole
from tests.portal.page import Page
from tests.services.desk.colleagues import at_the_desk, colleague

pytestmark = pytest.mark.django_db


def test_the_guide_is_shown_whole_with_a_first_day_on_top_and_no_mark_left_over():
    answer = at_the_desk(colleague("eva")).get("/beheer/handleiding/")

    page, source = Page.read(answer), SOURCE.read_text(encoding="utf-8")
    main = answer.content.decode().split("</header>")[1].split("</main>")[0]
    text = unescape(strip_tags(main.replace("<", " <")))
    assert [mark for mark in ("**", "`", "##", "|", "](") if mark in text] == []
    assert set(words(re.sub(r"^\d+\.", "", source, flags=re.MULTILINE))) <= set(words(text))
    headings = [heading.text for heading in page.all("h2")]
    assert headings[0] == "Uw eerste dag"
    links = {link.get("href") for link in page.all("a")}
    assert all(f"#{heading.get('id')}" in links for heading in page.all("h2") if heading.get("id"))


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text)


def test_the_guide_and_oneself_come_last_in_the_menu():
    manager = at_the_desk(colleague("nora", StaffRole.NATIONAL_MANAGER))

    menu = [link.text for link in Page.read(manager.get("/beheer/")).all("a") if link["href"].startswith("/beheer/")]

    last = menu.index("Ik")
    assert menu[last - 2 : last + 1] == ["Doorverwijzingen", "Handleiding", "Ik"]
