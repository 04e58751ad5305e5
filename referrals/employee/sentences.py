"""Every sentence of the employee's way, by name, in the reader's language.

What lives here: reading fixtures/employee/sentences.toml once a process, and saying one sentence. What does not: which
sentence is said when (nearest_help.py, page.py, the templates). They stand in one file, apart from the words of the
portal, because this way is to be read in more languages than the rest of it.
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.functional import lazy

from services.language import reader_language

DUTCH = "nl"


def say(sentence: str, /, **values: object) -> str:
    """Return the sentence of this name with its values, in Dutch where the reader's language has none."""
    texts = sentences()[sentence]
    return texts.get(reader_language(), texts[DUTCH]).format(**values)


def say_count(name: str, count: int) -> str:
    """Return the sentence of this name about so many."""
    return say(f"{name}.{'one' if count == 1 else 'other'}", count=count)


say_later = lazy(say, str)


def is_known(name: str) -> bool:
    """Return whether there is a sentence of this name."""
    return name in sentences()


@cache
def sentences() -> Mapping[str, Mapping[str, str]]:
    """Return every sentence by its name (`steps.sign.title`), each by language."""
    path = settings.FIXTURES_DIR / "employee" / "sentences.toml"
    return dict(_named(tomllib.loads(path.read_text(encoding="utf-8")), ""))


def _named(table: dict[str, Any], name: str) -> Iterator[tuple[str, dict[str, str]]]:
    if DUTCH in table:
        yield name, table
        return
    for part, inside in table.items():
        yield from _named(inside, f"{name}.{part}" if name else part)
