"""The desk with a real browser: its pages are accessible, and a new editor gets through a first day without help."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, expect

from services.desk import urls
from tests.e2e.conftest import LONGEST_WAIT, SCREEN
from tests.e2e.desk_file import EXCEL, MISTAKES, ROWS, excel_file
from tests.e2e.desk_pages import NOT_A_PAGE, PAGES
from tests.e2e.inspection import AXE, faults
from tests.e2e.journeys import sets_up_app
from tests.e2e.post import Post, portal_with_post
from tests.e2e.visitor import Visitor
from tests.staff import PASSWORD

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not AXE.exists(), reason="axe is not installed: make assets"),
]

FILLED = '.venv/bin/python -m tests.e2e.fill_desk >"$VAR_DIR/desk.json"'
RECORDS, MOST_ACTIONS = 25, 3
# What has the edge of a wrong answer and is none.
LOOKS_WRONG = """() => {
    const edge = (element) => getComputedStyle(element).borderColor;
    const wrong = document.body.appendChild(document.createElement("textarea"));
    wrong.className = "utrecht-textarea utrecht-textarea--invalid";
    const fields = [...document.querySelectorAll("main :is(input, select, textarea):not([aria-invalid=true])")];
    const found = fields.filter((field) => edge(field) === edge(wrong)).map((field) => `looks wrong: ${field.name}`);
    wrong.remove();
    return found;
}"""


class Colleague(Visitor):
    """A visitor whose actions are counted: a click, a key, a field that is filled in, an address that is opened."""

    actions = 0

    def opens(self, address: str) -> None:
        self.actions += 1
        super().opens(address)

    def follows(self, link: str) -> None:
        self.actions += 1
        super().follows(link)

    def fills(self, label: str, text: str) -> None:
        self.actions += 1
        super().fills(label, text)

    def ticks(self, label: str) -> None:
        self.actions += 1
        super().ticks(label)

    def presses(self, button: str) -> None:
        self.actions += 1
        super().presses(button)

    def strikes(self, *keys: str) -> None:
        self.actions += len(keys)
        super().strikes(*keys)

    def sends(self, name: str, data: bytes) -> None:
        """Choose a file."""
        self.actions += 1
        file = {"name": name, "mimeType": EXCEL, "buffer": data}
        self.page.get_by_label("Bestand met organisaties").set_input_files(file)

    @contextmanager
    def needs_at_most(self, actions: int, what: str) -> Iterator[None]:
        """Expect that this takes no more actions, and say how many it took in how many seconds."""
        before, since = self.actions, monotonic()
        yield
        taken = self.actions - before
        print(f"{what}: {taken} actions, {monotonic() - since:.1f} seconds")
        assert taken <= actions, what


@pytest.fixture(scope="module")
def post() -> Iterator[Post]:
    """Serve a portal with something on every page of the desk, and people who work there."""
    with portal_with_post(FILLED) as post:
        yield post


@pytest.fixture
def window(chromium, post) -> Iterator[Callable[..., Colleague]]:
    """Return a function that opens a window of a browser of its own."""
    contexts = []

    def open_window(**options) -> Colleague:
        site = {"base_url": post.environment["SITE_URL"], "viewport": SCREEN, "locale": "nl-NL"}
        context = chromium.new_context(**site | options)
        context.set_default_timeout(LONGEST_WAIT)
        contexts.append(context)
        return Colleague(context.new_page())

    yield open_window
    for context in contexts:
        context.close()


# --- The pages -----------------------------------------------------------------------------------------------


def test_every_address_of_the_desk_has_a_page_in_the_list_or_a_reason():
    addresses = {pattern.name for pattern in urls.urlpatterns}

    assert {page.name for page in PAGES} | set(NOT_A_PAGE) >= addresses
    assert not {page.name for page in PAGES} & set(NOT_A_PAGE)


def test_every_page_of_the_desk_is_accessible(window, post, mistakes_in):
    about = json.loads(Path(post.environment["VAR_DIR"], "desk.json").read_text())
    members = {who: window() for who in ("manager", "editor", "nobody")}
    wrong = []
    for page in PAGES:
        member = members[page.who]
        member.page.context.add_cookies(page.cookies(about, post.environment["SITE_URL"]))
        member.page.set_viewport_size(SCREEN)
        member.page.emulate_media(color_scheme="light")
        member.opens(page.address(about))
        assert member.document.status == page.status, page.title
        page.reach(member.page)
        member.page.wait_for_load_state()  # a press may have led to another page, which is still coming
        found = [*member.page.evaluate(LOOKS_WRONG), *faults(member, mistakes_in)]
        wrong += [f"{page.title}: {fault}" for fault in found]

    assert not wrong, "\n".join(wrong)


# --- A first day ---------------------------------------------------------------------------------------------


def signs_in(member: Visitor, name: str) -> None:
    member.opens("/beheer/")
    member.fills("Gebruikersnaam", name)
    member.fills("Wachtwoord", PASSWORD)
    member.presses("Inloggen")
    comes_to_the_desk(member)


def comes_to_the_desk(member: Visitor) -> None:
    sets_up_app(member)
    assert member.part(".vwnw-codes code").count() > 0
    member.follows("Verder naar het beheer")
    member.reads_heading("Mijn regio vandaag")


def invites(manager: Visitor, address: str) -> None:
    manager.follows("Mensen")
    manager.follows("Nodig een collega uit")
    manager.fills("E-mailadres", address)
    manager.fills("Werkt bij", "UWV")
    manager.ticks("Midden-Gelderland")
    manager.presses("Verstuur de uitnodiging")
    manager.sees(f"De uitnodiging aan {address} gaat zo per mail weg.")


def comes_to_work(editor: Visitor, name: str, post: Post) -> None:
    text = post.mail_to(f"{name}@example.org").message.get_body(("plain",)).get_content()
    editor.opens(urlsplit(re.search(r"https?://\S+/beheer/uitnodiging/\S+", text)[0]).path)
    editor.reads_heading("Werk mee aan het portaal")
    editor.fills("Gebruikersnaam", name)
    editor.fills("Wachtwoord", PASSWORD)
    editor.fills("Wachtwoord, nog een keer", PASSWORD)
    editor.presses("Maak mijn account")
    comes_to_the_desk(editor)


def reports_a_mistake(reader: Visitor, slug: str) -> None:
    reader.opens(f"/organisaties/{slug}/")
    reader.follows("Meld")
    reader.ticks("Het telefoonnummer, het e-mailadres of het adres klopt niet")
    reader.presses("Meld deze fout")
    reader.reads_heading("Dank")


def corrects_a_phone_number(editor: Colleague) -> None:
    editor.follows("Organisaties")
    editor.fills("Zoek een organisatie", "werkcentrum midden")
    editor.presses("Zoek")
    editor.follows("Werkcentrum Midden-Gelderland")
    editor.follows("Wijzig de gegevens")
    editor.fills("Telefoon", "026 377 55 55")
    editor.presses("Bewaar")
    editor.reads_heading("Werkcentrum Midden-Gelderland")
    editor.sees("026 377 55 55")


def confirms_ten(editor: Colleague, keys: Sequence[str]) -> None:
    editor.follows("Vandaag")
    editor.follows("Tien kaarten op een pagina")
    cards = editor.part("[data-work]")
    expect(cards).to_have_count(10)
    if keys:
        editor.strikes(*keys)
    else:
        for card in cards.all():
            editor.actions += 1
            card.get_by_label("Klopt", exact=True).check()
    editor.presses("Bewaar deze kaarten")
    expect(editor.part("main")).to_contain_text(re.compile("(: vastgelegd.*){10}", re.DOTALL))


def takes_one_back(editor: Colleague) -> None:
    editor.presses("Maak ongedaan")
    editor.sees(": weer zoals het was.")


def agrees_with_a_reader(editor: Colleague) -> None:
    editor.follows("Voorstellen")
    editor.follows("Leerwerkloket Midden-Gelderland")
    editor.ticks("Ja, het is verwerkt")
    editor.presses("Leg vast")
    editor.sees("Leerwerkloket Midden-Gelderland: overgenomen.")


def takes_a_proposal_over(editor: Colleague) -> None:
    """Take one value over and leave the other, of what a colleague proposed."""
    editor.follows("Voorstellen")
    editor.actions += 3
    editor.part("[data-work]").filter(has_text="collega").get_by_role("link").click()
    phone, website = (
        editor.part("[data-work]").filter(has_text=text) for text in ("026 312 34 56", "werkcentrum.example")
    )
    phone.get_by_label("Neem over", exact=True).check()
    website.get_by_label("Neem niet over", exact=True).check()
    editor.actions += 1
    website.get_by_label("Waarom niet?").fill("Die site is er nog niet.")
    editor.presses("Leg vast")
    editor.sees("Werkcentrum Midden-Gelderland:")
    editor.opens("/beheer/organisaties/werkcentrum-midden-gelderland/")
    editor.sees("026 312 34 56")


def sends_a_file(editor: Colleague, name: str, data: bytes) -> None:
    editor.follows("Bestanden")
    editor.sends(name, data)
    editor.presses("Bekijk wat het doet")
    editor.reads_heading(f"Wat {name} doet")


def reads_what_is_wrong(editor: Colleague) -> None:
    told = [row.inner_text() for row in editor.part("tbody tr").all()]
    assert len(told) == len(MISTAKES)
    for row, (line, wrong) in zip(told, MISTAKES.items(), strict=True):
        assert re.match(rf"{line}\b.*{next(iter(wrong))}: \S", row, re.DOTALL), row


def finds(member: Visitor, name: str, number: int) -> None:
    """Expect so many records of that name."""
    member.opens(f"/beheer/organisaties/?q={name}")
    member.sees(f"{number} organisaties")


def opens_one_card_at_a_time(editor: Colleague, card: Locator) -> None:
    """Go through the list by keyboard: one card is open, and a folded one confirms nothing."""
    cards, open_ones = editor.part("[data-work]"), editor.part("[data-work] [data-fold][open]")
    for key, place in (("j", 1), ("j", 2), ("k", 1), ("k", 0)):
        editor.page.keyboard.press(key)
        expect(cards.nth(place).locator("[data-fold][open]")).to_have_count(1)
        expect(open_ones).to_have_count(1)
    card.locator("summary").press("Enter")
    expect(open_ones).to_have_count(0)
    editor.page.keyboard.press("1")
    expect(open_ones).to_have_count(1)
    editor.sees_no(": gecontroleerd.")


def confirms_by_keyboard(editor: Colleague) -> None:
    """Confirm records that nobody ever checked, one after the other, with one that is taken back first."""
    editor.follows("Vandaag")
    editor.actions += 1
    editor.page.get_by_text("Kies welk deel u ziet").click()
    editor.follows("nooit gecontroleerd:")
    card = editor.part("[data-work]:focus")
    told = editor.part("main h2").filter(has_text="vragen aandacht")
    before = int(told.inner_text().split()[0])
    opens_one_card_at_a_time(editor, card)
    for key, words in (("1", ": gecontroleerd."), ("z", ": weer zoals het was.")):
        editor.strikes(key)
        editor.sees(words)
    for _record in range(RECORDS):
        name = card.locator("h3").inner_text()
        editor.strikes("1")
        editor.sees(f"{name}: gecontroleerd.")
    assert int(told.inner_text().split()[0]) == before - RECORDS


def test_a_new_editor_gets_through_a_first_day(window, post):
    manager, editor, reader = window(), window(), window(java_script_enabled=False)
    signs_in(manager, "mina")
    with manager.needs_at_most(6, "inviting a colleague"):
        invites(manager, "anna@example.org")
    with editor.needs_at_most(9, "coming to work"):
        comes_to_work(editor, "anna", post)
    editor.sees("organisaties vragen aandacht")
    editor.sees_no("Werkcentrum Groot Amsterdam")

    with editor.needs_at_most(7, "correcting a phone number"):
        corrects_a_phone_number(editor)
    with editor.needs_at_most(23, "confirming ten"):
        confirms_ten(editor, ["1", "j"] * 10)
    with editor.needs_at_most(1, "taking one back"):
        takes_one_back(editor)
    reports_a_mistake(reader, "leerwerkloket-midden-gelderland")
    with editor.needs_at_most(4, "agreeing with a reader"):
        agrees_with_a_reader(editor)

    with editor.needs_at_most(7, "deciding on a proposal"):
        takes_a_proposal_over(editor)

    with editor.needs_at_most(3, "a file with mistakes"):
        sends_a_file(editor, "loketten.xlsx", excel_file(MISTAKES))
        reads_what_is_wrong(editor)
        editor.sees("Er is niets gewijzigd.")
    finds(manager, "ingelezen", 0)
    with editor.needs_at_most(4, "the file without mistakes"):
        sends_a_file(editor, "loketten.xlsx", excel_file())
        editor.presses(f"Lees in: {ROWS} nieuw")
        editor.sees("loketten.xlsx is ingelezen.")
    finds(manager, "ingelezen", ROWS)
    with editor.needs_at_most(1, "taking the file back"):
        editor.presses("Maak het inlezen ongedaan")
        editor.sees(f"Ongedaan gemaakt bij {ROWS} organisaties.")
    finds(manager, "ingelezen", 0)

    with editor.needs_at_most(MOST_ACTIONS * RECORDS, f"confirming {RECORDS} by keyboard"):
        confirms_by_keyboard(editor)
    editor.follows("Ik")
    editor.sees("redacteur: Midden-Gelderland; alle soorten")
    assert [visitor.complaints() for visitor in (manager, editor, reader)] == [[], [], []]


def test_a_new_editor_needs_no_javascript(window, post):
    manager, editor = window(java_script_enabled=False), window(java_script_enabled=False)
    signs_in(manager, "mark")
    invites(manager, "bob@example.org")
    comes_to_work(editor, "bob", post)

    confirms_ten(editor, [])
    takes_one_back(editor)
