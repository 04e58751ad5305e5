"""Doubles at the desk: the list, two records beside each other, a choice for each thing that differs."""

import pytest
from django.urls import reverse
from django.utils import timezone

from services.duplicates.finding import find_duplicates
from services.duplicates.models import DuplicatePair, Merge, PairState
from services.models import Provider
from services.staff_models import StaffRole
from services.upkeep.door import versions_of
from tests.portal.page import Page
from tests.services.desk.colleagues import OTHER, at_the_desk, colleague, record
from tests.services.providers import by_hand

pytestmark = pytest.mark.django_db

LIST = "/beheer/dubbelen/"


@pytest.fixture
def desk():
    return at_the_desk(colleague("mia", StaffRole.REGIONAL_MANAGER))


@pytest.fixture
def two() -> tuple[Provider, Provider]:
    first = record("loket", phone="+31263123456", city="Arnhem", street="Markt 1", postcode="6811CG")
    second = record("dubbel", phone="+31263123456", city="Arnhem", website="https://loket.nl")
    return first, second


def address(*two: Provider) -> str:
    return reverse("desk_pair", args=[one.slug for one in two])


def choice(two, **more: str) -> dict:
    versions = list(versions_of([one.pk for one in two]).values())
    chosen = {"kept": "loket", "reason": "Zelfde balie.", "version_1": versions[0], "version_2": versions[1]}
    return {**chosen, "whose_name": "loket", "whose_street": "loket", "whose_website": "dubbel", **more}


def test_two_records_become_one_by_a_choice_for_each_thing_that_differs_and_are_taken_apart(desk, two):
    page = desk.get(address(*two)).content.decode()
    assert "Markt 1, 6811CG, Arnhem" in page

    done = desk.post(address(*two), choice(two), follow=True)

    kept, gone = Provider.objects.get(slug="loket"), Provider.objects.get(slug="dubbel")
    assert (kept.name, kept.street, kept.website) == ("Loket", "Markt 1", "https://loket.nl")
    assert (gone.merged_into, gone.retired_on) == (kept, timezone.localdate())
    assert Merge.objects.get().change_set.reason == "Zelfde balie."
    assert "Hierin is opgegaan" in done.content.decode()
    assert desk.post(address(*two), choice(two)).status_code == 302  # pressed twice it is done once
    assert Merge.objects.count() == 1
    history = desk.get(reverse("desk_history", args=["loket"])).content.decode()
    assert "dubbel samengevoegd" in history
    assert reverse("desk_take_back", args=["loket", Merge.objects.get().change_set_id]) not in history

    apart = desk.post(reverse("desk_unmerge", args=[Merge.objects.get().pk]), follow=True)

    assert "zijn weer twee organisaties" in apart.content.decode()
    assert Provider.objects.filter(merged_into=None, retired_on=None, website="").count() == 1


def test_what_is_not_chosen_is_asked_beside_its_field_and_nothing_typed_is_lost(desk, two):
    answer = desk.post(address(*two), {**choice(two, reason="a" * 501), "whose_street": ""})

    form = answer.context["form"]
    assert set(form.errors) == {"whose_street", "reason"}
    assert "a" * 501 in answer.content.decode()
    assert Page.read(answer).one("input", name="whose_website", value="dubbel").get("checked") is not None
    assert not Merge.objects.exists()


def test_a_record_that_moved_since_is_told_with_what_became_of_it(desk, two):
    sent = choice(two)
    with by_hand():
        Provider.objects.filter(pk=two[1].pk).update(opening_hours="ma-vr")

    answer = desk.post(address(*two), sent)

    assert answer.status_code == 409
    assert "dubbel:" in answer.content.decode()
    assert "openingstijden van niet ingevuld in ma-vr" in answer.content.decode()
    assert "whose_opening_hours" in answer.context["form"].errors
    assert not Merge.objects.exists()


def test_what_cannot_be_merged_is_said(desk, two):
    with by_hand():
        Provider.objects.filter(slug="loket").update(retired_on=timezone.localdate())

    answer = desk.post(address(*two), choice(two))

    assert answer.status_code == 409
    assert "Loket is gestopt en kan dus niet blijven" in answer.content.decode()
    assert desk.get(address(two[0], two[0])).status_code == 403


def test_a_pair_with_a_record_of_another_region_says_whom_to_ask(desk, two):
    theirs = record("elders", where=OTHER)

    assert "Elders valt onder een ander" in desk.get(address(two[0], theirs)).content.decode()
    sent = {**choice((two[0], theirs)), "whose_phone": "loket", "whose_street": "loket"}
    assert desk.post(address(two[0], theirs), sent).status_code == 403
    assert not Merge.objects.exists()


def test_not_the_same_is_no_longer_listed(desk, two):
    with by_hand():
        Provider.objects.update(name="Leerwerkloket Arnhem")
    find_duplicates(timezone.localdate())
    pair = DuplicatePair.objects.get()
    assert "hetzelfde telefoonnummer" in desk.get(LIST).content.decode()

    for digest, state in (("oud", PairState.OPEN), (pair.digest, PairState.NOT_THE_SAME)):
        desk.post(reverse("desk_not_the_same", args=["loket", "dubbel"]), {"digest": digest})
        pair.refresh_from_db()
        assert pair.state == state
    assert "Er staat niets open" in desk.get(LIST).content.decode()


def test_a_list_of_three_costs_no_more_questions_than_one_of_one(desk, django_assert_max_num_queries):
    def add(number: int) -> None:
        first, second = record(f"a{number}"), record(f"b{number}")
        DuplicatePair.objects.create(first=first, second=second, score=80, why=["same_phone"], digest="x")

    add(1)
    desk.get(LIST)  # some is remembered while nothing changes
    with django_assert_max_num_queries(60) as asked:
        desk.get(LIST)
        number = len(asked)
    add(2)
    add(3)
    desk.get(LIST)
    with django_assert_max_num_queries(number):
        assert desk.get(LIST).content.decode().count(" en B") == 3
