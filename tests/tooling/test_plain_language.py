"""The check of plain language finds what is hard to read, and every text of the site passes it."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "scripts" / "check_plain_language.py"


@pytest.fixture(scope="module")
def plain():
    """The script as a module: scripts/ is no package."""
    specification = importlib.util.spec_from_file_location("check_plain_language", SCRIPT)
    module = importlib.util.module_from_spec(specification)
    sys.modules[specification.name] = module
    specification.loader.exec_module(module)
    return module


@pytest.fixture
def problems(plain):
    """Return the problems of one text."""
    limits = plain.read_limits(ROOT / "scripts" / "plain_language.toml")
    return lambda text, language="nl": list(plain.problems_in(plain.Text(language, "hier", text), limits[language]))


def test_every_text_of_the_site_is_plain():
    result = subprocess.run(
        [sys.executable, "scripts/check_plain_language.py"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert result.returncode == 0, result.stdout


def test_a_plain_text_passes(problems):
    assert problems("Stopt uw werk? Beantwoord een paar vragen. U ziet daarna wie u helpt aan ander werk.") == []


def test_a_sentence_of_more_than_twenty_words_is_too_long(problems):
    sentence = " ".join(["woord"] * 21) + "."

    assert problems(f"Kort. {sentence}") == [f"hier: 21 words, at most 20: {sentence}"]


def test_two_sentences_of_twenty_words_are_not_too_long(problems):
    sentence = " ".join(["woord"] * 20) + "."

    assert problems(f"{sentence} {sentence}") == []


def test_markup_counts_for_no_words(problems):
    assert problems("<strong class='a b c d'>" + " ".join(["woord"] * 20) + "</strong>") == []


def test_one_passive_passes_and_a_second_one_does_not(problems):
    assert problems("De gegevens worden elk jaar gecontroleerd.") == []

    (problem,) = problems("De gegevens worden gecontroleerd en daarna worden zij door ons bewaard.")
    assert "2 passives" in problem


def test_become_without_a_participle_is_no_passive(problems):
    assert problems("Het wordt laat, en dan wordt het donker.") == []


@pytest.mark.parametrize(
    ("language", "text", "plain_word"),
    [
        ("nl", "Meld dit indien nodig.", "als"),
        ("nl", "U dient te bellen.", "moet"),
        ("nl", "Ten behoeve van uw mensen.", "voor"),
        ("en", "Utilise the form.", "use"),
        ("en", "Call prior to the day.", "before"),
    ],
)
def test_a_hard_word_is_named_with_its_plain_alternative(problems, language, text, plain_word):
    (problem,) = problems(text, language)

    assert f"but '{plain_word}'" in problem


def test_a_hard_word_inside_another_word_does_not_count(problems):
    assert problems("De kostenindiening en de echterlijke ruzie.") == []


def test_the_average_over_all_texts_is_limited(plain):
    limits = plain.Limits(most_words=20, mean_words=5, most_passives=1, passive_share=0.1, instead={})
    texts = [plain.Text("nl", "hier", "Dit is een zin van acht hele woorden.")]

    assert list(plain.problems_of_all(texts, limits)) == ["nl: 8.0 words in a sentence on average, at most 5"]


def test_passives_are_limited_over_all_texts(plain):
    limits = plain.Limits(most_words=20, mean_words=15, most_passives=1, passive_share=0.4, instead={})
    texts = [plain.Text("nl", "hier", "Dit wordt bewaard. Dat niet.")]

    assert list(plain.problems_of_all(texts, limits)) == ["nl: 50.0% of the sentences is passive, at most 40.0%"]


def test_no_english_text_asks_a_question_where_it_means_if(plain):
    literal = [
        text.text for text in plain.all_texts() if text.language == "en" and re.search(r"\?\s+Then\b", text.text)
    ]

    assert literal == []


@pytest.mark.parametrize("count", ["maand", "dag", "organisatie", "mens", "medewerker"])
def test_a_number_never_stands_before_a_noun_that_does_not_know_it(plain, count):
    """`%(n)d maand` and `{n} maanden` are wrong for some n: a text with a number has both forms, or names none."""
    plural = re.compile(r"\{\w+\} (maanden|dagen|organisaties|mensen)\b")
    rules = [text.text for text in plain.texts_of_rules() if text.language == "nl"]

    assert [text for text in rules if plural.search(text) or re.search(rf"\{{\w+\}} {count}\b", text)] == []
