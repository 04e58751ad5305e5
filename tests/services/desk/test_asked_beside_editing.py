"""An edit is no check: it leaves the date, and the desk says so. Who asked says that beside the edit, in one change."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from notation.dates import date_in_words
from services.freshness import CheckPart
from services.models import ChangeSet, Check, Draft, Provider, Verb
from services.staff_models import StaffRole
from services.upkeep.changed import changed_since_check, has_changed_since_check
from services.upkeep.checks import confirm
from services.upkeep.record import as_stored
from services.upkeep.undoing import undo
from tests.portal.page import Page
from tests.services.desk.colleagues import at_the_desk, colleague
from tests.services.desk.forms_of_records import known_record, opened, sends
from tests.services.providers import STAFF

pytestmark = pytest.mark.django_db

EXISTENCE, CONTACT, AREA, ROLES = CheckPart
TODAY = timezone.localdate
ASKED = {"looked_at": ["contact"], "method": "phone"}
NEW_PHONE = {"phone": "026 999 88 77"}


@pytest.fixture
def loket() -> Provider:
    provider = known_record()
    month_ago = TODAY() - timedelta(days=30)
    confirm(provider=provider, parts=frozenset(CheckPart), on=month_ago, by=STAFF, method="phone")
    return provider


@pytest.fixture
def desk():
    return at_the_desk(colleague("mia", StaffRole.REGIONAL_MANAGER))


def stored(provider: Provider) -> dict:
    return as_stored([provider.pk])[provider.pk]


def typed(desk, loket: Provider, **more):
    return sends(desk, loket, opened(desk, loket), **more)


def changed_parts(provider: Provider) -> list[CheckPart]:
    """Return the parts that the page of a record tells; the work list has it by the same."""
    parts = list(changed_since_check([Provider.objects.get(pk=provider.pk)])[provider.pk])
    assert bool(parts) == Provider.objects.filter(has_changed_since_check(), pk=provider.pk).exists()
    return parts


def take_back_last() -> None:
    undo(change_set=ChangeSet.objects.first(), by=STAFF, on=TODAY())


def test_an_edit_leaves_the_date_and_page_and_list_say_that_it_came_after(desk, loket):
    day = loket.contact_checked_on

    typed(desk, loket, **NEW_PHONE)

    assert Provider.objects.get().contact_checked_on == day
    assert Check.objects.count() == 1
    words = f"gewijzigd na de controle van {date_in_words(day)}"
    text = Page.read(desk.get(reverse("desk_record", args=["loket"]))).one("main").text
    assert text.lower().count(words) == 1
    card = Page.read(desk.get(reverse("desk_start"))).one("article").text
    assert f"contactgegevens: {words}" in card
    assert "gewijzigd na de controle" in card.replace(words, "")


@pytest.mark.parametrize(
    ("what", "parts"),
    [
        ({"name": "Nieuw"}, [EXISTENCE]),
        ({"city": "Velp", "areas": "NL"}, [CONTACT, AREA]),
        ({"type": "uwv"}, [ROLES]),
        ({"roles": ["curative"]}, [ROLES]),
        ({"source": "De gids", "description_nl": "Anders"}, []),
    ],
    ids=str,
)
def test_each_part_has_its_own_fields(desk, loket, what, parts):
    typed(desk, loket, **what)

    assert changed_parts(loket) == parts


def test_who_asked_says_so_beside_the_edit_and_undoing_takes_both_back(desk, loket):
    before = stored(loket)

    typed(desk, loket, **NEW_PHONE, **ASKED)

    now, last = stored(loket), ChangeSet.objects.first()
    assert (now["phone"], now["contact_checked_on"]) == ("+31269998877", TODAY().isoformat())
    assert now["area_checked_on"] == before["area_checked_on"]
    assert last.verb == Verb.EDIT
    assert (Check.objects.first().method, Check.objects.first().checked_by) == ("phone", "mia")
    assert changed_parts(loket) == []
    history = Page.read(desk.get(reverse("desk_history", args=["loket"]))).one("main").text
    assert "gewijzigd en gecontroleerd" in history
    take_back_last()
    assert stored(loket) == before
    assert changed_parts(loket) == []


def test_the_look_before_saving_tells_what_the_check_does(desk):
    nooit = known_record("nooit")
    said = {"looked_at": ["contact", "area"], "method": "phone", "doe": "gevolgen"}
    form = opened(desk, nooit)

    page = desk.post(reverse("desk_preview", args=["nooit"]), form | said)
    without = desk.post(reverse("desk_preview", args=["nooit"]), form | {"doe": "gevolgen"})

    can_be = "Naar deze organisatie kan voortaan worden doorverwezen."
    assert can_be in page.content.decode()
    assert can_be not in without.content.decode()


def test_who_asked_and_changed_nothing_has_checked(desk, loket):
    typed(desk, loket, **ASKED)

    assert ChangeSet.objects.first().verb == Verb.CONFIRM
    assert Provider.objects.get().contact_checked_on == TODAY()


@pytest.mark.parametrize("what", [NEW_PHONE, {}], ids=["edit", "check"])
def test_pressed_twice_it_is_one_check_and_nobody_is_asked_again(desk, loket, what):
    form = opened(desk, loket)
    sends(desk, loket, form, **what, **ASKED)
    last = ChangeSet.objects.first()

    again = sends(desk, loket, form, **what, **ASKED)

    assert again["Location"] == reverse("desk_record", args=["loket"])
    assert ChangeSet.objects.first() == last
    assert Check.objects.count() == 2


def test_a_check_of_another_day_counts_from_that_day(desk, loket):
    day = TODAY() - timedelta(days=3)

    typed(desk, loket, **NEW_PHONE, **ASKED, checked_on=f"{day.day}-{day.month}-{day.year}")

    assert Provider.objects.get().contact_checked_on == day
    assert changed_parts(loket) == []


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"looked_at": ["contact"]}, "method"),
        ({**ASKED, "checked_on": ""}, "checked_on"),
        ({**ASKED, "checked_on": "31-12-2998"}, "checked_on"),
        ({**ASKED, "looked_at": ["alles"]}, "looked_at"),
        ({"looked_at": ["area"], "method": "phone", "areas": "?"}, "looked_at"),
        ({**ASKED, "phone": "", "street": "", "postcode": "", "city": ""}, "looked_at"),
        ({**ASKED, "method": "raden"}, "method"),
    ],
    ids=str,
)
def test_a_half_told_check_is_asked_again_and_nothing_is_stored(desk, loket, said, field):
    before = stored(loket)

    page = typed(desk, loket, **{"name": "Nieuw", **said})

    assert list(page.context["form"].errors) == [field]
    assert page.context["form"]["name"].value() == "Nieuw"
    assert stored(loket) == before


def test_a_new_record_can_be_checked_at_once(desk):
    new = {"name": "Nieuw loket", "type": "learning_work_desk", "areas": "AM:AM07", "source": "De gids", **NEW_PHONE}

    sends(desk, None, opened(desk), **new, **ASKED)

    nieuw = Provider.objects.get()
    assert (nieuw.contact_checked_on, nieuw.area_checked_on) == (TODAY(), None)
    assert changed_parts(nieuw) == []


def test_what_somebody_else_changed_meanwhile_was_not_asked_about_and_is_shown_to_look_at(desk, loket):
    form = opened(desk, loket)
    typed(at_the_desk(colleague("jan")), loket, city="Velp")

    answer = sends(desk, loket, form, **NEW_PHONE, looked_at=["contact", "roles"], method="phone")

    assert answer["Location"] == reverse("desk_check", args=["loket"])
    text = Page.read(desk.get(answer["Location"])).one("body").text
    assert "contactgegevens" in text
    assert "nog niet vastgelegd" in text
    assert "Velp" in text
    now = Provider.objects.get()
    assert now.phone == "+31269998877"
    assert now.contact_checked_on == loket.contact_checked_on
    assert now.roles_checked_on == TODAY()


def test_a_planned_change_keeps_the_day_on_which_somebody_asked(desk, loket):
    day = TODAY() - timedelta(days=2)
    said = {**ASKED, "checked_on": f"{day.day}-{day.month}-{day.year}"}
    tomorrow = TODAY() + timedelta(days=1)
    publishing = {"publiceer_op": f"{tomorrow.day}-{tomorrow.month}-{tomorrow.year}"}
    sends(desk, loket, opened(desk, loket), "plan", **NEW_PHONE, **said, **publishing)
    draft = Draft.objects.get()
    kept = opened(desk, loket, concept=draft.pk)
    assert (kept["looked_at"], kept["method"]) == (["contact"], "phone")
    Draft.objects.update(publish_on=TODAY())

    call_command("publish_due", verbosity=0)

    assert Provider.objects.get().contact_checked_on == day


# --- Changed after the check -------------------------------------------------------------------------------------


def test_what_was_taken_back_is_no_change(desk, loket):
    typed(desk, loket, **NEW_PHONE)
    take_back_last()
    assert changed_parts(loket) == []

    take_back_last()
    assert changed_parts(loket) == [CONTACT], "the change stands again"


def test_taking_back_what_a_check_saw_is_a_change(desk, loket):
    typed(desk, loket, **NEW_PHONE)
    change_set = ChangeSet.objects.first()
    confirm(provider=loket, parts=[CONTACT], on=TODAY(), by=STAFF, method="phone")
    assert changed_parts(loket) == []

    undo(change_set=change_set, by=STAFF, on=TODAY())

    assert changed_parts(loket) == [CONTACT]


def test_what_was_never_checked_was_not_changed_after_it(desk):
    nooit = known_record("nooit")

    typed(desk, nooit, **NEW_PHONE)

    assert changed_parts(nooit) == []


@pytest.mark.parametrize("number", [1, 3])
def test_it_is_asked_of_many_records_at_once(desk, number, django_assert_num_queries):
    providers = [known_record(f"loket-{each}", contact_checked_on=date(2026, 1, 1)) for each in range(number)]
    for provider in providers:
        typed(desk, provider, **NEW_PHONE)

    with django_assert_num_queries(1):
        found = changed_since_check(providers)

    assert [list(parts) for parts in found.values()] == [[CONTACT]] * number
