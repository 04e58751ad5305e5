"""Photograph every kind of page, in each look and at two widths, for people to look at.

    scripts/with_portal.sh .venv/bin/python -m tests.e2e.photograph var/photographs [part of a title]

What lives here: the pictures. What does not: which pages (pages.py), what must hold on them (test_every_page.py).
"""

import os
import sys
from pathlib import Path

import django
from playwright.sync_api import sync_playwright

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vwnw_portal.settings")
django.setup()

from tests.chromium import CHROMIUM  # noqa: E402 - the list of pages knows the steps, and those know Django
from tests.e2e.inspection import DESKTOP, PHONE  # noqa: E402
from tests.e2e.journeys import answer_every_question  # noqa: E402
from tests.e2e.pages import PAGES  # noqa: E402
from tests.e2e.visitor import Visitor  # noqa: E402

LOOKS = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "forced": {"forced_colors": "active"},
}


def main(folder: Path, part_of_title: str = "") -> None:
    """Write a picture of each page whose title has these words, in Dutch."""
    folder.mkdir(parents=True, exist_ok=True)
    portal = {"base_url": os.environ["PORTAL_URL"], "locale": "nl-NL"}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        employer = browser.new_context(**portal)
        answer_every_question(Visitor(employer.new_page()))
        for look, options in LOOKS.items():
            for page in (page for page in PAGES if part_of_title in page.title):
                context = browser.new_context(**portal, **options)
                if page.with_answers:
                    context.add_cookies(employer.cookies())
                shown = context.new_page()
                shown.goto(page.address("nl"))
                page.reach(shown)
                for width in (PHONE, DESKTOP):
                    shown.set_viewport_size({"width": width, "height": 800})
                    shown.screenshot(path=folder / f"{page.title}, {look}, {width}.png", full_page=True)
                context.close()


if __name__ == "__main__":
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    main(Path(sys.argv[1]), *sys.argv[2:])
