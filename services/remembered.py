"""What was found in the directory before, for as long as no provider changes.

What lives here: caching by all that an answer depends on. What does not: the answers (search/facets.py,
reply_times.py, coverage/gaps.py). Of what a reader typed, a digest is kept only.
"""

from collections.abc import Callable
from hashlib import sha256
from typing import TypeVar

from django.core.cache import cache

from regions.versions import current_versions

Answer = TypeVar("Answer")


def remembered(name: str, depends_on: tuple[object, ...], answer: Callable[[], Answer]) -> Answer:
    """Return the answer of this name, found now where it is not known for these data and what else it depends on.

    A key has one length, and characters that every cache takes.
    """
    exactly = repr((current_versions(), depends_on)).encode("utf-8", "surrogatepass")
    key = f"{name}-{sha256(exactly).hexdigest()}"
    found = cache.get(key)
    if found is None:
        found = answer()
        cache.set(key, found)
    return found
