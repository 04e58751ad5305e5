"""Every sentence of the employee's way stands in one file: in each language, said somewhere, and nowhere else."""

import re
from pathlib import Path
from string import Formatter

import pytest
from django.conf import settings
from django.utils.translation import override

from referrals.employee.sentences import say, say_count, sentences

ROOT = Path(settings.FIXTURES_DIR).parent
TEMPLATES = sorted((ROOT / "templates" / "referrals" / "employee").glob("*.html"))
PYTHON = sorted((ROOT / "referrals" / "employee").glob("*.py"))
A_CLASS, A_COMMENT = r"{% block body_class %}.*?{% endblock %}", r"{% comment %}.*?{% endcomment %}"
NO_TEXT = re.compile(rf"{A_CLASS}|{A_COMMENT}|{{[%#{{].*?[%#}}]}}|<[^>]*>", re.DOTALL)
# Sentences whose name is put together: by what the rules, the forms and the steps are called.
PUT_TOGETHER = re.compile(r'say(?:_later)?\(\s*f"([^"]+)"')


def values_in(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in Formatter().parse(text) if name}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_of_this_way_holds_a_sentence_of_its_own(path):
    markup = path.read_text(encoding="utf-8")

    assert "translate" not in re.sub(r"{% translated_url[^%]*%}", "", markup)
    assert re.findall(r"\w+", NO_TEXT.sub("", markup)) == []


@pytest.mark.parametrize("path", PYTHON, ids=lambda path: path.name)
def test_no_code_of_this_way_holds_a_sentence_of_its_own(path):
    assert "gettext" not in path.read_text(encoding="utf-8")


def test_every_sentence_is_there_in_each_language_with_the_same_values():
    languages = {code for code, _name in settings.LANGUAGES}

    for name, texts in sentences().items():
        assert texts.keys() >= languages, name
        assert all(texts.values()), name
        assert len({frozenset(values_in(text)) for text in texts.values()}) == 1, name


def test_every_sentence_is_said_somewhere():
    sources = " ".join(path.read_text(encoding="utf-8") for path in [*TEMPLATES, *PYTHON])
    patterns = [
        re.compile(re.sub(r"{[^}]*}", ".+", re.escape(name).replace(r"\{", "{").replace(r"\}", "}")))
        for name in PUT_TOGETHER.findall(sources)
    ]
    known = [name.removesuffix(".one").removesuffix(".other") for name in sentences()]

    unsaid = [name for name in known if f'"{name}"' not in sources and not any(one.fullmatch(name) for one in patterns)]

    # Said by the type of an organisation.
    assert [name for name in unsaid if not name.startswith("helpers.what.")] == []


def test_a_language_that_has_not_all_yet_is_read_in_dutch():
    with override("pl"):
        assert say("questions.next") == "Volgende"


def test_one_and_more_are_said_apart():
    assert say_count("helpers.more", 1) == "Er is nog 1 andere organisatie."
    assert say_count("helpers.more", 2) == "Er zijn nog 2 andere organisaties."
