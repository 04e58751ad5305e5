"""Whatever query a verb uses, what it did to a record is kept, and nothing is written past the door."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from services.duplicates.merging import merge, unmerge
from services.duplicates.models import Merge
from services.files.examples import remove_examples
from services.files.importing import import_providers
from services.files.loading import load_demo
from services.freshness import CheckPart
from services.models import (
    ChangeSet,
    Check,
    ChecksTakenBack,
    Proposal,
    Provider,
    RecordChange,
    ServiceArea,
    Touched,
    Verb,
)
from services.upkeep.checks import confirm, take_back_checks
from services.upkeep.door import BY_COMMAND, MovedSinceSeen, WrittenUnannounced, change, versions_of
from services.upkeep.proposals import decide, propose
from services.upkeep.record import as_stored
from services.upkeep.records import retire, set_work_area
from services.upkeep.undoing import undo
from services.work_area.codes import WorkAreaReader
from tests.services.providers import STAFF, add_provider, by_hand, days_ago

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 2)


@pytest.fixture
def loket() -> Provider:
    return add_provider("loket", "AM:AM18", phone="+31263123456", sectors=("techniek",))


def areas(*codes: str):
    return WorkAreaReader(timezone.localdate()).read(codes)


def a_file(**cells: str) -> bytes:
    row = {"slug": "loket", "name": "Loket", "type": "employer_service_point", "areas": "AM:AM18"} | cells
    return "\n".join([",".join(row), ",".join(row.values())]).encode()


def of_a_file(**cells: str) -> Callable[[Provider], object]:
    return lambda provider: import_providers(a_file(**cells), on=timezone.localdate())


def undo_last(provider: Provider) -> None:
    confirm(provider=provider, parts=set(CheckPart), on=timezone.localdate(), by=STAFF, method="phone")
    undo(change_set=ChangeSet.objects.first(), by=STAFF, on=timezone.localdate())


def edit_past_the_verbs(provider: Provider) -> None:
    with by_hand():
        Provider.objects.filter(pk=provider.pk).update(name="Anders")


def accept_a_proposal(provider: Provider) -> None:
    values = {"phone": "+31269998877", "areas": ["GM:GM0202"], "roles": ["preventive"]}
    proposal = propose(provider=provider, source=Proposal.Source.COLLEAGUE, on=timezone.localdate(), values=values)
    decide(
        proposal=proposal,
        by=STAFF,
        at=timezone.now(),
        shown=versions_of([provider.pk])[provider.pk],
        accepted=list(values),
    )


def merged(provider: Provider) -> Merge:
    double = add_provider("dubbel", "AM:AM18")
    return merge(
        kept=provider,
        gone=double,
        values={"phone": "+31261112233"},
        reason="een loket",
        by=STAFF,
        on=timezone.localdate(),
        seen=versions_of([provider.pk, double.pk]),
    )


# What each verb does to the record of a desk, and the fields that its history tells of.
VERBS: dict[Verb, tuple[Callable[[Provider], object], set[str]]] = {
    Verb.CREATE: (lambda provider: add_provider("nieuw", "NL"), {"name", "areas", "phone"}),
    Verb.CONFIRM: (
        lambda provider: confirm(
            provider=provider, parts=[CheckPart.CONTACT], on=timezone.localdate(), by=STAFF, method="phone"
        ),
        {"contact_checked_on", "checks"},
    ),
    Verb.TAKE_BACK: (
        lambda provider: take_back_checks(provider=provider, on=timezone.localdate(), by=STAFF),
        {"silent_since", "last_checked_on", "contact_checked_on", "area_checked_on", "checks_taken_back"},
    ),
    Verb.SET_WORK_AREA: (
        lambda provider: set_work_area(provider=provider, areas=areas("GM:GM0202", "GM:GM0200"), by=STAFF),
        {"areas"},
    ),
    Verb.RETIRE: (
        lambda provider: retire(provider=provider, on=TODAY, by=STAFF, successor=add_provider("opvolger", "NL")),
        {"retired_on", "successor"},
    ),
    Verb.IMPORT: (of_a_file(phone="026 999 88 77", sectors="bouw"), {"phone", "sectors"}),
    Verb.SHOW_EXAMPLES: (lambda provider: load_demo(timezone.localdate()), {"email", "website", "is_example"}),
    Verb.REMOVE_EXAMPLES: (lambda provider: remove_examples(), {"is_example", "email"}),
    Verb.UNDO: (undo_last, {"contact_checked_on", "checks"}),
    Verb.EDIT: (edit_past_the_verbs, {"name"}),
    Verb.ACCEPT: (accept_a_proposal, {"phone", "areas", "has_own_roles", "preventive"}),
    Verb.MERGE: (merged, {"phone", "merged_into", "retired_on"}),
    Verb.UNMERGE: (
        lambda provider: unmerge(merge=merged(provider), by=STAFF, on=timezone.localdate()),
        {"phone", "merged_into", "retired_on"},
    ),
}


def shown_as_example(provider: Provider) -> None:
    with by_hand():
        Provider.objects.filter(pk=provider.pk).update(email="loket@example.org", is_example=True)


@pytest.mark.parametrize("verb", Verb)
def test_each_verb_leaves_what_it_changed(loket, verb):
    if verb == Verb.REMOVE_EXAMPLES:
        shown_as_example(loket)
    if verb == Verb.SHOW_EXAMPLES:
        call_command("load_directory")
    before = as_stored(Provider.objects.values_list("pk", flat=True))
    last = ChangeSet.objects.values_list("pk", flat=True).first() or 0
    do, fields = VERBS[verb]

    do(loket)

    after = as_stored(Provider.objects.values_list("pk", flat=True))
    rows = RecordChange.objects.filter(change_set__gt=last).order_by("change_set_id")
    assert verb in {row.change_set.verb for row in rows}
    assert fields <= {name for row in rows.filter(change_set__verb=verb) for name in {**row.before, **row.after}}
    assert replayed(before, rows) == after
    assert not ChangeSet.objects.filter(is_open=True).exists()
    assert not Touched.objects.exists()


def replayed(records: dict[int, dict], rows) -> dict[int, dict]:
    """Return the records after what the history tells, and check that it begins where they are."""
    records = {key: dict(record) for key, record in records.items()}
    for row in rows:
        record = records.setdefault(row.provider_id, {})
        assert {name: record.get(name) for name in row.before} == row.before
        record |= row.after
        if not row.after:
            del records[row.provider_id]
    return records


@pytest.mark.parametrize(
    "verb", [Verb.CONFIRM, Verb.TAKE_BACK, Verb.SET_WORK_AREA, Verb.RETIRE, Verb.IMPORT, Verb.ACCEPT]
)
def test_undoing_gives_back_exactly_what_was_and_undoing_that_what_became(loket, verb):
    confirm(provider=loket, parts=set(CheckPart), on=days_ago(1), by=STAFF, method="phone")
    opvolger = add_provider("opvolger", "NL")
    acts = {**VERBS, Verb.RETIRE: (lambda one: retire(provider=one, on=TODAY, by=STAFF, successor=opvolger), set())}
    before = as_stored([loket.pk])
    acts[verb][0](loket)
    after = as_stored([loket.pk])

    undone = undo(change_set=ChangeSet.objects.first(), by=STAFF, on=timezone.localdate())

    assert as_stored([loket.pk]) == before != after
    assert not undone.kept
    undo(change_set=undone.change_set, by=STAFF, on=timezone.localdate())
    assert as_stored([loket.pk]) == after


def test_undoing_twice_does_nothing_more(loket):
    set_work_area(provider=loket, areas=areas("NL"), by=STAFF)
    done = ChangeSet.objects.first()
    undo(change_set=done, by=STAFF, on=timezone.localdate())

    again = undo(change_set=done, by=STAFF, on=timezone.localdate())

    assert (again.change_set, list(again.restored), list(again.kept)) == (None, [], [])


def test_what_was_changed_since_stays_unless_it_is_asked_for(loket):
    of_a_file(phone="026 999 88 77", city="Arnhem")(loket)
    done = ChangeSet.objects.first()
    of_a_file(phone="026 111 22 33", city="Arnhem")(loket)

    undone = undo(change_set=done, by=STAFF, on=timezone.localdate())

    loket.refresh_from_db()
    assert (loket.phone, loket.city) == ("+31261112233", "")
    assert [(kept.slug, kept.field) for kept in undone.kept] == [("loket", "phone")]
    undo(change_set=done, by=STAFF, on=timezone.localdate(), also=[("loket", "phone")])
    loket.refresh_from_db()
    assert loket.phone == "+31263123456"


def test_of_a_list_only_what_the_change_did_goes_back(loket):
    set_work_area(provider=loket, areas=areas("AM:AM18", "GM:GM0202"), by=STAFF)
    done = ChangeSet.objects.first()
    set_work_area(provider=loket, areas=areas("AM:AM18", "GM:GM0202", "GM:GM0200"), by=STAFF)

    undo(change_set=done, by=STAFF, on=timezone.localdate())

    assert as_stored([loket.pk])[loket.pk]["areas"] == ["AM:AM18", "GM:GM0200"]


def test_an_undone_check_makes_nothing_fresh_whatever_came_after(loket):
    take_back_checks(provider=loket, on=days_ago(9), by=STAFF)
    confirm(provider=loket, parts=set(CheckPart), on=days_ago(5), by=STAFF, method="phone")
    first = ChangeSet.objects.first()
    confirm(provider=loket, parts=[CheckPart.CONTACT], on=days_ago(2), by=STAFF, method="mail")
    second = ChangeSet.objects.first()

    undo(change_set=first, by=STAFF, on=timezone.localdate())

    loket.refresh_from_db()
    assert (loket.contact_checked_on, loket.area_checked_on, loket.last_checked_on) == (days_ago(2), None, None)
    undo(change_set=second, by=STAFF, on=timezone.localdate())
    loket.refresh_from_db()
    assert (loket.contact_checked_on, loket.silent_since) == (None, days_ago(9))


def test_an_import_that_added_records_is_undone_and_can_be_done_again(loket):
    data = a_file(slug="nieuw", verified_on=days_ago(3).isoformat(), phone="026 999 88 77")
    import_providers(data, on=timezone.localdate())

    undo(change_set=ChangeSet.objects.first(), by=STAFF, on=timezone.localdate())

    assert not Provider.objects.filter(slug="nieuw").exists()
    assert import_providers(data, on=timezone.localdate()).created == 1


def test_a_record_that_was_added_and_changed_since_stays(loket):
    import_providers(a_file(slug="nieuw"), on=timezone.localdate())
    done = ChangeSet.objects.first()
    set_work_area(provider=Provider.objects.get(slug="nieuw"), areas=areas("NL"), by=STAFF)

    undone = undo(change_set=done, by=STAFF, on=timezone.localdate())

    assert [(kept.slug, kept.field) for kept in undone.kept] == [("nieuw", "record")]
    assert Provider.objects.filter(slug="nieuw").exists()


# --- Nothing past the door ---------------------------------------------------------------------------------

PAST_THE_DOOR = {
    "an update": lambda one: Provider.objects.filter(pk=one.pk).update(name="Anders"),
    "a save": lambda one: one.save(),
    "a new record": lambda one: Provider.objects.create(slug="nieuw", name="Nieuw", type=one.type, source="test"),
    "many new ones": lambda one: Provider.objects.bulk_create(
        [Provider(slug="nieuw", name="Nieuw", type=one.type, source="test")]
    ),
    "an upsert": lambda one: Provider.objects.bulk_create(
        [one], update_conflicts=True, unique_fields=["pk"], update_fields=["name"]
    ),
    "a deletion": lambda one: Provider.objects.filter(pk=one.pk).delete(),
    "a work area more": lambda one: ServiceArea.objects.create(provider=one, national=True),
    "a work area less": lambda one: one.service_areas.all().delete(),
    "a work area of another": lambda one: one.service_areas.update(
        pc4="1013", letters_from="AA", letters_to="ZZ", area=None
    ),
    "sectors": lambda one: one.sectors.clear(),
    "a check": lambda one: Check.objects.create(
        provider=one, checked_on=TODAY, checked_by="wij", method="phone", contact=True
    ),
    "a silence": lambda one: ChecksTakenBack.objects.create(provider=one, area=True),
    "a statement": lambda one: connection.cursor().execute("UPDATE services_provider SET name = 'Anders'"),
    "a statement that deletes": lambda one: connection.cursor().execute("DELETE FROM services_provider_sectors"),
}


@pytest.mark.parametrize("way", PAST_THE_DOOR)
def test_nothing_is_written_past_the_door(loket, way):
    before = as_stored([loket.pk])

    with pytest.raises(IntegrityError, match="open change set only"), transaction.atomic():
        PAST_THE_DOOR[way](loket)

    assert as_stored(Provider.objects.values_list("pk", flat=True)) == before


def test_a_verb_that_writes_what_it_did_not_announce_is_stopped(loket):
    with pytest.raises(WrittenUnannounced), transaction.atomic(), change(Verb.EDIT, by=BY_COMMAND):
        Provider.objects.filter(pk=loket.pk).update(name="Anders")

    loket.refresh_from_db()
    assert loket.name == "Loket"


CHEATS = {
    "open again": lambda row: ChangeSet.objects.update(is_open=True),
    "rewrite": lambda row: RecordChange.objects.update(after={"name": "Mooier"}),
    "add afterwards": lambda row: RecordChange.objects.create(
        change_set_id=row.change_set_id, provider_id=9, slug="x", before={}, after={}
    ),
}


@pytest.mark.parametrize("cheat", CHEATS)
def test_history_cannot_be_rewritten(loket, cheat):
    with pytest.raises(IntegrityError), transaction.atomic():
        CHEATS[cheat](RecordChange.objects.first())


def test_what_changes_nothing_leaves_no_history(loket):
    last = versions_of([loket.pk])

    set_work_area(provider=loket, areas=areas("AM:AM18"), by=STAFF)
    retire(provider=loket, on=None, by=STAFF)

    assert versions_of([loket.pk]) == last


def test_who_saw_another_version_is_told_what_happened_since(loket):
    seen = versions_of([loket.pk])
    retire(provider=loket, on=TODAY, by=STAFF)

    with pytest.raises(MovedSinceSeen) as moved, change(Verb.EDIT, by=STAFF, records=[loket.pk], seen=seen):
        pytest.fail("it was let in")

    assert [row.after for row in moved.value.moved[loket.pk]] == [{"retired_on": TODAY.isoformat()}]


def test_a_check_of_before_a_silence_never_counts_again_after_it_was_lifted(loket):
    take_back_checks(provider=loket, on=days_ago(4), by=STAFF)
    confirm(provider=loket, parts=[CheckPart.CONTACT], on=days_ago(4) + timedelta(days=1), by=STAFF, method="phone")
    confirm(provider=loket, parts=[CheckPart.ROLES], on=days_ago(1), by=STAFF, method="phone")

    undo(change_set=ChangeSet.objects.first(), by=STAFF, on=timezone.localdate())

    loket.refresh_from_db()
    assert (loket.contact_checked_on, loket.area_checked_on) == (days_ago(3), None)
