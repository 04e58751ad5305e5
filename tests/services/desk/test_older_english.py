"""English that stays beside another Dutch text is the older one, however that was written, until somebody compares."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from services.duplicates.merging import merge, values_taken
from services.files.importing import import_providers
from services.models import ChangeSet, Draft, Provider
from services.staff_models import StaffRole
from services.upkeep.door import versions_of
from services.upkeep.record import as_stored
from services.upkeep.undoing import undo
from tests.portal.page import Page
from tests.services.desk.colleagues import at_the_desk, colleague
from tests.services.desk.forms_of_records import AREA, known_record, opened, sends
from tests.services.providers import STAFF, by_hand

pytestmark = pytest.mark.django_db

DUTCH, ENGLISH = "Wij helpen.", "We help."


@pytest.fixture
def loket() -> Provider:
    return known_record(description_nl=DUTCH, description_en=ENGLISH)


@pytest.fixture
def desk():
    return at_the_desk(colleague("mia", StaffRole.REGIONAL_MANAGER))


def is_older(slug: str = "loket") -> bool:
    return Provider.objects.get(slug=slug).english_is_older


def by_form(desk, loket: Provider, **typed: str) -> None:
    sends(desk, loket, opened(desk, loket), **typed)


def on_a_day(desk, loket: Provider, **typed: str) -> None:
    sends(desk, loket, opened(desk, loket), "concept", **typed)
    draft = Draft.objects.get(ended_at=None)
    draft.kind, draft.publish_on = "scheduled", timezone.localdate()
    draft.save()
    call_command("publish_due", verbosity=0)


def by_file(_desk, loket: Provider, **typed: str) -> None:
    row = {"slug": loket.slug, "name": loket.name, "type": "learning_work_desk", "areas": AREA, "source": "x"} | typed
    cells = [",".join(f'"{text}"' for text in texts) for texts in (row, row.values())]
    assert not import_providers("\n".join(cells).encode(), on=timezone.localdate()).errors


WAYS = [by_form, on_a_day, by_file]


@pytest.mark.parametrize("write", WAYS)
def test_another_dutch_text_makes_the_english_one_older_until_that_changes_too(desk, loket, write):
    write(desk, loket, description_nl="Wij helpen ook u.")
    assert is_older()

    write(desk, loket, description_en="We help you too.")
    assert not is_older()


@pytest.mark.parametrize("write", [by_form, by_file])
@pytest.mark.parametrize(
    "typed",
    [
        {"description_nl": "Anders", "description_en": "Different"},
        {"description_en": "Different"},
        {"description_nl": "Anders", "description_en": ""},
        {"phone": "026 999 88 77"},
    ],
    ids=str,
)
def test_nothing_else_does(desk, loket, write, typed):
    write(desk, loket, **typed)

    assert not is_older()


def test_who_compared_the_texts_says_that_the_english_one_holds(desk, loket):
    by_form(desk, loket, description_nl="Wij helpen ook.", english_holds="on")
    assert not is_older()

    by_form(desk, loket, description_nl="Wij helpen graag.")
    assert is_older()
    page = Page.read(desk.get(reverse("desk_edit", args=["loket"]))).one("main").text
    assert "Het Nederlands is later gewijzigd dan het Engels." in page
    assert (
        "Het Engels is ouder dan het Nederlands." in desk.get(reverse("desk_record", args=["loket"])).content.decode()
    )

    by_form(desk, loket, english_holds="on")
    assert not is_older()
    last = ChangeSet.objects.first().records.get()
    assert list(last.after) == ["english_is_older"]


def test_saying_so_where_it_is_known_changes_nothing(desk, loket):
    before = ChangeSet.objects.first()

    by_form(desk, loket, english_holds="on")

    assert ChangeSet.objects.first() == before


def test_english_written_beside_a_dutch_text_that_somebody_else_changed_is_asked_about(desk, loket):
    other = at_the_desk(colleague("jan"))
    form = opened(desk, loket)
    by_form(other, loket, description_nl="Wij helpen niet meer.")

    page = desk.get(sends(desk, loket, form, description_en="We help everyone.", english_holds="on")["Location"])

    now = as_stored([loket.pk])[loket.pk]
    assert (now["description_nl"], now["description_en"]) == ("Wij helpen niet meer.", "We help everyone.")
    assert is_older()
    assert "Uw Engels hoort bij de oude tekst: klopt het nog?" in page.content.decode()


def test_that_english_holds_was_said_of_the_english_that_was_there(desk, loket):
    other = at_the_desk(colleague("jan"))
    form = opened(desk, loket)
    by_form(other, loket, description_en="Another.")

    sends(desk, loket, form, description_nl="Wij helpen iedereen.", english_holds="on")

    assert is_older()


@pytest.mark.parametrize("between", [{}, {"description_en": "We help you too."}, {"city": "Velp"}], ids=str)
@pytest.mark.parametrize("typed", [{}, {"english_holds": "on"}], ids=str)
def test_undoing_gives_back_what_was_known_of_texts_that_go_back_together(desk, loket, typed, between):
    by_form(desk, loket, description_nl="Wij helpen ook u.", **typed)
    change_set = ChangeSet.objects.first()
    if between:
        by_form(desk, loket, **between)

    undo(change_set=change_set, by=STAFF, on=timezone.localdate())

    assert Provider.objects.get().description_nl == DUTCH
    assert is_older() == ("description_en" in between), "newer English beside the old Dutch text belongs to another"


def test_undoing_the_undoing_makes_it_older_again(desk, loket):
    by_form(desk, loket, description_nl="Wij helpen ook u.")
    undo(change_set=ChangeSet.objects.first(), by=STAFF, on=timezone.localdate())

    undo(change_set=ChangeSet.objects.first(), by=STAFF, on=timezone.localdate())

    assert is_older()


@pytest.mark.parametrize(("taken", "expected"), [(["description_nl"], True), ([], False)])
def test_merging_takes_it_with_the_texts(loket, taken, expected):
    gone = known_record("dubbel", description_nl="Oud", description_en="Old", english_is_older=True)
    records = as_stored([loket.pk, gone.pk])
    values = values_taken(records[loket.pk], records[gone.pk], taken, [])
    how = {"reason": "x", "by": STAFF, "on": timezone.localdate(), "seen": versions_of([loket.pk, gone.pk])}

    merge(kept=loket, gone=gone, values=values, **how)

    assert is_older() == expected


def test_the_public_page_says_so_in_english_and_shows_both_texts_as_they_are(client, loket):
    with by_hand():
        Provider.objects.update(english_is_older=True)
    dutch = client.get(reverse("organisation", args=["loket"])).content.decode()
    english = client.get("/en" + reverse("organisation", args=["loket"])).content.decode()

    assert "This is a translation of an older Dutch text." in english
    assert ENGLISH in english
    assert DUTCH in dutch
    assert "vertaling" not in dutch
