"""The technical admin: records are looked at there and never written, the lists around them are kept."""

from datetime import timedelta

import pytest
from django.utils import timezone

from services.models import Provider, Sector
from services.upkeep.record import as_stored
from tests.portal.page import Page
from tests.services.csv_files import DESK, import_rows, run_import
from tests.services.providers import by_hand

pytestmark = pytest.mark.django_db

LIST = "/beheer/techniek/services/provider/"


@pytest.fixture
def provider(tmp_path) -> Provider:
    import_rows(tmp_path, DESK | {"postcode": "1011AB", "source": "De gids"})
    return Provider.objects.get()


def page_of(provider: Provider) -> str:
    return f"{LIST}{provider.pk}/change/"


def test_a_visitor_is_sent_to_sign_in(client):
    assert client.get(LIST).status_code == 302


@pytest.mark.parametrize("name", ["provider", "providertype", "sector", "datedparameter"])
def test_every_list_and_form_opens(admin_client, provider, name):
    assert admin_client.get(f"/beheer/techniek/services/{name}/").status_code == 200
    assert admin_client.get(f"/beheer/techniek/services/{name}/add/").status_code == (
        403 if name == "provider" else 200
    )


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


@pytest.mark.parametrize("name", ["providertype", "sector", "datedparameter"])
def test_no_count_is_a_number_field(admin_client, name):
    """The wheel of a mouse would change it."""
    numbers = Page.read(admin_client.get(f"/beheer/techniek/services/{name}/add/")).all("input", type="number")
    assert {field["name"] for field in numbers} <= {"latitude", "longitude"}


def test_a_record_is_shown_with_all_that_is_stored(admin_client, provider):
    page = admin_client.get(page_of(provider)).content.decode()

    for fact in ("Leerwerkloket", "AM:AM18", "De gids", "1011AB"):
        assert fact in page


@pytest.mark.parametrize("page", ["change", "delete", "add"])
def test_a_record_is_never_written_here(admin_client, provider, page):
    before = as_stored(Provider.objects.values_list("pk", flat=True))
    address = f"{LIST}add/" if page == "add" else f"{LIST}{provider.pk}/{page}/"

    answer = admin_client.post(address, {"name": "Anders", "slug": "anders", "post": "yes"})

    assert answer.status_code == 403
    assert as_stored(Provider.objects.values_list("pk", flat=True)) == before


def test_a_sector_in_use_is_not_removed(admin_client, provider):
    sector = Sector.objects.get(code="bouw")
    with by_hand():
        provider.sectors.add(sector)

    admin_client.post(f"/beheer/techniek/services/sector/{sector.pk}/delete/", {"post": "yes"})

    assert Sector.objects.filter(code="bouw").exists()


def test_the_chosen_records_open_in_a_dutch_excel_and_come_back_unchanged(admin_client, provider, tmp_path):
    import_rows(tmp_path, DESK | {"slug": "ander", "name": "Café"})
    chosen = Provider.objects.get(slug="ander")

    response = admin_client.post(LIST, {"action": "export_for_excel", "_selected_action": [chosen.pk]})

    assert response["Content-Disposition"] == 'attachment; filename="organisaties.csv"'
    assert response.content.startswith(b"\xef\xbb\xbfslug;name;")
    path = tmp_path / "organisaties.csv"
    path.write_bytes(response.content)
    assert run_import(path)[0] == {"created": 0, "updated": 0, "unchanged": 1, "errors": []}
