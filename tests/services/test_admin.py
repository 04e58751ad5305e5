"""Staff correct a record at the desk: with clear messages, with a history, and without making it fresher."""

from datetime import date, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from notation.dates import date_in_words
from services.models import Check, Provider, ProviderType, Sector
from services.upkeep.door import versions_of
from tests.portal.page import Page
from tests.services.csv_files import DESK, import_rows, run_import, write_rows
from tests.services.providers import by_hand

pytestmark = pytest.mark.django_db

LIST = "/beheer/techniek/services/provider/"
NO_CHECK = {
    "checks-TOTAL_FORMS": "1",
    "checks-INITIAL_FORMS": "0",
    "checks-MIN_NUM_FORMS": "0",
    "checks-MAX_NUM_FORMS": "1000",
}


EVERYTHING = ("existence", "contact", "area", "roles")


def check_of(*parts: str, on=None) -> dict:
    """Return the fields of a new check of these parts, as they are posted."""
    day = on or timezone.localdate()
    return {"checks-0-checked_on": day, "checks-0-method": "phone", **{f"checks-0-{part}": "on" for part in parts}}


@pytest.fixture
def provider(tmp_path) -> Provider:
    import_rows(tmp_path, DESK | {"postcode": "1011AB", "source": "De gids"})
    return Provider.objects.get()


def page_of(provider: Provider) -> str:
    return f"{LIST}{provider.pk}/change/"


def filled(provider: Provider, **changes) -> dict:
    """Return the form as it stands on the page, with changes."""
    form = {
        "name": provider.name,
        "type": provider.type_id,
        "areas": "AM:AM18",
        "source": provider.source,
        "takes_redundant": "unknown",
        "postcode": provider.postcode,
        "latitude": provider.latitude or "",
        "longitude": provider.longitude or "",
        "version": versions_of([provider.pk])[provider.pk],
        **NO_CHECK,
    }
    return form | changes


def errors_after(admin_client, provider, **changes) -> dict[str, list[str]]:
    """Post the form and return its errors by field."""
    response = admin_client.post(page_of(provider), filled(provider, **changes))
    assert response.status_code == 200
    return response.context["adminform"].form.errors


def test_a_visitor_is_sent_to_sign_in(client):
    assert client.get(LIST).status_code == 302


@pytest.mark.parametrize("name", ["provider", "providertype", "sector", "datedparameter"])
def test_every_list_and_form_opens(admin_client, provider, name):
    assert admin_client.get(f"/beheer/techniek/services/{name}/").status_code == 200
    assert admin_client.get(f"/beheer/techniek/services/{name}/add/").status_code == 200


def test_the_list_finds_a_record_by_name_and_by_state(admin_client, provider):
    assert "Leerwerkloket" in admin_client.get(LIST, {"q": "leerwerk"}).content.decode()
    assert provider in admin_client.get(LIST, {"controle": "not_referable"}).context["cl"].result_list
    assert provider not in admin_client.get(LIST, {"controle": "fresh"}).context["cl"].result_list


@pytest.mark.parametrize(
    ("age", "state"),
    [(180, "fresh"), (181, "due"), (270, "due"), (271, "overdue"), (365, "overdue"), (366, "not_referable")],
)
def test_each_state_lists_its_own_records(admin_client, provider, age, state):
    with by_hand():
        Provider.objects.update(last_checked_on=timezone.localdate() - timedelta(days=age))

    listed = {
        code: list(admin_client.get(LIST, {"controle": code}).context["cl"].result_list)
        for code in ("fresh", "due", "overdue", "not_referable")
    }

    assert [code for code, records in listed.items() if records] == [state]


def test_the_list_costs_the_same_for_one_record_and_three(
    admin_client, provider, tmp_path, django_assert_max_num_queries, django_assert_num_queries
):
    with django_assert_max_num_queries(15) as one:
        admin_client.get(LIST)
    import_rows(tmp_path, DESK | {"slug": "a"}, DESK | {"slug": "b"})

    with django_assert_num_queries(len(one)):
        admin_client.get(LIST)


def test_a_correction_is_saved_with_its_history_and_makes_nothing_fresher(admin_client, provider):
    response = admin_client.post(page_of(provider), filled(provider, name="Nieuwe naam", areas="GM:GM0363;PC:1013"))

    provider.refresh_from_db()
    assert response.status_code == 302
    assert provider.name == "Nieuwe naam"
    assert sorted(area.code for area in provider.service_areas.all()) == ["GM:GM0363", "PC:1013"]
    assert provider.last_checked_on is None
    assert "naam" in str(LogEntry.objects.get())


def test_a_form_that_is_saved_as_it_opened_changes_nothing(admin_client, provider):
    before = Provider.objects.values().get()
    areas = list(provider.service_areas.values())

    admin_client.post(page_of(provider), filled(provider))

    after = Provider.objects.values().get()
    assert {**after, "updated_at": None} == {**before, "updated_at": None}
    assert list(provider.service_areas.values()) == areas


def test_a_check_makes_the_record_fresh_and_names_who_looked(admin_client, provider, admin_user):
    today = timezone.localdate()

    admin_client.post(page_of(provider), filled(provider, **check_of(*EVERYTHING)))

    provider.refresh_from_db()
    assert provider.last_checked_on == today
    assert Check.objects.get().checked_by == admin_user.get_username()


def test_a_check_names_the_parts_that_were_looked_at(admin_client, provider):
    admin_client.post(page_of(provider), filled(provider, **check_of("existence", "contact")))

    provider.refresh_from_db()
    today = timezone.localdate()
    assert Check.objects.get().parts == {"existence", "contact"}
    assert (provider.contact_checked_on, provider.area_checked_on) == (today, None)
    assert provider.last_checked_on is None


def test_a_check_of_nothing_is_refused_with_what_to_choose(admin_client, provider):
    response = admin_client.post(page_of(provider), filled(provider, **check_of()))

    assert "Kies wat u hebt gecontroleerd." in response.content.decode()
    assert not Check.objects.exists()


def test_the_form_offers_each_part_and_shows_when_it_was_last_checked(admin_client, provider):
    page = admin_client.get(page_of(provider)).content.decode()

    for part in EVERYTHING:
        assert f'type="checkbox" name="checks-0-{part}"' in page
        assert f"field-{part}_checked_on" in page


def test_a_check_cannot_be_in_the_future(admin_client, provider):
    tomorrow = timezone.localdate() + timedelta(days=1)

    response = admin_client.post(page_of(provider), filled(provider, **check_of(*EVERYTHING, on=tomorrow)))

    assert "ligt in de toekomst" in response.content.decode()
    assert not Check.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"areas": "AM:AM99"}, "areas"),
        ({"areas": ""}, "areas"),
        ({"areas": "?;AM:AM18"}, "areas"),
        ({"run_by": "gemeente"}, "run_by"),
        ({"has_own_roles": "on"}, "has_own_roles"),
        ({"curative": "on"}, "has_own_roles"),
        ({"longitude": ""}, "longitude"),
        ({"latitude": "48.8"}, "latitude"),
        ({"postcode": "1234"}, "postcode"),
        ({"postcode": "abc"}, "postcode"),
        ({"phone": "bel mij"}, "phone"),
        ({"min_redundancies": "0"}, "min_redundancies"),
        ({"min_redundancies": "99999999999"}, "min_redundancies"),
        ({"min_redundancies": "12,0"}, "min_redundancies"),
        ({"min_redundancies": "12.0"}, "min_redundancies"),
        ({"retired_on": "31-3-26"}, "retired_on"),
        ({"retired_on": "31-6-2026"}, "retired_on"),
        ({"retired_on": "31-12-9999"}, "retired_on"),
        ({"retired_on": "1-1-0001"}, "retired_on"),
        ({"email": "geen adres"}, "email"),
        ({"name": ""}, "name"),
    ],
)
def test_a_mistake_is_explained_at_its_field(admin_client, provider, changes, field):
    assert list(errors_after(admin_client, provider, **changes)) == [field]


def test_a_count_and_a_day_are_read_as_people_write_them(admin_client, provider):
    response = admin_client.post(
        page_of(provider), filled(provider, min_redundancies="1.000", retired_on="31 maart 2026")
    )
    assert response.status_code == 302
    provider.refresh_from_db()
    assert (provider.min_redundancies, provider.retired_on) == (1000, date(2026, 3, 31))


@pytest.mark.parametrize("name", ["provider", "providertype", "sector", "datedparameter"])
def test_no_count_is_a_number_field(admin_client, name):
    """The wheel of a mouse would change it."""
    numbers = Page.read(admin_client.get(f"/beheer/techniek/services/{name}/add/")).all("input", type="number")
    assert {field["name"] for field in numbers} <= {"latitude", "longitude"}


def test_a_branch_service_point_needs_a_sector(admin_client, provider):
    point = ProviderType.objects.get(code="branch_service_point")

    assert "sectors" in errors_after(admin_client, provider, type=point.pk)


def test_a_record_cannot_succeed_itself(admin_client, provider):
    assert "successor" in errors_after(admin_client, provider, successor=provider.pk)


def test_a_record_stops_on_a_day_and_goes_on_when_the_day_is_taken_away(admin_client, provider):
    with by_hand():
        other = Provider.objects.create(slug="ander", name="Ander", type=provider.type, source="De gids")
    today = timezone.localdate()

    admin_client.post(page_of(provider), filled(provider, retired_on=today, successor=other.pk))
    provider.refresh_from_db()
    assert (provider.retired_on, provider.successor) == (today, other)

    admin_client.post(page_of(provider), filled(provider))
    provider.refresh_from_db()
    assert (provider.retired_on, provider.successor) == (None, None)


def test_a_new_postcode_moves_the_position_along(admin_client, provider):
    admin_client.post(page_of(provider), filled(provider, postcode="3011 AA"))

    provider.refresh_from_db()
    assert provider.postcode == "3011AA"
    assert provider.latitude == pytest.approx(51.92, abs=0.02)


@pytest.mark.parametrize("address", [{}, {"street": "Plein 1", "city": "Amsterdam"}])
def test_emptying_the_postcode_empties_the_position_that_came_from_it(admin_client, provider, address):
    assert provider.latitude is not None

    admin_client.post(page_of(provider), filled(provider, postcode="", **address))

    provider.refresh_from_db()
    assert (provider.postcode, provider.latitude, provider.longitude) == ("", None, None)


def test_a_position_that_is_typed_in_needs_no_postcode(admin_client, provider):
    admin_client.post(page_of(provider), filled(provider, postcode="", latitude="52.1", longitude="5.1"))

    provider.refresh_from_db()
    assert (provider.latitude, provider.longitude) == (52.1, 5.1)


def test_a_work_area_can_be_unknown_and_is_then_no_longer_checked(admin_client, provider):
    admin_client.post(page_of(provider), filled(provider, **check_of(*EVERYTHING)))

    admin_client.post(page_of(provider), filled(provider, areas="?"))

    provider.refresh_from_db()
    assert [area.code for area in provider.service_areas.all()] == ["?"]
    assert (provider.area_checked_on, provider.last_checked_on) == (None, None)
    assert provider.contact_checked_on == timezone.localdate()


def test_staff_choose_who_runs_it_its_hours_and_the_first_contact(admin_client, provider):
    changes = {"run_by": "public", "opening_hours": "ma-vr 9.00-17.00 uur", "first_contact": "on"}

    admin_client.post(page_of(provider), filled(provider, **changes))

    provider.refresh_from_db()
    assert (provider.run_by, provider.opening_hours) == ("public", "ma-vr 9.00-17.00 uur")
    assert provider.first_contact


def test_new_contact_data_decide_anew_whether_they_are_examples(admin_client, provider):
    admin_client.post(page_of(provider), filled(provider, email="loket@example.org"))
    provider.refresh_from_db()
    assert provider.is_example

    admin_client.post(page_of(provider), filled(provider, email="loket@gemeente.test"))
    provider.refresh_from_db()
    assert not provider.is_example


def test_a_new_record_can_be_added(admin_client):
    new = {
        "slug": "nieuw",
        "name": "Nieuw loket",
        "type": ProviderType.objects.get(code="learning_work_desk").pk,
        "areas": "NL",
        "source": "De gids",
        "takes_redundant": "unknown",
        **NO_CHECK,
    }

    admin_client.post(f"{LIST}add/", new)

    assert [area.code for area in Provider.objects.get(slug="nieuw").service_areas.all()] == ["NL"]


def test_a_record_is_never_removed(admin_client, provider):
    assert admin_client.post(f"{LIST}{provider.pk}/delete/", {"post": "yes"}).status_code == 403


def test_a_sector_in_use_is_not_removed(admin_client, provider):
    sector = Sector.objects.get(code="bouw")
    with by_hand():
        provider.sectors.add(sector)

    admin_client.post(f"/beheer/techniek/services/sector/{sector.pk}/delete/", {"post": "yes"})

    assert Sector.objects.filter(code="bouw").exists()


# --- Phone numbers, and files for people ---------------------------------------------------------------------


@pytest.mark.parametrize("number", ["=1+10", "bel nooit meer 12", "+31", "201234567", "6,12E+08"])
def test_what_is_not_wholly_a_phone_number_is_refused_and_stays_as_it_was_typed(admin_client, provider, number):
    response = admin_client.post(page_of(provider), filled(provider, phone=number))

    form = response.context["adminform"].form
    assert form.errors["phone"]
    assert form["phone"].value() == number


def test_a_phone_number_is_stored_in_one_form_and_shown_the_dutch_way(admin_client, provider):
    admin_client.post(page_of(provider), filled(provider, phone="+31 (0)26-1234567"))

    provider.refresh_from_db()
    assert provider.phone == "+31261234567"
    form = admin_client.get(page_of(provider)).context["adminform"].form
    assert form["phone"].value() == "026 123 45 67"

    admin_client.post(page_of(provider), filled(provider, phone="026 123 45 67", name="Ander"))
    assert "Telefoon" not in LogEntry.objects.order_by("-pk")[0].change_message


def test_a_file_that_would_undo_a_correction_is_warned_of_until_a_file_has_changed_the_record(
    admin_client, provider, tmp_path
):
    row = DESK | {"source": "De gids", "postcode": "1011AB"}
    corrected = {"name": "Verbeterd", "phone": "026 123 45 67", "areas": "NL", "roles": "", "has_own_roles": "on"}
    admin_client.post(page_of(provider), filled(provider, **corrected, curative="on"))
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


def test_the_chosen_records_open_in_a_dutch_excel_and_come_back_unchanged(admin_client, provider, tmp_path):
    import_rows(tmp_path, DESK | {"slug": "ander", "name": "Café"})
    chosen = Provider.objects.get(slug="ander")

    response = admin_client.post(LIST, {"action": "export_for_excel", "_selected_action": [chosen.pk]})

    assert response["Content-Disposition"] == 'attachment; filename="organisaties.csv"'
    assert response.content.startswith(b"\xef\xbb\xbfslug;name;")
    path = tmp_path / "organisaties.csv"
    path.write_bytes(response.content)
    assert run_import(path)[0] == {"created": 0, "updated": 0, "unchanged": 1, "errors": []}


# --- Two who write to one record -----------------------------------------------------------------------------


def test_who_saves_after_somebody_else_is_told_field_by_field_and_can_then_save(admin_client, provider, admin_user):
    form = filled(provider, phone="026 312 00 00", name="Mijn naam")
    admin_client.post(page_of(provider), filled(provider, phone="026 999 88 77"))

    page = admin_client.post(page_of(provider), form)

    errors = page.context["adminform"].form.errors
    provider.refresh_from_db()
    assert provider.phone == "+31269998877"
    assert f"{admin_user.get_username()} wijzigde op" in errors["phone"][0]
    assert "+31269998877" in errors["phone"][0]
    assert 'value="026 312 00 00"' in page.content.decode()
    assert 'value="Mijn naam"' in page.content.decode()
    assert admin_client.post(page_of(provider), form | {"version": versions_of([provider.pk])[provider.pk]})
    provider.refresh_from_db()
    assert (provider.phone, provider.name) == ("+31263120000", "Mijn naam")


@pytest.mark.parametrize("version", ["", "0", "x", "9" * 30])
def test_a_form_that_does_not_say_what_it_saw_saves_nothing(admin_client, provider, version):
    page = admin_client.post(page_of(provider), filled(provider, name="Anders", version=version))

    provider.refresh_from_db()
    assert (page.status_code, provider.name) == (200, "Leerwerkloket")
