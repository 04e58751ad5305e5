"""Weigh what a browser receives for the main pages, and fail when a budget is broken. Run by scripts/check_budgets.sh.

What lives here: the budgets, and the weighing. What does not: the sizes of single files (scripts/build_assets.mjs).
Bytes are counted as they come over the wire, headers included and compressed as the server sends them, by a browser
that has nothing in its cache.
"""

import os
import sys
from collections import defaultdict

from playwright.sync_api import Browser, sync_playwright

# In kB of 1000 bytes.
PAGES = {"home": ("/", 60), "search with map": ("/zoeken/?locatie=Arnhem", 160), "map": ("/kaart/", 150)}
STYLES = 30
OWN_SCRIPTS = 12

Weights = dict[str, float]


def main() -> int:
    """Print the weight of each page and of its kinds of files; return 1 when one is over its budget."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=["--no-sandbox"])
        lines = [
            line
            for name, (address, budget) in PAGES.items()
            for line in judge(name, weigh(browser, os.environ["PORTAL_URL"] + address), budget)
        ]
        browser.close()
    for name, weight, budget in lines:
        print(f"{name:<36} {weight:7.1f} kB of {budget} kB{'  OVER BUDGET' if weight > budget else ''}")
    return int(any(weight > budget for _name, weight, budget in lines))


def weigh(browser: Browser, address: str) -> Weights:
    """Return the kB that come over the wire for a page, by kind of file."""
    page = browser.new_page()
    wire = page.context.new_cdp_session(page)
    kinds: dict[str, str] = {}
    weights: Weights = defaultdict(float)

    def note_kind(event: dict) -> None:
        kinds[event["requestId"]] = event["type"]

    def add(event: dict) -> None:
        weights[kinds[event["requestId"]]] += event["encodedDataLength"] / 1000

    wire.on("Network.responseReceived", note_kind)
    wire.on("Network.loadingFinished", add)
    wire.send("Network.enable")
    page.goto(address, wait_until="networkidle")
    page.close()
    return weights


def judge(name: str, weights: Weights, budget: int) -> list[tuple[str, float, int]]:
    """Return what is weighed of a page: its name, its weight and its budget."""
    return [
        (name, sum(weights.values()), budget),
        (f"{name}, styles", weights["Stylesheet"], STYLES),
        (f"{name}, own scripts", weights["Script"], OWN_SCRIPTS),
    ]


if __name__ == "__main__":
    sys.exit(main())
