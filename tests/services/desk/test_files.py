"""A file at the desk: first what it would change, row by row, then all of it or nothing, and all of it taken back."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from services.desk import importing
from services.files import plans
from services.files.plans import make_plan, read_on
from services.models import ChangeSet, ImportPlan, PlanRow, Provider
from services.staff_models import StaffMember, StaffRole, Stewardship
from services.upkeep.record import as_stored
from tests.portal.page import Page
from tests.services.desk.colleagues import OTHER, at_the_desk, colleague, record, region
from tests.services.providers import by_hand
from tests.services.xlsx_files import data_of, table

pytestmark = pytest.mark.django_db

FILES = "/beheer/import/"


@pytest.fixture
def editor() -> StaffMember:
    return colleague("eva")


@pytest.fixture
def desk(editor):
    return at_the_desk(editor)


def row(slug: str, **cells: str) -> dict[str, str]:
    return {"slug": slug, "name": slug.title(), "type": "learning_work_desk", "areas": "AM:AM18", "phone": ""} | cells


def as_csv(*rows: dict[str, str]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def send(client, data: bytes, name: str = "loketten.csv"):
    return client.post(FILES, {"file": SimpleUploadedFile(name, data)}, follow=True)


def press(client, name: str, plan: ImportPlan | None = None, **sent):
    return client.post(reverse(name, args=[(plan or ImportPlan.objects.first()).pk]), sent, follow=True)


def stored() -> dict[int, dict]:
    return as_stored(Provider.objects.values_list("pk", flat=True))


@pytest.fixture
def fifty(editor) -> list[dict[str, str]]:
    """Return the rows of fifty records of the region, each with another phone number than is stored."""
    for number in range(50):
        record(f"loket-{number}")
    return [row(f"loket-{number}", phone=f"026 312 34 {number:02}") for number in range(50)]


def test_who_opens_the_page_has_done_nothing_wrong_yet(desk):
    assert "Er klopt iets niet" not in Page.read(desk.get(FILES)).one("main").text
    assert "Er klopt iets niet" in Page.read(desk.post(FILES)).one("main").text


def test_an_excel_file_with_errors_changes_nothing_and_without_them_all_and_is_taken_back(desk, editor, fifty):
    before = stored()
    wrong = [one | {"phone": "geen nummer"} if number % 10 == 3 else one for number, one in enumerate(fifty)]

    page = send(desk, data_of(table(*wrong)), "loketten.xlsx")

    rows = [cells.text for cells in Page.read(page).all("tr")][1:]
    assert len(rows) == 5
    assert all("phone" in text for text in rows)
    assert "Lees in" not in page.content.decode()
    assert press(desk, "desk_plan_apply").status_code == 409
    assert stored() == before

    page = send(desk, data_of(table(*fifty)), "loketten.xlsx")
    assert "Lees in: 0 nieuw, 50 gewijzigd" in page.content.decode()
    assert stored() == before
    press(desk, "desk_plan_apply")
    assert Provider.objects.filter(phone__startswith="+3126312").count() == 50
    assert ChangeSet.objects.first().by == editor.user

    after = press(desk, "desk_plan_take_back")
    assert "Ongedaan gemaakt bij 50 organisaties." in after.content.decode()
    assert stored() == before


def test_a_long_file_is_read_in_steps_and_the_page_says_how_far(desk, editor, fifty, monkeypatch):
    monkeypatch.setattr(plans, "BATCH", 20)
    plan = make_plan(data=as_csv(*fifty), name="lang.csv", by=editor.user)
    address = reverse("desk_plan", args=[plan.pk])
    assert "0 van 50 regels nagekeken" in desk.get(address).content.decode()
    read_on(plan=plan, on=timezone.localdate(), reach=~Q(pk__in=[]), most_records=200, seconds=0)
    bar = Page.read(desk.get(address)).one("progress")
    assert (bar.get("value"), bar.get("max")) == ("20", "50")
    assert press(desk, "desk_plan_apply", plan).status_code == 200
    assert not ChangeSet.objects.filter(verb="import").exists()

    ImportPlan.objects.update(leased_until=timezone.now() + timedelta(seconds=9))  # somebody else reads on in it
    assert "20 van 50" in press(desk, "desk_plan_further").content.decode()
    ImportPlan.objects.update(leased_until=timezone.now())
    page = press(desk, "desk_plan_further").content.decode()

    assert "Lees in: 0 nieuw, 50 gewijzigd" in page


def test_who_was_cut_off_while_it_was_applied_reads_that_nothing_changed(desk):
    record("loket")
    send(desk, as_csv(row("loket", phone="026 312 34 56")))
    ImportPlan.objects.update(began_at=timezone.now() - timedelta(minutes=1))

    page = desk.get(reverse("desk_plan", args=[ImportPlan.objects.get().pk])).content.decode()

    assert "werd afgebroken. Er is niets gewijzigd." in page
    press(desk, "desk_plan_apply")
    assert ImportPlan.objects.get().change_set is not None


def test_a_command_applies_what_somebody_sent_in_with_their_rights(desk, editor):
    record("loket")
    record("elders", where=OTHER)
    mine = make_plan(data=as_csv(row("loket", phone="026 312 34 56")), name="mijn.csv", by=editor.user)
    theirs = make_plan(data=as_csv(row("elders", phone="026 312 34 56")), name="niet.csv", by=editor.user)

    call_command("import_providers", plan=mine.pk)
    with pytest.raises(CommandError, match="niet in te lezen"):
        call_command("import_providers", plan=theirs.pk)

    assert list(Provider.objects.exclude(phone="").values_list("slug", flat=True)) == ["loket"]
    assert ChangeSet.objects.get(verb="import").by == editor.user


def test_a_file_that_was_applied_before_says_so(desk):
    record("loket")
    data = as_csv(row("loket", phone="026 312 34 56"))
    send(desk, data)
    press(desk, "desk_plan_apply")

    assert "Dit bestand is al ingelezen op" in send(desk, data).content.decode()
    press(desk, "desk_plan_take_back", ImportPlan.objects.last())
    assert "al ingelezen" not in send(desk, data).content.decode()


def test_rows_are_shown_by_what_they_do(desk):
    record("loket", phone="+31263123456")
    record("zelfde")
    with by_hand():
        Provider.objects.update(name="Zelfde")
    send(desk, as_csv(row("loket", phone="026 312 34 56"), row("zelfde"), row("nieuw", phone="x")))
    address = reverse("desk_plan", args=[ImportPlan.objects.get().pk])

    def shown(kind: str) -> list[str]:
        return [cells.text for cells in Page.read(desk.get(f"{address}?toon={kind}")).all("tr")][1:]

    assert ["nieuw" in text for text in shown("fouten")] == [True]
    assert len(shown("wijzigingen") + shown("overgeslagen")) == 2


def test_pressed_twice_it_is_done_once(desk):
    record("loket")
    send(desk, as_csv(row("loket", phone="026 312 34 56")))
    press(desk, "desk_plan_apply")
    sets = ChangeSet.objects.count()

    press(desk, "desk_plan_apply")

    assert ChangeSet.objects.count() == sets


def test_who_changed_a_record_in_the_meantime_is_named_and_nothing_is_written(desk):
    first, second = record("loket"), record("ander")
    send(desk, as_csv(row("loket", phone="026 312 34 56"), row("ander", phone="026 312 34 57")))
    with by_hand():
        Provider.objects.filter(pk=second.pk).update(city="Arnhem")
    before = stored()

    answer = press(desk, "desk_plan_apply")

    assert answer.status_code == 409
    assert "ander: medewerker" in answer.content.decode() or "ander: een oud-medewerker" in answer.content.decode()
    assert "plaats" in answer.content.decode()
    assert stored() == before
    assert first.slug not in Page.read(answer).all("li")[0].text


def test_a_long_file_is_taken_back_in_steps_and_goes_on_where_it_was(desk, fifty, monkeypatch):
    before = stored()
    send(desk, as_csv(*fifty, row("nieuw", areas=f"AM:{region().code}")))
    press(desk, "desk_plan_apply")
    with by_hand():
        Provider.objects.filter(slug="loket-1").update(phone="+31269998877")
    monkeypatch.setattr(importing, "UNDONE_AT_ONCE", 20)
    monkeypatch.setattr(importing, "STEP_SECONDS", 0)

    page = press(desk, "desk_plan_take_back")
    assert "20 van 51 organisaties bekeken" in page.content.decode()
    assert 0 < len(Provider.objects.filter(phone="")) < 50

    page = press(desk, "desk_plan_take_back", vanaf=Page.read(page).one("input", name="vanaf").get("value"))
    assert "40 van 51" in page.content.decode()
    page = press(desk, "desk_plan_take_back", vanaf="40")
    assert "Loket 1, telefoon: nu 026 999 88 77" in page.content.decode()
    assert "Ongedaan gemaakt bij 51 organisaties." in page.content.decode()
    press(desk, "desk_plan_take_back", ook="loket-1.phone", vanaf="51")
    assert stored() == before


@pytest.mark.parametrize("what", ["added", "gone"])
def test_a_record_that_came_or_went_in_the_meantime_stops_it(desk, what):
    record("loket")
    if what == "gone":
        record("nieuw")
    send(desk, as_csv(row("loket", phone="026 312 34 56"), row("nieuw", phone="026 312 34 57")))
    if what == "added":
        record("nieuw")
    else:
        with by_hand():
            Provider.objects.filter(slug="nieuw").delete()
    before = stored()

    answer = press(desk, "desk_plan_apply")

    assert "Er kwam een organisatie bij, of er ging een weg" in answer.content.decode()
    assert stored() == before


def test_what_was_changed_after_the_file_stays_and_is_asked_about(desk):
    loket = record("loket")
    send(desk, as_csv(row("loket", phone="026 312 34 56", name="Nieuwe naam")))
    press(desk, "desk_plan_apply")
    with by_hand():
        Provider.objects.filter(pk=loket.pk).update(phone="+31269998877")

    page = press(desk, "desk_plan_take_back")

    loket.refresh_from_db()
    assert (loket.name, loket.phone) == ("Loket", "+31269998877")
    assert "Loket, telefoon: nu 026 999 88 77" in page.content.decode()
    press(desk, "desk_plan_take_back", ook="loket.phone")
    loket.refresh_from_db()
    assert loket.phone == ""


def test_a_row_of_somebody_else_is_an_error_at_its_line(desk):
    record("loket")
    record("elders", where=OTHER)

    page = send(desk, as_csv(row("loket", phone="026 312 34 56"), row("elders", phone="026 312 34 57")))

    wrong = PlanRow.objects.get(action="error")
    assert (wrong.line, wrong.problems) == (
        3,
        [["slug", "Deze organisatie valt onder een ander. Haal de regel weg, of vraag het daar."]],
    )
    assert "valt onder een ander" in page.content.decode()


def test_a_new_record_of_another_region_is_refused_as_a_whole(desk):
    record("loket")
    send(desk, as_csv(row("loket", phone="026 312 34 56"), row("nieuw", areas="GM:GM0363")))
    before = stored()

    answer = press(desk, "desk_plan_apply")

    assert "nieuwe organisatie in die onder een ander valt" in answer.content.decode()
    assert stored() == before


def test_a_new_record_of_the_own_region_comes_in_and_goes_again(desk):
    send(desk, as_csv(row("nieuw", areas=f"AM:{region().code}")))
    press(desk, "desk_plan_apply")
    assert Provider.objects.get().slug == "nieuw"

    press(desk, "desk_plan_take_back")

    assert not Provider.objects.exists()


def test_an_editor_changes_so_many_records_at_once_and_a_manager_more(desk, monkeypatch):
    for number in range(201):
        record(f"loket-{number}")
    data = as_csv(*(row(f"loket-{number}", phone="026 312 34 56") for number in range(201)))

    assert "U mag er 200 tegelijk wijzigen" in send(desk, data).content.decode()
    manager = at_the_desk(colleague("mia", StaffRole.REGIONAL_MANAGER))
    assert "Lees in: 0 nieuw, 201 gewijzigd" in send(manager, data).content.decode()


WRONG = {
    "nothing": b"",
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(100),
    "an old Excel": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "another zip": b"PK\x03\x04" + bytes(40),
    "other columns": b"naam,plaats\nx,y\n",
    "no rows": b"slug,name,type,areas\n",
    "one long line": b"x" * 200_000,
}


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_file_is_explained_and_changes_nothing(desk, what):
    record("loket")
    before = stored()

    page = send(desk, WRONG[what])

    assert page.status_code == 200
    assert "Lees in:" not in page.content.decode()
    assert stored() == before


def test_no_file_is_asked_for(desk):
    page = desk.post(FILES, {})

    assert page.status_code == 200
    assert page.context["form"].errors["file"]


@pytest.mark.parametrize("query", ["?toon=fouten", "?toon=x", "?pagina=99", "?pagina=x", "?toon=wijzigingen&pagina=2"])
def test_a_plan_is_shown_whatever_its_address_asks(desk, fifty, query):
    send(desk, as_csv(*fifty))

    assert desk.get(reverse("desk_plan", args=[ImportPlan.objects.get().pk]) + query).status_code == 200


def test_the_steward_of_a_record_stays_when_a_file_moves_its_work_area(desk):
    loket = record("loket")
    send(desk, as_csv(row("loket", areas="GM:GM0363")))

    press(desk, "desk_plan_apply")

    assert Stewardship.objects.get(pk=loket.pk).region.name == "Midden-Gelderland"
    assert as_stored([loket.pk])[loket.pk]["areas"] == ["GM:GM0363"]
