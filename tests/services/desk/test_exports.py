"""Files out of the desk: what somebody may see, safe in a spreadsheet, read back unchanged; and a sheet to call by."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from services.freshness import CheckPart
from services.models import ChangeSet, Check, ContactAttempt, ImportPlan, Provider, Snooze, Verb
from services.public_reports import report
from services.staff_models import StaffMember, StaffRole
from services.upkeep.checks import confirm
from services.upkeep.door import change
from services.work_area.codes import WorkAreaReader
from tests.services.desk.colleagues import OTHER, at_the_desk, colleague, record
from tests.services.providers import STAFF, by_hand, checked_on

pytestmark = pytest.mark.django_db

EXPORT, SHEET, FILES = "/beheer/export/", "/beheer/belijst/", "/beheer/import/"


@pytest.fixture
def editor() -> StaffMember:
    return colleague("eva")


@pytest.fixture
def desk(editor):
    return at_the_desk(editor)


def add(slug: str, **more) -> Provider:
    provider = record(slug, **more)
    with change(Verb.EDIT, by=STAFF, records=[provider.pk]):
        for part in WorkAreaReader(timezone.localdate()).read(["AM:AM07"]):
            part.row_for(provider.pk).save()
    return provider


def rows_of(answer) -> list[dict[str, str]]:
    text = answer.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def sent_back(desk, rows: list[dict[str, str]]):
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, rows[0], delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    return desk.post(FILES, {"file": SimpleUploadedFile("belijst.csv", out.getvalue().encode())}, follow=True)


def test_an_export_holds_what_somebody_may_edit_and_no_formula(desk):
    add("loket", description_nl="=1+1")
    add("elders", where=OTHER)

    answer = desk.get(EXPORT, {"vorm": "csv"})

    (row,) = rows_of(answer)
    assert (row["slug"], row["description_nl"]) == ("loket", "'=1+1")
    assert answer["Content-Disposition"].startswith('attachment; filename="organisaties-')
    everything = at_the_desk(colleague("toets", StaffRole.AUDITOR)).get(EXPORT, {"vorm": "csv"})
    assert len(rows_of(everything)) == 2


def test_a_workbook_that_was_exported_changes_nothing_when_it_is_sent_back(desk):
    add("loket", phone="+31263123456", description_nl="=1+1")

    answer = desk.get(EXPORT, {"vorm": "xlsx"})

    cells = load_workbook(io.BytesIO(answer.content))["organisaties"]
    assert cells["A2"].value == "loket"
    page = desk.post(FILES, {"file": SimpleUploadedFile("x.xlsx", answer.content)}, follow=True)
    assert "Dit bestand verandert niets." in page.content.decode()


def test_only_what_is_chosen_is_exported(desk):
    add("loket", phone="+31263123456")
    add("zonder-nummer")

    assert [row["slug"] for row in rows_of(desk.get(EXPORT, {"vorm": "csv", "reden": "telefoon"}))] == ["zonder-nummer"]
    assert rows_of(desk.get(EXPORT, {"vorm": "csv", "soort": "uwv"})) == []
    wrong = desk.get(EXPORT, {"vorm": "csv", "regio": "bestaat-niet"})
    assert wrong.context["form"].errors["regio"]


def test_a_call_sheet_that_comes_back_confirms_edits_and_keeps_who_was_not_reached(desk, editor):
    for slug in ("klopt", "anders", "stil", "leeg"):
        add(slug, phone="+31263123456")
    rows = {row["slug"]: row for row in rows_of(desk.get(SHEET, {"vorm": "csv"}))}
    assert rows["klopt"]["klopt"] == ""
    rows["klopt"]["klopt"] = "Ja"
    rows["anders"] |= {"klopt": "nee", "phone": "026 999 88 77"}
    rows["stil"]["klopt"] = "niet  bereikt"

    page = sent_back(desk, list(rows.values())).content.decode()

    assert "Lees in: 0 nieuw, 2 gewijzigd, 1 niet bereikt" in page
    desk.post(f"{FILES}{ImportPlan.objects.get().pk}/inlezen/")
    check = Check.objects.get()
    assert (check.provider.slug, check.method, check.checked_by) == ("klopt", "phone", editor.user.username)
    assert check.parts == {CheckPart.EXISTENCE, CheckPart.CONTACT, CheckPart.AREA, CheckPart.ROLES}
    assert Provider.objects.get(slug="klopt").contact_checked_on == timezone.localdate()
    anders = Provider.objects.get(slug="anders")
    assert (anders.phone, anders.contact_checked_on) == ("+31269998877", None)
    assert ChangeSet.objects.filter(verb=Verb.IMPORT).count() == 1
    attempt = ContactAttempt.objects.get()
    assert (attempt.provider.slug, attempt.by, attempt.on) == ("stil", editor.user, timezone.localdate())
    assert Snooze.objects.get().provider == attempt.provider


def unreached(client, *slugs: str) -> list[dict[str, str]]:
    """Return a call sheet on which nobody was reached of these."""
    rows = {row["slug"]: row for row in rows_of(client.get(SHEET, {"vorm": "csv"}))}
    for slug in slugs:
        rows[slug]["klopt"] = "niet bereikt"
    return list(rows.values())


def press(client, name: str) -> str:
    plan = ImportPlan.objects.first()
    return client.post(reverse(name, args=[plan.pk]), follow=True).content.decode()


def test_a_sheet_on_which_nobody_was_reached_is_applied_once_and_taken_back(desk):
    for slug in ("stil", "ook-stil"):
        add(slug)
    sheet = unreached(desk, "stil", "ook-stil")
    page = sent_back(desk, sheet).content.decode()
    assert "Lees in: 0 nieuw, 0 gewijzigd, 2 niet bereikt" in page
    for _time in range(2):
        page = press(desk, "desk_plan_apply")

    assert "Dit bestand is ingelezen." in page
    assert ContactAttempt.objects.count() == Snooze.objects.count() == 2
    assert not ChangeSet.objects.filter(verb=Verb.IMPORT).exists()
    again = sent_back(desk, sheet).content.decode()
    assert "al ingelezen" in again
    assert "Dit bestand verandert niets." in again
    assert "verandert niets" in press(desk, "desk_plan_apply")
    assert ContactAttempt.objects.count() == 2

    ImportPlan.objects.first().delete()
    assert "2 keer" in press(desk, "desk_plan_take_back")
    assert not ContactAttempt.objects.exists()
    assert not Snooze.objects.exists()
    assert "nog niet ingelezen" in press(desk, "desk_plan_take_back")
    press(desk, "desk_plan_apply")
    assert ContactAttempt.objects.count() == 2


@pytest.mark.parametrize("way", ["desk", "command"])
def test_taking_an_import_back_forgets_its_attempts_and_no_other(desk, editor, way):
    for slug in ("stil", "gebeld"):
        add(slug)
    desk.post(reverse("desk_not_reached", args=["gebeld"]), {"note": "Voicemail"})
    sheet = unreached(desk, "stil", "gebeld")
    sheet[0] |= {"phone": "026 999 88 77"}
    sent_back(desk, sheet)
    press(desk, "desk_plan_apply")
    assert set(ContactAttempt.objects.values_list("provider__slug", "note")) == {("stil", ""), ("gebeld", "Voicemail")}

    if way == "desk":
        assert "1 keer" in press(desk, "desk_plan_take_back")
    else:
        call_command("undo_change", ChangeSet.objects.get(verb=Verb.IMPORT).pk)

    assert ContactAttempt.objects.get().note == "Voicemail"
    assert Provider.objects.filter(phone="").count() == 2


def test_who_was_not_reached_by_a_sheet_waits_until_something_worse_comes_up(desk):
    loket = add("stil", phone="", **checked_on(timezone.localdate()))
    sent_back(desk, unreached(desk, "stil"))
    press(desk, "desk_plan_apply")
    assert "Nog 1 organisatie wacht tot een andere dag." in desk.get("/beheer/").content.decode()

    report(provider=loket, what="gone", text="", on=timezone.localdate())

    assert "1 organisatie vraagt aandacht" in desk.get("/beheer/").content.decode()


def test_a_sheet_of_before_a_change_says_at_its_line_what_changed(desk):
    loket = add("loket")
    rows = rows_of(desk.get(SHEET, {"vorm": "csv"}))
    with by_hand():
        Provider.objects.filter(pk=loket.pk).update(phone="+31269998877")

    page = sent_back(desk, [{**rows[0], "klopt": "ja"}]).content.decode()

    assert "gewijzigd sinds u de belijst maakte" in page
    assert "telefoon van niet ingevuld in" in page
    assert "Lees in:" not in page


@pytest.mark.parametrize(("column", "text"), [("klopt", "misschien"), ("versie", "3x"), ("versie", "9" * 40)])
def test_a_wrong_answer_is_an_error_in_its_cell(desk, column, text):
    add("loket")
    rows = rows_of(desk.get(SHEET, {"vorm": "csv"}))

    page = sent_back(desk, [{**rows[0], column: text}]).content.decode()

    assert f"{column}: " in page
    assert "Lees in:" not in page


def test_a_sheet_to_print_costs_no_more_questions_for_three_than_for_one(desk):
    def asked() -> int:
        desk.get(SHEET, {"vorm": "print"})
        with CaptureQueriesContext(connection) as queries:
            page = desk.get(SHEET, {"vorm": "print"}).content.decode()
        assert "□ niet bereikt" in page
        return len(queries)

    add("een")
    one = asked()
    add("twee")
    confirm(provider=add("drie"), parts=[CheckPart.AREA], on=timezone.localdate(), by=STAFF, method="phone")
    assert asked() == one
