"""What is kept for later: drafts, on a day or not, what a script keeps by itself, and who has a record open."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from services.desk import staff
from services.models import ChangeSet, Draft, Presence, Provider
from services.staff_models import StaffMember, StaffRole
from services.upkeep.record import as_stored
from tests.portal.page import Page
from tests.services.desk.colleagues import OTHER, at_the_desk, colleague
from tests.services.desk.forms_of_records import AREA, known_record, opened, sends
from tests.services.providers import by_hand

pytestmark = pytest.mark.django_db

NEW = {"name": "Nieuw loket", "type": "learning_work_desk", "areas": AREA, "source": "De gids"}


@pytest.fixture
def loket() -> Provider:
    return known_record()


@pytest.fixture
def eva():
    return at_the_desk(colleague("eva"))


@pytest.fixture
def jan():
    return at_the_desk(colleague("jan"))


def stored(provider: Provider) -> dict:
    return as_stored([provider.pk])[provider.pk]


def tomorrow() -> str:
    day = timezone.localdate() + timedelta(days=1)
    return f"{day.day}-{day.month}-{day.year}"


def the_day_comes() -> None:
    """Let a night pass: what is planned for tomorrow is for today."""
    Draft.objects.filter(kind="scheduled").update(publish_on=timezone.localdate())
    call_command("publish_due", verbosity=0)


def test_a_draft_keeps_what_was_typed_whatever_is_wrong_with_it_and_publishes_nothing(eva, loket):
    before = stored(loket)

    answer = sends(eva, loket, opened(eva, loket), "concept", phone="bel mij\x00", name="")

    assert stored(loket) == before
    page = eva.get(answer["Location"])
    form = page.context["form"]
    assert (form["phone"].value(), form["name"].value(), form.errors) == ("bel mij", "", {})
    assert page.context["seen"] == Draft.objects.get().seen


def test_a_draft_that_is_kept_again_or_sent_twice_is_one(eva, loket):
    form = opened(eva, loket)
    sends(eva, loket, form, "concept", name="Een")
    sends(eva, loket, form, "concept", name="Een")
    again = opened(eva, loket, concept=Draft.objects.get().pk)

    sends(eva, loket, again, "concept", name="Twee")

    assert Draft.objects.get().typed["name"] == ["Twee"]


def test_a_draft_of_somebody_else_is_gone_on_with_and_never_written_over(eva, jan, loket):
    sends(jan, loket, opened(jan, loket), "concept", name="Van Jan")
    form = opened(eva, loket, concept=Draft.objects.get().pk)
    assert form["name"] == "Van Jan"

    sends(eva, loket, form, "concept", name="Van Eva")

    assert sorted(draft.typed["name"][0] for draft in Draft.objects.all()) == ["Van Eva", "Van Jan"]


def test_a_draft_that_is_saved_has_ended(eva, loket):
    sends(eva, loket, opened(eva, loket), "concept", name="Een")

    sends(eva, loket, opened(eva, loket, concept=Draft.objects.get().pk))

    draft = Draft.objects.get()
    assert draft.ended_at
    assert draft.change_set == ChangeSet.objects.first()
    assert eva.get(reverse("desk_edit", args=["loket"]), {"concept": draft.pk}).status_code == 404


def test_a_draft_is_thrown_away_and_is_then_nowhere(eva, loket):
    sends(eva, loket, opened(eva, loket), "concept", name="Een")

    eva.post(reverse("desk_draft_away", args=[Draft.objects.get().pk]))

    assert "Er zijn geen concepten." in eva.get(reverse("desk_drafts")).content.decode()


def test_who_may_not_edit_a_record_sees_no_draft_of_it(jan, loket):
    sends(jan, loket, opened(jan, loket), "concept", name="Een")
    sends(jan, None, opened(jan), "concept", **NEW)
    elsewhere, beside = at_the_desk(colleague("els", where=OTHER)), at_the_desk(colleague("bo"))

    assert list(elsewhere.get(reverse("desk_drafts")).context["page"]) == []
    assert [draft.name for draft in beside.get(reverse("desk_drafts")).context["page"]] == ["Een"]
    for draft in Draft.objects.all():
        assert elsewhere.post(reverse("desk_draft_away", args=[draft.pk])).status_code == 404


def test_nobody_ends_a_draft_that_they_cannot_see(jan, eva, loket):
    sends(jan, None, opened(jan), "concept", **NEW)

    sends(eva, None, opened(eva) | {"concept": Draft.objects.get().pk}, **NEW | {"name": "Iets anders"})

    assert Draft.objects.get().ended_at is None


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_number_of_queries_for_one_as_for_three(eva, loket, number, django_assert_num_queries):
    for each in range(number):
        sends(eva, loket, opened(eva, loket), "concept", name=f"Naam {each}")
    eva.get(reverse("desk_drafts"))

    with django_assert_num_queries(8):
        assert len(eva.get(reverse("desk_drafts")).context["page"]) == number


# --- On a day --------------------------------------------------------------------------------------------------


def test_what_is_planned_is_published_in_the_morning_and_not_before(eva, loket):
    sends(eva, loket, opened(eva, loket), "plan", name="Nieuwe naam", publiceer_op=tomorrow())
    call_command("publish_due", verbosity=0)
    assert stored(loket)["name"] == "Loket"

    the_day_comes()
    the_day_comes()

    assert stored(loket)["name"] == "Nieuwe naam"
    assert Draft.objects.get().change_set == ChangeSet.objects.first()
    assert ChangeSet.objects.first().by.username == "eva"


@pytest.mark.parametrize("day", ["1-1-2026", "", "ooit", "31-12-9999"])
def test_a_day_that_cannot_be_is_told_and_nothing_is_lost(eva, loket, day):
    page = sends(eva, loket, opened(eva, loket), "plan", name="Nieuwe naam", publiceer_op=day)

    assert page.context["publishing"].errors
    assert page.context["form"]["name"].value() == "Nieuwe naam"
    assert not Draft.objects.exists()


def test_today_is_at_once_and_what_is_wrong_is_not_planned(eva, loket):
    today = timezone.localdate()
    sends(eva, loket, opened(eva, loket), "plan", name="Anders", publiceer_op=f"{today.day}-{today.month}-{today.year}")
    assert stored(loket)["name"] == "Anders"

    page = sends(eva, loket, opened(eva, loket), "plan", phone="bel mij", publiceer_op=tomorrow())

    assert list(page.context["form"].errors) == ["phone"]
    assert not Draft.objects.exists()


def test_a_planned_change_beside_another_is_published_with_it(eva, jan, loket):
    sends(eva, loket, opened(eva, loket), "plan", name="Nieuwe naam", publiceer_op=tomorrow())
    sends(jan, loket, opened(jan, loket), city="Velp")

    the_day_comes()

    assert (stored(loket)["name"], stored(loket)["city"]) == ("Nieuwe naam", "Velp")


def test_a_planned_change_of_what_another_changed_stays_a_draft_and_stands_in_the_work_list(eva, jan, loket):
    sends(eva, loket, opened(eva, loket), "plan", name="Van Eva", city="Velp", publiceer_op=tomorrow())
    sends(jan, loket, opened(jan, loket), name="Van Jan")

    the_day_comes()

    assert stored(loket)["name"] == "Van Jan"
    draft = Draft.objects.get()
    assert (draft.kind, draft.ended_at, draft.typed["name"]) == ("draft", None, ["Van Eva"])
    assert "hetzelfde: naam" in draft.failure
    assert "geplande wijziging is niet gepubliceerd" in Page.read(eva.get("/beheer/?reden=concept")).one("article").text
    page = sends(eva, loket, opened(eva, loket, concept=draft.pk))
    assert [row.unit for row in page.context["rows"]] == ["name"]


def test_a_draft_of_who_left_or_lost_their_rights_is_not_published(eva, loket):
    sends(eva, loket, opened(eva, loket), "plan", name="Nieuwe naam", publiceer_op=tomorrow())
    boss = colleague("baas", StaffRole.NATIONAL_MANAGER)
    staff.end_account(by=boss, member=StaffMember.objects.get(user__username="eva"))

    the_day_comes()

    assert stored(loket)["name"] == "Loket"
    assert "niet meer wijzigen" in Draft.objects.get().failure


def test_a_new_record_is_a_draft_until_its_day(eva):
    sends(eva, None, opened(eva), "plan", publiceer_op=tomorrow(), **NEW)
    assert not Provider.objects.exists()

    the_day_comes()
    the_day_comes()

    assert [provider.slug for provider in Provider.objects.all()] == ["nieuw-loket"]


def test_a_new_record_that_is_there_already_stays_a_draft_and_is_to_do(eva):
    sends(eva, None, opened(eva), "plan", publiceer_op=tomorrow(), **NEW)
    sends(eva, None, opened(eva), **NEW)

    the_day_comes()

    assert "Nieuw loket is niet gepubliceerd" in eva.get("/beheer/").content.decode()
    assert opened(eva, concept=Draft.objects.get().pk)["name"] == "Nieuw loket"


def test_a_planned_change_of_a_record_that_is_gone_brings_it_not_back(eva, loket):
    sends(eva, loket, opened(eva, loket), "plan", name="Nieuwe naam", publiceer_op=tomorrow())
    with by_hand():
        Provider.objects.get().delete()

    the_day_comes()

    assert not Provider.objects.exists()
    assert "verwijderd" in Draft.objects.get().failure
    assert opened(eva, concept=Draft.objects.get().pk)["name"] == "Nieuwe naam"


# --- By itself -------------------------------------------------------------------------------------------------


def types(client, provider: Provider, **typed) -> None:
    """Let the script keep what somebody is typing."""
    answer = client.post(reverse("desk_autosave", args=[provider.slug]), opened(client, provider) | typed)
    assert answer.status_code == 204


def test_what_was_being_typed_is_given_back_when_the_form_is_opened_again(eva, jan, loket):
    types(eva, loket, phone="026")
    types(eva, loket, phone="026 312")
    page = eva.get(reverse("desk_edit", args=["loket"]))

    assert "U was hier bezig op" in page.content.decode()
    assert page.context["form"]["phone"].value() == "026 312 34 56"
    assert opened(eva, loket, concept=Draft.objects.get().pk)["phone"] == "026 312"
    assert "U was hier bezig" not in jan.get(reverse("desk_edit", args=["loket"])).content.decode()
    assert jan.get(reverse("desk_edit", args=["loket"]), {"concept": Draft.objects.get().pk}).status_code == 404


@pytest.mark.parametrize("button", ["bewaar", "concept"])
def test_what_was_kept_by_itself_goes_once_it_is_saved(eva, loket, button):
    types(eva, loket, phone="026 999")

    sends(eva, loket, opened(eva, loket), button, phone="026 999 88 77")

    assert not Draft.objects.filter(kind="autosave").exists()


def test_what_was_kept_by_itself_is_thrown_away(eva, loket):
    types(eva, loket, phone="026 999")

    answer = eva.post(reverse("desk_draft_away", args=[Draft.objects.get().pk]))

    assert answer["Location"] == reverse("desk_edit", args=["loket"])
    assert not Draft.objects.exists()


def test_far_too_much_is_not_kept_by_itself(eva, loket):
    types(eva, loket, description_nl="x" * 64_001)

    assert not Draft.objects.exists()


# --- Who is there ----------------------------------------------------------------------------------------------


def test_who_has_a_record_open_is_shown_to_others_for_two_minutes_and_stops_nobody(eva, jan, loket):
    here = reverse("desk_presence", args=["loket"])
    eva.get(reverse("desk_edit", args=["loket"]))
    assert jan.post(here).json() == {"others": []}, "who only opens the page says nothing"

    eva.post(here)

    (told,) = jan.post(here).json()["others"]
    assert told.startswith("eva heeft dit open sinds ")
    assert told in jan.get(reverse("desk_edit", args=["loket"])).content.decode()
    assert sends(jan, loket, opened(jan, loket), city="Velp").status_code == 302
    Presence.objects.update(seen_at=timezone.now() - timedelta(minutes=2, seconds=1))
    assert jan.post(here).json() == {"others": []}
    assert "heeft dit open" not in jan.get(reverse("desk_edit", args=["loket"])).content.decode()


def test_being_there_does_not_lengthen_a_session_and_typing_does(eva, loket):
    session = eva.session
    long_ago = timezone.now().timestamp() - 600
    session["seen_at"] = long_ago
    session.save()

    eva.post(reverse("desk_presence", args=["loket"]))
    assert eva.session["seen_at"] == long_ago
    eva.post(reverse("desk_autosave", args=["loket"]), {"seen": 0})
    assert eva.session["seen_at"] > long_ago
