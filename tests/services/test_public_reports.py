"""What becomes of a report: once a day in the database, on the list of staff until they have handled it."""

from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from services.models import PublicReport
from tests.services.providers import add_provider
from tests.staff import sign_in

pytestmark = pytest.mark.django_db

LIST = "/beheer/techniek/services/publicreport/"
THE_DAY = date(2026, 11, 23)


def add_report(text="Oud nummer.", what="contact", slug="loket") -> PublicReport:
    provider = add_provider(slug, "NL")
    return PublicReport.objects.create(provider=provider, what=what, text=text, reported_on=THE_DAY)


@pytest.fixture
def member(client):
    user = User.objects.create_user("medewerker", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__endswith="_publicreport"))
    sign_in(client, user)
    return client


def test_the_database_refuses_the_same_report_twice_a_day():
    report = add_report()

    with pytest.raises(IntegrityError):
        PublicReport.objects.create(
            provider=report.provider, what=report.what, text=report.text, reported_on=report.reported_on
        )


def test_staff_read_what_is_wrong_of_whom_and_since_when(member):
    add_report()

    page = member.get(LIST).content.decode()

    for words in ("Loket", "Oud nummer.", "Het telefoonnummer, het e-mailadres of het adres klopt niet"):
        assert words in page


def test_staff_mark_reports_as_handled_and_the_history_says_who(member, time_machine):
    time_machine.move_to("2026-11-24 10:00:00+00:00", tick=False)
    report, other = add_report(), add_report(slug="ander")

    member.post(LIST, {"action": "mark_handled", "_selected_action": [report.pk]})

    report.refresh_from_db()
    other.refresh_from_db()
    assert (str(report.handled_at.date()), other.handled_at) == ("2026-11-24", None)
    entry = LogEntry.objects.get()
    assert (entry.object_id, entry.user.username) == (str(report.pk), "medewerker")


def test_a_report_that_was_handled_keeps_its_day(member, time_machine):
    report = add_report()
    for day in ("2026-11-24", "2026-11-30"):
        time_machine.move_to(f"{day} 10:00:00+00:00", tick=False)
        member.post(LIST, {"action": "mark_handled", "_selected_action": [report.pk]})

    report.refresh_from_db()
    assert str(report.handled_at.date()) == "2026-11-24"
    assert LogEntry.objects.count() == 1


def test_staff_list_what_is_still_open(member):
    report, other = add_report(), add_report(slug="ander")
    member.post(LIST, {"action": "mark_handled", "_selected_action": [report.pk]})

    response = member.get(LIST, {"handled_at__isempty": "1"})

    assert list(response.context["cl"].queryset) == [other]


def test_staff_write_no_reports_and_change_no_words(member):
    report = add_report()

    assert member.get(f"{LIST}add/").status_code == 403
    member.post(f"{LIST}{report.pk}/change/", {"text": "anders"})
    report.refresh_from_db()
    assert report.text == "Oud nummer."


def test_without_the_permission_the_list_is_closed(client):
    sign_in(client, User.objects.create_user("ander", is_staff=True))

    assert client.get(LIST).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_as_many_queries_for_one_as_for_three(member, number):
    for turn in range(number):
        add_report(slug=f"loket-{turn}")
    member.get(LIST)

    with CaptureQueriesContext(connection) as queries:
        member.get(LIST)

    assert len(queries) == 8
