"""What two changed of one record, for who has to choose: a row each, with what was, what they made of it, and you.

What lives here: the rows, and reading a choice. What does not: the joining (upkeep/joining.py), saving (saving.py).
"""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from django.http import QueryDict

from services.desk.saving import Clashing
from services.desk.told_words import members_in_words, unit_in_words, unit_label, units_of
from services.desk.word_marks import Piece, marked
from services.models import RecordChange
from services.upkeep.history import moment_of, name_of
from services.upkeep.joining import OWN, THEIRS, UNITS, WAS, YOURS, Choices, Clash

PREFIX, OWN_PREFIX = "keuze-", "zelf-"
# Of these the words that differ are marked.
TEXTS = ("description_nl", "description_en", "source")
# What is chosen by typing it anew, where none of the values will do.
TYPED_ANEW = ("name", "min_redundancies", "phone", "email", "website", "opening_hours", *TEXTS)
NO_CHOICE = "Kies wat er moet staan."


class Side(NamedTuple):
    """One of the values to choose from; of a text with what differs from what it was."""

    column: str
    code: str
    words: str
    is_chosen: bool
    pieces: Sequence[Piece] = ()


class Own(NamedTuple):
    """What somebody types where none of the values will do: it begins with theirs."""

    name: str
    text: str
    is_long: bool
    is_chosen: bool
    code: str = OWN


class Member(NamedTuple):
    """One change of a list, which is kept or not."""

    code: str
    words: str
    who: str
    is_kept: bool


class Row(NamedTuple):
    """One thing that both changed."""

    unit: str
    label: str
    who: str
    sides: Sequence[Side]
    own: Own | None
    members: Sequence[Member]
    was: str
    error: str

    @property
    def name(self) -> str:
        """Return the name of its choice in the form."""
        return f"{PREFIX}{self.unit}"


class Deed(NamedTuple):
    """What somebody else stored meanwhile."""

    who: str
    when: str
    what: str


def rows_of(clashing: Clashing, *, is_asked: bool) -> list[Row]:
    """Return the rows of a conflict; where somebody was asked before, one without a choice is an error."""
    return [_row(clash, clashing, is_asked=is_asked) for clash in clashing.joined.clashes]


def deeds_of(since: Sequence[RecordChange]) -> list[Deed]:
    """Return who stored what meanwhile, first thing first."""
    found = [
        Deed(name_of(row.change_set), moment_of(row.change_set), ", ".join(map(unit_label, units_of(row.after))))
        for row in reversed(since)
    ]
    return [deed for deed in found if deed.what]


def choices_in(sent: QueryDict) -> Choices:
    """Return what was chosen at each clash that was asked about."""
    return {unit: sent.getlist(f"{PREFIX}{unit}") for unit in UNITS if f"{PREFIX}{unit}" in sent}


def own_in(sent: QueryDict) -> Mapping[str, str]:
    """Return what was typed at each clash that was asked about."""
    return {unit: sent[f"{OWN_PREFIX}{unit}"] for unit in TYPED_ANEW if f"{OWN_PREFIX}{unit}" in sent}


def _row(clash: Clash, clashing: Clashing, *, is_asked: bool) -> Row:
    who = _who_changed(clash.unit, clashing.since)
    choice = clashing.choices.get(clash.unit, ())
    was = unit_in_words(clash.unit, clash.was)
    words = members_in_words(clash.unit, [change.member for change in clash.members])
    members = [
        Member(
            change.key,
            f"{'erbij' if change.is_added else 'eraf'}: {words[change.member]}",
            "u" if change.is_yours else who,
            change.key in choice if choice else True,
        )
        for change in clash.members
    ]
    error = NO_CHOICE if is_asked and clash.unit in clashing.open else ""
    sides = () if members else _sides(clash, who, choice)
    own = _own(clash.unit, clashing, choice) if clash.unit in TYPED_ANEW else None
    return Row(clash.unit, unit_label(clash.unit), who, sides, own, members, was, error)


def _sides(clash: Clash, who: str, choice: Collection[str]) -> list[Side]:
    columns = (("Was", WAS), (f"Van {who}", THEIRS), ("Van u", YOURS))
    sides = [
        Side(column, code, unit_in_words(clash.unit, getattr(clash, code)), code in choice) for column, code in columns
    ]
    if clash.unit not in TEXTS:
        return sides
    was, *others = sides
    before = clash.was[clash.unit]
    return [was, *(side._replace(pieces=marked(before, getattr(clash, side.code)[clash.unit])) for side in others)]


def _own(unit: str, clashing: Clashing, choice: Collection[str]) -> Own:
    return Own(f"{OWN_PREFIX}{unit}", clashing.typed[unit], unit in TEXTS, OWN in choice)


def _who_changed(unit: str, since: Sequence[RecordChange]) -> str:
    """Return who changed something last."""
    return next((name_of(row.change_set) for row in since if unit in units_of(row.after)), "een ander")
