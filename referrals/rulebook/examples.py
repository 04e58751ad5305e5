"""The worked examples of the rules: small cases with the answer that they must give.

What lives here: reading them. What does not: the examples themselves, which stand in fixtures/rule_examples/. The suite
holds the rules to the same files, so that what staff and visitors read is what is tested.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Example:
    """One case that shows a rule at work (`applies`) or just not. The title is Dutch."""

    name: str
    title: str
    rule: str
    applies: bool
    case: Mapping[str, Any]


@cache
def examples() -> tuple[Example, ...]:
    """Return every example, by name, read once a process."""
    return tuple(
        Example(path.stem, data["title"], data["rule"], data["applies"], data["case"])
        for path in sorted(settings.EXAMPLES_DIR.glob("*.toml"))
        for data in [tomllib.loads(path.read_text(encoding="utf-8"))]
    )
