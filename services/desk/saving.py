"""Saving what somebody typed about a record: now, as a draft, or on a day; with one check of versions for all of them.

What lives here: those verbs. Nobody is locked out: who began with another version gets what both changed alike joined,
and is asked about the rest. What does not: the form (edit_form.py), the joining (upkeep/joining.py), the pages
(editing.py, drafts.py). Locks: a draft first, then the directory.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from regions.writing import lock_directory, verb
from services.desk.access import Action, may, out_of_reach
from services.desk.edit_form import BESIDE, Looked, RecordForm, Typed, is_too_much, typed_of
from services.desk.told_words import unit_label
from services.freshness import CheckPart
from services.models import ChangeSet, Check, Draft, Provider, RecordChange, Verb
from services.stewards import write_down_stewards
from services.upkeep.checks import confirm
from services.upkeep.door import NO_VERSION, Actor, Version, as_seen, change, changes_since, staff, versions_of
from services.upkeep.joining import OWN, Choices, Joined, Told, chosen, join, told_of
from services.upkeep.record import ENGLISH_IS_OLDER, TEXTS, as_stored, is_about_texts
from services.upkeep.records import add, edit
from services.upkeep.values import is_about

SAME_FIELD_MOVED = "Een ander wijzigde intussen hetzelfde: {fields}. Open het concept en kies."
NOT_VALID = "De gegevens kloppen niet meer: {why}"
GONE = "De organisatie is intussen verwijderd. Open het concept om haar weer toe te voegen."
NO_LONGER_YOURS = "Wie dit concept maakte, mag deze organisatie niet meer wijzigen."


class Asked(NamedTuple):
    """What somebody wants saved: what they typed, since which version, and what they chose at which clash."""

    typed: Typed
    seen: Version
    by: Any
    on: date
    draft: int | None = None
    met: Version = NO_VERSION
    choices: Choices = {}
    own: Mapping[str, str] = {}

    @property
    def typed_anew(self) -> Typed:
        """Return what was typed, with what was typed where somebody chose nothing that was there."""
        chosen_own = [unit for unit in self.own if OWN in self.choices.get(unit, ())]
        return {**self.typed, **{unit: [self.own[unit]] for unit in chosen_own}}


class Saved(NamedTuple):
    """It is stored. `change_set` is none where nothing differed; `since` is what others did meanwhile, and is kept.

    What others changed meanwhile of a part counts as no check of it: it is `to_look_at` again. English that was written
    beside another Dutch text than there is now is `english_to_compare`.
    """

    provider: Provider
    change_set: ChangeSet | None
    since: list[RecordChange]
    taken_over: list[str]
    to_look_at: frozenset[CheckPart] = frozenset()
    english_to_compare: bool = False


class NotValid(NamedTuple):
    """It cannot be stored as it is: the form says why. It goes on from `seen`."""

    form: RecordForm
    seen: Version


class Clashing(NamedTuple):
    """Others changed the same fields: somebody has to choose. `met` is the version that the choice is about.

    `typed` is what they typed in each field by now.
    """

    joined: Joined
    since: list[RecordChange]
    met: Version
    choices: Mapping[str, Any]
    open: list[str]
    typed: Mapping[str, str]


Outcome = Saved | NotValid | Clashing


# --- Now -------------------------------------------------------------------------------------------------


@verb
def save(asked: Asked, provider: Provider | None) -> Outcome:
    """Store what somebody typed, as a new record where there is none; then the draft that it came from has ended.

    What is not valid, or clashes with what others did, is not stored: the answer says what is asked. A record that was
    deleted meanwhile raises Provider.DoesNotExist.
    """
    draft = _open_drafts(provider, asked.by).filter(pk=asked.draft).first()
    lock_directory()
    outcome = _add(asked) if provider is None else _edit(asked, provider.pk)
    if isinstance(outcome, Saved):
        _end(draft, outcome.change_set)
        autosaves_of(asked.by, provider).delete()
    return outcome


def _add(asked: Asked) -> Outcome:
    form = RecordForm(asked.typed, on=asked.on, by=asked.by)
    if not form.is_valid():
        return NotValid(form, NO_VERSION)
    by, told = staff(asked.by), {"slug": form.cleaned_data["slug"], **form.told}
    with transaction.atomic():
        with change(Verb.CREATE, by=by) as door:
            provider = add(told=told, by=by, on=asked.on)
            _confirm(provider, form.looked, by)
        write_down_stewards()  # whose it is follows from where it works, and is settled before it is asked
        if _is_in_reach(form, provider, asked.by):
            return Saved(provider, door.change_set, [], [])
        transaction.set_rollback(True)
    return NotValid(form, NO_VERSION)


def _edit(asked: Asked, key: int) -> Outcome:
    provider = Provider.objects.select_related("type", "successor").get(pk=key)
    version = versions_of([key])[key]
    if asked.seen > version:  # nobody can have seen that
        asked = asked._replace(seen=NO_VERSION)
    since, seen = changes_since(key, asked.seen), asked.seen
    was, theirs = told_of(as_seen(key, asked.seen)), told_of(as_stored([key])[key])
    form, anew = (
        RecordForm(typed, on=asked.on, base=was, provider=provider, by=asked.by)
        for typed in (asked.typed, asked.typed_anew)
    )
    if wrong := next((one for one in (form, anew) if not one.is_valid()), None):
        return NotValid(wrong, asked.seen)
    joined = join(was, theirs, form.told)
    choices = asked.choices if asked.met == version else _still_meant(asked, key, joined, was, form.told)
    told, open_ = chosen(joined, choices, anew.told)
    if open_:
        typed = {name: "".join(texts[:1]) for name, texts in asked.typed.items()}
        return Clashing(joined, since, version, choices, open_, {**typed, **asked.own})
    differing = {name: value for name, value in told.items() if value != theirs[name]}
    english = _english(anew, told, differing)
    looked, to_look_at = _looked_at_this(form.looked, since, asked.by)
    if since:
        beside = {name: asked.typed.get(name, ()) for name in BESIDE}
        typed = {**typed_telling(told), **beside}
        form, seen = RecordForm(typed, on=asked.on, base=theirs, provider=provider, by=asked.by), version
        if not form.is_valid():
            return NotValid(form, seen)
    if english is not None and (is_about_texts(differing) or english != provider.english_is_older):
        differing[ENGLISH_IS_OLDER] = english
    saved = Saved(provider, None, since, list(joined.taken_over), to_look_at, bool(english))
    if not differing and looked is None:
        return saved
    with transaction.atomic():
        by = staff(asked.by)
        with change(Verb.EDIT if differing else Verb.CONFIRM, by=by, records=[key]) as door:
            edit(provider=provider, told=differing, by=by, on=asked.on)
            _confirm(provider, looked, by)
        if _is_in_reach(form, provider, asked.by):
            return saved._replace(change_set=door.change_set)
        transaction.set_rollback(True)
    return NotValid(form, seen)


def _still_meant(asked: Asked, key: int, joined: Joined, was: Told, yours: Told) -> Choices:
    """Return the choices at clashes that are still as they were shown, though the record moved once more."""
    if not asked.choices:
        return {}
    shown = join(was, told_of(as_seen(key, asked.met)), yours).clashes
    meant = [clash.unit for clash in joined.clashes if clash in shown]
    return {unit: asked.choices[unit] for unit in meant if unit in asked.choices}


def _english(form: RecordForm, told: Told, differing: Mapping[str, Any]) -> bool | None:
    """Return whether the English text is the older one where that does not follow from the texts by themselves.

    Who says that it holds, says so of the texts that they had. Who wrote it beside another Dutch text wrote it of that.
    """
    if all(told[name] == form.told[name] for name in TEXTS):
        return False if form.says_english_holds else None
    return True if differing.get("description_en") else None


def _looked_at_this(
    looked: Looked | None, since: Sequence[RecordChange], by: Any
) -> tuple[Looked | None, frozenset[CheckPart]]:
    """Return what somebody looked at and nobody else changed since they began, and the parts that somebody did change.

    What they recorded themselves since then, by a press before this one, is no check once more.
    """
    if looked is None:
        return None, frozenset()
    own = [row for row in since if row.change_set.by_id == by.pk]
    recorded = {key for row in own for key in set(row.after.get("checks", ())) - set(row.before.get("checks", ()))}
    same = Check.objects.filter(pk__in=recorded, checked_by=staff(by).name, checked_on=looked.on, method=looked.method)
    left = looked.parts.difference(*(check.parts for check in same))
    others = [row for row in since if row not in own]
    moved = frozenset(part for part in left if any(is_about(part, row.after) for row in others))
    return (looked._replace(parts=left - moved) if left - moved else None), moved


def _confirm(provider: Provider, looked: Looked | None, by: Actor) -> None:
    """Record a check beside what was told, in the same change."""
    if looked is not None:
        confirm(provider=provider, parts=looked.parts, on=looked.on, by=by, method=looked.method)


def typed_telling(told: Told) -> Typed:
    """Return what somebody would send who tells this."""
    return {name: value if isinstance(value, list) else [value] for name, value in typed_of(told).items()}


def _is_in_reach(form: RecordForm, provider: Provider, by: Any) -> bool:
    """Return whether a record is still somebody's to edit after what they changed; else the form says so."""
    if may(by, Action.EDIT, provider):
        return True
    form.add_error(None, f"{out_of_reach(provider)} Bewaar het als concept, of kies een andere soort of werkgebied.")
    return False


# --- Later -----------------------------------------------------------------------------------------------


def autosaves_of(by: Any, provider: Provider | None) -> Any:
    """Return what was kept by itself of what somebody typed about this record; without one about new ones."""
    return Draft.objects.filter(kind=Draft.Kind.AUTOSAVE, author_id=by.pk, provider=provider)


@verb
def autosave(asked: Asked, provider: Provider | None) -> None:
    """Keep what somebody is typing, in place of what was kept of it before."""
    if is_too_much(asked.typed):
        return
    values = {"typed": _to_keep(asked.typed), "seen": asked.seen, "changed_at": timezone.now()}
    if not autosaves_of(asked.by, provider).update(**values):
        Draft.objects.create(kind=Draft.Kind.AUTOSAVE, author_id=asked.by.pk, provider=provider, **values)


@verb
def keep_draft(asked: Asked, provider: Provider | None, *, publish_on: date | None = None) -> Draft:
    """Keep what somebody typed, whatever is wrong with it; with a day it is published then. Pressed twice it is one."""
    kind = Draft.Kind.SCHEDULED if publish_on else Draft.Kind.DRAFT
    own = _open_drafts(provider, asked.by).filter(author_id=asked.by.pk)
    typed = _to_keep(asked.typed)
    same = {"kind": kind, "publish_on": publish_on, "seen": asked.seen, "typed": typed}
    kept = own.filter(pk=asked.draft).first() or own.filter(**same).first()
    draft = kept or Draft(provider=provider, author_id=asked.by.pk)
    draft.kind, draft.publish_on, draft.failure = kind, publish_on, ""
    draft.typed, draft.seen, draft.changed_at = typed, asked.seen, timezone.now()
    draft.save()
    autosaves_of(asked.by, provider).delete()
    return draft


def _to_keep(typed: Typed) -> Typed:
    """Return what was typed without the one character that no database keeps in a text."""
    return {name: [text.replace("\x00", "") for text in texts] for name, texts in typed.items()}


def _open_drafts(provider: Provider | None, by: Any) -> QuerySet[Draft]:
    """Return what is kept for later of a record that somebody may edit, locked; of new records only their own."""
    drafts = Draft.objects.select_for_update().filter(provider=provider, ended_at=None)
    drafts = drafts.exclude(kind=Draft.Kind.AUTOSAVE)
    return drafts if provider else drafts.filter(author_id=by.pk)


@verb
def discard(draft: Draft) -> None:
    """Throw a draft away."""
    kept = Draft.objects.select_for_update().filter(pk=draft.pk, ended_at=None).first()
    if kept is not None and kept.kind == Draft.Kind.AUTOSAVE:
        kept.delete()
    else:
        _end(kept, None)


def due(on: date) -> Any:
    """Return the drafts that are to be published on a day, in the order in which they were kept."""
    return Draft.objects.filter(kind=Draft.Kind.SCHEDULED, publish_on__lte=on, ended_at=None).order_by(
        "publish_on", "pk"
    )


@verb
def publish(key: int, on: date) -> bool:
    """Store a draft whose day has come, as its author would, and return whether that was done.

    Where the same field moved, or something is no longer right, it stays a draft that says so. Done twice it is once.
    """
    draft = Draft.objects.select_for_update(of=("self",)).select_related("author").filter(pk=key).first()
    if draft is None or draft.ended_at is not None or draft.kind != Draft.Kind.SCHEDULED:
        return False
    outcome = _published(draft, on)
    if isinstance(outcome, Saved):
        _end(draft, outcome.change_set)
        return True
    draft.kind, draft.failure = Draft.Kind.DRAFT, outcome
    draft.save(update_fields=["kind", "failure"])
    return False


def _published(draft: Draft, on: date) -> Saved | str:
    """Return what became of a draft: it is stored, or why not."""
    lock_directory()
    draft.refresh_from_db(fields=["provider"])
    if draft.provider is None and draft.seen != NO_VERSION:
        return GONE
    if not may(draft.author, Action.EDIT, draft.provider):
        return NO_LONGER_YOURS
    asked = Asked(draft.typed, draft.seen, draft.author, on)
    match _add(asked) if draft.provider is None else _edit(asked, draft.provider.pk):
        case Saved() as saved:
            return saved
        case Clashing(open=fields):
            return SAME_FIELD_MOVED.format(fields=", ".join(map(unit_label, fields)))
        case NotValid(form):
            return NOT_VALID.format(why=" ".join(text for texts in form.errors.values() for text in texts))


def _end(draft: Draft | None, change_set: ChangeSet | None) -> None:
    if draft is not None:
        draft.ended_at, draft.change_set = timezone.now(), change_set
        draft.save(update_fields=["ended_at", "change_set"])
