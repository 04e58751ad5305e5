"""Measuring texts tells of each place how plain it was and is, and of each new text how long and how passive it is."""

import importlib.util
import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"


@pytest.fixture(scope="module")
def measure():
    """The script as a module: scripts/ is no package, and it imports what stands beside it."""
    sys.path.insert(0, str(SCRIPTS))
    specification = importlib.util.spec_from_file_location("measure_texts", SCRIPTS / "measure_texts.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    sys.path.remove(str(SCRIPTS))
    return module


@pytest.fixture
def tree(tmp_path):
    """Return what makes a tree with texts in a page, a data file and a rule."""

    def make(name: str, page: str, fact: str, rule: str) -> Path:
        root = tmp_path / name
        for folder in ("locale/en/LC_MESSAGES", "fixtures/law", "referrals/engine"):
            (root / folder).mkdir(parents=True)
        (root / "locale/en/LC_MESSAGES/django.po").write_text(
            f'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8"\n\n#: page.html:1\nmsgid "{page}"\nmsgstr ""\n'
        )
        (root / "fixtures/law/facts.toml").write_text(f'nl = "{fact}"\nen = "Something in English."\n')
        (root / "referrals/engine/sentences.py").write_text(
            f'BEGIN = Bilingual("Dat is zo.", "So it is.")\nRULE = Bilingual(f"{{BEGIN.nl}} {rule}", "English.")\n'
        )
        return root

    return make


def test_each_place_with_a_new_text_is_told_before_and_after_with_the_text(measure, tree):
    before = measure.dutch_texts(tree("before", "U kiest een dag.", "Een feit.", "Er wordt door ons gewerkt."))
    after = measure.dutch_texts(tree("after", "U kiest zelf een dag.", "Een feit.", "Wij werken."))

    lines = [" ".join(line.split()) for line in measure.measures(before, after) if line]

    assert lines == [
        "sentences mean words longest passive",
        "all before 4 3.5 5 25.0%",
        "all after 4 3.0 5 0.0%",
        "page.html",
        "before 1 4.0 4 0.0%",
        "after 1 5.0 5 0.0%",
        "5 words, 0 passive U kiest zelf een dag.",
        "referrals/engine/sentences.py",
        "before 2 4.0 5 50.0%",
        "after 2 2.5 3 0.0%",
        "2 words, 0 passive Wij werken.",
    ]


def test_a_place_that_is_new_had_nothing_before(measure, tree):
    after = measure.dutch_texts(tree("after", "U kiest een dag.", "Een feit.", "Wij werken."))

    lines = [" ".join(line.split()) for line in measure.measures([], after)]

    assert lines[1] == "all before 0"
    assert lines[lines.index("facts.toml") + 1] == "before 0"


def test_english_is_not_measured(measure, tree):
    texts = measure.dutch_texts(tree("after", "U kiest een dag.", "Een feit.", "Wij werken."))

    assert not [text for text in texts if "English" in text.text]
