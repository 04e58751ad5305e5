"""Every form with bad input, in both languages: what is wrong is told in our words, without a code or a default.

What lives here: the forms of visitors, of providers and of staff, one by one, and what no page may say. What does not:
what each form does say (the tests of its package).
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path

import allauth
import django
import pytest
from babel.messages.pofile import read_po
from django.http import HttpResponse
from django.urls import reverse
from django.utils import translation

from referrals.engine.case import Contract, Need, Situation
from referrals.intake.questions import COUNTS, END_DATES, OWN_END_DATES, SERVICE
from referrals.loop.links import Purpose, token_of
from referrals.models import CaseDetails
from referrals.status import DeclineReason, Result, State
from tests.portal.page import Element, Page
from tests.referrals.support.journeys import ARNHEM, walk
from tests.referrals.support.referred import reachable_directory, referral_in

pytestmark = pytest.mark.django_db

LANGUAGES = ("nl", "en")
BAD_TEXT = "on_benefit\0"
NO_PLACES = {"p-TOTAL_FORMS": "0", "p-INITIAL_FORMS": "0"}
BAD_PLACE = {
    "p-TOTAL_FORMS": "2",
    "p-INITIAL_FORMS": "0",
    **{f"p-{number}-{name}": "on_benefit" for number in range(2) for name, *_rest in COUNTS},
    **{f"p-{number}-{name}": "2025-13-31" for number in range(2) for name in END_DATES.values()},
    "p-0-location": "Nergenshuizen",
    "p-1-location": "Bergen",
}
FOLDED_PLACE = {
    **ARNHEM["plaatsen"],
    **{f"p-0-{name}": "on_benefit" for name in SERVICE},
    **{f"p-0-{name}": "2025-13-31" for name in OWN_END_DATES.values()},
}
PAST_PLACE = {**ARNHEM["plaatsen"], "p-0-end_date": "31-12-2025"}

# --- What no page may say ----------------------------------------------------------------------------------

CODES = {code for kind in (Situation, Contract, Need, DeclineReason, Result) for code in kind if "_" in code} | {
    name for name, *_rest in COUNTS if "_" in name
}
NEVER = {
    "a code": re.compile(r"\b(" + "|".join(sorted(CODES)) + r"|R\d+-[a-z-]+|[a-z]+_[a-z_]+)\b"),
    "an ISO date": re.compile(r"\b\d{4}-\d\d-\d\d\b"),
    "a number with the wrong noun": re.compile(
        r"\b1 (mensen|medewerkers|maanden|dagen|organisaties|ontslagen|people|employees|months|days|organisations)\b"
    ),
    "a placeholder": re.compile(r"%\(|%s|\{\w*\}"),
    "a value of Python": re.compile(r"\bNone\b(?! of these)|\bTrue\b|\bFalse\b|\[\]|\{'|\['|<\w+ object"),
}


# Where the frameworks say what is wrong with a value: their folder, and in it the sources and the catalogues.
SPEAKERS = (
    (Path(django.__file__).parent, ("forms/*.py", "core/validators.py"), "conf/locale"),
    (Path(allauth.__file__).parent, ("account/adapter.py", "account/forms.py"), "locale"),
)


@cache
def defaults() -> tuple[re.Pattern[str], ...]:
    """Return what Django and allauth say of a wrong value by themselves, in both languages."""
    found = set()
    for folder, sources, locale in SPEAKERS:
        code = "".join(path.read_text() for source in sources for path in sorted(folder.glob(source)))
        said = re.sub(r'"\s*\n\s*"', "", code)
        with (folder / locale / "nl" / "LC_MESSAGES" / "django.po").open("rb") as file:
            for message in read_po(file, locale="nl"):
                forms = [
                    text for one in (message.id, message.string) for text in (one if isinstance(one, tuple) else (one,))
                ]
                if forms[0] and f'"{forms[0]}"' in said:
                    found |= set(forms)
    return tuple(_as_pattern(text) for text in found if text.endswith("."))


def _as_pattern(text: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"%\\\(\w+\\\)[sd]|%[sd]", ".+?", re.escape(text).replace(r"\%", "%")))


def told(response: HttpResponse) -> Iterator[str]:
    """Yield what a page tells: its title, and the words of its main part."""
    page = Page.read(response)
    not_told = {element.text for element in page.all("option") + page.all("textarea") + page.all("script")}
    assert page.one("title").text.strip()
    for element in (page.one("title"), page.one("main")):
        text = element.text
        for each in not_told:
            text = text.replace(each, " ")
        yield " ".join(text.split())


def faults(response: HttpResponse) -> list[str]:
    text = " ".join(told(response))
    wrong = [f"{kind}: {found.group()}" for kind, words in NEVER.items() if (found := words.search(text))]
    wrong += [f"a default: {found.group()}" for words in defaults() if (found := words.search(text))]
    return [*wrong, *out_of_sight(response)]


CLOSED = re.compile(r"<details(?![^>]*\sopen\b)[^>]*>.*?</details>", re.DOTALL)


def out_of_sight(response: HttpResponse) -> Iterator[str]:
    """Yield what is wrong and cannot be seen at once: in a part that is folded, or not told above the form."""
    html, page = response.content.decode(), Page.read(response)
    for folded in CLOSED.findall(html):
        yield from (f"folded: {one.text}" for one in errors_beside_fields(Page.read(folded)))
    above = " ".join(one.text for one in page.all("div", class_="vwnw-error-summary"))
    yield from (f"not told above: {one.text}" for one in errors_beside_fields(page) if one.text.strip() not in above)


def errors_beside_fields(page: Page) -> list[Element]:
    return [one for one in page.elements if (one.get("id") or "").endswith("_error") and one.text.strip()]


# --- The forms ---------------------------------------------------------------------------------------------


def step(slug: str, data: Mapping[str, object]) -> Callable[..., HttpResponse]:
    return lambda client: client.post(reverse("case_step", args=[slug]), data)


def at(name: str, data: Mapping[str, object], *args: str) -> Callable[..., HttpResponse]:
    return lambda client: client.post(reverse(name, args=args), data)


VISITOR = {
    "search": lambda client: client.get(
        reverse("search"), {"locatie": "Nergenshuizen", "rol": "x", "type": "y", "sector": "z", "q": "a " * 50}
    ),
    "situation, empty": step("situatie", {}),
    "situation, another code": step("situatie", {"situations": ["on_benefit_x"]}),
    "places, none": step("plaatsen", NO_PLACES),
    "places, empty": step("plaatsen", {"p-TOTAL_FORMS": "1", "p-INITIAL_FORMS": "0"}),
    "places, half a form": step("plaatsen", {}),
    "places, wrong": step("plaatsen", BAD_PLACE),
    "places, too many": step("plaatsen", {**BAD_PLACE, "p-TOTAL_FORMS": "99"}),
    "places, wrong where it is folded": step("plaatsen", FOLDED_PLACE),
    "places, past": step("plaatsen", PAST_PLACE),
    "places, control characters": step("plaatsen", {**ARNHEM["plaatsen"], "p-0-location": BAD_TEXT}),
    **{f"{slug}, empty": step(slug, {}) for slug in ("sector", "hulp", "blijven", "afstand", "budget", "overleg")},
    "sector, another code": step("sector", {"sector": BAD_TEXT}),
    "size, a word": step("omvang", {"employees_total": "on_benefit"}),
    "size, nobody": step("omvang", {"employees_total": "0"}),
    "needs, another code": step("hulp", {"needs": [BAD_TEXT, "far_from_labour_market"]}),
    "needs, at odds": step("hulp", {"needs": ["training", "none"]}),
    "stay, another code": step("blijven", {"stay_in_sector": "far_from_labour_market"}),
    "talks, another code": step("overleg", {"talks": ["works_council_x"]}),
    "employee, no place": at("employee", {}),
    "employee, another place": at("employee", {"location": BAD_TEXT}),
    **{
        f"employee, {slug}": at("employee_question", answer, "GM0202", slug)
        for slug, answer in {
            "situatie": {"situation": "on_benefit_x"},
            "laatste-dag": {"end_date": "2025-13-31"},
            "hulp": {"needs": ["x_y"]},
            "sector": {"sector": "x_y"},
        }.items()
    },
    "employee, past": at("employee_question", {"end_date": "31-12-2025"}, "GM0202", "laatste-dag"),
    "report, empty": at("report_mistake", {}, "wsp-arnhem"),
    "report, wrong": at("report_mistake", {"what": "x_y", "text": "a" * 900}, "wsp-arnhem"),
    "choose, empty": at("refer", {}),
    "choose, another": at("refer", {"providers": ["x_y"]}),
}


@pytest.fixture(autouse=True)
def directory(example_directory, time_machine):
    """Stop the clock on a Monday, with everybody reachable."""
    time_machine.move_to("2026-11-23 10:00:00+00:00", tick=False)
    reachable_directory()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("ask", VISITOR.values(), ids=VISITOR)
def test_a_visitors_form_says_what_is_wrong_in_words(client, ask, language):
    with translation.override(language):
        walk(client)
        response = ask(client)

    assert response.status_code == 200
    assert Page.read(response).one("html")["lang"] == language
    assert faults(response) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_consent_form_says_what_is_wrong_in_words(client, language):
    with translation.override(language):
        walk(client)
        client.post(reverse("refer"), {"providers": ["branche-techniek", "mobiliteit-arnhem"]})
        sent = {
            "deel-fields_to_share": ["x_y"],
            "niet-branche-techniek-left_out": ["x_y"],
            "email": "geen adres",
            "order": "x_y",
            "website": "x",
        }
        responses = [client.post(reverse("refer_consent"), data) for data in ({}, sent)]

    for response in responses:
        assert response.status_code == 200
        assert faults(response) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("referred_withdraw", {}),
        ("referred_withdraw", {"which": "x_y"}),
        ("referred_outcome", {}),
        ("referred_outcome", {"new_work": "on_benefit"}),
        ("referred_outcome", {"new_work": "999"}),
    ],
)
def test_a_form_of_the_employers_request_says_what_is_wrong_in_words(client, name, data, language):
    details = CaseDetails.objects.get(case=referral_in(State.ACCEPTED).case)
    with translation.override(language):
        response = client.post(reverse(name, args=[token_of(Purpose.EMPLOYER, details)]), data)

    assert response.status_code == 200
    assert faults(response) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("name", "state", "data"),
    [
        ("answer_decline", State.SENT, {}),
        ("answer_decline", State.SENT, {"reason": "no_capacity_x"}),
        ("answer_part", State.SEEN, {"1": "99"}),
        ("answer_consider", State.SEEN, {"until": "some_day"}),
        ("answer_ask", State.SEEN, {"codes": ["who_is_it"]}),
        ("answer_forward", State.SEEN, {}),
        ("answer_forward", State.SEEN, {"provider": "x_y"}),
        ("progress_outcome", State.IN_PROGRESS, {}),
        ("progress_outcome", State.IN_PROGRESS, {"new_work": "on_benefit"}),
        ("progress_outcome", State.IN_PROGRESS, {"new_work": "999"}),
    ],
)
def test_a_providers_form_says_what_is_wrong_in_words(client, name, state, data, language):
    purpose = Purpose.PROGRESS if name.startswith("progress") else Purpose.ANSWER
    with translation.override(language):
        response = client.post(reverse(name, args=[token_of(purpose, referral_in(state))]), data)

    assert response.status_code == 200
    assert faults(response) == []


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("account_login", {}),
        ("account_login", {"login": "niemand", "password": "verkeerd"}),
        ("account_reset_password", {}),
        ("account_reset_password", {"email": "geen adres"}),
    ],
)
def test_signing_in_says_what_is_wrong_in_words(client, name, data):
    response = client.post(reverse(name), data)

    assert response.status_code == 200
    assert faults(response) == []


@pytest.mark.parametrize("page", ["services_provider_add", "services_datedparameter_add", "regions_postcode_add"])
@pytest.mark.parametrize("value", ["", "x_y"])
def test_a_form_of_the_desk_says_what_is_wrong_without_a_default(admin_client, page, value):
    address = reverse(f"admin:{page}")
    fields = Page.read(admin_client.get(address))
    named = {element.get("name") or "" for tag in ("input", "textarea") for element in fields.all(tag)} - {""}
    data = {name: "0" if name.endswith("_FORMS") else value for name in named}
    response = admin_client.post(address, data)

    text = " ".join(Page.read(response).one("main").text.split())
    assert [found.group() for words in defaults() if (found := words.search(text))] == []


def test_these_tests_know_what_a_default_is():
    for default in (
        "Dit veld is verplicht.",
        "This field is required.",
        "Selecteer een geldige keuze. on_benefit is geen beschikbare keuze.",
        "Verstuur minimaal 1 formulier.",
    ):
        assert any(words.search(default) for words in defaults()), default
