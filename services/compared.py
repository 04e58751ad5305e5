"""Which organisations somebody chose to compare: the key of an address that names them, and what else it keeps.

What lives here: reading and writing that. What does not: what is told of them (organisation/comparison.py), ticking
them (search/).
"""

import re
from collections.abc import Iterable
from urllib.parse import urlencode

from django.http import QueryDict

KEY = "vergelijk"
MOST = 4
# What else stands there names nothing, and no address names more of them than somebody can tick on two pages.
LONGEST_SLUG = 120
SLUG = re.compile(rf"[-a-zA-Z0-9_]{{1,{LONGEST_SLUG}}}")
MOST_READ = 40
# What the address of a search asks: it leads back to the same list.
OF_A_SEARCH = (
    "locatie", "rol", "type", "sector", "q", "nagekeken", "gebied", "werkgebied", "vak", "beeld", "pagina",
)  # fmt: skip
LONGEST_KEPT = 200


def slugs_in(query: QueryDict) -> list[str]:
    """Return the slugs that an address names, each once, in its order: one key with commas, or a key for each."""
    named = (slug.strip() for value in query.getlist(KEY) for slug in value[: MOST_READ * LONGEST_SLUG].split(","))
    return list(dict.fromkeys(filter(SLUG.fullmatch, named)))[:MOST_READ]


def search_in(query: QueryDict) -> dict[str, str]:
    """Return what an address keeps of the search that it came from."""
    kept = {key: query.get(key, "") for key in OF_A_SEARCH}
    return {key: value for key, value in kept.items() if value and len(value) <= LONGEST_KEPT}


def address(slugs: Iterable[str], **others: str) -> str:
    """Return the query of an address that names these organisations."""
    named = ",".join(slugs)
    return f"?{urlencode({**others, **({KEY: named} if named else {})}, safe=',')}"
