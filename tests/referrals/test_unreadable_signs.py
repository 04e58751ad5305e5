"""A sign that a database refuses (NUL) comes no further than the page it was sent to, whatever it was sent in.

What lives here: every field, query key, cookie and JSON value that a stranger can fill (support/inputs.py finds them).
PostgreSQL refuses the sign, SQLite keeps it: neither is asked.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.urls import reverse

from services.files.columns import CodesField
from tests.referrals.support import inputs
from tests.referrals.support.journeys import walk
from tests.referrals.support.referred import reachable_directory

pytestmark = pytest.mark.django_db

NUL = "\0"
SENT = (NUL, f"6811 AB{NUL}", f"a{NUL}b")
# A box is ticked whatever it sends; codes are held against those that exist by the form that they stand in.
JUDGED_ELSEWHERE = (forms.BooleanField, CodesField)
FIELDS = {name: field for name, field in inputs.form_fields().items() if not isinstance(field, JUDGED_ELSEWHERE)}


@pytest.fixture
def portal(client, example_directory, settings):
    settings.SECONDS_TO_READ = 0
    reachable_directory()
    return client


@contextmanager
def listening() -> Iterator[list[str]]:
    """Give the statements by which something is kept, as they come: without any there is nothing new to see."""
    kept: list[str] = []

    def listen(execute, sql, *rest):
        if sql.startswith(("INSERT", "UPDATE")):
            kept.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(listen):
        yield kept


def holds_nul() -> bool:
    """Return whether any row of ours holds the sign, as text or in JSON."""
    ours = (model for app in ("referrals", "services") for model in apps.get_app_config(app).get_models())
    rows = (row for model in ours for row in model._base_manager.values_list())
    return any(NUL in str(value) or "\\x00" in str(value) for row in rows for value in row)


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_refuses_it_in_words(name):
    for sent in SENT:
        with pytest.raises(ValidationError) as refused:
            FIELDS[name].clean(FIELDS[name].widget.value_from_datadict({name: sent}, {}, name))

        assert all(refused.value.messages)


def test_no_form_keeps_it(portal):
    for path, data in inputs.forms_to_send(portal):
        for name in data:
            for sent in SENT:
                with transaction.atomic():
                    with listening() as kept:
                        assert portal.post(path, data | {name: sent}).status_code < 500, (path, name)
                    assert not kept or not holds_nul(), (path, name)
                    transaction.set_rollback(True)


def test_no_query_breaks_on_it(portal):
    walk(portal)
    for path in inputs.public_paths(portal).values():
        for key in inputs.query_keys(portal, path):
            for sent in SENT:
                assert portal.get(path, {key: sent}).status_code < 500, (path, key)


def test_json_with_it_is_refused(portal):
    group = {"location": "6811 AB", "headcount": 1, "contract": "permanent", "reason": "redundancy"}
    cases = [
        *({"groups": [group | {key: f"{value}{NUL}"}]} for key, value in group.items()),
        {"groups": [group | {"end_date": f"2029-01-01{NUL}"}]},
        {"groups": [group | {NUL: 1}]},
        *({"groups": [group], key: NUL} for key in ("today", "sector", "employees_total", "needs", "budget", NUL)),
        {"groups": [group], "needs": [f"training{NUL}"]},
    ]
    for case in cases:
        response = portal.post(reverse("api_route"), json.dumps(case), content_type="application/json")

        assert response.status_code == 400, case
        assert response.json()["problems"], case
