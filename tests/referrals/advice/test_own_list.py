"""A list of kept cases in one browser, for who advises more than one firm."""

import pytest
from django.test import Client
from django.urls import reverse

from referrals.advice import saved_cases
from referrals.models import SavedCase
from tests.portal.page import Page
from tests.referrals.support.journeys import walk

pytestmark = pytest.mark.django_db


def keep(client, employees: str) -> str:
    walk(client, omvang={"employees_total": employees})
    return client.post(reverse("case_keep"), {"then": "new"})["Location"]


def listed(client) -> dict[str, str]:
    """Return the labels of the list with where they lead."""
    main = Page.read(client.get(reverse("case_list")))
    return {link.text: link["href"] for link in main.all("a") if "/casus/bewaard/" in link["href"]}


def test_three_clients_stand_in_the_list_by_own_labels_and_open_their_plans_in_as_many_queries_as_one(
    client, example_directory, django_assert_num_queries
):
    client.post(keep(client, "41") + "in-mijn-lijst/", {"label": "Klant A"})
    client.get(reverse("case_list"))
    with django_assert_num_queries(2):
        assert list(listed(client)) == ["Klant A"]
    for employees, label in (("42", "Klant B"), ("43", "Klant C")):
        client.post(keep(client, employees) + "in-mijn-lijst/", {"label": label})

    with django_assert_num_queries(2):
        found = listed(client)

    assert list(found) == ["Klant A", "Klant B", "Klant C"]
    assert "Uw bewaarde casus" in client.get(found["Klant B"]).content.decode()
    assert listed(Client()) == {}


def test_a_case_that_is_there_gets_the_new_label(client, example_directory):
    kept = keep(client, "41")
    for label in ("Klant A", "Klant B"):
        client.post(kept + "in-mijn-lijst/", {"label": label})

    assert list(listed(client)) == ["Klant B"]


@pytest.mark.parametrize("label", ["", "x" * 41])
def test_a_label_is_asked_for_and_may_not_be_long(client, example_directory, label):
    response = client.post(keep(client, "41") + "in-mijn-lijst/", {"label": label})

    field = Page.read(response).one("input", name="label")
    assert (field["aria-invalid"], field.get("value") or "") == ("true", label)
    assert listed(client) == {}


def test_a_case_that_has_gone_is_named_without_a_link_and_wiping_leaves_the_cases(client, example_directory):
    client.post(keep(client, "41") + "in-mijn-lijst/", {"label": "Klant A"})
    client.post(keep(client, "42") + "in-mijn-lijst/", {"label": "Klant B"})
    SavedCase.objects.first().delete()

    assert len(listed(client)) == 1
    assert "deze casus is weg" in client.get(reverse("case_list")).content.decode()

    client.post(reverse("case_list_wipe"))

    assert listed(client) == {}
    assert SavedCase.objects.count() == 1


def test_a_full_list_says_so_and_loses_nothing(client, example_directory):
    keep(client, "41")
    first = SavedCase.objects.get()
    told = ""
    for number in range(100):
        case = SavedCase.objects.create(answers=first.answers, seen=first.seen, expires_on=first.expires_on)
        address = reverse("case_kept_list", args=[saved_cases.token_of(case)])
        response = client.post(address, {"label": f"{number} {case.key}"})
        if response.status_code == 200:
            told = response.content.decode()
            break

    assert "Uw lijst is vol." in told
    assert len(listed(client)) == number > 10
