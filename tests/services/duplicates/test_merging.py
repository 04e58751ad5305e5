"""Two records become one: nothing is lost by it, nothing by taking it back, and what cannot be is refused in words."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from services.duplicates.finding import find_duplicates, say_not_the_same
from services.duplicates.merging import merge, unmerge, values_taken
from services.duplicates.models import DuplicatePair, Merge, PairState
from services.freshness import CheckPart
from services.models import ChangeSet, Provider
from services.public_reports import report
from services.stewards import write_down_stewards
from services.upkeep.checks import confirm
from services.upkeep.door import MovedSinceSeen, versions_of
from services.upkeep.history import sittings_of
from services.upkeep.record import as_stored
from services.upkeep.records import retire
from services.upkeep.undoing import undo
from tests.services.providers import ARNHEM, STAFF, add_provider, days_ago

pytestmark = pytest.mark.django_db

# History itself, and what says when a row was written.
HISTORY = {"services_changeset", "services_recordchange", "services_merge", "regions_dataversion"}
WHEN = {"updated_at", "words"}


@pytest.fixture
def wsp() -> Provider:
    return add_provider("wsp", "AM:AM07", name="Werkgeversservicepunt Arnhem", city="Arnhem", **ARNHEM)


@pytest.fixture
def double() -> Provider:
    return add_provider("wsp-2", "GM:GM0202", name="WSP Arnhem", city="Arnhem", phone="+31263123456", **ARNHEM)


def into_one(kept: Provider, gone: Provider, **values) -> Merge:
    seen = versions_of([kept.pk, gone.pk])
    return merge(kept=kept, gone=gone, values=values, reason="een loket", by=STAFF, on=timezone.localdate(), seen=seen)


def apart(merged: Merge) -> ChangeSet:
    return unmerge(merge=merged, by=STAFF, on=timezone.localdate())


def everything() -> dict[str, list]:
    """Return all rows of all tables but history, without when they were written."""
    return {
        model._meta.db_table: [
            {name: value for name, value in row.items() if name not in WHEN}
            for row in model._default_manager.order_by("pk").values()
        ]
        for model in apps.get_models(include_auto_created=True)
        if model._meta.db_table not in HISTORY
    }


def with_a_past(provider: Provider) -> None:
    confirm(provider=provider, parts=[CheckPart.CONTACT], on=days_ago(1), by=STAFF, method="phone", note="belt terug")
    report(provider=provider, what="other", text="Het klopt niet.", on=timezone.localdate())


def test_merging_moves_nothing_and_taking_it_back_gives_all_of_it_back(wsp, double):
    with_a_past(wsp)
    with_a_past(double)
    find_duplicates(timezone.localdate())
    write_down_stewards()
    before, history = everything(), set(ChangeSet.objects.values_list("pk", flat=True))

    merged = into_one(wsp, double, phone="+31263123456", areas=["AM:AM07", "GM:GM0200"])

    after = everything()
    for table, rows in before.items():
        if table not in ("services_provider", "services_servicearea", "services_duplicatepair"):
            assert after[table] == rows, table
    kept, gone = (row for row in after["services_provider"])
    assert (kept["phone"], kept["merged_into_id"]) == ("+31263123456", None)
    changed = {"merged_into_id": wsp.pk, "retired_on": timezone.localdate()}
    assert gone == before["services_provider"][1] | changed
    assert apart(merged) == apart(merged)
    areas = "services_servicearea"  # a work area is written as a whole
    now = everything()
    assert {**now, areas: []} == {**before, areas: []}
    assert without_keys(now[areas]) == without_keys(before[areas])
    assert history < set(ChangeSet.objects.values_list("pk", flat=True))


def without_keys(rows: list[dict]) -> list[dict]:
    return sorted(({**row, "id": 0} for row in rows), key=repr)


def test_nothing_becomes_fresher_by_merging(wsp, double):
    confirm(provider=double, parts=set(CheckPart), on=timezone.localdate(), by=STAFF, method="phone")
    wsp.refresh_from_db()
    dates = {part.column: getattr(wsp, part.column) for part in CheckPart}

    into_one(wsp, double, phone="+31263123456")

    wsp.refresh_from_db()
    assert {part.column: getattr(wsp, part.column) for part in CheckPart} == dates


def test_the_address_of_what_went_leads_to_what_stayed_over_every_step(client, wsp, double):
    third = add_provider("werkcentrum", "AM:AM18", name="Werkcentrum")
    into_one(wsp, double)
    wsp.refresh_from_db()
    into_one(third, wsp)

    answer = client.get(reverse("organisation", args=["wsp-2"]))

    assert (answer.status_code, answer["Location"]) == (301, reverse("organisation", args=["werkcentrum"]))
    page = client.get(answer["Location"]).content.decode()
    assert "Ook bekend als: Werkgeversservicepunt Arnhem; WSP Arnhem." in page


def test_the_history_of_what_stayed_tells_of_both(wsp, double):
    into_one(wsp, double, phone="+31263123456")

    acts = [act.what for sitting in sittings_of(wsp) for act in sitting.acts]

    assert acts == ["samengevoegd", "wsp-2 samengevoegd", "wsp-2 toegevoegd", "toegevoegd"]


REFUSED: dict[str, tuple[Callable[[Provider, Provider], object], str]] = {
    "itself": (lambda one, other: into_one(one, one), "twee keer dezelfde"),
    "what was merged": (
        lambda one, other: (into_one(one, other), into_one(third(), other)),
        "al samengevoegd met Werk",
    ),
    "into what was merged": (lambda one, other: (into_one(one, other), into_one(other, third())), "al samengevoegd"),
    "in a circle": (lambda one, other: (into_one(one, other), into_one(other, one)), "al samengevoegd"),
    "into what has stopped": (
        lambda one, other: (retire(provider=one, on=days_ago(1), by=STAFF), into_one(one, other)),
        "is gestopt",
    ),
    "without a sector where one is needed": (
        lambda one, other: into_one(one, other, type="branch_service_point"),
        "Kies sectoren",
    ),
    "going on with what was merged": (
        lambda one, other: (into_one(one, other), retire(provider=fresh(other), on=None, by=STAFF)),
        "Maak dat eerst ongedaan",
    ),
    "half of it undone": (
        lambda one, other: undo(
            change_set=into_one(one, other).change_set, by=STAFF, on=timezone.localdate(), slugs=["wsp-2"]
        ),
        "op de pagina van de organisatie die bleef",
    ),
}


def third() -> Provider:
    return add_provider("derde", "AM:AM18")


def fresh(provider: Provider) -> Provider:
    return Provider.objects.get(pk=provider.pk)


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_is_refused_in_words(wsp, double, what):
    do, why = REFUSED[what]

    with pytest.raises(ValidationError, match=why):
        do(wsp, double)


def test_a_record_that_moved_since_it_was_seen_stops_it(wsp, double):
    seen = versions_of([wsp.pk, double.pk])
    confirm(provider=double, parts=[CheckPart.CONTACT], on=timezone.localdate(), by=STAFF, method="phone")

    with pytest.raises(MovedSinceSeen) as moved:
        merge(kept=wsp, gone=double, values={}, reason="x", by=STAFF, on=timezone.localdate(), seen=seen)

    assert set(moved.value.moved) == {double.pk}
    assert not Merge.objects.exists()


@pytest.mark.parametrize("which", ["kept", "gone"])
def test_it_cannot_be_taken_back_once_one_of_both_moved(wsp, double, which):
    merged = into_one(wsp, double)
    confirm(provider=getattr(merged, which), parts=[CheckPart.ROLES], on=timezone.localdate(), by=STAFF, method="phone")
    before = as_stored([wsp.pk, double.pk])

    with pytest.raises(MovedSinceSeen):
        apart(merged)

    assert as_stored([wsp.pk, double.pk]) == before


def test_what_was_taken_apart_can_be_merged_the_other_way_round(wsp, double):
    apart(into_one(wsp, double))
    retire(provider=fresh(wsp), on=timezone.localdate() + timedelta(days=30), by=STAFF)

    into_one(fresh(double), fresh(wsp))

    assert fresh(wsp).merged_into == double
    assert fresh(wsp).retired_on == timezone.localdate()


def test_not_the_same_is_remembered_until_something_that_was_compared_changes(wsp, double):
    find_duplicates(timezone.localdate())
    say_not_the_same(pair=DuplicatePair.objects.get())
    find_duplicates(timezone.localdate())
    assert DuplicatePair.objects.get().state == PairState.NOT_THE_SAME

    confirm(provider=wsp, parts=[CheckPart.CONTACT], on=timezone.localdate(), by=STAFF, method="phone")
    find_duplicates(timezone.localdate())
    assert DuplicatePair.objects.get().state == PairState.NOT_THE_SAME


def test_contact_data_of_an_example_make_an_example():
    real = {"email": "", "phone": "1", "website": "", "is_example": False}
    made_up = {"email": "a@example.org", "phone": "2", "website": "", "is_example": True}
    other = {"sectors": ["bouw"], "areas": ["?"]}
    blank = {**dict.fromkeys(next(iter(as_stored([third().pk]).values()))), "sectors": [], "areas": []}

    def taken(kept, gone, *names, joined=()):
        filled = [{**blank, **one} for one in (kept, gone)]
        return values_taken(*filled, names, joined)

    assert taken(real, made_up, "email") == {"email": "a@example.org", "is_example": True}
    assert taken(made_up, real, "email") == {"email": ""}
    assert taken({**real, "sectors": []}, {**real, **other}, joined=["sectors"]) == {}
    assert taken({**real, "areas": ["?"]}, {**real, "areas": ["GM:GM0202"]}, joined=["areas"]) == {
        "areas": ["GM:GM0202"]
    }
