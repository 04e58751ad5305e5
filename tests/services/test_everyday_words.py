"""What people type finds who helps with it, on both databases, whoever wrote the record."""

from importlib import import_module

import pytest
from django.db import connection

from services.catalogue import catalogue
from services.everyday_words import mentions, nearest_word, terms_in
from services.files.loading import load_directory
from services.models import Provider
from tests.services.csv_files import DESK, import_rows
from tests.services.providers import add_provider, by_hand, days_ago

pytestmark = pytest.mark.django_db

TYPES = (
    "employer_service_point learning_work_desk mobility_centre gatekeeper_centre uwv training_fund "
    "outplacement_agency temporary_work_agency career_advice_agency"
).split()


def found(*words: str) -> set[str]:
    return set(Provider.objects.filter(mentions(" ".join(words))).values_list("slug", flat=True))


@pytest.fixture
def one_of_each_type():
    for code in TYPES:
        add_provider(code, "NL", type_=code, name="Punt")


@pytest.mark.parametrize(
    ("typed", "types"),
    [
        ("ontslag", {"mobility_centre", "employer_service_point", "gatekeeper_centre"}),
        ("reorganisaties", {"mobility_centre"}),
        ("Collectief  ontslag", {"mobility_centre"}),
        ("WW", {"uwv"}),
        ("ww-uitkering", {"uwv"}),
        ("uitkeringen", {"uwv"}),
        ("ziek", {"gatekeeper_centre"}),
        ("zieke", {"gatekeeper_centre"}),
        ("burn-out", {"gatekeeper_centre"}),
        ("EVC", {"learning_work_desk"}),
        ("cursus", {"learning_work_desk", "training_fund"}),
        ("cursussen", {"learning_work_desk", "training_fund"}),
        ("omscholing", {"learning_work_desk"}),
        ("scholing", {"learning_work_desk"}),
        ("loopbaan", {"learning_work_desk", "career_advice_agency"}),
        ("sollicitatie", {"mobility_centre"}),
        ("solliciteren", {"mobility_centre"}),
        ("detachering", {"temporary_work_agency"}),
        ("dismissal", {"mobility_centre"}),
        ("sick", {"gatekeeper_centre"}),
        ("training", {"learning_work_desk"}),
    ],
)
def test_an_everyday_word_finds_who_helps_with_it(one_of_each_type, typed, types):
    assert types <= found(*typed.split()) < set(TYPES)


@pytest.mark.parametrize(
    ("typed", "type_"),
    [
        ("WSP", "employer_service_point"),
        ("wsp", "employer_service_point"),
        ("werkgevers servicepunt", "employer_service_point"),
        ("leerwerk-loket", "learning_work_desk"),
        ("leerwerk loket", "learning_work_desk"),
        ("Leer\N{SOFT HYPHEN}werk–loketten", "learning_work_desk"),
        ("O&O-fonds", "training_fund"),
        ("Outplacementbureaus", "outplacement_agency"),
        ("career-advice agency", "career_advice_agency"),
    ],
)
def test_a_name_of_a_type_finds_that_type_however_it_is_written(one_of_each_type, typed, type_):
    assert type_ in found(*typed.split())
    assert len(found(*typed.split())) <= 2


def test_own_roles_decide_whom_a_situation_finds():
    add_provider("wel", "NL", type_="mobility_centre")
    add_provider("niet", "NL", type_="mobility_centre", roles=frozenset({"preventive"}))

    assert found("ontslag") == {"wel"}


def test_a_word_is_found_at_its_beginning_only():
    add_provider("metaal", "NL", description_nl="Voor de metaalbewerking.")
    add_provider("taal", "NL", description_nl="Cursus in taal-vaardigheid.")

    assert found("taal") == {"taal"}
    assert found("taalvaardig") == {"taal"}
    assert found("metaal") == {"metaal"}


def test_all_that_was_typed_must_be_meant():
    add_provider("wel", "NL", type_="learning_work_desk", city="Zuid-Scharwoude")
    add_provider("elders", "NL", type_="learning_work_desk", city="Ede")

    assert found("scholing", "scharwoude") == {"wel"}


def test_what_is_wild_to_a_database_is_only_a_sign():
    add_provider("loket", "NL")

    assert found("lo_et") == found("l%t") == set()
    assert found("%loket%") == {"loket"}
    assert found("%") == set()
    assert found() == {"loket"}


def test_the_words_follow_every_way_to_write(tmp_path):
    import_rows(tmp_path, DESK | {"name": "Eerste"})
    assert found("eerste") == {"loket"}
    import_rows(tmp_path, DESK | {"name": "Café"})
    assert (found("eerste"), found("cafe")) == (set(), {"loket"})
    provider = Provider.objects.get()
    provider.name = "Opgeslagen"
    with by_hand():
        provider.save()
    assert found("opgeslagen") == {"loket"}
    with by_hand():
        Provider.objects.update(name="In Bulk")
    assert (found("opgeslagen"), found("bulk")) == (set(), {"loket"})
    with by_hand(), connection.cursor() as cursor:
        cursor.execute("UPDATE services_provider SET city = 'Handwerk'")
    assert (found("handwerk"), found("andwerk")) == ({"loket"}, set())


def test_a_statement_that_leaves_the_texts_leaves_the_words():
    add_provider("loket", "NL", name="Café")

    with by_hand():
        Provider.objects.update(retired_on=days_ago(1))

    assert found("cafe") == {"loket"}


def test_the_migration_fills_the_words_of_an_older_database():
    add_provider("loket", "NL", name="Café")
    with by_hand():
        Provider.objects.update(words=None)

    from django.apps import apps

    with by_hand():
        import_module("services.migrations.0012_words_as_searched").fill(apps, None)

    assert found("cafe") == {"loket"}


def test_every_listed_word_stands_for_types_that_exist_and_finds_somebody_in_the_shipped_directory(settings):
    load_directory(days_ago(0))
    block_words = import_module("services.everyday_words")._listed()
    codes = set(catalogue().types_by_code)

    for word, meaning in block_words:
        assert meaning.types <= codes, word
        assert meaning.roles or meaning.types, word
        assert all(any(term.meaning) for term in terms_in(word)), word
        is_private = all(catalogue().types_by_code[code].is_private for code in meaning.types) and not meaning.roles
        assert is_private or found(*word.split()), word


@pytest.mark.parametrize(
    ("typed", "meant"), [("ontslga", "ontslag"), ("omscholling", "omscholing"), ("carriere", "carrière"), ("xyzzy", "")]
)
def test_a_word_that_was_mistyped_has_a_nearest(typed, meant):
    assert nearest_word(typed) == meant
