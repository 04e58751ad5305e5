"""A visitor with a browser: what people do and see on a page, in words.

What lives here: the steps of a journey, and what the browser has to say about it. What does not: expectations of one
page.
"""

from collections.abc import Iterator

from playwright.sync_api import ConsoleMessage, Locator, Page, Request, Response, expect

MOST_TABS = 300

# The words by which a person knows what has the focus, and whether it can be seen that it has.
FOCUSED = """() => {
    const element = document.activeElement;
    const labels = [...(element.labels ?? [])].map((label) => label.innerText).join(" ");
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    return {
        name: element.getAttribute("aria-label") || labels || element.innerText || "",
        shows:
            (outlineStyle !== "none" && outlineWidth !== "0px") ||
            boxShadow !== "none" ||
            element.closest("svg") !== null, // a shape in a drawing shows it by its own line
        is_page: element === document.body,
    };
}"""


class Visitor:
    """Someone who visits the portal. Each step waits for what it needs, or fails."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.document: Response | None = None
        self._complaints: list[str] = []
        self._notes: list[ConsoleMessage] = []
        self._documents: set[str] = set()
        page.on("response", self._keep_document)
        page.on("console", self._keep_note)
        page.on("pageerror", lambda error: self._complaints.append(f"error: {error}"))
        page.on("requestfailed", self._keep_failure)

    def _keep_document(self, response: Response) -> None:
        if response.request.is_navigation_request():
            self.document = response
            self._documents.add(response.url)

    def _keep_note(self, note: ConsoleMessage) -> None:
        if not note.text.startswith("Clear-Site-Data header"):  # what it did of what we asked
            self._notes.append(note)

    def _keep_failure(self, request: Request) -> None:
        # A visitor who moves on stops what was still being fetched.
        if request.failure != "net::ERR_ABORTED":
            self._complaints.append(f"failed: {request.url} {request.failure}")

    def complaints(self) -> list[str]:
        """Return what the browser complained about: errors, files that failed, and what the policy stopped.

        A page that is itself an error is what a test asks for, and no complaint.
        """
        notes = [
            f"console: {note.text}"
            for note in self._notes
            if not (note.text.startswith("Failed to load resource") and note.location["url"] in self._documents)
        ]
        return [*self._complaints, *notes]

    # --- Going somewhere ---------------------------------------------------------------------------------

    def opens(self, address: str) -> None:
        """Go to an address."""
        self.page.goto(address)

    def follows(self, link: str) -> None:
        """Press the link with these words."""
        self.page.get_by_role("link", name=link).first.click()

    def goes_back(self) -> None:
        """Press the browser's back button."""
        self.page.go_back()

    def refreshes(self) -> None:
        """Load the page anew."""
        self.page.reload()

    # --- Filling in --------------------------------------------------------------------------------------

    def fills(self, label: str, text: str) -> None:
        """Type in the field with this label."""
        self.page.get_by_label(label).first.fill(text)

    def ticks(self, label: str) -> None:
        """Choose a radio button or a checkbox."""
        self.page.get_by_label(label, exact=True).check()

    def presses(self, button: str) -> None:
        """Press the button with these words."""
        self.page.get_by_role("button", name=button).first.click()

    # --- With the keyboard alone -------------------------------------------------------------------------

    def tabs_to(self, name: str) -> None:
        """Press Tab until what has these words has the focus."""
        passed = []
        for stop in self._stops():
            if name in stop:
                return
            passed.append(stop)
        raise AssertionError(f"Tab does not reach {name!r}; it passed {passed}")

    def tabs_through(self) -> list[str]:
        """Press Tab until every stop on the page was passed, and return their words."""
        return list(self._stops())

    def _stops(self) -> Iterator[str]:
        """Yield the words of each stop of Tab, up to the end of the page; each must be seen to have the focus."""
        for _press in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            focused = self.page.evaluate(FOCUSED)
            if focused["is_page"]:
                return
            assert focused["shows"], f"the focus cannot be seen on: {focused['name']}"
            yield focused["name"]

    def types(self, text: str) -> None:
        """Type where the focus is."""
        self.page.keyboard.type(text)

    def strikes(self, *keys: str) -> None:
        """Strike these keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def enters(self) -> None:
        """Strike Enter on what has the focus, and wait for the page that it leads to."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    # --- Seeing ------------------------------------------------------------------------------------------

    def sees(self, text: str) -> None:
        """Expect these words on the page."""
        expect(self.page.locator("body")).to_contain_text(text)

    def sees_no(self, text: str) -> None:
        """Expect the page without these words."""
        expect(self.page.locator("body")).not_to_contain_text(text)

    def reads_heading(self, text: str) -> None:
        """Expect this main heading."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(text)

    def part(self, selector: str) -> Locator:
        """Return the part of the page to look at."""
        return self.page.locator(selector)
