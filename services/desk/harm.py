"""What goes wrong while a record is not looked at: what depends on it, as a number for the order and in words.

What lives here: those. What does not: why a record asks for attention (reasons.py), the count of places and of who is
alone there (coverage/dependence.py), what apps above count (registry.py).
"""

from collections.abc import Mapping
from datetime import date

from services.coverage.dependence import Dependence, counted
from services.desk.registry import counters

# How much a role in which nobody else helps in a municipality counts beside that municipality.
ALONE = 5
NOTHING = Dependence()


class Harm:
    """What depends on records on a day: places, and what apps above count now."""

    def __init__(self, on: date) -> None:
        self._places: Mapping[int, Dependence] = counted(on).dependence
        self._counted = [(counter, counter.count()) for counter in counters]

    def of(self, key: int, urgency: int) -> int:
        """Return how bad it is to leave a record: what depends on it times how urgent it is. Never nothing."""
        places = self._places.get(key, NOTHING)
        others = sum(counter.weight * numbers.get(key, 0) for counter, numbers in self._counted)
        return urgency * (1 + places.municipalities + ALONE * places.alone_as + others)

    def in_words(self, key: int) -> str:
        """Return what depends on a record in a sentence; empty where nothing is known to."""
        places = self._places.get(key, NOTHING)
        depends = [municipalities(places.municipalities)] if places.municipalities else []
        depends += [counter.in_words(numbers[key]) for counter, numbers in self._counted if numbers.get(key)]
        if not depends:
            return ""
        hangs = "hangt" if len(depends) == 1 and depends[0].startswith("1 ") else "hangen"
        alone = f"; in {municipalities(places.alone_in)} is er niemand anders" if places.alone_in else ""
        return f"{' en '.join(depends)} {hangs} hiervan af{alone}."


def municipalities(number: int) -> str:
    """Return a number of municipalities in words."""
    return "1 gemeente" if number == 1 else f"{number} gemeenten"
