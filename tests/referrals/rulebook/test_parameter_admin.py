"""A new number for a rule: one enters it, sees what it changes, and another approves it."""

import re
from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from referrals.rulebook.preview import preview_of
from services.catalogue import catalogue
from services.models import DatedParameter
from services.parameters import BOUNDS
from tests.portal.page import Page
from tests.staff import sign_in

pytestmark = pytest.mark.django_db

LIST = "/beheer/techniek/services/datedparameter/"
TWELVE_FROM_JUNE = {
    "code": "collective_dismissal_minimum",
    "value": 12,
    "unit": "personen",
    "valid_from": "2027-06-01",
    "source": "Voorbeeld",
}


@pytest.fixture(autouse=True)
def somebody_helps(example_directory):
    """Have organisations: where nobody helps, each example case of a preview asks the whole country who is nearest."""


def waiting():
    """Return the values that members of staff entered, and that nobody approved yet."""
    return DatedParameter.objects.filter(approved_at=None).exclude(checked_by_staff_on=None)


@pytest.fixture
def first(client):
    sign_in(client, get_user_model().objects.create_superuser("eerste"))
    return client


@pytest.fixture
def second(django_user_model):
    client = Client()
    sign_in(client, django_user_model.objects.create_superuser("tweede"))
    return client


@pytest.fixture
def third(django_user_model):
    client = Client()
    sign_in(client, django_user_model.objects.create_superuser("derde"))
    return client


def enter(client, **changes):
    response = client.post(LIST + "add/", {**TWELVE_FROM_JUNE, **changes})
    assert response.status_code == 302, response.content.decode()
    return response["Location"]


def shown_to(client, approval):
    """Return the form of the page, as it would be sent in."""
    fields = Page.read(client.get(approval)).all("input", type="hidden", name="shown")
    return {"shown": fields[0]["value"]} if fields else {}


def look_and_approve(client, approval):
    return client.post(approval, shown_to(client, approval))


def minimum(on):
    return catalogue().parameters.on(on, "collective_dismissal_minimum").value


def test_a_value_holds_only_after_another_member_of_staff_approved_it(first, second):
    approval = enter(first)
    assert minimum(date(2027, 6, 1)) == 20
    assert first.post(approval).status_code == 403
    assert minimum(date(2027, 6, 1)) == 20
    assert look_and_approve(second, approval).status_code == 302
    assert minimum(date(2027, 5, 31)) == 20
    assert minimum(date(2027, 6, 1)) == 12


def test_the_preview_lists_exactly_the_examples_that_change(first, example_directory):
    html = first.get(enter(first)).content.decode()
    assert set(re.findall(r"\((r\d\d-[\w-]+)\): duties", html)) == {
        "r04-leave-across-sectors-first",
        "r04-stay-own-sector-first",
        "r14-budget-private-last",
        "r14-budget-unknown",
        "r14-no-budget",
        "r19-fifty-employees",
        "r19-forty-nine-employees",
    }
    assert "Goedkeuren" not in html
    assert "Iemand anders keurt haar goed" in html


def test_a_value_and_its_first_day_are_read_as_people_write_them(first):
    enter(first, code="check_due_days", value="1.000", unit="dagen", valid_from="1 juni 2027")
    assert DatedParameter.objects.filter(code="check_due_days", value=1000, valid_from=date(2027, 6, 1)).exists()


def test_a_preview_without_changes_says_so(first, example_directory):
    html = first.get(enter(first, valid_from=f"{timezone.localdate().year + 9}-01-01")).content.decode()
    assert "Geen van de voorbeelden verandert." in html


def test_a_value_that_holds_is_never_changed_or_removed(first):
    row = DatedParameter.objects.get(code="collective_dismissal_minimum")
    assert first.post(f"{LIST}{row.pk}/change/", {**TWELVE_FROM_JUNE, "value": 5}).status_code == 403
    assert first.post(f"{LIST}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    assert minimum(date(2027, 1, 1)) == 20


def test_pressing_twice_approves_once(first, second):
    approval = enter(first)
    form = shown_to(second, approval)
    second.post(approval, form)
    approved = DatedParameter.objects.get(value=12)

    assert second.post(approval, form).status_code == 302
    assert first.post(approval, form).status_code == 403
    assert DatedParameter.objects.get(value=12).approved_at == approved.approved_at


def test_who_comes_second_hears_that_another_approved_it(first, second, third):
    approval = enter(first)
    forms = [(client, shown_to(client, approval)) for client in (second, third)]

    answers = [client.post(approval, form) for client, form in forms]

    assert [answer.status_code for answer in answers] == [302, 409]
    assert "Iemand anders was u voor" in answers[1].content.decode()
    assert DatedParameter.objects.get(value=12).approved_by.username == "tweede"


# --- What is approved is what was shown ---------------------------------------------------------------------------


def other_value(row):
    row.value = 13
    row.save()


def other_source(row):
    row.source = "Een andere bron"
    row.save()


def other_day(row):
    row.valid_from = date(2027, 7, 1)
    row.save()


def other_proposer(row):
    row.entered_by = get_user_model().objects.create_user("vierde", is_staff=True)
    row.save()


def other_value_that_holds(row):
    DatedParameter.objects.filter(code=row.code, valid_from=None).update(value=5)


def other_rule_number(row):
    DatedParameter.objects.filter(code="social_plan_minimum").update(unit="maanden")
    DatedParameter.objects.create(
        code=row.code,
        value=3,
        unit="personen",
        valid_from=date(2026, 1, 1),
        source="Nieuw",
        checked_by_staff_on=date(2026, 1, 1),
        approved_at=timezone.now(),
    )


@pytest.mark.parametrize(
    "change", [other_value, other_source, other_day, other_proposer, other_value_that_holds, other_rule_number]
)
def test_what_changed_since_it_was_shown_is_shown_anew_and_not_approved(first, second, example_directory, change):
    approval = enter(first)
    form = shown_to(second, approval)
    row = waiting().get()
    change(row)

    response = second.post(approval, form)

    assert response.status_code == 409
    assert "Er is iets veranderd sinds u dit zag" in response.content.decode()
    assert DatedParameter.objects.get(pk=row.pk).approved_at is None
    anew = Page.read(response).one("input", type="hidden", name="shown")["value"]
    assert second.post(approval, {"shown": anew}).status_code == 302
    assert DatedParameter.objects.get(pk=row.pk).approved_at


@pytest.mark.parametrize("form", [{}, {"shown": ""}, {"shown": "\x00"}, {"shown": "a" * 100_000}])
def test_who_sends_no_proof_of_having_seen_it_is_shown_it(first, second, form):
    approval = enter(first)
    assert second.post(approval, form).status_code == 409
    assert waiting().exists()


def test_the_form_of_another_value_approves_nothing(first, second):
    approval, other = enter(first), enter(first, valid_from="2027-07-01")
    assert second.post(other, shown_to(second, approval)).status_code == 409
    assert waiting().count() == 2


def test_a_value_that_is_gone_is_not_there(first, second):
    approval = enter(first)
    form = shown_to(second, approval)
    waiting().delete()
    assert second.post(approval, form).status_code == 404


def test_a_value_approved_while_its_form_was_open_is_not_changed_by_it(first, second):
    approval = enter(first)
    row = waiting().get()
    look_and_approve(second, approval)

    assert first.post(f"{LIST}{row.pk}/change/", {**TWELVE_FROM_JUNE, "value": 5}).status_code == 403
    assert first.post(f"{LIST}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    first.post(LIST, {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"})
    assert minimum(date(2027, 6, 1)) == 12


def test_a_value_from_before_the_bounds_is_not_approved(first, second):
    approval = enter(first)
    waiting().update(value=100_001)

    assert "Deze waarde kan niet gelden" in second.get(approval).content.decode()
    assert shown_to(second, approval) == {}
    form = {"shown": preview_of(waiting().get()).digest}
    assert second.post(approval, form).status_code == 409
    assert minimum(date(2027, 6, 1)) == 20


# --- A value within its bounds ------------------------------------------------------------------------------------

OF_EACH_UNIT = {
    "dagen": "check_due_days",
    "maanden": "uwv_reach_months",
    "personen": "social_plan_minimum",
    "weken": "permit_use_weeks",
    "jaren": "ww_full_years",
    "euro": "transition_maximum",
    "deel: 1 op": "transition_year_part",
    "ja=1 nee=0": "deeltijd_ww",
}


def test_every_unit_that_is_shipped_has_bounds():
    assert set(DatedParameter.objects.values_list("unit", flat=True)) == set(OF_EACH_UNIT) == set(BOUNDS)


@pytest.mark.parametrize("unit", OF_EACH_UNIT)
def test_the_bounds_of_each_unit_are_in_and_what_lies_outside_is_refused_beside_the_value(first, unit):
    least, most = BOUNDS[unit]
    fields = {"code": OF_EACH_UNIT[unit], "unit": unit}
    for day, value in enumerate({least, most}, start=1):
        enter(first, **fields, value=value, valid_from=f"2028-01-{day:02}")
    for value in (least - 1, most + 1, 999_999_999_999):
        response = first.post(LIST + "add/", {**TWELVE_FROM_JUNE, **fields, "value": value, "valid_from": "2028-02-01"})
        assert list(response.context["adminform"].form.errors) == ["value"]
        assert response.context["adminform"].form["value"].value() == str(value)


@pytest.mark.parametrize("unit", ["maanden", "euro", "", "PERSONEN", "x" * 1000])
def test_a_value_keeps_the_unit_of_its_code(first, unit):
    response = first.post(LIST + "add/", {**TWELVE_FROM_JUNE, "unit": unit})
    assert list(response.context["adminform"].form.errors) == ["unit"]


def test_two_values_that_would_hold_at_once_are_refused_beside_the_day(first):
    enter(first)
    response = first.post(LIST + "add/", {**TWELVE_FROM_JUNE, "value": 15})
    assert list(response.context["adminform"].form.errors) == ["valid_from"]


@pytest.mark.parametrize(
    "changes",
    [
        {"code": "verzonnen"},
        {"value": 100_001},
        {"value": "12,0"},
        {"value": "12.0"},
        {"value": 121, "unit": "maanden"},
        {"valid_from": "1-6-27"},
        {"valid_from": "juni 2027"},
        {"valid_from": "31-12-9999"},
        {"valid_from": "1-1-0001"},
        {"value": -1},
        {"valid_from": "2027-02-30"},
        {"valid_from": ""},
        {"source": ""},
    ],
)
def test_a_slip_is_refused_with_the_form_kept(first, changes):
    before = DatedParameter.objects.count()
    response = first.post(LIST + "add/", {**TWELVE_FROM_JUNE, **changes})
    assert response.status_code == 200
    assert "errorlist" in response.content.decode()
    assert DatedParameter.objects.count() == before


def test_the_database_refuses_that_one_person_is_both_pairs_of_eyes(first):
    user = get_user_model().objects.get(username="eerste")
    with pytest.raises(IntegrityError), transaction.atomic():
        DatedParameter.objects.create(**TWELVE_FROM_JUNE, entered_by=user, approved_by=user)


def test_the_database_refuses_that_who_checked_a_value_approves_it(first):
    user = get_user_model().objects.get(username="eerste")
    with pytest.raises(IntegrityError), transaction.atomic():
        DatedParameter.objects.create(**TWELVE_FROM_JUNE, checked_by=user, approved_by=user)


def test_the_database_refuses_that_a_value_holds_that_nobody_checked(first):
    with pytest.raises(IntegrityError), transaction.atomic():
        DatedParameter.objects.create(**TWELVE_FROM_JUNE, approved_at=timezone.now())


# --- A shipped fact that nobody checked ---------------------------------------------------------------------------


@pytest.fixture
def fact():
    """Return where a shipped fact is checked and approved."""
    return f"{LIST}{DatedParameter.objects.get(code='permit_use_weeks').pk}/goedkeuren/"


def press(client, page, button):
    """Press a button on the page as it is shown."""
    read = Page.read(client.get(page))
    assert read.all("input", type="submit", value=button), button
    named = {"checked": button} if button == "Nagekeken" else {}
    return client.post(page, {"shown": read.one("input", type="hidden", name="shown")["value"], **named})


def known_weeks():
    return catalogue().parameters.find(timezone.localdate(), "permit_use_weeks")


def test_a_fact_is_checked_by_one_and_approved_by_another(first, second, fact):
    assert press(first, fact, "Nagekeken").status_code == 302
    assert known_weeks() is None
    assert not Page.read(first.get(fact)).all("input", type="submit", value="Goedkeuren")
    assert first.post(fact).status_code == 403

    assert press(second, fact, "Goedkeuren").status_code == 302
    assert (known_weeks().value, known_weeks().checked_on) == (4, timezone.localdate())


def test_a_fact_that_nobody_checked_is_not_approved(first, fact):
    assert not Page.read(first.get(fact)).all("input", type="submit", value="Goedkeuren")
    shown = preview_of(DatedParameter.objects.get(code="permit_use_weeks")).digest
    response = first.post(fact, {"shown": shown})
    assert response.status_code == 409
    assert "Niemand heeft deze waarde nagekeken" in response.content.decode()
    assert known_weeks() is None


def test_checking_twice_checks_once_and_another_who_checks_is_told(first, second, fact):
    form = {"shown": Page.read(first.get(fact)).one("input", type="hidden", name="shown")["value"], "checked": "1"}
    assert [first.post(fact, form).status_code for _press in range(2)] == [302, 302]
    assert second.post(fact, form).status_code == 409
    assert waiting().get().checked_by.username == "eerste"


def test_a_fact_that_changed_since_it_was_shown_is_not_checked(first, fact):
    form = {"shown": Page.read(first.get(fact)).one("input", type="hidden", name="shown")["value"], "checked": "1"}
    DatedParameter.objects.filter(code="permit_use_weeks").update(value=5)
    assert first.post(fact, form).status_code == 409
    assert not waiting().exists()


def test_a_fact_has_a_last_day_and_a_number_of_the_rules_has_none(first, second):
    until = {"valid_from": "2026-01-01", "valid_until": "31-12-2027"}
    response = first.post(LIST + "add/", {**TWELVE_FROM_JUNE, **until})
    assert list(response.context["adminform"].form.errors) == ["valid_until"]

    look_and_approve(second, enter(first, code="permit_use_weeks", value=6, unit="weken", **until))
    book = catalogue().parameters
    assert [book.find(date(year, 12, 31), "permit_use_weeks") is None for year in (2025, 2026, 2027, 2028)] == [
        True,
        False,
        False,
        True,
    ]


def test_visitors_and_staff_without_the_right_cannot_approve(first, client, django_user_model):
    approval = enter(first)
    first.logout()
    assert client.get(approval).status_code == 302
    sign_in(client, django_user_model.objects.create_user("zonder", is_staff=True))
    assert client.post(approval).status_code == 403
