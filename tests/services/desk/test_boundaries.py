"""Municipal changes at the desk: shown, planned for their day, made, and taken back to exactly what was."""

from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from regions.models import BoundaryChange
from services.models import ChangeSet, ServiceArea
from services.staff_models import StaffRole
from tests.regions.boundaries.asked import digest
from tests.regions.boundaries.earlier_years import HAAREN, files_of_2020, forget_all_places
from tests.services.desk.colleagues import at_the_desk, colleague
from tests.services.providers import add_provider

pytestmark = pytest.mark.django_db

NEW = "desk_boundary_new"
MERGER = {
    "predecessors": "Brielle\nHellevoetsluis, GM0614",
    "successors": "GM1992=Voorne aan Zee",
    "on": "1-1-2023",
    "source": "CBS",
}
SPLIT = {
    "predecessors": "Haaren",
    "successors": "\n".join(HAAREN),
    "postcodes": "\n".join(f"{code}={pc4}" for code, pc4 in HAAREN.items()),
    "on": "1-1-2021",
    "source": "CBS",
}


@pytest.fixture
def manager() -> Client:
    return at_the_desk(colleague("baas", StaffRole.NATIONAL_MANAGER))


@pytest.fixture
def before_the_changes(settings, tmp_path):
    """Have the facts of before the changes, in the files and in the database."""
    forget_all_places()
    settings.FIXTURES_DIR = files_of_2020(tmp_path)
    load()


def load() -> None:
    call_command("load_reference", stdout=StringIO())


@pytest.mark.parametrize("change", [MERGER, SPLIT], ids=["merger of 2023", "Haaren"])
def test_a_change_is_seen_first_then_made_stays_after_loading_and_goes_back(before_the_changes, manager, change):
    add_provider("loket", "GM:GM0501", "GM:GM0788")
    before = digest()

    seen = manager.post(reverse(NEW), change | {"doe": "bekijk"})
    assert "Er is nog niets gewijzigd" in seen.content.decode()
    assert any("loket: GM:GM" in sentence for sentence in seen.context["told"])
    assert digest() == before

    made = manager.post(reverse(NEW), change | {"doe": "bewaar"})
    after = digest()
    load()
    assert digest() == after != before
    page = manager.get(made["Location"])
    assert set(page.context["told"]) == set(seen.context["told"]) - {
        one for one in seen.context["told"] if "komt" in one
    }

    assert ChangeSet.objects.first().by.username == "baas"
    row = BoundaryChange.objects.get()
    manager.post(reverse("desk_boundary_take_back", args=[row.pk]))
    assert digest() == before
    again = manager.post(reverse("desk_boundary_take_back", args=[row.pk]), follow=True)
    assert "al ongedaan gemaakt" in again.content.decode()


def test_pressed_twice_a_change_is_made_once(before_the_changes, manager):
    manager.post(reverse(NEW), MERGER | {"doe": "bewaar"})

    again = manager.post(reverse(NEW), MERGER | {"doe": "bewaar", "predecessors": "GM0501\nGM0530\nGM0614"})

    assert (again.status_code, BoundaryChange.objects.count()) == (200, 1)
    assert "Deze wijziging staat er al" in again.content.decode()


def test_a_change_of_later_waits_for_the_daily_command(manager):
    add_provider("loket", "GM:GM0221")
    form = {"predecessors": "Doesburg", "successors": "Zevenaar", "on": "1-1-2027", "source": "raad"}

    with time_machine.travel("2026-11-26 12:00", tick=False):
        answer = manager.post(reverse(NEW), form | {"doe": "bewaar"}, follow=True)
        call_command("change_boundaries", "--due", stdout=StringIO())
    assert "Zij gaat vanzelf in op 1 januari 2027" in answer.content.decode()
    assert ServiceArea.objects.get().code == "GM:GM0221"

    with time_machine.travel("2027-01-01 06:00", tick=False):
        call_command("change_boundaries", "--due", stdout=StringIO())
    assert all(row.code.startswith("PC:698") for row in ServiceArea.objects.all())
    assert BoundaryChange.objects.get().state == "applied"


REFUSED = {
    "an unknown name": ({"predecessors": "Atlantis"}, "is geen gemeente van nu"),
    "no day": ({"on": "ooit"}, "datum"),
    "a postcode without successor": ({"postcodes": "6981"}, "noemt geen postcodes"),
    "a code with a name that is taken": ({"successors": "GM0299=Ander"}, "bestaat al"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_is_refused_with_the_reason_and_what_was_typed_stays(manager, what):
    wrong, why = REFUSED[what]
    form = {"predecessors": "Doesburg", "successors": "Zevenaar", "on": "1-1-2027", "source": "raad"} | wrong

    page = manager.post(reverse(NEW), form | {"doe": "bewaar"}).content.decode()

    assert why in page
    assert all(value in page for value in form.values())
    assert not BoundaryChange.objects.exists()


def test_the_list_takes_the_same_queries_however_many_changes_there_are(manager):
    numbers = []
    for number in (1, 3):
        for turn in range(number):
            BoundaryChange.objects.create(predecessors=["GM0221"], successors=[], on=f"2027-0{number}-0{turn + 1}")
        with CaptureQueriesContext(connection) as queries:
            page = manager.get(reverse("desk_boundaries"))
        numbers.append(len(queries))

    assert numbers[0] == numbers[1]
    assert page.content.decode().count("Doesburg (GM0221)") == 4
