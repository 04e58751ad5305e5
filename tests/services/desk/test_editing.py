"""Who edits a record at the desk: the form has all that is told of it, and the rules that a file has."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from notation.dates import date_in_words
from services.models import ChangeSet, Provider, Verb
from services.staff_models import StaffRole
from services.upkeep.record import as_stored
from tests.portal.page import Page
from tests.services.csv_files import DESK, import_rows, run_import, write_rows
from tests.services.desk.colleagues import at_the_desk, colleague, record
from tests.services.desk.forms_of_records import AREA, known_record, opened, sends

pytestmark = pytest.mark.django_db


@pytest.fixture
def loket() -> Provider:
    return known_record()


@pytest.fixture
def desk():
    return at_the_desk(colleague("mia", StaffRole.REGIONAL_MANAGER))


def stored(provider: Provider) -> dict:
    return as_stored([provider.pk])[provider.pk]


def test_a_form_that_is_sent_as_it_opened_changes_nothing(desk, loket):
    before, last = stored(loket), ChangeSet.objects.first()

    answer = sends(desk, loket, opened(desk, loket), description_nl="Wij helpen.\r\nAltijd.")

    assert answer["Location"] == reverse("desk_record", args=["loket"])
    assert (stored(loket), ChangeSet.objects.first()) == (before, last)


def test_what_an_organisation_does_is_labelled_in_the_words_of_the_site(desk, loket):
    text = Page.read(desk.get(reverse("desk_edit", args=["loket"]))).one("main").text.lower()

    assert "mensen van wie de baan verdwijnt" in text
    assert "boventallig" not in text


def test_what_is_typed_is_stored_with_its_history_and_makes_nothing_fresher(desk, loket):
    typed = {
        "name": "Nieuwe naam",
        "type": "uwv",
        "roles": ["curative"],
        "sectors": ["bouw", "techniek"],
        "min_redundancies": "1.000",
        "takes_redundant": "nee",
        "run_by": "public",
        "first_contact": "ja",
        "email": "loket@gemeente.test",
        "phone": "026 999 88 77",
        "website": "gemeente.test",
        "opening_hours": "ma-vr 9.00-17.00 uur",
        "street": "Plein 2",
        "city": "Arnhem",
        "areas": "GM:GM0202; PC:1013",
        "description_nl": "Nieuw",
        "description_en": "New",
        "source": "De gids",
        "retired_on": "31 maart 2026",
    }

    sends(desk, loket, opened(desk, loket), **typed)

    now = stored(loket)
    assert now["type"] == "uwv"
    assert (now["has_own_roles"], now["curative"], now["preventive"]) == (True, True, False)
    assert (now["sectors"], now["areas"]) == (["bouw", "techniek"], ["GM:GM0202", "PC:1013"])
    assert (now["min_redundancies"], now["takes_redundant"], now["first_contact"]) == (1000, False, True)
    assert (now["phone"], now["website"]) == ("+31269998877", "https://gemeente.test")
    assert now["retired_on"] == date(2026, 3, 31).isoformat()
    assert {name: now[name] for name in ("name", "street", "source", "description_en", "run_by")} == {
        name: typed[name] for name in ("name", "street", "source", "description_en", "run_by")
    }
    assert now["last_checked_on"] is None
    assert (ChangeSet.objects.first().verb, ChangeSet.objects.first().by.username) == (Verb.EDIT, "mia")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"areas": "AM:AM99"}, "areas"),
        ({"areas": ""}, "areas"),
        ({"areas": "?;AM:AM07"}, "areas"),
        ({"run_by": "gemeente"}, "run_by"),
        ({"roles": ["baas"]}, "roles"),
        ({"sectors": ["x"]}, "sectors"),
        ({"type": "branch_service_point"}, "sectors"),
        ({"type": ""}, "type"),
        ({"longitude": ""}, "longitude"),
        ({"latitude": "48.8"}, "latitude"),
        ({"postcode": "1234"}, "postcode"),
        ({"postcode": "abc"}, "postcode"),
        ({"phone": "bel mij"}, "phone"),
        ({"phone": "1" * 10_000}, "phone"),
        ({"phone": "=1+10"}, "phone"),
        ({"phone": "+31"}, "phone"),
        ({"phone": "6,12E+08"}, "phone"),
        ({"min_redundancies": "12,0"}, "min_redundancies"),
        ({"retired_on": "31-6-2026"}, "retired_on"),
        ({"retired_on": "31-12-9999"}, "retired_on"),
        ({"successor": "loket"}, "successor"),
        ({"successor": "bestaat niet"}, "successor"),
        ({"email": "geen adres"}, "email"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"name": ""}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"source": ""}, "source"),
        ({"description_nl": "x" * 64_001}, None),
    ],
    ids=str,
)
def test_a_mistake_is_told_at_its_field_and_nothing_typed_is_lost(desk, loket, typed, field):
    before = stored(loket)

    page = sends(desk, loket, opened(desk, loket), opening_hours="Elke dag", **typed)

    assert page.status_code == 200
    assert stored(loket) == before
    assert page.context["form"]["opening_hours"].value() == "Elke dag"
    assert page.context["refused"] if field is None else list(page.context["form"].errors) == [field]


def test_production_takes_no_example_from_staff(desk, loket, settings):
    settings.PRODUCTION = True

    page = sends(desk, loket, opened(desk, loket), email="a@sub.Example.com")

    assert list(page.context["form"].errors) == ["email"]


def test_new_contact_data_decide_anew_whether_they_are_examples(desk, loket):
    sends(desk, loket, opened(desk, loket), email="loket@example.org")
    assert stored(loket)["is_example"]

    sends(desk, loket, opened(desk, loket), email="loket@gemeente.test")
    assert not stored(loket)["is_example"]


@pytest.mark.parametrize(("postcode", "latitude"), [("3011 AA", pytest.approx(51.92, abs=0.02)), ("", None)])
def test_a_position_goes_along_with_a_new_postcode(desk, loket, postcode, latitude):
    sends(desk, loket, opened(desk, loket), postcode=postcode)

    assert stored(loket)["latitude"] == latitude


def test_a_work_area_that_becomes_unknown_is_no_longer_a_checked_one(desk):
    today = timezone.localdate()
    checked = dict.fromkeys(("last_checked_on", "area_checked_on", "contact_checked_on"), today)
    loket = known_record("gecontroleerd", **checked)

    sends(desk, loket, opened(desk, loket), areas="?")

    now = stored(loket)
    assert (now["areas"], now["area_checked_on"], now["last_checked_on"]) == (["?"], None, None)
    assert now["contact_checked_on"] == today.isoformat()


def test_a_record_stops_with_a_successor_and_goes_on_when_the_day_is_taken_away(desk, loket):
    record("ander")
    sends(desk, loket, opened(desk, loket), retired_on="1-3-2026", successor="Ander")
    assert (stored(loket)["retired_on"], stored(loket)["successor"]) == ("2026-03-01", "ander")

    sends(desk, loket, opened(desk, loket), retired_on="", successor="")
    assert (stored(loket)["retired_on"], stored(loket)["successor"]) == (None, None)


def test_who_is_no_manager_lets_no_record_stop_and_chooses_no_first_contact(loket):
    editor = at_the_desk(colleague("eva"))

    sends(editor, loket, opened(editor, loket), retired_on="1-3-2026", first_contact="ja", city="Velp")

    now = stored(loket)
    assert (now["retired_on"], now["first_contact"], now["city"]) == (None, False, "Velp")


def test_nobody_edits_a_record_out_of_their_own_reach(loket):
    editor = at_the_desk(colleague("eva", kind="learning_work_desk"))

    page = sends(editor, loket, opened(editor, loket), type="uwv", city="Velp")

    assert "valt onder een ander" in str(page.context["form"].non_field_errors())
    assert page.context["form"]["city"].value() == "Velp"
    assert stored(loket)["type"] == "learning_work_desk"


def test_what_was_saved_can_be_taken_back_at_once(desk, loket):
    before = stored(loket)
    page = desk.get(sends(desk, loket, opened(desk, loket), phone="026 999 88 77", areas="NL")["Location"])
    (undoing,) = (form["action"] for form in Page.read(page).all("form") if "/ongedaan/" in (form.get("action") or ""))

    desk.post(undoing)

    assert stored(loket) == before


# --- New records -----------------------------------------------------------------------------------------------


NEW = {"name": "Nieuw loket", "type": "learning_work_desk", "areas": AREA, "source": "De gids"}


def test_a_new_record_is_stored_under_an_address_of_its_name(desk):
    answer = sends(desk, None, opened(desk), **NEW)

    assert answer["Location"] == reverse("desk_record", args=["nieuw-loket"])
    assert stored(Provider.objects.get())["areas"] == [AREA]
    assert ChangeSet.objects.first().verb == Verb.CREATE


@pytest.mark.parametrize(
    "typed", [{"slug": "loket"}, {"slug": "nieuw"}, {"slug": "a b"}, {"slug": "x" * 121}, {"name": "???"}], ids=str
)
def test_a_new_record_has_an_address_of_its_own(desk, loket, typed):
    page = sends(desk, None, opened(desk), **NEW | typed)

    assert list(page.context["form"].errors) == ["slug"]
    assert Provider.objects.count() == 1


def test_nobody_adds_a_record_that_is_another_region_s(desk):
    page = sends(desk, None, opened(desk), **NEW | {"areas": "AM:AM18"})

    assert "valt onder een ander" in str(page.context["form"].non_field_errors())
    assert not Provider.objects.exists()


def test_a_new_record_that_is_sent_twice_is_one(desk):
    form = opened(desk)
    sends(desk, None, form, **NEW)
    sends(desk, None, form, **NEW)

    assert Provider.objects.count() == 1


# --- Looking before saving -------------------------------------------------------------------------------------


def test_the_public_page_is_shown_as_it_would_be_and_nothing_is_stored(desk, loket):
    before = stored(loket)
    typed = opened(desk, loket) | {"name": "Mooie naam", "phone": "026 999 88 77", "sectors": ["bouw"], "areas": "NL"}

    page = desk.post(reverse("desk_preview", args=["loket"]), typed)

    text = Page.read(page).one("main").text
    for fact in ("Mooie naam", "026 999 88 77", "Bouw", "heel Nederland", "Wij helpen."):
        assert fact in text
    assert stored(loket) == before
    back = sends(desk, loket, dict(page.context["typed"]), "verder")
    assert back.context["form"]["name"].value() == "Mooie naam"


def test_what_saving_does_to_coverage_is_told_before_it_is_saved(desk):
    loket = known_record("curatief", kind="mobility_centre")
    typed = opened(desk, loket) | {"retired_on": "1-3-2026", "doe": "gevolgen"}

    told = Page.read(desk.post(reverse("desk_preview", args=[loket.slug]), typed)).one("main").text
    assert "verliezen hun enige organisatie voor curatieve hulp" in told
    typed = opened(desk) | NEW | {"type": "mobility_centre", "slug": "nieuw-c", "doe": "gevolgen"}
    told = Page.read(desk.post(reverse("desk_preview_new"), typed)).one("main").text
    assert "Gevolgen als u dit bewaart" in told
    assert Provider.objects.count() == 1


def test_a_form_with_a_mistake_has_no_page_yet_and_says_why(desk):
    page = desk.post(reverse("desk_preview_new"), NEW | {"phone": "bel mij"})

    assert "nog niet goed ingevuld" in Page.read(page).one("main").text


def test_the_form_costs_the_same_number_of_queries_with_one_draft_as_with_three(
    desk, loket, django_assert_max_num_queries, django_assert_num_queries
):
    sends(desk, loket, opened(desk, loket), "concept", name="Een")
    desk.get(reverse("desk_edit", args=["loket"]))
    with django_assert_max_num_queries(30) as with_one:
        desk.get(reverse("desk_edit", args=["loket"]))
    number = len(with_one)
    for name in ("Twee", "Drie"):
        sends(desk, loket, opened(desk, loket), "concept", name=name)

    with django_assert_num_queries(number):
        desk.get(reverse("desk_edit", args=["loket"]))


# --- Files and hands -------------------------------------------------------------------------------------------


def test_a_file_that_would_undo_a_correction_is_warned_of_until_a_file_has_changed_the_record(tmp_path):
    row = DESK | {"source": "De gids", "areas": AREA}
    import_rows(tmp_path, row)
    provider, desk = Provider.objects.get(slug=DESK["slug"]), at_the_desk(colleague("mia", StaffRole.REGIONAL_MANAGER))
    corrected = {"name": "Verbeterd", "phone": "026 123 45 67", "areas": f"{AREA};GM:GM0363", "roles": ["curative"]}
    sends(desk, provider, opened(desk, provider), **corrected)
    path = write_rows(tmp_path / "again.csv", row | {"phone": "", "roles": "", "city": "Arnhem"})

    summary, _ = run_import(path, "--dry-run")

    assert {(warning["line"], warning["column"]) for warning in summary["warnings"]} == {
        (2, "name"),
        (2, "phone"),
        (2, "areas"),
        (2, "roles"),
    }
    day = date_in_words(timezone.localdate())
    assert f"Een medewerker verbeterde dit veld op {day}. Deze regel maakt dat ongedaan." in {
        warning["message"] for warning in summary["warnings"]
    }

    run_import(path)
    later, _ = run_import(write_rows(tmp_path / "later.csv", row | {"name": "Weer anders"}), "--dry-run")
    assert (later["updated"], later["warnings"]) == (1, [])
