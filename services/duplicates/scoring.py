"""Whether two records are likely the same organisation, with every reason for and against it.

What lives here: the judgement, on plain values. What does not: which records are compared at all (blocks.py).

Each thing that two records share or differ in has its points; from 50 in all they are a likely double. What more than
two records share counts for less: a number that twenty branches have tells none of them from the others. A desk of
another sector or another region is another desk, whatever else it shares. See docs/decisions/doubles-by-points.md.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from rapidfuzz.distance import OSA

from regions.geo import distance_from
from services.duplicates.names import likeness, weights
from services.duplicates.record import Record

LIKELY = 50
HIGHEST = 100

SAME_NAME_FROM, ALIKE_FROM = 0.999, 0.7
SAME_TOWN_KM, OTHER_TOWN_KM = 2.0, 5.0


class Reason(TextChoices):
    """What two records share, or differ in."""

    SAME_NAME = "same_name", _("dezelfde naam")
    NAME_ALIKE = "name_alike", _("bijna dezelfde naam")
    OTHER_NAME = "other_name", _("een andere naam")
    SAME_PHONE = "same_phone", _("hetzelfde telefoonnummer")
    OTHER_PHONE = "other_phone", _("een ander telefoonnummer")
    SAME_MAIL = "same_mail", _("hetzelfde e-mailadres")
    OTHER_MAIL = "other_mail", _("een ander e-mailadres")
    SAME_WEBSITE = "same_website", _("dezelfde website")
    OTHER_WEBSITE = "other_website", _("een andere website")
    SAME_DOOR = "same_door", _("dezelfde postcode met huisnummer")
    SAME_TOWN = "same_town", _("dezelfde plaats")
    OTHER_TOWN = "other_town", _("een andere plaats")
    SAME_TYPE = "same_type", _("dezelfde soort")
    OTHER_TYPE = "other_type", _("een andere soort")
    SHARED_AREA = "shared_area", _("een werkgebied dat overlapt")


POINTS = {
    Reason.SAME_NAME: 45,
    Reason.OTHER_NAME: -8,
    Reason.SAME_PHONE: 40,
    Reason.OTHER_PHONE: -6,
    Reason.SAME_MAIL: 40,
    Reason.OTHER_MAIL: -6,
    Reason.SAME_WEBSITE: 20,
    Reason.OTHER_WEBSITE: -10,
    Reason.SAME_DOOR: 30,
    Reason.SAME_TOWN: 5,
    Reason.OTHER_TOWN: -45,
    Reason.SAME_TYPE: 8,
    Reason.OTHER_TYPE: -20,
    Reason.SHARED_AREA: 5,
}
NAME_HARDLY_ALIKE = 15  # from here up to those of the same name


class Verdict(NamedTuple):
    """How likely two records are the same, from 0 to 100, and why: what weighs most comes first."""

    score: int
    why: tuple[Reason, ...]

    @property
    def is_likely(self) -> bool:
        """Return whether somebody should look at the two."""
        return self.score >= LIKELY


class Judge:
    """Judges pairs of some records: how common a word, a number or a host is among them counts."""

    def __init__(self, records: Collection[Record]) -> None:
        self._weigh = weights(record.words for record in records)
        self._shared = {key: Counter(getattr(record, key) for record in records) for key in _KEYS}

    def verdict(self, first: Record, second: Record) -> Verdict:
        """Return how likely two records are the same organisation."""
        if _is_apart(first.sectors, second.sectors) or _is_apart(first.municipalities, second.municipalities):
            return Verdict(0, ())
        found = dict(self._evidence(first, second))
        why = sorted(found, key=lambda reason: -abs(found[reason]))
        return Verdict(min(max(round(sum(found.values())), 0), HIGHEST), tuple(why))

    def _evidence(self, first: Record, second: Record) -> Iterator[tuple[Reason, float]]:
        """Yield every reason with its points."""
        yield self._of_names(first, second)
        for key, (same, other) in _KEYS.items():
            one, another = getattr(first, key), getattr(second, key)
            if one and one == another:
                yield same, POINTS[same] * 2 / max(self._shared[key][one], 2)
            elif one and another and other:
                yield other, POINTS[other]
        yield from ((reason, POINTS[reason]) for reason in _of_place_and_type(first, second))

    def _of_names(self, first: Record, second: Record) -> tuple[Reason, float]:
        alike = likeness(first.words, second.words, self._weigh)
        if alike >= SAME_NAME_FROM:
            return Reason.SAME_NAME, POINTS[Reason.SAME_NAME]
        if alike < ALIKE_FROM:
            return Reason.OTHER_NAME, POINTS[Reason.OTHER_NAME]
        step = (POINTS[Reason.SAME_NAME] - NAME_HARDLY_ALIKE) / (1 - ALIKE_FROM)
        return Reason.NAME_ALIKE, NAME_HARDLY_ALIKE + (alike - ALIKE_FROM) * step


# What is the same or not, by the name of the value. Another house number is judged as another town, or not at all.
_KEYS: dict[str, tuple[Reason, Reason | None]] = {
    "dialled": (Reason.SAME_PHONE, Reason.OTHER_PHONE),
    "mail": (Reason.SAME_MAIL, Reason.OTHER_MAIL),
    "host": (Reason.SAME_WEBSITE, Reason.OTHER_WEBSITE),
    "door": (Reason.SAME_DOOR, None),
}


def _of_towns(first: Record, second: Record) -> Reason | None:
    """Return whether two records are in one town: by their position, else by the name of the town."""
    if first.door and first.door == second.door:
        return None  # said already
    if first.position and second.position:
        kilometres = distance_from(*first.position)(*second.position)
        if kilometres > OTHER_TOWN_KM:
            return Reason.OTHER_TOWN
        if kilometres <= SAME_TOWN_KM:
            return Reason.SAME_TOWN
    if not first.town or not second.town:
        return None
    is_same = OSA.distance(first.town, second.town, score_cutoff=1) <= 1
    return Reason.SAME_TOWN if is_same else Reason.OTHER_TOWN


def _of_place_and_type(first: Record, second: Record) -> Iterator[Reason]:
    if reason := _of_towns(first, second):
        yield reason
    yield Reason.SAME_TYPE if first.type == second.type else Reason.OTHER_TYPE
    if first.municipalities and second.municipalities:
        yield Reason.SHARED_AREA


def _is_apart(first: frozenset | None, second: frozenset | None) -> bool:
    """Return whether two records each name some, and none of the same."""
    return bool(first and second) and first.isdisjoint(second)
