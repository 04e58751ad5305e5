"""What of a record is compared with others, in the one form in which it is compared.

What lives here: the value, made from the fields of a provider. What does not: reading them (finding.py).
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from urllib.parse import urlsplit

from notation.characters import folded
from services.duplicates.names import words_of
from services.phone_numbers import link_of

_HOUSE_NUMBER = re.compile(r"[^\W\d_]{2,}\W*(\d+)")  # behind a word: of "2e Dorpsstraat 12-3" it is 12
_NOT_A_LETTER = re.compile(r"[\W_]+")

Position = tuple[float, float]


@dataclass(frozen=True)
class Record:
    """The fields of a provider that can give away that it is the same as another.

    `areas` are the codes of its work area, as stored, and `municipalities` those that they hold: none where it is not
    known or the whole country, since that tells it from nobody.
    """

    id: int
    name: str
    type: str
    sectors: frozenset[str] = frozenset()
    street: str = ""
    postcode: str = ""
    city: str = ""
    position: Position | None = None
    email: str = ""
    phone: str = ""
    website: str = ""
    areas: frozenset[str] = frozenset()
    municipalities: frozenset[int] | None = None

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Return the words of its name that say something."""
        return words_of(self.name)

    @cached_property
    def dialled(self) -> str:
        """Return its phone number, however it is written; empty where it has none."""
        return link_of(self.phone)

    @cached_property
    def mail(self) -> str:
        """Return its mail address without capitals."""
        return self.email.strip().casefold()

    @cached_property
    def host(self) -> str:
        """Return the host of its website, without www."""
        return (_host(self.website) or "").removeprefix("www.")

    @cached_property
    def door(self) -> str:
        """Return its postcode with the house number; empty without either, and for a postcode without letters."""
        number = _HOUSE_NUMBER.findall(self.street)
        return f"{self.postcode.upper()} {number[-1]}" if len(self.postcode) == 6 and number else ""

    @cached_property
    def town(self) -> str:
        """Return its town as it is compared."""
        return _NOT_A_LETTER.sub("", folded(self.city))

    @cached_property
    def digest(self) -> str:
        """Return the digest of all that is compared: the same as long as no such field changes."""
        sets: tuple[Collection[str], ...] = (self.sectors, self.areas)
        compared = (self.words, self.type, self.dialled, self.mail, self.host, self.door, self.town, self.position)
        return sha256(repr((*compared, *map(sorted, sets))).encode("utf-8", "surrogatepass")).hexdigest()


def digest_of(first: Record, second: Record) -> str:
    """Return the digest of all that was compared of two records."""
    return sha256(f"{first.digest} {second.digest}".encode()).hexdigest()


def _host(website: str) -> str | None:
    try:
        return urlsplit(website).hostname
    except ValueError:  # brackets that are no address, in a record of before it was asked for
        return None
