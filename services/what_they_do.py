"""What a provider does for who asks for help, in one sentence by its type and roles.

What lives here: choosing the sentence. What does not: the sentences (fixtures/catalogue/what_they_do.toml).
"""

import tomllib
from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

from django.conf import settings

from services import wording
from services.catalogue import TypeEntry
from services.language import in_own_language
from services.models import Role


def what_it_does(kind: TypeEntry, roles: Collection[Role]) -> str:
    """Return the sentence in the reader's language; of a type that has none, its description or its situations."""
    told: Mapping[str, Any] = _sentences().get(kind.code, {})
    if len(roles) == 1:
        told = told.get(next(iter(roles)).value, told)
    if told:
        return in_own_language(told["nl"], told["en"])
    return kind.description or wording.situations_in_words(roles)


@cache
def _sentences() -> Mapping[str, Any]:
    file = settings.FIXTURES_DIR / "catalogue" / "what_they_do.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
