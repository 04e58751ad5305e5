"""Photograph every kind of page, in each look and at two widths, for people to look at.

    scripts/with_portal.sh .venv/bin/python -m tests.e2e.photograph var/photographs [part of a title]

What lives here: the pictures. What does not: which pages (pages.py, desk_pages.py), what must hold on them
(test_every_page.py, test_desk.py).
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django
from playwright.sync_api import Browser, Page, sync_playwright

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vwnw_portal.settings")
django.setup()

from tests.chromium import CHROMIUM  # noqa: E402 - the lists of pages know Django
from tests.e2e import desk_pages, fill_desk, pages  # noqa: E402
from tests.e2e.inspection import DESKTOP, PHONE  # noqa: E402
from tests.e2e.journeys import answer_every_question  # noqa: E402
from tests.e2e.visitor import Visitor  # noqa: E402

LOOKS = {
    "light": {"color_scheme": "light", "forced_colors": "none"},
    "dark": {"color_scheme": "dark", "forced_colors": "none"},
    "forced": {"color_scheme": "light", "forced_colors": "active"},
}


def main(folder: Path, part_of_title: str = "") -> None:
    """Write pictures of each page whose title has these words, in Dutch; those of the desk are titled so."""
    folder.mkdir(parents=True, exist_ok=True)
    site = os.environ["PORTAL_URL"]
    about = fill_desk.fill()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        employer = browser.new_context(base_url=site, locale="nl-NL")
        answer_every_question(Visitor(employer.new_page()))
        answers = employer.cookies()
        public = [(page.title, page.address("nl"), page.reach, answers * page.with_answers) for page in pages.PAGES]
        desk = [
            (f"desk, {page.title}", page.address(about), page.reach, page.cookies(about, site))
            for page in desk_pages.PAGES
        ]
        for title, *how in (*public, *desk):
            if part_of_title in title:
                photograph(browser, folder / title, *how)


def photograph(
    browser: Browser, beginning: Path, address: str, reach: Callable[[Page], None], cookies: list[Any]
) -> None:
    """Write the pictures of one page, whose paths begin so."""
    context = browser.new_context(base_url=os.environ["PORTAL_URL"], locale="nl-NL")
    context.add_cookies(cookies)
    shown = context.new_page()
    shown.goto(address)
    reach(shown)
    for look, media in LOOKS.items():
        shown.emulate_media(**media)
        for width in (PHONE, DESKTOP):
            shown.set_viewport_size({"width": width, "height": 800})
            shown.screenshot(path=f"{beginning}, {look}, {width}.png", full_page=True)
    context.close()


if __name__ == "__main__":
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    main(Path(sys.argv[1]), *sys.argv[2:])
