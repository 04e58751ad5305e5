"""No page shows a percentage that is not in fixtures/evidence, or shows it without the words of its base."""

import re
from itertools import product

import pytest
from django.urls import URLPattern, get_resolver, reverse
from django.utils.translation import override

from referrals.engine.case import Situation
from referrals.engine.sentences import RULES
from referrals.evidence.survey_results import survey_results
from services.models import Provider
from tests.referrals.evidence.passages import passages_of
from tests.referrals.support.journeys import ARNHEM, answer_as_employee, walk

LANGUAGES = ("nl", "en")
NEEDS = {"needs": ["training", "guidance", "own_business", "secondment"]}
PERCENTAGE = re.compile(
    r"(\d+(?:[.,]\d+)?)\s*"
    r"(?:%|procent\b|per\s?cent\b|(?:van|op|uit)\s+(?:de|elke|iedere)\s+(?:100|honderd)\b"
    r"|(?:out\s+of|of|in)\s+(?:every|each|a|the)\s+(?:100|hundred)\b)",
    re.IGNORECASE,
)
FRACTION = re.compile(
    r"\b(driekwart|een kwart|de helft|(?:een|twee) derde|(?:een|één) op de \w+"
    r"|three quarters|a quarter|half of|(?:a|one|two) thirds?|one in \w+)\b",
    re.IGNORECASE,
)
AGE = {"nl": "Deze cijfers zijn oud.", "en": "These figures are old."}
# What is no research: how far a page can be enlarged, what a median is, and the invented example on the style page.
NO_RESEARCH = re.compile(
    r"400 (procent|per cent)|\bmediaa?n\b|van de mensen in dit voorbeeld|of the people in this example"
)


def unfounded_in(html: str, language: str) -> list[str]:
    """Return the passages with a percentage or fraction that no result has with the base that stands there."""
    with override(language):
        shares = {(result.base.lower(), share) for result in survey_results().values() for share in _shares(result)}
    return [passage for passage in figures_in(html) if not _is_founded(passage, shares)]


def figures_in(html: str) -> list[str]:
    passages = (passage for passage in passages_of(html) if not NO_RESEARCH.search(passage))
    return [passage for passage in passages if PERCENTAGE.search(passage) or FRACTION.search(passage)]


def _shares(result) -> set[str]:
    return {str(one.percentage) for share in result.shares for one in (share, *share.parts)}


def _is_founded(passage: str, shares: set[tuple[str, str]]) -> bool:
    there = {share for base, share in shares if base in passage.lower()}
    return bool(there) and set(PERCENTAGE.findall(passage)) <= there


# --- The figures themselves ------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", survey_results())
def test_a_result_has_its_base_its_answers_its_year_and_its_place(code, language):
    result = survey_results()[code]

    with override(language):
        assert result.base
        assert result.answers >= 74
        assert re.search(r"20(08|09|10)", result.source)
        assert re.search(r"(tabel|tables?|paragraaf|sections?) \d", result.place)
        assert not result.title or result.title != result.base


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_result_that_is_said_in_words_has_its_base_in_the_sentence(language):
    said = [result for result in survey_results().values() if result.sentence_nl]

    with override(language):
        for result in said:
            assert result.base.lower() in result.words.lower()


def test_what_stands_under_a_row_is_part_of_it():
    for result in survey_results().values():
        for share in result.shares:
            inside = sum(part.percentage for part in share.parts)
            assert not share.parts or abs(inside - share.percentage) <= 1, "further off than rounding can be"


@pytest.mark.parametrize("code", ["wanted", "received"])
def test_the_forms_that_employees_named_are_shares_of_one_whole(code):
    assert 98 <= sum(share.percentage for share in survey_results()[code].shares) <= 102


# --- The pages -------------------------------------------------------------------------------------------


@pytest.fixture
def pages(client, example_directory):
    """Return the markup of every public page by address: also the plan, the kept plan and the employee's answer."""
    walk(client, hulp=NEEDS)
    kept = client.post(reverse("case_keep"))["Location"]
    walk(client, hulp=NEEDS)
    shown = {}
    for address in [prefix + address for address in [*_addresses(), kept] for prefix in ("", "/en")]:
        response = client.get(address)
        if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            shown[address] = response.content.decode()
    for prefix, situation in product(("", "/en"), Situation):
        answered = answer_as_employee(client, prefix, situation=situation.value, location="6811 AB")
        shown[f"{prefix}/hulp-in-de-buurt/ {situation}"] = answered.content.decode()
    return shown


def _addresses() -> list[str]:
    """Return the address of every page that needs nothing but a visitor, and one of each page about something."""
    names = {pattern.name for pattern in _patterns(get_resolver().url_patterns) if not pattern.pattern.converters}
    return [
        *sorted(reverse(name) for name in names if name),
        *(reverse("rule", args=[rule]) for rule in RULES),
        *(reverse("case_step", args=[step]) for step in ARNHEM),
        *(reverse("organisation", args=[slug]) for slug in Provider.objects.values_list("slug", flat=True)),
    ]


def _patterns(patterns) -> list[URLPattern]:
    """Return the patterns of the site, without what lies behind a sign-in."""
    found = []
    for one in patterns:
        if isinstance(one, URLPattern):
            found.append(one)
        elif not str(one.pattern).startswith(("account/", "beheer/")):
            found += _patterns(one.url_patterns)
    return found


def _language_of(address: str) -> str:
    return "en" if address.startswith("/en/") else "nl"


@pytest.mark.django_db
def test_every_figure_on_every_page_stands_in_the_evidence_and_has_its_base_beside_it(pages):
    unfounded = {address: unfounded_in(html, _language_of(address)) for address, html in pages.items()}

    assert {address: passages for address, passages in unfounded.items() if passages} == {}


@pytest.mark.django_db
def test_every_page_with_a_figure_says_how_old_it_is(pages):
    with_figures = {address for address, html in pages.items() if figures_in(html)}

    assert with_figures == {address for address, html in pages.items() if AGE[_language_of(address)] in html}
    for page, prefix in product(("/wat-kunt-u-doen/", "/casus/advies/", "/casus/bewaard/"), ("", "/en")):
        assert any(address.startswith(prefix + page) for address in with_figures), page
    assert {f"{prefix}/hulp-in-de-buurt/ redundancy" for prefix in ("", "/en")} <= with_figures


@pytest.mark.django_db
def test_the_bases_of_firms_and_of_employees_never_stand_in_one_figure(pages):
    for address, html in pages.items():
        with override(_language_of(address)):
            bases = {survey_results()[code].base.lower() for code in ("offered", "wanted", "received")}
        for passage in figures_in(html):
            assert sum(base in passage.lower() for base in bases) <= 1, passage


# --- What the check sees ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "html",
    [
        "<p>Van de werknemers zonder hulp wilde 24 procent dit (354 antwoorden).</p>",
        "<p>Van alles wat werknemers zonder hulp noemden, was 25 procent begeleiding.</p>",
        "<p>Van alles wat werknemers zonder hulp noemden, was veel begeleiding. Het was 24%.</p>",
        "<p>Driekwart is tevreden.</p>",
        "<p>Zo veel wilden dit: 24 van de 100.</p>",
        "<figure><table><caption>Hulp</caption><tr><th>Begeleiding</th><td>24%</td></tr></table></figure>",
        '<img alt="24% wilde begeleiding">',
    ],
)
def test_a_figure_without_its_base_is_noticed(html):
    assert unfounded_in(html, "nl")


@pytest.mark.parametrize(
    "html",
    [
        "<p>Van alles wat werknemers zonder hulp noemden, was <strong>24</strong> procent begeleiding.</p>",
        "<p>Driekwart van de werknemers met hulp was tevreden.</p>",
        "<figure><table><caption>Hulp <span>in procenten van de bedrijven die hielpen</span></caption>"
        "<tr><th>Scholing</th><td>57%</td></tr></table></figure>",
        "<p>Na 3 maanden, in 2010, met 100 werknemers.</p>",
        '<rect width="57%"/>',
    ],
)
def test_a_figure_with_its_base_is_let_through(html):
    assert unfounded_in(html, "nl") == []
