"""What happened to a record, for people to read: who changed which field when, from what to what.

What lives here: changes grouped by sitting, and their words. What does not: taking one back (undoing.py), the rows
(models/history.py).
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.utils import timezone

from notation.dates import date_in_words
from services import phone_numbers
from services.models import ActingAs, ChangeSet, Provider, RecordChange, Verb
from services.practical import hours, languages
from services.practical.capacity import Capacity
from services.practical.visiting import cost_in_words, wheelchair_in_words
from services.upkeep.record import DATES, WHOLE_RECORD, Value

# Changes by one person to one record with less time between them are one sitting.
SITTING = timedelta(minutes=30)


class FieldChange(NamedTuple):
    """One field of a record: its name and label, what it was and what it became, in words."""

    name: str
    label: str
    was: str
    became: str


class Act(NamedTuple):
    """One change set, as it was for one record: the one that is asked about, or one that was merged into it."""

    change_set: ChangeSet
    slug: str
    what: str
    at: datetime
    adds_record: bool
    fields: Sequence[FieldChange]


class Sitting(NamedTuple):
    """What one person did to a record without getting up, last first."""

    who: str
    acts: Sequence[Act]

    @property
    def began_at(self) -> datetime:
        """Return when the first of it was done."""
        return self.acts[-1].at


def sittings_of(provider: Provider) -> list[Sitting]:
    """Return what happened to a record since its history is kept, and to what was merged into it, last first."""
    found: list[Sitting] = []
    keys = [provider.pk, *(record.pk for record in provider.absorbed)]
    rows = RecordChange.objects.filter(provider__in=keys).select_related("change_set__by")
    for row in rows.order_by("-change_set_id", "provider_id"):
        who, act = name_of(row.change_set), _act(row, provider)
        if found and found[-1].who == who and found[-1].began_at - act.at < SITTING:
            found[-1] = Sitting(who, [*found[-1].acts, act])
        else:
            found.append(Sitting(who, [act]))
    return found


def name_of(change_set: ChangeSet) -> str:
    """Return who did it; staff whose account is gone have no name any more."""
    if change_set.by is not None:
        return change_set.by.get_full_name() or change_set.by.get_username()
    if change_set.acting_as == ActingAs.STAFF:
        return "een oud-medewerker"
    return str(ActingAs(change_set.acting_as).label)


def told_of(change_set: ChangeSet) -> str:
    """Return who changed something and when, as a sentence begins."""
    return f"{name_of(change_set)} wijzigde op {moment_of(change_set)}:"


def moment_of(change_set: ChangeSet) -> str:
    """Return when something was done, in words."""
    at = timezone.localtime(change_set.at)
    return f"{date_in_words(at.date())} om {at:%H.%M}"


def told_changes(changes: Sequence[RecordChange]) -> list[str]:
    """Return what happened to a record in sentences, first thing first."""
    return [
        f"{told_of(row.change_set)} {field.label} van {field.was} in {field.became}."
        for row in reversed(changes)
        for field in _fields(row)
    ]


def field_label(name: str) -> str:
    """Return what people call a field of a record."""
    labels = {"areas": "werkgebied", "checks": "controles", "checks_taken_back": "teruggenomen controles"}
    labels[WHOLE_RECORD] = "de organisatie"
    return labels.get(name) or str(Provider._meta.get_field(name).verbose_name)


def shown(name: str, value: Value) -> str:
    """Return the value of a field of a record in words."""
    if value and name in DATES:
        return date_in_words(date.fromisoformat(value))
    if value is None or value in ("", []):
        return "niet ingevuld"
    if name in _WORDS:
        return _WORDS[name](value)
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


_WORDS: dict[str, Callable[[Any], str]] = {
    "phone": phone_numbers.shown,
    "referral_phone": phone_numbers.shown,
    "hours": lambda value: "; ".join(f"{day} {times}" for day, times in hours.in_words(value)),
    "languages": lambda value: ", ".join(languages.in_words(value)),
    "cost": cost_in_words,
    "wheelchair": wheelchair_in_words,
    "capacity": lambda value: str(Capacity(value).label),
    "documents": lambda value: "; ".join(f"{one[0]} ({one[-1]})" for one in value),
}


def _act(row: RecordChange, of: Provider) -> Act:
    change_set = row.change_set
    what = str(change_set.get_verb_display())
    if change_set.verb != Verb.CONFIRM and len(row.after.get("checks", ())) > len(row.before.get("checks", ())):
        what = f"{what} en {Verb.CONFIRM.label}"
    if row.provider_id != of.pk:
        what = f"{row.slug} {what}"
    return Act(change_set, row.slug, what, change_set.at, not row.before, list(_fields(row)))


def _fields(row: RecordChange) -> Iterator[FieldChange]:
    """Yield the fields that differ to who reads them; of checks what follows from them says enough."""
    for name in row.after or row.before:
        was, became = shown(name, row.before.get(name)), shown(name, row.after.get(name))
        if name not in ("checks", "checks_taken_back") and was != became:
            yield FieldChange(name, field_label(name), was, became)
