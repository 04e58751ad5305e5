"""Staff's admin answers on every page to everybody, and tells nobody what it does not show."""

from collections.abc import Callable, Iterable
from functools import wraps
from inspect import Parameter, signature
from urllib.parse import urljoin

import pytest
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import models
from django.urls import reverse
from django.utils import timezone

from referrals.mail import outbox
from referrals.mail.purposes import MailPurpose
from referrals.models import Attempt, CaseDetails, MailState, OutgoingMail, Referral
from referrals.status import State
from regions.models import Area, AreaMembership, Municipality, Place, Postcode
from services.models import Check, Provider
from services.models.link_checks import LinkCheck
from tests import staff
from tests.portal.page import Page
from tests.referrals.support.referred import BRANCH, EMPLOYER, reachable_directory, referral_in

pytestmark = pytest.mark.django_db

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
SECRET = "x9Kd-geheim"


def with_each(name: str, values: Iterable) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Try a test with each of these, on one database that is filled once and that it leaves as it was."""

    def decorate(test: Callable[..., None]) -> Callable[..., None]:
        @wraps(test)
        def run(subtests, **fixtures) -> None:
            for value in values:
                with subtests.test(**{name: str(value)[:100]}):
                    test(**{name: value}, **fixtures)

        parameters = [one for one in signature(test).parameters.values() if one.name != name]
        subtests = Parameter("subtests", Parameter.POSITIONAL_OR_KEYWORD)
        run.__signature__ = signature(test).replace(parameters=[*parameters, subtests])
        del run.__wrapped__  # its parameters are ours
        return run

    return decorate


with_every_model = with_each("model", MODELS)


def address(model: type[models.Model], page: str, *args) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


@pytest.fixture(autouse=True)
def short_lists(monkeypatch):
    """Show a few rows of each list: a hundred say the same of a column and a filter, and take most of the time."""
    for lists in admin.site._registry.values():
        monkeypatch.setattr(lists, "list_per_page", 5)


@pytest.fixture(autouse=True)
def a_row_of_everything(settings, capsys):
    """Fill each list of the admin, with a secret wherever one is kept."""
    call_command("import_providers", str(settings.EXAMPLES_DIR / "directory.csv"), "--json")
    capsys.readouterr()
    reachable_directory()
    referral = referral_in(State.ACCEPTED)
    Referral.objects.update(key=SECRET, shared={"email": SECRET})
    CaseDetails.objects.update(key=SECRET)
    OutgoingMail.objects.all().delete()
    mail = outbox.put(
        purpose=MailPurpose.ASK_CONFIRMATION,
        to=EMPLOYER,
        subject=SECRET,
        text=f"https://portaal.example/{SECRET}/",
        html=SECRET,
        case=referral.case,
        referral=referral,
    )
    error = f"550 5.1.1 <{EMPLOYER}>: Recipient address rejected"
    OutgoingMail.objects.filter(pk=mail.pk).update(state=MailState.FAILED, error=error)
    provider = Provider.objects.get(slug=BRANCH)
    LinkCheck.objects.create(
        provider=provider, field="website", url="https://example.org/", next_on=timezone.localdate()
    )
    owner = User.objects.create_user("eigenaar", "eigenaar@gemeente.test", SECRET)
    owner.emailaddress_set.create(email=owner.email)
    Group.objects.create(name="Redactie")
    Authenticator.objects.create(user=owner, type="totp", data={})


def sign_in(client, *permissions: Permission, **rights) -> User:
    user = User.objects.create_user("medewerker", is_staff=True, **rights)
    user.user_permissions.set(permissions)
    staff.sign_in(client, user)
    return user


@pytest.fixture
def superuser(client):
    sign_in(client, is_superuser=True)
    return client


@pytest.fixture
def looks_only(client):
    """Staff who may see every model, and change none."""
    sign_in(client, *Permission.objects.filter(codename__startswith="view_"))
    return client


@pytest.fixture
def without_rights(client):
    sign_in(client)
    return client


def row_of(model: type[models.Model]) -> models.Model:
    return admin.site._registry[model].get_queryset(None).first()


def pages_of(model: type[models.Model]) -> dict[str, str]:
    pk = row_of(model).pk
    own = {page: address(model, page, pk) for page in ("change", "history", "delete")}
    return {"list": address(model, "changelist"), "add": address(model, "add"), **own}


def statuses(client, model: type[models.Model]) -> dict[str, int]:
    return {page: client.get(where).status_code for page, where in pages_of(model).items()}


# --- Every page answers ------------------------------------------------------------------------------------------


@with_every_model
def test_who_may_do_all_gets_every_page_that_there_is(superuser, model):
    found = statuses(superuser, model)
    assert {page: found[page] for page in ("list", "change", "history")} == dict.fromkeys(
        ("list", "change", "history"), 200
    )
    assert {found["add"], found["delete"]} <= {200, 403}


@with_every_model
def test_who_may_only_look_gets_pages_to_look_at(looks_only, model):
    expected = {"list": 200, "add": 403, "change": 200, "history": 200, "delete": 403}
    assert statuses(looks_only, model) == expected


@with_every_model
def test_who_may_nothing_is_refused_on_every_page(without_rights, model):
    assert set(statuses(without_rights, model).values()) == {403}


def test_everybody_of_the_staff_gets_the_first_page(without_rights):
    assert without_rights.get("/beheer/techniek/").status_code == 200


@with_every_model
def test_every_choice_of_every_filter_and_every_order_answers(superuser, model):
    where = address(model, "changelist")
    choices = Page.read(superuser.get(where)).all("a")
    asked = {urljoin(where, link["href"]) for link in choices if (link.get("href") or "").startswith("?")}

    assert [one for one in sorted(asked) if superuser.get(one, follow=True).status_code != 200] == []


@with_each("page", ["change", "history"])
def test_who_may_only_look_sees_where_an_organisation_works(looks_only, page):
    provider = Provider.objects.get(slug=BRANCH)
    html = looks_only.get(address(Provider, page, provider.pk)).content.decode()
    assert provider.service_areas.first().code in html or page == "history"


# --- An address asks what the list asks --------------------------------------------------------------------------


def lookups(model: type[models.Model]) -> set[str]:
    """Return lookups on every column of a model, and of the models that it knows of."""
    fields = model._meta.get_fields()
    own = {f"{field.name}{ending}" for field in fields for ending in ("", "__regex", "__in")}
    others = [
        (field.name, other) for field in fields if field.related_model for other in field.related_model._meta.fields
    ]
    return own | {f"{name}__{other.name}__regex" for name, other in others}


def asked_by_filters(client, model: type[models.Model]) -> set[str]:
    specs = client.get(address(model, "changelist")).context["cl"].filter_specs
    return {name for spec in specs for name in spec.expected_parameters()}


@with_every_model
def test_no_list_answers_what_its_filters_do_not_ask(looks_only, model):
    where, of_filters = address(model, "changelist"), asked_by_filters(looks_only, model)
    answered = {
        lookup for lookup in lookups(model) - of_filters if looks_only.get(where, {lookup: "a"}).status_code != 400
    }
    assert answered == set()


@with_each(
    "lookup",
    [
        "text__regex",
        "html__contains",
        "to__startswith",
        "case__details__email__startswith",
        "case__details__key__regex",
        "referral__key__gte",
        "referral__case__employer__regex",
    ],
)
def test_the_letters_of_a_mail_are_not_guessed_one_by_one(superuser, lookup):
    assert superuser.get(address(OutgoingMail, "changelist"), {lookup: "a"}).status_code == 400


@with_every_model
def test_rows_are_named_by_their_key_alone(looks_only, model):
    where = address(model, "changelist")
    pk, allowed = model._meta.pk, set()
    for field in model._meta.get_fields():
        for page in (where, address(model, "change", row_of(model).pk)):
            if looks_only.get(page, {"_to_field": field.name, "_popup": "1"}).status_code != 400:
                allowed.add(field.name)
    assert allowed <= {pk.name}


@with_every_model
def test_no_name_of_a_field_is_the_key(looks_only, model):
    page = address(model, "change", row_of(model).pk)
    assert looks_only.get(page, {"_to_field": ""}).status_code == 200


@with_each("order", ["99", "-99", "text", "to", "1.99.-2", "9" * 5000, "\x00", "."])
def test_a_list_is_ordered_by_its_columns_alone(looks_only, order):
    response = looks_only.get(address(OutgoingMail, "changelist"), {"o": order})
    assert response.status_code == 200
    by = {str(part).lstrip("-") for part in response.context["cl"].queryset.query.order_by}
    assert not {name for name in by if name.startswith(("to", "text", "html", "case"))}


@with_each("words", [SECRET, EMPLOYER, EMPLOYER[:3], "Recipient"])
def test_no_search_finds_a_row_by_what_it_keeps_to_itself(looks_only, words):
    for model in (OutgoingMail, Referral):
        found = looks_only.get(address(model, "changelist"), {"q": words}).context["cl"].queryset
        assert not found.exists()


@with_every_model
def test_every_search_answers(looks_only, model):
    for words in ("\x00", "a " * 2000, "a" * 100_000, '"', "'\"\\", "%", "é" * 300):
        assert looks_only.get(address(model, "changelist"), {"q": words}, follow=True).status_code == 200


@with_every_model
def test_every_filter_bears_any_value(looks_only, model):
    for name in asked_by_filters(looks_only, model):
        for value in ("\x00", "abc", "9" * 5000, "1,2", "é" * 200, "-1", ""):
            response = looks_only.get(address(model, "changelist"), {name: value}, follow=True)
            assert response.status_code in (200, 400)


# --- Secrets are nowhere -----------------------------------------------------------------------------------------


def secrets_of_everything() -> set[str]:
    digest = User.objects.get(username="eigenaar").password.split("$")
    return {SECRET, EMPLOYER, *digest[2:]}


@pytest.mark.parametrize("who", ["superuser", "looks_only"])
@with_every_model
def test_no_page_shows_a_secret(request, model, who):
    client = request.getfixturevalue(who)
    pages = [address(model, "changelist")]
    if model.objects.count() < 50:
        pages += [
            address(model, page, row.pk) for row in model.objects.all() for page in ("change", "history", "delete")
        ]
    for page in pages:
        html = client.get(page, follow=True).content.decode()
        assert {secret for secret in secrets_of_everything() if secret in html} == set(), page


def test_no_row_says_a_secret_of_itself():
    attempt = Attempt.objects.create(digest=SECRET)
    rows = [attempt, *Referral.objects.all(), *CaseDetails.objects.all(), *OutgoingMail.objects.all()]
    assert [str(row) for row in rows if SECRET in str(row) or EMPLOYER in str(row)] == []


def test_the_history_of_a_mail_says_what_was_done_and_not_to_whom(superuser):
    mail = OutgoingMail.objects.get(purpose=MailPurpose.ASK_CONFIRMATION)
    superuser.post(address(OutgoingMail, "changelist"), {"action": "requeue", "_selected_action": mail.pk})
    entry = LogEntry.objects.get(action_flag=CHANGE, content_type=ContentType.objects.get_for_model(OutgoingMail))
    assert EMPLOYER not in f"{entry} {entry.object_repr} {entry.change_message}"


def test_staff_see_what_the_mail_server_said_without_the_address_in_it(looks_only):
    html = looks_only.get(address(OutgoingMail, "changelist")).content.decode()
    assert "550 5.1.1 [adres] Recipient address rejected" in html


# --- What is sent in or asked with keys that can be none ---------------------------------------------------------

NO_KEYS = ["999999", "abc", "1.5", "-1", "9" * 30, "9" * 5000, "\x00", "1,2", "é", "1 OR 1=1"]


def fields_to_post(model: type[models.Model]) -> dict:
    """Return the fields of a new row, all valid."""
    urk, scheme = Place.objects.get(name="Urk"), Area.objects.get(code="PV25").scheme
    return {
        Postcode: {"pc4": "9998", "place": urk.pk, "latitude": 52.6, "longitude": 5.6},
        Place: {"name": "Nieuwstad", "municipality": urk.municipality_id},
        Area: {"name": "Nieuw", "code": "N1", "scheme": scheme.pk},
        Municipality: {"name": "Nieuwstad", "code": "GM9999", "successors": urk.municipality_id},
        AreaMembership: {"area": Area.objects.get(code="PV25").pk, "municipality": urk.municipality_id},
    }[model]


RELATIONS = [
    (Postcode, "place"),
    (Place, "municipality"),
    (Area, "scheme"),
    (Municipality, "successors"),
    (AreaMembership, "area"),
    (AreaMembership, "municipality"),
]


@with_each("relation", RELATIONS)
def test_a_key_of_nothing_is_refused_beside_its_field(superuser, relation):
    model, field = relation
    inlines = {f"{name}-{part}": 0 for name in ("postcodes",) for part in ("TOTAL_FORMS", "INITIAL_FORMS")}
    for key in NO_KEYS:
        response = superuser.post(address(model, "add"), {**fields_to_post(model), field: key, **inlines})
        assert response.status_code == 200
        assert field in response.context["adminform"].form.errors


@with_each("relation", RELATIONS)
def test_a_key_of_nothing_in_an_address_opens_the_form_all_the_same(superuser, relation):
    model, field = relation
    for key in NO_KEYS:
        assert superuser.get(address(model, "add"), {field: key}).status_code == 200


@with_every_model
def test_an_address_of_no_row_leads_back_to_the_list(superuser, model):
    pages = [address(model, page, key) for page in ("change", "history", "delete") for key in NO_KEYS]
    assert {superuser.get(page, follow=True).status_code for page in pages} <= {200, 403, 404}


@with_every_model
def test_an_action_on_no_row_does_nothing(superuser, model):
    before, where = model.objects.count(), address(model, "changelist")
    for action in ("delete_selected", *admin.site._registry[model].actions):
        for key in NO_KEYS:
            chosen = {"action": action, "_selected_action": key, "post": "yes"}
            assert superuser.post(where, chosen, follow=True).status_code in (200, 400, 403)
    assert model.objects.count() == before


# --- Suggestions -------------------------------------------------------------------------------------------------


def suggestions(client, model: type[models.Model], field: str, term: str = ""):
    asked = {"app_label": model._meta.app_label, "model_name": model._meta.model_name, "field_name": field}
    return client.get("/beheer/techniek/autocomplete/", {**asked, "term": term})


def test_a_field_with_suggestions_gets_them(superuser):
    found = suggestions(superuser, Postcode, "place", "Urk").json()["results"]
    assert [one["text"] for one in found] == ["Urk (Urk)"]


@with_each("model", [*MODELS, Check, CaseDetails, LogEntry, Permission])
def test_only_a_field_of_a_form_gets_suggestions(superuser, model):
    asker = admin.site._registry.get(model)
    of_form = set(asker.get_autocomplete_fields(None)) if asker else set()
    names = {field.name for field in model._meta.get_fields()}
    answered = {name for name in names if suggestions(superuser, model, name).status_code != 403}
    assert answered == of_form


@with_each("term", ["\x00", "a " * 2000, "a" * 100_000])
def test_suggestions_are_asked_with_a_few_words(superuser, term):
    assert suggestions(superuser, Postcode, "place", term).status_code == 400


def test_no_address_leads_from_any_row_of_any_model(superuser):
    content_type = ContentType.objects.get_for_model(Referral)
    for key in (Referral.objects.first().pk, "abc"):
        assert superuser.get(f"/beheer/techniek/r/{content_type.pk}/{key}/").status_code in (302, 404)
